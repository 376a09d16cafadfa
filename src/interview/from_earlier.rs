//! What an earlier check of the same soreness leaves of an interview: answers that stand, answers to show,
//! and what tells whether it is better.

use super::Interview;
use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::follow_up::{Carried, FollowUp};
use crate::index::QuestionIndex;

/// Earlier checks beside an interview; or none.
#[derive(Debug, Clone, Default)]
pub(super) struct FromEarlier<'r> {
    follow_up: Option<&'r FollowUp<'r>>,
    /// The questions whose old answer stands.
    pub(super) filled: Vec<QuestionIndex>,
}

impl FromEarlier<'_> {
    pub(super) fn watched(&self) -> &[QuestionIndex] {
        self.follow_up.map_or(&[], |follow_up| follow_up.watched())
    }

    /// Takes the old answers out of some answers.
    pub(super) fn clear(&self, answers: &mut Answers) {
        for question in &self.filled {
            answers.clear(*question);
        }
    }

    /// Lets the old answers stand that may, unless it is sore in another place now.
    pub(super) fn fill(&mut self, case: &mut Case) {
        if let Some(follow_up) = self.follow_up
            && !follow_up.is_elsewhere(case.answers())
        {
            self.filled = case.fill(follow_up.standing());
        }
    }
}

impl<'r> Interview<'r> {
    /// The same interview after earlier checks.
    #[must_use]
    pub fn with_follow_up(mut self, follow_up: Option<&'r FollowUp<'r>>) -> Self {
        if follow_up.is_some() {
            self.from_earlier.follow_up = follow_up;
            self.fill();
            self.look_ahead();
        }
        self
    }

    /// Whether the answer to a question stands from an earlier check.
    #[must_use]
    pub fn is_kept(&self, question: QuestionIndex) -> bool {
        self.from_earlier.filled.contains(&question)
    }

    /// Whether any answer is not of today's interview: it stands from an earlier check, or is the log's.
    #[must_use]
    pub fn has_filled(&self) -> bool {
        self.has_answers_from_log() || !self.from_earlier.filled.is_empty()
    }

    /// The answer of an earlier check to a question that is asked again, to be shown and not chosen.
    #[must_use]
    pub fn old_answer(&self, question: QuestionIndex) -> Option<Answer> {
        let follow_up = self.from_earlier.follow_up?;
        match follow_up.carried(question) {
            Carried::Shown(answer) if !follow_up.is_elsewhere(self.case.answers()) => Some(answer),
            _ => None,
        }
    }
}
