//! Signals while the interview has the terminal.
//!
//! Nothing is done in a handler or on another thread: a signal is noted, the wait for input ends
//! with *interrupted*, and the interview leaves the usual way, which shows the cursor, resets the
//! terminal and prints how to go on. Three things need care:
//!
//! - Before and after the interview the default action must stand, or Ctrl-C would do nothing.
//! - A signal that comes just before the wait begins does not end it; so one that is not noticed
//!   soon is sent again.
//! - The console crate takes every interrupted wait for a Ctrl-C and raises `SIGINT` itself, after
//!   a resize too. So `SIGINT` together with a resize counts as a resize only.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::process::{Signal, getpid, kill_process};
use signal_hook::flag;
use signal_hook::iterator::{Handle, Signals};

/// How long a noted signal may go unnoticed before it is sent again.
const PATIENCE: Duration = Duration::from_millis(20);

/// The signals that ask to leave. The first ones count more, since `SIGINT` may come with them.
const LEAVING: [Signal; 3] = [Signal::HUP, Signal::TERM, Signal::INT];

/// What the signal handlers note.
#[derive(Debug, Default)]
struct Noted {
    /// One for each of [`LEAVING`].
    leave: [Arc<AtomicBool>; 3],
    resized: Arc<AtomicBool>,
    /// Whether nobody is watching, so that the default action stands.
    idle: Arc<AtomicBool>,
    /// Held to look at several of these at once.
    look: Mutex<()>,
}

impl Noted {
    /// Handlers are registered once and for all: taking them away again would leave the signal
    /// without any action at all.
    fn register() -> io::Result<&'static Self> {
        static NOTED: OnceLock<Noted> = OnceLock::new();
        if let Some(noted) = NOTED.get() {
            return Ok(noted);
        }
        let noted = Noted::default();
        for (signal, leave) in LEAVING.iter().zip(&noted.leave) {
            flag::register_conditional_default(signal.as_raw(), Arc::clone(&noted.idle))?;
            flag::register(signal.as_raw(), Arc::clone(leave))?;
        }
        flag::register(Signal::WINCH.as_raw(), Arc::clone(&noted.resized))?;
        Ok(NOTED.get_or_init(|| noted))
    }

    fn look(&self) -> MutexGuard<'_, ()> {
        self.look.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leaving(&self) -> Option<Signal> {
        let mut signals = LEAVING.into_iter().zip(&self.leave);
        signals
            .find(|(_, leave)| leave.load(Ordering::SeqCst))
            .map(|(signal, _)| signal)
    }

    /// The signal to act on, if any.
    fn pending(&self) -> Option<Signal> {
        let leaving = self.leaving();
        // Looked at after `SIGINT`, since a resize comes before the one it brings about.
        let resized = self.resized.load(Ordering::SeqCst);
        match leaving {
            None | Some(Signal::INT) if resized => Some(Signal::WINCH),
            leaving => leaving,
        }
    }

    fn forget(&self) {
        for flag in self.leave.iter().chain([&self.resized]) {
            flag.store(false, Ordering::SeqCst);
        }
    }
}

/// Watches for signals until dropped.
#[derive(Debug)]
pub(super) struct Watch {
    noted: &'static Noted,
    handle: Handle,
    reminder: Option<JoinHandle<()>>,
}

impl Watch {
    pub(super) fn begin() -> io::Result<Self> {
        let noted = Noted::register()?;
        let watched = LEAVING.into_iter().chain([Signal::WINCH]);
        let mut signals = Signals::new(watched.map(Signal::as_raw))?;
        let handle = signals.handle();
        noted.forget();
        noted.idle.store(false, Ordering::SeqCst);
        let reminder = thread::Builder::new().spawn(move || {
            for _ in signals.forever() {
                thread::sleep(PATIENCE);
                let _look = noted.look();
                if let Some(signal) = noted.pending() {
                    // Sent to the process, it reaches the main thread, which is the one that waits.
                    let _ = kill_process(getpid(), signal);
                }
            }
        })?;
        Ok(Watch {
            noted,
            handle,
            reminder: Some(reminder),
        })
    }

    /// The number of the signal that asks to leave, if one came.
    pub(super) fn leaving(&self) -> Option<u8> {
        number(self.noted.leaving()?)
    }

    /// The signal that asks to leave, after a list was disturbed; nothing if that was a resize,
    /// which is forgotten then.
    pub(super) fn leaving_list(&self) -> Option<u8> {
        let _look = self.noted.look();
        let signal = self
            .noted
            .pending()
            .filter(|signal| *signal != Signal::WINCH);
        if signal.is_none() {
            self.noted.forget();
        }
        number(signal?)
    }

    /// Forgets a resize, because what comes next looks at the new size anyway.
    pub(super) fn forget_resize(&self) {
        self.noted.resized.store(false, Ordering::SeqCst);
    }
}

fn number(signal: Signal) -> Option<u8> {
    u8::try_from(signal.as_raw()).ok()
}

impl Drop for Watch {
    fn drop(&mut self) {
        // No reminder may come once the default action stands again: it would end the program.
        self.handle.close();
        if let Some(reminder) = self.reminder.take() {
            let _ = reminder.join();
        }
        self.noted.idle.store(true, Ordering::SeqCst);
    }
}
