//! Lists with names, conditions and ranges, as a rule file writes them.

use crate::rulebook::from_log::Fact;
use crate::yaml::decode::{FromNode, Reader, WRONG_SHAPE, from_mapping, leaf};
use crate::yaml::tree::words;
use crate::yaml::{Data, Node};

/// A list with names: a YAML mapping that keeps its order and refuses a name given twice.
#[derive(Debug, Clone)]
pub struct Entries<T>(pub Vec<(String, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Entries(Vec::new())
    }
}

impl<T: FromNode> FromNode for Entries<T> {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        let entries = reader.mapping(node, "names with a value each (`name: value`)");
        let entries = entries.into_iter().flatten();
        Entries(
            entries
                .map(|entry| (entry.key.clone(), reader.entry(entry)))
                .collect(),
        )
    }
}

/// A single word, sentence or number, kept as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar(pub String);

impl FromNode for Scalar {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        let words = |value: &_| Some(words(value));
        Scalar(leaf(node, reader, "a word or a number", words))
    }
}

/// A condition as written: a mapping whose entries must all hold.
#[derive(Debug, Clone)]
pub struct When(pub Vec<(String, Clause)>);

/// One entry of a condition.
#[derive(Debug, Clone)]
pub enum Clause {
    /// `all: […]` or `any: […]`.
    Parts(Vec<When>),
    /// `not: {…}`.
    Negated(When),
    /// `question: value` or `question: [any, of, these]`.
    Values(Vec<Scalar>),
    /// `question: {from: …, below: …, of: […]}`.
    Range(RangeClause),
}

/// A range as written. For a checklist it counts the ticks, of all options or those in `of`; of a fact
/// it has no `of`.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct RangeClause {
    /// Smallest value inside.
    pub from: Option<Scalar>,
    /// First value above.
    pub below: Option<Scalar>,
    /// The options to count.
    pub of: Option<Vec<String>>,
}

/// Which facts of a training log answer a question.
#[derive(Debug, Clone)]
pub enum FromLog {
    /// The fact that is the number.
    Number(Fact),
    /// Options, each with the facts that must all lie in their ranges.
    Options(Entries<Entries<RangeClause>>),
}

from_mapping! {
    RangeClause {; from, below, of }
}

impl FromNode for When {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        let Some(entries) = reader.mapping(node, "a condition such as `question: answer`") else {
            return When(Vec::new());
        };
        if entries.is_empty() {
            reader.reject(WRONG_SHAPE, "a condition cannot be empty");
        }
        let clauses = entries.iter_mut().map(|entry| {
            let clause = match &*entry.key {
                "all" | "any" => Clause::Parts(reader.entry(entry)),
                "not" => Clause::Negated(reader.entry(entry)),
                _ => reader.entry(entry),
            };
            (entry.key.clone(), clause)
        });
        When(clauses.collect())
    }
}

impl FromNode for FromLog {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        match node {
            Some(node) if matches!(node.data, Data::Mapping(_)) => {
                FromLog::Options(Entries::from_node(Some(node), reader))
            }
            node => FromLog::Number(Fact::from_node(node, reader)),
        }
    }
}

impl FromNode for Clause {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        match node {
            Some(node) if matches!(node.data, Data::Mapping(_)) => {
                Clause::Range(RangeClause::from_node(Some(node), reader))
            }
            Some(node) if matches!(node.data, Data::List(_)) => {
                Clause::Values(Vec::from_node(Some(node), reader))
            }
            node => Clause::Values(vec![Scalar::from_node(node, reader)]),
        }
    }
}
