//! The list of a question: one answer (radio buttons) or many (check boxes).

use std::io;
use std::time::{Duration, Instant};

use console::Key;

use super::canvas::Canvas;
use super::page::Page;
use super::parse_line::{FIRST, answer_of};
use super::record::Lead;
use super::view::{Frame, ListView};
use super::{Event, Prompt};
use crate::answer::Answer;
use crate::answers::grammar::{NONE_WORDS, NOT_SURE_WORDS};
use crate::rulebook::QuestionKind;

const CHECKLIST_KEYS: &str = "Up, Down; Space or number to tick; Enter.";
const CHOICE_KEYS: &str = "Up, Down or number; Enter.";

/// Digits that follow each other so soon are one number.
const ONE_NUMBER: Duration = Duration::from_secs(1);

const NOT_SEEN: &str = "Read on to the last line first.";
const NOT_TICKED: &str = "This line is not ticked yet. Press Space to tick it, then Enter.";
const NO_NONE: &str = "This question has no \"none of these\". Not sure is u.";
const NOTHING_CHOSEN: &str =
    "Choose a line first, with Up and Down or its number, then press Enter.";

/// What a key comes to in the list.
pub(super) enum ListEvent {
    /// Nothing that leaves it.
    Stay,
    Event(Event),
    /// Something that has to be asked first.
    Confirm(Doubt),
}

/// Something that may be a slip.
pub(super) struct Doubt {
    pub(super) question: String,
    pub(super) answers: [&'static str; 2],
    /// The answer that Enter alone gives, if any.
    pub(super) default: Option<usize>,
    /// Whether it is about "none of these", or about the line of the cursor.
    is_none: bool,
}

/// A list on the screen. Its rows are the options, in a checklist "none of these", and "not sure".
pub(super) struct QuestionList<'p> {
    page: &'p Page,
    prompt: &'p Prompt<'p>,
    view: ListView,
    options: usize,
    is_checklist: bool,
    /// The ticked rows, a bit for each.
    ticked: u128,
    /// Ticks from before the list was shown.
    before: Option<Answer>,
    /// The number that the digits typed last make, and when the last one was.
    typed: Option<(usize, Instant)>,
    complaint: String,
}

impl<'p> QuestionList<'p> {
    /// None for a question without options.
    pub(super) fn new(page: &'p Page, prompt: &'p Prompt, before: Option<Answer>) -> Option<Self> {
        let choices = prompt.question.kind.choices();
        let is_checklist = match prompt.question.kind {
            QuestionKind::Number { .. } => return None,
            QuestionKind::Choice(_) => false,
            QuestionKind::Checklist(_) => true,
        };
        let options = choices.len();
        let mut list = QuestionList {
            page,
            prompt,
            view: ListView::new(options + usize::from(is_checklist) + 1),
            options,
            is_checklist,
            ticked: 0,
            before,
            typed: None,
            complaint: String::new(),
        };
        match before.or(prompt.earlier) {
            // A choice is where Enter keeps it. Ticks say themselves what it would keep.
            Some(Answer::Option(option)) => list.view.cursor = Some(option.into()),
            Some(Answer::NotSure) if !is_checklist => list.view.cursor = Some(list.unsure()),
            Some(Answer::NotSure) => list.ticked = 1 << list.unsure(),
            Some(Answer::Ticks { ticked, unsure }) => {
                let none = ticked == 0 && !unsure;
                list.ticked = u128::from(ticked)
                    | u128::from(none) << list.options
                    | u128::from(unsure) << list.unsure();
            }
            Some(Answer::Number(_)) | None => {}
        }
        Some(list)
    }

