//! Signals, terminal modes and waiting on Unix.
//!
//! While somebody is asked, nothing is done in a handler or on another thread: a signal is noted,
//! the wait for input ends with *interrupted*, and the interview leaves the usual way, which shows
//! the cursor, resets the terminal and prints how to go on. Three things need care:
//!
//! - Before and after the interview the default action must stand, or Ctrl-C would do nothing.
//! - A signal that comes just before the wait begins does not end it; so one that is not noticed
//!   soon is sent again.
//! - The console crate, which reads the keys for dialoguer, takes every interrupted wait for a
//!   Ctrl-C and raises `SIGINT` itself. So there, `SIGINT` together with a signal that only asks to
//!   draw again counts as the latter.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use rustix::process::{Signal, getpid, getppid, getsid, kill_process};
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr,
    tcsetattr,
};
use signal_hook::flag;
use signal_hook::iterator::{Handle, Signals};

use super::Wait;

/// How long a noted signal may go unnoticed before it is sent again.
const PATIENCE: Duration = Duration::from_millis(20);

/// The signals that are noted: first those that ask to leave, then those that ask to stop for a
/// while or to draw again. An earlier one counts more, but `SIGINT` see above.
const NOTED: [Signal; 6] = [
    Signal::HUP,
    Signal::TERM,
    Signal::INT,
    Signal::TSTP,
    Signal::CONT,
    Signal::WINCH,
];
const LEAVING: usize = 3;
const INT: usize = 2;

/// Pasted text is marked as such; without raw mode the cursor is shown and it no longer is.
const ENTER_RAW: &[u8] = b"\x1b[?2004h";
const LEAVE_RAW: &[u8] = b"\x1b[?2004l\x1b[?25h";

/// What the signal handlers note.
#[derive(Debug, Default)]
struct Noted {
    /// One for each of [`NOTED`].
    came: [Arc<AtomicBool>; NOTED.len()],
    /// Whether nobody is watching, so that the default action stands.
    idle: Arc<AtomicBool>,
    /// Held to look at several of these at once.
    look: Mutex<()>,
}

impl Noted {
    /// Handlers are registered once and for all: taking them away again would leave the signal
    /// without any action at all.
    fn register() -> io::Result<&'static Self> {
        static ONCE: OnceLock<Noted> = OnceLock::new();
        if let Some(noted) = ONCE.get() {
            return Ok(noted);
        }
        let noted = Noted::default();
        for (signal, came) in NOTED.iter().zip(&noted.came) {
            flag::register_conditional_default(signal.as_raw(), Arc::clone(&noted.idle))?;
            flag::register(signal.as_raw(), Arc::clone(came))?;
        }
        Ok(ONCE.get_or_init(|| noted))
    }

    fn look(&self) -> MutexGuard<'_, ()> {
        self.look.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn came(&self, signal: usize) -> bool {
        self.came[signal].load(Ordering::SeqCst)
    }

    fn forget(&self, signal: usize) {
        self.came[signal].store(false, Ordering::SeqCst);
    }

    /// The signal that counts, as an index of [`NOTED`].
    fn pending(&self) -> Option<usize> {
        let mut pending = (0..NOTED.len()).filter(|signal| self.came(*signal));
        let first = pending.next()?;
        // Looked at after `SIGINT`, since what interrupts console comes before what it raises.
        Some(if first == INT {
            pending.next().unwrap_or(INT)
        } else {
            first
        })
    }
}

/// Until dropped, signals interrupt waits and do nothing else. To be used on the main thread: that
/// is the one signals wake up.
#[derive(Debug)]
pub(crate) struct SignalGuard {
    noted: &'static Noted,
    handle: Handle,
    reminder: Option<JoinHandle<()>>,
    /// In raw mode, the modes before it and those of it.
    modes: RefCell<Option<[Termios; 2]>>,
}

impl SignalGuard {
    pub(crate) fn begin() -> io::Result<Self> {
        let noted = Noted::register()?;
        let mut signals = Signals::new(NOTED.map(Signal::as_raw))?;
        let handle = signals.handle();
        (0..NOTED.len()).for_each(|signal| noted.forget(signal));
        noted.idle.store(false, Ordering::SeqCst);
        let reminder = thread::Builder::new().spawn(move || {
            for _ in signals.forever() {
                thread::sleep(PATIENCE);
                let _look = noted.look();
                if let Some(signal) = noted.pending() {
                    // Sent to the process, it reaches the main thread, which is the one that waits.
                    let _ = kill_process(getpid(), NOTED[signal]);
                }
            }
        })?;
        Ok(SignalGuard {
            noted,
            handle,
            reminder: Some(reminder),
            modes: RefCell::default(),
        })
    }

