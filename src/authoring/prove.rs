//! Promises that must hold for every answer, checked on a rulebook.
//!
//! What a promise says about one question or one red flag is tried on every kind of answer that
//! the rules can tell apart. The rest of the answers are drawn at random, with a fixed seed, so a
//! run can be repeated; a broken promise comes with the smallest set of answers that breaks it.
//!
//! No rule file can break two of them: advice whose `unless` may hold is left out when advice is
//! chosen, and the interview asks until nothing can change the result. They are checked all the
//! same, so that a change to the program cannot break them unnoticed.

mod causes;
mod danger;
mod needed;
mod result;

use fastrand::Rng;

use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Kind, Rulebook, answer_classes};

/// What must hold for every answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Promise {
    /// Every red flag can hold, and reaches its level whatever else is answered.
    RedFlagsReachTheirLevel,
    /// One more tick that is a danger sign on its own never lowers the level.
    WorseIsNeverLower,
    /// *Not sure* never gives a lower level than the most harmless answer.
    NotSureIsNeverSafer,
    /// Every cause can come first.
    EveryCauseCanBeFirst,
    /// No path ends without something to do.
    NobodyLeavesWithoutAdvice,
    /// No advice is given that its `unless` forbids, or might forbid.
    ForbiddenAdviceIsNeverGiven,
    /// The interview that stops early ends like the full one.
    StoppingEarlyChangesNothing,
}

impl Promise {
    /// Every promise, in the order they are checked.
    pub const ALL: [Self; 7] = [
        Self::RedFlagsReachTheirLevel,
        Self::WorseIsNeverLower,
        Self::NotSureIsNeverSafer,
        Self::EveryCauseCanBeFirst,
        Self::NobodyLeavesWithoutAdvice,
        Self::ForbiddenAdviceIsNeverGiven,
        Self::StoppingEarlyChangesNothing,
    ];

    /// The promise in a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::RedFlagsReachTheirLevel => {
                "every red flag reaches its level, whatever else is answered"
            }
            Self::WorseIsNeverLower => "one more danger sign never lowers the triage level",
            Self::NotSureIsNeverSafer => "not sure is never safer than the most harmless answer",
            Self::EveryCauseCanBeFirst => "every cause can come first",
            Self::NobodyLeavesWithoutAdvice => "nobody leaves without advice",
            Self::ForbiddenAdviceIsNeverGiven => {
                "advice is never given where its `unless` forbids it, or might"
            }
            Self::StoppingEarlyChangesNothing => {
                "stopping early gives the result of the full interview"
            }
        }
    }

    /// What to do when it is broken.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::RedFlagsReachTheirLevel => {
                "look at the `when` of this red flag, and at the `only_if` of its questions"
            }
            Self::WorseIsNeverLower => {
                "one more sign must not end another: look for `not` in the red flags of this question"
            }
            Self::NotSureIsNeverSafer => {
                "add a red flag for `not_sure` that has at least that level"
            }
            Self::EveryCauseCanBeFirst => {
                "raise its `prior` or the `ratio` of what speaks for it, or add evidence"
            }
            Self::NobodyLeavesWithoutAdvice => {
                "add advice for everyone: an entry under `advice:` at the end of the file"
            }
            Self::ForbiddenAdviceIsNeverGiven | Self::StoppingEarlyChangesNothing => {
                "the rule file cannot break this promise: please report it as a fault of soreleg"
            }
        }
    }
}

/// A promise that does not hold, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The promise.
    pub promise: Promise,
    /// What happens instead.
    pub what: String,
    /// The smallest set of answers found that breaks it; nothing if it is broken whatever is
    /// answered.
    pub answers: Option<Answers>,
}

/// Most answers tried to make red flags hold. A flag of many questions can have more than anybody
/// can wait for.
const MOST_TRIES: usize = 500_000;

