//! `soreleg rules prove`: promises that must hold for every answer.

use std::fmt::Write as _;

use clap::Args;

use super::check::counted;
use super::rule_file::RuleFile;
use crate::authoring::prove::{Broken, Promise, prove};
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::rulebook::Rulebook;

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    #[command(flatten)]
    rules: RuleFile,
    /// How many random runners to try for each promise.
    #[arg(long, default_value = "2000", value_parser = at_least_one)]
    runners: usize,
    /// Where the random runners start; the same seed draws the same runners.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(super) fn run(options: &Options) -> Result<Exit, Failure> {
    let rules = options.rules.read()?;
    let rulebook = rules.rulebook()?;
    let broken = prove(&rulebook, options.runners, options.seed);
    let mut page = rules.heading();
    for promise in Promise::ALL {
        let failure = broken.iter().find(|broken| broken.promise == promise);
        let mark = if failure.is_some() {
            "BROKEN"
        } else {
            "holds "
        };
        let _ = writeln!(page, "{mark}  {}", promise.sentence());
        if let Some(failure) = failure {
            page += &counterexample(&rulebook, failure);
        }
    }
    let _ = writeln!(
        page,
        "\ntried on {} each, and on every kind of answer to the questions of each red flag",
        counted(options.runners, "random runner")
    );
    print(&page)?;
    Ok(if broken.is_empty() {
        Exit::Done
    } else {
        Exit::TestsFailed
    })
}

/// A promise that was tried on nobody would hold.
fn at_least_one(text: &str) -> Result<usize, &'static str> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or("a whole number from 1 is needed")
}

fn counterexample(rulebook: &Rulebook, broken: &Broken) -> String {
    let mut text = format!("        {}\n", broken.what);
    if let Some(answers) = &broken.answers {
        let answers = answers.given().map(|(question, answer)| {
            let question = &rulebook.questions[question];
            let value = question.value(answer).replace(' ', "");
            format!("-a {}={value}", question.id)
        });
        let answers: Vec<String> = answers.collect();
        let answers = if answers.is_empty() {
            "no answers at all".to_owned()
        } else {
            answers.join(" ")
        };
        let _ = writeln!(text, "        with {answers}");
    }
    let _ = writeln!(text, "        help: {}", broken.promise.help());
    text
}
