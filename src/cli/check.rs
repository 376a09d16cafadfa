//! `soreleg check`: from answers to a result.

mod form;
mod reminder;
mod result;

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;

use clap::Args;

use super::answers::AnswerArguments;
use super::diary::{KeepArguments, Keeper};
use super::exit::Exit;
use super::failure::Failure;
use super::input;
use super::log::LogArgument;
use super::output;
use super::output::OutputArguments;
use super::rule_file::RulesArgument;
use super::save_case::SavedCase;
use crate::answer::Answers;
use crate::answers::command;
use crate::answers::merge::{Merged, Slot};
use crate::assess::assess;
use crate::front::{EndReason, FrontEndKind, Session, Settings};
use crate::interview::{Interview, Step};
use crate::log::record::Record;
use crate::quantity::Unit;
use crate::report;
use crate::report::log::LogReport;
use crate::report::{Extras, answer_faults};
use crate::rulebook::Rulebook;
use crate::system;
use crate::text::Shown;
use form::{Format, PageArguments};
use reminder::ReminderArgument;

const EXAMPLES: &str = "\
Examples:
  soreleg check
  soreleg check --plain
  soreleg check -a pee=pale -a shoe_distance=450mi --format json
  soreleg check --answers me.yaml --no-input --exit-code
  soreleg check --answers result.json -o page.html --leave-out health
  soreleg check --log activities.csv
  soreleg check --save --reminder look-again.ics

An answer counts from a flag first, then from the --answers file, then from the environment: \
SORELEG_ANSWER_PEE=pale answers the question `pee`. `soreleg questions` lists them all.

Exit codes: 0 done, 1 reading or writing failed, 2 wrong usage or bad answers, 3 answers missing, \
4 rule file faulty, 130 interrupted. With --exit-code a finished check ends with 10, 20, 30 or 40 \
for time off, see a doctor, same day, emergency.

This is information, not a diagnosis. In an emergency call for help now.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    answers: AnswerArguments,
    #[command(flatten)]
    log: LogArgument,
    #[command(flatten)]
    asking: AskingArguments,
    #[command(flatten)]
    keep: KeepArguments,
    #[command(flatten)]
    rules: RulesArgument,
    /// Form of the result [default: by the ending of the file it goes to, or text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    page: PageArguments,
    #[command(flatten)]
    reminder: ReminderArgument,
    /// Show all of the result, also in a terminal
    #[arg(long, conflicts_with = "short")]
    full: bool,
    /// Show the result on one screen, also in a pipe or a file
    #[arg(long)]
    short: bool,
    /// End with an exit code that tells the triage level
    #[arg(long)]
    exit_code: bool,
    /// Add the answers, with what came of them, to `cases/saved.yaml` beside the rule file, as a case of
    /// this name
    #[arg(long, value_name = "NAME")]
    save_case: Option<String>,
}

#[derive(Debug, Args)]
struct AskingArguments {
    /// Ask nothing; fail when answers are missing
    #[arg(long)]
    no_input: bool,
    /// Ask in plain numbered lines, without moving the cursor
    #[arg(long)]
    plain: bool,
    /// Ask every question, even those that can no longer change the result
    #[arg(long)]
    all_questions: bool,
}

