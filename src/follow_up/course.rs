//! What has changed since an earlier check, and whether that is how it should go.

use serde::{Deserialize, Serialize};

use super::{Age, Carried, Earlier, FollowUp, is_elsewhere};
use crate::answer::Answer;
use crate::answers::case::Case;
use crate::assess::{Assessment, Engine, Verdict};
use crate::index::{ExpectationIndex, QuestionIndex};
use crate::rulebook::expectation::{Expectation, Found};
use crate::rulebook::{QuestionKind, Rulebook};
use crate::triage::TriageLevel;

/// How it has gone since the earlier checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Whether the day of the last check allows a comparison.
    pub age: Age,
    /// Whether it is sore in another place than then, so that nothing is compared.
    pub is_elsewhere: bool,
    /// Whether the last check was made by other rules, so that today's judge it again.
    pub is_judged_again: bool,
    /// Whether the last check called for help the same day, as it was told or by the rules of today.
    pub was_urgent: bool,
    /// What is answered otherwise than at the last check, in the order of the rulebook.
    pub changes: Vec<Change>,
    /// What should be better, in the order of the rulebook.
    pub expected: Vec<Expected>,
    /// Whether that is how it should go; None where nothing can be said.
    pub going: Option<Going>,
    /// The level that follows from what is not better in time. The level of today's answers may be
    /// higher, and is never lowered.
    pub at_least: TriageLevel,
}

/// An answer that has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The question.
    pub question: QuestionIndex,
    /// The answer of the last check.
    pub was: Answer,
    /// The answer of today.
    pub now: Answer,
}

/// What should be better, and whether it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// What is expected.
    pub expectation: ExpectationIndex,
    /// In how many days it should be better; 0 or less if it should be by now.
    pub due: i32,
    /// Whether it is better.
    pub is_better: bool,
}

impl Expected {
    /// Whether it should be better by now, and is not.
    pub(crate) fn is_missed(&self) -> bool {
        self.due <= 0 && !self.is_better
    }
}

/// Whether it goes the way it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Going {
    /// Today's answers alone are more urgent than the last check was.
    MoreUrgent,
    /// What should be better by now is not.
    NotBetter,
    /// All that should get better is better.
    AsItShould,
    /// Something is not better, and has time left.
    TooEarly,
}

impl Going {
    /// The name used in data.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Going::MoreUrgent => "more_urgent",
            Going::NotBetter => "not_better",
            Going::AsItShould => "as_it_should",
            Going::TooEarly => "too_early",
        }
    }
}

/// An earlier check, and what the rules of today make of it.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) check: Earlier,
    level: TriageLevel,
    /// What is expected of it.
    expected: Vec<ExpectationIndex>,
}

impl Judged {
    pub(super) fn new(engine: &mut Engine, check: Earlier) -> Self {
        let rulebook = engine.rulebook();
        let assessment = engine.assess(&check.answers);
        // What was not better in time may have raised it.
        let told = check.same_rules.then_some(check.level);
        let level = told.map_or(assessment.level, |told| told.max(assessment.level));
        let expected = rulebook.expect_by.enumerated();
        let expected = expected.filter(|(_, expectation)| {
            check.age() == Age::Recent
                && expectation.levels.contains(&level)
                && is_of(rulebook, expectation, &assessment)
        });
        Judged {
            level,
            expected: expected.map(|(index, _)| index).collect(),
            check,
        }
    }
}

/// Whether an expectation is of what an earlier check made of it.
fn is_of(rulebook: &Rulebook, expectation: &Expectation, then: &Assessment) -> bool {
    let was_found = |found: &Found| match found {
        Found::Ordinary => then.verdict == Verdict::OrdinarySoreness,
        Found::Cause(cause) => {
            let mut shown = then
                .causes
                .iter()
                .filter(|result| result.strength.is_shown());
            then.verdict != Verdict::OrdinarySoreness && shown.any(|result| result.cause == *cause)
        }
        Found::MayBe(may_be) => {
            let mut flags = then.red_flags.iter();
            flags.any(|flag| rulebook.red_flags[*flag].may_be.contains(may_be))
        }
    };
    expectation.of.is_empty() || expectation.of.iter().any(was_found)
}

