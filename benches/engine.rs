//! One assessment and one next question: on the shipped rules, and how they grow.

mod dice;
mod runners;

use dice::Dice;
use divan::Bencher;
use divan::counter::ItemsCount;
use soreleg::answer::{Answer, Answers};
use soreleg::assess::Engine;
use soreleg::index::{EvidenceIndex, QuestionIndex, TopicIndex};
use soreleg::interview::Interview;
use soreleg::rulebook::condition::Condition;
use soreleg::rulebook::{Cause, Choice, Evidence, Question, QuestionKind, Rulebook};

fn main() {
    divan::main();
}

const FIRST: QuestionIndex = QuestionIndex(0);

/// How many runners a benchmark goes through.
const RUNNERS: usize = 1000;

fn some_runners(rulebook: &Rulebook) -> Vec<Answers> {
    let mut dice = Dice(1);
    (0..RUNNERS)
        .map(|_| runners::runner(rulebook, &mut dice))
        .collect()
}

/// A rulebook of that many questions and causes; of the evidence on a cause each piece hangs on
/// another question.
fn generated(questions: usize, causes: usize, evidence: usize) -> Rulebook {
    let mut rulebook = Rulebook::built_in();
    let mut dice = Dice(1);
    rulebook.red_flags.clear();
    rulebook.advice.clear();
    rulebook.expect_by.clear();
    rulebook.ordinary.advice.clear();
    rulebook.ordinary.when = Condition::Is(FIRST, 1);
    rulebook.questions = (0..questions)
        .map(|place| Question {
            id: format!("q{place}").into(),
            topic: TopicIndex(0),
            short: "How".to_owned().into(),
            ask: "How is it?".to_owned().into(),
            why: "It matters.".to_owned().into(),
            how: None,
            only_if: None,
            kind: QuestionKind::Choice(
                (0..5)
                    .map(|option| Choice {
                        id: format!("o{option}").into(),
                        text: "So".to_owned().into(),
                        short: "so".to_owned().into(),
                        regions: Vec::new(),
                        lapses: None,
                    })
                    .collect(),
            ),
            safety: false,
            changes: false,
            onset: false,
            fixed: None,
            from_log: None,
        })
        .collect();
    rulebook.causes = (0..causes)
        .map(|place| Cause {
            id: format!("c{place}").into(),
            title: "A cause".to_owned().into(),
            summary: "It is so.".to_owned().into(),
            prior: -1000,
            evidence: (0..evidence)
                .map(|_| Evidence {
                    when: Condition::Is(QuestionIndex(dice.roll(questions)), 1 << dice.roll(4)),
                    ratio: 2.0,
                    weight: 555,
                    group: None,
                    because: "it is so".to_owned().into(),
                    sources: Vec::new(),
                })
                .collect(),
            advice: Vec::new(),
            groups: (0..evidence)
                .map(|index| vec![EvidenceIndex(index)])
                .collect(),
        })
        .collect();
    rulebook
}

#[divan::bench]
fn evaluate_1000_cases(bencher: Bencher) {
    let rulebook = Rulebook::built_in();
    let runners = some_runners(&rulebook);
    let mut engine = Engine::new(&rulebook);
    bencher.counter(ItemsCount::new(RUNNERS)).bench_local(|| {
        for answers in &runners {
            divan::black_box(engine.evaluate(answers).level);
        }
    });
}

#[divan::bench]
fn assess_1000_cases_with_reasons(bencher: Bencher) {
    let rulebook = Rulebook::built_in();
    let runners = some_runners(&rulebook);
    let mut engine = Engine::new(&rulebook);
    bencher.counter(ItemsCount::new(RUNNERS)).bench_local(|| {
        for answers in &runners {
            divan::black_box(engine.assess(answers));
        }
    });
}

/// Twenty answers touch ever more evidence.
#[divan::bench(args = [20, 40, 80, 160, 320])]
fn evaluate_growth(bencher: Bencher, evidence: usize) {
    let rulebook = generated(20, 5, evidence);
    let runners = some_runners(&rulebook);
    let mut engine = Engine::new(&rulebook);
    bencher.counter(ItemsCount::new(RUNNERS)).bench_local(|| {
        for answers in &runners {
            divan::black_box(engine.evaluate(answers).level);
        }
    });
}

/// The same answers touch nothing, among ever more rules.
#[divan::bench(args = [20, 80, 320, 1280])]
fn evaluate_untouched(bencher: Bencher, evidence: usize) {
    let rulebook = generated(20, 5, evidence);
    let mut answers = Answers::new(20);
    for question in rulebook.questions.indices() {
        // The generated evidence looks for the options before this one.
        answers.set(question, Answer::Option(4));
    }
    let mut engine = Engine::new(&rulebook);
    bencher.counter(ItemsCount::new(RUNNERS)).bench_local(|| {
        for _ in 0..RUNNERS {
            divan::black_box(engine.evaluate(divan::black_box(&answers)).level);
        }
    });
}

/// What one check pays to make the rules ready.
#[divan::bench]
fn new_engine(bencher: Bencher) {
    let rulebook = Rulebook::built_in();
    bencher.bench(|| Engine::new(&rulebook));
}

#[divan::bench]
fn first_question(bencher: Bencher) {
    let rulebook = Rulebook::built_in();
    let none = Answers::new(rulebook.questions.len());
    bencher.bench(|| Interview::new(&rulebook, none.clone(), false).next());
}

/// An answer, and with it what comes next.
#[divan::bench]
fn next_question(bencher: Bencher) {
    let rulebook = Rulebook::built_in();
    let none = Answers::new(rulebook.questions.len());
    let none_ticked = Answer::Ticks {
        ticked: 0,
        unsure: false,
    };
    let mut interview = Interview::new(&rulebook, none, false);
    bencher.bench_local(|| interview.answer(FIRST, none_ticked));
}

#[divan::bench]
fn first_of_1000_questions_200_causes(bencher: Bencher) {
    let rulebook = generated(1000, 200, 20);
    let none = Answers::new(rulebook.questions.len());
    bencher.bench(|| Interview::new(&rulebook, none.clone(), false).next());
}

#[divan::bench]
fn next_of_1000_questions_200_causes(bencher: Bencher) {
    let rulebook = generated(1000, 200, 20);
    let none = Answers::new(rulebook.questions.len());
    let mut interview = Interview::new(&rulebook, none, false);
    bencher.bench_local(|| interview.answer(FIRST, Answer::Option(0)));
}
