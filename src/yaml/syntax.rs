//! What is wrong with a text that is no YAML, for people who do not know YAML.

use super::indent::{Misplaced, misplaced, opened};
use super::{control_character, nothing, position_of, shape, sign};
use crate::fault::{Code, Fault, Position};
use crate::rulebook::path::RulePath;
use crate::text::is_unsafe;

pub(crate) const SYNTAX: &Code = &Code::error(
    "syntax",
    "The file is not YAML",
    "The rest of the file cannot be read until this is mended, so nothing else is \
     reported. Common causes: a tab used to indent, a quote or bracket that is not \
     closed, a text with `: ` or ` #` in it that needs quotes, or a second document after \
     `---`.",
);

/// The fault that an error of the parser tells of.
pub(super) fn fault(text: &str, error: &serde_yaml::Error) -> Fault {
    let whole = error.to_string();
    let message = whole.split(" at line ").next().unwrap_or(&whole);
    // The parser puts its own way to the place in front of the messages that are ours.
    let message = match message.split_once(": ") {
        Some((way, rest)) if !way.contains(' ') => rest,
        _ => message,
    };
    if message.starts_with("EOF") {
        return nothing();
    }
    let place = error.location().map(|location| Position {
        line: location.line(),
        column: location.column(),
    });
    let at = |message: &str, place: Option<Position>| {
        let mut fault = Fault::new(SYNTAX, &RulePath::default(), message);
        fault.position = place;
        fault
    };
    if message.starts_with("control characters")
        && let Some(byte) = text.find(|c: char| is_unsafe(c) && !matches!(c, '\n' | '\r' | '\t'))
    {
        let bad = text[byte..].chars().next().unwrap_or_default();
        let mut fault = control_character(&RulePath::default(), bad);
        fault.position = Some(position_of(text, byte));
        fault
    } else if message.contains("aliases") {
        at(message, place).help("write out what they stand for")
    } else if message.contains("more than one document") {
        let message = "a second document starts here; one file holds one";
        at(message, second_document(text)).help("remove the line `---`")
    } else if message.contains("invalid type: enum") {
        at("tags (`!…`) are not used here", place)
    } else {
        let slip = place.and_then(|place| {
            let text = super::without_mark(text);
            slip(text, place.line).or_else(|| sign::fault(text, message, place))
        });
        slip.unwrap_or_else(|| {
            let fault = at(&plain(message), place);
            match help(text, message, place) {
                Some(help) => fault.help(help),
                None => fault,
            }
        })
    }
}

