//! Where the parts of a rulebook stand in its file: their paths, and what these are called.

use super::condition::Condition;
use super::from_log::FromLog;
use super::path::{RulePath, Segment};
use super::{Advice, Exception, Kind, Question, Rulebook};
use crate::index::QuestionIndex;

/// What a condition decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Whether a question is asked.
    Gate,
    /// Whether a red flag holds.
    RedFlag,
    /// Whether it is ordinary soreness.
    Ordinary,
    /// Whether a piece of evidence holds.
    Evidence,
    /// Whether advice is wanted.
    Wanted,
    /// Whether advice would harm.
    Harmful,
    /// Whether it is better than at an earlier check.
    Better,
}

/// A condition with its path.
#[derive(Debug, Clone)]
pub struct Placed<'r> {
    /// Where it stands.
    pub path: RulePath,
    /// What it decides.
    pub role: Role,
    /// The condition.
    pub condition: &'r Condition,
}

/// The path of an item of a list at the top of the file.
#[must_use]
pub fn item(list: &str, index: impl Into<usize>) -> RulePath {
    RulePath::default().key(list).item(index)
}

impl Rulebook {
    /// Every condition with its path, in the order of the file.
    #[must_use]
    pub fn conditions(&self) -> Vec<Placed<'_>> {
        let mut found = Vec::new();
        let mut add = |path: RulePath, role, condition| {
            found.push(Placed {
                path,
                role,
                condition,
            });
        };
        for (index, question) in self.questions.enumerated() {
            if let Some(only_if) = &question.only_if {
                add(item("questions", index).key("only_if"), Role::Gate, only_if);
            }
        }
        for (index, flag) in self.red_flags.enumerated() {
            add(
                item("red_flags", index).key("when"),
                Role::RedFlag,
                &flag.when,
            );
        }
        add(
            RulePath::default().key("ordinary").key("when"),
            Role::Ordinary,
            &self.ordinary.when,
        );
        for (cause, rules) in self.causes.enumerated() {
            for (index, evidence) in rules.evidence.enumerated() {
                let path = item("causes", cause).key("evidence").item(index);
                add(path.key("when"), Role::Evidence, &evidence.when);
            }
        }
        for (path, advice) in self.all_advice() {
            if let Some(only_if) = &advice.only_if {
                add(path.key("only_if"), Role::Wanted, only_if);
            }
            if let Some(unless) = &advice.unless {
                add(path.key("unless"), Role::Harmful, unless);
            }
        }
        for (index, expectation) in self.expect_by.enumerated() {
            let path = item("expect_by", index).key("better");
            add(path, Role::Better, &expectation.better);
        }
        found
    }

    /// Every list of advice with its path.
    pub fn advice_lists(&self) -> impl Iterator<Item = (RulePath, &Vec<Advice>)> {
        let ordinary = RulePath::default().key("ordinary").key("advice");
        let causes = self.causes.enumerated();
        let causes =
            causes.map(|(index, cause)| (item("causes", index).key("advice"), &cause.advice));
        std::iter::once((ordinary, &self.ordinary.advice))
            .chain(causes)
            .chain([(RulePath::default().key("advice"), &self.advice)])
    }

    /// Every piece of advice with its path.
    #[must_use]
    pub fn all_advice(&self) -> Vec<(RulePath, &Advice)> {
        let lists = self.advice_lists().flat_map(|(path, list)| {
            let items = list.iter().enumerate();
            items.map(move |(index, advice)| (path.item(index), advice))
        });
        lists.collect()
    }

    /// Everything that a training log answers: its path, the question, and the option if it has some.
    #[must_use]
    pub fn answers_from_log(&self) -> Vec<(RulePath, QuestionIndex, Option<u8>)> {
        let mut found = Vec::new();
        for (index, question) in self.questions.enumerated() {
            let path = item("questions", index).key("from_log");
            match &question.from_log {
                None => {}
                Some(FromLog::Number(_)) => found.push((path, index, None)),
                Some(FromLog::Options(options)) => {
                    let answered = options.iter().map(|(option, _)| {
                        let id = &question.kind.choices()[usize::from(*option)].id;
                        (path.key(id), index, Some(*option))
                    });
                    found.extend(answered);
                }
            }
        }
        found
    }

    /// The path of an option.
    #[must_use]
    pub fn option_place(&self, question: QuestionIndex, option: usize) -> RulePath {
        let Question { kind, .. } = &self.questions[question];
        let list = match kind {
            Kind::Checklist(_) => "tick",
            _ => "options",
        };
        item("questions", question)
            .key(list)
            .key(&kind.choices()[option].id)
    }

    /// A path by the names of what stands there, such as `questions.pee.options.cola`. Unlike a
    /// path with numbers it stays true when something is added before it.
    #[must_use]
    pub fn place_name(&self, path: &RulePath) -> String {
        let mut named = RulePath::default();
        for (depth, step) in path.0.iter().enumerate() {
            let id = match step {
                Segment::Item(item) => self.id_of(&path.0[..depth], *item),
                Segment::Key(_) => None,
            };
            named = match (id, step) {
                (Some(id), _) => named.key(id),
                (None, Segment::Key(key)) => named.key(key),
                (None, Segment::Item(item)) => named.item(*item),
            };
        }
        named.to_string()
    }

    fn id_of(&self, list: &[Segment], item: usize) -> Option<&str> {
        let keys: Vec<&str> = list
            .iter()
            .filter_map(|step| match step {
                Segment::Key(key) => Some(key.as_str()),
                Segment::Item(_) => None,
            })
            .collect();
        match (keys.as_slice(), list) {
            (["questions"], _) => self.questions.get(item).map(|it| it.id.as_str()),
            (["red_flags"], _) => self.red_flags.get(item).map(|it| it.id.as_str()),
            (["causes"], _) => self.causes.get(item).map(|it| it.id.as_str()),
            (["expect_by"], _) => self.expect_by.get(item).map(|it| it.id.as_str()),
            (["advice"], _) => self.advice.get(item).map(|it| it.id.as_str()),
            (["ordinary", "advice"], _) => self.ordinary.advice.get(item).map(|it| it.id.as_str()),
            (["causes", "advice"], [_, Segment::Item(cause), _]) => {
                let list = &self.causes.get(*cause)?.advice;
                list.get(item).map(|it| it.id.as_str())
            }
            _ => None,
        }
    }
}

impl Exception {
    /// Whether it is about a path of this name, or one around it.
    #[must_use]
    pub fn is_around(&self, name: &str) -> bool {
        name.strip_prefix(&self.at)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}
