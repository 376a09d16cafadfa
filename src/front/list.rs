//! A list to move in, below what it is about: a choice, drawn by dialoguer, or a checklist.
//!
//! What dialoguer gets as items are only row numbers; our theme turns them into text, wrapped to
//! the terminal. So it counts the lines it has to erase correctly, whatever the text is, and the
//! theme always knows the row of the cursor, for when the list has to be drawn again.

use std::cell::Cell;
use std::fmt::{self, Write as _};
use std::io;

use console::{Key, Style, Term};
use dialoguer::Select;
use dialoguer::theme::Theme;

use super::Reply;
use super::page::{Page, hang};
use super::signals::Watch;

/// Fewer rows leave no room for a list; dialoguer cannot draw below three.
pub(super) const FEWEST_ROWS: u16 = 8;

/// The columns of the mark before a row that cannot be ticked.
pub(super) const MARK: usize = 2;

/// Room for dialoguer's own ` [Page 1/2] ` behind the hint.
const PAGE_NUMBER: usize = 14;

/// In fewer columns the hint names the keys only.
const ROOM_FOR_HINTS: usize = 70;

/// Sooner than show fewer lines of a list at once, what it is about may scroll away.
const FEWEST_LINES: usize = 3;

/// What a list shows.
pub(super) struct Sheet {
    /// What it is about.
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<String>,
}

/// Where the runner stands in a list, and what is ticked.
#[derive(Debug, Clone, Default)]
pub(super) struct Stand {
    pub(super) active: usize,
    pub(super) ticked: Vec<bool>,
}

/// A list on screen.
pub(super) struct List<'s> {
    page: &'s Page,
    watch: &'s Watch,
    /// Asked again whenever the terminal has another size.
    sheet: &'s dyn Fn() -> Sheet,
    /// In a checklist: which rows can be ticked.
    tickable: Option<Vec<bool>>,
    /// The lines of the head on screen.
    head: usize,
    complaint: &'static str,
}

/// How a list ended.
pub(super) enum Ended {
    /// Enter on this row.
    Row(usize),
    Reply(Reply),
    /// The terminal is too small for it.
    NoRoom,
}

impl<'s> List<'s> {
    pub(super) fn new(
        page: &'s Page,
        watch: &'s Watch,
        sheet: &'s dyn Fn() -> Sheet,
        tickable: Option<Vec<bool>>,
    ) -> Self {
        List {
            page,
            watch,
            sheet,
            tickable,
            head: 0,
            complaint: "",
        }
    }

    /// Shows the list until a row is chosen. It is gone from the screen then; its head stays.
    pub(super) fn choose(&mut self, stand: &mut Stand) -> io::Result<Ended> {
        let term = &self.page.term;
        loop {
            self.watch.forget_resize();
            let sheet = (self.sheet)();
            let complaint = match self.complaint {
                "" => Vec::new(),
                complaint => hang("", complaint, self.page.width()),
            };
            let above = sheet.head.len() + complaint.len();
            let tickable = self.tickable.as_deref();
            let drawn = Drawn::new(
                sheet.rows,
                tickable.is_some(),
                self.page,
                above,
                stand.active,
            );
            let Some(page_length) = drawn.page_length() else {
                return Ok(Ended::NoRoom);
            };
            if self.head == 0 {
                self.page.blank()?;
                self.page.lines(&sheet.head)?;
                self.head = sheet.head.len();
            }
            self.page.lines(&complaint)?;
            let outcome = match tickable {
                Some(tickable) => {
                    drawn.checklist(page_length, tickable, &mut stand.ticked, term)?
                }
                None => drawn.choice(page_length),
            };
            // Neither of them shows the cursor again after an error.
            term.show_cursor()?;
            stand.active = drawn.active.get();
            match outcome {
                Outcome::Enter(row) => {
                    term.clear_last_lines(complaint.len())?;
                    return Ok(Ended::Row(row));
                }
                Outcome::Escape => return Ok(Ended::Reply(Reply::Back)),
                Outcome::Gone => return Ok(Ended::Reply(Reply::Leave)),
                Outcome::Disturbed => {
                    if let Some(signal) = self.watch.leaving_list() {
                        return Ok(Ended::Reply(Reply::Interrupted(signal)));
                    }
                    // After a resize nobody knows where the old lines went.
                    term.clear_screen()?;
                    self.head = 0;
                }
            }
        }
    }

    /// Says what is wrong with the row that was chosen, when the list comes again.
    pub(super) fn complain(&mut self, complaint: &'static str) {
        self.complaint = complaint;
    }

    /// Takes the head off the screen too.
    pub(super) fn clear(self) -> io::Result<()> {
        match self.head {
            0 => Ok(()),
            head => self.page.term.clear_last_lines(head + 1),
        }
    }
}

/// What came of a list on screen.
enum Outcome {
    /// Enter on this row.
    Enter(usize),
    Escape,
    /// A signal, or a new size of the terminal.
    Disturbed,
    /// The terminal is gone.
    Gone,
}

impl From<io::Error> for Outcome {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::Interrupted => Outcome::Disturbed,
            _ => Outcome::Gone,
        }
    }
}

/// The theme that draws a list.
struct Drawn {
    rows: Vec<String>,
    is_checklist: bool,
    hint: Vec<String>,
    width: usize,
    /// Rows of the terminal, and how many of them are taken by what the list is about.
    height: usize,
    above: usize,
    active: Cell<usize>,
}

