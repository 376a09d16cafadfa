//! `soreleg rules check`: everything that is wrong with a rule file.

use clap::{Args, ValueEnum};

use super::FileArgument;
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{print, stdout_style};
use crate::cli::rule_file::renderer;
use crate::fault::Severity;
use crate::report::faults::Checked;
use crate::report::json;
use crate::rulebook::Rulebook;
use crate::text::{Shown, counted};

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    #[command(flatten)]
    rules: FileArgument,
    /// How to show the faults.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 4 on warnings, too.
    #[arg(long)]
    deny_warnings: bool,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For code scanning tools.
    Sarif,
    /// For GitHub workflows.
    Github,
}

pub(super) fn run(options: &Options) -> Result<Exit, Failure> {
    let source = options.rules.read()?;
    let (rulebook, faults) = source.examine();
    let checked = source.checked(&faults);
    let page = match options.format {
        Format::Text => {
            let faults = checked.text(&renderer(stdout_style()));
            let summary = Shown::line(summary(&checked, rulebook.as_ref()));
            [faults, summary].into_iter().collect()
        }
        Format::Json => json(&checked.json()),
        Format::Sarif => json(&checked.sarif()),
        Format::Github => checked.github(),
    };
    let denied = options.deny_warnings && !faults.is_empty();
    print(&page)?;
    Ok(if rulebook.is_none() || denied {
        Exit::RulesFaulty
    } else {
        Exit::Done
    })
}

fn summary(checked: &Checked, rulebook: Option<&Rulebook>) -> String {
    let name = checked.name;
    let errors = counted(checked.count(Severity::Error), "error");
    let warnings = counted(checked.count(Severity::Warning), "warning");
    match rulebook {
        Some(rulebook) if checked.faults.is_empty() => format!(
            "{name}: nothing wrong in {}, {} and {}",
            counted(rulebook.questions.len(), "question"),
            counted(rulebook.red_flags.len(), "red flag"),
            counted(rulebook.causes.len(), "cause"),
        ),
        Some(_) => format!("{name}: {warnings}; `soreleg rules explain CODE` says more"),
        None => format!("{name}: {errors}, {warnings}; `soreleg rules explain CODE` says more"),
    }
}
