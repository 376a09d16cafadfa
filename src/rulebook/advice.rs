//! Advice, and the lists that it stands in.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::path::RulePath;
use super::places::item;
use super::{Rulebook, Text};
use crate::index::{CauseIndex, SourceIndex};
use crate::triage::TriageLevel;

/// When to follow a piece of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Today.
    Today,
    /// In the next days.
    ThisWeek,
    /// When starting to run again.
    Return,
    /// So that it does not come back.
    Prevent,
}

/// One piece of advice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Advice {
    /// Short name.
    pub id: Text,
    /// When to follow it.
    pub due: Due,
    /// What to do.
    pub action: Text,
    /// Given only when this holds.
    pub only_if: Option<Condition>,
    /// Never given unless this is known not to hold.
    pub unless: Option<Condition>,
    /// The levels at which it is given.
    pub levels: Vec<TriageLevel>,
    /// Whether it adds training.
    pub adds_load: bool,
    /// Whether it warns of harm, and so comes first and is never cut.
    pub warns: bool,
    /// Places of its sources.
    pub sources: Vec<SourceIndex>,
}

impl Advice {
    /// The levels at which it is given when it does not say.
    pub const USUAL_LEVELS: [TriageLevel; 3] = [
        TriageLevel::SelfCare,
        TriageLevel::TimeOff,
        TriageLevel::SeeDoctor,
    ];
}

/// What a list of advice belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AdviceOwner {
    /// Advice that does not depend on a cause.
    General,
    /// Advice for ordinary soreness.
    Ordinary,
    /// Advice for a cause.
    Cause(CauseIndex),
}

/// A piece of advice of a rulebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AdviceRef {
    /// What it belongs to.
    pub owner: AdviceOwner,
    /// Its index there.
    pub index: usize,
}

impl AdviceRef {
    /// The advice itself.
    #[must_use]
    pub fn advice(self, rulebook: &Rulebook) -> &Advice {
        &self.owner.list(rulebook)[self.index]
    }
}

impl AdviceOwner {
    /// The list of advice that belongs to it.
    #[must_use]
    pub fn list(self, rulebook: &Rulebook) -> &[Advice] {
        match self {
            AdviceOwner::General => &rulebook.advice,
            AdviceOwner::Ordinary => &rulebook.ordinary.advice,
            AdviceOwner::Cause(cause) => &rulebook.causes[cause].advice,
        }
    }

    /// The same to change it.
    pub fn list_mut(self, rulebook: &mut Rulebook) -> &mut Vec<Advice> {
        match self {
            AdviceOwner::General => &mut rulebook.advice,
            AdviceOwner::Ordinary => &mut rulebook.ordinary.advice,
            AdviceOwner::Cause(cause) => &mut rulebook.causes[cause].advice,
        }
    }

    /// Where the list stands.
    #[must_use]
    pub fn path(self) -> RulePath {
        let owner = match self {
            AdviceOwner::General => RulePath::default(),
            AdviceOwner::Ordinary => RulePath::default().key("ordinary"),
            AdviceOwner::Cause(cause) => item("causes", cause),
        };
        owner.key("advice")
    }
}

impl Rulebook {
    /// Whatever has a list of advice, in the order of the file.
    pub fn advice_owners(&self) -> impl Iterator<Item = AdviceOwner> + use<> {
        let causes = self.causes.indices().map(AdviceOwner::Cause);
        std::iter::once(AdviceOwner::Ordinary)
            .chain(causes)
            .chain([AdviceOwner::General])
    }

    /// Every piece of advice with its path.
    #[must_use]
    pub fn all_advice(&self) -> Vec<(RulePath, &Advice)> {
        let lists = self.advice_owners().flat_map(|owner| {
            let items = owner.list(self).iter().enumerate();
            items.map(move |(index, advice)| (owner.path().item(index), advice))
        });
        lists.collect()
    }
}
