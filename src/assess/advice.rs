//! Which advice is given. Advice can harm, so an item is given only when it is known to be safe.

use super::Verdict;
use crate::answers::case::Case;
use crate::rulebook::condition::Outcomes;
use crate::rulebook::{Advice, Rulebook};
use crate::triage::TriageLevel;

/// Where a piece of advice stands in the rulebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Advice that does not depend on a cause.
    General,
    /// Advice for ordinary soreness.
    Ordinary,
    /// Advice for a cause.
    Cause(usize),
}

/// A piece of advice that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Given {
    /// Where it stands.
    pub origin: Origin,
    /// Its place there.
    pub place: usize,
}

impl Given {
    /// The advice itself.
    #[must_use]
    pub fn advice(self, rulebook: &Rulebook) -> &Advice {
        &self.origin.list(rulebook)[self.place]
    }
}

impl Origin {
    /// The list of advice that stands there.
    #[must_use]
    pub fn list(self, rulebook: &Rulebook) -> &[Advice] {
        match self {
            Origin::General => &rulebook.advice,
            Origin::Ordinary => &rulebook.ordinary.advice,
            Origin::Cause(cause) => &rulebook.causes[cause].advice,
        }
    }
}

/// The most causes whose advice is given: more than two plans at once help nobody.
const CAUSES_ADVISED: usize = 2;

/// The advice given, ordered by when to follow it. `shown` are the causes put forward, in order.
#[must_use]
pub fn advice(
    case: &Case,
    level: TriageLevel,
    verdict: Verdict,
    shown: impl Iterator<Item = usize>,
) -> Vec<Given> {
    let rulebook = case.rulebook();
    let causes = shown.take(CAUSES_ADVISED).map(Origin::Cause);
    let mut origins: Vec<Origin> = match verdict {
        Verdict::HelpFirst | Verdict::NoClearCause => Vec::new(),
        Verdict::OrdinarySoreness => vec![Origin::Ordinary],
        Verdict::Clear => causes.take(1).collect(),
        Verdict::TwoCauses => causes.collect(),
    };
    // Where running has to stop, that comes before what a cause calls for.
    let general = if level > TriageLevel::SelfCare {
        0
    } else {
        origins.len()
    };
    origins.insert(general, Origin::General);
    let mut given: Vec<Given> = origins
        .into_iter()
        .flat_map(|origin| {
            (0..origin.list(rulebook).len()).map(move |place| Given { origin, place })
        })
        .filter(|given| given.advice(rulebook).is_given(case, level))
        .collect();
    given.sort_by_key(|given| given.advice(rulebook).due);
    given
}

impl Advice {
    fn is_given(&self, case: &Case, level: TriageLevel) -> bool {
        self.levels.contains(&level)
            && self
                .only_if
                .as_ref()
                .is_none_or(|only_if| case.holds(only_if))
            && self
                .unless
                .as_ref()
                .is_none_or(|unless| case.outcomes(unless) == Outcomes::FALSE)
    }
}
