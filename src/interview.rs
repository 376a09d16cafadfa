//! The interview: which question comes next, going back, and when to stop.
//!
//! One next-question function serves every front end. A question is asked only while some answer
//! to it could still change the result. Questions come topic by topic, within a topic in the order
//! of the rule file; one that may yet fall away waits for the others.

mod filled;
mod interval;
mod relevance;
pub mod what_if;
pub mod why;

use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::index::QuestionIndex;
use crate::rulebook::Rulebook;
use crate::triage::TriageLevel;
use filled::Filled;
pub use filled::OfLog;
use relevance::Relevance;

/// An interview in progress.
#[derive(Debug, Clone)]
pub struct Interview<'r> {
    case: Case<'r>,
    /// The answered questions in the order they were asked, those answered beforehand first;
    /// *back* walks it.
    asked: Vec<QuestionIndex>,
    has_asked: bool,
    at: At,
    /// Answers of a branch that was left, kept to be offered again.
    remembered: Answers,
    /// Ticks on lists that were left without an answer, kept to be offered again.
    unfinished: Answers,
    all_questions: bool,
    /// The questions that would still be asked, the next one first; found once for each answer.
    open: Vec<QuestionIndex>,
    /// Whether a danger sign already says that it is an emergency.
    is_emergency: bool,
    /// Answers that made it an emergency and were then taken back.
    taken_back: Vec<(QuestionIndex, Answer)>,
    filled: Filled<'r>,
}

/// Where the interview stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// At the first open question, or at the end.
    Front,
    /// Gone back to this index in `asked`.
    Back(usize),
    /// Changing one answer out of the review.
    Change(QuestionIndex),
}

/// What comes now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Ask this.
    Ask(QuestionIndex),
    /// Nothing left to ask: show the answers before the result.
    Review,
    /// It is an emergency: stop asking at once.
    Emergency,
}

impl<'r> Interview<'r> {
    /// An interview that starts with these answers. With `all_questions` it asks every question
    /// that applies, even those that can no longer change the result.
    #[must_use]
    pub fn new(rulebook: &'r Rulebook, answers: Answers, all_questions: bool) -> Self {
        let case = Case::new(rulebook, answers);
        let mut asked = by_topic(&case);
        asked.retain(|question| case.may_apply(*question));
        let mut interview = Interview {
            case,
            asked,
            has_asked: false,
            at: At::Front,
            remembered: Answers::new(rulebook.questions.len()),
            unfinished: Answers::new(rulebook.questions.len()),
            all_questions,
            open: Vec::new(),
            is_emergency: false,
            taken_back: Vec::new(),
            filled: Filled::default(),
        };
        interview.look_ahead();
        interview
    }

    /// Plays an interview to the end of what `answer` knows.
    #[must_use]
    pub fn play(
        rulebook: &'r Rulebook,
        all_questions: bool,
        answer: impl Fn(QuestionIndex) -> Option<Answer>,
    ) -> Self {
        let nothing = Answers::new(rulebook.questions.len());
        let mut interview = Interview::new(rulebook, nothing, all_questions);
        while let Some(question) = interview.next()
            && let Some(answer) = answer(question)
        {
            interview.answer(question, answer);
        }
        interview
    }

    /// The same interview with ticks to offer on lists that have no answer yet.
    #[must_use]
    pub fn with_unfinished(self, unfinished: Answers) -> Self {
        Interview { unfinished, ..self }
    }

