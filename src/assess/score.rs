//! Scoring: prior log-odds plus the damped logarithms of the likelihood ratios that count.

use std::cmp::Reverse;

use super::Strength;
use crate::answers::case::Case;
use crate::rulebook::{Cause, Score, Thresholds};

/// What the answers say about one cause; places refer to its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weighing {
    /// What the evidence adds to the prior.
    pub total: Score,
    /// Evidence for it that counts, weightiest first.
    pub for_it: Vec<usize>,
    /// Evidence against it that counts, weightiest first.
    pub against: Vec<usize>,
    /// Evidence that could still turn out either way, or that the runner was not sure of.
    pub unknown: Vec<usize>,
}

/// Weighs the evidence on one cause. Of the evidence in one group only the strongest counts.
#[must_use]
pub fn weigh(case: &Case, cause: &Cause) -> Weighing {
    let mut weighing = Weighing::default();
    for unit in &cause.units {
        let mut strongest: Option<usize> = None;
        for &place in unit {
            let outcomes = case.outcomes(&cause.evidence[place].when);
            if outcomes.holds() {
                strongest = Some(strongest.map_or(place, |best| stronger(cause, best, place)));
            } else if outcomes != crate::rulebook::condition::Outcomes::FALSE {
                weighing.unknown.push(place);
            }
        }
        if let Some(place) = strongest {
            let weight = cause.evidence[place].weight;
            weighing.total += weight;
            if weight > 0 {
                weighing.for_it.push(place);
            } else if weight < 0 {
                weighing.against.push(place);
            }
        }
    }
    let heaviest_first = |place: &usize| Reverse(cause.evidence[*place].weight.abs());
    weighing.for_it.sort_by_key(heaviest_first);
    weighing.against.sort_by_key(heaviest_first);
    weighing.unknown.sort_by_key(heaviest_first);
    weighing
}

/// What one unit of the evidence on a cause adds to its score.
#[must_use]
pub fn unit_weight(case: &Case, cause: usize, unit: usize) -> Score {
    let cause = &case.rulebook().causes[cause];
    let held = cause.units[unit].iter().copied();
    held.filter(|place| case.holds(&cause.evidence[*place].when))
        .reduce(|best, other| stronger(cause, best, other))
        .map_or(0, |place| cause.evidence[place].weight)
}

/// The stronger of two pieces of evidence; the earlier one when they are equally strong.
fn stronger(cause: &Cause, best: usize, other: usize) -> usize {
    if cause.evidence[other].weight.abs() > cause.evidence[best].weight.abs() {
        other
    } else {
        best
    }
}

/// Sorts causes by falling score, and by their order in the file when the scores are the same.
#[must_use]
pub fn rank(score: Score, cause: usize) -> (Reverse<Score>, usize) {
    (Reverse(score), cause)
}

impl Thresholds {
    /// The strength a score is shown with when the first cause has the score `first`.
    #[must_use]
    pub fn strength(&self, score: Score, first: Score) -> Strength {
        if first - score > self.behind {
            Strength::None
        } else if score >= self.strong {
            Strength::Strong
        } else if score >= self.fair {
            Strength::Fair
        } else if score >= self.weak {
            Strength::Weak
        } else {
            Strength::None
        }
    }
}