    pub(super) fn draw(
        &mut self,
        canvas: &mut Canvas,
        lead: &Lead,
        height: usize,
    ) -> io::Result<()> {
        let mut foot = self.page.complaint(&self.complaint);
        let keys = if self.is_checklist {
            CHECKLIST_KEYS
        } else {
            CHOICE_KEYS
        };
        let keys = format!("{keys} {}", self.prompt.other_keys("b"));
        foot.extend(self.page.dim(&keys));
        let enter_keeps = !self.is_checklist || self.answer().ok() == self.prompt.earlier;
        let head = self.page.head(self.prompt, self.before, enter_keeps);
        let rows = self.rows();
        let frame = Frame {
            lead,
            head,
            rows,
            foot,
        };
        self.view.draw(canvas, frame, height)
    }

    fn rows(&self) -> Vec<(String, String)> {
        let choices = self.prompt.question.kind.choices();
        let options = (1..).zip(choices);
        let options = options.map(|(number, choice)| (number.to_string(), &*choice.text));
        let none = self.is_checklist.then(|| ("n".to_owned(), NONE_WORDS));
        let unsure = ("u".to_owned(), NOT_SURE_WORDS);
        let rows = options.chain(none).chain([unsure]).enumerate();
        let width = choices.len().to_string().len();
        let rows = rows.map(|(row, (label, text))| {
            let mark = match self.is_checklist {
                false => "",
                true if self.has(row) => "[x] ",
                true => "[ ] ",
            };
            (format!("{label:>width$} {mark}"), text.to_owned())
        });
        rows.collect()
    }

    /// The ticks that are no answer yet, if they are not those of the answer before.
    pub(super) fn unfinished(&self) -> Option<Answer> {
        let ticks = self.ticks().filter(|_| self.is_checklist);
        ticks.filter(|ticks| Some(*ticks) != self.prompt.earlier)
    }

    pub(super) fn press(&mut self, key: &Key) -> ListEvent {
        self.complaint.clear();
        let typed = self.typed.take();
        match key {
            Key::Enter => self.enter(),
            Key::Escape | Key::Char('b') if self.prompt.interview.is_at_first() => {
                self.complain(FIRST)
            }
            Key::Escape | Key::Char('b') => ListEvent::Event(Event::Back),
            Key::Char('q') => ListEvent::Event(Event::STOP),
            Key::Char('?') => ListEvent::Event(Event::Why),
            Key::Char('n') => self.choose_none(),
            Key::Char('u') => self.choose(self.unsure(), true),
            Key::Char(' ') => match self.view.cursor.filter(|_| self.is_checklist) {
                Some(row) => self.choose(row, !self.has(row)),
                None => ListEvent::Stay,
            },
            Key::Char(digit @ '0'..='9') => {
                let before = typed.filter(|(_, when)| when.elapsed() < ONE_NUMBER);
                let before = before.map_or(0, |(number, _)| number);
                self.digit(before, usize::from(*digit as u8 - b'0'))
            }
            key => {
                self.view.moves(key);
                ListEvent::Stay
            }
        }
    }

    /// Takes the answer to a doubt.
    pub(super) fn resolve(&mut self, doubt: &Doubt, answer: usize) -> ListEvent {
        match (doubt.is_none, answer) {
            (true, 0) => ListEvent::Stay,
            (true, _) => {
                self.ticked = 0;
                self.choose(self.options, true)
            }
            (false, answer) => {
                if let Some(row) = self.view.cursor.filter(|_| answer == 0) {
                    self.choose(row, true);
                }
                self.finish()
            }
        }
    }

    fn unsure(&self) -> usize {
        self.options + usize::from(self.is_checklist)
    }

    fn has(&self, row: usize) -> bool {
        self.ticked >> row & 1 == 1
    }

    /// The ticks that say something, as an answer.
    fn ticks(&self) -> Option<Answer> {
        answer_of(self.signs(), false, self.has(self.unsure())).ok()
    }

    fn signs(&self) -> u64 {
        (0..self.options).fold(0, |signs, row| signs | u64::from(self.has(row)) << row)
    }

    fn complain(&mut self, complaint: &str) -> ListEvent {
        complaint.clone_into(&mut self.complaint);
        ListEvent::Stay
    }

