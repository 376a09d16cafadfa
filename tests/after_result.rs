//! The result as a person who was asked sees it, and what can be done with it.

use std::fs;

use crate::harness::{CTRL_C, ENTER, ESCAPE, Folder, Soreleg, Terminal};

/// A phone, a phone with its keyboard up, the usual window, a large one.
const SIZES: [(u16, u16); 4] = [(24, 80), (24, 40), (12, 40), (50, 200)];

const KEYS: &str = "Enter: done";

const ALL_BUT_ONE: &str =
    "danger=none pee=pale where=both days=3d new_runner=steady shoe_distance=450mi";

fn check(answers: &str) -> Soreleg {
    Soreleg::with_tiny("check")
        .args(["--all-questions", "--exit-code"])
        .answers(answers.split_whitespace())
        .env("TERM", "xterm-256color")
}

/// With chest pain ticked.
fn emergency(rows: u16, columns: u16) -> Terminal {
    let mut terminal = check("").on_terminal(rows, columns);
    terminal.sees(&["Is any of this true now?", "q stop"]);
    terminal.presses(&["1", ENTER]).sees(&[KEYS]);
    terminal
}

/// With all questions answered, at the result.
fn ordinary(rows: u16, columns: u16) -> Terminal {
    let mut terminal = check(ALL_BUT_ONE).on_terminal(rows, columns);
    terminal.sees(&["What do the shoes look like?", "q stop"]);
    terminal.presses(&["1", ENTER]).sees(&["See the result"]);
    terminal.presses(&[ENTER]).sees(&[KEYS]);
    terminal
}

#[test]
fn an_emergency_shows_what_it_is_and_what_to_do_and_can_be_taken_back() {
    for (rows, columns) in SIZES {
        let mut terminal = emergency(rows, columns);
        terminal.sees(&[
            "Get emergency help now",
            "Because chest pain",
            "Ticked by mistake? b",
            "Call an ambulance now and do not walk or drive yourself.",
            "m more,",
            KEYS,
        ]);
        terminal.presses(&["b"]);
        terminal.sees(&["Is any of this true now?", "1 [x] Chest", "q stop"]);
        terminal
            .presses(&["1", "n", ENTER])
            .sees(&["pee", "b back"]);
        if rows > 12 {
            terminal.sees(&["danger chest (taken back) danger none"]);
        }
        terminal.types(CTRL_C);
        assert_eq!(terminal.exits(), 40, "that of the result that was shown");
        terminal.sees(&["danger chest (taken back)", "danger none", "run:"]);
    }
}

#[test]
fn every_sign_of_the_shipped_rules_ends_in_an_action_below_its_headline() {
    for sign in 1..=9 {
        let check = Soreleg::new().args(["check"]).env("TERM", "xterm");
        let mut terminal = check.on_terminal(24, 80);
        terminal
            .sees(&["1 [ ]", "q stop"])
            .presses(&[&sign.to_string()]);
        terminal.sees(&[&format!("> {sign} [x]")]).presses(&[ENTER]);
        // What is no emergency by itself goes on with the next question.
        terminal.waits_for("a result or a question", |screen| {
            let text = screen.contents();
            text.contains(KEYS) || text.contains("question 2 of")
        });
        if terminal.text().contains(KEYS) {
            terminal.sees(&[
                "Get emergency help now",
                "Ticked by mistake? b",
                "Do: ",
                KEYS,
            ]);
        }
    }
}

/// By the shipped rules, with all that a runner of each level says but for the last answer.
#[test]
fn the_last_screen_of_a_result_says_how_urgent_it_is_and_what_to_do() {
    const EASED: &str = "emergency=none pee=pale new_signs=none health=none where=both_muscle start=next_day \
         feel=dull days=2";
    const SWOLLEN: &str = "emergency=none pee=pale new_signs=swollen_leg health=none where=both_muscle \
         start=next_day days=2";
    for (rows, columns) in SIZES {
        for (given, line, headline, action) in [
            (
                EASED,
                "6",
                "You can look after this yourself",
                "Nothing you ticked needs",
            ),
            (SWOLLEN, "1", "Get medical help today", "Be seen today."),
            (
                "",
                "1",
                "Get emergency help now",
                "Call your emergency number now",
            ),
        ] {
            let check = Soreleg::new()
                .args(["check"])
                .answers(given.split_whitespace());
            let mut terminal = check.env("TERM", "xterm").on_terminal(rows, columns);
            terminal.sees(&["q stop"]).presses(&[line, ENTER]);
            if !given.is_empty() {
                terminal.sees(&["> See the result"]).presses(&[ENTER]);
            }
            terminal.sees(&[headline, action, KEYS]);
        }
    }
}

