//! Mutants: copies of a rulebook with one rule deleted, weakened or turned round.

use crate::index::{CauseIndex, EvidenceIndex, ExpectationIndex, QuestionIndex, RedFlagIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::conditions::{Placed, Role};
use crate::rulebook::expectation::Expectation;
use crate::rulebook::from_log::FromLog;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{RedFlag, Rulebook};
use crate::triage::TriageLevel;

/// A mutation operator: what is done to a rule. What could harm most comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    /// A red flag is deleted.
    RedFlag,
    /// A red flag raises to one level less. Deleting it covers the lowest level.
    Level,
    /// An option or a part of an `any` is taken out of a red flag.
    Branch,
    /// A part of an `all` is taken out of a red flag, which then holds for more people.
    Conjunct,
    /// A `never` is taken out of a red flag.
    Never,
    /// An `unless` of advice is deleted.
    Unless,
    /// An `only_if` of advice is deleted.
    OnlyIf,
    /// An `only_if` of a question is deleted.
    Gate,
    /// A log does not answer a question any more, or does not tick a line of it.
    FromLog,
    /// A `fixed` of a question is deleted: its answer is asked for at a later check.
    Fixed,
    /// What should be better by when is deleted, comes half as soon, is less urgent, or asks less.
    Expectation,
    /// What should be better never is.
    Better,
    /// Soreness is never ordinary, or always.
    Ordinary,
    /// A piece of evidence is deleted.
    Evidence,
    /// A ratio is turned round: what spoke for a cause speaks as much against it.
    Ratio,
}

impl Operator {
    /// All kinds, as they are listed.
    pub const ALL: [Self; 15] = [
        Self::RedFlag,
        Self::Level,
        Self::Branch,
        Self::Conjunct,
        Self::Never,
        Self::Unless,
        Self::OnlyIf,
        Self::Gate,
        Self::FromLog,
        Self::Fixed,
        Self::Expectation,
        Self::Better,
        Self::Ordinary,
        Self::Evidence,
        Self::Ratio,
    ];

    /// The heading, and the name in data.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::RedFlag => ("red flags deleted", "red_flag"),
            Self::Level => ("red flags one level lower", "level"),
            Self::Branch => ("red flags without one of several signs", "branch"),
            Self::Conjunct => ("red flags that ask for one thing less", "conjunct"),
            Self::Never => ("red flags without one of their `never`", "never"),
            Self::Unless => ("`unless` of advice deleted", "unless"),
            Self::OnlyIf => ("`only_if` of advice deleted", "only_if"),
            Self::Gate => ("`only_if` of questions deleted", "gate"),
            Self::FromLog => ("answers from a log deleted", "from_log"),
            Self::Fixed => ("`fixed` of questions deleted", "fixed"),
            Self::Expectation => ("expectations deleted or changed", "expectation"),
            Self::Better => ("expectations that are never met", "better"),
            Self::Ordinary => ("`ordinary` never or always", "ordinary"),
            Self::Evidence => ("evidence deleted", "evidence"),
            Self::Ratio => ("ratios turned round", "ratio"),
        }
    }

    /// Whether many rule files have none.
    #[must_use]
    pub fn is_rare(self) -> bool {
        (Self::FromLog..=Self::Better).contains(&self)
    }

    /// Whether a rule file may accept a survivor: only what weighs causes, never what keeps people
    /// safe.
    #[must_use]
    pub fn may_survive(self) -> bool {
        matches!(self, Self::Evidence | Self::Ratio)
    }
}

/// A rulebook with one thing changed, as what is changed.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What is done.
    pub kind: Operator,
    /// Where the rule stands.
    pub path: RulePath,
    /// What is done to it in particular, where its kind does not say.
    pub what: Option<String>,
    /// The condition of the rule.
    pub when: Condition,
    pub(super) edit: Edit,
}

#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// Another condition in place of the one that decides this.
    Condition(Role, Condition),
    /// Another level of this red flag.
    Level(RedFlagIndex, TriageLevel),
    /// This red flag without this of its `never`.
    Never(RedFlagIndex, usize),
    /// The evidence of this cause at this index, turned round.
    TurnedRound(CauseIndex, EvidenceIndex),
    /// What a log answers to this question, or to this option of it, is taken out.
    FromLog(QuestionIndex, Option<u8>),
    /// The answer to this question is not fixed.
    Fixed(QuestionIndex),
    /// Another expectation in place of this one.
    Expectation(ExpectationIndex, Box<Expectation>),
}

