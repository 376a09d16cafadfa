//! Answers: what a runner said, by question.

use crate::index::{IndexVec, QuestionIndex};
use crate::quantity::Quantity;

/// One answer. "Not asked" is the absence of an answer, never an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The runner does not know. Neutral for causes; for red flags the rule file says what it means.
    NotSure,
    /// One option, by its place in the question.
    Option(u8),
    /// A checklist: one bit per option, and whether the runner was not sure about the rest.
    Ticks {
        /// Ticked options, bit = place in the question.
        ticked: u64,
        /// Not sure about those not ticked.
        unsure: bool,
    },
    /// A number with its unit.
    Number(Quantity),
}

impl Answer {
    /// Whether any of it is *not sure*.
    pub(crate) fn is_unsure(self) -> bool {
        matches!(self, Answer::NotSure | Answer::Ticks { unsure: true, .. })
    }

    /// Whether it is this option of its question, or has it ticked.
    #[must_use]
    pub fn names(self, option: usize) -> bool {
        match self {
            Answer::Option(chosen) => usize::from(chosen) == option,
            Answer::Ticks { ticked, .. } => ticked >> option & 1 == 1,
            Answer::NotSure | Answer::Number(_) => false,
        }
    }
}

/// The answers given so far, by question. They are collected in the order of the questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    by_question: IndexVec<QuestionIndex, Option<Answer>>,
}

impl Answers {
    /// No answers yet, for a rulebook of that many questions.
    #[must_use]
    pub fn new(questions: usize) -> Self {
        Answers {
            by_question: vec![None; questions].into(),
        }
    }

    /// The answer to a question, if it was given.
    #[must_use]
    pub fn get(&self, question: QuestionIndex) -> Option<Answer> {
        self.by_question[question]
    }

    /// Whether the question has an answer, *not sure* included.
    #[must_use]
    pub fn has(&self, question: QuestionIndex) -> bool {
        self.get(question).is_some()
    }

    /// Gives or replaces an answer.
    ///
    /// # Panics
    /// When the question is not one of the rulebook these answers were made for.
    pub fn set(&mut self, question: QuestionIndex, answer: Answer) {
        self.by_question[question] = Some(answer);
    }

    /// Takes an answer back.
    pub fn clear(&mut self, question: QuestionIndex) -> Option<Answer> {
        self.by_question[question].take()
    }

    /// Takes over the answers of another case to the same rulebook, in the room there is.
    pub(crate) fn copy_from(&mut self, other: &Answers) {
        self.by_question.clone_from(&other.by_question);
    }

    /// Takes every answer back, keeping the room for them.
    pub(crate) fn clear_all(&mut self) {
        self.by_question.fill(None);
    }

    /// The given answers, in rulebook order.
    pub fn given(&self) -> impl Iterator<Item = (QuestionIndex, Answer)> + '_ {
        self.by_question
            .enumerated()
            .filter_map(|(question, answer)| answer.map(|answer| (question, answer)))
    }

    /// How many questions there are, answered or not.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.by_question.len()
    }
}

impl FromIterator<Option<Answer>> for Answers {
    fn from_iter<I: IntoIterator<Item = Option<Answer>>>(answers: I) -> Self {
        Answers {
            by_question: answers.into_iter().collect(),
        }
    }
}
