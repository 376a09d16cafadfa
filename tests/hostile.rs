//! Input nobody would write by hand: it never panics, never takes long, and never reaches a
//! terminal raw.
//!
//! `benches/hostile.sh` tries many more, the same ones every time.

pub(crate) mod measure;
mod survive;

use std::cell::RefCell;
use std::io::Cursor;
use std::sync::Arc;

use crate::harness::TINY;
use measure::Tried;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestRunner;
use soreleg::authoring::compile;
use soreleg::batch::Input;
use soreleg::quantity::{Dimension, Quantity, Unit};
use soreleg::rulebook::{BUILT_IN, Rulebook};
use survive::{assert_safe, take_answers, take_cases, take_log, take_rows, take_rules};

const RULES: &str = include_str!("rules/tiny.yaml");
const CASES: &str = include_str!("faulty/cases.yaml");
const BASE: &str = include_str!("faulty/base.yaml");

/// Logs to change.
const LOGS: [&str; 3] = [
    include_str!("logs/22-bad-rows.csv"),
    include_str!("logs/19-garmin-track-metres.csv"),
    include_str!("logs/21-runkeeper-km.csv"),
];

/// Rows as a club may have them, one of them bad.
const JSONL: &str = r#"{"id": 1, "danger": ["none"], "pee": "pale", "days": "3 days"}
{"id": "two", "danger": "cold,not_sure", "pee": null, "shoe_distance": "450 mi"}
{"pee": "plae", "id": -3, "where": "both", "days": 3}
"#;

/// The same as a table.
const TABLE: &str = "id;danger;pee;days;shoe_distance
1;none;pale;3 days;
\"=two \"\"2\"\"\";\"cold,not_sure\";;;450 mi
-3;;plae;3;
";

/// Words that mean something to YAML, to JSON, to a rule file or to a terminal.
const NASTY: [&str; 32] = [
    "{",
    "}",
    "[",
    "]",
    "- ",
    ": ",
    "? ",
    "&a ",
    "*a",
    "!t ",
    "|",
    ">-\n",
    "\"",
    "'",
    "#",
    "---\n",
    "\t",
    "\n",
    "\r",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "<<: ",
    ".nan",
    "-.inf",
    "1e999",
    "-1",
    "99999999999999999999",
    "not_sure",
    "none",
    "~",
];

/// What stands between the parts of rows, and what means something in them.
const SEPARATORS: [&str; 12] = [
    "{\"", "\":", ",", ";", "\n", "\r\n", "\"", "id", "pee", "none", "=", "\u{202e}",
];

/// One change to a text.
#[derive(Debug, Clone)]
enum Change {
    Flip(Index, u8),
    Insert(Index, &'static str),
    DropLine(Index),
    RepeatLine(Index),
    Splice(Index, Index, Index),
    Stretch(Index, usize),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let index = any::<Index>;
    vec(
        prop_oneof![
            (index(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
            (index(), select(&NASTY[..])).prop_map(|(at, word)| Change::Insert(at, word)),
            index().prop_map(Change::DropLine),
            index().prop_map(Change::RepeatLine),
            (index(), index(), index()).prop_map(|(from, to, at)| Change::Splice(from, to, at)),
            (index(), 1..70_000_usize).prop_map(|(at, times)| Change::Stretch(at, times)),
        ],
        1..5,
    )
}

fn changed(text: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for change in changes {
        let mut lines: Vec<Vec<u8>> = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        if lines.is_empty() {
            break;
        }
        match change {
            Change::Flip(at, with) => {
                let at = at.index(bytes.len());
                bytes[at] ^= with;
                continue;
            }
            Change::Insert(at, word) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, word.bytes());
                continue;
            }
            Change::Stretch(at, times) => {
                let at = at.index(bytes.len());
                let stretch = vec![bytes[at]; *times];
                bytes.splice(at..at, stretch);
                continue;
            }
            Change::DropLine(at) => {
                lines.remove(at.index(lines.len()));
            }
            Change::RepeatLine(at) => {
                let at = at.index(lines.len());
                lines.insert(at, lines[at].clone());
            }
            Change::Splice(from, to, at) => {
                let (from, to) = (from.index(lines.len()), to.index(lines.len()));
                let part = lines[from.min(to)..=from.max(to).min(from.min(to) + 9)].to_vec();
                let at = at.index(lines.len());
                lines.splice(at..at, part);
            }
        }
        bytes = lines.concat();
    }
    bytes
}

fn tiny() -> Rulebook {
    compile::compile(RULES).unwrap()
}

/// Tries drawn inputs: one in `part` of the usual number, for what takes longer.
fn survives<S: Strategy>(
    what: &'static str,
    part: u32,
    inputs: S,
    test: impl Fn(&mut Tried, S::Value),
) {
    let usual = ProptestConfig::default();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: usual.cases.div_ceil(part),
        // What fails is shown; a test that stays is written by hand.
        failure_persistence: None,
        ..usual
    });
    let tried = RefCell::new(Tried::new(what));
    let ended = runner.run(&inputs, |input| {
        tried.borrow_mut().one(|tried| test(tried, input));
        Ok(())
    });
    ended.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn any_bytes_as_rules() {
    let inputs = vec(any::<u8>(), 0..2000);
    survives("bytes as a rule file", 1, inputs, |_, bytes| {
        take_rules(&bytes);
    });
}

