//! Which rules are used: those built in, or a file.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Exit;
use super::failure::Failure;
use crate::rulebook::compile::compile;
use crate::rulebook::fault::Fault;
use crate::rulebook::{BUILT_IN, Rulebook};
use crate::text::escaped;

#[derive(Debug, Args)]
pub(super) struct RulesArgument {
    /// Use the rules in this file instead of those built in
    #[arg(long, value_name = "FILE")]
    pub(super) rules: Option<PathBuf>,
}

impl RulesArgument {
    /// The rulebook.
    pub(super) fn load(&self) -> Result<Rulebook, Failure> {
        load(self.rules.as_deref())
    }

    /// The arguments that choose the same rules again.
    pub(super) fn words(&self) -> Vec<String> {
        let path = self.rules.as_ref().map(|path| path.display().to_string());
        path.map_or(Vec::new(), |path| vec!["--rules".to_owned(), path])
    }
}

/// Loads a rule file, or the rules built in.
pub(super) fn load(path: Option<&Path>) -> Result<Rulebook, Failure> {
    let name = path.map_or("built-in rules".to_owned(), |path| {
        escaped(&path.to_string_lossy())
    });
    let text = match path {
        Some(path) => fs::read_to_string(path)
            .map_err(|error| Failure::io(format!("cannot read `{name}`"), &error))?,
        None => BUILT_IN.to_owned(),
    };
    compile(&text).map_err(|faults| Failure::new(Exit::RulesFaulty, shown(&name, &faults)))
}

fn shown(name: &str, faults: &[Fault]) -> String {
    let lines = faults.iter().flat_map(|fault| {
        let place = fault.position.map_or(name.to_owned(), |position| {
            format!("{name}:{}:{}", position.line, position.column)
        });
        let help = fault.help.as_ref();
        [
            Some(format!("{place}: error[{}]: {}", fault.code, fault.message)),
            help.map(|help| format!("  help: {help}")),
        ]
    });
    let lines: Vec<String> = lines.flatten().map(|line| escaped(&line)).collect();
    lines.join("\n")
}
