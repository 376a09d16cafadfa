//! Reading a YAML text into a tree.
//!
//! Two readers go over a text: one tells where everything stands, the other what a value is. They
//! follow different versions of YAML, so a text in which they do not see the same is refused.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput};
use serde_yaml::Value;

use super::syntax::{self, SYNTAX, no_yaml};
use super::tree::{Data, Entry, Node, kind, words};
use super::{MAX_FAULTS, START, placed, position_of};
use crate::fault::{Code, Fault, Position};
use crate::rulebook::path::{RulePath, Segment};

pub(crate) const DUPLICATE_KEY: &Code = &Code::error(
    "duplicate-key",
    "A key is given twice",
    "In one mapping each key may stand once. Most YAML tools would silently use the last \
     one. Both places are shown: keep one. If it is a whole part of the file, such as `questions`, \
     put its lines under the first and remove the second key.",
);

/// Deepest nesting accepted. The time to read a value grows with the square of the depth.
const MAX_DEPTH: usize = 64;

/// Reads a YAML text; the faults are those of keys that are given twice.
pub(super) fn read(text: &str) -> Result<(Node, Vec<Fault>), Box<Fault>> {
    let mut loader = Loader::new(text);
    let mut root = loader.document()?;
    if !loader.duplicates.is_empty() {
        each_alone(&mut root);
        return Ok((root, loader.duplicates));
    }
    let ambiguous = |at| {
        let message = "programs that read YAML do not agree on what this is";
        let help = "write it in a simpler way: put quotes around a text, and one key in a line";
        no_yaml(at, message, help)
    };
    // As text they get a message that says so.
    let mut quoted = Cow::Borrowed(text);
    for huge in loader.huge.iter().rev() {
        let number = format!("'{}'", &text[huge.clone()]);
        quoted.to_mut().replace_range(huge.clone(), &number);
    }
    let value = serde_yaml::from_str(&quoted).map_err(|error: serde_yaml::Error| {
        ambiguous(error.location().map_or(START, |at| Position {
            line: at.line(),
            column: at.column(),
        }))
    })?;
    agree(&mut root, value).map_err(ambiguous)?;
    Ok((root, Vec::new()))
}

/// What each value is by itself: of a text with a key given twice no reader makes a tree.
fn each_alone(node: &mut Node) {
    match &mut node.data {
        Data::Scalar {
            value,
            is_plain: true,
        } => {
            let alone = serde_yaml::from_str(&words(value)).unwrap_or(Value::Null);
            if !matches!(alone, Value::Sequence(_) | Value::Mapping(_)) {
                *value = alone;
            }
        }
        Data::List(items) => items.iter_mut().for_each(each_alone),
        Data::Mapping(entries) => {
            let values = entries.iter_mut().map(|entry| &mut entry.value);
            values.for_each(each_alone);
        }
        Data::Scalar { .. } | Data::Faulty => {}
    }
}

/// Where everything stands in a text that was read before; every scalar is a text.
pub(super) fn positions(text: &str) -> Option<Node> {
    Loader::new(text).document().ok()
}

/// Takes over what the values are, if that is the same tree; else says where it is not.
fn agree(node: &mut Node, value: Value) -> Result<(), Position> {
    match (&mut node.data, value) {
        (Data::Scalar { value, .. }, Value::String(text)) if *value == text => {}
        (
            Data::Scalar {
                value,
                is_plain: true,
            },
            other @ (Value::Null | Value::Bool(_) | Value::Number(_)),
        ) => *value = other,
        (Data::List(items), Value::Sequence(values)) if items.len() == values.len() => {
            let mut pairs = items.iter_mut().zip(values);
            pairs.try_for_each(|(item, value)| agree(item, value))?;
        }
        (Data::Mapping(entries), Value::Mapping(values)) if entries.len() == values.len() => {
            for (entry, (key, value)) in entries.iter_mut().zip(values) {
                if key.as_str().map_or(!entry.is_plain, |key| key != entry.key) {
                    return Err(entry.position);
                }
                agree(&mut entry.value, value)?;
            }
        }
        _ => return Err(node.position),
    }
    Ok(())
}

