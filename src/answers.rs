//! Answers from outside: one grammar, and everything that was given merged into one case.

pub mod case;
pub(crate) mod codes;
pub mod command;
pub mod file;
pub mod grammar;
pub mod merge;

/// Number of the format of results as data. It grows when a program for the old one could go wrong.
pub const FORMAT: u32 = 1;
