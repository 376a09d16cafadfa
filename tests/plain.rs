//! The plain interview, driven by a pipe.

use std::fs;

use crate::harness::{Ended, Folder, Soreleg, TINY};

/// What comes of an interview with these lines.
fn talk(lines: &str) -> Ended {
    talk_with(&["--plain", "--all-questions"], lines)
}

fn talk_with(flags: &[&str], lines: &str) -> Ended {
    talk_by("tests/rules/tiny.yaml", flags, lines)
}

fn talk_by(rules: &str, flags: &[&str], lines: &str) -> Ended {
    let check = ["check", "--rules", rules, "--format", "json"];
    let ended = Soreleg::new().args(check).args(flags).stdin(lines).run();
    answers(&ended);
    ended
}

/// The answers of the result, as flags would give them; none without a result.
fn answers(ended: &Ended) -> String {
    if ended.out.is_empty() {
        return String::new();
    }
    let result = ended.json();
    if result.get("triage").is_none() {
        return String::new();
    }
    let command = result["command"].as_str().expect("the command");
    let flags = command.split(" -a ").skip(1);
    flags.flat_map(|flag| [flag, "\n"]).collect()
}

/// Answers to every question, both legs.
const STRAIGHT: &str = "0\n1\n1\n3 days\n2\n450mi\n1\n";

const ANSWERS: &str = "danger=none\npee=pale\nwhere=both\ndays=3days\nnew_runner=steady\n\
                       shoe_distance=450mi\nshoe_looks=flat\n";

#[test]
fn a_straight_interview() {
    let talk = talk(&format!("{STRAIGHT}\n"));
    assert_eq!(answers(&talk), ANSWERS);
    assert_eq!(talk.code, 0);
    talk.says(&[
        ": about a minute",
        "Danger signs: question 1 of at most 8",
        "= None of these",
        "The soreness: question 3 of at most 8",
        "question 7, the last",
        "Your answers",
    ]);
    let review = "\n  3  where: both\n";
    assert!(talk.err.contains(review), "{}", talk.err);
}

#[test]
fn why_back_not_sure_and_names_lead_to_the_same_answers() {
    let winding = "?\n??\nnone\nu\nb\n??\npale\nboth\nb\nb\n1\n3 days\nsteady\nb\nb\n3\nb\n2\n\
                   450mi\nflat\nb\nb\nu\n6\n450 mi\n\n";
    let talk = talk(winding);
    assert_eq!(answers(&talk), ANSWERS, "{}", talk.err);
    talk.says(&[
        "Or: ? how do I tell, q stop.",
        "Why: These signs can mean danger to life or limb.",
        "How do I tell? Look at both legs in good light.",
        "?? tells what each answer would do.",
        "- Lines 1, 2: Get emergency help now",
        "Your answer before: Not sure",
        "Brown, red or like cola: Get emergency help now",
        "Your answer before: Pale or straw",
    ]);
}

/// Each wrong line as one in a pipe, where the lines after it would answer the wrong questions, and
/// all of them by a person, who is asked again.
#[test]
fn a_bad_line_explains_and_asks_again_or_ends_a_pipe() {
    let mut terminal = Soreleg::with_tiny("check")
        .args(["--all-questions", "--full", "--plain"])
        .env("TERM", "dumb")
        .on_terminal(24, 80);
    let mut good = String::new();
    for (bad, line, told) in [
        ("", "", "Please type an answer, or u if you are not sure."),
        ("7", "", "`7` is not one of the answers."),
        ("0,1", "0", "`none` cannot stand beside other answers."),
        ("1,2", "", "Type one number from 1 to 3"),
        ("n", "1", "`n` is not one of the answers."),
        ("3", "1", "Type one number from 1 to 2"),
        ("3 km", "3 days", "`km` does not fit here"),
        ("longer", "2", "`longer` is not one of the answers."),
        ("450", "", "`450` needs a unit: 450 km or 450 mi."),
        ("9999 mi", "450mi", "9999 mi is not from 0 km to 5000 km."),
        ("4", "1", "numbers from 1 to 2 with commas, or 0 for none"),
        ("9", "", "Press Enter, or type a number from 1 to 7."),
    ] {
        let piped = talk(&format!("{good}{bad}\n{STRAIGHT}"));
        assert_eq!((piped.code, &*answers(&piped)), (2, ""), "{bad}");
        let resume = piped.err.lines().last().unwrap();
        assert_eq!(resume.matches(" -a ").count(), good.lines().count());
        piped.says(&[told, "run:", "soreleg check --plain"]);

        terminal.types(&format!("{bad}\r")).sees(&[told, ">"]);
        if !line.is_empty() {
            terminal.types(&format!("{line}\r")).sees(&["q stop. >"]);
            good.extend([line, "\n"]);
        }
    }
    terminal.types("\r").sees(&["Enter: done", ">"]);
    terminal
        .types("m\r")
        .sees(&["-a danger=none", "Enter: done"]);
    terminal.types("\r");
    assert_eq!(terminal.exits(), 0);
    assert_eq!(good, STRAIGHT);
}

