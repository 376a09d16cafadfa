//! What should be better by when.

use super::{Check, placed, root};
use crate::authoring::file;
use crate::fault::{Code, Fault};
use crate::index::{ExpectationIndex, IndexVec, QuestionIndex};
use crate::rulebook::QuestionKind;
use crate::rulebook::expectation::{Expectation, Found};
use crate::rulebook::path::RulePath;
use crate::triage::TriageLevel;

pub(crate) const BAD_EXPECTATION: &Code = &Code::error(
    "bad-expectation",
    "This cannot be expected so",
    "What is not better in time may raise a later check to `time_off` or `see_doctor`: danger has \
     rules of its own. Checks more than 8 weeks apart are not compared, so `within_days` goes from 1 to \
     56. Only a number can be less than it was.",
);

impl Check<'_> {
    pub(super) fn expect_by(
        &mut self,
        expected: Vec<file::ExpectBy>,
    ) -> IndexVec<ExpectationIndex, Expectation> {
        let at = root().key("expect_by");
        let ids = expected.iter().map(|one| &one.id);
        self.unique_ids(ids, &at, ["expectation", "expectations"]);
        let expected = placed(expected, &at).map(|(at, one)| {
            let most = Expectation::MOST;
            if !(TriageLevel::TimeOff..=most).contains(&one.level) {
                let message = format!("`{}` cannot follow from an earlier check", one.level);
                let fault = Fault::new(BAD_EXPECTATION, &at.key("level"), message);
                self.fault(fault.help("use `time_off` or `see_doctor`"));
            }
            if !(1..=Expectation::MOST_DAYS).contains(&one.within_days) {
                let message = format!("{} days are never compared", one.within_days);
                let fault = Fault::new(BAD_EXPECTATION, &at.key("within_days"), message);
                self.fault(fault.help("use 1 to 56"));
            }
            if one.levels.is_empty() {
                let fault = Fault::new(BAD_EXPECTATION, &at.key("levels"), "no level is named");
                self.fault(fault.help("name the levels of the earlier check that it is for"));
            }
            let found_causes = self.named("causes", &one.causes, &at.key("causes"));
            let found_may_be = self.named("may_be", &one.may_be, &at.key("may_be"));
            let ordinary = one.ordinary.then_some(Found::Ordinary);
            Expectation {
                of: (ordinary.into_iter())
                    .chain(found_causes.into_iter().map(Found::Cause))
                    .chain(found_may_be.into_iter().map(Found::MayBe))
                    .collect(),
                better: self.condition(&one.better, &at.key("better")),
                less: self.numbers(&one.less, &at.key("less")),
                sources: self.sources(&one.sources, &at),
                id: one.id.into(),
                levels: one.levels,
                within_days: one.within_days,
                level: one.level,
                because: one.because.into(),
            }
        });
        expected.collect()
    }

    /// Questions for a number.
    fn numbers(&mut self, ids: &[String], at: &RulePath) -> Vec<QuestionIndex> {
        let questions: Vec<QuestionIndex> = self.named("questions", ids, at);
        for (index, question) in questions.iter().enumerate() {
            if let (id, Some(QuestionKind::Choice(_) | QuestionKind::Checklist(_))) =
                &self.questions[*question]
            {
                let message = format!("`{id}` asks for no number");
                let fault = Fault::new(BAD_EXPECTATION, &at.item(index), message);
                self.fault(fault.help("say in `better` which answer is better"));
            }
        }
        questions
    }
}
