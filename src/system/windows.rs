//! Ctrl-C, keys and waiting on Windows.
//!
//! Nothing in safe code can end a wait for input from outside. So lines are read on a thread of their
//! own, and whoever waits for them or for a key looks for a Ctrl-C every [`MOMENT`]. Three things are
//! less than on Unix:
//!
//! - Ctrl-C is the only signal. Closing the window ends the program, and nobody is left to be told.
//! - Only the lists of `front` follow the window when its size changes, not what dialoguer draws.
//! - A console does not say what is pasted: what comes faster than anybody types counts as that.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal as _, Read as _};
use std::marker::PhantomData;
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use std::{process, thread};

use console::Term;
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::{ansi_support, terminal};

use super::{Wait, posix_quoted, variable};

/// How long a Ctrl-C may go unnoticed.
const MOMENT: Duration = Duration::from_millis(50);

/// The number of the signal that Ctrl-C sends.
const INT: u8 = 2;

/// How the program ends by it.
const ENDED: i32 = 128 + INT as i32;

/// As many letters at once are pasted.
const PASTED: usize = 4;

/// Whether Ctrl-C came.
static CAME: AtomicBool = AtomicBool::new(false);

/// Whether somebody minds it. Else it ends the program, as it does by itself.
static IS_MINDED: AtomicBool = AtomicBool::new(false);

/// Until dropped, Ctrl-C interrupts waits and does nothing else.
#[derive(Debug)]
pub(crate) struct SignalGuard(&'static AtomicBool);

impl SignalGuard {
    pub(crate) fn begin() -> io::Result<Self> {
        static ONCE: OnceLock<()> = OnceLock::new();
        CAME.store(false, Ordering::SeqCst);
        IS_MINDED.store(true, Ordering::SeqCst);
        if ONCE.set(()).is_ok() {
            hear(|| {
                CAME.store(true, Ordering::SeqCst);
                if !IS_MINDED.load(Ordering::SeqCst) {
                    process::exit(ENDED);
                }
            })?;
        }
        Ok(SignalGuard(&CAME))
    }

    pub(crate) fn leaving(&self) -> Option<u8> {
        self.0.load(Ordering::SeqCst).then_some(INT)
    }

    pub(crate) fn leaving_soon(&self) -> Option<u8> {
        thread::sleep(MOMENT);
        self.leaving()
    }

    pub(crate) fn wait(&self, timeout: Option<Duration>) -> io::Result<Wait> {
        let begun = Instant::now();
        loop {
            if let Some(number) = self.leaving() {
                return Ok(Wait::Leave(number));
            }
            let left = timeout.map(|timeout| timeout.saturating_sub(begun.elapsed()));
            if let Some(wait) = Input::get().wait(left.unwrap_or(MOMENT).min(MOMENT))? {
                return Ok(wait);
            }
            if left.is_some_and(|left| left <= MOMENT) {
                return Ok(Wait::TimedOut);
            }
        }
    }

    pub(crate) fn interruption(&self) -> Wait {
        self.leaving().map_or(Wait::Resized, Wait::Leave)
    }
}

impl Drop for SignalGuard {
    fn drop(&mut self) {
        IS_MINDED.store(false, Ordering::SeqCst);
    }
}

/// What was read from standard input.
#[derive(Debug, Default)]
struct Input {
    bytes: Vec<u8>,
    /// Where lines come from, once one was asked for.
    pieces: Option<Receiver<io::Result<Vec<u8>>>>,
    /// In raw mode keys are read instead, and this was the size of the window.
    size: Option<(u16, u16)>,
}

impl Input {
    fn get() -> MutexGuard<'static, Self> {
        static INPUT: OnceLock<Mutex<Input>> = OnceLock::new();
        let input = INPUT.get_or_init(Mutex::default).lock();
        input.unwrap_or_else(PoisonError::into_inner)
    }

    /// None if nothing comes in time.
    fn wait(&mut self, timeout: Duration) -> io::Result<Option<Wait>> {
        if !self.bytes.is_empty() {
            return Ok(Some(Wait::Ready));
        }
        if let Some(before) = self.size {
            let size = terminal::size()?;
            self.size = Some(size);
            if size != before {
                return Ok(Some(Wait::Resized));
            }
            if event::poll(timeout)? {
                self.read_keys()?;
            }
            return Ok((!self.bytes.is_empty()).then_some(Wait::Ready));
        }
        match self.pieces.get_or_insert_with(pieces).recv_timeout(timeout) {
            Ok(piece) => self.bytes = piece?,
            // It ended before.
            Err(RecvTimeoutError::Disconnected) => {}
            Err(RecvTimeoutError::Timeout) => return Ok(None),
        }
        Ok(Some(Wait::Ready))
    }

    /// Reads the keys that there are, as what a terminal sends for them.
    fn read_keys(&mut self) -> io::Result<()> {
        let mut letters = 0;
        while event::poll(Duration::ZERO)? {
            if let Event::Key(key) = event::read()?
                && key.kind == KeyEventKind::Press
            {
                letters += usize::from(matches!(key.code, KeyCode::Char(_)));
                self.bytes.extend(sent(key).into_bytes());
            }
        }
        if letters >= PASTED {
            self.bytes = [b"\x1b[200~", &*self.bytes, b"\x1b[201~"].concat();
        }
        Ok(())
    }
}

