//! The rich front end: lists to move in, drawn by dialoguer.
//!
//! What dialoguer gets as items are only row numbers; our theme turns them into text, wrapped to
//! the terminal. So it counts the lines it has to erase correctly, whatever the text is, and the
//! theme always knows the row of the cursor. That makes "why" and "back" possible as rows of a
//! checklist, and keeps the ticks when the list has to be drawn again.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Write as _};
use std::io;

use console::Style;
use dialoguer::theme::Theme;
use dialoguer::{MultiSelect, Select};

use super::entry::answer_of;
use super::page::{Page, hang};
use super::plain::Plain;
use super::{Asked, Reply};
use crate::answer::Answer;
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Kind, Question};

/// Fewer rows leave no room for a list; dialoguer cannot draw below three.
pub(super) const FEWEST_ROWS: u16 = 8;

/// Room for dialoguer's own ` [Page 1/2] ` behind the hint.
const PAGE_NUMBER: usize = 14;

/// In fewer columns the hint names the keys only.
const ROOM_FOR_HINTS: usize = 70;

/// At most so many lines stand between a question and its list.
const LINES_BELOW_QUESTION: usize = 2;

/// Sooner than show fewer lines of a list at once, the question may scroll away.
const FEWEST_LINES: usize = 3;

/// Asks by lists; numbers, and everything in a tiny window, by typed lines.
#[derive(Debug)]
pub(super) struct Rich<'p> {
    pub(super) plain: Plain<'p>,
    /// Where the runner stood in a list that was left without an answer.
    pub(super) draft: Option<Draft>,
}

/// The state of a list on screen.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    place: QuestionIndex,
    active: usize,
    ticked: Vec<bool>,
    /// Whether the answer before was "none of these".
    was_none: bool,
}

/// How a list ended.
enum Outcome {
    /// Enter on this row.
    Enter(usize),
    Escape,
    /// A signal, or a new size of the terminal.
    Disturbed,
    /// The terminal is gone.
    Gone,
}

impl Rich<'_> {
    /// Asks a question by a list, if it has options and there is room.
    pub(super) fn ask(&mut self, asked: &Asked) -> io::Result<Reply> {
        let draft = (self.draft.take()).filter(|draft| draft.place == asked.place);
        let Some(rows) = rows(asked) else {
            return self.plain.ask(asked);
        };
        let mut draft = draft.unwrap_or_else(|| Draft::new(asked, &rows));
        let reply = self.ask_by_list(asked, &rows, &mut draft)?;
        if !matches!(reply, Reply::Answer(_)) {
            self.draft = Some(draft);
        }
        Ok(reply)
    }

    /// The ticks of a list that was left without an answer, if they say anything new.
    pub(super) fn unfinished(&self, asked: &Asked) -> Option<Answer> {
        let Some(draft) = &self.draft else {
            return asked.unfinished;
        };
        let rows = rows(asked).filter(|_| matches!(asked.question.kind, Kind::Checklist(_)))?;
        let (ticked, _, unsure) = draft.ticks(&rows);
        let ticks = answer_of(ticked, false, unsure).ok()?;
        (Some(ticks) != asked.earlier).then_some(ticks)
    }

    fn ask_by_list(&mut self, asked: &Asked, rows: &[Row], draft: &mut Draft) -> io::Result<Reply> {
        let mut is_shown = false;
        let page = self.plain.page;
        // How many lines above the list say what was wrong with the last try.
        let mut complaint = 0;
        loop {
            self.plain.watch.forget_resize();
            let list = List::new(asked.question, rows, page, draft, complaint);
            let Some(page_length) = list.page_length() else {
                return self.plain.ask(asked);
            };
            if !is_shown {
                page.question(asked)?;
                is_shown = true;
            }
            let outcome = list.run(page_length, draft);
            // After an error dialoguer leaves the cursor hidden.
            page.term.show_cursor()?;
            draft.active = list.active.get();
            draft.ticked = list.ticked.into_inner();
            match outcome {
                Outcome::Escape => return Ok(Reply::Back),
                Outcome::Gone => return Ok(Reply::Leave),
                Outcome::Disturbed => {
                    if let Some(signal) = self.plain.watch.leaving_list() {
                        return Ok(Reply::Interrupted(signal));
                    }
                    // After a resize nobody knows where the old lines went.
                    page.term.clear_screen()?;
                    (is_shown, complaint) = (false, 0);
                }
                Outcome::Enter(row) => {
                    page.term.clear_last_lines(complaint)?;
                    match rows[row] {
                        Row::Back => return Ok(Reply::Back),
                        Row::Why => return Ok(Reply::Why),
                        row => match draft.answer(rows, row, asked.question) {
                            Ok(answer) => return Ok(Reply::Answer(answer)),
                            Err(message) => {
                                page.paragraph(message)?;
                                complaint = hang("", message, page.width()).len();
                            }
                        },
                    }
                }
            }
        }
    }
}

