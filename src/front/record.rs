//! What stands above a question: what this is, and what was answered so far.

use textwrap::core::display_width;

use super::page::{Page, dim, hang};
use crate::answer::Answer;
use crate::index::QuestionIndex;
use crate::interview::Interview;
use crate::rulebook::{Question, Rulebook};

/// Between a short name and what is said of it, and the most columns that both take.
const GAP: usize = 3;
const WIDEST_NAME: usize = 27;

const CUT: &str = "...";

/// The columns of the short names, with the gap behind them.
pub(super) fn name_columns(page: &Page, rulebook: &Rulebook) -> usize {
    let names = rulebook.questions.iter();
    let names = names.map(|question| display_width(&question.short) + GAP);
    let longest = names.max().unwrap_or(GAP);
    longest.min(WIDEST_NAME).min(page.width() / 2)
}

/// A short name, filled up to its columns.
pub(super) fn name(question: &Question, columns: usize) -> String {
    let short = &question.short;
    let gap = columns.saturating_sub(display_width(short)).max(1);
    format!("{short}{}", " ".repeat(gap))
}

/// Questions with their answers, and what was taken back, in dim lines.
pub(super) fn record(
    page: &Page,
    interview: &Interview,
    questions: &[QuestionIndex],
) -> Vec<Vec<String>> {
    let case = interview.case();
    let columns = name_columns(page, case.rulebook());
    let lines = |index: QuestionIndex, answer: Answer, note: &str| {
        let question = &case.rulebook().questions[index];
        let answer = format!("{}{note}", question.in_short(answer));
        hang(&name(question, columns), &answer, page.width())
    };
    let mut record = Vec::new();
    for index in questions {
        let undone = interview.taken_back().iter().filter(|(of, _)| of == index);
        record.extend(undone.map(|(_, was)| lines(*index, *was, " (taken back)")));
        let answer = case.answers().get(*index);
        record.extend(answer.map(|answer| lines(*index, answer, "")));
    }
    record
}

/// What stands above a question.
pub(super) struct Lead {
    greeting: [Vec<String>; 2],
    /// Of each answer a line.
    record: Vec<String>,
}

impl Lead {
    /// Above a question that comes after these.
    pub(super) fn new(page: &Page, interview: &Interview, before: &[QuestionIndex]) -> Self {
        let one_line = |lines: Vec<String>| match &lines[..] {
            [first, _, ..] => {
                let room = page.width().saturating_sub(CUT.len());
                let first = hang("", first, room).swap_remove(0);
                dim(&format!("{first}{CUT}"))
            }
            lines => lines.iter().map(|line| dim(line)).collect(),
        };
        let record = record(page, interview, before);
        Lead {
            greeting: page.greeting(),
            record: record.into_iter().map(one_line).collect(),
        }
    }

    /// Adds a line.
    pub(super) fn add(&mut self, line: &str) {
        self.record.push(dim(line));
    }

    /// As much of it as fits, and a blank line: what it is before the latest answers, and these before
    /// the others.
    pub(super) fn fit(&self, room: usize) -> Vec<String> {
        let [title, how] = &self.greeting;
        let room = room.saturating_sub(1);
        if room < title.len() {
            return Vec::new();
        }
        let mut lines = title.clone();
        if room >= title.len() + how.len() + self.record.len() {
            lines.extend_from_slice(how);
        }
        let fit = self.record.len().min(room - title.len());
        lines.extend_from_slice(&self.record[self.record.len() - fit..]);
        lines.push(String::new());
        lines
    }
}
