//! The part of the screen that the interview draws: each screen in place of the one before it.

use std::io;

use super::line_editor::{SIGN, shown};
use super::page::Page;

/// The lines on the screen that the next ones replace.
pub(super) struct Canvas<'p> {
    pub(super) page: &'p Page,
    drawn: usize,
    /// Whether the cursor stands in a line of its own, behind what is typed.
    is_typing: bool,
}

impl<'p> Canvas<'p> {
    pub(super) fn new(page: &'p Page) -> Self {
        Canvas {
            page,
            drawn: 0,
            is_typing: false,
        }
    }

    /// Draws lines, which have to fit on the screen with one more for the cursor.
    pub(super) fn draw(&mut self, lines: &[String]) -> io::Result<()> {
        self.page.term.hide_cursor()?;
        self.wipe()?;
        self.drawn = lines.len();
        self.page.lines(lines)
    }

    /// Draws lines, and one to type in.
    pub(super) fn draw_entry(&mut self, lines: &[String], typed: &str) -> io::Result<()> {
        self.draw(lines)?;
        self.is_typing = true;
        self.page.term.show_cursor()?;
        self.page
            .write(&format!("{SIGN}{}", shown(self.page, typed)))
    }

    /// Takes all off the screen.
    pub(super) fn erase(&mut self) -> io::Result<()> {
        self.wipe()?;
        self.page.term.show_cursor()?;
        self.page.term.flush()
    }

    fn wipe(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.is_typing) {
            self.page.term.clear_line()?;
        }
        self.page
            .term
            .clear_last_lines(std::mem::take(&mut self.drawn))
    }

    /// Clears the screen, when nobody knows where the old lines went: line by line, since some terminals
    /// keep a copy of a screen that is cleared at once.
    pub(super) fn clear_screen(&mut self) -> io::Result<()> {
        (self.drawn, self.is_typing) = (0, false);
        let term = &self.page.term;
        let rows = usize::from(term.size().0);
        for row in 0..rows {
            term.move_cursor_to(0, row)?;
            term.clear_line()?;
        }
        term.move_cursor_to(0, 0)
    }
}
