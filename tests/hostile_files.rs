//! Files made to do harm, and text made to take over a terminal, given to the program itself.
//!
//! What is said about faulty rule files of an ordinary size is in `tests/faulty`.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read as _};
use std::os::unix::ffi::OsStringExt as _;
use std::path::Path;
use std::process::Command;

use soreleg::text::is_unsafe;

use crate::harness::{Folder, TINY};
use crate::hostile::measure::Tried;

/// Escapes that would clear a terminal or name its window, and marks that turn text around.
const HOSTILE: &str = "x\u{1b}[2J\u{9b}1m\u{7}\u{202e}\u{2066}\u{200b}\u{7f}y";

impl Tried {
    /// Tries soreleg with these arguments; gives its exit code and all it said, which must be safe.
    fn soreleg<A: AsRef<OsStr>>(
        &mut self,
        arguments: impl IntoIterator<Item = A>,
    ) -> (i32, String) {
        self.one(|tried| {
            let (code, out, err) = tried.run(arguments, io::empty());
            (code, out + &err)
        })
    }

    fn check_rules(&mut self, path: &Path) -> (i32, String) {
        self.soreleg([OsStr::new("rules"), OsStr::new("check"), path.as_os_str()])
    }

    fn check_answers(&mut self, path: &Path) -> (i32, String) {
        let arguments = ["check", "--no-input", "--rules", TINY, "--answers"];
        self.soreleg(arguments.iter().map(OsStr::new).chain([path.as_os_str()]))
    }

    /// As rows, once as JSON Lines and once as a table. Checks that each is answered by whole lines.
    fn check_rows(&mut self, path: &Path) {
        for format in ["jsonl", "csv"] {
            let arguments = ["batch", "--rules", TINY, "--input-format", format];
            let arguments = arguments.iter().map(OsStr::new).chain([path.as_os_str()]);
            self.one(|tried| {
                let (code, out, err) = tried.run(arguments, io::empty());
                assert!(matches!(code, 0 | 2), "{err}");
                assert!(out.is_empty() || out.ends_with('\n'));
            });
        }
    }
}

#[test]
fn files_made_to_do_harm_are_refused_quickly() {
    let mut tried = Tried::new("files made to do harm");
    let aliases = |name: &str, times: usize| format!("b: [{}]", vec![name; times].join(","));
    let bomb: Vec<String> = ('b'..='j')
        .zip('a'..)
        .map(|(name, last)| {
            let last = format!("*{last}");
            format!("{name}: &{name} [{}]\n", vec![last; 9].join(","))
        })
        .collect();
    let names = |end: &str| -> String {
        let names = (0..25_000).flat_map(|n| ["a".to_owned(), n.to_string(), end.to_owned()]);
        names.collect()
    };
    let staircase: String = (0..700).map(|depth| " ".repeat(depth) + "a:\n").collect();
    let files = [
        (
            "alias bomb",
            format!("a: &a [x]\n{}", bomb.concat()),
            "alias",
        ),
        (
            "quadratic aliases",
            format!("a: &a {}\n{}", "x".repeat(100_000), aliases("*a", 20_000)),
            "alias",
        ),
        ("open brackets", "[".repeat(100_000), "nested"),
        ("open braces", "{a: ".repeat(60_000), "nested"),
        ("list in list", "- ".repeat(100_000), "nested"),
        ("deep blocks", staircase, "nested"),
        (
            "huge text",
            "a: ".to_owned() + &"x".repeat(50_000_000),
            "larger than",
        ),
        ("one key", "k: 1\n".repeat(50_000), "twice"),
        ("no values", format!("{{{}}}", names(", ")), "error"),
        ("null keys", "? x\n".repeat(60_000), "error"),
        ("many anchors", "- &a x\n".repeat(18_000), "error"),
        (
            "an open quote",
            "\"".to_owned() + &"x".repeat(200_000),
            "error",
        ),
        ("tags", "!a ".repeat(60_000), "error"),
        ("two documents", "a: 1\n---\nb: 2\n".to_owned(), "document"),
        (
            "ticks",
            format!("danger: \"{}\"", ",".repeat(200_000)),
            "error",
        ),
        ("unknown names", names(": 1\n"), "error"),
        ("rules in one line", rules_in_one_line(), "too-many-faults"),
    ];
    let folder = Folder::new();
    for (name, text, said) in files {
        let path = folder.path(name);
        fs::write(&path, text).unwrap();
        let (code, rules) = tried.check_rules(&path);
        assert_eq!(code, 4, "{name}: {rules}");
        let (code, answers) = tried.check_answers(&path);
        assert_eq!(code, 2, "{name}: {answers}");
        assert!(rules.contains(said), "{name}: {rules}");
        assert!(answers.starts_with("error: "), "{name}: {answers}");
        tried.check_rows(&path);
    }
}

