//! Signs that mean something to YAML where the author meant a text, and quotes that mean nothing.

use super::syntax::{SYNTAX, is_name};
use super::{CONTROL_CHARACTER, EMPTY_TEXT};
use crate::fault::{Fault, Position};
use crate::rulebook::path::RulePath;

/// The quotes of word processors.
const CURLY: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

const ONLY_STRAIGHT: &str = "curly quotes, as word processors type them, do not count; \
                             type straight ones: `\"`";

/// What the parser says of a sign at the start of a value.
const AT_START: [&str; 4] = [
    "block sequence entries",
    "unknown anchor",
    "did not find expected alphabetic",
    "did not find expected comment or line break",
];

/// Explains the errors at values in curly quotes, and at those that are nothing but a comment, in
/// faults that have their places.
pub(super) fn explain(text: &str, faults: &mut [Fault]) {
    let lines: Vec<&str> = super::without_mark(text).lines().collect();
    // A text may well begin with a curly quote, if nothing else is wrong.
    let errors = (faults.iter_mut()).filter(|fault| fault.is_error());
    for fault in errors {
        let Some(at) = fault.position else { continue };
        let chars = lines
            .get(at.line - 1)
            .into_iter()
            .flat_map(|line| line.chars());
        let first = chars.skip(at.column - 1).find(|c| !c.is_whitespace());
        let help = match (first, fault.code) {
            (Some(quote), code) if CURLY.contains(&quote) && code != CONTROL_CHARACTER => {
                ONLY_STRAIGHT
            }
            (Some('#'), code) if code == EMPTY_TEXT => {
                "what follows `#` is a comment; put quotes around it if it is the text"
            }
            _ => continue,
        };
        fault.help = Some(help.to_owned());
    }
}

/// The fault, if such a sign is what the parser stumbled over.
pub(super) fn fault(text: &str, message: &str, place: Position) -> Option<Fault> {
    let at = |position: Position, message: String, help: String| {
        let mut fault = Fault::new(SYNTAX, &RulePath::default(), message).help(help);
        fault.position = Some(position);
        Some(fault)
    };
    let in_brackets = message.starts_with("did not find expected ','");
    if in_brackets && let Some(position) = swallowed(text, place) {
        let message = "what follows `#` is a comment, also inside `{ }`".to_owned();
        let help = "a text with ` #` in it needs quotes around it".to_owned();
        return at(position, message, help);
    }
    let line = text.lines().nth(place.line - 1)?;
    let end = line.char_indices().nth(place.column - 1);
    let end = end.map_or(line.len(), |(byte, _)| byte);
    let start = value_start(&line[..end])?;
    let value = &line[start..];
    let first = value.chars().next()?;
    let begins = Position {
        column: line[..start].chars().count() + 1,
        ..place
    };
    let before = line[start..end].trim_end();
    if CURLY.contains(&first) {
        at(
            begins,
            "this is read as a text without quotes".to_owned(),
            ONLY_STRAIGHT.to_owned(),
        )
    } else if AT_START.iter().any(|start| message.starts_with(start))
        && matches!(first, '-' | '*' | '&' | '>' | '|')
    {
        let message = format!("`{first}` has a meaning of its own at the start of a value");
        let list = match first {
            '-' => "; if it is an item of a list, begin a new line before it",
            _ => "",
        };
        at(
            begins,
            message,
            format!("put quotes around the whole text{list}"),
        )
    } else if in_brackets
        && line[end..].starts_with(": ")
        && !matches!(first, '"' | '\'' | '{' | '[')
        && let Some((_, last)) = before.rsplit_once(' ')
    {
        let comma = if is_name(last) {
            format!("; or is a comma missing before `{last}`?")
        } else {
            String::new()
        };
        let help = format!("a text with `: ` in it needs quotes around it{comma}");
        at(place, "a `:` cannot stand here".to_owned(), help)
    } else {
        None
    }
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
    let lines = text.lines().enumerate().take(place.line);
    let said = lines.filter(|(_, line)| !line.trim().is_empty());
    let last: Vec<(usize, &str)> = said.collect();
    last.into_iter().rev().take(2).find_map(|(number, line)| {
        let (before, comment) = line.split_once(" #")?;
        let count = |signs: [char; 2]| before.matches(signs).count();
        let is_open = count(['{', '[']) > count(['}', ']']);
        (is_open && comment.contains(['}', ']'])).then(|| Position {
            line: number + 1,
            column: before.chars().count() + 2,
        })
    })
}
