//! Coming back: what an earlier check saves, what it never hides, and whether it goes as it should.

use jiff::ToSpan as _;
use proptest::prelude::*;
use proptest::sample;

use crate::harness::{CTRL_C, ENTER, ESCAPE, Ended, Folder, Soreleg, Terminal};

const DIARY: &str = ".local/share/soreleg/diary.jsonl";

/// A pulled calf on the first day.
const CALF: &str = "emergency=none pee=pale new_signs=none health=none where=one_place start=twinge \
                    spot=calf feel=dull days=0d age=35 injury=none pattern=some_moves pain=6 clot=none \
                    running=years shoes=none shoe_distance=250km";

/// What is asked again of it, with how it is a week later.
const LATER: &str = "emergency=none pee=pale new_signs=none health=none where=one_place spot=calf \
                     feel=dull trend=better injury=none pattern=some_moves pain=3 clot=none state=none";

fn soreleg(home: &Folder, line: &str, answers: &str) -> Soreleg {
    let words = line.split_whitespace();
    Soreleg::new()
        .args(words)
        .answers(answers.split_whitespace())
        .at_home(home)
}

/// A home in which a calf was kept on 3 May.
fn with_calf() -> Folder {
    let home = Folder::new();
    keep(&home, "2026-05-03", "left-calf", CALF);
    home
}

fn keep(home: &Folder, day: &str, episode: &str, answers: &str) {
    let line = format!("check --no-input --save --today {day} --episode {episode}");
    let ended = soreleg(home, &line, answers).run();
    assert_eq!(ended.code, 0, "{}", ended.err);
}

/// Answers, some of them otherwise.
fn but(answers: &str, others: &str) -> String {
    let id = |answer: &str| answer.split('=').next().unwrap().to_owned();
    let others: Vec<&str> = others.split_whitespace().collect();
    let kept = answers.split_whitespace();
    let kept = kept.filter(|answer| others.iter().all(|other| id(other) != id(answer)));
    kept.chain(others.iter().copied())
        .collect::<Vec<_>>()
        .join(" ")
}

fn again(home: &Folder, day: &str, line: &str, answers: &str) -> Ended {
    let line = format!("again --no-input --same yes --today {day} {line}");
    soreleg(home, &line, answers).run()
}

fn course(home: &Folder, day: &str, answers: &str) -> serde_json::Value {
    let ended = again(home, day, "--format json", answers);
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.json()
}

#[test]
fn the_result_begins_with_what_changed_and_whether_that_is_how_it_should_go() {
    let home = with_calf();
    let short = again(&home, "2026-05-12", "--short", LATER);
    assert_eq!(short.code, 0, "{}", short.err);
    let begins = "9 days ago: pain 6 of 10, now 3. That is how it should go.\nTake a break";
    assert!(short.out.starts_with(begins), "{}", short.out);
    assert!(
        short
            .out
            .contains("Look again on 19 May 2026: soreleg again")
    );
    assert!(short.out.lines().count() <= 22, "{}", short.out);
    let full = again(&home, "2026-05-12", "--full", LATER).out;
    assert!(
        full.starts_with("9 days ago: pain 6 of 10, now 3.\nThat is how"),
        "{full}"
    );
    let page = again(&home, "2026-05-12", "--format markdown", LATER).out;
    assert!(
        page.contains("## Since the last check\n\n- 9 days ago: pain 6 of 10"),
        "{page}"
    );

    let data = course(&home, "2026-05-12", LATER);
    assert_eq!(data["course"]["since"], "2026-05-03");
    assert_eq!(data["course"]["days"], 9);
    assert_eq!(data["course"]["going"], "as_it_should");
    assert_eq!(data["course"]["is_fresh"], false);
    let changed = serde_json::json!([{ "question": "pain", "was": "6", "now": "3" }]);
    assert_eq!(data["course"]["changes"], changed);
    assert_eq!(
        data["answers"]["start"], "twinge",
        "what stands is an answer"
    );
    assert_eq!(
        data["answers"]["days"], "9 days",
        "moved on by the calendar"
    );
    // The command repeats it.
    let command = data["command"].as_str().unwrap();
    let repeated = Soreleg::shell(&format!("{command} --today 2026-05-12")).at_home(&home);
    assert_eq!(repeated.run().json()["course"], data["course"]);
}

