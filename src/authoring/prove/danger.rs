//! Promises about danger: red flags reach their level, and neither worse answers nor doubt lower it.

use super::{Broken, MOST_TRIES, Promise, Search};
use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::assess::triage_level;
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Kind, RedFlag};
use crate::triage::TriageLevel;

impl Search<'_> {
    pub(super) fn red_flags(&mut self) -> Option<Broken> {
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
                    answers: None,
                });
            };
            for _ in 0..=self.tries / self.rulebook.red_flags.len().max(1) {
                let mut answers = self.runner();
                for (question, answer) in alone.given() {
                    answers.set(question, answer);
                }
                let case = Case::new(self.rulebook, answers.clone());
                // Not being sure of what is never asked is no doubt.
                let doubts_unasked = |(question, answer): (_, Answer)| {
                    answer.is_unsure() && !case.may_apply(question)
                };
                if alone.given().any(doubts_unasked) {
                    continue;
                }
                let level = triage_level(&case);
                if level < flag.level {
                    return Some(Broken {
                        promise,
                        what: format!("`{}` holds and the level is {level}", flag.id),
                        answers: Some(answers),
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

    pub(super) fn worse(&mut self) -> Option<Broken> {
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

    pub(super) fn not_sure(&mut self) -> Option<Broken> {
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
}
