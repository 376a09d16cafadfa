//! The interview on a terminal or a pipe.
//!
//! Two front ends, equal in what they can do: lists to move in, and plain numbered lines, for a screen
//! reader, a pipe or a tiny window. Both only show a question and bring back what came of it; the loop
//! around them is the same, and what is asked when is up to [`crate::interview`]. Everything is said
//! on standard error.

mod by_line;
mod canvas;
mod line_editor;
mod lists;
mod menu;
mod offer;
mod page;
mod parse_line;
mod plain;
mod question_list;
mod record;
mod stdin;
mod view;

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;

use console::Term;

use crate::answer::Answer;
use crate::index::QuestionIndex;
use crate::interview::{Interview, Step};
use crate::log::fill::Says;
use crate::quantity::Unit;
use crate::rulebook::Question;
use crate::rulebook::from_log::Said;
use crate::system::{self, SignalGuard};
use crate::text::Shown;
use lists::Lists;
pub use offer::Wish;
use page::Page;
use plain::Plain;

/// How the questions are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontEndKind {
    /// Lists to move in.
    Lists,
    /// Numbered lines.
    Plain,
}

/// Narrower windows leave too little of a line beside its mark.
const FEWEST_COLUMNS: u16 = 30;

impl FrontEndKind {
    /// The front end for this terminal; None if nobody can be asked.
    #[must_use]
    pub fn choose(plain: bool, no_input: bool) -> Option<Self> {
        let term = Term::stderr();
        let has_people = io::stdin().is_terminal() && term.is_term();
        if no_input || !(plain || has_people) {
            return None;
        }
        let (rows, columns) = term.size();
        let is_tiny = rows < page::FEWEST_ROWS || columns < FEWEST_COLUMNS;
        Some(
            if plain || system::wants_plain() || system::is_dumb() || is_tiny {
                FrontEndKind::Plain
            } else {
                FrontEndKind::Lists
            },
        )
    }
}

/// What the caller decides about an interview.
pub struct Settings<'s> {
    /// The unit of a distance typed without one.
    pub bare_distance: Option<Unit>,
    /// Whether a result of it was seen already: then nobody is greeted, and told why it can stop.
    pub has_result: bool,
    /// The command that goes on with this interview.
    pub resume: &'s dyn Fn(&Interview) -> Shown,
}

/// Why an interview ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// Nothing is left to ask.
    Finished,
    /// The runner stopped, or the input ended.
    Left,
    /// A line that nobody is there to correct is no answer.
    BadLine,
    /// This signal came. By custom the program then exits with 128 and its number.
    Interrupted(u8),
}

impl From<Option<u8>> for EndReason {
    fn from(signal: Option<u8>) -> Self {
        signal.map_or(EndReason::Left, EndReason::Interrupted)
    }
}

/// What a key or a line comes to, from the front end to the end of the interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Answer(Answer),
    /// Ask this one again.
    Change(QuestionIndex),
    Why,
    /// What each answer would do.
    Effects,
    Back,
    End(EndReason),
}

impl Event {
    const DONE: Event = Event::End(EndReason::Finished);
    const STOP: Event = Event::End(EndReason::Left);
}

/// A way to ask.
trait FrontEnd {
    /// Asks a question until it is answered or left. `ticks` are those that are no answer yet, before
    /// and after.
    fn ask(&mut self, prompt: &Prompt, ticks: &mut Option<Answer>) -> io::Result<Event>;

    /// Takes notice of an answer, and of the short names of questions whose answers fell away with it.
    fn answered(&mut self, question: &Question, answer: Answer, dropped: &[&str])
    -> io::Result<()>;

    /// Shows the answers before the result.
    fn review(&mut self, interview: &Interview) -> io::Result<Event>;

    /// Leaves the screen in order.
    fn close(&mut self, interview: &Interview) -> io::Result<()>;
}

/// A question to show.
struct Prompt<'i> {
    interview: &'i Interview<'i>,
    index: QuestionIndex,
    question: &'i Question,
    earlier: Option<Answer>,
    /// The answer of an earlier check, to be shown and not chosen.
    old: Option<Answer>,
    /// What the runner's training log says, where the answer or the ticks that are shown are the log's.
    log: Option<&'i Says>,
    /// The heading of its topic.
    topic: &'i str,
}

impl Prompt<'_> {
    /// The questions before this one.
    fn before(&self) -> &[QuestionIndex] {
        let before = self.interview.number().map_or(0, |number| number - 1);
        &self.interview.asked()[..before]
    }

    /// The keys that do not answer, where this one goes back.
    fn other_keys(&self, back: &str) -> String {
        let why = match self.question.how {
            Some(_) => "? how do I tell",
            None => "? why",
        };
        if self.interview.is_at_first() {
            format!("{why}, q stop")
        } else {
            format!("{why}, {back} back, q stop")
        }
    }
}

