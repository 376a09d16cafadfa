//! The front end of lists to move in. Numbers, and everything in a tiny window, are typed.

use std::io;

use super::by_line::ByLine;
use super::line_editor::line;
use super::menu::{Chosen, MARK, Menu, choose};
use super::page::{Page, hang};
use super::question_list::{Doubt, ListEvent, QuestionList};
use super::{EndReason, Event, FrontEnd, Prompt, Review};
use crate::answer::Answer;
use crate::quantity::Unit;
use crate::system::SignalGuard;
use crate::system::keys::{Input, Keyboard};

/// Asks by single keys.
pub(super) struct Lists<'p> {
    page: &'p Page,
    guard: &'p SignalGuard,
    by_line: ByLine<'p>,
}

impl<'p> Lists<'p> {
    pub(super) fn new(page: &'p Page, guard: &'p SignalGuard, bare: Option<Unit>) -> Self {
        Lists {
            page,
            guard,
            by_line: ByLine {
                page,
                bare,
                back: "Esc",
                is_strict: false,
            },
        }
    }

    /// Asks by a list. None if there is no room for one.
    fn ask_by_list(
        &self,
        list: &mut QuestionList,
        height: usize,
        keyboard: &mut Keyboard,
    ) -> io::Result<Option<Event>> {
        let mut height = height;
        loop {
            list.draw(height)?;
            let event = match keyboard.next()? {
                Input::Key(key) => list.press(&key),
                // Nobody pastes an answer into a list.
                Input::Pasted(_) => ListEvent::Stay,
                Input::Redraw => {
                    list.view.clear_screen()?;
                    match self.page.height() {
                        Some(now) => height = now,
                        None => return Ok(None),
                    }
                    ListEvent::Stay
                }
                // The list stays where it is.
                Input::End(signal) => return Ok(Some(Event::End(signal.into()))),
            };
            let event = match event {
                ListEvent::Confirm(doubt) => {
                    list.view.erase()?;
                    self.confirm(list, &doubt, keyboard)?
                }
                event => event,
            };
            if let ListEvent::Event(event) = event {
                list.view.erase()?;
                return Ok(Some(event));
            }
        }
    }

    fn confirm(
        &self,
        list: &mut QuestionList,
        doubt: &Doubt,
        keyboard: &mut Keyboard,
    ) -> io::Result<ListEvent> {
        let menu = || Menu {
            head: hang("", &doubt.question, self.page.width()),
            rows: doubt.answers.map(str::to_owned).to_vec(),
        };
        let chosen = choose(self.page, self.guard, keyboard, doubt.default, &menu)?;
        Ok(match chosen {
            Chosen::Row(row) => list.resolve(doubt, row),
            Chosen::End(reason) => ListEvent::Event(Event::End(reason)),
            Chosen::Nothing | Chosen::NoRoom => ListEvent::Stay,
        })
    }

    /// Shows why a question is asked, until a key is pressed.
    fn explain(&self, prompt: &Prompt, keyboard: &mut Keyboard) -> io::Result<Option<EndReason>> {
        let term = &self.page.term;
        loop {
            let mut lines = self.page.ask(prompt);
            lines.extend(self.page.why(prompt));
            lines.push("Enter: back to the question.".to_owned());
            self.page.lines(&lines)?;
            let input = keyboard.next()?;
            if input == Input::Redraw || lines.len() >= term.size().0.into() {
                term.clear_screen()?;
            } else {
                term.clear_last_lines(lines.len())?;
            }
            match input {
                Input::Key(_) => return Ok(None),
                Input::Pasted(_) | Input::Redraw => {}
                Input::End(signal) => return Ok(Some(signal.into())),
            }
        }
    }
}

impl FrontEnd for Lists<'_> {
    fn ask(&mut self, prompt: &Prompt, ticks: &mut Option<Answer>) -> io::Result<Event> {
        let mut keyboard = Keyboard::begin(self.guard)?;
        let mut typed = String::new();
        let mut list = QuestionList::new(self.page, prompt, *ticks);
        loop {
            let event = if let (Some(list), Some(height)) = (&mut list, self.page.height()) {
                let event = self.ask_by_list(list, height, &mut keyboard)?;
                *ticks = list.unfinished();
                if let Some(Event::Answer(_)) = event {
                    self.page.lines(&self.page.lead(prompt))?;
                    self.page.lines(&self.page.ask(prompt))?;
                }
                event
            } else {
                let mut reader = |page: &Page| line(page, &mut keyboard, &mut typed);
                let event = self.by_line.ask(prompt, *ticks, &mut reader)?;
                if event.is_none() {
                    self.page.term.clear_screen()?;
                }
                event
            };
            match event {
                Some(Event::Why) => {
                    if let Some(reason) = self.explain(prompt, &mut keyboard)? {
                        return Ok(Event::End(reason));
                    }
                }
                Some(event) => return Ok(event),
                None => {}
            }
        }
    }

    fn review(&mut self, review: &Review) -> io::Result<Event> {
        let (page, guard) = (self.page, self.guard);
        let mut keyboard = Keyboard::begin(guard)?;
        let answers = || {
            let change = "To change an answer, go to it and press Enter.";
            let mut menu = Menu {
                head: page.review(review.interview),
                rows: vec!["See the result".to_owned()],
            };
            menu.head.extend(hang("", change, page.width()));
            menu.rows.extend(review.answers(page.width() - MARK));
            menu
        };
        let leave = || Menu {
            head: hang("", "Go back, or stop here?", page.width()),
            rows: vec![
                "Go back to the last question".to_owned(),
                "Stop, and print the command that goes on from here".to_owned(),
            ],
        };
        loop {
            match choose(page, guard, &mut keyboard, Some(0), &answers)? {
                Chosen::Row(0) => return Ok(Event::End(EndReason::Finished)),
                Chosen::Row(row) => return Ok(Event::Change(review.answered[row - 1])),
                Chosen::End(reason) => return Ok(Event::End(reason)),
                Chosen::NoRoom => {
                    let mut reader = |page: &Page| line(page, &mut keyboard, &mut String::new());
                    if let Some(event) = self.by_line.review(review, &mut reader)? {
                        return Ok(event);
                    }
                    page.term.clear_screen()?;
                }
                Chosen::Nothing => match choose(page, guard, &mut keyboard, Some(0), &leave)? {
                    Chosen::Row(0) => return Ok(Event::Back),
                    Chosen::Row(_) => return Ok(Event::End(EndReason::Left)),
                    Chosen::End(reason) => return Ok(Event::End(reason)),
                    Chosen::Nothing | Chosen::NoRoom => {}
                },
            }
        }
    }
}
