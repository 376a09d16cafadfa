//! What those who write rules are spared: looking at other rules than they think, cases that say what
//! nobody meant, and changes by hand in many places.

use crate::harness::{Ended, Folder, Soreleg, TINY};

fn tiny() -> String {
    std::fs::read_to_string(TINY).unwrap()
}

const CASE: &str = "\
- name: brown pee
  answers: { pee: cola }
  expect: { level: emergency }
";

#[test]
fn cases_are_tried_on_the_rules_they_lie_beside() {
    let folder = Folder::new()
        .with("mine/rules.yaml", &tiny())
        .with("mine/rules.schema.json", "{}")
        .with("mine/.rules.yaml", &tiny())
        .with("mine/cases/a.yaml", CASE)
        .with("mine/cases/._a.yaml", "not a case")
        .with("mine/b.yaml", CASE)
        .with("other/cases/c.yaml", &CASE.replace("cola", "brown"))
        .with("other/one.yaml", &tiny())
        .with("other/two.yaml", &tiny())
        .with("third/rules.yaml", &tiny())
        .with("third/c.yaml", CASE);
    for (inside, cases, rules) in [
        ("", "mine/cases", "mine/rules.yaml"),
        ("", "mine/cases/a.yaml", "mine/rules.yaml"),
        ("", "mine/b.yaml", "mine/rules.yaml"),
        ("mine", "cases", "cases/../rules.yaml"),
        ("mine/cases", "a.yaml", "./../rules.yaml"),
        // Nobody can know which is meant.
        ("", "other/cases", "built-in rules"),
    ] {
        let soreleg = Soreleg::new().in_folder(folder.path(inside));
        let Ended { code, out, err } = soreleg.args(["rules", "test", cases]).run();
        assert_eq!((code, &*err), (0, ""), "{cases}");
        let start = format!("{rules}:\n1 of 1 cases passed\n");
        assert!(
            out.replace("1 case ", "1 cases ").starts_with(&start),
            "{cases}: {out}"
        );
    }
    let Ended { code, err, .. } = folder.soreleg("rules test mine/cases third/c.yaml");
    assert_eq!(code, 2);
    assert_eq!(
        err,
        "error: these cases lie beside several rule files: `mine/rules.yaml` and `third/rules.yaml`\n  \
         --rules says which is meant\n"
    );
    folder.write("other/cases/c.yaml", CASE.replace("pee", "danger"));
    let Ended { code, err, .. } = folder.soreleg("rules test other/cases");
    assert_eq!(code, 4);
    assert!(err.ends_with("\n  they were read with the built-in rules; --rules names others\n"));
}

#[test]
fn the_environment_names_rules_and_everything_names_them_too() {
    let folder = Folder::new()
        .with("mine.yaml", &tiny())
        .with("cases/a.yaml", CASE);
    let run = |line: &str| {
        let soreleg = Soreleg::new()
            .env("SORELEG_RULES", "mine.yaml")
            .in_folder(&folder);
        soreleg.args(line.split(' ')).run()
    };
    for line in [
        "rules check",
        "rules test",
        "rules prove",
        "rules interview --runners 10",
    ] {
        let Ended { out, err, .. } = run(line);
        assert_eq!(err, "", "{line}");
        assert!(
            out.starts_with("mine.yaml") || out.contains("\nmine.yaml: "),
            "{line}: {out}"
        );
    }
    for line in [
        "questions",
        "explain",
        "next",
        "check --no-input -a pee=cola",
    ] {
        let Ended { err, .. } = run(line);
        assert!(
            err.starts_with("note: SORELEG_RULES says to use the rules in `mine.yaml`\n"),
            "{line}: {err}"
        );
    }
    for format in ["text", "json", "markdown"] {
        let Ended { code, out, .. } = run(&format!("check -a danger=chest --format {format}"));
        assert_eq!(code, 0);
        assert!(out.contains("--rules mine.yaml"), "{format}: {out}");
    }
    // A flag is stronger, and an empty variable is none.
    let flagged = run("questions --rules mine.yaml");
    assert_eq!(flagged.err, "");
    let unset = Soreleg::new()
        .env("SORELEG_RULES", "")
        .args(["explain"])
        .run();
    assert!(unset.out.contains("hydration"), "{}", unset.out);
}

#[test]
fn an_assumption_is_not_written_into_a_case_that_says_otherwise() {
    let question = "questions:\n  - { id: hills, topic: safety, ask: Did you run uphill?, why: It matters., \
                    options: { none_at_all: No, steeply: Very } }\n";
    let flag = "red_flags:\n  - { id: steep, when: { hills: steeply }, level: see_doctor, because: it \
                is so, sources: [article] }\n";
    let rules = tiny().replacen("questions:\n", question, 1);
    let rules = rules.replacen("red_flags:\n", flag, 1);
    let case = |name: &str, level: &str| {
        format!(
            "- name: {name}\n  answers: {{ danger: none, pee: pale, where: both, days: 3, new_runner: steady, \
             shoe_distance: 900 km, shoe_looks: none }}\n  expect: {{ level: {level} }}\n"
        )
    };
    let cases = case("worn shoes", "[self_care, see_doctor]")
        + &case("hills all day", "[self_care, see_doctor]")
        + &case("uphill none at all", "[self_care, see_doctor]")
        + &case("worn shoes again", "self_care");
    let folder = Folder::new()
        .with("rules.yaml", &rules)
        .with("cases/a.yaml", &cases);
    let line = "rules test --rules rules.yaml --update --assume hills=";
    let Ended { code, out, err } = folder.soreleg(&format!("{line}steeply"));
    assert_eq!(code, 5);
    assert!(
        out.ends_with("cases/a.yaml: 1 answer added\n  `hills` in cases/a.yaml:1: worn shoes\n"),
        "{out}"
    );
    assert_eq!(
        err.matches("it may say something else about `hills`")
            .count(),
        3,
        "{err}"
    );
}
