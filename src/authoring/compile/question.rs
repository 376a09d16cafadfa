//! Questions and what answers they take.

use super::condition::EMPTY_RANGE;
use super::{Check, placed, root};
use crate::authoring::file;
use crate::authoring::file::{Entries, Scalar};
use crate::fault::{Code, Fault};
use crate::index::{IndexVec, QuestionIndex, TopicIndex};
use crate::quantity::{Dimension, Quantity, Unit};
use crate::rulebook::path::RulePath;
use crate::rulebook::{Choice, Question, QuestionKind, Text};

pub(crate) const QUESTION_KIND: &Code = &Code::error(
    "question-kind",
    "A question has exactly one kind",
    "Write `options:` to choose one, `tick:` to tick all that apply, or `number:` for a \
     number; exactly one of them.",
);

pub(crate) const OPTION_COUNT: &Code = &Code::error(
    "option-count",
    "Too few or too many options",
    "A question to choose from has 2 to 32 options, a checklist 1 to 32. *Not sure* and \
     *none of these* are offered without being listed.",
);

pub(crate) const RANGE_UNIT: &Code = &Code::error(
    "range-unit",
    "This is no number of the right unit",
    "A distance needs `km` or `mi`. A time takes hours, days, weeks, months or years. A \
     count takes a plain number.",
);

/// Most options a question may have: as many as fit on two screens.
const MAX_OPTIONS: usize = 32;

impl Check<'_> {
    pub(super) fn all_questions(
        &mut self,
        questions: Vec<file::Question>,
    ) -> IndexVec<QuestionIndex, Question> {
        let at = root().key("questions");
        let ids = questions.iter().map(|question| &question.id);
        self.unique_ids(ids, &at, ["question", "questions"]);
        placed(questions, &at)
            .map(|(at, question)| self.one_question(question, &at))
            .collect()
    }

    fn one_question(&mut self, question: file::Question, at: &RulePath) -> Question {
        let topic = self.index("topics", &question.topic, &at.key("topic"));
        let only_if = self.optional(question.only_if, &at.key("only_if"));
        let mut kind = self.kind(question.options, question.tick, question.number, at);
        if let Some(kind) = &mut kind {
            let (id, at_shorts) = (&question.id, at.key("shorts"));
            self.of_options(kind, id, question.shorts, &at_shorts, |choice, short| {
                choice.short = short.into();
            });
            let at_lapses = at.key("lapses");
            let lapses = question.lapses.map(|lapses| self.times(lapses, &at_lapses));
            self.of_options(kind, id, lapses, &at_lapses, |choice, after| {
                choice.lapses = Some(after);
            });
            let at_regions = at.key("regions");
            self.of_options(
                kind,
                id,
                question.regions,
                &at_regions,
                |choice, regions| {
                    choice.regions = regions;
                },
            );
        }
        if question.onset {
            self.onset(kind.as_ref(), at);
        }
        let from_log = question
            .from_log
            .zip(kind.as_ref())
            .and_then(|(from_log, kind)| {
                self.log_answers(&question.id, kind, &from_log, &at.key("from_log"))
            });
        self.questions.push((question.id.clone(), kind.clone()));
        Question {
            short: question
                .short
                .unwrap_or_else(|| words_of(&question.id))
                .into(),
            id: question.id.into(),
            topic: topic.unwrap_or(TopicIndex(0)),
            ask: question.ask.into(),
            why: question.why.into(),
            how: question.how.map(Text::from),
            only_if,
            kind: kind.unwrap_or(QuestionKind::Choice(Vec::new())),
            safety: false,
            changes: question.changes,
            onset: question.onset,
            fixed: question.fixed.map(Text::from),
            from_log,
        }
    }

    fn kind(
        &mut self,
        options: Option<Entries<String>>,
        tick: Option<Entries<String>>,
        number: Option<file::NumberKind>,
        at: &RulePath,
    ) -> Option<QuestionKind> {
        let kind = match (options, tick, number) {
            (Some(options), None, None) => {
                QuestionKind::Choice(self.choices(options, &at.key("options"), 2))
            }
            (None, Some(tick), None) => {
                QuestionKind::Checklist(self.choices(tick, &at.key("tick"), 1))
            }
            (None, None, Some(number)) => self.number(&number, &at.key("number")),
            _ => {
                let message = "a question has exactly one of `options`, `tick` and `number`";
                let fault = Fault::new(QUESTION_KIND, at, message);
                self.fault(fault.help(
                    "`options` to choose one, `tick` for all that apply, `number` for a number",
                ));
                return None;
            }
        };
        let is_whole = match &kind {
            QuestionKind::Number { .. } => !self.is_broken(&at.key("number")),
            kind => !kind.choices().is_empty(),
        };
        is_whole.then_some(kind)
    }

    fn choices(&mut self, entries: Entries<String>, at: &RulePath, least: usize) -> Vec<Choice> {
        if entries.0.len() < least || entries.0.len() > MAX_OPTIONS {
            let message = format!(
                "a question needs {least} to {MAX_OPTIONS} options, this has {}",
                entries.0.len()
            );
            self.fault(Fault::new(OPTION_COUNT, at, message));
        }
        self.good_keys("option", at, &entries);
        entries
            .0
            .into_iter()
            .take(MAX_OPTIONS)
            .map(|(id, text)| Choice {
                short: words_of(&id).into(),
                regions: Vec::new(),
                lapses: None,
                id: id.into(),
                text: text.into(),
            })
            .collect()
    }

    /// Gives options what is said of them by name.
    fn of_options<T>(
        &mut self,
        kind: &mut QuestionKind,
        question: &str,
        said: Option<Entries<T>>,
        at: &RulePath,
        give: impl Fn(&mut Choice, T),
    ) {
        let choices = match kind {
            QuestionKind::Choice(choices) | QuestionKind::Checklist(choices) => &mut choices[..],
            QuestionKind::Number { .. } => &mut [],
        };
        for (id, said) in said.into_iter().flat_map(|said| said.0) {
            if let Some(option) = self.option(question, &id, &at.key(&id), choices, &[]) {
                give(&mut choices[option], said);
            }
        }
    }

    fn times(&mut self, entries: Entries<Scalar>, at: &RulePath) -> Entries<Quantity> {
        let times = entries.0.into_iter().map(|(id, after)| {
            let after = self.quantity(&after, Dimension::Time, &at.key(&id));
            (id, after)
        });
        Entries(times.collect())
    }

    fn number(&mut self, number: &file::NumberKind, at: &RulePath) -> QuestionKind {
        let min = self.quantity(&number.min, number.unit, &at.key("min"));
        let max = self.quantity(&number.max, number.unit, &at.key("max"));
        if min.base() >= max.base() {
            let message = format!("no number lies from {min} to {max}");
            self.fault(Fault::new(EMPTY_RANGE, at, message));
        }
        QuestionKind::Number {
            dimension: number.unit,
            min,
            max,
        }
    }

    pub(super) fn quantity(
        &mut self,
        text: &Scalar,
        dimension: Dimension,
        at: &RulePath,
    ) -> Quantity {
        Quantity::parse(&text.0, dimension, None).unwrap_or_else(|error| {
            let fault = Fault::new(RANGE_UNIT, at, error.to_string());
            // As people say it, it may be clear.
            self.fault(match Quantity::said(&text.0, dimension, None) {
                Ok(meant) => fault.help(format!("write {}", meant.written())),
                Err(_) => fault,
            });
            Quantity::whole(0, Unit::One)
        })
    }
}

/// The words that a name is made of, which stand in where no short name is given.
pub(crate) fn words_of(id: &str) -> String {
    id.replace('_', " ")
}
