//! The form of a result: as asked for, or by the ending of the file it goes to.

use std::path::Path;

use clap::ValueEnum;

use super::super::exit::Exit;
use super::super::failure::Failure;
use super::CheckArguments;

pub(super) const ENDINGS: &str = "end it in .md, .json or .txt";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Text for a terminal
    Text,
    /// Data for programs
    Json,
    /// A page to hand to a physio
    Markdown,
}

impl Format {
    /// The form that files with this ending have; text without any. None for another ending.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let Some(ending) = path.extension() else {
            return Some(Format::Text);
        };
        match &*ending.to_ascii_lowercase().to_string_lossy() {
            "txt" => Some(Format::Text),
            "json" => Some(Format::Json),
            "md" => Some(Format::Markdown),
            _ => None,
        }
    }
}

/// Refuses a file whose ending promises another form.
pub(super) fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    match arguments.output.file() {
        Some(path) if arguments.format.is_none() && Format::of(path).is_none() => {
            let message = format!("`{}` does not end as results do", path.display());
            let hint = format!("{ENDINGS}, or choose a form with --format");
            Err(Failure::new(Exit::BadAnswers, message).hint(hint))
        }
        _ => Ok(()),
    }
}

impl CheckArguments {
    /// The form of the result.
    pub(super) fn form(&self) -> Format {
        let by_ending = || self.output.file().and_then(Format::of);
        self.format.or_else(by_ending).unwrap_or(Format::Text)
    }
}
