//! What differs in advice, and in ordinary soreness.

use super::{Compare, matched, sources, words};
use crate::rulebook::Advice;
use crate::rulebook::advice::AdviceOwner;
use crate::rulebook::path::RulePath;

impl Compare<'_> {
    pub(super) fn ordinary(&mut self) {
        let (was, now) = (&self.old.ordinary, &self.new.ordinary);
        let path = RulePath::default().key("ordinary");
        self.parts(&path, [was, now], |of, ordinary| {
            [
                words("title", &ordinary.title),
                words("because", &ordinary.because),
                sources(of, &ordinary.sources),
            ]
        });
        self.when(&path, [&was.when, &now.when], |rulebook| {
            &mut rulebook.ordinary.when
        });
        self.advice(AdviceOwner::Ordinary, AdviceOwner::Ordinary);
    }

    /// A list of advice; `owner` in the old rulebook, `other` in the new one.
    pub(super) fn advice(&mut self, owner: AdviceOwner, other: AdviceOwner) {
        let (rules, old, new) = (self.old, owner.list(self.old), other.list(self.new));
        let (pairs, removed, added) = matched::<usize, _>(old, new, |was, now| was.id == now.id);
        for index in removed {
            self.removed(&owner.path().item(index), &*old[index].action)
                .alone(rules, |rulebook| {
                    drop(owner.list_mut(rulebook).remove(index));
                });
        }
        for index in added {
            let onto = self.advice_onto(&new[index]);
            let edit = self.added(&other.path().item(index), &*new[index].action);
            if let Some(onto) = onto {
                edit.alone(rules, |rulebook| owner.list_mut(rulebook).push(onto));
            }
        }
        for (index, other_index) in pairs {
            let (was, now) = (&old[index], &new[other_index]);
            let path = other.path().item(other_index);
            let only_if = [was, now].map(|advice| advice.only_if.as_ref());
            self.condition(&path.key("only_if"), only_if, |rulebook, only_if| {
                owner.list_mut(rulebook)[index].only_if = only_if;
            });
            let unless = [was, now].map(|advice| advice.unless.as_ref());
            self.condition(&path.key("unless"), unless, |rulebook, unless| {
                owner.list_mut(rulebook)[index].unless = unless;
            });
            let due = [was, now].map(|advice| format!("{:?}", advice.due).to_lowercase());
            self.value("due", &path, due);
            let levels = [was, now].map(|advice| {
                let levels: Vec<&str> = advice.levels.iter().map(|level| level.name()).collect();
                levels.join(", ")
            });
            if let Some(edit) = self.value("levels", &path, levels) {
                edit.alone(rules, |rulebook| {
                    owner.list_mut(rulebook)[index]
                        .levels
                        .clone_from(&now.levels);
                });
            }
            let load = [was, now].map(|advice| advice.adds_load.to_string());
            if let Some(edit) = self.value("adds_load", &path, load) {
                edit.alone(rules, |rulebook| {
                    owner.list_mut(rulebook)[index].adds_load = now.adds_load;
                });
            }
            self.parts(&path, [was, now], |of, advice| {
                [
                    ("warns", "", advice.warns.to_string()),
                    words("do", &advice.action),
                    sources(of, &advice.sources),
                ]
            });
        }
    }

    /// Advice of the new rulebook in terms of the old one.
    pub(super) fn advice_onto(&self, advice: &Advice) -> Option<Advice> {
        let mut onto = advice.clone();
        for condition in [&mut onto.only_if, &mut onto.unless].into_iter().flatten() {
            *condition = self.onto.condition(condition)?;
        }
        Some(onto)
    }
}