/// A slip that beginners make, in this line or before it.
fn slip(text: &str, up_to: usize) -> Option<Fault> {
    let at = |line: usize, column: usize, message: String, help: String| {
        let mut fault = Fault::new(SYNTAX, &RulePath::default(), message).help(help);
        fault.position = Some(Position {
            line: line + 1,
            column: column + 1,
        });
        fault
    };
    let lines: Vec<&str> = text.lines().take(up_to).collect();
    let indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).count();
    for (place, line) in lines.iter().enumerate() {
        let said = line.trim_start();
        if said.starts_with("```") {
            let message = "this line is not part of the rules";
            let help = "remove it; it comes with text copied from a web page or chat";
            return Some(at(place, indent(line), message.into(), help.into()));
        }
        let odd = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\t');
        let key = line.split_once(':').map_or("", |(_, value)| value);
        let start = &line[..line.len() - said.len()];
        if start.contains(odd) || key.starts_with(odd) {
            let column = line.chars().take_while(|c| !odd(*c)).count();
            let message =
                "this is a no-break space: it looks like a space but does not count as one";
            let help = "put plain spaces in its place; such spaces come with copied text";
            return Some(at(place, column, message.into(), help.into()));
        }
    }
    // What lacks a space is taken for a text, and goes wrong in the next line that says something.
    let mut last = (lines.iter().enumerate().rev())
        .filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let unspaced = last.by_ref().take(2).find_map(|(place, line)| {
        let said = line.trim_start();
        let item = said.strip_prefix('-').filter(|rest| is_key(rest));
        if let Some(item) = item {
            let help = format!("write `- {item}`");
            let message = "a space is missing after the dash".to_owned();
            return Some(at(place, indent(line), message, help));
        }
        let said = said.strip_prefix("- ").unwrap_or(said);
        let (key, value) = said.split_once(':')?;
        let bare = is_name(key) && value.starts_with(|c: char| !matches!(c, ' ' | '/'));
        bare.then(|| {
            let column = line.chars().count() - said.chars().count();
            let help = format!("write `{key}: {value}`");
            at(
                place,
                column,
                format!("a space is missing after `{key}:`"),
                help,
            )
        })
    });
    unspaced.or_else(|| {
        let Misplaced {
            line,
            too_far,
            should_be,
            like,
        } = misplaced(text, up_to)?;
        let wrong = lines[line - 1];
        let has_tab = wrong[..wrong.len() - wrong.trim_start().len()].contains('\t');
        let column = if has_tab { 0 } else { indent(wrong) };
        let message = match (has_tab, too_far) {
            (true, _) => "this line begins with a tab; only spaces count",
            (_, true) => "this line begins too far to the right",
            (_, false) => "this line begins too far to the left",
        };
        let spaces = match should_be {
            0 => "no space before it".to_owned(),
            1 => "1 space before it".to_owned(),
            spaces => format!("{spaces} spaces before it"),
        };
        let shown = text.lines().nth(like - 1).map_or(0, indent);
        let help = if shown == should_be {
            format!("indent this line like line {like}: {spaces}")
        } else {
            format!("indent this line like the key after the dash in line {like}: {spaces}")
        };
        Some(at(line - 1, column, message.into(), help))
    })
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && (text.chars()).all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_key(text: &str) -> bool {
    text.split_once(':').is_some_and(|(key, _)| is_name(key))
}

/// The parser's words, in plain ones.
fn plain(message: &str) -> String {
    // After the comma it says where it was at work.
    let what = message.split(", while ").next().unwrap_or(message);
    let plain = match what {
        "mapping values are not allowed in this context" => "a `:` cannot stand here",
        "did not find expected key" | "did not find expected '-' indicator" => {
            "this does not fit the lines before it"
        }
        "could not find expected ':'" => "a `: ` is missing before this",
        "did not find expected ',' or '}'" => "a `,` or `}` is missing here",
        "did not find expected ',' or ']'" => "a `,` or `]` is missing here",
        "found character that cannot start any token" => "a text cannot begin with this character",
        "found a tab character that violates indentation" => "a line cannot begin with a tab",
        _ => return shape::plain(what),
    };
    plain.to_owned()
}

fn help(text: &str, message: &str, place: Option<Position>) -> Option<String> {
    let opened = place.and_then(|place| opened(text, place.line));
    Some(if let Some(opened) = opened {
        format!("is a quote, bracket or comma missing in line {opened} or after it?")
    } else if message.starts_with("mapping values") {
        "a text with `: ` in it needs quotes around it".to_owned()
    } else if message.contains("tab character") {
        "indent with spaces".to_owned()
    } else if message.contains("cannot start any token") {
        "put quotes around the text".to_owned()
    } else if message.starts_with("did not find") || message.contains("unexpected end") {
        "is a quote, bracket or comma missing here or before?".to_owned()
    } else {
        return None;
    })
}

fn second_document(text: &str) -> Option<Position> {
    let mut seen_content = false;
    let line = text.lines().position(|line| {
        let marker = line.starts_with("---");
        let found = marker && seen_content;
        seen_content |= marker || !(line.trim().is_empty() || line.starts_with(['#', '%']));
        found
    })?;
    Some(Position {
        line: line + 1,
        column: 1,
    })
}
