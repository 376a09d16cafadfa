//! Answers in a file: a mapping from questions to values in YAML or JSON, or a saved result.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_yaml::Value;

use crate::gather::{Origin, Written};
use crate::rulebook::yaml;

/// Reads the answers in a file, in its order.
///
/// # Errors
/// When the text is no mapping, with what is wrong and where.
pub fn read(text: &str) -> Result<Vec<Written>, String> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    if let Some(fault) = yaml::too_large(text) {
        return Err(fault.message);
    }
    let Mapping(entries) = match serde_json::from_str(text) {
        Ok(mapping) => mapping,
        Err(_) => serde_yaml::from_str(text).map_err(|error| error.to_string())?,
    };
    // No answer is a mapping, so `answers: {…}` can only be that part of a saved result.
    let saved = entries
        .iter()
        .find_map(|(name, value)| value.as_mapping().filter(|_| name == "answers"));
    let answers = match saved {
        Some(answers) => answers
            .iter()
            .map(|(name, value)| (scalar(name).unwrap_or_default(), value.clone()))
            .collect(),
        None => entries,
    };
    Ok(answers
        .into_iter()
        .map(|(question, value)| Written {
            origin: Origin::File,
            question,
            value: words(&value),
        })
        .collect())
}

/// A value as a flag would have it; the items of a list with commas.
pub(crate) fn words(value: &Value) -> Option<String> {
    match value {
        Value::Sequence(items) if items.is_empty() => None,
        Value::Sequence(items) => {
            let items: Option<Vec<String>> = items.iter().map(scalar).collect();
            Some(items?.join(","))
        }
        value => scalar(value),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        _ => None,
    }
}

/// The entries of a mapping with repeats, which other types would drop in silence.
pub(crate) struct Mapping(pub(crate) Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Mapping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Mapping;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("answers as `question: value`")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mapping, A::Error> {
                let mut entries = Vec::new();
                while let Some((name, value)) = map.next_entry::<Value, Value>()? {
                    entries.push((scalar(&name).unwrap_or_default(), value));
                }
                Ok(Mapping(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}
