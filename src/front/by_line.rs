//! Asking by numbered lines out and one typed line in, wherever that line comes from.

use std::io;

use super::page::Page;
use super::{EndReason, Event, Prompt, answers, parse_line};
use crate::answer::Answer;
use crate::answers::grammar::{NONE_WORDS, NOT_SURE_WORDS};
use crate::interview::Interview;
use crate::quantity::Unit;
use crate::rulebook::{Question, QuestionKind};

const ABOUT_REVIEW: &str = "Here you can look over your answers before you see what they mean. \
                            Press Enter to see the result, or type the number of one to change.";

/// Longer lines are no answer; the rest of them is not kept in memory.
pub(super) const LONGEST: usize = 1024;

/// What came of waiting for a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, without its end.
    Text(String),
    /// Ask again: the screen is no longer what it was.
    Redraw,
    /// There will be no more lines.
    End(EndReason),
}

/// How lines are asked for.
pub(super) struct ByLine<'p> {
    pub(super) page: &'p Page,
    /// The unit of a distance typed without one.
    pub(super) bare: Option<Unit>,
    /// The key or word that goes back.
    pub(super) back: &'static str,
    /// Whether a line that is no answer ends the interview.
    pub(super) is_strict: bool,
}

/// Reads lines.
pub(super) type Reader<'r> = &'r mut dyn FnMut() -> io::Result<Line>;

impl ByLine<'_> {
    /// Asks a question until a line makes sense. None if it has to be asked again.
    pub(super) fn ask(
        &self,
        prompt: &Prompt,
        ticks: Option<Answer>,
        reader: Reader,
    ) -> io::Result<Option<Event>> {
        let (page, question) = (self.page, prompt.question);
        page.blank()?;
        page.lines(&page.progress(prompt))?;
        page.lines(&page.strong(&question.ask))?;
        for (number, choice) in (1..).zip(question.kind.choices()) {
            page.hanging(&format!("{number:>4}  "), &choice.text)?;
        }
        if let QuestionKind::Checklist(_) = question.kind {
            page.hanging("   0  ", NONE_WORDS)?;
        }
        page.hanging("   u  ", NOT_SURE_WORDS)?;
        page.lines(&page.before(prompt, ticks, true))?;
        let (answer, others) = (self.what_to_type(question), prompt.other_keys(self.back));
        page.paragraph(&format!("{answer}. Or: {others}."))?;
        self.read(reader, |line| self.read_answer(prompt, ticks, line))
    }

    /// What a line at a question comes to.
    ///
    /// # Errors
    /// When it is no answer, with what would be one.
    pub(super) fn read_answer(
        &self,
        prompt: &Prompt,
        ticks: Option<Answer>,
        line: &str,
    ) -> Result<Event, String> {
        match prompt.earlier {
            // Ticks that are no answer yet do not become one by Enter alone.
            Some(answer) if line.trim().is_empty() && ticks.is_none() => Ok(Event::Answer(answer)),
            _ => match parse_line::read(prompt.question, line, self.bare)? {
                Event::Back if prompt.interview.is_at_first() => Err(parse_line::FIRST.to_owned()),
                event => Ok(event),
            },
        }
    }

    /// Says how an answer was understood.
    pub(super) fn answered(
        &self,
        question: &Question,
        answer: Answer,
        dropped: &[&str],
    ) -> io::Result<()> {
        self.page.hanging("  = ", &question.words(answer))?;
        for short in dropped {
            self.page.hanging("  ", &Page::dropped(short))?;
        }
        Ok(())
    }

    /// Shows the answers until a line makes sense. None if they have to be shown again.
    pub(super) fn review(
        &self,
        interview: &Interview,
        reader: Reader,
    ) -> io::Result<Option<Event>> {
        let page = self.page;
        page.blank()?;
        page.lines(&page.review(interview))?;
        let answers = answers(interview);
        for (number, (_, question, said)) in (1..).zip(&answers) {
            let (number, said) = (
                format!("{number:>3}  "),
                format!("{}: {said}", question.short),
            );
            page.hanging(&number, &said)?;
        }
        page.paragraph("Enter: see the result. A number: change that answer. Or: b back, q stop.")?;
        self.read(reader, |line| {
            let line = line.trim().to_lowercase();
            let number = line.parse::<usize>().ok();
            let changed = number.and_then(|number| answers.get(number.checked_sub(1)?));
            match (parse_line::word(&line), changed) {
                (Some(Event::Why | Event::Effects), _) => Err(ABOUT_REVIEW.to_owned()),
                (Some(event @ (Event::Back | Event::End(_))), _) => Ok(event),
                (_, Some((index, ..))) => Ok(Event::Change(*index)),
                _ if line.is_empty() => Ok(Event::End(EndReason::Finished)),
                _ => {
                    let count = answers.len();
                    Err(format!("Press Enter, or type a number from 1 to {count}."))
                }
            }
        })
    }

    /// Reads lines until one makes sense; says what is wrong with the others.
    fn read(
        &self,
        reader: Reader,
        understand: impl Fn(&str) -> Result<Event, String>,
    ) -> io::Result<Option<Event>> {
        loop {
            let message = match reader()? {
                Line::Text(line) => match understand(&line) {
                    Ok(event) => return Ok(Some(event)),
                    Err(message) => message,
                },
                Line::Redraw => return Ok(None),
                Line::End(reason) => return Ok(Some(Event::End(reason))),
            };
            self.page.paragraph(&message)?;
            if self.is_strict {
                return Ok(Some(Event::End(EndReason::BadLine)));
            }
        }
    }

    /// What answers a question, besides *not sure*.
    pub(super) fn what_to_type(&self, question: &Question) -> String {
        match &question.kind {
            QuestionKind::Choice(_) => "One number".to_owned(),
            QuestionKind::Checklist(_) => "All numbers that are true, such as 1,2".to_owned(),
            QuestionKind::Number {
                dimension,
                min,
                max,
            } => {
                let units = dimension.unit_names().join(", ");
                let bare = (self.bare)
                    .filter(|unit| unit.dimension() == *dimension)
                    .or(dimension.default_unit());
                match bare.map(Unit::name) {
                    Some("") => format!("A number from {min} to {max}"),
                    Some(bare) => {
                        format!("A number of {bare}, or with {units}; from {min} to {max}")
                    }
                    None => format!(
                        "A number with its unit, such as 450 mi or 720 km; from {min} to {max}"
                    ),
                }
            }
        }
    }
}
