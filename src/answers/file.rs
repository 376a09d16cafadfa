//! Answers in a file: a mapping from questions to values in YAML or JSON, or a saved result.

use serde_yaml::Value;

use super::FORMAT;
use super::merge::{AnswerSource, EMPTY_LIST, NO_MAPPING, RawAnswer, RawValue};
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
/// When the text is no mapping, or a result in a newer format, with what is wrong and where.
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
        named.map(|(_, value)| value)
    };
    // No answer is a mapping, so `answers: {…}` can only be that part of a saved result.
    let Some(saved) = part("answers").and_then(Value::as_mapping) else {
        return Ok(AnswersFile {
            answers: raw_answers(entries.iter().map(|(name, value)| (name.clone(), value))),
            rules: None,
        });
    };
    let format = part("format").and_then(Value::as_u64).unwrap_or_default();
    if format > u64::from(FORMAT) {
        return Err(format!(
            "this result has format {format}, and this soreleg knows {FORMAT}; a newer one reads it"
        ));
    }
    let rules = part("rules").and_then(|rules| rules.get("sha256"));
    let name = |name| text_of(name).unwrap_or_default();
    Ok(AnswersFile {
        answers: raw_answers(saved.iter().map(|(key, value)| (name(key), value))),
        rules: rules.and_then(Value::as_str).map(str::to_owned),
    })
}

fn raw_answers<'v>(entries: impl Iterator<Item = (String, &'v Value)>) -> Vec<RawAnswer> {
    let raws = entries.map(|(question, value)| RawAnswer {
        source: AnswerSource::File,
        question,
        value: text_of(value),
    });
    raws.collect()
}

/// A value as a flag would have it: the items of a list with commas, and nothing as an empty text.
fn text_of(value: &Value) -> RawValue {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(as_decimals(number.to_string())),
        Value::Bool(truth) => Ok(if *truth { "yes" } else { "no" }.to_owned()),
        Value::Sequence(items) if items.is_empty() => Err(EMPTY_LIST),
        Value::Sequence(items) => {
            let items: Result<Vec<String>, _> = items.iter().map(text_of).collect();
            items.map(|items| items.join(","))
        }
        Value::Mapping(_) | Value::Tagged(_) => Err(NO_MAPPING),
    }
}
