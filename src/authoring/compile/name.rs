//! Names: of questions, options, sources …; each must be good, known and given once.

use std::collections::HashMap;

use super::instruction::UNKNOWN_INSTRUCTION;
use super::{Check, root};
use crate::answers::codes::{BAD_ID, UNKNOWN_QUESTION};
use crate::authoring::file::Entries;
use crate::fault::{Code, Fault};
use crate::rulebook::path::{RulePath, Segment};
use crate::text::nearest;

pub(crate) const DUPLICATE_ID: &Code = &Code::error(
    "duplicate-id",
    "Two parts have the same name",
    "A condition that uses the name could mean either. Rename one of the two.",
);

pub(crate) const UNKNOWN_TOPIC: &Code = &Code::error(
    "unknown-topic",
    "There is no such topic",
    "Every question belongs to one of the `topics`.",
);

pub(crate) const UNKNOWN_SOURCE: &Code = &Code::error(
    "unknown-source",
    "There is no such source",
    "Every id in `sources: […]` stands in the list of `sources` at the top of the file.",
);

pub(crate) const UNKNOWN_CAUSE: &Code = &Code::error(
    "unknown-cause",
    "There is no such cause",
    "A case or an expectation names a cause that the rule file does not have.",
);

/// The words that have a meaning of their own in conditions and answers.
const RESERVED: [&str; 5] = ["all", "any", "not", "none", "not_sure"];

/// The fault of a name that is given twice.
pub(super) fn duplicate(what: &str, id: &str, at: &RulePath, first: &RulePath) -> Fault {
    let message = format!("there are two {what} named `{id}`");
    Fault::new(DUPLICATE_ID, at, message).related(first, "the first is here")
}

impl Check<'_> {
    pub(super) fn unknown(&mut self, what: &str, given: &str, at: &RulePath, known: &[String]) {
        let code = match what {
            "question" => UNKNOWN_QUESTION,
            "topic" => UNKNOWN_TOPIC,
            "source" => UNKNOWN_SOURCE,
            "cause" => UNKNOWN_CAUSE,
            _ => UNKNOWN_INSTRUCTION,
        };
        if !self.knows_all(what) {
            return;
        }
        let message = match what {
            "never" | "meanwhile" | "may_be" => format!("`{what}` has no `{given}`"),
            _ => format!("there is no {what} `{given}`"),
        };
        let mut fault = Fault::new(code, at, message);
        // A condition names a question by its key.
        fault.on_key = what == "question";
        self.unknown_name(fault, given, known);
    }

    /// Whether no name of this kind stands in a part that could not be read.
    fn knows_all(&self, what: &str) -> bool {
        let list = root().key(match what {
            "question" => "questions",
            "topic" => "topics",
            "source" => "sources",
            "cause" => "causes",
            instruction => instruction,
        });
        !self
            .holes
            .iter()
            .any(|hole| match hole.0.strip_prefix(&list.0[..]) {
                Some([] | [Segment::Item(_)]) => true,
                Some([Segment::Item(_), Segment::Key(key)]) => key == "id",
                Some(_) => false,
                None => hole.0.is_empty(),
            })
    }

    pub(super) fn unknown_name(&mut self, fault: Fault, given: &str, known: &[String]) {
        let help = match nearest(given, known.iter().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None if known.len() <= 12 => format!("there are: {}", known.join(", ")),
            None => format!("add it, or use one of the {} that exist", known.len()),
        };
        self.fault(fault.help(help));
    }

    pub(super) fn unique_ids<'i>(
        &mut self,
        ids: impl Iterator<Item = &'i str>,
        at: &RulePath,
        what: &str,
    ) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (index, id) in ids.enumerate() {
            let here = at.item(index).key("id");
            self.good_id(id, &here, what);
            match seen.get(id) {
                Some(first) => {
                    let first = at.item(*first).key("id");
                    self.fault(duplicate(&format!("{what}s"), id, &here, &first));
                }
                None => drop(seen.insert(id, index)),
            }
        }
    }

    pub(super) fn good_id(&mut self, id: &str, at: &RulePath, what: &str) {
        let plain = id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let id = crate::text::escaped(id);
        let mut fault = if !plain || id.is_empty() || id.len() > 40 {
            Fault::new(
                BAD_ID,
                at,
                format!("`{id}` cannot be the name of this {what}"),
            )
            .help("use up to 40 small letters, digits and underscores")
        } else if RESERVED.contains(&id.as_str()) {
            Fault::new(BAD_ID, at, format!("`{id}` has a meaning of its own"))
                .help("choose another name")
        } else {
            return;
        };
        // Options and instructions are named by their keys.
        fault.on_key = at.0.last() != Some(&Segment::Key("id".to_owned()));
        self.fault(fault);
    }

    pub(super) fn good_keys<T>(&mut self, what: &str, at: &RulePath, entries: &Entries<T>) {
        for (id, _) in &entries.0 {
            self.good_id(id, &at.key(id), what);
        }
    }

    /// The indices of the parts that a list of ids names, of those that are `known`.
    pub(super) fn named<I: From<usize>>(
        &mut self,
        what: &str,
        ids: &[String],
        at: &RulePath,
        known: &[String],
    ) -> Vec<I> {
        let mut named = Vec::with_capacity(ids.len());
        for (index, id) in ids.iter().enumerate() {
            match known.iter().position(|known| known == id) {
                Some(found) => named.push(found.into()),
                None => self.unknown(what, id, &at.item(index), known),
            }
        }
        named
    }
}
