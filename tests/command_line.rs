//! What scripts rely on: exit codes, streams, files and replay.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/tiny.yaml");
const BINARY: &str = env!("CARGO_BIN_EXE_soreleg");

/// Answers that finish the interview, at four levels.
const CASES: [&str; 5] = [
    "danger=none pee=pale where=both days=7 new_runner=new shoe_distance=520mi shoe_looks=flat",
    "danger=none pee=dark where=both days=1day new_runner=steady shoe_distance=3000km",
    "danger=none pee=pale where=one bone=yes days=3weeks new_runner=not_sure shoe_distance=not_sure shoe_looks=none",
    "danger=cold,not_sure,chest",
    "danger=swollen pee=not_sure",
];

/// `soreleg COMMAND --rules tiny.yaml ARGUMENTS…`, without terminal and environment.
fn soreleg(arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command
        .env_clear()
        .stdin(Stdio::null())
        .arg(arguments[0])
        .args(["--rules", TINY])
        .args(&arguments[1..]);
    command
}

/// `soreleg check` with the answers of a case.
fn check<'a>(answers: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = soreleg(&["check"]);
    for answer in answers {
        command.args(["-a", answer]);
    }
    command
}

fn case(place: usize) -> impl DoubleEndedIterator<Item = &'static str> {
    CASES[place].split(' ')
}

/// Runs to the end; a panic is never right.
fn run(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert!(!stderr.contains("panicked"), "{stderr}");
    let code = status.code().expect("ended by a signal");
    (code, String::from_utf8(stdout).unwrap(), stderr)
}

fn run_with_input(command: &mut Command, input: &str) -> (i32, String, String) {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(&file, input).unwrap();
    run(command.stdin(File::open(&file).unwrap()))
}

fn json(command: &mut Command) -> String {
    let (code, stdout, stderr) = run(command.arg("--format=json"));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stderr, "");
    stdout
}

#[test]
fn nothing_given_and_nobody_to_ask_lists_everything_and_ends() {
    for arguments in [&["check"][..], &["check", "--no-input"]] {
        let (code, stdout, stderr) = run(&mut soreleg(arguments));
        assert_eq!((code, stdout.as_str()), (3, ""));
        for question in ["danger", "pee", "where", "bone", "days", "shoe_looks"] {
            assert!(stderr.contains(&format!("\n  {question}: ")), "{stderr}");
            assert!(stderr.contains(&format!("-a '{question}=?'")));
        }
    }
}