/// A line of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    /// Where the cursor of a choice begins, so that Enter alone answers nothing and says so.
    NoAnswerYet,
    Option(u8),
    NoneOfThese,
    NotSure,
    Why,
    Back,
}

/// The lines of a question's list; nothing for a question without options.
fn rows(asked: &Asked) -> Option<Vec<Row>> {
    let is_checklist = match asked.question.kind {
        Kind::Number { .. } => return None,
        Kind::Choice(_) => false,
        Kind::Checklist(_) => true,
    };
    let start = (!is_checklist && asked.earlier.is_none()).then_some(Row::NoAnswerYet);
    let options = (0u8..)
        .zip(asked.question.kind.choices())
        .map(|(place, _)| Row::Option(place));
    let none = is_checklist.then_some(Row::NoneOfThese);
    Some(
        (start.into_iter())
            .chain(options)
            .chain(none)
            .chain([Row::NotSure, Row::Why, Row::Back])
            .collect(),
    )
}

impl Row {
    fn text(self, question: &Question) -> &str {
        match self {
            Row::NoAnswerYet => "(no answer yet)",
            Row::Option(place) => &question.kind.choices()[usize::from(place)].text,
            Row::NoneOfThese => "None of these",
            Row::NotSure => "Not sure",
            Row::Why => "Why do you ask?",
            Row::Back => "Go back",
        }
    }

    fn is_tickable(self) -> bool {
        !matches!(self, Row::NoAnswerYet | Row::Why | Row::Back)
    }

    /// Whether an earlier answer chose this row.
    fn was_chosen(self, answer: Answer) -> bool {
        match (self, answer) {
            (Row::Option(place), Answer::Option(chosen)) => place == chosen,
            (Row::Option(place), Answer::Ticks { ticked, .. }) => ticked & (1 << place) != 0,
            (Row::NoneOfThese, Answer::Ticks { ticked, unsure }) => ticked == 0 && !unsure,
            (Row::NotSure, answer) => answer.is_unsure(),
            _ => false,
        }
    }
}

impl Draft {
    /// Begins at the ticks or the answer of before, or else at the first row.
    fn new(asked: &Asked, rows: &[Row]) -> Self {
        let before = asked.unfinished.or(asked.earlier);
        let ticked: Vec<bool> = rows
            .iter()
            .map(|row| before.is_some_and(|answer| row.was_chosen(answer)))
            .collect();
        Draft {
            place: asked.place,
            active: ticked.iter().position(|ticked| *ticked).unwrap_or(0),
            ticked,
            was_none: before.is_some_and(|answer| Row::NoneOfThese.was_chosen(answer)),
        }
    }

    /// The ticked options, and whether "none" and "not sure" are ticked.
    fn ticks(&self, rows: &[Row]) -> (u64, bool, bool) {
        let (mut ticked, mut none, mut unsure) = (0, false, false);
        for (row, _) in rows.iter().zip(&self.ticked).filter(|(_, ticked)| **ticked) {
            match row {
                Row::Option(place) => ticked |= 1 << place,
                Row::NoneOfThese => none = true,
                Row::NotSure => unsure = true,
                Row::NoAnswerYet | Row::Why | Row::Back => {}
            }
        }
        (ticked, none, unsure)
    }

    /// The answer that Enter on `row` gives.
    fn answer(&self, rows: &[Row], row: Row, question: &Question) -> Result<Answer, &'static str> {
        if let Kind::Choice(_) = question.kind {
            return match row {
                Row::Option(place) => Ok(Answer::Option(place)),
                Row::NotSure => Ok(Answer::NotSure),
                _ => Err("Move to your answer with Up and Down first, then press Enter."),
            };
        }
        let (ticked, mut none, mut unsure) = self.ticks(rows);
        // A new tick takes back the "none" of before.
        none &= ticked == 0 || !self.was_none;
        // Enter on these two says enough; on an option it could be a slip, so that needs a tick.
        none |= row == Row::NoneOfThese;
        unsure |= row == Row::NotSure;
        // Nobody walks to a sign and presses Enter there to say "none". At the first row that is
        // how an earlier answer is kept.
        let is_on_sign = matches!(row, Row::Option(place) if place > 0);
        if ticked == 0 && is_on_sign {
            return Err(
                "That line is not ticked yet. Go to it, press Space to tick it, then Enter.",
            );
        }
        answer_of(ticked, none, unsure)
    }
}

/// A list on screen: the theme that draws it and what the theme saw.
struct List {
    labels: Vec<String>,
    tickable: Vec<bool>,
    is_checklist: bool,
    hint: Vec<String>,
    width: usize,
    /// Rows of the terminal, and how many of them the question itself takes.
    height: usize,
    above: usize,
    active: Cell<usize>,
    ticked: RefCell<Vec<bool>>,
}

