//! The front end of single keys: lists to move in, and a line for a number. In a tiny window lines are
//! typed.

use std::io;

use console::Key;

use super::by_line::{ByLine, Line};
use super::canvas::Canvas;
use super::line_editor::{edit, line};
use super::menu::{Chosen, choose};
use super::page::{Page, hang};
use super::question_list::{Doubt, ListEvent, QuestionList};
use super::record::{Lead, name, name_columns, record};
use super::view::{Frame, ListView};
use super::{Event, FrontEnd, Prompt, answers};
use crate::answer::Answer;
use crate::index::QuestionIndex;
use crate::interview::Interview;
use crate::quantity::Unit;
use crate::rulebook::Question;
use crate::system::SignalGuard;
use crate::system::keys::{Input, Keyboard};

const RESULT: &str = "See the result";
const REVIEW_KEYS: &str = "Up, Down; Enter: change it. b back, q stop";

/// Asks by single keys.
pub(super) struct Lists<'p> {
    page: &'p Page,
    guard: &'p SignalGuard,
    by_line: ByLine<'p>,
    canvas: Canvas<'p>,
    /// What fell away with the last answer.
    dropped: Vec<String>,
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
            canvas: Canvas::new(page),
            dropped: Vec::new(),
        }
    }

    fn lead(&self, interview: &Interview, before: &[QuestionIndex]) -> Lead {
        let mut lead = Lead::new(self.page, interview, before);
        for short in &self.dropped {
            lead.add(&Page::dropped(short));
        }
        lead
    }

    /// Asks by a list. None if there is no room for one.
    fn ask_by_list(
        &mut self,
        list: &mut QuestionList,
        prompt: &Prompt,
        keyboard: &mut Keyboard,
    ) -> io::Result<Option<Event>> {
        while let Some(height) = self.page.height() {
            let lead = self.lead(prompt.interview, prompt.before());
            list.draw(&mut self.canvas, &lead, height)?;
            let event = match keyboard.next()? {
                Input::Key(key) => list.press(&key),
                // Nobody pastes an answer into a list.
                Input::Pasted(_) => ListEvent::Stay,
                Input::Redraw => {
                    self.canvas.clear_screen()?;
                    ListEvent::Stay
                }
                Input::End(signal) => ListEvent::Event(Event::End(signal.into())),
            };
            let event = match event {
                ListEvent::Confirm(doubt) => self.confirm(list, &doubt, keyboard)?,
                event => event,
            };
            if let ListEvent::Event(event) = event {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    fn confirm(
        &mut self,
        list: &mut QuestionList,
        doubt: &Doubt,
        keyboard: &mut Keyboard,
    ) -> io::Result<ListEvent> {
        self.canvas.erase()?;
        let page = self.page;
        let head = || hang("", &doubt.question, page.width());
        let answers = &doubt.answers;
        let chosen = choose(page, self.guard, keyboard, doubt.default, &head, answers)?;
        Ok(match chosen {
            Chosen::Row(row) => list.resolve(doubt, row),
            Chosen::End(reason) => ListEvent::Event(Event::End(reason)),
            Chosen::Nothing | Chosen::NoRoom => ListEvent::Stay,
        })
    }

    /// Asks for a number. None if there is no room for more than lines.
    fn ask_for_number(
        &mut self,
        prompt: &Prompt,
        typed: &mut String,
        keyboard: &mut Keyboard,
    ) -> io::Result<Option<Event>> {
        let page = self.page;
        let mut complaint = String::new();
        while let Some(height) = page.height() {
            let mut lines = page.head(prompt, None, true);
            lines.extend(page.complaint(&complaint));
            let answer = self.by_line.what_to_type(prompt.question);
            let others = prompt.other_keys(self.by_line.back);
            lines.extend(page.dim(&format!("{answer}. Or: u not sure, {others}.")));
            let lead = self.lead(prompt.interview, prompt.before());
            let mut all = lead.fit(height.saturating_sub(lines.len() + 1));
            all.append(&mut lines);
            self.canvas.draw_entry(&all, typed)?;
            match edit(&keyboard.next()?, typed) {
                None => {}
                Some(Line::Redraw) => self.canvas.clear_screen()?,
                Some(Line::End(reason)) => return Ok(Some(Event::End(reason))),
                Some(Line::Text(line)) => match self.by_line.read_answer(prompt, None, &line) {
                    Ok(event) => return Ok(Some(event)),
                    Err(message) => complaint = message,
                },
            }
        }
        Ok(None)
    }

    /// Shows why a question is asked, and behind a second `?` what each answer would do, until another key
    /// is pressed.
    fn explain(&mut self, prompt: &Prompt, keyboard: &mut Keyboard) -> io::Result<Option<Event>> {
        let page = self.page;
        let (mut in_full, mut top) = (false, 0);
        loop {
            let mut lines = page.strong(&prompt.question.ask);
            let keys = if in_full {
                lines.extend(page.effects(prompt));
                "Any other key: back to the question."
            } else {
                lines.extend(page.why(prompt));
                "? what each answer would do. Any other key: back to the question."
            };
            let mut keys = page.dim(keys);
            let height = usize::from(page.term.size().0);
            let mut room = height.saturating_sub(keys.len() + 1);
            if lines.len() > room {
                keys.splice(0..0, page.dim("Up, Down: read on."));
                room = room.saturating_sub(1).max(1);
            }
            top = top.min(lines.len().saturating_sub(room));
            let mut shown: Vec<String> = lines.into_iter().skip(top).take(room).collect();
            shown.extend(keys);
            self.canvas.draw(&shown)?;
            match keyboard.next()? {
                Input::Key(Key::ArrowDown) => top += 1,
                Input::Key(Key::ArrowUp) => top = top.saturating_sub(1),
                Input::Key(Key::PageDown) => top += room,
                Input::Key(Key::PageUp) => top = top.saturating_sub(room),
                Input::Key(Key::Char('?')) if !in_full => (in_full, top) = (true, 0),
                Input::Key(_) => return Ok(None),
                Input::Pasted(_) => {}
                Input::Redraw => self.canvas.clear_screen()?,
                Input::End(signal) => return Ok(Some(Event::End(signal.into()))),
            }
        }
    }
}

impl FrontEnd for Lists<'_> {
    fn ask(&mut self, prompt: &Prompt, ticks: &mut Option<Answer>) -> io::Result<Event> {
        let page = self.page;
        let mut keyboard = Keyboard::begin(self.guard)?;
        let mut typed = String::new();
        let mut list = QuestionList::new(page, prompt, *ticks);
        loop {
            let event = if page.height().is_none() {
                self.canvas.erase()?;
                let mut reader = || line(page, &mut keyboard, &mut typed);
                let event = self.by_line.ask(prompt, *ticks, &mut reader)?;
                if event.is_none() {
                    self.canvas.clear_screen()?;
                }
                event
            } else if let Some(list) = &mut list {
                let event = self.ask_by_list(list, prompt, &mut keyboard)?;
                *ticks = list.unfinished();
                event
            } else {
                self.ask_for_number(prompt, &mut typed, &mut keyboard)?
            };
            let event = match event {
                Some(Event::Why | Event::Effects) => self.explain(prompt, &mut keyboard)?,
                event => event,
            };
            if let Some(event) = event {
                self.dropped.clear();
                return Ok(event);
            }
        }
    }

    fn answered(
        &mut self,
        question: &Question,
        answer: Answer,
        dropped: &[&str],
    ) -> io::Result<()> {
        self.dropped = dropped.iter().map(|short| (*short).to_owned()).collect();
        match self.page.height() {
            Some(_) => Ok(()),
            None => self.by_line.answered(question, answer, dropped),
        }
    }

    fn review(&mut self, interview: &Interview) -> io::Result<Event> {
        let page = self.page;
        let mut keyboard = Keyboard::begin(self.guard)?;
        let answers = answers(interview);
        let mut view = ListView::new(answers.len() + 1);
        view.cursor = Some(0);
        loop {
            let Some(height) = page.height() else {
                self.canvas.erase()?;
                let mut reader = || line(page, &mut keyboard, &mut String::new());
                if let Some(event) = self.by_line.review(interview, &mut reader)? {
                    return Ok(event);
                }
                self.canvas.clear_screen()?;
                continue;
            };
            let columns = name_columns(page, interview.case().rulebook());
            let mut rows = vec![(String::new(), RESULT.to_owned())];
            let answered = answers.iter();
            rows.extend(
                answered.map(|(_, question, said)| (name(question, columns), said.clone())),
            );
            let frame = Frame {
                lead: &self.lead(interview, &[]),
                head: page.review(interview),
                rows,
                foot: page.dim(REVIEW_KEYS),
            };
            view.draw(&mut self.canvas, frame, height)?;
            match (keyboard.next()?, view.cursor) {
                (Input::Key(Key::Escape | Key::Char('b')), _) => return Ok(Event::Back),
                (Input::Key(Key::Char('q')), _) => return Ok(Event::STOP),
                (Input::Key(Key::Enter), Some(0)) => return Ok(Event::DONE),
                (Input::Key(Key::Enter), Some(row)) => {
                    return Ok(Event::Change(answers[row - 1].0));
                }
                (Input::Key(key), _) => view.moves(&key),
                (Input::Pasted(_), _) => {}
                (Input::Redraw, _) => self.canvas.clear_screen()?,
                (Input::End(signal), _) => return Ok(Event::End(signal.into())),
            }
        }
    }

    fn close(&mut self, interview: &Interview) -> io::Result<()> {
        self.canvas.erase()?;
        for lines in record(self.page, interview, interview.asked()) {
            self.page.lines(&Page::dimmed(&lines))?;
        }
        Ok(())
    }
}
