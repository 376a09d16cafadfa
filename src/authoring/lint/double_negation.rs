//! Questions that say "not" twice.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::rulebook::places::item;

pub(crate) const DOUBLE_NEGATION: &Code = &Code::warning(
    "double-negation",
    "This question says \"not\" twice",
    "\"Is it not true that you never rest?\" cannot be answered with yes or no. Ask it \
     the other way round.",
);

pub(super) fn check(lint: &mut Lint) {
    for (place, question) in lint.rulebook.questions.enumerated() {
        let mut sentences = question.ask.split(['.', '?', '!']);
        if sentences.any(|sentence| negations(sentence) > 1) {
            let path = item("questions", place).key("ask");
            lint.found.push(
                Fault::new(DOUBLE_NEGATION, &path, "this question says \"not\" twice")
                    .help("ask it the other way round, so that \"yes\" and \"no\" are plain"),
            );
        }
    }
}

fn negations(text: &str) -> usize {
    const WORDS: [&str; 9] = [
        "not", "no", "never", "none", "nothing", "nobody", "without", "cannot", "unable",
    ];
    text.to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|word| WORDS.contains(word) || word.ends_with("n't"))
        .count()
}
