//! `soreleg rules test --mutate`: the rules that no case would miss.

use serde_json::Value;

use crate::harness::{Ended, Folder};

const TINY: &str = include_str!("rules/tiny.yaml");

/// A cold leg and two danger signs at once, of which one decides.
const CASES: &str = "\
- name: a cold leg
  answers: { danger: cold }
  partial: true
  expect: { level: emergency }
- name: a cold leg that is swollen
  answers: { danger: [cold, swollen] }
  partial: true
  expect: { level: emergency }
- name: a sore spot on bone
  answers: { danger: none, pee: pale, where: one, bone: \"yes\", days: 3, new_runner: new, shoe_distance: 100 km, shoe_looks: none }
  expect: { level: see_doctor, first: under_training, no_advice: [hop_test] }
";

fn folder(rules: &str, cases: &str) -> Folder {
    let folder = Folder::new();
    folder.with("rules.yaml", rules).with("cases/a.yaml", cases)
}

/// `soreleg rules test --rules rules.yaml …`; gives the exit code and what was said.
fn test(folder: &Folder, arguments: &str) -> (i32, String) {
    let Ended { code, out, err } =
        folder.soreleg(&format!("rules test --rules rules.yaml {arguments}"));
    (code, out + &err)
}

fn data(folder: &Folder) -> Value {
    serde_json::from_str(&test(folder, "--mutate --format json").1).unwrap()
}

fn killed(data: &Value, kind: &str) -> (u64, u64) {
    let kinds = data["kinds"].as_array().unwrap();
    let kind = kinds.iter().find(|known| known["kind"] == kind).unwrap();
    (
        kind["killed"].as_u64().unwrap(),
        kind["total"].as_u64().unwrap(),
    )
}

#[test]
fn what_no_case_would_miss_is_listed_with_the_case_to_start_from() {
    let folder = folder(TINY, CASES);
    let (exit, said) = test(&folder, "--mutate");
    assert_eq!(exit, 0, "{said}");
    // A flag that a stronger one covers holds in a case, and no case would miss it.
    let swollen = "\n  rules.yaml:79: red_flags.swollen_calf\n    start from cases/a.yaml:5: a cold leg that is swollen\n";
    assert!(said.contains(swollen), "{said}");
    assert!(!said.contains("red_flags.cold_leg"), "{said}");
    let data = data(&folder);
    assert_eq!(killed(&data, "red_flag"), (2, 8), "{said}");
    assert_eq!(killed(&data, "unless"), (1, 1), "{said}");
    assert!(
        said.contains("  red flags deleted                      2/8\n"),
        "{said}"
    );
}

#[test]
fn the_gate_is_exact_and_holds_for_every_kind() {
    let folder = folder(TINY, CASES);
    assert_eq!(test(&folder, "--mutate --min-mutation 0").0, 0);
    let (exit, said) = test(&folder, "--mutate --min-mutation 1");
    assert_eq!(exit, 5, "some kind is not missed at all");
    assert!(
        said.ends_with("\nless than 1 % of a kind would be missed\n"),
        "{said}"
    );
    let of_kinds = "--mutate --min-mutation red_flag=25,unless=100";
    assert_eq!(test(&folder, of_kinds).0, 0, "{said}");
    let (exit, said) = test(&folder, "--mutate --min-mutation red_flag=26,unless=100");
    assert_eq!(exit, 5);
    assert!(
        said.ends_with("\nless than 26 % of `red_flag` would be missed\n"),
        "{said}"
    );
}

#[test]
fn a_case_that_nobody_judged_or_that_fails_kills_nothing() {
    let as_is = CASES.replace(
        "  expect: { level: see",
        "  as_is: true\n  expect: { level: see",
    );
    let data = data(&folder(TINY, &as_is));
    assert_eq!((&data["as_is"], &data["failed"]), (&1.into(), &0.into()));
    assert_eq!(
        (killed(&data, "red_flag"), killed(&data, "unless")),
        ((1, 8), (0, 1))
    );
    let failing = folder(TINY, &CASES.replace("level: see_doctor", "level: time_off"));
    let data = self::data(&failing);
    assert_eq!((&data["as_is"], &data["failed"]), (&0.into(), &1.into()));
    assert_eq!(killed(&data, "red_flag"), (1, 8));
    assert_eq!(test(&failing, "--mutate").0, 5);
}

#[test]
fn only_evidence_may_be_accepted() {
    let accept = |at: &str| {
        format!("{TINY}exceptions:\n  - {{ code: survives, at: {at}, reason: too weak }}\n")
    };
    let evidence = folder(&accept("\"causes.worn_shoes.evidence[1]\""), CASES);
    let (_, said) = test(&evidence, "--mutate");
    assert!(
        said.contains(
            "worn_shoes.evidence[1] where shoe_distance is from 480 km to below 800 km: too weak\n"
        ),
        "{said}"
    );
    assert!(!said.contains("Exceptions without use"), "{said}");
    assert_eq!(killed(&data(&evidence), "ratio").1, 6);
    let flag = folder(&accept("red_flags.swollen_calf"), CASES);
    let (_, said) = test(&flag, "--mutate");
    assert!(
        said.contains("\nExceptions without use:\n  rules.yaml:146: red_flags.swollen_calf\n"),
        "{said}"
    );
    assert_eq!(killed(&data(&flag), "red_flag"), (2, 8));
}

#[test]
fn a_no_advice_that_tests_nothing_is_a_fault() {
    let cases = "- name: cold\n  answers: { danger: cold }\n  partial: true\n  expect: { level: emergency, no_advice: [hop_test] }\n";
    let (exit, said) = test(&folder(TINY, cases), "");
    assert_eq!(exit, 5, "{said}");
    let why = "  no_advice: `hop_test` would not be given here even without its `unless`\n    it is not given at the level `emergency`\n";
    assert!(said.contains(why), "{said}");
}

#[test]
fn a_rewritten_case_is_marked_however_it_is_written() {
    for (cases, marked) in [
        (
            "- { name: cold, answers: { danger: cold }, partial: true, expect: { level: same_day } }\n",
            "- { name: cold, answers: { danger: cold }, partial: true, as_is: true, expect: { level: emergency } }\n",
        ),
        (
            "- expect: { level: same_day }\n  name: cold,\n  answers: { danger: cold }\n  partial: true\n",
            "- as_is: true\n  expect: { level: emergency }\n  name: cold,\n  answers: { danger: cold }\n  partial: true\n",
        ),
        (
            "- {\n    name: cold, # here\n    answers: { danger: cold }, partial: true,\n    expect: { level: same_day } }\n",
            "- {\n    name: cold, # here\n    answers: { danger: cold }, partial: true,\n    as_is: true, expect: { level: emergency } }\n",
        ),
    ] {
        let folder = folder(TINY, cases);
        assert_eq!(test(&folder, "--update").0, 0, "{cases}");
        let written = || folder.read("cases/a.yaml");
        assert_eq!(written(), marked);
        let again = marked.replace("emergency", "time_off");
        folder.write("cases/a.yaml", &again);
        assert_eq!(test(&folder, "--update").0, 0, "{cases}");
        assert_eq!(written(), marked, "marked once only");
    }
}

#[test]
fn hostile_names_are_shown_written_out() {
    let cases = CASES.replace("a cold leg\n", "\"a \\x1b[2J leg\"\n");
    for format in ["text", "json"] {
        let (_, said) = test(
            &folder(TINY, &cases),
            &format!("--mutate --format {format}"),
        );
        assert!(!said.contains('\x1b') && said.contains("1b"), "{said}");
    }
}

#[test]
fn options_that_make_no_sense_together_are_refused() {
    let folder = folder(TINY, CASES);
    for arguments in [
        "--mutate --update",
        "--min-mutation 5",
        "--mutate --min-mutation x=5",
        "--mutate --min-mutation 101",
        "--format json",
    ] {
        assert_eq!(test(&folder, arguments).0, 2, "{arguments:?}");
    }
}
