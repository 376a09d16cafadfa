//! Promises of the rule file's own: a lowest level, and advice that is never given.
//!
//! Every combination of answers to the questions that the promise names is tried with all other
//! questions open. What Kleene's logic settles then holds whatever the others are.

use super::structure::{Corner, Tried, outcomes};
use super::{Broken, Proof, Prover};
use crate::answer::Answers;
use crate::answers::case::Case;
use crate::rulebook::condition::Condition;
use crate::rulebook::{Advice, WrittenPromise};
use crate::triage::TriageLevel;

impl Prover<'_> {
    pub(super) fn written(&mut self, index: usize) -> Result<Proof, Broken> {
        let promise = &self.rulebook.promises[index];
        let breaks = |prover: &mut Prover, answers: &Answers| {
            let case = Case::new(prover.rulebook, answers.clone());
            case.holds(&promise.when).then_some(())?;
            let evaluation = prover.engine.evaluate(answers);
            if evaluation.level < promise.at_least {
                return Some(format!("the level is {}", evaluation.level));
            }
            let given = evaluation.advice().into_iter();
            let given = given.map(|given| &given.advice(prover.rulebook).id);
            let mut given = given.filter(|id| promise.never_advise.contains(id));
            given.next().map(|id| format!("it advises `{id}`"))
        };
        let proof = match self.every_answer_of(promise) {
            Tried::Held(count) => Proof::AllCombinations(count),
            Tried::Failed(_) | Tried::TooMany => Proof::Searched(self.tries),
        };
        self.or_search(proof, Some(&promise.when), &breaks)
    }

    fn every_answer_of(&self, promise: &WrittenPromise) -> Tried {
        let rulebook = self.rulebook;
        let all = rulebook.all_advice().into_iter().map(|(_, advice)| advice);
        let never: Vec<&Advice> = all
            .filter(|advice| promise.never_advise.contains(&advice.id))
            .collect();
        let flags = rulebook.red_flags.iter();
        let flags = flags.filter(|flag| flag.level >= promise.at_least);
        let conditions: Vec<&Condition> = (flags.map(|flag| &flag.when))
            .chain(
                never
                    .iter()
                    .flat_map(|one| one.only_if.iter().chain(&one.unless)),
            )
            .collect();
        let corner = Corner::of(rulebook, &promise.when, &conditions);
        corner.every_combination(None, |case, later| {
            let when = outcomes(case, &promise.when, later);
            if !when.may_hold() {
                return Some(true);
            }
            let flags = rulebook.red_flags.iter();
            let mut urgent = flags.filter(|flag| flag.level >= promise.at_least);
            let reaches = promise.at_least == TriageLevel::SelfCare
                || urgent.any(|flag| outcomes(case, &flag.when, later).holds());
            let is_withheld = |advice: &&Advice| {
                let unless = advice.unless.as_ref();
                let only_if = advice.only_if.as_ref();
                unless.is_some_and(|unless| !outcomes(case, unless, later).may_fail())
                    || only_if.is_some_and(|only_if| !outcomes(case, only_if, later).may_hold())
            };
            let is_kept = reaches && never.iter().all(is_withheld);
            (is_kept || later.is_empty()).then_some(is_kept)
        })
    }
}
