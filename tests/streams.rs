//! Signals and streams that end, in every state: nothing hangs, output ends on a whole line, exit
//! codes are right, and the terminal is left as it was.

#![cfg(unix)]

#[allow(dead_code)]
#[path = "terminal/screen.rs"]
mod screen;

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, PipeReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use screen::{ENTER, SPACE, Start, Terminal};

const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/tiny.yaml");
const BINARY: &str = env!("CARGO_BIN_EXE_soreleg");

/// Generous, for a machine that has a lot to do. No test waits that long unless it fails.
const DEADLINE: Duration = Duration::from_secs(40);

const SIGNALS: [(&str, i32); 4] = [("HUP", 129), ("INT", 130), ("QUIT", 131), ("TERM", 143)];

/// Every command that gives a result, but `check`.
const COMMANDS: [&[&str]; 16] = [
    &["batch", "--rules", TINY],
    &["next", "--rules", TINY],
    &["questions", "--rules", TINY],
    &["explain", "--rules", TINY],
    &["rules", "check", TINY],
    &["rules", "prove", TINY],
    &["rules", "show", TINY],
    &["rules", "new"],
    &["rules", "export"],
    &["rules", "schema"],
    &["rules", "explain"],
    &["completions", "bash"],
    &["man"],
    &["--help"],
    &["batch", "--help"],
    &["--version"],
];

/// `rules test` gives a result too, and needs a case file.
const RULES_TEST: [&str; 5] = [
    "rules",
    "test",
    "--rules",
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faulty/base.yaml"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faulty/cases/good.yaml"),
];

/// A batch in full flight: rows come in as long as it wants them.
struct Flight {
    program: Child,
}

impl Flight {
    fn begin(command: &mut Command, stdout: impl Into<Stdio>) -> Self {
        let mut program = command
            .stdin(Stdio::piped())
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let rows = program.stdin.take().unwrap();
        thread::spawn(move || feed(rows));
        Flight { program }
    }

