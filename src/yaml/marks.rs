//! The events of a YAML text with their spans, as the parser that keeps positions sees them.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::placed;
use super::syntax::{self, SYNTAX};
use crate::fault::{Fault, Position};

/// Deepest nesting accepted. The time to read a value grows with the square of the depth.
const MAX_DEPTH: usize = 64;

/// One event with where it stands.
#[derive(Debug)]
pub(super) struct Mark<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) position: Position,
    /// From its first byte to its last.
    pub(super) bytes: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Kind<'t> {
    Scalar {
        text: Cow<'t, str>,
        /// Whether it stands without quotes, and not as a block of lines.
        is_plain: bool,
    },
    List,
    Mapping,
    /// The end of a list or mapping.
    End,
}

/// The events of a text; aliases, anchors, tags and a second document are refused.
pub(super) fn marks(text: &str) -> Result<Vec<Mark<'_>>, Box<Fault>> {
    let offsets = text.char_indices().map(|(byte, _)| byte);
    let offsets: Vec<usize> = offsets.chain([text.len()]).collect();
    let byte = |marker: &Marker| offsets.get(marker.index()).copied().unwrap_or(text.len());
    let mut marks = Vec::new();
    let (mut depth, mut documents) = (0_usize, 0);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            // The parser looks ahead and has a limit of its own.
            let at = position(error.marker());
            if is_deep(&text[..byte(error.marker())]) {
                too_deep(at)
            } else {
                syntax::fault(text, at)
            }
        })?;
        let start = position(&span.start);
        let refuse = |message: &str| placed(SYNTAX, start, message);
        if let Event::Scalar(_, _, anchor, _)
        | Event::SequenceStart(anchor, _)
        | Event::MappingStart(anchor, _)
        | Event::Alias(anchor) = event
            && anchor > 0
        {
            let message = "anchors and aliases (`&name`, `*name`) are not used here";
            let help = "write out what they stand for; a text that begins so needs quotes";
            return Err(refuse(message).help(help).into());
        }
        let is_quoted = matches!(
            event,
            Event::Scalar(_, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, ..)
        );
        let kind = match event {
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => {
                return Err(refuse("tags (`!…`) are not used here").into());
            }
            Event::DocumentStart(_) if documents > 0 => {
                let message = "a second document starts here; one file holds one";
                return Err(refuse(message).help("remove the line `---`").into());
            }
            Event::DocumentStart(_) => {
                documents += 1;
                continue;
            }
            Event::Scalar(text, style, ..) => Kind::Scalar {
                text,
                is_plain: style == ScalarStyle::Plain,
            },
            Event::SequenceStart(..) => Kind::List,
            Event::MappingStart(..) => Kind::Mapping,
            Event::SequenceEnd | Event::MappingEnd => Kind::End,
            _ => continue,
        };
        match kind {
            Kind::List | Kind::Mapping => depth += 1,
            Kind::End => depth -= 1,
            Kind::Scalar { .. } => {}
        }
        if depth > MAX_DEPTH {
            return Err(too_deep(start).into());
        }
        let mut bytes = byte(&span.start)..byte(&span.end);
        if is_quoted {
            bytes.end = bytes.start + quoted_length(&text[bytes.clone()]);
        }
        marks.push(Mark {
            kind,
            position: start,
            bytes,
        });
    }
    Ok(marks)
}

/// The length of the text in quotes at the start of this; the parser counts a comment behind it.
fn quoted_length(text: &str) -> usize {
    let quote = text.as_bytes().first();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == Some(&b'"') => drop(chars.next()),
            '\'' if quote == Some(&b'\'') && chars.next_if(|(_, c)| *c == '\'').is_some() => {}
            '"' | '\'' if quote == text.as_bytes().get(at) => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn too_deep(at: Position) -> Fault {
    let message = format!("lists or mappings are nested deeper than {MAX_DEPTH}");
    placed(SYNTAX, at, message)
}

/// Whether too many brackets are open at the end of this text.
fn is_deep(text: &str) -> bool {
    let open = text.matches(['{', '[']).count();
    open > MAX_DEPTH + text.matches(['}', ']']).count()
}

fn position(marker: &Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}
