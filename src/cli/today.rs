//! The day it is: taken once for a whole run, and handed down, so that nothing below asks a clock.

use clap::Args;
use jiff::ZonedDateTime;

use crate::day::{Day, NO_DAY};

#[derive(Debug, Args)]
pub(super) struct TodayArgument {
    /// Take this day for today; without it, the day it is on this machine
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Day>,
}

impl TodayArgument {
    /// The day that was given.
    pub(super) fn given(&self) -> Option<Day> {
        self.today
    }

    /// The day that was given, or the day it is where this machine stands.
    pub(super) fn day(&self) -> Day {
        self.today
            .unwrap_or_else(|| Day(ZonedDateTime::now().date()))
    }
}

fn day(text: &str) -> Result<Day, &'static str> {
    Day::parse(text).ok_or(NO_DAY)
}
