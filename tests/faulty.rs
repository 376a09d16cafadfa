//! Faulty files and exactly what is said about them.
//!
//! The documents in `tests/faulty` show both. Each entry has a block with a file and one with its
//! report. The file is told as changes to `base.yaml`: a line with `-` is left out, a line with a
//! blank is kept, and the lines with `+` come after either. Both are the next such line of the base
//! file, from its top. Where it is shorter the block has the whole file, in which `<base>` stands for
//! the base file. `\u{1b}` is a character that could not be seen.
//!
//! `SORELEG_BLESS=1 cargo test` writes the reports anew; read the difference before you commit it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use annotate_snippets::Renderer;
use soreleg::authoring::{cases::file as cases, codes, compile};
use soreleg::fault::Fault;
use soreleg::report::faults::Checked;
use soreleg::rulebook::Rulebook;
use soreleg::yaml;

use crate::harness::assert_kept;

const FOLDER: &str = "tests/faulty";
const BASE: &str = include_str!("faulty/base.yaml");
const CASES: &str = include_str!("faulty/cases.yaml");

/// A rule file or a case file.
struct File {
    name: String,
    bytes: Vec<u8>,
    is_cases: bool,
}

impl File {
    /// Its text as far as it is one, and its faults.
    fn faults(&self) -> (String, Vec<Fault>) {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        let faults = match yaml::decode(&self.bytes) {
            Err(fault) => vec![*fault],
            Ok(text) if self.is_cases => cases::read(text, &base()).err().unwrap_or_default(),
            Ok(text) => compile::examine(text).1,
        };
        (text, faults)
    }

    fn report(&self) -> String {
        let (text, faults) = self.faults();
        let checked = Checked {
            name: &self.name,
            text: &text,
            faults: &faults,
        };
        checked.text(&Renderer::plain().term_width(120)).to_string()
    }
}

fn base() -> Rulebook {
    compile::compile(BASE).unwrap()
}

/// A document with its entries taken apart.
struct Document {
    path: PathBuf,
    title: String,
    entries: Vec<Entry>,
}

struct Entry {
    /// All before the report, as it is written.
    written: String,
    file: File,
    report: String,
}

impl Document {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).unwrap();
        let (title, entries) = text.split_once("\n## ").unwrap();
        let is_cases = path.ends_with("cases.md");
        let entry = |entry: &str| {
            let (written, report) = entry.split_once("```text\n").unwrap();
            let (name, block) = written.split_once("\n\n```").unwrap();
            let (kind, lines) = block.split_once('\n').unwrap();
            let lines = lines.strip_suffix("```\n\n").unwrap();
            let file = File {
                name: format!("{name}.yaml"),
                bytes: content(kind, lines),
                is_cases,
            };
            Entry {
                written: written.to_owned(),
                file,
                report: report.strip_suffix("```\n").unwrap().to_owned(),
            }
        };
        Document {
            title: title.to_owned(),
            entries: entries.split("\n## ").map(entry).collect(),
            path,
        }
    }

    /// The document with what is reported now.
    fn with_true_reports(&self) -> String {
        let entries = self.entries.iter().map(|Entry { written, file, .. }| {
            format!("\n## {written}```text\n{}```\n", file.report())
        });
        self.title.clone() + &entries.collect::<String>()
    }
}

/// What is in a file that is told by a block of this kind, such as `diff crlf`.
fn content(kind: &str, lines: &str) -> Vec<u8> {
    let lines = unescaped(lines);
    match kind {
        "yaml" => lines.replace("<base>\n", BASE).into(),
        "diff" => changed(&lines).into(),
        "diff crlf" => changed(&lines).replace('\n', "\r\n").into(),
        "diff latin-1" => (changed(&lines).chars())
            .map(|c| u8::try_from(c).unwrap())
            .collect(),
        "diff utf-16" => format!("\u{feff}{}", changed(&lines))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        other => panic!("a block in `{other}`"),
    }
}

/// The base file with these changes.
fn changed(lines: &str) -> String {
    let mut base = BASE.split_inclusive('\n');
    let mut text = String::new();
    for line in lines.split_inclusive('\n').filter(|line| *line != "\n") {
        let (sign, line) = line.split_at(1);
        if sign != "+" {
            let rest = base.clone();
            let length = rest.clone().take_while(|at| *at != line).count();
            text.extend(rest.take(length));
            assert_eq!(base.nth(length), Some(line));
        }
        if sign != "-" {
            text += line;
        }
    }
    text.extend(base);
    text
}

