//! What a training log says: as text with a small picture, and as data. Figures and dates only: what
//! they mean for the legs is up to the rules.

use jiff::civil::Date;
use serde::Serialize;

use super::FORMAT;
use super::document::Document;
use crate::day::Day;
use crate::log::facts::{Facts, Shoes, Status, Training, Week};
use crate::log::{Log, Source, Unreadable};
use crate::quantity::Unit;
use crate::rulebook::from_log::{Fact, Known};
use crate::text::counted;

/// More rows that cannot be read are only counted.
const MOST_LINES: usize = 20;

/// A part of the bar of a pair of shoes.
const KM_A_PART: f64 = 100.0;

/// A log and the day it is looked at.
#[derive(Debug, Clone)]
pub struct LogReport<'l> {
    log: &'l Log,
    facts: Facts,
    today: Day,
    /// The unit distances are shown in; None where nobody knows what they are in.
    unit: Option<Unit>,
}

/// A week in a picture: its first day, how much of its bar is full, and the words for it.
pub(super) struct WeekBar {
    pub(super) from: String,
    pub(super) eighths: usize,
    pub(super) says: String,
}

/// What a training log says.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LogData<'l> {
    /// Number of this data format.
    format: u32,
    /// Version of the program.
    soreleg: &'static str,
    /// What wrote the log.
    source: Source,
    /// The day it is looked at.
    today: Day,
    /// How many rows it has.
    rows: usize,
    /// Whether its distances are in a unit that is known. If not, no kilometres are told.
    unit_is_known: bool,
    facts: &'l Facts,
    /// How many rows cannot be read.
    unreadable: usize,
    /// The first of them.
    unreadable_rows: &'l [Unreadable],
}

impl<'l> LogReport<'l> {
    /// What a log says on a day. Distances are shown in `unit`, or else in its own.
    #[must_use]
    pub fn new(log: &'l Log, today: Date, unit: Option<Unit>) -> Self {
        LogReport {
            log,
            facts: Facts::new(log, today, today),
            today: Day(today),
            unit: log.unit.and(unit).or(log.unit),
        }
    }

