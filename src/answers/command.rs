//! The command line (argv) that gives answers again: to repeat a check, to go on with it, or to put
//! faulty answers right.

use super::merge::Merged;
use crate::answer::Answers;
use crate::rulebook::{Question, Rulebook};
use crate::system::quoted;

/// The command of this name that gives these answers, word by word. `options` are its other arguments.
/// Ticks that are no answer yet are left open, so that they are asked again.
#[must_use]
pub fn repeat(
    name: &str,
    rulebook: &Rulebook,
    answers: &Answers,
    unfinished: Option<&Answers>,
    options: &[String],
) -> Vec<String> {
    command(name, options, &answer_flags(rulebook, answers, unfinished))
}

/// The arguments that give these answers, word by word.
pub(crate) fn answer_flags(
    rulebook: &Rulebook,
    answers: &Answers,
    unfinished: Option<&Answers>,
) -> Vec<String> {
    let questions = rulebook.questions.enumerated();
    let flags = questions.filter_map(|(index, question)| {
        let ticks = unfinished.and_then(|unfinished| unfinished.get(index));
        let answer = ticks.or_else(|| answers.get(index))?;
        let value = question.proposal(Some(answer), ticks.is_some());
        Some(["-a".to_owned(), flag(question, &value)])
    });
    flags.flatten().collect()
}

/// The command that gives the answers that are proposed in place of faulty ones.
#[must_use]
pub fn proposal(
    rulebook: &Rulebook,
    merged: &Merged,
    name: &str,
    options: &[String],
) -> Vec<String> {
    let slots = rulebook.questions.iter().zip(&merged.slots);
    let flags = slots.filter_map(|(question, slot)| {
        Some(["-a".to_owned(), flag(question, &slot.proposed(question)?)])
    });
    command(name, options, &flags.flatten().collect::<Vec<_>>())
}

fn command(name: &str, options: &[String], flags: &[String]) -> Vec<String> {
    let soreleg = ["soreleg", name].map(str::to_owned);
    [&soreleg, options, flags].concat()
}

/// An answer as `QUESTION=VALUE`.
#[must_use]
pub fn flag(question: &Question, value: &str) -> String {
    // Only a number with its unit has a space, and needs none.
    format!("{}={}", question.id, value.replace(' ', ""))
}

/// A command as one line for a shell.
pub(crate) fn shell_line(words: &[String]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| quoted(word)).collect();
    quoted.join(" ")
}
