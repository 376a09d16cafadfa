use super::*;
use crate::answer::Answers;
use crate::answers::case::Case;
use crate::assess::{Engine, assess};
use crate::authoring::cases::file::read;
use crate::authoring::compile::compile;
use crate::interview::what_if::what_if;
use crate::report::document::Style;
use crate::rulebook::{Due, QuestionKind, Rulebook};
use crate::text::Shown;

const PLAIN: Style = Style {
    width: 40,
    rows: None,
    colour: false,
    graphics: false,
};

const TINY: &str = include_str!("../../../tests/rules/tiny.yaml");

fn text(answers: &[&str], style: Style) -> Shown {
    shown(TINY, answers, |report| report.full().text(style))
}

fn shown(rules: &str, answers: &[&str], form: impl Fn(&Report) -> Shown) -> Shown {
    let rulebook = compile(rules).unwrap();
    reported(&Case::new(&rulebook, given(&rulebook, answers)), form)
}

fn given(rulebook: &Rulebook, answers: &[&str]) -> Answers {
    let mut given = Answers::new(rulebook.questions.len());
    for answer in answers {
        let (question, value) = answer.split_once('=').unwrap();
        let place = rulebook.question(question).unwrap();
        given.set(place, rulebook.questions[place].parse(value, None).unwrap());
    }
    given
}

fn reported<T>(case: &Case, form: impl Fn(&Report) -> T) -> T {
    let assessment = assess(case);
    let what_if = what_if(&mut Engine::new(case.rulebook()), case, &assessment);
    form(&Report::new(case, &assessment, &what_if))
}

const NEW_RUNNER: [&str; 6] = [
    "danger=none",
    "pee=pale",
    "where=both",
    "days=7",
    "new_runner=new",
    "shoe_looks=flat,tilted,not_sure",
];

#[test]
fn a_narrow_plain_terminal_is_enough() {
    for answers in [&NEW_RUNNER[..], &["danger=chest,cold"], &["where=one"]] {
        let text = text(answers, PLAIN);
        for line in text.lines() {
            assert!(line.len() <= 40, "{line}");
            assert!(
                line.chars().all(|c| c == ' ' || c.is_ascii_graphic()),
                "{line}"
            );
        }
    }
}

#[test]
fn colour_is_only_for_emphasis() {
    let colour = Style {
        colour: true,
        ..PLAIN
    };
    let coloured = text(&NEW_RUNNER, colour);
    assert!(coloured.contains("\u{1b}[1mToday\u{1b}[0m"));
    assert_eq!(
        console::strip_ansi_codes(&coloured),
        *text(&NEW_RUNNER, PLAIN)
    );
}

#[test]
fn in_an_emergency_only_what_helps_is_said() {
    let mut answers = NEW_RUNNER;
    answers[0] = "danger=chest";
    let text = text(&answers, PLAIN);
    assert!(text.starts_with("Get emergency help now\nBecause chest pain"));
    for other in ["Most likely", "Today", "training"] {
        assert!(!text.contains(other), "{text}");
    }
}

#[test]
fn open_safety_questions_are_no_all_clear() {
    let text = text(&NEW_RUNNER[2..], PLAIN);
    assert!(text.contains("not an all-clear"));
    assert!(text.contains("- What colour is your pee since the run?"));
    assert!(!self::text(&NEW_RUNNER, PLAIN).contains("all-clear"));
}

#[test]
fn what_is_less_urgent_than_the_result_is_no_reason_to_wait() {
    let net = "safety_net:\n  - { say: See somebody in a week., level: see_doctor, sources: [judgement] }\n";
    let rules = TINY.replace("safety_net:\n", net);
    let mut urgent = NEW_RUNNER;
    urgent[0] = "danger=swollen";
    for form in [
        |report: &Report| report.full().text(Style { width: 80, ..PLAIN }),
        |report: &Report| report.page().markdown(),
        |report: &Report| crate::report::json(&report.data()),
    ] {
        assert!(shown(&rules, &NEW_RUNNER, form).contains("See somebody"));
        let urgent = shown(&rules, &urgent, form);
        assert!(!urgent.contains("See somebody"), "{urgent}");
        assert!(urgent.contains("One leg swells"), "{urgent}");
    }
}

