//! The interview on a terminal or a pipe.
//!
//! Two front ends, equal in what they can do: [`FrontEnd::Rich`] with lists to move in, and
//! [`FrontEnd::Plain`] with numbered lines, for a screen reader, a pipe or a tiny window. Both only
//! show a question and bring back a `Reply`; the loop around them is the same, and what is asked
//! when is up to [`crate::interview`]. Everything is said on standard error.

mod entry;
mod lines;
mod list;
mod page;
mod plain;
mod rich;
mod signals;
mod typed;

use std::io::{self, IsTerminal as _};

use console::Term;

use crate::answer::Answer;
use crate::interview::{Interview, Step};
use crate::quantity::Unit;
use crate::rulebook::Question;
use crate::rulebook::condition::QuestionIndex;
use crate::text::Shown;
use lines::Lines;
use page::{Page, in_short};
use plain::Plain;
use rich::Rich;
use signals::Watch;

/// How the questions are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontEnd {
    /// Lists to move in.
    Rich,
    /// Numbered lines.
    Plain,
}

/// Narrower windows leave too little of a line beside its mark.
const FEWEST_COLUMNS: u16 = 30;

impl FrontEnd {
    /// The front end for this terminal; nothing when nobody can be asked.
    #[must_use]
    pub fn choose(plain: bool, no_input: bool) -> Option<Self> {
        let term = Term::stderr();
        let has_people = io::stdin().is_terminal() && term.is_term();
        if no_input || !(plain || has_people) {
            return None;
        }
        let set = |name: &str| std::env::var(name).unwrap_or_default();
        let is_dumb = matches!(set("TERM").as_str(), "" | "dumb");
        let wants_plain = !matches!(set("ACCESSIBLE").as_str(), "" | "0");
        let (rows, columns) = term.size();
        let is_tiny = rows < list::FEWEST_ROWS || columns < FEWEST_COLUMNS;
        Some(if plain || wants_plain || is_dumb || is_tiny {
            FrontEnd::Plain
        } else {
            FrontEnd::Rich
        })
    }
}

/// What the caller decides about an interview.
pub struct Settings<'s> {
    /// The unit of a distance typed without one.
    pub bare_distance: Option<Unit>,
    /// The command that goes on with this interview.
    pub resume: &'s dyn Fn(&Interview) -> Shown,
}

/// An interview that ended.
#[derive(Debug)]
pub struct Ended<'r> {
    /// The interview with its answers.
    pub interview: Interview<'r>,
    /// How it ended.
    pub how: How,
}

/// How an interview ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Nothing is left to ask.
    Finished,
    /// The runner stopped, or the input ended.
    Left,
    /// This signal came. By custom the program then exits with 128 and its number.
    Interrupted(u8),
}

/// What a question on screen looks like.
struct Asked<'r> {
    place: QuestionIndex,
    question: &'r Question,
    earlier: Option<Answer>,
    /// Ticks that were made before and are no answer yet.
    unfinished: Option<Answer>,
    most_to_come: usize,
}

/// The answers to look over before the result.
struct Review<'i> {
    interview: &'i Interview<'i>,
    answered: Vec<QuestionIndex>,
}

impl Review<'_> {
    /// Every question with its answer, in `room` columns.
    fn answers(&self, room: usize) -> Vec<String> {
        let case = self.interview.case();
        let line = |place: &QuestionIndex| {
            let question = &case.rulebook().questions[*place];
            let answer = case.answers().get(*place).unwrap_or(Answer::NotSure);
            in_short(&question.ask, &question.words(answer), room)
        };
        self.answered.iter().map(line).collect()
    }
}

/// What came back from a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reply {
    Answer(Answer),
    Why,
    Back,
    Leave,
    Interrupted(u8),
}

/// What came back from the review.
enum Choice {
    Result,
    Change(QuestionIndex),
    Other(Reply),
}

impl From<Reply> for Choice {
    fn from(reply: Reply) -> Self {
        Choice::Other(reply)
    }
}

