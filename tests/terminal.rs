//! The interview as a person at a terminal sees it.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::harness::{CTRL_C, CTRL_D, DOWN, ENTER, ESCAPE, Folder, SPACE, Soreleg, Terminal};

/// A check that asks everything, on a terminal that can move and colour.
fn check() -> Soreleg {
    check_by("tests/rules/tiny.yaml")
}

fn check_by(rules: &str) -> Soreleg {
    Soreleg::new()
        .args(["check", "--all-questions", "--full", "--rules", rules])
        .env("TERM", "xterm-256color")
        .env("LANG", "C")
}

const UP: &str = "\x1b[A";
const HOME: &str = "\x1b[H";
const END: &str = "\x1b[F";

const NONE: [&str; 2] = ["n", ENTER];

/// Answers the danger signs (none) and the colour of pee (pale), from the start.
fn past_safety(terminal: &mut Terminal) {
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.presses(&NONE);
    terminal.sees(&["danger none", "What colour is your pee", "q stop"]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["pee pale", "Where is it sore?", "q stop"]);
}

/// On to the question for days, with soreness in both legs.
fn at_days(terminal: &mut Terminal) {
    past_safety(terminal);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["where both", "For how long has it been sore?", "q stop. >"]);
}

/// Through all questions to the review.
fn at_review(terminal: &mut Terminal) {
    at_days(terminal);
    terminal.types("3 days\r");
    terminal.sees(&["days 3 days", "How long have you been running?", "q stop"]);
    terminal.presses(&[DOWN, DOWN, ENTER]);
    terminal.sees(&[
        "new runner steady",
        "How far have these shoes gone?",
        "q stop. >",
    ]);
    terminal.types("450mi\r");
    terminal.sees(&[
        "shoe distance 450 mi",
        "What do the shoes look like?",
        "q stop",
    ]);
    terminal.presses(&["1", ENTER]);
    terminal.sees(&["Your answers", "shoe looks flat"]);
}

/// Below a result.
const DONE: &str = "c change an answer, s save a page, k keep for next time, Enter: done";

fn assert_leaves(terminal: &mut Terminal, code: u32) {
    terminal.presses(&[ENTER]);
    assert_eq!(terminal.exits(), code);
    terminal.waits_for("a tidy end", |screen| {
        !screen.contents().contains(DONE) && !screen.hide_cursor()
    });
}

fn assert_cursor_is_shown(terminal: &mut Terminal) {
    terminal.waits_for("a cursor", |screen| !screen.hide_cursor());
}

fn assert_left_in_order(terminal: &mut Terminal, code: u32, resume: &str) {
    assert_eq!(terminal.exits(), code);
    terminal.sees(&["run:", resume]);
    assert_cursor_is_shown(terminal);
}

#[test]
fn a_whole_interview() {
    let mut terminal = check().on_terminal(60, 80);
    at_review(&mut terminal);
    terminal.presses(&[ENTER]).sees(&[
        "danger=none",
        "pee=pale",
        "where=both",
        "days=3days",
        "new_runner=steady",
        "shoe_distance=450mi",
        "shoe_looks=flat",
        DONE,
    ]);
    assert_leaves(&mut terminal, 0);
    let text = terminal.text();
    assert!(!text.contains("[ ]"), "a list was left behind:\n{text}");
    assert!(!text.contains("Your answers"), "the review stayed:\n{text}");
}

#[test]
fn an_emergency_stops_at_once() {
    let mut terminal = check().on_terminal(60, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.presses(&[DOWN, SPACE, ENTER]);
    terminal.sees(&[
        "I stop here: this cannot wait.",
        "Get emergency help now",
        DONE,
    ]);
    assert_leaves(&mut terminal, 0);
}

#[test]
fn back_over_a_checklist_keeps_its_ticks() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.presses(&[DOWN, DOWN, DOWN, SPACE, ENTER]);
    terminal.sees(&["danger swollen", "pee", "q stop"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&[
        "Your answer before: One calf is newly swollen",
        "[x] One calf is newly swollen",
        "q stop",
    ]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["danger swollen", "pee", "q stop"]);
}

#[test]
fn enter_alone_answers_nothing_and_says_so() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["Nothing is ticked.", "q stop"]);
    terminal.presses(&["n", ENTER]);
    terminal.sees(&["What colour is your pee", "q stop"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["Choose a line first"]);
    terminal.presses(&[DOWN, DOWN, ENTER]);
    terminal.sees(&["pee dark", "Where is it sore?"]);
}

