//! Answers that are not of today's interview, to what the runner has not answered: those of an earlier check
//! of the same soreness that stand, and what a training log says, for the runner to look over. The
//! runner's own answer is always stronger.

use super::Interview;
use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::follow_up::{Carried, FollowUp};
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

/// Earlier checks and a log beside an interview, if there are any.
#[derive(Debug, Clone, Default)]
pub(super) struct Filled<'r> {
    follow_up: Option<&'r FollowUp<'r>>,
    record: Option<&'r Record<'r>>,
    /// What the log says about the time before the soreness, as far as that is known.
    says: Vec<Says>,
    /// The questions whose old answer stands.
    kept: Vec<QuestionIndex>,
    /// The questions that the log has answered.
    of_log: Vec<QuestionIndex>,
}

impl Filled<'_> {
    /// The questions that are asked because of earlier checks.
    pub(super) fn watched(&self) -> &[QuestionIndex] {
        self.follow_up.map_or(&[], |follow_up| follow_up.watched())
    }

    /// Whether the answer to a question is not of today's interview.
    pub(super) fn has(&self, question: QuestionIndex) -> bool {
        self.kept.contains(&question) || self.of_log.contains(&question)
    }

    /// Takes all these answers back.
    pub(super) fn take_back(&mut self, case: &mut Case) {
        for question in self.kept.drain(..).chain(self.of_log.drain(..)) {
            case.clear(question);
        }
    }

    /// Answers what the runner has not: first by an earlier check, which was the runner's own word, unless
    /// it is sore in another place now; then from the log, counted up to the day the trouble began.
    pub(super) fn fill(&mut self, case: &mut Case) {
        self.take_back(case);
        if let Some(follow_up) = self.follow_up
            && !follow_up.is_elsewhere(case.answers())
        {
            self.kept = case.fill(follow_up.standing());
        }
        if let Some(record) = self.record {
            self.says = record.says(case.rulebook(), onset(case));
            let answers = self.says.iter().filter_map(|says| match says.said {
                Said::Answer(answer) => Some((says.question, answer)),
                Said::Ticks(_) | Said::AtLeast(_) => None,
            });
            self.of_log = case.fill(answers);
        }
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
    /// The same interview after earlier checks.
    #[must_use]
    pub fn with_follow_up(mut self, follow_up: Option<&'r FollowUp<'r>>) -> Self {
        self.filled.follow_up = follow_up;
        self.refilled()
    }

    /// The same interview with a training log that answers beside the runner.
    #[must_use]
    pub fn with_log(mut self, record: Option<&'r Record<'r>>) -> Self {
        self.filled.record = record;
        self.refilled()
    }

    fn refilled(mut self) -> Self {
        if self.filled.follow_up.is_some() || self.filled.record.is_some() {
            self.filled.fill(&mut self.case);
            self.look_ahead();
        }
        self
    }

    /// Whether the answer to a question stands from an earlier check.
    #[must_use]
    pub fn is_kept(&self, question: QuestionIndex) -> bool {
        self.filled.kept.contains(&question)
    }

    /// Whether the answer to a question is the log's.
    #[must_use]
    pub fn is_from_log(&self, question: QuestionIndex) -> bool {
        self.filled.of_log.contains(&question)
    }

    /// Whether any answer is not of today's interview: it stands from an earlier check, or is the log's.
    #[must_use]
    pub fn has_filled(&self) -> bool {
        !self.filled.kept.is_empty() || !self.filled.of_log.is_empty()
    }

    /// The answer of an earlier check to a question that is asked again, to be shown and not chosen.
    #[must_use]
    pub fn old_answer(&self, question: QuestionIndex) -> Option<Answer> {
        let follow_up = self.filled.follow_up?;
        match follow_up.carried(question) {
            Carried::Shown(answer) if !follow_up.is_elsewhere(self.case.answers()) => Some(answer),
            _ => None,
        }
    }

    /// What became of the log.
    #[must_use]
    pub fn of_log(&self) -> OfLog {
        let mut of_log = OfLog::default();
        for says in &self.filled.says {
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
        for question in &self.filled.kept {
            answers.clear(*question);
        }
        let onset = self.case.rulebook().onset();
        if onset.is_some_and(|onset| !answers.has(onset)) {
            for question in &self.filled.of_log {
                answers.clear(*question);
            }
        } else {
            for says in &self.filled.says {
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
        let mut says = self.filled.says.iter();
        says.find(|says| says.question == question)
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
