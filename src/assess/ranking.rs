//! From scores to what is put forward: order, strengths and verdict.

use std::cmp::Reverse;

use super::{Strength, Verdict};
use crate::index::CauseIndex;
use crate::rulebook::{Score, Thresholds};

/// How a cause is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankedCause {
    /// Index of the cause.
    pub cause: CauseIndex,
    /// Its score.
    pub score: Score,
    /// How strongly it is put forward.
    pub strength: Strength,
}

/// Sorts causes by falling score, and by their order in the file when the scores are the same.
#[must_use]
pub fn rank(score: Score, cause: CauseIndex) -> (Reverse<Score>, CauseIndex) {
    (Reverse(score), cause)
}

/// Puts causes in order and gives each its strength.
pub(super) fn rank_all(causes: &mut [RankedCause], thresholds: &Thresholds) {
    causes.sort_unstable_by_key(|ranked| rank(ranked.score, ranked.cause));
    let first = causes.first().map_or(0, |ranked| ranked.score);
    for ranked in causes {
        ranked.strength = thresholds.strength(ranked.score, first);
    }
}

/// The verdict, given the strengths of the first two causes, whether ordinary soreness explains it
/// and whether the first leads by enough to stand alone.
#[must_use]
pub fn verdict([first, second]: [Strength; 2], leads: bool, ordinary: bool) -> Verdict {
    if ordinary && first < Strength::Strong {
        Verdict::OrdinarySoreness
    } else if !first.is_shown() {
        Verdict::NoClearCause
    } else if !second.is_shown() || (leads && second < Strength::Strong) {
        Verdict::Clear
    } else {
        Verdict::TwoCauses
    }
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
