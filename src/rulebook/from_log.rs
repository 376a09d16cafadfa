//! Which facts of a training log answer a question.
//!
//! The log gives the facts, and these rules say what they mean. What is not known for sure answers
//! nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::condition::Range;
use super::{Question, QuestionKind, Rulebook};
use crate::answer::Answer;
use crate::index::QuestionIndex;
use crate::quantity::{Dimension, Quantity};

/// Something that a training log tells about the time before the soreness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Runs a week, over 28 days.
    RunsPerWeek,
    /// Days a week without a run, over 28 days: real rest is that at most.
    RestDays,
    /// The most days in a row with a run, of rows that reach into the last 28 days.
    DaysInARow,
    /// How far the last 7 days went.
    LastWeek,
    /// How far a week went, over the 28 days before the last 7.
    UsualWeek,
    /// The longest run of the last 7 days, in percent above any of the 30 days before it; negative if it
    /// was shorter.
    LongestJump,
    /// The longest break from running that ended in the last 42 days.
    Break,
    /// Time since the first run: at least that.
    History,
    /// In how many of the last 104 weeks there was a run: at least that.
    WeeksWithARun,
    /// How far the shoes have gone.
    ShoeDistance,
    /// How long the shoes have been in use.
    ShoeAge,
    /// Pairs of shoes with two runs or more in the last 56 days.
    PairsOfShoes,
}

impl Fact {
    /// All of them.
    pub const ALL: [Fact; 12] = [
        Fact::RunsPerWeek,
        Fact::RestDays,
        Fact::DaysInARow,
        Fact::LastWeek,
        Fact::UsualWeek,
        Fact::LongestJump,
        Fact::Break,
        Fact::History,
        Fact::WeeksWithARun,
        Fact::ShoeDistance,
        Fact::ShoeAge,
        Fact::PairsOfShoes,
    ];

    /// What is measured.
    #[must_use]
    pub fn dimension(self) -> Dimension {
        match self {
            Fact::LastWeek | Fact::UsualWeek | Fact::ShoeDistance => Dimension::Distance,
            Fact::DaysInARow | Fact::Break | Fact::History | Fact::ShoeAge => Dimension::Time,
            Fact::RunsPerWeek
            | Fact::RestDays
            | Fact::LongestJump
            | Fact::WeeksWithARun
            | Fact::PairsOfShoes => Dimension::Count,
        }
    }
}

/// Its name in a rule file.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// How much is known of a fact: it lies between two numbers, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Not less.
    pub least: Quantity,
    /// Not more; None where nobody knows.
    pub most: Option<Quantity>,
}

impl Known {
    /// A fact that is known.
    #[must_use]
    pub fn exactly(quantity: Quantity) -> Self {
        Known {
            least: quantity,
            most: Some(quantity),
        }
    }

    /// Whether it lies in a range for sure.
    pub(crate) fn is_within(self, range: Range) -> bool {
        let has_no_end = range.below == i64::MAX;
        let ends_inside = self.most.is_some_and(|most| most.base() < range.below);
        range.from <= self.least.base() && (has_no_end || ends_inside)
    }
}

/// How facts answer a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromLog {
    /// The fact is the answer to a question for a number.
    Number(Fact),
    /// Options by their index, each with the facts that all must lie in their ranges.
    Options(Vec<(u8, Vec<(Fact, Range)>)>),
}

/// What a log says to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// An answer, as good as the runner's.
    Answer(Answer),
    /// Lines of a list that are true. Only the runner knows about the others.
    Ticks(Answer),
    /// A number that it is at least, for the runner to confirm.
    AtLeast(Answer),
}

impl Said {
    /// What is said, whatever it is worth.
    #[must_use]
    pub fn answer(self) -> Answer {
        match self {
            Said::Answer(answer) | Said::Ticks(answer) | Said::AtLeast(answer) => answer,
        }
    }
}

impl FromLog {
    /// In words: for a number the fact, for each option what its facts must be.
    fn words(&self, kind: &QuestionKind) -> String {
        match self {
            FromLog::Number(fact) => fact.to_string(),
            FromLog::Options(options) => {
                let options = options.iter().map(|(option, facts)| {
                    let facts = facts.iter().map(|(fact, range)| {
                        format!("{fact} is {}", range.words(fact.dimension()))
                    });
                    let facts = facts.collect::<Vec<_>>().join(" and ");
                    format!("{} where {facts}", kind.choices()[usize::from(*option)].id)
                });
                options.collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// What the facts say to a question of this kind, if they say anything, and which of them.
    #[must_use]
    pub fn said(
        &self,
        kind: &QuestionKind,
        known: impl Fn(Fact) -> Option<Known>,
    ) -> Option<(Said, Vec<Fact>)> {
        match (self, kind) {
            (FromLog::Number(fact), QuestionKind::Number { min, max, .. }) => {
                let known = known(*fact)?;
                let answer = Answer::Number(known.least);
                let said = if known.most == Some(known.least) {
                    Said::Answer(answer)
                } else {
                    Said::AtLeast(answer)
                };
                (known.least.is_within(*min, *max)).then(|| (said, vec![*fact]))
            }
            (FromLog::Options(options), _) => {
                let is_within = |(fact, range): &(Fact, Range)| {
                    known(*fact).is_some_and(|known| known.is_within(*range))
                };
                let held = options.iter();
                let held: Vec<_> = held
                    .filter(|(_, facts)| facts.iter().all(is_within))
                    .collect();
                let said = match (kind, &held[..]) {
                    (_, []) => return None,
                    (QuestionKind::Checklist(_), held) => Said::Ticks(Answer::Ticks {
                        ticked: held
                            .iter()
                            .fold(0, |ticked, (option, _)| ticked | 1 << option),
                        unsure: false,
                    }),
                    (_, [(option, _)]) => Said::Answer(Answer::Option(*option)),
                    // Two options at once answer nothing.
                    _ => return None,
                };
                let facts = held.iter().flat_map(|(_, facts)| facts);
                let mut facts: Vec<Fact> = facts.map(|(fact, _)| *fact).collect();
                facts.sort_unstable();
                facts.dedup();
                Some((said, facts))
            }
            (FromLog::Number(_), _) => None,
        }
    }
}

impl Rulebook {
    /// The question that asks how long ago the trouble began.
    #[must_use]
    pub fn onset(&self) -> Option<QuestionIndex> {
        self.questions.find(|question| question.onset)
    }
}

impl Question {
    /// Which facts of a training log answer it, in words.
    pub(crate) fn log_words(&self) -> Option<String> {
        self.from_log
            .as_ref()
            .map(|from_log| from_log.words(&self.kind))
    }
}