/// Standard input, read piece by piece on a thread of its own; an empty piece is its end.
fn pieces() -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::sync_channel(0);
    thread::spawn(move || {
        loop {
            let mut piece = vec![0; 4096];
            let read = io::stdin().read(&mut piece);
            let has_ended = !matches!(read, Ok(1..));
            let read = read.map(|count| {
                piece.truncate(count);
                piece
            });
            if sender.send(read).is_err() || has_ended {
                break;
            }
        }
    });
    receiver
}

/// What a terminal sends for a key; nothing for those that nobody asks for.
fn sent(key: KeyEvent) -> String {
    // Both together are how some keyboards write letters.
    let modifiers = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
    let sequence = match key.code {
        KeyCode::Char(c) if modifiers == KeyModifiers::CONTROL => {
            let control = u8::try_from(c).map_or(0, |letter| letter & 0x1f);
            return char::from(control).to_string();
        }
        KeyCode::Char(c) if modifiers == KeyModifiers::ALT => return format!("\x1b{c}"),
        KeyCode::Char(c) => return c.to_string(),
        KeyCode::Enter => "\r",
        KeyCode::Tab => "\t",
        KeyCode::Backspace => "\x7f",
        KeyCode::Esc => "\x1b",
        KeyCode::Up => "\x1b[A",
        KeyCode::Down => "\x1b[B",
        KeyCode::Right => "\x1b[C",
        KeyCode::Left => "\x1b[D",
        KeyCode::Home => "\x1b[H",
        KeyCode::End => "\x1b[F",
        KeyCode::BackTab => "\x1b[Z",
        KeyCode::PageUp => "\x1b[5~",
        KeyCode::PageDown => "\x1b[6~",
        _ => "",
    };
    sequence.to_owned()
}

/// Until dropped, keys are read one by one and not shown.
#[derive(Debug)]
pub(crate) struct RawMode<'g>(PhantomData<&'g SignalGuard>);

impl RawMode<'_> {
    pub(crate) fn begin(_guard: &SignalGuard) -> io::Result<Self> {
        let size = terminal::size()?;
        discard_input();
        Input::get().size = Some(size);
        Ok(RawMode(PhantomData))
    }
}

impl Drop for RawMode<'_> {
    fn drop(&mut self) {
        discard_input();
        Input::get().size = None;
        let _ = Term::stderr().show_cursor();
    }
}

pub(crate) fn discard_input() {
    while event::poll(Duration::ZERO).is_ok_and(|some| some) && event::read().is_ok() {}
    Input::get().bytes.clear();
}

pub(crate) fn read_stdin(bytes: &mut [u8]) -> io::Result<usize> {
    let mut input = Input::get();
    while input.bytes.is_empty() && input.wait(MOMENT)?.is_none() {}
    let count = input.bytes.len().min(bytes.len());
    bytes[..count].copy_from_slice(&input.bytes[..count]);
    input.bytes.drain(..count);
    Ok(count)
}

pub(crate) fn waits_on_stdin() -> bool {
    let mut input = Input::get();
    !io::stdin().is_terminal() && input.wait(MOMENT).is_ok() && !input.bytes.is_empty()
}

/// On a thread of its own, which is left behind when Ctrl-C comes: the program ends then.
pub(crate) fn interruptible<T: Send + 'static>(
    read: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(read()));
    while !CAME.load(Ordering::SeqCst) {
        match receiver.recv_timeout(MOMENT) {
            Err(RecvTimeoutError::Timeout) => {}
            done => return done.ok(),
        }
    }
    None
}

/// What a shell wants.
enum ShellKind {
    Posix,
    Cmd,
    PowerShell,
}

impl ShellKind {
    /// The shell that started this, as far as variables tell: Git Bash sets the first, cmd the other.
    fn guess() -> Self {
        if !variable("MSYSTEM").is_empty() {
            ShellKind::Posix
        } else if variable("PROMPT").is_empty() {
            ShellKind::PowerShell
        } else {
            ShellKind::Cmd
        }
    }

