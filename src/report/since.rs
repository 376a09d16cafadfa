//! How it has gone since an earlier check: in sentences, and as data.

use serde::Serialize;

use super::{Report, each_once};
use crate::answer::Answer;
use crate::answers::grammar::ticked_choices;
use crate::day::Day;
use crate::follow_up::{Age, Change, Course, Expected, Going};
use crate::index::QuestionIndex;
use crate::rulebook::Question;
use crate::rulebook::expectation::Expectation;
use crate::triage::TriageLevel;

/// The course since the last check of the same soreness.
#[derive(Debug, Clone)]
pub struct Since {
    /// The day of the last check.
    pub date: Day,
    /// How many days ago that was; negative if it lies ahead.
    pub days: i32,
    /// What came of it.
    pub course: Course,
}

/// How it has gone since the last check.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CourseData<'a> {
    /// The day of the last check.
    since: Day,
    /// How many days ago that was; negative if it lies ahead.
    days: i32,
    /// Whether nothing is compared: the day lies ahead or more than 8 weeks back, or it is sore in another
    /// place.
    is_fresh: bool,
    /// Whether that check was made by other rules, so that today's judged it again.
    judged_again: bool,
    /// Whether that check called for help the same day or at once.
    was_urgent: bool,
    /// What is answered otherwise now.
    changes: Vec<ChangedData<'a>>,
    /// Whether it goes the way it should, where that can be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    going: Option<Going>,
    /// What should be better, by when.
    expected: Vec<ExpectedData<'a>>,
    /// The level that follows from what is not better in time. It is in the level of the result.
    at_least: TriageLevel,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ChangedData<'a> {
    question: &'a str,
    /// The answers, as a flag takes them.
    was: String,
    now: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ExpectedData<'a> {
    id: &'a str,
    because: &'a str,
    /// In how many days it should be better; 0 or less if it should be by now.
    due_days: i32,
    better: bool,
}

/// How many changes fit on one screen.
const MOST: usize = 4;

