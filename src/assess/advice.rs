//! Which advice is given. Advice can harm, so an item is given only when it is known to be safe.

use super::Verdict;
use super::engine::Evaluation;
use crate::rulebook::advice::{AdviceOwner, AdviceRef};
use crate::rulebook::condition::Outcomes;
use crate::triage::TriageLevel;

/// The most causes whose advice is given: more than two plans at once help nobody.
const CAUSES_ADVISED: usize = 2;

impl Evaluation<'_, '_> {
    /// The advice given, ordered by when to follow it.
    #[must_use]
    pub fn advice(&self) -> Vec<AdviceRef> {
        let mut given = self.wanted();
        given.retain(|given| self.is_harmless(*given));
        given
    }

    /// The advice that only its `unless` withholds.
    #[must_use]
    pub fn withheld(&self) -> Vec<AdviceRef> {
        let mut withheld = self.wanted();
        withheld.retain(|wanted| !self.is_harmless(*wanted));
        withheld
    }

    /// The advice that is wanted, harmless or not, ordered by when to follow it.
    fn wanted(&self) -> Vec<AdviceRef> {
        let rulebook = self.case.rulebook();
        let causes = self.causes.iter().take(CAUSES_ADVISED);
        let causes = causes.map(|ranked| AdviceOwner::Cause(ranked.cause));
        let mut owners: Vec<AdviceOwner> = match self.verdict {
            Verdict::HelpFirst => Vec::new(),
            Verdict::OrdinarySoreness => vec![AdviceOwner::Ordinary],
            Verdict::Clear => causes.take(1).collect(),
            Verdict::TwoCauses | Verdict::NoClearCause => causes.collect(),
        };
        let may_add_load =
            self.level < TriageLevel::SeeDoctor && self.verdict != Verdict::NoClearCause;
        // Where running has to stop, that comes before what a cause calls for.
        let general = if self.level > TriageLevel::SelfCare {
            0
        } else {
            owners.len()
        };
        owners.insert(general, AdviceOwner::General);
        let mut wanted: Vec<AdviceRef> = owners
            .into_iter()
            .flat_map(|owner| {
                let list = 0..owner.list(rulebook).len();
                list.map(move |index| AdviceRef { owner, index })
            })
            .filter(|wanted| {
                let advice = wanted.advice(rulebook);
                let only_if = advice.only_if.as_ref();
                advice.levels.contains(&self.level)
                    && (may_add_load || !advice.adds_load)
                    && only_if.is_none_or(|only_if| self.case.holds(only_if))
            })
            .collect();
        wanted.sort_by_key(|wanted| {
            let advice = wanted.advice(rulebook);
            // What harms this runner, whatever the cause, is the first to know.
            let of_cause = advice.warns && wanted.owner != AdviceOwner::General;
            (advice.due, !advice.warns, of_cause)
        });
        wanted
    }

    fn is_harmless(&self, advice: AdviceRef) -> bool {
        let unless = advice.advice(self.case.rulebook()).unless.as_ref();
        unless.is_none_or(|unless| self.case.outcomes(unless) == Outcomes::FALSE)
    }
}
