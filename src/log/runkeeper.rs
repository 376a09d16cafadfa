//! `cardioActivities.csv` of Runkeeper.

use super::cell::{decimal_mark, number, seconds};
use super::format::Header;
use super::rows::{Frame, Numbers, Rows};
use super::{Log, Settings, Source};
use crate::quantity::Unit;

/// The columns that are read.
pub(super) struct Columns {
    frame: Frame,
    duration: usize,
}

impl Columns {
    /// The columns of a header, if it is Runkeeper's. The unit stands in it.
    pub(super) fn find(header: Header) -> Option<Self> {
        header.first("gpx file")?;
        let unit = if header
            .first("distance (km) | average speed (km/h)")
            .is_some()
        {
            Some(Unit::Km)
        } else {
            let miles = header.first("distance (mi) | average speed (mph)");
            miles.map(|_| Unit::Mile)
        };
        Some(Columns {
            frame: Frame {
                source: Source::Runkeeper,
                unit,
                date: header.first("date")?,
                kind: header.first("type")?,
                distance: header.first("distance (km) | distance (mi) | distance")?,
            },
            duration: header.first("duration")?,
        })
    }

    /// Reads the rows.
    pub(super) fn read(&self, rows: &Rows, settings: &Settings) -> Log {
        let frame = &self.frame;
        let distances = rows.column(frame.distance);
        let decimal = decimal_mark(distances.iter().map(String::as_str));
        rows.read(frame, settings, |row| {
            let distance = match row.cell(frame.distance) {
                "" => 0.0,
                cell => number(cell, decimal)?,
            };
            Some(Numbers {
                distance,
                seconds: seconds(row.cell(self.duration)).unwrap_or(0.0),
                gear: None,
            })
        })
    }
}
