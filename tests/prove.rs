//! `soreleg rules prove` finds a planted fault, and shows the answers that bring it out.
//!
//! That what it calls proved holds is a property of every rule file, tried in `early_stop.rs`.

use crate::harness::Soreleg;

const TINY: &str = include_str!("rules/tiny.yaml");

/// The small rule file with a text replaced, after mending the one promise it breaks itself.
fn planted(from: &str, to: &str) -> String {
    let sound = TINY.replace("prior: 0.14", "prior: 0.4");
    assert_eq!(sound.matches(from).count(), 1, "`{from}` must stand once");
    sound.replace(from, to)
}

/// What is said about the promises that do not hold.
fn broken(rules: &str) -> String {
    let prove = Soreleg::new().args(["rules", "prove", "-"]);
    let ended = prove.stdin(rules).run();
    let page = ended
        .out
        .strip_prefix("-:\n")
        .expect("the rules are named first");
    let broken: Vec<&str> = page
        .lines()
        .filter(|line| !line.starts_with("holds "))
        .collect();
    let code = if broken.is_empty() { 0 } else { 5 };
    assert_eq!(ended.code, code, "{}", ended.out);
    broken.join("\n")
}

#[test]
fn a_sound_file_keeps_every_promise() {
    assert_eq!(broken(&planted("Sore legs, small", "Sound")), "");
}

#[test]
fn a_red_flag_that_can_never_hold() {
    let rules = planted(
        "when: { pee: cola }",
        "when: { all: [{ pee: cola }, { pee: pale }] }",
    );
    assert_eq!(
        broken(&rules),
        "BROKEN  every red flag reaches its level, whatever else is answered\n        \
         no answers make `dark_urine` hold\n        \
         help: look at the `when` of this red flag, and at the `only_if` of its questions"
    );
}

#[test]
fn a_danger_sign_that_hides_a_worse_one() {
    let rules = planted(
        "when: { danger: cold }",
        "when: { all: [{ danger: cold }, { not: { danger: swollen } }] }",
    );
    assert_eq!(
        broken(&rules),
        "BROKEN  one more danger sign never lowers the triage level\n        \
         adding `danger=swollen` lowers emergency to same_day\n        \
         with -a danger=cold\n        \
         help: one more sign must not end another: look for `not` in the red flags of this question"
    );
}

#[test]
fn not_sure_that_is_safer_than_any_answer() {
    let rules = planted(
        "when: { pee: cola }\n    level: emergency",
        "when: { pee: [pale, dark, cola] }\n    level: see_doctor",
    );
    assert_eq!(
        broken(&rules),
        "BROKEN  not sure is never safer than the most harmless answer\n        \
         `pee=not_sure` gives self_care, any other answer at least see_doctor\n        \
         with no answers at all\n        \
         help: add a red flag for `not_sure` that has at least that level"
    );
}

#[test]
fn a_cause_that_never_comes_first() {
    assert_eq!(
        broken(TINY),
        "BROKEN  every cause can come first\n        \
         no answers were found that put `worn_shoes` first; those that speak most for it give odds of \
         `worn_shoes` 0.68 and `under_training` 0.05, and from 0.70 a cause is put forward\n        \
         help: raise its `prior` or the `ratio` of what speaks for it, or add evidence"
    );
}

#[test]
fn a_path_without_advice() {
    let rules = planted(
        "do: Do less for a few days and see if it eases.,",
        "do: Do less for a few days and see if it eases., unless: { pee: pale },",
    );
    assert_eq!(
        broken(&rules),
        "BROKEN  nobody leaves without advice\n        \
         a result of see_doctor has no advice\n        \
         with -a bone=yes -a new_runner=new\n        \
         help: add advice for everyone: an entry under `advice:` at the end of the file"
    );
}
