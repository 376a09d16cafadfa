//! What a rule file says of later checks, in the tools of those who write one.

use crate::harness::{Ended, Folder};

/// The small rules, and what they expect of worn shoes.
fn rules() -> String {
    let tiny = include_str!("rules/tiny.yaml");
    let tiny = tiny.replace("prior: 0.14", "prior: 0.3");
    let tiny = tiny.replace(
        "    ask: For how long",
        "    onset: true\n    ask: For how long",
    );
    tiny + "expect_by:
  - id: worn_weeks
    levels: [self_care]
    causes: [worn_shoes]
    within_days: 14
    better: { pee: [pale, dark] }
    less: [shoe_distance]
    level: see_doctor
    because: other shoes help within two weeks
    sources: [article]
"
}

const CASES: &str = "\
- name: old shoes
  answers: { danger: none, pee: pale, where: both, days: 6, new_runner: steady, shoe_distance: 900 km, shoe_looks: none }
  expect: { level: self_care, first: worn_shoes }
  later:
    - after: 14 days  # kept: the shoes
      answers: { danger: none, pee: dark, where: both }
      expect: { level: see_doctor, going: not_better }
";

fn folder(rules: &str, cases: &str) -> Folder {
    let folder = Folder::new().with("rules.yaml", rules);
    folder.with("cases/a.yaml", cases)
}

#[test]
fn a_later_check_in_a_case_is_tested_and_rewritten_where_it_stands() {
    let folder = folder(
        &rules(),
        &CASES.replace("level: see_doctor", "level: time_off"),
    );
    let failed = folder.soreleg("rules test --rules rules.yaml");
    for expected in [
        "FAILED cases/a.yaml:5: old shoes, after 14 days",
        "level: expected `time_off`, got `see_doctor`",
        "expectation `worn_weeks` is missed: other shoes help within two weeks",
        "1 of 2 cases passed",
    ] {
        assert!(failed.out.contains(expected), "{}", failed.out);
    }
    let updated = folder.soreleg("rules test --rules rules.yaml --update");
    assert_eq!(updated.code, 0, "{}{}", updated.out, updated.err);
    let expect = "      expect: { level: see_doctor";
    let expected = CASES.replace(expect, &format!("      as_is: true\n{expect}"));
    assert_eq!(folder.read("cases/a.yaml"), expected);
}

#[test]
fn another_name_reaches_expectations_and_later_checks() {
    for (line, from, to) in [
        ("question pee water", "pee:", "water:"),
        ("question shoe_distance far", "shoe_distance", "far"),
        ("cause worn_shoes old_shoes", "worn_shoes", "old_shoes"),
        ("option pee.dark brownish", "dark", "brownish"),
    ] {
        let folder = folder(&rules(), CASES);
        let command = format!("rules rename {line} --rules rules.yaml");
        let Ended { code, out, err } = folder.soreleg(&command);
        assert_eq!(code, 0, "{line}: {out}{err}");
        let (_, expectation) = rules()
            .split_once("expect_by:")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        let now = folder.read("rules.yaml");
        assert!(
            now.ends_with(&expectation.replace(from, to)),
            "{line}: {now}"
        );
        assert_eq!(
            folder.read("cases/a.yaml"),
            CASES.replace(from, to),
            "{line}"
        );
        assert_eq!(
            folder.soreleg("rules test --rules rules.yaml").code,
            0,
            "{line}"
        );
    }
}

#[test]
fn a_change_of_what_is_expected_or_kept_is_named() {
    let new = rules()
        .replace("within_days: 14", "within_days: 7")
        .replace(
            "because: other shoes help within two weeks",
            "because: other shoes help",
        )
        .replace(
            "    options: { pale",
            "    fixed: So it is.\n    lapses: { dark: 1 week }\n    options: { pale",
        );
    let folder = Folder::new()
        .with("old.yaml", &rules())
        .with("new.yaml", &new);
    let diff = folder
        .soreleg("rules diff old.yaml new.yaml --runners 10")
        .out;
    for expected in [
        "expect_by.worn_weeks",
        "-> after self_care of worn_shoes, within 7 days",
        "expect_by.worn_weeks.because",
        "questions.pee.fixed",
        "questions.pee.lapses.dark",
    ] {
        assert!(diff.contains(expected), "{expected}: {diff}");
    }
    let added = Folder::new().with("old.yaml", include_str!("rules/tiny.yaml"));
    let added = added.with("new.yaml", &rules());
    let diff = added
        .soreleg("rules diff old.yaml new.yaml --runners 10")
        .out;
    assert!(diff.contains("expect_by.worn_weeks"), "{diff}");
}

#[test]
fn what_is_expected_is_explained_and_shown() {
    let folder = folder(&rules(), CASES);
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let explained = flat(&folder.soreleg("explain worn_weeks --rules rules.yaml").out);
    let words = "after self_care of worn_shoes, within 14 days: pee is pale or dark; less shoe_distance; or else see_doctor";
    assert!(explained.contains(words), "{explained}");
    assert!(explained.contains("5 Reasons Why"), "{explained}");
    let source = flat(&folder.soreleg("explain article --rules rules.yaml").out);
    assert!(
        source.contains("worn_weeks: other shoes help within two weeks"),
        "{source}"
    );
    let shown = flat(&folder.soreleg("rules show rules.yaml").out);
    for expected in [
        "What should be better by when",
        words,
        "Moved on by the calendar at a later check.",
        "Asked again at a later check.",
        "Kept at a later check.",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
}

/// Each part of an expectation has a case that hangs on it, or none would miss it.
#[test]
fn no_case_misses_an_expectation_that_none_tries() {
    let folder = folder(&rules(), CASES);
    let tried = folder.soreleg("rules test --mutate --rules rules.yaml").out;
    for expected in [
        "expectations deleted or changed        3/4",
        "expectations that are never met        0/1",
    ] {
        assert!(tried.contains(expected), "{tried}");
    }
}
