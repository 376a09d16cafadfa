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

#[test]
fn a_name_is_changed_in_rules_and_cases_and_nothing_else_is() {
    let rules = tiny()
        .replace(
            "unless: { bone: \"yes\" }",
            "unless: { any: [{ bone: 'yes' }, { not: { pee: [pale, dark] } }] }",
        )
        .replace(
            "    when: { pee: cola }\n",
            "    when:\n      pee: cola  # pee, not tea\n",
        )
        .replace(
            "    options: { pale: Pale",
            "    shorts: { dark: dark }\n    regions: { dark: [groin] }\n    options: { pale: Pale",
        )
        + "exceptions:\n  - { code: unused-option, at: questions.pee.options.dark, reason: pee is dark }\n  \
           - { code: survives, at: \"causes.worn_shoes.evidence[3]\", reason: weak }\n";
    let cases = "\
# Of pee and other things.
- name: pee and shoes
  answers: { danger: none, pee: \"Dark\", where: both, days: 3, new_runner: steady,
    shoe_distance: 900 km, shoe_looks: none }  # pee: dark
  expect: { level: self_care, first: [worn_shoes], strengths: { worn_shoes: [fair, weak] } }
";
    let rename = |line: &str| {
        let folder = Folder::new()
            .with("rules.yaml", &rules)
            .with("cases/a.yaml", cases);
        let Ended { code, out, err } =
            folder.soreleg(&format!("rules rename {line} --rules rules.yaml"));
        assert_eq!((code, &*err), (0, ""), "{line}");
        assert_eq!(
            folder.soreleg("rules test --rules rules.yaml").code,
            0,
            "{line}"
        );
        (out, folder.read("rules.yaml"), folder.read("cases/a.yaml"))
    };
    let (out, rules_now, cases_now) = rename("question pee water");
    assert!(
        out.starts_with("rules.yaml: 4 places\ncases/a.yaml: 1 place\n"),
        "{out}"
    );
    let expected = rules
        .replace("id: pee", "id: water")
        .replace("pee: cola", "water: cola")
        .replace("{ pee: [", "{ water: [")
        .replace("questions.pee", "questions.water");
    assert_eq!(rules_now, expected);
    assert_eq!(cases_now, cases.replace(" pee: \"", " water: \""));

    let (_, rules_now, cases_now) = rename("option pee.dark no");
    let expected = rules
        .replace("dark: Dark yellow", "\"no\": Dark yellow")
        .replace("[pale, dark]", "[pale, \"no\"]")
        .replace("options.dark", "options.no")
        .replace("{ dark: dark }", "{ \"no\": dark }")
        .replace("{ dark: [groin] }", "{ \"no\": [groin] }");
    assert_eq!(rules_now, expected);
    assert_eq!(cases_now, cases.replace("\"Dark\"", "\"no\""));

    let (_, rules_now, cases_now) = rename("cause worn_shoes old_shoes");
    assert_eq!(rules_now, rules.replace("worn_shoes", "old_shoes"));
    assert_eq!(cases_now, cases.replace("worn_shoes", "old_shoes"));

    let (_, rules_now, cases_now) = rename("source article five");
    let expected = rules
        .replace("article: {", "five: {")
        .replace("[article]", "[five]");
    assert_eq!((rules_now, &*cases_now), (expected, cases));
}

#[test]
fn a_name_that_cannot_be_changed_changes_nothing() {
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", CASE);
    for (line, says) in [
        (
            "question peee water",
            "there is no question `peee`\n  did you mean `pee`?",
        ),
        ("question pee where", "the name `where` is taken"),
        ("question pee Water", "cannot be the name of this question"),
        (
            "option pee.kola x",
            "there is no option `kola`\n  did you mean `cola`?",
        ),
        ("option cola x", "write `QUESTION.cola`"),
        ("source \u{1b}[31m x", "there is no source `\\u{1b}[31m`"),
    ] {
        let Ended { code, err, .. } =
            folder.soreleg(&format!("rules rename {line} --rules rules.yaml"));
        assert!(code > 0 && err.contains(says), "{line}: {err}");
    }
    assert_eq!(folder.read("rules.yaml"), tiny());
    assert_eq!(folder.read("cases/a.yaml"), CASE);
    let Ended { code, err, .. } = folder.soreleg("rules rename cause worn_shoes x");
    assert_eq!(code, 2, "{err}");
}

