//! The command line (argv) that gives answers again: to repeat a check, to go on with it, or to put
//! faulty answers right.

use super::grammar::OPEN;
use super::merge::Gathered;
use crate::answer::Answers;
use crate::rulebook::{Question, Rulebook};

/// The check that gives these answers, word by word. `options` are its other arguments. Ticks that
/// are no answer yet are left open, so that they are asked again.
#[must_use]
pub fn check(
    rulebook: &Rulebook,
    answers: &Answers,
    unfinished: Option<&Answers>,
    options: &[String],
) -> Vec<String> {
    let flags = rulebook.questions.iter().enumerate();
    let flags = flags.filter_map(|(index, question)| {
        let value = match unfinished.and_then(|unfinished| unfinished.get(index)) {
            Some(ticks) => format!("{},{OPEN}", question.value(ticks)),
            None => question.value(answers.get(index)?),
        };
        Some(flag(question, &value))
    });
    with_flags("check", options, flags)
}

/// The command that gives the answers that are proposed in place of faulty ones.
#[must_use]
pub fn proposal(
    rulebook: &Rulebook,
    gathered: &Gathered,
    command: &str,
    options: &[String],
) -> Vec<String> {
    let proposed = rulebook.questions.iter().zip(&gathered.proposed);
    let flags = proposed.filter_map(|(question, value)| Some(flag(question, value.as_ref()?)));
    with_flags(command, options, flags)
}

fn with_flags(
    command: &str,
    options: &[String],
    flags: impl Iterator<Item = String>,
) -> Vec<String> {
    let mut words = vec!["soreleg".to_owned(), command.to_owned()];
    words.extend_from_slice(options);
    words.extend(flags.flat_map(|flag| ["-a".to_owned(), flag]));
    words
}

/// An answer as `QUESTION=VALUE`.
#[must_use]
pub fn flag(question: &Question, value: &str) -> String {
    // Only a number with its unit has a space, and needs none.
    format!("{}={}", question.id, value.replace(' ', ""))
}

/// A command as one line for a shell.
#[must_use]
pub fn shell_line(words: &[String]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| quoted(word)).collect();
    quoted.join(" ")
}

/// A word for a shell, in quotes only where it needs them.
#[must_use]
pub fn quoted(word: &str) -> std::borrow::Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-=,./:+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into()
    } else {
        shell_words::quote(word)
    }
}