/// Whoever keeps the result in a file is told all the same.
#[test]
fn danger_is_on_the_screen_when_the_result_goes_to_a_file() {
    for (rows, columns) in SIZES {
        let folder = Folder::new();
        let check = check("").args(["-o", "me.txt"]).in_folder(&folder);
        let mut terminal = check.on_terminal(rows, columns);
        terminal.sees(&["1 [ ]", "q stop"]).presses(&["1", ENTER]);
        assert_eq!(terminal.exits(), 40);
        terminal.sees(&[
            "Get emergency help now",
            "Because chest pain",
            "Call an ambulance now",
            "The whole result is in `me.txt`.",
        ]);
    }
}

#[test]
fn words_stand_for_marks_and_bars_where_a_screen_reader_wants_them() {
    for (rows, columns) in SIZES {
        for (name, value, flags) in [
            ("ACCESSIBLE", "1", &[][..]),
            ("NO_GRAPHICS", "1", &[]),
            ("TERM", "dumb", &[]),
            ("LANG", "C.UTF-8", &["--plain"]),
        ] {
            let check = check("danger=none pee=pale where=both days=3d new_runner=steady")
                .args([
                    "--short",
                    "-a",
                    "shoe_distance=450mi",
                    "-a",
                    "shoe_looks=flat",
                ])
                .args(flags)
                .env("LANG", "C.UTF-8")
                .env(name, value);
            let mut terminal = check.on_terminal(rows, columns);
            assert_eq!(terminal.exits(), 0);
            terminal.sees(&["- One leg swells, or you are short of breath"]);
            let text = terminal.text();
            assert!(text.is_ascii(), "{text}");
            if rows > 12 {
                terminal.sees(&[
                    "Do: Follow",
                    "1. Worn-out shoes: weak",
                    "For: the soles look worn",
                ]);
            }
        }
    }
}

#[test]
fn however_a_result_is_left_its_exit_code_stays() {
    for (rows, columns) in SIZES {
        for key in [ENTER, ESCAPE, "q", CTRL_C] {
            let mut terminal = emergency(rows, columns);
            terminal.waits_for_list().types(key);
            assert_eq!(terminal.exits(), 40);
            terminal.waits_for("a tidy end", |screen| {
                !screen.contents().contains(KEYS) && !screen.hide_cursor()
            });
        }
    }
    let mut terminal = emergency(24, 80);
    terminal.signals("HUP");
    assert_eq!(terminal.exits(), 40);
}

#[test]
fn a_result_is_short_first_and_all_of_it_on_a_key() {
    let mut terminal = ordinary(24, 80);
    let text = terminal.text();
    assert!(!text.contains("Please keep in mind"), "{text}");
    terminal.sees(&["m more, c change"]).presses(&["x", "m"]);
    terminal.sees(&["Please keep in mind", "shoe_looks=flat", KEYS]);
    assert!(!terminal.text().contains("m more"), "{}", terminal.text());
    terminal.presses(&[ENTER]);
    assert_eq!(terminal.exits(), 0);
}

#[test]
fn an_answer_is_changed_below_the_result() {
    for (rows, columns) in SIZES {
        let mut terminal = ordinary(rows, columns);
        terminal
            .presses(&["c"])
            .sees(&["Your answers", "> See the result"]);
        terminal.moves_down(2).presses(&[ENTER]);
        terminal.sees(&["What colour", "Your answer before: Pale", "q stop"]);
        terminal.presses(&["3", ENTER]);
        terminal
            .sees(&["Get emergency help now", KEYS])
            .presses(&["q"]);
        assert_eq!(terminal.exits(), 40);
    }
}