fn unescaped(lines: &str) -> String {
    let mut parts = lines.split("\\u{");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        let code = u32::from_str_radix(code, 16).unwrap();
        text.push(char::from_u32(code).unwrap());
        text += rest;
    }
    text
}

fn documents() -> Vec<Document> {
    let entries = fs::read_dir(FOLDER).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let bases = ["base.yaml", "cases.yaml"].map(|name| Path::new(FOLDER).join(name));
    paths.retain(|path| !bases.contains(path));
    paths.into_iter().map(Document::read).collect()
}

fn all() -> Vec<Entry> {
    let entries = documents().into_iter().map(|document| document.entries);
    entries.flatten().collect()
}

#[test]
fn every_faulty_file_gets_exactly_its_report() {
    for document in documents() {
        assert_kept(&document.with_true_reports(), &document.path);
    }
}

/// `soreleg rules explain` shows of each code what is said in its own entry, or else the shortest.
#[test]
fn every_code_has_an_example_that_draws_it() {
    let reports: Vec<String> = all().iter().map(|entry| entry.file.report()).collect();
    let said = reports.iter().flat_map(|report| report.split("\n\n"));
    let said: Vec<&str> = said.collect();
    let mut text = "# What is said about each kind of fault\n".to_owned();
    for code in codes::all() {
        let start = format!("{}[{}]: ", code.severity.name(), code.name);
        let example = said.iter().filter(|block| block.starts_with(&start));
        let own = format!("--> {}.yaml:", code.name);
        if let Some(example) = example.min_by_key(|block| (!block.contains(&own), block.len())) {
            let _ = writeln!(text, "\n## {}\n\n```text\n{example}\n```", code.name);
        }
    }
    assert_kept(&text, "docs/faults.md");
}

#[test]
fn reports_have_no_control_characters() {
    for Entry { file, report, .. } in all() {
        let bad = report
            .chars()
            .find(|c| *c != '\n' && soreleg::text::is_unsafe(*c));
        assert_eq!(bad, None, "{}", file.name);
    }
}

#[test]
fn every_fault_has_a_place_in_the_file_and_faults_are_in_order() {
    for Entry { file, .. } in all() {
        let (text, faults) = file.faults();
        let lines = text.lines().count() + 1;
        for fault in &faults {
            let position = fault
                .position
                .unwrap_or_else(|| panic!("{}: {fault:?}", file.name));
            assert!(
                (1..=lines).contains(&position.line),
                "{}: {fault:?}",
                file.name
            );
        }
        assert!(
            faults.is_sorted_by_key(|fault| fault.position),
            "{}",
            file.name
        );
    }
}

#[test]
fn the_folder_shows_every_code_and_every_code_is_explained() {
    let shown: BTreeSet<&str> = all()
        .iter()
        .flat_map(|entry| entry.file.faults().1)
        .map(|fault| fault.code.name)
        .collect();
    let explained: BTreeSet<&str> = codes::all().map(|code| code.name).collect();
    // These need a large file, come from the rule tests, or are about answers.
    let elsewhere = BTreeSet::from([
        "file-too-large",
        "too-many-faults",
        "uncovered",
        "survives",
        "missing",
        "no-value",
        "unfinished",
        "given-twice",
        "bad-file",
        "bad-csv",
        "no-question",
        "cell-count",
        "bad-json",
        "bad-text",
        "line-too-long",
    ]);
    let expected: BTreeSet<&str> = explained.difference(&elsewhere).copied().collect();
    assert_eq!(shown, expected);
}

#[test]
fn what_the_mutations_start_from_is_without_fault() {
    for (name, text) in [("base.yaml", BASE), ("cases.yaml", CASES)] {
        let file = File {
            name: name.to_owned(),
            bytes: text.into(),
            is_cases: name == "cases.yaml",
        };
        assert_eq!(file.faults().1, []);
        assert_eq!(file.report(), "");
    }
    let all = all();
    let accepted = all.iter().find(|entry| entry.file.name == "accepted.yaml");
    assert_eq!(accepted.unwrap().file.faults().1, []);
}

#[test]
fn large_files_are_refused_and_many_faults_have_an_end() {
    let codes = |text: &str| -> Vec<&str> {
        compile::examine(text)
            .1
            .iter()
            .map(|fault| fault.code.name)
            .collect()
    };
    let large = "# a comment\n".repeat(30_000);
    assert_eq!(codes(&large), ["file-too-large"]);
    let keys: Vec<String> = (0..20_000).map(|key| format!("key{key}: 1")).collect();
    let found = codes(&keys.join("\n"));
    assert_eq!(found.len(), 101);
    assert!(found.contains(&"too-many-faults"));
}
