//! Why a command could not do its work.

use std::fmt::Display;
use std::io;

use super::exit::Exit;

/// How to end, and what to say about it on standard error.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Failure {
            exit,
            message: message.into(),
        }
    }

    /// Reading or writing something failed.
    pub(super) fn io(what: impl Display, error: &io::Error) -> Self {
        Failure::new(Exit::Failed, format!("error: {what}: {error}"))
    }
}
