//! `soreleg questions`: everything that can be answered.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::exit::Exit;
use super::failure::Failure;
use super::output;
use super::rule_file::RulesArgument;
use crate::report;
use crate::report::document::Document;
use crate::report::question::QuestionData;
use crate::report::{FORMAT, RulesData};

const EXAMPLES: &str = "\
Examples:
  soreleg questions
  soreleg questions --format json | jq -r '.questions[].id'";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct QuestionsArguments {
    #[command(flatten)]
    rules: RulesArgument,
    /// Form of the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum Format {
    /// Text for a terminal
    #[default]
    Text,
    /// Data for programs
    Json,
}

/// Every question.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct QuestionsData<'a> {
    format: u32,
    rules: RulesData<'a>,
    questions: Vec<QuestionData<'a>>,
}

pub(super) fn run(arguments: &QuestionsArguments) -> Result<Exit, Failure> {
    let rulebook = arguments.rules.load()?;
    let questions = rulebook.questions.indices();
    let questions = questions.map(|index| QuestionData::new(rulebook, index));
    let text = match arguments.format {
        Format::Text => {
            let mut document = Document::new();
            questions.for_each(|question| question.write(&mut document));
            document.text(output::stdout_style())
        }
        Format::Json => report::json(&QuestionsData {
            format: FORMAT,
            rules: RulesData::new(rulebook),
            questions: questions.collect(),
        }),
    };
    output::print(&text)?;
    Ok(Exit::Done)
}
