//! How well rules judge the cases of a file: the figures by which symptom checkers are compared.

use super::Outcome;
use super::file::RuleCase;
use crate::assess::Verdict;
use crate::rulebook::Rulebook;
use crate::triage::TriageLevel;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ratio {
    /// How many did.
    pub some: usize,
    /// How many could.
    pub all: usize,
}

impl Ratio {
    fn count(&mut self, counts: bool, did: bool) {
        self.all += usize::from(counts);
        self.some += usize::from(counts && did);
    }
}

impl std::fmt::Display for Ratio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.some, self.all)
    }
}

/// How accurate the rules were on the cases of a file. Where a case allows several answers, each is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accuracy {
    /// Cases that are urgent at the least: sent the same day or now.
    pub urgent_found: Ratio,
    /// Sent lower than any level the case allows.
    pub too_low: Ratio,
    /// Sent higher than any level the case allows.
    pub too_high: Ratio,
    /// Cases to be looked after at home: sent to a doctor or further.
    pub ordinary_to_doctor: Ratio,
    /// Cases that name a first cause: ranked first.
    pub first_right: Ratio,
    /// Cases where no cause is to be put forward: one was.
    pub confident_without_cause: Ratio,
}

impl Accuracy {
    /// Adds a case and how it went.
    pub fn add(&mut self, rulebook: &Rulebook, rule_case: &RuleCase, outcome: &Outcome) {
        let expect = &rule_case.expect;
        let allowed = &expect.level.0;
        let level = outcome.assessment.level;
        let lowest = allowed.iter().min().copied().unwrap_or(level);
        let highest = allowed.iter().max().copied().unwrap_or(level);
        self.urgent_found
            .count(lowest.is_urgent(), level.is_urgent());
        self.too_low.count(true, level < lowest);
        self.too_high.count(true, level > highest);
        let ordinary = allowed[0] == TriageLevel::SelfCare;
        let to_doctor = level >= TriageLevel::SeeDoctor && level > highest;
        self.ordinary_to_doctor.count(ordinary, to_doctor);
        if let Some(expected) = &expect.first {
            let first = outcome.assessment.causes.first();
            let first = first.map(|result| &rulebook.causes[result.cause].id);
            let right = first.is_some_and(|first| expected.0.iter().any(|id| first == id));
            self.first_right.count(true, right);
        }
        let none = expect.verdict.as_ref().is_some_and(|verdict| {
            let confident = [Verdict::Clear, Verdict::TwoCauses];
            !verdict.0.iter().any(|verdict| confident.contains(verdict))
        });
        let confident = matches!(
            outcome.assessment.verdict,
            Verdict::Clear | Verdict::TwoCauses
        );
        self.confident_without_cause
            .count(none && expect.first.is_none(), confident);
    }
}
