//! What a log says about the weeks up to a day: figures with their dates, and no judgement.
//!
//! All windows end at the newest run up to that day, so that somebody who stopped because it hurts is
//! not told of a harmless week. Weeks are any seven days. The usual is what was before the last week,
//! never with it.

mod known;
mod shoes;
mod week;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{Activity, Log};
use crate::day::Day;
pub use week::Week;

/// Nothing shorter is a run: a watch started too early, a way to the corner. In the unit of the log.
const SHORTEST: f64 = 0.4;

/// Nobody logged a run before.
const OLDEST: i16 = 1995;

/// How far a log can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It covers the last weeks.
    Ok,
    /// It covers less than 28 days or has fewer than 4 runs.
    Thin,
    /// Its newest run was more than 14 days ago.
    Stale,
    /// There is no run in it.
    NoRuns,
}

/// What was left out, and how often.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// Activities after today.
    pub future: usize,
    /// Activities dated before 1995.
    pub before_1995: usize,
    /// Runs shorter than 400 m, or without a distance.
    pub short: usize,
    /// Runs that another watch or phone recorded as well.
    pub duplicates: usize,
}

/// What a log says. Distances are missing where their unit is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Facts {
    /// How far it can be relied on.
    pub status: Status,
    /// What was left out.
    pub left_out: LeftOut,
    /// How many runs there are up to that day.
    pub runs: usize,
    /// What the runs say.
    #[serde(flatten)]
    pub training: Option<Training>,
    /// What is said of the shoes of the newest run that names them.
    #[serde(flatten)]
    pub shoes: Option<Shoes>,
}

/// What the runs say, up to the newest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Training {
    /// The newest run: the weeks are those before it.
    pub newest_run: Day,
    /// Days from then to the day that was asked about.
    pub days_since_run: i32,
    /// Days from the first run to the newest.
    pub history_days: i32,
    /// Runs a week, over 28 days.
    pub runs_per_week: Option<f64>,
    /// Days without a run in the last 7.
    pub rest_days_7: i32,
    /// Days without a run a week, over 28 days.
    pub rest_days_per_week_28: Option<f64>,
    /// The most days in a row with a run, of rows that reach into the last 28 days.
    pub streak_28: i32,
    /// Days in a row with a run, up to the newest.
    pub streak_now: i32,
    /// Kilometres of the last 7 days.
    pub week_km: Option<f64>,
    /// Kilometres a week over the 28 days before.
    pub base_week_km: Option<f64>,
    /// The last 7 days as a part of the usual week.
    pub week_ratio: Option<f64>,
    /// By how many percent the longest run of a day of the last 7 was longer than any of the 30 days before
    /// it, at most.
    pub spike_pct: Option<i32>,
    /// That day.
    pub spike_day: Option<Day>,
    /// The longest run of that day, in kilometres.
    pub spike_run_km: Option<f64>,
    /// The longest run of the 30 days before it, in kilometres.
    pub longest_30_km: Option<f64>,
    /// The most days in a row without a run, of rows that ended in the last 42 days.
    pub gap_days: Option<i32>,
    /// The same in whole weeks.
    pub weeks_off: Option<i32>,
    /// The first run after it, if it was two weeks or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_day: Option<Day>,
    /// How many runs there were since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs_since_return: Option<usize>,
    /// In how many of the last 104 weeks there was a run.
    pub weeks_with_a_run_104: usize,
    /// Which part of the runs of the last 56 days names its shoes.
    pub gear_coverage_56: f64,
    /// The last weeks, the newest first.
    pub weeks: Vec<Week>,
}

/// What is said of a pair of shoes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Shoes {
    /// Kilometres on them, walks as well.
    pub shoe_km: Option<f64>,
    /// The first day they were used.
    pub shoe_since: Day,
    /// The last day they were used.
    pub shoe_until: Day,
    /// How many runs there were on them.
    pub shoe_runs: usize,
    /// How many pairs had two runs or more in the last 56 days.
    pub pairs_56: usize,
    /// Whether it may be more: many runs do not name their shoes, or another pair is used more.
    pub shoe_km_is_at_least: bool,
}

