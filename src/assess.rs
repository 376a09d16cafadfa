//! From answers to a result: triage first, then ranked causes, then advice.
//!
//! Pure: no clock, no terminal, no randomness. The same answers give the same assessment, in
//! whatever order they came.
//!
//! - Conditions follow Kleene's three-valued logic: *not sure* neither holds nor fails
//!   ([`condition`](crate::rulebook::condition)).
//! - A cause is scored as in naive Bayes, by log-odds: those of its prior and the damped logarithm
//!   of the likelihood ratio of each piece of evidence that counts. Of an evidence group only the
//!   strongest member that holds counts.
//! - [`Engine`] computes level, scores and ranking, for one case or for many. Reasons and advice
//!   are read off its [`Evaluation`].

mod advice;
mod engine;
mod instruction;
mod ranking;
mod reasons;
mod safety;

use serde::{Deserialize, Serialize};

use crate::answer::Answers;
use crate::answers::case::Case;
use crate::index::{CauseIndex, QuestionIndex, RedFlagIndex};
use crate::rulebook::Score;
use crate::triage::TriageLevel;

pub use crate::rulebook::advice::{AdviceOwner, AdviceRef};
pub use engine::{Engine, Evaluation};
pub use instruction::{Instruction, is_forbidden};
pub use ranking::{RankedCause, rank, verdict};
pub use reasons::Reasons;

/// How strongly a cause is put forward. Never a percentage: nothing here is calibrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Not put forward.
    None,
    /// Less likely.
    Weak,
    /// Possible.
    Fair,
    /// Likely.
    Strong,
}

impl Strength {
    /// The word shown and used in data.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Strength::None => "none",
            Strength::Weak => "weak",
            Strength::Fair => "fair",
            Strength::Strong => "strong",
        }
    }

    /// In words, as it stands beside a cause.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Strength::None => "little speaks for it",
            other => other.name(),
        }
    }

    /// Whether the cause is put forward.
    #[must_use]
    pub fn is_shown(self) -> bool {
        self >= Strength::Fair
    }
}

/// What the causes come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// One cause stands out.
    Clear,
    /// Two causes stand out.
    TwoCauses,
    /// None stands out.
    NoClearCause,
    /// It is what a hard run does.
    OrdinarySoreness,
    /// Help is needed today or now, so no cause is put forward.
    HelpFirst,
}

impl Verdict {
    /// The name used in data.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Clear => "clear",
            Verdict::TwoCauses => "two_causes",
            Verdict::NoClearCause => "no_clear_cause",
            Verdict::OrdinarySoreness => "ordinary_soreness",
            Verdict::HelpFirst => "help_first",
        }
    }
}

/// The result of a check, with its reasons. Indices refer to the rulebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// How urgent it is.
    pub level: TriageLevel,
    /// The red flags that hold, most urgent first.
    pub red_flags: Vec<RedFlagIndex>,
    /// What to do about the level.
    pub instruction: Instruction,
    /// Safety questions that could be asked and were not answered, in rulebook order.
    pub unanswered_safety: Vec<QuestionIndex>,
    /// Of those, the ones whose answer could have raised the level.
    pub open_safety: Vec<QuestionIndex>,
    /// What the causes come to.
    pub verdict: Verdict,
    /// Every cause, most likely first.
    pub causes: Vec<CauseResult>,
    /// What to do, in order.
    pub advice: Vec<AdviceRef>,
}

/// What the answers say about one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseResult {
    /// Index of the cause.
    pub cause: CauseIndex,
    /// Its score.
    pub score: Score,
    /// How strongly it is put forward.
    pub strength: Strength,
    /// What speaks for and against it, and what is not known.
    pub reasons: Reasons,
}

/// Assesses a case. For many cases make one [`Engine`] and use that.
#[must_use]
pub fn assess(case: &Case) -> Assessment {
    Engine::new(case.rulebook()).assess(case.answers())
}

impl Engine<'_> {
    /// Evaluates one case and gives the reasons.
    pub fn assess(&mut self, answers: &Answers) -> Assessment {
        self.assess_at_least(answers, TriageLevel::SelfCare)
    }

    /// The same, where something besides the answers calls for this level at least.
    pub fn assess_at_least(&mut self, answers: &Answers, level: TriageLevel) -> Assessment {
        let mut evaluation = self.evaluate(answers);
        evaluation.level = evaluation.level.max(level);
        let unanswered_safety = evaluation.unanswered_safety();
        let causes = evaluation.causes.iter().map(|ranked| CauseResult {
            cause: ranked.cause,
            score: ranked.score,
            strength: ranked.strength,
            reasons: evaluation.reasons(ranked.cause),
        });
        Assessment {
            level: evaluation.level,
            red_flags: evaluation.red_flags.to_vec(),
            instruction: evaluation.instruction(),
            open_safety: evaluation.open_safety(&unanswered_safety),
            unanswered_safety,
            verdict: evaluation.verdict,
            causes: causes.collect(),
            advice: evaluation.advice(),
        }
    }
}
