//! Writing what came out as what is expected and what was assumed as answers, and leaving the rest
//! of a case file as it is.

use super::file::RuleCase;
use super::{Outcome, strength};
use crate::rulebook::Rulebook;
use crate::rulebook::path::RulePath;
use crate::yaml::locate;

/// The text of a case file with new expectations for the cases that failed, and the answers that
/// were assumed.
#[must_use]
pub fn updated(text: &str, rulebook: &Rulebook, cases: &[(&RuleCase, &Outcome)]) -> String {
    let key = |rule_case: &RuleCase, key: &str| RulePath::default().item(rule_case.place).key(key);
    let mut entries: Vec<(RulePath, Vec<String>, Put)> = Vec::new();
    for (rule_case, outcome) in cases {
        if !rule_case.assumed.is_empty() {
            let answers = assumed(rulebook, rule_case);
            entries.push((key(rule_case, "answers"), answers, Put::InFront));
        }
        if !outcome.differences.is_empty() {
            // First, so that it is put there last: it moves the key.
            if !rule_case.as_is {
                let mark = vec!["as_is: true".to_owned()];
                entries.push((
                    key(rule_case, "expect"),
                    mark,
                    Put::Before(in_braces(text, rule_case)),
                ));
            }
            let expect = expectations(rulebook, rule_case, outcome);
            entries.push((key(rule_case, "expect"), expect, Put::Instead));
        }
    }
    let paths: Vec<RulePath> = entries.iter().map(|(path, ..)| path.clone()).collect();
    let mut placed: Vec<_> = locate(text, &paths).into_iter().zip(entries).collect();
    placed.sort_by_key(|(position, _)| *position);
    let mut text = text.to_owned();
    // From the end, so that positions before stay true.
    for (position, (_, entries, put)) in placed.into_iter().rev() {
        let start = byte(&text, position.line, position.column);
        if let Put::Before(in_braces) = put {
            let gap = if in_braces {
                ", ".to_owned()
            } else {
                format!("\n{}", " ".repeat(position.column - 1))
            };
            text.insert_str(start, &(entries.concat() + &gap));
        } else if let Some((from, to)) = braces(&text, start) {
            let entries = entries.join(", ");
            match put {
                Put::Instead => text.replace_range(from..to, &format!("{{ {entries} }}")),
                Put::InFront | Put::Before(_) => {
                    let more = !text[from + 1..to - 1].trim().is_empty();
                    let end = if more { "," } else { " " };
                    text.insert_str(from + 1, &format!(" {entries}{end}"));
                }
            }
        } else {
            let (from, to) = block(&text, start, position.column);
            let (to, width) = match put {
                Put::Instead => (to, position.column + 1),
                Put::InFront | Put::Before(_) => (from, first_indent(&text[from..to])),
            };
            let indent = " ".repeat(width);
            let lines = entries.iter().map(|entry| format!("{indent}{entry}\n"));
            text.replace_range(from..to, &lines.collect::<String>());
        }
    }
    text
}

/// Where new entries of a mapping go. What is in front of all others needs no look at commas and
/// comments behind them.
enum Put {
    Instead,
    InFront,
    /// As an entry before this one, of a case in braces or not.
    Before(bool),
}

/// Whether a case is written in braces. One that opens them on a line of their own is found where
/// its first key is.
fn in_braces(text: &str, rule_case: &RuleCase) -> bool {
    let case = locate(text, &[RulePath::default().item(rule_case.place)]);
    case.first().is_some_and(|at| {
        let (before, from) = text.split_at(byte(text, at.line, at.column));
        from.starts_with('{') || before.trim_end().ends_with('{')
    })
}

/// How far the first line that says something is further in.
fn first_indent(lines: &str) -> usize {
    let mut lines = lines
        .lines()
        .map(|line| (line, line.trim_start_matches(' ')));
    let first = lines.find(|(_, said)| !said.is_empty() && !said.starts_with('#'));
    first.map_or(0, |(line, said)| line.len() - said.len())
}