#[test]
fn an_endless_pipe_ends() {
    let ended = Soreleg::shell("yes | soreleg check --plain").run();
    assert_eq!(ended.code, 2);
    ended.says(&["`y` is not one of the answers.", "To begin again, run:"]);
}

#[test]
fn a_byte_order_mark_before_the_first_line_does_not_count() {
    let talk = talk(&format!("\u{feff}{STRAIGHT}\n"));
    assert_eq!(answers(&talk), ANSWERS);
}

#[test]
fn yes_and_no_answer_a_question_that_has_them() {
    for (line, value) in [("y", "yes"), ("yes", "yes"), ("no", "no")] {
        let talk = talk(&format!("0\n1\n2\n{line}\n"));
        talk.says(&[&format!("-a bone={value}")]);
    }
}

#[test]
fn the_end_of_input_never_invents_an_answer() {
    for lines in 0..7 {
        let part: String = STRAIGHT.split_inclusive('\n').take(lines).collect();
        let talk = talk(&part);
        assert_eq!(answers(&talk), "");
        assert_eq!(talk.code, 3);
        let told = match lines {
            0 => "You had not answered anything yet. To begin again, run:",
            _ => {
                "Your answers are kept. (Not the screen you were on.) To go on where you stopped, run:"
            }
        };
        talk.says(&[told, "soreleg check --plain --rules"]);
        let resume = talk.err.lines().last().unwrap();
        assert_eq!(resume.matches(" -a ").count(), lines, "{resume}");
    }
    let at_review = talk(STRAIGHT);
    assert_eq!(answers(&at_review), "");
    assert_eq!(at_review.code, 3);
}

#[test]
fn numbers_as_people_say_them() {
    let talk = talk("0\n1\n1\nyesterday\n2\nabout 450 miles\n1\n\n");
    assert_eq!(answers(&talk), ANSWERS.replace("3days", "1day"));
    talk.says(&["= 1 day", "= 450 mi"]);
    let range = talk_with(&["--plain", "--all-questions"], "0\n1\n1\n300-500 days\n");
    range.says(&["is a range; write one number"]);
}

#[test]
fn the_last_line_counts_without_its_end() {
    let talk = talk("0\n1");
    talk.says(&["= Pale or straw", "-a danger=none -a pee=pale"]);
}

#[test]
fn stopping_keeps_the_answers() {
    let talk = talk("0\nq\n");
    assert_eq!(talk.code, 3);
    talk.says(&["Your answers are kept.", "-a danger=none"]);
}

#[test]
fn unfinished_ticks_are_asked_again_and_enter_alone_does_not_take_them() {
    let flags = ["--plain", "-a", "danger=swollen,?"];
    let left = talk_with(&flags, "\n");
    left.says(&[
        "Ticked before, not yet your answer: One calf is newly swollen",
        "Please type an answer",
        "-a 'danger=swollen,?'",
    ]);
    assert_eq!((left.code, &*answers(&left)), (2, ""));
    let answered = talk_with(&flags, "0\nq\n");
    answered.says(&["= None of these", "-a danger=none"]);
    let nobody = talk_with(&["--no-input", "-a", "danger=swollen,?"], "");
    assert_eq!((nobody.code, &*answers(&nobody)), (2, ""));
}

#[test]
fn an_emergency_stops_at_once_and_says_why_it_stops() {
    let talk = talk("1\n");
    assert_eq!(answers(&talk), "danger=chest\n");
    assert_eq!(talk.code, 0);
    talk.says(&["I stop here: this cannot wait."]);
}

#[test]
fn it_stops_early_and_says_so() {
    let talk = talk_with(&["--plain"], "3\n1\n\n");
    assert_eq!(talk.code, 0, "{}", talk.err);
    talk.says(&["I can stop here: no answer left could change the result."]);
}