    /// The case so far.
    #[must_use]
    pub fn case(&self) -> &Case<'r> {
        &self.case
    }

    /// What comes now: where *back* has led, or else the first open question.
    #[must_use]
    pub fn step(&self) -> Step {
        match self.at {
            At::Back(index) => Step::Ask(self.asked[index]),
            At::Change(question) => Step::Ask(question),
            At::Front if self.is_emergency => Step::Emergency,
            At::Front => self.next().map_or(Step::Review, Step::Ask),
        }
    }

    /// The questions that would still be asked, the next one first. Later ones may fall away
    /// depending on the answers to come. None in an emergency: that ends the interview.
    #[must_use]
    pub fn open_questions(&self) -> &[QuestionIndex] {
        &self.open
    }

    /// Finds out what is left to ask, after the answers have changed.
    fn look_ahead(&mut self) {
        let case = &self.case;
        let mut relevance = Relevance::new(case);
        relevance.watch(self.filled.watched());
        self.is_emergency = relevance.level == TriageLevel::Emergency;
        self.open = if self.is_emergency {
            Vec::new()
        } else if self.all_questions {
            let questions = case.rulebook().questions.indices();
            let open = questions.filter(|question| case.is_open(*question));
            open.collect()
        } else {
            let questions = relevance.questions().into_iter();
            questions.map(|(question, _)| question).collect()
        };
        self.open.sort_by_key(|question| {
            let waits = !case.applies(*question);
            (waits, case.rulebook().questions[*question].topic)
        });
    }

    /// The first open question. None if no answer left could change the result.
    #[must_use]
    pub fn next(&self) -> Option<QuestionIndex> {
        self.open.first().copied()
    }

    /// Whether nothing that could still be answered would change the result.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.next().is_none()
    }

    /// At most so many questions are asked in all, those answered beforehand among them.
    #[must_use]
    pub fn most(&self) -> usize {
        self.asked.len() + self.open.len()
    }

    /// Takes the answer to a question and goes on at the first open one. Later answers stay,
    /// except those to questions that no longer apply: these are dropped and returned.
    pub fn answer(&mut self, question: QuestionIndex, answer: Answer) -> Vec<QuestionIndex> {
        let applied: Vec<QuestionIndex> = (self.case.answers().given())
            .map(|(other, _)| other)
            .filter(|other| self.case.may_apply(*other) && !self.filled.has(*other))
            .collect();
        let before = self.case.answers().get(question);
        let was_emergency = self.is_emergency;
        self.filled.take_back(&mut self.case);
        self.case.set(question, answer);
        self.filled.fill(&mut self.case);
        self.unfinished.clear(question);
        self.has_asked = true;
        if let At::Change(_) = self.at {
            // What was changed in the review is what *back* comes to first.
            self.asked.retain(|asked| *asked != question);
        }
        if !self.asked.contains(&question) {
            self.asked.push(question);
        }
        self.at = At::Front;
        // In rulebook order, since a dropped answer can only take later questions with it.
        let mut dropped = Vec::new();
        for other in applied {
            if !self.case.may_apply(other) {
                self.drop_answer(other);
                dropped.push(other);
            }
        }
        self.filled.fill(&mut self.case);
        self.look_ahead();
        if was_emergency && !self.is_emergency {
            self.taken_back
                .extend(before.map(|before| (question, before)));
        }
        dropped
    }

    fn drop_answer(&mut self, question: QuestionIndex) {
        if let Some(answer) = self.case.answers().get(question) {
            self.remembered.set(question, answer);
        }
        self.case.clear(question);
        self.asked.retain(|asked| *asked != question);
    }

    /// Goes back one screen: to the question before, or out of a change to the review. Every
    /// answer stays until another one replaces it. False at the first question.
    pub fn back(&mut self) -> bool {
        let before = self.before();
        self.at = before.unwrap_or(self.at);
        before.is_some()
    }

    /// Whether this is the first question, with nothing to go back to.
    #[must_use]
    pub fn is_at_first(&self) -> bool {
        self.before().is_none()
    }

    fn before(&self) -> Option<At> {
        let index = match self.at {
            At::Front => self.asked.len(),
            At::Back(index) => index,
            At::Change(_) => return Some(At::Front),
        };
        index.checked_sub(1).map(At::Back)
    }

    /// Asks one question again, out of the review.
    pub fn change(&mut self, question: QuestionIndex) {
        self.at = At::Change(question);
    }

    /// The answer given to a question before, to be offered again.
    #[must_use]
    pub fn earlier_answer(&self, question: QuestionIndex) -> Option<Answer> {
        self.case
            .answers()
            .get(question)
            .or(self.remembered.get(question))
    }

    /// Keeps the ticks on a list that is left without an answer. They are never one by themselves.
    pub fn keep_unfinished(&mut self, question: QuestionIndex, ticks: Option<Answer>) {
        match ticks {
            Some(ticks) => self.unfinished.set(question, ticks),
            None => drop(self.unfinished.clear(question)),
        }
    }

    /// Ticks on lists that were left without an answer.
    #[must_use]
    pub fn unfinished(&self) -> &Answers {
        &self.unfinished
    }

    /// The number of the question that comes now, from 1; none for a change out of the review.
    #[must_use]
    pub fn number(&self) -> Option<usize> {
        match self.at {
            At::Front => Some(self.asked.len() + 1),
            At::Back(index) => Some(index + 1),
            At::Change(_) => None,
        }
    }

    /// The questions with an answer, in the order they were asked.
    #[must_use]
    pub fn asked(&self) -> &[QuestionIndex] {
        &self.asked
    }

    /// Answers that made it an emergency and were then replaced by others, in that order.
    #[must_use]
    pub fn taken_back(&self) -> &[(QuestionIndex, Answer)] {
        &self.taken_back
    }

    /// Whether any question was asked here.
    #[must_use]
    pub fn has_asked(&self) -> bool {
        self.has_asked
    }

    /// Every question with an answer, topic by topic.
    #[must_use]
    pub fn answered(&self) -> Vec<QuestionIndex> {
        by_topic(&self.case)
    }
}

/// Every question with an answer, topic by topic.
fn by_topic(case: &Case) -> Vec<QuestionIndex> {
    let questions = &case.rulebook().questions;
    let given = case.answers().given();
    let mut answered: Vec<QuestionIndex> = given.map(|(question, _)| question).collect();
    answered.sort_by_key(|question| (questions[*question].topic, *question));
    answered
}

#[cfg(test)]
mod tests;
