//! What a typed line means. On top of the grammar of answers it has the numbers and letters of the list
//! that was shown, and words such as `?` or `back`.

use super::{EndReason, Event};
use crate::answer::Answer;
use crate::answers::grammar::{BadValue, NONE, NOT_SURE, is_not_sure, tick_parts};
use crate::quantity::Unit;
use crate::rulebook::{Question, QuestionKind};
use crate::text::{capitalised, escaped};

/// What is said where there is nothing to go back to.
pub(super) const FIRST: &str = "This is the first question.";

/// No answer needs more letters.
const LONGEST: usize = 200;

/// Reads a line typed at a question. `default_unit` is that of a distance without one.
///
/// # Errors
/// When it is no answer, with what would be one.
pub(super) fn read(
    question: &Question,
    line: &str,
    default_unit: Option<Unit>,
) -> Result<Event, String> {
    let text = line.trim();
    let word = word(&text.to_lowercase());
    if text.is_empty() {
        return Err("Please type an answer, or u if you are not sure.".to_owned());
    }
    if text.chars().count() > LONGEST {
        return Err("That is too long for an answer.".to_owned());
    }
    // A single letter is always the word. A longer word may be the name of an option.
    if let (true, Some(event)) = (text.chars().count() == 1, word) {
        return Ok(event);
    }
    let named = match question.kind {
        QuestionKind::Checklist(_) => {
            let words = |part: &str| {
                let words = part.split_whitespace().map(|word| name(question, word));
                words.collect::<Vec<_>>().join(" ")
            };
            let parts: Vec<String> = tick_parts(text).map(words).collect();
            parts.join(",")
        }
        _ => name(question, text).to_owned(),
    };
    let answer = question.parse(&named, default_unit).map(Event::Answer);
    answer.or_else(|bad| word.ok_or_else(|| complaint(question, &bad)))
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
        "??" => Event::Effects,
        // Escape goes back in the lists; typed on a line it comes as a letter.
        "b" | "back" | "\u{1b}" => Event::Back,
        "q" | "quit" | "exit" => Event::End(EndReason::Left),
        "u" => Event::Answer(Answer::NotSure),
        lower if is_not_sure(lower) => Event::Answer(Answer::NotSure),
        _ => return None,
    })
}

/// The name of an option or word that is given by its number or letter; other texts as they are.
fn name<'t>(question: &'t Question, text: &'t str) -> &'t str {
    let choices = question.kind.choices();
    let is_checklist = matches!(question.kind, QuestionKind::Checklist(_));
    let number = || text.parse::<usize>().ok()?.checked_sub(1);
    match &*text.to_lowercase() {
        lower if choices.iter().any(|choice| choice.id == *lower) => text,
        "0" | "n" if is_checklist => NONE,
        "u" if is_checklist => NOT_SURE,
        "y" if choices.iter().any(|choice| choice.id == "yes") => "yes",
        _ => number()
            .and_then(|index| choices.get(index))
            .map_or(text, |choice| &choice.id),
    }
}

/// What is wrong, as a sentence, and what to type instead.
fn complaint(question: &Question, bad: &BadValue) -> String {
    let message = capitalised(&escaped(&bad.message)) + ".";
    let count = question.kind.choices().len();
    let allowed = match question.kind {
        QuestionKind::Number { .. } => return message,
        QuestionKind::Choice(_) => format!("one number from 1 to {count}"),
        QuestionKind::Checklist(_) => {
            format!("numbers from 1 to {count} with commas, or 0 for none")
        }
    };
    format!("{message} Type {allowed}, or u if you are not sure.")
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
            // Phones and dictation begin with a capital.
            ("pee", "Pale", "pale"),
            ("danger", "None", "none"),
            ("danger", "Chest;cold", "chest,cold"),
            ("pee", "U", "not_sure"),
            ("pee", "not sure", "not_sure"),
            ("bone", "no", "no"),
            ("danger", "0", "none"),
            ("danger", "none", "none"),
            ("danger", "1,3", "chest,swollen"),
            ("danger", "3 cold", "cold,swollen"),
            ("danger", "3 cold, 1,", "chest,cold,swollen"),
            ("danger", "1, not sure", "chest,not_sure"),
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
            ("danger", "0,1", "cannot stand beside other answers"),
            ("danger", "9", "with commas, or 0 for none"),
            ("danger", ",", "Nothing is ticked; `none`"),
            ("shoe_distance", "450", "450 km or 450 mi"),
            ("shoe_distance", "9000 km", "0 km to 5000 km"),
            ("pee", "\u{1b}[2J", "`\\u{1b}[2J` is not"),
        ] {
            let message = reads(id, line).unwrap_err();
            assert!(message.contains(needle), "{id}: {line}: {message}");
        }
    }
}