#[test]
fn what_was_not_ticked_quotes_no_other_tick() {
    let rules = TINY.replace(
        "{ when: { new_runner: new }, ratio: 6,",
        "{ when: { danger: { of: [chest, swollen], below: 1 }, not: { danger: chest } }, ratio: 6,",
    );
    let mut answers = NEW_RUNNER;
    answers[0] = "danger=cold";
    let rules = rules.replace(
        "when: { danger: cold }\n    level: emergency",
        "when: { danger: cold }\n    level: time_off",
    );
    let text = shown(&rules, &answers, |report| {
        report.full().text(Style { width: 80, ..PLAIN })
    });
    assert!(text.contains("For: you are new to running\n"), "{text}");
    let page = shown(&rules, &answers, |report: &Report| report.page().markdown());
    assert!(page.contains("new to running [article]"), "{page}");
    assert!(
        page.contains("blood supply (said: One leg is suddenly cold and pale) ["),
        "{page}"
    );
    let data = shown(&rules, &answers, |report| {
        crate::report::json(&report.data())
    });
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(
        data["causes"][0]["for"][0]["answers"],
        serde_json::json!({})
    );
    let flag = &data["triage"]["red_flags"][0];
    assert_eq!(flag["answers"], serde_json::json!({ "danger": ["cold"] }));
}

#[test]
fn many_unsure_answers_are_no_wall() {
    let mut answers = ["danger=none", "pee=pale", "where=both", "days=not_sure"].to_vec();
    let style = Style { width: 80, ..PLAIN };
    answers.extend(["new_runner=not_sure", "shoe_distance=not_sure"]);
    let few = shown(TINY, &answers, |report| report.full().text(style));
    assert!(few.contains("You were not sure about this\n- For how long"));
    assert!(!few.contains("And 1 more"), "{few}");
    answers[1] = "pee=not_sure";
    answers.push("shoe_looks=flat,not_sure");
    let many = shown(TINY, &answers, |report| report.full().text(style));
    let (_, many) = many
        .split_once("You were not sure about 5 questions\n")
        .unwrap();
    let (unsure, _) = many.split_once("\n\n").unwrap();
    assert_eq!(unsure.matches('?').count(), 1, "{unsure}");
    assert!(unsure.contains("Most worth finding out: "), "{unsure}");
    assert!(unsure.ends_with("And 4 more."));
    let data = shown(TINY, &answers, |report| crate::report::json(&report.data()));
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["outlook"]["unsure"].as_array().unwrap().len(), 5);
}

#[test]
fn one_screen_says_why_it_is_no_self_care() {
    for (answer, begin) in [
        (
            "where=one",
            "Stop running for a while\nBecause soreness in one spot can be an injury.\n",
        ),
        (
            "danger=swollen",
            "Get medical help today\nBecause a newly swollen calf can be a blood clot.\n",
        ),
    ] {
        let mut answers = NEW_RUNNER.to_vec();
        answers.extend(["bone=no", answer]);
        let style = Style { width: 80, ..PLAIN };
        let text = shown(TINY, &answers, |report| {
            report.short(style.width).text(style)
        });
        assert!(text.starts_with(begin), "{text}");
    }
}

/// What stands last stays on the screen: above keys that is what to do, where it is urgent.
#[test]
fn an_urgent_screen_with_keys_ends_with_what_to_do() {
    let style = Style { width: 80, ..PLAIN };
    let rulebook = compile(TINY).unwrap();
    let mut answers = Answers::new(rulebook.questions.len());
    let danger = rulebook.question("danger").unwrap();
    answers.set(
        danger,
        rulebook.questions[danger].parse("swollen", None).unwrap(),
    );
    let short = |above_keys| {
        reported(&Case::new(&rulebook, answers.clone()), |report| {
            let report = Report {
                above_keys,
                ..report.clone()
            };
            report.short(style.width).text(style)
        })
    };
    let action = "Do: Be seen today, and do not massage the leg.";
    let with_keys = short(true);
    assert!(with_keys.trim_end().ends_with(action), "{with_keys}");
    let without = short(false);
    assert_eq!(without.lines().nth(2), Some(action), "{without}");
}

