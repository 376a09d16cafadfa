//! Names: of questions, options, sources …; each must be good, known and given once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::instruction::UNKNOWN_INSTRUCTION;
use super::{Check, root};
use crate::answers::codes::{BAD_ID, UNKNOWN_QUESTION};
use crate::authoring::file::{Entries, RuleFile};
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

/// All names of the file by the key of their list, in its order.
pub(super) struct Names(HashMap<&'static str, Vec<String>>);

impl Names {
    pub(super) fn of(file: &RuleFile) -> Self {
        fn keys<T>(entries: &Entries<T>) -> Vec<String> {
            entries.0.iter().map(|(name, _)| name.clone()).collect()
        }
        let questions = file.questions.iter().map(|one| one.id.clone());
        let causes = file.causes.iter().map(|one| one.id.clone());
        let advice = (file.ordinary.advice.iter().chain(&file.advice))
            .chain(file.causes.iter().flat_map(|cause| &cause.advice));
        let advice = advice.map(|one| one.id.clone());
        Names(HashMap::from([
            ("sources", keys(&file.sources)),
            ("topics", keys(&file.topics)),
            ("questions", questions.collect()),
            ("never", keys(&file.never)),
            ("meanwhile", keys(&file.meanwhile)),
            ("may_be", keys(&file.may_be)),
            ("causes", causes.collect()),
            ("advice", advice.collect()),
        ]))
    }

    /// The names in one of the lists.
    pub(super) fn list(&self, list: &str) -> &[String] {
        self.0.get(list).map_or(&[], Vec::as_slice)
    }
}

impl Check<'_> {
    /// Refuses a name that none of a list has.
    pub(super) fn unknown(&mut self, list: &str, given: &str, at: &RulePath) {
        let (code, message) = match list {
            "questions" => (UNKNOWN_QUESTION, "there is no question"),
            "topics" => (UNKNOWN_TOPIC, "there is no topic"),
            "sources" => (UNKNOWN_SOURCE, "there is no source"),
            "causes" => (UNKNOWN_CAUSE, "there is no cause"),
            _ => (UNKNOWN_INSTRUCTION, &*format!("`{list}` has no")),
        };
        if !self.knows_all(list) {
            return;
        }
        let mut fault = Fault::new(code, at, format!("{message} `{given}`"));
        // A condition names a question by its key.
        fault.on_key = list == "questions";
        self.unknown_name(fault, given, self.names.list(list));
    }

    /// Whether no name of a list stands in a part that could not be read.
    fn knows_all(&self, list: &str) -> bool {
        let list = root().key(list);
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

    pub(super) fn unknown_name<N: AsRef<str>>(&mut self, fault: Fault, given: &str, known: &[N]) {
        let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
        let help = match nearest(given, known.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None if known.len() <= 12 => format!("there are: {}", known.join(", ")),
            None => format!("add it, or use one of the {} that exist", known.len()),
        };
        self.fault(fault.help(help));
    }

    /// Checks the ids in a list; `one` and `many` say of what. Advice stands in several lists, and cases
    /// and results name it by its id alone.
    pub(super) fn unique_ids<'i>(
        &mut self,
        ids: impl Iterator<Item = &'i String>,
        at: &RulePath,
        [one, many]: [&'static str; 2],
    ) {
        for (index, id) in ids.enumerate() {
            let here = at.item(index).key("id");
            self.good_id(id, &here, one);
            match self.ids.entry((one, id.clone())) {
                Entry::Vacant(new) => drop(new.insert(here)),
                Entry::Occupied(first) => {
                    let message = format!("there are two {many} named `{id}`");
                    let fault = Fault::new(DUPLICATE_ID, &here, message);
                    self.faults
                        .push(fault.related(first.get(), "the first is here"));
                }
            }
        }
    }

    pub(super) fn good_id(&mut self, id: &str, at: &RulePath, what: &str) {
        let plain = id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let id = crate::text::escaped(id);
        let mut fault = if !plain || id.is_empty() || id.len() > 40 {
            let message = format!("`{id}` cannot be the name of this {what}");
            let help = "use up to 40 small letters, digits and underscores";
            Fault::new(BAD_ID, at, message).help(help)
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

    /// The index of a name in its list.
    pub(super) fn index<I: From<usize>>(
        &mut self,
        list: &str,
        id: &str,
        at: &RulePath,
    ) -> Option<I> {
        let found = self.names.list(list).iter().position(|known| known == id);
        if found.is_none() {
            self.unknown(list, id, at);
        }
        found.map(I::from)
    }

    /// The indices of some names in their list.
    pub(super) fn named<I: From<usize>>(
        &mut self,
        list: &str,
        ids: &[String],
        at: &RulePath,
    ) -> Vec<I> {
        let ids = ids.iter().enumerate();
        ids.filter_map(|(index, id)| self.index(list, id, &at.item(index)))
            .collect()
    }
}
