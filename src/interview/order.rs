//! In which order questions of one topic are asked.
//!
//! Measured on the case files and on 10,000 random runners (`soreleg rules interview`): see
//! docs/interview.md for the figures that chose [`Order::WidestReach`].

use std::cmp::Reverse;

use super::Interview;
use super::bounds::{Reach, questions_that_matter};
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Kind, answer_classes};

/// A way to order the open questions of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As they stand in the rule file.
    File,
    /// First what could raise the triage level, then what can move unsettled causes furthest.
    #[default]
    WidestReach,
    /// First the question after which fewest would be left on average. Slow: for comparison.
    FewestLeft,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::File, Self::WidestReach, Self::FewestLeft];

    /// What it is called in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Order::File => "as in the file",
            Order::WidestReach => "widest reach",
            Order::FewestLeft => "fewest left on average",
        }
    }

    /// What a question is sorted by within its topic: the smallest is asked first.
    pub(super) fn key(
        self,
        interview: &Interview,
        question: QuestionIndex,
        reach: Reach,
    ) -> Reverse<Reach> {
        Reverse(match self {
            Order::File => 0,
            Order::WidestReach => reach,
            Order::FewestLeft => -left_on_average(interview, question),
        })
    }
}

/// How many questions would matter after this one, over the kinds of answers to it, in hundredths.
fn left_on_average(interview: &Interview, question: QuestionIndex) -> Reach {
    let rulebook = interview.case.rulebook();
    let rules = &rulebook.questions[question];
    let kinds = match &rules.kind {
        Kind::Checklist(choices) => (0..=choices.len())
            .map(|place| crate::answer::Answer::Ticks {
                ticked: (1 << place) >> 1,
                unsure: false,
            })
            .collect(),
        _ => answer_classes::answers(rules, &answer_classes::bounds(rulebook)[question], 0),
    };
    let mut tried = interview.case.clone();
    let left: usize = kinds
        .iter()
        .map(|answer| {
            tried.set(question, *answer);
            questions_that_matter(&tried, &interview.spread).len()
        })
        .sum();
    Reach::try_from(left * 100 / kinds.len().max(1)).unwrap_or(Reach::MAX)
}
