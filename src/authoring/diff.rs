//! A semantic diff of two rulebooks: what differs by the names of the rules, and what that does to
//! people who give both of them the same answers.

pub mod edits;
mod onto;
pub mod people;
mod runners;