#[test]
fn what_is_gone_and_what_is_new_is_named() {
    let home = Folder::new();
    keep(
        &home,
        "2026-05-03",
        "calf",
        &but(CALF, "new_signs=limp feel=dull,sharp"),
    );
    let short = again(
        &home,
        "2026-05-12",
        "--short",
        &but(LATER, "feel=dull,numb_shoes"),
    );
    let said = "9 days ago: pain 6 of 10, now 3; new: numb in shoes; gone: limp, sharp.";
    let out = short.out.replace('\n', " ");
    assert!(out.starts_with(said), "{out}");
    let same = again(
        &home,
        "2026-05-03",
        "--short",
        &but(CALF, "new_signs=limp feel=dull,sharp"),
    );
    assert!(
        same.out.starts_with("Earlier today all was as it is now."),
        "{}",
        same.out
    );
}

#[test]
fn what_is_not_better_in_time_goes_to_a_doctor() {
    let home = with_calf();
    let same = but(LATER, "trend=same pain=5");
    let early = course(&home, "2026-05-12", &same);
    assert_eq!(early["course"]["going"], "too_early");
    assert_eq!(early["triage"]["level"], "time_off");
    let late = again(&home, "2026-05-17", "--short --exit-code", &same);
    assert_eq!(late.code, 20);
    let out = late.out.replace('\n', " ");
    assert!(
        out.starts_with("14 days ago: pain 6 of 10, now 5."),
        "{out}"
    );
    assert!(
        out.contains("See a doctor or physio Because most strains"),
        "{out}"
    );
}

#[test]
fn getting_better_hides_no_danger_sign() {
    let home = with_calf();
    let swollen = but(LATER, "new_signs=swollen_leg pain=1 clot=journey");
    let ended = again(&home, "2026-05-12", "--short --exit-code", &swollen);
    assert_eq!(ended.code, 30);
    let out = ended.out.replace('\n', " ");
    assert!(out.starts_with("Get medical help today"), "{out}");
    assert!(
        out.contains("This is more urgent than on 3 May 2026."),
        "{out}"
    );
    assert!(!out.contains("how it should go"), "{out}");
}

#[test]
fn what_stands_is_not_asked_and_all_else_is_listed_with_a_command() {
    let home = with_calf();
    let ended = again(&home, "2026-05-12", "--format json", "");
    assert_eq!(ended.code, 3);
    let data = ended.json();
    let faults = data["faults"].as_array().unwrap().iter();
    let missing: Vec<&str> = faults
        .map(|fault| fault["question"].as_str().unwrap())
        .collect();
    for asked in [
        "emergency",
        "new_signs",
        "where",
        "spot",
        "feel",
        "trend",
        "pain",
        "clot",
    ] {
        assert!(missing.contains(&asked), "{asked}: {missing:?}");
    }
    for stands in ["start", "days", "age", "running", "shoes"] {
        assert!(!missing.contains(&stands), "{stands}: {missing:?}");
    }
    let command = data["command"].as_str().unwrap().replace('?', "not_sure");
    assert!(
        command.starts_with("soreleg again --same=yes --episode=left-calf "),
        "{command}"
    );
    let completed = Soreleg::shell(&format!("{command} --today 2026-05-12")).at_home(&home);
    assert_eq!(completed.run().code, 0);
}

#[test]
fn whether_it_is_the_same_is_never_assumed() {
    let home = with_calf();
    let unsaid = soreleg(&home, "again --no-input --today 2026-05-12", LATER).run();
    assert_eq!(unsaid.code, 3);
    unsaid.says(&[
        "Is it the same soreness as on 3 May 2026 (left-calf)?",
        "--same yes",
    ]);
    // Lines out of a pipe are answers.
    let piped = soreleg(&home, "again --plain --today 2026-05-12", "")
        .stdin("1\n")
        .run();
    assert_eq!(piped.code, 3);
    let fresh = &but(CALF, "pain=3");
    for same in ["no", "not_sure"] {
        let line =
            format!("again --same {same} --no-input --save --today 2026-05-12 --format json");
        let missing = soreleg(&home, &line, LATER).run();
        assert_eq!(missing.code, 3, "{}", missing.err);
        let ended = soreleg(&home, &line, fresh).run();
        assert_eq!(ended.code, 0, "{}", ended.err);
        ended.says(&["nothing is compared", "Kept for next time"]);
        assert!(ended.json().get("course").is_none());
    }
    let kept = home.read(DIARY);
    assert_eq!(
        kept.matches("\"episode\":\"left-calf\"").count(),
        1,
        "{kept}"
    );
}

