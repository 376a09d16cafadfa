//! `soreleg check --save-case`: what came of a check, as a case to be judged.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::failure::Failure;
use super::output;
use super::rule_file::RuleFile;
use crate::answers::case::Case;
use crate::assess::Assessment;
use crate::authoring::cases::{file, save};
use crate::rulebook::Rulebook;
use crate::text::{Shown, is_unsafe};

/// A case to be saved, and the file it goes to.
pub(super) struct SavedCase<'n> {
    name: &'n str,
    path: PathBuf,
}

impl<'n> SavedCase<'n> {
    /// Refuses early, before anybody answers questions for nothing.
    pub(super) fn prepare(
        name: &'n str,
        rules: Option<&Path>,
        rulebook: &Rulebook,
    ) -> Result<Self, Failure> {
        let refused = |message: &str| Failure::new(Exit::BadAnswers, message);
        if name.trim().is_empty() || name.chars().any(is_unsafe) {
            let failure = refused("`--save-case` needs a name in plain text");
            return Err(failure.hint("say in a few words what the case shows"));
        }
        let Some(rules) = rules.filter(|path| *path != Path::new("-")) else {
            let failure =
                refused("`--save-case` needs a rule file of yours: the case goes beside it");
            return Err(failure.hint(
                "`soreleg rules export FOLDER` writes the built-in rules; then name them with --rules",
            ));
        };
        let cases = rules.parent().unwrap_or(Path::new("")).join("cases");
        let path = cases.join("saved.yaml");
        if path.exists() {
            let known = RuleFile::read(Some(&path))?.cases(rulebook)?;
            if known.iter().any(|known| known.name == name) {
                let message = format!("`{}` has a case `{name}` already", path.display());
                return Err(refused(&message).hint("give another name"));
            }
        } else {
            fs::create_dir_all(&cases).map_err(|error| Failure::cannot_write(&cases, &error))?;
        }
        Ok(SavedCase { name, path })
    }

    /// Adds the case to the file, and says where it is.
    pub(super) fn write(&self, case: &Case, assessment: &Assessment) -> Result<(), Failure> {
        let path = &self.path;
        // Read now, since an interview takes a while.
        let is_new = !path.exists();
        let mut start = if is_new {
            "# What checks came to, for you to judge.".to_owned()
        } else {
            RuleFile::read(Some(path))?.text
        };
        if !start.ends_with('\n') {
            start.push('\n');
        }
        let line = start.matches('\n').count() + 1;
        let text = start + &save::written(self.name, case, assessment);
        if file::read(&text, case.rulebook()).is_err() {
            let message = format!("the case cannot be added to `{}`", path.display());
            return Err(Failure::new(Exit::Failed, message)
                .hint("the cases in it have to begin with `- ` at the start of a line"));
        }
        if is_new {
            File::create_new(path)
                .and_then(|mut file| file.write_all(text.as_bytes()))
                .map_err(|error| Failure::cannot_write(path, &error))?;
        } else {
            output::replace(path, &text)?;
        }
        output::say(&Shown::line(format!(
            "The case is in {}:{line}. Judge what it expects, then take out `as_is: true`.",
            path.display()
        )));
        Ok(())
    }
}