#[test]
fn a_sign_under_the_cursor_is_not_none_of_these() {
    let mut terminal = check().on_terminal(24, 80);
    past_safety(&mut terminal);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&["Pale or straw (Enter keeps it)", "q stop"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&[
        "None of these (Enter keeps it)",
        "[x] None of these",
        "q stop",
    ]);
    terminal.moves_down(2).presses(&[ENTER]);
    terminal.sees(&[
        "[x] None of these",
        "This line is not ticked yet.",
        "q stop",
    ]);
    // A tick takes the earlier "none" back.
    terminal.presses(&[SPACE]);
    terminal
        .sees(&["[ ] Chest", "> 2 [x] One leg", "[ ] None of these"])
        .presses(&[ENTER]);
    terminal.sees(&["danger cold", "I stop here"]);
}

#[test]
fn none_of_these_over_ticks_is_asked_about_and_enter_alone_keeps_them() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal
        .presses(&["1"])
        .sees(&["> 1 [x] Chest pain", "q stop"]);
    // What was typed ahead answers no question that was not seen.
    terminal.types("n\r\r");
    terminal.sees(&["You have ticked: Chest pain", "> Keep the ticks"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["Is any of this", "> 1 [x] Chest", "n [ ] None", "q stop"]);
    terminal.presses(&["n"]).sees(&["> Keep the ticks"]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["Is any of this", "1 [ ] Chest", "n [x] None", "q stop"]);
}

#[test]
fn none_of_these_and_a_tick_clear_each_other() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.presses(&["0"]).sees(&["> n [x] None of these"]);
    terminal
        .presses(&["3"])
        .sees(&["> 3 [x] One calf", "n [ ] None"]);
    terminal
        .presses(&["3", "u"])
        .sees(&["3 [ ] One calf", "> u [x] Not sure"]);
    terminal.presses(&[ENTER]).sees(&["danger not sure"]);
}

#[test]
fn enter_on_a_line_without_a_tick_is_asked_about() {
    for (keys, answer) in [
        (&[DOWN, ENTER][..], "danger cold; swollen"),
        (
            &[DOWN, DOWN, ENTER],
            "danger swollen Danger signs: question 2",
        ),
    ] {
        let mut terminal = check().on_terminal(24, 80);
        terminal.sees(&["Is any of this true now?", "q stop"]);
        terminal.presses(&["3", DOWN, DOWN, DOWN, DOWN]);
        terminal.sees(&["> 2 [ ] One leg"]).presses(&[ENTER]);
        terminal.sees(&["This line is not ticked: One leg", "- Yes, tick it too"]);
        // Enter alone decides nothing.
        terminal.presses(&[ENTER]).presses(keys);
        terminal.sees(&[answer]);
    }
}

