//! The rows of an export, and what is read of them whatever program it is from.

use std::cell::LazyCell;

use csv::{Reader, ReaderBuilder, StringRecord};
use jiff::tz::TimeZone;

use super::moment::{self, Slashes};
use super::sport;
use super::{Activity, Log, Reason, Settings, Source, Unreadable};
use crate::quantity::Unit;

/// The rows below a header, but for those that are empty.
pub(super) struct Rows<'t> {
    /// It was found sound.
    pub(super) text: &'t [u8],
    pub(super) delimiter: u8,
    /// How many cells a row has.
    pub(super) columns: usize,
}

/// Reads a text row by row. They may be of any length.
pub(super) fn reader(text: &[u8], delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text)
}

/// What every export has, and in which columns.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) source: Source,
    /// The unit of the distances, if the file tells.
    pub(super) unit: Option<Unit>,
    pub(super) date: usize,
    pub(super) kind: usize,
    pub(super) distance: usize,
}

/// What each program writes in its own way.
pub(super) struct Numbers {
    /// In the unit of the file; zero if there is none.
    pub(super) distance: f64,
    /// Seconds in motion.
    pub(super) seconds: f64,
    pub(super) gear: Option<usize>,
}

impl Rows<'_> {
    /// Calls `visit` with each row, in the memory of the one before.
    fn each(&self, mut visit: impl FnMut(Row)) {
        let mut reader = reader(self.text, self.delimiter);
        let mut record = StringRecord::new();
        while let Ok(true) = reader.read_record(&mut record) {
            if record.iter().any(|cell| !cell.is_empty()) {
                visit(Row(&record));
            }
        }
    }

    /// The same with those that have as many cells as the header.
    pub(super) fn each_whole(&self, mut visit: impl FnMut(Row)) {
        self.each(|row| {
            if row.0.len() == self.columns {
                visit(row);
            }
        });
    }

    /// The cells of a column.
    pub(super) fn column(&self, column: usize) -> Vec<String> {
        let mut cells = Vec::new();
        self.each_whole(|row| cells.push(row.cell(column).to_owned()));
        cells
    }

    /// Reads all rows. `numbers` makes what it can of one, and nothing if its distance is none.
    pub(super) fn read(
        &self,
        frame: &Frame,
        settings: &Settings,
        mut numbers: impl FnMut(Row) -> Option<Numbers>,
    ) -> Log {
        let unit = frame.unit.or(settings.unit);
        let kilometres = unit.map_or(1.0, Unit::kilometres);
        let slashes = LazyCell::new(|| {
            let dates = self.column(frame.date);
            Slashes::of(dates.iter().map(String::as_str))
        });
        // The kind of the last row is mostly that of the next.
        let (mut last, mut is_run) = (String::new(), false);
        let mut activity = |row: Row| {
            if row.0.len() != self.columns {
                return Err((Reason::Cells, None));
            }
            let no_date = (Reason::Date, Some(frame.date + 1));
            let date = row.cell(frame.date);
            // Mostly no other row has to be looked at.
            let slashes = if date.contains('/') {
                *slashes
            } else {
                Slashes::Unknown
            };
            let at = moment::read(date, slashes).ok_or(no_date)?;
            let start = TimeZone::UTC.to_timestamp(at).map_err(|_| no_date)?;
            let numbers = numbers(row).ok_or((Reason::Distance, Some(frame.distance + 1)))?;
            let kind = row.cell(frame.kind);
            if kind != last {
                kind.clone_into(&mut last);
                is_run = sport::is_run(kind);
            }
            Ok(Activity {
                // Strava's days are those of UTC, whatever the language; the others' are the runner's.
                day: match frame.source {
                    Source::Strava => settings.zone.to_datetime(start).date(),
                    Source::Garmin | Source::Runkeeper => at.date(),
                },
                start: start.as_second(),
                seconds: numbers.seconds,
                distance: numbers.distance * kilometres,
                is_run,
                gear: numbers.gear,
            })
        };
        let mut log = Log {
            source: frame.source,
            activities: Vec::new(),
            rows: 0,
            unreadable: Vec::new(),
            unit,
            may_be_cut: frame.source == Source::Garmin,
        };
        self.each(|row| {
            log.rows += 1;
            match activity(row) {
                Ok(activity) => log.activities.push(activity),
                Err((reason, column)) => log.unreadable.push(Unreadable {
                    line: row.0.position().map_or(0, csv::Position::line),
                    column,
                    reason,
                }),
            }
        });
        log.activities
            .sort_by_key(|activity| (activity.day, activity.start));
        log
    }
}

/// The cells of a row.
#[derive(Clone, Copy)]
pub(super) struct Row<'r>(&'r StringRecord);

impl<'r> Row<'r> {
    /// A cell without blanks around it.
    pub(super) fn cell(self, column: usize) -> &'r str {
        self.0.get(column).unwrap_or_default().trim()
    }

    /// A cell of a column that the file may not have; empty without it.
    pub(super) fn cell_of(self, column: Option<usize>) -> &'r str {
        column.map_or("", |column| self.cell(column))
    }
}