/// A rule file with thousands of faults in one long line.
fn rules_in_one_line() -> String {
    let tiny = fs::read_to_string(TINY).unwrap();
    let (before, rest) = tiny.split_once("red_flags:\n").unwrap();
    let (_, after) = rest.split_once("ordinary:\n").unwrap();
    let flags = (0..3000).map(|n| {
        [
            "{id: f",
            &n.to_string(),
            ", when: {x: y}, level: emergency, because: b, sources: [z]}, ",
        ]
        .concat()
    });
    let flags: String = flags.collect();
    format!("{before}red_flags: [{flags}]\nordinary:\n{after}")
}

#[test]
fn what_is_no_regular_file_is_refused_at_once() {
    let mut tried = Tried::new("devices, pipes and directories");
    let folder = Folder::new();
    let pipe = folder.path("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for path in [Path::new("/dev/zero"), &pipe] {
        for (code, said) in [tried.check_rules(path), tried.check_answers(path)] {
            assert_eq!(code, 1);
            let expected = "this is not a regular file; `-` reads from standard input";
            assert!(said.contains(expected), "{said}");
        }
    }
    for ((code, said), expected) in [
        (tried.check_rules(folder.as_ref()), "is a folder"),
        (tried.check_answers(folder.as_ref()), "is a directory"),
    ] {
        assert_eq!(code, 1);
        assert!(said.to_lowercase().contains(expected), "{said}");
    }
}

#[test]
fn a_stream_that_never_ends_is_cut() {
    let mut tried = Tried::new("streams and lines that never end");
    for arguments in [["rules", "check", "-"], ["check", "--answers", "-"]] {
        let (_, out, err) = tried.one(|tried| tried.run(arguments, io::repeat(b'a')));
        assert!((out + &err).contains("larger than 262144 bytes"));
    }
    for (format, told) in [("jsonl", "line-too-long"), ("csv", "a line may have")] {
        let arguments = ["batch", "--input-format", format, "--strict"];
        let line = io::repeat(b'a').take(200_000_000);
        let (code, out, err) = tried.one(|tried| tried.run(arguments, line));
        assert_eq!(code, 2);
        assert!((out + &err).contains(told));
    }
}

#[test]
fn encodings_and_line_ends_of_an_answers_file() {
    let mut tried = Tried::new("encodings and line ends");
    let good = "danger: none\r\npee: pale\r\nwhere: both\r\ndays: 1\r\nnew_runner: steady\r\n\
                shoe_distance: 450 mi\r\nshoe_looks: none\r\n";
    let utf16: Vec<u8> = "\u{feff}pee: pale\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let files: [(&[u8], i32); 5] = [
        (good.as_bytes(), 0),
        (&[b"\xef\xbb\xbf", good.as_bytes()].concat(), 0),
        (&utf16, 2),
        (b"pee: p\xe4le\n", 2),
        (b"pee: pale\xff\xfe\n", 2),
    ];
    let folder = Folder::new();
    let path = folder.path("answers.yaml");
    for (bytes, expected) in files {
        fs::write(&path, bytes).unwrap();
        let (code, said) = tried.check_answers(&path);
        assert_eq!(code, expected, "{said}");
    }
}

#[test]
fn a_name_given_twice_is_an_error_at_every_level_of_an_answers_file() {
    let mut tried = Tried::new("names given twice");
    let folder = Folder::new();
    let path = folder.path("answers.yaml");
    for text in [
        "pee: pale\npee: dark\n",
        "{\"pee\": \"pale\", \"pee\": \"dark\"}",
        "answers: { pee: pale, pee: dark }",
        "{\"answers\": {\"pee\": \"pale\", \"pee\": \"dark\"}}",
        "x: [{ a: 1, a: 2 }]",
    ] {
        fs::write(&path, text).unwrap();
        let (code, said) = tried.check_answers(&path);
        assert_eq!(code, 2);
        assert!(said.contains("twice"), "{said}");
    }
}

#[test]
fn numbers_that_are_none() {
    let mut tried = Tried::new("numbers that are none");
    let folder = Folder::new();
    let path = folder.path("file.yaml");
    let tiny = fs::read_to_string(TINY).unwrap();
    for number in [
        ".nan",
        ".inf",
        "-.inf",
        "1e999",
        "-1e999",
        "-5",
        "0x7fffffffffffffff",
        "99999999999999999999999999",
        "9223372036854775808",
        "-9223372036854775809",
    ] {
        fs::write(&path, format!("days: {number}")).unwrap();
        let (code, said) = tried.check_answers(&path);
        assert_eq!(code, 2, "{number}: {said}");
        assert!(said.contains("`days: "), "{number}: {said}");
        for (from, to) in [
            ("prior: 0.3", "prior: "),
            ("ratio: 6, because: you are new", "ratio: "),
            ("damping: 0.8", "damping: "),
            ("max: 2 years", "max: "),
            ("from: 14", "from: "),
        ] {
            let (rest, more) = (format!("{to}{number}"), from.split_once(", "));
            let rest = more.map_or(rest.clone(), |(_, more)| format!("{rest}, {more}"));
            assert!(tiny.contains(from));
            fs::write(&path, tiny.replacen(from, &rest, 1)).unwrap();
            let (code, said) = tried.check_rules(&path);
            // A ratio may be tiny, and a range may begin below what is asked for.
            let is_odd_but_fine = matches!(number, "-5") && to == "from: ";
            assert!(code == 4 || is_odd_but_fine, "{rest}: {said}");
        }
    }
}

