//! Mutation analysis: one rule is changed at a time, and a case has to notice.
//!
//! A mutant is *killed* when a case that passed fails. One that survives is a rule that could be
//! lost, or be wrong, while every case still passes.

pub mod mutant;

use std::cmp::Reverse;
use std::iter;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::cases::file::RuleCase;
use super::cases::ratio::Ratio;
use super::cases::run;
use super::cores::on_all_cores;
use super::exceptions;
use super::lint::SURVIVES;
use crate::answers::case::Case;
use crate::assess::Engine;
use crate::rulebook::Rulebook;
use mutant::{Edit, Mutant, Operator};

/// A mutant and what became of it.
#[derive(Debug, Clone)]
pub struct Fate {
    /// The mutant.
    pub mutant: Mutant,
    /// Whether a case fails with it.
    pub killed: bool,
    /// The reason why it may survive, from the rule file.
    pub excepted: Option<String>,
}

/// Tries every mutant of a rulebook on cases that pass without it, on all processor cores.
/// `progress` is told after each how many were tried, of how many.
pub fn mutate(
    rulebook: &Rulebook,
    cases: &[&RuleCase],
    progress: impl Fn(usize, usize) + Sync,
) -> Vec<Fate> {
    let seen: Vec<(&RuleCase, Vec<Case>)> = cases
        .iter()
        .map(|rule_case| (*rule_case, checks(rulebook, rule_case)))
        .collect();
    let mutants = Mutant::all(rulebook);
    let tried = AtomicUsize::new(0);
    let killed = on_all_cores(
        mutants.len(),
        || (),
        |(), index| {
            let killed = is_killed(rulebook, &mutants[index], &seen);
            progress(tried.fetch_add(1, Ordering::Relaxed) + 1, mutants.len());
            killed
        },
    );
    let fates = mutants.into_iter().zip(killed);
    fates
        .map(|(mutant, killed)| Fate {
            killed,
            excepted: exception(rulebook, &mutant),
            mutant,
        })
        .collect()
}

/// What is answered in a case, and then in each check before it.
fn checks<'r>(rulebook: &'r Rulebook, rule_case: &RuleCase) -> Vec<Case<'r>> {
    let earlier = rule_case.earlier.iter().map(|earlier| &earlier.answers);
    let all = iter::once(&rule_case.answers).chain(earlier);
    all.map(|answers| Case::new(rulebook, answers.clone()))
        .collect()
}

fn is_killed(rulebook: &Rulebook, mutant: &Mutant, cases: &[(&RuleCase, Vec<Case>)]) -> bool {
    let mut noticing = cases
        .iter()
        .filter(|(rule_case, checks)| may_notice(mutant, rule_case, checks))
        .peekable();
    if noticing.peek().is_none() {
        return false;
    }
    let mutated = mutant.of(rulebook);
    let mut engine = Engine::new(&mutated);
    noticing.any(|(rule_case, _)| {
        let outcome = match mutant.edit {
            Edit::FromLog(..) | Edit::Fixed(_) => {
                let rule_case = RuleCase::clone(rule_case).under(&mut engine);
                run(&mut engine, &rule_case)
            }
            _ => run(&mut engine, rule_case),
        };
        !outcome.differences.is_empty()
    })
}

/// Whether a case could go another way with a mutant. A condition that no further answer can change,
/// and that comes out the same, changes neither the result nor what is still to ask; it may change in
/// which order questions are asked, and so how many.
fn may_notice(mutant: &Mutant, rule_case: &RuleCase, checks: &[Case]) -> bool {
    let before = |case: &Case| case.outcomes(&mutant.when);
    let differs = match &mutant.edit {
        Edit::Condition(_, after) => {
            (checks.iter()).any(|case| case.outcomes(after) != before(case))
        }
        Edit::Level(..) | Edit::Never(..) | Edit::TurnedRound(..) => {
            checks.iter().any(|case| before(case).holds())
        }
        Edit::FromLog(question, _) => rule_case.from_facts.contains(question),
        Edit::Fixed(question) => rule_case.kept.contains(question),
        Edit::Expectation(..) => !rule_case.earlier.is_empty(),
    };
    // What should be better, and what it is told by, is asked for.
    let is_asked_for = mutant.kind == Operator::Better && !rule_case.earlier.is_empty();
    let to_be_finished = !rule_case.partial && !before(&checks[0]).is_settled();
    differs || is_asked_for || to_be_finished || rule_case.expect.questions_at_most.is_some()
}

