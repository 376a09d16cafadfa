//! The plain front end: numbered lines out, typed lines in. Nothing is ever chosen by default.

use std::io::{self, IsTerminal as _};

use super::by_line::{ByLine, Line};
use super::page::Page;
use super::stdin::Stdin;
use super::{Event, FrontEnd, Prompt, Settings};
use crate::answer::Answer;
use crate::interview::Interview;
use crate::rulebook::Question;
use crate::system::SignalGuard;

/// Asks by lines that the terminal gathers, or that come through a pipe.
pub(super) struct Plain<'p> {
    by_line: ByLine<'p>,
    stdin: Stdin<'p>,
    is_greeted: bool,
}

impl<'p> Plain<'p> {
    pub(super) fn new(page: &'p Page, guard: &'p SignalGuard, settings: &Settings) -> Self {
        Plain {
            by_line: ByLine {
                page,
                bare: settings.bare_distance,
                back: "b",
                // Nobody sees what is wrong with a line out of a pipe, and the next one is meant for
                // the next question.
                is_strict: !io::stdin().is_terminal(),
            },
            stdin: Stdin::new(guard),
            is_greeted: settings.has_result,
        }
    }
}

/// The next line, behind a sign that one is waited for.
fn next(page: &Page, stdin: &mut Stdin) -> io::Result<Line> {
    page.write("> ")?;
    let line = stdin.next()?;
    if !matches!(line, Line::Text(_)) || !io::stdin().is_terminal() {
        // Nobody has pressed Enter, so the cursor still stands behind the `> `.
        page.blank()?;
    }
    if line == Line::Redraw {
        page.paragraph("You are back. What you had typed is gone; please type the whole line.")?;
    }
    Ok(line)
}

impl FrontEnd for Plain<'_> {
    fn ask(&mut self, prompt: &Prompt, ticks: &mut Option<Answer>) -> io::Result<Event> {
        let Plain {
            by_line,
            stdin,
            is_greeted,
        } = self;
        let page = by_line.page;
        if !std::mem::replace(is_greeted, true) {
            page.lines(&page.greeting().concat())?;
        }
        loop {
            match by_line.ask(prompt, *ticks, &mut || next(page, stdin))? {
                Some(Event::Why) => {
                    page.lines(&page.why(prompt))?;
                    page.paragraph("?? tells what each answer would do.")?;
                }
                Some(Event::Effects) => page.lines(&page.effects(prompt))?,
                Some(event) => return Ok(event),
                None => {}
            }
        }
    }

    fn answered(
        &mut self,
        question: &Question,
        answer: Answer,
        dropped: &[&str],
    ) -> io::Result<()> {
        self.by_line.answered(question, answer, dropped)
    }

    fn close(&mut self, interview: &Interview) -> io::Result<()> {
        let page = self.by_line.page;
        page.lines(&page.taken_back(interview))
    }

    fn review(&mut self, interview: &Interview) -> io::Result<Event> {
        let Plain { by_line, stdin, .. } = self;
        let page = by_line.page;
        loop {
            if let Some(event) = by_line.review(interview, &mut || next(page, stdin))? {
                return Ok(event);
            }
        }
    }
}