impl FollowUp<'_> {
    /// The questions that tell whether it is the same place, and whether it is better.
    pub(super) fn find_watched(&self) -> Vec<QuestionIndex> {
        let tells_place = |index: &QuestionIndex| {
            self.rulebook.questions[*index].tells_place()
                && self.carried(*index) != Carried::Nothing
        };
        let expected = self.checks.iter().flat_map(|judged| &judged.expected);
        let told_by = expected.flat_map(|index| {
            let expectation = &self.rulebook.expect_by[*index];
            let less = expectation.less.iter().copied();
            expectation.better.questions().into_iter().chain(less)
        });
        let places = self.rulebook.questions.indices().filter(tells_place);
        let mut watched: Vec<QuestionIndex> = places.chain(told_by).collect();
        watched.sort_unstable();
        watched.dedup();
        watched
    }

    /// How it has gone up to today's answers. None if there was no earlier check.
    pub(super) fn course(&self, engine: &mut Engine, case: &Case) -> Option<Course> {
        let judged = self.checks.last()?;
        let last = &judged.check;
        let is_elsewhere = self.is_elsewhere(case.answers());
        let is_compared = last.age() == Age::Recent && !is_elsewhere;
        let level = engine.evaluate(case.answers()).level;
        let (changes, expected) = if is_compared {
            (self.changes(last, case), self.expected(case))
        } else {
            Default::default()
        };
        let missed = expected.iter().filter(|one| one.is_missed());
        let follows = missed.map(|one| self.rulebook.expect_by[one.expectation].level);
        Some(Course {
            age: last.age(),
            is_elsewhere,
            is_judged_again: !last.same_rules,
            was_urgent: last.level.max(judged.level).is_urgent(),
            changes,
            going: going(level, judged.level, &expected).filter(|_| is_compared),
            at_least: follows.max().unwrap_or(TriageLevel::SelfCare),
            expected,
        })
    }

    fn changes(&self, last: &Earlier, case: &Case) -> Vec<Change> {
        let now = case.answers().given();
        let changes = now.filter_map(|(question, now)| {
            let was = last.answers.get(question).filter(|was| *was != now)?;
            let ages = self.rulebook.questions[question].onset;
            (!ages && case.may_apply(question)).then_some(Change { question, was, now })
        });
        changes.collect()
    }

    /// What is expected, each once: of the first check it is made of, so that checking often leaves no
    /// more time.
    fn expected(&self, case: &Case) -> Vec<Expected> {
        let expectations = self.rulebook.expect_by.enumerated();
        let expected = expectations.filter_map(|(index, expectation)| {
            let made = self.checks.iter();
            let made = made.filter(|judged| judged.expected.contains(&index));
            let mut made = made.map(|judged| &judged.check);
            let earlier =
                made.find(|check| !is_elsewhere(self.rulebook, &check.answers, case.answers()))?;
            let within = i32::try_from(expectation.within_days).unwrap_or(i32::MAX);
            Some(Expected {
                expectation: index,
                due: within - earlier.days,
                is_better: is_better(expectation, earlier, case),
            })
        });
        expected.collect()
    }
}

/// Whether it is known to be better than at an earlier check.
fn is_better(expectation: &Expectation, then: &Earlier, case: &Case) -> bool {
    let is_less = |question: &QuestionIndex| {
        let QuestionKind::Number { min, .. } = case.rulebook().questions[*question].kind else {
            return true;
        };
        match (then.answers.get(*question), case.answers().get(*question)) {
            (Some(Answer::Number(then)), Some(Answer::Number(now))) => {
                now.base() < then.base() || now.base() == min.base()
            }
            // Who knew it then and does not now cannot say that it is less.
            (Some(Answer::Number(_)), Some(_)) => false,
            _ => true,
        }
    };
    case.holds(&expectation.better) && expectation.less.iter().all(is_less)
}

/// Whether it goes the way it should. Getting better hides no danger sign.
fn going(now: TriageLevel, then: TriageLevel, expected: &[Expected]) -> Option<Going> {
    let open = expected.iter().filter(|one| !one.is_better);
    match open.map(|one| one.due).min() {
        _ if now > then => Some(Going::MoreUrgent),
        _ if now.is_urgent() || expected.is_empty() => None,
        None => Some(Going::AsItShould),
        Some(due) if due <= 0 => Some(Going::NotBetter),
        Some(_) => Some(Going::TooEarly),
    }
}
