//! Questions that wait for one of a later topic.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::rulebook::condition::Condition;
use crate::rulebook::places::item;

pub(crate) const TOPIC_JUMP: &Code = &Code::warning(
    "topic-jump",
    "A question waits for a later topic",
    "Topics are asked one after the other. A question that depends on one of a later \
     topic makes the interview jump back.",
);

/// A question that waits for one of a later topic makes the interview jump back.
pub(super) fn check(lint: &mut Lint) {
    let rulebook = lint.rulebook;
    for (place, question) in rulebook.questions.enumerated() {
        let named = question.only_if.iter().flat_map(Condition::questions);
        for other in named.filter(|other| rulebook.questions[*other].topic > question.topic) {
            let (id, topic) = (
                &rulebook.questions[other].id,
                &rulebook.topics[rulebook.questions[other].topic].id,
            );
            let message = format!("this waits for `{id}`, which is asked later, in `{topic}`");
            lint.found.push(
                Fault::new(
                    TOPIC_JUMP,
                    &item("questions", place).key("only_if"),
                    message,
                )
                .help("move one of the two to the other's topic, or change the order of topics")
                .related(&item("questions", other).key("topic"), "its topic is here"),
            );
        }
    }
}
