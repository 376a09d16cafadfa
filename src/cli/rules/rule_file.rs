//! The rule file of a command, given with or without `--rules`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::rule_text::RuleText;

#[derive(Debug, Args)]
pub(in crate::cli) struct RuleFile {
    /// The rule file; `-` for standard input. Without it, the built-in rules.
    file: Option<PathBuf>,
    /// The rule file, as `check` and `rules test` take it
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    rules: Option<PathBuf>,
}

impl RuleFile {
    /// Where it is, unless the built-in rules are meant.
    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_deref().or(self.rules.as_deref())
    }

    pub(super) fn read(&self) -> Result<RuleText, Failure> {
        RuleText::read(self.path())
    }
}
