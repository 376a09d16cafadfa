//! The rule file of a command, and rule files and case files as text.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use annotate_snippets::Renderer;
use clap::{Args, ValueHint};

use super::failure::Failure;
use super::output::{self, stderr_style};
use super::{Exit, input};
use crate::authoring::cases::file::{self as cases, RuleCase};
use crate::authoring::compile;
use crate::fault::Fault;
use crate::report::document::Style;
use crate::report::faults::Checked;
use crate::rulebook::path::RulePath;
use crate::rulebook::{BUILT_IN, Rulebook};
use crate::text::Shown;
use crate::yaml;
use crate::yaml::MAX_BYTES;

// Which rules are used: those built in, or a file. (A doc comment would describe the command.)
#[derive(Debug, Args)]
pub(super) struct RulesArgument {
    /// Use the rules in this file instead of those built in; also named by `SORELEG_RULES`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) rules: Option<PathBuf>,
}

impl RulesArgument {
    /// The rulebook. It is needed until the program ends, so nobody spends time on freeing it.
    pub(super) fn load(&self) -> Result<&'static Rulebook, Failure> {
        self.rulebook()
            .map(|rulebook| &*Box::leak(Box::new(rulebook)))
    }

    /// The rulebook, to be shared or freed.
    pub(super) fn rulebook(&self) -> Result<Rulebook, Failure> {
        let Some(path) = self.path() else {
            return Ok(Rulebook::built_in());
        };
        if self.rules.is_none() {
            let name = path.display();
            output::say(&Shown::line(format!(
                "note: {VARIABLE} says to use the rules in `{name}`"
            )));
        }
        RuleFile::read(Some(&path))?.rulebook()
    }

    /// The rule file that is named here, or else in the environment.
    pub(super) fn path(&self) -> Option<PathBuf> {
        self.rules.clone().or_else(from_environment)
    }

    /// The arguments that choose the same rules again.
    pub(super) fn words(&self) -> Vec<String> {
        let path = self.path().map(|path| path.display().to_string());
        path.map_or(Vec::new(), |path| vec!["--rules".to_owned(), path])
    }
}

/// What names a rule file for every command.
const VARIABLE: &str = "SORELEG_RULES";

/// The rule file that the environment names. As with answers, empty is as good as none.
pub(super) fn from_environment() -> Option<PathBuf> {
    let path = std::env::var_os(VARIABLE).filter(|path| !path.is_empty());
    path.map(PathBuf::from)
}

/// A rule file or case file with its name.
pub(super) struct RuleFile {
    /// The name as the user gave it.
    pub(super) name: String,
    /// Where it is, unless it is built in.
    pub(super) path: Option<PathBuf>,
    /// The text, as far as it is text.
    pub(super) text: String,
    /// What keeps it from being text.
    fault: Option<Box<Fault>>,
}

impl RuleFile {
    /// Reads a file, standard input for `-`, or the built-in rules.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(RuleFile::with_text("built-in rules", BUILT_IN));
        };
        if path.is_dir() {
            return Err(is_folder(path));
        }
        let bytes = input::read(path).map_err(|error| Failure::cannot_read(path, &error))?;
        // Of a file that is too large only the start was read, perhaps to the middle of a letter.
        let decoded = if bytes.len() > MAX_BYTES {
            Ok("")
        } else {
            yaml::decode(&bytes)
        };
        Ok(RuleFile {
            name: path.display().to_string(),
            path: Some(path.to_owned()),
            fault: decoded.err(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        })
    }

    /// A file that was not read but is known.
    pub(super) fn with_text(name: &str, text: &str) -> Self {
        RuleFile {
            name: name.to_owned(),
            path: None,
            text: text.to_owned(),
            fault: None,
        }
    }

    /// The first line of what a command says of these rules, so that nobody takes it for other ones.
    pub(super) fn heading(&self) -> String {
        format!("{}:", self.name)
    }

    /// Every fault of a rule file, with the rulebook if there is no error.
    pub(super) fn examine(&self) -> (Option<Rulebook>, Vec<Fault>) {
        match &self.fault {
            Some(fault) => (None, vec![Fault::clone(fault)]),
            None => compile::examine(&self.text),
        }
    }

    /// The rulebook of a rule file; with errors, a failure that shows them.
    pub(super) fn rulebook(&self) -> Result<Rulebook, Failure> {
        if self.text == BUILT_IN {
            return Ok(Rulebook::built_in());
        }
        self.read_as(compile::compile)
    }

    /// The cases of a case file for a rulebook; with errors, a failure that shows them.
    pub(super) fn cases(&self, rulebook: &Rulebook) -> Result<Vec<RuleCase>, Failure> {
        self.read_as(|text| cases::read(text, rulebook))
    }

    /// What its text holds, read by `read`; with errors, a failure that shows them.
    pub(super) fn read_as<T>(
        &self,
        read: impl FnOnce(&str) -> Result<T, Vec<Fault>>,
    ) -> Result<T, Failure> {
        let read = match &self.fault {
            Some(fault) => Err(vec![Fault::clone(fault)]),
            None => read(&self.text),
        };
        read.map_err(|faults| {
            let text = self.checked(&faults).text(&renderer(stderr_style()));
            Failure::shown(Exit::RulesFaulty, text)
        })
    }

    /// The line of each place in it.
    pub(super) fn lines(&self, paths: &[RulePath]) -> Vec<usize> {
        let root = yaml::positions(&self.text);
        let line = |path| root.as_ref().map_or(1, |root| root.find(path, true).line);
        paths.iter().map(line).collect()
    }

    /// The file with its faults, ready to be shown.
    pub(super) fn checked<'a>(&'a self, faults: &'a [Fault]) -> Checked<'a> {
        Checked {
            name: &self.name,
            text: &self.text,
            faults,
        }
    }
}

/// Says which file in a folder is meant, if there is just one that can be.
fn is_folder(folder: &Path) -> Failure {
    let mut files = yaml_files(folder);
    let only = files.pop().filter(|_| files.is_empty());
    let only = only.map(|file| format!(": `{}`", file.display()));
    let only = only.unwrap_or_default();
    let message = format!("`{}` is a folder", folder.display());
    Failure::new(Exit::Failed, message).hint(format_args!("name the rule file in it{only}"))
}

/// The YAML files in a folder, by name.
pub(super) fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let is_yaml = |end: &OsStr| end == "yaml" || end == "yml";
            // Editors keep copies in hidden files.
            let is_hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
            path.extension().is_some_and(is_yaml) && !path.file_name().is_some_and(is_hidden)
        })
        .collect();
    files.sort();
    files
}

/// How faults are drawn.
pub(super) fn renderer(style: Style) -> Renderer {
    let renderer = if style.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.term_width(style.width)
}
