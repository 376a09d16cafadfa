//! Which facts of a training log answer a question.

use super::Check;
use super::condition::{EMPTY_RANGE, WRONG_TEST};
use crate::authoring::file::{self, RangeClause};
use crate::fault::{Code, Fault};
use crate::index::QuestionIndex;
use crate::quantity::Dimension;
use crate::rulebook::condition::{Condition, Range};
use crate::rulebook::from_log::{Fact, FromLog};
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{QuestionKind, Rulebook};

pub(crate) const UNKNOWN_FACT: &Code = &Code::error(
    "unknown-fact",
    "There is no such fact",
    "A training log gives the facts that `docs/rules.md` lists, by these names.",
);

pub(crate) const WRONG_FACT: &Code = &Code::error(
    "wrong-fact",
    "A log cannot answer this question so",
    "A number takes the name of one fact of its kind, as in `from_log: shoe_distance`. Options and \
     ticks take a fact with a range for each, as in `from_log: { longer: { longest_jump: { from: \
     11 } } }`. Only a number of a time can be the `onset`, and only one.",
);

pub(crate) const LOG_LOWERS: &Code = &Code::error(
    "log-lowers",
    "An answer from a log could hide a danger",
    "A red flag hangs on this question, and would not hold with the answer of the log, where it \
     could with the runner's own. Let the runner answer, or make it a list to tick: its lines are \
     only ticked for the runner to look over.",
);

impl Check<'_> {
    /// Checks the question that asks when the trouble began.
    pub(super) fn onset(&mut self, kind: Option<&QuestionKind>, at: &RulePath) {
        let is_time = |dimension| dimension == Dimension::Time;
        let at = at.key("onset");
        if let Some(QuestionKind::Number { dimension, .. }) = kind
            && is_time(*dimension)
        {
            if let Some(first) = self.onset.replace(at.clone()) {
                let fault = Fault::new(WRONG_FACT, &at, "two questions are the `onset`");
                self.fault(fault.related(&first, "the first is here"));
            }
        } else if kind.is_some() {
            let message = "only a number of a time can be the `onset`";
            self.fault(Fault::new(WRONG_FACT, &at, message));
        }
    }

    pub(super) fn log_answers(
        &mut self,
        id: &str,
        kind: &QuestionKind,
        from_log: &file::FromLog,
        at: &RulePath,
    ) -> Option<FromLog> {
        match (from_log, kind) {
            (file::FromLog::Number(_), _) if self.is_broken(at) => None,
            (file::FromLog::Number(fact), QuestionKind::Number { dimension, .. }) => {
                if fact.dimension() != *dimension {
                    let message = format!("`{fact}` does not measure what `{id}` asks");
                    self.fault(Fault::new(WRONG_FACT, at, message));
                }
                Some(FromLog::Number(*fact))
            }
            (
                file::FromLog::Options(options),
                QuestionKind::Choice(choices) | QuestionKind::Checklist(choices),
            ) => {
                let mut answered = Vec::new();
                for (option, facts) in &options.0 {
                    let here = at.key(option);
                    let index = self.option(id, option, &here, choices, &[]);
                    let facts = facts
                        .0
                        .iter()
                        .filter_map(|(name, range)| self.fact_range(name, range, &here.key(name)));
                    let facts: Vec<(Fact, Range)> = facts.collect();
                    answered.extend(index.and_then(|index| Some((index.try_into().ok()?, facts))));
                }
                Some(FromLog::Options(answered))
            }
            (file::FromLog::Number(_), _) => {
                let message = format!("`{id}` has options, and a fact is none of them");
                let help = "write `option: { fact: { from: …, below: … } }`";
                self.fault(Fault::new(WRONG_FACT, at, message).help(help));
                None
            }
            (file::FromLog::Options(_), _) => {
                let message = format!("`{id}` asks for a number and has no options");
                self.fault(Fault::new(WRONG_FACT, at, message).help("write `from_log: fact`"));
                None
            }
        }
    }

    fn fact_range(
        &mut self,
        name: &str,
        range: &RangeClause,
        at: &RulePath,
    ) -> Option<(Fact, Range)> {
        let Some(fact) = Fact::ALL.into_iter().find(|fact| fact.to_string() == name) else {
            let known = Fact::ALL.map(|fact| fact.to_string());
            let mut fault = Fault::new(UNKNOWN_FACT, at, format!("there is no fact `{name}`"));
            fault.on_key = true;
            self.unknown_name(fault, name, &known);
            return None;
        };
        if range.from.is_none() && range.below.is_none() {
            let message = "a range needs `from`, `below` or both";
            self.fault(Fault::new(EMPTY_RANGE, at, message));
        }
        if range.of.is_some() {
            let message = "`of` counts ticks and needs a checklist";
            self.fault(Fault::new(WRONG_TEST, &at.key("of"), message));
        }
        Some((fact, self.bounds(range, fact.dimension(), at)))
    }

    /// Refuses a log's answer that could take a red flag away. What is ticked from a log is only shown to
    /// the runner, who answers.
    pub(super) fn only_raises(&mut self, rulebook: &Rulebook) {
        for (index, question) in rulebook.questions.enumerated() {
            let (Some(from_log), false) = (
                &question.from_log,
                matches!(question.kind, QuestionKind::Checklist(_)),
            ) else {
                continue;
            };
            let lowers = rulebook.red_flags.iter().find(|flag| match from_log {
                FromLog::Number(_) => flag.when.questions().contains(&index),
                FromLog::Options(options) => {
                    let mut options = options.iter();
                    options.any(|(option, _)| !always_met(&flag.when, index, *option, true))
                }
            });
            if let Some(flag) = lowers {
                let (id, flag) = (&question.id, &flag.id);
                let message = format!("an answer to `{id}` from a log could hide `{flag}`");
                let at = item("questions", index).key("from_log");
                self.fault(Fault::new(LOG_LOWERS, &at, message).on_key());
            }
        }
    }
}

/// Whether no other answer to a question than this option meets more of a condition.
fn always_met(when: &Condition, question: QuestionIndex, option: u8, wanted: bool) -> bool {
    match when {
        Condition::All(parts) | Condition::Any(parts) => parts
            .iter()
            .all(|part| always_met(part, question, option, wanted)),
        Condition::Not(part) => always_met(part, question, option, !wanted),
        Condition::Is(of, options) if *of == question => (options >> option & 1 == 1) == wanted,
        Condition::NotSure(of) if *of == question => !wanted,
        _ => true,
    }
}
