//! Answers in a file: a mapping from questions to values in YAML or JSON, or a saved result.

use serde_yaml::Value;

use crate::gather::{Origin, Written};
use crate::quantity::as_decimals;
use crate::rulebook::yaml;

/// Reads the answers in a file, in its order.
///
/// # Errors
/// When the text is no mapping, with what is wrong and where.
pub fn read(text: &str) -> Result<Vec<Written>, String> {
    if text
        .trim_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .is_empty()
    {
        return Ok(Vec::new());
    }
    let entries = yaml::entries(text)?;
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
        Value::Number(number) => Some(as_decimals(number.to_string())),
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        _ => None,
    }
}
