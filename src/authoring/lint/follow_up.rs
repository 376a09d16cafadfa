//! What becomes of answers at a later check.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::rulebook::places::item;

pub(crate) const IDLE_FIXED: &Code = &Code::warning(
    "idle-fixed",
    "This `fixed` changes nothing",
    "At a later check an answer is asked for again where a red flag or an `unless` looks at it. `fixed` \
     keeps such an answer. Others are kept without it; where an option `lapses`, in a list of danger \
     signs, and where it is sore, it is always asked for again.",
);

pub(crate) const OPEN_WINDOW: &Code = &Code::warning(
    "open-window",
    "This option is about a time that passes",
    "What was true \"in the last 4 weeks\" need not be true at a later check. Say after how long it is \
     not shown any more: `lapses: { option: 4 weeks }`.",
);

pub(super) fn check(lint: &mut Lint) {
    let rulebook = lint.rulebook;
    for (index, question) in rulebook.questions.enumerated() {
        let keeps =
            rulebook.bears_on_danger(index) && !rulebook.is_asked_again(index) && !question.onset;
        if question.fixed.is_some() && !keeps {
            let path = item("questions", index).key("fixed");
            let message = format!("`fixed` changes nothing for `{}`", question.id);
            let fault = Fault::new(IDLE_FIXED, &path, message).on_key();
            lint.found.push(fault.help("take it out"));
        }
        // A list of danger signs is never shown with old ticks.
        if rulebook.is_danger_list(index) {
            continue;
        }
        for (option, choice) in question.kind.choices().iter().enumerate() {
            if let (Some(window), None) = (window(&choice.text), choice.lapses) {
                let message = format!("\"{window}\" passes, and `{}` has no `lapses`", choice.id);
                let help = format!("add `lapses: {{ {}: … }}` to the question", choice.id);
                let fault = Fault::new(OPEN_WINDOW, &rulebook.option_place(index, option), message);
                lint.found.push(fault.help(help));
            }
        }
    }
}

/// The words of a text that name the time just before, such as "last 4 weeks" or "within a month".
fn window(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };
    let is_unit = |word: &str| {
        let unit = bare(word);
        let unit = unit.strip_suffix('s').unwrap_or(&unit);
        ["day", "week", "month", "year"].contains(&unit)
    };
    let starts = words
        .iter()
        .enumerate()
        .filter(|(_, word)| ["last", "past", "within", "recent"].contains(&&*bare(word)));
    let mut windows = starts.filter_map(|(start, _)| {
        let end = (start + 1..words.len().min(start + 4)).find(|end| is_unit(words[*end]))?;
        let window = words[start..=end].iter().map(|word| bare(word));
        Some(window.collect::<Vec<_>>().join(" "))
    });
    windows.next()
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn a_window_is_found_in_words() {
        for (text, found) in [
            ("Sat still in the last 4 weeks", Some("last 4 weeks")),
            (
                "Pregnant, or gave birth within 6 weeks",
                Some("within 6 weeks"),
            ),
            ("Flu within the past month.", Some("within the past month")),
            ("Ibuprofen in recent days", Some("recent days")),
            ("It swelled within hours", None),
            ("A hard cramp that let go within minutes", None),
            ("I have run for 2 years", None),
        ] {
            assert_eq!(window(text).as_deref(), found, "{text}");
        }
    }
}
