//! The rich front end: lists to move in for choices, checklists and the review.

use std::io;

use super::entry::answer_of;
use super::list::{Ended, List, MARK, Sheet, Stand};
use super::page::hang;
use super::plain::Plain;
use super::{Asked, Choice, Reply, Review};
use crate::answer::Answer;
use crate::answers::grammar::{NONE_WORDS, NOT_SURE_WORDS};
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Kind, Question};

/// Asks by lists; numbers, and everything in a tiny window, by typed lines.
#[derive(Debug)]
pub(super) struct Rich<'p> {
    pub(super) plain: Plain<'p>,
    /// Where the runner stood in a list that was left without an answer.
    pub(super) draft: Option<Draft>,
}

/// The state of a question's list.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    place: QuestionIndex,
    stand: Stand,
    /// Whether the answer before was "none of these".
    was_none: bool,
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
        let rows = rows(asked).filter(|_| is_checklist(asked.question))?;
        let (ticked, _, unsure) = draft.ticks(&rows);
        let ticks = answer_of(ticked, false, unsure).ok()?;
        (Some(ticks) != asked.earlier).then_some(ticks)
    }

    fn ask_by_list(&mut self, asked: &Asked, rows: &[Row], draft: &mut Draft) -> io::Result<Reply> {
        let (page, question) = (self.plain.page, asked.question);
        let sheet = || Sheet {
            head: page.question(asked),
            rows: rows
                .iter()
                .map(|row| row.text(question).to_owned())
                .collect(),
        };
        let tickable =
            is_checklist(question).then(|| rows.iter().map(|row| row.is_tickable()).collect());
        let mut list = List::new(page, self.plain.watch, &sheet, tickable);
        loop {
            let row = match list.choose(&mut draft.stand)? {
                Ended::Row(row) => rows[row],
                Ended::Reply(reply) => return Ok(reply),
                Ended::NoRoom => return self.plain.ask(asked),
            };
            match row {
                Row::Back => return Ok(Reply::Back),
                Row::Why => return Ok(Reply::Why),
                row => match draft.answer(rows, row, question) {
                    Ok(answer) => return Ok(Reply::Answer(answer)),
                    Err(complaint) => list.complain(complaint),
                },
            }
        }
    }

    /// Shows the answers as a list, if there is room.
    pub(super) fn review(&mut self, review: &Review) -> io::Result<Choice> {
        let page = self.plain.page;
        let sheet = || {
            let change = "To change an answer, go to it and press Enter.";
            let mut sheet = Sheet {
                head: page.review(review.interview),
                rows: vec!["See the result".to_owned()],
            };
            sheet.head.extend(hang("", change, page.width()));
            sheet.rows.extend(review.answers(page.width() - MARK));
            sheet.rows.push("Go back".to_owned());
            sheet
        };
        let mut list = List::new(page, self.plain.watch, &sheet, None);
        let ended = list.choose(&mut Stand::default())?;
        // A list that is interrupted stays where it is.
        if matches!(ended, Ended::Row(_) | Ended::Reply(Reply::Back)) {
            list.clear()?;
        }
        Ok(match ended {
            Ended::Row(0) => Choice::Result,
            Ended::Row(row) => match review.answered.get(row - 1) {
                Some(place) => Choice::Change(*place),
                None => Reply::Back.into(),
            },
            Ended::Reply(reply) => reply.into(),
            Ended::NoRoom => return self.plain.review(review),
        })
    }
}

fn is_checklist(question: &Question) -> bool {
    matches!(question.kind, Kind::Checklist(_))
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
            Row::NoneOfThese => NONE_WORDS,
            Row::NotSure => NOT_SURE_WORDS,
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
    /// Begins at the answer of before; at the first row of a checklist, which is to be read again.
    fn new(asked: &Asked, rows: &[Row]) -> Self {
        let before = asked.unfinished.or(asked.earlier);
        let ticked: Vec<bool> = rows
            .iter()
            .map(|row| before.is_some_and(|answer| row.was_chosen(answer)))
            .collect();
        Draft {
            place: asked.place,
            stand: Stand {
                active: (ticked.iter().position(|ticked| *ticked))
                    .filter(|_| !is_checklist(asked.question))
                    .unwrap_or(0),
                ticked,
            },
            was_none: before.is_some_and(|answer| Row::NoneOfThese.was_chosen(answer)),
        }
    }

    /// The ticked options, and whether "none" and "not sure" are ticked.
    fn ticks(&self, rows: &[Row]) -> (u64, bool, bool) {
        let (mut ticked, mut none, mut unsure) = (0, false, false);
        for (row, _) in rows
            .iter()
            .zip(&self.stand.ticked)
            .filter(|(_, ticked)| **ticked)
        {
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
            return Err("This line is not ticked yet. Press Space to tick it, then Enter.");
        }
        answer_of(ticked, none, unsure)
    }
}