/// What a check has beside its answers.
struct UnderWay<'a> {
    /// Whether the answers are from a saved result that was made with other rules.
    other_rules: bool,
    /// What goes on a page besides the check.
    extras: Extras<'a>,
    keeper: Keeper<'a>,
}

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Failure> {
    arguments.output.check()?;
    form::check(arguments)?;
    arguments.reminder.check(arguments.output.file())?;
    let rules = arguments.rules.path();
    let read = [&rules, &arguments.answers.answers, &arguments.log.log];
    input::stdin_once(read.map(Option::as_ref))?;
    let rulebook = arguments.rules.load()?;
    let name = arguments.save_case.as_deref();
    let saved = name.map(|name| SavedCase::prepare(name, rules.as_deref(), rulebook));
    let saved = saved.transpose()?;
    let unit = arguments.answers.units.map(Unit::from);
    let log = arguments.log.read(unit)?;
    let record = (log.as_ref()).map(|log| Record::new(log, arguments.log.today.date(), unit));
    let log_report =
        (log.as_ref()).map(|log| LogReport::new(log, arguments.log.today.date(), unit));
    let extras = arguments.page.extras(rulebook, log_report)?;
    let mut merged = arguments.answers.merge(rulebook)?;
    let unfinished = match arguments.asking.front_end() {
        Some(_) => merged.take_partial(),
        None => Answers::new(rulebook.questions.len()),
    };
    let interview = Interview::new(rulebook, merged.answers(), arguments.asking.all_questions)
        .with_unfinished(unfinished)
        .with_log(record.as_ref());
    if !merged.faults.is_empty() {
        return arguments.refuse(rulebook, merged, &interview);
    }
    let mut under_way = UnderWay {
        other_rules: merged.other_rules,
        extras,
        keeper: arguments.keep.keeper(&arguments.log.today),
    };
    let is_open = !interview.is_finished() || interview.has_answers_from_log();
    let front_end = arguments.asking.front_end();
    let (interview, exit) = match front_end.filter(|_| is_open) {
        Some(kind) => {
            let session =
                Session::begin(kind).map_err(|error| Failure::io("cannot ask", &error))?;
            match arguments.hold(&session, interview, &mut under_way)? {
                ControlFlow::Continue((interview, exit)) => (interview, exit),
                ControlFlow::Break(exit) => return Ok(exit),
            }
        }
        None if interview.is_finished() => {
            let exit = arguments.show(&interview, &mut under_way, None)?.exit;
            (interview, exit)
        }
        None => return arguments.refuse(rulebook, merged, &interview),
    };
    if let Some(saved) = saved {
        saved.write(interview.case(), &assess(interview.case()))?;
    }
    (arguments.reminder).write(interview.case(), &arguments.log.today)?;
    Ok(exit)
}

impl AskingArguments {
    /// How to ask; None if there is nobody to ask.
    fn front_end(&self) -> Option<FrontEndKind> {
        FrontEndKind::choose(self.plain, self.no_input)
    }
}

