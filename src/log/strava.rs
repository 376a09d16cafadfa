//! `activities.csv` out of Strava's archive of an account.

use std::collections::HashMap;

use super::cell::{number_of_any_mark, plain_number, seconds};
use super::format::Header;
use super::rows::{Frame, Numbers, Row, Rows};
use super::{Log, Settings, Source};
use crate::quantity::Unit;

/// The columns that are read. What an activity is called and where it was is none of them.
pub(super) struct Columns {
    frame: Frame,
    /// Whether the distance is in metres, else in kilometres.
    is_metres: bool,
    moving: Option<usize>,
    elapsed: Option<usize>,
    gear: Vec<usize>,
}

// The names of the columns, in each language; some in a translated header are left in English.
const DATE: &str = "activity date | aktivitätsdatum | date de l'activité | fecha de la actividad | \
    data dell'attività | data da atividade | datum van activiteit";
const KIND: &str = "activity type | aktivitätsart | type d'activité | tipo de actividad | \
    tipo attività | tipo de atividade | activiteitstype";
const DISTANCE: &str = "distance | distanz | distancia | distanza | distância | afstand";
const ELAPSED: &str = "elapsed time | verstrichene zeit | temps écoulé | tiempo transcurrido | \
    tempo trascorso | tempo decorrido | verstreken tijd";
const MOVING: &str = "moving time | bewegungszeit | durée de déplacement | tiempo en movimiento | \
    tempo in movimento | tempo de movimentação | beweegtijd";
/// The number of the gear, which stays when the gear is renamed.
const GEAR_ID: &str = "gear | ausrüstung | matériel | equipamiento | equipo | material | \
    attrezzatura | equipamento | uitrusting";
/// What the gear is called.
const GEAR: &str = "activity gear | aktivitätsausrüstung | matériel utilisé pour l'activité | \
    equipamiento de la actividad | attrezzatura attività | equipamento da atividade | \
    uitrusting voor activiteit";

/// The header up to June 2019, with distances in metres.
const OLDEST: &str =
    "id | date | name | type | description | elapsed_time | distance | commute | gear | filename";

impl Columns {
    /// The columns of a header, if it is one of Strava's.
    pub(super) fn find(header: Header) -> Option<Self> {
        let frame = |date, kind, distance| Frame {
            source: Source::Strava,
            unit: Some(Unit::Km),
            date,
            kind,
            distance,
        };
        let oldest: Option<Vec<usize>> =
            (OLDEST.split(" | ").map(|name| header.first(name))).collect();
        if let Some(column) = oldest {
            return Some(Columns {
                frame: frame(column[1], column[3], column[6]),
                is_metres: true,
                moving: None,
                elapsed: Some(column[5]),
                gear: vec![column[8]],
            });
        }
        // The first of two is in kilometres for runs, but in metres or nautical miles for others; the
        // second is in metres for all.
        let (distance, is_metres) = match header.all(DISTANCE)[..] {
            [kilometres] => (kilometres, false),
            [_, metres, ..] => (metres, true),
            [] => return None,
        };
        let gear = [header.first(GEAR_ID), header.first(GEAR)];
        Some(Columns {
            frame: frame(header.first(DATE)?, header.first(KIND)?, distance),
            is_metres,
            moving: header.first(MOVING),
            elapsed: header.first(ELAPSED),
            gear: gear.into_iter().flatten().collect(),
        })
    }

    fn kilometres(&self, row: Row) -> Option<f64> {
        match row.cell(self.frame.distance) {
            "" => Some(0.0),
            metres if self.is_metres => Some(plain_number(metres)? / 1000.0),
            kilometres => number_of_any_mark(kilometres),
        }
    }

    /// Seconds in motion. Where only the time until the watch was stopped is known, which may be hours
    /// too long, no more than a slow run takes for the distance.
    fn seconds(&self, row: Row, kilometres: f64) -> f64 {
        let read = |column| {
            let cell = row.cell_of(column);
            plain_number(cell).or_else(|| seconds(cell))
        };
        read(self.moving).unwrap_or_else(|| {
            let slow = kilometres * 600.0;
            read(self.elapsed).map_or(slow, |elapsed| elapsed.min(slow))
        })
    }

    /// The number of the gear, or else its name; a zero is none.
    fn gear<'r>(&self, row: Row<'r>) -> Option<&'r str> {
        let mut cells = self.gear.iter().map(|column| row.cell(*column));
        cells.find(|cell| !matches!(*cell, "" | "0" | "0.0"))
    }

    /// Reads the rows.
    pub(super) fn read(&self, rows: &Rows, settings: &Settings) -> Log {
        // The numbers and names of the gear; the place in here is all that is kept of them.
        let mut known = HashMap::new();
        rows.read(&self.frame, settings, |row| {
            let distance = self.kilometres(row)?;
            let gear = self.gear(row).map(|gear| {
                let next = known.len();
                *known.entry(gear.to_owned()).or_insert(next)
            });
            Some(Numbers {
                distance,
                seconds: self.seconds(row, distance),
                gear,
            })
        })
    }
}