#[test]
fn why_keeps_the_ticks_and_tells_what_each_answer_does() {
    let mut terminal = check().on_terminal(40, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.sees(&["? how do I tell, q"]).presses(&["1", "?"]);
    terminal.sees(&[
        "Why: These signs can mean danger to life or limb.",
        "How do I tell? Look at both legs in good light.",
        "? what each answer would do. Any other key: back",
    ]);
    assert!(
        !terminal.text().contains("Get medical help"),
        "{}",
        terminal.text()
    );
    terminal.presses(&["?"]).sees(&[
        "One calf is newly swollen: Get medical help today",
        "Any other key: back to the question.",
    ]);
    terminal.types(ENTER);
    terminal.sees(&["> 1 [x] Chest pain", "q stop"]);
}

#[test]
fn why_at_a_number() {
    let mut terminal = check().on_terminal(40, 80);
    at_days(&mut terminal);
    terminal.types("12?");
    terminal.sees(&[
        "Ordinary soreness is gone within five days.",
        "Any other key",
    ]);
    terminal.types("?");
    terminal.sees(&[
        "14 days or more: speaks against Not used to running yet",
        "Any other key: back to the question.",
    ]);
    terminal.types(ENTER);
    terminal.sees(&["For how long has it been sore?", "q stop. > 12"]);
    terminal.types("\x15b\r");
    terminal.sees(&[
        "Where is it sore?",
        "Your answer before: Both legs",
        "q stop",
    ]);
}

#[test]
fn a_number_names_the_key_for_not_sure() {
    let mut terminal = check().on_terminal(24, 80);
    at_days(&mut terminal);
    terminal.sees(&["Or: u not sure, ? "]);
    terminal.types("u\r").sees(&["days not sure"]);
}

#[test]
fn escape_at_a_number_goes_back_at_once() {
    let mut terminal = check().on_terminal(24, 80);
    at_days(&mut terminal);
    terminal.types("12").sees(&["> 12"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&[
        "Where is it sore?",
        "Your answer before: Both legs",
        "q stop",
    ]);
}

#[test]
fn a_number_is_typed_on_one_line_whatever_is_typed() {
    const BACKSPACE: &str = "\x7f";
    const CTRL_U: &str = "\x15";
    fn line(screen: &vt100::Screen) -> String {
        let (row, _) = screen.cursor_position();
        let mut rows = screen.rows(0, screen.size().1.get());
        rows.nth(row.into()).unwrap_or_default()
    }
    let mut terminal = check().on_terminal(24, 40);
    at_days(&mut terminal);
    for (keys, shown) in [
        ("3 週間", "> 3 週間"),
        (BACKSPACE, "> 3 週"),
        (BACKSPACE, "> 3"),
        (DOWN, "> 3"),
        (CTRL_U, ">"),
        (
            &format!("{}z", "x".repeat(90)),
            &format!("> {}z", "x".repeat(36)),
        ),
        (CTRL_U, ">"),
        ("two we", "> two we"),
    ] {
        terminal.waits_for_list().types(keys);
        terminal.waits_for(shown, |screen| line(screen).trim_end() == shown);
    }
    terminal.resizes(30, 60);
    terminal.waits_for("the question anew", |screen| {
        !screen.contents().contains("days 3")
    });
    terminal.types("eks\r");
    terminal.sees(&["days 2 weeks"]);
    assert!(!terminal.text().contains("xx"), "{}", terminal.text());
}

#[test]
fn an_answer_changed_in_the_review() {
    let mut terminal = check().on_terminal(60, 80);
    at_review(&mut terminal);
    terminal.presses(&[DOWN, DOWN, DOWN, ENTER]);
    terminal.sees(&[
        "Where is it sore?",
        "Your answer before: Both legs",
        "q stop",
    ]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["where one", "Does one small spot", "q stop"]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["Your answers", "where one", "bone yes"]);
    terminal.presses(&[DOWN, DOWN, DOWN, ENTER]);
    terminal.sees(&["Your answer before: One leg", "q stop"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&["Your answers", "> See the result", "shoe looks flat"]);
    terminal
        .presses(&[ENTER])
        .sees(&["where=one", "bone=yes", DONE]);
    assert_leaves(&mut terminal, 0);
}

#[test]
fn the_review_has_a_line_for_each_answer() {
    let mut terminal = check().on_terminal(24, 80);
    at_review(&mut terminal);
    let text = terminal.text();
    let review = text.split("Your answers").nth(1).unwrap();
    for line in [
        "> See the result",
        "  danger          none",
        "  where           both",
        "  shoe looks      flat",
    ] {
        assert!(
            review.lines().any(|shown| shown == line),
            "{line}:\n{review}"
        );
    }
}

#[test]
fn the_review_scrolls_by_lines_where_it_does_not_fit() {
    let answers = "danger=none pee=pale where=both days=3d new_runner=steady shoe_distance=450mi";
    let mut terminal = check().answers(answers.split(' ')).on_terminal(10, 40);
    terminal.sees(&["What do the shoes look like?", "q stop"]);
    terminal.presses(&["1"]).sees(&["> 1 [x] Flat"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["Your answers", "> See the result", "danger", "(more below)"]);
    terminal.moves_down(7);
    terminal.sees(&["Your answers", "> shoe looks flat", "(more above)"]);
    terminal.moves_down(1);
    terminal.sees(&["Your answers", "> See the result", "(more below)"]);
    terminal.presses(&[ENTER]).sees(&["Enter: done"]);
    assert_leaves(&mut terminal, 0);
}

#[test]
fn leaving_a_branch_names_the_answer_that_falls_away() {
    let mut terminal = check().on_terminal(40, 80);
    past_safety(&mut terminal);
    terminal.presses(&[DOWN, DOWN, ENTER]);
    terminal.sees(&["Does one small spot", "q stop"]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["bone yes", "For how long", "q stop. >"]);
    terminal.types("b\r");
    terminal.sees(&["Does one small spot", "Your answer before: Yes", "q stop"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&["Where is it sore?", "Your answer before: One leg", "q stop"]);
    terminal.presses(&[DOWN, DOWN, ENTER]);
    terminal.sees(&["where both", "No longer needed: bone", "For how long"]);
}

#[test]
fn ctrl_c_on_a_checklist() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.types(CTRL_C);
    assert_left_in_order(&mut terminal, 130, "soreleg check");
}

#[test]
fn ctrl_c_keeps_ticks_that_are_no_answer_yet() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.presses(&["2"]);
    terminal
        .sees(&["[x] One leg is suddenly"])
        .waits_for_list()
        .types(CTRL_C);
    assert_left_in_order(&mut terminal, 130, "-a 'danger=cold,?'");

    for _ in 0..2 {
        let mut terminal = check().answers(["danger=cold,?"]).on_terminal(24, 80);
        terminal.sees(&[
            "Ticked before, not yet",
            "[x] One leg is suddenly",
            "q stop",
        ]);
        terminal.waits_for_list().types(CTRL_C);
        assert_left_in_order(&mut terminal, 130, "-a 'danger=cold,?'");
    }
    let mut terminal = check().answers(["danger=cold,?"]).on_terminal(24, 80);
    terminal.sees(&["Ticked before, not yet", "q stop"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["danger cold", "I stop here"]);
}

#[test]
fn ticks_that_would_change_an_answer_have_it_asked_again() {
    let mut terminal = check().answers(["danger=none"]).on_terminal(24, 80);
    terminal.sees(&["What colour is your pee", "q stop"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&["None of these (Enter keeps it)", "q stop"]);
    terminal.presses(&["1"]).sees(&["> 1 [x] Chest pain"]);
    terminal.waits_for_list().types(CTRL_C);
    assert_left_in_order(&mut terminal, 130, "-a 'danger=chest,?'");
    assert!(!terminal.text().contains("danger=none"));
}

#[test]
fn ctrl_c_on_a_list() {
    let mut terminal = check().on_terminal(24, 80);
    past_safety(&mut terminal);
    terminal.presses(&[DOWN]);
    terminal.types(CTRL_C);
    assert_left_in_order(&mut terminal, 130, "-a pee=pale");
}

#[test]
fn ctrl_c_on_a_number() {
    let mut terminal = check().on_terminal(24, 80);
    at_days(&mut terminal);
    terminal.types("12").types(CTRL_C);
    assert_left_in_order(&mut terminal, 130, "where=both");
}

#[test]
fn the_command_that_goes_on_can_be_pasted() {
    let folder = Folder::new();
    let rules = folder.path("my rules.yaml");
    fs::copy("tests/rules/tiny.yaml", &rules).unwrap();
    let mut terminal = check_by(rules.to_str().unwrap()).on_terminal(60, 40);
    at_review(&mut terminal);
    terminal.waits_for_list().types(CTRL_C);
    assert_eq!(terminal.exits(), 130);
    terminal.sees(&["run:", "shoe_looks=flat"]);
    let text = terminal.text();
    let command = text.split("run:\n").nth(1).unwrap();
    assert!(command.matches(" \\\n").count() > 4, "{command}");

    let pasted = Soreleg::shell(&format!("{} --format=json", command.trim_end())).run();
    let result = pasted.json();
    let flags = result["command"].as_str().unwrap();
    let answers = "-a danger=none -a pee=pale -a where=both -a days=3days -a new_runner=steady \
                   -a shoe_distance=450mi -a shoe_looks=flat";
    assert!(flags.ends_with(answers), "{flags}");
}

#[test]
fn ctrl_c_on_the_review() {
    let mut terminal = check().on_terminal(60, 80);
    at_review(&mut terminal);
    terminal.types(CTRL_C);
    assert_left_in_order(&mut terminal, 130, "shoe_looks=flat");
    terminal.sees(&["shoe looks flat", "Your answers are kept"]);
}

#[test]
fn a_signal_on_a_list_and_on_a_number() {
    let mut terminal = check().on_terminal(24, 80);
    past_safety(&mut terminal);
    terminal.signals("TERM");
    assert_left_in_order(&mut terminal, 143, "pee=pale");

    let mut terminal = check().on_terminal(24, 80);
    at_days(&mut terminal);
    terminal.signals("HUP");
    assert_left_in_order(&mut terminal, 129, "where=both");
}

#[test]
fn a_signal_at_a_plain_prompt() {
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let mut terminal = check().env("TERM", "dumb").on_terminal(24, 80);
        terminal.sees(&["1 Chest pain", "q stop. >"]);
        terminal.types("0\r");
        terminal.sees(&["What colour is your pee", "q stop. >"]);
        terminal.signals(name);
        assert_left_in_order(&mut terminal, code, "-a danger=none");
    }
}

#[test]
fn a_signal_at_any_moment_is_not_lost() {
    for _ in 0..20 {
        let mut terminal = check().on_terminal(24, 80);
        terminal.sees(&["Is any of this true now?"]);
        terminal.signals("INT");
        assert_left_in_order(&mut terminal, 130, "soreleg check");
    }
}

#[test]
fn the_end_of_input_at_a_number() {
    let mut terminal = check().on_terminal(24, 80);
    at_days(&mut terminal);
    terminal.waits_for_list().types(CTRL_D);
    assert_left_in_order(&mut terminal, 3, "where=both");
}

#[test]
fn two_rows_are_served_by_lines() {
    let mut terminal = check().on_terminal(2, 80);
    terminal.sees(&["q stop. >"]);
    terminal.types("0\r");
    terminal.sees(&["One number. Or: ? why, b back, q stop. >"]);
    terminal.types(CTRL_C);
    assert_eq!(terminal.exits(), 130);
    terminal.sees(&["-a danger=none"]);
    assert_cursor_is_shown(&mut terminal);
}

#[test]
fn a_resize_in_the_middle_draws_the_list_anew() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.presses(&["2"]);
    terminal.sees(&["[x] One leg is suddenly cold"]);
    for (rows, columns) in [(20, 36), (24, 200), (16, 30), (30, 50)] {
        terminal.waits_for_list().resizes(rows, columns);
        terminal.waits_for("one clean list", |screen| {
            let text = screen.contents();
            text.matches("[x]").count() == 1 && text.matches("> 2 [x] One leg").count() == 1
        });
    }
    terminal.sees(&[
        "Is any of this true now?",
        "[x] One leg is suddenly",
        "q stop",
    ]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["danger cold", "I stop here", "Enter: done"]);
    assert_leaves(&mut terminal, 0);
}

#[test]
fn a_resize_leaves_the_mark_where_it_was_however_little_fits() {
    let mut terminal = check_by("tests/rules/wide.yaml").on_terminal(30, 80);
    terminal.sees(&["q stop"]).moves_down(4);
    for (rows, columns) in [(13, 40), (30, 60), (13, 60)] {
        terminal.waits_for_list().resizes(rows, columns);
        terminal.waits_for("the mark at the same row", |screen| {
            let text = screen.contents();
            text.contains("> u [ ] Not sure") && text.matches("[ ] Not sure").count() == 1
        });
    }
}

#[test]
fn a_resize_to_two_rows_goes_on_by_lines() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.waits_for_list().resizes(2, 80);
    terminal.sees(&["q stop. >"]);
    terminal.types("0\r");
    terminal.sees(&["One number. Or: ? why, Esc back, q stop. >"]);
    terminal.resizes(24, 80).types("1\r");
    terminal.sees(&["Where is it sore?", "q stop"]);
}

#[test]
fn wide_letters_at_forty_columns() {
    let mut terminal = check_by("tests/rules/wide.yaml").on_terminal(30, 40);
    let chest = "胸が痛い、または息が苦しい、または立ち上がると気が遠くなる感じがする";
    let joined = |screen: &vt100::Screen| -> String {
        let text = screen.contents();
        text.chars().filter(|c| !c.is_whitespace()).collect()
    };
    terminal.sees(&["q stop"]);
    // Moving draws every row again; a row that is counted wrong would leave itself or eat another.
    terminal.moves_down(9);
    terminal.waits_for("the question, and the first row again, once", |screen| {
        let text = joined(screen);
        text.contains("今、次のどれかに当てはまりますか")
            && text.contains(&format!(">1[]{chest}"))
            && text.matches("胸が痛い").count() == 1
            && !screen.row_wrapped(0)
    });
    terminal.presses(&["n", ENTER]);
    terminal.sees(&["danger none", "q stop"]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["Your answers", "pee pale"]);
    terminal.presses(&[ENTER]).sees(&["Enter: done"]);
    assert_leaves(&mut terminal, 0);
}

#[test]
fn a_long_list_scrolls_by_lines_so_that_the_question_stays_in_sight() {
    let wide = check_by("tests/rules/wide.yaml");
    let mut terminal = wide.on_terminal(12, 40);
    terminal.sees(&["今、", "1 [ ] 胸が痛い", "(more below)"]);
    terminal.moves_down(4);
    terminal.waits_for("the end below the question", |screen| {
        let text = screen.contents();
        text.contains("今、")
            && text.contains("> u [ ] Not sure")
            && text.contains("(more above)")
            && !text.contains("胸が痛い")
    });
    terminal.moves_down(1);
    terminal.sees(&["今、", "> 1 [ ] 胸が痛い", "(more below)"]);
}

/// The longest list of the shipped rules in every window.
#[test]
fn a_list_of_danger_signs_in_windows_of_every_size() {
    for (rows, columns) in [(24, 80), (24, 40), (12, 40), (50, 200)] {
        let mut terminal = new_signs(rows, columns);
        terminal.sees(&["Is any of this true now?", "1 [ ]", "q stop"]);
        if rows == 24 && columns == 80 {
            terminal.sees(&["15 [ ]", "n [ ] None of these", "u [ ] Not sure", "q stop"]);
        }
        for line in 1..=15 {
            terminal
                .presses(&[DOWN])
                .sees(&[&format!("> {line} [ ]"), "q stop"]);
            let parser = terminal.screen();
            let screen = parser.screen();
            assert!((0..rows).all(|row| !screen.row_wrapped(row)));
        }
        terminal.presses(&[END]).sees(&["> u [ ] Not sure"]);
        terminal.presses(&[HOME]).sees(&["> 1 [ ]"]);
        terminal.presses(&["1"]).sees(&["> 1 [x]"]);
        terminal.sees(&["Line 1. For 10 to 15 type both digits at once", "q stop"]);
        terminal.presses(&["1", ","]).sees(&["> 11 [x]"]);
        terminal.presses(&["1", ",", "2"]).sees(&["> 2 [x]"]);
        terminal.types(CTRL_C);
        assert_eq!(terminal.exits(), 130);
        terminal.waits_for("the ticks in the command", |screen| {
            let text = screen.contents();
            let (_, ticks) = text.rsplit_once("new_signs=").unwrap_or_default();
            ticks.trim_end().ends_with(",?'") && ticks.matches(',').count() == 3
        });
    }
}

#[test]
fn page_down_passes_over_no_line() {
    for (rows, columns) in [(24, 40), (12, 40)] {
        let mut terminal = new_signs(rows, columns);
        terminal.sees(&["1 [ ]", "(more below)", "q stop"]);
        terminal
            .presses(&["\x1b[6~"; 20])
            .sees(&["> u [ ]", "q stop"]);
        // Which it is only once every line was whole on the screen.
        terminal.presses(&["n"]).sees(&["> n [x] None of these"]);
        terminal.presses(&["\x1b[5~"; 20]).sees(&["> 1 [ ]"]);
    }
}

/// Two signs are ticked one after the other; a tester lost both to line 12 so.
#[test]
fn digits_with_a_pause_between_them_are_two_lines() {
    let mut terminal = new_signs(24, 80);
    terminal.presses(&["1"]).sees(&["> 1 [x]"]);
    thread::sleep(Duration::from_millis(1100));
    terminal.presses(&["2"]).sees(&["> 2 [x]"]);
    thread::sleep(Duration::from_millis(1100));
    terminal
        .presses(&["0"])
        .sees(&["You have ticked", "Is none of these true"]);
    terminal.types(CTRL_C);
    assert_eq!(terminal.exits(), 130);
    terminal.sees(&["-a 'new_signs=swollen_leg,deep_calf,?'"]);
}

/// At the list of 15 signs in the shipped rules.
fn new_signs(rows: u16, columns: u16) -> Terminal {
    Soreleg::new()
        .args(["check", "-a", "emergency=none", "-a", "pee=pale"])
        .env("TERM", "xterm-256color")
        .on_terminal(rows, columns)
}

#[test]
fn none_of_these_danger_signs_only_once_all_were_on_the_screen() {
    for keys in [&["n"][..], &["0"], &[END, UP, ENTER], &[END, UP, SPACE]] {
        let mut terminal = new_signs(12, 40);
        terminal.sees(&["Is any of this true now?", "(more below)", "q stop"]);
        terminal.presses(keys);
        terminal.sees(&["Read on to the last line first."]);
        for _ in 0..30 {
            terminal.presses(&["n"]);
        }
        terminal.sees(&["> n [x] None of these", "(more above"]);
        terminal
            .presses(&[ENTER])
            .sees(&["question 4 of", "(more below)"]);
    }
    // Where all are on the screen at once, it is one key.
    let mut terminal = new_signs(24, 80);
    terminal.sees(&["q stop"]).presses(&["n"]);
    terminal.sees(&["> n [x] None of these"]);
}

#[test]
fn an_arrow_key_in_two_parts_is_an_arrow() {
    let part = |terminal: &mut Terminal, rest: &str| {
        terminal.waits_for_list().types(ESCAPE);
        thread::sleep(Duration::from_millis(10));
        terminal.types(rest);
    };
    for (rows, columns) in [(24, 40), (12, 40), (50, 200), (24, 80)] {
        let mut terminal = check().on_terminal(rows, columns);
        terminal.sees(&["Is any of this true now?", "q stop"]);
        for (rest, row) in [("[B", "> 1"), ("OB", "> 2"), ("[A", "> 1"), ("OA", "> u")] {
            part(&mut terminal, rest);
            terminal.sees(&[row]);
        }
    }
    let mut terminal = check().on_terminal(60, 80);
    at_review(&mut terminal);
    part(&mut terminal, "[B");
    terminal.sees(&["See the result", "> danger none"]);
    part(&mut terminal, "[A");
    terminal.sees(&["> See the result"]);
}

#[test]
fn keys_typed_ahead_answer_no_screen_that_was_not_seen() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.types("n\r1\r1\r");
    terminal.sees(&["What colour is your pee", "q stop"]);
    terminal.presses(&["2", ENTER]);
    terminal.sees(&["pee dark", "Where is it sore?", "q stop"]);
    terminal
        .presses(&["1", ENTER])
        .sees(&["where both", "q stop. >"]);
    terminal.types("2 days\r2\r450 mi\r1\r\r");
    terminal.sees(&["days 2 days", "How long have you been running?", "q stop"]);
    terminal.presses(&[ENTER]).sees(&["Choose a line first"]);
}

#[test]
fn pasted_text_answers_no_list_and_only_fills_the_line_of_a_number() {
    let paste = |text: &str| format!("\x1b[200~{text}\x1b[201~");
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.types(&paste("1 no\r2 u\rq"));
    terminal
        .presses(&[DOWN])
        .sees(&["> 1 [ ] Chest", "2 [ ]", "u [ ]"]);
    at_days(&mut terminal);
    terminal.types(&paste("2 days\n3 weeks\n"));
    terminal.sees(&["> 2 days 3 weeks"]);
    terminal
        .types("\x15\x15")
        .types(&paste("2 days\r"))
        .types("\r");
    terminal.sees(&["days 2 days", "How long have you been"]);
}

#[test]
fn letters_and_digits_answer_a_list() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "Enter. ? how do I tell, q stop"]);
    terminal
        .presses(&["b"])
        .sees(&["This is the first question."]);
    terminal.presses(&["4"]).sees(&["The lines go from 1 to 3"]);
    terminal
        .presses(&NONE)
        .sees(&["danger none", "pee", "b back"]);
    terminal.presses(&["n"]).sees(&["no \"none of these\""]);
    terminal.presses(&["3"]).sees(&["> 3 Brown"]);
    terminal.presses(&["u"]).sees(&["> u Not sure"]);
    terminal.presses(&["2"]).sees(&["> 2 Dark"]);
    terminal
        .presses(&["b"])
        .sees(&["None of these (Enter keeps it)"]);
    terminal.presses(&[ENTER]).sees(&["What colour", "q stop"]);
    terminal.presses(&["j", "j", "k", ENTER]);
    terminal
        .sees(&["pee pale", "Where", "q stop"])
        .presses(&["q"]);
    assert_left_in_order(&mut terminal, 3, "-a pee=pale");
}

