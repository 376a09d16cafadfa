//! What a typed line means: an answer, or a word such as `?` or `b`.

use super::{EndReason, Event};
use crate::answer::Answer;
use crate::answers::grammar::{NONE, NOT_SURE};
use crate::quantity::Unit;
use crate::rulebook::{Choice, Kind, Question};
use crate::text::escaped;

/// No answer needs more letters.
const LONGEST: usize = 200;

/// Reads a line typed at a question.
///
/// # Errors
/// When it is no answer, with what would be one.
pub(super) fn read(question: &Question, line: &str, bare: Option<Unit>) -> Result<Event, String> {
    let text = line.trim();
    let lower = text.to_lowercase();
    let choices = question.kind.choices();
    // A single letter is always the word. A longer word may be the name of an option.
    if let (true, Some(reply)) = (lower.len() == 1, word(&lower)) {
        return Ok(reply);
    }
    if option(choices, text).is_none()
        && let Some(reply) = word(&lower)
    {
        return Ok(reply);
    }
    if text.is_empty() {
        return Err("Please type an answer, or u if you are not sure.".to_owned());
    }
    if text.chars().count() > LONGEST {
        return Err("That is too long for an answer.".to_owned());
    }
    match &question.kind {
        Kind::Choice(choices) => option(choices, text)
            .map(|place| Event::Answer(Answer::Option(place)))
            .ok_or_else(|| {
                let count = choices.len();
                no_option(text, &format!("one number from 1 to {count}"))
            }),
        Kind::Checklist(choices) => ticked(choices, text),
        Kind::Number { .. } => question
            .parse(text, bare)
            .map(Event::Answer)
            .map_err(|fault| format!("{}.", sentence(&fault.message))),
    }
}

/// What the ticks on a checklist come to.
///
/// # Errors
/// When they contradict each other, or there are none: that is not the same as "none of these".
pub(super) fn answer_of(ticked: u64, none: bool, unsure: bool) -> Result<Answer, &'static str> {
    match (ticked, none, unsure) {
        (0, false, false) => {
            Err("Nothing is ticked. Tick what is true, or choose \"None of these\".")
        }
        (0, false, true) => Ok(Answer::NotSure),
        (0, true, false) | (_, false, _) => Ok(Answer::Ticks { ticked, unsure }),
        (_, true, _) => Err("\"None of these\" cannot go with another tick. Which is it?"),
    }
}

/// A word that is no answer of its own.
pub(super) fn word(lower: &str) -> Option<Event> {
    Some(match lower {
        "?" | "why" | "help" => Event::Why,
        // Escape goes back in the lists; typed on a line it comes as a letter.
        "b" | "back" | "\u{1b}" => Event::Back,
        "q" | "quit" | "exit" => Event::End(EndReason::Left),
        "u" | "not sure" | NOT_SURE => Event::Answer(Answer::NotSure),
        _ => return None,
    })
}

/// The option with this name or number.
fn option(choices: &[Choice], text: &str) -> Option<u8> {
    let name = if text.eq_ignore_ascii_case("y") {
        "yes"
    } else {
        text
    };
    let by_name = choices.iter().position(|choice| choice.id == name);
    let by_number = || {
        let number: usize = text.parse().ok()?;
        (1..=choices.len()).contains(&number).then(|| number - 1)
    };
    u8::try_from(by_name.or_else(by_number)?).ok()
}

fn ticked(choices: &[Choice], text: &str) -> Result<Event, String> {
    let (mut ticked, mut none, mut unsure) = (0, false, false);
    for part in text.split([',', ' ']).filter(|part| !part.is_empty()) {
        match part.to_lowercase().as_str() {
            "0" | "n" | NONE => none = true,
            "u" | NOT_SURE => unsure = true,
            _ => {
                let place = option(choices, part).ok_or_else(|| {
                    let count = choices.len();
                    no_option(
                        part,
                        &format!("numbers from 1 to {count} with commas, or 0 for none"),
                    )
                })?;
                ticked |= 1 << place;
            }
        }
    }
    answer_of(ticked, none, unsure)
        .map(Event::Answer)
        .map_err(str::to_owned)
}

fn no_option(given: &str, allowed: &str) -> String {
    let given = escaped(given);
    format!("`{given}` is not one of the answers. Type {allowed}, or u if you are not sure.")
}

/// A message as a sentence: it begins with a capital.
fn sentence(message: &str) -> String {
    let message = escaped(message);
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::compile::compile;

    fn reads(id: &str, line: &str) -> Result<String, String> {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let question = &rulebook.questions[rulebook.question(id).unwrap()];
        read(question, line, None).map(|reply| match reply {
            Event::Answer(answer) => question.value(answer),
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn answers_by_number_name_and_word() {
        for (id, line, value) in [
            ("pee", " 2 ", "dark"),
            ("pee", "dark", "dark"),
            ("pee", "U", "not_sure"),
            ("pee", "not sure", "not_sure"),
            ("bone", "no", "no"),
            ("danger", "0", "none"),
            ("danger", "none", "none"),
            ("danger", "1,3", "chest,swollen"),
            ("danger", "3 cold", "cold,swollen"),
            ("danger", "1, u", "chest,not_sure"),
            ("danger", "u", "not_sure"),
            ("danger", "n", "none"),
            ("bone", "y", "yes"),
            ("shoe_distance", "450mi", "450 mi"),
            ("days", "3", "3 days"),
            ("days", "?", "Why"),
            ("danger", "b", "Back"),
            ("days", "\u{1b}", "Back"),
            ("pee", "Quit", "End(Left)"),
        ] {
            assert_eq!(reads(id, line).as_deref(), Ok(value), "{id}: {line}");
        }
    }

    #[test]
    fn a_bad_line_says_what_is_allowed() {
        for (id, line, needle) in [
            ("pee", "4", "one number from 1 to 3"),
            ("pee", "0", "one number from 1 to 3"),
            ("pee", "1,2", "one number from 1 to 3"),
            ("pee", "", "u if you are not sure"),
            ("pee", "n", "one number from 1 to 3"),
            ("bone", "n", "one number from 1 to 2"),
            ("danger", "0,1", "cannot go with another tick"),
            ("danger", "9", "with commas, or 0 for none"),
            ("danger", ",", "Nothing is ticked"),
            ("shoe_distance", "450", "450 km or 450 mi"),
            ("shoe_distance", "9000 km", "0 km to 5000 km"),
            ("pee", "\u{1b}[2J", "`\\u{1b}[2J` is not"),
        ] {
            let message = reads(id, line).unwrap_err();
            assert!(message.contains(needle), "{id}: {line}: {message}");
        }
    }
}
