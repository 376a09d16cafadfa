//! `soreleg rules prove`: promises that must hold for every answer.

use clap::Args;

use super::FileArgument;
use crate::answers::command;
use crate::authoring::prove::{Broken, prove};
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{print, stdout_style};
use crate::report::document::Document;
use crate::rulebook::Rulebook;

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    #[command(flatten)]
    rules: FileArgument,
    /// How many random runners to try for each promise that cannot be proved.
    #[arg(long, default_value = "2000", value_parser = at_least_one)]
    runners: usize,
    /// Where the random runners start; the same seed draws the same runners.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(super) fn run(options: &Options) -> Result<Exit, Failure> {
    let rules = options.rules.read()?;
    let rulebook = rules.rulebook()?;
    let mut page = Document::new();
    page.line(rules.heading());
    let mut exit = Exit::Done;
    for (promise, found) in prove(&rulebook, options.runners, options.seed) {
        let (sentence, help) = promise.words(&rulebook);
        match found {
            Ok(proof) => page.line(format!("holds   {sentence}: {proof}")),
            Err(broken) => {
                page.line(format!("BROKEN  {sentence}"));
                counterexample(&mut page, &rulebook, &broken);
                page.line(format!("        help: {help}"));
                exit = Exit::TestsFailed;
            }
        }
    }
    print(&page.text(stdout_style()))?;
    Ok(exit)
}

/// A promise that was tried on nobody would hold.
fn at_least_one(text: &str) -> Result<usize, &'static str> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or("a whole number from 1 is needed")
}

fn counterexample(page: &mut Document, rulebook: &Rulebook, broken: &Broken) {
    page.line(format!("        {}", broken.what));
    if let Some(answers) = &broken.answers {
        let answers = command::answer_flags(rulebook, answers, None);
        let answers = if answers.is_empty() {
            "no answers at all".to_owned()
        } else {
            command::shell_line(&answers)
        };
        page.line(format!("        with {answers}"));
    }
}
