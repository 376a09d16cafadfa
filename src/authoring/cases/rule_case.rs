//! A case as it is run.

use super::file::Expect;
use crate::answer::Answers;
use crate::answers::case::Case;
use crate::assess::Engine;
use crate::follow_up::{Earlier, FollowUp};
use crate::index::QuestionIndex;
use crate::log::fill::said;
use crate::rulebook::from_log::{Fact, Known, Said};
use crate::rulebook::path::RulePath;

/// A case, or a later check of one, checked and ready to run.
#[derive(Debug, Clone)]
pub struct RuleCase {
    /// What it shows.
    pub name: String,
    /// Where it is in the list of all of them.
    pub index: usize,
    /// Where it stands in its file.
    pub at: RulePath,
    /// The line of its name.
    pub line: usize,
    /// The checks of the same soreness before it, the latest one last.
    pub earlier: Vec<Earlier>,
    /// The answers.
    pub answers: Answers,
    /// The facts of a log.
    pub facts: Vec<(Fact, Known)>,
    /// The questions whose answer stands from the check before.
    pub kept: Vec<QuestionIndex>,
    /// The questions that the facts answer.
    pub from_facts: Vec<QuestionIndex>,
    /// The questions whose answers are not written in the file but assumed.
    pub assumed: Vec<QuestionIndex>,
    /// Whether the interview need not be finished.
    pub partial: bool,
    /// Whether what is expected says nothing of what is right.
    pub as_is: bool,
    /// What should come of it.
    pub expect: Expect,
}

impl RuleCase {
    /// The case under these rules, which say which old answers stand and what its facts answer.
    #[must_use]
    pub fn under(mut self, engine: &mut Engine) -> Self {
        if self.earlier.is_empty() && self.facts.is_empty() {
            return self;
        }
        let rulebook = engine.rulebook();
        for question in self.from_facts.iter().chain(&self.kept) {
            self.answers.clear(*question);
        }
        let mut case = Case::new(rulebook, self.answers);
        let follow_up = FollowUp::new(engine, self.earlier.clone());
        self.kept = if follow_up.is_elsewhere(case.answers()) {
            Vec::new()
        } else {
            case.fill(follow_up.standing())
        };
        let said = said(rulebook, |fact| {
            let mut facts = self.facts.iter();
            facts
                .find(|(known, _)| *known == fact)
                .map(|(_, known)| *known)
        });
        let said = said.filter_map(|(question, said, _)| match said {
            Said::Answer(answer) | Said::Ticks(answer) => Some((question, answer)),
            Said::AtLeast(_) => None,
        });
        self.from_facts = case.fill(said);
        self.answers = case.answers().clone();
        self
    }
}
