//! What scripts rely on: exit codes, streams, files and replay.

use std::fs::{self, File};
use std::path::Path;

use crate::harness::{Ended, Folder, Soreleg, TINY};

/// Answers that finish the interview, at four levels.
const CASES: [&str; 5] = [
    "danger=none pee=pale where=both days=7 new_runner=new shoe_distance=520mi shoe_looks=flat",
    "danger=none pee=dark where=both days=1day new_runner=steady shoe_distance=3000km",
    "danger=none pee=pale where=one bone=yes days=3weeks new_runner=not_sure shoe_distance=not_sure shoe_looks=none",
    "danger=cold,not_sure,chest",
    "danger=swollen pee=not_sure",
];

/// `soreleg check` with the answers of a case.
fn check<'a>(answers: impl IntoIterator<Item = &'a str>) -> Soreleg {
    Soreleg::with_tiny("check").answers(answers)
}

fn case(place: usize) -> impl DoubleEndedIterator<Item = &'static str> {
    CASES[place].split(' ')
}

/// A check that goes on with the answers of this file.
fn going_on(file: &str) -> Soreleg {
    Soreleg::with_tiny("check")
        .args(["--answers", "-"])
        .stdin_file(file)
}

/// The result, of which nothing is said but what it is.
fn result(soreleg: Soreleg) -> String {
    let Ended { code, out, err } = soreleg.args(["--format=json"]).run();
    assert_eq!((code, &*err), (0, ""));
    out
}

/// Runs a line in a shell that knows soreleg.
fn shell(line: &str) -> Ended {
    Soreleg::shell(line).run()
}

#[test]
fn capitals_make_no_difference() {
    let given = ["Danger=Chest,COLD", "PEE=Not_Sure"];
    let same = ["danger=chest,cold", "pee=not_sure"];
    assert_eq!(result(check(given)), result(check(same)));
}

#[test]
fn nothing_given_and_nobody_to_ask_lists_everything_and_ends() {
    for options in [&[][..], &["--no-input"]] {
        let Ended { code, out, err } = Soreleg::with_tiny("check").args(options).run();
        assert_eq!((code, out.as_str()), (3, ""));
        for question in ["danger", "pee", "where", "bone", "days", "shoe_looks"] {
            assert!(err.contains(&format!("\n  {question}: ")), "{err}");
            assert!(err.contains(&format!("-a '{question}=?'")));
        }
    }
}

#[test]
fn the_command_for_bad_answers_is_accepted_once_its_gaps_are_filled() {
    let faults = check(["pee=coal"]).args(["--format=json"]).run().json();
    let command = faults["command"].as_str().unwrap();
    assert!(command.contains("-a 'pee=?' -a 'where=?'"), "{command}");
    assert_eq!(shell(command).code, 2);
    assert_eq!(shell(&command.replace('?', "not_sure")).code, 0);
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let full = || File::options().write(true).open("/dev/full").unwrap();
    for command in ["questions", "explain", "next"] {
        let Ended { code, err, .. } = Soreleg::with_tiny(command).stdout(full()).run();
        assert_eq!(code, 1);
        assert!(err.contains("cannot write the result"), "{err}");
    }
    let Ended { code, err, .. } = check(case(0)).stdout(full()).run();
    assert_eq!(code, 1);
    assert!(err.contains("-a shoe_distance=520mi"), "{err}");
    // Nobody can be told, but the code is right.
    let untold = check([]).stdout(full()).stderr(full()).run();
    assert_eq!(untold.code, 3);
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    for command in ["questions", "explain", "next"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let Ended { code, err, .. } = Soreleg::with_tiny(command).stdout(writer).run();
        assert_eq!((code, err.as_str()), (0, ""));
    }
}

#[test]
fn closed_streams_do_no_harm() {
    let check = format!("soreleg check --rules {TINY}");
    assert_eq!(shell(&format!("{check} <&- >&- 2>&-")).code, 3);
    assert_eq!(shell(&format!("{check} -a danger=cold <&- >&-")).code, 0);
}

