//! `soreleg rules diff`: what changed between two rule files, and what that does to people.

mod data;
mod markdown;
mod rows;
mod text;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use super::case_file::known_cases;
use crate::authoring::diff::people::{Effect, compare};
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::cli::rule_file::RuleFile;
use crate::report::json;
use crate::text::Shown;
pub(in crate::cli) use data::DiffData;
use data::Sources;

const EXAMPLES: &str = "\
Examples:
  soreleg rules diff built-in mine/sore-legs.yaml
  soreleg rules diff old.yaml new.yaml --format markdown --exit-code
  soreleg rules diff old.yaml new.yaml --people runners.csv

People are the cases of the new rules (in the folder `cases` beside the file), runners drawn at random, and \
with --people rows as `soreleg batch` reads them. Of rows only numbers are told, below 5 as fewer than 5.

Exit codes: 0 done, 1 reading or writing failed, 2 wrong usage, 4 a rule file or case file is faulty, 5 \
somebody gets less urgent, with --exit-code.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct DiffArguments {
    /// The rules as they were: a file, `-` for standard input, or `built-in`
    #[arg(value_hint = ValueHint::FilePath)]
    old: PathBuf,
    /// The rules as they are now
    #[arg(default_value = BUILT_IN, value_hint = ValueHint::FilePath)]
    new: PathBuf,
    /// How many runners to draw at random
    #[arg(long, default_value = "20000", value_parser = up_to_a_million)]
    runners: usize,
    /// Where the random runners start; the same seed draws the same runners
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Compare the rows in this file too; fields that are no questions are passed over
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    people: Option<PathBuf>,
    /// How to show what differs
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 5 if anybody gets less urgent
    #[arg(long)]
    exit_code: bool,
}

const BUILT_IN: &str = "built-in";

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For a pull request
    Markdown,
}

pub(super) fn run(arguments: &DiffArguments) -> Result<Exit, Failure> {
    let (old_path, new_path) = (rule_path(&arguments.old), rule_path(&arguments.new));
    let (old_text, new_text) = (RuleFile::read(old_path)?, RuleFile::read(new_path)?);
    let (old, new) = (old_text.rulebook()?, new_text.rulebook()?);
    let known = known_cases(new_path, &new)?;
    let people = arguments.people.as_deref();
    let rows = people
        .map(|path| rows::compare(path, &old, &new))
        .transpose()?;
    let comparison = compare(&old, &new, &known.cases, arguments.runners, arguments.seed);
    let sources = Sources {
        old: (&old, &old_text),
        new: (&new, &new_text),
        known: &known,
        runners: arguments.runners,
    };
    let data = DiffData::new(&sources, &comparison, rows);
    print(&match arguments.format {
        Format::Text => Shown::lines(&data.text()),
        Format::Json => json(&data),
        Format::Markdown => Shown::lines(&data.markdown()),
    })?;
    Ok(if arguments.exit_code && data.anybody(Effect::LessUrgent) {
        Exit::TestsFailed
    } else {
        Exit::Done
    })
}

/// All of them are kept until the smallest is found.
fn up_to_a_million(text: &str) -> Result<usize, &'static str> {
    let number = text.parse().ok().filter(|number| *number <= 1_000_000);
    number.ok_or("a whole number up to 1000000 is needed")
}

fn rule_path(path: &Path) -> Option<&Path> {
    (path.as_os_str() != BUILT_IN).then_some(path)
}