    /// The number of the signal that asks to leave, if one came.
    pub(crate) fn leaving(&self) -> Option<u8> {
        let signal = (0..LEAVING).find(|signal| self.noted.came(*signal))?;
        u8::try_from(NOTED[signal].as_raw()).ok()
    }

    /// The same after a failure, which may come before the signal that a terminal hangs up with.
    pub(crate) fn leaving_soon(&self) -> Option<u8> {
        wait_until(|| self.leaving().is_some());
        self.leaving()
    }

    /// Waits for input on standard input, at most for `timeout`.
    pub(crate) fn wait(&self, timeout: Option<Duration>) -> io::Result<Wait> {
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let stdin = io::stdin();
        loop {
            if let Some(number) = self.leaving() {
                return Ok(Wait::Leave(number));
            }
            if let Some(again) = self.again() {
                return Ok(again);
            }
            let mut input = [PollFd::new(&stdin, PollFlags::IN)];
            let ready = match poll(&mut input, timeout.as_ref()) {
                Ok(0) => return Ok(Wait::TimedOut),
                // Ctrl-C also throws away what was typed, and its signal may still be on its way: so
                // look again right before a read that would then wait for ever.
                Ok(_) => {
                    self.leaving().is_none() && poll(&mut input, Some(&Timespec::default()))? > 0
                }
                Err(Errno::INTR) => false,
                Err(error) => return Err(error.into()),
            };
            if ready {
                return Ok(Wait::Ready);
            }
        }
    }

    /// What interrupted a wait of the console crate; [`Wait::Resized`] if nothing is known of.
    pub(crate) fn interruption(&self) -> Wait {
        let look = self.noted.look();
        match self.noted.pending() {
            Some(signal) if signal < LEAVING => {}
            _ => self.noted.forget(INT),
        }
        drop(look);
        let leaving = self.leaving().map(Wait::Leave);
        leaving.or_else(|| self.again()).unwrap_or(Wait::Resized)
    }

    /// Does what a signal asks for that does not ask to leave, and forgets it.
    fn again(&self) -> Option<Wait> {
        let again = (LEAVING..NOTED.len()).find(|signal| self.noted.came(*signal))?;
        self.noted.forget(again);
        match NOTED[again] {
            Signal::TSTP => self.stop(),
            Signal::CONT => {}
            _ => return Some(Wait::Resized),
        }
        // Whoever had the terminal meanwhile may have left it in other modes.
        if let Some([_, raw]) = &*self.modes.borrow() {
            set_modes(raw, ENTER_RAW);
        }
        Some(Wait::Continued)
    }

    /// Stops until somebody says to go on, in the modes that the terminal had before.
    fn stop(&self) {
        const CONT: usize = 4;
        // Without a shell nobody would ever say so.
        let session = getsid(None).ok();
        if getppid().is_none_or(|parent| getsid(Some(parent)).ok() != session) {
            return;
        }
        if let Some([before, _]) = &*self.modes.borrow() {
            set_modes(before, LEAVE_RAW);
        }
        self.noted.forget(CONT);
        let _ = kill_process(getpid(), Signal::STOP);
        // All threads stop, but not necessarily before the call returns.
        wait_until(|| self.noted.came(CONT));
        self.noted.forget(CONT);
    }
}

impl Drop for SignalGuard {
    fn drop(&mut self) {
        // No reminder may come once the default action stands again: it would end the program.
        self.handle.close();
        if let Some(reminder) = self.reminder.take() {
            let _ = reminder.join();
        }
        self.noted.idle.store(true, Ordering::SeqCst);
    }
}

/// Waits a moment for what is on its way.
fn wait_until(has_come: impl Fn() -> bool) {
    let mut waits = 0..50;
    while !has_come() && waits.next().is_some() {
        thread::sleep(Duration::from_millis(1));
    }
}

/// Until dropped, the terminal on standard input hands over every key at once and does not show it.
/// What was typed before does not count, nor does what is left at the end. Keys that send signals
/// still do.
#[derive(Debug)]
pub(crate) struct RawMode<'g> {
    guard: &'g SignalGuard,
}

impl<'g> RawMode<'g> {
    pub(crate) fn begin(guard: &'g SignalGuard) -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut raw = before.clone();
        raw.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::IEXTEN;
        // A read never waits: a signal would not end that.
        raw.special_codes[SpecialCodeIndex::VMIN] = 0;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        set_modes(&raw, ENTER_RAW);
        guard.modes.replace(Some([before, raw]));
        Ok(RawMode { guard })
    }
}

