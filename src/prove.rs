//! Promises that must hold for every answer, checked on a rulebook.
//!
//! What a promise says about one question or one red flag is tried on every kind of answer that
//! the rules can tell apart. The rest of the answers are drawn at random, with a fixed seed, so a
//! run can be repeated; a broken promise comes with the smallest set of answers that breaks it.
//!
//! No rule file can break two of them: advice whose `unless` may hold is left out when advice is
//! chosen, and the interview asks until nothing can change the result. They are checked all the
//! same, so that a change to the program cannot break them unnoticed.

use fastrand::Rng;

use crate::answer::{Answer, Answers};
use crate::assess::{Assessment, Given, assess, triage_level};
use crate::case::Case;
use crate::interview::Interview;
use crate::rulebook::condition::{Outcomes, QuestionIndex};
use crate::rulebook::{Kind, RedFlag, Rulebook, classes};
use crate::triage::TriageLevel;

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
            Self::ForbiddenAdviceIsNeverGiven => "advice that could harm is never given",
            Self::StoppingEarlyChangesNothing => {
                "stopping early gives the result of the full interview"
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
    /// The smallest set of answers found that breaks it.
    pub answers: Answers,
}

/// Most answers tried to make red flags hold. A flag of many questions can have more than anybody
/// can wait for.
const MOST_TRIES: usize = 500_000;

