//! Conditions: tests over answers.

use super::{Check, root};
use crate::authoring::file::{Clause, Question, RangeClause, Scalar, When};
use crate::fault::{Code, Fault};
use crate::index::QuestionIndex;
use crate::quantity::Dimension;
use crate::rulebook::condition::{Condition, Range};
use crate::rulebook::path::{RulePath, Segment};
use crate::rulebook::{Choice, QuestionKind};
use crate::yaml::decode::WRONG_SHAPE;
use crate::yaml::tree::words;
use crate::yaml::{Data, Node, Tree};

pub(crate) const EMPTY_RANGE: &Code = &Code::error(
    "empty-range",
    "No number lies in this range",
    "`from` is inside the range and `below` is not, so `from` must be smaller. A range \
     needs at least one of them.",
);

pub(crate) const WRONG_TEST: &Code = &Code::error(
    "wrong-test",
    "This test does not fit the question",
    "A question with options is tested with `question: option` or `question: [one, or, \
     another]`, a number with `question: { from: …, below: … }`, and a checklist with \
     either; a range counts its ticks.",
);

pub(crate) const NEVER_HOLDS: &Code = &Code::error(
    "never-holds",
    "This range is outside of the answers",
    "No allowed answer lies in the range, so the condition can never hold.",
);

pub(crate) const EMPTY_CONDITION: &Code = &Code::error(
    "empty-condition",
    "A condition has no parts",
    "`all`, `any` and a list of answers need at least one part.",
);

pub(crate) const UNKNOWN_OPTION: &Code = &Code::error(
    "unknown-option",
    "There is no such option",
    "A condition or a short name is for an answer that its question does not offer.",
);

pub(crate) const LATER_QUESTION: &Code = &Code::error(
    "later-question",
    "The question is asked later",
    "`only_if` decides whether a question is asked, so it may name earlier questions \
     only. Move one of the two.",
);

/// How to write a condition that names answers without their question, if that can only be one.
pub(super) fn condition_meant(
    fault: &Fault,
    tree: &Tree,
    questions: &[Question],
) -> Option<String> {
    let Some(Segment::Key(key)) = fault.path.0.last() else {
        return None;
    };
    if fault.code != WRONG_SHAPE || !["when", "unless", "only_if", "not"].contains(&&**key) {
        return None;
    }
    let node = tree.root.at(&fault.path)?;
    let words: Vec<String> = match &node.data {
        Data::List(items) => items.iter().map(word).collect::<Option<_>>()?,
        _ => vec![word(node)?],
    };
    let mut asked = questions.iter().filter(|question| {
        let lists = question.options.iter().chain(&question.tick);
        let options: Vec<&String> = lists.flat_map(|list| &list.0).map(|(id, _)| id).collect();
        words.iter().all(|word| options.contains(&word))
    });
    let question = asked.next().filter(|_| asked.next().is_none())?;
    let written = &tree.text[node.bytes.clone()];
    Some(format!("write `{key}: {{ {}: {written} }}`", question.id))
}

fn word(node: &Node) -> Option<String> {
    match &node.data {
        Data::Scalar { value, .. } => Some(words(value)),
        _ => None,
    }
}

