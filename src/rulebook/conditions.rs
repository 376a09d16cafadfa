//! All conditions of a rulebook, each with what it decides.

use super::Rulebook;
use super::advice::AdviceRef;
use super::condition::Condition;
use super::path::RulePath;
use super::places::item;
use crate::index::{CauseIndex, EvidenceIndex, ExpectationIndex, QuestionIndex, RedFlagIndex};

/// What a condition decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Whether a question is asked.
    Gate(QuestionIndex),
    /// Whether a red flag holds.
    RedFlag(RedFlagIndex),
    /// Whether it is ordinary soreness.
    Ordinary,
    /// Whether a piece of evidence on a cause holds.
    Evidence(CauseIndex, EvidenceIndex),
    /// Whether advice is wanted.
    Wanted(AdviceRef),
    /// Whether advice would harm.
    Harmful(AdviceRef),
    /// Whether it is better than at an earlier check.
    Better(ExpectationIndex),
}

/// A condition with what it decides.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'r> {
    /// What it decides.
    pub role: Role,
    /// The condition.
    pub condition: &'r Condition,
}

impl Role {
    /// The path of the rule.
    #[must_use]
    pub fn rule(self) -> RulePath {
        match self {
            Role::Gate(question) => item("questions", question),
            Role::RedFlag(flag) => item("red_flags", flag),
            Role::Ordinary => RulePath::default().key("ordinary"),
            Role::Evidence(cause, evidence) => item("causes", cause).key("evidence").item(evidence),
            Role::Wanted(advice) | Role::Harmful(advice) => advice.owner.path().item(advice.index),
            Role::Better(expectation) => item("expect_by", expectation),
        }
    }

    /// The path of the condition.
    #[must_use]
    pub fn path(self) -> RulePath {
        self.rule().key(match self {
            Role::RedFlag(_) | Role::Ordinary | Role::Evidence(..) => "when",
            Role::Gate(_) | Role::Wanted(_) => "only_if",
            Role::Harmful(_) => "unless",
            Role::Better(_) => "better",
        })
    }
}

impl Rulebook {
    /// Every condition, in the order of the file.
    pub fn conditions(&self) -> impl Iterator<Item = Placed<'_>> {
        let gates = self.questions.enumerated();
        let gates = gates.map(|(index, question)| (Role::Gate(index), question.only_if.as_ref()));
        let flags = self.red_flags.enumerated();
        let flags = flags.map(|(index, flag)| (Role::RedFlag(index), Some(&flag.when)));
        let evidence = self.causes.enumerated().flat_map(|(cause, rules)| {
            let evidence = rules.evidence.enumerated();
            evidence.map(move |(index, one)| (Role::Evidence(cause, index), Some(&one.when)))
        });
        let advice = self.advice_owners().flat_map(|owner| {
            let list = owner.list(self).iter().enumerate();
            list.flat_map(move |(index, advice)| {
                let which = AdviceRef { owner, index };
                [
                    (Role::Wanted(which), advice.only_if.as_ref()),
                    (Role::Harmful(which), advice.unless.as_ref()),
                ]
            })
        });
        let better = self.expect_by.enumerated();
        let better = better.map(|(index, one)| (Role::Better(index), Some(&one.better)));
        gates
            .chain(flags)
            .chain([(Role::Ordinary, Some(&self.ordinary.when))])
            .chain(evidence)
            .chain(advice)
            .chain(better)
            .filter_map(|(role, condition)| {
                let condition = condition?;
                Some(Placed { role, condition })
            })
    }

    /// The condition that decides this, to change it.
    pub fn condition_mut(&mut self, role: Role) -> Option<&mut Condition> {
        match role {
            Role::Gate(question) => self.questions[question].only_if.as_mut(),
            Role::RedFlag(flag) => Some(&mut self.red_flags[flag].when),
            Role::Ordinary => Some(&mut self.ordinary.when),
            Role::Evidence(cause, evidence) => {
                Some(&mut self.causes[cause].evidence[evidence].when)
            }
            Role::Wanted(AdviceRef { owner, index }) => {
                owner.list_mut(self)[index].only_if.as_mut()
            }
            Role::Harmful(AdviceRef { owner, index }) => {
                owner.list_mut(self)[index].unless.as_mut()
            }
            Role::Better(expectation) => Some(&mut self.expect_by[expectation].better),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_condition_to_change_is_the_one_to_read() {
        let rulebook = Rulebook::built_in();
        for Placed { role, condition } in rulebook.conditions() {
            let mut copy = rulebook.clone();
            assert_eq!(copy.condition_mut(role).as_deref(), Some(condition));
        }
    }
}
