//! What is meant by a value of the wrong kind.

use super::tree::Data;

/// How to write a number that is written as people say it: `28%`, `1/3`, `1 in 7`, `2x`, `0,5`.
pub(super) fn number_meant(text: &str, expected: &str) -> Option<String> {
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
pub(super) fn list_meant(text: &str) -> String {
    if text.split(", ").any(|part| part.contains(' ')) {
        "put it in a list: a line of its own, after `- `".to_owned()
    } else {
        format!("write `[{text}]`")
    }
}

/// A case file in the place of a rule file, or the other way round.
pub(super) fn other_file(data: &Data) -> Option<String> {
    let help = match data {
        Data::List(_) => "is this a case file? `soreleg rules test --rules RULES FILE` runs it",
        Data::Mapping(_) => "is this a rule file? `soreleg rules test --rules FILE` takes it",
        _ => return None,
    };
    Some(help.to_owned())
}
