//! Signals and streams that end, in every state: nothing hangs, output ends on a whole line, exit
//! codes are right, and the terminal is left as it was.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, PipeReader, Read as _, Write as _};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::{BINARY, DEADLINE, ENTER, Ended, Folder, Running, Soreleg, TINY, Terminal};

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
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faulty/cases.yaml"),
];

/// A batch in full flight: rows come in as long as it wants them.
fn in_flight(batch: Soreleg, stdout: impl Into<Stdio>) -> Running {
    let mut running = batch.stdout(stdout).start();
    let rows = running.stdin();
    thread::spawn(move || feed(rows));
    running
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

fn batch() -> Soreleg {
    Soreleg::with_tiny("batch")
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
        let flight = in_flight(batch(), file.reopen().unwrap());
        let deadline = Instant::now() + DEADLINE;
        while file.path().metadata().unwrap().len() < 1_000_000 {
            assert!(Instant::now() < deadline, "no results");
        }
        flight.signals(name);
        let ended = flight.ends();
        assert_eq!(ended.code, code, "{}", ended.err);
        ended.says(&["ended after "]);
        assert_whole(&fs::read_to_string(file).unwrap());
    }
}

/// The signal comes while a write waits for a slow reader.
#[test]
fn a_signal_ends_a_batch_with_a_slow_reader_on_a_whole_line() {
    for (name, code) in SIGNALS {
        let (mut results, writer) = io::pipe().unwrap();
        let flight = in_flight(batch(), writer);
        let mut start = [0; 1000];
        results.read_exact(&mut start).unwrap();
        thread::sleep(Duration::from_millis(50));
        flight.signals(name);
        let reader = thread::spawn(move || read_on(results, start.to_vec()));
        let ended = flight.ends();
        assert_eq!(ended.code, code, "{}", ended.err);
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
    let mut flight = in_flight(batch(), writer);
    results.read_exact(&mut [0; 1000]).unwrap();
    thread::sleep(Duration::from_millis(50));
    let deadline = Instant::now() + DEADLINE;
    while !flight.has_ended() {
        assert!(Instant::now() < deadline, "it hangs");
        flight.signals("INT");
        thread::sleep(Duration::from_millis(50));
    }
    drop(results);
}

#[test]
fn a_reader_that_leaves_ends_a_batch_in_full_flight_in_peace() {
    let (results, writer) = io::pipe().unwrap();
    let flight = in_flight(batch(), writer);
    let mut lines = BufReader::new(results).lines();
    for number in 1..=2000 {
        let start = format!("{{\"id\":{number},");
        assert!(lines.next().unwrap().unwrap().starts_with(&start));
    }
    drop(lines);
    let ended = flight.ends();
    assert_eq!((ended.code, &*ended.err), (0, ""));
}

/// As under `nohup`.
#[cfg(target_os = "linux")]
#[test]
fn an_ignored_signal_does_not_end_a_batch() {
    let nohup = batch().within("trap '' HUP; exec \"$0\" \"$@\"");
    let (results, writer) = io::pipe().unwrap();
    let flight = in_flight(nohup, writer);
    let mut lines = BufReader::new(results).lines();
    lines.next().unwrap().unwrap();
    flight.signals("HUP");
    // More than could be on its way.
    assert_eq!(lines.by_ref().take(20_000).count(), 20_000);
    drop(lines);
    assert_eq!(flight.ends().code, 0);
}

/// A pipe is opened once: what writes to it would not survive a reader that goes away.
#[test]
fn rows_from_a_named_pipe_are_read_to_the_end() {
    let folder = Folder::new();
    let pipe = folder.path("rows");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for _ in 0..20 {
        let place = pipe.clone();
        let writer = thread::spawn(move || fs::write(place, "{\"id\":1}\n{\"id\":2}\n"));
        let results = batch().args([&pipe]).run().out;
        writer.join().unwrap().unwrap();
        assert_eq!(results.split('\n').count(), 3);
    }
}

/// Every command with an output that is full, gone or closed.
#[test]
fn an_output_that_takes_nothing_gives_the_right_code() {
    for command in COMMANDS.into_iter().chain([&RULES_TEST[..]]) {
        let soreleg = || Soreleg::new().args(command);
        let to = |stdout: Stdio| soreleg().stdin("{}\n").stdout(stdout).run();
        let code = to(Stdio::null()).code;
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        assert_eq!(to(writer.into()).code, code, "{command:?}");
        if Path::new("/dev/full").exists() {
            let full = File::options().write(true).open("/dev/full").unwrap();
            let ended = to(full.into());
            assert_eq!(ended.code, 1, "{command:?}");
            ended.says(&["cannot write"]);
        }
        let closed = "exec \"$0\" \"$@\" </dev/null >&- 2>&-";
        let closed = soreleg().within(closed).run();
        assert_eq!(closed.code, code, "{command:?}");
    }
}

/// A rich check whose standard output goes elsewhere.
fn redirected(to: &str) -> Terminal {
    Soreleg::with_tiny("check")
        .args(["--all-questions"])
        .env("TERM", "xterm-256color")
        .within(&format!("exec \"$0\" \"$@\" {to}"))
        .on_terminal(24, 80)
}

#[test]
fn a_rich_check_whose_output_takes_nothing_tells_how_to_repeat_it() {
    let cases = [
        (">/dev/full", 1, "-a danger=chest"),
        (">&-", 0, "this cannot wait"),
    ];
    for (to, code, told) in cases {
        let mut terminal = redirected(to);
        terminal.sees(&["Is any of this true now?", "q stop"]);
        terminal.presses(&["1"]).sees(&["[x] Chest pain"]);
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
        terminal.sees(&["Is any of this true now?", "q stop"]);
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
import os, pty, re, signal, sys
ignored, prompt, program = sys.argv[1], sys.argv[2].encode(), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    if ignored == "ignored":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.execv(program[0], program)
seen = b""
while not re.search(prompt, seen, re.DOTALL):
    seen += os.read(terminal, 4096)
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"#;
    let number = "danger=none pee=pale where=both new_runner=steady";
    for (term, prompt, answers) in [
        ("xterm", "tell, q stop", ""),
        ("xterm", "q stop.*> ", number),
        ("dumb", "q stop.*> ", ""),
    ] {
        for ignored in ["heard", "ignored"] {
            let Ended { out, .. } = Soreleg::through("timeout")
                .args(["40", "python3", "-c", HOLDER, ignored, prompt])
                .args([BINARY, "check", "--rules", TINY])
                .answers(answers.split_whitespace())
                .env("TERM", term)
                .run();
            assert_eq!(out, "129\n", "{term}, {prompt}, {ignored}");
        }
    }
}
