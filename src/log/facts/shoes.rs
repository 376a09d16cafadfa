//! Shoes: told by their number, since names change and two pairs may have the same.

use std::collections::HashMap;

use super::{Shoes, to};
use crate::day::Day;
use crate::log::Activity;

/// With fewer runs that name their shoes, what they have done is only a part.
pub(super) const WHOLE: f64 = 0.8;

/// Which part of the runs from a day on names its shoes.
pub(super) fn coverage(runs: &[Activity], from: Day) -> f64 {
    let runs = runs.iter().filter(|run| Day(run.day) >= from);
    let (named, all) = runs.fold((0_u32, 0_u32), |(named, all), run| {
        (named + u32::from(run.gear.is_some()), all + 1)
    });
    to(f64::from(named) / f64::from(all.max(1)), 100.0)
}

/// The shoes of the newest run that names any. Walks in them wear them as well.
pub(super) fn newest(activities: &[Activity], coverage: f64, has_unit: bool) -> Option<Shoes> {
    let runs = || activities.iter().filter(|activity| activity.is_run);
    let newest = runs().next_back()?;
    let gear = runs().rev().find_map(|run| run.gear)?;
    let on = || {
        activities
            .iter()
            .filter(|activity| activity.gear == Some(gear))
    };
    let mut lately: HashMap<usize, usize> = HashMap::new();
    for run in runs().filter(|run| Day(run.day) >= Day(newest.day).before(55)) {
        if let Some(gear) = run.gear {
            *lately.entry(gear).or_default() += 1;
        }
    }
    let on_it = lately.get(&gear).copied().unwrap_or(0);
    Some(Shoes {
        shoe_km: has_unit.then(|| on().map(|one| one.distance).sum::<f64>().round()),
        shoe_since: Day(on().next()?.day),
        shoe_until: Day(on().next_back()?.day),
        shoe_runs: on().filter(|one| one.is_run).count(),
        pairs_56: lately.values().filter(|runs| **runs >= 2).count(),
        shoe_km_is_at_least: coverage < WHOLE || lately.values().any(|runs| *runs > on_it),
    })
}
