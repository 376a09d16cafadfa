//! Runs week by week, for a picture.

use serde::Serialize;

use super::{RunDays, sum, to};
use crate::day::Day;

/// So many weeks are told one by one.
const SHOWN: i32 = 12;

/// Seven days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Week {
    /// The first of them.
    pub from: Day,
    /// How many runs.
    pub runs: usize,
    /// How far in all; in kilometres if the unit is known.
    pub distance: f64,
    /// The longest of them.
    pub longest: f64,
}

/// The last weeks up to the newest run, the newest first, as far as there was a run before.
pub(super) fn last(days: &RunDays, newest: Day, has_unit: bool) -> Vec<Week> {
    let first = days.keys().next().copied().unwrap_or(newest);
    let weeks = (0..SHOWN).map(|week| newest.before(7 * week + 6));
    let weeks = weeks.take_while(|from| newest.since(*from) < 7 || *from >= first.before(6));
    let week = |from: Day| {
        let (runs, distance, longest) = sum(days.range(from..=from.after(6)));
        let round = |distance| to(distance, if has_unit { 10.0 } else { 100.0 });
        Week {
            from,
            runs,
            distance: round(distance),
            longest: round(longest),
        }
    };
    weeks.map(week).collect()
}

/// In how many of the last 104 weeks there was a run.
pub(super) fn with_a_run(days: &RunDays, newest: Day) -> usize {
    let weeks = (0..104).map(|week| newest.before(7 * week + 6));
    weeks
        .filter(|from| days.range(*from..=from.after(6)).next().is_some())
        .count()
}