#[test]
fn the_same_answers_give_the_same_bytes_however_they_come() {
    for place in 0..CASES.len() {
        let result = self::result(check(case(place)));
        assert_eq!(self::result(check(case(place).rev())), result);

        let data: serde_json::Value = serde_json::from_str(&result).unwrap();
        let repeated = shell(data["command"].as_str().unwrap());
        assert_eq!(repeated.out, result);

        for file in [result.clone(), data["answers"].to_string(), as_yaml(place)] {
            let from_file = going_on(&file).args(["--format=json"]).run();
            assert_eq!(from_file.out, result, "{file}\n{}", from_file.err);
        }

        let from_environment = case(place).fold(check([]), |check, answer| {
            let (question, value) = answer.split_once('=').unwrap();
            check.env(
                &format!("SORELEG_ANSWER_{}", question.to_uppercase()),
                value,
            )
        });
        assert_eq!(self::result(from_environment), result);
    }
}

#[test]
fn a_saved_result_tells_that_it_was_made_with_other_rules() {
    let mut result = check(case(0)).args(["--format=json"]).run().json();
    result["rules"]["sha256"] = "0123".into();
    let open = serde_json::json!({"rules": {"sha256": "0123"}, "answers": {"pee": "pale"}});
    let bad = serde_json::json!({"rules": {"sha256": "0123"}, "answers": {"gone": "yes"}});
    for (command, file) in [
        ("check", &result),
        ("check", &bad),
        ("next", &open),
        ("next", &bad),
    ] {
        let with = |options: &[&str]| {
            let soreleg = Soreleg::with_tiny(command).args(["--answers", "-"]);
            soreleg.args(options).stdin_file(&file.to_string()).run()
        };
        let data = if command == "check" {
            with(&[]).says(&["note: the saved result was made with other rules"]);
            with(&["--format=json"]).json()
        } else {
            with(&[]).json()
        };
        assert!(
            data["notes"][0].as_str().unwrap().contains("other rules"),
            "{data}"
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
    let level = |check: Soreleg| {
        let check = check.args(["--exit-code"]);
        let Ended { code, err, .. } = check.stdin_file("danger: swollen").run();
        assert_eq!(err, "");
        code
    };
    let from_environment = || check(["pee=pale"]).env("SORELEG_ANSWER_DANGER", "chest");
    let and_file = || from_environment().args(["--answers", "-"]);
    assert_eq!(level(from_environment()), 40);
    assert_eq!(level(and_file()), 30);
    assert_eq!(level(and_file().answers(["danger=cold"])), 40);
    // An answer that does not count is not looked at; an empty variable is none.
    let overruled = check(["pee=pale", "danger=swollen"])
        .env("SORELEG_ANSWER_PEE", "blue")
        .env("SORELEG_ANSWER_DAYS", "");
    assert_eq!(level(overruled), 30);
}

#[test]
fn faults_name_the_place_they_came_from() {
    let Ended { code, err, .. } = going_on("{\"days\": -1, \"where\": [\"up\"]}")
        .answers(["danger=cold"])
        .env("SORELEG_ANSWER_POO", "pale")
        .run();
    assert_eq!(code, 2);
    for told in [
        "answers file, `days: -1`: -1 days is not from 0 days to 2 years",
        "answers file, `where: up`: `up` is not one of the answers",
        "`SORELEG_ANSWER_POO=pale`: there is no such question",
    ] {
        assert!(err.contains(told), "{err}");
    }
}

/// A blank value is no answer, as in a row; what can be none says what to write, and a result of a newer
/// soreleg is not read as if it were known.
#[test]
fn an_answers_file_is_read_as_people_and_programs_leave_it() {
    let next = |text: &str| {
        let next = Soreleg::with_tiny("next").args(["--answers", "-"]);
        next.stdin(text).run()
    };
    let ended = next("danger: [chest, null]\ndays:\npee: ''\n");
    let json = ended.json();
    let answers = serde_json::json!({"danger": ["chest"]});
    assert_eq!(
        (ended.code, &json["answers"]),
        (0, &answers),
        "{}",
        ended.out
    );
    for (text, what) in [
        (
            "danger: {cold: true}",
            "as a list, such as `[first, second]`",
        ),
        ("danger: []", "`none` means none of these"),
        ("dangr:", "no such question"),
        (
            r#"{"format": 2, "answers": {"pee": "pale"}}"#,
            "has format 2, and this soreleg knows 1",
        ),
    ] {
        let ended = next(text);
        assert!(ended.code == 2 && ended.out.contains(what), "{}", ended.out);
    }
    let folder = Folder::new();
    let utf16 = "danger: none\n".encode_utf16().flat_map(u16::to_le_bytes);
    let file = folder.write(
        "utf16.yaml",
        b"\xff\xfe"
            .iter()
            .copied()
            .chain(utf16)
            .collect::<Vec<u8>>(),
    );
    let next = Soreleg::with_tiny("next").args(["--answers"]).args([file]);
    assert!(next.run().out.contains("save the file as UTF-8"));
}

#[test]
fn standard_input_is_read_only_once() {
    for arguments in [
        &["check", "--no-input", "--rules", "-", "--answers", "-"][..],
        &["next", "--rules", "-", "--answers", "-"],
        &["batch", "--rules", "-"],
        &["batch", "-", "-"],
    ] {
        let Ended { code, out, err } = Soreleg::new().args(arguments).stdin("").run();
        assert_eq!((code, &*out), (2, ""), "{err}");
        assert!(err.contains("can be read only once"), "{err}");
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
        let Ended { code, err, .. } = going_on(&file).run();
        assert_eq!(code, 2, "{err}");
        assert!(err.starts_with("error: answers file `-`: "), "{err}");
    }
}

#[test]
fn a_file_is_written_whole_for_its_owner_and_never_by_surprise() {
    let folder = Folder::new();
    let path = folder.path("result.json");
    let save = |case: usize, more: &[&str]| {
        let check = check(self::case(case)).args(["--format=json", "-o"]);
        check.args([&path]).args(more).run()
    };
    let saved = save(0, &[]);
    assert_eq!((saved.code, &*saved.out, &*saved.err), (0, "", ""));
    let first = fs::read_to_string(&path).unwrap();
    assert_eq!(first, result(check(case(0))));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    let Ended { code, err, .. } = save(1, &[]);
    assert_eq!(code, 2);
    assert!(err.contains("exists\n  --force replaces it\n"), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), first);

    assert_eq!(save(1, &["--force"]).code, 0);
    assert_ne!(fs::read_to_string(&path).unwrap(), first);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "leftovers");

    let to = |path: &Path| check(case(0)).args([Path::new("-o"), path]);
    let Ended { code, err, .. } = to(&folder.path("no/result.json")).run();
    assert_eq!(code, 1);
    assert!(err.contains("cannot write"), "{err}");
    // A device is written to, not replaced.
    let device = to(Path::new("/dev/null")).args(["--force"]).run();
    assert_eq!(device.code, 0);
    assert!(!Path::new("/dev/null").is_file());
}

