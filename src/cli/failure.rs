//! Why a command could not do its work.

use std::fmt::Display;
use std::io;
use std::path::Path;

use super::exit::Exit;
use crate::text::Shown;

/// How to end, and what to say about it on standard error.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    pub(super) text: Shown,
}

impl Failure {
    /// What is wrong, in a line; what to do goes into a [`hint`](Failure::hint).
    pub(super) fn new(exit: Exit, message: impl Display) -> Self {
        Failure::shown(exit, Shown::line(format!("error: {message}")))
    }

    /// What is wrong, drawn already.
    pub(super) fn shown(exit: Exit, text: Shown) -> Self {
        Failure { exit, text }
    }

    /// Several that come together.
    pub(super) fn all(exit: Exit, failures: impl IntoIterator<Item = Failure>) -> Self {
        let texts = failures.into_iter().map(|failure| failure.text);
        Failure::shown(exit, texts.collect())
    }

    /// Reading or writing something failed.
    pub(super) fn io(what: impl Display, error: &io::Error) -> Self {
        Failure::new(Exit::Failed, format_args!("{what}: {error}"))
    }

    pub(super) fn cannot_read(path: &Path, error: &io::Error) -> Self {
        Failure::io(format_args!("cannot read `{}`", path.display()), error)
    }

    pub(super) fn cannot_write(path: &Path, error: &io::Error) -> Self {
        Failure::io(format_args!("cannot write `{}`", path.display()), error)
    }

    /// Adds what may help, in a line below what is wrong.
    pub(super) fn hint(self, hint: impl Display) -> Self {
        self.with(Shown::line(format!("  {hint}")))
    }

    /// Adds more lines, such as a command to copy.
    pub(super) fn with(self, lines: Shown) -> Self {
        Failure::shown(self.exit, [self.text, lines].into_iter().collect())
    }

    /// The same with the name that may have been meant, if one is near.
    pub(super) fn did_you_mean(self, nearest: Option<&str>) -> Self {
        match nearest {
            Some(nearest) => self.hint(format_args!("did you mean `{nearest}`?")),
            None => self,
        }
    }
}
