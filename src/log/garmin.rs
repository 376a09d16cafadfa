//! `Activities.csv` of the list in Garmin Connect.
//!
//! It does not say whether it is in kilometres or in miles, but most rows tell: steps are in metres for
//! all, and so many steps of that length are the distance.

use super::cell::{Mark, is_blank, number, seconds};
use super::facts::kilometres_of;
use super::format::Header;
use super::moment;
use super::sport::Sports;
use super::table::{Row, Table};
use super::{Activity, Log, Reason, Settings, Source};
use crate::quantity::Unit;

/// The columns that are read. Garmin gives no gear.
pub(super) struct Columns {
    date: usize,
    kind: usize,
    distance: usize,
    time: usize,
    moving: Option<usize>,
    pace: Option<usize>,
    cadence: Vec<usize>,
    stride: Option<usize>,
}

/// The first four columns that are needed, in each language: kind, date, distance, time.
const LANGUAGES: [[&[&str]; 4]; 11] = [
    [&["activity type"], &["date"], &["distance"], &["time"]],
    [&["aktivitätstyp"], &["datum"], &["distanz"], &["zeit"]],
    [
        &["type d'activité"],
        &["date"],
        &["distance"],
        &["durée", "temps", "heure"],
    ],
    [
        &["tipo de actividad"],
        &["fecha"],
        &["distancia"],
        &["tiempo"],
    ],
    [
        &["tipo di attività", "tipo attività"],
        &["data"],
        &["distanza"],
        &["tempo", "ora"],
    ],
    [
        &["tipo de atividade"],
        &["data"],
        &["distância"],
        &["tempo", "tempo total"],
    ],
    [
        &["activiteittype", "activiteitstype"],
        &["datum"],
        &["afstand"],
        &["tijd"],
    ],
    [&["typ aktywności"], &["data"], &["dystans"], &["czas"]],
    [
        &["aktivitetstype"],
        &["dato"],
        &["distance", "distanse"],
        &["tid"],
    ],
    [
        &["aktivitetstyp"],
        &["datum"],
        &["distans", "sträcka"],
        &["tid"],
    ],
    [&["activity type"], &["start"], &["distance"], &["duration"]],
];

const MOVING: [&str; 9] = [
    "moving time",
    "zeit in bewegung",
    "temps de déplacement",
    "tiempo en movimiento",
    "tiempo de movimiento",
    "tempo in movimento",
    "tempo em movimento",
    "tijd bewogen",
    "tid i bevegelse",
];

/// A list of several sports has a speed in its place, in which runs have their pace.
const PACE: [&str; 20] = [
    "avg pace",
    "ø pace",
    "allure moyenne",
    "ritmo medio",
    "passo medio",
    "ritmo médio",
    "gem. tempo",
    "gemiddeld tempo",
    "średnie tempo",
    "gns. tempo",
    "gjennomsnittlig tempo",
    "medeltempo",
    "avg speed",
    "ø geschwindigkeit",
    "vitesse moyenne",
    "velocidad media",
    "velocità media",
    "velocidade média",
    "gemiddelde snelheid",
    "gjennomsnittlig hastighet",
];

const CADENCE: [&str; 15] = [
    "avg run cadence",
    "ø schrittfrequenz (laufen)",
    "cadence de course moyenne",
    "cadencia de carrera media",
    "cadenza di corsa media",
    "cadência de corrida média",
    "gem. loopcadans",
    "gemiddelde loopcadans",
    "średni rytm biegu",
    "gns. løbekadence",
    "gjennomsnittlig frekvens for løping",
    "gjennomsnittlig frekvens for loping",
    "genomsnittlig löpkadens",
    "avg bike cadence",
    "cadência bicicleta média",
];

const STRIDE: [&str; 11] = [
    "avg stride length",
    "ø schrittlänge",
    "longueur moyenne des foulées",
    "longitud media de zancada",
    "lunghezza media passo",
    "comprimento médio da passada",
    "gem. staplengte",
    "średnia długość kroku",
    "gns. skridtlængde",
    "gjennomsnittlig skrittlengde",
    "genomsnittlig steglängd",
];

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
        LANGUAGES.iter().find_map(|[kind, date, distance, time]| {
            Some(Columns {
                kind: header.first(kind)?,
                date: header.first(date)?,
                distance: header.first(distance)?,
                time: header.first(time)?,
                moving: header.first(&MOVING),
                pace: header.first(&PACE),
                cadence: header.all(&CADENCE),
                stride: header.first(&STRIDE),
            })
        })
    }
}

/// A row in numbers.
struct Numbers {
    seconds: f64,
    /// As it stands there.
    distance: f64,
    /// Time divided by pace: the distance in the unit of the pace.
    by_pace: Option<f64>,
    /// Metres by steps.
    by_steps: Option<f64>,
}

impl Numbers {
    fn read(row: &Row, columns: &Columns, mark: Mark) -> Option<Self> {
        let cell = row.cell(columns.distance);
        let distance = if is_blank(cell) {
            0.0
        } else {
            number(cell, mark)?
        };
        let of = |column| number(row.cell_of(column), mark);
        let seconds_of = |column| seconds(row.cell_of(column));
        let seconds = seconds_of(Some(columns.time)).unwrap_or(0.0);
        let pace = seconds_of(columns.pace).filter(|pace| *pace > 0.0);
        let cadence = columns
            .cadence
            .iter()
            .filter_map(|column| of(Some(*column)));
        let cadence = cadence.into_iter().find(|cadence| *cadence > RUN_CADENCE);
        let metres = |(cadence, stride): (f64, f64)| cadence * stride * seconds / 60.0;
        Some(Numbers {
            seconds,
            distance,
            by_pace: pace.map(|pace| seconds / pace),
            by_steps: cadence
                .zip(of(columns.stride))
                .map(metres)
                .filter(|metres| *metres > 0.0),
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

/// Reads the rows. Days are those of the runner.
pub(super) fn read(table: &Table, columns: &Columns, settings: &Settings) -> Log {
    let mark = table.told(columns.distance, |cells| Mark::of(cells));
    let unit = told_unit(table, columns, mark).or(settings.unit);
    let kilometres = kilometres_of(unit);
    table.read_dates(columns.date, |slashes| {
        let mut sports = Sports::default();
        table.read(Source::Garmin, unit, |row| {
            let at = moment::read(row.cell(columns.date), slashes)
                .ok_or((Reason::Date, columns.date))?;
            let numbers = Numbers::read(row, columns, mark);
            let numbers = numbers.ok_or((Reason::Distance, columns.distance))?;
            Ok(Activity {
                day: at.date(),
                start: moment::seconds(at),
                seconds: seconds(row.cell_of(columns.moving)).unwrap_or(numbers.seconds),
                distance: numbers.distance() * kilometres,
                is_run: sports.is_run(row.cell(columns.kind)),
                gear: None,
            })
        })
    })
}

/// The unit that the steps tell.
fn told_unit(table: &Table, columns: &Columns, mark: Mark) -> Option<Unit> {
    let mut metres = Vec::new();
    table.each_row(|_, row| {
        let numbers = row.and_then(|row| Numbers::read(row, columns, mark));
        let numbers = numbers.filter(|row| row.distance > 1.0 && row.is_consistent());
        metres.extend(numbers.and_then(|row| Some(row.by_steps? / row.distance)));
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
