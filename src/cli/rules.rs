//! `soreleg rules …`: for the people who write rules.

mod case_file;
mod check;
pub(super) mod diff;
mod interview;
mod location;
pub(super) mod mutate;
mod prove;
mod rule_file;
mod start;
mod test;

use std::path::PathBuf;

use clap::Subcommand;

use super::failure::Failure;
use super::{Exit, output};
use crate::authoring::codes;
use crate::fault::Severity;
use crate::report::rulebook_page::markdown;
use crate::text::escaped;
use crate::text::nearest;

/// Check, test and look at rule files
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(super) enum Command {
    /// Show everything that is wrong with a rule file
    #[command(after_help = "Exits with 4 if there are errors.")]
    Check(check::Options),
    /// Run case files and show what they cover
    #[command(
        after_help = "The files named here are case files; the rule file goes behind --rules.\n\nExamples:\n  soreleg rules test --min-coverage 100\n  soreleg rules test --rules mine/calves.yaml --mutate --min-mutation 80\n\nExits with 5 if a case fails, or too little is covered or would be missed."
    )]
    Test(test::Options),
    /// Show how many questions people are asked
    Interview(interview::Options),
    /// Search for answers that break a promise of safety
    #[command(after_help = "Exits with 5 if a promise is broken.")]
    Prove(prove::Options),
    /// Show what changed between two rule files, and what that does to people
    Diff(diff::DiffArguments),
    /// Show a rule file as a page in Markdown
    Show(rule_file::RuleFile),
    /// Print a small rule file to start from, or write it with cases into a folder
    New {
        /// The folder for the rule file, case files and schemas; made if need be.
        folder: Option<PathBuf>,
    },
    /// Print the built-in rule file, or write it with its cases into a folder
    Export {
        /// The folder for the rule file, case files and schemas; made if need be.
        folder: Option<PathBuf>,
    },
    /// Print the JSON Schema of rule files, for editors
    Schema {
        /// The schema of case files instead
        #[arg(long)]
        cases: bool,
    },
    /// Explain the code of a fault; without one, list them all.
    Explain {
        /// A code, such as `unknown-question`.
        code: Option<String>,
    },
}

/// Runs a command and says how it ended.
pub(super) fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Check(options) => return check::run(&options),
        Command::Test(options) => return test::run(&options),
        Command::Interview(options) => return interview::run(&options),
        Command::Prove(options) => return prove::run(&options),
        Command::Diff(arguments) => return diff::run(&arguments),
        Command::New { folder } => return start::new(folder.as_deref()),
        Command::Export { folder } => return start::export(folder.as_deref()),
        Command::Show(rules) => output::print(&markdown(&rules.read()?.rulebook()?))?,
        Command::Schema { cases: false } => output::print(start::RULES_SCHEMA)?,
        Command::Schema { cases: true } => output::print(start::CASES_SCHEMA)?,
        Command::Explain { code: None } => output::print(&list())?,
        Command::Explain { code: Some(code) } => output::print(&explain(&code)?)?,
    }
    Ok(Exit::Done)
}

fn list() -> String {
    let lines = codes::all().map(|code| {
        let severity = code.severity.name();
        format!("{:<21} {severity:<8} {}\n", code.name, code.title)
    });
    lines.collect()
}

fn explain(name: &str) -> Result<String, Failure> {
    let code = codes::find(name).ok_or_else(|| {
        let near = nearest(name, codes::all().map(|code| code.name));
        let hint = near.map_or_else(
            || "`soreleg rules explain` lists them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("error: there is no code `{}`\n  {hint}", escaped(name));
        Failure::new(Exit::BadAnswers, message)
    })?;
    let severity = code.severity.name();
    let text = textwrap::fill(code.explanation, 80);
    let accept = match code.severity {
        Severity::Error => String::new(),
        Severity::Warning => format!(
            "\nTo accept it, add this to the rule file:\n\nexceptions:\n  \
             - {{ code: {}, at: <place>, reason: <why it is right> }}\n",
            code.name
        ),
    };
    Ok(format!(
        "{severity}[{}]: {}\n\n{text}\n{accept}",
        code.name, code.title
    ))
}
