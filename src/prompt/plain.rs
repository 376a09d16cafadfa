//! The plain front end: numbered lines out, typed lines in. Nothing is ever chosen by default.

use std::io::{self, IsTerminal as _};

use super::entry;
use super::lines::{Line, Lines};
use super::page::Page;
use super::signals::Watch;
use super::{Asked, Reply};
use crate::quantity::Unit;
use crate::rulebook::{Kind, Question};

/// Asks by typed lines.
#[derive(Debug)]
pub(super) struct Plain<'p> {
    pub(super) page: &'p Page,
    pub(super) watch: &'p Watch,
    pub(super) lines: Lines,
    pub(super) bare_distance: Option<Unit>,
}

impl Plain<'_> {
    /// Asks a question until a line makes sense.
    pub(super) fn ask(&mut self, asked: &Asked) -> io::Result<Reply> {
        let question = asked.question;
        self.page.question(asked)?;
        for (number, choice) in question.kind.choices().iter().enumerate() {
            self.page
                .hanging(&format!("{:>4}  ", number + 1), &choice.text)?;
        }
        if let Kind::Checklist(_) = question.kind {
            self.page.hanging("   0  ", "None of these")?;
        }
        self.page.hanging("   n  ", "Not sure")?;
        self.page.paragraph(&self.how_to_answer(question))?;
        // Ticks that are no answer yet do not become one by Enter alone.
        let earlier = asked.earlier.filter(|_| asked.unfinished.is_none());
        let bare = self.bare_distance;
        self.read(|line| match earlier {
            Some(answer) if line.trim().is_empty() => Ok(Reply::Answer(answer)),
            _ => entry::read(question, line, bare),
        })
    }

    /// Reads lines until one makes sense; says what is wrong with the others.
    pub(super) fn read<R: From<Reply>>(
        &mut self,
        understand: impl Fn(&str) -> Result<R, String>,
    ) -> io::Result<R> {
        loop {
            self.page.term.write_str("> ")?;
            let line = self.lines.next(self.watch)?;
            let is_typed = io::stdin().is_terminal();
            if !is_typed || !matches!(line, Line::Text(_)) {
                // Nobody has pressed Enter, so the cursor still stands behind the `> `.
                self.page.blank()?;
            }
            match line {
                Line::Text(line) => match understand(&line) {
                    Ok(reply) => return Ok(reply),
                    Err(message) => self.page.paragraph(&message)?,
                },
                Line::End => return Ok(Reply::Leave.into()),
                Line::Interrupted(signal) => return Ok(Reply::Interrupted(signal).into()),
            }
        }
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
        format!("{answer}. Or: ? why, b back, q stop.")
    }
}
