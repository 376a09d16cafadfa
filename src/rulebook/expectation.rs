//! A later check: which answers may have changed, and what should be better by when. No other rule looks at
//! an earlier check.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::{Question, QuestionKind, Rulebook, Text};
use crate::index::{CauseIndex, MayBeIndex, QuestionIndex, SourceIndex};
use crate::quantity::{Dimension, Quantity};
use crate::text::counted;
use crate::triage::TriageLevel;

/// What should have become better since an earlier check, by when.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Expectation {
    /// Short name.
    pub id: Text,
    /// The levels of the earlier check at which it is made.
    pub levels: Vec<TriageLevel>,
    /// What the earlier check made of it; empty if it is made whatever that was.
    pub of: Vec<Found>,
    /// Within how many days of the earlier check.
    pub within_days: u32,
    /// What holds when it is better.
    pub better: Condition,
    /// The questions whose number is lower when it is better.
    pub less: Vec<QuestionIndex>,
    /// The level of a later check, at least, where it is not better in time.
    pub level: TriageLevel,
    /// Why it should be better.
    pub because: Text,
    /// Its sources.
    pub sources: Vec<SourceIndex>,
}

/// What an earlier check made of the soreness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found {
    /// Ordinary soreness.
    Ordinary,
    /// This cause was put forward.
    Cause(CauseIndex),
    /// A red flag made one think of this.
    MayBe(MayBeIndex),
}

impl Expectation {
    /// The highest level that may follow: danger has rules of its own.
    pub const MOST: TriageLevel = TriageLevel::SeeDoctor;
    /// The most days between two checks that are compared.
    pub const MOST_DAYS: u32 = 56;

    /// The expectation in words, with the names that a rule file has for everything.
    #[must_use]
    pub fn words(&self, rulebook: &Rulebook) -> String {
        let levels: Vec<&str> = self.levels.iter().map(|level| level.name()).collect();
        let of = self.of.iter().map(|found| match found {
            Found::Ordinary => "ordinary",
            Found::Cause(cause) => &rulebook.causes[*cause].id,
            Found::MayBe(may_be) => &rulebook.may_be[*may_be].id,
        });
        let of: Vec<&str> = of.collect();
        let of = if of.is_empty() {
            String::new()
        } else {
            format!(" of {}", of.join(" or "))
        };
        let less = self.less.iter();
        let less = less.map(|question| format!("; less {}", rulebook.questions[*question].id));
        format!(
            "after {}{of}, within {}: {}{}; or else {}",
            levels.join(" or "),
            counted(self.within_days as usize, "day"),
            self.better.words(rulebook),
            less.collect::<String>(),
            self.level
        )
    }
}

impl Question {
    /// The highest score, where it asks for one that changes over the days, such as pain.
    #[must_use]
    pub fn highest_score(&self) -> Option<Quantity> {
        match self.kind {
            QuestionKind::Number {
                dimension: Dimension::Count,
                max,
                ..
            } if self.changes => Some(max),
            _ => None,
        }
    }

    /// Whether its options lie in several places, so that it tells where it is sore.
    #[must_use]
    pub fn tells_place(&self) -> bool {
        let choices = self.kind.choices().iter();
        let mut places = choices
            .map(|choice| &choice.regions)
            .filter(|regions| !regions.is_empty());
        let first = places.next();
        places.any(|place| Some(place) != first)
    }

    /// Whether an option is about the time just before the check.
    pub(crate) fn has_window(&self) -> bool {
        let mut choices = self.kind.choices().iter();
        choices.any(|choice| choice.lapses.is_some())
    }
}
