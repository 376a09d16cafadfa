//! A case: the answers of one runner, seen through a rulebook.

use crate::answer::{Answer, Answers};
use crate::index::{IndexVec, QuestionIndex};
use crate::rulebook::Rulebook;
use crate::rulebook::condition::{Condition, Outcomes};

/// The answers of one runner and what they make of the rulebook's conditions.
#[derive(Debug, Clone)]
pub struct Case<'r> {
    rulebook: &'r Rulebook,
    answers: Answers,
    /// Per question: what its `only_if` may still be.
    gates: IndexVec<QuestionIndex, Outcomes>,
    /// The questions that have one.
    gated: Vec<QuestionIndex>,
    /// Per question: whether an `only_if` names it.
    is_gate: IndexVec<QuestionIndex, bool>,
}

impl<'r> Case<'r> {
    /// A case with these answers.
    #[must_use]
    pub fn new(rulebook: &'r Rulebook, answers: Answers) -> Self {
        let mut gated = Vec::new();
        let mut is_gate = rulebook.questions.filled(false);
        for (question, rules) in rulebook.questions.enumerated() {
            if let Some(only_if) = &rules.only_if {
                gated.push(question);
                only_if.each_question(&mut |gate| is_gate[gate] = true);
            }
        }
        let mut case = Case {
            rulebook,
            answers,
            gates: rulebook.questions.filled(Outcomes::TRUE),
            gated,
            is_gate,
        };
        case.update_gates();
        case
    }

    /// A case without answers.
    #[must_use]
    pub fn empty(rulebook: &'r Rulebook) -> Self {
        Case::new(rulebook, Answers::new(rulebook.questions.len()))
    }

    /// The rulebook.
    #[must_use]
    pub fn rulebook(&self) -> &'r Rulebook {
        self.rulebook
    }

    /// The answers.
    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Gives or replaces an answer.
    pub fn set(&mut self, question: QuestionIndex, answer: Answer) {
        self.answers.set(question, answer);
        self.changed(question);
    }

    /// Replaces all answers, in the memory there is.
    pub fn replace(&mut self, answers: &Answers) {
        self.answers.copy_from(answers);
        self.update_gates();
    }

    /// Takes an answer back.
    pub fn clear(&mut self, question: QuestionIndex) {
        self.answers.clear(question);
        self.changed(question);
    }

    /// Answers what is asked and has no answer; gives the questions. In the order of the rulebook, since an
    /// answer can only close or open later ones.
    pub fn fill(
        &mut self,
        answers: impl IntoIterator<Item = (QuestionIndex, Answer)>,
    ) -> Vec<QuestionIndex> {
        let mut filled = Vec::new();
        for (question, answer) in answers {
            if !self.answers.has(question) && self.applies(question) {
                self.set(question, answer);
                filled.push(question);
            }
        }
        filled
    }

    fn changed(&mut self, question: QuestionIndex) {
        if self.is_gate[question] {
            self.update_gates();
        }
    }

    /// Questions name only earlier ones in `only_if`, so one pass in order settles them all.
    fn update_gates(&mut self) {
        for index in 0..self.gated.len() {
            let question = self.gated[index];
            if let Some(only_if) = &self.rulebook.questions[question].only_if {
                self.gates[question] = self.outcomes(only_if);
            }
        }
    }

    /// What a condition may still turn out to be.
    #[must_use]
    pub fn outcomes(&self, condition: &Condition) -> Outcomes {
        condition.outcomes(&self.answers, &|question| self.may_apply(question))
    }

    /// Whether a condition holds, whatever else is answered.
    #[must_use]
    pub fn holds(&self, condition: &Condition) -> bool {
        condition.is_certain(true, &self.answers, &|question| self.may_apply(question))
    }

    /// Whether the question's `only_if` could still let it be asked.
    #[must_use]
    pub fn may_apply(&self, question: QuestionIndex) -> bool {
        self.gates[question] != Outcomes::FALSE
    }

    /// Whether it is certain that the question may be asked.
    #[must_use]
    pub fn applies(&self, question: QuestionIndex) -> bool {
        self.gates[question].is_settled() && self.may_apply(question)
    }

    /// Whether the question has no answer yet but could get one.
    pub(crate) fn is_open(&self, question: QuestionIndex) -> bool {
        !self.answers.has(question) && self.may_apply(question)
    }
}