impl List {
    fn new(
        question: &Question,
        rows: &[Row],
        page: &Page,
        draft: &Draft,
        complaint: usize,
    ) -> Self {
        let is_checklist = matches!(question.kind, Kind::Checklist(_));
        let width = page.width();
        let hint = match (is_checklist, width < ROOM_FOR_HINTS) {
            (true, false) => "Up, Down, Space to tick, Enter. Esc: back. Ctrl-C: stop.",
            (false, false) => "Up, Down, Enter. Esc: back. Ctrl-C: stop.",
            (true, true) => "Up, Down, Space, Enter",
            (false, true) => "Up, Down, Enter",
        };
        let hung = |hint: &str| hang("", hint, width.saturating_sub(PAGE_NUMBER));
        let mut list = List {
            labels: rows
                .iter()
                .map(|row| row.text(question).to_owned())
                .collect(),
            tickable: rows.iter().map(|row| row.is_tickable()).collect(),
            is_checklist,
            hint: hung(hint),
            width,
            height: usize::from(page.term.size().0),
            above: hang("", &question.ask, width).len() + LINES_BELOW_QUESTION + complaint,
            active: Cell::new(draft.active),
            ticked: RefCell::new(draft.ticked.clone()),
        };
        if (list.page_length()).is_some_and(|length| length < rows.len()) {
            list.hint = hung(&format!("Right: more answers. {hint}"));
        }
        list
    }

    fn lines(&self, row: usize, mark: &str) -> Vec<String> {
        hang(mark, &self.labels[row], self.width)
    }

    /// How many rows fit on the screen at once, however they are spread over pages; nothing when
    /// there is no room for a list.
    fn page_length(&self) -> Option<usize> {
        if self.height < usize::from(FEWEST_ROWS) {
            return None;
        }
        let mark = if self.is_checklist { "> [ ] " } else { "> " };
        let heights: Vec<usize> = (0..self.labels.len())
            .map(|row| self.lines(row, mark).len())
            .collect();
        let room = self.height.saturating_sub(self.hint.len() + 1);
        let room = match room.saturating_sub(self.above) {
            beside_question if beside_question >= FEWEST_LINES => beside_question,
            _ => room,
        };
        (1..=heights.len())
            .rev()
            .find(|length| (heights.chunks(*length)).all(|page| page.iter().sum::<usize>() <= room))
    }

    fn run(&self, page_length: usize, draft: &Draft) -> Outcome {
        let items: Vec<String> = (0..self.labels.len()).map(|row| row.to_string()).collect();
        let ended = if self.is_checklist {
            MultiSelect::with_theme(self)
                .with_prompt("")
                .report(false)
                .items(&items)
                .defaults(&draft.ticked)
                .max_length(page_length)
                .interact_opt()
                .map(|ticked| ticked.map(|_| self.active.get()))
        } else {
            Select::with_theme(self)
                .with_prompt("")
                .report(false)
                .items(&items)
                .default(draft.active)
                .max_length(page_length)
                .interact_opt()
        };
        match ended {
            Ok(Some(row)) => Outcome::Enter(row),
            Ok(None) => Outcome::Escape,
            Err(dialoguer::Error::IO(error)) if error.kind() == io::ErrorKind::Interrupted => {
                Outcome::Disturbed
            }
            Err(_) => Outcome::Gone,
        }
    }

    fn draw(&self, f: &mut dyn fmt::Write, row: &str, active: bool, mark: &str) -> fmt::Result {
        let row: usize = row.parse().map_err(|_| fmt::Error)?;
        let style = Style::new().for_stderr();
        let style = if active { style.bold() } else { style };
        if active {
            self.active.set(row);
        }
        for (place, line) in self.lines(row, mark).iter().enumerate() {
            let end = if place == 0 { "" } else { "\n" };
            write!(f, "{end}{}", style.apply_to(line))?;
        }
        Ok(())
    }
}

impl Theme for List {
    fn format_prompt(&self, f: &mut dyn fmt::Write, _prompt: &str) -> fmt::Result {
        f.write_str(&self.hint.join("\n"))
    }

    fn format_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        row: &str,
        active: bool,
    ) -> fmt::Result {
        // The dash shows where an option begins when the one above it is wrapped.
        self.draw(f, row, active, if active { "> " } else { "- " })
    }

    fn format_multi_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        row: &str,
        checked: bool,
        active: bool,
    ) -> fmt::Result {
        let place: usize = row.parse().map_err(|_| fmt::Error)?;
        self.ticked.borrow_mut()[place] = checked;
        let mut mark = String::from(if active { "> " } else { "  " });
        mark.write_str(match (self.tickable[place], checked) {
            (false, _) => "    ",
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
        })?;
        self.draw(f, row, active, &mark)
    }
}
