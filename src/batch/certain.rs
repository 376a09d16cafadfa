//! What is certain about a row, when nobody can be asked about the safety questions it leaves open.
//!
//! An answer to one of those can only raise the level. So the level found is the least it can be,
//! and what hangs on its being final is not said.

use serde::{Serialize, Serializer};

use crate::assess::{Evaluation, Verdict};
use crate::rulebook::condition::QuestionIndex;
use crate::triage::TriageLevel;

/// What is certain about a row.
#[derive(Debug)]
pub(super) struct Certain {
    /// How urgent it is.
    pub(super) level: CertainLevel,
    /// What the causes come to.
    pub(super) verdict: CertainVerdict,
    /// Safety questions without an answer.
    pub(super) unanswered_safety: Vec<QuestionIndex>,
    /// Of those, the ones that could have raised the level.
    pub(super) open_safety: Vec<QuestionIndex>,
}

/// The triage level, or the least that it can be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CertainLevel {
    pub(super) level: TriageLevel,
    /// Whether no answer to a safety question could raise it.
    pub(super) is_final: bool,
}

/// The verdict, unless it could be another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CertainVerdict(pub(super) Option<Verdict>);

impl Certain {
    pub(super) fn new(row: &Evaluation) -> Self {
        let unanswered_safety = row.unanswered_safety();
        let open_safety = row.open_safety(&unanswered_safety);
        let is_final = open_safety.is_empty();
        Certain {
            level: CertainLevel {
                level: row.level,
                is_final,
            },
            // That help comes first is just as true of what is more urgent.
            verdict: CertainVerdict((is_final || row.level.is_urgent()).then_some(row.verdict)),
            unanswered_safety,
            open_safety,
        }
    }

    /// The causes that are put forward, likeliest first.
    pub(super) fn shown(&self, row: &Evaluation) -> impl Iterator<Item = usize> {
        row.shown().filter(|_| self.level.is_final)
    }
}

impl CertainLevel {
    /// The name used in data. The least level alone says nothing, and must not sound as if it did.
    pub(super) fn name(self) -> &'static str {
        match (self.level, self.is_final) {
            (level @ TriageLevel::Emergency, _) | (level, true) => level.name(),
            (TriageLevel::SelfCare, false) => UNKNOWN,
            (TriageLevel::TimeOff, false) => "at_least_time_off",
            (TriageLevel::SeeDoctor, false) => "at_least_see_doctor",
            (TriageLevel::SameDay, false) => "at_least_same_day",
        }
    }
}

impl CertainVerdict {
    /// The name used in data.
    pub(super) fn name(self) -> &'static str {
        self.0.map_or(UNKNOWN, Verdict::name)
    }
}

const UNKNOWN: &str = "unknown";

impl Serialize for CertainLevel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for CertainVerdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::{CertainLevel, CertainVerdict, TriageLevel, UNKNOWN, Verdict};

    impl JsonSchema for CertainLevel {
        fn schema_name() -> Cow<'static, str> {
            "CertainLevel".into()
        }
        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let level = generator.subschema_for::<TriageLevel>();
            let is_final = false;
            let levels = TriageLevel::ALL.map(|level| CertainLevel { level, is_final }.name());
            let least = levels.split_last().map(|(_, others)| others);
            json_schema!({
                "description": "The triage level, or the least it can be while safety questions are open: then it is no all-clear.",
                "anyOf": [level, { "enum": least }]
            })
        }
    }

    impl JsonSchema for CertainVerdict {
        fn schema_name() -> Cow<'static, str> {
            "CertainVerdict".into()
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
