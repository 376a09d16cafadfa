//! The promise that every cause can come first.

use super::{Broken, Promise, Search};
use crate::answer::Answer;
use crate::answers::case::Case;
use crate::assess::assess;
use crate::rulebook::condition::QuestionIndex;

impl<'r> Search<'r> {
    pub(super) fn causes(&mut self) -> Option<Broken> {
        let never = (0..self.rulebook.causes.len()).find(|cause| {
            let assessment = assess(&self.best_case(*cause));
            let first = assessment.causes.first();
            first.is_none_or(|first| first.cause != *cause || !first.strength.is_shown())
        })?;
        Some(Broken {
            promise: Promise::EveryCauseCanBeFirst,
            what: format!("`{}` never comes first", self.rulebook.causes[never].id),
            answers: Some(self.best_case(never).answers().clone()),
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
}