impl CheckArguments {
    /// Asks, shows the result, and asks again as long as answers are changed. Breaks off where the
    /// runner does before there is a result.
    fn hold<'r>(
        &self,
        session: &Session,
        mut interview: Interview<'r>,
        under_way: &mut UnderWay<'_>,
    ) -> Result<ControlFlow<Exit, (Interview<'r>, Exit)>, Failure> {
        let mut exit = None;
        loop {
            interview = match self.ask(session, interview, exit.is_some())? {
                ControlFlow::Continue(interview) => interview,
                // A result that was seen stays one.
                ControlFlow::Break(end) => return Ok(ControlFlow::Break(exit.unwrap_or(end))),
            };
            let seen = self.show(&interview, under_way, Some(session))?;
            if !seen.is_to_change {
                return Ok(ControlFlow::Continue((interview, seen.exit)));
            }
            exit = Some(seen.exit);
            if interview.step() == Step::Emergency {
                interview.back();
            }
        }
    }

    /// Asks what is still open. Breaks off where the runner does.
    fn ask<'r>(
        &self,
        session: &Session,
        interview: Interview<'r>,
        has_result: bool,
    ) -> Result<ControlFlow<Exit, Interview<'r>>, Failure> {
        let settings = Settings {
            has_result,
            bare_distance: self.answers.units.map(Unit::from),
            resume: &|interview| {
                let rulebook = interview.case().rulebook();
                let (answers, ticks) = interview.to_go_on();
                let mut command = command::check(rulebook, &answers, Some(&ticks), &self.options());
                command.splice(2..2, self.wishes());
                output::command(&command)
            },
        };
        let ended = session
            .conduct(interview, &settings)
            .map_err(|error| Failure::io("cannot ask", &error))?;
        Ok(ControlFlow::Break(match ended.reason {
            EndReason::Finished => return Ok(ControlFlow::Continue(ended.interview)),
            EndReason::Left => Exit::AnswersMissing,
            EndReason::BadLine => Exit::BadAnswers,
            EndReason::Interrupted(signal) => Exit::Interrupted(signal),
        }))
    }

    /// How to ask and where to write, for an interview that goes on later.
    fn wishes(&self) -> Vec<String> {
        let flag = |set: bool, name: &str| set.then(|| name.to_owned());
        let mut wishes = self.output.words();
        wishes.extend(self.page.words(self.log.log.as_deref()));
        wishes.extend(self.reminder.words());
        // The variable that asks for it may have been set for this run alone.
        wishes.extend(flag(self.asking.plain || system::wants_plain(), "--plain"));
        wishes.extend(flag(self.full, "--full"));
        wishes.extend(flag(self.short, "--short"));
        wishes.extend(flag(self.exit_code, "--exit-code"));
        wishes.extend(
            self.save_case
                .iter()
                .map(|name| format!("--save-case={name}")),
        );
        wishes.extend(self.keep.words());
        if let Some(units) = self.answers.units {
            wishes.push(format!("--units={}", Unit::from(units).name()));
        }
        wishes
    }

    /// The arguments of the command that repeats this check, apart from the answers.
    fn options(&self) -> Vec<String> {
        let mut options = self.rules.words();
        if self.asking.all_questions {
            options.push("--all-questions".to_owned());
        }
        let format = match self.form() {
            Format::Text => None,
            Format::Json => Some("json"),
            Format::Markdown => Some("markdown"),
            Format::Html => Some("html"),
        };
        options.extend(format.map(|format| format!("--format={format}")));
        options
    }

    /// Says everything that is wrong with the answers, and everything that is missing.
    fn refuse(
        &self,
        rulebook: &Rulebook,
        mut merged: Merged,
        interview: &Interview,
    ) -> Result<Exit, Failure> {
        let exit = if merged.faults.is_empty() {
            Exit::AnswersMissing
        } else {
            Exit::BadAnswers
        };
        // With somebody to ask, what is missing is no fault and would only hide the bad answers.
        if merged.faults.is_empty() || self.asking.front_end().is_none() {
            merged.add_missing(interview.case(), interview.open_questions());
        }
        add_said(&mut merged, interview);
        let command = command::proposal(rulebook, &merged, "check", &self.options());
        if self.form() == Format::Json {
            let data = answer_faults::FaultsData::new(rulebook, &merged, &command);
            output::print(&report::json(&data))?;
        } else {
            if merged.other_rules {
                output::note(report::OTHER_RULES);
            }
            let rules = self.rules.words();
            let text = answer_faults::text(rulebook, &merged, &command, &rules);
            output::say(&text.text(output::stderr_style()));
        }
        if self.answers.overlook_stdin() {
            output::say(&Shown::line(
                "hint: `--answers -` takes answers from standard input",
            ));
        }
        if !self.asking.no_input && io::stdin().is_terminal() && exit == Exit::AnswersMissing {
            output::say(&Shown::line(
                "hint: standard error is no terminal here; `--plain` asks in lines all the same",
            ));
        }
        Ok(exit)
    }
}

/// Adds what the training log says to what is proposed: its answers, and its ticks to complete.
fn add_said(merged: &mut Merged, interview: &Interview) {
    for question in merged.slots.indices() {
        let slot = &mut merged.slots[question];
        let answer = interview.case().answers().get(question);
        match (&slot, answer, interview.offered_ticks(question)) {
            (Slot::Empty, Some(answer), _) => *slot = Slot::Good(answer),
            (Slot::Missing, _, Some(ticks)) => *slot = Slot::Partial(ticks),
            _ => {}
        }
    }
}
