//! Faults as text in rustc's manner, as JSON, as SARIF, and as notes on GitHub.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use crate::authoring::codes;
use crate::fault::{Fault, Position, Severity};
use crate::text::{Shown, escaped};

/// A file with what is wrong in it.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The file's name, as the user gave it.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its faults, in order.
    pub faults: &'a [Fault],
}

impl Checked<'_> {
    /// How many faults are of this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let of_it = |fault: &&Fault| fault.code.severity == severity;
        self.faults.iter().filter(of_it).count()
    }

    /// Every fault with its line, a mark under it, and what to do. An error that repeats is told once,
    /// with its lines.
    #[must_use]
    pub fn text(&self, renderer: &Renderer) -> Shown {
        let name = escaped(self.name);
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        let lines: Vec<&str> = text.lines().collect();
        let mut page = String::new();
        for (index, fault) in self.faults.iter().enumerate() {
            if self.faults[..index].iter().any(|told| is_same(told, fault)) {
                continue;
            }
            let mut group = group(fault, &name, &lines);
            let again = self.faults[index + 1..].iter();
            let again = again.filter(|other| is_same(fault, other));
            let again = again.filter_map(|fault| fault.position);
            let again: Vec<String> = again.map(|at| at.line.to_string()).collect();
            if let Some((last, others)) = again.split_last() {
                let note = match &others.join(", ")[..] {
                    "" => format!("the same in line {last}"),
                    others => format!("the same in lines {others} and {last}"),
                };
                group = group.element(Level::NOTE.message(note));
            }
            let _ = writeln!(page, "{}\n", renderer.render(&[group]));
        }
        Shown::trusted(page)
    }

    /// For programs: everything that the text says.
    #[must_use]
    pub fn json(&self) -> Value {
        let faults: Vec<Value> = self
            .faults
            .iter()
            .map(|fault| {
                let at = fault.position;
                let related = fault.related.as_ref().map(|(_, at, what)| {
                    json!({ "line": at.map(|at| at.line), "column": at.map(|at| at.column), "message": what })
                });
                json!({
                    "code": fault.code.name,
                    "severity": fault.code.severity.name(),
                    "line": at.map(|at| at.line),
                    "column": at.map(|at| at.column),
                    "place": fault.place.clone().unwrap_or_else(|| fault.path.to_string()),
                    "message": fault.message,
                    "help": fault.help,
                    "related": related,
                })
            })
            .collect();
        json!({
            "file": self.name,
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "faults": faults,
        })
    }

    /// For code scanning tools: SARIF 2.1.0.
    #[must_use]
    pub fn sarif(&self) -> Value {
        let place = |at: Option<Position>| {
            let region = at.map(|at| json!({ "startLine": at.line, "startColumn": at.column }));
            let mut location = json!({ "artifactLocation": { "uri": uri(self.name) } });
            if let Some(region) = region {
                location["region"] = region;
            }
            location
        };
        let results: Vec<Value> = self
            .faults
            .iter()
            .map(|fault| {
                let help = fault.help.as_ref().map(|help| format!(": {help}"));
                let text = format!("{}{}", fault.message, help.unwrap_or_default());
                let related: Vec<Value> = fault
                    .related
                    .iter()
                    .map(|(_, at, what)| {
                        json!({ "physicalLocation": place(*at), "message": { "text": what } })
                    })
                    .collect();
                json!({
                    "ruleId": fault.code.name,
                    "level": fault.code.severity.name(),
                    "message": { "text": text },
                    "locations": [{ "physicalLocation": place(fault.position) }],
                    "relatedLocations": related,
                })
            })
            .collect();
        let rules: Vec<Value> = codes::all()
            .filter(|code| self.faults.iter().any(|fault| fault.code == *code))
            .map(|code| {
                json!({
                    "id": code.name,
                    "shortDescription": { "text": code.title },
                    "fullDescription": { "text": code.explanation },
                })
            })
            .collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "soreleg",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        })
    }

    /// For a GitHub workflow: notes on the changed lines.
    #[must_use]
    pub fn github(&self) -> Shown {
        let notes = self.faults.iter().map(|fault| {
            let Position { line, column } =
                fault.position.unwrap_or(Position { line: 1, column: 1 });
            let (severity, code) = (fault.code.severity.name(), fault.code.name);
            let file = data(self.name).replace(':', "%3A").replace(',', "%2C");
            let help = fault.help.as_ref().map(|help| format!(" ({help})"));
            let text = data(&format!("{}{}", fault.message, help.unwrap_or_default()));
            Shown::line(format!(
                "::{severity} file={file},line={line},col={column},title={code}::{text}"
            ))
        });
        notes.collect()
    }
}

