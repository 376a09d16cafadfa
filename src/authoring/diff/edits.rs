//! What differs between two rulebooks, by the names of the rules.

mod advice;
mod causes;
mod questions;
mod red_flags;
mod texts;

use super::onto::Onto;
use crate::authoring::compile::cause::groups;
use crate::index::SourceIndex;
use crate::rulebook::advice::AdviceOwner;
use crate::rulebook::condition::Condition;
use crate::rulebook::path::RulePath;
use crate::rulebook::{Rulebook, Text};

/// Something that differs.
pub struct Edit {
    /// What kind of thing: `added`, `removed`, `level`, `condition`, `ratio`, `words` and so on.
    pub kind: &'static str,
    /// The rule, by names; a piece of evidence by its condition.
    pub rule: String,
    /// What it was. None for what is added.
    pub was: Option<String>,
    /// What it is. None for what is removed.
    pub now: Option<String>,
    /// Where it stands: in the new file, or in the old one if it is removed.
    pub path: RulePath,
    /// The old rulebook with this edit alone. None where words alone differ, or where it cannot stand
    /// alone, as it needs a question or an option that is new.
    pub(super) alone: Option<Rulebook>,
    /// Of the conditions of the rule, old and new, in terms of the old rulebook: where none of them
    /// may hold, the edit changes nothing. None if it can change anything for anybody.
    pub(super) concerns: Option<Vec<Condition>>,
}

const NEVER: Condition = Condition::Any(Vec::new());

impl Edit {
    /// What it is in a few words, as `level red_flags.limping`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} {}", self.kind, self.rule)
    }

    /// Makes it alone to the old rulebook.
    fn alone(&mut self, old: &Rulebook, change: impl FnOnce(&mut Rulebook)) -> &mut Self {
        let mut edited = old.clone();
        change(&mut edited);
        for cause in &mut edited.causes {
            cause.groups = groups(&cause.evidence);
        }
        self.alone = Some(edited);
        self
    }

    fn concerns(&mut self, conditions: impl Into<Vec<Condition>>) {
        self.concerns = Some(conditions.into());
    }
}

/// Everything that differs.
#[must_use]
pub fn edits(old: &Rulebook, new: &Rulebook) -> Vec<Edit> {
    let mut compare = Compare {
        old,
        new,
        onto: Onto::new(new, old),
        edits: Vec::new(),
    };
    compare.red_flags();
    compare.questions();
    compare.scoring();
    compare.ordinary();
    compare.causes();
    compare.advice(AdviceOwner::General, AdviceOwner::General);
    compare.expect_by();
    compare.texts();
    compare.levels();
    compare.edits
}

struct Compare<'r> {
    old: &'r Rulebook,
    new: &'r Rulebook,
    onto: Onto<'r>,
    edits: Vec<Edit>,
}

/// Pairs of what is the same, then what is gone, then what is new; as indices.
fn matched<I: From<usize> + Copy, T>(
    old: &[T],
    new: &[T],
    same: impl Fn(&T, &T) -> bool,
) -> (Vec<(I, I)>, Vec<I>, Vec<I>) {
    let mut left: Vec<(I, &T)> = (0..).map(I::from).zip(new).collect();
    let (mut pairs, mut removed) = (Vec::new(), Vec::new());
    for (index, one) in (0..).map(I::from).zip(old) {
        match left.iter().position(|(_, other)| same(one, other)) {
            Some(other) => pairs.push((index, left.remove(other).0)),
            None => removed.push(index),
        }
    }
    let added = left.into_iter().map(|(index, _)| index).collect();
    (pairs, removed, added)
}

/// What a rule says in one respect: the kind of edit if that differs, the key that it stands under (none
/// where the edit is one of the whole rule), and what it says in words.
type Part = (&'static str, &'static str, String);

/// Words under a key.
fn words(key: &'static str, text: &str) -> Part {
    ("words", key, text.to_owned())
}

fn days(key: &'static str, days: Option<u32>) -> Part {
    let shown = days.map_or("nothing".to_owned(), |days| days.to_string());
    ("days", key, shown)
}

fn sources(of: &Rulebook, sources: &[SourceIndex]) -> Part {
    ("sources", "", of.source_ids(sources).join(", "))
}

fn joined<'i>(ids: impl Iterator<Item = &'i Text>) -> String {
    let ids: Vec<&str> = ids.map(Text::as_str).collect();
    ids.join(", ")
}

impl Compare<'_> {
    fn push(
        &mut self,
        kind: &'static str,
        path: &RulePath,
        was: Option<String>,
        now: Option<String>,
    ) -> &mut Edit {
        let of = if now.is_some() { self.new } else { self.old };
        self.edits.push(Edit {
            kind,
            rule: of.place_name(path),
            was,
            now,
            path: path.clone(),
            alone: None,
            concerns: None,
        });
        let last = self.edits.len() - 1;
        &mut self.edits[last]
    }

    fn removed(&mut self, path: &RulePath, was: impl Into<String>) -> &mut Edit {
        self.push("removed", path, Some(was.into()), None)
    }

    fn added(&mut self, path: &RulePath, now: impl Into<String>) -> &mut Edit {
        self.push("added", path, None, Some(now.into()))
    }

    /// Adds an edit if what is said differs.
    fn value(
        &mut self,
        kind: &'static str,
        path: &RulePath,
        [was, now]: [String; 2],
    ) -> Option<&mut Edit> {
        (was != now).then(|| self.push(kind, path, Some(was), Some(now)))
    }

    /// Adds an edit for each part of a rule that differs, where that does nothing to what people get.
    fn parts<T, const N: usize>(
        &mut self,
        path: &RulePath,
        [was, now]: [&T; 2],
        parts: impl Fn(&Rulebook, &T) -> [Part; N],
    ) {
        let (was, now) = (parts(self.old, was), parts(self.new, now));
        for ((kind, key, was), (.., now)) in was.into_iter().zip(now) {
            let path = match key {
                "" => path.clone(),
                key => path.key(key),
            };
            self.value(kind, &path, [was, now]);
        }
    }

    /// Adds an edit if two conditions differ. It can stand alone if the old rulebook has all that the new
    /// condition names; `set` gives it to the rule.
    fn condition(
        &mut self,
        path: &RulePath,
        [was, now]: [Option<&Condition>; 2],
        set: impl FnOnce(&mut Rulebook, Option<Condition>),
    ) -> Option<&mut Edit> {
        let old = self.old;
        let onto = now.map(|now| self.onto.condition(now));
        if onto == was.cloned().map(Some) {
            return None;
        }
        let [was, now] = [(was, old), (now, self.new)].map(|(condition, of)| {
            condition.map_or("nothing".to_owned(), |condition| condition.words(of))
        });
        let edit = self.push("condition", path, Some(was), Some(now));
        if onto != Some(None) {
            edit.alone(old, |rulebook| set(rulebook, onto.flatten()));
        }
        Some(edit)
    }

    /// The same for a condition without which the rule does nothing.
    fn when(
        &mut self,
        path: &RulePath,
        [was, now]: [&Condition; 2],
        place: impl FnOnce(&mut Rulebook) -> &mut Condition,
    ) {
        let onto = self.onto.condition(now);
        let set = |rulebook: &mut Rulebook, when| {
            if let Some(when) = when {
                *place(rulebook) = when;
            }
        };
        if let Some(edit) = self.condition(path, [Some(was), Some(now)], set) {
            edit.concerns = onto.map(|onto| vec![was.clone(), onto]);
        }
    }
}
