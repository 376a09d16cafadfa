//! `soreleg rules prove`: promises that must hold for every answer.

use clap::Args;

use super::FileArgument;
use super::check::counted;
use crate::authoring::prove::{Broken, Promise, prove};
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{print, stdout_style};
use crate::report;
use crate::report::document::Document;
use crate::rulebook::Rulebook;

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    #[command(flatten)]
    rules: FileArgument,
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
    let mut page = Document::new();
    page.line(rules.heading());
    for promise in Promise::ALL {
        let failure = broken.iter().find(|broken| broken.promise == promise);
        let mark = if failure.is_some() {
            "BROKEN"
        } else {
            "holds "
        };
        page.line(format!("{mark}  {}", promise.sentence()));
        if let Some(failure) = failure {
            counterexample(&mut page, &rulebook, failure);
        }
    }
    let runners = counted(options.runners, "random runner");
    page.line("");
    page.line(format!(
        "tried on {runners} each, and on every kind of answer to the questions of each red flag"
    ));
    print(&page.text(stdout_style()))?;
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

fn counterexample(page: &mut Document, rulebook: &Rulebook, broken: &Broken) {
    page.line(format!("        {}", broken.what));
    if let Some(answers) = &broken.answers {
        let answers = report::answer_flags(rulebook, answers);
        let answers = if answers.is_empty() {
            "no answers at all".to_owned()
        } else {
            report::shell_line(&answers)
        };
        page.line(format!("        with {answers}"));
    }
    page.line(format!("        help: {}", broken.promise.help()));
}