/// Whether there is nothing to say about one that was not said about the other, but for where it is. A
/// warning can be accepted at its place, so each is told.
fn is_same(one: &Fault, other: &Fault) -> bool {
    one.is_error()
        && (one.code, &one.message, &one.help) == (other.code, &other.message, &other.help)
        && one.related.is_none()
        && other.related.is_none()
}

fn group<'g>(fault: &'g Fault, name: &'g str, lines: &[&str]) -> Group<'g> {
    let level = match fault.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(escaped(&fault.message))
        .id(fault.code.name);
    let mut group = match fault.position {
        Some(position) if is_long(position, lines) => title.element(
            Origin::path(name)
                .line(position.line)
                .char_column(position.column),
        ),
        Some(position) => title.element(snippet(position, fault, name, lines)),
        None => title.element(Origin::path(name)),
    };
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(escaped(help)));
    }
    if let Some(place) = &fault.place {
        group = group.element(Level::NOTE.message(format!("its place is `{}`", escaped(place))));
    }
    group
}

/// The longest line that is drawn, in bytes. Of a longer one only the place is told.
const MAX_LINE: usize = 4096;

fn is_long(at: Position, lines: &[&str]) -> bool {
    let line = lines.get(at.line.saturating_sub(1));
    line.is_some_and(|line| line.len() > MAX_LINE)
}

fn snippet<'g>(
    position: Position,
    fault: &Fault,
    name: &'g str,
    lines: &[&str],
) -> Snippet<'g, annotate_snippets::Annotation<'g>> {
    let related = fault
        .related
        .as_ref()
        .and_then(|(_, other, what)| other.map(|other| (other, escaped(what))));
    let other_line = related
        .as_ref()
        .map_or(position.line, |(other, _)| other.line);
    let (first, last) = (position.line.min(other_line), position.line.max(other_line));
    let end = last.min(lines.len());
    let lines = &lines[first.saturating_sub(1).min(end)..end];
    let safe: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    // The bytes of the word at a position, in the lines made safe.
    let span = |at: Position| {
        let place = at.line.saturating_sub(first);
        let above: usize = safe.iter().take(place).map(|line| line.len() + 1).sum();
        let line = lines.get(place).copied().unwrap_or_default();
        let mut starts = line.char_indices().map(|(byte, _)| byte);
        let start = starts.nth(at.column.saturating_sub(1));
        let (before, rest) = line.split_at(start.unwrap_or(line.len()));
        let begin = above + escaped(before).len();
        begin..begin + escaped(word(rest)).len()
    };
    let main = AnnotationKind::Primary.span(span(position));
    let context =
        related.map(|(other, what)| AnnotationKind::Context.span(span(other)).label(what));
    Snippet::source(safe.join("\n"))
        .line_start(first)
        .path(name)
        .annotation(main)
        .annotations(context)
}

/// A path as a URI reference: all that has a meaning of its own there is written in percent.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    let is_drive = |start: &str| start.len() == 2 && start.ends_with(':');
    let start = match path.split('/').next() {
        Some("") => "file://",
        Some(start) if is_drive(start) => "file:///",
        _ => "",
    };
    let mut uri = start.to_owned();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(byte.into()),
            b':' if start == "file:///" => uri.push(':'),
            byte if byte.is_ascii_alphanumeric() => uri.push(byte.into()),
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// Text in a note on GitHub.
fn data(text: &str) -> String {
    text.replace('%', "%25")
}

/// The longest mark drawn under a line, in characters.
const MAX_MARK: usize = 40;

/// The key, word or quoted text at the start of the rest of a line, or its beginning.
fn word(rest: &str) -> &str {
    let mut chars = rest.char_indices();
    let end = match chars.next() {
        Some((_, quote @ ('"' | '\''))) => chars
            .find(|(_, c)| *c == quote)
            .map(|(end, quote)| end + quote.len_utf8()),
        Some((_, bracket @ ('{' | '['))) => Some(bracket.len_utf8()),
        _ => rest
            .find([':', ',', '{', '}', '[', ']'])
            .map(|end| rest[..end].trim_end().len()),
    };
    let end = end.unwrap_or(rest.trim_end().len());
    let most = rest
        .char_indices()
        .nth(MAX_MARK)
        .map_or(end, |(most, _)| most);
    &rest[..end.min(most)]
}
