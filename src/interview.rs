//! The interview: which question comes next, going back, and when to stop.
//!
//! One next-question function serves every front end. A question is asked only while some answer
//! to it could still change the result; see [`bounds`].

mod bounds;
pub mod outlook;
mod spread;

use std::cmp::Reverse;

use crate::answer::{Answer, Answers};
use crate::case::Case;
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Rulebook, Score};
use spread::Spread;

/// An interview in progress.
#[derive(Debug, Clone)]
pub struct Interview<'r> {
    case: Case<'r>,
    /// The questions answered here, in the order they were asked; *back* walks it.
    asked: Vec<QuestionIndex>,
    /// Answers that were taken back, kept to be offered again.
    remembered: Answers,
    all_questions: bool,
    spread: Spread,
}

impl<'r> Interview<'r> {
    /// An interview that starts with these answers. With `all_questions` it asks every question
    /// that applies, even those that can no longer change the result.
    #[must_use]
    pub fn new(rulebook: &'r Rulebook, answers: Answers, all_questions: bool) -> Self {
        Interview {
            case: Case::new(rulebook, answers),
            asked: Vec::new(),
            remembered: Answers::new(rulebook.questions.len()),
            all_questions,
            spread: Spread::new(rulebook),
        }
    }

    /// The case so far.
    #[must_use]
    pub fn case(&self) -> &Case<'r> {
        &self.case
    }

    /// The questions that would still be asked, the next one first. Later ones may fall away
    /// depending on the answers to come.
    #[must_use]
    pub fn open_questions(&self) -> Vec<QuestionIndex> {
        let topics = self
            .case
            .rulebook()
            .questions
            .iter()
            .map(|question| question.topic);
        let topics: Vec<usize> = topics.collect();
        let mut open: Vec<(QuestionIndex, Score)> = if self.all_questions {
            let open = (0..topics.len()).filter(|question| self.case.is_open(*question));
            open.map(|question| (question, 0)).collect()
        } else {
            bounds::questions_that_matter(&self.case, &self.spread)
        };
        // Of the orders tried, this one asks least: see docs/interview.md for the figures.
        open.sort_by_key(|(question, reach)| {
            (
                !self.case.applies(*question),
                topics[*question],
                Reverse(*reach),
                *question,
            )
        });
        open.into_iter().map(|(question, _)| question).collect()
    }

    /// The question to ask now, or nothing when no answer left could change the result.
    #[must_use]
    pub fn next(&self) -> Option<QuestionIndex> {
        self.open_questions().first().copied()
    }

    /// Takes the answer to a question.
    pub fn answer(&mut self, question: QuestionIndex, answer: Answer) {
        self.case.set(question, answer);
        self.asked.retain(|asked| *asked != question);
        self.asked.push(question);
    }

    /// Goes back to the question before: its answer is taken back, and that question returned.
    /// Nothing at the first question.
    pub fn back(&mut self) -> Option<QuestionIndex> {
        let question = self.asked.pop()?;
        if let Some(answer) = self.case.answers().get(question) {
            self.remembered.set(question, answer);
        }
        self.case.clear(question);
        Some(question)
    }

    /// The answer given to a question before going back from it.
    #[must_use]
    pub fn earlier_answer(&self, question: QuestionIndex) -> Option<Answer> {
        self.case
            .answers()
            .get(question)
            .or(self.remembered.get(question))
    }

    /// Whether nothing that could still be answered would change the result.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.next().is_none()
    }
}
