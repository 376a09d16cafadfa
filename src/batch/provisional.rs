//! A result that is provisional: nobody can be asked about the safety questions that a row leaves open.
//!
//! An answer to one of those can only raise the level. So the level found is a lower bound, and what
//! hangs on its being exact is not said.

use serde::{Serialize, Serializer};

use crate::assess::{Evaluation, Verdict};
use crate::index::{CauseIndex, QuestionIndex};
use crate::triage::TriageLevel;

/// What is certain about a row.
#[derive(Debug)]
pub(super) struct Provisional {
    /// How urgent it is.
    pub(super) level: LevelBound,
    /// What the causes come to.
    pub(super) verdict: KnownVerdict,
    /// Safety questions without an answer.
    pub(super) unanswered_safety: Vec<QuestionIndex>,
    /// Of those, the ones that could have raised the level.
    pub(super) open_safety: Vec<QuestionIndex>,
}

/// The triage level, or the least that it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LevelBound {
    /// No answer to a safety question could raise it.
    Exactly(TriageLevel),
    /// One could.
    AtLeast(TriageLevel),
}

/// The verdict; None if it could be another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownVerdict(pub(super) Option<Verdict>);

impl Provisional {
    pub(super) fn new(row: &Evaluation) -> Self {
        let unanswered_safety = row.unanswered_safety();
        let open_safety = row.open_safety(&unanswered_safety);
        let level = if open_safety.is_empty() {
            LevelBound::Exactly(row.level)
        } else {
            LevelBound::AtLeast(row.level)
        };
        // That help comes first is just as true of what is more urgent.
        let is_known = level.is_exact() || row.level.is_urgent();
        Provisional {
            level,
            verdict: KnownVerdict(is_known.then_some(row.verdict)),
            unanswered_safety,
            open_safety,
        }
    }

    /// The causes that are put forward, likeliest first.
    pub(super) fn shown(&self, row: &Evaluation) -> impl Iterator<Item = CauseIndex> {
        row.shown().filter(|_| self.level.is_exact())
    }
}

impl LevelBound {
    pub(super) fn is_exact(self) -> bool {
        matches!(self, LevelBound::Exactly(_))
    }

    /// The name used in data. The least level alone says nothing, and must not sound as if it did.
    pub(super) fn name(self) -> &'static str {
        match self {
            LevelBound::Exactly(level) | LevelBound::AtLeast(level @ TriageLevel::Emergency) => {
                level.name()
            }
            LevelBound::AtLeast(TriageLevel::SelfCare) => UNKNOWN,
            LevelBound::AtLeast(TriageLevel::TimeOff) => "at_least_time_off",
            LevelBound::AtLeast(TriageLevel::SeeDoctor) => "at_least_see_doctor",
            LevelBound::AtLeast(TriageLevel::SameDay) => "at_least_same_day",
        }
    }
}

impl KnownVerdict {
    /// The name used in data.
    pub(super) fn name(self) -> &'static str {
        self.0.map_or(UNKNOWN, Verdict::name)
    }
}

const UNKNOWN: &str = "unknown";

impl Serialize for LevelBound {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for KnownVerdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{KnownVerdict, LevelBound, TriageLevel, UNKNOWN, Verdict};

    impl JsonSchema for LevelBound {
        fn schema_name() -> Cow<'static, str> {
            "LevelBound".into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let level = generator.subschema_for::<TriageLevel>();
            let levels = TriageLevel::ALL.map(|level| LevelBound::AtLeast(level).name());
            let least = levels.split_last().map(|(_, others)| others);
            json_schema!({
                "description": "The triage level, or the least it can be while safety questions are open: then it is no all-clear.",
                "anyOf": [level, { "enum": least }]
            })
        }
    }

    impl JsonSchema for KnownVerdict {
        fn schema_name() -> Cow<'static, str> {
            "KnownVerdict".into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let verdict = generator.subschema_for::<Verdict>();
            json_schema!({
                "description": "The verdict, unless open safety questions could make it another.",
                "anyOf": [verdict, { "enum": [UNKNOWN] }]
            })
        }
    }
}