    /// The answer that the ticks are.
    fn answer(&self) -> Result<Answer, &'static str> {
        let (none, unsure) = (self.has(self.options), self.has(self.unsure()));
        answer_of(self.signs(), none, unsure)
    }

    fn finish(&mut self) -> ListEvent {
        match self.answer() {
            Ok(answer) => ListEvent::Event(Event::Answer(answer)),
            Err(complaint) => self.complain(complaint),
        }
    }

    /// Enter answers with what a key has chosen, and only with that.
    fn enter(&mut self) -> ListEvent {
        let row = match (self.is_checklist, self.view.cursor) {
            (false, None) => return self.complain(NOTHING_CHOSEN),
            (false, Some(row)) => {
                let option = u8::try_from(row).ok().filter(|_| row < self.options);
                let answer = option.map_or(Answer::NotSure, Answer::Option);
                return ListEvent::Event(Event::Answer(answer));
            }
            (true, None) => return self.finish(),
            (true, Some(row)) if self.has(row) => return self.finish(),
            (true, Some(row)) => row,
        };
        // Enter on "not sure" or "none" says enough; on an option it could be a slip.
        if row >= self.options {
            return match self.choose(row, true) {
                ListEvent::Stay if self.has(row) => self.finish(),
                event => event,
            };
        }
        if self.ticks().is_none() {
            return self.complain(NOT_TICKED);
        }
        let text = &self.prompt.question.kind.choices()[row].text;
        ListEvent::Confirm(Doubt {
            question: format!("This line is not ticked: {text}. Is it true as well?"),
            answers: ["Yes, tick it too", "No, only what is ticked"],
            default: None,
            is_none: false,
        })
    }

    /// Goes to a row and, in a checklist, ticks it or takes its tick away. "None of these" and the
    /// other ticks exclude each other.
    fn choose(&mut self, row: usize, on: bool) -> ListEvent {
        if self.is_checklist && row == self.options && on {
            return self.choose_none();
        }
        self.view.cursor = Some(row);
        let bit = u128::from(self.is_checklist) << row;
        self.ticked = if on {
            self.ticked & !(1 << self.options) | bit
        } else {
            self.ticked & !bit
        };
        ListEvent::Stay
    }

    fn choose_none(&mut self) -> ListEvent {
        if !self.is_checklist {
            return self.complain(NO_NONE);
        }
        if let Some(row) = (self.view.unseen()).filter(|_| self.prompt.question.safety) {
            self.view.begin_at(row);
            return self.complain(NOT_SEEN);
        }
        if let Some(ticks) = self.ticks() {
            let ticked = self.prompt.question.words(ticks);
            return ListEvent::Confirm(Doubt {
                question: format!("You have ticked: {ticked}. Is none of these true after all?"),
                answers: ["Keep the ticks", "None of these"],
                default: Some(0),
                is_none: true,
            });
        }
        self.view.cursor = Some(self.options);
        self.ticked = 1 << self.options;
        ListEvent::Stay
    }

    /// A digit goes to its line, and ticks it in a checklist. With the digit before it may be the
    /// number of another line, which then is the one that was meant.
    fn digit(&mut self, before: usize, digit: usize) -> ListEvent {
        let both = before * 10 + digit;
        let is_both = before > 0 && both <= self.options;
        let number = if is_both { both } else { digit };
        if number == 0 {
            return self.choose_none();
        }
        if number > self.options {
            return self.complain(&format!("The lines go from 1 to {}.", self.options));
        }
        self.typed = Some((number, Instant::now()));
        if is_both && self.is_checklist {
            self.choose(before - 1, !self.has(before - 1));
            self.complaint = format!("Line {both}. For {before} and {digit} type {before},{digit}");
        } else if number * 10 <= self.options {
            let (first, last) = (number * 10, self.options.min(number * 10 + 9));
            let others = if first == last {
                first.to_string()
            } else {
                format!("{first} to {last}")
            };
            self.complaint = format!("Line {digit}. For {others} type both digits at once");
        }
        let row = number - 1;
        self.choose(row, !self.has(row))
    }
}
