//! YAML in, [`RuleFile`] out. The only place that knows about YAML.
//!
//! A file with several faults of shape gets all of them reported: each fault is cut out of the
//! parsed tree and the rest is tried again.

use std::collections::HashSet;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_yaml::Value;

use super::fault::{Fault, Path, Position, Step};
use super::file::RuleFile;
use crate::text::is_unsafe;

/// Largest rule file accepted, in bytes: thousands of lines of rules.
pub const MAX_BYTES: usize = 256 * 1024;

/// Deepest nesting of brackets accepted. The parser's time grows with the square of the depth.
const MAX_DEPTH: i32 = 64;

/// The outcome of reading a file: what could be understood and everything that could not.
#[derive(Debug)]
pub struct Reading {
    /// The file, without the parts that were cut out; nothing if too little was left.
    pub file: Option<RuleFile>,
    /// The faults of syntax and shape.
    pub faults: Vec<Fault>,
    /// Names inside parts that were cut out; it is no fault to mention them.
    pub lost: HashSet<String>,
    /// The list items that were cut out, in the order they were.
    cuts: Vec<Path>,
}

impl Reading {
    /// Where a place of [`Reading::file`] was before anything was cut out.
    #[must_use]
    pub fn original(&self, path: &Path) -> Path {
        original(path, &self.cuts)
    }
}

/// Undoes the moving up of list items behind those that were cut out, last cut first.
fn original(path: &Path, cuts: &[Path]) -> Path {
    let mut path = path.clone();
    for cut in cuts.iter().rev() {
        let Some((Step::Item(gone), way)) = cut.0.split_last() else {
            continue;
        };
        if path.0.len() > way.len()
            && path.0.starts_with(way)
            && let Step::Item(item) = &mut path.0[way.len()]
            && *item >= *gone
        {
            *item += 1;
        }
    }
    path
}

/// Reads a rule file.
#[must_use]
pub fn read(text: &str) -> Reading {
    let syntax = |fault: Fault| Reading {
        file: None,
        faults: vec![fault],
        lost: HashSet::new(),
        cuts: Vec::new(),
    };
    if let Some(fault) = too_large(text) {
        return syntax(fault);
    }
    let mut tree: Value = match serde_yaml::from_str(text) {
        Ok(tree) => tree,
        Err(error) => return syntax(syntax_fault(&error)),
    };
    let mut faults = Vec::new();
    unsafe_text(&tree, &Path::default(), &mut faults);
    let mut lost = HashSet::new();
    let mut cuts = Vec::new();
    let file = loop {
        match serde_path_to_error::deserialize(&tree) {
            Ok(file) => break Some(file),
            Err(error) => {
                let message = error.inner().to_string();
                let mut path = path_from(error.path());
                let missing = message
                    .strip_prefix("missing field `")
                    .and_then(|rest| rest.split('`').next());
                if let Some(field) = unknown_field(&message)
                    && path.0.last() != Some(&Step::Key(field.to_owned()))
                {
                    path = path.key(field);
                }
                let place = original(&path, &cuts);
                let cut_before = missing.is_some_and(|field| {
                    faults
                        .iter()
                        .any(|fault: &Fault| fault.path == place.key(field))
                });
                if !cut_before {
                    faults.push(shape_fault(&place, &message));
                }
                match cut(&mut tree, &path) {
                    Some(part) => names_in(&part, &path, &mut lost),
                    None => break None,
                }
                if let Some(Step::Item(_)) = path.0.last() {
                    cuts.push(path);
                }
            }
        }
    };
    Reading {
        file,
        faults,
        lost,
        cuts,
    }
}

/// Fills in the line and column of every fault.
pub fn locate_all(text: &str, faults: &mut [Fault]) {
    for fault in faults {
        if fault.position.is_none() {
            fault.position = locate(text, &fault.path);
        }
        if let Some((path, position, _)) = &mut fault.related {
            *position = locate(text, path);
        }
    }
}

/// Why a text is too large or too deep to parse safely, if it is.
pub(crate) fn too_large(text: &str) -> Option<Fault> {
    let top = Path::default();
    if text.len() > MAX_BYTES {
        return Some(
            Fault::error(
                "file-too-large",
                &top,
                format!("the file has {} bytes; {MAX_BYTES} are allowed", text.len()),
            )
            .help("split the rules into several files"),
        );
    }
    let mut depth = 0;
    let too_deep = text.bytes().any(|byte| {
        depth += match byte {
            b'{' | b'[' => 1,
            b'}' | b']' => -1,
            _ => 0,
        };
        depth > MAX_DEPTH
    });
    too_deep.then(|| {
        Fault::error(
            "syntax",
            &top,
            format!("brackets are nested deeper than {MAX_DEPTH}"),
        )
    })
}

fn syntax_fault(error: &serde_yaml::Error) -> Fault {
    let message = error.to_string();
    let message = message
        .split(" at line ")
        .next()
        .unwrap_or(&message)
        .to_owned();
    let mut fault = Fault::error("syntax", &Path::default(), message);
    fault.position = error.location().map(|location| Position {
        line: location.line(),
        column: location.column(),
    });
    fault
}

