//! soreleg: why are my legs sore, and is it dangerous?
//!
//! The library behind the command. [`rulebook`] holds the rules, [`answers`] one runner's
//! answers, [`assess`] turns them into a result, [`interview`] decides what to ask. None of these
//! does any input or output; [`front`] does, to ask a person, and [`batch`] to put many rows of
//! answers through at once.

pub mod answer;
pub mod answers;
pub mod assess;
pub mod authoring;
pub mod batch;
mod built_in;
pub mod cli;
pub mod fault;
pub mod front;
pub mod interview;
pub mod quantity;
pub mod report;
pub mod rulebook;
mod system;
pub mod text;
pub mod triage;
pub mod yaml;
