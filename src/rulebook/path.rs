//! The way to a part of a rule file, from its top.

use std::fmt;

/// One step of the way from the top of a rule file to something in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Segment {
    /// An entry of a mapping.
    Key(String),
    /// An item of a list.
    Item(usize),
}

/// The way from the top of a rule file to something in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RulePath(pub Vec<Segment>);

impl RulePath {
    /// The path one entry further in.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Segment::Key(key.to_owned()))
    }

    /// The path one list item further in.
    #[must_use]
    pub fn item(&self, item: impl Into<usize>) -> Self {
        self.with(Segment::Item(item.into()))
    }

    fn with(&self, step: Segment) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        RulePath(steps)
    }
}

impl fmt::Display for RulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Segment::Key(key) if index == 0 => write!(f, "{key}")?,
                Segment::Key(key) => write!(f, ".{key}")?,
                Segment::Item(item) => write!(f, "[{item}]")?,
            }
        }
        Ok(())
    }
}
