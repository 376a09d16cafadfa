//! From a tree to a file's types, with every fault of shape on the way.
//!
//! A part that does not fit is told of and then left out: what stands in its place is empty, and
//! its path is a hole, in which nothing else is a fault of the author's.

use serde::de::value::Error as WordError;
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer as _, Visitor};
use serde_yaml::Value;

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

pub(crate) const UNKNOWN_WORD: &Code = &Code::error(
    "unknown-word",
    "This word does not fit",
    "Some keys take one of a few words, such as `level: same_day` or `due: today`. Use \
     one of those that are listed.",
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
    path: RulePath,
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

/// Reads one of a few words, which serde knows; the one that is given here stands for one that
/// could not be read.
macro_rules! from_word {
    ($($type:ident::$empty:ident),*) => {$(
        impl $crate::yaml::decode::FromNode for $type {
            fn from_node(
                node: Option<&mut $crate::yaml::Node>,
                reader: &mut $crate::yaml::decode::Reader,
            ) -> Self {
                reader.word(node).unwrap_or($type::$empty)
            }
        }
    )*};
}
pub(crate) use from_word;

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, faults: Vec<Fault>) -> Self {
        Reader {
            text,
            path: RulePath::default(),
            faults,
            holes: Vec::new(),
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
            (Some(text), _) if expected.contains("number") => number_meant(text, expected),
            (Some(text), _) if expected == "a list" => Some(list_meant(text)),
            (None, data) if self.path.0.is_empty() => other_file(data),
            _ => None,
        };
        let message = format!("expected {expected}, found {}", kind(&node.data));
        self.reject(WRONG_SHAPE, message).help = help;
    }

    /// The text, number or truth value of a node.
    pub(crate) fn scalar<'n>(
        &mut self,
        node: Option<&'n mut Node>,
        expected: &str,
    ) -> Option<&'n Value> {
        let node = self.sound(node?)?;
        if let Data::Scalar { value, .. } = &node.data {
            return Some(value);
        }
        self.wrong(node, expected);
        None
    }

    pub(crate) fn list<'n>(&mut self, node: Option<&'n mut Node>) -> Option<&'n mut [Node]> {
        let node = self.sound(node?)?;
        if !matches!(node.data, Data::List(_)) {
            self.wrong(node, "a list");
        }
        match &mut node.data {
            Data::List(items) => Some(items),
            _ => None,
        }
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

    pub(crate) fn items<T: FromNode>(&mut self, items: &mut [Node]) -> Vec<T> {
        let items = items.iter_mut().enumerate();
        let items = items.map(|(index, item)| {
            self.inside(Segment::Item(index), |reader| {
                T::from_node(Some(item), reader)
            })
        });
        items.collect()
    }

    pub(crate) fn entry<T: FromNode>(&mut self, entry: &mut Entry) -> T {
        self.inside(Segment::Key(entry.name().to_owned()), |reader| {
            T::from_node(Some(&mut entry.value), reader)
        })
    }

    /// The node, unless there is nothing in it, or what must not be shown.
    fn sound<'n>(&mut self, node: &'n mut Node) -> Option<&'n mut Node> {
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
                let fault = Fault::new(UNKNOWN_KEY, &self.path.key(key), message)
                    .help(suggestion(meant, known, "keys"));
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

    pub(crate) fn word<T: DeserializeOwned>(&mut self, node: Option<&mut Node>) -> Option<T> {
        let node = self.sound(node?)?;
        let Data::Scalar {
            value: Value::String(given),
            ..
        } = &node.data
        else {
            self.wrong(node, "one word");
            return None;
        };
        let mut known: &[&str] = &[];
        let mut read = |name| T::deserialize(Word(name, &mut known)).ok();
        if let Some(word) = read(given) {
            return Some(word);
        }
        let meant = nearest(given, known.iter().copied());
        let message = format!("`{given}` is not one of the words that fit here");
        let help = suggestion(meant, known, "words");
        let fault = Fault::new(UNKNOWN_WORD, &self.path, message).help(help);
        self.faults.push(fault);
        let meant = meant.and_then(|meant| T::deserialize(Word(meant, &mut known)).ok());
        if meant.is_none() {
            self.holes.push(self.path.clone());
        }
        meant
    }

    /// Explains the keys without a value inside `{ }`: mostly the rest of a text or number after a
    /// comma, which ends a value there.
    fn without_value(&mut self, entries: &mut [Entry]) {
        // The entry with a value that is cut, and the last one with a part of it.
        let mut cut: Vec<(usize, usize)> = Vec::new();
        let mut with_value = None;
        for index in 0..entries.len().min(MAX_FAULTS) {
            let entry = &mut entries[index];
            let behind = self.text[entry.bytes.end..].trim_start();
            if !behind.starts_with([',', '}']) {
                let is_plain = matches!(entry.value.data, Data::Scalar { is_plain: true, .. });
                with_value = is_plain.then_some(index);
                continue;
            }
            entry.value.data = Data::Faulty;
            let key = &entry.key;
            let help = if let Some((name, value)) = key.split_once(':') {
                format!("write `{name}: {value}`, with a space")
            } else if let Some((name, value)) = key.split_once('=') {
                format!("write `{}: {}`", name.trim_end(), value.trim_start())
            } else if let Some(start) = with_value {
                match cut.last_mut() {
                    Some((known, last)) if *known == start => *last = index,
                    _ => cut.push((start, index)),
                }
                continue;
            } else {
                "write something or remove the key".to_owned()
            };
            let fault = Fault::new(
                EMPTY_TEXT,
                &self.path.key(key),
                format!("`{key}` has no value"),
            );
            self.faults.push(fault.help(help));
        }
        for (start, last) in cut {
            let rest = &entries[last];
            let Node { bytes, .. } = &entries[start].value;
            let (value, key) = (&self.text[bytes.clone()], &rest.key);
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let (message, help) = if digits(value) && key.starts_with(|c: char| c.is_ascii_digit())
            {
                let message = format!("`{value},{key}` is no number");
                (message, format!("write {value}.{key}"))
            } else {
                let whole = &self.text[bytes.start..rest.bytes.end];
                let help = format!("a text with a comma needs quotes: `\"{whole}\"`");
                (format!("`{key}` has no value"), help)
            };
            let path = self.path.key(entries[start].name());
            self.faults
                .push(Fault::new(EMPTY_TEXT, &path, message).help(help));
            entries[start].value.data = Data::Faulty;
        }
    }
}

