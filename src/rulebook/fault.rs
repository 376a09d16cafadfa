//! What can be wrong with a rule file, and where.

use std::fmt;

/// One step from the top of a rule file to a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// An entry of a mapping.
    Key(String),
    /// An item of a list.
    Item(usize),
}

/// A place in a rule file, as the way to it from the top.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The place one entry further in.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// The place one list item further in.
    #[must_use]
    pub fn item(&self, item: usize) -> Self {
        self.with(Step::Item(item))
    }

    fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Path(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if place == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Item(item) => write!(f, "[{item}]")?,
            }
        }
        Ok(())
    }
}

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
    pub path: Path,
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
    pub related: Option<(Path, Option<Position>, String)>,
}

impl Fault {
    /// An error at a place.
    #[must_use]
    pub fn error(code: &'static str, path: &Path, message: impl Into<String>) -> Self {
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
    pub fn warning(code: &'static str, path: &Path, message: impl Into<String>) -> Self {
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
    pub fn related(mut self, path: &Path, what: impl Into<String>) -> Self {
        self.related = Some((path.clone(), None, what.into()));
        self
    }
}

/// No name is longer than this, in bytes.
const LONGEST_NAME: usize = 200;

/// The name in `known` that is nearest to `given`, if one is near; capitals make no difference.
#[must_use]
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nothing is near to a text this long, and to find that out would take long.
    if given.len() > LONGEST_NAME {
        return None;
    }
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&given, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, name)| name)
}
