//! `soreleg rules …`: for the people who write rules.

mod case_file;
mod check;
pub(super) mod diff;
mod interview;
mod location;
pub(super) mod mutate;
mod prove;
mod rename;
mod start;
mod test;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::failure::Failure;
use super::rule_file::RuleFile;
use super::{Exit, output, rule_file};
use crate::authoring::case_schema::with_names;
use crate::authoring::codes;
use crate::fault::Severity;
use crate::report::json;
use crate::report::rulebook_page::rulebook_page;
use crate::text::{Shown, nearest};

const EXAMPLES: &str = "\
Examples:
  soreleg rules new mine                          a folder with rules and cases
  soreleg rules check mine/calves.yaml            what is wrong with them
  soreleg rules test --rules mine/calves.yaml     whether they do what the cases expect
  soreleg rules prove mine/calves.yaml            whether they keep what safety needs
  soreleg rules show mine/calves.yaml             a page for people who judge them

Exits with 4 if a rule file has errors, with 5 if a case fails, too little is covered or a promise \
is broken.";

/// Check, test and look at rule files
#[derive(Debug, Subcommand)]
#[command(defer = true, after_help = EXAMPLES)]
pub(super) enum Command {
    /// Show everything that is wrong with a rule file
    #[command(after_help = "\
Examples:
  soreleg rules check mine/calves.yaml
  soreleg rules check mine/calves.yaml --format sarif > faults.sarif

Exits with 4 if there are errors.")]
    Check(check::Options),
    /// Run case files and show what they cover
    #[command(after_help = "\
Examples:
  soreleg rules test
  soreleg rules test --rules mine/calves.yaml
  soreleg rules test mine/cases/calves.yaml --rules mine/calves.yaml --update
  soreleg rules test --rules mine/calves.yaml --mutate --min-mutation 80

The files named here are case files; the rule file goes behind --rules.

Exits with 5 if a case fails, or too little is covered or would be missed.")]
    Test(test::Options),
    /// Show how many questions people are asked
    #[command(after_help = "\
Examples:
  soreleg rules interview
  soreleg rules interview mine/calves.yaml --runners 100")]
    Interview(interview::Options),
    /// Search for answers that break a promise of safety
    #[command(after_help = "\
Examples:
  soreleg rules prove
  soreleg rules prove mine/calves.yaml --runners 100 --seed 2

Exits with 5 if a promise is broken.")]
    Prove(prove::Options),
    /// Show what changed between two rule files, and what that does to people
    Diff(diff::DiffArguments),
    /// Give something another name, in a rule file and its cases
    #[command(after_help = "\
Examples:
  soreleg rules rename question where place --rules mine/sore-legs.yaml
  soreleg rules rename option pee.cola brown --rules mine/sore-legs.yaml

Nothing else changes, and all is written or nothing, unless writing itself fails.")]
    Rename(rename::Options),
    /// Show a rule file as a page in Markdown
    #[command(after_help = "\
Examples:
  soreleg rules show > rules.md
  soreleg rules show mine/calves.yaml")]
    Show(FileArgument),
    /// Print a small rule file to start from, or write it with cases into a folder
    #[command(after_help = "\
Examples:
  soreleg rules new > calves.yaml
  soreleg rules new mine")]
    New(FolderArgument),
    /// Print the built-in rule file, or write it with its cases into a folder
    #[command(after_help = "\
Examples:
  soreleg rules export > sore-legs.yaml
  soreleg rules export mine")]
    Export(FolderArgument),
    /// Print the JSON Schema of rule files, for editors
    #[command(after_help = "\
Examples:
  soreleg rules schema > rules.schema.json
  soreleg rules schema --cases > cases.schema.json
  soreleg rules schema --cases --rules mine/calves.yaml > mine/cases.schema.json")]
    Schema {
        /// The schema of case files instead
        #[arg(long)]
        cases: bool,
        /// List in it the questions, answers, causes and advice of this rule file
        #[arg(long, value_name = "FILE", requires = "cases", value_hint = ValueHint::FilePath)]
        rules: Option<PathBuf>,
    },
    /// Explain the code of a fault; without one, list them all.
    #[command(after_help = "\
Examples:
  soreleg rules explain
  soreleg rules explain unknown-question")]
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
        Command::Rename(options) => return rename::run(&options),
        Command::New(FolderArgument { folder }) => return start::new(folder.as_deref()),
        Command::Export(FolderArgument { folder }) => return start::export(folder.as_deref()),
        Command::Show(rules) => {
            output::print(&rulebook_page(&rules.read()?.rulebook()?).markdown())?;
        }
        Command::Schema {
            rules: Some(path), ..
        } => {
            let rulebook = RuleFile::read(Some(&path))?.rulebook()?;
            output::print(&json(&with_names(start::CASES_SCHEMA, &rulebook)))?;
        }
        Command::Schema { cases: false, .. } => {
            output::print(&Shown::lines(start::RULES_SCHEMA))?;
        }
        Command::Schema { cases: true, .. } => output::print(&Shown::lines(start::CASES_SCHEMA))?,
        Command::Explain { code: None } => output::print(&list())?,
        Command::Explain { code: Some(code) } => output::print(&explain(&code)?)?,
    }
    Ok(Exit::Done)
}

// Where something to start from goes.
#[derive(Debug, Args)]
pub(super) struct FolderArgument {
    /// The folder for the rule file, case files and schemas; made if need be.
    #[arg(value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

// The rule file, with or without `--rules`.
#[derive(Debug, Args)]
pub(super) struct FileArgument {
    /// The rule file; `-` for standard input. Without it, the one that `SORELEG_RULES` names, or the
    /// built-in rules.
    #[arg(value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
    /// The rule file, as `check` and `rules test` take it
    #[arg(long, value_name = "FILE", conflicts_with = "file", value_hint = ValueHint::FilePath)]
    rules: Option<PathBuf>,
}

impl FileArgument {
    /// Where it is, unless the built-in rules are meant.
    fn path(&self) -> Option<PathBuf> {
        let named = self.file.clone().or_else(|| self.rules.clone());
        named.or_else(rule_file::from_environment)
    }

    fn read(&self) -> Result<RuleFile, Failure> {
        RuleFile::read(self.path().as_deref())
    }
}

/// What is said about a fault of each kind.
const FAULTS: &str = include_str!("../../docs/faults.md");

fn list() -> Shown {
    let longest = codes::all().map(|code| code.name.len()).max().unwrap_or(0);
    let lines = codes::all().map(|code| {
        let (name, severity) = (code.name, code.severity.name());
        Shown::line(format!("{name:<longest$} {severity:<8} {}", code.title))
    });
    lines.collect()
}

fn explain(name: &str) -> Result<Shown, Failure> {
    let code = codes::find(name).ok_or_else(|| {
        let failure = Failure::new(Exit::BadAnswers, format_args!("there is no code `{name}`"));
        match nearest(name, codes::all().map(|code| code.name)) {
            None => failure.hint("`soreleg rules explain` lists them all"),
            nearest => failure.did_you_mean(nearest),
        }
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
    let (name, title) = (code.name, code.title);
    let (_, example) = FAULTS
        .split_once(&format!("\n## {name}\n\n```text\n"))
        .unwrap_or_default();
    let example = example.split("\n```").next().unwrap_or_default();
    let example = match example {
        "" => String::new(),
        example => format!("\nFor example:\n\n{example}\n"),
    };
    Ok(Shown::lines(&format!(
        "{severity}[{name}]: {title}\n\n{text}\n{example}{accept}"
    )))
}
