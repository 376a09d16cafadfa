//! What a log says to the questions.

use crate::index::QuestionIndex;
use crate::rulebook::Rulebook;
use crate::rulebook::from_log::{Fact, Known, Said};

/// What a log says to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Says {
    /// The question.
    pub question: QuestionIndex,
    /// The answer, or a part of one.
    pub said: Said,
    /// The facts it comes from, in words with their dates.
    pub words: String,
}

/// What facts say to the questions of a rulebook, in its order, each with the facts it comes from.
pub fn said<'r>(
    rulebook: &'r Rulebook,
    known: impl Fn(Fact) -> Option<Known> + Copy + 'r,
) -> impl Iterator<Item = (QuestionIndex, Said, Vec<Fact>)> + 'r {
    let questions = rulebook.questions.enumerated();
    questions.filter_map(move |(index, question)| {
        let (said, facts) = question.from_log.as_ref()?.said(&question.kind, known)?;
        Some((index, said, facts))
    })
}