    fn signals(&self, name: &str) {
        let id = self.program.id().to_string();
        let name = format!("-{name}");
        let sent = Command::new("kill").args([&name, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for the end; gives the exit code and what was said.
    fn ends(mut self) -> (i32, String) {
        let deadline = Instant::now() + DEADLINE;
        let status = loop {
            if let Some(status) = self.program.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it hangs");
            thread::sleep(Duration::from_millis(2));
        };
        let mut said = String::new();
        let mut stderr = self.program.stderr.take().unwrap();
        stderr.read_to_string(&mut said).unwrap();
        (status.code().expect("it ends by itself"), said)
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let _ = self.program.kill();
    }
}

/// Writes rows until nobody reads them.
fn feed(mut rows: ChildStdin) {
    let mut number = 0;
    loop {
        number += 1;
        let row = format!("{{\"id\":{number},\"danger\":\"none\",\"pee\":\"pale\"}}\n");
        if rows.write_all(row.as_bytes()).is_err() {
            return;
        }
    }
}

fn batch() -> Command {
    let mut command = Command::new(BINARY);
    command.args(["batch", "--rules", TINY]);
    command
}

/// Asserts that the results are whole lines, in order, with nothing missing before the last.
fn assert_whole(results: &str) {
    assert!(results.ends_with("}\n"));
    for (place, line) in results.lines().enumerate() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(row["id"], place + 1);
    }
}

#[test]
fn a_signal_ends_a_batch_in_full_flight_on_a_whole_line() {
    for (name, code) in SIGNALS {
        let file = tempfile::NamedTempFile::new().unwrap();
        let flight = Flight::begin(&mut batch(), file.reopen().unwrap());
        let deadline = Instant::now() + DEADLINE;
        while file.path().metadata().unwrap().len() < 1_000_000 {
            assert!(Instant::now() < deadline, "no results");
        }
        flight.signals(name);
        let (ended, said) = flight.ends();
        assert_eq!(ended, code, "{said}");
        assert!(said.contains("ended after "), "{said}");
        assert_whole(&fs::read_to_string(file).unwrap());
    }
}

/// The signal comes while a write waits for a slow reader.
#[test]
fn a_signal_ends_a_batch_with_a_slow_reader_on_a_whole_line() {
    for (name, code) in SIGNALS {
        let (mut results, writer) = io::pipe().unwrap();
        let flight = Flight::begin(&mut batch(), writer);
        let mut start = [0; 1000];
        results.read_exact(&mut start).unwrap();
        thread::sleep(Duration::from_millis(50));
        flight.signals(name);
        let reader = thread::spawn(move || read_on(results, start.to_vec()));
        let (ended, said) = flight.ends();
        assert_eq!(ended, code, "{said}");
        assert_whole(&reader.join().unwrap());
    }
}

fn read_on(mut results: PipeReader, mut read: Vec<u8>) -> String {
    results.read_to_end(&mut read).unwrap();
    String::from_utf8(read).unwrap()
}

#[test]
fn a_second_signal_ends_a_batch_whose_reader_is_stuck() {
    let (mut results, writer) = io::pipe().unwrap();
    let mut flight = Flight::begin(&mut batch(), writer);
    results.read_exact(&mut [0; 1000]).unwrap();
    thread::sleep(Duration::from_millis(50));
    let deadline = Instant::now() + DEADLINE;
    while flight.program.try_wait().unwrap().is_none() {
        assert!(Instant::now() < deadline, "it hangs");
        flight.signals("INT");
        thread::sleep(Duration::from_millis(50));
    }
    drop(results);
}

#[test]
fn a_reader_that_leaves_ends_a_batch_in_full_flight_in_peace() {
    let (results, writer) = io::pipe().unwrap();
    let flight = Flight::begin(&mut batch(), writer);
    let mut lines = BufReader::new(results).lines();
    for number in 1..=2000 {
        let start = format!("{{\"id\":{number},");
        assert!(lines.next().unwrap().unwrap().starts_with(&start));
    }
    drop(lines);
    assert_eq!(flight.ends(), (0, String::new()));
}

/// As under `nohup`.
#[cfg(target_os = "linux")]
#[test]
fn an_ignored_signal_does_not_end_a_batch() {
    let mut nohup = Command::new("sh");
    nohup.args(["-c", "trap '' HUP; exec \"$0\" \"$@\"", BINARY]);
    nohup.args(["batch", "--rules", TINY]);
    let (results, writer) = io::pipe().unwrap();
    let flight = Flight::begin(&mut nohup, writer);
    let mut lines = BufReader::new(results).lines();
    lines.next().unwrap().unwrap();
    flight.signals("HUP");
    // More than could be on its way.
    assert_eq!(lines.by_ref().take(20_000).count(), 20_000);
    drop(lines);
    assert_eq!(flight.ends().0, 0);
}

/// A pipe is opened once: what writes to it would not survive a reader that goes away.
#[test]
fn rows_from_a_named_pipe_are_read_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("rows");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for _ in 0..20 {
        let place = pipe.clone();
        let writer = thread::spawn(move || fs::write(place, "{\"id\":1}\n{\"id\":2}\n"));
        let output = batch().arg(&pipe).output().unwrap();
        writer.join().unwrap().unwrap();
        assert_eq!(output.stdout.split(|byte| *byte == b'\n').count(), 3);
    }
}

/// Every command with an output that is full, gone or closed.
#[test]
fn an_output_that_takes_nothing_gives_the_right_code() {
    for command in COMMANDS.into_iter().chain([&RULES_TEST[..]]) {
        let run = |stdout: Stdio| -> (i32, String) {
            let mut program = Command::new(BINARY)
                .args(command)
                .stdin(Stdio::piped())
                .stdout(stdout)
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let _ = program.stdin.take().unwrap().write_all(b"{}\n");
            let Output { status, stderr, .. } = program.wait_with_output().unwrap();
            let said = String::from_utf8(stderr).unwrap();
            assert!(!said.contains("panicked"), "{said}");
            (status.code().unwrap(), said)
        };
        let (code, _) = run(Stdio::null());
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        assert_eq!(run(writer.into()).0, code, "{command:?}");
        if Path::new("/dev/full").exists() {
            let full = File::options().write(true).open("/dev/full").unwrap();
            let (code, said) = run(full.into());
            assert_eq!(code, 1, "{command:?}");
            assert!(said.contains("cannot write"), "{command:?}: {said}");
        }
        let closed = "exec \"$0\" \"$@\" </dev/null >&- 2>&-";
        let closed = Command::new("sh")
            .args(["-c", closed, BINARY])
            .args(command)
            .status();
        assert_eq!(closed.unwrap().code(), Some(code), "{command:?}");
    }
}

/// A rich check whose standard output goes elsewhere.
fn redirected(to: &str) -> Terminal {
    let mut start = Start::check();
    let script = format!("exec \"$0\" \"$@\" {to}");
    let words = ["sh", "-c", &script].map(Into::into);
    start.command.get_argv_mut().splice(0..0, words);
    start.run()
}

#[test]
fn a_rich_check_whose_output_takes_nothing_tells_how_to_repeat_it() {
    let cases = [
        (">/dev/full", 1, "-a danger=chest"),
        (">&-", 0, "this cannot wait"),
    ];
    for (to, code, told) in cases {
        let mut terminal = redirected(to);
        terminal.sees(&["Is any of this true now?", "Go back"]);
        terminal.presses(&[SPACE]).sees(&["[x] Chest pain"]);
        terminal.presses(&[ENTER]);
        assert_eq!(terminal.exits(), code);
        terminal.sees(&[told]);
        assert!(terminal.is_by_line());
    }
}

#[test]
fn a_signal_leaves_the_terminal_as_it_was() {
    for (name, code) in [("HUP", 129), ("INT", 130), ("TERM", 143)] {
        let mut terminal = redirected("");
        terminal.sees(&["Is any of this true now?", "Go back"]);
        terminal.waits_for_list().signals(name);
        assert_eq!(terminal.exits(), code);
        assert!(terminal.is_by_line());
        terminal.waits_for("a cursor", |screen| !screen.hide_cursor());
    }
}

/// The window is closed under a prompt. The program that holds the terminal is in Python, since the
/// other side of ours cannot be closed while a thread reads it.
#[test]
fn a_terminal_that_hangs_up_ends_a_prompt() {
    const HOLDER: &str = r#"
import os, pty, signal, sys
ignored, prompt, program = sys.argv[1], sys.argv[2].encode(), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    if ignored == "ignored":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.execv(program[0], program)
seen = b""
while prompt not in seen:
    seen += os.read(terminal, 4096)
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"#;
    let number = "danger=none pee=pale where=both new_runner=steady";
    for (term, prompt, answers) in [
        ("xterm", "Go back", ""),
        ("xterm", "q stop.", number),
        ("dumb", "q stop.", ""),
    ] {
        let answers = answers.split_whitespace().flat_map(|answer| ["-a", answer]);
        for ignored in ["heard", "ignored"] {
            let holder = Command::new("timeout")
                .args(["40", "python3", "-c", HOLDER, ignored, prompt])
                .args([BINARY, "check", "--rules", TINY])
                .args(answers.clone())
                .env("TERM", term)
                .env_remove("ACCESSIBLE")
                .output()
                .unwrap();
            assert_eq!(
                String::from_utf8_lossy(&holder.stdout),
                "129\n",
                "{term}, {prompt}, {ignored}"
            );
        }
    }
}