/// Every case of the shipped rules.
fn each_case(look: impl Fn(&Report)) {
    let rulebook = Rulebook::built_in();
    for file in [
        include_str!("../../../rules/cases/causes.yaml"),
        include_str!("../../../rules/cases/corners.yaml"),
        include_str!("../../../rules/cases/dangers.yaml"),
        include_str!("../../../rules/cases/red-flags.yaml"),
        include_str!("../../../rules/cases/ordinary.yaml"),
        include_str!("../../../rules/cases/stories.yaml"),
        include_str!("../../../rules/cases/weak-and-bitten.yaml"),
    ] {
        for rule_case in read(file, &rulebook).unwrap() {
            let case = Case::new(&rulebook, rule_case.answers);
            reported(&case, &look);
        }
    }
}

fn warnings<'a>(report: &Report<'a>) -> impl Iterator<Item = &'a str> {
    let warnings = report.advice().into_iter();
    let warnings = warnings.filter(|advice| advice.warns && advice.due == Due::Today);
    warnings.map(|advice| &*advice.action)
}

/// Who has said that a sign is there is not told to get help if it comes.
#[test]
fn no_sign_that_was_answered_is_handed_back() {
    let told = [
        ("emergency", "chest", "your chest hurts"),
        ("pee", "brown", "if your pee is brown"),
        ("new_signs", "swollen_leg", "leg swells"),
        ("new_signs", "warm_red", "turns warm or red"),
        ("new_signs", "fever", "you get a fever"),
        ("new_signs", "flu", "you get a fever"),
        ("new_signs", "beyond", "gets rock-hard or very swollen"),
        ("new_signs", "beyond", "your legs get weak"),
        ("new_signs", "dizzy", "you stay dizzy"),
        ("new_signs", "no_push", "rise on tiptoe on the leg"),
        ("new_signs", "limp", "if you limp"),
        ("feel", "weak", "your legs get weak"),
        ("trend", "worse", "if it gets worse"),
        ("pattern", "lying_still", "wakes you at night"),
        ("drink", "too_much", "vomit after much drinking"),
    ];
    let rulebook = Rulebook::built_in();
    let style = Style {
        width: 400,
        ..PLAIN
    };
    let told = told.map(|(question, option, sign)| {
        let question = rulebook.question(question).unwrap();
        let mut choices = rulebook.questions[question].kind.choices().iter();
        (
            question,
            choices.position(|one| one.id == *option).unwrap(),
            sign,
        )
    });
    each_case(|report| {
        let text = report.full().text(style);
        for (question, option, sign) in told {
            let answer = report.answer(question);
            let is_said = answer.is_some_and(|answer| answer.names(option));
            assert!(!(is_said && text.contains(sign)), "{sign}\n{text}");
        }
    });
}

/// What must be done, must not be done, and calls for help at once is never cut, however narrow the
/// window. In an emergency all that is said is what to do now.
#[test]
fn nothing_urgent_is_missing_on_one_screen() {
    let style = Style {
        width: 400,
        graphics: true,
        ..PLAIN
    };
    each_case(|report| {
        let level = report.assessment.level;
        let nets = report.safety_net();
        let nets = nets.filter(|net| net.level.is_urgent() && net.level > level);
        let nets: Vec<String> = nets.map(|net| net.short).collect();
        let must = std::iter::once(report.action())
            .chain(report.never().map(|one| &*one.say))
            .chain(report.meanwhile().map(|one| &*one.say))
            .chain(nets.iter().map(String::as_str))
            .chain(warnings(report));
        let [wide, narrow] = [80, 40].map(|width| report.short(width).text(style));
        for must in must {
            assert!(wide.contains(must), "{must}\n{wide}");
            assert!(narrow.contains(must), "{must}\n{narrow}");
        }
    });
}

/// Also where the end of a long one repeats what to do.
#[test]
fn nothing_is_said_three_times() {
    let style = Style {
        width: 400,
        rows: Some(1),
        ..PLAIN
    };
    each_case(|report| {
        for document in [report.short(80), report.full()] {
            let text = document.text(style);
            // One answer may speak for or against every cause.
            let is_reason = |line: &str| line.starts_with("   ");
            for line in text
                .lines()
                .filter(|line| !line.is_empty() && !is_reason(line))
            {
                let said = text.lines().filter(|other| *other == line).count();
                assert!(said <= 2, "{line}\n{text}");
            }
        }
    });
}

