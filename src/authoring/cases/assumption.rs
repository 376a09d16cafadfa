//! Answers that count as given where a case leaves a question open.
//!
//! A question that everybody is asked leaves every case unfinished that was written before it. An
//! assumption answers it in all of them, and can be written into the case files.

use super::file::RuleCase;
use crate::answer::Answers;
use crate::interview::Interview;
use crate::rulebook::Rulebook;

/// Answers what the interview would still ask, as far as `assumed` knows. A case that need not be
/// finished stays as it is.
pub fn assume(rulebook: &Rulebook, rule_case: &mut RuleCase, assumed: &Answers) {
    if rule_case.partial || assumed.given().next().is_none() {
        return;
    }
    // One at a time, since an answer decides whether later questions are asked.
    loop {
        let interview = Interview::new(rulebook, rule_case.answers.clone(), false);
        let mut open = interview.open_questions().iter().copied();
        let next = open.find_map(|question| {
            let answer = assumed.get(question)?;
            (interview.case().applies(question)).then_some((question, answer))
        });
        let Some((question, answer)) = next else {
            return;
        };
        rule_case.answers.set(question, answer);
        rule_case.assumed.push(question);
    }
}
