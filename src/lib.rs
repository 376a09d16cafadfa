//! soreleg: why are my legs sore, and is it dangerous?
//!
//! The library behind the command. [`rulebook`] reads the rules, [`case`] holds one runner's
//! answers, [`assess`] turns them into a result, [`interview`] decides what to ask. None of these
//! does any input or output; [`prompt`] does, to ask a person, and [`batch`] to put many rows of
//! answers through at once.

pub mod answer;
pub mod answers_file;
pub mod assess;
pub mod batch;
mod built_in;
pub mod case;
pub mod cli;
pub mod gather;
pub mod interview;
pub mod prompt;
pub mod prove;
pub mod quantity;
pub mod report;
pub mod rule_test;
pub mod rulebook;
pub mod text;
pub mod triage;
