//! What a log says to the questions.

use super::facts::Facts;
use crate::index::QuestionIndex;
use crate::quantity::Unit;
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

/// What facts say to the questions of a rulebook, in its order.
#[must_use]
pub fn says(rulebook: &Rulebook, facts: &Facts, unit: Option<Unit>) -> Vec<Says> {
    said(rulebook, |fact| facts.known(fact, unit))
        .map(|(question, said, facts_used)| {
            let words = facts_used
                .iter()
                .filter_map(|fact| facts.words(*fact, unit));
            Says {
                question,
                said,
                words: words.collect::<Vec<_>>().join("; "),
            }
        })
        .collect()
}

/// The same from facts that are known some other way, with the facts each comes from.
pub fn said<'r>(
    rulebook: &'r Rulebook,
    known: impl Fn(Fact) -> Option<Known> + Copy + 'r,
) -> impl Iterator<Item = (QuestionIndex, Said, Vec<Fact>)> + 'r {
    let questions = rulebook.questions.enumerated();
    questions.filter_map(move |(index, question)| {
        let from_log = question.from_log.as_ref()?;
        let said = from_log.said(&question.kind, known)?;
        Some((index, said, from_log.facts_for(said.answer())))
    })
}
