//! A list that is no question, drawn by dialoguer: what is asked about an answer.
//!
//! What dialoguer gets as items are only row numbers; our theme turns them into text, wrapped to
//! the terminal. So it counts the lines it has to erase correctly, whatever the text is, and the
//! theme always knows the row of the cursor, for when the list has to be drawn again.

use std::cell::Cell;
use std::fmt;
use std::io;

use console::Key;
use dialoguer::Select;
use dialoguer::theme::Theme;

use super::EndReason;
use super::page::{Page, bold, hang};
use crate::system::keys::Keyboard;
use crate::system::{SignalGuard, Wait, interruptible};

/// The width of dialoguer's own ` [Page 1/2] ` behind the hint.
const PAGE_NUMBER: usize = 14;

/// Sooner than show fewer lines of the rows at once, what they are about may scroll away.
const FEWEST_LINES: usize = 3;

const KEYS: &str = "Up, Down, Enter. Esc: back.";

/// How a menu ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chosen {
    Row(usize),
    /// Esc or q, which dialoguer does not tell apart.
    Nothing,
    End(EndReason),
    /// The terminal is too small for it.
    NoRoom,
}

/// Shows a menu until something is chosen, with the cursor at `default`. It is gone from the screen
/// then. `head` is what stands above it, asked again whenever the terminal has another size.
pub(super) fn choose(
    page: &Page,
    guard: &SignalGuard,
    keyboard: &mut Keyboard,
    default: Option<usize>,
    head: &dyn Fn() -> Vec<String>,
    rows: &[&str],
) -> io::Result<Chosen> {
    let mut active = default;
    keyboard.discard();
    loop {
        let Some(height) = page.height() else {
            return Ok(Chosen::NoRoom);
        };
        let head = head();
        let above = head.len() + 1;
        let drawn = Drawn::new(page, rows, active, height, above);
        page.blank()?;
        page.lines(&head)?;
        let ended = interruptible(move || (drawn.select(), drawn));
        // It does not show the cursor again after an error.
        page.term.show_cursor()?;
        let Some((ended, drawn)) = ended else {
            return Ok(Chosen::End(guard.leaving().into()));
        };
        active = drawn.active.get();
        let chosen = match ended {
            Ok(Some(_)) if keyboard.is_ahead()? => {
                // Pasted text goes on behind the key that chose.
                keyboard.discard();
                page.term.clear_last_lines(above)?;
                continue;
            }
            Ok(Some(row)) => Chosen::Row(row),
            Ok(None) => match keyboard.rest_of_escape()? {
                None => Chosen::Nothing,
                // The rest of an arrow key came later.
                Some(key) => {
                    active = drawn.moved(&key);
                    page.term.clear_last_lines(above)?;
                    continue;
                }
            },
            Err(dialoguer::Error::IO(error)) if error.kind() == io::ErrorKind::Interrupted => {
                if let Wait::Leave(signal) = guard.interruption() {
                    return Ok(Chosen::End(EndReason::Interrupted(signal)));
                }
                // Nobody knows where the old lines went.
                page.term.clear_screen()?;
                continue;
            }
            // The terminal is gone.
            Err(_) => return Ok(Chosen::End(EndReason::Left)),
        };
        page.term.clear_last_lines(above)?;
        page.term.flush()?;
        return Ok(chosen);
    }
}

/// The theme that draws the rows.
struct Drawn {
    page: Page,
    rows: Vec<String>,
    keys: Vec<String>,
    /// Rows that fit on the screen at once, however they are spread over pages.
    page_length: usize,
    active: Cell<Option<usize>>,
}

impl Drawn {
    fn new(page: &Page, rows: &[&str], active: Option<usize>, height: usize, above: usize) -> Self {
        let keys = hang("", KEYS, page.width().saturating_sub(PAGE_NUMBER));
        let room = height.saturating_sub(keys.len() + 1);
        let room = match room.saturating_sub(above) {
            beside_head if beside_head >= FEWEST_LINES => beside_head,
            _ => room,
        };
        let lines = |row: &&str| hang("> ", row, page.width()).len();
        let heights: Vec<usize> = rows.iter().map(lines).collect();
        let fits = |length: &usize| {
            let mut pages = heights.chunks(*length);
            pages.all(|page| page.iter().sum::<usize>() <= room)
        };
        Drawn {
            page_length: (1..=rows.len()).rev().find(fits).unwrap_or(1),
            page: page.clone(),
            rows: rows.iter().map(|row| (*row).to_owned()).collect(),
            keys,
            active: Cell::new(active),
        }
    }

    fn select(&self) -> dialoguer::Result<Option<usize>> {
        let items: Vec<String> = (0..self.rows.len()).map(|row| row.to_string()).collect();
        let select = Select::with_theme(self)
            .with_prompt("")
            .report(false)
            .items(&items)
            .max_length(self.page_length);
        let select = match self.active.get() {
            Some(row) => select.default(row),
            None => select,
        };
        select.interact_on_opt(&self.page.term)
    }

    /// Where a key leads that dialoguer has read only half of.
    fn moved(&self, key: &Key) -> Option<usize> {
        let (active, count) = (self.active.get(), self.rows.len());
        match key {
            Key::ArrowDown => Some(active.map_or(0, |row| row + 1) % count),
            Key::ArrowUp => Some((active.unwrap_or(0) + count - 1) % count),
            _ => active,
        }
    }
}

impl Theme for Drawn {
    fn format_prompt(&self, f: &mut dyn fmt::Write, _prompt: &str) -> fmt::Result {
        f.write_str(&self.keys.join("\n"))
    }

    fn format_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        row: &str,
        active: bool,
    ) -> fmt::Result {
        let row: usize = row.parse().map_err(|_| fmt::Error)?;
        // The dash shows where a row begins when the one above it is wrapped.
        let mark = if active { "> " } else { "- " };
        let mut lines = hang(mark, &self.rows[row], self.page.width());
        if active {
            self.active.set(Some(row));
            lines = lines.iter().map(|line| bold(line)).collect();
        }
        f.write_str(&lines.join("\n"))
    }
}
