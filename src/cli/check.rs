//! `soreleg check`: from answers to a result.

mod earlier;
mod format;
mod page;
mod reminder;
mod result;
mod words;

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
use crate::answers::case::Case;
use crate::answers::command;
use crate::answers::merge::{Merged, Slot};
use crate::assess::{Assessment, Engine, assess};
use crate::day::Day;
use crate::follow_up::FollowUp;
use crate::front::{EndReason, FrontEndKind, Session, Settings};
use crate::interview::{Interview, Step};
use crate::log::record::Record;
use crate::report;
use crate::report::log::LogReport;
use crate::report::{Extras, Since, answer_faults};
use crate::rulebook::Rulebook;
use earlier::EarlierChecks;
pub(super) use earlier::Same;
use format::Format;
use page::PageArguments;
use reminder::ReminderArgument;
use result::Seen;

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
    /// The command it is: `check` or `again`.
    name: &'static str,
    /// Whether the answers are from a saved result that was made with other rules.
    other_rules: bool,
    /// What goes on a page besides the check.
    extras: Extras<'a>,
    /// The arguments that choose the soreness it goes on from.
    same: Vec<String>,
    /// The earlier checks, with the day of the last one and how many days ago that was.
    earlier: Option<(&'a FollowUp<'a>, Day, i32)>,
    keeper: Keeper<'a>,
}

impl UnderWay<'_> {
    /// What the answers come to, and how it has gone since an earlier check.
    fn assess(&self, engine: &mut Engine, case: &Case) -> (Assessment, Option<Since>) {
        let Some((follow_up, date, days)) = self.earlier else {
            return (engine.assess(case.answers()), None);
        };
        let (assessment, course) = follow_up.assess(engine, case);
        (
            assessment,
            course.map(|course| Since { date, days, course }),
        )
    }
}

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Failure> {
    arguments.prepare()?;
    let rulebook = arguments.rules.load()?;
    arguments.conduct(rulebook, arguments.under_way("check"))
}

/// A check that goes on from those that were kept, if it is the same soreness. Else it is like any other.
pub(super) fn again(arguments: &CheckArguments, same: Option<Same>) -> Result<Exit, Failure> {
    arguments.prepare()?;
    let rulebook = arguments.rules.load()?;
    let today = arguments.log.today.day();
    let earlier = EarlierChecks::read(&arguments.keep, rulebook, today)?;
    let same = match same {
        Some(same) => same,
        None => match earlier.ask(arguments.asking.front_end())? {
            ControlFlow::Continue(same) => same,
            ControlFlow::Break(exit) => return Ok(exit),
        },
    };
    let mut under_way = arguments.under_way("again");
    under_way.same = arguments.keep.diary.words();
    let follow_up;
    if same == Same::Yes {
        follow_up = FollowUp::new(&mut Engine::new(rulebook), earlier.checks);
        under_way.earlier = Some((&follow_up, earlier.date, today.since(earlier.date)));
        let name = format!("--episode={}", earlier.episode);
        under_way.same.extend(["--same=yes".to_owned(), name]);
        under_way.keeper.episode = Some(earlier.episode);
    } else {
        under_way.same.push("--same=no".to_owned());
        // Another soreness gets a name of its own.
        under_way.keeper.episode = None;
        output::note("this check stands alone, nothing is compared");
    }
    arguments.conduct(rulebook, under_way)
}

impl CheckArguments {
    /// Refuses early, before anybody answers questions for nothing.
    fn prepare(&self) -> Result<(), Failure> {
        self.output.check()?;
        format::check(self)?;
        self.reminder.check(self.output.file())?;
        let rules = self.rules.path();
        let read = [&rules, &self.answers.answers, &self.log.log];
        input::stdin_once(read.into_iter().flatten())
    }