#[test]
fn nasty_words_as_rules_and_as_answers() {
    let rulebook = tiny();
    let inputs = vec(select(&NASTY[..]), 0..60);
    survives(
        "words that mean something to YAML",
        1,
        inputs,
        |_, words| {
            let text = words.concat();
            take_rules(text.as_bytes());
            take_answers(&rulebook, &text);
        },
    );
}

#[test]
fn changed_rules() {
    survives("changed rule files", 1, changes(), |_, changes| {
        take_rules(&changed(RULES, &changes));
    });
}

#[test]
fn changed_shipped_rules() {
    survives("changed shipped rules", 16, changes(), |_, changes| {
        take_rules(&changed(BUILT_IN, &changes));
    });
}

#[test]
fn changed_cases() {
    let rulebook = compile::compile(BASE).unwrap();
    survives("changed case files", 1, changes(), |_, changes| {
        take_cases(&rulebook, &changed(CASES, &changes));
    });
}

#[test]
fn any_bytes_as_answers() {
    let rulebook = tiny();
    let inputs = vec(any::<u8>(), 0..2000);
    survives("bytes as an answers file", 1, inputs, |_, bytes| {
        take_answers(&rulebook, &String::from_utf8_lossy(&bytes));
    });
}

#[test]
fn answers_of_any_shape() {
    let rulebook = tiny();
    let entry = (
        "danger|pee|where|days|shoe_distance|answers|\\PC{0,9}",
        "[a-z_]{0,9}|-?[0-9.e]{1,9}|\"[^\"]{0,9}\"|\\[[a-z0-9, \\[\\]]{0,9}\\]|\\{.{0,9}\\}|null|.{0,9}|,{1,9999}",
    );
    let inputs = (vec(entry, 0..9), any::<bool>());
    survives(
        "odd shapes as answers",
        1,
        inputs,
        |_, (entries, is_json)| {
            let entry = |(name, value): &(String, String)| {
                if is_json {
                    format!("{}: {value}", serde_json::json!(name))
                } else {
                    format!("{name}: {value}")
                }
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            let text = if is_json {
                format!("{{{}}}", entries.join(","))
            } else {
                entries.join("\n")
            };
            take_answers(&rulebook, &text);
        },
    );
}

#[test]
fn any_text_as_an_answer() {
    let rulebook = tiny();
    let inputs = ".{0,40}|[0-9.,+-]{0,40} ?(km|mi|days|years|)|[a-z_, ]{0,40}";
    survives("texts as one answer", 1, inputs, |_, text| {
        for question in &rulebook.questions {
            match question.parse(&text, Some(Unit::Mile)) {
                Ok(answer) => {
                    let again = question.parse(&question.value(answer), None);
                    assert_eq!(again, Ok(answer));
                }
                Err(bad) => assert_safe(&bad.message),
            }
        }
    });
}

#[test]
fn any_text_as_a_quantity() {
    let inputs = "(?s).{0,40}|[0-9.,+-]{0,40} ?(km|mi|days|years|)";
    survives("texts as a quantity", 1, inputs, |_, text| {
        for dimension in [Dimension::Distance, Dimension::Time, Dimension::Count] {
            if let Ok(quantity) = Quantity::parse(&text, dimension, Some(Unit::Km)) {
                let again = Quantity::parse(&quantity.written(), dimension, None);
                assert_eq!(again.unwrap().base(), quantity.base());
            }
        }
    });
}

#[test]
fn any_bytes_as_rows() {
    let rulebook = Arc::new(tiny());
    let piece = prop_oneof![
        vec(any::<u8>(), 0..40),
        select(&SEPARATORS[..]).prop_map(|word| word.as_bytes().to_vec()),
    ];
    let inputs = vec(piece, 0..60);
    survives("bytes as rows", 1, inputs, |_, pieces| {
        let bytes = pieces.concat();
        take_rows(&rulebook, &bytes, Input::Jsonl);
        take_rows(&rulebook, &bytes, Input::Csv);
        let table = [b"id,danger,pee,shoe_distance\n", &bytes[..]].concat();
        take_rows(&rulebook, &table, Input::Csv);
    });
}

#[test]
fn changed_rows() {
    let rulebook = Arc::new(tiny());
    survives("changed rows", 1, changes(), |_, changes| {
        take_rows(&rulebook, &changed(JSONL, &changes), Input::Jsonl);
        take_rows(&rulebook, &changed(TABLE, &changes), Input::Csv);
    });
}

#[test]
fn any_bytes_as_a_log() {
    let header = select(LOGS.map(|log| log.lines().next().unwrap()).to_vec());
    let logs = (any::<bool>(), header, any::<Vec<u8>>()).prop_map(|(known, header, rest)| {
        let header = if known { header } else { "" };
        [header.as_bytes(), b"\n", &rest].concat()
    });
    survives("bytes as a training log", 1, logs, |_, bytes| {
        take_log(&bytes);
    });
}

#[test]
fn changed_logs() {
    let logs = (select(LOGS.to_vec()), changes()).prop_map(|(log, changes)| changed(log, &changes));
    survives("changed training logs", 1, logs, |_, bytes| {
        take_log(&bytes);
    });
}

#[test]
fn rows_to_the_program() {
    let inputs = (changes(), any::<bool>(), select(&["jsonl", "csv"][..]));
    survives(
        "changed rows",
        16,
        inputs,
        |tried, (changes, is_table, format)| {
            let (rows, input) = if is_table {
                (TABLE, "csv")
            } else {
                (JSONL, "jsonl")
            };
            let options = [
                "batch",
                "--rules",
                TINY,
                "--input-format",
                input,
                "--format",
                format,
            ];
            let (code, out, err) = tried.run(options, Cursor::new(changed(rows, &changes)));
            assert!(out.is_empty() || out.ends_with('\n'), "{out}");
            let is_bad_header = code == 2 && err.contains("error: header of");
            assert!(code == 0 || is_bad_header, "{err}");
        },
    );
}

#[test]
fn any_lines_to_the_plain_interview() {
    let line = "[0-9]|[bnqu?]|not_sure|none|both|[0-9]{1,3} ?(km|mi|days)|.{0,30}";
    let inputs = (vec(line, 0..40), vec(any::<u8>(), 0..200));
    survives(
        "lines to the plain interview",
        16,
        inputs,
        |tried, (lines, noise)| {
            let mut input = lines.join("\n").into_bytes();
            input.extend(noise);
            let (code, _, err) =
                tried.run(["check", "--plain", "--rules", TINY], Cursor::new(input));
            assert!(matches!(code, 0 | 2 | 3), "{code} {err}");
        },
    );
}

#[test]
fn any_data_to_next() {
    let inputs = "\\{(\"(danger|pee|x)\": ?.{0,20},?){0,3}\\}|.{0,200}";
    survives("data for `next`", 16, inputs, |tried, text| {
        let options = ["next", "--rules", TINY, "--answers", "-"];
        let (code, out, err) = tried.run(options, Cursor::new(text));
        assert!(matches!(code, 0 | 2), "{code} {out} {err}");
    });
}
