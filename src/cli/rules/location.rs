//! Where something stands in a file, and its name.

use std::fmt;

use serde::Serialize;

use crate::authoring::cases::file::RuleCase;
use crate::cli::rule_file::RuleFile;
use crate::report::document::Document;
use crate::rulebook::path::RulePath;
use crate::text::escaped;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct LocationData {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) name: String,
}

impl LocationData {
    /// Where a case is, and its name.
    pub(super) fn of_case(file: &RuleFile, rule_case: &RuleCase) -> Self {
        LocationData {
            file: file.name.clone(),
            line: rule_case.line,
            name: rule_case.name.clone(),
        }
    }

    /// Where these paths lead in a file, each with what stands there.
    pub(super) fn all(file: &RuleFile, named: Vec<(RulePath, String)>) -> Vec<Self> {
        let (paths, names): (Vec<_>, Vec<_>) = named.into_iter().unzip();
        let lines = file.lines(&paths).into_iter();
        let located = lines.zip(names).map(|(line, name)| LocationData {
            file: file.name.clone(),
            line,
            name,
        });
        located.collect()
    }
}

/// Lines below a heading, if there are any.
pub(super) fn list(page: &mut Document, heading: &str, lines: &[impl fmt::Display]) {
    if lines.is_empty() {
        return;
    }
    page.line("");
    page.line(heading);
    for line in lines {
        page.line(format_args!("  {line}"));
    }
}

impl fmt::Display for LocationData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, name) = (escaped(&self.file), escaped(&self.name));
        write!(f, "{file}:{}: {name}", self.line)
    }
}
