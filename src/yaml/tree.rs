//! A YAML or JSON text as a tree of values, each with where it stands.
//!
//! Two parsers go over a YAML text side by side: one tells where everything stands, the other what
//! a value is. They follow different versions of YAML, so a text that they do not see alike is
//! refused.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_yaml::Value;

use super::marks::{Kind, Mark, marks};
use super::syntax::SYNTAX;
use super::{START, placed};
use crate::fault::{Code, Fault, Position};
use crate::rulebook::path::{RulePath, Segment};

pub(crate) const DUPLICATE_KEY: &Code = &Code::error(
    "duplicate-key",
    "A key is given twice",
    "In one mapping each key may stand once. Most YAML tools would silently use the last \
     one. Both places are shown: keep one.",
);

/// A value with where it stands.
#[derive(Debug)]
pub struct Node {
    /// Where it begins.
    pub position: Position,
    /// Its bytes in the text.
    pub bytes: Range<usize>,
    /// What it is.
    pub data: Data,
}

/// What a value is.
#[derive(Debug)]
pub enum Data {
    /// A text, number, truth value or nothing.
    Scalar {
        /// The value.
        value: Value,
        /// Whether it stands without quotes, and not as a block of lines.
        is_plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in its order. Of a key given twice the first stays.
    Mapping(Vec<Entry>),
    /// Something that a fault was already found in.
    Faulty,
}

/// An entry of a mapping.
#[derive(Debug)]
pub struct Entry {
    /// The key as written.
    pub key: String,
    /// The key that is surely meant, where the one that is written does not exist.
    pub meant: Option<String>,
    /// Where the key stands.
    pub position: Position,
    /// The bytes of the key.
    pub bytes: Range<usize>,
    /// Whether the key stands without quotes.
    pub is_plain: bool,
    /// The value.
    pub value: Node,
}

impl Entry {
    /// The key, as far as it is known what is meant.
    #[must_use]
    pub fn name(&self) -> &str {
        self.meant.as_ref().unwrap_or(&self.key)
    }
}

impl Node {
    /// Follows a path as far as it leads somewhere: how many steps, to which node, and to which
    /// entry if that is one.
    fn follow(&self, path: &RulePath) -> (usize, &Node, Option<&Entry>) {
        let (mut node, mut entry) = (self, None);
        for (depth, step) in path.0.iter().enumerate() {
            let next = match (step, &node.data) {
                (Segment::Key(key), Data::Mapping(entries)) => entries
                    .iter()
                    .find(|entry| entry.key == *key || entry.meant.as_ref() == Some(key))
                    .map(|entry| (&entry.value, Some(entry))),
                (Segment::Item(item), Data::List(items)) => {
                    items.get(*item).map(|item| (item, None))
                }
                _ => None,
            };
            let Some(next) = next else {
                return (depth, node, entry);
            };
            (node, entry) = next;
        }
        (path.0.len(), node, entry)
    }

    /// The value at a path.
    #[must_use]
    pub fn at(&self, path: &RulePath) -> Option<&Node> {
        let (depth, node, _) = self.follow(path);
        (depth == path.0.len()).then_some(node)
    }

    /// The entry at a path.
    #[must_use]
    pub fn entry(&self, path: &RulePath) -> Option<&Entry> {
        let (depth, _, entry) = self.follow(path);
        entry.filter(|_| depth == path.0.len())
    }

    /// Where a path leads: to a text or number, unless its key is asked for; else to its key, or to
    /// the nearest part around it.
    #[must_use]
    pub fn find(&self, path: &RulePath, on_key: bool) -> Position {
        let (depth, node, entry) = self.follow(path);
        match node.data {
            Data::Scalar { .. } | Data::Faulty if depth == path.0.len() && !on_key => node.position,
            _ => entry.map_or(node.position, |entry| entry.position),
        }
    }

    /// Every key and text without quotes, with where it stands.
    pub fn each_plain(&self, see: &mut impl FnMut(&str, Position)) {
        match &self.data {
            Data::Scalar {
                value: Value::String(text),
                is_plain: true,
            } => see(text, self.position),
            Data::Scalar { .. } | Data::Faulty => {}
            Data::List(items) => items.iter().for_each(|item| item.each_plain(see)),
            Data::Mapping(entries) => {
                for entry in entries {
                    if entry.is_plain {
                        see(&entry.key, entry.position);
                    }
                    entry.value.each_plain(see);
                }
            }
        }
    }

