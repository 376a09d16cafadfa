//! What can be wrong with a rule file, and where.

use crate::rulebook::path::RulePath;

/// A line and column, both from 1, counted in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, but something in it is likely a mistake.
    Warning,
}

impl Severity {
    /// The word shown and used in data.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One thing that is wrong with a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable name of the kind of fault, such as `unknown-question`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Where.
    pub path: RulePath,
    /// For a warning: the place by names, as an exception would give it.
    pub place: Option<String>,
    /// Whether the key at the path is meant, not its value.
    pub on_key: bool,
    /// Line and column, once known.
    pub position: Option<Position>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Another place that matters, with what is there.
    pub related: Option<(RulePath, Option<Position>, String)>,
}

impl Fault {
    /// An error at a place.
    #[must_use]
    pub fn error(code: &'static str, path: &RulePath, message: impl Into<String>) -> Self {
        Fault {
            code,
            severity: Severity::Error,
            path: path.clone(),
            place: None,
            on_key: false,
            position: None,
            message: message.into(),
            help: None,
            related: None,
        }
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(code: &'static str, path: &RulePath, message: impl Into<String>) -> Self {
        Fault {
            severity: Severity::Warning,
            ..Fault::error(code, path, message)
        }
    }

    /// Faults are shown in the order of the file.
    #[must_use]
    pub fn sort_key(&self) -> (Option<Position>, &str, &str) {
        (self.position, self.code, &self.message)
    }

    /// Says that the key at the path is meant, not its value.
    #[must_use]
    pub fn on_key(mut self) -> Self {
        self.on_key = true;
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place that matters.
    #[must_use]
    pub fn related(mut self, path: &RulePath, what: impl Into<String>) -> Self {
        self.related = Some((path.clone(), None, what.into()));
        self
    }
}
