//! The interview as a person at a terminal sees it.

use std::fs;

use crate::harness::{CTRL_C, CTRL_D, DOWN, ENTER, ESCAPE, Folder, SPACE, Soreleg, Terminal};

/// A check that asks everything, on a terminal that can move and colour.
fn check() -> Soreleg {
    check_by("tests/rules/tiny.yaml")
}

fn check_by(rules: &str) -> Soreleg {
    Soreleg::new()
        .args(["check", "--all-questions", "--rules", rules])
        .env("TERM", "xterm-256color")
        .env("LANG", "C")
}

const NONE_OF_THREE: [&str; 4] = [DOWN, DOWN, DOWN, ENTER];

/// Answers the danger signs (none) and the colour of pee (pale), from the start.
fn past_safety(terminal: &mut Terminal) {
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.presses(&NONE_OF_THREE);
    terminal.sees(&["= None of these", "What colour is your pee", "Go back"]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["= Pale or straw", "Where is it sore?", "Go back"]);
}

/// On to the question for days, with soreness in both legs.
fn at_days(terminal: &mut Terminal) {
    past_safety(terminal);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["= Both legs", "For how long has it been sore?", "q stop. >"]);
}

/// Through all questions to the review.
fn at_review(terminal: &mut Terminal) {
    at_days(terminal);
    terminal.types("3 days\r");
    terminal.sees(&["= 3 days", "How long have you been running?", "Go back"]);
    terminal.presses(&[DOWN, DOWN, ENTER]);
    terminal.sees(&["= Longer", "How far have these shoes gone?", "q stop. >"]);
    terminal.types("450mi\r");
    terminal.sees(&["= 450 mi", "What do the shoes look like?", "Go back"]);
    terminal.presses(&[SPACE, ENTER]);
    terminal.sees(&["Your answers", "= Flat or creased sole", "Go back"]);
}

fn assert_cursor_is_shown(terminal: &Terminal) {
    assert!(!terminal.screen().screen().hide_cursor());
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
    terminal.presses(&[ENTER]);
    terminal.sees(&[
        "danger=none",
        "pee=pale",
        "where=both",
        "days=3days",
        "new_runner=steady",
        "shoe_distance=450mi",
        "shoe_looks=flat",
    ]);
    assert_eq!(terminal.exits(), 0);
    let text = terminal.text();
    assert!(!text.contains("[ ]"), "a list was left behind:\n{text}");
    assert!(!text.contains("Your answers"), "the review stayed:\n{text}");
}

#[test]
fn an_emergency_stops_at_once() {
    let mut terminal = check().on_terminal(60, 80);
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.presses(&[SPACE, ENTER]);
    terminal.sees(&["I stop here: this cannot wait.", "Get emergency help now"]);
    assert_eq!(terminal.exits(), 0);
}

#[test]
fn back_over_a_checklist_keeps_its_ticks() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.presses(&[DOWN, DOWN, SPACE, ENTER]);
    terminal.sees(&["= One calf is newly swollen", "pee", "Go back"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&[
        "Your answer before: One calf is newly swollen",
        "[x] One calf is newly swollen",
        "Go back",
    ]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["Your answer before", "= One calf is newly swollen", "pee"]);
}

#[test]
fn enter_alone_answers_nothing_and_says_so() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["Nothing is ticked.", "Go back"]);
    terminal.presses(&NONE_OF_THREE);
    terminal.sees(&["What colour is your pee", "Go back"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["Move to your answer", "> (no answer yet)"]);
    terminal.presses(&[DOWN, DOWN, ENTER]);
    terminal.sees(&["= Dark yellow", "Where is it sore?"]);
}

#[test]
fn a_sign_under_the_cursor_is_not_none_of_these() {
    let mut terminal = check().on_terminal(24, 80);
    past_safety(&mut terminal);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&["Pale or straw (Enter keeps it)", "Go back"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&[
        "None of these (Enter keeps it)",
        "[x] None of these",
        "Go back",
    ]);
    terminal.moves_down(1).presses(&[ENTER]);
    terminal.sees(&[
        "This line is not ticked yet.",
        "[x] None of these",
        "Go back",
    ]);
    // A tick takes the earlier "none" back.
    terminal.presses(&[SPACE]);
    terminal.sees(&["> [x] One leg"]).presses(&[ENTER]);
    terminal.sees(&["= One leg is suddenly", "I stop here"]);
}

#[test]
fn ticks_that_contradict_each_other_are_asked_again() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.presses(&[SPACE]);
    terminal.sees(&["[x] Chest pain"]);
    terminal.presses(&NONE_OF_THREE);
    terminal.sees(&["Which is it?", "[x] Chest pain"]);
}

#[test]
fn why_keeps_the_ticks_and_tells_what_each_answer_does() {
    let mut terminal = check().on_terminal(40, 80);
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.presses(&[SPACE, DOWN, DOWN, DOWN, DOWN, DOWN, ENTER]);
    terminal.sees(&[
        "One calf is newly swollen: Get medical help today",
        "Why: These signs can mean danger to life or limb.",
        "How: Look at both legs in good light.",
        "Enter: back to the question.",
    ]);
    terminal.types(ENTER);
    terminal.sees(&["[x] Chest pain", "Go back"]);
}

