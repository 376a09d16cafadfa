//! `soreleg explain`: what the rules know, with sources.

use clap::Args;

use super::exit::Exit;
use super::failure::Failure;
use super::output;
use super::rules_source::RulesArgument;
use crate::report::{contents, explain, names};
use crate::rulebook::fault::nearest;
use crate::text::escaped;

const EXAMPLES: &str = "\
Examples:
  soreleg explain
  soreleg explain worn_shoes";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExplainArguments {
    /// A cause, a red flag or a question; without it, all names are listed
    #[arg(value_name = "NAME")]
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
            let hint = nearest(name, names(rulebook))
                .map_or("`soreleg explain` lists all names".to_owned(), |nearest| {
                    format!("did you mean `{nearest}`?")
                });
            let name = escaped(name);
            let message = format!("error: nothing is called `{name}`\n  {hint}");
            Failure::new(Exit::BadAnswers, message)
        })?,
    };
    output::print(&text)?;
    Ok(Exit::Done)
}