#[test]
fn what_came_of_a_check_becomes_a_case_to_be_judged() {
    let folder = Folder::new().with("rules.yaml", &tiny());
    let check = |name: &str, answers: &str| {
        let soreleg = Soreleg::new().in_folder(&folder);
        let soreleg = soreleg.args(["check", "--rules", "rules.yaml", "--save-case", name]);
        soreleg.answers(answers.split(' ')).run()
    };
    let answers = "danger=none pee=pale where=both days=6 new_runner=new shoe_distance=900km \
                   shoe_looks=flat,tilted bone=no";
    let Ended { code, err, .. } = check("old: \"flat\" # shoes", answers);
    assert_eq!(code, 0, "{err}");
    assert!(
        err.ends_with("The case is in cases/saved.yaml:2. Judge what it expects, then take out `as_is: true`.\n"),
        "{err}"
    );
    assert_eq!(check("brown", "pee=cola").code, 0);
    let expected = "\
# What checks came to, for you to judge.
- name: \"old: \\\"flat\\\" # shoes\"
  answers:
    danger: none
    pee: pale
    where: both
    days: 6 days
    new_runner: new
    shoe_distance: 900 km
    shoe_looks: [flat, tilted]
  as_is: true
  expect:
    level: self_care
    verdict: clear
    first: under_training
    advice: [be_kind, run_walk, hop_test]
- name: \"brown\"
  answers:
    pee: cola
  as_is: true
  expect:
    level: emergency
    verdict: help_first
";
    assert_eq!(folder.read("cases/saved.yaml"), expected);
    let test = folder.soreleg("rules test --rules rules.yaml");
    assert!(
        test.out.starts_with("rules.yaml:\n2 of 2 cases passed\n"),
        "{}",
        test.out
    );

    for (name, answers, says) in [
        ("brown", "pee=cola", "has a case `brown` already"),
        (" ", "pee=cola", "needs a name"),
        ("\u{1b}[31m", "pee=cola", "needs a name in plain text"),
        ("unfinished", "pee=pale", "missing"),
    ] {
        let Ended { code, err, .. } = check(name, answers);
        assert!(code > 0 && err.contains(says), "{name}: {err}");
    }
    assert_eq!(folder.read("cases/saved.yaml"), expected);
    let built_in = folder.soreleg("check --save-case x -a pee=brown");
    assert_eq!(built_in.code, 2, "{}", built_in.err);
}

#[test]
fn every_faulty_case_file_is_told_at_once_and_what_repeats_once() {
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", &CASE.replace("pee", "poo").repeat(3))
        .with("cases/b.yaml", &CASE.replace("cola", "coal"));
    let Ended { code, err, .. } = folder.soreleg("rules test --rules rules.yaml");
    assert_eq!(code, 4);
    assert_eq!(
        err.matches("there is no question `poo`").count(),
        1,
        "{err}"
    );
    assert!(err.contains("= note: the same in lines 5 and 8\n"), "{err}");
    assert!(err.contains("cases/b.yaml:2"), "{err}");
}

#[test]
fn a_case_that_fails_says_why_advice_is_given_and_what_was_asked() {
    let case = "- name: new\n  answers: { danger: none, pee: pale, where: both, days: 6, new_runner: new, \
                shoe_distance: 90 km, shoe_looks: none }\n  expect: { level: self_care, no_advice: [run_walk], \
                questions_at_most: 2 }\n";
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", case);
    let Ended { out, .. } = folder.soreleg("rules test --rules rules.yaml");
    let told = out.split("\n\n").next().unwrap();
    assert_eq!(
        told,
        "rules.yaml:\nFAILED cases/a.yaml:1: new\n  no_advice: `run_walk` is given\n    its cause \
         `under_training` is fair and the verdict is `clear`, and it has no `unless`\n  questions: expected 2 \
         at most, asked 6\n    asked were `danger`, `pee`, `where`, `days`, `new_runner` and \
         `shoe_distance`"
    );
}

#[test]
fn a_schema_of_case_files_lists_the_names_of_a_rule_file() {
    let schema = Soreleg::new()
        .args(["rules", "schema", "--cases", "--rules", TINY])
        .run();
    let schema = schema.json();
    let at = |place: &str| {
        let part = schema.pointer(&format!("/$defs/{place}"));
        part.unwrap_or_else(|| panic!("{place}")).clone()
    };
    let answers = at("Case/properties/answers");
    assert_eq!(answers["additionalProperties"], false);
    let pee = &answers["properties"]["pee"];
    assert_eq!(pee["description"], "What colour is your pee since the run?");
    let options = pee["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["const"]);
    assert!(options.eq(["pale", "dark", "cola", "not_sure"]));
    assert_eq!(
        at("Expect/properties/strengths")["properties"]
            .as_object()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        at("Expect/properties/first/anyOf/0/oneOf/1/const"),
        "worn_shoes"
    );
    let advice = at("Expect/properties/no_advice/items/oneOf");
    assert!(
        advice
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["const"] == "hop_test")
    );
}

#[test]
fn a_path_for_code_scanning_tools_is_a_uri() {
    let folder = Folder::new().with("my rules/100 %.yaml", &tiny());
    let soreleg = Soreleg::new().in_folder(&folder);
    let ended = soreleg
        .args(["rules", "check", "--format", "sarif", "my rules/100 %.yaml"])
        .run();
    let place = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
    assert_eq!(
        ended.json().pointer(place).unwrap(),
        "my%20rules/100%20%25.yaml"
    );
}
