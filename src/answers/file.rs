//! Answers in a file: a mapping from questions to values in YAML or JSON, or a saved result.

use serde_yaml::Value;

use super::merge::{Origin, RawAnswer};
use crate::quantity::as_decimals;
use crate::yaml;

/// What is in a file of answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswersFile {
    /// The answers, in its order.
    pub answers: Vec<RawAnswer>,
    /// SHA-256 of the rules that made a saved result.
    pub rules: Option<String>,
}

/// Reads a file of answers.
///
/// # Errors
/// When the text is no mapping, with what is wrong and where.
pub fn read(text: &str) -> Result<AnswersFile, String> {
    if text
        .trim_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .is_empty()
    {
        return Ok(AnswersFile::default());
    }
    let entries = yaml::entries(text)?;
    let part = |part| {
        let named = entries.iter().find(|(name, _)| name == part);
        named.and_then(|(_, value)| value.as_mapping())
    };
    // No answer is a mapping, so `answers: {…}` can only be that part of a saved result.
    let saved = part("answers");
    let rules = saved
        .and(part("rules"))
        .and_then(|rules| rules.get("sha256"));
    let rules = rules.and_then(Value::as_str).map(str::to_owned);
    let answers = match saved {
        Some(answers) => answers
            .iter()
            .map(|(name, value)| (scalar(name).unwrap_or_default(), value.clone()))
            .collect(),
        None => entries,
    };
    let answers = answers.into_iter().map(|(question, value)| RawAnswer {
        origin: Origin::File,
        question,
        value: words(&value),
    });
    Ok(AnswersFile {
        answers: answers.collect(),
        rules,
    })
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
