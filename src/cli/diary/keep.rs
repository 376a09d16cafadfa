//! Keeping a check: which diary, under which name, and what is said about it.

use clap::Args;

use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::today::TodayArgument;
use super::{DiaryArgument, episode_of, say_faults};
use crate::answer::Answer;
use crate::answers::case::Case;
use crate::assess::Assessment;
use crate::diary::{Diary, Entry};
use crate::text::{Shown, is_unsafe};

/// A longer name fits no list.
const LONGEST_NAME: usize = 40;

/// What a soreness is called that has no place.
const NO_PLACE: &str = "soreness";

// Whether to keep a check, and where. As documentation this would describe the command.
#[derive(Debug, Args)]
pub(in crate::cli) struct KeepArguments {
    /// Keep this check in your diary, for next time
    #[arg(long)]
    pub(in crate::cli) save: bool,
    /// What this soreness is called in the diary, such as "left calf"
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(in crate::cli) episode: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) diary: DiaryArgument,
}

pub(in crate::cli) fn name(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(is_unsafe) {
        return Err("it must be a name in plain text of up to 40 characters");
    }
    Ok(text.to_owned())
}

impl KeepArguments {
    /// The arguments that choose the same diary and name again.
    pub(in crate::cli) fn words(&self) -> Vec<String> {
        let mut words = self.diary.words();
        let episode = self.episode.iter();
        words.extend(episode.map(|name| format!("--episode={name}")));
        words
    }

    /// Who keeps a check of the day it is.
    pub(in crate::cli) fn keeper<'k>(&'k self, today: &'k TodayArgument) -> Keeper<'k> {
        Keeper {
            arguments: self,
            today,
            episode: self.episode.clone(),
            kept: None,
            has_failed: false,
        }
    }
}

/// Keeps one check; if it is changed and kept again, in place of the one before.
#[derive(Debug)]
pub(in crate::cli) struct Keeper<'k> {
    arguments: &'k KeepArguments,
    today: &'k TodayArgument,
    /// What the soreness is called, if that is known.
    pub(in crate::cli) episode: Option<String>,
    /// The line in the diary.
    kept: Option<String>,
    /// Whether the check was to be kept and is not.
    pub(in crate::cli) has_failed: bool,
}

impl Keeper<'_> {
    /// The earlier checks of the soreness that is named.
    pub(in crate::cli) fn earlier(&self) -> Result<Diary, Failure> {
        let Some(name) = &self.episode else {
            let failure = Failure::new(
                Exit::BadAnswers,
                "`--with-diary` needs the name of a soreness",
            );
            return Err(failure.hint("give it with --episode; `soreleg diary` lists them"));
        };
        let diary = self.arguments.diary.store()?.read()?;
        say_faults(&diary);
        episode_of(diary, name)
    }

    /// Keeps a check; gives what to say about it. `name` is asked what to call the soreness if nothing is
    /// known, with what it is called else; with None nothing is kept.
    pub(in crate::cli) fn keep(
        &mut self,
        case: &Case,
        assessment: &Assessment,
        name: impl FnOnce(&str) -> Option<String>,
    ) -> Result<Shown, Failure> {
        let kept = self.try_keep(case, assessment, name);
        self.has_failed = kept.is_err();
        kept
    }

    fn try_keep(
        &mut self,
        case: &Case,
        assessment: &Assessment,
        name: impl FnOnce(&str) -> Option<String>,
    ) -> Result<Shown, Failure> {
        let store = self.arguments.diary.store()?;
        store.prepare()?;
        let diary = store.read()?;
        if self.episode.is_none() {
            self.episode = name(&new_name(&diary, case));
        }
        let Some(episode) = &self.episode else {
            return Ok(Shown::default());
        };
        let today = self.today.day();
        let line = Entry::new(case, assessment, today, episode.clone()).line();
        if self.kept.as_ref() == Some(&line) {
            return Ok(Shown::line("It is in your diary already."));
        }
        store.append(&line)?;
        if let Some(before) = self.kept.replace(line) {
            store.forget(&[before.trim_end().as_bytes()])?;
        }
        let mut said = vec![format!(
            "Kept for next time in your diary as `{episode}`. `soreleg again` goes on from it."
        )];
        if diary.entries.is_empty() {
            let path = store.path.display();
            said.extend([
                format!("It is health data in plain text, in `{path}`."),
                "`soreleg diary` shows it, `soreleg diary forget --all` removes it.".to_owned(),
            ]);
        }
        Ok(said.into_iter().map(Shown::line).collect())
    }
}

/// A name that no soreness in the diary has: where it is, as far as that is known.
fn new_name(diary: &Diary, case: &Case) -> String {
    let questions = &case.rulebook().questions;
    let given = case.answers().given();
    let place = given.filter(|(index, _)| questions[*index].tells_place());
    let place = place
        .filter(|(_, answer)| *answer != Answer::NotSure)
        .last();
    let place = place.map(|(index, answer)| questions[index].in_short(answer));
    let place = place.filter(|place| self::name(place).is_ok());
    let place = place.unwrap_or(NO_PLACE.to_owned());
    let is_free = |name: &String| {
        let mut entries = diary.entries.iter();
        entries.all(|(_, entry)| entry.episode != *name)
    };
    let mut names = (1..).map(|number| match number {
        1 => place.clone(),
        number => format!("{place} {number}"),
    });
    names.find(is_free).unwrap_or_default()
}