#[test]
fn the_command_for_bad_answers_is_accepted_once_its_gaps_are_filled() {
    let (_, faults, _) = run(soreleg(&["check", "-a", "pee=coal"]).arg("--format=json"));
    let faults: serde_json::Value = serde_json::from_str(&faults).unwrap();
    let command = faults["command"].as_str().unwrap();
    assert!(command.contains("-a 'pee=?' -a 'where=?'"), "{command}");
    assert_eq!(shell(command).0, 2);
    assert_eq!(shell(&command.replace('?', "not_sure")).0, 0);
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let full = || File::options().write(true).open("/dev/full").unwrap();
    for arguments in [&["questions"][..], &["explain"], &["next"]] {
        let (code, _, stderr) = run(soreleg(arguments).stdout(full()));
        assert_eq!(code, 1);
        assert!(stderr.contains("cannot write the result"), "{stderr}");
    }
    let (code, _, stderr) = run(check(case(0)).stdout(full()));
    assert_eq!(code, 1);
    assert!(stderr.contains("-a shoe_distance=520mi"), "{stderr}");
    // Nobody can be told, but the code is right.
    let (code, ..) = run(soreleg(&["check"]).stdout(full()).stderr(full()));
    assert_eq!(code, 3);
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    for arguments in [&["questions"][..], &["explain"], &["next"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (code, _, stderr) = run(soreleg(arguments).stdout(writer));
        assert_eq!((code, stderr.as_str()), (0, ""));
    }
}

#[test]
fn closed_streams_do_no_harm() {
    let (code, ..) = shell(&format!("soreleg check --rules {TINY} <&- >&- 2>&-"));
    assert_eq!(code, 3);
    let (code, ..) = shell(&format!(
        "soreleg check --rules {TINY} -a danger=cold <&- >&-"
    ));
    assert_eq!(code, 0);
}

#[test]
fn the_same_answers_give_the_same_bytes_however_they_come() {
    for place in 0..CASES.len() {
        let result = json(&mut check(case(place)));
        assert_eq!(json(&mut check(case(place).rev())), result);

        let data: serde_json::Value = serde_json::from_str(&result).unwrap();
        let (_, repeated, _) = shell(data["command"].as_str().unwrap());
        assert_eq!(repeated, result);

        for file in [result.clone(), data["answers"].to_string(), as_yaml(place)] {
            let mut command = soreleg(&["check", "--answers", "-", "--format=json"]);
            let (_, from_file, stderr) = run_with_input(&mut command, &file);
            assert_eq!(from_file, result, "{file}\n{stderr}");
        }

        let mut command = soreleg(&["check"]);
        for answer in case(place) {
            let (question, value) = answer.split_once('=').unwrap();
            command.env(format!("SORELEG_ANSWER_{}", question.to_uppercase()), value);
        }
        assert_eq!(json(&mut command), result);
    }
}

#[test]
fn a_saved_result_tells_that_it_was_made_with_other_rules() {
    let mut result: serde_json::Value = serde_json::from_str(&json(&mut check(case(0)))).unwrap();
    result["rules"]["sha256"] = "0123".into();
    let open = serde_json::json!({"rules": {"sha256": "0123"}, "answers": {"pee": "pale"}});
    let bad = serde_json::json!({"rules": {"sha256": "0123"}, "answers": {"gone": "yes"}});
    for (command, file) in [
        ("check", &result),
        ("check", &bad),
        ("next", &open),
        ("next", &bad),
    ] {
        let mut command = soreleg(&[command, "--answers", "-"]);
        if *command.get_args().next().unwrap() == *"check" {
            let (_, _, stderr) = run_with_input(&mut command, &file.to_string());
            assert!(
                stderr.contains("note: the saved result was made with other rules"),
                "{stderr}"
            );
            command.arg("--format=json");
        }
        let (_, stdout, _) = run_with_input(&mut command, &file.to_string());
        let data: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        assert!(
            data["notes"][0].as_str().unwrap().contains("other rules"),
            "{stdout}"
        );
    }
}

fn as_yaml(place: usize) -> String {
    case(place)
        .map(|answer| answer.replace('=', ": ") + "\n")
        .collect()
}

#[test]
fn a_flag_counts_before_the_file_and_the_file_before_the_environment() {
    let level = |command: &mut Command| {
        let (code, _, stderr) = run_with_input(command.arg("--exit-code"), "danger: swollen");
        assert_eq!(stderr, "");
        code
    };
    let from_environment = || {
        let mut command = check(["pee=pale"]);
        command.env("SORELEG_ANSWER_DANGER", "chest");
        command
    };
    assert_eq!(level(&mut from_environment()), 40);
    assert_eq!(level(from_environment().args(["--answers", "-"])), 30);
    let mut all = from_environment();
    all.args(["--answers", "-", "-a", "danger=cold"]);
    assert_eq!(level(&mut all), 40);
    // An answer that does not count is not looked at; an empty variable is none.
    let mut overruled = check(["pee=pale", "danger=swollen"]);
    overruled.env("SORELEG_ANSWER_PEE", "blue");
    overruled.env("SORELEG_ANSWER_DAYS", "");
    assert_eq!(level(&mut overruled), 30);
}

#[test]
fn faults_name_the_place_they_came_from() {
    let mut command = soreleg(&["check", "--answers", "-", "-a", "danger=cold"]);
    command.env("SORELEG_ANSWER_POO", "pale");
    let (code, _, stderr) = run_with_input(&mut command, "{\"days\": -1, \"where\": [\"up\"]}");
    assert_eq!(code, 2);
    for told in [
        "answers file, `days: -1`: -1 days is not from 0 days to 2 years",
        "answers file, `where: up`: `up` is not one of the answers",
        "`SORELEG_ANSWER_POO=pale`: there is no such question",
    ] {
        assert!(stderr.contains(told), "{stderr}");
    }
}

#[test]
fn a_hostile_answers_file_ends_quickly() {
    for file in [
        "[".repeat(100_000),
        "a: ".repeat(2000),
        "x".repeat(1 << 20),
        "\0".into(),
    ] {
        let mut command = soreleg(&["check", "--answers", "-"]);
        let (code, _, stderr) = run_with_input(&mut command, &file);
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.starts_with("error: answers file `-`: "), "{stderr}");
    }
}

#[test]
fn a_file_is_written_whole_for_its_owner_and_never_by_surprise() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.json");
    let save = |case: usize, more: &[&str]| {
        let mut command = check(self::case(case));
        run(command.args(["--format=json", "-o"]).arg(&path).args(more))
    };
    assert_eq!(save(0, &[]), (0, String::new(), String::new()));
    let first = fs::read_to_string(&path).unwrap();
    assert_eq!(first, json(&mut check(case(0))));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    let (code, _, stderr) = save(1, &[]);
    assert_eq!(code, 2);
    assert!(stderr.contains("exists; --force replaces it"), "{stderr}");
    assert_eq!(fs::read_to_string(&path).unwrap(), first);

    assert_eq!(save(1, &["--force"]).0, 0);
    assert_ne!(fs::read_to_string(&path).unwrap(), first);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "leftovers");

    let nowhere = folder.path().join("no/result.json");
    let (code, _, stderr) = run(check(case(0)).arg("-o").arg(nowhere));
    assert_eq!(code, 1);
    assert!(stderr.contains("cannot write"), "{stderr}");
    // A device is written to, not replaced.
    assert_eq!(
        run(check(case(0)).args(["-o", "/dev/null", "--force"])).0,
        0
    );
    assert!(!Path::new("/dev/null").is_file());
}