impl Drop for RawMode<'_> {
    fn drop(&mut self) {
        if let Some([before, _]) = self.guard.modes.take() {
            set_modes(&before, LEAVE_RAW);
        }
    }
}

/// Also throws away what was typed. A terminal that hung up is noticed by the next read.
fn set_modes(modes: &Termios, tell: &[u8]) {
    let _ = tcsetattr(io::stdin(), OptionalActions::Flush, modes);
    let _ = io::stderr().write_all(tell);
}

/// Throws away what was typed and not read.
pub(crate) fn discard_input() {
    // A terminal that hung up is noticed by the next read.
    let _ = tcflush(io::stdin(), QueueSelector::IFlush);
}

/// Reads what there is on standard input, or waits for it; 0 at its end.
pub(crate) fn read_stdin(bytes: &mut [u8]) -> io::Result<usize> {
    // Not the buffered reader of the standard library: a wait cannot see into its buffer.
    match rustix::io::read(io::stdin(), bytes) {
        // How a terminal that was closed says so.
        Err(Errno::IO) => Ok(0),
        read => Ok(read?),
    }
}

/// Whether there is something to read on standard input, other than a person. The other end of a
/// pipe gets a moment to write it.
pub(crate) fn waits_on_stdin() -> bool {
    const MOMENT: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 50_000_000,
    };
    let stdin = io::stdin();
    let mut ready = [PollFd::new(&stdin, PollFlags::IN)];
    !stdin.is_terminal()
        && poll(&mut ready, Some(&MOMENT)).is_ok_and(|ready| ready > 0)
        && rustix::io::ioctl_fionread(&stdin).is_ok_and(|bytes| bytes > 0)
}

/// Runs what reads keys by itself: a signal ends it with *interrupted*. None if instead a signal that
/// asks to leave has ended the wait for it.
#[expect(
    clippy::unnecessary_wraps,
    reason = "on other systems a signal does not reach it"
)]
pub(crate) fn interruptible<T: Send + 'static>(
    read: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    Some(read())
}

/// A word for the shell, in quotes only where it needs them.
pub(crate) fn quoted(word: &str) -> Cow<'_, str> {
    super::posix_quoted(word)
}

/// What stands at the end of a line for the shell if the command goes on in the next one.
pub(crate) fn goes_on() -> &'static str {
    " \\"
}

/// Whether the terminal cannot move its cursor.
pub(crate) fn is_dumb() -> bool {
    matches!(&*super::variable("TERM"), "" | "dumb")
}

/// Whether the terminal draws bold letters and the like.
pub(crate) fn can_style() -> bool {
    true
}

/// The folder in which programs keep the data of a person. None where nothing says whose home it is.
pub(crate) fn data_folder() -> Option<PathBuf> {
    let home = || super::folder("HOME");
    if cfg!(target_os = "macos") {
        return Some(home()?.join("Library/Application Support"));
    }
    super::folder("XDG_DATA_HOME").or_else(|| Some(home()?.join(".local/share")))
}

/// Makes a folder, and those above it that are missing, that nobody else can look into.
pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// How to open a file that, where it is made, nobody else can read.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Locks a file, which is made where it is missing, until it is dropped. None if another program has.
pub(super) fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = private_file().create(true).append(true).open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(Errno::WOULDBLOCK | Errno::INTR) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Calls `act` on another thread with the number of the first signal that asks to end; a second one
/// ends at once. Signals that whoever started this wants ignored still are.
pub(crate) fn on_end(act: impl FnOnce(u8) + Send + 'static) -> io::Result<()> {
    let ignored = ignored_signals();
    let mut heard = [Signal::HUP, Signal::INT, Signal::QUIT, Signal::TERM]
        .map(Signal::as_raw)
        .to_vec();
    heard.retain(|signal| ignored >> (signal - 1) & 1 == 0);
    let asked = Arc::default();
    for signal in &heard {
        flag::register_conditional_default(*signal, Arc::clone(&asked))?;
    }
    // In this order, or the thread could hear of a signal before the line above looks at it.
    let mut signals = Signals::new(&heard)?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            asked.store(true, Ordering::SeqCst);
            act(u8::try_from(signal).unwrap_or_default());
        }
    });
    Ok(())
}

/// The signals that whoever started this wants ignored, as `nohup` does; the lowest bit is signal 1.
/// A handler would undo that. Only Linux tells.
fn ignored_signals() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or_default()
}