/// In windows of 24 rows and 80 or 40 columns, and on a phone with its keyboard up: what the keys leave.
#[test]
fn the_last_screen_says_how_urgent_it_is_and_what_to_do() {
    let windows = [(80, 22), (40, 21), (40, 9)];
    let shown = windows.map(|window| [true, false].map(|above_keys| (window, above_keys)));
    each_case(|report| {
        for ((width, rows), above_keys) in shown.into_iter().flatten() {
            let report = Report {
                above_keys,
                ..report.clone()
            };
            let style = Style {
                width,
                rows: Some(rows),
                graphics: true,
                ..PLAIN
            };
            for document in [report.short(width), report.full()] {
                let text = document.text(style);
                let lines: Vec<&str> = text.lines().collect();
                let last = &lines[lines.len().saturating_sub(rows)..];
                let words = last.iter().flat_map(|line| line.split_whitespace());
                let last = words.collect::<Vec<_>>().join(" ");
                let level = report.rulebook().level(report.assessment.level);
                assert!(last.contains(&*level.title), "{last}");
                assert!(last.contains(report.action()), "{last}");
            }
        }
    });
}

#[test]
fn both_the_level_and_the_cause_can_be_explained() {
    let mut answers = NEW_RUNNER;
    answers[2] = "where=one";
    let text = text(&answers, PLAIN);
    let explained = "\n  soreleg explain one_leg\n  soreleg explain under_training\n";
    assert!(text.contains(explained), "{text}");
}

/// Whatever a text holds, the elements of the page stay the same.
#[test]
fn hostile_texts_make_no_element_on_the_page() {
    const HOSTILE: &str = "</style></title><script>x()</script><img src=x onerror=\"x()\">'\"--><!--&#60;b \
                           {{x}} \u{1b}[2J\u{202e}\u{0}\n";
    let hostile = |text: &str| (HOSTILE.to_owned() + text).into();
    let plain = compile(TINY).unwrap();
    let mut rules = plain.clone();
    rules.title = hostile("title");
    rules.version = Some(hostile("version"));
    rules.limits = vec![hostile("limit")];
    for source in &mut rules.sources {
        source.title = hostile("source");
        source.link = Some("example.org/\"'><script>x()</script>".to_owned().into());
    }
    for level in &mut rules.levels {
        (level.title, level.action) = (hostile("title"), hostile("do"));
    }
    for question in &mut rules.questions {
        question.short = hostile("short");
        if let QuestionKind::Choice(choices) | QuestionKind::Checklist(choices) = &mut question.kind
        {
            for choice in choices {
                choice.text = hostile("option");
            }
        }
    }
    for flag in &mut rules.red_flags {
        flag.because = hostile("because");
        flag.action = Some(hostile("do"));
    }
    for cause in &mut rules.causes {
        cause.title = hostile("cause");
        for evidence in &mut cause.evidence {
            evidence.because = hostile("evidence");
        }
        for advice in &mut cause.advice {
            advice.action = hostile("advice");
        }
    }
    for net in &mut rules.safety_net {
        net.say = hostile("net");
    }
    for answers in [
        NEW_RUNNER,
        [
            "danger=swollen",
            "pee=cola",
            "where=one",
            "days=7",
            "bone=no",
            "shoe_looks=none",
        ],
    ] {
        let [tame, wild] = [&plain, &rules].map(|rulebook| {
            let case = Case::new(rulebook, given(rulebook, &answers));
            reported(&case, |report| report.html(&Extras::default()))
        });
        assert!(!wild.contains(|c| c != '\n' && crate::text::is_unsafe(c)));
        let tags = |page: &str| -> Vec<String> {
            let tags = page.split('<').skip(1);
            tags.map(|tag| tag.split(['>', ' ']).next().unwrap_or_default().to_owned())
                .collect()
        };
        // The sources of the small rules have no address.
        let mut wild_tags = tags(&wild);
        wild_tags.retain(|tag| tag != "a" && tag != "/a");
        assert_eq!(wild_tags, tags(&tame));
        assert!(wild.contains("href=\"https://example.org/&quot;"));
    }
}
