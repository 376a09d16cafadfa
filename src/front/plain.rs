//! The plain front end: numbered lines out, typed lines in. Nothing is ever chosen by default.

use std::io::{self, IsTerminal as _};

use super::entry;
use super::lines::{Line, Lines};
use super::page::Page;
use super::signals::Watch;
use super::{Asked, Choice, Reply, Review, typed};
use crate::answers::grammar::{NONE_WORDS, NOT_SURE_WORDS};
use crate::quantity::Unit;
use crate::rulebook::{Kind, Question};

/// The columns that the number of an answer takes in the review.
const NUMBER: usize = 5;

/// Asks by typed lines.
#[derive(Debug)]
pub(super) struct Plain<'p> {
    pub(super) page: &'p Page,
    pub(super) watch: &'p Watch,
    pub(super) lines: Lines,
    pub(super) bare_distance: Option<Unit>,
    /// Whether lines are typed key by key.
    pub(super) by_key: bool,
}

impl Plain<'_> {
    /// Asks a question until a line makes sense.
    pub(super) fn ask(&mut self, asked: &Asked) -> io::Result<Reply> {
        let question = asked.question;
        self.page.blank()?;
        self.page.lines(&self.page.question(asked))?;
        for (number, choice) in question.kind.choices().iter().enumerate() {
            self.page
                .hanging(&format!("{:>4}  ", number + 1), &choice.text)?;
        }
        if let Kind::Checklist(_) = question.kind {
            self.page.hanging("   0  ", NONE_WORDS)?;
        }
        self.page.hanging("   n  ", NOT_SURE_WORDS)?;
        self.page.paragraph(&self.how_to_answer(question))?;
        // Ticks that are no answer yet do not become one by Enter alone.
        let earlier = asked.earlier.filter(|_| asked.unfinished.is_none());
        let bare = self.bare_distance;
        self.read(|line| match earlier {
            Some(answer) if line.trim().is_empty() => Ok(Reply::Answer(answer)),
            _ => entry::read(question, line, bare),
        })
    }

    /// Shows the answers until a line makes sense.
    pub(super) fn review(&mut self, review: &Review) -> io::Result<Choice> {
        let page = self.page;
        page.blank()?;
        page.lines(&page.review(review.interview))?;
        for (number, answer) in (1..).zip(review.answers(page.width() - NUMBER)) {
            page.hanging(&format!("{number:>3}  "), &answer)?;
        }
        page.paragraph("Enter: see the result. A number: change that answer. Or: b back, q stop.")?;
        let places = &review.answered;
        self.read(|line| match line.trim().to_lowercase().as_str() {
            "" => Ok(Choice::Result),
            "b" | "back" | "\u{1b}" => Ok(Reply::Back.into()),
            "q" | "quit" => Ok(Reply::Leave.into()),
            "?" => Err(
                "Here you can look over your answers before you see what they mean. \
                 Press Enter to see the result, or type the number of one to change."
                    .to_owned(),
            ),
            line => (line.parse::<usize>().ok())
                .and_then(|number| places.get(number.checked_sub(1)?))
                .map(|place| Choice::Change(*place))
                .ok_or_else(|| {
                    format!("Press Enter, or type a number from 1 to {}.", places.len())
                }),
        })
    }

    /// Reads lines until one makes sense; says what is wrong with the others.
    pub(super) fn read<R: From<Reply>>(
        &mut self,
        understand: impl Fn(&str) -> Result<R, String>,
    ) -> io::Result<R> {
        loop {
            match self.line()? {
                Line::Text(line) => match understand(&line) {
                    Ok(reply) => return Ok(reply),
                    Err(message) => self.page.paragraph(&message)?,
                },
                Line::End => return Ok(Reply::Leave.into()),
                Line::Interrupted(signal) => return Ok(Reply::Interrupted(signal).into()),
            }
        }
    }

    fn line(&mut self) -> io::Result<Line> {
        if self.by_key {
            return typed::line(&self.page.term, self.page.width(), self.watch);
        }
        self.page.term.write_str("> ")?;
        let line = self.lines.next(self.watch)?;
        let is_typed = io::stdin().is_terminal();
        if !is_typed || !matches!(line, Line::Text(_)) {
            // Nobody has pressed Enter, so the cursor still stands behind the `> `.
            self.page.blank()?;
        }
        Ok(line)
    }

    fn how_to_answer(&self, question: &Question) -> String {
        let answer = match &question.kind {
            Kind::Choice(_) => "One number".to_owned(),
            Kind::Checklist(_) => "All numbers that are true, such as 1,2".to_owned(),
            Kind::Number {
                dimension,
                min,
                max,
            } => {
                let units = dimension.unit_names().join(", ");
                let bare = (self.bare_distance)
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
        };
        let back = if self.by_key { "Esc" } else { "b" };
        format!("{answer}. Or: ? why, {back} back, q stop.")
    }
}
