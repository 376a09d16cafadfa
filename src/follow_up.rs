//! A later check of the same soreness: which old answers still stand, what has changed since, and whether
//! that is how it should go.
//!
//! Pure: what day it is comes in as the number of days since a check. A later check is judged by its own
//! answers alone; an earlier one can only raise the level, and never above
//! [`Expectation::MOST`](crate::rulebook::expectation::Expectation::MOST).

mod carry;
mod course;

use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::assess::{Assessment, Engine};
use crate::index::{IndexVec, QuestionIndex};
use crate::rulebook::Rulebook;
use crate::rulebook::expectation::Expectation;
use crate::triage::TriageLevel;

pub use carry::Carried;
use course::Judged;
pub use course::{Change, Course, Expected, Going};

/// An earlier check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// How many days ago it was; negative if its day lies ahead.
    pub days: i32,
    /// Its answers, as far as the rules of today take them.
    pub answers: Answers,
    /// The level that was told then.
    pub level: TriageLevel,
    /// Whether the rules of today told it.
    pub same_rules: bool,
}

impl Earlier {
    /// Whether its day allows a comparison.
    #[must_use]
    pub fn age(&self) -> Age {
        match u32::try_from(self.days) {
            Err(_) => Age::Ahead,
            Ok(days) if days > Expectation::MOST_DAYS => Age::TooOld,
            Ok(_) => Age::Recent,
        }
    }
}

/// How long ago a check was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Its day lies ahead, so some clock is wrong.
    Ahead,
    /// At most 8 weeks ago.
    Recent,
    /// Longer ago than what can be compared.
    TooOld,
}

/// The earlier checks of one soreness, before it is checked again.
#[derive(Debug, Clone)]
pub struct FollowUp<'r> {
    rulebook: &'r Rulebook,
    checks: Vec<Judged>,
    carried: IndexVec<QuestionIndex, Carried>,
    watched: Vec<QuestionIndex>,
}

impl<'r> FollowUp<'r> {
    /// After these checks of the same soreness, the latest one last.
    #[must_use]
    pub fn new(engine: &mut Engine<'r>, earlier: Vec<Earlier>) -> Self {
        let rulebook = engine.rulebook();
        let last = earlier.last().filter(|last| last.age() == Age::Recent);
        let carried = carry::carry(rulebook, last);
        let checks = earlier.into_iter();
        let checks = checks.map(|check| Judged::new(engine, check)).collect();
        let mut follow_up = FollowUp {
            rulebook,
            checks,
            carried,
            watched: Vec::new(),
        };
        follow_up.watched = follow_up.find_watched();
        follow_up
    }

    /// What becomes of the old answer to a question.
    #[must_use]
    pub fn carried(&self, question: QuestionIndex) -> Carried {
        self.carried[question]
    }

    /// The old answers that stand without being asked for.
    pub fn standing(&self) -> impl Iterator<Item = (QuestionIndex, Answer)> + '_ {
        let carried = self.carried.enumerated();
        carried.filter_map(|(question, carried)| Some((question, carried.standing()?)))
    }

    /// The questions that tell whether it is the same place and whether it is better; they are asked
    /// wherever they apply.
    pub(crate) fn watched(&self) -> &[QuestionIndex] {
        &self.watched
    }

    /// Today's answers assessed, with how it has gone. What is not better in time raises the level;
    /// nothing lowers it.
    pub fn assess(&self, engine: &mut Engine, case: &Case) -> (Assessment, Option<Course>) {
        let course = self.course(engine, case);
        let level = course
            .as_ref()
            .map_or(TriageLevel::SelfCare, |course| course.at_least);
        let assessment = engine.assess_at_least(case.answers(), level);
        (assessment, course)
    }

    /// Whether it is sore in another place than at the last check. Then nothing is compared, and no old
    /// answer stands.
    #[must_use]
    pub fn is_elsewhere(&self, answers: &Answers) -> bool {
        let last = self.checks.last().map(|last| &last.check.answers);
        last.is_some_and(|then| is_elsewhere(self.rulebook, then, answers))
    }
}

/// Whether two checks tell different places.
fn is_elsewhere(rulebook: &Rulebook, then: &Answers, now: &Answers) -> bool {
    let mut questions = rulebook.questions.enumerated();
    questions.any(|(index, question)| {
        let sure = |answers: &Answers| answers.get(index).filter(|one| *one != Answer::NotSure);
        let places = sure(then).zip(sure(now));
        question.tells_place() && places.is_some_and(|(then, now)| then != now)
    })
}