#[test]
fn why_at_a_number() {
    let mut terminal = check().on_terminal(40, 80);
    at_days(&mut terminal);
    terminal.types("?\r");
    terminal.sees(&[
        "14 days or more: speaks against Not used to running yet",
        "Ordinary soreness is gone within five days.",
        "Enter: back to the question.",
    ]);
    terminal.types(ENTER);
    terminal.sees(&["For how long has it been sore?", "q stop. >"]);
    terminal.types("b\r");
    terminal.sees(&[
        "Where is it sore?",
        "Your answer before: Both legs",
        "Go back",
    ]);
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
        "Go back",
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
    terminal.resizes(30, 60).types("eks\r");
    terminal.sees(&["> two weeks", "= 2 weeks"]);
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
        "Go back",
    ]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["= One leg or one spot", "Does one small spot", "Go back"]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["Your answers", "= One leg", "= Yes", "Go back"]);
    terminal.presses(&[DOWN, DOWN, DOWN, ENTER]);
    terminal.sees(&["Your answer before: One leg", "Go back"]);
    terminal.presses(&[DOWN, DOWN, DOWN, ENTER]);
    terminal.sees(&["Your answer before", "Your answers", "> See the result"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["where=one", "bone=yes"]);
    assert_eq!(terminal.exits(), 0);
}

#[test]
fn the_review_has_a_line_for_each_answer() {
    let mut terminal = check().on_terminal(24, 80);
    at_review(&mut terminal);
    let text = terminal.text();
    let review = text.split("== Your answers ==").nth(1).unwrap();
    for line in [
        "> See the result",
        "- Is any of this true now? = None of these",
        "- Where is it sore? = Both legs",
        "- What do the shoes look like? = Flat or creased sole",
        "- Go back",
    ] {
        assert!(
            review.lines().any(|shown| shown == line),
            "{line}:\n{review}"
        );
    }
}

#[test]
fn the_review_is_paged_where_it_does_not_fit() {
    let answers = "danger=none pee=pale where=both days=3d new_runner=steady shoe_distance=450mi";
    let mut terminal = check().answers(answers.split(' ')).on_terminal(13, 40);
    terminal.sees(&["What do the shoes look like?", "Go back"]);
    terminal.presses(&[SPACE]).sees(&["> [x] Flat"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["Your answers", "[Page 1/2]", "> See the result"]);
    let cut = "- How long have you been... = Longer";
    terminal.sees(&[cut]).moves_down(8);
    terminal.sees(&["[Page 2/2]", "> Go back"]).moves_down(1);
    terminal.sees(&["[Page 1/2]", "> See the result"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["shoe_looks=flat"]);
    assert_eq!(terminal.exits(), 0);
}

#[test]
fn leaving_a_branch_names_the_answer_that_falls_away() {
    let mut terminal = check().on_terminal(40, 80);
    past_safety(&mut terminal);
    terminal.presses(&[DOWN, DOWN, ENTER]);
    terminal.sees(&["Does one small spot", "Go back"]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["= Yes", "For how long", "q stop. >"]);
    terminal.types("b\r");
    terminal.sees(&["Does one small spot", "Your answer before: Yes", "Go back"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&[
        "Where is it sore?",
        "Your answer before: One leg",
        "Go back",
    ]);
    terminal.presses(&[DOWN, DOWN, DOWN, DOWN, ENTER]);
    terminal.sees(&[
        "= Both legs",
        "No longer needed: your answer to \"Does one small spot on the bone",
        "For how long",
    ]);
}

#[test]
fn ctrl_c_on_a_checklist() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.types(CTRL_C);
    assert_left_in_order(&mut terminal, 130, "soreleg check");
}

#[test]
fn ctrl_c_keeps_ticks_that_are_no_answer_yet() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.presses(&[DOWN, SPACE]);
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
            "Go back",
        ]);
        terminal.waits_for_list().types(CTRL_C);
        assert_left_in_order(&mut terminal, 130, "-a 'danger=cold,?'");
    }
    let mut terminal = check().answers(["danger=cold,?"]).on_terminal(24, 80);
    terminal.sees(&["Ticked before, not yet", "Go back"]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["= One leg is suddenly cold and pale", "I stop here"]);
}

#[test]
fn ticks_that_would_change_an_answer_have_it_asked_again() {
    let mut terminal = check().answers(["danger=none"]).on_terminal(24, 80);
    terminal.sees(&["What colour is your pee", "Go back"]);
    terminal.presses(&[ESCAPE]);
    terminal.sees(&["None of these (Enter keeps it)", "Go back"]);
    terminal.presses(&[SPACE]).sees(&["> [x] Chest pain"]);
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
    terminal.sees(&["= Flat or creased sole", "Go back", "Your answers are kept"]);
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
    assert_cursor_is_shown(&terminal);
}

