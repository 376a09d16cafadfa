//! `soreleg rules …` as its user sees it.

#![allow(clippy::needless_raw_string_hashes)] // snapbox writes them

use std::fs;

use snapbox::{Data, assert_data_eq, str};

use crate::harness::{Ended, Folder, Soreleg, TINY, assert_kept};

fn tiny() -> String {
    fs::read_to_string(TINY).unwrap()
}

#[test]
fn check_fails_on_errors_and_on_denied_warnings() {
    let error = tiny().replace("pee: cola", "pee: coal");
    let folder = Folder::new()
        .with("warning.yaml", &tiny())
        .with("error.yaml", &error);
    assert_eq!(folder.soreleg("rules check warning.yaml").code, 0);
    assert_eq!(
        folder
            .soreleg("rules check warning.yaml --deny-warnings")
            .code,
        4
    );
    let Ended { code, out, err } = folder.soreleg("rules check error.yaml");
    assert_eq!((code, err.as_str()), (4, ""));
    assert_data_eq!(
        out,
        str![[r#"
error[unknown-option]: `pee` has no option `coal`
  --> error.yaml:91:18
   |
91 |     when: { pee: coal }
   |                  ^^^^
   |
   = help: did you mean `cola`?

error.yaml: 1 error, 0 warnings; `soreleg rules explain CODE` says more

"#]]
    );
}

#[test]
fn the_starting_file_has_nothing_wrong() {
    let folder = Folder::new();
    let text = folder.soreleg("rules new").out;
    let folder = folder.with("new.yaml", &text);
    let Ended { code, out, .. } = folder.soreleg("rules check new.yaml --deny-warnings");
    assert_eq!(code, 0, "{out}");
}

#[test]
fn export_is_the_built_in_file_with_a_schema_that_can_be_made() {
    let folder = Folder::new();
    let exported = folder.soreleg("rules export").out;
    let (head, rest) = soreleg::rulebook::BUILT_IN.split_once('\n').unwrap();
    assert!(
        head.starts_with("# yaml-language-server: $schema="),
        "{head}"
    );
    let head = exported.strip_suffix(rest).unwrap();
    assert_data_eq!(
        head,
        str![[r#"
# yaml-language-server: $schema=rules.schema.json
# Editors complete and check with that schema; `soreleg rules schema > rules.schema.json` makes it.

"#]]
    );
}

/// Every file names its schema in the first line, and the schema is there.
fn assert_schemas(folder: &Folder, files: &[&str]) {
    for file in files {
        let text = folder.read(file);
        let (head, _) = text.split_once('\n').unwrap();
        let schema = head
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap();
        let beside = folder.path(file).parent().unwrap().join(schema);
        let schema = fs::read_to_string(beside).unwrap();
        serde_json::from_str::<serde_json::Value>(&schema).unwrap();
    }
}

#[test]
fn a_new_folder_works_at_once_and_nothing_is_overwritten() {
    let folder = Folder::new();
    let Ended { code, out, err } = folder.soreleg("rules new mine");
    assert_eq!((code, &*err), (0, ""));
    assert_data_eq!(
        out,
        str![[r#"
mine/calves.yaml
mine/rules.schema.json
mine/cases.schema.json
mine/cases/calves.yaml

Now try: soreleg rules test --rules mine/calves.yaml

"#]]
    );
    assert_schemas(&folder, &["mine/calves.yaml", "mine/cases/calves.yaml"]);
    assert_eq!(
        folder
            .soreleg("rules check mine/calves.yaml --deny-warnings")
            .code,
        0
    );
    let Ended { code, out, .. } = folder.soreleg("rules test --rules mine/calves.yaml");
    assert_eq!(code, 0, "{out}");
    let Ended { code, out, .. } = folder.soreleg("rules prove mine/calves.yaml");
    assert_eq!(code, 0, "{out}");
    assert_eq!(
        folder
            .soreleg("rules prove mine/calves.yaml --runners 0")
            .code,
        2
    );

    let Ended { code, err, .. } = folder.soreleg("rules new mine");
    assert_eq!(code, 2);
    assert_eq!(
        err,
        "error: `mine/calves.yaml` exists\n  name another folder\n"
    );
    // One file in the way is enough to write none.
    fs::remove_file(folder.path("mine/calves.yaml")).unwrap();
    assert_eq!(folder.soreleg("rules new mine").code, 2);
    assert!(!folder.path("mine/calves.yaml").exists());
}

#[test]
fn the_exported_folder_holds_the_rules_and_cases_that_are_built_in() {
    let folder = Folder::new();
    let Ended { code, out, err } = folder.soreleg("rules export mine");
    assert_eq!((code, &*err), (0, ""), "{out}");
    let files = out.lines().take_while(|line| !line.is_empty());
    let files: Vec<&str> = files.filter(|line| !line.contains(".schema.")).collect();
    assert_schemas(&folder, &files);
    assert_eq!(
        folder.read("mine/sore-legs.yaml"),
        folder.soreleg("rules export").out
    );
    let (built_in, exported) = (
        folder.soreleg("rules test --table"),
        folder.soreleg("rules test --rules mine/sore-legs.yaml --table"),
    );
    assert_eq!(built_in.code, 0, "{}", built_in.out);
    // What no case covers, and need not, has its line in the file.
    let results = |page: &str, rules| {
        let page = page.strip_prefix(rules).expect("named first");
        page.split("\nNot covered, and accepted:")
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        results(&built_in.out, "built-in rules:\n"),
        results(&exported.out, "mine/sore-legs.yaml:\n")
    );
}

#[test]
fn the_built_in_cases_cannot_be_rewritten() {
    let Ended { code, out, err } = Folder::new().soreleg("rules test --update");
    assert_eq!((code, &*out), (2, ""));
    assert!(err.contains("rules export FOLDER"), "{err}");
}

#[test]
fn every_command_takes_the_rule_file_with_and_without_its_flag() {
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/one.yaml", passing());
    for command in ["check", "show", "interview --runners 1"] {
        let plain = folder.soreleg(&format!("rules {command} rules.yaml"));
        assert_eq!(
            plain,
            folder.soreleg(&format!("rules {command} --rules rules.yaml"))
        );
        assert_eq!(plain.err, "", "{command}");
    }
    let Ended { code, err, .. } = folder.soreleg("rules check rules.yaml --rules rules.yaml");
    assert_eq!(code, 2);
    assert!(err.contains("cannot be used with"), "{err}");
}

#[test]
fn case_files_are_named_one_by_one_or_by_their_folder() {
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/one.yaml", passing())
        .with("two.yaml", passing());
    let first = |cases: &str| {
        let Ended { code, out, err } =
            folder.soreleg(&format!("rules test {cases} --rules rules.yaml"));
        assert_eq!((code, &*err), (0, ""));
        let passed = out.strip_prefix("rules.yaml:\n");
        let passed = passed.expect("the rules are named first");
        passed.lines().next().unwrap().to_owned()
    };
    assert_eq!(first("two.yaml"), "2 of 2 cases passed");
    assert_eq!(first("cases"), "2 of 2 cases passed");
    assert_eq!(first("cases two.yaml"), "4 of 4 cases passed");
    let Ended { code, out, .. } = folder.soreleg("rules check two.yaml");
    assert_eq!(code, 4);
    assert!(
        out.contains("rules test --rules RULES FILE` runs it"),
        "{out}"
    );
    let Ended { code, err, .. } = folder.soreleg("rules test rules.yaml");
    assert_eq!(code, 4);
    assert!(err.contains("rules test --rules FILE` takes it"), "{err}");
}

#[test]
fn unreadable_files_are_no_rule_faults() {
    let folder = Folder::new().with_folder("cases");
    let Ended { code, err, .. } = folder.soreleg("rules check nowhere.yaml");
    assert_eq!(code, 1);
    assert!(
        err.starts_with("error: cannot read `nowhere.yaml`: No such file"),
        "{err}"
    );
    let folder = folder.with("rules.yaml", &tiny());
    let Ended { code, err, .. } = folder.soreleg("rules check .");
    assert_eq!(code, 1);
    assert_eq!(
        err,
        "error: `.` is a folder\n  name the rule file in it: `./rules.yaml`\n"
    );
    let Ended { code, err, .. } = folder.soreleg("rules test --rules cases");
    assert_eq!(code, 1);
    assert_eq!(
        err,
        "error: `cases` is a folder\n  name the rule file in it\n"
    );
}

#[test]
#[cfg(unix)]
fn an_endless_file_is_refused() {
    let Ended {
        code, err: said, ..
    } = Folder::new().soreleg("rules check /dev/zero");
    assert_eq!(code, 1);
    assert!(said.contains("not a regular file"), "{said}");
}

#[test]
fn faults_come_as_data() {
    let text = tiny().replace("pee: cola", "pee: coal, pee: pale");
    let folder = Folder::new()
        .with("a b,c.yaml", &text)
        .with("rules.yaml", &text);
    let Ended {
        code, out: json, ..
    } = folder.soreleg("rules check rules.yaml --format json");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(code, 4);
    assert_eq!(
        (json["errors"].as_u64(), json["warnings"].as_u64()),
        (Some(2), Some(0))
    );
    let faults = json["faults"].as_array().unwrap();
    let twice = faults
        .iter()
        .find(|fault| fault["code"] == "duplicate-key")
        .unwrap();
    assert_eq!((&twice["line"], &twice["column"]), (&91.into(), &24.into()));
    assert_eq!(
        (&twice["related"]["line"], &twice["related"]["column"]),
        (&91.into(), &13.into())
    );

    let sarif = folder.soreleg("rules check rules.yaml --format sarif").out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (2, 2));
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
        let location = &result["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], "rules.yaml");
        assert_eq!(location["region"]["startLine"], 91);
    }

    let github = folder.soreleg("rules check rules.yaml --format github").out;
    assert_data_eq!(
        github,
        str![[r#"
::error file=rules.yaml,line=91,col=18,title=unknown-option::`pee` has no option `coal` (did you mean `cola`?)
::error file=rules.yaml,line=91,col=24,title=duplicate-key::the key `pee` is given twice (keep one of them)

"#]]
    );
}

const CASES: &str = "\
# A comment that stays.
- name: an old pair
  answers: { danger: none, pee: pale, where: both, days: 3, new_runner: steady, shoe_distance: 900 km, shoe_looks: none }
  expect: { level: self_care, first: worn_shoes, strengths: { worn_shoes: [weak, fair] } }  # stays
- name: cola pee
  answers:
    pee: cola
  partial: true
  expect:
    level: emergency
    verdict: help_first
    no_advice: [run_walk]

- name: unfinished
  answers: { danger: none }
  expect: { level: self_care }
";

/// The first two of them.
fn passing() -> &'static str {
    CASES.split("\n\n").next().unwrap()
}

#[test]
fn a_passing_case_shows_what_it_covers() {
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", passing());
    let Ended { code, out, err } = folder.soreleg("rules test --rules rules.yaml");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_kept(&out, "tests/snapshots/coverage.txt");
    let accepted = "exceptions:\n  - { code: uncovered, at: causes.under_training.advice.hop_test.unless, reason: none here }\n";
    let folder = folder.with("accepted.yaml", &(tiny() + accepted));
    assert_eq!(
        folder
            .soreleg("rules test --rules accepted.yaml --min-coverage 12")
            .code,
        0
    );
    let Ended { code, out, .. } =
        folder.soreleg("rules test --rules accepted.yaml --min-coverage 13");
    assert_eq!(
        code, 5,
        "one of eight red flags is 12.5 %, which is less than 13"
    );
    assert!(out.ends_with("less than 13 % is covered\n"), "{out}");
}

#[test]
fn a_failing_case_shows_what_decided_it() {
    let cases = CASES
        .replace(
            "worn_shoes: [weak, fair]",
            "worn_shoes: strong, under_training: strong",
        )
        .replace("level: emergency", "level: same_day")
        .replace("no_advice: [run_walk]", "advice: [run_walk]");
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", &cases);
    let Ended { code, out, .. } = folder.soreleg("rules test --rules rules.yaml");
    assert_eq!(code, 5);
    let failures = out.split("Covered:").next().unwrap().to_owned();
    assert_data_eq!(
        failures,
        str![[r#"
rules.yaml:
FAILED cases/a.yaml:2: an old pair
  worn_shoes: expected `strong`, got `weak`
    `worn_shoes` is weak, with odds of 0.68
      for: your shoes are past 500 miles (ratio 6)
  under_training: expected `strong`, got `none`
    `under_training` is none, with odds of 0.12
      against: you have run steadily (ratio 0.2)

FAILED cases/a.yaml:5: cola pee
  level: expected `same_day`, got `emergency`
    red flag `dark_urine` holds: brown pee with sore muscles can be muscle breakdown
  advice: `run_walk` is not given
    it is not given at the level `emergency`

FAILED cases/a.yaml:14: unfinished
  answers: the interview would still ask `pee`, `where`, `days`, `new_runner`, `shoe_distance`, `shoe_looks` and `bone`
    answer them, or say `partial: true`

0 of 3 cases passed


"#]]
    );
}

#[test]
fn update_rewrites_expectations_only() {
    let cases = passing()
        .replace("worn_shoes: [weak, fair]", "worn_shoes: strong")
        .replace("level: emergency", "level: same_day");
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", &cases);
    let Ended { code, out, err } = folder.soreleg("rules test --rules rules.yaml --update");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(
        out.contains("level: expected `same_day`, got `emergency`"),
        "{out}"
    );
    assert_data_eq!(
        folder.read("cases/a.yaml"),
        str![[r#"
# A comment that stays.
- name: an old pair
  answers: { danger: none, pee: pale, where: both, days: 3, new_runner: steady, shoe_distance: 900 km, shoe_looks: none }
  as_is: true
  expect: { level: self_care, first: worn_shoes, strengths: { worn_shoes: weak } }  # stays
- name: cola pee
  answers:
    pee: cola
  partial: true
  as_is: true
  expect:
    level: emergency
    verdict: help_first
    no_advice: [run_walk]
"#]]
    );
    assert_eq!(folder.soreleg("rules test --rules rules.yaml").code, 0);
}

#[test]
#[cfg(unix)]
fn update_keeps_who_may_read_the_file_and_the_link_to_it() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let wrong = passing().replace("level: emergency", "level: same_day");
    let folder = Folder::new()
        .with_folder("cases")
        .with("rules.yaml", &tiny())
        .with("real.yaml", &wrong);
    let mode = fs::Permissions::from_mode(0o664);
    fs::set_permissions(folder.path("real.yaml"), mode).unwrap();
    symlink("../real.yaml", folder.path("cases/link.yaml")).unwrap();
    let Ended { code, out, err } = folder.soreleg("rules test --rules rules.yaml --update");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let marked = passing().replace("partial: true\n", "partial: true\n  as_is: true\n");
    assert_eq!(folder.read("real.yaml").trim_end(), marked);
    let mode = |name: &str| fs::symlink_metadata(folder.path(name)).unwrap();
    assert_eq!(mode("real.yaml").permissions().mode() & 0o777, 0o664);
    assert!(mode("cases/link.yaml").is_symlink());
    // Nothing is left beside them.
    let names: Vec<_> = fs::read_dir(&folder).unwrap().collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

/// In an answer capitals make no difference. In a case one question could so be answered twice.
#[test]
fn a_case_names_a_question_as_the_rules_do() {
    let cases = "- { name: cold, answers: { danger: cold, DANGER: none }, partial: true, expect: { level: emergency } }\n";
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", cases);
    let Ended { code, err, .. } = folder.soreleg("rules test --rules rules.yaml");
    assert!(
        code != 0 && err.contains("there is no question `DANGER`"),
        "{err}"
    );
}

#[test]
fn update_loses_no_comment() {
    let cases = "\
- name: cold
  answers: { danger: cold }
  partial: true
  expect:
    level: same_day # must never drop
    no_advice: [run_walk] # nor this
";
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", cases);
    let code = folder
        .soreleg("rules test --rules rules.yaml --update")
        .code;
    assert_eq!(code, 0);
    let mended = cases.replace("same_day", "emergency");
    let mended = mended.replace("  expect:", "  as_is: true\n  expect:");
    assert_data_eq!(folder.read("cases/a.yaml"), Data::from(mended).raw());

    let cases = "\
- name: cold
  answers: { danger: cold }
  partial: true
  expect:
    level:
      - same_day # must never drop
      - see_doctor
";
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", cases);
    let Ended { code, err, .. } = folder.soreleg("rules test --rules rules.yaml --update");
    assert_eq!(code, 5);
    assert!(err.contains("a comment in it would be lost"), "{err}");
    assert_eq!(folder.read("cases/a.yaml"), cases);
}

#[test]
fn update_leaves_what_it_can_not_mend_and_mends_the_others() {
    let wrong = CASES.replace("level: emergency", "level: same_day");
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", &wrong)
        .with("cases/b.yaml", &wrong);
    let Ended { code, out, err } = folder.soreleg("rules test --rules rules.yaml --update");
    assert_eq!(code, 5);
    assert!(
        out.ends_with(
            "cases/a.yaml: 1 expectation rewritten\ncases/b.yaml: 1 expectation rewritten\n"
        ),
        "{out}"
    );
    assert_data_eq!(
        err,
        str![[r#"
error: cases/a.yaml:15: unfinished: left as it is
  answers: the interview would still ask `pee`, `where`, `days`, `new_runner`, `shoe_distance`, `shoe_looks` and `bone`
    answer them, or say `partial: true`
error: cases/b.yaml:15: unfinished: left as it is
  answers: the interview would still ask `pee`, `where`, `days`, `new_runner`, `shoe_distance`, `shoe_looks` and `bone`
    answer them, or say `partial: true`

"#]]
    );
    let marked = CASES.replacen("partial: true\n", "partial: true\n  as_is: true\n", 1);
    for name in ["cases/a.yaml", "cases/b.yaml"] {
        assert_eq!(folder.read(name), marked);
    }
    let Ended { code, out, err } =
        folder.soreleg("rules test --rules rules.yaml cases/a.yaml --update");
    assert!(code == 5 && !out.contains("rewritten") && err.contains("left as it is"));
    // What a single file does not cover would bury what failed.
    assert!(!out.contains("Not covered"), "{out}");
    assert_eq!(folder.read("cases/a.yaml"), marked);
}

/// The rules with one question more, which is always asked.
fn with_hills() -> String {
    let question = "questions:\n  - { id: hills, topic: safety, ask: Did you run uphill?, why: It matters., \
                    options: { \"yes\": \"Yes\", \"no\": \"No\" } }\n";
    let evidence = "evidence:\n      - { when: { hills: \"yes\" }, ratio: 20, because: you did, sources: [article] }\n";
    let rules = tiny().replacen("questions:\n", question, 1);
    rules.replacen("evidence:\n", evidence, 1)
}

/// A question more than these cases know of.
const BEFORE_HILLS: &str = "\
- name: in braces
  answers: { danger: none, pee: pale, where: both, days: 3, new_runner: steady, shoe_distance: 900 km, shoe_looks: none }
  expect: { level: self_care }
- name: line by line
  answers:
    # A comment that stays.
    danger: none
    pee: pale
    where: both
    days: 3
    new_runner: steady

    shoe_distance: 900 km # that far
    shoe_looks: none
  expect:
    level: self_care
- expect: { level: time_off }
  answers: {
    danger: none, pee: pale, where: both, days: 4, # four
    new_runner: steady, shoe_distance: 900 km, shoe_looks: none,
  }
  name: in braces over several lines
- name: need not be finished
  partial: true
  answers: { danger: none }
  expect: { level: self_care }
- name: ends before
  answers: { pee: cola }
  expect: { level: emergency }
";

#[test]
fn an_assumption_answers_a_new_question_in_all_cases() {
    let folder = Folder::new()
        .with("rules.yaml", &with_hills())
        .with("cases/a.yaml", BEFORE_HILLS);
    let Ended { code, out, .. } = folder.soreleg("rules test --rules rules.yaml");
    assert_eq!(code, 5);
    assert!(
        out.starts_with(
            "rules.yaml:\nFAILED cases/a.yaml:1: in braces\nFAILED cases/a.yaml:4: line by line\n  \
             answers: the interview would still ask `hills`\n    answer them"
        ),
        "cases that fail alike are told together:\n{out}"
    );
    assert!(
        out.ends_with(
            "\n3 cases need an answer to `hills`: `--assume hills=…` answers it in all of them\n"
        ),
        "{out}"
    );
    let Ended { code, out, .. } = folder.soreleg("rules test --rules rules.yaml --assume hills=no");
    assert_eq!(code, 5);
    assert!(out.contains("\n4 of 5 cases passed\n"), "{out}");
    assert!(!out.contains("`hills`:"), "{out}");
    assert_eq!(folder.read("cases/a.yaml"), BEFORE_HILLS);

    let Ended { code, out, err } =
        folder.soreleg("rules test --rules rules.yaml --assume hills=no --update");
    assert_eq!((code, &*err), (0, ""), "{out}");
    assert!(
        out.ends_with(
            "cases/a.yaml: 3 answers added\ncases/a.yaml: 1 expectation rewritten\n  \
             `hills` in cases/a.yaml:1: in braces\n  `hills` in cases/a.yaml:4: line by line\n  \
             `hills` in cases/a.yaml:25: in braces over several lines\nLESS URGENT cases/a.yaml:25: in braces over several lines: `self_care`, was `time_off`\n"
        ),
        "{out}"
    );
    let expected = BEFORE_HILLS
        .replace("{ danger: none, pee", "{ hills: \"no\", danger: none, pee")
        .replace("    # A comment", "    hills: \"no\"\n    # A comment")
        .replace("{\n", "{\n    hills: \"no\",\n")
        .replace(
            "- expect: { level: time_off",
            "- as_is: true\n  expect: { level: self_care",
        );
    assert_data_eq!(folder.read("cases/a.yaml"), Data::from(expected).raw());
    assert_eq!(folder.soreleg("rules test --rules rules.yaml").code, 0);
}

#[test]
fn an_assumption_that_cannot_be_is_refused() {
    let folder = Folder::new()
        .with("rules.yaml", &with_hills())
        .with("cases/a.yaml", BEFORE_HILLS);
    let Ended { code, out, err } = folder
        .soreleg("rules test --rules rules.yaml --assume hils=no --assume hills=nope --update");
    assert_eq!((code, &*out), (2, ""));
    assert_data_eq!(
        err,
        str![[r#"
error: `--assume hils=…`: there is no such question
  did you mean `hills`?
error: `--assume hills=…`: `nope` is not one of the answers
  did you mean `no`?
  allowed: yes, no, not_sure

"#]]
    );
}

#[test]
fn no_case_files_is_a_failure() {
    let folder = Folder::new()
        .with_folder("cases")
        .with("rules.yaml", &tiny());
    let Ended { code, err, .. } = folder.soreleg("rules test --rules rules.yaml");
    assert_eq!(code, 1);
    assert!(err.contains("no case files in `cases`"), "{err}");
}

#[test]
fn the_page_shows_every_rule() {
    let folder = Folder::new().with("rules.yaml", &tiny());
    let Ended { code, out, .. } = folder.soreleg("rules show rules.yaml");
    assert_eq!(code, 0);
    assert_kept(&out, "tests/snapshots/page.md");
}

#[test]
fn the_page_shows_marks_of_html_and_markdown_as_they_are() {
    let title = "title: Sore legs, small";
    let rules = tiny().replacen(title, "title: <script>*x*", 1);
    let folder = Folder::new().with("rules.yaml", &rules);
    let Ended { out, .. } = folder.soreleg("rules show rules.yaml");
    assert!(out.starts_with("# \\<script\\>\\*x*\n"), "{out}");
}

/// Persian and Hindi join letters by marks that nobody sees, and so do pictures of several people.
#[test]
fn marks_that_join_letters_are_kept() {
    let title = "می\u{200c}خواهم 👨\u{200d}👩\u{200d}👧";
    let rules = tiny().replacen("title: Sore legs, small", &format!("title: {title}"), 1);
    let folder = Folder::new().with("rules.yaml", &rules);
    let Ended { code, out, .. } = folder.soreleg("rules check rules.yaml");
    assert_eq!(code, 0, "{out}");
    let check = folder.soreleg("check --rules rules.yaml --plain").err;
    assert!(check.starts_with(title), "{check}");
}

/// Emacs leaves a link that leads nowhere while a file has unsaved changes, macOS what it knows of a file.
#[test]
#[cfg(unix)]
fn hidden_files_beside_cases_are_passed_over() {
    let case = "- { name: a, answers: { danger: none }, expect: { level: self_care } }\n";
    let folder = Folder::new()
        .with("rules.yaml", &tiny())
        .with("cases/a.yaml", case)
        .with("cases/._a.yaml", "\u{0}\u{5}");
    std::os::unix::fs::symlink("me@host.12", folder.path("cases/.#a.yaml")).unwrap();
    let Ended { out, err, .. } = folder.soreleg("rules test --rules rules.yaml");
    assert!(out.contains("1 case"), "{out}{err}");
    assert!(!err.contains("error"), "{err}");
}

#[test]
fn an_unknown_code_names_the_nearest() {
    let Ended { code, err, .. } = Folder::new().soreleg("rules explain unknown-optoin");
    assert_eq!(code, 2);
    assert_eq!(
        err,
        "error: there is no code `unknown-optoin`\n  did you mean `unknown-option`?\n"
    );
}

#[test]
#[cfg(unix)]
fn a_reader_that_stops_is_no_failure() {
    let ended = Soreleg::shell("soreleg rules export | head -1").run();
    assert_eq!(ended.err, "");
}
