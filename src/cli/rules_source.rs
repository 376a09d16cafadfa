//! Which rules are used: those built in, or a file.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::rule_text::RuleText;
use crate::rulebook::Rulebook;

#[derive(Debug, Args)]
pub(super) struct RulesArgument {
    /// Use the rules in this file instead of those built in
    #[arg(long, value_name = "FILE")]
    pub(super) rules: Option<PathBuf>,
}

impl RulesArgument {
    /// Where the rules are, unless those built in are meant.
    pub(super) fn path(&self) -> Option<&Path> {
        self.rules.as_deref()
    }

    /// The rulebook. It is needed until the program ends, so nobody spends time on freeing it.
    pub(super) fn load(&self) -> Result<&'static Rulebook, Failure> {
        load(self.path()).map(|rulebook| &*Box::leak(Box::new(rulebook)))
    }

    /// The arguments that choose the same rules again.
    pub(super) fn words(&self) -> Vec<String> {
        let path = self.rules.as_ref().map(|path| path.display().to_string());
        path.map_or(Vec::new(), |path| vec!["--rules".to_owned(), path])
    }
}

/// Loads a rule file, or the rules built in.
pub(super) fn load(path: Option<&Path>) -> Result<Rulebook, Failure> {
    match path {
        None => Ok(Rulebook::built_in()),
        path => RuleText::read(path)?.rulebook(),
    }
}
