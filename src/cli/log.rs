//! `soreleg log`: what the runner's training log says; and the log that a check takes facts from.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use jiff::tz::TimeZone;

use super::exit::Exit;
use super::failure::Failure;
use super::input;
use super::output;
use super::questions::Format;
use super::today::TodayArgument;
use crate::log::{self, Log, Settings};
use crate::quantity::Unit;
use crate::report;
use crate::report::log::LogReport;

const EXAMPLES: &str = "\
Examples:
  soreleg log activities.csv
  soreleg log export_12345678/
  soreleg log Activities.csv --unit mi --format json
  soreleg check --log activities.csv

It reads activities.csv out of Strava's archive, Activities.csv from the list in Garmin Connect, and \
cardioActivities.csv from Runkeeper. Nothing leaves this machine, and what a run, a place or a shoe is \
called is never shown.

Exit codes: 0 done, 1 reading or writing failed, 2 wrong usage, or no log of these three.";

/// What is in the folder of an export, by vendor.
const IN_FOLDER: [&str; 3] = ["activities.csv", "cardioActivities.csv", "Activities.csv"];

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct LogArguments {
    /// The export, or the unpacked folder with it; `-` reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    file: PathBuf,
    #[command(flatten)]
    zone: ZoneArgument,
    /// The unit of distances where the export does not tell
    #[arg(long, value_name = "UNIT", alias = "units")]
    unit: Option<Unit>,
    #[command(flatten)]
    today: TodayArgument,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print only what may go into a report of a fault, and under which names rules know it
    #[arg(long, conflicts_with = "format")]
    show_facts: bool,
}

#[derive(Debug, Args)]
pub(super) struct ZoneArgument {
    /// Where the runs were, such as America/Denver; without it, where this machine is
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    tz: Option<TimeZone>,
}

// The log that a check takes facts from. As documentation this would describe the command.
#[derive(Debug, Args)]
pub(super) struct LogArgument {
    /// Let your training log answer what it knows: an export of Strava, Garmin Connect or Runkeeper
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(super) log: Option<PathBuf>,
    #[command(flatten)]
    zone: ZoneArgument,
    #[command(flatten)]
    pub(super) today: TodayArgument,
}

impl LogArgument {
    /// Reads the log, if there is one. `unit` is that of distances where it does not tell.
    pub(super) fn read(&self, unit: Option<Unit>) -> Result<Option<Log>, Failure> {
        let path = self.log.as_deref();
        path.map(|path| self.zone.read(path, unit)).transpose()
    }
}

fn zone(name: &str) -> Result<TimeZone, &'static str> {
    TimeZone::get(name).map_err(|_| "no such zone is known here; write one like Europe/Berlin")
}

pub(super) fn run(arguments: &LogArguments) -> Result<Exit, Failure> {
    let unit = arguments.unit;
    let log = arguments.zone.read(&arguments.file, unit)?;
    let report = LogReport::new(&log, arguments.today.day().0, unit);
    let text = if arguments.show_facts {
        report.facts().text(output::stdout_style())
    } else {
        match arguments.format {
            Format::Text => report.screen().text(output::stdout_style()),
            Format::Json => report::json(&report.data()),
        }
    };
    output::print(&text)?;
    Ok(Exit::Done)
}

impl ZoneArgument {
    /// Reads a log.
    pub(super) fn read(&self, path: &Path, unit: Option<Unit>) -> Result<Log, Failure> {
        let path = &in_folder(path);
        let bytes = input::read_at_most(path, log::MAX_BYTES);
        let bytes = bytes.map_err(|error| Failure::cannot_read(path, &error))?;
        let settings = Settings {
            zone: self.tz.clone().unwrap_or_else(TimeZone::system),
            unit,
        };
        log::read(&bytes, &settings).map_err(|error| {
            let name = path.display();
            let failure = Failure::new(Exit::BadAnswers, format_args!("`{name}`: {error}"));
            error.help().lines().fold(failure, Failure::hint)
        })
    }
}

/// The list in the folder of an export, if it is one.
fn in_folder(path: &Path) -> PathBuf {
    let lists = IN_FOLDER.iter().map(|name| path.join(name));
    let list = lists.into_iter().find(|list| list.is_file());
    list.unwrap_or_else(|| path.to_owned())
}
