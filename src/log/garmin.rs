//! `Activities.csv` of the list in Garmin Connect.
//!
//! It does not say whether it is in kilometres or in miles, but most rows tell: steps are in metres for
//! all, and so many steps of that length are the distance.

use super::cell::{decimal_mark, is_blank, number, seconds};
use super::format::Header;
use super::rows::{Frame, Numbers, Row, Rows};
use super::{Log, Settings, Source};
use crate::quantity::Unit;

/// The columns that are read. Garmin gives no gear.
pub(super) struct Columns {
    frame: Frame,
    time: usize,
    moving: Option<usize>,
    pace: Option<usize>,
    cadence: Vec<usize>,
    stride: Option<usize>,
}

/// The columns that are needed, in each language: kind, date, distance, time.
const LANGUAGES: &str = "\
    activity type, date, distance, time
    aktivitätstyp, datum, distanz, zeit
    type d'activité, date, distance, durée | temps | heure
    tipo de actividad, fecha, distancia, tiempo
    tipo di attività | tipo attività, data, distanza, tempo | ora
    tipo de atividade, data, distância, tempo | tempo total
    activiteittype | activiteitstype, datum, afstand, tijd
    typ aktywności, data, dystans, czas
    aktivitetstype, dato, distance | distanse, tid
    aktivitetstyp, datum, distans | sträcka, tid
    activity type, start, distance, duration";

const MOVING: &str = "moving time | zeit in bewegung | temps de déplacement | tiempo en movimiento | \
    tiempo de movimiento | tempo in movimento | tempo em movimento | tijd bewogen | \
    tid i bevegelse";

/// A list of several sports has a speed in its place, in which runs have their pace.
const PACE: &str = "avg pace | ø pace | allure moyenne | ritmo medio | passo medio | ritmo médio | \
    gem. tempo | gemiddeld tempo | średnie tempo | gns. tempo | gjennomsnittlig tempo | \
    medeltempo | avg speed | ø geschwindigkeit | vitesse moyenne | velocidad media | \
    velocità media | velocidade média | gemiddelde snelheid | gjennomsnittlig hastighet";

const CADENCE: &str = "avg run cadence | ø schrittfrequenz (laufen) | cadence de course moyenne | \
    cadencia de carrera media | cadenza di corsa media | cadência de corrida média | \
    gem. loopcadans | gemiddelde loopcadans | średni rytm biegu | gns. løbekadence | \
    gjennomsnittlig frekvens for løping | gjennomsnittlig frekvens for loping | \
    genomsnittlig löpkadens | avg bike cadence | cadência bicicleta média";

const STRIDE: &str = "avg stride length | ø schrittlänge | longueur moyenne des foulées | \
    longitud media de zancada | lunghezza media passo | comprimento médio da passada | \
    gem. staplengte | średnia długość kroku | gns. skridtlængde | gjennomsnittlig skrittlengde | \
    genomsnittlig steglängd";

/// Slower steps are walked, and their length is a guess.
const RUN_CADENCE: f64 = 120.0;

/// Fewer rows tell too little about the unit.
const FEWEST_ROWS: usize = 3;

/// More metres than that for one unit of distance: it is a mile.
const MORE_THAN_A_KILOMETRE: f64 = 1300.0;

/// Nobody runs that many kilometres or miles in an hour: a distance that says so is in metres.
const FASTEST: f64 = 40.0;

impl Columns {
    /// The columns of a header, if it is Garmin's.
    pub(super) fn find(header: Header) -> Option<Self> {
        LANGUAGES.lines().find_map(|names| {
            let columns: Option<Vec<usize>> =
                (names.split(',').map(|name| header.first(name))).collect();
            let &[kind, date, distance, time] = &columns?[..] else {
                return None;
            };
            Some(Columns {
                frame: Frame {
                    source: Source::Garmin,
                    unit: None,
                    date,
                    kind,
                    distance,
                },
                time,
                moving: header.first(MOVING),
                pace: header.first(PACE),
                cadence: header.all(CADENCE),
                stride: header.first(STRIDE),
            })
        })
    }

    /// Reads the rows.
    pub(super) fn read(&self, rows: &Rows, settings: &Settings) -> Log {
        let distances = rows.column(self.frame.distance);
        let decimal = decimal_mark(distances.iter().map(String::as_str));
        let frame = Frame {
            unit: self.told_unit(rows, decimal),
            ..self.frame
        };
        rows.read(&frame, settings, |row| {
            let told = Told::read(row, self, decimal)?;
            Some(Numbers {
                distance: told.distance(),
                seconds: seconds(row.cell_of(self.moving)).unwrap_or(told.seconds),
                gear: None,
            })
        })
    }

    /// The unit that the steps tell.
    fn told_unit(&self, rows: &Rows, decimal: char) -> Option<Unit> {
        let mut metres = Vec::new();
        rows.each_whole(|row| {
            let told = Told::read(row, self, decimal);
            let told = told.filter(|told| told.distance > 1.0 && told.is_consistent());
            metres.extend(told.and_then(|told| Some(told.by_steps? / told.distance)));
        });
        metres.sort_by(f64::total_cmp);
        let median = *metres.get(metres.len() / 2)?;
        let unit = if median > MORE_THAN_A_KILOMETRE {
            Unit::Mile
        } else {
            Unit::Km
        };
        (metres.len() >= FEWEST_ROWS).then_some(unit)
    }
}

/// What a row tells of its distance.
struct Told {
    seconds: f64,
    /// As it stands there.
    distance: f64,
    /// Time divided by pace: the distance in the unit of the pace.
    by_pace: Option<f64>,
    /// Metres by steps.
    by_steps: Option<f64>,
}

impl Told {
    fn read(row: Row, columns: &Columns, decimal: char) -> Option<Self> {
        let distance = match row.cell(columns.frame.distance) {
            cell if is_blank(cell) => 0.0,
            cell => number(cell, decimal)?,
        };
        let pace = seconds(row.cell_of(columns.pace)).filter(|pace| *pace > 0.0);
        let seconds = seconds(row.cell(columns.time)).unwrap_or(0.0);
        let cadence = columns.cadence.iter();
        let cadence = cadence.filter_map(|column| number(row.cell(*column), decimal));
        let cadence = cadence.into_iter().find(|cadence| *cadence > RUN_CADENCE);
        let stride = number(row.cell_of(columns.stride), decimal);
        let metres = cadence
            .zip(stride)
            .map(|(cadence, stride)| cadence * stride * seconds / 60.0);
        Some(Told {
            seconds,
            distance,
            by_pace: pace.map(|pace| seconds / pace),
            by_steps: metres.filter(|metres| *metres > 0.0),
        })
    }

    /// Whether the distance is in the unit of the pace.
    fn is_consistent(&self) -> bool {
        let ratio = self.by_pace.map(|by_pace| by_pace / self.distance);
        ratio.is_some_and(|ratio| (0.97..1.03).contains(&ratio))
    }

    /// The distance in the unit of the account, also where it stands there in metres.
    fn distance(&self) -> f64 {
        match self.by_pace {
            Some(by_pace) if self.distance > 0.0 && !self.is_consistent() => by_pace,
            None if self.distance > FASTEST * self.seconds / 3600.0 => self.distance / 1000.0,
            _ => self.distance,
        }
    }
}
