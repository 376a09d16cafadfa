//! The day it is: taken once for a whole run, and handed down, so that nothing below asks a clock.

use std::cell::OnceCell;

use clap::Args;
use jiff::ZonedDateTime;

use crate::day::{Day, NO_DAY};

#[derive(Debug, Args)]
pub(super) struct TodayArgument {
    /// Take this day for today; without it, the day it is on this machine
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Day>,
    #[arg(skip)]
    taken: OnceCell<Day>,
}

impl TodayArgument {
    /// The day that was given.
    pub(super) fn given(&self) -> Option<Day> {
        self.today
    }

    /// The day that was given, or the day it is where this machine stands.
    pub(super) fn day(&self) -> Day {
        let here = || Day(ZonedDateTime::now().date());
        *self.taken.get_or_init(|| self.today.unwrap_or_else(here))
    }
}

fn day(text: &str) -> Result<Day, &'static str> {
    Day::parse(text).ok_or(NO_DAY)
}
