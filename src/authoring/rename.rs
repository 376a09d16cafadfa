//! Another name for a question, an option, a cause or a source, in the rules and in their cases. Only
//! the name itself is replaced, where it stands, so that comments and the way of writing stay.

use std::ops::Range;

use super::cases::update::quoted;
use crate::rulebook::path::RulePath;
use crate::yaml::tree::words;
use crate::yaml::{Data, Entry, Node, tree};

/// What gets another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'n> {
    /// A question.
    Question,
    /// An option of this question.
    Option(&'n str),
    /// A cause.
    Cause,
    /// A source.
    Source,
}

/// A place where the name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    bytes: Range<usize>,
    /// Whether it is all of a value or key, and not a part of a text.
    is_whole: bool,
}

/// Looks for a name in a file.
struct Search<'t> {
    text: &'t str,
    what: Named<'t>,
    old: &'t str,
    found: Vec<Place>,
}

/// Where the old name stands in a rule file.
#[must_use]
pub fn in_rules(text: &str, what: Named, old: &str) -> Vec<Place> {
    search(text, what, old, Search::rules)
}

/// Where the old name stands in a case file.
#[must_use]
pub fn in_cases(text: &str, what: Named, old: &str) -> Vec<Place> {
    search(text, what, old, Search::cases)
}

/// The text with another name at these places.
#[must_use]
pub fn replaced(text: &str, places: &[Place], new: &str) -> String {
    let mut text = text.to_owned();
    // From the end, so that the bytes before stay true.
    for Place { bytes, is_whole } in places.iter().rev() {
        let new = if *is_whole {
            quoted(new)
        } else {
            new.to_owned()
        };
        text.replace_range(bytes.clone(), &new);
    }
    text
}

fn search<'t>(
    text: &'t str,
    what: Named<'t>,
    old: &'t str,
    look: impl FnOnce(&mut Search<'t>, &Node),
) -> Vec<Place> {
    let Ok((tree, _)) = tree(text) else {
        return Vec::new();
    };
    let mut search = Search {
        text: tree.text,
        what,
        old,
        found: Vec::new(),
    };
    look(&mut search, &tree.root);
    let mark = text.len() - tree.text.len();
    let mut found = search.found;
    for place in &mut found {
        place.bytes = place.bytes.start + mark..place.bytes.end + mark;
    }
    found.sort_unstable_by_key(|place| place.bytes.start);
    found.dedup();
    found
}