const NEVER: Condition = Condition::Any(Vec::new());
const ALWAYS: Condition = Condition::All(Vec::new());

impl Mutant {
    /// Every mutant of a rulebook, in the order of the file.
    #[must_use]
    pub fn all(rulebook: &Rulebook) -> Vec<Self> {
        let mut mutants = Vec::new();
        let mut add = |kind, path: &RulePath, what, when: &Condition, edit| {
            let (path, when) = (path.clone(), when.clone());
            mutants.push(Mutant {
                kind,
                path,
                what,
                when,
                edit,
            });
        };
        for Placed { role, condition } in rulebook.conditions() {
            let path = match role {
                Role::Wanted(_) | Role::Harmful(_) => role.path(),
                _ => role.rule(),
            };
            let mut add = |kind, what, edit| add(kind, &path, what, condition, edit);
            let to = |condition| Edit::Condition(role, condition);
            match role {
                Role::Gate(_) => add(Operator::Gate, None, to(ALWAYS)),
                Role::RedFlag(flag) => {
                    add(Operator::RedFlag, None, to(NEVER));
                    let RedFlag { level, never, .. } = &rulebook.red_flags[flag];
                    if *level > TriageLevel::TimeOff {
                        let lower = TriageLevel::ALL[*level as usize - 1];
                        let what = format!("at `{lower}`");
                        add(Operator::Level, Some(what), Edit::Level(flag, lower));
                    }
                    for (index, never) in never.iter().enumerate() {
                        let what = format!("without `{}`", rulebook.never[*never].id);
                        add(Operator::Never, Some(what), Edit::Never(flag, index));
                    }
                    for (kind, gone, rest) in weakened(condition) {
                        let what = format!("without `{}`", gone.words(rulebook));
                        add(kind, Some(what), to(rest));
                    }
                }
                Role::Ordinary => {
                    add(Operator::Ordinary, Some("never".to_owned()), to(NEVER));
                    add(Operator::Ordinary, Some("always".to_owned()), to(ALWAYS));
                }
                Role::Evidence(cause, evidence) => {
                    let words = Some(format!("where {}", condition.words(rulebook)));
                    let turned = Edit::TurnedRound(cause, evidence);
                    add(Operator::Evidence, words.clone(), to(NEVER));
                    add(Operator::Ratio, words, turned);
                }
                Role::Wanted(_) => add(Operator::OnlyIf, None, to(ALWAYS)),
                Role::Harmful(_) => add(Operator::Unless, None, to(NEVER)),
                Role::Better(_) => add(Operator::Better, None, to(NEVER)),
            }
        }
        for (path, question, option) in rulebook.answers_from_log() {
            let edit = Edit::FromLog(question, option);
            add(Operator::FromLog, &path, None, &ALWAYS, edit);
        }
        for (index, question) in rulebook.questions.enumerated() {
            if question.fixed.is_some() {
                let path = item("questions", index).key("fixed");
                add(Operator::Fixed, &path, None, &ALWAYS, Edit::Fixed(index));
            }
        }
        for (index, expectation) in rulebook.expect_by.enumerated() {
            let path = item("expect_by", index);
            for (what, changed) in changed(rulebook, expectation) {
                let edit = Edit::Expectation(index, Box::new(changed));
                add(Operator::Expectation, &path, what, &ALWAYS, edit);
            }
        }
        mutants
    }

    /// The rulebook with this change.
    #[must_use]
    pub fn of(&self, rulebook: &Rulebook) -> Rulebook {
        let mut mutated = rulebook.clone();
        match &self.edit {
            Edit::Condition(role, condition) => {
                if let Some(known) = mutated.condition_mut(*role) {
                    known.clone_from(condition);
                }
            }
            Edit::Level(flag, level) => mutated.red_flags[*flag].level = *level,
            Edit::Never(flag, index) => drop(mutated.red_flags[*flag].never.remove(*index)),
            Edit::Fixed(question) => mutated.questions[*question].fixed = None,
            Edit::Expectation(index, changed) => mutated.expect_by[*index].clone_from(changed),
            Edit::TurnedRound(cause, evidence) => {
                let evidence = &mut mutated.causes[*cause].evidence[*evidence];
                evidence.ratio = evidence.ratio.recip();
                evidence.weight = -evidence.weight;
            }
            Edit::FromLog(question, option) => match &mut mutated.questions[*question].from_log {
                Some(FromLog::Options(options)) => {
                    options.retain(|(known, _)| Some(*known) != *option);
                }
                number => *number = None,
            },
        }
        if matches!(
            self.kind,
            Operator::RedFlag | Operator::Branch | Operator::Conjunct
        ) {
            for question in &mut mutated.questions {
                question.safety = false;
            }
            for flag in &mutated.red_flags {
                let questions = &mut mutated.questions;
                let mut mark = |question| questions[question].safety = true;
                flag.when.each_question(&mut mark);
            }
        }
        mutated
    }
}

