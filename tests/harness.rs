//! Runs soreleg as the tests want it, and looks at what came of it:
//!
//! ```ignore
//! let ended = Soreleg::new().args(["check", "--plain"]).stdin("0\n").in_folder(&folder).run();
//! assert_eq!(ended.code, 3);
//! ended.says(&["Your answers are kept."]);
//! ```
//!
//! [`Soreleg::start`] does not wait for the end, and [`Soreleg::on_terminal`] gives it a screen and
//! a keyboard.

mod terminal;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use snapbox::{Data, assert_data_eq};
use tempfile::TempDir;

pub(crate) use terminal::{CTRL_C, CTRL_D, DOWN, ENTER, ESCAPE, SPACE, Terminal};

/// Where everything is that the tests read.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_soreleg");

/// A small rule file with everything in it.
pub(crate) const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/tiny.yaml");

/// Generous, for a machine that has a lot to do. No test waits that long unless it fails.
pub(crate) const DEADLINE: Duration = Duration::from_secs(40);

/// How to run soreleg: without terminal, input or environment, unless told otherwise.
#[must_use]
pub(crate) struct Soreleg {
    command: Command,
    stdin: Input,
    stdout: Stdio,
    stderr: Stdio,
}

enum Input {
    Nothing,
    File(String),
    Pipe(Box<dyn Read + Send>),
}

impl Soreleg {
    pub(crate) fn new() -> Self {
        Soreleg::through(BINARY)
    }

    /// `soreleg COMMAND --rules tiny.yaml`.
    pub(crate) fn with_tiny(command: &str) -> Self {
        Soreleg::new().args([command, "--rules", TINY])
    }

    /// Another program, which finds soreleg by its name.
    pub(crate) fn through(program: &str) -> Self {
        let folder = Path::new(BINARY).parent().unwrap().display();
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new(program);
        command.env_clear().env("PATH", format!("{folder}:{path}"));
        Soreleg {
            command,
            stdin: Input::Nothing,
            stdout: Stdio::piped(),
            stderr: Stdio::piped(),
        }
    }

    /// A line in a shell, which finds soreleg by its name.
    pub(crate) fn shell(line: &str) -> Self {
        Soreleg::through("sh").args(["-c", line])
    }

    /// The same run by a line in a shell, where it is `"$0" "$@"`.
    pub(crate) fn within(self, line: &str) -> Self {
        let mut within = Soreleg::shell(line)
            .args([self.command.get_program()])
            .args(self.command.get_args());
        let values = self.command.get_envs();
        for (name, value) in values.filter_map(|(name, value)| Some((name, value?))) {
            within.command.env(name, value);
        }
        if let Some(folder) = self.command.get_current_dir() {
            within.command.current_dir(folder);
        }
        Soreleg {
            command: within.command,
            ..self
        }
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    /// Answers as flags.
    pub(crate) fn answers<'a>(mut self, answers: impl IntoIterator<Item = &'a str>) -> Self {
        for answer in answers {
            self.command.args(["-a", answer]);
        }
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// With a home of its own, in which it runs.
    pub(crate) fn at_home(self, home: &Folder) -> Self {
        let path = home.path("").display().to_string();
        self.env("HOME", &path).in_folder(home)
    }

    pub(crate) fn in_folder(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Comes through a pipe.
    pub(crate) fn stdin(self, text: &str) -> Self {
        self.stdin_from(Cursor::new(text.to_owned()))
    }

    /// Comes through a pipe, as far as it is read.
    pub(crate) fn stdin_from(mut self, input: impl Read + Send + 'static) -> Self {
        self.stdin = Input::Pipe(Box::new(input));
        self
    }

    /// Is a file with this text.
    pub(crate) fn stdin_file(mut self, text: &str) -> Self {
        self.stdin = Input::File(text.to_owned());
        self
    }

    pub(crate) fn stdout(mut self, to: impl Into<Stdio>) -> Self {
        self.stdout = to.into();
        self
    }

    pub(crate) fn stderr(mut self, to: impl Into<Stdio>) -> Self {
        self.stderr = to.into();
        self
    }

    /// Runs to the end.
    pub(crate) fn run(mut self) -> Ended {
        self.command.stdout(self.stdout).stderr(self.stderr);
        let output = match self.stdin {
            Input::Nothing => self.command.stdin(Stdio::null()).output(),
            Input::File(text) => {
                let file = tempfile::NamedTempFile::new().unwrap();
                fs::write(&file, text).unwrap();
                self.command.stdin(File::open(&file).unwrap()).output()
            }
            Input::Pipe(mut input) => {
                let mut program = self.command.stdin(Stdio::piped()).spawn().unwrap();
                let mut stdin = program.stdin.take().unwrap();
                // Beside the reading, since either pipe may be full. A program that has left reads
                // no more.
                let writer = thread::spawn(move || drop(io::copy(&mut input, &mut stdin)));
                let output = program.wait_with_output();
                writer.join().unwrap();
                output
            }
        };
        let output = output.expect("it starts");
        let ended = Ended {
            code: output.status.code().expect("ended by a signal"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        };
        ended.assert_calm();
        ended
    }

    /// Starts it, with an input that stays open.
    pub(crate) fn start(mut self) -> Running {
        self.command.stdin(Stdio::piped());
        self.command.stdout(self.stdout).stderr(self.stderr);
        let program = self.command.spawn().expect("it starts");
        Running { program }
    }
}

/// What came of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// A panic is never right.
    fn assert_calm(&self) {
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }

    /// The result as data.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}:\n{}\n{}", self.out, self.err))
    }

    /// Asserts that all of `texts` were said, in this order. Line breaks do not matter.
    pub(crate) fn says(&self, texts: &[&str]) {
        if let Some(text) = missing(&self.err, texts) {
            panic!("{text:?} is not in:\n{}", self.err);
        }
    }
}

/// The first of `texts` that does not follow those before it. Line breaks do not matter.
fn missing<'a>(text: &str, texts: &[&'a str]) -> Option<&'a str> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = words.as_str();
    texts.iter().copied().find(|text| {
        let place = rest.find(text);
        rest = place.map_or("", |place| &rest[place + text.len()..]);
        place.is_none()
    })
}

