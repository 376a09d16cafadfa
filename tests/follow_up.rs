//! A later check of the same soreness: it is never less urgent than its own answers, what could hide a
//! danger is asked again, and what is not better in time goes further.

use fastrand::Rng;
use soreleg::answer::{Answer, Answers};
use soreleg::answers::case::Case;
use soreleg::assess::{Engine, assess};
use soreleg::authoring::cases::file;
use soreleg::authoring::compile::compile;
use soreleg::authoring::prove::Runners;
use soreleg::follow_up::{Age, Carried, Earlier, FollowUp, Going};
use soreleg::interview::Interview;
use soreleg::rulebook::{Rulebook, STARTER};
use soreleg::triage::TriageLevel;

fn answers(rulebook: &Rulebook, given: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::new(rulebook.questions.len());
    for (id, value) in given {
        let index = rulebook.question(id).expect("a question of that name");
        let answer = rulebook.questions[index].parse(value, None);
        answers.set(index, answer.expect("an answer to it"));
    }
    answers
}

fn earlier(answers: Answers, days: i32) -> Earlier {
    Earlier {
        days,
        answers,
        level: TriageLevel::SelfCare,
        same_rules: true,
    }
}

/// A pulled calf, as it was told at the first check.
const STRAIN: [(&str, &str); 18] = [
    ("emergency", "none"),
    ("pee", "pale"),
    ("new_signs", "none"),
    ("health", "statin,muscle_risk"),
    ("where", "one_place"),
    ("start", "twinge"),
    ("spot", "calf"),
    ("injury", "none"),
    ("feel", "dull"),
    ("days", "3 weeks"),
    ("age", "35"),
    ("pattern", "some_moves"),
    ("pain", "6"),
    ("clot", "journey"),
    ("running", "years"),
    ("shoe_distance", "250 km"),
    ("shoes", "none"),
    ("trend", "same"),
];

fn carried(rulebook: &Rulebook, days: i32, id: &str) -> String {
    let follow_up = FollowUp::new(
        &mut Engine::new(rulebook),
        vec![earlier(answers(rulebook, &STRAIN), days)],
    );
    let index = rulebook.question(id).expect("a question of that name");
    let value = |answer| rulebook.questions[index].value(answer);
    match follow_up.carried(index) {
        Carried::Nothing => "nothing".to_owned(),
        Carried::Lapsed => "lapsed".to_owned(),
        Carried::Shown(answer) => format!("shown {}", value(answer)),
        Carried::Kept(answer) => format!("kept {}", value(answer)),
        Carried::MovedOn(answer) => format!("moved on to {}", value(answer)),
    }
}

#[test]
fn each_old_answer_is_asked_again_kept_lapsed_or_moved_on() {
    let rulebook = Rulebook::built_in();
    for (days, id, becomes) in [
        (9, "emergency", "nothing"),
        (9, "injury", "nothing"),
        (9, "state", "nothing"),
        (9, "pee", "shown pale"),
        (9, "spot", "shown calf"),
        (9, "health", "shown statin,muscle_risk"),
        (15, "health", "shown statin"),
        (9, "clot", "shown journey"),
        (29, "clot", "lapsed"),
        (9, "start", "kept twinge"),
        (9, "shoe_distance", "kept 250 km"),
        (9, "days", "moved on to 30 days"),
        (0, "days", "moved on to 21 days"),
        (56, "age", "kept 35"),
        (57, "age", "nothing"),
        (-1, "age", "nothing"),
    ] {
        assert_eq!(
            carried(&rulebook, days, id),
            becomes,
            "{id} after {days} days"
        );
    }
}

/// What a danger hangs on is asked again, unless the rule file says why not.
#[test]
fn no_answer_is_kept_that_could_hide_a_danger() {
    let rulebook = Rulebook::built_in();
    let runners = &mut Runners::new(&rulebook, 3);
    for _ in 0..50 {
        let follow_up = FollowUp::new(
            &mut Engine::new(&rulebook),
            vec![earlier(runners.draw(), 9)],
        );
        for (question, _) in follow_up.standing() {
            let rules = &rulebook.questions[question];
            let is_free = rules.fixed.is_some() || rules.onset;
            assert!(
                is_free || !rulebook.bears_on_danger(question),
                "{}",
                rules.id
            );
        }
    }
}

