//! The runner's own training log: an export of Strava, Garmin Connect or Runkeeper, read into what was
//! run when, and from there into [facts](facts::Facts).
//!
//! It knows runs, days and shoes, never what they mean for the legs: which fact answers what is up to the
//! rules. What an activity or a shoe is called is never kept, so it can be shown nowhere.

mod bytes;
mod cell;
pub mod facts;
pub mod fill;
mod format;
mod garmin;
mod moment;
pub mod record;
mod rows;
mod runkeeper;
mod sport;
mod strava;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::quantity::Unit;
pub use bytes::LogError;
pub(crate) use bytes::MAX_BYTES;

/// A log, read: what could be, and where the rest stands.
#[derive(Debug, Clone)]
pub struct Log {
    /// What wrote it.
    pub source: Source,
    /// What was done, in the order of time.
    pub activities: Vec<Activity>,
    /// How many rows there are below the header.
    pub rows: usize,
    /// The rows that cannot be read, in the order of the file.
    pub unreadable: Vec<Unreadable>,
    /// The unit of the distances; None where neither the file nor the runner tells.
    pub unit: Option<Unit>,
    /// Whether the file may have been cut: then its first day says nothing.
    pub may_be_cut: bool,
}

/// The program that an export is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// `activities.csv` of Strava's archive of an account.
    Strava,
    /// `Activities.csv` of the list in Garmin Connect.
    Garmin,
    /// `cardioActivities.csv` of Runkeeper.
    Runkeeper,
}

impl Source {
    /// Its name, as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Source::Strava => "Strava",
            Source::Garmin => "Garmin Connect",
            Source::Runkeeper => "Runkeeper",
        }
    }
}

/// One thing that was done. Its name, its place and its description were not kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Activity {
    /// The day, where the runner was.
    pub day: Date,
    /// When it began, in seconds of the clock that the file goes by.
    pub start: i64,
    /// Seconds in motion.
    pub seconds: f64,
    /// How far: kilometres, or the unit that nobody knows. Zero if it does not say.
    pub distance: f64,
    /// Whether it was a run, of whatever kind.
    pub is_run: bool,
    /// The number of the shoe or the bike in this log.
    pub gear: Option<usize>,
}

/// A row that is left out, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unreadable {
    /// The line where the row begins, from 1.
    pub line: u64,
    /// The column of the cell, from 1; None where it is about the whole row.
    pub column: Option<usize>,
    /// What is wrong.
    pub reason: Reason,
}

/// Why a row cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It has more or fewer cells than the header.
    Cells,
    /// Its date is none.
    Date,
    /// Its distance is no number.
    Distance,
}

impl Reason {
    /// The reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Reason::Cells => "not as many cells as the header",
            Reason::Date => "no date",
            Reason::Distance => "no distance",
        }
    }
}

/// What a file cannot tell.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the runner was.
    pub zone: TimeZone,
    /// The unit of a distance that has none.
    pub unit: Option<Unit>,
}

/// Reads an export.
///
/// # Errors
/// When it is none, or was cut or changed so that rows may be missing.
pub fn read(bytes: &[u8], settings: &Settings) -> Result<Log, LogError> {
    format::read(bytes, settings)
}
