//! `soreleg explain`: what the rules know, with sources.

use clap::Args;

use super::exit::Exit;
use super::failure::Failure;
use super::output;
use super::rules_source::RulesArgument;
use crate::report::{contents, explain, names, questions_with};
use crate::rulebook::Rulebook;
use crate::text::escaped;
use crate::text::nearest;

const EXAMPLES: &str = "\
Examples:
  soreleg explain
  soreleg explain worn_shoes
  soreleg explain article";

/// What is explained. The script for zsh finds the argument by it.
pub(super) const NAME: &str =
    "A cause, a red flag, a question, a piece of advice or a source; without it, all are listed";

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
    let style = output::stdout_style();
    let text = match &arguments.name {
        None => contents(rulebook, style),
        Some(name) => explain(rulebook, name, style).ok_or_else(|| {
            let name = escaped(name);
            let hint = hint(rulebook, &name);
            let message = format!("error: nothing is called `{name}`\n  {hint}");
            Failure::new(Exit::BadAnswers, message)
        })?,
    };
    output::print(&text)?;
    Ok(Exit::Done)
}

/// What to ask for in place of an unknown name.
fn hint(rulebook: &Rulebook, name: &str) -> String {
    let questions: Vec<&str> = questions_with(rulebook, name).collect();
    if !questions.is_empty() {
        let questions = questions.join("` or `");
        return format!("it is an answer to a question: name `{questions}` instead");
    }
    nearest(name, names(rulebook))
        .map_or("`soreleg explain` lists all names".to_owned(), |nearest| {
            format!("did you mean `{nearest}`?")
        })
}
