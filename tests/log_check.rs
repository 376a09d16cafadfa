//! A check that takes facts from a training log; and each edge of the logs, as a runner meets it.

use std::fs;
use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use soreleg::answer::Answers;
use soreleg::answers::case::Case;
use soreleg::assess::{Engine, assess};
use soreleg::authoring::prove::Runners;
use soreleg::interview::Interview;
use soreleg::interview::what_if::what_if;
use soreleg::log::record::Record;
use soreleg::log::{self, Log, Settings};
use soreleg::report::Report;
use soreleg::rulebook::Rulebook;
use soreleg::rulebook::from_log::Said;

use crate::harness::{ENTER, Ended, Folder, ROOT, Soreleg};

/// Everything but the shoes, of somebody whose shins ache.
const ANSWERS: [&str; 16] = [
    "emergency=none",
    "pee=pale",
    "new_signs=none",
    "health=none",
    "where=both_lower",
    "start=crept",
    "spot=spread",
    "feel=dull",
    "days=0",
    "age=40",
    "trend=returns",
    "pain=2",
    "pattern=after_runs",
    "running=years",
    "state=none",
    "shoes=none",
];

fn file(name: &str) -> String {
    format!("{ROOT}/tests/logs/{name}.csv")
}

/// A check of those answers and more, with a log.
fn check(log: &str, arguments: &[&str]) -> Soreleg {
    let day = ["--today", "2026-06-15", "--tz", "UTC"];
    Soreleg::new()
        .args(["check", "--log", &file(log)])
        .args(day)
        .args(arguments)
}