    /// The line and column behind its last character.
    #[must_use]
    pub fn end(&self, text: &str) -> Position {
        let text = &text[self.bytes.clone()];
        let last = text.rsplit('\n').next().unwrap_or_default();
        let before = match text.len() - last.len() {
            0 => self.position.column,
            _ => 1,
        };
        Position {
            line: self.position.line + text.matches('\n').count(),
            column: before + last.chars().count(),
        }
    }

    /// Whether a mapping or list is written in brackets.
    #[must_use]
    pub fn is_flow(&self, text: &str) -> bool {
        text[self.bytes.clone()].starts_with(['{', '['])
    }
}

/// Reads a YAML text; the faults are those of keys that are given twice.
pub(super) fn yaml(text: &str) -> Result<(Node, Vec<Fault>), Box<Fault>> {
    let marks = marks(text)?;
    if matches!(
        &marks[..],
        [] | [Mark {
            kind: Kind::Scalar {
                text: Cow::Borrowed(""),
                ..
            },
            ..
        }]
    ) {
        let end = super::position_of(text, text.len());
        return Err(placed(SYNTAX, end, "there is nothing in this file")
            .help("`soreleg rules new` prints a file to start from")
            .into());
    }
    let mut loader = Loader {
        text,
        marks: Some(marks.into_iter()),
        path: RulePath::default(),
        duplicates: Vec::new(),
        refused: None,
    };
    match loader.deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(node) => Ok((node, loader.duplicates)),
        Err(error) => Err(Box::new(loader.refused.take().unwrap_or_else(|| {
            let at = error.location().map(|at| Position {
                line: at.line(),
                column: at.column(),
            });
            ambiguous(at.unwrap_or(START))
        }))),
    }
}

/// Reads a JSON text; the faults are those of keys that are given twice. No position is known.
pub(super) fn json(text: &str) -> serde_json::Result<(Node, Vec<Fault>)> {
    let mut loader = Loader {
        text,
        marks: None,
        path: RulePath::default(),
        duplicates: Vec::new(),
        refused: None,
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let node = loader.deserialize(&mut json)?;
    json.end()?;
    Ok((node, loader.duplicates))
}

fn ambiguous(position: Position) -> Fault {
    let message = "programs that read YAML do not agree on what this is";
    placed(SYNTAX, position, message)
        .help("write it in a simpler way: put quotes around a text, and one key in a line")
}

struct Loader<'t> {
    text: &'t str,
    /// What is still to come, for a text whose positions are known.
    marks: Option<std::vec::IntoIter<Mark<'t>>>,
    path: RulePath,
    duplicates: Vec<Fault>,
    /// Why the text is refused, once it is.
    refused: Option<Fault>,
}

impl<'t> Loader<'t> {
    /// The next mark, which has to be of this kind.
    fn mark<E: Error>(&mut self, is_right: impl Fn(&Kind) -> bool) -> Result<Mark<'t>, E> {
        let Some(marks) = &mut self.marks else {
            return Ok(Mark {
                kind: Kind::End,
                position: START,
                bytes: 0..0,
            });
        };
        match marks.next() {
            Some(mark) if is_right(&mark.kind) => Ok(mark),
            mark => Err(self.refuse(ambiguous(mark.map_or(START, |mark| mark.position)))),
        }
    }

    fn refuse<E: Error>(&mut self, fault: Fault) -> E {
        let message = fault.message.clone();
        self.refused = Some(fault);
        E::custom(message)
    }

    fn scalar<E: Error>(&mut self, value: Value) -> Result<Node, E> {
        let mark = self.mark(|kind| {
            matches!(kind, Kind::Scalar { text, is_plain }
                if value.as_str().map_or(*is_plain, |value| value == text))
        })?;
        Ok(Node {
            position: mark.position,
            bytes: mark.bytes,
            data: Data::Scalar {
                is_plain: matches!(mark.kind, Kind::Scalar { is_plain: true, .. }),
                value,
            },
        })
    }

    fn inside<T>(&mut self, step: Segment, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.0.push(step);
        let read = read(self);
        self.path.0.pop();
        read
    }

    /// A list or mapping from where it begins to where it ends.
    fn collection<E: Error>(
        &mut self,
        start: &Mark,
        last: Option<usize>,
        data: Data,
    ) -> Result<Node, E> {
        let end = self.mark(|kind| matches!(kind, Kind::End))?;
        // The end of what stands without brackets is only noticed behind it.
        let end = match last {
            Some(last) if end.bytes.is_empty() => last,
            _ => end.bytes.end,
        };
        Ok(Node {
            position: start.position,
            bytes: start.bytes.start..end,
            data,
        })
    }
}

