//! soreleg: why are my legs sore, and is it dangerous?
//!
//! The library behind the command; its API is not stable. A check is a case, assessed:
//!
//! ```
//! use soreleg::answers::case::Case;
//! use soreleg::assess::assess;
//! use soreleg::rulebook::Rulebook;
//! use soreleg::triage::TriageLevel;
//!
//! let rulebook = Rulebook::built_in();
//! let mut case = Case::empty(&rulebook);
//! let question = rulebook.question("emergency").expect("it is asked first");
//! let answer = rulebook.questions[question].parse("chest", None).expect("it has this option");
//! case.set(question, answer);
//! assert_eq!(assess(&case).level, TriageLevel::Emergency);
//! ```
//!
//! [`interview`] decides what to ask. Only [`front`], which asks a person, [`batch`], which puts many
//! rows of answers through at once, and [`cli`] do any input or output.

pub mod answer;
pub mod answers;
pub mod assess;
pub mod authoring;
pub mod batch;
mod built_in;
pub mod cli;
pub mod day;
pub mod diary;
pub mod fault;
pub mod follow_up;
pub mod front;
pub mod index;
pub mod interview;
pub mod log;
pub mod quantity;
pub mod report;
pub mod rulebook;
mod system;
pub mod text;
pub mod triage;
pub mod yaml;
