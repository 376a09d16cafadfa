//! What can be done with a result that stands on the screen.

use std::io;
use std::ops::ControlFlow;

use console::Key;
use dialoguer::Input as TextInput;

use super::by_line::Line;
use super::canvas::Canvas;
use super::menu::{self, Chosen, Menu};
use super::page::Page;
use super::stdin::Stdin;
use super::{EndReason, FrontEndKind};
use crate::system::SignalGuard;
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

const KEYS: &str = "m more, c change an answer, s save a page, k keep for next time, Enter: done";

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

/// By a single key, named in a line below the result.
pub(super) fn by_key(page: &Page, guard: &SignalGuard) -> io::Result<Wish> {
    let mut keyboard = Keyboard::begin(guard)?;
    let mut canvas = Canvas::new(page);
    canvas.draw(&page.dim(KEYS))?;
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

/// By a line.
pub(super) fn by_line(page: &Page, guard: &SignalGuard) -> io::Result<Wish> {
    let mut stdin = Stdin::new(guard);
    loop {
        page.blank()?;
        page.paragraph(KEYS)?;
        page.write("> ")?;
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

/// Asks for a text; Enter alone means `usual`. None if somebody would rather not.
pub(super) fn text(
    kind: FrontEndKind,
    page: &Page,
    guard: &SignalGuard,
    [ask, usual]: [&str; 2],
    check: &dyn Fn(&str) -> Result<(), String>,
) -> Option<String> {
    if kind == FrontEndKind::Lists {
        let name = TextInput::new()
            .with_prompt(ask)
            .default(usual.to_owned())
            .validate_with(|name: &String| check(name))
            .interact_text_on(&page.term);
        // Another size, or a signal that asks to leave; the offer sees which.
        return name.ok();
    }
    let mut stdin = Stdin::new(guard);
    loop {
        let ask = format!("{ask} (Enter: {usual}):");
        page.paragraph(&ask).ok()?;
        page.write("> ").ok()?;
        let Line::Text(line) = stdin.next().ok()? else {
            return None;
        };
        let name = match line.trim() {
            "" => usual,
            name => name,
        };
        match check(name) {
            Ok(()) => return Some(name.to_owned()),
            Err(complaint) => page.paragraph(&complaint).ok()?,
        }
    }
}

/// Asks for one of some answers; there is none by default. Breaks off where somebody would rather stop.
pub(super) fn choose(
    kind: FrontEndKind,
    page: &Page,
    guard: &SignalGuard,
    ask: &str,
    answers: &[&str],
) -> io::Result<ControlFlow<EndReason, usize>> {
    if kind == FrontEndKind::Lists {
        let mut keyboard = Keyboard::begin(guard)?;
        let menu = || Menu {
            head: page.strong(ask),
            rows: answers.iter().map(|answer| (*answer).to_owned()).collect(),
        };
        match menu::choose(page, guard, &mut keyboard, None, &menu)? {
            Chosen::Row(row) => return Ok(ControlFlow::Continue(row)),
            Chosen::Nothing => return Ok(ControlFlow::Break(EndReason::Left)),
            Chosen::End(reason) => return Ok(ControlFlow::Break(reason)),
            Chosen::NoRoom => {}
        }
    }
    let mut stdin = Stdin::new(guard);
    loop {
        page.lines(&page.strong(ask))?;
        for (number, answer) in (1..).zip(answers) {
            page.hanging(&format!("{number:>4}  "), answer)?;
        }
        page.paragraph("One number. Or: q stop.")?;
        page.write("> ")?;
        match stdin.next()? {
            Line::Text(line) if line.trim() == "q" => {
                return Ok(ControlFlow::Break(EndReason::Left));
            }
            Line::Text(line) => {
                let number = line.trim().parse::<usize>().unwrap_or_default();
                if (1..=answers.len()).contains(&number) {
                    return Ok(ControlFlow::Continue(number - 1));
                }
            }
            Line::Redraw => page.blank()?,
            Line::End(reason) => return Ok(ControlFlow::Break(reason)),
        }
    }
}