#[test]
fn a_resize_in_the_middle_draws_the_list_anew() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.presses(&[DOWN, SPACE]);
    terminal.sees(&["[x] One leg is suddenly cold"]);
    for (rows, columns) in [(20, 36), (24, 200), (16, 30), (30, 50)] {
        terminal.waits_for_list().resizes(rows, columns);
        terminal.waits_for("one clean list", |screen| {
            let text = screen.contents();
            text.matches("[x]").count() == 1 && text.matches("> [x] One leg").count() == 1
        });
    }
    terminal.sees(&[
        "Is any of this true now?",
        "[x] One leg is suddenly",
        "Go back",
    ]);
    terminal.presses(&[ENTER]);
    terminal.sees(&["= One leg is suddenly", "I stop here"]);
    assert_eq!(terminal.exits(), 0);
}

#[test]
fn a_resize_leaves_the_mark_where_it_was_on_every_page() {
    let mut terminal = check_by("tests/rules/wide.yaml").on_terminal(30, 80);
    terminal.sees(&["Go back"]).moves_down(4);
    for (rows, columns) in [(13, 40), (30, 60), (13, 60)] {
        terminal.waits_for_list().resizes(rows, columns);
        terminal.waits_for("the mark at the same row", |screen| {
            let text = screen.contents();
            text.contains(">     Why do you ask?") && text.matches("Why do you ask?").count() == 1
        });
    }
}

#[test]
fn a_resize_to_two_rows_goes_on_by_lines() {
    let mut terminal = check().on_terminal(24, 80);
    terminal.sees(&["Is any of this true now?", "Go back"]);
    terminal.waits_for_list().resizes(2, 80);
    terminal.sees(&["q stop. >"]);
    terminal.types("0\r");
    terminal.sees(&["One number. Or: ? why, Esc back, q stop. >"]);
    terminal.resizes(24, 80).types("1\r");
    terminal.sees(&["Where is it sore?", "> (no answer yet)", "Go back"]);
}

#[test]
fn wide_letters_at_forty_columns() {
    let mut terminal = check_by("tests/rules/wide.yaml").on_terminal(30, 40);
    let chest = "胸が痛い、または息が苦しい、または立ち上がると気が遠くなる感じがする";
    let joined = |screen: &vt100::Screen| -> String {
        let text = screen.contents();
        text.chars().filter(|c| !c.is_whitespace()).collect()
    };
    terminal.sees(&["Go back"]);
    // Moving draws every row again; a row that is counted wrong would leave itself or eat another.
    terminal.moves_down(12);
    terminal.waits_for("the question, and the first row again, once", |screen| {
        let text = joined(screen);
        text.contains("今、次のどれかに当てはまりますか")
            && text.contains(&format!(">[]{chest}"))
            && text.matches("胸が痛い").count() == 1
            && !screen.row_wrapped(0)
    });
    terminal.presses(&[DOWN, DOWN, ENTER]);
    terminal.sees(&["= None of these", "Go back"]);
    terminal.presses(&[DOWN, ENTER]);
    terminal.sees(&["= 薄い黄色", "Your answers", "Go back"]);
    terminal.presses(&[ENTER]);
    assert_eq!(terminal.exits(), 0);
}

#[test]
fn a_long_list_is_paged_so_that_the_question_stays_in_sight() {
    let wide = check_by("tests/rules/wide.yaml");
    let mut terminal = wide.on_terminal(13, 40);
    terminal.sees(&["今、", "[Page 1/2]", "> [ ] 胸が痛い"]);
    terminal.moves_down(6);
    terminal.waits_for("one clean first page", |screen| {
        let text = screen.contents();
        text.contains("> [ ] 胸が痛い") && text.matches("[Page 1/2]").count() == 1
    });
    terminal.moves_down(4);
    terminal.waits_for("one clean second page", |screen| {
        let text = screen.contents();
        text.contains(">     Why do you ask?")
            && text.matches("[Page 2/2]").count() == 1
            && !text.contains("胸が痛い")
    });
}

#[test]
fn no_color_means_no_escape_beyond_moving_and_still_a_mark() {
    for colour in [false, true] {
        let mut start = check();
        if !colour {
            // Set but empty counts as set.
            start = start.env("NO_COLOR", "");
        }
        let mut terminal = start.on_terminal(24, 80);
        terminal.sees(&["> [ ] Chest pain", "Go back"]);
        let parser = terminal.screen();
        let screen = parser.screen();
        let (rows, columns) = screen.size();
        let bold = (0..rows.get())
            .flat_map(|row| (0..columns.get()).map(move |column| (row, column)))
            .filter_map(|(row, column)| screen.cell(row, column))
            .any(vt100::Cell::bold);
        assert_eq!(bold, colour);
    }
}

#[test]
fn plain_where_the_terminal_or_the_runner_asks_for_it() {
    for (name, value) in [("TERM", "dumb"), ("ACCESSIBLE", "1")] {
        let mut terminal = check().env(name, value).on_terminal(24, 80);
        terminal.sees(&["1 Chest pain", "0 None of these", "q stop. >"]);
    }
    let mut terminal = check().on_terminal(24, 29);
    terminal.sees(&["1 Chest pain", "0 None of these", "q stop. >"]);
}