impl Search<'_> {
    fn rules<'n>(&mut self, root: &'n Node) {
        let here = RulePath::default();
        let questions = || items(root.at(&here.key("questions"))).iter();
        let id = |item: &'n Node| item.at(&here.key("id"));
        match self.what {
            Named::Question => questions().for_each(|item| self.value(id(item))),
            Named::Cause => {
                let causes = items(root.at(&here.key("causes"))).iter();
                causes.for_each(|item| self.value(id(item)));
            }
            Named::Source => self.keys(root.at(&here.key("sources"))),
            Named::Option(question) => {
                for item in questions().filter(|item| is(id(item), question)) {
                    for kind in ["options", "tick", "shorts", "regions", "lapses", "from_log"] {
                        self.keys(item.at(&here.key(kind)));
                    }
                }
            }
        }
        for exception in items(root.at(&here.key("exceptions"))) {
            self.exception(exception.at(&here.key("at")));
        }
        self.parts(root);
    }

    /// Conditions and lists of sources, wherever they stand.
    fn parts(&mut self, node: &Node) {
        for item in items(Some(node)) {
            self.parts(item);
        }
        for Entry { key, value, .. } in entries(Some(node)) {
            match &**key {
                "when" | "only_if" | "unless" | "answered" | "better"
                    if self.is_in_conditions() =>
                {
                    self.condition(value);
                }
                "sources" if self.what == Named::Source => self.values(Some(value)),
                "less" if self.what == Named::Question => self.values(Some(value)),
                "causes" if self.what == Named::Cause => self.values(Some(value)),
                _ => self.parts(value),
            }
        }
    }

    fn is_in_conditions(&self) -> bool {
        matches!(self.what, Named::Question | Named::Option(_))
    }

    fn condition(&mut self, node: &Node) {
        for part in items(Some(node)) {
            self.condition(part);
        }
        for entry in entries(Some(node)) {
            match (&*entry.key, self.what) {
                ("all" | "any" | "not", _) => self.condition(&entry.value),
                (key, Named::Question) if key == self.old => self.whole(&entry.bytes),
                (key, Named::Option(question)) if key == question => {
                    self.values(Some(&entry.value));
                    self.values(entry.value.at(&RulePath::default().key("of")));
                }
                _ => {}
            }
        }
    }

    /// Exceptions name places such as `questions.pee.options.cola`.
    fn exception(&mut self, at: Option<&Node>) {
        let Some(at) = at else { return };
        let written = &self.text[at.bytes.clone()];
        let mut start =
            at.bytes.start + (written.len() - written.trim_start_matches(['"', '\'']).len());
        let mut parts: Vec<&str> = Vec::new();
        let name = written.trim_matches(['"', '\'']);
        for part in name.split('.') {
            let bare = part.split('[').next().unwrap_or(part);
            let is_meant = bare == self.old
                && match (self.what, &parts[..]) {
                    (Named::Question, ["questions"])
                    | (Named::Cause, ["causes"])
                    | (Named::Source, ["sources"]) => true,
                    (Named::Option(question), ["questions", of, "options" | "tick"]) => {
                        *of == question
                    }
                    _ => false,
                };
            if is_meant {
                self.part(start..start + bare.len());
            }
            start += part.len() + 1;
            parts.push(part);
        }
    }

    fn cases(&mut self, root: &Node) {
        for case in items(Some(root)) {
            self.case(case);
            for later in items(case.at(&RulePath::default().key("later"))) {
                self.case(later);
            }
        }
    }

    fn case(&mut self, case: &Node) {
        let here = RulePath::default();
        let expect = here.key("expect");
        match self.what {
            Named::Question | Named::Option(_) => {
                for entry in entries(case.at(&here.key("answers"))) {
                    match self.what {
                        Named::Question if entry.key == self.old => self.whole(&entry.bytes),
                        Named::Option(question) if entry.key == question => {
                            self.words(&entry.value);
                        }
                        _ => {}
                    }
                }
            }
            Named::Cause => {
                self.values(case.at(&expect.key("first")));
                self.keys(case.at(&expect.key("strengths")));
            }
            Named::Source => {}
        }
    }

    fn whole(&mut self, bytes: &Range<usize>) {
        self.found.push(Place {
            bytes: bytes.clone(),
            is_whole: true,
        });
    }

    fn part(&mut self, bytes: Range<usize>) {
        self.found.push(Place {
            bytes,
            is_whole: false,
        });
    }

    fn keys(&mut self, node: Option<&Node>) {
        for entry in entries(node) {
            if entry.key == self.old {
                self.whole(&entry.bytes);
            }
        }
    }

    fn value(&mut self, node: Option<&Node>) {
        if let Some(node) = node.filter(|node| is(Some(node), self.old)) {
            self.whole(&node.bytes);
        }
    }

    /// A word, or those in a list.
    fn values(&mut self, node: Option<&Node>) {
        self.value(node);
        for item in items(node) {
            self.value(Some(item));
        }
    }

    /// A word, those in a list, or several in one text.
    fn words(&mut self, node: &Node) {
        for item in items(Some(node)) {
            self.words(item);
        }
        if !matches!(node.data, Data::Scalar { .. }) {
            return;
        }
        if is(Some(node), self.old) {
            self.whole(&node.bytes);
            return;
        }
        // Capitals make no difference in an answer, and are as long.
        let text = self.text[node.bytes.clone()].to_ascii_lowercase();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        for (start, word) in text.match_indices(self.old) {
            let (before, after) = (&text[..start], &text[start + word.len()..]);
            if !before.ends_with(is_part) && !after.starts_with(is_part) {
                let start = node.bytes.start + start;
                self.part(start..start + word.len());
            }
        }
    }
}

fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.data) {
        Some(Data::List(items)) => items,
        _ => &[],
    }
}

fn entries(node: Option<&Node>) -> &[Entry] {
    match node.map(|node| &node.data) {
        Some(Data::Mapping(entries)) => entries,
        _ => &[],
    }
}

/// Whether a node is this word; capitals make no difference.
fn is(node: Option<&Node>, word: &str) -> bool {
    match node.map(|node| &node.data) {
        Some(Data::Scalar { value, .. }) => words(value).eq_ignore_ascii_case(word),
        _ => false,
    }
}
