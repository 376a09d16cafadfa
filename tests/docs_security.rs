//! Each promise in `docs/security.md` names what holds it, and that exists.

use std::fs;

#[test]
fn every_promise_names_a_test_that_exists() {
    let page = fs::read_to_string("docs/security.md").unwrap();
    let (_, rest) = page.split_once("|---|---|\n").unwrap();
    let (table, _) = rest.split_once("\n\n").unwrap();
    for row in table.lines() {
        let (_, held_by) = row.trim_end_matches('|').rsplit_once('|').unwrap();
        let names = held_by.split('`').skip(1).step_by(2);
        let files: Vec<&str> = names
            .filter(|name| name.starts_with("tests/") || name.starts_with("src/"))
            .collect();
        assert!(!files.is_empty() || held_by.contains("Cargo.toml") || held_by.contains(".ci/run"));
        for name in files {
            let (file, test) = name.split_once("::").unwrap_or((name, ""));
            let text = fs::read_to_string(file).unwrap_or_else(|_| panic!("no file {file}"));
            let heading = if file.starts_with("tests/faulty/") {
                format!("\n## {test}\n")
            } else {
                format!("#[test]\nfn {test}()")
            };
            let text = text.replace("\n    ", "\n");
            let is_there = !name.contains("::") || text.contains(&heading);
            assert!(is_there, "{name} is no test");
        }
    }
}
