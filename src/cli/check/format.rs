//! The format of a result: as asked for, or by the ending of the file it goes to; and how each is written.

use std::path::Path;

use clap::ValueEnum;

use super::super::exit::Exit;
use super::super::failure::Failure;
use super::CheckArguments;
use crate::report::document::Style;
use crate::report::{self, Extras, Report};
use crate::text::Shown;

pub(super) const ENDINGS: &str = "end it in .html, .md, .json or .txt";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Text for a terminal
    Text,
    /// Data for programs
    Json,
    /// A page as text with marks
    Markdown,
    /// A page to print or to hand to a physio
    Html,
}

impl Format {
    /// The format that files with this ending have; text without any. None for another ending.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let Some(ending) = path.extension() else {
            return Some(Format::Text);
        };
        match &*ending.to_ascii_lowercase().to_string_lossy() {
            "txt" => Some(Format::Text),
            "json" => Some(Format::Json),
            "md" => Some(Format::Markdown),
            "html" | "htm" => Some(Format::Html),
            _ => None,
        }
    }

    /// A result in this format.
    pub(super) fn text(
        self,
        report: &Report,
        extras: &Extras,
        is_short: bool,
        style: Style,
    ) -> Shown {
        match self {
            Format::Text if is_short => report.short(style.width).text(style),
            Format::Text => report.full().text(style),
            Format::Json => report::json(&report.data()),
            Format::Markdown => report.page().markdown(),
            Format::Html => report.html(extras),
        }
    }
}

/// Refuses a file whose ending promises another form, and what only a page can do for another.
pub(super) fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    if arguments.page.is_asked_for() && arguments.result_format() != Format::Html {
        let message = "`--leave-out`, `--with-log` and `--with-diary` are for an HTML page";
        let hint = "write one with -o page.html";
        return Err(Failure::new(Exit::BadAnswers, message).hint(hint));
    }
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
    /// The format of the result.
    pub(super) fn result_format(&self) -> Format {
        let by_ending = || self.output.file().and_then(Format::of);
        self.format.or_else(by_ending).unwrap_or(Format::Text)
    }
}