/// Checks every promise with `tries` random runners each. Gives those that are broken.
#[must_use]
pub fn prove(rulebook: &Rulebook, tries: usize, seed: u64) -> Vec<Broken> {
    let mut search = Search {
        rulebook,
        bounds: answer_classes::bounds(rulebook),
        rng: Rng::with_seed(seed),
        tries,
    };
    Promise::ALL
        .into_iter()
        .filter_map(|promise| search.check(promise))
        .collect()
}

/// Draws the answers of a random runner: most danger signs are absent, as in life, so that the
/// rest of the rules is reached too.
#[derive(Debug)]
pub struct Search<'r> {
    rulebook: &'r Rulebook,
    bounds: Vec<Vec<i64>>,
    rng: Rng,
    tries: usize,
}

impl<'r> Search<'r> {
    /// A search of random runners with a fixed seed.
    #[must_use]
    pub fn new(rulebook: &'r Rulebook, seed: u64) -> Self {
        Search {
            rulebook,
            bounds: answer_classes::bounds(rulebook),
            rng: Rng::with_seed(seed),
            tries: 0,
        }
    }

    /// The answers of a random runner to every question.
    pub fn runner(&mut self) -> Answers {
        let mut answers = Answers::new(self.rulebook.questions.len());
        // How often this runner ticks things and is not sure: from hardly ever to often.
        let eager = self.rng.u32(1..=12);
        for question in 0..self.rulebook.questions.len() {
            let answer = self.answer(question, eager);
            answers.set(question, answer);
        }
        answers
    }

    fn answer(&mut self, question: QuestionIndex, eager: u32) -> Answer {
        if self.rng.u32(0..40) < eager {
            return Answer::NotSure;
        }
        match &self.rulebook.questions[question].kind {
            Kind::Checklist(choices) => {
                let mut ticked = 0;
                for option in 0..choices.len() {
                    ticked |= u64::from(self.rng.u32(0..60) < eager) << option;
                }
                let unsure = ticked != 0 && self.rng.u32(0..20) == 0;
                Answer::Ticks { ticked, unsure }
            }
            Kind::Choice(_) | Kind::Number { .. } => {
                let kinds = self.kinds(question);
                kinds[self.rng.usize(0..kinds.len())]
            }
        }
    }

    /// One of each kind of answer the rules can tell apart; of a checklist none and each tick alone.
    fn kinds(&self, question: QuestionIndex) -> Vec<Answer> {
        let rules = &self.rulebook.questions[question];
        match &rules.kind {
            Kind::Checklist(choices) => std::iter::once(0)
                .chain((0..choices.len()).map(|option| 1 << option))
                .map(|ticked| Answer::Ticks {
                    ticked,
                    unsure: false,
                })
                .collect(),
            _ => answer_classes::answers(rules, &self.bounds[question], 0)
                .into_iter()
                .filter(|answer| *answer != Answer::NotSure)
                .collect(),
        }
    }

    fn check(&mut self, promise: Promise) -> Option<Broken> {
        match promise {
            Promise::RedFlagsReachTheirLevel => self.red_flags(),
            Promise::WorseIsNeverLower => self.worse(),
            Promise::NotSureIsNeverSafer => self.not_sure(),
            Promise::EveryCauseCanBeFirst => self.causes(),
            Promise::NobodyLeavesWithoutAdvice => {
                self.every_runner(promise, result::without_advice)
            }
            Promise::ForbiddenAdviceIsNeverGiven => {
                self.every_runner(promise, result::forbidden_advice)
            }
            Promise::StoppingEarlyChangesNothing => {
                self.every_runner(promise, result::stopping_early)
            }
        }
    }