/// The level is that of today's answers or higher, and no higher than a doctor's unless they say so;
/// getting better hides no danger sign.
#[test]
fn a_later_check_is_never_less_urgent_than_its_answers() {
    let rulebook = Rulebook::built_in();
    let cases = include_str!("../rules/cases/follow-up.yaml");
    let cases = file::read(cases, &rulebook).expect("sound cases");
    let mut runners = Runners::new(&rulebook, 1);
    let mut rng = Rng::with_seed(1);
    let mut raised = 0;
    for round in 0..1200 {
        // Half of the runners come from cases, so that something is expected of them.
        let mut draw = |rng: &mut Rng| {
            let of_case = rng.bool().then(|| rng.usize(..cases.len()));
            of_case.map_or_else(|| runners.draw(), |index| cases[index].answers.clone())
        };
        let checks = rng.usize(1..4);
        let checks = (0..checks).map(|_| Earlier {
            days: rng.i32(-3..70),
            answers: draw(&mut rng),
            level: TriageLevel::ALL[rng.usize(..5)],
            same_rules: rng.bool(),
        });
        let checks: Vec<Earlier> = checks.collect();
        let case = Case::new(&rulebook, draw(&mut rng));
        let (assessment, course) = FollowUp::new(&mut Engine::new(&rulebook), checks)
            .assess(&mut Engine::new(&rulebook), &case);
        let fresh = assess(&case).level;
        let most = fresh.max(TriageLevel::SeeDoctor);
        assert!((fresh..=most).contains(&assessment.level), "round {round}");
        let course = course.expect("there were earlier checks");
        let is_good = course.going == Some(Going::AsItShould);
        assert!(!(is_good && fresh.is_urgent()), "round {round}");
        raised += usize::from(assessment.level > fresh);
    }
    assert!(raised > 10, "only {raised} were raised");
}

/// The interview asks what tells whether it is better, and stops as early as it may otherwise: the result
/// is that of all questions.
#[test]
fn an_interview_after_an_earlier_check_ends_like_the_full_one() {
    let rulebook = Rulebook::built_in();
    let cases = include_str!("../rules/cases/follow-up.yaml");
    let cases = file::read(cases, &rulebook).expect("sound cases");
    let mut runners = Runners::new(&rulebook, 2);
    for (round, rule_case) in cases.iter().cycle().take(100).enumerate() {
        let checks = vec![earlier(rule_case.answers.clone(), 15)];
        let follow_up = FollowUp::new(&mut Engine::new(&rulebook), checks);
        let drawn = runners.draw();
        let place = ["where", "spot"].map(|id| rulebook.question(id).expect("a place"));
        let finish = |all_questions| {
            let nothing = Answers::new(rulebook.questions.len());
            let interview = Interview::new(&rulebook, nothing, all_questions);
            let mut interview = interview.with_follow_up(Some(&follow_up));
            while let Some(question) = interview.next() {
                // Half of them are sore where they were.
                let was = rule_case.answers.get(question);
                let was = was.filter(|_| round % 2 == 0 && place.contains(&question));
                let answer = was.or(drawn.get(question)).unwrap_or(Answer::NotSure);
                interview.answer(question, answer);
            }
            let (assessment, course) =
                follow_up.assess(&mut Engine::new(&rulebook), interview.case());
            let course = course.expect("there was an earlier check");
            (assessment.level, assessment.verdict, course.at_least)
        };
        let [early, full] = [finish(false), finish(true)];
        assert_eq!(early.0, full.0, "round {round}");
        if !early.0.is_urgent() {
            assert_eq!(early, full, "round {round}");
        }
    }
}

