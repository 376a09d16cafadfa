//! Conditions over answers, in a logic that knows the difference between "no", "not sure" and
//! "not asked yet".
//!
//! A condition's value is the *set* of outcomes it may still have. With every question answered
//! the set has one member. While questions are open it may have more, and a question is worth
//! asking only while that is so.

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Answers};
use crate::index::QuestionIndex;

/// A test over answers, ready to evaluate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// The answer is one of these options (bit = index of the option), or one of them is ticked.
    Is(QuestionIndex, u64),
    /// A checklist was answered with no tick at all.
    NoneTicked(QuestionIndex),
    /// The runner answered *not sure*.
    NotSure(QuestionIndex),
    /// A number lies in `from..below`, in base units.
    Within(QuestionIndex, Range),
    /// The number of ticks among these options lies in the range.
    Ticks(QuestionIndex, u64, Range),
    /// Every part holds.
    All(Vec<Condition>),
    /// At least one part holds.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
}

/// A half-open range: `from` is inside, `below` is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Smallest value inside.
    pub from: i64,
    /// First value above.
    pub below: i64,
}

impl Range {
    /// Whether `value` lies inside.
    #[must_use]
    pub fn contains(self, value: i64) -> bool {
        self.from <= value && value < self.below
    }
}

/// The outcomes a condition may still have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcomes(u8);

impl Outcomes {
    /// It holds.
    pub const TRUE: Self = Outcomes(1);
    /// It does not hold.
    pub const FALSE: Self = Outcomes(2);
    /// The runner is not sure, so it neither holds nor fails.
    pub const UNSURE: Self = Outcomes(4);
    /// Nothing is known yet.
    pub const OPEN: Self = Outcomes(7);