impl Facts {
    /// What a log says about the weeks up to the day `until`, seen from `today`.
    #[must_use]
    pub fn new(log: &Log, today: Date, until: Date) -> Self {
        let mut left_out = LeftOut::default();
        let mut known: Vec<Activity> = Vec::new();
        for activity in &log.activities {
            if activity.day > today {
                left_out.future += 1;
            } else if activity.day.year() < OLDEST {
                left_out.before_1995 += 1;
            } else if activity.is_run && activity.distance < SHORTEST {
                left_out.short += 1;
            } else {
                known.push(*activity);
            }
        }
        let is_copy = copies(&known);
        left_out.duplicates = is_copy.iter().filter(|is_copy| **is_copy).count();
        let until = until.min(today);
        let known = known.into_iter().zip(is_copy);
        let known = known.filter(|(one, is_copy)| !is_copy && one.day <= until);
        let known: Vec<Activity> = known.map(|(one, _)| one).collect();
        let runs: Vec<Activity> = known.iter().filter(|one| one.is_run).copied().collect();
        let training = Training::new(&runs, Day(until), log.unit.is_some());
        let status = match &training {
            None => Status::NoRuns,
            Some(training) if training.days_since_run > 14 => Status::Stale,
            Some(training) if training.history_days < 28 || runs.len() < 4 => Status::Thin,
            Some(_) => Status::Ok,
        };
        let coverage = training
            .as_ref()
            .map_or(0.0, |training| training.gear_coverage_56);
        Facts {
            status,
            left_out,
            runs: runs.len(),
            shoes: shoes::newest(&known, coverage, log.unit.is_some()),
            training,
        }
    }
}

/// Which activities are the shorter of two runs that went on at the same time, for more than half of
/// it: a watch and a phone have recorded the same one. Strides one after the other are not that.
fn copies(activities: &[Activity]) -> Vec<bool> {
    let mut by_start: Vec<usize> = (0..activities.len()).collect();
    by_start.retain(|index| activities[*index].is_run);
    by_start.sort_by_key(|index| activities[*index].start);
    let mut is_copy = vec![false; activities.len()];
    for (place, &first) in by_start.iter().enumerate() {
        for &second in &by_start[place + 1..] {
            let (one, other) = (&activities[first], &activities[second]);
            #[allow(clippy::cast_precision_loss)] // seconds of a few hours
            let apart = other.start.saturating_sub(one.start) as f64;
            if is_copy[first] || apart >= one.seconds {
                break;
            }
            let together = (one.seconds - apart).min(other.seconds);
            if !is_copy[second] && together > one.seconds.min(other.seconds) / 2.0 {
                let is_first_shorter = one.distance < other.distance;
                is_copy[if is_first_shorter { first } else { second }] = true;
            }
        }
    }
    is_copy
}

/// Runs: how many, how far in all, and the longest.
type Runs = (usize, f64, f64);

/// The days with a run.
type RunDays = BTreeMap<Day, Runs>;

fn both(one: Runs, other: Runs) -> Runs {
    (one.0 + other.0, one.1 + other.1, one.2.max(other.2))
}

/// The runs of all these days.
fn sum<'d>(days: impl Iterator<Item = (&'d Day, &'d Runs)>) -> Runs {
    days.fold(Runs::default(), |sum, (_, runs)| both(sum, *runs))
}