#[test]
fn the_example_for_scripts_works() {
    let guide = fs::read_to_string("docs/scripting.md").unwrap();
    let (_, rest) = guide.split_once("```python\n").unwrap();
    let (script, _) = rest.split_once("```").unwrap();
    let folder = Folder::new();
    let path = folder.write("interview.py", script);
    // Whatever the rules ask, a bad answer is asked again and `not_sure` is taken.
    let answers = "rubbish\n".to_owned() + &"not_sure\n".repeat(1000);
    let python = Soreleg::through("python3").args([path]);
    let Ended { code, out, err } = python.stdin_file(&answers).run();
    assert_eq!(code, 0, "{err}");

    let faults = shell("soreleg check --format json </dev/null").json();
    let command = faults["command"].as_str().unwrap();
    let result = shell(&command.replace('?', "not_sure")).json();
    let title = result["triage"]["title"].as_str().unwrap();
    assert!(out.trim_end().ends_with(title), "{out}");
}

#[test]
fn next_comes_to_the_result_of_check() {
    let mut state = "{}".to_owned();
    let answers: Vec<&str> = case(0).collect();
    let mut flag: Vec<String> = Vec::new();
    let mut most_left = usize::MAX;
    let result = loop {
        let next = Soreleg::with_tiny("next").args(["--answers", "-"]);
        let ended = next.args(&flag).stdin_file(&state).run();
        assert_eq!(ended.code, 0);
        let step = ended.json();
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
        state = ended.out;
    };
    let checked = shell(result["command"].as_str().unwrap());
    assert_eq!(result, checked.json());
}

