//! `soreleg explain`: what the rules know, with sources.

use clap::Args;

use super::exit::Exit;
use super::failure::Failure;
use super::output;
use super::rule_file::RulesArgument;
use crate::report::{contents, explain, names, questions_with};
use crate::rulebook::Rulebook;
use crate::text::nearest;

const EXAMPLES: &str = "\
Examples:
  soreleg explain
  soreleg explain worn_shoes
  soreleg explain article";

/// What is explained. The script for zsh finds the argument by it.
pub(super) const NAME: &str = "A cause, a red flag, a question, advice, what is expected or a source; without it, all are listed";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExplainArguments {
    #[arg(value_name = "NAME", help = NAME)]
    name: Option<String>,
    #[command(flatten)]
    rules: RulesArgument,
}

pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let rulebook = arguments.rules.load()?;
    let document = match &arguments.name {
        None => contents(rulebook),
        Some(name) => explain(rulebook, name).ok_or_else(|| unknown(rulebook, name))?,
    };
    output::print(&document.text(output::stdout_style()))?;
    Ok(Exit::Done)
}

/// Says what to ask for in place of an unknown name.
fn unknown(rulebook: &Rulebook, name: &str) -> Failure {
    let failure = Failure::new(Exit::BadAnswers, format_args!("nothing is called `{name}`"));
    let questions: Vec<&str> = questions_with(rulebook, name).collect();
    if !questions.is_empty() {
        let questions = questions.join("` or `");
        return failure.hint(format_args!(
            "it is an answer to a question: name `{questions}` instead"
        ));
    }
    match nearest(name, names(rulebook)) {
        None => failure.hint("`soreleg explain` lists all names"),
        nearest => failure.did_you_mean(nearest),
    }
}
