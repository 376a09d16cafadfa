//! What is wrong with the shape of a tree, from the words of serde's errors.

use super::super::fault::{Fault, Path, Step, nearest};

/// One thing that does not fit the type it is read into.
pub(super) struct Problem {
    /// Where.
    pub(super) path: Path,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// The last step of the path is a key that does not belong there; perhaps it means this one.
    UnknownKey { meant: Option<String>, fault: Fault },
    /// The last step of the path is a key that must be there.
    MissingKey(Fault),
    /// The value does not fit; perhaps it means this word.
    WrongValue { meant: Option<String>, fault: Fault },
}

impl Problem {
    pub(super) fn of<E: std::fmt::Display>(error: &serde_path_to_error::Error<E>) -> Self {
        let at = path(error.path());
        let message = error.inner().to_string();
        // Inside a condition the parser repeats the way in front of its message.
        let message = ["unknown field `", "missing field `", "unknown variant `"]
            .iter()
            .find_map(|start| message.find(start))
            .map_or(&*message, |start| &message[start..]);
        if let Some((field, known)) = named(message, "unknown field `") {
            return unknown_key(&at, field, &known);
        }
        if let Some((field, _)) = named(message, "missing field `") {
            let message = format!("the key `{field}` is missing");
            let fault = Fault::error("missing-key", &at, message).help(format!("add `{field}: …`"));
            return Problem {
                path: at.key(field),
                kind: Kind::MissingKey(fault),
            };
        }
        let kind = match named(message, "unknown variant `") {
            Some((word, known)) => {
                let message = format!("`{word}` is not one of the words that fit here");
                let help = suggestion(word, &known, "words");
                Kind::WrongValue {
                    meant: nearest(word, known).map(str::to_owned),
                    fault: Fault::error("unknown-word", &at, message).help(help),
                }
            }
            None => Kind::WrongValue {
                meant: None,
                fault: Fault::error("wrong-shape", &at, plain(message)),
            },
        };
        Problem { path: at, kind }
    }
}

fn unknown_key(at: &Path, field: &str, known: &[&str]) -> Problem {
    let path = if at.0.last() == Some(&Step::Key(field.to_owned())) {
        at.clone()
    } else {
        at.key(field)
    };
    let fault = Fault::error("unknown-key", &path, format!("unknown key `{field}`"))
        .help(suggestion(field, known, "keys"))
        .on_key();
    Problem {
        path,
        kind: Kind::UnknownKey {
            meant: nearest(field, known.iter().copied()).map(str::to_owned),
            fault,
        },
    }
}

fn suggestion(given: &str, known: &[&str], what: &str) -> String {
    match nearest(given, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("the {what} here are: {}", known.join(", ")),
    }
}

/// Splits "unknown field `x`, expected one of `a`, `b`" into `x` and the names after it.
fn named<'m>(message: &'m str, start: &str) -> Option<(&'m str, Vec<&'m str>)> {
    let mut parts = message.strip_prefix(start)?.split('`');
    let given = parts.next()?;
    Some((given, parts.skip(1).step_by(2).collect()))
}

/// Serde's words for a value of the wrong type, in plain ones.
pub(super) fn plain(message: &str) -> String {
    let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.rsplit_once(", expected "))
    else {
        return message.to_owned();
    };
    let found = match found.split_once(' ') {
        Some(("string", text)) => format!("the text `{}`", text.trim_matches('"')),
        Some(("integer" | "boolean", value)) => value.to_owned(),
        Some(("floating", value)) => value.trim_start_matches("point ").to_owned(),
        _ if found == "map" => "a mapping (`name: value`)".to_owned(),
        _ if found == "sequence" => "a list".to_owned(),
        _ if found.starts_with("unit") || found == "null" => "nothing".to_owned(),
        _ => found.to_owned(),
    };
    let expected = match expected {
        "f64" => "a number",
        "u16" | "u32" | "usize" => "a whole number from 0",
        "a string" => "a text",
        "a sequence" => "a list",
        "a map" => "a mapping (`name: value`)",
        _ if expected.starts_with("struct ") => "a mapping (`name: value`)",
        _ if expected.contains("enum ") || expected == "variant identifier" => "one word",
        _ => expected,
    };
    format!("expected {expected}, found {found}")
}

fn path(path: &serde_path_to_error::Path) -> Path {
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
