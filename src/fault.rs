//! What can be wrong with a file or an answer: its code, and where it is.

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

/// A kind of fault. Each is one constant beside the check that finds it;
/// `authoring::codes` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its stable name, such as `unknown-question`.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters and what to do.
    pub explanation: &'static str,
}

impl Code {
    pub(crate) const fn error(
        name: &'static str,
        title: &'static str,
        explanation: &'static str,
    ) -> Self {
        Code {
            name,
            severity: Severity::Error,
            title,
            explanation,
        }
    }

    pub(crate) const fn warning(
        name: &'static str,
        title: &'static str,
        explanation: &'static str,
    ) -> Self {
        Code {
            severity: Severity::Warning,
            ..Code::error(name, title, explanation)
        }
    }
}

/// One thing that is wrong with a rule file or a case file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind of fault.
    pub code: &'static Code,
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
    /// A fault at a path.
    #[must_use]
    pub fn new(code: &'static Code, path: &RulePath, message: impl Into<String>) -> Self {
        Fault {
            code,
            path: path.clone(),
            place: None,
            on_key: false,
            position: None,
            message: message.into(),
            help: None,
            related: None,
        }
    }

    /// Whether the file cannot be used with it.
    pub(crate) fn is_error(&self) -> bool {
        self.code.severity == Severity::Error
    }

    /// Faults are shown in the order of the file.
    pub(crate) fn sort_key(&self) -> (Option<Position>, &str, &str) {
        (self.position, self.code.name, &self.message)
    }

    /// Says that the key at the path is meant, not its value.
    pub(crate) fn on_key(mut self) -> Self {
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