    fn quoted(self, word: &str) -> Cow<'_, str> {
        // A comma takes a word apart in PowerShell.
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-=./:+\\".contains(c);
        match self {
            ShellKind::Posix => posix_quoted(word),
            _ if !word.is_empty() && word.chars().all(plain) => word.into(),
            ShellKind::Cmd => format!("\"{}\"", word.replace('"', "\"\"")).into(),
            ShellKind::PowerShell => {
                // It takes these for quotes too.
                let quotes = ['\'', '‘', '’', '‚', '‛'];
                let mut quoted = String::from("'");
                for c in word.chars() {
                    quoted.extend(std::iter::repeat_n(c, 1 + usize::from(quotes.contains(&c))));
                }
                (quoted + "'").into()
            }
        }
    }
}

pub(crate) fn quoted(word: &str) -> Cow<'_, str> {
    ShellKind::guess().quoted(word)
}

pub(crate) fn goes_on() -> &'static str {
    match ShellKind::guess() {
        ShellKind::Posix => " \\",
        ShellKind::Cmd => " ^",
        ShellKind::PowerShell => " `",
    }
}

/// In the window of Git Bash, which is no console, keys cannot be read one by one.
pub(crate) fn is_dumb() -> bool {
    variable("TERM_PROGRAM") == "mintty" || variable("TERM") == "dumb"
}

/// Also has the console draw what escape codes ask for, which it does not do by itself.
pub(crate) fn can_style() -> bool {
    ansi_support::supports_ansi()
}

/// What is in there other people cannot read, unless they manage the machine.
pub(crate) fn data_folder() -> Option<PathBuf> {
    super::folder("LOCALAPPDATA")
}

/// It has the rights of the folder it is in.
pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// It has the rights of the folder it is in.
pub(crate) fn private_file() -> OpenOptions {
    OpenOptions::new()
}

/// By not sharing it. What else has it open for a moment, such as a virus scanner, counts as locking it.
pub(super) fn lock(path: &Path) -> io::Result<Option<File>> {
    const SHARING_VIOLATION: i32 = 32;
    let mut options = OpenOptions::new();
    let file = options
        .write(true)
        .create(true)
        .truncate(false)
        .share_mode(0)
        .open(path);
    match file {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(crate) fn on_end(act: impl FnOnce(u8) + Send + 'static) -> io::Result<()> {
    let mut act = Some(act);
    hear(move || match act.take() {
        Some(act) => drop(thread::spawn(|| act(INT))),
        None => process::exit(ENDED),
    })
}

/// Has Ctrl-C do this, for good.
fn hear(act: impl FnMut() + Send + 'static) -> io::Result<()> {
    ctrlc::set_handler(act).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_each_shell_wants_it() {
        for (word, posix, cmd, powershell) in [
            ("-a", "-a", "-a", "-a"),
            ("", "''", "\"\"", "''"),
            ("C:\\a.yaml", "'C:\\a.yaml'", "C:\\a.yaml", "C:\\a.yaml"),
            ("sore=a,b", "sore=a,b", "\"sore=a,b\"", "'sore=a,b'"),
            ("a=b,?", "'a=b,?'", "\"a=b,?\"", "'a=b,?'"),
            ("$x & y", "'$x & y'", "\"$x & y\"", "'$x & y'"),
            ("it's", "'it'\\''s'", "\"it's\"", "'it''s'"),
            ("‘a’", "‘a’", "\"‘a’\"", "'‘‘a’’'"),
            ("a\"&b", "'a\"&b'", "\"a\"\"&b\"", "'a\"&b'"),
        ] {
            assert_eq!(ShellKind::Posix.quoted(word), posix);
            assert_eq!(ShellKind::Cmd.quoted(word), cmd);
            assert_eq!(ShellKind::PowerShell.quoted(word), powershell);
        }
    }

    #[test]
    fn keys_are_sent_as_terminals_do() {
        for (code, modifiers, bytes) in [
            (KeyCode::Char('é'), KeyModifiers::NONE, "é"),
            (KeyCode::Char('d'), KeyModifiers::CONTROL, "\x04"),
            (KeyCode::Char('x'), KeyModifiers::ALT, "\x1bx"),
            (
                KeyCode::Char('@'),
                KeyModifiers::CONTROL | KeyModifiers::ALT,
                "@",
            ),
            (KeyCode::Up, KeyModifiers::SHIFT, "\x1b[A"),
            (KeyCode::F(1), KeyModifiers::NONE, ""),
        ] {
            assert_eq!(sent(KeyEvent::new(code, modifiers)), bytes);
        }
    }
}
