//! From answers to a result: triage first, then ranked causes, then advice.
//!
//! Pure: no clock, no terminal, no randomness. The same answers give the same assessment, in
//! whatever order they came.

mod advice;
mod score;
pub mod screen;
mod verdict;

use serde::{Deserialize, Serialize};

use crate::answers::case::Case;
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Rulebook, Score};
use crate::triage::TriageLevel;

pub use advice::{Given, Origin, advice};
pub use score::{Weighing, rank, unit_weight, weigh};
pub use verdict::{Ranking, verdict};

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

    /// Whether the cause is shown in the ranking, with its advice.
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

/// The result of a check. Places refer to the rulebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// How urgent it is.
    pub level: TriageLevel,
    /// The red flags that hold, most urgent first.
    pub red_flags: Vec<usize>,
    /// Safety questions that could be asked and were not answered, in rulebook order.
    pub unanswered_safety: Vec<QuestionIndex>,
    /// Of those, the ones whose answer could have raised the level.
    pub open_safety: Vec<QuestionIndex>,
    /// What the causes come to.
    pub verdict: Verdict,
    /// Every cause, most likely first.
    pub causes: Vec<CauseResult>,
    /// What to do, in order.
    pub advice: Vec<Given>,
}

/// What the answers say about one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseResult {
    /// Place of the cause.
    pub cause: usize,
    /// Its score.
    pub score: Score,
    /// How strongly it is put forward.
    pub strength: Strength,
    /// What speaks for and against it, and what is not known.
    pub weighing: Weighing,
}

/// Assesses a case.
#[must_use]
pub fn assess(case: &Case) -> Assessment {
    let rulebook = case.rulebook();
    let red_flags = red_flags(case);
    let level = level(rulebook, &red_flags);
    let mut causes: Vec<CauseResult> = rulebook
        .causes
        .iter()
        .enumerate()
        .map(|(place, cause)| {
            let weighing = weigh(case, cause);
            let score = cause.prior + weighing.total;
            CauseResult {
                cause: place,
                score,
                strength: Strength::None,
                weighing,
            }
        })
        .collect();
    causes.sort_by_key(|result| rank(result.score, result.cause));
    let first = causes.first().map_or(0, |result| result.score);
    for result in &mut causes {
        result.strength = rulebook.thresholds.strength(result.score, first);
    }
    let verdict = verdict(case, level, &causes);
    if verdict == Verdict::HelpFirst {
        for result in &mut causes {
            result.strength = Strength::None;
        }
    }
    let shown = causes.iter().filter(|result| result.strength.is_shown());
    let unanswered_safety: Vec<QuestionIndex> = unanswered_safety(case).collect();
    Assessment {
        level,
        open_safety: open_safety(case, level, &unanswered_safety),
        unanswered_safety,
        verdict,
        advice: advice(case, level, verdict, shown.map(|result| result.cause)),
        causes,
        red_flags,
    }
}

/// The red flags that hold, most urgent first, otherwise in file order.
#[must_use]
pub fn red_flags(case: &Case) -> Vec<usize> {
    let flags = &case.rulebook().red_flags;
    let mut held: Vec<usize> = (0..flags.len())
        .filter(|flag| case.holds(&flags[*flag].when))
        .collect();
    held.sort_by_key(|flag| std::cmp::Reverse(flags[*flag].level));
    held
}

/// The triage level alone, for those who need no causes.
#[must_use]
pub fn triage_level(case: &Case) -> TriageLevel {
    level(case.rulebook(), &red_flags(case))
}

/// The triage level: the highest of the red flags that hold. Causes never lower it.
fn level(rulebook: &Rulebook, held: &[usize]) -> TriageLevel {
    held.first().map_or(TriageLevel::SelfCare, |flag| {
        rulebook.red_flags[*flag].level
    })
}

/// Safety questions that could be asked and were not answered, in rulebook order.
pub fn unanswered_safety(case: &Case) -> impl Iterator<Item = QuestionIndex> {
    let questions = &case.rulebook().questions;
    (0..questions.len())
        .filter(move |question| questions[*question].safety && case.is_open(*question))
}

/// Of the unanswered safety questions those whose answer could have raised the level.
pub(crate) fn open_safety(
    case: &Case,
    level: TriageLevel,
    unanswered: &[QuestionIndex],
) -> Vec<QuestionIndex> {
    let could_raise: Vec<QuestionIndex> = case
        .rulebook()
        .red_flags
        .iter()
        .filter(|flag| flag.level > level && case.outcomes(&flag.when).may_hold())
        .flat_map(|flag| flag.when.questions())
        .collect();
    unanswered
        .iter()
        .copied()
        .filter(|question| could_raise.contains(question))
        .collect()
}
