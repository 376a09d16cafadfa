//! What is meant by a value of the wrong kind.

use super::tree::{Data, Entry, Node, words};
use crate::rulebook::path::{RulePath, Segment};

/// How to write a number that is written as people say it: `28%`, `1/3`, `1 in 7`, `2x`, `0,5`.
pub(super) fn number_meant(text: &str, is_plain: bool, expected: &str) -> Option<String> {
    if let Ok(number) = text.parse::<f64>() {
        // YAML takes `06` for a text.
        return Some(if is_plain {
            format!("write {number}")
        } else {
            "write it without quotes".to_owned()
        });
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
pub(super) fn list_meant(text: &str) -> String {
    if text.split(", ").any(|part| part.contains(' ')) {
        "put it in a list: a line of its own, after `- `".to_owned()
    } else {
        format!("write `[{text}]`")
    }
}

/// How to write the parts of `all` and `any`, where they stand as one mapping.
pub(super) fn parts_meant(text: &str, path: &RulePath, entries: &[Entry]) -> Option<String> {
    let key = match path.0.last() {
        Some(Segment::Key(key)) if key == "all" || key == "any" => key,
        _ => return None,
    };
    let parts = entries.iter().map(|entry| {
        let part = &text[entry.bytes.start..entry.value.bytes.end];
        format!("{{ {} }}", part.trim_end())
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    let line = format!("write `{key}: [{parts}]`");
    Some(if line.contains('\n') {
        "put each part in a line of its own, after `- `".to_owned()
    } else {
        line
    })
}

/// How to write names with a value each, where they stand as a list.
pub(super) fn names_meant(items: &[Node]) -> Option<String> {
    let (name, value) = match &items.first()?.data {
        Data::Mapping(entries) => {
            let entry = entries.first()?;
            (entry.key.clone(), &entry.value.data)
        }
        data => (String::new(), data),
    };
    let Data::Scalar { value, .. } = value else {
        return None;
    };
    let value = words(value);
    let name = if name.is_empty() {
        let letters = value.to_lowercase();
        let parts = letters.split(|c: char| !c.is_ascii_alphanumeric());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).take(2).collect();
        parts.join("_")
    } else {
        name
    };
    (!name.is_empty())
        .then(|| format!("give each a name and leave out the dash: `{name}: {value}`"))
}

/// A case file in the place of a rule file, or the other way round.
pub(super) fn other_file(data: &Data) -> Option<String> {
    let help = match data {
        Data::Mapping(entries) if entries.iter().any(|entry| entry.key == "expect") => {
            "begin each case with `- `, and indent its other lines by two spaces"
        }
        Data::List(_) => "is this a case file? `soreleg rules test --rules RULES FILE` runs it",
        Data::Mapping(_) => "is this a rule file? `soreleg rules test --rules FILE` takes it",
        _ => return None,
    };
    Some(help.to_owned())
}
