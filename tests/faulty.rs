//! Faulty files and exactly what is said about them.
//!
//! Each file in `tests/faulty` has its report beside it. `SORELEG_BLESS=1 cargo test` writes the
//! reports anew; read the difference before you commit it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use annotate_snippets::Renderer;
use snapbox::{Data, assert_data_eq};
use soreleg::authoring::codes::CODES;
use soreleg::authoring::{cases::file as cases, compile};
use soreleg::fault::Fault;
use soreleg::report::faults::Checked;
use soreleg::rulebook::Rulebook;
use soreleg::yaml;

const FOLDER: &str = "tests/faulty";

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    files
}

fn base() -> Rulebook {
    compile::compile(&fs::read_to_string("tests/faulty/base.yaml").unwrap()).unwrap()
}

/// The faults of a file with a name such as `unknown-key.yaml`.
fn faults(path: &Path) -> (String, Vec<Fault>) {
    let bytes = fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let faults = match yaml::decode(&bytes) {
        Err(fault) => vec![*fault],
        Ok(text) if path.parent().unwrap().ends_with("cases") => {
            cases::read(text, &base()).err().unwrap_or_default()
        }
        Ok(text) => compile::examine(text).1,
    };
    (text, faults)
}

fn all() -> Vec<PathBuf> {
    let folder = Path::new(FOLDER);
    let mut all = files(folder);
    all.extend(files(&folder.join("cases")));
    all
}

#[test]
fn every_faulty_file_gets_exactly_its_report() {
    for path in all() {
        let (text, faults) = faults(&path);
        let name = path.file_name().unwrap().to_str().unwrap();
        let checked = Checked {
            name,
            text: &text,
            faults: &faults,
        };
        let report = checked.text(&Renderer::plain().term_width(120));
        let expected = path.with_extension("txt");
        if std::env::var_os("SORELEG_BLESS").is_some() {
            fs::write(&expected, report).unwrap();
        } else {
            assert_data_eq!(report, Data::read_from(&expected, None).raw());
        }
    }
}

#[test]
fn reports_have_no_control_characters() {
    for path in all() {
        let report = fs::read_to_string(path.with_extension("txt")).unwrap();
        let bad = report
            .chars()
            .find(|c| *c != '\n' && soreleg::text::is_unsafe(*c));
        assert_eq!(bad, None, "{}", path.display());
    }
}

#[test]
fn every_fault_has_a_place_in_the_file_and_faults_are_in_order() {
    for path in all() {
        let (text, faults) = faults(&path);
        let lines = text.lines().count() + 1;
        for fault in &faults {
            let position = fault
                .position
                .unwrap_or_else(|| panic!("{}: {fault:?}", path.display()));
            assert!(
                (1..=lines).contains(&position.line),
                "{}: {fault:?}",
                path.display()
            );
        }
        assert!(
            faults.is_sorted_by_key(|fault| fault.position),
            "{}",
            path.display()
        );
    }
}

#[test]
fn the_folder_shows_every_code_and_every_code_is_explained() {
    let shown: BTreeSet<&str> = all()
        .iter()
        .flat_map(|path| faults(path).1)
        .map(|fault| fault.code)
        .collect();
    let explained: BTreeSet<&str> = CODES.iter().map(|code| code.name).collect();
    // These need a large file, or come from the rule tests.
    let elsewhere = BTreeSet::from(["file-too-large", "survives", "too-many-faults", "uncovered"]);
    let expected: BTreeSet<&str> = explained.difference(&elsewhere).copied().collect();
    assert_eq!(shown, expected);
}

#[test]
fn severities_are_those_that_are_explained() {
    for fault in all().iter().flat_map(|path| faults(path).1) {
        let code = soreleg::authoring::codes::find(fault.code).unwrap();
        assert_eq!(fault.severity, code.severity, "{}", fault.code);
    }
}

#[test]
fn what_the_mutations_start_from_is_without_fault() {
    assert_eq!(faults(Path::new("tests/faulty/base.yaml")).1, []);
    assert_eq!(faults(Path::new("tests/faulty/cases/good.yaml")).1, []);
    assert_eq!(faults(Path::new("tests/faulty/accepted.yaml")).1, []);
}

#[test]
fn large_files_are_refused_and_many_faults_have_an_end() {
    let codes = |text: &str| -> Vec<&str> {
        compile::examine(text)
            .1
            .iter()
            .map(|fault| fault.code)
            .collect()
    };
    let large = "# a comment\n".repeat(30_000);
    assert_eq!(codes(&large), ["file-too-large"]);
    let keys: Vec<String> = (0..20_000).map(|key| format!("key{key}: 1")).collect();
    let found = codes(&keys.join("\n"));
    assert_eq!(found.len(), 101);
    assert!(found.contains(&"too-many-faults"));
}
