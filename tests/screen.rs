//! The screen of the interview in windows of every size.

use crate::harness::{CTRL_C, DOWN, ENTER, Soreleg, Terminal};

/// The usual window, a phone, a phone with its keyboard up, a large one.
const SIZES: [(u16, u16); 4] = [(24, 80), (24, 40), (12, 40), (50, 200)];

/// The shipped rules, from the first question.
fn check(rows: u16, columns: u16) -> Terminal {
    let check = Soreleg::new().args(["check"]).env("TERM", "xterm-256color");
    let mut terminal = check.on_terminal(rows, columns);
    terminal.sees(&["question 1 of at most", "q stop"]);
    terminal
}

/// "None of these", as often as it takes until every sign was on the screen.
fn none(terminal: &mut Terminal, next: &str) {
    for _ in 0..30 {
        terminal.presses(&["n"]);
    }
    terminal.sees(&["[x] None of these"]).presses(&[ENTER]);
    terminal.sees(&[next, "q stop"]);
}

/// Past the danger signs.
fn at_where(rows: u16, columns: u16) -> Terminal {
    let mut terminal = check(rows, columns);
    none(&mut terminal, "question 2 of");
    terminal
        .presses(&["1", ENTER])
        .sees(&["question 3 of", "q stop"]);
    none(&mut terminal, "question 4 of");
    none(&mut terminal, "question 5 of");
    terminal
}

#[test]
fn the_greeting_is_seen_with_the_first_question() {
    let mut terminal = check(24, 80);
    terminal.sees(&[
        "Sore legs after a run: about three minutes",
        "I ask only what can change the result.",
        "First, danger signs: question 1 of at most",
        "1 [ ]",
        "u [ ] Not sure",
        "q stop",
    ]);
    let text = terminal.text();
    let first = text.lines().next().unwrap();
    assert_eq!(first, "Sore legs after a run: about three minutes");
}

/// Where it does not fit above the first list, the list goes first.
#[test]
fn in_a_small_window_the_first_question_goes_before_the_greeting() {
    for (rows, columns) in SIZES {
        let mut terminal = check(rows, columns);
        terminal.sees(&[
            "question 1 of at most",
            "In the last week,",
            "1 [ ]",
            "q stop",
        ]);
        let is_greeted = terminal.text().contains("about three minutes");
        assert_eq!(is_greeted, columns >= 80);
    }
}

#[test]
fn answers_shrink_to_a_line_each_and_nothing_else_stays() {
    for (rows, columns) in SIZES {
        let mut terminal = at_where(rows, columns);
        if rows > 12 {
            terminal.sees(&["Danger signs none Pee normal Signs now none Health none"]);
        }
        terminal.waits_for("one question, once", |screen| {
            let text = screen.contents();
            text.matches("Where is it sore?").count() == 1
                && text.matches("question").count() == 1
                && text.matches("q stop").count() == 1
                && (0..rows).all(|row| !screen.row_wrapped(row))
        });
        // Complaints, why, other sizes and going back leave nothing behind.
        terminal.presses(&[ENTER]).sees(&["Choose a line first"]);
        terminal
            .presses(&["?", "?", "x"])
            .sees(&["Where is it sore?", "q stop"]);
        terminal
            .resizes(30, 60)
            .waits_for("the same, drawn anew", |screen| {
                screen.contents().starts_with("Sore legs after a run")
                    && screen.contents().matches("Where is it sore?").count() == 1
            });
        terminal
            .presses(&["b"])
            .sees(&["question 4 of", "Your answer before: None"]);
        let text = terminal.text();
        assert_eq!(text.matches("Health").count(), 0, "{text}");
        assert_eq!(text.matches("question").count(), 1, "{text}");
        assert!(!text.contains("Where is it sore?"), "{text}");
        terminal.types(CTRL_C);
        assert_eq!(terminal.exits(), 130);
        terminal.waits_for("the answers alone", |screen| {
            let text = screen.contents();
            !text.contains("[ ]") && text.contains("Health")
        });
    }
}

#[test]
fn why_is_short_and_what_answers_do_comes_second() {
    for (rows, columns) in SIZES {
        let mut terminal = check(rows, columns);
        terminal.sees(&["? how do I tell"]).presses(&["?"]);
        terminal.sees(&["Why:", "How do I tell?", "? what each answer would do."]);
        let text = terminal.text();
        assert!(!text.contains("emergency help"), "{text}");
        if columns >= 80 {
            let lines = text.lines().filter(|line| !line.is_empty()).count();
            // The question and the keys beside it.
            assert!((3 + 2..=8 + 2).contains(&lines), "{text}");
        }
        terminal
            .presses(&["?"])
            .sees(&["What your answer would do", "Any other key"]);
        if rows == 12 {
            terminal.sees(&["Up, Down: read on."]);
            for _ in 0..40 {
                terminal.presses(&[DOWN]);
            }
            terminal.sees(&["Not sure:", "Any other key"]);
        }
        terminal.presses(&["x"]).sees(&["question 1 of", "q stop"]);
    }
}

#[test]
fn the_review_has_two_columns_and_goes_back_to_where_one_came_from() {
    for (rows, columns) in SIZES {
        let tiny = Soreleg::with_tiny("check")
            .answers("danger=none pee=pale where=both days=3d new_runner=steady".split(' '))
            .answers(["shoe_distance=450mi"])
            .args(["--all-questions"])
            .env("TERM", "xterm-256color");
        let mut terminal = tiny.on_terminal(rows, columns);
        terminal
            .sees(&["What do the shoes", "q stop"])
            .presses(&["1", ENTER]);
        terminal.waits_for("two columns", |screen| {
            let text = screen.contents();
            text.contains("Your answers")
                && text.lines().any(|line| line == "  pee             pale")
        });
        terminal.moves_down(2).presses(&[ENTER]);
        terminal.sees(&["an answer to change", "What colour", "q stop"]);
        terminal
            .presses(&["b"])
            .sees(&["Your answers", "> See the result"]);
        terminal
            .presses(&["b"])
            .sees(&["What do the shoes", "[x] Flat", "q stop"]);
        terminal
            .presses(&[ENTER])
            .sees(&["Your answers"])
            .presses(&["q"]);
        assert_eq!(terminal.exits(), 3);
    }
}

#[test]
fn the_line_of_the_cursor_has_the_one_colour() {
    for (rows, columns) in SIZES {
        let mut terminal = check(rows, columns);
        terminal.presses(&[DOWN, DOWN]).sees(&["> 2 [ ]", "q stop"]);
        let parser = terminal.screen();
        let screen = parser.screen();
        let accent = vt100::Color::Idx(6);
        let cell = |row, column| screen.cell(row, column).unwrap();
        let accented: String = (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (row, column)))
            .map(|(row, column)| cell(row, column))
            .filter(|cell| cell.fgcolor() == accent)
            .map(vt100::Cell::contents)
            .collect();
        assert!(accented.starts_with('>'), "{accented}");
        assert_eq!(accented.matches("[ ]").count(), 1, "{accented}");
        assert!(accented.contains("2 [ ]"), "{accented}");
    }
}