/// The answers, and more in their place.
fn answers(more: &[&'static str]) -> impl Iterator<Item = &'static str> {
    let id = |answer: &'static str| answer.split_once('=').unwrap().0;
    let replaced: Vec<&str> = more.iter().copied().map(id).collect();
    let kept = ANSWERS
        .into_iter()
        .filter(move |answer| !replaced.contains(&id(answer)));
    kept.chain(more.to_vec())
}

fn checked(log: &str, more: &[&'static str]) -> Ended {
    let json = ["--no-input", "--format", "json"];
    check(log, &json).answers(answers(more)).run()
}

/// What `next` offers for `running`, given all other answers.
fn offered(log: &str, more: &[&'static str]) -> Value {
    let unknown = ["shoe_distance=not_sure", "shoe_age=not_sure"];
    let given = answers(more).filter(|answer| !answer.starts_with("running"));
    let step = Soreleg::new()
        .args([
            "next",
            "--log",
            &file(log),
            "--today",
            "2026-06-15",
            "--tz",
            "UTC",
        ])
        .answers(given.chain(unknown))
        .run();
    let step = step.json();
    assert_eq!(step["question"]["id"], "running", "{step:#}");
    step["offered"].clone()
}

fn asks(ended: &Ended, question: &str) -> bool {
    assert_eq!(ended.code, 3, "{}", ended.out);
    let faults = ended.json()["faults"].to_string();
    faults.contains(&format!("\"question\":\"{question}\""))
}

#[test]
fn an_answer_from_the_log_gives_what_it_gives_when_typed_but_for_its_origin() {
    let mut with_log = checked("07-same-shoe-name-two-pairs", &[]).json();
    let typed = checked("02-header-only", &["shoe_distance=160km"]).json();
    let origin = with_log.as_object_mut().unwrap().remove("from_log");
    assert_eq!(with_log, typed);
    let origin = origin.unwrap();
    assert_eq!(origin[0]["question"], "shoe_distance");
    assert_eq!(origin[0]["says"], "160 km, since 18 Apr 2026");
    // The command that repeats it carries the answer, never the log.
    let command = with_log["command"].as_str().unwrap();
    assert!(command.contains("-a shoe_distance=160km") && !command.contains("--log"));
}

#[test]
fn the_result_says_what_came_from_the_log() {
    let log = "07-same-shoe-name-two-pairs";
    let full = check(log, &["--no-input"]).answers(ANSWERS).run();
    assert!(
        full.out
            .contains("From your log\n- Shoe distance: 160 km, since 18 Apr 2026")
    );
    assert!(full.out.contains("(from your log: 160 km)"), "{}", full.out);
    let page = check(log, &["--no-input", "--format", "markdown"])
        .answers(ANSWERS)
        .run();
    let says = "160 km (from the training log: 160 km, since 18 Apr 2026)";
    assert!(page.out.contains(says), "{}", page.out);
}

#[test]
fn the_runners_own_answer_is_stronger_and_the_difference_is_said() {
    let ended = checked("07-same-shoe-name-two-pairs", &["shoe_distance=500km"]);
    let json = ended.json();
    assert_eq!(json["answers"]["shoe_distance"], "500 km");
    assert!(json.get("from_log").is_none());
    let note = json["notes"][0].as_str().unwrap();
    let says =
        "`shoe_distance`: you said 500 km, which counts; your log says 160 km, since 18 Apr 2026";
    assert_eq!(note, says);
    let ended = checked(
        "07-same-shoe-name-two-pairs",
        &["shoe_distance=not_sure", "shoe_age=not_sure"],
    );
    assert!(!ended.json()["notes"].to_string().contains("your log"));
}

#[test]
fn facts_are_those_before_the_trouble_began() {
    let shoes = |days| checked("07-same-shoe-name-two-pairs", &[days]).json();
    assert_eq!(shoes("days=0")["answers"]["shoe_distance"], "160 km");
    assert_eq!(
        shoes("days=30 days")["from_log"][0]["says"],
        "80 km, since 18 Apr 2026"
    );
    // Before the new pair, the old one of the same name.
    assert_eq!(
        shoes("days=120 days")["from_log"][0]["says"],
        "600 km, since 22 Aug 2025"
    );
}

#[test]
fn a_list_is_shown_with_ticks_and_never_answered() {
    let ended = checked("17-long-run-spike", &["shoe_distance=100km"]);
    assert_eq!(ended.code, 0);
    let given = ANSWERS
        .into_iter()
        .filter(|answer| !answer.starts_with("running"));
    let ended = check("17-long-run-spike", &["--no-input"])
        .answers(given.chain(["shoe_distance=100km"]))
        .run();
    assert_eq!(ended.code, 3);
    ended.says(&["running:", "-a 'running=longer,?'"]);
    let offered = offered("17-long-run-spike", &[]);
    assert_eq!(offered["answer"], "longer");
    let says = "your run of 15 Jun 2026 was 51 % longer than any of the 30 days before";
    assert_eq!(offered["says"], says);
    // A runner who does not agree is stronger here as well.
    let ended = checked(
        "17-long-run-spike",
        &["running=none", "shoe_distance=100km"],
    );
    let note = ended.json()["notes"][0].as_str().unwrap().to_owned();
    assert!(
        note.starts_with("`running`: you said") && note.ends_with(says),
        "{note}"
    );
}

#[test]
fn plain_lines_show_what_the_log_says() {
    let given = ANSWERS
        .into_iter()
        .filter(|answer| !answer.starts_with("running"));
    let ended = check("17-long-run-spike", &["--plain"])
        .answers(given.chain(["shoe_distance=100km"]))
        .stdin("5\n\n")
        .run();
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.says(&[
        "Ticked from your log, not yet your answer: One run somewhat longer",
        "51 % longer",
    ]);
    // What is only at least so is offered, and Enter takes it.
    let ended = check("06-gear-on-some-runs", &["--plain", "--format", "json"])
        .answers(ANSWERS)
        .stdin("\n\n")
        .run();
    ended.says(&[
        "From your log: at least 102 km, since 23 Feb 2026;",
        "(Enter takes 102 km)",
    ]);
    let json = ended.json();
    assert_eq!(json["answers"]["shoe_distance"], "102 km");
    assert!(json.get("from_log").is_none(), "the runner has answered");
}

#[test]
fn every_answer_of_the_log_is_seen_before_the_result_and_can_be_changed() {
    // Nothing is left to ask, and yet the review comes.
    let plain = |lines: &str| {
        let check = check(
            "07-same-shoe-name-two-pairs",
            &["--plain", "--format", "json"],
        );
        check.answers(ANSWERS).stdin(lines).run()
    };
    let ended = plain("\n");
    ended.says(&["Your answers", "Shoe distance: 160 km (from your log)"]);
    assert_eq!(ended.json()["answers"]["shoe_distance"], "160 km");
    let number = ended
        .err
        .lines()
        .find(|line| line.contains("Shoe distance: 160 km"))
        .unwrap();
    let number = number.split_whitespace().next().unwrap();
    let ended = plain(&format!("{number}\n900 km\n\n"));
    ended.says(&["From your log: 160 km, since 18 Apr 2026 (Enter takes 160 km)"]);
    let json = ended.json();
    assert_eq!(json["answers"]["shoe_distance"], "900 km");
    assert!(json.get("from_log").is_none());
    assert!(
        json["notes"][0]
            .as_str()
            .unwrap()
            .contains("your log says 160 km")
    );
}

#[test]
fn an_interview_that_stops_carries_answers_and_never_the_log() {
    let ended = check("07-same-shoe-name-two-pairs", &["--plain"])
        .answers(
            ANSWERS
                .into_iter()
                .filter(|answer| !answer.starts_with("running")),
        )
        .stdin("q\n")
        .run();
    assert_eq!(ended.code, 3);
    ended.says(&["-a shoe_distance=160km"]);
    assert!(!ended.err.contains("--log"));
    // While nobody knows up to which day it counts, it is asked anew.
    let ended = check("07-same-shoe-name-two-pairs", &["--plain"])
        .stdin("q\n")
        .run();
    assert!(!ended.err.contains("shoe_distance="), "{}", ended.err);
}

#[test]
fn lists_in_a_terminal_have_the_ticks_of_the_log() {
    let given = ANSWERS
        .into_iter()
        .filter(|answer| !answer.starts_with("running"));
    let mut screen = check("17-long-run-spike", &[])
        .answers(given.chain(["shoe_distance=100km"]))
        .env("TERM", "xterm")
        .on_terminal(40, 80);
    screen.sees(&[
        "Ticked from your log",
        "51 % longer",
        "[x]",
        "One run somewhat longer",
    ]);
    screen.types(ENTER).sees(&["Running", "one longer run"]);
}

// The edges of the logs, by the number of their file.

#[test]
fn edge_1_an_empty_log_is_an_error_and_one_without_rows_answers_nothing() {
    let ended = checked("01-empty", &[]);
    assert_eq!(ended.code, 2);
    ended.says(&["the file is empty"]);
    assert!(asks(&checked("02-header-only", &[]), "shoe_distance"));
}

#[test]
fn edge_2_rides_alone_answer_nothing() {
    assert!(asks(&checked("03-only-rides", &[]), "shoe_distance"));
    let told = Soreleg::new()
        .args(["log", &file("03-only-rides"), "--tz", "UTC"])
        .run();
    assert!(
        told.out.contains("20 activities, no run among them."),
        "{}",
        told.out
    );
}

#[test]
fn edge_3_what_is_dated_after_today_counts_for_nothing() {
    let told = |today| {
        let line = [
            "log",
            &file("04-future-dates"),
            "--tz",
            "UTC",
            "--today",
            today,
        ];
        Soreleg::new()
            .args(line)
            .args(["--format", "json"])
            .run()
            .json()
    };
    assert_eq!(told("2026-06-15")["facts"]["newest_run"], "2026-06-14");
    assert_eq!(told("2026-06-15")["facts"]["left_out"]["future"], 2);
    assert_eq!(told("2027-07-30")["facts"]["left_out"]["future"], 0);
    let old = fs::read_to_string(file("17-long-run-spike"))
        .unwrap()
        .replace("Mar 24, 2026", "Mar 24, 1991");
    let folder = Folder::new().with("log.csv", &old);
    let told = folder
        .soreleg("log log.csv --tz UTC --today 2026-06-15 --format json")
        .json();
    let dropped = told["facts"]["left_out"]["before_1995"].as_u64().unwrap();
    assert!(dropped > 0 || !old.contains("1991"));
}

#[test]
fn edge_4_a_copy_is_dropped_and_strides_are_not() {
    let log = "05-two-runs-one-day-and-a-double-recording";
    let line = [
        "log",
        &file(log),
        "--tz",
        "UTC",
        "--today",
        "2026-06-15",
        "--show-facts",
    ];
    let told = Soreleg::new().args(line).run().out;
    assert!(
        told.contains("left out: 1 recorded twice") && told.contains("53 runs"),
        "{told}"
    );
    assert!(told.contains("runs_per_week: 5.25\n") && told.contains("rest_days: at most 3\n"));
}

#[test]
fn edge_5_shoes_of_some_runs_are_asked_about() {
    assert!(asks(&checked("06-gear-on-some-runs", &[]), "shoe_distance"));
}

#[test]
fn edge_6_two_pairs_of_one_name_are_told_apart_by_their_number() {
    let json = checked("07-same-shoe-name-two-pairs", &[]).json();
    assert_eq!(json["answers"]["shoe_distance"], "160 km");
}

#[test]
fn edge_7_kilometres_and_miles_are_told_from_the_steps_or_not_at_all() {
    let facts = |log, more: &[&str]| {
        let line = [
            "log",
            &file(log),
            "--today",
            "2026-06-15",
            "--format",
            "json",
        ];
        Soreleg::new().args(line).args(more).run().json()["facts"].clone()
    };
    assert_eq!(
        facts("08-garmin-miles", &[])["week_km"],
        facts("09-garmin-km", &[])["week_km"]
    );
    let unknown = facts("10-garmin-unit-unknown", &[]);
    assert!(unknown["week_km"].is_null() && unknown["longest_30_km"].is_null());
    assert_eq!(unknown["rest_days_7"], 3);
    assert_eq!(
        facts("10-garmin-unit-unknown", &["--unit", "mi"])["week_km"],
        32.0
    );
    assert_eq!(facts("19-garmin-track-metres", &[])["week_km"], 37.0);
    assert_eq!(facts("21-runkeeper-km", &[])["week_km"], 32.0);
}

#[test]
fn edge_8_a_german_log_says_the_same() {
    let facts = |log, zone| {
        let line = [
            "log",
            &file(log),
            "--today",
            "2026-06-15",
            "--format",
            "json",
            "--tz",
            zone,
        ];
        Soreleg::new().args(line).run().json()["facts"].clone()
    };
    assert_eq!(
        facts("11-strava-german", "Europe/Berlin"),
        facts("12-bom-crlf", "UTC")
    );
}

#[test]
fn edges_9_and_10_marks_of_spreadsheets_and_line_breaks_change_nothing() {
    let facts = |log: &str| {
        let line = [
            "log",
            &file(log),
            "--today",
            "2026-06-15",
            "--format",
            "json",
            "--tz",
            "UTC",
        ];
        Soreleg::new().args(line).run().json()["facts"].clone()
    };
    let plain = facts("12-bom-crlf");
    for log in ["13-quoted-newlines", "20-spreadsheet-semicolons"] {
        assert_eq!(facts(log), plain, "{log}");
    }
    let cut = checked("23-quote-never-closed", &[]);
    assert_eq!(cut.code, 2);
    cut.says(&["line 48, column 12"]);
}

#[test]
fn edge_11_twenty_years_tick_years_and_no_more() {
    assert_eq!(offered("14-twenty-years", &[])["answer"], "years");
}

#[test]
fn edge_12_a_log_that_ended_long_ago_answers_nothing_about_training() {
    assert!(offered("15-stale", &[]).is_null());
    // Its shoes have gone that far at least.
    let text = fs::read_to_string(file("07-same-shoe-name-two-pairs")).unwrap();
    let folder = Folder::new().with("log.csv", &text);
    let ended = folder.soreleg("log log.csv --tz UTC --today 2026-08-15 --show-facts");
    assert!(
        ended.out.contains("shoe_distance: at least 160 km\n"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("runs_per_week: unknown\n"));
    // That was yesterday when it began two months ago.
    assert!(offered("15-stale", &["days=60 days"]).is_null());
}

#[test]
fn edge_13_a_comeback_is_no_jump() {
    assert!(
        offered("16-comeback", &[]).is_null(),
        "three weeks are under four"
    );
    let line = [
        "log",
        &file("16-comeback"),
        "--today",
        "2026-06-15",
        "--tz",
        "UTC",
        "--show-facts",
    ];
    let told = Soreleg::new().args(line).run().out;
    assert!(
        told.contains("break: 24 days\n") && told.contains("longest_jump: 0\n"),
        "{told}"
    );
}

#[test]
fn edge_14_one_long_run_is_told_with_its_day() {
    assert_eq!(offered("17-long-run-spike", &[])["answer"], "longer");
}

#[test]
fn edge_15_days_are_those_where_the_runner_was() {
    let newest = |zone| {
        let line = [
            "log",
            &file("18-utc-evening-denver"),
            "--today",
            "2026-06-15",
            "--tz",
            zone,
        ];
        let told = Soreleg::new()
            .args(line)
            .args(["--format", "json"])
            .run()
            .json();
        told["facts"]["newest_run"].clone()
    };
    assert_eq!(newest("America/Denver"), "2026-06-13");
    assert_eq!(newest("UTC"), "2026-06-14");
}

#[test]
fn edge_16_rows_that_cannot_be_read_spoil_no_other() {
    let line = [
        "log",
        &file("22-bad-rows"),
        "--today",
        "2026-06-15",
        "--tz",
        "UTC",
    ];
    let told = Soreleg::new().args(line).run().out;
    assert!(
        told.contains("48 runs") && told.contains("line 50, column 2") && told.contains("line 51")
    );
}

#[test]
fn edge_17_what_is_no_log_names_the_three_that_are() {
    let ended = checked("24-not-a-training-log", &[]);
    assert_eq!(ended.code, 2);
    ended.says(&[
        "no list of activities",
        "Strava:",
        "Garmin Connect",
        "Runkeeper",
    ]);
}

// What holds of any runner.

/// Logs that answer something.
static LOGS: LazyLock<Vec<Log>> = LazyLock::new(|| {
    let names = [
        "05-two-runs-one-day-and-a-double-recording",
        "06-gear-on-some-runs",
        "07-same-shoe-name-two-pairs",
        "14-twenty-years",
        "16-comeback",
        "17-long-run-spike",
    ];
    let settings = Settings {
        zone: jiff::tz::TimeZone::UTC,
        unit: None,
    };
    names
        .map(|name| log::read(&fs::read(file(name)).unwrap(), &settings).unwrap())
        .into()
});

/// A runner's answers, of which every so manieth was not given.
fn some_answers(rulebook: &Rulebook, seed: u64, gaps: usize) -> Answers {
    let mut answers = Runners::new(rulebook, seed).draw().clone();
    for question in rulebook.questions.indices() {
        if (usize::from(question) + usize::try_from(seed % 7).unwrap()) % gaps == 0 {
            answers.clear(question);
        }
    }
    answers
}

/// Tries drawn runners, each with a log and the day it is looked at.
fn for_runners(test: impl Fn(&Rulebook, u64, Answers, &Record)) {
    let config = ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let rulebook = Rulebook::built_in();
    let drawn = (any::<u64>(), 0..LOGS.len(), 1..5_usize, 0..60_i8);
    let ended = TestRunner::new(config).run(&drawn, |(seed, log, gaps, days)| {
        let today = date(2026, 6, 15).saturating_sub(jiff::Span::new().days(days));
        let own = some_answers(&rulebook, seed, gaps);
        test(&rulebook, seed, own, &Record::new(&LOGS[log], today, None));
        Ok(())
    });
    ended.unwrap_or_else(|error| panic!("{error}"));
}

/// Filled in from a log or typed: the same questions are left, and the same result comes of it.
#[test]
fn facts_filled_in_are_answers_like_any_other() {
    for_runners(|rulebook, _, own, record| {
        let filled = Interview::new(rulebook, own, false).with_log(Some(record));
        let typed = Interview::new(rulebook, filled.case().answers().clone(), false);
        assert_eq!(filled.open_questions(), typed.open_questions());
        let [filled, typed] = [filled, typed].map(|interview| {
            let mut data = data_of(&interview);
            data.as_object_mut().unwrap().remove("from_log");
            data.as_object_mut().unwrap().remove("notes");
            data
        });
        assert_eq!(filled, typed);
    });
}

/// The result as data.
fn data_of(interview: &Interview) -> Value {
    let case = interview.case();
    let assessment = assess(case);
    let what_if = what_if(&mut Engine::new(case.rulebook()), case, &assessment);
    let report = Report {
        of_log: interview.of_log(),
        ..Report::new(case, &assessment, &what_if)
    };
    serde_json::to_value(report.data()).unwrap()
}

/// Whether the runner would have left open what the log answers, or said it otherwise.
#[test]
fn a_fact_never_lowers_a_level() {
    for_runners(|rulebook, seed, own, record| {
        let filled = Interview::new(rulebook, own.clone(), false).with_log(Some(record));
        let level = assess(filled.case()).level;
        assert!(level >= assess(&Case::new(rulebook, own)).level);
        let mut runners = Runners::new(rulebook, seed ^ 1);
        for _ in 0..5 {
            let other = runners.draw().clone();
            let mut otherwise = filled.case().answers().clone();
            for (question, _) in &filled.of_log().answered {
                otherwise.set(*question, other.get(*question).unwrap());
            }
            assert!(level >= assess(&Case::new(rulebook, otherwise)).level);
        }
        for says in record.says(rulebook, None) {
            let is_list = matches!(says.said, Said::Ticks(_));
            assert!(!is_list || !filled.is_from_log(says.question));
        }
    });
}
