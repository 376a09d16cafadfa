//! Texts that do not fit where they are shown, or are there twice.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;

pub(crate) const NOT_A_CLAUSE: &Code = &Code::warning(
    "not-a-clause",
    "This does not go on after \"because\"",
    "A result reads \"…, because \" and then this text, with a full stop behind it. So it begins with \
     a small letter and ends without a stop: `because: a swollen calf can be a blood clot`.",
);

pub(crate) const SAME_ADVICE: &Code = &Code::warning(
    "same-advice",
    "Two pieces of advice have the same words",
    "A runner who gets both reads the same twice. Keep one, and put it under `advice` at the end of \
     the file if it is for more than one cause.",
);

pub(super) fn check(lint: &mut Lint) {
    clauses(lint);
    same_advice(lint);
}

fn clauses(lint: &mut Lint) {
    let rulebook = lint.rulebook;
    let flags = rulebook.red_flags.enumerated();
    let flags = flags.map(|(place, flag)| (item("red_flags", place), &flag.because));
    let expected = rulebook.expect_by.enumerated();
    let expected = expected.map(|(place, one)| (item("expect_by", place), &one.because));
    let ordinary = (
        RulePath::default().key("ordinary"),
        &rulebook.ordinary.because,
    );
    let evidence = rulebook
        .causes
        .iter()
        .enumerate()
        .flat_map(|(place, cause)| {
            let list = item("causes", place).key("evidence");
            let evidence = cause.evidence.enumerated();
            evidence.map(move |(place, one)| (list.item(place), &one.because))
        });
    let faults = flags
        .chain([ordinary])
        .chain(expected)
        .chain(evidence)
        .filter_map(|(path, text)| {
            let (text, clause) = (text.as_str(), clause(text));
            let fault = Fault::new(
                NOT_A_CLAUSE,
                &path.key("because"),
                "this goes on after \"because\", with a full stop behind it",
            );
            (clause != text).then(|| fault.help(format!("write `because: {clause}`")))
        });
    lint.found.extend(faults);
}

/// A text as it goes on in the middle of a sentence. A first word such as `MRI` or `I` stays.
fn clause(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        (Some('A'), Some(' ')) => format!("a{}", chars.as_str()),
        _ => text.to_owned(),
    }
}

fn same_advice(lint: &mut Lint) {
    let advice = lint.rulebook.all_advice();
    for (index, (path, one)) in advice.iter().enumerate() {
        let mut earlier = advice[..index].iter();
        if let Some((first, other)) = earlier.find(|(_, other)| other.action == one.action) {
            let (id, other) = (&one.id, &other.id);
            let message = format!("`{id}` says the same as `{other}`");
            lint.found.push(
                Fault::new(SAME_ADVICE, &path.key("do"), message)
                    .help("keep one of them")
                    .related(&first.key("do"), "it is said here"),
            );
        }
    }
}