#[test]
fn the_review_goes_back_or_stops_and_nothing_pasted_leaves_it() {
    let mut terminal = check().on_terminal(60, 80);
    at_review(&mut terminal);
    terminal.types("\x1b[200~quick\rbb\x1b[201~");
    terminal
        .presses(&[DOWN])
        .sees(&["Your answers", "> danger none"]);
    for back in [ESCAPE, "b"] {
        terminal
            .presses(&[back])
            .sees(&["What do the shoes", "[x] Flat", "q stop"]);
        terminal
            .presses(&[ENTER])
            .sees(&["> See the result", "shoe looks flat"]);
    }
    terminal.presses(&["q"]);
    assert_left_in_order(&mut terminal, 3, "shoe_looks=flat");
}

#[test]
fn back_after_a_change_in_the_review_leads_to_what_was_changed() {
    let mut terminal = check().on_terminal(60, 80);
    at_review(&mut terminal);
    terminal.presses(&[DOWN, DOWN, DOWN, ENTER]);
    terminal.sees(&["Your answer before: Both legs", "q stop"]);
    terminal
        .presses(&["2", ENTER])
        .sees(&["Does one small spot", "q stop"]);
    terminal.presses(&["b"]);
    terminal.sees(&["Where is it sore?", "Your answer before: One leg", "q stop"]);
}