#[test]
fn a_page_is_saved_below_the_result_in_the_form_of_its_ending() {
    let folder = Folder::new();
    let taken = folder.write("taken.md", "mine");
    let path = |name: &str| folder.path(name).display().to_string();
    let mut terminal = ordinary(24, 200);
    terminal.waits_for_list().presses(&["s"]).sees(&["Save as"]);
    for (name, said) in [
        (path("page.pdf"), "end it in .html, .md, .json or .txt"),
        (taken.display().to_string(), "is there already"),
    ] {
        terminal
            .waits_for_list()
            .types(&format!("{name}\r"))
            .sees(&[said, "Save as"]);
    }
    terminal
        .waits_for_list()
        .types(&format!("{}\r", path("page.md")))
        .sees(&["The whole result is in", KEYS]);
    terminal.presses(&["s"]);
    terminal.waits_for("the question below", |screen| {
        screen.contents().trim_end().ends_with("not now):\n>")
    });
    terminal
        .waits_for_list()
        .types(&format!("{}\r", path("page.json")))
        .sees(&["page.json`", KEYS]);
    terminal.waits_for_list().presses(&[ENTER]);
    assert_eq!(terminal.exits(), 0);
    assert_eq!(fs::read_to_string(taken).unwrap(), "mine");
    let page = fs::read_to_string(path("page.md")).unwrap();
    assert!(
        page.starts_with("# ") && page.contains("| Question | Answer |"),
        "{page}"
    );
    assert!(!page.contains("ratio"), "{page}");
    assert!(
        page.contains("- danger: Chest pain or trouble breathing; One leg"),
        "{page}"
    );
    assert!(
        fs::read_to_string(path("page.json"))
            .unwrap()
            .starts_with('{')
    );
}

#[test]
fn whoever_would_rather_not_save_gets_the_keys_again() {
    let folder = Folder::new();
    let mut terminal = check(ALL_BUT_ONE).in_folder(&folder).on_terminal(24, 80);
    terminal.sees(&["q stop"]).presses(&["1", ENTER]);
    terminal.sees(&["See the result"]).presses(&[ENTER]);
    terminal.sees(&[KEYS]).presses(&["s"]);
    terminal.sees(&["Save as", "Esc: not now): >"]);
    terminal.presses(&["x"]).sees(&["> x"]).presses(&[ESCAPE]);
    terminal.waits_for("the keys in its place", |screen| {
        let text = screen.contents();
        text.contains(KEYS) && !text.contains("Save as")
    });
    terminal.presses(&[ENTER]);
    assert_eq!(terminal.exits(), 0);
    let plain = check(ALL_BUT_ONE).args(["--plain"]).in_folder(&folder);
    let mut terminal = plain.on_terminal(40, 80);
    terminal.sees(&["q stop. >"]).types("1\r");
    terminal.sees(&["Enter: see the result"]).types("\r");
    terminal.sees(&[KEYS, ">"]).types("s\r");
    terminal.sees(&["b: not now): >"]).types("b\r");
    terminal.sees(&["> b", KEYS, ">"]).types("\r");
    assert_eq!(terminal.exits(), 0);
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 0);
}

#[test]
fn whoever_has_seen_a_result_is_neither_greeted_nor_told_to_stop() {
    let once = ["I ask only what", "I can stop here"];
    let flags = ["--plain"];
    let check = Soreleg::with_tiny("check").args(flags).env("TERM", "xterm");
    let mut terminal = check.on_terminal(100, 80);
    terminal.sees(&["q stop. >"]).types("3\r");
    terminal.sees(&["What colour", "q stop. >"]).types("1\r");
    terminal.sees(&[once[1], "q stop. >"]).types("\r");
    terminal.sees(&["Enter: done >"]).types("c\r");
    terminal
        .sees(&["Enter: done > c", "q stop. >"])
        .types("1\r");
    terminal.sees(&[
        "Is any of this true now?",
        "Is any of this true now?",
        "q stop. >",
    ]);
    let text = terminal.text();
    for once in once {
        assert_eq!(text.matches(once).count(), 1, "{text}");
    }
}

