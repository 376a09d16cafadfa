//! What is wrong with a text that is no YAML, for people who do not know YAML.

use super::indent::{Misplaced, misplaced, opened};
use super::placed;
use super::sign::{self, ONLY_SHORT, has_long_dash};
use crate::fault::{Code, Fault, Position};

pub(crate) const SYNTAX: &Code = &Code::error(
    "syntax",
    "The file is not YAML",
    "The rest of the file cannot be read until this is mended, so nothing else is \
     reported. Common causes: a tab used to indent, a quote or bracket that is not \
     closed, a text with `: ` or ` #` in it that needs quotes, or a second document after \
     `---`.",
);

/// The fault where the parser could not go on.
pub(super) fn fault(text: &str, at: Position) -> Fault {
    // A tab is only noticed by the text before it.
    let below = text.lines().nth(at.line).unwrap_or_default();
    let has_tab = below.trim_start_matches(' ').starts_with('\t');
    slip(text, at.line + usize::from(has_tab))
        .or_else(|| sign::fault(text, at))
        .unwrap_or_else(|| unexpected(text, at))
}

fn unexpected(text: &str, at: Position) -> Fault {
    let line = |number: usize| text.lines().nth(number - 1).unwrap_or_default();
    let indent = |number: usize| line(number).len() - line(number).trim_start().len();
    let opened = opened(text, at.line);
    let (mut position, mut message) = (at, "this does not fit the lines before it");
    let help = match (line(at.line).chars().nth(at.column - 1), opened) {
        // A line that is no further in cannot go on with what is open.
        (_, Some(opened)) if indent(at.line) <= indent(opened) => {
            position = Position {
                line: opened,
                column: indent(opened) + 1,
            };
            message = "a quote or bracket in this line is not closed";
            "is a quote, bracket or comma missing here?".to_owned()
        }
        (_, Some(opened)) => {
            format!("is a quote, bracket or comma missing in line {opened} or after it?")
        }
        (Some(':'), _) => {
            message = "a `:` cannot stand here";
            "a text with `: ` in it needs quotes around it".to_owned()
        }
        (Some('"' | '\''), _) => {
            message = "this quote is not closed, or cannot stand here";
            "put the same quote at both ends of the text, and nothing behind it".to_owned()
        }
        (Some('`' | '@' | '%'), _) => {
            message = "a text cannot begin with this character";
            "put quotes around the text".to_owned()
        }
        _ => "is a quote, bracket or comma missing here or before?".to_owned(),
    };
    placed(SYNTAX, position, message).help(help)
}

/// A slip that beginners make, in this line or before it.
fn slip(text: &str, up_to: usize) -> Option<Fault> {
    let at = |line: usize, column: usize, message: String, help: String| {
        let position = Position {
            line: line + 1,
            column: column + 1,
        };
        placed(SYNTAX, position, message).help(help)
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
        if has_long_dash(said) {
            let message = "this is no item of a list".to_owned();
            return Some(at(place, indent(line), message, ONLY_SHORT.to_owned()));
        }
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
        // An entry of `sources`, pasted below a list.
        let sources = lines.iter().position(|line| line.starts_with("sources:"));
        let value = wrong
            .split_once(':')
            .map_or("", |(_, value)| value.trim_start());
        if let (Some(sources), Some(value)) = (sources, value.strip_prefix('{'))
            && value.trim_start().starts_with("title:")
        {
            let message = "this is no item of the list above it".to_owned();
            let help = format!("does it belong to the `sources` in line {}?", sources + 1);
            return Some(at(line - 1, column, message, help));
        }
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
