//! Input nobody would write by hand: it never panics, never takes long, and never reaches a
//! terminal raw.
//!
//! A longer run: `PROPTEST_CASES=20000 cargo test --release --test hostile`.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use annotate_snippets::Renderer;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use soreleg::answers_file;
use soreleg::assess::assess;
use soreleg::gather::gather;
use soreleg::interview::Interview;
use soreleg::prove::Search;
use soreleg::quantity::{Dimension, Quantity, Unit};
use soreleg::report::faults::Checked;
use soreleg::report::page::Style;
use soreleg::report::{self, Report};
use soreleg::rulebook::fault::Fault;
use soreleg::rulebook::{BUILT_IN, Rulebook, cases, compile, yaml};
use soreleg::text::is_unsafe;

const TINY: &str = include_str!("rules/tiny.yaml");
const CASES: &str = include_str!("faulty/cases/good.yaml");
const BASE: &str = include_str!("faulty/base.yaml");

/// No input of these tests may take longer, on a slow and busy machine.
const DEADLINE: Duration = Duration::from_secs(10);

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

/// One change to a text.
#[derive(Debug, Clone)]
enum Change {
    Flip(Index, u8),
    Insert(Index, &'static str),
    DropLine(Index),
    RepeatLine(Index),
    Splice(Index, Index, Index),
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

/// Reads, checks and uses a rule file; everything that is said about it is safe to show.
fn load(bytes: &[u8]) {
    let start = Instant::now();
    let text = String::from_utf8_lossy(bytes);
    let (rulebook, faults) = match yaml::decode(bytes) {
        Ok(text) => compile::examine(text),
        Err(fault) => (None, vec![*fault]),
    };
    assert!(rulebook.is_some() || !faults.is_empty());
    assert_safe_report(&text, &faults);
    if let Some(rulebook) = rulebook {
        let mut search = Search::new(&rulebook, 1);
        for _ in 0..3 {
            let runner = search.runner();
            let mut interview = Interview::new(&rulebook, runner.clone(), false);
            while let Some(question) = interview.next() {
                interview.answer(question, runner.get(question).unwrap());
            }
            assert_safe_result(&rulebook, &interview);
        }
    }
    assert!(start.elapsed() < DEADLINE);
}

fn assert_safe_report(text: &str, faults: &[Fault]) {
    let checked = Checked {
        name: "name",
        text,
        faults,
    };
    assert_safe(&checked.text(&Renderer::plain()));
    assert_safe(&checked.github());
}

fn assert_safe_result(rulebook: &Rulebook, interview: &Interview) {
    let case = interview.case();
    let report = Report {
        case,
        assessment: &assess(case),
        rules: Vec::new(),
        command: report::command(rulebook, case.answers(), &[]),
    };
    let style = Style {
        width: 80,
        colour: false,
        unicode: true,
    };
    assert_safe(&report.text(style));
    assert_safe(&report.markdown());
}

fn assert_safe(page: &str) {
    let bad = page.chars().find(|c| *c != '\n' && is_unsafe(*c));
    assert_eq!(bad, None, "{page}");
}

/// Reads an answers file and carries on with what it says.
fn take_answers(rulebook: &Rulebook, text: &str) {
    let start = Instant::now();
    let Ok(written) = answers_file::read(text) else {
        return;
    };
    let mut gathered = gather(rulebook, written, None);
    let interview = Interview::new(rulebook, gathered.answers.clone(), false);
    gathered.miss(interview.case(), &interview.open_questions());
    assert_safe_result(rulebook, &interview);
    let style = Style {
        width: 40,
        colour: false,
        unicode: false,
    };
    let command = report::proposal(rulebook, &gathered, "check", &[]);
    assert_safe(&report::answer_faults::text(
        rulebook,
        &gathered,
        &command,
        &[],
        style,
    ));
    assert!(start.elapsed() < DEADLINE);
}

/// A part of the usual number of cases, for what takes longer.
fn one_in(part: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: usual.cases.div_ceil(part),
        // What fails is shown; a test that stays is written by hand.
        failure_persistence: None,
        ..usual
    }
}

proptest! {
    #![proptest_config(one_in(1))]

    #[test]
    fn any_bytes_as_a_rule_file(bytes in vec(any::<u8>(), 0..2000)) {
        load(&bytes);
    }

    #[test]
    fn nasty_words_as_a_rule_file_and_as_answers(words in vec(select(&NASTY[..]), 0..60)) {
        let text = words.concat();
        load(text.as_bytes());
        take_answers(&compile::compile(TINY).unwrap(), &text);
    }

    #[test]
    fn a_changed_rule_file(changes in changes()) {
        load(&changed(TINY, &changes));
    }

    #[test]
    fn a_changed_case_file(changes in changes()) {
        let bytes = changed(CASES, &changes);
        if let Ok(text) = yaml::decode(&bytes) {
            let faults = cases::read(text, &compile::compile(BASE).unwrap()).err();
            assert_safe_report(text, &faults.unwrap_or_default());
        }
    }

    #[test]
    fn any_bytes_as_answers(bytes in vec(any::<u8>(), 0..2000)) {
        take_answers(&compile::compile(TINY).unwrap(), &String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn answers_of_any_shape(
        entries in vec(
            (
                "danger|pee|where|days|shoe_distance|answers|\\PC{0,9}",
                "[a-z_]{0,9}|-?[0-9.e]{1,9}|\"[^\"]{0,9}\"|\\[[a-z0-9, \\[\\]]{0,9}\\]|\\{.{0,9}\\}|null|.{0,9}",
            ),
            0..9,
        ),
        is_json in any::<bool>(),
    ) {
        let entry = |(name, value): &(String, String)| if is_json {
            format!("{}: {value}", serde_json::json!(name))
        } else {
            format!("{name}: {value}")
        };
        let entries: Vec<String> = entries.iter().map(entry).collect();
        let text = if is_json { format!("{{{}}}", entries.join(",")) } else { entries.join("\n") };
        take_answers(&compile::compile(TINY).unwrap(), &text);
    }

    #[test]
    fn any_text_as_an_answer(text in ".{0,40}|[0-9.,+-]{0,40} ?(km|mi|days|years|)|[a-z_, ]{0,40}") {
        let rulebook = compile::compile(TINY).unwrap();
        for question in &rulebook.questions {
            match question.parse(&text, Some(Unit::Mile)) {
                Ok(answer) => prop_assert_eq!(
                    question.parse(&question.value(answer), None),
                    Ok(answer)
                ),
                Err(bad) => assert_safe(&bad.message),
            }
        }
    }

    #[test]
    fn any_text_as_a_quantity(text in "(?s).{0,40}|[0-9.,+-]{0,40} ?(km|mi|days|years|)") {
        for dimension in [Dimension::Distance, Dimension::Time, Dimension::Count] {
            if let Ok(quantity) = Quantity::parse(&text, dimension, Some(Unit::Km)) {
                prop_assert_eq!(
                    Quantity::parse(&quantity.to_string(), dimension, None).unwrap().base(),
                    quantity.base()
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(one_in(16))]

    #[test]
    fn changed_shipped_rules(changes in changes()) {
        load(&changed(BUILT_IN, &changes));
    }

    #[test]
    fn any_lines_to_the_plain_interview(
        lines in vec("[0-9]|[bnq?]|not_sure|none|both|[0-9]{1,3} ?(km|mi|days)|.{0,30}", 0..40),
        noise in vec(any::<u8>(), 0..200),
    ) {
        let mut input = lines.join("\n").into_bytes();
        input.extend(noise);
        let (code, said) = run(&["check", "--plain"], input);
        prop_assert!(matches!(code, Some(0 | 3)), "{code:?} {said}");
        assert_safe(&said);
    }

    #[test]
    fn any_data_to_next(text in "\\{(\"(danger|pee|x)\": ?.{0,20},?){0,3}\\}|.{0,200}") {
        let (code, said) = run(&["next", "--answers", "-"], text.into_bytes());
        prop_assert!(matches!(code, Some(0 | 2)), "{code:?} {said}");
        assert_safe(&said);
    }
}

/// Runs the program with an input; gives its exit code and all it said.
fn run(arguments: &[&str], input: Vec<u8>) -> (Option<i32>, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_soreleg"))
        .args(arguments)
        .args(["--rules", "tests/rules/tiny.yaml"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = program.stdin.take().unwrap();
    // A program that has left reads no more.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let start = Instant::now();
    while program.try_wait().unwrap().is_none() {
        if start.elapsed() > DEADLINE {
            program.kill().unwrap();
            panic!("it hangs");
        }
        thread::sleep(Duration::from_millis(2));
    }
    writer.join().unwrap();
    let output = program.wait_with_output().unwrap();
    let said =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}
