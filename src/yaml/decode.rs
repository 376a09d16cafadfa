//! From a tree to a file's types, with every fault of shape on the way.
//!
//! A part that does not fit is told of and then left out: what stands in its place is empty, and
//! its path is a hole, in which nothing else is a fault of the author's.

use serde_yaml::Value;

use super::meant::{list_meant, names_meant, number_meant, other_file, parts_meant};
use super::tree::{Data, Entry, Node, kind, words};
use super::{MAX_FAULTS, control_character};
use crate::fault::{Code, Fault};
use crate::rulebook::path::{RulePath, Segment};
use crate::text::{is_unsafe, nearest};

pub(crate) const UNKNOWN_KEY: &Code = &Code::error(
    "unknown-key",
    "This key does not exist",
    "The format has no such key here. The nearest one is suggested; the checks go on as \
     if it had been written.",
);

pub(crate) const MISSING_KEY: &Code = &Code::error(
    "missing-key",
    "A key is missing",
    "This part of the format needs the key. `docs/rules.md` and the schema describe every \
     key.",
);

pub(crate) const WRONG_SHAPE: &Code = &Code::error(
    "wrong-shape",
    "This is not the kind of value that is needed",
    "For example a text where a number belongs, or one value where a list belongs \
     (`sources: [article]`, not `sources: article`).",
);

pub(crate) const EMPTY_TEXT: &Code = &Code::error(
    "empty-text",
    "Nothing is written here",
    "A key without a value, or with an empty text, would show an empty line to a runner. \
     Write something or remove the key. Inside `{ }` a comma ends a value, and what follows \
     is taken for a key without one: write `0.2`, not `0,2`, and put quotes around a text \
     with a comma. A value comes after a colon: write `shoes: lower`, not `shoes = lower`.",
);

/// What is expected where entries with fixed keys stand.
const MAPPING: &str = "a mapping (`name: value`)";

/// A type that a node can be read into.
pub(crate) trait FromNode: Sized {
    /// Reads a node; without one gives what stands for a part that could not be read.
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self;
}

/// Keeps the faults of one walk over a tree.
pub(crate) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) path: RulePath,
    pub(super) faults: Vec<Fault>,
    pub(super) holes: Vec<RulePath>,
}

/// Reads a mapping with fixed keys into a struct. A key can be another word than its field
/// (`action = "do"`); those behind the `;` may be left out.
macro_rules! from_mapping {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    ($($type:ident {
        $($field:ident $(= $key:literal)?),* $(; $($other:ident $(= $other_key:literal)?),*)?
    })*) => {$(
        impl $crate::yaml::decode::FromNode for $type {
            fn from_node(
                node: Option<&mut $crate::yaml::Node>,
                reader: &mut $crate::yaml::decode::Reader,
            ) -> Self {
                const KEYS: &[&str] = &[
                    $(from_mapping!(@key $field $($key)?),)*
                    $($(from_mapping!(@key $other $($other_key)?),)*)?
                ];
                let mut entries = reader.fields(node, KEYS);
                $type {
                    $($field: reader.field(&mut entries, from_mapping!(@key $field $($key)?)),)*
                    $($($other: reader.optional(
                        &mut entries,
                        from_mapping!(@key $other $($other_key)?),
                    ),)*)?
                }
            }
        }
    )*};
}
pub(crate) use from_mapping;

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, faults: Vec<Fault>) -> Self {
        // Of a part of the file that is given twice only the first is known.
        let holes = faults.iter().map(|fault| fault.path.clone());
        Reader {
            text,
            path: RulePath::default(),
            holes: holes.filter(|path| path.0.len() == 1).collect(),
            faults,
        }
    }

    /// Adds a fault at this place, in which nothing else is a fault then.
    pub(crate) fn reject(&mut self, code: &'static Code, message: impl Into<String>) -> &mut Fault {
        self.holes.push(self.path.clone());
        self.faults.push(Fault::new(code, &self.path, message));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn inside<T>(&mut self, step: Segment, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.0.push(step);
        let read = read(self);
        self.path.0.pop();
        read
    }

    /// Says that something else is expected, with what is surely meant.
    pub(crate) fn wrong(&mut self, node: &Node, expected: &str) {
        let text = match &node.data {
            Data::Scalar { value, .. } => value.as_str(),
            _ => None,
        };
        let help = match (text, &node.data) {
            (None, data) if self.path.0.is_empty() => other_file(data),
            (Some(text), Data::Scalar { is_plain, .. }) if expected.contains("number") => {
                number_meant(text, *is_plain, expected)
            }
            (Some(text), _) if expected == "a list" => Some(list_meant(text)),
            (None, Data::Mapping(entries)) if expected == "a list" => {
                parts_meant(self.text, &self.path, entries)
            }
            (None, Data::List(items)) if expected.starts_with("names with a value") => {
                names_meant(items)
            }
            _ => None,
        };
        let message = format!("expected {expected}, found {}", kind(&node.data));
        self.reject(WRONG_SHAPE, message).help = help;
    }

    pub(crate) fn mapping<'n>(
        &mut self,
        node: Option<&'n mut Node>,
        expected: &str,
    ) -> Option<&'n mut Vec<Entry>> {
        let node = self.sound(node?)?;
        if !matches!(node.data, Data::Mapping(_)) {
            self.wrong(node, expected);
        }
        let is_flow = node.is_flow(self.text);
        let Data::Mapping(entries) = &mut node.data else {
            return None;
        };
        if is_flow {
            self.without_value(entries);
        }
        Some(entries)
    }

    pub(crate) fn entry<T: FromNode>(&mut self, entry: &mut Entry) -> T {
        self.inside(Segment::Key(entry.name().to_owned()), |reader| {
            T::from_node(Some(&mut entry.value), reader)
        })
    }

    /// The node, unless there is nothing in it, or what must not be shown.
    pub(super) fn sound<'n>(&mut self, node: &'n mut Node) -> Option<&'n mut Node> {
        match &node.data {
            Data::Faulty => {
                self.holes.push(self.path.clone());
                None
            }
            Data::Scalar { value, .. } if words(value).trim().is_empty() => {
                self.reject(EMPTY_TEXT, "nothing is written here").help =
                    Some("write something or remove the key".to_owned());
                None
            }
            Data::Scalar {
                value: Value::String(text),
                ..
            } => {
                if let Some(bad) = text.chars().find(|c| is_unsafe(*c)) {
                    self.faults.push(control_character(&self.path, bad));
                }
                Some(node)
            }
            _ => Some(node),
        }
    }

    /// The entries of a mapping whose keys are these.
    pub(crate) fn fields<'n>(
        &mut self,
        node: Option<&'n mut Node>,
        known: &[&str],
    ) -> Option<&'n mut Vec<Entry>> {
        let entries = self.mapping(node, MAPPING)?;
        for index in 0..entries.len() {
            let key = &entries[index].key;
            if known.contains(&&**key) {
                continue;
            }
            // One more than is shown, so that they count as too many.
            if self.faults.len() > MAX_FAULTS {
                break;
            }
            let meant = nearest(key, known.iter().copied());
            if !matches!(entries[index].value.data, Data::Faulty) {
                let message = format!("unknown key `{key}`");
                let help = match after_comma(self.text, &entries[..=index]) {
                    Some(whole) if meant.is_none() => {
                        format!("a text with a comma needs quotes: `\"{whole}\"`")
                    }
                    _ => suggestion(meant, known, "keys"),
                };
                let fault = Fault::new(UNKNOWN_KEY, &self.path.key(key), message).help(help);
                self.faults.push(fault.on_key());
            }
            let meant = meant.filter(|meant| entries.iter().all(|entry| entry.name() != *meant));
            entries[index].meant = meant.map(str::to_owned);
        }
        Some(entries)
    }

    pub(crate) fn field<T: FromNode>(
        &mut self,
        entries: &mut Option<&mut Vec<Entry>>,
        key: &str,
    ) -> T {
        let Some(entries) = entries else {
            return T::from_node(None, self);
        };
        if let Some(entry) = entries.iter_mut().find(|entry| entry.name() == key) {
            return self.entry(entry);
        }
        let message = format!("the key `{key}` is missing");
        self.holes.push(self.path.key(key));
        let fault = Fault::new(MISSING_KEY, &self.path, message).help(format!("add `{key}: …`"));
        self.faults.push(fault);
        T::from_node(None, self)
    }

    pub(crate) fn optional<T: FromNode + Default>(
        &mut self,
        entries: &mut Option<&mut Vec<Entry>>,
        key: &str,
    ) -> T {
        let entries = entries.iter_mut().flat_map(|entries| entries.iter_mut());
        let mut found = entries.filter(|entry| entry.name() == key);
        found
            .next()
            .map_or_else(T::default, |entry| self.entry(entry))
    }
}

