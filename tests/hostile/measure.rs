//! Tries inputs within limits, and says how many there were and what the worst of them cost.
//!
//! `benches/hostile.sh` collects what is said, for the table in `docs/security.md`. Memory is
//! measured where `/proc` and GNU time are there, and one test runs at a time.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use soreleg::text::is_unsafe;
use tempfile::NamedTempFile;

use crate::harness::{BINARY, Ended, Soreleg};

/// No input may take longer, for an unoptimised program on a machine that is busy with other work.
const DEADLINE: Duration = Duration::from_secs(30);

/// Most memory a program may use, in KiB, beside its address space in [`LIMITS`].
const MEMORY: u64 = 64 * 1024;

/// A program that grows or runs without bound ends at once.
const LIMITS: &str = "ulimit -v 196608; ulimit -t 20; exec \"$0\" \"$@\"";

const GNU_TIME: &str = "/usr/bin/time";

/// What was tried of one kind of input.
pub(crate) struct Tried {
    what: &'static str,
    number: u32,
    /// The worst that any took.
    time: Duration,
    /// Whether they were given to the program.
    is_program: bool,
    /// The most memory that the program took, in KiB.
    memory: Option<u64>,
    /// Where GNU time writes.
    note: NamedTempFile,
}

impl Tried {
    pub(crate) fn new(what: &'static str) -> Self {
        // Begins a new high-water mark for this process.
        let _ = fs::write("/proc/self/clear_refs", "5");
        Tried {
            what,
            number: 0,
            time: Duration::ZERO,
            is_program: false,
            memory: None,
            note: NamedTempFile::new().unwrap(),
        }
    }

    /// Tries one input.
    pub(crate) fn one<T>(&mut self, test: impl FnOnce(&mut Self) -> T) -> T {
        let start = Instant::now();
        let result = test(self);
        let time = start.elapsed();
        assert!(time < DEADLINE, "it took {time:?}");
        self.time = self.time.max(time);
        self.number += 1;
        result
    }

    /// Runs soreleg with an input; gives its exit code and what it said on both streams, which must
    /// be safe.
    pub(crate) fn run<A: AsRef<OsStr>>(
        &mut self,
        arguments: impl IntoIterator<Item = A>,
        input: impl Read + Send + 'static,
    ) -> (i32, String, String) {
        self.is_program = true;
        let soreleg = if Path::new(GNU_TIME).exists() {
            let note = self.note.path().to_str().unwrap();
            let timed = ["-q", "-f", "%M", "-o", note, BINARY];
            Soreleg::through(GNU_TIME).args(timed)
        } else {
            Soreleg::new()
        };
        let soreleg = soreleg.args(arguments).stdin_from(input).within(LIMITS);
        let Ended { code, out, err } = soreleg.run();
        let bad = |c| c != '\n' && is_unsafe(c);
        assert!(!out.contains(bad), "{}", out.escape_debug());
        assert!(!err.contains(bad), "{}", err.escape_debug());
        if let Ok(memory) = fs::read_to_string(&self.note).unwrap().trim().parse() {
            assert!(memory < MEMORY, "it took {memory} KiB");
            self.memory = self.memory.max(Some(memory));
        }
        assert!(code < 124, "ended by a signal");
        (code, out, err)
    }
}

impl Drop for Tried {
    fn drop(&mut self) {
        let (whose, memory) = if self.is_program {
            ("program", self.memory)
        } else {
            ("library", own_peak())
        };
        let memory = memory.map_or("not measured".to_owned(), |kib| {
            format!("{} MB", (kib * 1024).div_ceil(1_000_000))
        });
        let Tried {
            what, number, time, ..
        } = self;
        let time = time.as_secs_f64();
        println!("\n| {what} | {whose} | {number} | {time:.3} s | {memory} |");
    }
}

/// The most memory this process took since the mark was set.
fn own_peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