impl Check<'_> {
    pub(super) fn optional(&mut self, when: Option<When>, at: &RulePath) -> Option<Condition> {
        when.map(|when| self.condition(&when, at))
    }

    pub(super) fn condition(&mut self, when: &When, at: &RulePath) -> Condition {
        let mut parts: Vec<Condition> = when
            .0
            .iter()
            .map(|(name, clause)| self.clause(name, clause, &at.key(name)))
            .collect();
        match parts.len() {
            1 => parts.remove(0),
            _ => Condition::All(parts),
        }
    }

    fn clause(&mut self, name: &str, clause: &Clause, at: &RulePath) -> Condition {
        match clause {
            Clause::Parts(parts) => {
                if parts.is_empty() {
                    let message = format!("`{name}` has no parts");
                    self.fault(Fault::new(EMPTY_CONDITION, at, message));
                }
                let parts = parts
                    .iter()
                    .enumerate()
                    .map(|(index, part)| self.condition(part, &at.item(index)))
                    .collect();
                if name == "all" {
                    Condition::All(parts)
                } else {
                    Condition::Any(parts)
                }
            }
            Clause::Negated(part) => Condition::Not(Box::new(self.condition(part, at))),
            Clause::Values(values) => match self.asked(name, at) {
                Some((question, kind)) => self.values(name, question, &kind, values, at),
                None => Condition::Any(Vec::new()),
            },
            Clause::Range(range) => match self.asked(name, at) {
                Some((question, kind)) => self.range(name, question, &kind, range, at),
                None => Condition::Any(Vec::new()),
            },
        }
    }

    /// A question that was asked before, with its kind if that is known.
    fn asked(&mut self, id: &str, at: &RulePath) -> Option<(QuestionIndex, QuestionKind)> {
        if let Some(question) = self.questions.find(|(known, _)| known == id) {
            return Some((question, self.questions[question].1.clone()?));
        }
        let index: usize = self.index("questions", id, at)?;
        let message = format!("`{id}` is not asked before this question");
        let first = root().key("questions").item(index).key("id");
        self.fault(
            Fault::new(LATER_QUESTION, at, message)
                .help("`only_if` may name earlier questions only; move one of the two")
                .related(&first, format!("`{id}` is asked here"))
                .on_key(),
        );
        None
    }

    fn values(
        &mut self,
        id: &str,
        question: QuestionIndex,
        kind: &QuestionKind,
        values: &[Scalar],
        at: &RulePath,
    ) -> Condition {
        if values.is_empty() {
            let message = format!("no answer to `{id}` is named");
            self.fault(Fault::new(EMPTY_CONDITION, at, message));
        }
        let mut options = 0;
        let mut parts = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let here = if values.len() == 1 {
                at.clone()
            } else {
                at.item(index)
            };
            match (&*value.0, kind) {
                ("not_sure", _) => parts.push(Condition::NotSure(question)),
                ("none", QuestionKind::Checklist(_)) => parts.push(Condition::NoneTicked(question)),
                (_, QuestionKind::Number { .. }) => {
                    let message = format!("`{id}` is a number and needs a range");
                    let fault = Fault::new(WRONG_TEST, &here, message);
                    self.fault(fault.help(format!("write `{id}: {{ from: …, below: … }}`")));
                }
                (value, QuestionKind::Choice(choices)) => {
                    let option = self.option(id, value, &here, choices, &["not_sure"]);
                    options |= option.map_or(0, |option| 1 << option);
                }
                (value, QuestionKind::Checklist(choices)) => {
                    let option = self.option(id, value, &here, choices, &["not_sure", "none"]);
                    options |= option.map_or(0, |option| 1 << option);
                }
            }
        }
        if options != 0 {
            parts.insert(0, Condition::Is(question, options));
        }
        if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::Any(parts)
        }
    }

    fn range(
        &mut self,
        id: &str,
        question: QuestionIndex,
        kind: &QuestionKind,
        range: &RangeClause,
        at: &RulePath,
    ) -> Condition {
        if range.from.is_none() && range.below.is_none() {
            let message = "a range needs `from`, `below` or both";
            self.fault(Fault::new(EMPTY_RANGE, at, message));
        }
        match kind {
            QuestionKind::Choice(_) => {
                let message = format!("`{id}` has options and cannot be tested with a range");
                let fault = Fault::new(WRONG_TEST, at, message);
                self.fault(fault.help(format!(
                    "write `{id}: option` or `{id}: [one, or, another]`"
                )));
                Condition::Any(Vec::new())
            }
            QuestionKind::Checklist(choices) => {
                let known_faults = self.faults.len();
                let all = (1_u64 << choices.len()) - 1;
                let of = range.of.as_ref().map_or(all, |names| {
                    names.iter().enumerate().fold(0, |of, (index, name)| {
                        let at = at.key("of").item(index);
                        let option = self.option(id, name, &at, choices, &[]);
                        of | option.map_or(0, |option| 1 << option)
                    })
                });
                let bounds = self.bounds(range, Dimension::Count, at);
                // Ticks are counted in ones, quantities in thousandths.
                let ticks = Range {
                    from: bounds.from.max(0).div_euclid(1000),
                    below: bounds.below.saturating_add(999).div_euclid(1000),
                };
                let sound = self.faults.len() == known_faults;
                if sound && ticks.from > i64::from(of.count_ones()) {
                    let message = "more ticks are asked for than there are options";
                    self.fault(Fault::new(NEVER_HOLDS, at, message));
                }
                Condition::Ticks(question, of, ticks)
            }
            QuestionKind::Number {
                dimension,
                min,
                max,
            } => {
                if range.of.is_some() {
                    let message = "`of` counts ticks and needs a checklist";
                    self.fault(Fault::new(WRONG_TEST, &at.key("of"), message));
                }
                let known_faults = self.faults.len();
                let bounds = self.bounds(range, *dimension, at);
                let sound = self.faults.len() == known_faults && min.base() < max.base();
                if sound && (bounds.from > max.base() || bounds.below <= min.base()) {
                    let message = format!("`{id}` never lies in this range");
                    let fault = Fault::new(NEVER_HOLDS, at, message);
                    self.fault(fault.help(format!("its answers go from {min} to {max}")));
                }
                Condition::Within(question, bounds)
            }
        }
    }

    pub(super) fn bounds(
        &mut self,
        range: &RangeClause,
        dimension: Dimension,
        at: &RulePath,
    ) -> Range {
        let mut bound = |text: &Option<Scalar>, key: &str, otherwise: i64| {
            text.as_ref().map_or(otherwise, |text| {
                self.quantity(text, dimension, &at.key(key)).base()
            })
        };
        let range = Range {
            from: bound(&range.from, "from", i64::MIN),
            below: bound(&range.below, "below", i64::MAX),
        };
        if range.from >= range.below {
            let fault = Fault::new(EMPTY_RANGE, at, "no number lies in this range");
            self.fault(fault.help("`from` must be smaller than `below`"));
        }
        range
    }

    /// The index of an option; `others` are words that fit as well.
    pub(super) fn option(
        &mut self,
        question: &str,
        given: &str,
        at: &RulePath,
        choices: &[Choice],
        others: &[&str],
    ) -> Option<usize> {
        let found = choices.iter().position(|choice| choice.id == *given);
        if found.is_some() {
            return found;
        }
        let known = choices.iter().map(|choice| &*choice.id);
        let known: Vec<&str> = known.chain(others.iter().copied()).collect();
        let message = format!("`{question}` has no option `{given}`");
        let mut fault = Fault::new(UNKNOWN_OPTION, at, message);
        // A short name is given by a key.
        fault.on_key = at.0.last() == Some(&Segment::Key(given.to_owned()));
        self.unknown_name(fault, given, &known);
        None
    }
}