#[test]
fn nobody_to_ask_means_no_questions() {
    for flags in [&[][..], &["--plain", "--no-input"]] {
        let talk = talk_with(flags, STRAIGHT);
        assert_eq!(talk.code, 3);
        assert!(!talk.err.contains("> "), "{}", talk.err);
    }
}

/// With `2>&1 | tee log` there is somebody, but no list can be drawn.
#[test]
fn whose_questions_go_down_a_pipe_learns_how_to_be_asked() {
    let line = format!("soreleg check --rules {TINY} 2>&1 | cat");
    let mut terminal = Soreleg::shell(&line).on_terminal(60, 80);
    terminal.sees(&["answers are missing", "`--plain` asks in lines"]);
}

#[test]
fn hostile_input_never_reaches_the_terminal() {
    let talk = talk("\u{1b}]0;owned\u{7}\n\0\n0\n");
    assert!(!talk.err.contains(['\u{1b}', '\u{7}', '\0']));
    talk.says(&["`\\u{1b}]0` is not one of the answers."]);
    let long = talk_with(&["--plain"], &"9".repeat(1_000_000));
    assert_eq!(long.code, 2);
    long.says(&["That is too long for an answer.", "To begin again"]);
}

#[test]
fn going_on_later_asks_and_writes_as_before() {
    let folder = Folder::new();
    let file = folder.path("later.json");
    let file = file.to_str().unwrap();
    let flags = "--plain --units mi --exit-code --force --output";
    let flags: Vec<&str> = flags.split(' ').chain([file]).collect();
    talk_with(&flags, "0\n").says(&[&format!(
        "soreleg check --output {file} --force --plain --exit-code --units=mi --rules"
    )]);
}

#[test]
fn signs_that_mean_the_same_are_told_once() {
    let tiny = fs::read_to_string(TINY).unwrap();
    let alike = tiny.replace(
        "when: { danger: swollen }\n    level: same_day",
        "when: { danger: swollen }\n    level: emergency",
    );
    assert_ne!(tiny, alike);
    let folder = Folder::new();
    let rules = folder.write("alike.yaml", alike);
    let said = talk_by(rules.to_str().unwrap(), &["--plain"], "??\n").err;
    assert_eq!(said.matches("Get emergency help now").count(), 1, "{said}");
    assert!(
        said.contains("  - Any of these: Get emergency help now"),
        "{said}"
    );
}

#[test]
fn ticks_that_count_only_together_say_so() {
    let tiny = fs::read_to_string(TINY).unwrap();
    let together = tiny.replace("[flat, tilted] }", "{ of: [flat, tilted], from: 2 } }");
    assert_ne!(tiny, together);
    let folder = Folder::new();
    let rules = folder.write("together.yaml", together);
    let given = "danger=none pee=pale where=both days=7 new_runner=new shoe_distance=100km";
    let flags = given.split(' ').flat_map(|answer| ["-a", answer]);
    let flags: Vec<&str> = ["--plain", "--all-questions"]
        .into_iter()
        .chain(flags)
        .collect();
    let talk = talk_by(rules.to_str().unwrap(), &flags, "??\n");
    talk.says(&["> A tick alone changes little: it counts together with other ticks and answers."]);
    assert!(!talk.err.contains("by itself"), "{}", talk.err);
}

/// A person who was asked sees how urgent it is and what to do, also when the result goes to a pipe, to a
/// file, or cannot be written at all.
#[test]
fn danger_reaches_the_person_wherever_the_result_goes() {
    let urgent = [
        "I stop here",
        "Get emergency help now",
        "Because ",
        "Call an",
    ];
    talk_with(&["--plain"], "1\n").says(&urgent);
    let folder = Folder::new();
    let file = folder.path("me.txt");
    let file = file.to_str().unwrap();
    let talk = talk_with(&["--plain", "-o", file], "1\n");
    talk.says(&urgent);
    talk.says(&[&format!("The whole result is in `{file}`.")]);
    // Where nothing can be written, nobody is asked for nothing.
    for nowhere in [".", "/proc/me.txt"] {
        let talk = talk_with(&["--plain", "-o", nowhere], "1\n");
        assert_eq!(talk.code, 1);
        assert!(!talk.err.contains("I stop here"), "{}", talk.err);
    }
    // A disk that is full at the end does not keep the result from being seen.
    let talk = talk_with(&["--plain", "-o", "/dev/full"], "1\n");
    assert_eq!(talk.code, 1);
    talk.says(&["To repeat this check", "error: cannot write"]);
}
