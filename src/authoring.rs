//! For those who write rules: reading rule files, checking and linting them, running cases, and
//! proving promises. A check with the built-in rules never enters here.

pub mod case_schema;
pub mod cases;
pub mod codes;
pub mod compile;
pub(crate) mod cores;
pub mod diff;
mod exceptions;
pub mod file;
mod lint;
pub mod mutate;
pub mod prove;
pub mod rename;
#[cfg(test)]
mod schema;
