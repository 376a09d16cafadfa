//! Answers from outside: one grammar, and everything that was given merged into one case.

pub mod case;
pub(crate) mod codes;
pub mod file;
pub mod grammar;
pub mod merge;
