//! Runs soreleg in a pseudo-terminal and looks at the screen as a person would.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::{DEADLINE, ROOT, Soreleg, missing, send};

pub(crate) const DOWN: &str = "\x1b[B";
pub(crate) const ENTER: &str = "\r";
pub(crate) const ESCAPE: &str = "\x1b";
pub(crate) const SPACE: &str = " ";
pub(crate) const CTRL_C: &str = "\x03";
pub(crate) const CTRL_D: &str = "\x04";

/// A program on a terminal.
pub(crate) struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    program: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<vt100::Parser>, Condvar)>,
}

impl Soreleg {
    /// Runs it on a terminal that shows this many rows and columns.
    pub(crate) fn on_terminal(self, rows: u16, columns: u16) -> Terminal {
        let mut command = CommandBuilder::new(self.command.get_program());
        command.args(self.command.get_args());
        command.cwd(self.command.get_current_dir().unwrap_or(ROOT.as_ref()));
        command.env_clear();
        let values = self.command.get_envs();
        for (name, value) in values.filter_map(|(name, value)| Some((name, value?))) {
            command.env(name, value);
        }
        let pty = native_pty_system()
            .openpty(size(rows, columns))
            .expect("a pty");
        let program = pty.slave.spawn_command(command).expect("it starts");
        let seen = Arc::new((
            Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)),
            Condvar::new(),
        ));
        let mut output = pty.master.try_clone_reader().expect("a reader");
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                let Ok(mut parser) = shared.0.lock() else {
                    break;
                };
                parser.process(&bytes[..count]);
                drop(parser);
                shared.1.notify_all();
            }
        });
        Terminal {
            keyboard: pty.master.take_writer().expect("a writer"),
            master: pty.master,
            program,
            seen,
        }
    }
}

impl Terminal {
    /// Waits until the screen shows all of `texts`, in this order. Line breaks do not matter.
    pub(crate) fn sees(&mut self, texts: &[&str]) -> &mut Self {
        self.waits_for(&format!("{texts:?}"), |screen| {
            missing(&screen.contents(), texts).is_none()
        })
    }

    /// Waits until the screen satisfies `test`.
    pub(crate) fn waits_for(
        &mut self,
        what: &str,
        test: impl Fn(&vt100::Screen) -> bool,
    ) -> &mut Self {
        let deadline = Instant::now() + DEADLINE;
        let mut parser = self.seen.0.lock().unwrap();
        while !test(parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "waited for {what}, but the screen shows:\n{}",
                parser.screen().contents()
            );
            parser = self.seen.1.wait_timeout(parser, left).unwrap().0;
        }
        drop(parser);
        self
    }

    /// Waits until the program listens to single keys, as a list does.
    pub(crate) fn waits_for_list(&mut self) -> &mut Self {
        let deadline = Instant::now() + DEADLINE;
        while self.is_by_line() {
            assert!(Instant::now() < deadline, "no list:\n{}", self.text());
            thread::yield_now();
        }
        self
    }

    /// Whether the terminal gives whole lines and shows what is typed, as a shell expects it to.
    pub(crate) fn is_by_line(&self) -> bool {
        const CANONICAL: u64 = if cfg!(target_os = "macos") { 0x100 } else { 2 };
        let modes = self.master.get_termios().expect("terminal modes");
        u64::from(modes.local_flags.bits()) & CANONICAL != 0
    }

    /// Presses a key on a list, once the list listens.
    pub(crate) fn presses(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            self.waits_for_list().types(key);
        }
        self
    }

    /// Moves down a list row by row, and sees the mark move each time.
    pub(crate) fn moves_down(&mut self, rows: usize) -> &mut Self {
        for _ in 0..rows {
            let before = marked(self.screen().screen());
            self.presses(&[DOWN])
                .waits_for("the mark to move", |screen| {
                    let now = marked(screen);
                    now.is_some() && now != before
                });
        }
        self
    }

    /// Sends keys at once.
    pub(crate) fn types(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).expect("it types");
        self.keyboard.flush().expect("it types");
        self
    }

    pub(crate) fn resizes(&mut self, rows: u16, columns: u16) -> &mut Self {
        self.screen().set_size(cells(rows), cells(columns));
        self.master.resize(size(rows, columns)).expect("it resizes");
        self
    }

    /// Sends a signal by name.
    pub(crate) fn signals(&mut self, name: &str) -> &mut Self {
        send(name, self.program.process_id().expect("it runs"));
        self
    }

    /// Waits for the end; gives the exit code.
    pub(crate) fn exits(&mut self) -> u32 {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.program.try_wait().expect("it can be waited for") {
                assert_eq!(status.signal(), None, "{}", self.text());
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "still running:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn screen(&self) -> MutexGuard<'_, vt100::Parser> {
        self.seen.0.lock().unwrap()
    }

    /// What is on the screen.
    pub(crate) fn text(&self) -> String {
        self.screen().screen().contents()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.program.kill();
    }
}

/// The row of a list that the mark stands at.
fn marked(screen: &vt100::Screen) -> Option<String> {
    let text = screen.contents();
    text.lines()
        .find(|line| line.trim_start().starts_with("> "))
        .map(str::to_owned)
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has rows and columns")
}