impl Drawn {
    fn new(
        rows: Vec<String>,
        is_checklist: bool,
        page: &Page,
        above: usize,
        active: usize,
    ) -> Self {
        let width = page.width();
        let hint = match (is_checklist, width < ROOM_FOR_HINTS) {
            (true, false) => "Up, Down, Space to tick, Enter. Esc: back. Ctrl-C: stop.",
            (false, false) => "Up, Down, Enter. Esc: back. Ctrl-C: stop.",
            (true, true) => "Up, Down, Space, Enter",
            (false, true) => "Up, Down, Enter",
        };
        let hung = |hint: &str| hang("", hint, width.saturating_sub(PAGE_NUMBER));
        let mut drawn = Drawn {
            rows,
            is_checklist,
            hint: hung(hint),
            width,
            height: usize::from(page.term.size().0),
            above,
            active: Cell::new(active),
        };
        if (drawn.page_length()).is_some_and(|length| length < drawn.rows.len()) {
            drawn.hint = hung(&format!("Right: more answers. {hint}"));
        }
        drawn
    }

    fn lines(&self, row: usize, mark: &str) -> Vec<String> {
        hang(mark, &self.rows[row], self.width)
    }

    /// How many rows fit on the screen at once, however they are spread over pages; nothing when
    /// there is no room for a list.
    fn page_length(&self) -> Option<usize> {
        if self.height < usize::from(FEWEST_ROWS) {
            return None;
        }
        let mark = if self.is_checklist { "> [ ] " } else { "> " };
        let heights: Vec<usize> = (0..self.rows.len())
            .map(|row| self.lines(row, mark).len())
            .collect();
        let room = self.height.saturating_sub(self.hint.len() + 1);
        let room = match room.saturating_sub(self.above) {
            beside_head if beside_head >= FEWEST_LINES => beside_head,
            _ => room,
        };
        (1..=heights.len())
            .rev()
            .find(|length| (heights.chunks(*length)).all(|page| page.iter().sum::<usize>() <= room))
    }

    /// A choice, by dialoguer.
    fn choice(&self, page_length: usize) -> Outcome {
        let items: Vec<String> = (0..self.rows.len()).map(|row| row.to_string()).collect();
        let ended = Select::with_theme(self)
            .with_prompt("")
            .report(false)
            .items(&items)
            .default(self.active.get())
            .max_length(page_length)
            .interact_opt();
        match ended {
            Ok(Some(row)) => Outcome::Enter(row),
            Ok(None) => Outcome::Escape,
            Err(dialoguer::Error::IO(error)) => error.into(),
        }
    }

    /// A checklist, by our own hands: that of dialoguer begins at its first row whenever it has to
    /// be drawn again. It moves, looks and is erased just like a choice.
    fn checklist(
        &self,
        page_length: usize,
        tickable: &[bool],
        ticked: &mut [bool],
        term: &Term,
    ) -> io::Result<Outcome> {
        let rows = self.rows.len();
        let pages = rows.div_ceil(page_length);
        term.hide_cursor()?;
        loop {
            let active = self.active.get();
            let page = active / page_length;
            let mut text = self.hint.join("\n");
            if pages > 1 {
                let _ = write!(text, " [Page {}/{pages}]", page + 1);
            }
            for row in (page * page_length..rows).take(page_length) {
                let mut mark = String::from(if row == active { "> " } else { "  " });
                mark += match (tickable[row], ticked[row]) {
                    (false, _) => "    ",
                    (true, true) => "[x] ",
                    (true, false) => "[ ] ",
                };
                text.push('\n');
                let _ = self.draw(&mut text, row, row == active, &mark);
            }
            term.write_line(&text)?;
            let key = match term.read_key() {
                Ok(key) => key,
                Err(error) => return Ok(error.into()),
            };
            term.clear_last_lines(text.lines().count())?;
            self.active.set(match key {
                Key::ArrowDown | Key::Tab | Key::Char('j') => (active + 1) % rows,
                Key::ArrowUp | Key::BackTab | Key::Char('k') => (active + rows - 1) % rows,
                Key::ArrowRight | Key::Char('l') => (page + 1) % pages * page_length,
                Key::ArrowLeft | Key::Char('h') => (page + pages - 1) % pages * page_length,
                _ => active,
            });
            match key {
                Key::Char(' ') => ticked[active] ^= tickable[active],
                Key::Enter => return Ok(Outcome::Enter(active)),
                Key::Escape | Key::Char('q') => return Ok(Outcome::Escape),
                _ => {}
            }
        }
    }

    fn draw(&self, f: &mut dyn fmt::Write, row: usize, active: bool, mark: &str) -> fmt::Result {
        let style = Style::new().for_stderr();
        let style = if active { style.bold() } else { style };
        for (place, line) in self.lines(row, mark).iter().enumerate() {
            let end = if place == 0 { "" } else { "\n" };
            write!(f, "{end}{}", style.apply_to(line))?;
        }
        Ok(())
    }
}

impl Theme for Drawn {
    fn format_prompt(&self, f: &mut dyn fmt::Write, _prompt: &str) -> fmt::Result {
        f.write_str(&self.hint.join("\n"))
    }

    fn format_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        row: &str,
        active: bool,
    ) -> fmt::Result {
        let row = row.parse().map_err(|_| fmt::Error)?;
        // The dash shows where an option begins when the one above it is wrapped.
        if active {
            self.active.set(row);
        }
        self.draw(f, row, active, if active { "> " } else { "- " })
    }
}