#[test]
fn the_example_for_scripts_works() {
    let guide = include_str!("../docs/scripting.md");
    let (_, rest) = guide.split_once("```python\n").unwrap();
    let (script, _) = rest.split_once("```").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("interview.py");
    fs::write(&path, script).unwrap();
    // Whatever the rules ask, a bad answer is asked again and `not_sure` is taken.
    let answers = "rubbish\n".to_owned() + &"not_sure\n".repeat(1000);
    let mut command = Command::new("python3");
    command.arg(&path).env("PATH", path_with_soreleg());
    let (code, stdout, stderr) = run_with_input(&mut command, &answers);
    assert_eq!(code, 0, "{stderr}");

    let (_, faults, _) = shell("soreleg check --format json </dev/null");
    let faults: serde_json::Value = serde_json::from_str(&faults).unwrap();
    let command = faults["command"].as_str().unwrap();
    let (_, result, _) = shell(&command.replace('?', "not_sure"));
    let result: serde_json::Value = serde_json::from_str(&result).unwrap();
    let title = result["triage"]["title"].as_str().unwrap();
    assert!(stdout.trim_end().ends_with(title), "{stdout}");
}

#[test]
fn next_comes_to_the_result_of_check() {
    let mut state = "{}".to_owned();
    let answers: Vec<&str> = case(0).collect();
    let mut flag: Vec<String> = Vec::new();
    let mut most_left = usize::MAX;
    let result = loop {
        let mut command = soreleg(&["next", "--answers", "-"]);
        let (code, stdout, _) = run_with_input(command.args(&flag), &state);
        assert_eq!(code, 0);
        let step: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        let Some(question) = step["question"]["id"].as_str() else {
            break step["result"].clone();
        };
        let left = usize::try_from(step["at_most_more"].as_u64().unwrap()).unwrap();
        assert!(left < most_left, "the number of questions left must fall");
        most_left = left;
        let answer = answers
            .iter()
            .find(|answer| answer.starts_with(&format!("{question}=")));
        flag = vec!["-a".to_owned(), (*answer.unwrap()).to_owned()];
        state = stdout;
    };
    let (_, checked, _) = shell(result["command"].as_str().unwrap());
    let checked: serde_json::Value = serde_json::from_str(&checked).unwrap();
    assert_eq!(result, checked);
}

#[test]
fn every_command_has_help_with_examples_and_a_manual_page() {
    for command in [
        "check",
        "questions",
        "next",
        "explain",
        "completions",
        "man",
    ] {
        let (code, help, _) = shell(&format!("soreleg {command} --help"));
        assert_eq!(code, 0);
        assert!(help.contains("Examples:\n  soreleg "), "{help}");
        let (code, page, _) = shell(&format!("soreleg man {command}"));
        assert_eq!(code, 0);
        assert!(page.contains(&format!("soreleg\\-{command}")), "{page}");
    }
}

#[test]
fn bash_completes_questions_and_values() {
    let complete = |line: &str| {
        let script = format!(
            "source <(soreleg completions bash) && COMP_LINE='{line}' COMP_POINT=${{#COMP_LINE}} \
             COMP_WORDS=({line}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)) && \
             compopt() {{ :; }} && COMP_POINT=${{#COMP_LINE}} && \
             _soreleg_with_names soreleg && printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let mut bash = Command::new("bash");
        bash.args(["-c", &script]).env("PATH", path_with_soreleg());
        let (code, stdout, stderr) = run(&mut bash);
        assert_eq!(code, 0, "{stderr}");
        stdout
    };
    let (_, questions, _) = shell("soreleg questions --format json");
    let questions: serde_json::Value = serde_json::from_str(&questions).unwrap();
    let id = questions["questions"][0]["id"].as_str().unwrap();
    assert!(complete("soreleg check -a ").contains(&format!("{id}=\n")));
    // Bash replaces only what follows the `=`.
    assert!(complete(&format!("soreleg check -a {id}=not")).contains("not_sure\n"));
    assert!(complete(&format!("soreleg next --answer {id}=not")).contains("not_sure\n"));
    for named in ["worn_sho", id, "arti"] {
        let names = complete(&format!("soreleg explain {named}"));
        assert!(!names.trim().is_empty(), "{named}");
        assert!(names.lines().all(|name| name.starts_with(named)), "{names}");
    }
}

/// A script is clap's with our part put in; the place for it must still be there.
#[test]
fn every_script_asks_soreleg_for_answers_and_names() {
    for name in ["bash", "zsh", "fish", "powershell"] {
        let (code, script, _) = shell(&format!("soreleg completions {name}"));
        assert_eq!(code, 0);
        for asked in ["--answer", "--explain"] {
            let call = format!("soreleg completions {asked}=");
            assert!(script.replace('"', "").contains(&call), "{name}: {call}");
        }
    }
}

fn path_with_soreleg() -> String {
    let folder = Path::new(BINARY).parent().unwrap().display();
    format!("{folder}:{}", std::env::var("PATH").unwrap_or_default())
}

/// Runs a line in a shell that knows soreleg.
fn shell(line: &str) -> (i32, String, String) {
    let mut command = Command::new("sh");
    run(command.args(["-c", line]).env("PATH", path_with_soreleg()))
}
