//! How well rules judge the cases of a file: the figures by which symptom checkers are compared.

use super::Outcome;
use super::file::{Expect, RuleCase};
use super::ratio::Ratio;
use crate::assess::{Assessment, Verdict};
use crate::rulebook::Rulebook;
use crate::triage::TriageLevel;

/// Whether a result is so; None if its case does not count. Where a case allows several answers, each is
/// right.
type IsSo = fn(&Rulebook, &Expect, &Assessment) -> Option<bool>;

/// Every figure: what it is called, and what it counts.
pub const FIGURES: [(&str, IsSo); 6] = [
    ("urgent found", |_, expect, got| {
        (lowest(expect)?.is_urgent()).then_some(got.level.is_urgent())
    }),
    ("too low", |_, expect, got| {
        Some(got.level < lowest(expect)?)
    }),
    ("too high", |_, expect, got| {
        Some(got.level > highest(expect)?)
    }),
    ("ordinary to a doctor", |_, expect, got| {
        let to_doctor = got.level >= TriageLevel::SeeDoctor && got.level > highest(expect)?;
        (expect.level.0[0] == TriageLevel::SelfCare).then_some(to_doctor)
    }),
    ("first cause right", |rulebook, expect, got| {
        let expected = expect.first.as_ref()?;
        let first = &rulebook.causes[got.causes.first()?.cause].id;
        Some(expected.0.iter().any(|id| first == id))
    }),
    ("confident where none fits", |_, expect, got| {
        let is_confident =
            |verdict: &Verdict| [Verdict::Clear, Verdict::TwoCauses].contains(verdict);
        let fits = expect.first.is_some() || expect.verdict.as_ref()?.0.iter().any(is_confident);
        (!fits).then_some(is_confident(&got.verdict))
    }),
];

fn lowest(expect: &Expect) -> Option<TriageLevel> {
    expect.level.0.iter().min().copied()
}

fn highest(expect: &Expect) -> Option<TriageLevel> {
    expect.level.0.iter().max().copied()
}

/// What a figure comes to for the cases of a file.
#[must_use]
pub fn figure(is_so: IsSo, rulebook: &Rulebook, results: &[(RuleCase, Outcome)]) -> Ratio {
    // What is expected `as_is` says nothing of what is right.
    let judged = results.iter().filter(|(rule_case, _)| !rule_case.as_is);
    judged
        .filter_map(|(rule_case, outcome)| is_so(rulebook, &rule_case.expect, &outcome.assessment))
        .collect()
}