#[test]
fn a_window_that_shrinks_keeps_the_ticks() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.presses(&["2"]).sees(&["> 2 [x] One leg"]);
    terminal.resizes(7, 80);
    terminal.sees(&["Ticked before, not yet your answer: One leg", "q stop. >"]);
    terminal.resizes(24, 80);
    terminal.sees(&["Is any of this true now?", "> 2 [x] One leg", "q stop"]);
    terminal.resizes(7, 80).sees(&["q stop. >"]).types(CTRL_C);
    assert_left_in_order(&mut terminal, 130, "-a 'danger=cold,?'");
}

/// In a shell that has job control.
fn in_a_shell(term: &str, rows: u16, columns: u16) -> Terminal {
    let shell = Soreleg::through("bash").args(["--norc", "--noediting", "-i"]);
    let shell = shell.env("TERM", term).env("PS1", "ready: ");
    let mut terminal = shell.on_terminal(rows, columns);
    terminal.sees(&["ready:"]);
    terminal.types("soreleg check --all-questions --rules tests/rules/tiny.yaml\n");
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal
}

#[test]
fn ctrl_z_and_back_again_loses_nothing() {
    const CTRL_Z: &str = "\x1a";
    for (rows, columns) in [(24, 80), (24, 40), (12, 40), (50, 200)] {
        let mut terminal = in_a_shell("xterm", rows, columns);
        terminal.presses(&["2"]).sees(&["> 2 [x] One leg"]);
        terminal.types(CTRL_Z).sees(&["Stopped", "ready:"]);
        assert!(terminal.is_by_line());
        assert_cursor_is_shown(&mut terminal);
        terminal.types("fg\n");
        terminal.waits_for("the list alone", |screen| {
            let text = screen.contents();
            text.contains("> 2 [x] One leg")
                && !text.contains("Stopped")
                && text.ends_with("q stop")
        });
        terminal.presses(&[ENTER]).sees(&["Get emergency help now"]);

        let mut terminal = in_a_shell("dumb", rows, columns);
        terminal.sees(&["q stop. >"]).types("1").sees(&["> 1"]);
        terminal.types(CTRL_Z).sees(&["Stopped", "ready:"]);
        terminal.types("fg\n");
        terminal.sees(&["gone; please type", "Not sure", "q stop. >"]);
        // What it was understood as has scrolled away in the lowest window.
        let answered = "= One leg is suddenly cold and pale; One calf";
        let sees = [answered, "Get emergency help now"];
        terminal
            .types("2,3\n")
            .sees(&sees[usize::from(rows == 12)..]);
    }
}

