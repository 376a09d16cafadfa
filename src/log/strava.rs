//! `activities.csv` out of Strava's archive of an account.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::cell::{Mark, number, number_of_any_mark, seconds};
use super::format::Header;
use super::moment;
use super::sport::Sports;
use super::table::{Row, Table};
use super::{Activity, Log, Reason, Settings, Source};
use crate::quantity::Unit;

/// The columns that are read. What an activity is called and where it was is none of them.
pub(super) struct Columns {
    date: usize,
    kind: usize,
    distance: Distance,
    moving: Option<usize>,
    elapsed: Option<usize>,
    gear: Vec<usize>,
}

/// Where the distance stands. The first of two columns is in kilometres for runs, but in metres or
/// nautical miles for others; the second is in metres for all.
enum Distance {
    Metres(usize),
    /// The only one, in kilometres.
    Kilometres(usize),
}

/// The names of the columns in one language.
struct Words {
    date: &'static str,
    kind: &'static str,
    distance: &'static str,
    elapsed: &'static str,
    moving: &'static str,
    /// The number of the gear, which stays when the gear is renamed.
    gear_id: &'static [&'static str],
    /// What the gear is called.
    gear: &'static str,
}

const LANGUAGES: [Words; 7] = [
    Words {
        date: "activity date",
        kind: "activity type",
        distance: "distance",
        elapsed: "elapsed time",
        moving: "moving time",
        gear_id: &["gear"],
        gear: "activity gear",
    },
    Words {
        date: "aktivitätsdatum",
        kind: "aktivitätsart",
        distance: "distanz",
        elapsed: "verstrichene zeit",
        moving: "bewegungszeit",
        gear_id: &["ausrüstung"],
        gear: "aktivitätsausrüstung",
    },
    Words {
        date: "date de l'activité",
        kind: "type d'activité",
        distance: "distance",
        elapsed: "temps écoulé",
        moving: "durée de déplacement",
        gear_id: &["matériel"],
        gear: "matériel utilisé pour l'activité",
    },
    Words {
        date: "fecha de la actividad",
        kind: "tipo de actividad",
        distance: "distancia",
        elapsed: "tiempo transcurrido",
        moving: "tiempo en movimiento",
        gear_id: &["equipamiento", "equipo", "material"],
        gear: "equipamiento de la actividad",
    },
    Words {
        date: "data dell'attività",
        kind: "tipo attività",
        distance: "distanza",
        elapsed: "tempo trascorso",
        moving: "tempo in movimento",
        gear_id: &["attrezzatura"],
        gear: "attrezzatura attività",
    },
    Words {
        date: "data da atividade",
        kind: "tipo de atividade",
        distance: "distância",
        elapsed: "tempo decorrido",
        moving: "tempo de movimentação",
        gear_id: &["equipamento"],
        gear: "equipamento da atividade",
    },
    Words {
        date: "datum van activiteit",
        kind: "activiteitstype",
        distance: "afstand",
        elapsed: "verstreken tijd",
        moving: "beweegtijd",
        gear_id: &["uitrusting"],
        gear: "uitrusting voor activiteit",
    },
];

/// The header up to June 2019, with distances in metres.
const OLDEST: [&str; 10] = [
    "id",
    "date",
    "name",
    "type",
    "description",
    "elapsed_time",
    "distance",
    "commute",
    "gear",
    "filename",
];

impl Columns {
    /// The columns of a header, if it is one of Strava's.
    pub(super) fn find(header: Header) -> Option<Self> {
        let oldest: Option<Vec<usize>> = OLDEST.iter().map(|name| header.first(&[name])).collect();
        if let Some(column) = oldest {
            return Some(Columns {
                date: column[1],
                kind: column[3],
                distance: Distance::Metres(column[6]),
                moving: None,
                elapsed: Some(column[5]),
                gear: vec![column[8]],
            });
        }
        LANGUAGES.iter().find_map(|words| {
            let (date, kind) = (header.first(&[words.date])?, header.first(&[words.kind])?);
            // Some names in a translated header are left in English.
            let distances = header.all(&[words.distance, "distance"]);
            let id = header.first(words.gear_id).or(header.first(&["gear"]));
            let gear = header.first(&[words.gear, "activity gear"]);
            Some(Columns {
                date,
                kind,
                distance: match distances[..] {
                    [first] => Distance::Kilometres(first),
                    [_, second, ..] => Distance::Metres(second),
                    [] => return None,
                },
                moving: header.first(&[words.moving, "moving time"]),
                elapsed: header.first(&[words.elapsed, "elapsed time"]),
                gear: id.into_iter().chain(gear).collect(),
            })
        })
    }
}

/// Reads the rows.
pub(super) fn read(table: &Table, columns: &Columns, settings: &Settings) -> Log {
    table.read_dates(columns.date, |slashes| {
        let mut sports = Sports::default();
        // The numbers and names of the gear; the place in here is all that is kept of them.
        let mut gear = HashMap::new();
        table.read(Source::Strava, Some(Unit::Km), |row| {
            let at = moment::read(row.cell(columns.date), slashes)
                .ok_or((Reason::Date, columns.date))?;
            // It is in UTC, whatever the language.
            let at = TimeZone::UTC
                .to_timestamp(at)
                .map_err(|_| (Reason::Date, columns.date))?;
            let distance = columns.kilometres(row)?;
            Ok(Activity {
                day: settings.zone.to_datetime(at).date(),
                start: at.as_second(),
                seconds: columns.seconds(row, distance),
                distance,
                is_run: sports.is_run(row.cell(columns.kind)),
                gear: columns.gear_of(row, &mut gear),
            })
        })
    })
}

impl Columns {
    fn kilometres(&self, row: &Row) -> Result<f64, (Reason, usize)> {
        let (column, per_kilometre) = match self.distance {
            Distance::Metres(column) => (column, 1000.0),
            Distance::Kilometres(column) => (column, 1.0),
        };
        let cell = row.cell(column);
        if cell.is_empty() {
            return Ok(0.0);
        }
        let number = match self.distance {
            Distance::Metres(_) => plain(cell),
            Distance::Kilometres(_) => number_of_any_mark(cell),
        };
        Ok(number.ok_or((Reason::Distance, column))? / per_kilometre)
    }

    /// Seconds in motion. Where only the time until the watch was stopped is known, which may be hours
    /// too long, no more than a slow run takes for the distance.
    fn seconds(&self, row: &Row, kilometres: f64) -> f64 {
        let read = |column| {
            let cell = row.cell_of(column);
            plain(cell).or_else(|| seconds(cell))
        };
        read(self.moving).unwrap_or_else(|| {
            let slow = kilometres * 600.0;
            read(self.elapsed).map_or(slow, |elapsed| elapsed.min(slow))
        })
    }

    /// The number of the gear; a zero is none.
    fn gear_of(&self, row: &Row, known: &mut HashMap<String, usize>) -> Option<usize> {
        let cells = self.gear.iter().map(|column| row.cell(*column));
        let name = cells
            .into_iter()
            .find(|cell| !matches!(*cell, "" | "0" | "0.0"))?;
        if let Some(place) = known.get(name) {
            return Some(*place);
        }
        let place = known.len();
        known.insert(name.to_owned(), place);
        Some(place)
    }
}

/// A number in which nothing groups thousands: a comma is the decimal mark of a spreadsheet.
fn plain(cell: &str) -> Option<f64> {
    let mark = if cell.contains(',') {
        Mark::Comma
    } else {
        Mark::Point
    };
    number(cell, mark)
}
