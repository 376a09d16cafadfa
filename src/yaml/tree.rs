//! A YAML text as a tree of values, each with where it stands.

use std::ops::Range;

use serde_yaml::Value;

use crate::fault::Position;
use crate::rulebook::path::{RulePath, Segment};

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
    pub(crate) fn each_plain(&self, see: &mut impl FnMut(&str, Position)) {
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
    pub(crate) fn is_flow(&self, text: &str) -> bool {
        text[self.bytes.clone()].starts_with(['{', '['])
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