/// The answers to look over before the result: each with its question, and in short.
fn answers<'i>(interview: &'i Interview) -> Vec<(QuestionIndex, &'i Question, String)> {
    let case = interview.case();
    let answered = interview.answered().into_iter();
    let answers = answered.map(|index| {
        let question = &case.rulebook().questions[index];
        let answer = case.answers().get(index).unwrap_or(Answer::NotSure);
        let whose = if interview.is_from_log(index) {
            " (from your log)"
        } else if interview.is_kept(index) {
            " (as before)"
        } else {
            ""
        };
        (index, question, question.in_short(answer) + whose)
    });
    answers.collect()
}

/// Somebody to ask, until dropped. Meanwhile signals interrupt waits and do nothing else.
///
/// To be used on the main thread: that is the one signals wake up.
#[derive(Debug)]
pub struct Session {
    kind: FrontEndKind,
    guard: SignalGuard,
    page: Page,
}

impl Session {
    /// Begins to listen to signals.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn begin(kind: FrontEndKind) -> io::Result<Self> {
        Ok(Session {
            kind,
            guard: SignalGuard::begin()?,
            page: Page::new(kind == FrontEndKind::Lists),
        })
    }

    /// Asks until nothing that is left could change the result, the runner has looked over the
    /// answers, or it is an emergency. An interview that breaks off says how to go on.
    ///
    /// # Errors
    /// When standard input cannot be read or standard error not written.
    pub fn conduct<'r>(
        &self,
        mut interview: Interview<'r>,
        settings: &Settings,
    ) -> io::Result<ControlFlow<EndReason, Interview<'r>>> {
        let page = self.page.of(&interview, settings.has_result);
        let guard = &self.guard;
        let mut front_end: Box<dyn FrontEnd> = match self.kind {
            FrontEndKind::Lists => Box::new(Lists::new(&page, guard, settings.bare_distance)),
            FrontEndKind::Plain => Box::new(Plain::new(&page, guard, settings)),
        };
        let ended = hold(&mut interview, front_end.as_mut()).and_then(|reason| {
            if interview.has_asked() {
                front_end.close(&interview)?;
            }
            match reason {
                EndReason::Finished if !interview.has_asked() => {}
                EndReason::Finished => {
                    page.blank()?;
                    if interview.step() == Step::Emergency {
                        page.paragraph("I stop here: this cannot wait.")?;
                        page.blank()?;
                    }
                }
                _ => page.resume(&(settings.resume)(&interview), &interview)?,
            }
            Ok(reason)
        });
        let reason = match ended {
            Ok(reason) => reason,
            // A terminal that hung up cannot be told, and that is no failure.
            Err(error) => EndReason::Interrupted(guard.leaving_soon().ok_or(error)?),
        };
        Ok(match reason {
            EndReason::Finished => ControlFlow::Continue(interview),
            reason => ControlFlow::Break(reason),
        })
    }

    /// Whether single keys are read, and not lines.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        self.kind == FrontEndKind::Lists
    }

    /// Whether somebody is there to see and to press keys: piped answers are over with the interview.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        io::stdin().is_terminal() && Term::stderr().is_term()
    }
}

fn hold(interview: &mut Interview, front_end: &mut dyn FrontEnd) -> io::Result<EndReason> {
    loop {
        let event = match interview.step() {
            Step::Ask(index) => {
                let event = ask(interview, index, front_end)?;
                if let Event::Answer(answer) = event {
                    let questions = &interview.case().rulebook().questions;
                    let dropped = interview.answer(index, answer);
                    let dropped = dropped.into_iter().map(|index| &*questions[index].short);
                    let dropped: Vec<&str> = dropped.collect();
                    front_end.answered(&questions[index], answer, &dropped)?;
                }
                event
            }
            Step::Emergency => return Ok(EndReason::Finished),
            Step::Review if !interview.has_asked() && !interview.has_filled() => {
                return Ok(EndReason::Finished);
            }
            Step::Review => front_end.review(interview)?,
        };
        match event {
            Event::Answer(_) | Event::Why | Event::Effects => {}
            Event::Change(index) => interview.change(index),
            // The front ends know where there is nothing to go back to.
            Event::Back => drop(interview.back()),
            Event::End(reason) => return Ok(reason),
        }
    }
}

fn ask(
    interview: &mut Interview,
    index: QuestionIndex,
    front_end: &mut dyn FrontEnd,
) -> io::Result<Event> {
    let rulebook = interview.case().rulebook();
    let question = &rulebook.questions[index];
    let offered = interview.offered_ticks(index);
    let mut ticks = offered;
    let earlier = interview.earlier_answer(index);
    let log = interview.log_says(index).filter(|says| match says.said {
        Said::Answer(_) => interview.is_from_log(index),
        Said::Ticks(ticks) => offered == Some(ticks),
        Said::AtLeast(_) => earlier.is_none(),
    });
    let at_least = log
        .map(|says| says.said.answer())
        .filter(|_| offered.is_none());
    let prompt = Prompt {
        interview,
        index,
        question,
        earlier: earlier.or(at_least),
        old: interview.old_answer(index),
        log,
        topic: &rulebook.topics[question.topic].title,
    };
    let event = front_end.ask(&prompt, &mut ticks)?;
    if ticks != offered {
        interview.keep_unfinished(index, ticks);
    }
    Ok(event)
}