/// The whole text, if the last of these entries is the rest of one that a comma inside `{ }` ended.
fn after_comma<'t>(text: &'t str, entries: &[Entry]) -> Option<&'t str> {
    let [.., before, rest] = entries else {
        return None;
    };
    let is_text = |node: &Node| {
        let data = &node.data;
        matches!(
            data,
            Data::Scalar {
                value: Value::String(_),
                is_plain: true
            }
        )
    };
    let between = text[before.value.bytes.end..rest.bytes.start].trim();
    let is_rest = between == "," && is_text(&before.value) && rest.key.contains(' ');
    is_rest.then(|| &text[before.value.bytes.start..rest.value.bytes.end])
}

pub(super) fn suggestion(meant: Option<&str>, known: &[&str], what: &str) -> String {
    match meant {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("the {what} here are: {}", known.join(", ")),
    }
}

impl FromNode for String {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        leaf(node, reader, "a text", |value| {
            value.as_str().map(str::to_owned)
        })
    }
}

impl FromNode for bool {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        leaf(node, reader, "`true` or `false`", Value::as_bool)
    }
}

impl FromNode for f64 {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        leaf(node, reader, "a number", Value::as_f64)
    }
}

macro_rules! whole_numbers {
    ($($type:ty)*) => {$(
        impl FromNode for $type {
            fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
                leaf(node, reader, "a whole number from 0", |value| {
                    value.as_u64()?.try_into().ok()
                })
            }
        }
    )*};
}
whole_numbers!(u16 u32 usize);

/// Reads a text, number or truth value.
pub(crate) fn leaf<T: Default>(
    node: Option<&mut Node>,
    reader: &mut Reader,
    expected: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> T {
    let Some(node) = node.and_then(|node| reader.sound(node)) else {
        return T::default();
    };
    let value = match &node.data {
        Data::Scalar { value, .. } => read(value),
        _ => None,
    };
    value.unwrap_or_else(|| {
        reader.wrong(node, expected);
        T::default()
    })
}

impl<T: FromNode> FromNode for Option<T> {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        node.map(|node| T::from_node(Some(node), reader))
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        let Some(node) = node.and_then(|node| reader.sound(node)) else {
            return Vec::new();
        };
        let Data::List(items) = &mut node.data else {
            reader.wrong(node, "a list");
            return Vec::new();
        };
        let items = items.iter_mut().enumerate();
        let items = items.map(|(index, item)| {
            reader.inside(Segment::Item(index), |reader| {
                T::from_node(Some(item), reader)
            })
        });
        items.collect()
    }
}