/// Asks until nothing that is left could change the result, the runner has looked over the answers,
/// or it is an emergency. An interview that stops early says how to go on.
///
/// To be called on the main thread: that is the one signals wake up.
///
/// # Errors
/// When standard input cannot be read or standard error not written.
pub fn conduct<'r>(
    front_end: FrontEnd,
    mut interview: Interview<'r>,
    settings: &Settings,
) -> io::Result<Ended<'r>> {
    let watch = Watch::begin()?;
    let page = Page {
        term: Term::stderr(),
        styled: front_end == FrontEnd::Rich,
    };
    let plain = Plain {
        page: &page,
        watch: &watch,
        lines: Lines::default(),
        bare_distance: settings.bare_distance,
        by_key: front_end == FrontEnd::Rich,
    };
    let mut conversation = Conversation {
        front_end,
        screen: Rich { plain, draft: None },
        topic: None,
    };
    let how = match (conversation.hold(&mut interview), watch.leaving()) {
        // A terminal that hangs up may fail before its signal is seen.
        (Err(_), Some(signal)) => How::Interrupted(signal),
        (how, _) => how?,
    };
    if how == How::Finished {
        if interview.has_asked() {
            page.blank()?;
        }
    } else {
        let told = page.resume(&(settings.resume)(&interview), &interview);
        // A terminal that hung up cannot be told, and that is no failure.
        if how == How::Left {
            told?;
        }
    }
    Ok(Ended { interview, how })
}

struct Conversation<'p> {
    front_end: FrontEnd,
    screen: Rich<'p>,
    /// The topic whose heading was shown last.
    topic: Option<usize>,
}

impl Conversation<'_> {
    fn page(&self) -> &Page {
        self.screen.plain.page
    }

    fn hold(&mut self, interview: &mut Interview) -> io::Result<How> {
        self.greet(interview)?;
        loop {
            let reply = match interview.step() {
                Step::Ask(place) => {
                    let mut reply = self.ask(interview, place)?;
                    match reply {
                        Reply::Answer(answer) => self.take(interview, place, answer)?,
                        Reply::Why => {
                            self.page().why(interview, place)?;
                            // The question comes again and would push the reason off the screen.
                            if self.front_end == FrontEnd::Rich {
                                self.page().paragraph("Enter: back to the question.")?;
                                reply = self.screen.plain.read(|_| Ok(Reply::Why))?;
                            }
                        }
                        _ => {}
                    }
                    reply
                }
                Step::Emergency => {
                    if interview.has_asked() {
                        self.page().blank()?;
                        self.page().paragraph("I stop here: this cannot wait.")?;
                    }
                    return Ok(How::Finished);
                }
                Step::Review if !interview.has_asked() => return Ok(How::Finished),
                Step::Review => match self.review(interview)? {
                    Choice::Result => return Ok(How::Finished),
                    Choice::Change(place) => {
                        interview.change(place);
                        continue;
                    }
                    Choice::Other(reply) => reply,
                },
            };
            match reply {
                Reply::Answer(_) | Reply::Why => {}
                Reply::Back => {
                    if !interview.back() {
                        self.page().paragraph("This is the first question.")?;
                    }
                }
                Reply::Leave => return Ok(How::Left),
                Reply::Interrupted(signal) => return Ok(How::Interrupted(signal)),
            }
        }
    }

    fn greet(&self, interview: &Interview) -> io::Result<()> {
        if interview.next().is_none() {
            return Ok(());
        }
        let page = self.page();
        page.paragraph(&interview.case().rulebook().title)?;
        page.paragraph(
            "I ask only what can change the result. \"Not sure\" is fine; on danger signs I then \
             play safe.",
        )
    }

    fn ask(&mut self, interview: &mut Interview, place: QuestionIndex) -> io::Result<Reply> {
        let rulebook = interview.case().rulebook();
        let question = &rulebook.questions[place];
        if self.topic.replace(question.topic) != Some(question.topic) {
            self.page().topic(&rulebook.topics[question.topic].title)?;
        }
        let asked = Asked {
            place,
            question,
            earlier: interview.earlier_answer(place),
            unfinished: interview.unfinished().get(place),
            most_to_come: interview.most_to_come(),
        };
        match self.front_end {
            FrontEnd::Rich => {
                let reply = self.screen.ask(&asked)?;
                interview.keep_unfinished(place, self.screen.unfinished(&asked));
                Ok(reply)
            }
            FrontEnd::Plain => self.screen.plain.ask(&asked),
        }
    }

    /// Takes an answer and says how it was understood and which answers fall away with it.
    fn take(
        &self,
        interview: &mut Interview,
        place: QuestionIndex,
        answer: Answer,
    ) -> io::Result<()> {
        let questions = &interview.case().rulebook().questions;
        self.page().understood(&questions[place].words(answer))?;
        for dropped in interview.answer(place, answer) {
            let ask = &questions[dropped].ask;
            self.page()
                .hanging("  ", &format!("No longer needed: your answer to \"{ask}\""))?;
        }
        Ok(())
    }

    fn review(&mut self, interview: &Interview) -> io::Result<Choice> {
        self.topic = None;
        let review = Review {
            interview,
            answered: interview.answered(),
        };
        match self.front_end {
            FrontEnd::Rich => self.screen.review(&review),
            FrontEnd::Plain => self.screen.plain.review(&review),
        }
    }
}
