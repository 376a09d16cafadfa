//! What a later check begins with: the earlier ones of the same soreness, and whether it is the same.

use std::ops::ControlFlow;

use clap::ValueEnum;

use super::super::diary::{self, KeepArguments};
use super::super::exit::Exit;
use super::super::failure::Failure;
use crate::day::Day;
use crate::follow_up::Earlier;
use crate::front::{FrontEndKind, Session};
use crate::rulebook::Rulebook;

/// Whether it is the same soreness as at the last check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Same {
    /// The same soreness, in the same leg and place
    Yes,
    /// Another one, so nothing is compared
    No,
    /// Nothing is compared
    #[value(alias = "not-sure", name = "not_sure")]
    NotSure,
}

impl Same {
    /// As a person reads them.
    const WORDS: [(Self, &'static str); 3] = [
        (
            Same::Yes,
            "Yes, the same soreness, in the same leg and place",
        ),
        (Same::No, "No, or in another leg or place"),
        (Same::NotSure, "Not sure"),
    ];
}

/// The checks of one soreness that were kept, the latest one last.
#[derive(Debug)]
pub(super) struct EarlierChecks {
    /// What the soreness is called.
    pub(super) episode: String,
    /// The day of the last one.
    pub(super) date: Day,
    pub(super) checks: Vec<Earlier>,
}

impl EarlierChecks {
    /// Those of the soreness that is named, or else of the one that was kept last.
    pub(super) fn read(
        keep: &KeepArguments,
        rulebook: &Rulebook,
        today: Day,
    ) -> Result<Self, Failure> {
        let nothing = || {
            let message = "there is no check in your diary to come back to";
            let failure = Failure::new(Exit::BadAnswers, message);
            failure.hint("`soreleg check --save` keeps one")
        };
        let diary = keep.diary.store()?.read()?;
        diary::say_faults(&diary);
        let (_, last) = diary.entries.last().ok_or_else(nothing)?;
        let episode = keep.episode.clone().unwrap_or(last.episode.clone());
        let entries = diary::episode_of(diary, &episode)?.entries;
        let (_, last) = entries.last().ok_or_else(nothing)?;
        let date = last.date;
        let checks = entries.iter().map(|(_, entry)| Earlier {
            days: today.since(entry.date),
            answers: (rulebook.questions.iter())
                .map(|question| {
                    let value = entry.answers.get(&*question.id)?;
                    question.parse_data(value, None).ok()
                })
                .collect(),
            level: entry.level,
            same_rules: entry.rules.sha256 == *rulebook.sha256,
        });
        Ok(EarlierChecks {
            episode,
            date,
            checks: checks.collect(),
        })
    }

    /// Asks whether it is the same soreness. Breaks off where somebody would rather stop.
    pub(super) fn ask(
        &self,
        kind: Option<FrontEndKind>,
    ) -> Result<ControlFlow<Exit, Same>, Failure> {
        let question = format!(
            "Is it the same soreness as on {} ({})?",
            self.date.words(),
            self.episode
        );
        let failed = |error| Failure::io("cannot ask", &error);
        let session = kind.map(Session::begin).transpose().map_err(failed)?;
        // Lines out of a pipe are for the interview.
        let Some(session) = session.filter(Session::is_watched) else {
            let failure = Failure::new(
                Exit::AnswersMissing,
                format!("an answer is missing: {question}"),
            );
            return Err(failure.hint("answer with `--same yes`, `--same no` or `--same not_sure`"));
        };
        let chosen = session.choose(&question, &Same::WORDS.map(|(_, words)| words));
        let chosen = chosen.map_err(failed)?.map_break(super::exit_of);
        Ok(chosen.map_continue(|row| Same::WORDS[row].0))
    }
}