/// Why the rule file lets a mutant survive, if it does and may.
fn exception(rulebook: &Rulebook, mutant: &Mutant) -> Option<String> {
    if !mutant.kind.may_survive() {
        return None;
    }
    let name = rulebook.place_name(&mutant.path);
    exceptions::reason(rulebook, SURVIVES, &name).map(str::to_owned)
}

/// The exceptions for mutants that let nothing survive, by their index in the file.
#[must_use]
pub fn unused_exceptions(rulebook: &Rulebook, fates: &[Fate]) -> Vec<usize> {
    let accepted = |fate: &&Fate| !fate.killed && fate.excepted.is_some();
    let accepted = fates.iter().filter(accepted);
    let names = accepted.map(|fate| rulebook.place_name(&fate.mutant.path));
    let names: Vec<String> = names.collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    exceptions::unused(rulebook, SURVIVES, &names)
}

/// How many mutants of a kind are killed, of how many that have to be.
#[must_use]
pub fn killed(fates: &[Fate], kind: Operator) -> Ratio {
    let of_kind = fates.iter().filter(|fate| fate.mutant.kind == kind);
    let needed = of_kind.filter(|fate| fate.killed || fate.excepted.is_none());
    needed.map(|fate| fate.killed).collect()
}

/// The index of the case from which to write one that notices: where the rule holds and the fewest
/// red flags do, or else where most of what it looks at is so. Each case comes with how many do.
#[must_use]
pub fn nearest_case(mutant: &Mutant, cases: &[(Case, usize)]) -> Option<usize> {
    let nearness = |index: &usize| {
        let (case, flags) = &cases[*index];
        let mut true_tests = 0;
        mutant
            .when
            .each_test(&mut |test| true_tests += usize::from(case.holds(test)));
        (
            case.holds(&mutant.when),
            true_tests,
            Reverse(flags),
            Reverse(*index),
        )
    };
    (0..cases.len()).max_by_key(nearness)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::cases::file::read;

    #[test]
    fn a_case_notices_each_change_of_what_is_said_of_later_checks() {
        let rulebook = Rulebook::built_in();
        let cases = read(include_str!("../../rules/cases/follow-up.yaml"), &rulebook).unwrap();
        let seen = cases.iter();
        let seen = seen.map(|one| (one, checks(&rulebook, one)));
        let seen: Vec<_> = seen.collect();
        let kinds = [Operator::Fixed, Operator::Expectation, Operator::Better];
        for mutant in Mutant::all(&rulebook) {
            let is_noticed = || is_killed(&rulebook, &mutant, &seen);
            assert!(!kinds.contains(&mutant.kind) || is_noticed(), "{mutant:?}");
        }
    }

    /// Which cases may notice is worked out to save time, and must not miss one.
    #[test]
    fn no_case_notices_that_was_left_out() {
        let rulebook = Rulebook::built_in();
        let corners = include_str!("../../rules/cases/corners.yaml");
        let cases = read(corners, &rulebook).unwrap();
        let left_out = |mutant: &Mutant, rule_case: &&RuleCase| {
            !may_notice(mutant, rule_case, &checks(&rulebook, rule_case))
        };
        for mutant in Mutant::all(&rulebook) {
            let mutated = mutant.of(&rulebook);
            let mut engine = Engine::new(&mutated);
            for rule_case in cases
                .iter()
                .filter(|rule_case| left_out(&mutant, rule_case))
            {
                assert_eq!(
                    run(&mut engine, rule_case).differences,
                    [],
                    "{mutant:?}: {}",
                    rule_case.name
                );
            }
        }
    }
}