#[test]
fn a_hostile_argument_is_shown_written_out() {
    let mut tried = Tried::new("hostile arguments");
    let tiny = ["--rules", TINY];
    let cases: [&[&str]; 9] = [
        &["check", "-a", &format!("pee={HOSTILE}")],
        &["check", "-a", &format!("days={HOSTILE}")],
        &["check", "-a", &format!("days=3 {HOSTILE}")],
        &["check", "-a", &format!("danger=chest,{HOSTILE}")],
        &["check", "-a", &format!("{HOSTILE}=pale")],
        &["check", "-a", HOSTILE],
        &["check", "--format", HOSTILE],
        &["check", HOSTILE],
        &["explain", HOSTILE],
    ];
    for case in cases {
        let (code, said) = tried.soreleg(case.iter().chain(&tiny));
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("\\u{9b}1m"), "{said}");
    }
    for case in [
        ["rules", HOSTILE],
        ["completions", HOSTILE],
        ["man", HOSTILE],
    ] {
        assert_eq!(tried.soreleg(case).0, 2);
    }
    assert_eq!(tried.soreleg(["rules", "explain", HOSTILE]).0, 2);
    let not_utf8 = OsString::from_vec(b"pee=\xff\x1b[2J".to_vec());
    assert_eq!(
        tried
            .soreleg([OsStr::new("check"), OsStr::new("-a"), &not_utf8])
            .0,
        2
    );
}

#[test]
fn a_hostile_file_name_is_shown_written_out() {
    let mut tried = Tried::new("hostile file names");
    let folder = Folder::new();
    let path = folder.path(HOSTILE);
    let name = path.to_str().unwrap();
    for case in [
        &["check", "--rules", name][..],
        &["check", "--answers", name],
        &["check", "-o", &format!("{name}/{HOSTILE}")],
        &["rules", "check", name],
        &["rules", "prove", name],
        &["rules", "show", name],
        &["rules", "test", name],
        &["rules", "test", "--rules", name],
    ] {
        let (code, said) = tried.soreleg(case);
        assert!(matches!(code, 1 | 2), "{case:?}: {said}");
        assert!(said.contains("x\\u{1b}[2J"), "{said}");
    }
    fs::write(&path, "title: [").unwrap();
    for format in ["text", "json", "sarif", "github"] {
        assert_eq!(
            tried
                .soreleg(["rules", "check", name, "--format", format])
                .0,
            4
        );
    }
    fs::copy(TINY, &path).unwrap();
    for format in ["text", "json", "markdown"] {
        let answers = ["-a", "danger=cold", "--format", format];
        let (code, _) = tried.soreleg(["check", "--rules", name].iter().chain(&answers));
        assert_eq!(code, 0);
    }
    let (code, said) = tried.soreleg(["check", "--rules", name, "-a", "pee=pale"]);
    assert_eq!(code, 3, "{said}");
    assert_eq!(tried.soreleg(["next", "--rules", name]).0, 0);
}

#[test]
fn hostile_text_in_files_is_shown_written_out() {
    let mut tried = Tried::new("hostile text in files");
    let folder = Folder::new();
    let path = folder.path("file.yaml");
    let quoted: String = HOSTILE
        .chars()
        .map(|c| {
            if is_unsafe(c) {
                format!("\\u{:04x}", c as u32)
            } else {
                c.to_string()
            }
        })
        .collect();
    for text in [
        format!("pee: \"{quoted}\""),
        format!("days: \"{quoted}\""),
        format!("\"{quoted}\": pale"),
        format!("pee: {HOSTILE}"),
        format!("{{\"pee\": \"{quoted}\", \"{quoted}\": 1}}"),
        format!("\"{quoted}"),
    ] {
        fs::write(&path, text).unwrap();
        assert_eq!(tried.check_answers(&path).0, 2);
    }
    let tiny = fs::read_to_string(TINY).unwrap();
    for (from, to) in [
        ("Where is it sore?", format!("\"{quoted}\"")),
        ("id: days", format!("id: \"{quoted}\"")),
        ("title: Sore legs, small", format!("\"{quoted}\": 1")),
        ("level: same_day", format!("level: \"{quoted}\"")),
        ("Shoes", HOSTILE.to_owned()),
    ] {
        assert!(tiny.contains(from));
        fs::write(&path, tiny.replacen(from, &to, 1)).unwrap();
        let (code, said) = tried.check_rules(&path);
        assert_eq!(code, 4, "{said}");
        for command in ["check", "questions", "next", "explain"] {
            let (code, _) = tried.soreleg([command, "--rules", path.to_str().unwrap()]);
            assert_eq!(code, 4);
        }
    }
}