#[test]
fn no_color_means_no_escape_beyond_moving_and_still_a_mark() {
    // Set but empty counts as not set.
    for (value, colour) in [("1", false), ("", true)] {
        let mut terminal = check().env("NO_COLOR", value).on_terminal(24, 80);
        terminal
            .presses(&[DOWN])
            .sees(&["> 1 [ ] Chest pain", "q stop"]);
        let parser = terminal.screen();
        let screen = parser.screen();
        let (rows, columns) = screen.size();
        let bold = (0..rows.get())
            .flat_map(|row| (0..columns.get()).map(move |column| (row, column)))
            .filter_map(|(row, column)| screen.cell(row, column))
            .any(|cell| cell.bold() || cell.dim());
        assert_eq!(bold, colour);
    }
}

#[test]
fn plain_where_the_terminal_or_the_runner_asks_for_it() {
    for (name, value, goes_on) in [
        // The terminal says so again; the variable may have been set for one run.
        ("TERM", "dumb", "check --full"),
        ("ACCESSIBLE", "1", "check --plain --full"),
    ] {
        let mut terminal = check().env(name, value).on_terminal(24, 80);
        terminal.sees(&["1 Chest pain", "0 None of these", "q stop. >"]);
        terminal.types("q\r").sees(&["run:", goes_on]);
    }
    for value in ["", "0", "false"] {
        let mut terminal = check().env("ACCESSIBLE", value).on_terminal(24, 80);
        terminal.sees(&["1 [ ] Chest pain", "n [ ] None of these", "q stop"]);
    }
    let mut terminal = check().on_terminal(24, 29);
    terminal.sees(&["1 Chest pain", "0 None of these", "q stop. >"]);
}