impl<'a> Report<'a> {
    /// The course as data.
    pub(super) fn course_data(&self) -> Option<CourseData<'a>> {
        let Since { date, days, course } = self.since.as_ref()?;
        let questions = &self.rulebook().questions;
        let changes = course.changes.iter().map(|change| {
            let question = &questions[change.question];
            ChangedData {
                question: &question.id,
                was: question.value(change.was),
                now: question.value(change.now),
            }
        });
        let expected = course.expected.iter().map(|expected| {
            let expectation = self.expectation(expected);
            ExpectedData {
                id: &expectation.id,
                because: &expectation.because,
                due_days: expected.due,
                better: expected.is_better,
            }
        });
        Some(CourseData {
            since: *date,
            days: *days,
            is_fresh: course.age != Age::Recent || course.is_elsewhere,
            judged_again: course.is_judged_again,
            was_urgent: course.was_urgent,
            changes: changes.collect(),
            going: course.going,
            expected: expected.collect(),
            at_least: course.at_least,
        })
    }

    fn expectation(&self, expected: &Expected) -> &'a Expectation {
        &self.rulebook().expect_by[expected.expectation]
    }

    /// Why what is not better in time makes for the level of the result.
    pub(super) fn not_better(&self, left_out: &[QuestionIndex]) -> impl Iterator<Item = &'a str> {
        let course = self.since.iter().map(|since| &since.course);
        let missed = course.flat_map(|course| course.expected.iter());
        let missed = missed.filter(|expected| expected.is_missed());
        missed
            .map(|expected| self.expectation(expected))
            .filter(|expectation| expectation.level == self.assessment.level)
            .map(move |expectation| because(expectation, left_out))
    }

    /// Why it has this level, each reason once: danger signs first, then what is not better in time.
    pub(super) fn because(&self) -> Vec<&'a str> {
        let level = self.assessment.level;
        let flags = self.red_flags().filter(move |flag| flag.level == level);
        each_once(flags.map(|flag| &*flag.because).chain(self.not_better(&[])))
    }

    /// What has changed since the last check, each in a few words, how bad it is first; all of it, or what
    /// fits on a screen.
    fn changes(&self, since: &Since, in_short: bool, left_out: &[QuestionIndex]) -> Vec<String> {
        let (mut said, mut others) = (Vec::new(), Vec::new());
        let (mut new, mut gone) = (Vec::new(), Vec::new());
        let changes = since.course.changes.iter();
        let told = changes.filter(|change| !left_out.contains(&change.question));
        for Change { question, was, now } in told {
            let question = &self.rulebook().questions[*question];
            let [before, after] = [*was, *now].map(|answer| question.in_short(answer));
            match (*was, *now, question.highest_score()) {
                (
                    Answer::Ticks { ticked: was, .. },
                    Answer::Ticks {
                        ticked: now,
                        unsure,
                    },
                    _,
                ) => {
                    new.extend(ticked(question, now & !was));
                    gone.extend(ticked(question, was & !now));
                    if unsure {
                        others.push(format!("{}: not sure about the rest now", question.short));
                    }
                }
                (Answer::Number(_), Answer::Number(_), Some(of)) => {
                    let name = question.id.replace('_', " ");
                    said.push(format!("{name} {before} of {of}, now {after}"));
                }
                _ => others.push(format!("{}: {before}, now {after}", question.short)),
            }
        }
        for (word, signs) in [("new", new), ("gone", gone)] {
            if !signs.is_empty() {
                said.push(format!("{word}: {}", signs.join(", ")));
            }
        }
        said.append(&mut others);
        let more = said.len().saturating_sub(MOST);
        if in_short && more > 0 {
            said.truncate(MOST);
            said.push(format!("and {more} more"));
        }
        said
    }

    /// How it has gone, in sentences; empty without an earlier check. What rests on answers to the questions
    /// `left_out` is not told.
    pub(super) fn course(&self, in_short: bool, left_out: &[QuestionIndex]) -> Vec<String> {
        let Some(since) = &self.since else {
            return Vec::new();
        };
        let Since { date, days, course } = since;
        let day = date.words();
        let mut said = Vec::new();
        match course.age {
            Age::Ahead => said.push(format!(
                "The last check is of {day}, which is still to come, so nothing is compared. Is the date of \
                 this machine right?"
            )),
            Age::TooOld => said.push(format!(
                "The last check was {days} days ago. That is too long to compare, so this one stands alone."
            )),
            Age::Recent if course.is_elsewhere => said.push(format!(
                "It is sore in another place than on {day}, so nothing is compared."
            )),
            Age::Recent => {
                let when = match days {
                    0 => "Earlier today".to_owned(),
                    1 => "Yesterday".to_owned(),
                    days => format!("{days} days ago"),
                };
                let changes = self.changes(since, in_short, left_out);
                if course.changes.is_empty() {
                    said.push(format!("{when} all was as it is now."));
                } else if !changes.is_empty() {
                    said.push(format!("{when}: {}.", changes.join("; ")));
                }
            }
        }
        said.extend(self.going(since, left_out));
        if course.is_judged_again {
            said.push(format!(
                "The check of {day} was made with other rules; it is judged again by these."
            ));
        }
        if course.was_urgent {
            said.push(format!(
                "On {day} you were to get medical help. Were you seen? If not, be seen today, even if it \
                 feels better."
            ));
        }
        said
    }

    /// Whether that is how it should go.
    fn going(&self, since: &Since, left_out: &[QuestionIndex]) -> Option<String> {
        let expected = since.course.expected.iter();
        let open = expected.filter(|expected| !expected.is_better);
        let next = open.min_by_key(|expected| expected.due);
        let because = next.map_or("", |next| because(self.expectation(next), left_out));
        let is_missed = next.is_some_and(Expected::is_missed);
        Some(match since.course.going? {
            Going::MoreUrgent if !is_missed || self.assessment.level.is_urgent() => {
                format!("This is more urgent than on {}.", since.date.words())
            }
            Going::MoreUrgent | Going::NotBetter => {
                format!("It should be better by now: {because}.")
            }
            Going::AsItShould => "That is how it should go.".to_owned(),
            Going::TooEarly => {
                let due = next.map_or(0, |next| next.due);
                let by = since.date.after(since.days + due).words();
                format!("It is too early to tell. It should be better by {by}: {because}.")
            }
        })
    }
}

/// Why it should be better, unless that rests on answers that are left out.
fn because<'a>(expectation: &'a Expectation, left_out: &[QuestionIndex]) -> &'a str {
    let mut questions = expectation.better.questions();
    questions.extend(&expectation.less);
    if left_out.iter().any(|question| questions.contains(question)) {
        "for a reason that is left out here"
    } else {
        &expectation.because
    }
}

/// The options of a list that these bits mean, in a word or two.
fn ticked(question: &Question, bits: u64) -> impl Iterator<Item = &str> {
    ticked_choices(question.kind.choices(), bits).map(|choice| &*choice.short)
}
