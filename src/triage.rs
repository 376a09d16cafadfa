//! How urgent it is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Triage level, from least to most urgent. Red flags raise it; nothing lowers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TriageLevel {
    /// Look after it yourself.
    SelfCare,
    /// Stop running for a while and watch it.
    TimeOff,
    /// See a doctor or physio within days.
    SeeDoctor,
    /// Get medical help today.
    SameDay,
    /// Get emergency help now.
    Emergency,
}

impl TriageLevel {
    /// All levels, least urgent first.
    pub const ALL: [Self; 5] = [
        Self::SelfCare,
        Self::TimeOff,
        Self::SeeDoctor,
        Self::SameDay,
        Self::Emergency,
    ];

    /// The name used in rule files and data.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SelfCare => "self_care",
            Self::TimeOff => "time_off",
            Self::SeeDoctor => "see_doctor",
            Self::SameDay => "same_day",
            Self::Emergency => "emergency",
        }
    }

    /// Whether help is needed today or now. Causes are not put forward then: the danger comes first.
    #[must_use]
    pub fn is_urgent(self) -> bool {
        self >= Self::SameDay
    }
}

impl fmt::Display for TriageLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
