//! The day it is: taken once for a whole run, and handed down, so that nothing below asks a clock.

use clap::Args;
use jiff::ZonedDateTime;
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(super) struct TodayArgument {
    /// Take this day for today; without it, the day it is on this machine
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
}

impl TodayArgument {
    /// The day that was given.
    pub(super) fn given(&self) -> Option<Date> {
        self.today
    }

    /// The day that was given, or the day it is where this machine stands.
    pub(super) fn date(&self) -> Date {
        self.today.unwrap_or_else(|| ZonedDateTime::now().date())
    }
}

/// A day as `2026-06-15`.
fn day(text: &str) -> Result<Date, &'static str> {
    let is_day = text.len() == "YYYY-MM-DD".len();
    let day = is_day.then(|| Date::strptime("%Y-%m-%d", text).ok());
    day.flatten()
        .ok_or("it must be a day that exists, such as 2026-06-15")
}
