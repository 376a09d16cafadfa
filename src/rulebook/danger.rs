//! On which questions a danger hangs, so that a later check asks them again.

use super::condition::Condition;
use super::conditions::Role;
use super::{QuestionKind, Rulebook};
use crate::index::QuestionIndex;

impl Rulebook {
    /// Whether a question is a list of danger signs: most of its ticks raise the level by themselves.
    #[must_use]
    pub fn is_danger_list(&self, question: QuestionIndex) -> bool {
        let flags = self.red_flags.iter();
        let alone = flags.fold(0, |alone, flag| alone | holds_alone(&flag.when, question));
        match &self.questions[question].kind {
            QuestionKind::Checklist(choices) => alone.count_ones() as usize * 2 > choices.len(),
            _ => false,
        }
    }

    /// Whether a red flag or the `unless` of advice looks at a question, or whether such a question is
    /// asked hangs on it.
    #[must_use]
    pub fn bears_on_danger(&self, question: QuestionIndex) -> bool {
        let names = |condition: &Condition| {
            let mut is_named = false;
            condition.each_question(&mut |named| is_named |= named == question);
            is_named
        };
        let is_looked_at = self.conditions().any(|placed| {
            matches!(placed.role, Role::RedFlag(_) | Role::Harmful(_)) && names(placed.condition)
        });
        // Whether a question is asked hangs on earlier ones only, so this ends.
        let mut others = self.questions.enumerated();
        is_looked_at
            || others.any(|(other, rules)| {
                rules.only_if.as_ref().is_some_and(names) && self.bears_on_danger(other)
            })
    }

    /// Whether a question is asked again at a later check, whatever was answered.
    #[must_use]
    pub fn is_asked_again(&self, question: QuestionIndex) -> bool {
        let rules = &self.questions[question];
        self.is_danger_list(question)
            || rules.tells_place()
            || rules.has_window()
            || rules.fixed.is_none() && self.bears_on_danger(question)
    }
}

/// The options of a question that make a condition hold, whatever else is answered.
fn holds_alone(condition: &Condition, question: QuestionIndex) -> u64 {
    match condition {
        Condition::Any(parts) => parts
            .iter()
            .fold(0, |all, part| all | holds_alone(part, question)),
        test => test.options_of(question),
    }
}

impl Condition {
    /// The options of a question that a single test asks for.
    #[must_use]
    pub fn options_of(&self, question: QuestionIndex) -> u64 {
        match self {
            Condition::Is(of, options) | Condition::Ticks(of, options, _) if *of == question => {
                *options
            }
            _ => 0,
        }
    }
}
