//! Equivalence classes of answers: the answers to a question that the rules can tell apart, one of
//! each class.
//!
//! A number is cut where a condition has a bound; within a piece all numbers are alike. So a
//! search over these few answers is a search over all answers.

use super::condition::Condition;
use super::{Question, QuestionKind, Rulebook};
use crate::answer::Answer;
use crate::index::{IndexVec, QuestionIndex};
use crate::quantity::{Quantity, Unit};

/// The classes of answers to every question of a rulebook.
#[derive(Debug, Clone)]
pub struct AnswerClasses<'r> {
    rulebook: &'r Rulebook,
    cut_points: IndexVec<QuestionIndex, Vec<i64>>,
}

impl<'r> AnswerClasses<'r> {
    /// The classes that the conditions of a rulebook make.
    #[must_use]
    pub fn new(rulebook: &'r Rulebook) -> Self {
        AnswerClasses {
            rulebook,
            cut_points: cut_points(rulebook),
        }
    }

    /// One answer of each class, *not sure* last; of a checklist each tick alone, then none.
    #[must_use]
    pub fn of(&self, question: QuestionIndex) -> Vec<Answer> {
        let mut answers = self.sure(question);
        answers.push(Answer::NotSure);
        answers
    }

    /// The same without *not sure*.
    #[must_use]
    pub fn sure(&self, question: QuestionIndex) -> Vec<Answer> {
        match &self.rulebook.questions[question].kind {
            QuestionKind::Choice(choices) => {
                (0..).take(choices.len()).map(Answer::Option).collect()
            }
            QuestionKind::Checklist(choices) => (0..choices.len())
                .map(|option| 1 << option)
                .chain([0])
                .map(|ticked| Answer::Ticks {
                    ticked,
                    unsure: false,
                })
                .collect(),
            QuestionKind::Number { min, max, .. } => {
                let pieces = pieces(*min, *max, &self.cut_points[question]);
                pieces.map(Answer::Number).collect()
            }
        }
    }
}

/// Most options of a checklist whose ticks are all combined.
const MOST_TICKS: u32 = 8;

/// What some conditions tell apart in the answers to one question.
#[derive(Debug, Clone, Default)]
pub struct Distinctions {
    /// Sets of options that a test names.
    options: Vec<u64>,
    /// Where tests cut numbers, in base units.
    cut_points: Vec<i64>,
}

impl Distinctions {
    /// What these conditions tell apart in the answers to a question.
    #[must_use]
    pub fn of<'c>(
        question: QuestionIndex,
        conditions: impl IntoIterator<Item = &'c Condition>,
    ) -> Self {
        let mut found = Distinctions::default();
        for condition in conditions {
            condition.each_test(&mut |test| match test {
                Condition::Is(asked, options) | Condition::Ticks(asked, options, _)
                    if *asked == question =>
                {
                    found.add_options(*options);
                }
                Condition::Within(asked, range) if *asked == question => {
                    found.cut_points.extend([range.from, range.below]);
                }
                _ => {}
            });
        }
        found.cut_points.sort_unstable();
        found.cut_points.dedup();
        found
    }

    /// Tells one set of options more apart.
    pub(crate) fn add_options(&mut self, options: u64) {
        if !self.options.contains(&options) {
            self.options.push(options);
        }
    }

    /// Whether it tells apart all that another one does.
    #[must_use]
    pub fn cover(&self, other: &Self) -> bool {
        let mut options = other.options.iter();
        let mut cuts = other.cut_points.iter();
        options.all(|options| self.options.contains(options))
            && cuts.all(|cut| self.cut_points.contains(cut))
    }

    /// One answer of each class, *not sure* last; of a checklist every set of the ticks that are
    /// looked at, and of one more tick, sure and unsure. None if these are too many.
    #[must_use]
    pub fn answers(&self, question: &Question) -> Option<Vec<Answer>> {
        let mut answers: Vec<Answer> = match &question.kind {
            QuestionKind::Choice(choices) => {
                let are_alike = |one: u8, other: u8| {
                    let mut sets = self.options.iter();
                    sets.all(|options| options >> one & 1 == options >> other & 1)
                };
                let is_news = |option: &u8| !(0..*option).any(|known| are_alike(known, *option));
                let options = (0..).take(choices.len());
                options.filter(is_news).map(Answer::Option).collect()
            }
            QuestionKind::Checklist(choices) => {
                let ticks = (self.options.iter()).fold(0, |ticks, options| ticks | options);
                // A tick that nothing looks at still makes "none" untrue.
                let unnoticed = ((1_u64 << choices.len()) - 1) & !ticks;
                let ticks = ticks | (unnoticed & unnoticed.wrapping_neg());
                if ticks.count_ones() > MOST_TICKS {
                    return None;
                }
                subsets(ticks)
                    .flat_map(|ticked| [(ticked, false), (ticked, true)])
                    .filter(|which| *which != (0, true))
                    .map(|(ticked, unsure)| Answer::Ticks { ticked, unsure })
                    .collect()
            }
            QuestionKind::Number { min, max, .. } => {
                let pieces = pieces(*min, *max, &self.cut_points);
                pieces.map(Answer::Number).collect()
            }
        };
        answers.push(Answer::NotSure);
        Some(answers)
    }
}

/// Where conditions cut the answers to each question, in base units; sorted, without repeats.
pub(crate) fn cut_points(rulebook: &Rulebook) -> IndexVec<QuestionIndex, Vec<i64>> {
    let mut cut_points = rulebook.questions.filled(Vec::new());
    for placed in rulebook.conditions() {
        placed.condition.each_test(&mut |test| {
            if let Condition::Within(question, range) = test {
                cut_points[*question].extend([range.from, range.below]);
            }
        });
    }
    for cuts in &mut cut_points {
        cuts.sort_unstable();
        cuts.dedup();
    }
    cut_points
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

/// One number of each piece that a range is cut into: its smallest.
fn pieces(min: Quantity, max: Quantity, cut_points: &[i64]) -> impl Iterator<Item = Quantity> {
    let inside = cut_points
        .iter()
        .filter(move |cut| **cut > min.base() && **cut <= max.base());
    std::iter::once(min).chain(inside.filter_map(move |cut| Quantity::at_least(*cut, min.unit())))
}

impl Quantity {
    /// The smallest quantity of a unit that is not below a number of base parts.
    fn at_least(base: i64, unit: Unit) -> Option<Self> {
        let one = Quantity::of_thousandths(1, unit).base();
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
        let cut_points = [
            i64::MIN,
            km(480).base(),
            Quantity::whole(500, Unit::Mile).base(),
            i64::MAX,
        ];
        let pieces: Vec<String> = pieces(km(0), km(5000), &cut_points)
            .map(|piece| piece.to_string())
            .collect();
        assert_eq!(pieces, ["0 km", "480 km", "804.672 km"]);
    }
}