#[test]
fn another_place_ends_the_comparison() {
    let home = with_calf();
    let knee = but(CALF, "spot=knee pain=3 state=none");
    let data = course(&home, "2026-05-12", &knee);
    assert_eq!(data["course"]["is_fresh"], true);
    let ended = again(&home, "2026-05-12", "--short", &knee);
    assert!(
        ended.out.replace('\n', " ").starts_with(
            "It is sore in another place than on 3 May 2026, so nothing is compared. "
        ),
        "{}",
        ended.out
    );
    // What stood for the calf does not stand for the knee.
    assert_eq!(
        again(&home, "2026-05-12", "", &but(LATER, "spot=knee")).code,
        3
    );
}

#[test]
fn an_earlier_check_that_cannot_be_compared_says_so() {
    for (day, said) in [
        (
            "2026-07-02",
            "The last check was 60 days ago. That is too long to compare",
        ),
        (
            "2026-05-02",
            "The last check is of 3 May 2026, which is still to come, so nothing is compared.",
        ),
    ] {
        let home = with_calf();
        let missing = again(&home, day, "--format json", LATER);
        assert_eq!(missing.code, 3, "no old answer stands");
        let whole = but(CALF, &format!("days=60d trend=better state=none {LATER}"));
        let ended = again(&home, day, "--short", &whole);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let out = ended.out.replace('\n', " ");
        assert!(out.starts_with(said), "{out}");
        assert_eq!(course(&home, day, &whole)["course"]["is_fresh"], true);
    }
}

#[test]
fn an_earlier_check_by_other_rules_is_judged_again() {
    let home = with_calf();
    let line = home.read(DIARY);
    let (before, sha) = line.split_once("\"sha256\":\"").unwrap();
    // Their levels count for nothing, and an answer that today's rules do not take is asked again.
    let line = before
        .replace("time_off", "self_care")
        .replace("twinge", "twang");
    home.write(DIARY, format!("{line}\"sha256\":\"0{}", &sha[1..]));
    let ended = again(&home, "2026-05-12", "--short", &but(LATER, "start=twinge"));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let out = ended.out.replace('\n', " ");
    let said = "The check of 3 May 2026 was made with other rules; it is judged again by these.";
    assert!(
        out.contains("That is how it should go.") && out.contains(said),
        "{out}"
    );
    assert_eq!(again(&home, "2026-05-12", "", LATER).code, 3);
}

#[test]
fn after_an_urgent_check_it_asks_whether_somebody_was_seen() {
    let home = Folder::new();
    keep(
        &home,
        "2026-05-03",
        "calf",
        &but(CALF, "new_signs=swollen_leg"),
    );
    let ended = again(&home, "2026-05-12", "--short", LATER);
    let out = ended.out.replace('\n', " ");
    assert!(
        out.contains("On 3 May 2026 you were to get medical help. Were you seen?"),
        "{out}"
    );
    assert_eq!(
        course(&home, "2026-05-12", LATER)["course"]["was_urgent"],
        true
    );
}

#[test]
fn a_household_shares_a_diary() {
    let home = with_calf();
    keep(
        &home,
        "2026-05-05",
        "thighs",
        &but(CALF, "where=both_muscle pain=2"),
    );
    let last = soreleg(&home, "again --no-input", "").run();
    last.says(&["5 May 2026 (thighs)?"]);
    let ended = again(
        &home,
        "2026-05-12",
        "--episode left-calf --save --short",
        LATER,
    );
    assert!(
        ended.out.starts_with("9 days ago: pain 6 of 10"),
        "{}",
        ended.out
    );
    assert!(
        home.read(DIARY)
            .lines()
            .last()
            .unwrap()
            .contains("left-calf")
    );
    let unknown = again(&home, "2026-05-12", "--episode left-claf", LATER);
    assert_eq!(unknown.code, 2);
    unknown.says(&[
        "no check was kept as `left-claf`",
        "did you mean `left-calf`?",
    ]);
}