/// An expectation changed in every way there is, with what is changed; deleted first.
fn changed(rulebook: &Rulebook, is: &Expectation) -> Vec<(Option<String>, Expectation)> {
    let never = Expectation {
        levels: Vec::new(),
        ..is.clone()
    };
    let sooner = Expectation {
        within_days: is.within_days / 2,
        ..is.clone()
    };
    let what = format!("within {} days", sooner.within_days);
    let mut changed = vec![(None, never)];
    if sooner.within_days > 0 {
        changed.push((Some(what), sooner));
    }
    if is.level > TriageLevel::TimeOff {
        let level = TriageLevel::TimeOff;
        let lower = Expectation {
            level,
            ..is.clone()
        };
        changed.push((Some(format!("at `{level}`")), lower));
    }
    for (index, question) in is.less.iter().enumerate() {
        let mut weaker = is.clone();
        weaker.less.remove(index);
        let id = &rulebook.questions[*question].id;
        changed.push((Some(format!("without less `{id}`")), weaker));
    }
    changed
}

/// The condition with one part taken out, in every way there is; with the part.
fn weakened(condition: &Condition) -> Vec<(Operator, Condition, Condition)> {
    let mut found = Vec::new();
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            let (kind, join): (_, fn(_) -> _) = match condition {
                Condition::All(_) => (Operator::Conjunct, Condition::All),
                _ => (Operator::Branch, Condition::Any),
            };
            for (index, part) in parts.iter().enumerate() {
                if parts.len() > 1 {
                    let mut rest = parts.clone();
                    rest.remove(index);
                    found.push((kind, part.clone(), join(rest)));
                }
                found.extend(weakened(part).into_iter().map(|(kind, gone, rest)| {
                    let mut parts = parts.clone();
                    parts[index] = rest;
                    (kind, gone, join(parts))
                }));
            }
        }
        Condition::Not(part) => {
            let parts = weakened(part).into_iter();
            found.extend(parts.map(|(kind, gone, rest)| (kind, gone, Condition::Not(rest.into()))));
        }
        Condition::Is(question, options) if options.count_ones() > 1 => {
            let each = (0..u64::BITS).map(|option| 1 << option);
            found.extend(each.filter(|option| options & option != 0).map(|option| {
                let is = |options| Condition::Is(*question, options);
                (Operator::Branch, is(option), is(options & !option))
            }));
        }
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mutant_changes_just_one_rule() {
        let rulebook = Rulebook::built_in();
        let texts = |rulebook: &Rulebook| {
            let flags = rulebook
                .red_flags
                .iter()
                .map(|flag| format!("{} {:?} {:?}", flag.level, flag.when, flag.never));
            let evidence = rulebook.causes.iter().flat_map(|cause| &cause.evidence);
            let rest = rulebook.conditions().filter(|placed| {
                !matches!(
                    placed.role,
                    Role::RedFlag(_) | Role::Evidence(..) | Role::Better(_)
                )
            });
            flags
                .chain(evidence.map(|one| format!("{} {:?}", one.weight, one.when)))
                .chain(rest.map(|placed| format!("{:?}", placed.condition)))
                .chain(
                    rulebook
                        .questions
                        .iter()
                        .map(|question| format!("{:?} {:?}", question.from_log, question.fixed)),
                )
                .chain(rulebook.expect_by.iter().map(|one| format!("{one:?}")))
                .collect::<Vec<_>>()
        };
        let before = texts(&rulebook);
        for mutant in Mutant::all(&rulebook) {
            let after = texts(&mutant.of(&rulebook));
            let changed = before
                .iter()
                .zip(&after)
                .filter(|(before, after)| before != after);
            assert_eq!(changed.count(), 1, "{mutant:?}");
        }
    }
}
