//! The answers to a question that the rules can tell apart: one of each kind.
//!
//! A number is cut where a condition has a bound; within a piece all numbers are alike. So a
//! search over these few answers is a search over all answers.

use super::condition::{Condition, QuestionIndex};
use super::{Kind, Question, Rulebook};
use crate::answer::Answer;
use crate::quantity::{Quantity, Unit};

/// Every answer to a choice or number that the conditions can tell apart, *not sure* last. Of a
/// checklist every set of the `ticks` of interest, sure and unsure.
#[must_use]
pub fn answers(question: &Question, bounds: &[i64], ticks: u64) -> Vec<Answer> {
    let mut answers: Vec<Answer> = match &question.kind {
        Kind::Choice(choices) => (0..).take(choices.len()).map(Answer::Option).collect(),
        Kind::Checklist(_) => subsets(ticks)
            .flat_map(|ticked| [false, true].map(|unsure| Answer::Ticks { ticked, unsure }))
            .filter(|answer| {
                !matches!(
                    answer,
                    Answer::Ticks {
                        ticked: 0,
                        unsure: true
                    }
                )
            })
            .collect(),
        Kind::Number { min, max, .. } => pieces(*min, *max, bounds).map(Answer::Number).collect(),
    };
    answers.push(Answer::NotSure);
    answers
}

/// Where conditions cut the answers to each question, in base units; sorted, without repeats.
#[must_use]
pub fn bounds(rulebook: &Rulebook) -> Vec<Vec<i64>> {
    let mut bounds = vec![Vec::new(); rulebook.questions.len()];
    rulebook.each_condition(&mut |condition| {
        condition.each_test(&mut |test| {
            if let Condition::Within(question, range) = test {
                bounds[*question].extend([range.from, range.below]);
            }
        });
    });
    for cuts in &mut bounds {
        cuts.sort_unstable();
        cuts.dedup();
    }
    bounds
}

/// Every subset of a set of bits, the empty one first.
fn subsets(of: u64) -> impl Iterator<Item = u64> {
    let mut next = Some(0_u64);
    std::iter::from_fn(move || {
        let current = next?;
        next = (current != of).then(|| current.wrapping_sub(of) & of);
        Some(current)
    })
}

/// One number of each piece that the bounds cut a range into: its smallest.
fn pieces(min: Quantity, max: Quantity, bounds: &[i64]) -> impl Iterator<Item = Quantity> {
    let inside = bounds
        .iter()
        .filter(move |cut| **cut > min.base() && **cut <= max.base());
    std::iter::once(min).chain(inside.filter_map(move |cut| Quantity::at_least(*cut, min.unit())))
}

impl Rulebook {
    /// Calls `visit` with every condition of the rulebook.
    pub fn each_condition<'r>(&'r self, visit: &mut impl FnMut(&'r Condition)) {
        let advice = (self.causes.iter().flat_map(|cause| &cause.advice))
            .chain(&self.advice)
            .chain(&self.ordinary.advice);
        (self
            .questions
            .iter()
            .filter_map(|question| question.only_if.as_ref()))
        .chain(self.red_flags.iter().map(|flag| &flag.when))
        .chain([&self.ordinary.when])
        .chain(
            self.causes
                .iter()
                .flat_map(|cause| &cause.evidence)
                .map(|evidence| &evidence.when),
        )
        .chain(advice.flat_map(|item| item.only_if.iter().chain(&item.unless)))
        .for_each(visit);
    }
}

impl Condition {
    /// The options of a checklist that the condition looks at. A test for "none" looks at all.
    #[must_use]
    pub fn ticks_looked_at(&self, of: QuestionIndex) -> u64 {
        let mut ticks = 0;
        self.each_test(&mut |test| match test {
            Condition::Is(question, options) | Condition::Ticks(question, options, _)
                if *question == of =>
            {
                ticks |= options;
            }
            _ => {}
        });
        ticks
    }

    /// The options of a checklist on which the condition hangs: those it looks at, or all of them
    /// if it asks whether there is any.
    pub(crate) fn ticks_that_decide(&self, of: QuestionIndex) -> u64 {
        let mut none = false;
        self.each_test(&mut |test| none |= matches!(test, Condition::NoneTicked(_)));
        if none {
            u64::MAX
        } else {
            self.ticks_looked_at(of)
        }
    }
}

impl Quantity {
    /// The smallest quantity of a unit that is not below a number of base parts.
    fn at_least(base: i64, unit: Unit) -> Option<Self> {
        let one = Quantity::thousandth(unit).base();
        base.checked_add(one - 1)
            .map(|rounded_up| Quantity::of_thousandths(rounded_up.div_euclid(one), unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subsets_are_complete() {
        let all: Vec<u64> = subsets(0b1011).collect();
        assert_eq!(all, [0, 1, 2, 3, 8, 9, 10, 11]);
        assert_eq!(subsets(0).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn numbers_are_cut_where_conditions_cut() {
        let km = |number| Quantity::whole(number, Unit::Km);
        let bounds = [
            i64::MIN,
            km(480).base(),
            Quantity::whole(500, Unit::Mile).base(),
            i64::MAX,
        ];
        let pieces: Vec<String> = pieces(km(0), km(5000), &bounds)
            .map(|piece| piece.to_string())
            .collect();
        assert_eq!(pieces, ["0 km", "480 km", "804.672 km"]);
    }
}
