//! Answers and conditions of one rulebook in terms of another. What has the same name is the same.

use crate::answer::{Answer, Answers};
use crate::index::{IndexVec, QuestionIndex};
use crate::rulebook::Rulebook;
use crate::rulebook::condition::Condition;

/// From one rulebook onto another.
#[derive(Debug)]
pub(super) struct Onto<'r> {
    from: &'r Rulebook,
    to: &'r Rulebook,
    /// Per question: its index in the other, and whether it takes the same answers there.
    questions: IndexVec<QuestionIndex, Option<(QuestionIndex, bool)>>,
}

impl<'r> Onto<'r> {
    pub(super) fn new(from: &'r Rulebook, to: &'r Rulebook) -> Self {
        let questions = from.questions.iter().map(|question| {
            let there = to.question(&question.id)?;
            Some((there, to.questions[there].kind == question.kind))
        });
        Onto {
            from,
            to,
            questions: questions.collect(),
        }
    }

    /// The answers as far as the other rulebook takes them.
    pub(super) fn answers(&self, answers: &Answers) -> Answers {
        let mut onto = Answers::new(self.to.questions.len());
        for (question, answer) in answers.given() {
            if let Some((there, answer)) = self.answer(question, answer) {
                onto.set(there, answer);
            }
        }
        onto
    }

    fn answer(&self, question: QuestionIndex, answer: Answer) -> Option<(QuestionIndex, Answer)> {
        let (there, same) = self.questions[question]?;
        if same {
            return Some((there, answer));
        }
        let written = self.from.questions[question].value(answer);
        let parsed = self.to.questions[there].parse(&written, None);
        parsed.ok().map(|answer| (there, answer))
    }

    /// The condition, unless it names a question or an option that the other rulebook does not have.
    pub(super) fn condition(&self, condition: &Condition) -> Option<Condition> {
        let question = |question: &QuestionIndex| Some(self.questions[*question]?.0);
        let parts = |parts: &[Condition]| {
            let parts = parts.iter().map(|part| self.condition(part));
            parts.collect::<Option<Vec<_>>>()
        };
        Some(match condition {
            Condition::Is(of, options) => {
                Condition::Is(question(of)?, self.options(*of, *options)?)
            }
            Condition::NoneTicked(of) => Condition::NoneTicked(question(of)?),
            Condition::NotSure(of) => Condition::NotSure(question(of)?),
            Condition::Within(of, range) => Condition::Within(question(of)?, *range),
            Condition::Ticks(of, options, range) => {
                Condition::Ticks(question(of)?, self.options(*of, *options)?, *range)
            }
            Condition::All(some) => Condition::All(parts(some)?),
            Condition::Any(some) => Condition::Any(parts(some)?),
            Condition::Not(part) => Condition::Not(self.condition(part)?.into()),
        })
    }

    fn options(&self, question: QuestionIndex, options: u64) -> Option<u64> {
        let (there, same) = self.questions[question]?;
        if same {
            return Some(options);
        }
        let choices = self.from.questions[question]
            .kind
            .choices()
            .iter()
            .enumerate();
        let mut named = choices.filter(|(option, _)| options & (1 << option) != 0);
        let there = self.to.questions[there].kind.choices();
        named.try_fold(0, |onto, (_, choice)| {
            let option = there.iter().position(|known| known.id == choice.id)?;
            Some(onto | 1 << option)
        })
    }
}
