//! What is asked beside the questions: before the first, and below a result that stands on the screen.

use std::io;
use std::ops::ControlFlow;

use console::Key;

use super::by_line::Line;
use super::canvas::Canvas;
use super::line_editor::{ESCAPE, SIGN, edit};
use super::menu::{self, Chosen};
use super::page::hang;
use super::stdin::Stdin;
use super::{EndReason, FrontEndKind, Session};
use crate::system::keys::{Input, Keyboard};

/// What somebody wants of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To see all of it.
    Full,
    /// To change an answer.
    Change,
    /// To save it as a page.
    Save,
    /// To keep the check for next time.
    Keep,
    /// To see it again: the window has another size.
    Redraw,
    /// Nothing more.
    Done,
}

const MORE: &str = "m more, ";
const KEYS: &str = "c change an answer, s save a page, k keep for next time, Enter: done";

/// The line of keys; where all of the result is shown there is no more.
fn keys(is_short: bool) -> String {
    let more = if is_short { MORE } else { "" };
    format!("{more}{KEYS}")
}

fn wish(key: char) -> Option<Wish> {
    Some(match key.to_ascii_lowercase() {
        'm' => Wish::Full,
        // In an emergency the result itself names this key.
        'b' | 'c' => Wish::Change,
        's' => Wish::Save,
        'k' => Wish::Keep,
        'q' => Wish::Done,
        _ => return None,
    })
}

impl Session {
    /// The rows that are free for a result above what is offered and the line of the cursor.
    #[must_use]
    pub fn room(&self, is_short: bool) -> usize {
        let below = match self.kind {
            FrontEndKind::Lists => 1,
            // A blank line stands above the keys.
            FrontEndKind::Plain => 2,
        };
        let rows = usize::from(self.page.term.size().0);
        rows.saturating_sub(self.page.dim(&keys(is_short)).len() + below)
    }

    /// Offers what can be done with a result that stands on the screen, in short or all of it, until
    /// something is chosen.
    /// However it is left, that is no failure: the result has been seen.
    #[must_use]
    pub fn offer(&self, is_short: bool) -> Wish {
        let wish = match self.kind {
            FrontEndKind::Lists => self.wish_by_key(is_short),
            FrontEndKind::Plain => self.wish_by_line(is_short),
        };
        wish.unwrap_or(Wish::Done)
    }

    /// By a single key, named in a line below the result.
    fn wish_by_key(&self, is_short: bool) -> io::Result<Wish> {
        let mut keyboard = Keyboard::begin(&self.guard)?;
        let mut canvas = Canvas::new(&self.page);
        canvas.draw(&self.page.dim(&keys(is_short)))?;
        let wish = loop {
            match keyboard.next()? {
                Input::Key(Key::Enter | Key::Escape) | Input::End(_) => break Wish::Done,
                Input::Key(Key::Char(key)) => {
                    if let Some(wish) = wish(key) {
                        break wish;
                    }
                }
                Input::Redraw => {
                    canvas.clear_screen()?;
                    break Wish::Redraw;
                }
                Input::Key(_) | Input::Pasted(_) => {}
            }
        };
        canvas.erase()?;
        Ok(wish)
    }

    fn wish_by_line(&self, is_short: bool) -> io::Result<Wish> {
        let (page, mut stdin) = (&self.page, Stdin::new(&self.guard));
        loop {
            page.blank()?;
            page.paragraph(&keys(is_short))?;
            page.write(SIGN)?;
            match stdin.next()? {
                Line::Text(line) if line.trim().is_empty() => return Ok(Wish::Done),
                Line::Text(line) => {
                    let mut letters = line.trim().chars();
                    if let (Some(letter), None) = (letters.next(), letters.next())
                        && let Some(wish) = wish(letter)
                    {
                        return Ok(wish);
                    }
                }
                Line::Redraw => page.blank()?,
                Line::End(_) => {
                    page.blank()?;
                    return Ok(Wish::Done);
                }
            }
        }
    }