/// Checks every promise with `tries` random runners each. Gives those that are broken.
#[must_use]
pub fn prove(rulebook: &Rulebook, tries: usize, seed: u64) -> Vec<Broken> {
    let mut search = Search {
        rulebook,
        bounds: classes::bounds(rulebook),
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
            bounds: classes::bounds(rulebook),
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
            _ => classes::answers(rules, &self.bounds[question], 0)
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
            Promise::NobodyLeavesWithoutAdvice => self.every_runner(promise, without_advice),
            Promise::ForbiddenAdviceIsNeverGiven => self.every_runner(promise, forbidden_advice),
            Promise::StoppingEarlyChangesNothing => self.every_runner(promise, stopping_early),
        }
    }

    fn red_flags(&mut self) -> Option<Broken> {
        let promise = Promise::RedFlagsReachTheirLevel;
        let mut budget = MOST_TRIES;
        for flag in &self.rulebook.red_flags {
            let Some(alone) = self.answers_that_hold(flag, &mut budget) else {
                let what = if budget == 0 {
                    format!("too many answers to try before `{}` may hold", flag.id)
                } else {
                    format!("no answers make `{}` hold", flag.id)
                };
                return Some(Broken {
                    promise,
                    what,
                    answers: Answers::new(self.rulebook.questions.len()),
                });
            };
            for _ in 0..=self.tries / self.rulebook.red_flags.len().max(1) {
                let mut answers = self.runner();
                for (question, answer) in alone.given() {
                    answers.set(question, answer);
                }
                let level = triage_level(&Case::new(self.rulebook, answers.clone()));
                if level < flag.level {
                    return Some(Broken {
                        promise,
                        what: format!("`{}` holds and the level is {level}", flag.id),
                        answers,
                    });
                }
            }
        }
        None
    }

    /// Answers to just the questions of a red flag that make it hold; the first found of all kinds.
    fn answers_that_hold(&self, flag: &RedFlag, budget: &mut usize) -> Option<Answers> {
        let questions = flag.when.questions();
        let mut kinds: Vec<Vec<Answer>> = questions
            .iter()
            .map(|question| self.kinds(*question))
            .collect();
        for (kinds, question) in kinds.iter_mut().zip(&questions) {
            kinds.push(Answer::NotSure);
            if let Kind::Checklist(choices) = &self.rulebook.questions[*question].kind {
                let ticked = (1_u64 << choices.len()) - 1;
                kinds.push(Answer::Ticks {
                    ticked,
                    unsure: false,
                });
            }
        }
        let mut answers = Answers::new(self.rulebook.questions.len());
        self.first_that_holds(flag, &questions, &kinds, &mut answers, budget)
            .then_some(answers)
    }

    fn first_that_holds(
        &self,
        flag: &RedFlag,
        questions: &[QuestionIndex],
        kinds: &[Vec<Answer>],
        answers: &mut Answers,
        budget: &mut usize,
    ) -> bool {
        if *budget == 0 {
            return false;
        }
        *budget -= 1;
        let outcomes = Case::new(self.rulebook, answers.clone()).outcomes(&flag.when);
        if outcomes.is_settled() || questions.is_empty() {
            return outcomes.holds();
        }
        for answer in &kinds[0] {
            answers.set(questions[0], *answer);
            if self.first_that_holds(flag, &questions[1..], &kinds[1..], answers, budget) {
                return true;
            }
        }
        answers.clear(questions[0]);
        false
    }

    fn worse(&mut self) -> Option<Broken> {
        let signs = self.danger_signs();
        self.every_runner(Promise::WorseIsNeverLower, |case| {
            let before = triage_level(case);
            signs.iter().find_map(|(question, option)| {
                let Some(Answer::Ticks { ticked, unsure }) = case.answers().get(*question) else {
                    return None;
                };
                let mut worse = case.clone();
                let ticked = ticked | 1 << option;
                worse.set(*question, Answer::Ticks { ticked, unsure });
                let after = triage_level(&worse);
                (after < before).then(|| {
                    let rules = &case.rulebook().questions[*question];
                    let sign = &rules.kind.choices()[*option].id;
                    format!("adding `{}={sign}` lowers {before} to {after}", rules.id)
                })
            })
        })
    }

    /// The ticks that raise the level all by themselves.
    fn danger_signs(&self) -> Vec<(QuestionIndex, usize)> {
        let mut signs = Vec::new();
        for (question, rules) in self.rulebook.questions.iter().enumerate() {
            if let Kind::Checklist(choices) = &rules.kind {
                for option in 0..choices.len() {
                    let mut case = Case::empty(self.rulebook);
                    let ticked = 1 << option;
                    case.set(
                        question,
                        Answer::Ticks {
                            ticked,
                            unsure: false,
                        },
                    );
                    if triage_level(&case) > TriageLevel::SelfCare {
                        signs.push((question, option));
                    }
                }
            }
        }
        signs
    }

    fn not_sure(&mut self) -> Option<Broken> {
        let questions = self.questions_of_danger();
        let kinds = questions
            .into_iter()
            .map(|place| (place, self.kinds(place)));
        let kinds: Vec<(QuestionIndex, Vec<Answer>)> = kinds.collect();
        self.every_runner(Promise::NotSureIsNeverSafer, |case| {
            let before = triage_level(case);
            kinds.iter().find_map(|(question, kinds)| {
                let question = *question;
                let mut tried = case.clone();
                tried.set(question, Answer::NotSure);
                let unsure = triage_level(&tried);
                // Mostly the answer that was given is no worse, and that is enough.
                let given = case.answers().get(question);
                if unsure >= before && given.is_some_and(|given| given != Answer::NotSure) {
                    return None;
                }
                let sure = kinds.iter().map(|answer| {
                    tried.set(question, *answer);
                    triage_level(&tried)
                });
                let harmless = sure.min()?;
                (unsure < harmless).then(|| {
                    let id = &case.rulebook().questions[question].id;
                    format!("`{id}=not_sure` gives {unsure}, any other answer at least {harmless}")
                })
            })
        })
    }

    /// The questions of red flags, and those that decide whether one of these is asked.
    fn questions_of_danger(&self) -> Vec<QuestionIndex> {
        let questions = &self.rulebook.questions;
        let mut of_danger: Vec<bool> = questions.iter().map(|one| one.safety).collect();
        // A question waits for earlier ones only.
        for question in (0..questions.len()).rev() {
            if let (true, Some(only_if)) = (of_danger[question], &questions[question].only_if) {
                only_if.each_question(&mut |earlier| of_danger[earlier] = true);
            }
        }
        (0..questions.len())
            .filter(|question| of_danger[*question])
            .collect()
    }

    fn causes(&mut self) -> Option<Broken> {
        let never = (0..self.rulebook.causes.len()).find(|cause| {
            let assessment = assess(&self.best_case(*cause));
            let first = assessment.causes.first();
            first.is_none_or(|first| first.cause != *cause || !first.strength.is_shown())
        })?;
        Some(Broken {
            promise: Promise::EveryCauseCanBeFirst,
            what: format!("`{}` never comes first", self.rulebook.causes[never].id),
            answers: self.best_case(never).answers().clone(),
        })
    }

    /// The answers that speak most for a cause without being urgent, found question by question.
    fn best_case(&self, cause: usize) -> Case<'r> {
        let merit = |case: &Case| {
            let assessment = assess(case);
            let score = |of: bool| {
                let results = assessment.causes.iter();
                let scores = results.filter(|result| (result.cause == cause) == of);
                scores.map(|result| result.score).max().unwrap_or(0)
            };
            let (own, other) = (score(true), score(false));
            (!assessment.level.is_urgent(), own - other, own)
        };
        let mut case = Case::empty(self.rulebook);
        loop {
            let before = merit(&case);
            for question in 0..self.rulebook.questions.len() {
                let merit = |answer: &Answer| {
                    let mut tried = case.clone();
                    tried.set(question, *answer);
                    merit(&tried)
                };
                if let Some(best) = self.kinds(question).into_iter().max_by_key(merit) {
                    let best = self.more_ticks(question, best, merit);
                    case.set(question, best);
                }
            }
            // The best answer to an early question can change with the later ones.
            if merit(&case) <= before {
                return case;
            }
        }
    }

    /// A checklist's answer with every further tick that does not lessen its merit.
    fn more_ticks<M: Ord>(
        &self,
        question: QuestionIndex,
        best: Answer,
        merit: impl Fn(&Answer) -> M,
    ) -> Answer {
        let options = 0..self.rulebook.questions[question].kind.choices().len();
        options.fold(best, |best, option| match best {
            Answer::Ticks { ticked, unsure } => {
                let ticked = ticked | 1 << option;
                let more = Answer::Ticks { ticked, unsure };
                if merit(&more) > merit(&best) {
                    more
                } else {
                    best
                }
            }
            other => other,
        })
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
                    answers: case.answers().clone(),
                });
            }
        }
        None
    }
}

