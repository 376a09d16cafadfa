//! Answers from outside: one grammar, and everything that was given merged into one case.

pub mod case;
pub mod file;
pub mod grammar;
pub mod merge;
