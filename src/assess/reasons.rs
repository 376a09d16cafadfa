//! Why a cause has its score: the evidence that counted, and what is not known.

use std::cmp::Reverse;

use super::engine::Evaluation;
use crate::index::{CauseIndex, EvidenceIndex};
use crate::rulebook::condition::Outcomes;

/// What the answers say about one cause; indices refer to its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reasons {
    /// Evidence for it that counts, weightiest first.
    pub for_it: Vec<EvidenceIndex>,
    /// Evidence against it that counts, weightiest first.
    pub against: Vec<EvidenceIndex>,
    /// Evidence that could still turn out either way, or that the runner was not sure of.
    pub unknown: Vec<EvidenceIndex>,
}

impl Evaluation<'_, '_> {
    /// The reasons for the score of a cause: it is the prior plus the weights of what is for and
    /// against it.
    #[must_use]
    pub fn reasons(&self, cause: CauseIndex) -> Reasons {
        let rules = &self.case.rulebook().causes[cause];
        let weight = |evidence: EvidenceIndex| rules.evidence[evidence].weight;
        let mut counted: Vec<EvidenceIndex> = self.counted(cause).collect();
        counted.sort_by_key(|evidence| Reverse(weight(*evidence).abs()));
        let side = |sign: i32| {
            let counted = counted.iter().copied();
            counted
                .filter(|evidence| weight(*evidence).signum() == sign)
                .collect()
        };
        let is_unknown = |evidence: &EvidenceIndex| {
            let outcomes = self.case.outcomes(&rules.evidence[*evidence].when);
            !outcomes.holds() && outcomes != Outcomes::FALSE
        };
        let all = rules.groups.iter().flatten().copied();
        let mut unknown: Vec<EvidenceIndex> = all.filter(is_unknown).collect();
        unknown.sort_by_key(|evidence| Reverse(weight(*evidence).abs()));
        Reasons {
            for_it: side(1),
            against: side(-1),
            unknown,
        }
    }
}
