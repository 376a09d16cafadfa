//! The form of a result: as asked for, or by the ending of the file it goes to; and what goes on a page.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::super::exit::Exit;
use super::super::failure::Failure;
use super::CheckArguments;
use crate::diary::Diary;
use crate::report::Extras;
use crate::report::diary::DiaryReport;
use crate::report::log::LogReport;
use crate::rulebook::Rulebook;
use crate::text::nearest;

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
    /// The form that files with this ending have; text without any. None for another ending.
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
}

#[derive(Debug, Args)]
pub(super) struct PageArguments {
    /// Leave answers to these questions off an HTML page, with the reasons that rest on them
    #[arg(long, value_name = "QUESTION", value_delimiter = ',')]
    leave_out: Vec<String>,
    /// Put the weeks of your training log on an HTML page
    #[arg(long, requires = "log")]
    with_log: bool,
    /// Put the earlier checks of the soreness that --episode names on an HTML page
    #[arg(long)]
    pub(super) with_diary: bool,
}

impl PageArguments {
    /// What goes on the page and what stays off it.
    pub(super) fn extras<'l>(
        &self,
        rulebook: &'l Rulebook,
        log: Option<LogReport<'l>>,
        diary: Option<&'l Diary>,
    ) -> Result<Extras<'l>, Failure> {
        let place = |id: &String| {
            rulebook.question_meant(id).ok_or_else(|| {
                let known = rulebook.questions.iter().map(|question| &*question.id);
                let message = format!("`--leave-out {id}`: there is no such question");
                Failure::new(Exit::BadAnswers, message).did_you_mean(nearest(id, known))
            })
        };
        let left_out = self.leave_out.iter().map(place);
        let left_out: Result<_, Failure> = left_out.collect();
        Ok(Extras {
            left_out: left_out?,
            log: log.filter(|_| self.with_log),
            diary: diary.map(|diary| DiaryReport { diary, rulebook }),
        })
    }

    /// The arguments that make the same page again.
    pub(super) fn words(&self, log: Option<&Path>) -> Vec<String> {
        let left_out = self.leave_out.iter().map(|id| format!("--leave-out={id}"));
        let log = log.filter(|_| self.with_log).map(|log| {
            let log = format!("--log={}", log.display());
            [log, "--with-log".to_owned()]
        });
        let diary = self.with_diary.then(|| "--with-diary".to_owned());
        let words = left_out.chain(log.into_iter().flatten());
        words.chain(diary).collect()
    }
}

/// Refuses a file whose ending promises another form, and what only a page can do for another.
pub(super) fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    let page = &arguments.page;
    let is_special = page.with_log || page.with_diary || !page.leave_out.is_empty();
    if is_special && arguments.form() != Format::Html {
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
    /// The form of the result.
    pub(super) fn form(&self) -> Format {
        let by_ending = || self.output.file().and_then(Format::of);
        self.format.or_else(by_ending).unwrap_or(Format::Text)
    }
}
