//! The diary: what is kept, only on request, and what no accident takes away.

use std::fs;
use std::path::Path;

use crate::harness::{ENTER, Ended, Folder, Soreleg, TINY, Terminal};

const ALL_BUT_ONE: &str =
    "danger=none pee=pale where=both days=3d new_runner=steady shoe_distance=450mi";

/// Where the diary lies below a home.
const DIARY: &str = ".local/share/soreleg/diary.jsonl";

fn at_home(home: &Folder, line: &str) -> Soreleg {
    Soreleg::new().args(line.split_whitespace()).at_home(home)
}

fn check(home: &Folder, line: &str) -> Soreleg {
    asked(home, line).answers(["shoe_looks=flat"])
}

/// With one question left.
fn asked(home: &Folder, line: &str) -> Soreleg {
    let check = at_home(
        home,
        &format!("check --rules {TINY} --all-questions {line}"),
    );
    check.answers(ALL_BUT_ONE.split_whitespace())
}

fn save(home: &Folder, day: &str, line: &str) -> Ended {
    let ended = check(home, &format!("--save --today {day} {line}")).run();
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended
}

fn days(home: &Folder) -> Vec<String> {
    let listed = at_home(home, "diary --format json").run().json();
    let checks = listed["checks"].as_array().unwrap().iter();
    checks
        .map(|check| check["date"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn nothing_is_kept_unless_asked() {
    let home = Folder::new();
    assert_eq!(check(&home, "").run().code, 0);
    assert_eq!(at_home(&home, "diary").run().code, 0);
    assert_eq!(fs::read_dir(home.path("")).unwrap().count(), 0);
}

#[test]
fn a_check_is_kept_and_the_first_time_it_is_said_where() {
    let home = Folder::new();
    let path = home.path(DIARY).display().to_string();
    let first = save(&home, "2026-05-03", "--format json");
    first.says(&["Kept", "health data in plain text", &path, "forget --all"]);
    assert_eq!(first.json()["triage"]["level"], "self_care");
    let second = save(&home, "2026-05-12", "--episode left-calf");
    second.says(&["Kept for next time in your diary as `left-calf`."]);
    assert!(!second.err.contains("plain text"), "{}", second.err);

    let Ended { code, out, err } = at_home(&home, "diary").run();
    assert_eq!((code, &*err), (0, ""));
    assert!(out.starts_with("Your diary: 2 checks\n1. 3 May 2026, soreness: "));
    assert!(out.contains("\n2. 12 May 2026, left-calf: "), "{out}");
    let shown = at_home(&home, "diary show 2").run().out;
    assert!(shown.contains("Check 2: 12 May 2026, left-calf"), "{shown}");
    assert!(shown.contains("450 mi"), "{shown}");
    let data = at_home(&home, "diary show 2 --format json").run().json();
    assert_eq!(data["checks"][0]["number"], 2);
    assert_eq!(data["checks"][0]["answers"]["shoe_distance"], "450 mi");
    assert_eq!(
        data["checks"][0]["rules"]["sha256"],
        first.json()["rules"]["sha256"]
    );
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_it_before_and_after_forgetting() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Folder::new();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for day in ["2026-05-03", "2026-05-12"] {
        save(&home, day, "");
    }
    let file = home.path(DIARY);
    assert_eq!((mode(file.parent().unwrap()), mode(&file)), (0o700, 0o600));
    assert_eq!(at_home(&home, "diary forget 1 --yes").run().code, 0);
    assert_eq!(
        (mode(&file), days(&home)),
        (0o600, vec!["2026-05-12".to_owned()])
    );
}

#[test]
fn another_file_is_named_by_a_flag_or_the_environment() {
    let home = Folder::new();
    save(&home, "2026-05-03", "--diary mine.jsonl");
    let named = check(&home, "--save --today 2026-05-12").env("SORELEG_DIARY", "ours.jsonl");
    assert_eq!(named.run().code, 0);
    let of = |name: &str| home.read(name).lines().count();
    assert_eq!((of("mine.jsonl"), of("ours.jsonl")), (1, 1));
    assert!(!home.path(DIARY).exists());
    assert!(
        at_home(&home, "diary --diary mine.jsonl")
            .run()
            .out
            .contains("3 May 2026")
    );
}

#[cfg(unix)]
#[test]
fn to_forget_reaches_what_a_link_leads_to() {
    let home = Folder::new();
    save(&home, "2026-05-03", "--diary mine.jsonl");
    std::os::unix::fs::symlink(home.path("mine.jsonl"), home.path("link.jsonl")).unwrap();
    save(&home, "2026-05-12", "--diary link.jsonl");
    assert_eq!(home.read("mine.jsonl").lines().count(), 2);
    let gone = at_home(&home, "diary forget 1 --yes --diary link.jsonl").run();
    assert_eq!((gone.code, home.read("mine.jsonl").lines().count()), (0, 1));
    let gone = at_home(&home, "diary forget --all --yes --diary link.jsonl").run();
    assert_eq!(gone.code, 0, "{}", gone.err);
    assert!(!home.path("mine.jsonl").exists());
}

#[test]
fn an_urgent_check_is_kept_like_any_other() {
    let home = Folder::new();
    let line = format!("check --rules {TINY} --save --exit-code -a danger=chest --no-input");
    let ended = at_home(&home, &line).run();
    assert_eq!(ended.code, 40);
    assert!(home.read(DIARY).contains("\"level\":\"emergency\""));
}

#[test]
fn two_programs_saving_and_forgetting_at_once_lose_nothing() {
    let home = Folder::new();
    save(&home, "2026-01-01", "--episode gone");
    let (many, each) = (6, 5);
    std::thread::scope(|scope| {
        for place in 0..many {
            let home = &home;
            scope.spawn(move || {
                for day in 1..=each {
                    save(
                        home,
                        &format!("2026-02-{day:02}"),
                        &format!("--episode {place}"),
                    );
                }
            });
        }
        scope.spawn(|| {
            let forgotten = at_home(&home, "diary forget 1 --yes").run();
            assert_eq!(forgotten.code, 0, "{}", forgotten.err);
        });
    });
    let listed = at_home(&home, "diary --format json").run().json();
    assert_eq!(listed["checks"].as_array().unwrap().len(), many * each);
    assert_eq!(listed["faults"].as_array().unwrap().len(), 0);
    assert!(!home.read(DIARY).contains("gone"));
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_and_the_result_is_shown() {
    let home = Folder::new();
    for day in ["2026-05-03", "2026-05-04"] {
        save(&home, day, "");
    }
    let before = home.read(DIARY);
    // A file may grow to the next kilobyte, and no more: part of the line can be written.
    let blocks = before.len().div_ceil(1024) * 2;
    let full = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let line = "--save --exit-code --today 2026-05-05 --format json";
    let ended = check(&home, line).within(&full).run();
    assert_eq!(ended.code, 1, "{}", ended.err);
    ended.says(&[
        "cannot keep this check",
        "nothing in the diary was lost",
        "soreleg check",
    ]);
    assert_eq!(ended.json()["triage"]["level"], "self_care");
    assert_eq!(home.read(DIARY), before);
    save(&home, "2026-05-05", "");
    assert_eq!(days(&home), ["2026-05-03", "2026-05-04", "2026-05-05"]);
}

#[test]
fn where_nothing_can_be_written_the_result_is_shown() {
    let home = Folder::new().with("file", "");
    for (name, said) in [
        ("file", "cannot keep this check in"),
        ("", "there is no home folder for a diary"),
    ] {
        let folder = home.path(name).display().to_string();
        let ended = check(&home, "--save --format json")
            .env("HOME", if name.is_empty() { "" } else { &folder })
            .run();
        assert_eq!(ended.code, 1);
        ended.says(&[said, "--diary FILE", "to repeat the check, run:"]);
        assert_eq!(ended.json()["triage"]["level"], "self_care");
    }
    let ended = check(&home, "--save --diary .").run();
    assert_eq!(ended.code, 1);
}

#[test]
fn a_broken_line_is_told_and_loses_no_other() {
    let home = Folder::new();
    save(&home, "2026-05-03", "");
    let good = home.read(DIARY);
    let newer = good.replace("\"format\":1", "\"format\":99");
    let torn = &good[..good.len() / 2];
    home.write(DIARY, [&good, "no JSON\n", &newer, torn].concat());
    // The torn line is closed before the next.
    save(&home, "2026-05-12", "");
    assert_eq!(home.read(DIARY).lines().nth(3), Some(torn));
    let listed = at_home(&home, "diary").run();
    assert_eq!(listed.code, 0);
    assert!(listed.out.contains("1. 3 May") && listed.out.contains("5. 12 May"));
    listed.says(&[
        "line 2: this is no check that was kept",
        "line 3: this check has format 99, and this soreleg knows 1; a newer one reads it",
        "line 4: this check is cut off",
    ]);
    assert_eq!(at_home(&home, "diary show 3").run().code, 1);
    // What cannot be read stays as it is, and can be forgotten by its number.
    assert_eq!(at_home(&home, "diary forget 1 2 --yes").run().code, 0);
    let rest = home.read(DIARY);
    assert!(rest.starts_with(&(newer + torn + "\n")), "{rest}");
}

#[test]
fn what_is_wrong_with_a_number_or_a_name_is_said() {
    let home = Folder::new();
    let nothing = at_home(&home, "diary chart").run();
    assert_eq!(nothing.code, 2);
    nothing.says(&["there is nothing to draw", "--save"]);
    save(&home, "2026-05-03", "--episode left-calf");
    for (line, said) in [
        ("diary show 2", "there is no check 2"),
        ("diary forget 0 --yes", "there is no check 0"),
        ("diary forget 1", "`--yes` gives it"),
        ("diary forget", "required"),
        ("diary forget 1 --all", "cannot be used with"),
        (
            "diary chart --episode left-claf",
            "did you mean `left-calf`?",
        ),
    ] {
        let ended = at_home(&home, line).run();
        assert_eq!(ended.code, 2, "{line}");
        ended.says(&[said]);
    }
    let long = check(&home, &format!("--save --episode {}", "x".repeat(41))).run();
    assert_eq!(long.code, 2);
    assert_eq!(days(&home), ["2026-05-03"]);
    let gone = at_home(&home, "diary forget --all --yes").run();
    gone.says(&["Forgotten: 1 check.", "Backups"]);
    assert!(!home.path(DIARY).exists());
}

#[test]
fn pain_and_urgency_are_drawn_over_time() {
    let home = Folder::new();
    let calf = "emergency=none pee=pale new_signs=none health=none where=one_place start=twinge \
                spot=calf feel=sharp days=2d age=30 injury=none pattern=builds clot=none \
                running=years shoes=none shoe_distance=300km";
    for (day, pain) in [("2026-05-12", 3), ("2026-05-03", 6), ("2026-05-20", 0)] {
        let line = format!("check --no-input --save --episode calf --today {day} -a pain={pain}");
        let ended = at_home(&home, &line).answers(calf.split_whitespace()).run();
        assert_eq!(ended.code, 0, "{}", ended.err);
    }
    let drawn = at_home(&home, "diary chart")
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm")
        .run()
        .out;
    let scores: Vec<&str> = drawn
        .lines()
        .filter(|line| line.contains(" of 10"))
        .collect();
    let bars = [
        "  3 May 2026   █████░░░ 6 of 10",
        "  12 May 2026  ███░░░░░ 3 of 10",
        "  20 May 2026  ░░░░░░░░ 0 of 10",
    ];
    assert_eq!(scores, bars, "{drawn}");
    let plain = at_home(&home, "diary chart --plain")
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm")
        .run()
        .out;
    assert!(
        plain.is_ascii() && plain.contains("  3 May 2026: 6 of 10\n"),
        "{plain}"
    );
    assert!(
        plain.contains("How urgent\n  3 May 2026: Take a break"),
        "{plain}"
    );
}

#[test]
fn hostile_text_is_shown_written_out() {
    const HOSTILE: &str = "x\\u001b[2J\\u202ey";
    let home = Folder::new();
    save(&home, "2026-05-03", "");
    let line = home.read(DIARY);
    let hostile = line
        .replace("\"soreness\"", &format!("\"{HOSTILE}\""))
        .replace("\"danger\"", &format!("\"{HOSTILE}\""))
        .replace("\"450 mi\"", &format!("\"{HOSTILE}\""))
        .replace("\"soreleg\":\"", &format!("\"soreleg\":\"{HOSTILE}"))
        .replace("\"sha256\":\"", &format!("\"sha256\":\"{HOSTILE}"));
    let broken = line.replace("\"self_care\"", &format!("\"{HOSTILE}\""));
    home.write(DIARY, [&*hostile, &broken].concat());
    for line in [
        "diary",
        "diary --format json",
        "diary show 1",
        "diary show 1 --format json",
        "diary show 2",
        "diary chart",
        "diary chart --episode x\u{1b}",
        "diary forget 1",
        "diary forget 1 --yes",
    ] {
        let Ended { out, err, .. } = at_home(&home, line).run();
        let said = out + &err;
        let is_unsafe = |c| c != '\n' && soreleg::text::is_unsafe(c);
        assert!(!said.contains(is_unsafe), "{line}: {said:?}");
        assert!(
            said.contains("u{1b}") || said.contains("u001b"),
            "{line}: {said}"
        );
    }
    let name = check(&home, "--save")
        .args(["--episode", "x\u{1b}[2Jy"])
        .run();
    assert_eq!(name.code, 2);
    assert!(!name.err.contains('\u{1b}'), "{}", name.err);
}

/// The usual window, at a result.
fn result(home: &Folder) -> Terminal {
    let check = asked(home, "--today 2026-05-03").env("TERM", "xterm");
    let mut terminal = check.on_terminal(24, 80);
    terminal.sees(&["What do the shoes look like?", "q stop"]);
    terminal.presses(&["1", ENTER]);
    terminal.sees(&["See the result"]).presses(&[ENTER]);
    terminal.sees(&["Enter: done"]);
    terminal
}

#[test]
fn below_a_result_a_key_keeps_it_under_a_name() {
    let home = Folder::new();
    let mut terminal = result(&home);
    terminal
        .waits_for_list()
        .presses(&["k"])
        .sees(&["Call this soreness (Enter: soreness, Esc: not now): >"]);
    terminal.waits_for_list().types("left calf\r");
    terminal.sees(&[
        "Kept for next time in your diary as `left calf`",
        "plain text",
        "Enter: done",
    ]);
    terminal
        .waits_for_list()
        .presses(&["k"])
        .sees(&["It is in your diary already."]);
    // What is changed and kept again takes the place of what was kept.
    terminal
        .waits_for_list()
        .presses(&["c"])
        .sees(&["> See the result"]);
    terminal
        .moves_down(2)
        .presses(&[ENTER])
        .sees(&["What colour"]);
    terminal
        .presses(&["2", ENTER])
        .sees(&["> See the result"])
        .presses(&[ENTER])
        .sees(&["Enter: done"]);
    terminal
        .waits_for_list()
        .presses(&["k"])
        .sees(&["as `left calf`", "Enter: done"]);
    terminal.waits_for_list().presses(&[ENTER]);
    assert_eq!(terminal.exits(), 0);
    let kept = home.read(DIARY);
    assert_eq!(kept.lines().count(), 1, "{kept}");
    assert!(kept.contains("\"pee\":\"dark\""), "{kept}");
}

#[test]
fn by_lines_it_is_kept_too_and_forgotten_only_on_a_yes() {
    let home = Folder::new();
    let mut terminal = asked(&home, "--plain --today 2026-05-03").on_terminal(24, 80);
    terminal.sees(&["q stop. >"]).types("1\r");
    terminal.sees(&["Enter: see the result"]).types("\r");
    terminal.sees(&["Enter: done", ">"]).types("k\r");
    terminal
        .sees(&["Call this soreness (Enter: soreness, b: not now):", ">"])
        .types("\r");
    terminal
        .sees(&["Kept for next time", "Enter: done"])
        .types("\r");
    assert_eq!(terminal.exits(), 0);
    for (answer, code, left) in [("\r", 0, 1), ("no\r", 0, 1), ("yes\r", 0, 0)] {
        let mut terminal = at_home(&home, "diary forget --all").on_terminal(24, 80);
        terminal
            .sees(&["Forget 1 check? Type yes or no."])
            .types(answer);
        assert_eq!(terminal.exits(), code);
        assert_eq!(days(&home).len(), left, "{answer:?}");
    }
}
