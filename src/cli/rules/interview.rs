//! `soreleg rules interview`: how many questions people are asked.

use clap::Args;

use super::FileArgument;
use super::case_file::case_files;
use crate::answer::{Answer, Answers};
use crate::assess::assess;
use crate::authoring::prove::Runners;
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{print, stdout_style};
use crate::interview::Interview;
use crate::report::document::Document;
use crate::rulebook::Rulebook;
use crate::triage::TriageLevel;

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    #[command(flatten)]
    rules: FileArgument,
    /// How many random runners to ask.
    #[arg(long, default_value_t = 10_000)]
    runners: usize,
}

pub(super) fn run(options: &Options) -> Result<Exit, Failure> {
    let rules = options.rules.read()?;
    let rulebook = rules.rulebook()?;
    let mut cases = Vec::new();
    for source in case_files(&[], options.rules.path().as_deref())? {
        let read = source.cases(&rulebook)?.into_iter();
        let whole = read.filter(|rule_case| !rule_case.partial);
        cases.extend(whole.map(|rule_case| rule_case.answers));
    }
    let mut runners = Runners::new(&rulebook, 1);
    let random: Vec<Answers> = (0..options.runners).map(|_| runners.draw()).collect();
    let self_care: Vec<Answers> = cases
        .iter()
        .filter(|answers| {
            let full = interviewed(&rulebook, answers, true);
            assess(full.case()).level == TriageLevel::SelfCare
        })
        .cloned()
        .collect();
    let people = [
        ("case files", &cases),
        ("case files, self-care", &self_care),
        ("random runners", &random),
    ];
    let mut rows = Vec::new();
    for (name, group) in people {
        for (questions, all) in [("all that apply", true), ("those that matter", false)] {
            let asked = group.iter();
            let asked = asked.map(|answers| interviewed(&rulebook, answers, all).answered().len());
            rows.push(row(name, questions, asked.collect()));
        }
    }
    let heads = [
        "people",
        "number",
        "questions",
        "mean",
        "median",
        "p90",
        "most",
    ];
    let mut page = Document::new();
    page.line(rules.heading());
    page.table(&heads, rows);
    print(&page.text(stdout_style()))?;
    Ok(Exit::Done)
}

/// The interview of a runner at its end. What a case does not say counts as *not sure*.
fn interviewed<'r>(
    rulebook: &'r Rulebook,
    answers: &Answers,
    all_questions: bool,
) -> Interview<'r> {
    Interview::play(rulebook, all_questions, |question| {
        Some(answers.get(question).unwrap_or(Answer::NotSure))
    })
}

fn row(people: &str, questions: &str, mut asked: Vec<usize>) -> Vec<String> {
    asked.sort_unstable();
    let number = asked.len().max(1);
    let tenths = asked.iter().sum::<usize>() * 10 / number;
    let at = |percent: usize| {
        asked
            .get(number * percent / 100)
            .or(asked.last())
            .copied()
            .unwrap_or(0)
    };
    vec![
        people.to_owned(),
        asked.len().to_string(),
        questions.to_owned(),
        format!("{}.{}", tenths / 10, tenths % 10),
        at(50).to_string(),
        at(90).to_string(),
        at(100).to_string(),
    ]
}
