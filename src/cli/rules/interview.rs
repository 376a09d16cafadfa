//! `soreleg rules interview`: how many questions people are asked.

use clap::Args;

use super::FileArgument;
use super::case_file::{CaseFile, case_files};
use crate::answer::{Answer, Answers};
use crate::assess::assess;
use crate::authoring::prove::Search;
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{print, stdout_style};
use crate::interview::Interview;
use crate::interview::order::Order;
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
    /// Compare the orders in which questions can be asked, and the fewest any could ask; slow.
    #[arg(long)]
    orders: bool,
}

pub(super) fn run(options: &Options) -> Result<Exit, Failure> {
    let rules = options.rules.read()?;
    let rulebook = rules.rulebook()?;
    let mut cases = Vec::new();
    let assumed = Answers::new(rulebook.questions.len());
    for cases_text in case_files(&[], options.rules.path())? {
        let results = CaseFile::run(cases_text, &rulebook, &assumed)?
            .results
            .into_iter();
        let whole = results.filter(|(rule_case, _)| !rule_case.partial);
        cases.extend(whole.map(|(rule_case, _)| rule_case.answers));
    }
    let mut search = Search::new(&rulebook, 1);
    let random: Vec<Answers> = (0..options.runners).map(|_| search.runner()).collect();
    let self_care: Vec<Answers> = cases
        .iter()
        .filter(|answers| full(&rulebook, answers).1 == TriageLevel::SelfCare)
        .cloned()
        .collect();
    let people = [
        ("case files", &cases),
        ("case files, self-care", &self_care),
        ("random runners", &random),
    ];
    let mut rows = Vec::new();
    for (name, group) in people {
        let asked = group.iter().map(|answers| full(&rulebook, answers).0);
        rows.push(row(name, "all that apply", asked.collect()));
        let orders = if options.orders {
            &Order::ALL[..]
        } else {
            &[Order::WidestReach]
        };
        for order in orders {
            let asked = group
                .iter()
                .map(|answers| early(&rulebook, answers, *order));
            let questions = format!("those that matter, {}", order.name());
            rows.push(row(name, &questions, asked.collect()));
        }
        if options.orders {
            let needed = group.iter().map(|answers| search.needed(answers));
            let questions = "those no interview could leave out";
            rows.push(row(name, questions, needed.collect()));
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

/// How many questions the full interview asks, and the level it ends with.
fn full(rulebook: &Rulebook, answers: &Answers) -> (usize, TriageLevel) {
    let mut interview = Interview::new(rulebook, Answers::new(rulebook.questions.len()), true);
    let asked = conduct(&mut interview, answers);
    (asked, assess(interview.case()).level)
}

fn early(rulebook: &Rulebook, answers: &Answers, order: Order) -> usize {
    let nothing = Answers::new(rulebook.questions.len());
    let mut interview = Interview::new(rulebook, nothing, false).in_order(order);
    conduct(&mut interview, answers)
}

/// What a case does not say counts as *not sure*.
fn conduct(interview: &mut Interview, answers: &Answers) -> usize {
    let mut asked = 0;
    while let Some(question) = interview.next() {
        let answer = answers.get(question).unwrap_or(Answer::NotSure);
        interview.answer(question, answer);
        asked += 1;
    }
    asked
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