/// A danger sign that lies in one place alone is no answer to where it is sore.
#[test]
fn a_question_tells_the_place_by_its_regions() {
    let place = |rules: &Rulebook| -> Vec<String> {
        let told = rules
            .questions
            .iter()
            .filter(|question| question.tells_place());
        told.map(|question| question.id.to_string()).collect()
    };
    assert_eq!(place(&Rulebook::built_in()), ["where", "spot"]);
    assert_eq!(place(&compile(STARTER).expect("sound rules")), [""; 0]);
}

#[test]
fn another_place_ends_the_comparison_and_keeps_no_answer() {
    let rulebook = Rulebook::built_in();
    let checks = vec![earlier(answers(&rulebook, &STRAIN), 4)];
    let follow_up = FollowUp::new(&mut Engine::new(&rulebook), checks);
    let nothing = Answers::new(rulebook.questions.len());
    let mut interview = Interview::new(&rulebook, nothing, false).with_follow_up(Some(&follow_up));
    let [place, start, pee] = ["where", "start", "pee"].map(|id| rulebook.question(id).unwrap());
    assert!(interview.is_kept(start));
    assert!(interview.old_answer(pee).is_some());
    interview.answer(
        place,
        rulebook.questions[place]
            .parse("both_muscle", None)
            .unwrap(),
    );
    assert!(!interview.is_kept(start) && !interview.case().answers().has(start));
    assert_eq!(interview.old_answer(pee), None);
    let course = follow_up
        .assess(&mut Engine::new(&rulebook), interview.case())
        .1
        .unwrap();
    assert!(course.is_elsewhere && course.changes.is_empty() && course.expected.is_empty());
    // The runner may have meant it otherwise.
    interview.answer(
        place,
        rulebook.questions[place].parse("one_place", None).unwrap(),
    );
    assert!(interview.is_kept(start));
}

#[test]
fn what_cannot_be_compared_says_so() {
    let rulebook = Rulebook::built_in();
    let case = Case::new(&rulebook, answers(&rulebook, &STRAIN));
    let course = |check: Earlier| {
        let follow_up = FollowUp::new(&mut Engine::new(&rulebook), vec![check]);
        follow_up
            .assess(&mut Engine::new(&rulebook), &case)
            .1
            .expect("there was an earlier check")
    };
    let strain = || answers(&rulebook, &STRAIN);
    let old = course(earlier(strain(), 60));
    assert_eq!((old.age, old.going), (Age::TooOld, None));
    let ahead = course(earlier(strain(), -2));
    assert_eq!((ahead.age, ahead.going), (Age::Ahead, None));
    let other = Earlier {
        same_rules: false,
        ..earlier(strain(), 9)
    };
    assert!(course(other).is_judged_again);
    let urgent = Earlier {
        level: TriageLevel::SameDay,
        ..earlier(strain(), 9)
    };
    assert!(course(urgent).was_urgent);
    let plain = course(earlier(strain(), 9));
    assert!(!plain.is_judged_again && !plain.was_urgent && plain.changes.is_empty());
    assert!(
        FollowUp::new(&mut Engine::new(&rulebook), Vec::new())
            .assess(&mut Engine::new(&rulebook), &case)
            .1
            .is_none()
    );
}

/// Who checks often has no more time than who does not.
#[test]
fn what_is_expected_counts_from_the_first_check() {
    let rulebook = Rulebook::built_in();
    let mut told = STRAIN.map(|(id, value)| match id {
        "days" => (id, "1 day"),
        "clot" | "health" => (id, "none"),
        _ => (id, value),
    });
    let strain = answers(&rulebook, &told);
    told[9].1 = "13 days";
    let case = Case::new(&rulebook, answers(&rulebook, &told));
    let level = |days: &[i32]| {
        let checks = days.iter().map(|days| earlier(strain.clone(), *days));
        FollowUp::new(&mut Engine::new(&rulebook), checks.collect())
            .assess(&mut Engine::new(&rulebook), &case)
            .0
            .level
    };
    assert_eq!(level(&[7]), TriageLevel::TimeOff);
    assert_eq!(level(&[14, 7]), TriageLevel::SeeDoctor);
}
