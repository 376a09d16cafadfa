//! A list of lines on the screen, as much of it as fits (a scrolling viewport).

use std::io;
use std::ops::Range;

use console::Key;

use super::canvas::Canvas;
use super::page::{accent, dim, hang};
use super::record::Lead;

/// Sooner than show fewer lines of a list at once, what it is about scrolls away with it.
const FEWEST_LINES: usize = 3;

/// How a list stands on the screen.
pub(super) struct ListView {
    /// Nowhere, as long as no key has moved it.
    pub(super) cursor: Option<usize>,
    /// The first line that is shown, and the rows that are shown whole.
    top: usize,
    shown: Range<usize>,
    /// Per row: whether it was on the screen.
    seen: Vec<bool>,
}

/// What is drawn: a list, and what stands around it.
pub(super) struct Frame<'l> {
    /// Shown where there is room for it.
    pub(super) lead: &'l Lead,
    pub(super) head: Vec<String>,
    /// What each row begins with, apart from the mark of the cursor, and its text.
    pub(super) rows: Vec<(String, String)>,
    pub(super) foot: Vec<String>,
}

impl ListView {
    /// A list of so many rows.
    pub(super) fn new(rows: usize) -> Self {
        ListView {
            cursor: None,
            top: 0,
            shown: 0..1,
            seen: vec![false; rows],
        }
    }

    /// Draws the list in place of how it was drawn before.
    pub(super) fn draw(
        &mut self,
        canvas: &mut Canvas,
        frame: Frame,
        height: usize,
    ) -> io::Result<()> {
        let Frame {
            lead,
            mut head,
            rows,
            mut foot,
        } = frame;
        // The cursor stands on a line of its own.
        let mut room = height.saturating_sub(foot.len() + 1);
        let mut lines: Vec<(Option<usize>, String)> = Vec::new();
        for (row, (label, text)) in rows.iter().enumerate() {
            let is_active = self.cursor == Some(row);
            let first = if is_active { "> " } else { "  " };
            for line in hang(&format!("{first}{label}"), text, canvas.page.width()) {
                let line = if is_active { accent(&line) } else { line };
                lines.push((Some(row), line));
            }
        }
        let left = room.saturating_sub(head.len() + lines.len());
        head.splice(0..0, lead.fit(left));
        let is_cut = head.len() + lines.len() > room;
        // One line tells that there is more.
        room -= usize::from(is_cut);
        if is_cut && head.len() + FEWEST_LINES > room {
            let head = head.drain(..).map(|line| (None, line));
            lines.splice(0..0, head);
        }
        let room = room.saturating_sub(head.len()).max(1);
        self.scroll(&lines, room);
        let bottom = (self.top + room).min(lines.len());
        if is_cut {
            let more = match (self.top > 0, bottom < lines.len()) {
                (false, _) => "(more below)",
                (true, false) => "(more above)",
                (true, true) => "(more above and below)",
            };
            foot.insert(0, dim(more));
        }
        let shown = lines[self.top..bottom].iter().map(|(_, line)| line.clone());
        let all: Vec<String> = head.into_iter().chain(shown).chain(foot).collect();
        canvas.draw(&all)
    }

    /// Moves the lines that are shown so that the row of the cursor is among them, and notes the rows
    /// that are seen.
    fn scroll(&mut self, lines: &[(Option<usize>, String)], room: usize) {
        let of = |row| {
            let first = lines.iter().position(|(of, _)| *of == Some(row));
            let last = lines.iter().rposition(|(of, _)| *of == Some(row));
            (first.unwrap_or(0), last.unwrap_or(0))
        };
        if let Some(cursor) = self.cursor {
            let (first, last) = of(cursor);
            // Above the first row may be what it is about.
            let first = if cursor == 0 { 0 } else { first };
            self.top = self.top.max((last + 1).saturating_sub(room)).min(first);
        }
        self.top = self.top.min(lines.len().saturating_sub(room));
        let bottom = self.top + room;
        let is_shown = |row: &usize| {
            let (first, last) = of(*row);
            (self.top..bottom).contains(&first) && (last < bottom || last - first >= room)
        };
        let mut shown = (0..self.seen.len()).filter(is_shown);
        let first = shown.next().unwrap_or(0);
        self.shown = first..shown.next_back().unwrap_or(first) + 1;
        self.seen[self.shown.clone()].fill(true);
    }

    /// Moves the cursor, if this is a key for that.
    pub(super) fn moves(&mut self, key: &Key) {
        let rows = self.seen.len();
        self.cursor = Some(match (key, self.cursor) {
            (Key::ArrowDown | Key::Tab | Key::Char('j'), None) | (Key::Home, _) => 0,
            (Key::ArrowUp | Key::BackTab | Key::Char('k'), None) | (Key::End, _) => rows - 1,
            (Key::ArrowDown | Key::Tab | Key::Char('j'), Some(from)) => (from + 1) % rows,
            (Key::ArrowUp | Key::BackTab | Key::Char('k'), Some(from)) => (from + rows - 1) % rows,
            // What was not seen whole comes first on the next screen, or last on the one before.
            (Key::PageDown | Key::ArrowRight, _) => {
                return self.begin_at(self.shown.end.min(rows - 1));
            }
            (Key::PageUp | Key::ArrowLeft, _) => {
                self.top = 0;
                self.shown.start.saturating_sub(1)
            }
            _ => return,
        });
    }

    /// The first row that was never on the screen.
    pub(super) fn unseen(&self) -> Option<usize> {
        self.seen.iter().position(|seen| !seen)
    }

    /// Scrolls on so far that this row is the first one shown.
    pub(super) fn begin_at(&mut self, row: usize) {
        self.cursor = Some(row);
        self.top = usize::MAX;
    }
}