fn without_advice(case: &Case) -> Option<String> {
    let assessment = assess(case);
    (assessment.advice.is_empty() && !assessment.level.is_urgent())
        .then(|| format!("a result of {} has no advice", assessment.level))
}

fn forbidden_advice(case: &Case) -> Option<String> {
    forbidden_among(case, &assess(case).advice)
}

fn forbidden_among(case: &Case, given: &[Given]) -> Option<String> {
    let mut given = given.iter().map(|given| given.advice(case.rulebook()));
    let harmful = given.find(|advice| {
        let unless = advice.unless.as_ref();
        unless.is_some_and(|unless| case.outcomes(unless) != Outcomes::FALSE)
    });
    harmful.map(|advice| format!("`{}` is given although its `unless` may hold", advice.id))
}

fn stopping_early(case: &Case) -> Option<String> {
    differs(&interviewed(case, true), &interviewed(case, false))
}

/// What is known of a case when its interview ends.
fn interviewed<'r>(case: &Case<'r>, all_questions: bool) -> Case<'r> {
    let rulebook = case.rulebook();
    let nothing = Answers::new(rulebook.questions.len());
    let mut interview = Interview::new(rulebook, nothing, all_questions);
    while let Some(question) = interview.next() {
        let answer = case.answers().get(question).unwrap_or(Answer::NotSure);
        interview.answer(question, answer);
    }
    interview.case().clone()
}

fn differs(full: &Case, early: &Case) -> Option<String> {
    let (full, early) = (outcome(&assess(full)), outcome(&assess(early)));
    (full != early).then(|| format!("the full interview ends in {full}, the early one in {early}"))
}

/// What a person is told: level, verdict, strengths, the order of the causes shown, advice.
fn outcome(assessment: &Assessment) -> String {
    let mut strengths: Vec<_> = assessment
        .causes
        .iter()
        .map(|result| (result.cause, result.strength.name()))
        .collect();
    strengths.sort_unstable();
    let shown: Vec<usize> = assessment
        .causes
        .iter()
        .filter(|result| result.strength.is_shown())
        .map(|result| result.cause)
        .collect();
    format!(
        "{}, {}, strengths {strengths:?}, shown {shown:?}, advice {:?}",
        assessment.level,
        assessment.verdict.name(),
        assessment.advice
    )
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::rulebook::BUILT_IN;
    use crate::rulebook::compile::compile;

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
        let rulebook = compile(include_str!("../tests/rules/tiny.yaml")).unwrap();
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