/// Builds a tree out of the events of the parser that keeps positions. Every scalar is a text yet.
struct Loader<'t> {
    text: &'t str,
    events: Parser<'t, StrInput<'t>>,
    /// The last character that was asked for, and its byte.
    reached: (usize, usize),
    path: RulePath,
    duplicates: Vec<Fault>,
    /// Numbers that are too large to be one.
    huge: Vec<Range<usize>>,
}

type Next<'t> = (Event<'t>, Span);

impl<'t> Loader<'t> {
    fn new(text: &'t str) -> Self {
        Loader {
            text,
            events: Parser::new_from_str(text),
            reached: (0, 0),
            path: RulePath::default(),
            duplicates: Vec::new(),
            huge: Vec::new(),
        }
    }

    /// The byte of a character. The next one asked for is near.
    fn byte(&mut self, marker: &Marker) -> usize {
        let (index, byte) = self.reached;
        let (before, after) = self.text.split_at(byte);
        let byte = match marker.index().checked_sub(index) {
            Some(on) => after.char_indices().nth(on).map(|(more, _)| byte + more),
            None => (before.char_indices().rev())
                .nth(index - marker.index() - 1)
                .map(|(byte, _)| byte),
        };
        self.reached = (marker.index(), byte.unwrap_or(self.text.len()));
        self.reached.1
    }

    /// The next event; anchors, aliases and tags are refused.
    fn next(&mut self) -> Result<Next<'t>, Box<Fault>> {
        let (event, span) = match self.events.next() {
            Some(Ok(next)) => next,
            Some(Err(error)) => {
                let at = position(error.marker());
                let before = &self.text[..self.byte(error.marker())];
                let open = before.matches(['{', '[']).count();
                // The parser looks ahead and has a limit of its own.
                if open > MAX_DEPTH + before.matches(['}', ']']).count() {
                    return Err(too_deep(at).into());
                }
                return Err(syntax::fault(self.text, at).into());
            }
            None => (Event::StreamEnd, Span::default()),
        };
        let at = position(&span.start);
        match &event {
            Event::Alias(_)
            | Event::Scalar(_, _, 1.., _)
            | Event::SequenceStart(1.., _)
            | Event::MappingStart(1.., _) => {
                let message = "anchors and aliases (`&name`, `*name`) are not used here";
                let help = "write out what they stand for; a text that begins so needs quotes";
                Err(no_yaml(at, message, help).into())
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => {
                Err(placed(SYNTAX, at, "tags (`!…`) are not used here").into())
            }
            _ => Ok((event, span)),
        }
    }

