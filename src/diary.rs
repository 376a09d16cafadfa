//! The runner's own file of earlier checks, kept only on request: one line of JSON for each.

mod entry;

use serde::Serialize;

pub use entry::{Entry, FORMAT, KeptCause, KeptRules};

/// What is in a diary. Lines count from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diary {
    /// The checks that can be read, each with its line, in the order they were kept.
    pub entries: Vec<(usize, Entry)>,
    /// What is wrong with the other lines.
    pub faults: Vec<LineFault>,
}

/// A line of a diary that cannot be read. It is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LineFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// Reads a diary: every line by itself, so that a broken one loses no other. Empty lines say nothing.
#[must_use]
pub fn read(bytes: &[u8]) -> Diary {
    let mut diary = Diary::default();
    for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match Entry::parse(bytes) {
            Ok(entry) => diary.entries.push((line, entry)),
            Err(message) => diary.faults.push(LineFault { line, message }),
        }
    }
    diary
}
