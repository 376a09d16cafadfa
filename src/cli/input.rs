//! Reading files that others wrote: never more than is sensible, and never waiting for ever.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::failure::Failure;
use crate::yaml::MAX_BYTES;

/// Reads a file of YAML, or standard input for `-`.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_at_most(path, MAX_BYTES)
}

/// Reads a file, or standard input for `-`. One byte more than is accepted is enough to see that it
/// is too much.
pub(super) fn read_at_most(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let most = most as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    // A pipe would have to be waited for before it could be looked at. A directory has an error of
    // its own.
    let kind = fs::metadata(path)?;
    if !kind.is_file() && !kind.is_dir() {
        let message = "this is not a regular file; `-` reads from standard input";
        return Err(io::Error::other(message));
    }
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Refuses a second `-` among what is to be read: it would find nothing, which looks like no answers.
pub(super) fn stdin_once<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> Result<(), Failure> {
    if paths.filter(|path| path.as_os_str() == "-").count() < 2 {
        return Ok(());
    }
    let failure = Failure::new(Exit::BadAnswers, "standard input can be read only once");
    Err(failure.hint("give a file in place of one `-`"))
}