fn shape_fault(path: &Path, message: &str) -> Fault {
    let message = message
        .strip_prefix(&format!("{path}: "))
        .unwrap_or(message);
    if let Some(rest) = message.strip_prefix("unknown field `") {
        let (field, expected) = rest.split_once("`, ").unwrap_or((rest, ""));
        let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let fault = Fault::error("unknown-key", path, format!("unknown key `{field}`"));
        return match super::fault::nearest(field, known.iter().copied()) {
            Some(name) => fault.help(format!("did you mean `{name}`?")),
            None => fault.help(format!("the keys here are: {}", known.join(", "))),
        };
    }
    if let Some(rest) = message.strip_prefix("missing field `") {
        let field = rest.trim_end_matches('`');
        return Fault::error("missing-key", path, format!("the key `{field}` is missing"))
            .help(format!("add `{field}: …`"));
    }
    Fault::error("wrong-shape", path, message.to_owned())
}

fn unknown_field(message: &str) -> Option<&str> {
    message
        .strip_prefix("unknown field `")
        .or_else(|| {
            message
                .split_once(": unknown field `")
                .map(|(_, rest)| rest)
        })
        .and_then(|rest| rest.split('`').next())
}

fn path_from(path: &serde_path_to_error::Path) -> Path {
    use serde_path_to_error::Segment;
    Path(
        path.iter()
            .filter_map(|segment| match segment {
                Segment::Seq { index } => Some(Step::Item(*index)),
                Segment::Map { key } => Some(Step::Key(key.clone())),
                Segment::Enum { .. } | Segment::Unknown => None,
            })
            .collect(),
    )
}

/// Removes the part at `path` and returns it; nothing if there is no such part below the top.
fn cut(tree: &mut Value, path: &Path) -> Option<Value> {
    let (last, way) = path.0.split_last()?;
    let mut part = tree;
    for step in way {
        part = match step {
            Step::Key(key) => part.get_mut(key.as_str())?,
            Step::Item(item) => part.get_mut(*item)?,
        };
    }
    match (last, part) {
        (Step::Key(key), Value::Mapping(mapping)) => mapping.remove(key.as_str()),
        (Step::Item(item), Value::Sequence(items)) if *item < items.len() => {
            Some(items.remove(*item))
        }
        _ => None,
    }
}

fn names_in(part: &Value, path: &Path, names: &mut HashSet<String>) {
    if let Some(Step::Key(key)) = path.0.last() {
        names.insert(key.clone());
    }
    match part {
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                if let Some(key) = key.as_str() {
                    names_in(value, &path.key(key), names);
                }
            }
        }
        Value::Sequence(items) => items
            .iter()
            .for_each(|item| names_in(item, &Path::default(), names)),
        Value::String(text) => {
            names.insert(text.clone());
        }
        _ => {}
    }
}

fn unsafe_text(tree: &Value, path: &Path, faults: &mut Vec<Fault>) {
    match tree {
        Value::String(text) if text.trim().is_empty() => {
            faults.push(
                Fault::error("empty-text", path, "this text is empty")
                    .help("write something or remove the key"),
            );
        }
        Value::String(text) => {
            if let Some(bad) = text.chars().find(|c| is_unsafe(*c)) {
                faults.push(
                    Fault::error(
                        "control-character",
                        path,
                        format!(
                            "this text has the control character {}",
                            bad.escape_unicode()
                        ),
                    )
                    .help("remove it; it could change what the reader's terminal shows"),
                );
            }
        }
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                let key = key.as_str().unwrap_or_default();
                unsafe_text(value, &path.key(key), faults);
            }
        }
        Value::Sequence(items) => {
            for (place, item) in items.iter().enumerate() {
                unsafe_text(item, &path.item(place), faults);
            }
        }
        _ => {}
    }
}

/// Finds the line and column of a place by walking the text again and failing on arrival: the
/// parser attaches the position to that error. If the place does not exist, the nearest place
/// around it is found.
fn locate(text: &str, path: &Path) -> Option<Position> {
    (0..=path.0.len()).rev().find_map(|length| {
        let steps = &path.0[..length];
        let error = Walk { steps }
            .deserialize(serde_yaml::Deserializer::from_str(text))
            .err()?;
        let location = error.location()?;
        error.to_string().contains(ARRIVED).then_some(Position {
            line: location.line(),
            column: location.column(),
        })
    })
}

const ARRIVED: &str = "to arrive here";

/// Refuses every value, so that the error carries the value's position.
struct Arrived;

impl Visitor<'_> for Arrived {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(ARRIVED)
    }
}

/// Follows `steps` through a document and fails where they end.
struct Walk<'a> {
    steps: &'a [Step],
}

/// A mapping's key: fails on the key itself when it is the last step.
struct WalkKey<'a> {
    steps: &'a [Step],
}

impl<'de> DeserializeSeed<'de> for WalkKey<'_> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        struct KeyVisitor<'a>(&'a [Step]);
        impl Visitor<'_> for KeyVisitor<'_> {
            type Value = bool;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
                match self.0 {
                    [Step::Key(wanted)] if wanted == key => Err(E::custom(ARRIVED)),
                    [Step::Key(wanted), ..] => Ok(wanted == key),
                    _ => Ok(false),
                }
            }
        }
        deserializer.deserialize_str(KeyVisitor(self.steps))
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.steps.first() {
            None => deserializer.deserialize_any(Arrived),
            Some(Step::Key(_)) => deserializer.deserialize_map(self),
            Some(Step::Item(_)) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the place looked for")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(on_the_way) = map.next_key_seed(WalkKey { steps: self.steps })? {
            if on_the_way {
                map.next_value_seed(Walk {
                    steps: &self.steps[1..],
                })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some(Step::Item(wanted)) = self.steps.first() else {
            return Err(A::Error::custom("not a list"));
        };
        for _ in 0..*wanted {
            if seq.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        seq.next_element_seed(Walk {
            steps: &self.steps[1..],
        })?;
        Ok(())
    }
}