#[test]
fn a_diary_without_checks_or_with_broken_ones_is_told() {
    let home = Folder::new();
    let nothing = soreleg(&home, "again", "").run();
    assert_eq!(nothing.code, 2);
    nothing.says(&["there is no check in your diary", "soreleg check --save"]);
    let home = with_calf();
    let broken = home.read(DIARY) + "{\"format\":7}\n";
    home.write(DIARY, broken.replace("left-calf", "x\\u001b[2Jy"));
    let ended = again(&home, "2026-05-12", "--short", LATER);
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.says(&["line 2: this check has format 7"]);
    // A name from a file is shown written out.
    for line in [
        "again --no-input",
        "again --no-input --same yes",
        "again --same yes --plain",
    ] {
        let Ended { out, err, .. } = soreleg(&home, line, "").run();
        let said = out + &err;
        assert!(
            said.contains("x\\u{1b}[2Jy") && !said.contains('\u{1b}'),
            "{line}: {said:?}"
        );
    }
}

/// On the way through an interview: what is seen, and the keys that answer it.
fn answer(terminal: &mut Terminal, steps: &[(&str, &str)]) {
    for (sees, keys) in steps {
        terminal.sees(&[sees, "q stop"]).waits_for_list();
        terminal.types(keys).presses(&[ENTER]);
    }
    terminal.sees(&["> See the result"]).presses(&[ENTER]);
    terminal.sees(&["Enter: done"]).waits_for_list();
}

/// What is asked of a calf a week later.
fn visit(home: &Folder, day: &str, [trend, pain]: [&str; 2], is_clot_asked: bool) -> Terminal {
    let again = soreleg(home, &format!("again --save --today {day}"), "");
    let mut terminal = again
        .env("TERM", "xterm")
        .env("LANG", "C.UTF-8")
        .on_terminal(24, 80);
    terminal.sees(&[
        "Is it the same soreness as on",
        "(left-calf)?",
        "Yes, the same",
    ]);
    terminal.waits_for_list().presses(&[ENTER]);
    terminal.sees(&["In the last week", "q stop"]);
    let text = terminal.text();
    assert!(
        !text.contains("Last time"),
        "danger lists begin empty: {text}"
    );
    let mut steps = vec![
        ("In the last week", "n"),
        ("Last time: Pale", "1"),
        ("Is any of this true now?", "n"),
        ("Is any of this true for you?", "n"),
        ("Last time: One leg", "3"),
        ("Last time: The calf", "1"),
        ("What does it feel like?", "1"),
        ("Which way is it going?", trend),
        ("sore place", "n"),
        ("When do you feel it?", "6"),
        ("how bad does it get?", pain),
        ("Blood clots", "n"),
        ("two weeks or more", "n"),
    ];
    steps.retain(|(sees, _)| is_clot_asked || *sees != "Blood clots");
    answer(&mut terminal, &steps);
    terminal
}

#[test]
fn a_calf_strain_that_heals() {
    let home = with_calf();
    let mut terminal = visit(&home, "2026-05-12", ["1", "3"], true);
    terminal.sees(&[
        "9 days ago: pain 6 of 10, now 3",
        "That is how it should go.",
        "Take a break",
    ]);
    terminal.presses(&[ENTER]);
    assert_eq!(terminal.exits(), 0);
    let mut terminal = visit(&home, "2026-05-20", ["1", "0"], true);
    terminal.sees(&[
        "8 days ago: pain 3 of 10, now 0",
        "That is how it should go.",
    ]);
    terminal.presses(&[ENTER]);
    let drawn = soreleg(&home, "diary chart", "").run().out;
    assert!(
        drawn.contains("6 of 10\n  12 May 2026: 3 of 10\n  20 May 2026: 0 of 10"),
        "{drawn}"
    );
}

#[test]
fn a_calf_strain_that_does_not_heal_is_sent_on() {
    let home = with_calf();
    let mut terminal = visit(&home, "2026-05-12", ["5", "6"], true);
    terminal.sees(&["It is too early to tell.", "by 17 May 2026", "Take a break"]);
    terminal.presses(&[ENTER]);
    assert_eq!(terminal.exits(), 0);
    let mut terminal = visit(&home, "2026-05-18", ["5", "5"], false);
    terminal.sees(&[
        "It should be better by now: most strains",
        "See a doctor or physio",
        "Because soreness in one place that is not better",
        "Enter: done",
    ]);
    terminal.presses(&["c"]).sees(&["Began", "(as before)"]);
}

