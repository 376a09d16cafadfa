//! The interview step by step, and what holds of it whatever is answered.

use super::*;
use std::sync::LazyLock;

use crate::assess::assess;
use crate::authoring::compile::compile;
use crate::rulebook::QuestionKind;
use proptest::prelude::*;

const FIRST: QuestionIndex = QuestionIndex(0);

fn rulebook() -> &'static Rulebook {
    static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
        compile(include_str!("../../tests/rules/tiny.yaml")).expect("the test rules are sound")
    });
    &RULEBOOK
}

/// Answers a question in the words a flag would use.
fn say(interview: &mut Interview, id: &str, value: &str) -> Vec<QuestionIndex> {
    let rulebook = interview.case().rulebook();
    let question = rulebook.question(id).expect("a known question");
    let answer = rulebook.questions[question].parse(value, None).unwrap();
    interview.answer(question, answer)
}

fn asks(interview: &Interview) -> Option<String> {
    match interview.step() {
        Step::Ask(question) => Some(
            interview.case().rulebook().questions[question]
                .id
                .to_string(),
        ),
        _ => None,
    }
}

fn begin(rulebook: &Rulebook) -> Interview<'_> {
    Interview::new(rulebook, Answers::new(rulebook.questions.len()), true)
}

/// Three screens into the interview about one sore leg.
fn one_leg(rulebook: &Rulebook) -> Interview<'_> {
    let mut interview = begin(rulebook);
    for (id, value) in [("danger", "none"), ("pee", "pale"), ("where", "one")] {
        assert_eq!(asks(&interview).as_deref(), Some(id));
        assert!(say(&mut interview, id, value).is_empty());
    }
    interview
}

#[test]
fn back_walks_the_screens_and_keeps_every_answer() {
    let rulebook = rulebook();
    let mut interview = one_leg(rulebook);
    assert!(interview.back());
    assert_eq!(asks(&interview).as_deref(), Some("where"));
    assert!(interview.back());
    assert_eq!(asks(&interview).as_deref(), Some("pee"));
    say(&mut interview, "pee", "dark");
    assert_eq!(asks(&interview).as_deref(), Some("bone"));
    assert!(interview.back());
    assert!(interview.back());
    assert!(interview.back());
    assert!(!interview.back(), "there is nothing before the first");
    assert_eq!(asks(&interview).as_deref(), Some("danger"));
}

#[test]
fn back_reaches_answers_that_were_given_beforehand() {
    let rulebook = rulebook();
    let answers = one_leg(rulebook).case().answers().clone();
    let mut interview = Interview::new(rulebook, answers, true);
    assert!(!interview.has_asked());
    assert_eq!(asks(&interview).as_deref(), Some("bone"));
    for before in ["where", "pee", "danger"] {
        assert!(interview.back());
        assert_eq!(asks(&interview).as_deref(), Some(before));
    }
    assert!(!interview.back());
}

#[test]
fn leaving_a_branch_drops_its_answers_names_them_and_offers_them_again() {
    let rulebook = rulebook();
    let mut interview = one_leg(rulebook);
    say(&mut interview, "bone", "yes");
    let bone = rulebook.question("bone").unwrap();
    assert_eq!(say(&mut interview, "where", "both"), [bone]);
    assert!(!interview.case().answers().has(bone));
    assert!(say(&mut interview, "where", "one").is_empty());
    assert_eq!(asks(&interview).as_deref(), Some("bone"));
    assert_eq!(interview.earlier_answer(bone), Some(Answer::Option(0)));
}

#[test]
fn ticks_without_an_answer_are_offered_but_never_count() {
    let rulebook = rulebook();
    let mut interview = begin(rulebook);
    let chest = Answer::Ticks {
        ticked: 1,
        unsure: false,
    };
    interview.keep_unfinished(FIRST, Some(chest));
    assert_eq!(asks(&interview).as_deref(), Some("danger"));
    assert!(!interview.case().answers().has(FIRST));
    assert_eq!(interview.unfinished().get(FIRST), Some(chest));
    say(&mut interview, "danger", "none");
    assert_eq!(interview.unfinished().given().next(), None);
}

#[test]
fn an_answer_given_beside_its_branch_is_not_dropped_by_another_one() {
    let rulebook = rulebook();
    let mut given = Answers::new(rulebook.questions.len());
    given.set(rulebook.question("where").unwrap(), Answer::Option(0));
    given.set(rulebook.question("bone").unwrap(), Answer::Option(0));
    let mut interview = Interview::new(rulebook, given, true);
    assert!(say(&mut interview, "danger", "none").is_empty());
}

#[test]
fn a_change_out_of_the_review_leads_back_to_it() {
    let rulebook = rulebook();
    let mut interview = Interview::new(rulebook, Answers::new(8), false);
    while let Step::Ask(question) = interview.step() {
        interview.answer(question, Answer::NotSure);
    }
    assert_eq!(interview.step(), Step::Review);
    interview.change(FIRST);
    assert_eq!(interview.step(), Step::Ask(FIRST));
    assert!(interview.back());
    assert_eq!(interview.step(), Step::Review);
    interview.change(FIRST);
    interview.answer(FIRST, Answer::NotSure);
    assert_eq!(interview.step(), Step::Review);
}

