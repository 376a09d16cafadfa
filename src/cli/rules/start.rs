//! `soreleg rules new` and `soreleg rules export`: something to start from.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::built_in::CASES;
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::rulebook::{BUILT_IN, STARTER};
use crate::text::Shown;

/// The JSON Schema of the rule format, for editors.
pub(super) const RULES_SCHEMA: &str = include_str!("../../../docs/schema/rules.schema.json");

/// The JSON Schema of case files, for editors.
pub(super) const CASES_SCHEMA: &str = include_str!("../../../docs/schema/cases.schema.json");

/// Cases for [`STARTER`].
const STARTER_CASES: &str = include_str!("../../../rules/starter-cases.yaml");

/// Where the schema is, for a printed rule file or one in a folder of its own.
const RULES_HEAD: &str = "\
# yaml-language-server: $schema=rules.schema.json
# Editors complete and check with that schema; `soreleg rules schema > rules.schema.json` makes it.
";

const CASES_HEAD: &str = "# yaml-language-server: $schema=../cases.schema.json\n";

pub(super) fn new(folder: Option<&Path>) -> Result<Exit, Failure> {
    let cases = [("calves.yaml", STARTER_CASES)];
    give(folder, "calves.yaml", STARTER.to_owned(), &cases)
}

pub(super) fn export(folder: Option<&Path>) -> Result<Exit, Failure> {
    let rules = headed(RULES_HEAD, BUILT_IN);
    give(folder, "sore-legs.yaml", rules, &CASES)
}

/// The text with another first line, which names the schema.
fn headed(head: &str, text: &str) -> String {
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    format!("{head}{rest}")
}

/// Prints the rules, or writes them into a folder with their cases and all that editors need.
fn give(
    folder: Option<&Path>,
    name: &str,
    rules: String,
    cases: &[(&str, &str)],
) -> Result<Exit, Failure> {
    let Some(folder) = folder else {
        print(&Shown::lines(&rules))?;
        return Ok(Exit::Done);
    };
    let rule_file = folder.join(name);
    let mut files = vec![
        (rule_file.clone(), rules),
        (folder.join("rules.schema.json"), RULES_SCHEMA.to_owned()),
        (folder.join("cases.schema.json"), CASES_SCHEMA.to_owned()),
    ];
    for (name, text) in cases {
        files.push((folder.join("cases").join(name), headed(CASES_HEAD, text)));
    }
    write_all(folder, &files)?;
    let written = files.iter().map(|(path, _)| path.display().to_string());
    let rules = rule_file.display();
    let next = format!("Now try: soreleg rules test --rules {rules}");
    let lines = written.chain([String::new(), next]);
    print(&lines.map(Shown::line).collect())?;
    Ok(Exit::Done)
}

/// Writes all of these files, or none if one of them is there already.
fn write_all(folder: &Path, files: &[(PathBuf, String)]) -> Result<(), Failure> {
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        let message = format!("`{}` exists", path.display());
        return Err(Failure::new(Exit::BadAnswers, message).hint("name another folder"));
    }
    let cases = folder.join("cases");
    fs::create_dir_all(&cases).map_err(|error| Failure::cannot_write(&cases, &error))?;
    for (path, text) in files {
        File::create_new(path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| Failure::cannot_write(path, &error))?;
    }
    Ok(())
}
