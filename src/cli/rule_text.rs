//! Rule files and case files as text.

use std::path::{Path, PathBuf};

use annotate_snippets::Renderer;

use super::failure::Failure;
use super::output::stderr_style;
use super::{Exit, input};
use crate::authoring::compile;
use crate::fault::Fault;
use crate::report::faults::Checked;
use crate::report::page::Style;
use crate::rulebook::path::RulePath;
use crate::rulebook::{BUILT_IN, Rulebook};
use crate::text::escaped;
use crate::yaml;
use crate::yaml::MAX_BYTES;

/// A rule file or case file with its name.
pub(super) struct RuleText {
    /// The name as the user gave it.
    pub(super) name: String,
    /// The text, as far as it is text.
    pub(super) text: String,
    /// What keeps it from being text.
    fault: Option<Box<Fault>>,
}

impl RuleText {
    /// Reads a file, standard input for `-`, or the built-in rules.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(RuleText::built_in("built-in rules", BUILT_IN));
        };
        let name = path.display().to_string();
        if path.is_dir() {
            return Err(is_folder(path));
        }
        let bytes = input::read(path)
            .map_err(|error| Failure::io(format!("cannot read `{}`", escaped(&name)), &error))?;
        // Of a file that is too large only the start was read, perhaps to the middle of a letter.
        let decoded = if bytes.len() > MAX_BYTES {
            Ok("")
        } else {
            yaml::decode(&bytes)
        };
        Ok(RuleText {
            name,
            fault: decoded.err(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        })
    }

    /// A file that is built in.
    pub(super) fn built_in(name: &str, text: &str) -> Self {
        RuleText {
            name: name.to_owned(),
            text: text.to_owned(),
            fault: None,
        }
    }

    /// The first line of what a command says of these rules, so that nobody takes it for other ones.
    pub(super) fn heading(&self) -> String {
        format!("{}:\n", escaped(&self.name))
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
        match &self.fault {
            Some(fault) => Err(self.failure(std::slice::from_ref(fault))),
            None if self.text == BUILT_IN => Ok(Rulebook::built_in()),
            None => compile::compile(&self.text).map_err(|faults| self.failure(&faults)),
        }
    }

    /// What keeps it from being text.
    pub(super) fn fault(&self) -> Option<&Fault> {
        self.fault.as_deref()
    }

    /// The line of each place in it.
    pub(super) fn lines(&self, paths: &[RulePath]) -> Vec<usize> {
        let tree = yaml::tree(&self.text).ok();
        let line = |path| {
            tree.as_ref()
                .map_or(1, |(tree, _)| tree.root.find(path, true).line)
        };
        paths.iter().map(line).collect()
    }

    /// Shows faults that keep a command from doing its work.
    pub(super) fn failure(&self, faults: &[Fault]) -> Failure {
        let checked = Checked {
            name: &self.name,
            text: &self.text,
            faults,
        };
        let text = checked.text(&renderer(stderr_style()));
        Failure::new(Exit::RulesFaulty, text)
    }
}

/// Says which file in a folder is meant, if there is just one that can be.
fn is_folder(folder: &Path) -> Failure {
    let mut files = yaml_files(folder);
    let only = files.pop().filter(|_| files.is_empty());
    let only = only.map(|file| format!(": `{}`", escaped(&file.display().to_string())));
    let folder = escaped(&folder.display().to_string());
    let message = format!(
        "error: `{folder}` is a folder; name the rule file in it{}",
        only.unwrap_or_default()
    );
    Failure::new(Exit::Failed, message)
}

/// The YAML files in a folder, by name.
pub(super) fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "yaml" || end == "yml")
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