#[test]
fn an_emergency_ends_it_at_once_even_with_all_questions() {
    let rulebook = rulebook();
    let mut interview = begin(rulebook);
    say(&mut interview, "danger", "chest");
    assert_eq!(interview.step(), Step::Emergency);
    assert!(interview.is_finished());
}

#[test]
fn what_was_an_emergency_and_is_taken_back_is_remembered() {
    let rulebook = rulebook();
    let mut interview = begin(rulebook);
    say(&mut interview, "danger", "chest");
    let chest = interview.case().answers().get(QuestionIndex(0)).unwrap();
    for (value, taken_back) in [("chest,cold", 0), ("none", 1), ("swollen", 1)] {
        interview.back();
        say(&mut interview, "danger", value);
        assert_eq!(interview.taken_back().len(), taken_back, "{value}");
    }
    assert_ne!(
        interview.taken_back()[0].1,
        chest,
        "the last one was of two"
    );
}

/// The answer that a number below 64 picks: any option, ticks, number, or *not sure*.
fn pick(rulebook: &Rulebook, question: QuestionIndex, seed: u8) -> Answer {
    if seed.is_multiple_of(5) {
        return Answer::NotSure;
    }
    let question = &rulebook.questions[question];
    match &question.kind {
        QuestionKind::Choice(choices) => {
            Answer::Option(seed % u8::try_from(choices.len()).unwrap())
        }
        QuestionKind::Checklist(choices) => Answer::Ticks {
            // Mostly none, or nearly every interview would end in an emergency.
            ticked: u64::from(seed.saturating_sub(40)) & ((1 << choices.len()) - 1),
            unsure: seed.is_multiple_of(7),
        },
        QuestionKind::Number { min, .. } => {
            let text = format!("{} {}", u32::from(seed) * 20, min.unit().name());
            question.parse(&text, None).unwrap_or(Answer::Number(*min))
        }
    }
}

prop_compose! {
    fn seeds()(seeds in prop::collection::vec(0u8..64, 8)) -> Vec<u8> { seeds }
}

proptest! {
    #[test]
    fn it_always_ends_and_asks_nothing_twice(seeds in seeds(), all in any::<bool>()) {
        let rulebook = rulebook();
        let mut interview = Interview::new(rulebook, Answers::new(8), all);
        let mut asked = Vec::new();
        let (mut number, mut most) = (0, usize::MAX);
        while let Step::Ask(question) = interview.step() {
            prop_assert!(!asked.contains(&question), "{question:?} was asked twice");
            prop_assert!(interview.number() > Some(number), "the progress stood still");
            prop_assert!(interview.most() <= most, "more questions than were said");
            (number, most) = (number + 1, interview.most());
            asked.push(question);
            interview.answer(question, pick(rulebook, question, seeds[question.0]));
        }
        prop_assert!(interview.is_finished());
    }

    #[test]
    fn going_back_and_answering_the_same_changes_nothing(
        seeds in seeds(), all in any::<bool>(), screens in 0usize..9, change in any::<bool>(),
    ) {
        let rulebook = rulebook();
        let mut interview = Interview::new(rulebook, Answers::new(8), all);
        while let Step::Ask(question) = interview.step() {
            interview.answer(question, pick(rulebook, question, seeds[question.0]));
        }
        let (answers, step) = (interview.case().answers().clone(), interview.step());
        if change {
            interview.change(interview.answered()[screens % interview.answered().len()]);
        } else {
            for _ in 0..screens { interview.back(); }
        }
        if let Step::Ask(question) = interview.step() {
            let same = interview.earlier_answer(question).unwrap();
            prop_assert!(interview.answer(question, same).is_empty());
        }
        prop_assert_eq!(interview.case().answers(), &answers);
        prop_assert_eq!(interview.step(), step);
    }

    #[test]
    fn a_detour_over_another_answer_changes_nothing(
        seeds in seeds(), detours in seeds(), back in 1usize..9,
    ) {
        let rulebook = rulebook();
        let finish = |interview: &mut Interview| {
            while let Step::Ask(question) = interview.step() {
                interview.answer(question, pick(rulebook, question, seeds[question.0]));
            }
        };
        let mut straight = Interview::new(rulebook, Answers::new(8), true);
        finish(&mut straight);
        let mut winding = straight.clone();
        for _ in 0..back { winding.back(); }
        if let Step::Ask(question) = winding.step() {
            winding.answer(question, pick(rulebook, question, detours[question.0]));
            winding.change(question);
            winding.answer(question, pick(rulebook, question, seeds[question.0]));
        }
        finish(&mut winding);
        prop_assert_eq!(winding.case().answers(), straight.case().answers());
    }

    #[test]
    fn the_order_of_answering_does_not_matter(
        seeds in seeds(), order in Just((0usize..8).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let rulebook = rulebook();
        let mut in_turn = begin(rulebook);
        let mut shuffled = begin(rulebook);
        let answer = |interview: &mut Interview, question: QuestionIndex| {
            if interview.case().may_apply(question) {
                interview.answer(question, pick(rulebook, question, seeds[question.0]));
            }
        };
        for question in 0..8 { answer(&mut in_turn, QuestionIndex(question)); }
        for question in order { answer(&mut shuffled, QuestionIndex(question)); }
        prop_assert_eq!(in_turn.case().answers(), shuffled.case().answers());
        prop_assert_eq!(assess(in_turn.case()), assess(shuffled.case()));
    }
}
