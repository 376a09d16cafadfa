//! What decided that a case came out otherwise than it was expected to.

use super::Compare;
use crate::assess::{AdviceOwner, Assessment, Strength};
use crate::index::CauseIndex;
use crate::rulebook::condition::{Condition, Outcomes};
use crate::rulebook::expectation::Expectation;
use crate::rulebook::{Evidence, odds};

impl Compare<'_> {
    pub(super) fn why_level(&self) -> Vec<String> {
        let flags = self.assessment.red_flags.iter();
        let flags = flags.map(|flag| &self.rulebook.red_flags[*flag]);
        let flags = flags.map(|flag| format!("red flag `{}` holds: {}", flag.id, flag.because));
        let expected = self.course.iter().flat_map(|course| &course.expected);
        let expected = expected.map(|one| {
            let Expectation { id, because, .. } = &self.rulebook.expect_by[one.expectation];
            let is = match (one.is_better, one.is_missed()) {
                (true, _) => "is met",
                (_, true) => "is missed",
                _ => "has time",
            };
            format!("expectation `{id}` {is}: {because}")
        });
        let why: Vec<String> = flags.chain(expected).collect();
        if why.is_empty() {
            return vec!["no red flag holds".to_owned()];
        }
        why
    }

    /// How causes came to their strength, line by line.
    pub(super) fn weighed(&self, causes: impl IntoIterator<Item = CauseIndex>) -> Vec<String> {
        let mut lines = Vec::new();
        for index in causes {
            let cause = &self.rulebook.causes[index];
            let mut results = self.assessment.causes.iter();
            let Some(result) = results.find(|result| result.cause == index) else {
                continue;
            };
            let (id, strength) = (&cause.id, result.strength.name());
            let odds = odds(result.score);
            lines.push(format!("`{id}` is {strength}, with odds of {odds:.2}"));
            let reasons = &result.reasons;
            for (side, list) in [("for", &reasons.for_it), ("against", &reasons.against)] {
                lines.extend(list.iter().map(|place| {
                    let Evidence { because, ratio, .. } = &cause.evidence[*place];
                    format!("  {side}: {because} (ratio {ratio})")
                }));
            }
            if !reasons.unknown.is_empty() {
                let unknown = reasons.unknown.len();
                lines.push(format!("  {unknown} more could speak, with other answers"));
            }
        }
        lines
    }

    pub(super) fn why_given(&self, id: &str) -> Vec<String> {
        let given = self.assessment.advice.iter();
        let given = given.filter(|given| given.advice(self.rulebook).id == *id);
        let why = given.map(|given| {
            let owner = match given.owner {
                AdviceOwner::General => "it is for everyone".to_owned(),
                owner => self.standing(owner),
            };
            let unless = match given.advice(self.rulebook).unless {
                Some(_) => "its `unless` does not hold",
                None => "it has no `unless`",
            };
            format!("{owner}, and {unless}")
        });
        why.collect()
    }

    /// Why advice is not given, or apart from its `unless` would not be.
    pub(super) fn why_not_given(&self, id: &str, may_be_unless: bool) -> Vec<String> {
        let level = self.assessment.level;
        let causes = self.rulebook.causes.indices().map(AdviceOwner::Cause);
        let owners = causes.chain([AdviceOwner::Ordinary, AdviceOwner::General]);
        let items = owners.flat_map(|owner| {
            let list = owner.list(self.rulebook).iter();
            list.map(move |item| (owner, item))
        });
        let why = items
            .filter(|(_, item)| item.id == id)
            .map(|(owner, item)| {
                let holds = |when: &Condition| self.case.holds(when);
                let harms = |when: &Condition| self.case.outcomes(when) != Outcomes::FALSE;
                if !item.levels.contains(&level) {
                    format!("it is not given at the level `{level}`")
                } else if !item.only_if.as_ref().is_none_or(holds) {
                    "its `only_if` does not hold".to_owned()
                } else if may_be_unless && item.unless.as_ref().is_some_and(harms) {
                    "its `unless` holds, or may hold".to_owned()
                } else {
                    self.standing(owner)
                }
            });
        why.collect()
    }

    /// How what advice belongs to stands in the result.
    fn standing(&self, owner: AdviceOwner) -> String {
        let verdict = self.assessment.verdict.name();
        let AdviceOwner::Cause(cause) = owner else {
            return format!("the verdict is `{verdict}`");
        };
        let strength = strength(self.assessment, cause).name();
        let id = &self.rulebook.causes[cause].id;
        format!("its cause `{id}` is {strength} and the verdict is `{verdict}`")
    }
}

/// The strength a cause is put forward with.
pub(super) fn strength(assessment: &Assessment, cause: CauseIndex) -> Strength {
    let result = assessment
        .causes
        .iter()
        .find(|result| result.cause == cause);
    result.map_or(Strength::None, |result| result.strength)
}
