//! *Not sure* about a danger sign.

use super::Lint;
use crate::answer::{Answer, Answers};
use crate::fault::{Code, Fault};
use crate::rulebook::QuestionKind;
use crate::rulebook::places::item;

pub(crate) const UNSURE_MEANS_NOTHING: &Code = &Code::warning(
    "unsure-means-nothing",
    "\"Not sure\" about a danger sign means nothing",
    "*Not sure* never means \"no\". Add a red flag with `when: { question: not_sure }`, \
     often one level below the sign itself, so that a runner who cannot tell is not sent \
     home.",
);

/// *Not sure* about what is a danger sign all by itself must mean something.
pub(super) fn check(lint: &mut Lint) {
    let rulebook = lint.rulebook;
    for (place, question) in rulebook.questions.enumerated() {
        let is_checklist = matches!(question.kind, QuestionKind::Checklist(_));
        let flag = rulebook.red_flags.find(|flag| {
            flag.when.questions() == [place] && (is_checklist || flag.level.is_urgent())
        });
        // With that answer alone, some red flag must be certain: a mention beside other signs is not enough.
        let mut unsure = Answers::new(rulebook.questions.len());
        unsure.set(place, Answer::NotSure);
        let means_something = rulebook
            .red_flags
            .iter()
            .any(|flag| flag.when.outcomes(&unsure, &|_| true).holds());
        if let (Some(flag), false) = (flag, means_something) {
            let id = &question.id;
            let message =
                format!("\"not sure\" about the danger sign `{id}` means nothing by itself");
            lint.found.push(
                Fault::new(
                    UNSURE_MEANS_NOTHING,
                    &item("questions", place).key("id"),
                    message,
                )
                .help(format!("add a red flag with `when: {{ {id}: not_sure }}`"))
                .related(
                    &item("red_flags", flag).key("id"),
                    "it is a danger sign here",
                ),
            );
        }
    }
}
