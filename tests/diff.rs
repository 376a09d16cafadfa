//! `soreleg rules diff`: what changed between two rule files, and what that does to people.

use std::fs;

use serde_json::Value;

use crate::harness::{Ended, Folder};

const TINY: &str = include_str!("rules/tiny.yaml");
const EARLIER: &str = include_str!("rules/earlier.yaml");
const EARLIER_CASES: &str = include_str!("rules/earlier-cases.yaml");

/// A danger sign gone, and three ratios: one halved, one halved, one raised.
const EDITS: [(&str, &str); 4] = [
    (
        "  - id: worse_one_place
    when:
      where: one_place
      trend: worse
      days: { from: 6 days }
      spot: [calf, muscle, spread, bone_spot, groin, line, nothing, not_sure]
    level: see_doctor
    because: pain in one place that gets worse after day five should be seen
    sources: [nhs_inform_pain]
",
        "",
    ),
    (
        "{ when: { running: no_rest }, ratio: 3,",
        "{ when: { running: no_rest }, ratio: 1.5,",
    ),
    (
        "{ when: { shoe_distance: { from: 800 km } }, ratio: 6,",
        "{ when: { shoe_distance: { from: 800 km } }, ratio: 3,",
    ),
    (
        "thirst, salt], from: 2, below: 3 } }, ratio: 3,",
        "thirst, salt], from: 2, below: 3 } }, ratio: 5,",
    ),
];

fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    let edit = |text: String, (from, to): &(&str, &str)| {
        assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once");
        text.replace(from, to)
    };
    edits.iter().fold(text.to_owned(), edit)
}

fn four_edits() -> Folder {
    let folder = Folder::new().with("old.yaml", EARLIER);
    let folder = folder.with("new.yaml", &edited(EARLIER, &EDITS));
    folder.with("cases/a.yaml", EARLIER_CASES)
}

/// The small rules before and after some edits, without cases.
fn tiny(edits: &[(&str, &str)]) -> Folder {
    let folder = Folder::new().with("old.yaml", TINY);
    folder.with("new.yaml", &edited(TINY, edits))
}

fn diff(folder: &Folder, options: &str) -> Ended {
    folder.soreleg(&format!("rules diff old.yaml new.yaml {options}"))
}

fn effect<'d>(data: &'d Value, name: &str) -> &'d Value {
    let effects = data["effects"].as_array().unwrap();
    effects
        .iter()
        .find(|effect| effect["effect"] == name)
        .unwrap()
}

fn count(data: &Value, effect: &str) -> (u64, u64) {
    let effect = self::effect(data, effect);
    (
        effect["cases"].as_u64().unwrap(),
        effect["runners"].as_u64().unwrap(),
    )
}