/// The answers that the case takes without saying so.
fn assumed(rulebook: &Rulebook, rule_case: &RuleCase) -> Vec<String> {
    let answers = rule_case.assumed.iter().filter_map(|place| {
        let question = &rulebook.questions[*place];
        let values = question.values(rule_case.answers.get(*place)?);
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        Some(match &values[..] {
            [one] => format!("{}: {one}", question.id),
            _ => format!("{}: [{}]", question.id, values.join(", ")),
        })
    });
    answers.collect()
}

/// In quotes, if YAML or another reader of it would take the word for something else.
fn quoted(value: &str) -> String {
    match value {
        "yes" | "no" | "on" | "off" | "y" | "n" | "true" | "false" | "null" => {
            format!("\"{value}\"")
        }
        _ => value.to_owned(),
    }
}

/// The expectations that the case names, with what came out where that was not expected.
fn expectations(rulebook: &Rulebook, rule_case: &RuleCase, outcome: &Outcome) -> Vec<String> {
    let (expect, assessment) = (&rule_case.expect, &outcome.assessment);
    let levels: Vec<String> = expect
        .level
        .0
        .iter()
        .map(|level| level.name().to_owned())
        .collect();
    let mut entries = vec![entry("level", &levels, assessment.level.name())];
    if let Some(several) = &expect.verdict {
        entries.push(entry("verdict", &several.0, assessment.verdict.name()));
    }
    if let (Some(several), Some(first)) = (&expect.first, assessment.causes.first()) {
        entries.push(entry("first", &several.0, &rulebook.causes[first.cause].id));
    }
    if let Some(strengths) = &expect.strengths {
        let causes = strengths.0.iter().filter_map(|(id, several)| {
            let place = rulebook.causes.iter().position(|cause| cause.id == *id)?;
            Some(entry(id, &several.0, strength(assessment, place).name()))
        });
        let causes: Vec<String> = causes.collect();
        entries.push(format!("strengths: {{ {} }}", causes.join(", ")));
    }
    let is_given = |id: &&String| {
        let mut given = assessment.advice.iter();
        given.any(|given| given.advice(rulebook).id == **id)
    };
    if let Some(advice) = &expect.advice {
        let still: Vec<&str> = advice.iter().filter(is_given).map(String::as_str).collect();
        entries.push(format!("advice: [{}]", still.join(", ")));
    }
    if let Some(advice) = &expect.no_advice {
        let not = advice.iter().filter(|id| !is_given(id));
        let still: Vec<&str> = not.map(String::as_str).collect();
        entries.push(format!("no_advice: [{}]", still.join(", ")));
    }
    if let Some(most) = expect.questions_at_most {
        let most = outcome.questions.map_or(most, |asked| most.max(asked));
        entries.push(format!("questions_at_most: {most}"));
    }
    entries
}

fn entry(key: &str, expected: &[String], got: &str) -> String {
    if expected.len() > 1 && expected.iter().any(|expected| expected == got) {
        format!("{key}: [{}]", expected.join(", "))
    } else {
        format!("{key}: {got}")
    }
}

fn byte(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let chars = text[start..].char_indices();
    start + chars.map(|(byte, _)| byte).nth(column - 1).unwrap_or(0)
}

/// The bytes of `{ … }` after the key at `start`, if its value is written so. Names and numbers are
/// all there is inside, so a brace is a brace.
fn braces(text: &str, start: usize) -> Option<(usize, usize)> {
    let after = start + text[start..].find(':')? + 1;
    let from = after + text[after..].find(|c: char| !c.is_whitespace())?;
    let mut depth = 0;
    for (at, c) in text[from..].char_indices() {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 {
            return (at > 0).then_some((from, from + at + 1));
        }
    }
    None
}

/// The bytes of the lines that belong to the key at `start`: all that are further in.
fn block(text: &str, start: usize, column: usize) -> (usize, usize) {
    let from = text[start..]
        .find('\n')
        .map_or(text.len(), |end| start + end + 1);
    let mut to = from;
    for line in text[from..].split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if line.trim().is_empty() || indent < column {
            break;
        }
        to += line.len();
    }
    (from, to)
}