    /// The report as data.
    #[must_use]
    pub fn data(&self) -> LogData<'_> {
        let unreadable = &self.log.unreadable;
        LogData {
            format: FORMAT,
            soreleg: env!("CARGO_PKG_VERSION"),
            source: self.log.source,
            today: self.today,
            rows: self.log.rows,
            unit_is_known: self.log.unit.is_some(),
            facts: &self.facts,
            unreadable: unreadable.len(),
            unreadable_rows: &unreadable[..unreadable.len().min(MOST_LINES)],
        }
    }

    /// What may go into a report of a fault.
    #[must_use]
    pub fn facts(&self) -> Document {
        let mut page = Document::new();
        let (source, rows) = (self.log.source.name(), self.log.rows);
        let unit = self.log.unit.map_or("unknown", Unit::name);
        page.line(format!(
            "soreleg {}, {source}, unit {unit}",
            env!("CARGO_PKG_VERSION")
        ));
        page.line(format!(
            "{rows} rows, {} runs, today {}",
            self.facts.runs, self.today
        ));
        for fact in Fact::ALL {
            let known = match self.facts.known(fact, self.unit) {
                None => "unknown".to_owned(),
                Some(Known { least, most: None }) => format!("at least {least}"),
                Some(Known {
                    least,
                    most: Some(most),
                }) if least == most => least.to_string(),
                Some(Known {
                    most: Some(most), ..
                }) => format!("at most {most}"),
            };
            page.line(format!("{fact}: {known}"));
        }
        for line in self.left_out() {
            page.line(format!("left out: {line}"));
        }
        page
    }

    /// What the runner reads.
    #[must_use]
    pub fn screen(&self) -> Document {
        let mut page = Document::new();
        let (source, rows) = (self.log.source.name(), self.log.rows);
        let runs = counted(self.facts.runs, "run");
        page.heading(format!("Your log: {source}, {runs}"));
        match &self.facts.training {
            None if rows == 0 => page.paragraph("There are no activities in this log."),
            None => {
                let activities = if rows == 1 { "activity" } else { "activities" };
                page.paragraph(format!("{rows} {activities}, no run among them."));
            }
            Some(training) => self.training(&mut page, training),
        }
        if let Some(shoes) = &self.facts.shoes {
            self.shoes(&mut page, shoes);
        }
        page.list("Left out", self.left_out());
        page
    }

    fn training(&self, page: &mut Document, training: &Training) {
        let newest = training.newest_run.words();
        let ago = match training.days_since_run {
            0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        page.paragraph(format!(
            "Newest run {newest}, {ago}. All below is about the days up to it."
        ));
        match self.facts.status {
            Status::Stale => page.paragraph(
                "That is over 14 days ago: a check takes no answer about training from it.",
            ),
            Status::Thin => page.paragraph(
                "That is under 28 days or 4 runs: too little for a check to take answers from.",
            ),
            Status::Ok | Status::NoRuns => {}
        }
        if self.unit.is_none() {
            page.paragraph(
                "Nothing in it tells kilometres from miles: --unit km or --unit mi does.",
            );
        }
        page.heading("Weeks, the newest first");
        for week in self.week_bars() {
            page.bar(week.from, week.eighths, week.says);
        }
        page.list("What it says", self.sentences(training));
    }

    /// A bar for each week, the newest first, with a mark at that with the longest run.
    pub(super) fn week_bars(&self) -> Vec<WeekBar> {
        let Some(training) = &self.facts.training else {
            return Vec::new();
        };
        let most =
            |distance: fn(&Week) -> f64| training.weeks.iter().map(distance).fold(0.0, f64::max);
        let (most, mut longest) = (most(|week| week.distance), most(|week| week.longest));
        let bar = |week: &Week| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 8
            let eighths = if most > 0.0 {
                (week.distance / most * 8.0).round() as usize
            } else {
                0
            };
            let from = week.from.0.strftime("%e %b").to_string();
            let runs = counted(week.runs, "run");
            let line = match week.runs {
                0 => "no run".to_owned(),
                _ => format!(
                    "{}, {runs}, up to {}",
                    self.distance(week.distance, 1),
                    self.distance(week.longest, 1)
                ),
            };
            let mark = if week.longest >= longest && longest > 0.0 {
                // Of equals only the newest.
                longest = f64::INFINITY;
                " <- the longest"
            } else {
                ""
            };
            let says = format!("{line}{mark}");
            WeekBar {
                from,
                eighths,
                says,
            }
        };
        training.weeks.iter().map(bar).collect()
    }

    fn sentences(&self, training: &Training) -> Vec<String> {
        let mut says = Vec::new();
        if let (Some(runs), Some(rest)) = (training.runs_per_week, training.rest_days_per_week_28) {
            let last = training.rest_days_7;
            says.push(format!(
                "{runs} runs and {rest} days without one a week, over 28 days; {last} days without \
                 one in the last 7"
            ));
        }
        let (most, now) = (training.streak_28, training.streak_now);
        says.push(format!(
            "{} in a row with a run at most, {now} up to the newest",
            counted_days(most)
        ));
        if let (Some(week), Some(usual)) = (training.week_km, training.base_week_km) {
            let [week, usual] = [week, usual].map(|km| self.distance(km, 1));
            says.push(format!(
                "{week} in the last 7 days, {usual} a week in the 28 before"
            ));
        }
        if let Some(jump) = training.jump() {
            let distances = training.spike_run_km.zip(training.longest_30_km);
            let distances = distances.map(|(run, before)| {
                let [run, before] = [run, before].map(|km| self.distance(km, 1));
                format!(" ({run} and {before})")
            });
            says.push(jump + &distances.unwrap_or_default());
        }
        if let (Some(gap), Some(day)) = (training.gap_days, training.return_day) {
            let runs = counted(training.runs_since_return.unwrap_or(0), "run");
            let day = day.words();
            says.push(format!("back on {day} after {gap} days off, {runs} since"));
        }
        let weeks = training.history_days / 7;
        let cut = if self.log.may_be_cut {
            ", or more: the list may be cut"
        } else {
            ""
        };
        says.push(format!("it goes back {weeks} weeks{cut}"));
        says
    }

    fn shoes(&self, page: &mut Document, shoes: &Shoes) {
        page.heading("Shoes of your newest run that names them");
        if let Some(km) = shoes.shoe_km {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 8
            let full = (km / KM_A_PART).round().clamp(0.0, 8.0) as usize;
            let least = if shoes.shoe_km_is_at_least {
                "at least "
            } else {
                ""
            };
            let (distance, since) = (self.distance(km, 0), shoes.shoe_since.words());
            let says = format!("{least}{distance} since {since} (each part is 100 km)");
            page.bar("Distance", full, says);
        }
        let (runs, pairs) = (counted(shoes.shoe_runs, "run"), shoes.pairs_56);
        let pairs = counted(pairs, "pair");
        page.item(
            "- ",
            format!("{runs} on them; {pairs} with two runs or more in 56 days"),
        );
    }

    fn left_out(&self) -> Vec<String> {
        let left_out = &self.facts.left_out;
        let counts = [
            (
                left_out.duplicates,
                "recorded twice, by a watch and a phone",
            ),
            (left_out.short, "shorter than 400 m, or without a distance"),
            (left_out.future, "after today"),
            (left_out.before_1995, "before 1995"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let mut lines: Vec<String> = counts
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let unreadable = &self.log.unreadable;
        for row in unreadable.iter().take(MOST_LINES) {
            let (line, reason) = (row.line, row.reason.words());
            let column = row.column.map(|column| format!(", column {column}"));
            lines.push(format!(
                "line {line}{}: {reason}",
                column.unwrap_or_default()
            ));
        }
        if unreadable.len() > MOST_LINES {
            lines.push(format!("{} more rows", unreadable.len() - MOST_LINES));
        }
        lines
    }

    /// Kilometres in the unit that is shown, with so many decimals; a bare number where that is unknown.
    fn distance(&self, km: f64, decimals: usize) -> String {
        match self.unit {
            Some(unit) => format!("{:.decimals$} {}", km / unit.kilometres(), unit.name()),
            None => format!("{km:.decimals$}"),
        }
    }
}

fn counted_days(days: i32) -> String {
    counted(usize::try_from(days).unwrap_or(0), "day")
}