fn suggestion(meant: Option<&str>, known: &[&str], what: &str) -> String {
    match meant {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("the {what} here are: {}", known.join(", ")),
    }
}

/// How to write a number that is written as people say it: `28%`, `1/3`, `1 in 7`, `2x`, `0,5`.
fn number_meant(text: &str, expected: &str) -> Option<String> {
    if text.parse::<f64>().is_ok() {
        return Some("write it without quotes".to_owned());
    }
    if expected != "a number" {
        return None;
    }
    let text = text.replace(',', ".");
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let share = ["/", ":", " in ", " of "].into_iter().find_map(|sign| {
        let (part, whole) = text.split_once(sign)?;
        Some(number(part)? / number(whole)?)
    });
    let percent = || Some(number(text.strip_suffix('%')?)? / 100.0);
    let times = text.trim_end_matches("times").trim_matches(['x', '×', ' ']);
    let meant = share.or_else(percent).or_else(|| number(times))?;
    // Two digits are as much as anybody knows.
    let digits = if meant < 0.1 { 1000.0 } else { 100.0 };
    let meant = (meant * digits).round() / digits;
    meant.is_finite().then(|| format!("write {meant}"))
}

/// How to write one text, or several with commas, in the place of a list.
fn list_meant(text: &str) -> String {
    if text.split(", ").any(|part| part.contains(' ')) {
        "put it in a list: a line of its own, after `- `".to_owned()
    } else {
        format!("write `[{text}]`")
    }
}

/// A case file in the place of a rule file, or the other way round.
fn other_file(data: &Data) -> Option<String> {
    let help = match data {
        Data::List(_) => "is this a case file? `soreleg rules test --rules RULES FILE` runs it",
        Data::Mapping(_) => "is this a rule file? `soreleg rules test --rules FILE` takes it",
        _ => return None,
    };
    Some(help.to_owned())
}

/// One of the words of an enum; tells serde's list of them.
struct Word<'a>(&'a str, &'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Word<'_> {
    type Error = WordError;
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, WordError> {
        *self.1 = variants;
        visitor.visit_enum(self.0.into_deserializer())
    }
    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, WordError> {
        Err(WordError::custom("not an enum"))
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
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

fn leaf<T: Default>(
    mut node: Option<&mut Node>,
    reader: &mut Reader,
    expected: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> T {
    let value = reader.scalar(node.as_deref_mut(), expected);
    let read = value.map(read);
    match (read, node) {
        (Some(Some(value)), _) => value,
        (Some(None), Some(node)) => {
            reader.wrong(node, expected);
            T::default()
        }
        _ => T::default(),
    }
}

impl<T: FromNode> FromNode for Option<T> {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        node.map(|node| T::from_node(Some(node), reader))
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        let items = reader.list(node);
        items.map_or(Vec::new(), |items| reader.items(items))
    }
}
