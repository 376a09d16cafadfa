//! A question of a rulebook, and what answers it takes.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::from_log::FromLog;
use super::region::Region;
use super::text::Text;
use crate::index::TopicIndex;
use crate::quantity::{Dimension, Quantity};

/// A question.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Question {
    /// Short name.
    pub id: Text,
    /// Its topic.
    pub topic: TopicIndex,
    /// What it is about, in a word or two.
    pub short: Text,
    /// The question as the runner reads it.
    pub ask: Text,
    /// Why it is asked.
    pub why: Text,
    /// How to find out.
    pub how: Option<Text>,
    /// Asked only when this holds or is not sure. Names earlier questions only.
    pub only_if: Option<Condition>,
    /// What answers it takes.
    pub kind: QuestionKind,
    /// Whether a red flag depends on it.
    pub safety: bool,
    /// Whether the answer may change over the next days.
    pub changes: bool,
    /// Whether it asks how long ago the trouble began: a training log counts up to that day.
    pub onset: bool,
    /// Why its answer stays the same at a later check, if it does.
    pub fixed: Option<Text>,
    /// Which facts of a training log answer it.
    pub from_log: Option<FromLog>,
}

/// What answers a question takes, besides *not sure*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum QuestionKind {
    /// Choose one.
    Choice(Vec<Choice>),
    /// Tick all that apply, or none.
    Checklist(Vec<Choice>),
    /// A number.
    Number {
        /// What is measured.
        dimension: Dimension,
        /// Smallest allowed value.
        min: Quantity,
        /// Largest allowed value.
        max: Quantity,
    },
}

impl QuestionKind {
    /// The options to choose from or to tick; none for a number.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            QuestionKind::Choice(choices) | QuestionKind::Checklist(choices) => choices,
            QuestionKind::Number { .. } => &[],
        }
    }
}

/// One option of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Choice {
    /// Short name.
    pub id: Text,
    /// As the runner reads it.
    pub text: Text,
    /// The same in a word or two.
    pub short: Text,
    /// Where on the legs it lies.
    pub regions: Vec<Region>,
    /// After how long it need not be true any more, where it is about the time just before.
    pub lapses: Option<Quantity>,
}

impl Choice {
    /// Where on the legs it lies, by the names of a rule file; empty if that is not said.
    #[must_use]
    pub fn regions_in_words(&self) -> String {
        let names: Vec<String> = self.regions.iter().map(Region::to_string).collect();
        names.join(", ")
    }
}
