//! soreleg: why are my legs sore, and is it dangerous?
//!
//! The library behind the command; its API is not stable. A check is a case, assessed:
//!
//! ```
//! use soreleg::answers::{case::Case, merge::{Origin, RawAnswer, merge_answers}};
//! use soreleg::assess::assess;
//! use soreleg::rulebook::Rulebook;
//! use soreleg::triage::TriageLevel;
//!
//! let rulebook = Rulebook::built_in();
//! let answer = RawAnswer {
//!     origin: Origin::Flag,
//!     question: "emergency".to_owned(),
//!     value: Some("chest".to_owned()),
//! };
//! let answers = merge_answers(&rulebook, vec![answer], None).answers();
//! let assessment = assess(&Case::new(&rulebook, answers));
//! assert_eq!(assessment.level, TriageLevel::Emergency);
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
pub mod fault;
pub mod front;
pub mod interview;
pub mod quantity;
pub mod report;
pub mod rulebook;
pub mod text;
pub mod triage;
pub mod yaml;
