//! `cardioActivities.csv` of Runkeeper.

use super::cell::{Mark, number, seconds};
use super::facts::kilometres_of;
use super::format::Header;
use super::moment;
use super::sport::Sports;
use super::table::Table;
use super::{Activity, Log, Reason, Settings, Source};
use crate::quantity::Unit;

/// The columns that are read.
pub(super) struct Columns {
    date: usize,
    kind: usize,
    distance: usize,
    unit: Option<Unit>,
    duration: usize,
}

impl Columns {
    /// The columns of a header, if it is Runkeeper's. The unit stands in it.
    pub(super) fn find(header: Header) -> Option<Self> {
        header.first(&["gpx file"])?;
        let is_there = |names: &[&str]| header.first(names).is_some();
        let unit = if is_there(&["distance (km)", "average speed (km/h)"]) {
            Some(Unit::Km)
        } else if is_there(&["distance (mi)", "average speed (mph)"]) {
            Some(Unit::Mile)
        } else {
            None
        };
        Some(Columns {
            date: header.first(&["date"])?,
            kind: header.first(&["type"])?,
            distance: header.first(&["distance (km)", "distance (mi)", "distance"])?,
            unit,
            duration: header.first(&["duration"])?,
        })
    }
}

/// Reads the rows. Days are those of the runner.
pub(super) fn read(table: &Table, columns: &Columns, settings: &Settings) -> Log {
    let mark = table.told(columns.distance, |cells| Mark::of(cells));
    let unit = columns.unit.or(settings.unit);
    let kilometres = kilometres_of(unit);
    table.read_dates(columns.date, |slashes| {
        let mut sports = Sports::default();
        table.read(Source::Runkeeper, unit, |row| {
            let at = moment::read(row.cell(columns.date), slashes)
                .ok_or((Reason::Date, columns.date))?;
            let cell = row.cell(columns.distance);
            let distance = if cell.is_empty() {
                Some(0.0)
            } else {
                number(cell, mark)
            };
            let distance = distance.ok_or((Reason::Distance, columns.distance))? * kilometres;
            Ok(Activity {
                day: at.date(),
                start: moment::seconds(at),
                seconds: seconds(row.cell(columns.duration)).unwrap_or(0.0),
                distance,
                is_run: sports.is_run(row.cell(columns.kind)),
                gear: None,
            })
        })
    })
}