impl<'de> DeserializeSeed<'de> for &mut Loader<'_> {
    type Value = Node;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Loader<'_> {
    type Value = Node;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E: Error>(self, truth: bool) -> Result<Node, E> {
        self.scalar(truth.into())
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Node, E> {
        self.scalar(number.into())
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Node, E> {
        self.scalar(number.into())
    }
    // No number here can be as large, so nothing is lost but the last digits of a message.
    #[allow(clippy::cast_precision_loss)]
    fn visit_i128<E: Error>(self, number: i128) -> Result<Node, E> {
        self.scalar((number as f64).into())
    }
    #[allow(clippy::cast_precision_loss)]
    fn visit_u128<E: Error>(self, number: u128) -> Result<Node, E> {
        self.scalar((number as f64).into())
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Node, E> {
        self.scalar(number.into())
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.scalar(text.into())
    }
    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.scalar(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let start = self.mark(|kind| matches!(kind, Kind::List))?;
        let mut items: Vec<Node> = Vec::new();
        while let Some(item) = self.inside(Segment::Item(items.len()), |loader| {
            seq.next_element_seed(loader)
        })? {
            items.push(item);
        }
        let last = items.last().map(|item| item.bytes.end);
        self.collection(&start, last, Data::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let start = self.mark(|kind| matches!(kind, Kind::Mapping))?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = HashSet::new();
        let mut last = None;
        while let Some(key) = map.next_key_seed(&mut *self)? {
            let (name, is_plain) = match &key.data {
                Data::Scalar { value, is_plain } if !value.is_null() => (words(value), *is_plain),
                data => {
                    let message = format!("expected a word or a number, found {}", kind(data));
                    return Err(self.refuse(placed(SYNTAX, key.position, message)));
                }
            };
            let mut value = self.inside(Segment::Key(name.clone()), |loader| {
                map.next_value_seed(loader)
            })?;
            // Where nothing is, that begins behind the colon.
            if value.bytes.is_empty() && self.text[value.bytes.start..].starts_with(':') {
                value.position.column += 1;
                value.bytes = value.bytes.start + 1..value.bytes.end + 1;
            }
            last = Some(value.bytes.end);
            let entry = Entry {
                meant: None,
                position: key.position,
                bytes: key.bytes,
                is_plain,
                value,
                key: name,
            };
            if seen.insert(entry.key.clone()) {
                entries.push(entry);
            } else if self.duplicates.len() <= super::MAX_FAULTS {
                let path = self.path.key(&entry.key);
                let message = format!("the key `{}` is given twice", entry.key);
                let mut fault = Fault::new(DUPLICATE_KEY, &path, message)
                    .help("keep one of them")
                    .related(&path, "the first is here")
                    .on_key();
                fault.position = Some(entry.position);
                self.duplicates.push(fault);
            }
        }
        self.collection(&start, last, Data::Mapping(entries))
    }
}

/// The text, number or truth value as text; empty for nothing.
pub(crate) fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}

/// What a value is, in words.
pub(super) fn kind(data: &Data) -> String {
    match data {
        Data::Scalar { value, .. } => match value {
            Value::Null => "nothing".to_owned(),
            Value::String(text) => format!("the text `{text}`"),
            value => words(value),
        },
        Data::List(_) => "a list".to_owned(),
        Data::Mapping(_) => "a mapping (`name: value`)".to_owned(),
        Data::Faulty => "something faulty".to_owned(),
    }
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
                    assert_eq!(entry.key, words(key), "{text}");
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