#[test]
fn both_legs_on_monday_and_one_calf_on_friday_after_a_flight_is_for_the_same_day() {
    let home = Folder::new();
    let thighs = "emergency=none pee=pale new_signs=none health=none where=both_muscle start=next_day \
                  feel=dull days=1d age=35 running=far_longer shoes=none shoe_distance=250km drink=none";
    keep(&home, "2026-05-04", "legs", thighs);
    let line = "again --same yes --today 2026-05-08 --exit-code";
    let friday = "emergency=none pee=pale new_signs=none health=none where=one_place spot=calf \
                  start=next_day feel=dull days=5d age=35 trend=worse pattern=most_time pain=5";
    let mut terminal = soreleg(&home, line, friday)
        .env("TERM", "xterm")
        .on_terminal(24, 80);
    answer(&mut terminal, &[("Blood clots", "1")]);
    terminal.sees(&["Get medical help today"]).presses(&[ENTER]);
    assert_eq!(terminal.exits(), 30);
}

#[test]
fn stopping_says_how_to_go_on() {
    let home = with_calf();
    let again = soreleg(&home, "again --save --today 2026-05-12", "emergency=none");
    let mut terminal = again.env("TERM", "xterm").on_terminal(24, 80);
    terminal.sees(&["Is it the same soreness"]).waits_for_list();
    terminal.presses(&[ENTER]);
    terminal
        .sees(&["How has your pee been", "q stop"])
        .presses(&["q"]);
    terminal.sees(&[
        "run:",
        "soreleg again --save --same=yes --episode=left-calf -a emergency=none",
    ]);
    assert_eq!(terminal.exits(), 3);
}

#[test]
fn whether_it_is_the_same_is_asked_by_lines_too_and_can_be_left() {
    let home = with_calf();
    let again = || soreleg(&home, "again --plain --today 2026-05-12", "");
    let mut terminal = again().on_terminal(24, 80);
    terminal.sees(&["same soreness as on 3 May 2026", "3 Not sure", ">"]);
    terminal.types("\r").sees(&["q stop.", "q stop.", ">"]);
    terminal
        .types("2\r")
        .sees(&["nothing is compared", "In the last week"]);
    let mut terminal = again().on_terminal(24, 80);
    terminal.sees(&["3 Not sure", ">"]).types("q\r");
    assert_eq!(terminal.exits(), 3);
    for (key, code) in [(ESCAPE, 3), (CTRL_C, 130)] {
        let again = soreleg(&home, "again", "").env("TERM", "xterm");
        let mut terminal = again.on_terminal(24, 80);
        terminal.sees(&["Not sure"]).waits_for_list().types(key);
        assert_eq!(terminal.exits(), code);
        terminal.waits_for("a cursor", |screen| !screen.hide_cursor());
    }
}

/// Whatever was kept, the same answers without it are never more urgent.
#[test]
fn a_later_check_is_never_less_urgent_than_a_fresh_one() {
    const SIGNS: [&str; 7] = [
        "none",
        "limp",
        "swollen_leg",
        "fever",
        "no_weight",
        "not_sure",
        "deep_calf",
    ];
    let runner = || {
        let trends = ["better", "same", "worse", "not_sure"].as_slice();
        let (sign, trend) = (sample::select(SIGNS.as_slice()), sample::select(trends));
        (sign, 0..11_u8, trend).prop_map(|(sign, pain, trend)| {
            let answers = format!("new_signs={sign} pain={pain} trend={trend}");
            but(CALF, &(answers + " days=20d state=none drink=none"))
        })
    };
    let runners = (runner(), runner(), 0..60_i32);
    proptest!(ProptestConfig::with_cases(24), |((then, now, days) in runners)| {
        let home = Folder::new();
        keep(&home, "2026-05-01", "calf", &then);
        let day = jiff::civil::date(2026, 5, 1).saturating_add(days.days());
        let later = again(&home, &day.to_string(), "--exit-code", &now);
        let fresh = soreleg(&home, "check --no-input --exit-code", &now).run();
        prop_assert!(matches!(fresh.code, 0 | 10 | 20 | 30 | 40), "{}", fresh.err);
        prop_assert!(later.code >= fresh.code, "{} < {}", later.code, fresh.code);
        prop_assert!(later.code <= 40, "{}", later.err);
    });
}
