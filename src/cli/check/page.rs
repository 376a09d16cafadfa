//! What goes on the page of a result besides the result, and what stays off it.

use std::path::Path;

use clap::Args;

use super::super::exit::Exit;
use super::super::failure::Failure;
use crate::diary::Diary;
use crate::report::Extras;
use crate::report::diary::DiaryReport;
use crate::report::log::LogReport;
use crate::rulebook::Rulebook;
use crate::text::nearest;

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
    /// Whether anything is asked for that only a page can do.
    pub(super) fn is_asked_for(&self) -> bool {
        self.with_log || self.with_diary || !self.leave_out.is_empty()
    }

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
