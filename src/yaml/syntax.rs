//! What is wrong with a text that is no YAML, for people who do not know YAML.

use super::indent::{Misplaced, misplaced, opened};
use super::sign::{self, ONLY_SHORT, has_long_dash};
use super::{in_line, placed};
use crate::fault::{Code, Fault, Position};

pub(crate) const SYNTAX: &Code = &Code::error(
    "syntax",
    "The file is not YAML",
    "The rest of the file cannot be read until this is mended, so nothing else is \
     reported. Common causes: a tab used to indent, a quote or bracket that is not \
     closed, a text with `: ` or ` #` in it that needs quotes, or a second document after \
     `---`.",
);

/// The fault where the parser could not go on: a slip that beginners make, in this line or before it, or
/// else what the parser stumbled over.
pub(super) fn fault(text: &str, at: Position) -> Fault {
    // A tab is only noticed by the text before it.
    let below = text.lines().nth(at.line).unwrap_or_default();
    let has_tab = below.trim_start_matches(' ').starts_with('\t');
    let lines = text.lines().take(at.line + usize::from(has_tab));
    let lines: Vec<&str> = lines.collect();
    copied(&lines)
        .or_else(|| unspaced(&lines))
        .or_else(|| out_of_line(text, &lines))
        .or_else(|| sign::fault(text, at))
        .unwrap_or_else(|| unexpected(text, at))
}

/// That a text is no YAML, with where, why and what to do.
pub(super) fn no_yaml(at: Position, message: impl Into<String>, help: impl Into<String>) -> Fault {
    placed(SYNTAX, at, message).help(help)
}

/// What came along with copied text.
fn copied(lines: &[&str]) -> Option<Fault> {
    (1..).zip(lines).find_map(|(number, line)| {
        let start = indent(line);
        if line[start..].starts_with("```") {
            let message = "this line is not part of the rules";
            let help = "remove it; it comes with text copied from a web page or chat";
            return Some(no_yaml(in_line(number, line, start), message, help));
        }
        let odd = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\t');
        let at = in_line(number, line, line.find(odd)?);
        let value = line.split_once(':').map_or("", |(_, value)| value);
        let message = "this is a no-break space: it looks like a space but does not count as one";
        let help = "put plain spaces in its place; such spaces come with copied text";
        (line[..start].contains(odd) || value.starts_with(odd)).then(|| no_yaml(at, message, help))
    })
}

/// A dash or colon that means nothing, in one of the last two lines that say something: what lacks a space
/// is taken for a text, and goes wrong in the line after it.
fn unspaced(lines: &[&str]) -> Option<Fault> {
    let says = |line: &str| !line.is_empty() && !line.starts_with('#');
    let said = lines.iter().enumerate().rev();
    let mut last = said.filter(|(_, line)| says(line.trim_start())).take(2);
    last.find_map(|(place, line)| {
        let said = line.trim_start();
        let here = |said: &str| in_line(place + 1, line, line.len() - said.len());
        if has_long_dash(said) {
            let message = "this is no item of a list";
            return Some(no_yaml(here(said), message, ONLY_SHORT));
        }
        if let Some(item) = said.strip_prefix('-').filter(|rest| is_key(rest)) {
            let message = "a space is missing after the dash";
            return Some(no_yaml(here(said), message, format!("write `- {item}`")));
        }
        let said = said.strip_prefix("- ").unwrap_or(said);
        let (key, value) = said.split_once(':')?;
        let is_bare = is_name(key) && value.starts_with(|c: char| !matches!(c, ' ' | '/'));
        let message = format!("a space is missing after `{key}:`");
        is_bare.then(|| no_yaml(here(said), message, format!("write `{key}: {value}`")))
    })
}

/// The first line that is not indented like those it belongs to.
fn out_of_line(text: &str, lines: &[&str]) -> Option<Fault> {
    let Misplaced {
        line: number,
        should_be,
        like,
    } = misplaced(text, lines.len())?;
    let line = lines[number - 1];
    let (start, said) = line.split_at(indent(line));
    let has_tab = start.contains('\t');
    let at = in_line(number, line, if has_tab { 0 } else { start.len() });
    // An entry of `sources`, pasted below a list.
    let value = said.split_once(':').map_or("", |(_, value)| value);
    let value = value.trim_start().strip_prefix('{').unwrap_or_default();
    if value.trim_start().starts_with("title:")
        && let Some(sources) = lines.iter().position(|line| line.starts_with("sources:"))
    {
        let message = "this is no item of the list above it";
        let help = format!("does it belong to the `sources` in line {}?", sources + 1);
        return Some(no_yaml(at, message, help));
    }
    let message = if has_tab {
        "this line begins with a tab; only spaces count"
    } else if start.len() > should_be {
        "this line begins too far to the right"
    } else {
        "this line begins too far to the left"
    };
    let spaces = match should_be {
        0 => "no space before it".to_owned(),
        1 => "1 space before it".to_owned(),
        spaces => format!("{spaces} spaces before it"),
    };
    let shown = text.lines().nth(like - 1).map_or(0, indent);
    let what = if shown == should_be {
        "line"
    } else {
        "the key after the dash in line"
    };
    let help = format!("indent this line like {what} {like}: {spaces}");
    Some(no_yaml(at, message, help))
}

fn unexpected(text: &str, at: Position) -> Fault {
    let line = |number: usize| text.lines().nth(number - 1).unwrap_or_default();
    let help = match (
        line(at.line).chars().nth(at.column - 1),
        opened(text, at.line),
    ) {
        // A line that is no further in cannot go on with what is open.
        (_, Some(opened)) if indent(line(at.line)) <= indent(line(opened)) => {
            let at = in_line(opened, line(opened), indent(line(opened)));
            let message = "a quote or bracket in this line is not closed";
            return no_yaml(at, message, "is a quote, bracket or comma missing here?");
        }
        (_, Some(opened)) => {
            format!("is a quote, bracket or comma missing in line {opened} or after it?")
        }
        (Some(':'), _) => {
            let help = "a text with `: ` in it needs quotes around it";
            return no_yaml(at, "a `:` cannot stand here", help);
        }
        (Some('"' | '\''), _) => {
            let message = "this quote is not closed, or cannot stand here";
            let help = "put the same quote at both ends of the text, and nothing behind it";
            return no_yaml(at, message, help);
        }
        (Some('`' | '@' | '%'), _) => {
            let message = "a text cannot begin with this character";
            return no_yaml(at, message, "put quotes around the text");
        }
        _ => "is a quote, bracket or comma missing here or before?".to_owned(),
    };
    no_yaml(at, "this does not fit the lines before it", help)
}

/// The bytes before what a line says.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && (text.chars()).all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_key(text: &str) -> bool {
    text.split_once(':').is_some_and(|(key, _)| is_name(key))
}
