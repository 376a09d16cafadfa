//! Signs that mean something to YAML where the author meant a text, and quotes that mean nothing.

use super::decode::EMPTY_TEXT;
use super::syntax::{is_name, no_yaml};
use super::{CONTROL_CHARACTER, in_line};
use crate::fault::{Fault, Position};

/// The quotes of word processors.
const CURLY: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

const ONLY_STRAIGHT: &str = "curly quotes, as word processors type them, do not count; \
                             type straight ones: `\"`";

/// The dashes of word processors and phones.
const LONG_DASHES: [char; 4] = ['–', '—', '‒', '−'];

pub(super) const ONLY_SHORT: &str = "this is a long dash, as word processors type it; type `-`";

/// Explains the errors at values in curly quotes, behind a long dash, and at those that are nothing but a
/// comment, in faults that have their places.
pub(super) fn explain(text: &str, faults: &mut [Fault]) {
    let lines: Vec<&str> = text.lines().collect();
    // A text may well begin with a curly quote, if nothing else is wrong.
    let errors = (faults.iter_mut()).filter(|fault| fault.is_error());
    for fault in errors {
        let Some(at) = fault.position else { continue };
        let line = lines.get(at.line - 1).copied().unwrap_or_default();
        let mut behind = line.chars().skip(at.column - 1);
        let first = behind.find(|c| !c.is_whitespace());
        let help = match (first, fault.code) {
            (Some(quote), code) if CURLY.contains(&quote) && code != CONTROL_CHARACTER => {
                ONLY_STRAIGHT
            }
            (Some(dash), _) if LONG_DASHES.contains(&dash) => ONLY_SHORT,
            (Some('#'), code) if code == EMPTY_TEXT => {
                "what follows `#` is a comment; put quotes around it if it is the text"
            }
            _ => continue,
        };
        fault.help = Some(help.to_owned());
    }
}

/// The fault, if such a sign is what the parser stumbled over.
pub(super) fn fault(text: &str, at: Position) -> Option<Fault> {
    if let Some(comment) = swallowed(text, at) {
        let message = "what follows `#` is a comment, also inside `{ }`";
        let help = "a text with ` #` in it needs quotes around it";
        return Some(no_yaml(comment, message, help));
    }
    let line = text.lines().nth(at.line - 1)?;
    if let Some((quote, word)) = apostrophe(line) {
        let message = format!("the `'` in `{word}` ends the text");
        let help = "put `\"` at both ends of the text in place of `'`";
        return Some(no_yaml(in_line(at.line, line, quote), message, help));
    }
    let end = line.char_indices().nth(at.column - 1);
    let end = end.map_or(line.len(), |(byte, _)| byte);
    let start = value_start(&line[..end])?;
    let begins = in_line(at.line, line, start);
    let first = line[start..].chars().next()?;
    if CURLY.contains(&first) {
        let message = "this is read as a text without quotes";
        Some(no_yaml(begins, message, ONLY_STRAIGHT))
    } else if start == end && matches!(first, '-' | '*' | '&' | '>' | '|') {
        let message = format!("`{first}` has a meaning of its own at the start of a value");
        let list = match first {
            '-' => "; if it is an item of a list, begin a new line before it",
            _ => "",
        };
        let help = format!("put quotes around the whole text{list}");
        Some(no_yaml(begins, message, help))
    } else if is_open(&line[..end])
        && line[end..].starts_with(": ")
        && !matches!(first, '"' | '\'' | '{' | '[')
        && let Some((_, last)) = line[start..end].trim_end().rsplit_once(' ')
    {
        let comma = if is_name(last) {
            format!("; or is a comma missing before `{last}`?")
        } else {
            String::new()
        };
        let help = format!("a text with `: ` in it needs quotes around it{comma}");
        Some(no_yaml(at, "a `:` cannot stand here", help))
    } else {
        None
    }
}

/// Whether an item is meant, but begins with a dash that does not count.
pub(super) fn has_long_dash(said: &str) -> bool {
    said.strip_prefix(LONG_DASHES)
        .is_some_and(|rest| rest.starts_with(' '))
}

/// The apostrophe that ends a text in single quotes, and the word it stands in.
fn apostrophe(line: &str) -> Option<(usize, &str)> {
    let mut quotes = line.match_indices('\'').map(|(at, _)| at);
    let opens = |at: &usize| line[..*at].ends_with([' ', '[', '{']);
    let (_, end) = (quotes.find(opens)?, quotes.next()?);
    let is_letter = |c: char| c.is_alphabetic();
    let start = line[..end].trim_end_matches(is_letter).len();
    let rest = &line[end + 1..];
    let length = rest.len() - rest.trim_start_matches(is_letter).len();
    (start < end && length > 0).then(|| (end, &line[start..=end + length]))
}

/// Whether more brackets begin than end in a part of a line.
fn is_open(part: &str) -> bool {
    part.matches(['{', '[']).count() > part.matches(['}', ']']).count()
}

/// Where the last value begins in the start of a line: after `key: ` or a dash.
fn value_start(line: &str) -> Option<usize> {
    let keys = line.match_indices(": ").filter(|(colon, _)| {
        let before =
            line[..*colon].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let outer = before.trim_end();
        before.len() < *colon
            && (outer.is_empty() || outer.ends_with(['{', '[', ',']) || outer.trim_start() == "-")
    });
    let key = keys.last().map(|(colon, sign)| colon + sign.len());
    let after = key.or_else(|| {
        let said = line.trim_start();
        said.starts_with("- ")
            .then_some(line.len() - said.len() + 2)
    })?;
    Some(line.len() - line[after..].trim_start().len())
}

/// The `#` that takes a closing bracket into a comment, in the last lines up to a place.
fn swallowed(text: &str, place: Position) -> Option<Position> {
    let lines = (1..).zip(text.lines()).take(place.line);
    let said = lines.filter(|(_, line)| !line.trim().is_empty());
    let said: Vec<(usize, &str)> = said.collect();
    said.into_iter().rev().take(2).find_map(|(number, line)| {
        let (before, comment) = line.split_once(" #")?;
        let takes = is_open(before) && comment.contains(['}', ']']);
        takes.then(|| in_line(number, line, before.len() + 1))
    })
}
