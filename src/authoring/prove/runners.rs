//! Random runners, with a fixed seed so that a run can be repeated.

use fastrand::Rng;

use crate::answer::{Answer, Answers};
use crate::index::QuestionIndex;
use crate::rulebook::answer_classes::AnswerClasses;
use crate::rulebook::{QuestionKind, Rulebook};

/// Draws the answers of random runners: most danger signs are absent, as in life, so that the rest
/// of the rules is reached too.
#[derive(Debug)]
pub struct Runners<'r> {
    rulebook: &'r Rulebook,
    classes: AnswerClasses<'r>,
    rng: Rng,
}

impl<'r> Runners<'r> {
    /// The same seed draws the same runners.
    #[must_use]
    pub fn new(rulebook: &'r Rulebook, seed: u64) -> Self {
        Runners {
            rulebook,
            classes: AnswerClasses::new(rulebook),
            rng: Rng::with_seed(seed),
        }
    }

    /// The answers of a random runner to every question.
    pub fn draw(&mut self) -> Answers {
        let mut answers = Answers::new(self.rulebook.questions.len());
        // How often this runner ticks things and is not sure: from hardly ever to often.
        let eager = self.rng.u32(1..=12);
        for question in self.rulebook.questions.indices() {
            answers.set(question, self.answer(question, eager));
        }
        answers
    }

    fn answer(&mut self, question: QuestionIndex, eager: u32) -> Answer {
        if self.rng.u32(0..40) < eager {
            return Answer::NotSure;
        }
        match &self.rulebook.questions[question].kind {
            QuestionKind::Checklist(choices) => {
                let mut ticked = 0;
                for option in 0..choices.len() {
                    ticked |= u64::from(self.rng.u32(0..60) < eager) << option;
                }
                let unsure = ticked != 0 && self.rng.u32(0..20) == 0;
                Answer::Ticks { ticked, unsure }
            }
            QuestionKind::Choice(_) | QuestionKind::Number { .. } => {
                let sure = self.classes.sure(question);
                sure[self.rng.usize(0..sure.len())]
            }
        }
    }
}