    fn document(&mut self) -> Result<Node, Box<Fault>> {
        let root = loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::StreamEnd, _) => break None,
                next => break Some(self.node(next, 0)?),
            }
        };
        let is_empty = |root: &Node| root.bytes.is_empty();
        let Some(root) = root.filter(|root| !is_empty(root)) else {
            let end = position_of(self.text, self.text.len());
            let message = "there is nothing in this file";
            let help = "`soreleg rules new` prints a file to start from";
            return Err(no_yaml(end, message, help).into());
        };
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(root),
                (Event::DocumentStart(_), span) => {
                    let message = "a second document starts here; one file holds one";
                    let at = position(&span.start);
                    return Err(no_yaml(at, message, "remove the line `---`").into());
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, (event, span): Next<'t>, depth: usize) -> Result<Node, Box<Fault>> {
        let position = position(&span.start);
        if depth >= MAX_DEPTH && !matches!(event, Event::Scalar(..)) {
            return Err(too_deep(position).into());
        }
        let start = self.byte(&span.start);
        let (data, end) = match event {
            Event::SequenceStart(..) => self.list(depth)?,
            Event::MappingStart(..) => self.mapping(depth)?,
            Event::Scalar(text, style, ..) => {
                let value = text.into_owned().into();
                let is_plain = style == ScalarStyle::Plain;
                let end = match style {
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                        start + quoted_length(&self.text[start..])
                    }
                    _ => self.byte(&span.end),
                };
                if is_plain && is_huge(&self.text[start..end]) {
                    self.huge.push(start..end);
                }
                (Data::Scalar { value, is_plain }, end)
            }
            _ => (Data::Faulty, start),
        };
        Ok(Node {
            position,
            bytes: start..end.max(start),
            data,
        })
    }

    fn list(&mut self, depth: usize) -> Result<(Data, usize), Box<Fault>> {
        let (mut items, mut last) = (Vec::new(), 0);
        loop {
            let next = self.next()?;
            if let (Event::SequenceEnd, span) = next {
                return Ok((Data::List(items), self.end(&span, last)));
            }
            let item = self.inside(Segment::Item(items.len()), next, depth)?;
            last = item.bytes.end;
            items.push(item);
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<(Data, usize), Box<Fault>> {
        let (mut entries, mut last) = (Vec::new(), 0);
        let mut seen = HashSet::new();
        loop {
            let next = self.next()?;
            if let (Event::MappingEnd, span) = next {
                return Ok((Data::Mapping(entries), self.end(&span, last)));
            }
            let entry = self.entry(next, depth)?;
            last = entry.value.bytes.end;
            if seen.insert(entry.key.clone()) {
                entries.push(entry);
            } else if self.duplicates.len() <= MAX_FAULTS {
                let path = self.path.key(&entry.key);
                let message = format!("the key `{}` is given twice", entry.key);
                let is_section =
                    self.path.0.is_empty() && entry.value.position.line > entry.position.line;
                let first = entries.iter().find(|first| first.key == entry.key);
                let help = match first.filter(|_| is_section) {
                    None => "keep one of them".to_owned(),
                    Some(first) => format!(
                        "move the lines below it to the end of the `{}:` in line {}, then remove this one",
                        entry.key, first.position.line
                    ),
                };
                let mut fault = Fault::new(DUPLICATE_KEY, &path, message)
                    .help(help)
                    .related(&path, "the first is here")
                    .on_key();
                fault.position = Some(entry.position);
                self.duplicates.push(fault);
            }
        }
    }

    fn entry(&mut self, next: Next<'t>, depth: usize) -> Result<Entry, Box<Fault>> {
        let key = self.node(next, depth)?;
        let (name, is_plain) = match &key.data {
            Data::Scalar { value, is_plain } if !key.bytes.is_empty() => (words(value), *is_plain),
            data => {
                let found = if key.bytes.is_empty() {
                    "nothing".to_owned()
                } else {
                    kind(data)
                };
                let message = format!("expected a word or a number, found {found}");
                return Err(placed(SYNTAX, key.position, message).into());
            }
        };
        let next = self.next()?;
        let mut value = self.inside(Segment::Key(name.clone()), next, depth)?;
        // Where nothing is, that begins behind the colon.
        if value.bytes.is_empty() && self.text[value.bytes.start..].starts_with(':') {
            value.position.column += 1;
            value.bytes = value.bytes.start + 1..value.bytes.end + 1;
        }
        Ok(Entry {
            key: name,
            meant: None,
            position: key.position,
            bytes: key.bytes,
            is_plain,
            value,
        })
    }

    fn inside(&mut self, step: Segment, next: Next<'t>, depth: usize) -> Result<Node, Box<Fault>> {
        self.path.0.push(step);
        let node = self.node(next, depth + 1)?;
        self.path.0.pop();
        Ok(node)
    }

    /// Where a list or mapping ends. Without brackets that is only noticed behind it.
    fn end(&mut self, end: &Span, last: usize) -> usize {
        if end.is_empty() {
            last
        } else {
            self.byte(&end.end)
        }
    }
}

/// Whether a text is a number that the reader of values has no room for.
fn is_huge(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    digits.len() > 18
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && serde_yaml::from_str::<Value>(text).is_err()
}

fn position(marker: &Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

fn too_deep(at: Position) -> Fault {
    let message = format!("lists or mappings are nested deeper than {MAX_DEPTH}");
    placed(SYNTAX, at, message)
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

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::rulebook::{BUILT_IN, STARTER};

    /// Whether a tree is what the reader of values alone makes of its text, and every value in one
    /// line is found again at its bytes.
    fn assert_same(text: &str, node: &Node, value: &Value) {
        match (&node.data, value) {
            (
                Data::Scalar {
                    value: own,
                    is_plain,
                },
                value,
            ) => {
                assert!(own == value || own.is_f64() && value.is_number(), "{text}");
                let part = &text[node.bytes.clone()];
                match own {
                    Value::Null => {}
                    _ if part.contains(['\n', '\r']) => {}
                    // In a block the line ends belong to the text.
                    Value::String(own) if own.trim() == part.trim() => {}
                    _ if *is_plain && own.is_string() => panic!("{text}: {part}"),
                    own => assert_eq!(words(own), words(&serde_yaml::from_str(part).unwrap())),
                }
            }
            (Data::List(items), Value::Sequence(values)) => {
                assert_eq!(items.len(), values.len(), "{text}");
                let pairs = items.iter().zip(values);
                pairs.for_each(|(item, value)| assert_same(text, item, value));
            }
            (Data::Mapping(entries), Value::Mapping(values)) => {
                assert_eq!(entries.len(), values.len(), "{text}");
                for (entry, (key, value)) in entries.iter().zip(values) {
                    assert!(key.as_str().is_none_or(|key| entry.key == key), "{text}");
                    assert_same(text, &entry.value, value);
                }
            }
            (data, value) => panic!("{text}: {data:?} {value:?}"),
        }
    }

    /// A text that is taken means the same to both readers.
    fn take(text: &str) -> bool {
        let Ok((tree, duplicates)) = crate::yaml::tree(text) else {
            return false;
        };
        if duplicates.is_empty() {
            assert_same(
                tree.text,
                &tree.root,
                &serde_yaml::from_str(tree.text).unwrap(),
            );
        }
        true
    }

    #[test]
    fn the_files_that_are_shipped_are_read_as_one_reader_alone_does() {
        assert!(take(BUILT_IN) && take(STARTER));
        for folder in ["rules/cases", "tests/faulty", "tests/rules"] {
            for file in std::fs::read_dir(folder).unwrap() {
                let text = std::fs::read(file.unwrap().path()).unwrap_or_default();
                take(&String::from_utf8_lossy(&text));
            }
        }
    }

    #[test]
    fn what_versions_of_yaml_read_differently_is_refused_or_the_same() {
        for (text, is_taken) in [
            ("a: yes\nb: no\nc: on", true),
            ("a: 017\nb: 0o17\nc: 0x1F\nd: 1_000\ne: 1:30", true),
            ("a: ~\nb: null\nc: Null\nd:", true),
            ("a: .inf\nb: -.INF\nc: .nan\nd: 1e3\ne: +1", true),
            ("<<: { a: 1 }\nb: 2", true),
            ("a: |\n  x\n   y\n\nb: >-\n  x\n  y\n", true),
            ("\u{feff}a: 1\r\nb: [x, 'y']\r\n", true),
            ("a: 1\rb: 2", true),
            ("\"a\": 1\n1: b\ntrue: c", true),
            ("{\"a\":1,\"b\":[true,null]}", true),
            ("a: x\u{2028}b: y", false),
            ("a: x\u{85}b: y", false),
            ("a: !t x", false),
            ("a: &x 1\nb: *x", false),
            ("? [a]\n: b", false),
            ("a: 1\n---\nb: 2", false),
        ] {
            assert_eq!(take(text), is_taken, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn both_readers_see_the_same(
            words in vec(select(&[
                "a", "b", "é", "yes", "0", "1.5", "017", "0x1", "1:30", "~", "null", "''", "\"", "'",
                "\"q\"", "'q r'", "\n", "\n  ", "\n    ", "\r\n", "\r", " ", "\t", ": ", ":", ", ",
                "- ", "-", "? ", "{", "}", "[", "]", "# c", " # c", "|\n", ">-\n", "<<", "&a ", "*a",
                "!t ", "---\n", "...\n", "%", "@", "`", "\\", "\u{2028}", "\u{feff}",
            ][..]), 0..14),
        ) {
            take(&words.concat());
        }
    }
}
