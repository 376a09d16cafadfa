//! A reminder of the day to look again, for a calendar.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::output::{self, OutputArguments};
use super::super::today::TodayArgument;
use crate::report::reminder::reminder;

#[derive(Debug, Args)]
pub(super) struct ReminderArgument {
    /// Write a reminder of the day to look again to this file, for your calendar; it says nothing else
    #[arg(long, value_name = "FILE.ics", value_hint = ValueHint::FilePath)]
    reminder: Option<PathBuf>,
}

impl ReminderArgument {
    /// Refuses early what cannot be written, or is where the result goes.
    pub(super) fn check(&self, result: Option<&Path>) -> Result<(), Failure> {
        let Some(path) = &self.reminder else {
            return Ok(());
        };
        let (name, bad) = (path.display(), Exit::BadAnswers);
        let ending = path.extension().map(OsStr::to_ascii_lowercase);
        if ending.is_none_or(|ending| ending != "ics") {
            let message = format!("`{name}` does not end as reminders do");
            return Err(Failure::new(bad, message).hint("end it in .ics"));
        }
        if path.exists() || result == Some(path) {
            let message = format!("`{name}` is taken");
            return Err(Failure::new(bad, message).hint("choose another name for the reminder"));
        }
        OutputArguments::to(path).check()
    }

    /// The argument that writes it again.
    pub(super) fn words(&self) -> Vec<String> {
        let path = self.reminder.as_ref();
        let word = path.map(|path| format!("--reminder={}", path.display()));
        word.into_iter().collect()
    }

    /// Writes the reminder, if the result names a day to look again.
    pub(super) fn write(&self, days: Option<u32>, today: &TodayArgument) -> Result<(), Failure> {
        let Some(path) = &self.reminder else {
            return Ok(());
        };
        let Some(days) = days.and_then(|days| i32::try_from(days).ok()) else {
            output::note("this result names no day to look again, so no reminder was written");
            return Ok(());
        };
        let today = today.day();
        let on = today.after(days);
        OutputArguments::to(path).write(&reminder(on, today, fastrand::u128(..)))?;
        let (on, name) = (on.words(), path.display());
        output::tell(format!(
            "The reminder for {on} is in `{name}`. Open it with your calendar."
        ));
        Ok(())
    }
}
