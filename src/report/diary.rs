//! What a diary holds: as a list, one check of it, a drawing over time, and as data.

use serde::Serialize;

use super::FORMAT;
use super::document::Document;
use crate::diary::{Diary, Entry, LineFault};
use crate::quantity::{Dimension, Quantity};
use crate::rulebook::{Question, Rulebook};
use crate::text::counted;
use crate::triage::TriageLevel;

/// The parts of a bar.
const PARTS: usize = 8;

/// A diary, in the words of today's rules.
#[derive(Debug, Clone, Copy)]
pub struct DiaryReport<'d> {
    /// The diary, or a part of it.
    pub diary: &'d Diary,
    /// The rules whose words are used. An older check may have been made by others.
    pub rulebook: &'d Rulebook,
}

/// A check in a picture over time: how much of its bars is full, and the words for them.
pub(super) struct Course<'d> {
    pub(super) day: String,
    pub(super) score: (usize, String),
    pub(super) level: (usize, &'d str),
}

/// What a diary holds.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiaryData<'d> {
    /// Number of this data format.
    format: u32,
    /// Version of the program.
    soreleg: &'static str,
    /// The checks, in the order they were kept.
    checks: Vec<CheckData<'d>>,
    /// What is wrong with other lines.
    faults: &'d [LineFault],
}

/// A check that was kept.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CheckData<'d> {
    /// Its line in the file, by which it is shown and forgotten.
    number: usize,
    #[serde(flatten)]
    entry: &'d Entry,
}

impl<'d> DiaryReport<'d> {
    /// The report as data.
    #[must_use]
    pub fn data(&self) -> DiaryData<'d> {
        let checks = self.diary.entries.iter();
        let checks = checks.map(|(number, entry)| CheckData {
            number: *number,
            entry,
        });
        DiaryData {
            format: FORMAT,
            soreleg: env!("CARGO_PKG_VERSION"),
            checks: checks.collect(),
            faults: &self.diary.faults,
        }
    }

    /// Every check in a line.
    #[must_use]
    pub fn list(&self) -> Document {
        let mut page = Document::new();
        let checks = counted(self.diary.entries.len(), "check");
        page.heading(format!("Your diary: {checks}"));
        for (number, entry) in &self.diary.entries {
            let (day, episode, title) = (entry.date.words(), &entry.episode, self.title(entry));
            let score = self.score_of(entry);
            let score = score.map_or(String::new(), |(score, of)| {
                format!(", pain {score} of {of}")
            });
            page.paragraph(format!("{number}. {day}, {episode}: {title}{score}"));
        }
        page
    }

    /// All that is known of each check.
    #[must_use]
    pub fn checks(&self) -> Document {
        let mut page = Document::new();
        for (number, entry) in &self.diary.entries {
            self.check(&mut page, *number, entry);
        }
        page
    }

    fn check(&self, page: &mut Document, number: usize, entry: &Entry) {
        let (day, episode) = (entry.date.words(), &entry.episode);
        page.heading(format!("Check {number}: {day}, {episode}"));
        page.verdict(entry.level, self.title(entry));
        let causes = entry.causes.iter().map(|kept| {
            let mut known = self.rulebook.causes.iter();
            let known = known.find(|cause| *cause.id == *kept.id);
            let title = known.map_or(&*kept.id, |cause| &cause.title);
            format!("{title}: {}", kept.strength.words())
        });
        page.list("Causes", causes);
        let known = self.rulebook.questions.iter();
        let known = known.filter_map(|question| {
            let value = entry.answers.get(&*question.id)?;
            let answer = question.parse_data(value, None).ok();
            let words = answer.map_or(value.clone(), |answer| question.words(answer));
            Some(format!("{}: {words}", question.short))
        });
        // Other rules may have asked for more.
        let other = entry.answers.iter();
        let other = other.filter(|(id, _)| self.rulebook.question(id).is_none());
        let other = other.map(|(id, value)| format!("{id}: {value}"));
        page.list("Answers", known.chain(other));
        let version = entry.rules.version.as_deref();
        let version = version.map_or(String::new(), |version| format!(" {version}"));
        let differs = *entry.rules.sha256 != *self.rulebook.sha256;
        let differs = if differs { ", not those of today" } else { "" };
        page.line("");
        page.hint(format!(
            "By soreleg {}, rules{version} `{}`{differs}",
            entry.soreleg, entry.rules.sha256
        ));
    }

    /// The question for how bad it is, and for each check the day, that answer, and how urgent it was.
    pub(super) fn course(&self) -> (Option<&'d Question>, Vec<Course<'d>>) {
        let most = TriageLevel::Emergency as usize + 1;
        let entries = self.diary.entries.iter();
        let course = entries.map(|(_, entry)| Course {
            day: entry.date.words(),
            score: match self.score_of(entry) {
                Some((score, of)) => {
                    let eighths = (score * PARTS).div_ceil(of.max(1)).min(PARTS);
                    (eighths, format!("{score} of {of}"))
                }
                None => (0, "not said".to_owned()),
            },
            level: ((entry.level as usize + 1) * PARTS / most, self.title(entry)),
        });
        (self.score().map(|(question, _)| question), course.collect())
    }

    /// How bad and how urgent one soreness was each time, as bars below each other.
    #[must_use]
    pub fn chart(&self) -> Document {
        let mut page = Document::new();
        if let Some((_, entry)) = self.diary.entries.first() {
            let checks = counted(self.diary.entries.len(), "check");
            page.heading(format!("{}: {checks}", entry.episode));
        }
        let (question, course) = self.course();
        if let Some(question) = question {
            page.label(&question.short);
            for Course { day, score, .. } in &course {
                page.bar(day, score.0, &score.1);
            }
        }
        page.label("How urgent");
        for Course { day, level, .. } in course {
            page.bar(day, level.0, level.1);
        }
        page
    }

    fn title(&self, entry: &Entry) -> &'d str {
        &self.rulebook.level(entry.level).title
    }

    /// The question for how bad it is, and the highest score.
    fn score(&self) -> Option<(&'d Question, Quantity)> {
        let mut questions = self.rulebook.questions.iter();
        questions.find_map(|question| Some((question, question.highest_score()?)))
    }

    /// How bad it was, and the highest score there is.
    fn score_of(&self, entry: &Entry) -> Option<(usize, usize)> {
        let (question, highest) = self.score()?;
        let score = Quantity::parse(entry.answers.get(&*question.id)?, Dimension::Count, None);
        Some((whole(score.ok()?)?, whole(highest)?))
    }
}

fn whole(score: Quantity) -> Option<usize> {
    usize::try_from(score.base() / 1000).ok()
}
