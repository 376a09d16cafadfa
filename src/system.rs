//! What only the operating system can do: signals, waiting for input, single keys, what its shells
//! want, and where a person's own files are.
//!
//! Nothing outside of here names a system. Each has a file with the items that are re-exported below:
//! what `system/unix.rs` says of them is the contract, and `system/windows.rs` says where Windows
//! cannot keep it.

pub(crate) mod keys;
#[cfg_attr(unix, path = "system/unix.rs")]
#[cfg_attr(windows, path = "system/windows.rs")]
mod os;

use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, io, thread};

pub(crate) use os::{
    RawMode, SignalGuard, create_private_folder, data_folder, discard_input, goes_on,
    interruptible, is_dumb, on_end, private_file, quoted, read_stdin, waits_on_stdin,
};

/// How a wait for input ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// There is something to read, or the input ended.
    Ready,
    TimedOut,
    /// The window has another size.
    Resized,
    /// The program was stopped and goes on. What was typed before is lost, and others wrote on the
    /// screen.
    #[cfg_attr(windows, expect(dead_code, reason = "it knows no such stop"))]
    Continued,
    /// A signal asks to leave. By custom the program then exits with 128 and this number.
    Leave(u8),
}

/// How long to wait for another program that holds a lock, and how long between looks.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(20);

/// A lock between programs, by way of a file that is there for nothing else. It is held until this is
/// dropped or the program ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or waits for it for a while.
    pub(crate) fn take(path: &Path) -> io::Result<Self> {
        let begun = Instant::now();
        loop {
            match os::lock(path)? {
                Some(file) => return Ok(Lock { _file: file }),
                None if begun.elapsed() > PATIENCE => {
                    return Err(io::Error::other("another program holds it"));
                }
                None => thread::sleep(LOOK),
            }
        }
    }
}

/// How many processors this program may use; 1 where that is not known.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Whether to use colours and other styles, see <https://no-color.org>.
pub(crate) fn wants_style() -> bool {
    variable("NO_COLOR").is_empty() && os::can_style()
}

/// Whether the person asks for output that a screen reader can follow.
pub(crate) fn wants_plain() -> bool {
    !matches!(&*variable("ACCESSIBLE").to_lowercase(), "" | "0" | "false")
}

/// Whether bars and marks may be drawn; words stand for them otherwise.
pub(crate) fn wants_graphics() -> bool {
    variable("NO_GRAPHICS").is_empty() && !wants_plain() && !is_dumb()
}

/// A word for a POSIX shell, in quotes only where it needs them.
fn posix_quoted(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-=,./:+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into()
    } else {
        shell_words::quote(word)
    }
}

/// The folder that a variable names, if it names a whole path.
fn folder(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}

fn variable(name: &str) -> String {
    let value = env::var_os(name).unwrap_or_default();
    value.to_string_lossy().into_owned()
}