#[test]
fn four_edits_are_named_and_what_they_do_to_people_is_told() {
    let folder = four_edits();
    let Ended { code, out, err } = diff(&folder, "--runners 8000 --format json --exit-code");
    assert_eq!((code, &*err), (5, ""), "{out}");
    let data: Value = serde_json::from_str(&out).unwrap();
    let edits = data["edits"].as_array().unwrap();
    let named = |edit: &Value| {
        format!(
            "{} {}",
            edit["kind"].as_str().unwrap(),
            edit["rule"].as_str().unwrap()
        )
    };
    let edits: Vec<String> = edits.iter().map(named).collect();
    assert_eq!(
        edits,
        [
            "removed red_flags.worse_one_place",
            "ratio causes.overtraining.evidence[15] where running is no_rest",
            "ratio causes.worn_shoes.evidence[13] where shoe_distance is 800 km or more",
            "ratio causes.hydration.evidence[11] where the number ticked in drink (heat or little or thirst or salt) is from 2 to below 3",
        ]
    );
    // All changes of level go down.
    let (cases, runners) = count(&data, "less_urgent");
    assert!(cases == 1 && runners > 0, "{cases}, {runners}");
    assert_eq!(count(&data, "more_urgent"), (0, 0));
    let thigh = &effect(&data, "less_urgent")["examples"][0];
    assert_eq!(thigh["name"], "time: one thigh worse after seven days");
    assert_eq!(
        thigh["change"]["level"],
        serde_json::json!(["see_doctor", "time_off"])
    );
    assert!(
        thigh["change"]["advice_new"]
            .as_array()
            .unwrap()
            .contains(&"injury_hop".into())
    );
    assert_eq!(
        thigh["change"]["by"],
        serde_json::json!(["removed red_flags.worse_one_place"])
    );
    assert_eq!(data["failed"][0]["name"], thigh["name"]);
    assert_eq!(count(&data, "verdict").0, 2);
    // No case looks at the last ratio, and yet it does something to people.
    let alone: Vec<(u64, bool)> = data["edits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let alone = &edit["alone"];
            (
                alone["cases"].as_u64().unwrap(),
                alone["runners"].as_u64().unwrap() > 0,
            )
        })
        .collect();
    assert_eq!(alone, [(1, true), (1, true), (2, true), (0, true)]);
    // As few answers as it takes.
    let smallest = &effect(&data, "less_urgent")["smallest"]["answers"];
    assert_eq!(smallest.as_object().unwrap().len(), 4, "{smallest}");
}

