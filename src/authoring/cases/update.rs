//! Writing what came out as what is expected and what was assumed as answers, and leaving the rest
//! of a case file as it is: single values are replaced where they stand.

use std::ops::Range;

use super::Outcome;
use super::file::RuleCase;
use crate::answer::Answer;
use crate::rulebook::{Question, Rulebook};
use crate::yaml::{Data, Entry, Node, Tree, tree};

/// Bytes of a text with what comes in their place.
type Edit = (Range<usize>, String);

/// The text of a case file with new expectations for the cases that failed, and the answers that
/// were assumed; `None` if a comment would be lost.
#[must_use]
pub fn updated(text: &str, rulebook: &Rulebook, cases: &[(&RuleCase, &Outcome)]) -> Option<String> {
    let (tree, _) = tree(text).ok()?;
    let mut edits: Vec<Edit> = Vec::new();
    for (rule_case, outcome) in cases {
        let at = &rule_case.at;
        if !rule_case.assumed.is_empty() {
            let answers = assumed(rulebook, rule_case);
            edits.push(added(&tree, tree.root.entry(&at.key("answers"))?, &answers));
        }
        if outcome.differences.is_empty() {
            continue;
        }
        if !rule_case.as_is {
            let (case, expect) = (tree.root.at(at)?, tree.root.entry(&at.key("expect"))?);
            edits.push(marked(&tree, case, expect));
        }
        for (path, value) in &outcome.mended {
            edits.push(replaced(&tree, tree.root.entry(path)?, value)?);
        }
    }
    edits.sort_by_key(|(bytes, _)| bytes.start);
    let mark = text.len() - tree.text.len();
    let mut updated = text.to_owned();
    // From the end, so that the bytes before stay true.
    for (bytes, new) in edits.into_iter().rev() {
        updated.replace_range(bytes.start + mark..bytes.end + mark, &new);
    }
    Some(updated)
}

/// The mark of a case that nobody has judged, before what it expects.
fn marked(tree: &Tree, case: &Node, expect: &Entry) -> Edit {
    let gap = if case.is_flow(tree.text) {
        ", ".to_owned()
    } else {
        format!("\n{}", " ".repeat(expect.position.column - 1))
    };
    let start = expect.bytes.start;
    (start..start, format!("as_is: true{gap}"))
}

/// A new value for an entry. Between the items of a list may be comments.
fn replaced(tree: &Tree, entry: &Entry, new: &str) -> Option<Edit> {
    let Node { bytes, data, .. } = &entry.value;
    let Data::List(items) = data else {
        return Some((bytes.clone(), new.to_owned()));
    };
    // A list line by line begins below its key.
    let start = entry.bytes.end + tree.text[entry.bytes.end..].find(':')? + 1;
    let starts = items.iter().map(|item| item.bytes.start);
    let ends = items.iter().map(|item| item.bytes.end);
    let mut between = std::iter::once(start)
        .chain(ends)
        .zip(starts.chain([bytes.end]));
    let has_comment = between.any(|(from, to)| tree.text[from..to].contains('#'));
    (!has_comment).then(|| (start..bytes.end, format!(" {new}")))
}

/// New entries in front of those of a mapping, in lines of their own where those have some. What is
/// in front of all others needs no look at commas and comments behind them.
fn added(tree: &Tree, entry: &Entry, new: &[String]) -> Edit {
    let Node { bytes, data, .. } = &entry.value;
    let first = match data {
        Data::Mapping(entries) => entries.first(),
        _ => None,
    };
    let indent = first.map_or(0, |first| first.position.column - 1);
    let indent = " ".repeat(indent);
    if !entry.value.is_flow(tree.text) {
        let line = tree.text[entry.bytes.end..].find('\n');
        let start = line.map_or(bytes.start, |end| entry.bytes.end + end + 1);
        let lines = new.iter().map(|new| format!("{indent}{new}\n"));
        return (start..start, lines.collect());
    }
    let start = bytes.start + 1;
    let text = match first {
        None => format!(" {} ", new.join(", ")),
        Some(first) if tree.text[start..first.bytes.start].contains('\n') => {
            let lines = new.iter().map(|new| format!("\n{indent}{new},"));
            lines.collect()
        }
        Some(_) => format!(" {},", new.join(", ")),
    };
    (start..start, text)
}

/// The answers that the case takes without saying so.
fn assumed(rulebook: &Rulebook, rule_case: &RuleCase) -> Vec<String> {
    let answers = rule_case.assumed.iter().filter_map(|index| {
        let answer = rule_case.answers.get(*index)?;
        Some(answer_line(&rulebook.questions[*index], answer))
    });
    answers.collect()
}

/// An answer as a case file has it.
pub(super) fn answer_line(question: &Question, answer: Answer) -> String {
    let values = question.values(answer);
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    match &values[..] {
        [one] => format!("{}: {one}", question.id),
        _ => format!("{}: [{}]", question.id, values.join(", ")),
    }
}

/// In quotes, if YAML or another reader of it would take the word for something else.
pub(crate) fn quoted(value: &str) -> String {
    match value {
        "yes" | "no" | "on" | "off" | "y" | "n" | "true" | "false" | "null" => {
            format!("\"{value}\"")
        }
        _ => value.to_owned(),
    }
}