    fn under_way(&self, name: &'static str) -> UnderWay<'_> {
        UnderWay {
            name,
            other_rules: false,
            same: Vec::new(),
            earlier: None,
            extras: Extras::default(),
            keeper: self.keep.keeper(&self.log.today),
        }
    }

    /// From answers to a result.
    fn conduct(&self, rulebook: &'static Rulebook, under_way: UnderWay) -> Result<Exit, Failure> {
        // Bound anew, to borrow what is read here.
        let mut under_way = under_way;
        let rules = self.rules.path();
        let saved = self.save_case.as_deref();
        let saved = saved.map(|name| SavedCase::prepare(name, rules.as_deref(), rulebook));
        let saved = saved.transpose()?;
        let unit = self.answers.units;
        let log = self.log.read(unit)?;
        let record = (log.as_ref()).map(|log| Record::new(log, self.log.today.day().0, unit));
        let shown = (log.as_ref()).map(|log| LogReport::new(log, self.log.today.day().0, unit));
        let is_alone = under_way.name == "again" && under_way.earlier.is_none();
        let earlier = self.page.with_diary && !is_alone;
        let earlier = earlier.then(|| under_way.keeper.earlier()).transpose()?;
        under_way.extras = (self.page).extras(rulebook, shown, earlier.as_ref())?;
        let mut merged = self.answers.merge(rulebook)?;
        under_way.other_rules = merged.other_rules;
        let front_end = self.asking.front_end();
        let unfinished = match front_end {
            Some(_) => merged.take_partial(),
            None => Answers::new(rulebook.questions.len()),
        };
        let interview = Interview::new(rulebook, merged.answers(), self.asking.all_questions)
            .with_unfinished(unfinished)
            .with_follow_up(under_way.earlier.map(|(follow_up, ..)| follow_up))
            .with_log(record.as_ref());
        if !merged.faults.is_empty() {
            return self.refuse(merged, &interview, &under_way);
        }
        let is_open = !interview.is_finished() || interview.has_filled();
        let (interview, seen) = match front_end.filter(|_| is_open) {
            Some(kind) => {
                let session =
                    Session::begin(kind).map_err(|error| Failure::io("cannot ask", &error))?;
                match self.hold(&session, interview, &mut under_way)? {
                    ControlFlow::Continue(done) => done,
                    ControlFlow::Break(exit) => return Ok(exit),
                }
            }
            None if interview.is_finished() => {
                let seen = self.show(&interview, &mut under_way, None)?;
                (interview, seen)
            }
            None => return self.refuse(merged, &interview, &under_way),
        };
        if let Some(saved) = saved {
            saved.write(interview.case(), &assess(interview.case()))?;
        }
        self.reminder.write(seen.look_again_days, &self.log.today)?;
        Ok(seen.exit)
    }
}

/// How the program ends when an interview ends before its result.
fn exit_of(reason: EndReason) -> Exit {
    match reason {
        EndReason::Finished => Exit::Done,
        EndReason::Left => Exit::AnswersMissing,
        EndReason::BadLine => Exit::BadAnswers,
        EndReason::Interrupted(signal) => Exit::Interrupted(signal),
    }
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
    ) -> Result<ControlFlow<Exit, (Interview<'r>, Seen)>, Failure> {
        let mut exit = None;
        loop {
            interview = match self.ask(session, interview, under_way, exit.is_some())? {
                ControlFlow::Continue(interview) => interview,
                // A result that was seen stays one.
                ControlFlow::Break(end) => return Ok(ControlFlow::Break(exit.unwrap_or(end))),
            };
            let seen = self.show(&interview, under_way, Some(session))?;
            if !seen.is_to_change {
                return Ok(ControlFlow::Continue((interview, seen)));
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
        under_way: &UnderWay,
        has_result: bool,
    ) -> Result<ControlFlow<Exit, Interview<'r>>, Failure> {
        let settings = Settings {
            has_result,
            bare_distance: self.answers.units,
            resume: &|interview| {
                let rulebook = interview.case().rulebook();
                let (answers, ticks) = interview.to_go_on();
                let options = self.options(under_way);
                let ticks = Some(&ticks);
                let mut command =
                    command::repeat(under_way.name, rulebook, &answers, ticks, &options);
                command.splice(2..2, self.wishes(under_way));
                output::command(&command)
            },
        };
        let ended = session
            .conduct(interview, &settings)
            .map_err(|error| Failure::io("cannot ask", &error))?;
        Ok(ended.map_break(exit_of))
    }

    /// Says everything that is wrong with the answers, and everything that is missing.
    fn refuse(
        &self,
        mut merged: Merged,
        interview: &Interview,
        under_way: &UnderWay,
    ) -> Result<Exit, Failure> {
        let rulebook = interview.case().rulebook();
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
        let command =
            command::proposal(rulebook, &merged, under_way.name, &self.options(under_way));
        if self.result_format() == Format::Json {
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
            output::tell("hint: `--answers -` takes answers from standard input");
        }
        if !self.asking.no_input && io::stdin().is_terminal() && exit == Exit::AnswersMissing {
            output::tell(
                "hint: standard error is no terminal here; `--plain` asks in lines all the same",
            );
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
            // What stands from an earlier check is found there again.
            (Slot::Empty, Some(answer), _) if !interview.is_kept(question) => {
                *slot = Slot::Good(answer);
            }
            (Slot::Missing, _, Some(ticks)) => *slot = Slot::Partial(ticks),
            _ => {}
        }
    }
}