#[test]
fn the_text_says_where_to_look() {
    let folder = four_edits();
    let Ended { code, out, .. } = diff(&folder, "--runners 8000");
    assert_eq!(code, 0, "the exit code is asked for");
    for part in [
        "old.yaml -> new.yaml\n\nWHAT CHANGED\n  old.yaml:845\n    removed red_flags.worse_one_place: see_doctor when where is one_place",
        "running is no_rest: 3 -> 1.5\n",
        "LESS URGENT\n  cases/a.yaml:2: time: one thigh worse after seven days\n    see_doctor -> time_off\n    now told: injury_move",
        "    no longer told: who_to_see\n    by: removed red_flags.worse_one_place\n",
        "<- look here\n",
        "<- no case notices\n",
        "FAILS AN EXPECTATION\n  cases/a.yaml:2: time",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    assert_eq!(
        out,
        diff(&folder, "--runners 8000").out,
        "the same seed draws the same runners"
    );
    let markdown = diff(&folder, "--runners 100 --format markdown").out;
    assert!(
        markdown.starts_with("## Rules: `old.yaml` → `new.yaml`\n"),
        "{markdown}"
    );
    assert!(
        markdown.contains("\n### Less urgent\n\n- `cases/a.yaml:2: time: one thigh"),
        "{markdown}"
    );
}

#[test]
fn the_same_rules_do_nothing() {
    let Ended { code, out, err } = diff(&tiny(&[]), "--runners 500 --exit-code");
    assert_eq!((code, &*err), (0, ""));
    assert!(out.contains("WHAT CHANGED\n  nothing\n"), "{out}");
    assert!(
        !out.contains("LESS URGENT") && !out.contains("EACH EDIT"),
        "{out}"
    );
    let folder = Folder::new();
    let ended = folder.soreleg("rules diff built-in --runners 10 --exit-code");
    assert_eq!(ended.code, 0);
    assert!(
        ended.out.starts_with("built-in rules -> built-in rules\n"),
        "{}",
        ended.out
    );
}

#[test]
fn every_kind_of_edit_is_named() {
    let question = "questions:\n  - { id: hills, topic: safety, ask: Did you run uphill?, why: It matters., options: { \"yes\": \"Yes\", \"no\": \"No\" } }\n";
    let flag = "red_flags:\n  - { id: new_flag, when: { pee: dark }, level: time_off, because: it is dark, sources: [judgement] }\n";
    for (from, to, named) in [
        (
            "when: { pee: cola }\n    level: emergency",
            "when: { pee: cola }\n    level: same_day",
            "level red_flags.dark_urine: emergency -> same_day",
        ),
        (
            "when: { pee: cola }",
            "when: { pee: [cola, dark] }",
            "condition red_flags.dark_urine: pee is cola -> pee is dark or cola",
        ),
        (
            "red_flags:\n",
            flag,
            "added red_flags.new_flag: time_off when pee is dark",
        ),
        (
            "questions:\n",
            question,
            "added questions.hills: Did you run uphill?",
        ),
        (
            "because: one-sided soreness should be",
            "because: one-sided soreness must be",
            "words red_flags.long_one_leg.because",
        ),
        (
            "ask: What colour is your pee",
            "short: Pee\n    ask: What colour is your pee",
            "words questions.pee.short: pee -> Pee",
        ),
        (
            "ask: What colour is your pee",
            "shorts: { cola: brown }\n    ask: What colour is your pee",
            "words questions.pee.shorts.cola: cola -> brown",
        ),
        (
            "ask: Where is it sore?",
            "regions: { one: [calf, knee] }\n    ask: Where is it sore?",
            "regions questions.where.regions.one:  -> calf, knee",
        ),
        (
            "judgement: { title: ",
            "judgement: { title: New ",
            "words sources.judgement: ",
        ),
        (
            "prior: 0.3",
            "prior: 0.4",
            "prior causes.under_training: 0.300 -> 0.400",
        ),
        (
            "ratio: 0.2, because: you have run steadily",
            "ratio: 0.4, because: you have run steadily",
            "ratio causes.under_training.evidence[1] where new_runner is steady: 0.2 -> 0.4",
        ),
        (
            "when: { days: { from: 14 } }",
            "when: { days: { from: 10 } }",
            "condition causes.under_training.evidence[2]: days is 14 days or more -> days is 10 days or more",
        ),
        (
            ", unless: { bone: \"yes\" }",
            "",
            "condition causes.under_training.advice.hop_test.unless: bone is yes -> nothing",
        ),
        (
            "levels: [self_care], ",
            "",
            "levels causes.under_training.advice.run_walk: self_care -> self_care, time_off, see_doctor",
        ),
        (
            "ratio: 6, group: wear,",
            "ratio: 6,",
            "group causes.worn_shoes.evidence[0]: wear -> none",
        ),
        (
            "where: both, days: { below: 5 days }, new",
            "days: { below: 5 days }, new",
            "condition ordinary: where is both and days is below 5 days",
        ),
    ] {
        let out = diff(&tiny(&[(from, to)]), "--runners 50").out;
        let (_, changed) = out.split_once("WHAT CHANGED\n").unwrap();
        let (changed, _) = changed.split_once("\n\n").unwrap();
        assert!(
            changed.contains(&format!("\n    {named}")),
            "{named}\n{changed}"
        );
        assert_eq!(
            changed.lines().count(),
            2,
            "nothing else changed:\n{changed}"
        );
    }
}

#[test]
fn a_new_danger_sign_may_name_what_is_new() {
    let new = "never:\n  run: Do not run.\nmeanwhile:\n  sit: { say: Sit down., unless: [run] }\nred_flags:\n  - { id: new_flag, when: { pee: dark }, level: same_day, because: it is dark, never: [run], meanwhile: [sit], sources: [judgement] }\n";
    let ended = diff(&tiny(&[("red_flags:\n", new)]), "--runners 50");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("added meanwhile.sit: Sit down."));
    assert!(ended.out.contains("by: added red_flags.new_flag"));
}

#[test]
fn a_rule_that_moves_changes_nothing() {
    let hop = "      - { id: hop_test, due: return, do: Hop ten times before you run again., unless: { bone: \"yes\" }, sources: [judgement] }\n";
    let walk = "    advice:\n      - { id: run_walk";
    let moved = edited(TINY, &[(hop, "")]);
    let moved = edited(
        &moved,
        &[(walk, &format!("    advice:\n{hop}      - {{ id: run_walk"))],
    );
    let folder = Folder::new()
        .with("old.yaml", TINY)
        .with("new.yaml", &moved);
    assert!(
        diff(&folder, "--runners 50")
            .out
            .contains("WHAT CHANGED\n  nothing\n")
    );
}

