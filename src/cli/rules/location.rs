//! Where something stands in a file, and its name.

use std::fmt;

use serde::Serialize;

use crate::text::escaped;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct LocationData {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) name: String,
}

impl fmt::Display for LocationData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, name) = (escaped(&self.file), escaped(&self.name));
        write!(f, "{file}:{}: {name}", self.line)
    }
}
