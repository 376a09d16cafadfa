//! What a rule file accepts, though cases do not cover it or would not miss it.

use crate::fault::Code;
use crate::rulebook::Rulebook;

/// The reason why something of this name is accepted, if it is.
pub(super) fn reason<'r>(rulebook: &'r Rulebook, code: &Code, name: &str) -> Option<&'r str> {
    let mut exceptions = rulebook.exceptions.iter();
    let exception = exceptions.find(|one| one.code == code.name && one.is_around(name));
    exception.map(|exception| &*exception.reason)
}

/// The exceptions of a code that accept nothing of these names, by their index in the file.
pub(super) fn unused(rulebook: &Rulebook, code: &Code, names: &[&str]) -> Vec<usize> {
    let exceptions = rulebook.exceptions.iter().enumerate();
    let unused = exceptions.filter(|(_, exception)| {
        exception.code == code.name && !names.iter().any(|name| exception.is_around(name))
    });
    unused.map(|(index, _)| index).collect()
}