    /// Asks for a text until `check` is content with it; Enter alone means `usual`. None if somebody
    /// would rather not.
    #[must_use]
    pub fn text(
        &self,
        ask: &str,
        usual: &str,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Option<String> {
        // The offer comes next, and sees what is wrong.
        self.try_text(ask, usual, check).unwrap_or(None)
    }

    fn try_text(
        &self,
        ask: &str,
        usual: &str,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> io::Result<Option<String>> {
        let page = &self.page;
        let (mut stdin, mut typed) = (Stdin::new(&self.guard), String::new());
        let (mut keyboard, leave) = match self.kind {
            FrontEndKind::Lists => (Some(Keyboard::begin(&self.guard)?), "Esc"),
            FrontEndKind::Plain => (None, "b"),
        };
        let ask = format!("{ask} (Enter: {usual}, {leave}: not now):");
        let mut canvas = Canvas::new(page);
        let mut complaint = String::new();
        let text = loop {
            let mut lines = page.complaint(&complaint);
            lines.extend(hang("", &ask, page.width()));
            let line = if let Some(keyboard) = &mut keyboard {
                canvas.draw_entry(&lines, &typed)?;
                edit(&keyboard.next()?, &mut typed)
            } else {
                page.lines(&lines)?;
                page.write(SIGN)?;
                Some(stdin.next()?)
            };
            let text = match &line {
                Some(Line::Text(line)) => line.trim(),
                Some(Line::End(_)) => break None,
                Some(Line::Redraw) | None => continue,
            };
            let text = match text {
                ESCAPE => break None,
                "b" if keyboard.is_none() => break None,
                // It asks for help, as everywhere.
                "?" => continue,
                "" => usual,
                text => text,
            };
            match check(text) {
                Ok(()) => break Some(text.to_owned()),
                Err(message) => complaint = message,
            }
        };
        if keyboard.is_some() {
            canvas.erase()?;
        }
        Ok(text)
    }

    /// Asks for one of some answers before the interview; in a list the cursor stands at the first. Breaks
    /// off where somebody would rather stop.
    ///
    /// # Errors
    /// When standard input cannot be read or standard error not written.
    pub fn choose(&self, ask: &str, answers: &[&str]) -> io::Result<ControlFlow<EndReason, usize>> {
        let page = &self.page;
        if self.kind == FrontEndKind::Lists {
            let mut keyboard = Keyboard::begin(&self.guard)?;
            let head = || page.strong(ask);
            match menu::choose(page, &self.guard, &mut keyboard, Some(0), &head, answers)? {
                Chosen::Row(row) => return Ok(ControlFlow::Continue(row)),
                Chosen::Nothing => return Ok(ControlFlow::Break(EndReason::Left)),
                Chosen::End(reason) => return Ok(ControlFlow::Break(reason)),
                Chosen::NoRoom => {}
            }
        }
        let mut stdin = Stdin::new(&self.guard);
        loop {
            page.lines(&page.strong(ask))?;
            for (number, answer) in (1..).zip(answers) {
                page.hanging(&format!("{number:>4}  "), answer)?;
            }
            page.paragraph("One number. Or: q stop.")?;
            page.write(SIGN)?;
            match stdin.next()? {
                Line::Text(line) if line.trim() == "q" => {
                    return Ok(ControlFlow::Break(EndReason::Left));
                }
                Line::Text(line) => {
                    let number = line.trim().parse::<usize>().unwrap_or_default();
                    if (1..=answers.len()).contains(&number) {
                        return Ok(ControlFlow::Continue(number - 1));
                    }
                    let numbers =
                        format!("Type a number from 1 to {}, or q to stop.", answers.len());
                    page.paragraph(&numbers)?;
                }
                Line::Redraw => page.blank()?,
                Line::End(reason) => return Ok(ControlFlow::Break(reason)),
            }
        }
    }
}
