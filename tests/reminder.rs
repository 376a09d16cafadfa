//! The reminder of the day to look again: a file that any calendar reads and that gives nothing away.

use std::fs;

use crate::harness::{Ended, Folder, ROOT, Soreleg};

fn check(folder: &Folder, flags: &[&str]) -> Ended {
    let answers = format!("{ROOT}/tests/cmd/answers/marathon.yaml");
    let check = [
        "check",
        "--no-input",
        "--today",
        "2026-12-28",
        "--answers",
        &answers,
    ];
    Soreleg::new()
        .args(check.iter().chain(flags))
        .in_folder(folder)
        .run()
}

#[test]
fn it_says_look_again_and_the_day_and_nothing_else() {
    let folder = Folder::new();
    let ended = check(&folder, &["--reminder", "look-again.ics"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.says(&["The reminder for 4 Jan 2027 is in `look-again.ics`."]);
    let text = folder.read("look-again.ics");
    let (before, rest) = text.split_once("UID:look-again-").unwrap();
    let (number, after) = rest.split_at(32);
    assert!(
        number.bytes().all(|digit| digit.is_ascii_hexdigit()),
        "{text}"
    );
    let lines = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Look again//EN
BEGIN:VEVENT
UID
DTSTAMP:20261228T000000Z
DTSTART;VALUE=DATE:20270104
SUMMARY:Look again
DESCRIPTION:Look again
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Look again
TRIGGER:PT9H
END:VALARM
END:VEVENT
END:VCALENDAR
";
    assert_eq!(format!("{before}UID{after}"), lines.replace('\n', "\r\n"));
    assert!(text.lines().all(|line| line.len() <= 75));
    // Another is another, whoever's it is.
    check(&folder, &["--reminder", "second.ICS"]);
    assert_ne!(folder.read("second.ICS"), text);
}

#[test]
fn it_is_for_the_day_of_the_result_where_that_comes_sooner_than_its_level_says() {
    let folder = Folder::new();
    let trouble = "days=5 days,trend=same,pattern=after_runs,age=30,injury=none,state=none";
    let mut flags = vec!["--reminder", "look-again.ics", "--format", "json"];
    flags.extend(trouble.split(',').flat_map(|answer| ["-a", answer]));
    let ended = check(&folder, &flags);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let day = "\"look_again_on\": \"2026-12-29\"";
    assert!(ended.out.contains(day), "{}", ended.out);
    ended.says(&["The reminder for 29 Dec 2026"]);
}

#[test]
fn without_a_day_to_look_again_it_says_so() {
    let folder = Folder::new();
    let flags = ["-a", "emergency=chest", "--reminder", "look-again.ics"];
    let check = Soreleg::new().args(["check", "--no-input"]).args(flags);
    let ended = check.in_folder(&folder).run();
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.says(&["note: this result names no day to look again, so no reminder was written"]);
    assert!(!folder.path("look-again.ics").exists());
}

#[test]
fn it_never_replaces_a_file_and_is_refused_before_anything_is_asked() {
    let folder = Folder::new().with("mine.ics", "mine");
    for (flags, said) in [
        (&["--reminder", "mine.ics"][..], "`mine.ics` is taken"),
        (
            &["--reminder", "mine.ics", "-o", "a.md", "--force"],
            "`mine.ics` is taken",
        ),
        (
            &["--reminder", "a.ics", "-o", "a.ics", "--format", "text"],
            "`a.ics` is taken",
        ),
        (&["--reminder", "a.txt"], "end it in .ics"),
        (&["--reminder", "-"], "end it in .ics"),
    ] {
        let ended = check(&folder, flags);
        assert_eq!((ended.code, &*ended.out), (2, ""), "{flags:?}");
        ended.says(&[said]);
    }
    assert_eq!(folder.read("mine.ics"), "mine");
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 1);
    let ended = check(&folder, &["--reminder", "no/a.ics"]);
    assert_eq!(ended.code, 1);
    ended.says(&["cannot write `no/a.ics`"]);
}
