//! `soreleg next`: one step of an interview that another program conducts. Nothing is kept
//! between steps: the answers so far go in, and come out again with the next question.

use clap::Args;
use serde::Serialize;

use super::answers::AnswerArguments;
use super::exit::Exit;
use super::failure::Failure;
use super::input;
use super::log::LogArgument;
use super::output;
use super::rule_file::RulesArgument;
use crate::answers::command;
use crate::assess::Engine;
use crate::interview::Interview;
use crate::interview::what_if::what_if;
use crate::log::record::Record;
use crate::report;
use crate::report::answer_faults::FaultsData;
use crate::report::question::QuestionData;
use crate::report::{AnswersData, FORMAT, FromLogData, OTHER_RULES, Report, ResultData, RulesData};
use crate::rulebook::from_log::Said;

const EXAMPLES: &str = "\
Examples:
  soreleg next
  soreleg next -a pee=pale
  soreleg next -a pee=pale | soreleg next --answers - -a where=both_muscle

The output is JSON: `question` is the one to ask now, or `result` is there when nothing that is \
left could change it. Give the output back with `--answers -` and one answer more, and with the same \
`--log`, if there is one.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct NextArguments {
    #[command(flatten)]
    answers: AnswerArguments,
    #[command(flatten)]
    log: LogArgument,
    #[command(flatten)]
    rules: RulesArgument,
    /// Ask every question, even those that can no longer change the result
    #[arg(long)]
    all_questions: bool,
}

/// One step of an interview.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct StepData<'a> {
    format: u32,
    soreleg: &'static str,
    rules: RulesData<'a>,
    /// The answers so far, as `--answers` takes them; those of the log are not among them, since it is
    /// given again with the next answer.
    answers: AnswersData<'a>,
    /// What the training log answers in place of the runner.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    from_log: Vec<FromLogData<'a>>,
    /// The question to ask now.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<QuestionData<'a>>,
    /// The lines of its list that are true by the log, or the number that it is at least: to be shown as
    /// such, and answered by the runner.
    #[serde(skip_serializing_if = "Option::is_none")]
    offered: Option<OfferedData>,
    /// How many questions may follow that one; often fewer do.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most_more: Option<usize>,
    /// The result, when there is nothing left to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<ResultData<'a>>,
    /// What else to know while there is no result, which has notes of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'static str>,
}

/// What a training log says to a question, for the runner to confirm.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OfferedData {
    /// As a flag takes it.
    answer: String,
    /// What the log says, with its dates.
    says: String,
}

pub(super) fn run(arguments: &NextArguments) -> Result<Exit, Failure> {
    let rules = arguments.rules.path();
    let read = [&rules, &arguments.answers.answers, &arguments.log.log];
    input::stdin_once(read.into_iter().flatten())?;
    let rulebook = arguments.rules.load()?;
    let unit = arguments.answers.units;
    let log = arguments.log.read(unit)?;
    let record = (log.as_ref()).map(|log| Record::new(log, arguments.log.today.day().0, unit));
    let merged = arguments.answers.merge(rulebook)?;
    let mut options = arguments.rules.words();
    if arguments.all_questions {
        options.push("--all-questions".to_owned());
    }
    if !merged.faults.is_empty() {
        let command = command::proposal(rulebook, &merged, "next", &options);
        let data = FaultsData::new(rulebook, &merged, &command);
        output::print(&report::json(&data))?;
        return Ok(Exit::BadAnswers);
    }
    options.push("--format=json".to_owned());
    let own = merged.answers();
    let interview =
        Interview::new(rulebook, own.clone(), arguments.all_questions).with_log(record.as_ref());
    let open = interview.open_questions();
    let case = interview.case();
    let mut engine = Engine::new(case.rulebook());
    let assessment = engine.assess(case.answers());
    let what_if = what_if(&mut engine, case, &assessment);
    let report = Report {
        other_rules: merged.other_rules,
        of_log: interview.of_log(),
        today: arguments.log.today.given(),
        rules: arguments.rules.words(),
        command: command::repeat("check", rulebook, case.answers(), None, &options),
        ..Report::new(case, &assessment, &what_if)
    };
    let other_rules = merged.other_rules && !open.is_empty();
    let step = StepData {
        format: FORMAT,
        soreleg: env!("CARGO_PKG_VERSION"),
        rules: RulesData::new(rulebook),
        answers: AnswersData::all(rulebook, &own),
        from_log: report.log_data(),
        question: open
            .first()
            .map(|index| QuestionData::new(rulebook, *index)),
        offered: open.first().and_then(|index| {
            let says = interview.log_says(*index)?;
            let answer = match says.said {
                Said::Answer(_) => return None,
                Said::Ticks(answer) | Said::AtLeast(answer) => answer,
            };
            Some(OfferedData {
                answer: rulebook.questions[*index].value(answer),
                says: says.words.clone(),
            })
        }),
        at_most_more: open.len().checked_sub(1),
        result: open.is_empty().then(|| report.data()),
        notes: other_rules.then_some(OTHER_RULES).into_iter().collect(),
    };
    output::print(&report::json(&step))?;
    Ok(Exit::Done)
}
