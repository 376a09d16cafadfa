//! An arrow points only downwards: no module names one that stands above it in the table of
//! `docs/contributing.md`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::ROOT;

/// The crate, put together: everything is named in it.
const WIRING: [&str; 3] = ["build", "lib", "main"];

/// The rooms of a row of the table; each names those after it, if it names any of its row.
type Row = Vec<Vec<String>>;

/// The rows from top to bottom, as in "| `front`, `batch` → `report` | … |".
fn table() -> Vec<Row> {
    let page = fs::read_to_string("docs/contributing.md").unwrap();
    let (_, rest) = page.split_once("## Layout").unwrap();
    let (_, rest) = rest.split_once("|---|---|\n").unwrap();
    let (table, _) = rest.split_once("\n\n").unwrap();
    let name = |room: &str| room.trim().trim_matches('`').to_owned();
    let row = |line: &str| {
        let rooms = line.split('|').nth(1).unwrap().split(',');
        rooms
            .map(|chain| chain.split('→').map(name).collect())
            .collect()
    };
    table.lines().map(row).collect()
}

/// The row of a room and its place in it: which chain, and where in the chain.
fn place(table: &[Row], room: &str) -> Option<(usize, usize, usize)> {
    for (row, chains) in table.iter().enumerate() {
        for (chain, rooms) in chains.iter().enumerate() {
            if let Some(place) = rooms.iter().position(|name| name == room) {
                return Some((row, chain, place));
            }
        }
    }
    None
}

fn points_down(table: &[Row], from: &str, to: &str) -> bool {
    match (place(table, from), place(table, to)) {
        (Some((row, ..)), Some((below, ..))) if row != below => row < below,
        (Some((_, chain, place)), Some((_, same, after))) => chain == same && place < after,
        _ => false,
    }
}

/// Every source file, and the path of the module in it.
fn sources(folder: &Path, module: &[String]) -> Vec<(PathBuf, Vec<String>)> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let module = [module, &[name.to_owned()]].concat();
        if path.is_dir() {
            sources.extend(self::sources(&path, &module));
        } else if path.extension().is_some_and(|end| end == "rs") {
            sources.push((path, module));
        }
    }
    sources.sort();
    sources
}

/// The lines of a file with their numbers, but for comments and for what is there only for tests:
/// these read rules by what stands above.
fn code(text: &str) -> Vec<(usize, &str)> {
    let mut code = Vec::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let bare = line.trim_start();
        if bare == "#[cfg(test)]" {
            let indent = &line[..line.len() - bare.len()];
            let is_end = |line: &str| {
                let inside = line.strip_prefix(indent).unwrap_or(" ");
                inside == "}" || !inside.starts_with(' ') && inside.ends_with(';')
            };
            lines.find(|(_, line)| is_end(line));
        } else if !bare.starts_with("//") {
            code.push((number, line));
        }
    }
    code
}

/// The rooms that a line of a module names, by `crate::…` or by `super::…` up to the crate.
fn named<'a>(line: &'a str, module: &[String]) -> Vec<&'a str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = line.split("::").peekable();
    let mut named = Vec::new();
    while let Some(word) = words.next() {
        let word = word.rsplit(|c| !is_word(c)).next().unwrap_or_default();
        let mut up = usize::from(word == "super");
        while up > 0 && words.next_if_eq(&"super").is_some() {
            up += 1;
        }
        if let Some(next) = words.peek()
            && (word == "crate" || up == module.len())
        {
            let room = next.split(|c| !is_word(c)).next().unwrap_or_default();
            assert!(!room.is_empty(), "one room a line, please: {line}");
            named.push(room);
        }
    }
    named
}

#[test]
fn an_arrow_points_only_downwards() {
    let table = table();
    let mut upwards = Vec::new();
    for (path, module) in sources(&Path::new(ROOT).join("src"), &[]) {
        let room = module[0].as_str();
        // A file of tests is named by a `mod tests;` that is there only for tests.
        if WIRING.contains(&room) || module.ends_with(&["tests".to_owned()]) {
            continue;
        }
        assert!(place(&table, room).is_some(), "`{room}` is in no row");
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in code(&text) {
            for to in named(line, &module) {
                // What begins with a capital is an item of the crate itself.
                if to != room
                    && !to.starts_with(char::is_uppercase)
                    && !points_down(&table, room, to)
                {
                    let file = path.strip_prefix(ROOT).unwrap().display();
                    upwards.push(format!("{file}:{number}: {room} → {to}"));
                }
            }
        }
    }
    assert_eq!(upwards, [""; 0], "these arrows do not point down");
}

#[test]
fn every_room_of_the_table_is_there() {
    for room in table().into_iter().flatten().flatten() {
        let file = format!("src/{room}.rs");
        assert!(Path::new(&file).exists(), "there is no {file}");
    }
}

/// The check itself finds what it looks for.
#[test]
fn an_arrow_that_points_up_is_found() {
    let module = ["yaml", "tree"].map(str::to_owned);
    assert_eq!(named("use crate::authoring::file;", &module), ["authoring"]);
    assert_eq!(named("use super::super::cli::run;", &module), ["cli"]);
    assert_eq!(named("use super::survey;", &module), [""; 0]);
    assert_eq!(
        named("    (a::b(), crate::text::escaped(c))", &module),
        ["text"]
    );
    let table = table();
    for (from, to, is_down) in [
        ("cli", "text", true),
        ("batch", "report", true),
        ("report", "batch", false),
        ("front", "report", false),
        ("assess", "interview", false),
        ("assess", "nowhere", false),
    ] {
        assert_eq!(points_down(&table, from, to), is_down, "{from} → {to}");
    }
    let text = "use a;\n#[cfg(test)]\nuse b;\n// c\n#[cfg(test)]\nmod d {\n    use e;\n}\nuse f;\n";
    assert_eq!(code(text), [(1, "use a;"), (9, "use f;")]);
}

/// Support for another system is then one more file in one room.
#[test]
fn only_one_room_names_a_system() {
    for (path, module) in sources(&Path::new(ROOT).join("src"), &[]) {
        let text = fs::read_to_string(&path).unwrap();
        for name in [
            "rustix",
            "signal_hook",
            "crossterm",
            "ctrlc",
            "std::os::",
            "cfg(unix",
            "cfg(windows",
        ] {
            let is_named = code(&text).iter().any(|(_, line)| line.contains(name));
            assert!(
                !is_named || module[0] == "system",
                "{name}: {}",
                path.display()
            );
        }
    }
}
