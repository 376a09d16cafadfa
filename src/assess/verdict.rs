//! The verdict: what the ranked causes come to.

use super::{CauseResult, Strength, Verdict};
use crate::answers::case::Case;
use crate::triage::TriageLevel;

/// What the verdict needs to know of the two likeliest causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranking {
    /// Strength of the first.
    pub first: Strength,
    /// Strength of the second.
    pub second: Strength,
    /// Whether the first leads by enough to stand alone.
    pub leads: bool,
}

/// The verdict on ranked causes.
#[must_use]
pub fn verdict(case: &Case, level: TriageLevel, ranked: &[CauseResult]) -> Verdict {
    if level.is_urgent() {
        return Verdict::HelpFirst;
    }
    let rulebook = case.rulebook();
    let strength = |place: usize| {
        ranked
            .get(place)
            .map_or(Strength::None, |result| result.strength)
    };
    let ranking = Ranking {
        first: strength(0),
        second: strength(1),
        leads: ranked
            .get(1)
            .is_none_or(|second| ranked[0].score - second.score >= rulebook.thresholds.lead),
    };
    ranking.verdict(case.holds(&rulebook.ordinary.when))
}

impl Ranking {
    /// The verdict, given whether ordinary soreness explains it.
    #[must_use]
    pub fn verdict(self, ordinary: bool) -> Verdict {
        if ordinary && self.first < Strength::Strong {
            Verdict::OrdinarySoreness
        } else if !self.first.is_shown() {
            Verdict::NoClearCause
        } else if !self.second.is_shown() || (self.leads && self.second < Strength::Strong) {
            Verdict::Clear
        } else {
            Verdict::TwoCauses
        }
    }
}