    /// Tries a test on random runners; what it finds is cut down to the answers it needs.
    fn every_runner(
        &mut self,
        promise: Promise,
        test: impl Fn(&Case) -> Option<String>,
    ) -> Option<Broken> {
        for _ in 0..self.tries {
            let mut case = Case::new(self.rulebook, self.runner());
            if let Some(mut what) = test(&case) {
                for question in 0..self.rulebook.questions.len() {
                    let mut fewer = case.clone();
                    fewer.clear(question);
                    if let Some(still) = test(&fewer) {
                        case = fewer;
                        what = still;
                    }
                }
                return Some(Broken {
                    promise,
                    what,
                    answers: Some(case.answers().clone()),
                });
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::result::{differs, forbidden_advice, forbidden_among, interviewed, stopping_early};
    use super::*;
    use crate::assess::assess;
    use crate::authoring::compile::compile;
    use crate::rulebook::BUILT_IN;

    fn broken(rules: &str) -> Vec<(Promise, String)> {
        let rulebook = compile(rules).unwrap();
        prove(&rulebook, 300, 1)
            .into_iter()
            .map(|broken| (broken.promise, broken.what))
            .collect()
    }

    #[test]
    fn the_shipped_rules_keep_every_promise() {
        assert_eq!(broken(BUILT_IN), []);
    }

    #[test]
    fn doubt_about_a_question_that_is_not_asked_breaks_no_promise() {
        let tiny = include_str!("../../tests/rules/tiny.yaml");
        let flag = "red_flags:\n  - { id: unsure_bone, when: { bone: not_sure }, level: same_day, \
                    because: it is unclear, sources: [article] }\n";
        let broken = broken(&tiny.replace("red_flags:\n", flag));
        let promise = Promise::RedFlagsReachTheirLevel;
        assert!(
            broken.iter().all(|(broken, _)| *broken != promise),
            "{broken:?}"
        );
    }

    #[test]
    fn a_red_flag_of_endless_combinations_ends() {
        let tiny = std::fs::read_to_string("tests/rules/tiny.yaml").unwrap();
        let mut questions = String::from("questions:\n");
        // Each pair may differ, but the last question has to be two things at once.
        let mut pairs = String::new();
        for place in 0..40 {
            let _ = writeln!(
                questions,
                "  - {{ id: endless_{place}, topic: safety, ask: Is it so?, why: It matters., \
                 options: {{ a: A, b: B, c: C }} }}"
            );
            let next = (place + 1) % 40;
            let _ = write!(
                pairs,
                "{{ any: [{{ endless_{place}: [a, b] }}, {{ endless_{next}: [b, c] }}] }}, "
            );
        }
        let flag = format!(
            "red_flags:\n  - {{ id: endless, when: {{ all: [{pairs}{{ endless_39: a }}, \
             {{ not: {{ endless_39: [a, not_sure] }} }}] }}, level: same_day, because: it is so, \
             sources: [article] }}\n"
        );
        let rules = tiny
            .replace("questions:\n", &questions)
            .replace("red_flags:\n", &flag);
        let what = &broken(&rules)[0].1;
        assert_eq!(what, "too many answers to try before `endless` may hold");
    }

    /// No rule file can break these two, so the faults are planted in what the program does.
    #[test]
    fn a_program_that_breaks_a_promise_is_found_out() {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let mut search = Search::new(&rulebook, 1);
        let cases: Vec<Case> = (0..300)
            .map(|_| Case::new(&rulebook, search.runner()))
            .collect();
        let found = |test: &dyn Fn(&Case) -> Option<String>| cases.iter().find_map(test);

        assert_eq!(found(&forbidden_advice), None);
        // Gives a sore bone the advice for one that is not.
        let careless = |case: &Case| {
            let mut sore = case.clone();
            for (question, answer) in [("where", "one"), ("bone", "yes")] {
                let question = rulebook.question(question).unwrap();
                let answer = rulebook.questions[question].parse(answer, None);
                sore.set(question, answer.unwrap());
            }
            forbidden_among(&sore, &assess(case).advice)
        };
        let told = found(&careless).unwrap();
        assert_eq!(told, "`hop_test` is given although its `unless` may hold");

        assert_eq!(found(&stopping_early), None);
        // Stops before the first question.
        let hasty = |case: &Case| differs(&interviewed(case, true), &Case::empty(&rulebook));
        let told = found(&hasty).unwrap();
        assert!(told.contains("the early one in"), "{told}");
    }
}