#[test]
fn every_command_has_help_with_examples_and_a_manual_page() {
    let folder = Folder::new();
    let pages = folder.path("").display().to_string();
    assert_eq!(shell(&format!("soreleg man --all {pages}")).code, 0);
    let mut described = 0;
    for entry in fs::read_dir(&pages).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.strip_suffix(".1").unwrap();
        let page = folder.read(&file);
        assert!(page.contains(&name.replace('-', "\\-")), "{page}");
        for part in [
            ".SH EXAMPLES\n",
            "\n.SH ENVIRONMENT\n",
            "\n.SH \"EXIT STATUS\"\n",
            "\n.SH VERSION\nv",
        ] {
            assert!(page.contains(part), "{name}: {part}");
        }
        let command = name.replace('-', " ");
        let Ended { code, out, .. } = shell(&format!("{command} --help"));
        assert_eq!(code, 0);
        assert!(out.contains("Examples:\n  soreleg "), "{out}");
        // Each is described by what it does, not by one of its arguments.
        let above = name.rsplit_once('-').map_or("soreleg", |(above, _)| above);
        let about = out.lines().next().unwrap();
        let is_listed = shell(&format!("{} --help", above.replace('-', " ")));
        assert!(name == above || is_listed.out.contains(about), "{about}");
        described += 1;
    }
    assert!(described > 10);
    for command in ["check", "rules test"] {
        let page = shell(&format!("soreleg man {command}")).out;
        let file = format!("soreleg-{}.1", command.replace(' ', "-"));
        assert_eq!(page, folder.read(&file));
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
        let bash = Soreleg::through("bash").args(["-c", &script]);
        let Ended { code, out, err } = bash.run();
        assert_eq!(code, 0, "{err}");
        out
    };
    let questions = shell("soreleg questions --format json").json();
    let id = questions["questions"][0]["id"].as_str().unwrap();
    assert!(complete("soreleg check -a ").contains(&format!("{id}=\n")));
    // Bash replaces only what follows the `=`.
    assert!(complete(&format!("soreleg check -a {id}=not")).contains("not_sure\n"));
    assert!(complete(&format!("soreleg next --answer {id}=not")).contains("not_sure\n"));
    // The rules that the line names count.
    let tiny = format!("--rules {TINY}");
    assert_eq!(complete(&format!("soreleg check {tiny} -a pe")), "pee=\n");
    let assumed = complete(&format!("soreleg rules test {tiny} --assume pe"));
    assert_eq!(assumed, "pee=\n");
    assert_eq!(
        complete(&format!("soreleg explain {tiny} swollen")),
        "swollen_calf\n"
    );
    for named in ["worn_sho", id, "arti"] {
        let names = complete(&format!("soreleg explain {named}"));
        assert!(!names.trim().is_empty(), "{named}");
        assert!(names.lines().all(|name| name.starts_with(named)), "{names}");
    }
}

#[test]
fn bash_completes_names_of_files_with_blanks_and_of_folders() {
    let folder = Folder::new()
        .with("my answers.yaml", "pee: pale")
        .with_folder("rulesdir");
    let bash = Soreleg::through("bash").args(["--norc", "--noprofile", "-i"]);
    let bash = bash.env("PS1", "$ ").env("TERM", "dumb");
    let mut terminal = bash.in_folder(&folder).on_terminal(24, 80);
    terminal.sees(&["$"]);
    terminal.types("source <(soreleg completions bash); clear; echo ready\r");
    terminal.sees(&["ready", "$"]);
    terminal.types("soreleg check --answers my\t");
    terminal.sees(&[r"--answers my\ answers.yaml"]);
    terminal.types("--rules ru\t").sees(&["--rules rulesdir/"]);
}

/// A script is clap's with our part put in; the place for it must still be there.
#[test]
fn every_script_asks_soreleg_for_answers_and_names() {
    for name in ["bash", "zsh", "fish", "powershell"] {
        let Ended {
            code, out: script, ..
        } = shell(&format!("soreleg completions {name}"));
        assert_eq!(code, 0);
        let script = script.replace('"', "");
        for asked in ["--answer", "--explain"] {
            let call = format!("soreleg completions {asked}=");
            let calls: Vec<&str> = script.lines().filter(|line| line.contains(&call)).collect();
            assert!(!calls.is_empty(), "{name}: {call}");
            assert!(calls.iter().all(|call| call.contains("--line=")), "{name}");
        }
    }
}
