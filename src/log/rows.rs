//! The rows of an export, and what is read of them whatever program it is from.

use csv::StringRecord;
use jiff::tz::TimeZone;

use super::moment::{self, Slashes};
use super::sport;
use super::{Activity, Log, Reason, Settings, Source, Unreadable};
use crate::quantity::Unit;

/// The rows below a header, but for those that are empty.
pub(super) struct Rows {
    /// How many cells a row has.
    pub(super) columns: usize,
    pub(super) records: Vec<StringRecord>,
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

impl Rows {
    /// The rows that have as many cells as the header.
    pub(super) fn whole(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.records.iter().map(Row);
        rows.filter(|row| row.0.len() == self.columns)
    }

    /// The cells of a column.
    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        self.whole().map(move |row| row.cell(column))
    }

    /// Reads all rows. `numbers` makes what it can of one, and nothing if its distance is none.
    pub(super) fn read<'r>(
        &'r self,
        frame: &Frame,
        settings: &Settings,
        mut numbers: impl FnMut(Row<'r>) -> Option<Numbers>,
    ) -> Log {
        let unit = frame.unit.or(settings.unit);
        let kilometres = unit.map_or(1.0, Unit::kilometres);
        let slashes = Slashes::of(self.column(frame.date));
        // The kind of the last row is mostly that of the next.
        let (mut last, mut is_run) = ("", false);
        let mut activity = |row: Row<'r>| {
            if row.0.len() != self.columns {
                return Err((Reason::Cells, None));
            }
            let no_date = (Reason::Date, Some(frame.date + 1));
            let at = moment::read(row.cell(frame.date), slashes).ok_or(no_date)?;
            let start = TimeZone::UTC.to_timestamp(at).map_err(|_| no_date)?;
            let numbers = numbers(row).ok_or((Reason::Distance, Some(frame.distance + 1)))?;
            let kind = row.cell(frame.kind);
            if kind != last {
                (last, is_run) = (kind, sport::is_run(kind));
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
            rows: self.records.len(),
            unreadable: Vec::new(),
            unit,
            may_be_cut: frame.source == Source::Garmin,
        };
        for record in &self.records {
            match activity(Row(record)) {
                Ok(activity) => log.activities.push(activity),
                Err((reason, column)) => log.unreadable.push(Unreadable {
                    line: record.position().map_or(0, csv::Position::line),
                    column,
                    reason,
                }),
            }
        }
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
