//! What is wrong with the shape of a tree, from the words of serde's errors.

use crate::fault::{Code, Fault};
use crate::rulebook::path::{RulePath, Segment};
use crate::text::nearest;

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

/// One thing that does not fit the type it is read into.
pub(super) struct Problem {
    /// Where.
    pub(super) path: RulePath,
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
            let fault = Fault::new(MISSING_KEY, &at, message).help(format!("add `{field}: …`"));
            return Problem {
                path: at.key(field),
                kind: Kind::MissingKey(fault),
            };
        }
        let kind = if let Some((word, known)) = named(message, "unknown variant `") {
            let message = format!("`{word}` is not one of the words that fit here");
            let help = suggestion(word, &known, "words");
            Kind::WrongValue {
                meant: nearest(word, known).map(str::to_owned),
                fault: Fault::new(UNKNOWN_WORD, &at, message).help(help),
            }
        } else {
            let mut fault = Fault::new(WRONG_SHAPE, &at, plain(message));
            let help = number_meant(message).or_else(|| other_file(&at, message));
            fault.help = help.or_else(|| list_meant(message));
            Kind::WrongValue { meant: None, fault }
        };
        Problem { path: at, kind }
    }
}

fn unknown_key(at: &RulePath, field: &str, known: &[&str]) -> Problem {
    let path = if at.0.last() == Some(&Segment::Key(field.to_owned())) {
        at.clone()
    } else {
        at.key(field)
    };
    let fault = Fault::new(UNKNOWN_KEY, &path, format!("unknown key `{field}`"))
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
    let Some((found, expected)) = found_and_expected(message) else {
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

fn found_and_expected(message: &str) -> Option<(&str, &str)> {
    let rest = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))?;
    rest.rsplit_once(", expected ")
}

/// How to write a number that is written as people say it: `28%`, `1/3`, `1 in 7`, `2x`, `0,5`.
fn number_meant(message: &str) -> Option<String> {
    let (found, expected) = found_and_expected(message)?;
    let text = found.strip_prefix("string \"")?.strip_suffix('"')?;
    if text.parse::<f64>().is_ok() {
        return Some("write it without quotes".to_owned());
    }
    if expected != "f64" {
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

/// One text, or several with commas, in the place of a list.
fn list_meant(message: &str) -> Option<String> {
    let (found, expected) = found_and_expected(message)?;
    let text = found.strip_prefix("string \"")?.strip_suffix('"')?;
    (expected == "a sequence").then(|| {
        if text.split(", ").any(|part| part.contains(' ')) {
            "put it in a list: a line of its own, after `- `".to_owned()
        } else {
            format!("write `[{text}]`")
        }
    })
}

/// A case file in the place of a rule file, or the other way round.
fn other_file(at: &RulePath, message: &str) -> Option<String> {
    let (found, expected) = found_and_expected(message)?;
    let help = match (found, expected) {
        _ if !at.0.is_empty() => return None,
        ("sequence", _) => "is this a case file? `soreleg rules test --rules RULES FILE` runs it",
        ("map", "a sequence") => "is this a rule file? `soreleg rules test --rules FILE` takes it",
        _ => return None,
    };
    Some(help.to_owned())
}

fn path(path: &serde_path_to_error::Path) -> RulePath {
    use serde_path_to_error::Segment as Step;
    RulePath(
        path.iter()
            .filter_map(|segment| match segment {
                Step::Seq { index } => Some(Segment::Item(*index)),
                Step::Map { key } => Some(Segment::Key(key.clone())),
                Step::Enum { .. } | Step::Unknown => None,
            })
            .collect(),
    )
}