    fn of(truth: bool) -> Self {
        if truth { Self::TRUE } else { Self::FALSE }
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn keep_if(self, keep: bool) -> u8 {
        if keep { self.0 } else { 0 }
    }

    /// It holds, whatever else is answered.
    #[must_use]
    pub fn holds(self) -> bool {
        self == Self::TRUE
    }

    /// Some answers could still make it hold.
    #[must_use]
    pub fn may_hold(self) -> bool {
        self.has(Self::TRUE)
    }

    /// Some answers could still make it fail outright.
    #[must_use]
    pub fn may_fail(self) -> bool {
        self.has(Self::FALSE)
    }

    /// No further answer can change it.
    #[must_use]
    pub fn is_settled(self) -> bool {
        self.0.is_power_of_two()
    }

    fn and(self, other: Self) -> Self {
        let both_may_hold = self.may_hold() && other.may_hold();
        let either_may_fail = self.may_fail() || other.may_fail();
        let neither_need_fail = self.has(Outcomes(5)) && other.has(Outcomes(5));
        let either_unsure = self.has(Self::UNSURE) || other.has(Self::UNSURE);
        Outcomes(
            Self::TRUE.keep_if(both_may_hold)
                | Self::FALSE.keep_if(either_may_fail)
                | Self::UNSURE.keep_if(neither_need_fail && either_unsure),
        )
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    fn not(self) -> Self {
        Outcomes(
            Self::TRUE.keep_if(self.may_fail())
                | Self::FALSE.keep_if(self.may_hold())
                | (self.0 & Self::UNSURE.0),
        )
    }
}

impl Condition {
    /// What this condition may still turn out to be. `applies` says whether a question without an
    /// answer could still be asked: one that cannot counts as "no".
    pub fn outcomes(
        &self,
        answers: &Answers,
        applies: &impl Fn(QuestionIndex) -> bool,
    ) -> Outcomes {
        match self {
            Condition::All(parts) => {
                let ends = (Outcomes::TRUE, Outcomes::FALSE);
                Self::joined(parts, ends, Outcomes::and, answers, applies)
            }
            Condition::Any(parts) => {
                let ends = (Outcomes::FALSE, Outcomes::TRUE);
                Self::joined(parts, ends, Outcomes::or, answers, applies)
            }
            Condition::Not(part) => part.outcomes(answers, applies).not(),
            Condition::Is(question, _)
            | Condition::NoneTicked(question)
            | Condition::NotSure(question)
            | Condition::Within(question, _)
            | Condition::Ticks(question, ..) => self.test(*question, answers, applies),
        }
    }

    /// Whether it is certain that the condition holds, or where `truth` is false, that it does not. The
    /// same as comparing its [`outcomes`](Self::outcomes), but it looks at no part more than it takes.
    pub fn is_certain(
        &self,
        truth: bool,
        answers: &Answers,
        applies: &impl Fn(QuestionIndex) -> bool,
    ) -> bool {
        let is_certain = |part: &Condition| part.is_certain(truth, answers, applies);
        match self {
            Condition::All(parts) if truth => parts.iter().all(is_certain),
            Condition::Any(parts) if !truth => parts.iter().all(is_certain),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(is_certain),
            Condition::Not(part) => part.is_certain(!truth, answers, applies),
            Condition::Is(question, _)
            | Condition::NoneTicked(question)
            | Condition::NotSure(question)
            | Condition::Within(question, _)
            | Condition::Ticks(question, ..) => {
                self.test(*question, answers, applies) == Outcomes::of(truth)
            }
        }
    }

    /// What the parts come to, joined. One that is `decided` settles it, and one that is `neutral`
    /// adds nothing.
    fn joined(
        parts: &[Condition],
        (neutral, decided): (Outcomes, Outcomes),
        join: impl Fn(Outcomes, Outcomes) -> Outcomes,
        answers: &Answers,
        applies: &impl Fn(QuestionIndex) -> bool,
    ) -> Outcomes {
        let mut sum = neutral;
        for part in parts {
            let outcomes = part.outcomes(answers, applies);
            if outcomes == decided {
                return decided;
            }
            if outcomes != neutral {
                sum = join(sum, outcomes);
            }
        }
        sum
    }

    /// What the test of a single question may turn out to be.
    fn test(
        &self,
        question: QuestionIndex,
        answers: &Answers,
        applies: &impl Fn(QuestionIndex) -> bool,
    ) -> Outcomes {
        match (self, answers.get(question)) {
            // Nobody can be unsure about a question that does not apply.
            (_, Some(Answer::NotSure) | None) if !applies(question) => Outcomes::FALSE,
            (Condition::NotSure(_), None) => Outcomes(3),
            (_, None) => Outcomes::OPEN,
            (Condition::NotSure(_), Some(answer)) => Outcomes::of(answer.is_unsure()),
            (_, Some(Answer::NotSure)) => Outcomes::UNSURE,
            (Condition::Is(_, options), Some(Answer::Option(option))) => {
                Outcomes::of(options & (1 << option) != 0)
            }
            (Condition::Is(_, options), Some(Answer::Ticks { ticked, unsure })) => {
                if options & ticked == 0 && unsure {
                    Outcomes::UNSURE
                } else {
                    Outcomes::of(options & ticked != 0)
                }
            }
            (Condition::NoneTicked(_), Some(Answer::Ticks { ticked, unsure })) => {
                if ticked == 0 && unsure {
                    Outcomes::UNSURE
                } else {
                    Outcomes::of(ticked == 0)
                }
            }
            (Condition::Ticks(_, of, range), Some(Answer::Ticks { ticked, unsure })) => {
                let sure = i64::from((of & ticked).count_ones());
                let most = if unsure {
                    i64::from(of.count_ones())
                } else {
                    sure
                };
                if (sure..=most).all(|count| range.contains(count)) {
                    Outcomes::TRUE
                } else if (sure..=most).any(|count| range.contains(count)) {
                    Outcomes::UNSURE
                } else {
                    Outcomes::FALSE
                }
            }
            (Condition::Within(_, range), Some(Answer::Number(number))) => {
                Outcomes::of(range.contains(number.base()))
            }
            // A checked rulebook never tests a question for another kind of answer.
            _ => Outcomes::FALSE,
        }
    }

    /// Calls `visit` with every question the condition names, repeats included.
    pub fn each_question(&self, visit: &mut impl FnMut(QuestionIndex)) {
        self.each_test(&mut |test| match test {
            Condition::Is(question, _)
            | Condition::NoneTicked(question)
            | Condition::NotSure(question)
            | Condition::Within(question, _)
            | Condition::Ticks(question, ..) => visit(*question),
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
        });
    }

    /// Calls `visit` with every single test of the condition, repeats included.
    pub fn each_test<'c>(&'c self, visit: &mut impl FnMut(&'c Condition)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    part.each_test(visit);
                }
            }
            Condition::Not(part) => part.each_test(visit),
            _ => visit(self),
        }
    }

    /// Every question the condition names, once, in rulebook order.
    #[must_use]
    pub fn questions(&self) -> Vec<QuestionIndex> {
        let mut found = Vec::new();
        self.each_question(&mut |question| found.push(question));
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: QuestionIndex = QuestionIndex(0);
    const ALL: [Outcomes; 3] = [Outcomes::TRUE, Outcomes::FALSE, Outcomes::UNSURE];

    /// Strong Kleene logic on single outcomes, written as its truth table.
    fn kleene_and(left: Outcomes, right: Outcomes) -> Outcomes {
        if left == Outcomes::FALSE || right == Outcomes::FALSE {
            Outcomes::FALSE
        } else if left == Outcomes::UNSURE || right == Outcomes::UNSURE {
            Outcomes::UNSURE
        } else {
            Outcomes::TRUE
        }
    }

    #[test]
    fn sets_of_outcomes_combine_member_by_member() {
        for left in 1..8 {
            for right in 1..8 {
                let (left, right) = (Outcomes(left), Outcomes(right));
                let mut expected = 0;
                for one in ALL.into_iter().filter(|one| left.has(*one)) {
                    for other in ALL.into_iter().filter(|other| right.has(*other)) {
                        expected |= kleene_and(one, other).0;
                    }
                }
                assert_eq!(
                    left.and(right),
                    Outcomes(expected),
                    "{left:?} and {right:?}"
                );
            }
        }
    }

    #[test]
    fn not_sure_is_neutral_even_under_not() {
        let mut answers = Answers::new(1);
        answers.set(ONE, Answer::NotSure);
        let is = Condition::Is(ONE, 1);
        let not = Condition::Not(Box::new(is.clone()));
        let applies = |_| true;
        assert_eq!(is.outcomes(&answers, &applies), Outcomes::UNSURE);
        assert_eq!(not.outcomes(&answers, &applies), Outcomes::UNSURE);
        assert!(Condition::NotSure(ONE).outcomes(&answers, &applies).holds());
    }

    #[test]
    fn a_sure_tick_counts_beside_an_unsure_one() {
        let mut answers = Answers::new(1);
        answers.set(
            ONE,
            Answer::Ticks {
                ticked: 0b01,
                unsure: true,
            },
        );
        let applies = |_| true;
        let outcome = |condition: Condition| condition.outcomes(&answers, &applies);
        assert_eq!(outcome(Condition::Is(ONE, 0b01)), Outcomes::TRUE);
        assert_eq!(outcome(Condition::Is(ONE, 0b10)), Outcomes::UNSURE);
        assert_eq!(outcome(Condition::NoneTicked(ONE)), Outcomes::FALSE);
        let two = Range { from: 2, below: 9 };
        assert_eq!(outcome(Condition::Ticks(ONE, 0b11, two)), Outcomes::UNSURE);
        let one = Range { from: 1, below: 9 };
        assert_eq!(outcome(Condition::Ticks(ONE, 0b11, one)), Outcomes::TRUE);
    }
}
