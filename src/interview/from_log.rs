//! What a training log says, in an interview: answers to what the runner has not answered, for the
//! runner to look over. The runner's own answer is always stronger.

use super::Interview;
use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::index::QuestionIndex;
use crate::log::fill::Says;
use crate::log::record::Record;
use crate::quantity::Quantity;
use crate::rulebook::from_log::Said;

/// What became of a log in an interview.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfLog {
    /// The questions that the log answered, each with what it says.
    pub answered: Vec<(QuestionIndex, String)>,
    /// The questions that the runner answered otherwise, each with what the log says.
    pub differs: Vec<(QuestionIndex, String)>,
}

/// A log beside an interview; or none.
#[derive(Debug, Clone, Default)]
pub(super) struct FromLog<'r> {
    record: Option<&'r Record<'r>>,
    /// What it says about the time before the soreness, as far as that is known.
    says: Vec<Says>,
    /// The questions it has answered.
    pub(super) filled: Vec<QuestionIndex>,
}

impl FromLog<'_> {
    /// Answers from the log what the runner has not, counted up to the day the trouble began.
    pub(super) fn fill(&mut self, case: &mut Case) {
        let Some(record) = self.record else {
            return;
        };
        self.says = record.says(case.rulebook(), onset(case));
        let answers = self.says.iter().filter_map(|says| match says.said {
            Said::Answer(answer) => Some((says.question, answer)),
            Said::Ticks(_) | Said::AtLeast(_) => None,
        });
        self.filled = case.fill(answers);
    }
}

/// How long ago the trouble began, if the runner has said so.
fn onset(case: &Case) -> Option<Quantity> {
    let question = case.rulebook().onset()?;
    match case.answers().get(question)? {
        Answer::Number(ago) => Some(ago),
        _ => None,
    }
}

impl<'r> Interview<'r> {
    /// The same interview with a training log that answers beside the runner.
    #[must_use]
    pub fn with_log(mut self, record: Option<&'r Record<'r>>) -> Self {
        if record.is_some() {
            self.from_log.record = record;
            self.fill();
            self.look_ahead();
        }
        self
    }

    /// Whether the answer to a question is the log's.
    #[must_use]
    pub fn is_from_log(&self, question: QuestionIndex) -> bool {
        self.from_log.filled.contains(&question)
    }

    /// Whether any answer is the log's.
    #[must_use]
    pub fn has_answers_from_log(&self) -> bool {
        !self.from_log.filled.is_empty()
    }

    /// What became of the log.
    #[must_use]
    pub fn of_log(&self) -> OfLog {
        let mut of_log = OfLog::default();
        for says in &self.from_log.says {
            let said = (says.question, says.words.clone());
            if self.is_from_log(says.question) {
                of_log.answered.push(said);
            } else if let Some(own) = self.case.answers().get(says.question)
                && self.case.may_apply(says.question)
                && differs(own, says.said)
            {
                of_log.differs.push(said);
            }
        }
        of_log
    }

    /// The answers and the ticks with which to go on later. The log does not come along: what it says is
    /// carried on once it is certain up to which day it counts, and until then only what the runner said.
    #[must_use]
    pub fn to_go_on(&self) -> (Answers, Answers) {
        let (mut answers, mut ticks) = (self.case.answers().clone(), self.unfinished.clone());
        // An earlier check is there again when the interview goes on.
        self.from_earlier.clear(&mut answers);
        let onset = self.case.rulebook().onset();
        if onset.is_some_and(|onset| !answers.has(onset)) {
            for question in &self.from_log.filled {
                answers.clear(*question);
            }
        } else {
            for says in &self.from_log.says {
                if let Some(offered) = self.offered_ticks(says.question) {
                    ticks.set(says.question, offered);
                }
            }
        }
        (answers, ticks)
    }

    /// What the log says to a question.
    #[must_use]
    pub fn log_says(&self, question: QuestionIndex) -> Option<&Says> {
        self.from_log
            .says
            .iter()
            .find(|says| says.question == question)
    }

    /// The ticks to show on a list that has no answer yet: those that were left there, or those of the
    /// log.
    #[must_use]
    pub fn offered_ticks(&self, question: QuestionIndex) -> Option<Answer> {
        let of_log = || match self.log_says(question)?.said {
            Said::Ticks(ticks) if !self.case.answers().has(question) => Some(ticks),
            _ => None,
        };
        self.unfinished.get(question).or_else(of_log)
    }
}

/// Whether the runner's answer is another one than the log's. Not being sure is not.
fn differs(own: Answer, said: Said) -> bool {
    match (own, said) {
        (Answer::Number(own), Said::Answer(Answer::Number(log))) => own.base() != log.base(),
        (Answer::Number(own), Said::AtLeast(Answer::Number(log))) => own.base() < log.base(),
        (Answer::Option(own), Said::Answer(Answer::Option(log))) => own != log,
        (
            Answer::Ticks {
                ticked: own,
                unsure: false,
            },
            Said::Ticks(Answer::Ticks { ticked: log, .. }),
        ) => log & !own != 0,
        _ => false,
    }
}
