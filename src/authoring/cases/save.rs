//! A case made of one check: its answers, and what came of them.

use std::fmt::Write as _;

use super::update::answer_line;
use crate::answers::case::Case;
use crate::assess::{Assessment, Verdict};

/// The text of a case, to be put at the end of a case file. Nobody has judged it, and it says so.
#[must_use]
pub fn written(name: &str, case: &Case, assessment: &Assessment) -> String {
    let rulebook = case.rulebook();
    // Text in JSON is text in YAML.
    let name = serde_json::Value::from(name);
    let mut text = format!("- name: {name}\n  answers:\n");
    for (index, answer) in case.answers().given() {
        if case.may_apply(index) {
            let answer = answer_line(&rulebook.questions[index], answer);
            let _ = writeln!(text, "    {answer}");
        }
    }
    let (level, verdict) = (assessment.level, assessment.verdict);
    let (level, name) = (level.name(), verdict.name());
    let _ = write!(
        text,
        "  as_is: true\n  expect:\n    level: {level}\n    verdict: {name}\n"
    );
    if matches!(verdict, Verdict::Clear | Verdict::TwoCauses) {
        let first = &rulebook.causes[assessment.causes[0].cause].id;
        let _ = writeln!(text, "    first: {first}");
    }
    let advice = assessment.advice.iter();
    let ids = advice.map(|given| &*given.advice(rulebook).id);
    let ids = ids.collect::<Vec<_>>().join(", ");
    if !ids.is_empty() {
        let _ = writeln!(text, "    advice: [{ids}]");
    }
    text
}