impl Training {
    /// None without a run. Runs are in the order of time.
    fn new(runs: &[Activity], until: Day, has_unit: bool) -> Option<Self> {
        let newest = Day(runs.last()?.day);
        let history_days = newest.since(Day(runs.first()?.day));
        let mut days = RunDays::new();
        for run in runs {
            let day = days.entry(Day(run.day)).or_default();
            *day = both(*day, (1, run.distance, run.distance));
        }
        let last = |count: i32| days.range(newest.before(count - 1)..);
        let km = |km: f64| has_unit.then_some(to(km, 10.0));
        let (_, week, _) = sum(last(7));
        let (usual_runs, usual, _) = sum(days.range(newest.before(34)..newest.before(6)));
        let usual = usual / 4.0;
        let has_usual = history_days >= 35;
        let rest = |count: i32| count - i32::try_from(last(count).count()).unwrap_or(count);
        let a_week = |of_28: f64| (history_days >= 28).then_some(to(of_28 / 4.0, 100.0));
        #[allow(clippy::cast_precision_loss)] // runs of 28 days
        let runs_28 = sum(last(28)).0 as f64;
        let spike = spike(&days, newest, history_days);
        let gap = gap(&days, newest).filter(|(gap, _)| history_days >= 42 || *gap >= 14);
        let comeback = gap.filter(|(gap, _)| *gap >= 14).map(|(_, day)| day);
        let (streak_28, streak_now) = streaks(&days, newest);
        Some(Training {
            newest_run: newest,
            days_since_run: until.since(newest),
            history_days,
            runs_per_week: a_week(runs_28),
            rest_days_7: rest(7),
            rest_days_per_week_28: a_week(f64::from(rest(28))),
            streak_28,
            streak_now,
            week_km: km(week),
            base_week_km: km(usual).filter(|_| has_usual),
            week_ratio: (has_usual && usual_runs >= 4 && usual >= 5.0)
                .then(|| to(week / usual, 100.0)),
            spike_pct: spike.map(Spike::percent),
            spike_day: spike.map(|spike| spike.day),
            spike_run_km: spike.and_then(|spike| km(spike.run)),
            longest_30_km: spike.and_then(|spike| km(spike.before)),
            gap_days: gap.map(|(gap, _)| gap),
            weeks_off: gap.map(|(gap, _)| gap / 7),
            return_day: comeback,
            runs_since_return: comeback.map(|day| sum(days.range(day..)).0),
            weeks_with_a_run_104: week::with_a_run(&days, newest),
            gear_coverage_56: shoes::coverage(runs, newest.before(55)),
            weeks: week::last(&days, newest, has_unit),
        })
    }
}

/// A run that stands out of those before.
#[derive(Debug, Clone, Copy)]
struct Spike {
    day: Day,
    run: f64,
    /// The longest of the 30 days before.
    before: f64,
}

impl Spike {
    fn ratio(self) -> f64 {
        self.run / self.before
    }

    #[allow(clippy::cast_possible_truncation)] // distances were read from a few digits
    fn percent(self) -> i32 {
        ((self.ratio() - 1.0) * 100.0)
            .round()
            .clamp(-100.0, 100_000.0) as i32
    }
}

/// The run of the last 7 days that stands out most, of equals the newest. Only what was 30 days or more
/// after the first run can.
fn spike(days: &RunDays, newest: Day, history_days: i32) -> Option<Spike> {
    let last_week = days.range(newest.before(6)..);
    let spikes = last_week.filter_map(|(&day, &(_, _, run))| {
        let has_history = history_days - newest.since(day) >= 30;
        let before = days.range(day.before(30)..day).map(|(_, day)| day.2);
        let before = before.max_by(f64::total_cmp).filter(|_| has_history)?;
        Some(Spike { day, run, before })
    });
    spikes.max_by(|one, other| one.ratio().total_cmp(&other.ratio()))
}

/// The longest row of days without a run that ended in the last 42 days, and the run that ended it.
fn gap(days: &RunDays, newest: Day) -> Option<(i32, Day)> {
    let ends = days.range(newest.before(41)..).filter_map(|(day, _)| {
        let (before, _) = days.range(..*day).next_back()?;
        Some((day.since(*before) - 1, *day))
    });
    ends.max_by_key(|(gap, _)| *gap)
}

/// The most days in a row of rows that reach into the last 28 days, and those up to the newest.
fn streaks(days: &RunDays, newest: Day) -> (i32, i32) {
    let days: Vec<Day> = days.keys().copied().collect();
    let rows = days.chunk_by(|day, next| next.since(*day) == 1).rev();
    let is_recent = |row: &&[Day]| row.last().is_some_and(|last| newest.since(*last) < 28);
    let mut lengths =
        (rows.take_while(is_recent)).map(|row| i32::try_from(row.len()).unwrap_or(i32::MAX));
    let now = lengths.next().unwrap_or(0);
    (lengths.fold(now, i32::max), now)
}

/// A number in whole parts of one.
fn to(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}
