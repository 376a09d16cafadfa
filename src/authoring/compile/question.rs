//! Questions and what answers they take.

use super::condition::EMPTY_RANGE;
use super::{Check, root};
use crate::authoring::file;
use crate::authoring::file::{Entries, Scalar};
use crate::fault::{Code, Fault};
use crate::index::{IndexVec, QuestionIndex};
use crate::quantity::{Dimension, Quantity, Unit};
use crate::rulebook::path::RulePath;
use crate::rulebook::{Choice, Kind, Question, Text};

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
        let ids = questions.iter().map(|question| question.id.as_str());
        self.unique_ids(ids, &at, "question");
        questions
            .into_iter()
            .enumerate()
            .map(|(index, question)| self.one_question(question, &at.item(index)))
            .collect()
    }

    fn one_question(&mut self, question: file::Question, at: &RulePath) -> Question {
        let topic = self
            .topics
            .iter()
            .position(|topic| *topic == question.topic);
        if topic.is_none() {
            self.unknown(
                "topic",
                &question.topic,
                &at.key("topic"),
                &self.topics.clone(),
            );
        }
        let only_if = question
            .only_if
            .map(|when| self.condition(&when, &at.key("only_if")));
        let shorts = question.shorts.unwrap_or_default();
        let mut kind = self.kind(question.options, question.tick, question.number, at);
        if let Some(kind) = &mut kind {
            let at_shorts = at.key("shorts");
            self.of_options(kind, &question.id, shorts, &at_shorts, |choice, short| {
                choice.short = short.into();
            });
            let at_lapses = at.key("lapses");
            let lapses = self.times(question.lapses.unwrap_or_default(), &at_lapses);
            self.of_options(kind, &question.id, lapses, &at_lapses, |choice, after| {
                choice.lapses = Some(after);
            });
            let (regions, at_regions) = (question.regions.unwrap_or_default(), at.key("regions"));
            self.of_options(
                kind,
                &question.id,
                regions,
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
            topic: topic.unwrap_or(0).into(),
            ask: question.ask.into(),
            why: question.why.into(),
            how: question.how.map(Text::from),
            only_if,
            kind: kind.unwrap_or(Kind::Choice(Vec::new())),
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
    ) -> Option<Kind> {
        let kind = match (options, tick, number) {
            (Some(options), None, None) => {
                Kind::Choice(self.choices(options, &at.key("options"), 2))
            }
            (None, Some(tick), None) => Kind::Checklist(self.choices(tick, &at.key("tick"), 1)),
            (None, None, Some(number)) => self.number(&number, &at.key("number")),
            _ => {
                self.fault(
                    Fault::new(
                        QUESTION_KIND,
                        at,
                        "a question has exactly one of `options`, `tick` and `number`",
                    )
                    .help(
                        "`options` to choose one, `tick` for all that apply, `number` for a number",
                    ),
                );
                return None;
            }
        };
        let is_whole = match &kind {
            Kind::Number { .. } => !self.is_broken(&at.key("number")),
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
        for (id, _) in &entries.0 {
            self.good_id(id, &at.key(id), "option");
        }
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
        kind: &mut Kind,
        question: &str,
        said: Entries<T>,
        at: &RulePath,
        give: impl Fn(&mut Choice, T),
    ) {
        let choices = match kind {
            Kind::Choice(choices) | Kind::Checklist(choices) => &mut choices[..],
            Kind::Number { .. } => &mut [],
        };
        for (id, said) in said.0 {
            match choices.iter_mut().find(|choice| choice.id == id) {
                Some(choice) => give(choice, said),
                None => self.unknown_option(question, &id, &at.key(&id), choices, [].into_iter()),
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

    fn number(&mut self, number: &file::NumberKind, at: &RulePath) -> Kind {
        let min = self.quantity(&number.min, number.unit, &at.key("min"));
        let max = self.quantity(&number.max, number.unit, &at.key("max"));
        if min.base() >= max.base() {
            self.fault(Fault::new(
                EMPTY_RANGE,
                at,
                format!("no number lies from {min} to {max}"),
            ));
        }
        Kind::Number {
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