/// Whether to keep what soreleg says now, instead of comparing it with what is kept.
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("SORELEG_BLESS").is_some()
}

/// Asserts that a text is what is kept in a file.
pub(crate) fn assert_kept(text: &str, file: impl AsRef<Path>) {
    if is_blessing() {
        fs::write(&file, text).unwrap();
    }
    let kept = Data::read_from(file.as_ref(), None).raw();
    assert_data_eq!(text, kept);
}

/// A program that still runs. It does not outlive its test.
pub(crate) struct Running {
    program: Child,
}

impl Running {
    pub(crate) fn id(&self) -> u32 {
        self.program.id()
    }

    /// Its input, which is open until this is dropped.
    pub(crate) fn stdin(&mut self) -> ChildStdin {
        self.program.stdin.take().unwrap()
    }

    pub(crate) fn stdout(&mut self) -> ChildStdout {
        self.program.stdout.take().unwrap()
    }

    /// Sends a signal by name.
    pub(crate) fn signals(&self, name: &str) {
        send(name, self.id());
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.program.try_wait().unwrap().is_some()
    }

    /// Waits for the end, at which what it said must have been little.
    pub(crate) fn ends(mut self) -> Ended {
        let deadline = Instant::now() + DEADLINE;
        let status = loop {
            if let Some(status) = self.program.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it hangs");
            thread::sleep(Duration::from_millis(2));
        };
        let (mut out, mut err) = (String::new(), String::new());
        if let Some(mut stdout) = self.program.stdout.take() {
            stdout.read_to_string(&mut out).unwrap();
        }
        if let Some(mut stderr) = self.program.stderr.take() {
            stderr.read_to_string(&mut err).unwrap();
        }
        let code = status.code().expect("it ends by itself");
        let ended = Ended { code, out, err };
        ended.assert_calm();
        ended
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.program.kill();
    }
}

fn send(signal: &str, id: u32) {
    let sent = Command::new("kill")
        .args([format!("-{signal}"), id.to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
}

/// A folder of its own for a test, removed at the end.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Folder(tempfile::tempdir().unwrap())
    }

    /// With a file more, and its folder.
    pub(crate) fn with(self, name: &str, text: &str) -> Self {
        self.write(name, text);
        self
    }

    /// With an empty folder in it.
    pub(crate) fn with_folder(self, name: &str) -> Self {
        fs::create_dir(self.path(name)).unwrap();
        self
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Writes a file; gives its path.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// Runs soreleg here, with the words of a line.
    pub(crate) fn soreleg(&self, line: &str) -> Ended {
        Soreleg::new()
            .args(line.split_whitespace())
            .in_folder(self)
            .run()
    }
}

impl AsRef<Path> for Folder {
    fn as_ref(&self) -> &Path {
        self.0.path()
    }
}
