//! Promises about the result of one runner: there is advice, none that could harm, and stopping
//! early does not change it.

use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::assess::{Assessment, Given, assess};
use crate::interview::Interview;
use crate::rulebook::condition::Outcomes;

pub(super) fn without_advice(case: &Case) -> Option<String> {
    let assessment = assess(case);
    (assessment.advice.is_empty() && !assessment.level.is_urgent())
        .then(|| format!("a result of {} has no advice", assessment.level))
}

pub(super) fn forbidden_advice(case: &Case) -> Option<String> {
    forbidden_among(case, &assess(case).advice)
}

pub(super) fn forbidden_among(case: &Case, given: &[Given]) -> Option<String> {
    let mut given = given.iter().map(|given| given.advice(case.rulebook()));
    let harmful = given.find(|advice| {
        let unless = advice.unless.as_ref();
        unless.is_some_and(|unless| case.outcomes(unless) != Outcomes::FALSE)
    });
    harmful.map(|advice| format!("`{}` is given although its `unless` may hold", advice.id))
}

pub(super) fn stopping_early(case: &Case) -> Option<String> {
    differs(&interviewed(case, true), &interviewed(case, false))
}

/// What is known of a case when its interview ends.
pub(super) fn interviewed<'r>(case: &Case<'r>, all_questions: bool) -> Case<'r> {
    let rulebook = case.rulebook();
    let nothing = Answers::new(rulebook.questions.len());
    let mut interview = Interview::new(rulebook, nothing, all_questions);
    while let Some(question) = interview.next() {
        let answer = case.answers().get(question).unwrap_or(Answer::NotSure);
        interview.answer(question, answer);
    }
    interview.case().clone()
}

pub(super) fn differs(full: &Case, early: &Case) -> Option<String> {
    let (full, early) = (outcome(&assess(full)), outcome(&assess(early)));
    (full != early).then(|| format!("the full interview ends in {full}, the early one in {early}"))
}

/// What a person is told: level, verdict, strengths, the order of the causes shown, advice.
fn outcome(assessment: &Assessment) -> String {
    let mut strengths: Vec<_> = assessment
        .causes
        .iter()
        .map(|result| (result.cause, result.strength.name()))
        .collect();
    strengths.sort_unstable();
    let shown: Vec<usize> = assessment
        .causes
        .iter()
        .filter(|result| result.strength.is_shown())
        .map(|result| result.cause)
        .collect();
    format!(
        "{}, {}, strengths {strengths:?}, shown {shown:?}, advice {:?}",
        assessment.level,
        assessment.verdict.name(),
        assessment.advice
    )
}