#[test]
fn another_size_shows_the_result_anew() {
    let mut terminal = ordinary(24, 80);
    for (rows, columns) in [(24, 40), (40, 120)] {
        terminal.waits_for_list().resizes(rows, columns);
        terminal.waits_for("the result once", |screen| {
            let text = screen.contents();
            let words: Vec<&str> = text.split_whitespace().collect();
            let text = words.join(" ");
            text.matches("You can look after this yourself").count() == 1
                && text.matches(KEYS).count() == 1
                && !text.contains("danger none")
        });
    }
}

#[test]
fn by_lines_the_same_can_be_done() {
    let check = check(ALL_BUT_ONE).args(["--plain"]).env("LANG", "C.UTF-8");
    let mut terminal = check.on_terminal(24, 80);
    terminal.sees(&["q stop. >"]).types("1\r");
    terminal.sees(&["Enter: see the result"]).types("\r");
    terminal.sees(&["Do:", "Worn-out shoes: weak", KEYS, ">"]);
    terminal.types("m\r");
    terminal
        .sees(&["Please keep in mind", KEYS, ">"])
        .types("c\r");
    terminal
        .sees(&["Your answers", "1 danger: none"])
        .types("1\r");
    terminal.sees(&["q stop. >"]).types("1\r");
    // Who hears it hears first what to do.
    terminal.sees(&["Because chest pain", "Do: Call an ambulance", KEYS]);
    assert!(!terminal.text().contains("Ticked by mistake?"));
    terminal.types("b\r").sees(&["Is any of this", "q stop. >"]);
    terminal.types("0\r").sees(&["Enter: see the result"]);
    terminal
        .types("q\r")
        .sees(&["Taken back: danger: chest", "run:"]);
    assert_eq!(terminal.exits(), 40);
}

#[test]
fn the_colour_of_the_verdict_goes_with_no_color() {
    for (value, colour) in [("", true), ("1", false)] {
        let mut terminal = check(ALL_BUT_ONE)
            .env("NO_COLOR", value)
            .on_terminal(24, 80);
        terminal.sees(&["q stop"]).presses(&["1", ENTER]);
        terminal.sees(&["See the result"]).presses(&[ENTER]);
        terminal.sees(&["You can look after this yourself", KEYS]);
        let parser = terminal.screen();
        let screen = parser.screen();
        let green = vt100::Color::Idx(2);
        let cells = (0..24).filter_map(|row| screen.cell(row, 0));
        let coloured: Vec<&str> = (cells.filter(|cell| cell.fgcolor() == green))
            .map(vt100::Cell::contents)
            .collect();
        assert_eq!(coloured, if colour { &["Y"][..] } else { &[] });
    }
}

#[test]
fn the_name_alone_says_how_to_begin_in_a_terminal_only() {
    let mut terminal = Soreleg::new().env("TERM", "xterm").on_terminal(24, 80);
    terminal.sees(&["soreleg check", "soreleg --help"]);
    assert_eq!(terminal.exits(), 0);
    assert_eq!(terminal.text().trim().lines().count(), 5);
    let piped = Soreleg::new().run();
    assert_eq!(piped.code, 2);
    piped.says(&["Usage: soreleg", "Commands:"]);
}

#[test]
fn the_ending_of_a_file_chooses_the_form() {
    let folder = Folder::new();
    let check = |name: &str, format: &[&str]| {
        let file = folder.path(name);
        let flags = ["--no-input", "--force", "-o", file.to_str().unwrap()];
        let ended = Soreleg::with_tiny("check")
            .args(flags)
            .args(format)
            .answers(["danger=chest"])
            .run();
        (ended, fs::read_to_string(file).unwrap_or_default())
    };
    for (name, format, begins) in [
        ("a.md", &[][..], "# Sore"),
        ("a.JSON", &[], "{"),
        ("a.html", &[], "<!DOCTYPE html>"),
        ("a.txt", &[], "Get emergency"),
        ("a", &[], "Get emergency"),
        ("a.md", &["--format", "json"], "{"),
        ("b.html", &["--format", "markdown"], "# Sore"),
    ] {
        let (ended, text) = check(name, format);
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert!(text.starts_with(begins), "{name} {format:?}: {text}");
    }
    let (ended, text) = check("a.pdf", &[]);
    assert_eq!((ended.code, &*text), (2, ""));
    ended.says(&[
        "a.pdf` does not end",
        "end it in .html, .md, .json or .txt, or choose",
    ]);
}