#[test]
fn cases_that_name_what_is_gone_are_left_out_and_counted() {
    let cases = "\
- { name: cold, answers: { danger: cold }, partial: true, expect: { level: emergency } }
- { name: gone, answers: { colour: red }, partial: true, expect: { level: emergency } }
- { name: gone too, answers: { danger: frozen, colour: red }, partial: true, expect: { level: emergency } }
";
    let folder = tiny(&[(
        "level: emergency\n    because: a leg",
        "level: same_day\n    because: a leg",
    )])
    .with("cases/a.yaml", cases);
    let Ended { code, out, .. } = diff(&folder, "--runners 500 --exit-code");
    assert_eq!(code, 5);
    for part in [
        "of 1 case ",
        "  left out: 2 cases, since\n    there is no question `colour`\n",
        "    `frozen` is not one of the answers\n",
        "LESS URGENT\n  cases/a.yaml:1: cold\n    emergency -> same_day\n",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    fs::write(folder.path("cases/a.yaml"), "- [").unwrap();
    assert_eq!(
        diff(&folder, "--runners 50").code,
        4,
        "a file that is no YAML is no case that is gone"
    );
}

/// Of people's own rows nothing leaves but how many, and in which lines; not even how many if few.
#[test]
fn of_rows_only_numbers_are_told() {
    let folder = tiny(&[(
        "level: emergency\n    because: a leg",
        "level: same_day\n    because: a leg",
    )]);
    let row = |row| {
        let danger = if row < 6 { "cold" } else { "none" };
        format!("patient-{row},{danger},pale,red\n")
    };
    let rows = "id,danger,pee,colour\n".to_owned() + &(0..8).map(row).collect::<String>();
    let folder = folder.with_folder("cases");
    fs::write(folder.path("rows.csv"), &rows).unwrap();
    fs::write(folder.path("few.csv"), rows.replacen(",cold,", ",none,", 3)).unwrap();
    for format in ["text", "json", "markdown"] {
        let Ended { code, out, err } = diff(
            &folder,
            &format!("--people rows.csv --runners 0 --exit-code --format {format}"),
        );
        assert_eq!((code, &*err), (5, ""), "{out}");
        assert!(!out.contains("patient"), "{out}");
    }
    let out = diff(&folder, "--people rows.csv --runners 0").out;
    assert!(out.contains("OF 8 ROWS AND 0 THAT CANNOT BE USED\n  less urgent             6, in lines 2, 3, 4, 5, 6, 7\n"), "{out}");
    let Ended { code, out, .. } = diff(&folder, "--people few.csv --runners 0 --exit-code");
    assert_eq!(code, 5);
    assert!(
        out.contains("\n  less urgent             fewer than 5\n"),
        "{out}"
    );
    assert_eq!(diff(&folder, "--people none.csv").code, 1);
    assert_eq!(diff(&folder, "--people cases").code, 1);
}

#[test]
fn hostile_text_is_shown_written_out() {
    let hostile = edited(
        TINY,
        &[("id: cold_leg", "id: cold_leg\n    do: \"x |`\\x1b[2J\"")],
    );
    let cases = "- { name: \"x\\x1b[2J\", answers: { danger: cold }, partial: true, expect: { level: emergency } }\n";
    let folder = Folder::new()
        .with("old.yaml", TINY)
        .with("cases/a.yaml", cases);
    let lower = edited(
        TINY,
        &[(
            "level: emergency\n    because: a leg",
            "level: same_day\n    because: a leg",
        )],
    );
    for rules in [&hostile, &lower] {
        fs::write(folder.path("new.yaml"), rules).unwrap();
        for format in ["text", "json", "markdown"] {
            let Ended { out, err, .. } = diff(&folder, &format!("--runners 50 --format {format}"));
            assert!(!(out + &err).contains('\x1b'));
        }
    }
}
