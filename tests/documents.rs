//! Runs the README, some pages and the documents in `tests/cmd`: examples for users that
//! are tests at once. In a `console` block each line after `$ ` goes through the shell, and what it
//! printed follows; `? 3` tells an exit code other than 0. `SORELEG_BLESS=1 cargo test` writes the new
//! output into them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use snapbox::Data;

use crate::harness::{Folder, ROOT, Soreleg, is_blessing};

#[test]
fn documents_tell_the_truth() {
    let folder = Path::new(ROOT);
    let assert = snapbox::Assert::new().normalize_paths(false);
    let mut documents = 0;
    let examples = folder.join("tests/cmd").read_dir().unwrap();
    let examples = examples.map(|entry| entry.unwrap().path());
    for path in examples.chain(
        [
            "README.md",
            "docs/again.md",
            "docs/evaluation.md",
            "docs/page.md",
        ]
        .map(|path| folder.join(path)),
    ) {
        if path.extension().is_some_and(|extension| extension == "md") {
            let told = fs::read_to_string(&path).unwrap();
            let truth = with_true_output(&told);
            if is_blessing() {
                fs::write(&path, truth).unwrap();
            } else {
                assert.eq(truth, Data::from(told));
            }
            documents += 1;
        }
    }
    assert_ne!(documents, 0);
}

/// The document with what its commands print now.
fn with_true_output(document: &str) -> String {
    let home = Folder::new();
    let mut page = String::new();
    let mut in_console = false;
    for line in document.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
        }
        let command = line.strip_prefix("$ ").filter(|_| in_console);
        if command.is_some() || !in_console || line.starts_with("```") {
            writeln!(page, "{line}").unwrap();
        }
        if let Some(command) = command {
            page += &output(command, &home);
        }
    }
    page
}

/// What a command prints on both streams, after its exit code if that is not 0. Each document has a home
/// of its own.
fn output(command: &str, home: &Folder) -> String {
    let path = home.path("");
    let path = path.to_str().unwrap().trim_end_matches('/');
    let ended = Soreleg::shell(&format!("exec 2>&1 </dev/null; {command}"))
        .env("LC_ALL", "C")
        .env("HOME", path)
        .in_folder(ROOT)
        .run();
    let out = ended.out.replace(path, "~");
    match ended.code {
        0 => out,
        code => format!("? {code}\n{out}"),
    }
}
