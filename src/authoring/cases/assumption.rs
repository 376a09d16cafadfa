//! Answers that count as given where a case leaves a question open.
//!
//! A question that everybody is asked leaves every case unfinished that was written before it. An
//! assumption answers it in all of them, and can be written into the case files.

use super::file::RuleCase;
use super::{Outcome, run};
use crate::answer::Answers;
use crate::assess::Engine;
use crate::index::QuestionIndex;
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

/// The first question whose assumed answer a case seems to contradict: its name or an answer speaks
/// of the question, or something that was expected does not come out with it any more.
pub fn contradicted(
    engine: &mut Engine,
    rule_case: &RuleCase,
    outcome: &Outcome,
) -> Option<QuestionIndex> {
    let rulebook = engine.rulebook();
    let mut written = rule_case.clone();
    for question in &rule_case.assumed {
        written.answers.clear(*question);
    }
    let given = written.answers.given().flat_map(|(question, answer)| {
        let values = rulebook.questions[question].values(answer).into_iter();
        values.map(|value| value.replace('_', " "))
    });
    let said: Vec<String> = given.chain([rule_case.name.to_lowercase()]).collect();
    let mut assumed = rule_case.assumed.iter().copied();
    let spoken_of = assumed.find(|question| {
        let answer = rule_case.answers.get(*question);
        let question = &rulebook.questions[*question];
        let values = answer.map_or(Vec::new(), |answer| question.values(answer));
        let choices = question.kind.choices().iter().map(|choice| &*choice.id);
        // Short ones, such as `yes` or `more`, may mean anything.
        let others = choices.filter(|id| id.len() > 4 && values.iter().all(|value| value != id));
        let mut names = others.chain([&*question.id]);
        names.any(|name| said.iter().any(|said| speaks_of(said, name)))
    });
    let changed = || {
        written.partial = true;
        let before = run(engine, &written).differences;
        let mut differences = outcome.differences.iter();
        let is_new = differences.any(|one| before.iter().all(|known| known.what != one.what));
        rule_case.assumed.first().copied().filter(|_| is_new)
    };
    spoken_of.or_else(changed)
}

/// Whether a text has every word of a name; `stiff` is in `stiffness`.
fn speaks_of(text: &str, name: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric());
    (name.split('_')).all(|part| words().any(|word| word.starts_with(part)))
}
