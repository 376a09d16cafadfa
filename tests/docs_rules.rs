//! `docs/rules.md` is followed to the letter: its YAML is put together as it says, its commands are
//! run, and their output compared.

use std::fs;

use soreleg::authoring::compile;

use crate::harness::{Folder, Soreleg};

struct Block {
    language: String,
    text: String,
}

fn blocks() -> Vec<Block> {
    let page = fs::read_to_string("docs/rules.md").unwrap();
    let fences: Vec<&str> = page.split("```").collect();
    let code = fences.iter().skip(1).step_by(2);
    code.map(|block| {
        let (language, text) = block.split_once('\n').unwrap();
        Block {
            language: language.to_owned(),
            text: text.to_owned(),
        }
    })
    .collect()
}

/// Puts a part into its section, after what is there.
fn insert(file: &str, part: &str) -> String {
    let (section, items) = part.split_once('\n').unwrap();
    let Some(start) = file.find(&format!("\n{section}\n")) else {
        return format!("{file}\n{part}");
    };
    let body = start + section.len() + 2;
    let lines = file[body..].split_inclusive('\n');
    let length: usize = lines
        .take_while(|line| line.starts_with(' '))
        .map(str::len)
        .sum();
    let (before, after) = file.split_at(body + length);
    format!("{before}{items}{after}")
}

fn no_errors(text: &str, what: &str) {
    if let Err(faults) = compile::compile(text) {
        panic!("{what}: {faults:#?}");
    }
}

fn run_console(folder: &Folder, text: &str) {
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let command = line.strip_prefix("$ soreleg ").unwrap();
        let (arguments, target) = command
            .split_once(" > ")
            .map_or((command, None), |(arguments, target)| {
                (arguments, Some(target))
            });
        let soreleg = Soreleg::new().args(arguments.split(' '));
        let ended = soreleg.in_folder(folder).run();
        let shown = ended.out;
        assert_eq!(ended.err, "", "{line}");
        assert_eq!(ended.code, 0, "{line}: {shown}");
        let mut expected = String::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            expected += line;
            expected += "\n";
        }
        match (target, expected.strip_suffix("...\n")) {
            (Some(target), _) => drop(folder.write(target, shown)),
            (None, Some(start)) => assert_eq!(&shown[..start.len()], start, "{line}"),
            (None, None) => assert_eq!(shown, expected, "{line}"),
        }
    }
}

#[test]
fn the_page_works_as_written() {
    let folder = Folder::new();
    let rules = folder.path("mine/calves.yaml");
    for Block { language, text } in blocks() {
        match language.as_str() {
            "console" => run_console(&folder, &text),
            "yaml" if text.starts_with("# mine/cases/") => {
                let (name, _) = text.split_once('\n').unwrap();
                folder.write(name.trim_start_matches("# "), &text);
            }
            "yaml" if text.starts_with("when:") => {
                for (place, when) in text.lines().enumerate() {
                    let flag = format!(
                        "red_flags:\n  - id: example_{place}\n    {when}\n    level: time_off\n    \
                         because: it is so\n    sources: [judgement]\n"
                    );
                    let with_it = insert(&fs::read_to_string(&rules).unwrap(), &flag);
                    no_errors(&with_it, when);
                }
            }
            "yaml" if text.starts_with("from_log:") || text.starts_with("fixed:") => {
                for (place, key) in text.lines().enumerate() {
                    let kind = if key.contains('{') {
                        "tick: { longer: One longer run, more: More runs }"
                    } else {
                        "number: { unit: distance, min: 0 km, max: 9 km }"
                    };
                    let question = format!(
                        "questions:\n  - id: example_{place}\n    topic: training\n    ask: Is it?\n    \
                         why: It matters.\n    {kind}\n    {key}\n"
                    );
                    let with_it = insert(&fs::read_to_string(&rules).unwrap(), &question);
                    no_errors(&with_it, key);
                }
            }
            "yaml" if text.starts_with("do:") => {
                for line in text.lines() {
                    let line = line.rsplit_once(" # ").map_or(line, |(line, _)| line);
                    let with = |line: &str| {
                        let item = format!(
                            "advice:\n  - {{ id: example, due: today, {line}, sources: [judgement] }}\n"
                        );
                        insert(&fs::read_to_string(&rules).unwrap(), &item)
                    };
                    no_errors(&with(line), line);
                    if line.contains('"') {
                        let bare = with(&line.replace('"', ""));
                        assert!(compile::compile(&bare).is_err(), "{line} needs no quotes");
                    }
                }
            }
            "yaml" => {
                // A part may name a source that a later part adds, so the whole is checked below.
                let file = insert(&fs::read_to_string(&rules).unwrap(), &text);
                fs::write(&rules, file).unwrap();
            }
            other => panic!("a block in `{other}`"),
        }
    }
    let (rulebook, faults) = compile::examine(&fs::read_to_string(&rules).unwrap());
    assert!(rulebook.is_some() && faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_key_of_the_formats_is_on_the_page() {
    let page = fs::read_to_string("docs/rules.md").unwrap();
    for name in ["rules", "cases"] {
        let schema = fs::read_to_string(format!("docs/schema/{name}.schema.json")).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
        let definitions = schema["$defs"].as_object().unwrap().values();
        for definition in definitions.chain([&schema]) {
            let keys = definition["properties"].as_object().into_iter().flatten();
            for (key, _) in keys {
                let word = page
                    .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .any(|word| word == key);
                assert!(word, "`{key}` is not explained");
            }
        }
    }
}
