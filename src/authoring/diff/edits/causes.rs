//! What differs in causes, evidence and advice.

use super::{Alone, Compare, NEVER, matched};
use crate::assess::AdviceOwner;
use crate::index::CauseIndex;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{Advice, Cause, Evidence, Rulebook, odds};

impl<'r> Compare<'r> {
    pub(super) fn ordinary(&mut self) {
        let (was, now) = (&self.old.ordinary, &self.new.ordinary);
        let path = RulePath::default().key("ordinary");
        self.words(&path.key("title"), &was.title, &now.title);
        self.words(&path.key("because"), &was.because, &now.because);
        self.sources(&path, &was.sources, &now.sources);
        if let Some((edit, Some(onto))) =
            self.condition("condition", &path, Some(&was.when), Some(&now.when))
        {
            edit.alone = Some(Box::new(move |rulebook| {
                rulebook.ordinary.when.clone_from(&onto);
            }));
        }
        self.advice(
            &path.key("advice"),
            AdviceOwner::Ordinary,
            &was.advice,
            &now.advice,
        );
    }

    pub(super) fn causes(&mut self) {
        let (old, new) = (&self.old.causes, &self.new.causes);
        let (pairs, removed, added) = matched(old, new, |was, now| was.id == now.id);
        for index in removed {
            let edit = self.push(
                "removed",
                &item("causes", index),
                Some(old[index].title.to_string()),
                None,
            );
            edit.alone = Some(Box::new(move |rulebook| {
                drop(rulebook.causes.remove(index.into()));
            }));
        }
        for index in added {
            let onto = self.cause_onto(&new[index]);
            let edit = self.push(
                "added",
                &item("causes", index),
                None,
                Some(new[index].title.to_string()),
            );
            edit.alone = onto.map(|cause| -> Alone {
                Box::new(move |rulebook| rulebook.causes.push(cause.clone()))
            });
        }
        for (index, other) in pairs {
            let (was, now) = (&old[index], &new[other]);
            let path = item("causes", other);
            self.words(&path.key("title"), &was.title, &now.title);
            self.words(&path.key("summary"), &was.summary, &now.summary);
            let shown =
                |cause: &Cause| format!("{:.3}", odds(cause.prior) / (1.0 + odds(cause.prior)));
            if let Some(edit) = self.value("prior", &path, &shown(was), &shown(now)) {
                edit.alone = Some(Box::new(move |rulebook| {
                    rulebook.causes[index].prior = now.prior;
                }));
            }
            self.evidence(index, other);
            self.advice(
                &path.key("advice"),
                AdviceOwner::Cause(index),
                &was.advice,
                &now.advice,
            );
        }
    }

    fn cause_onto(&self, cause: &Cause) -> Option<Cause> {
        let mut onto = cause.clone();
        for one in &mut onto.evidence {
            one.when = self.onto.condition(&one.when)?;
        }
        for one in &mut onto.advice {
            *one = self.advice_onto(one)?;
        }
        Some(onto)
    }

    fn advice_onto(&self, advice: &Advice) -> Option<Advice> {
        let mut onto = advice.clone();
        for condition in [&mut onto.only_if, &mut onto.unless].into_iter().flatten() {
            *condition = self.onto.condition(condition)?;
        }
        Some(onto)
    }

    /// Evidence has no name: it is known by its condition, and what is left over by its order.
    fn evidence(&mut self, cause: CauseIndex, other: CauseIndex) {
        let (old, new) = (
            &self.old.causes[cause].evidence,
            &self.new.causes[other].evidence,
        );
        let path = item("causes", other).key("evidence");
        let onto = &self.onto;
        let same =
            |was: &Evidence, now: &Evidence| onto.condition(&now.when).as_ref() == Some(&was.when);
        let (mut pairs, mut removed, mut added) = matched(old, new, same);
        let left = removed.len().min(added.len());
        pairs.extend(removed.drain(..left).zip(added.drain(..left)));
        let mut damped = Vec::new();
        for (index, other) in pairs {
            let (was, now) = (&old[index], &new[other]);
            let path = path.item(other);
            if let Some((edit, Some(onto))) =
                self.condition("condition", &path, Some(&was.when), Some(&now.when))
            {
                edit.concerns = Some(vec![was.when.clone(), onto.clone()]);
                edit.alone = Some(Box::new(move |rulebook| {
                    rulebook.causes[cause].evidence[index]
                        .when
                        .clone_from(&onto);
                }));
            }
            let what = now.when.words(self.new);
            if let Some(edit) = self.value(
                "ratio",
                &path,
                &was.ratio.to_string(),
                &now.ratio.to_string(),
            ) {
                edit.rule = format!("{} where {what}", edit.rule);
                edit.concerns = Some(vec![was.when.clone()]);
                edit.alone = Some(Box::new(move |rulebook| {
                    rulebook.causes[cause].evidence[index].weight = now.weight;
                }));
            } else if was.weight != now.weight {
                damped.push((index, now.weight));
            }
            let group =
                |one: &Evidence| one.group.as_ref().map_or("none", |group| group).to_owned();
            if let Some(edit) = self.value("group", &path, &group(was), &group(now)) {
                edit.alone = Some(Box::new(move |rulebook| {
                    rulebook.causes[cause].evidence[index]
                        .group
                        .clone_from(&now.group);
                }));
            }
            self.words(&path.key("because"), &was.because, &now.because);
            self.sources(&path, &was.sources, &now.sources);
        }
        for index in removed {
            let was = format!(
                "ratio {} when {}",
                old[index].ratio,
                old[index].when.words(self.old)
            );
            let gone = item("causes", cause).key("evidence").item(index);
            let edit = self.push("removed", &gone, Some(was), None);
            edit.concerns = Some(vec![old[index].when.clone()]);
            edit.alone = Some(Box::new(move |rulebook| {
                rulebook.causes[cause].evidence[index].when = NEVER;
            }));
        }
        for index in added {
            let one = &new[index];
            let now = format!("ratio {} when {}", one.ratio, one.when.words(self.new));
            let onto = self.onto.condition(&one.when);
            let edit = self.push("added", &path.item(index), None, Some(now));
            edit.concerns = onto.clone().map(|onto| vec![onto]);
            edit.alone = onto.map(|when| -> Alone<'r> {
                Box::new(move |rulebook| {
                    let when = when.clone();
                    rulebook.causes[cause].evidence.push(Evidence {
                        when,
                        ..one.clone()
                    });
                })
            });
        }
        if !damped.is_empty() {
            let now = format!("other weights for the same {} ratios", damped.len());
            let edit = self.push(
                "scoring",
                &item("causes", other),
                Some("damping".to_owned()),
                Some(now),
            );
            edit.alone = Some(Box::new(move |rulebook| {
                for (index, weight) in &damped {
                    rulebook.causes[cause].evidence[*index].weight = *weight;
                }
            }));
        }
    }

    pub(super) fn advice(
        &mut self,
        path: &RulePath,
        owner: AdviceOwner,
        old: &'r [Advice],
        new: &'r [Advice],
    ) {
        let (pairs, removed, added) = matched::<usize, _>(old, new, |was, now| was.id == now.id);
        for index in removed {
            let gone = match owner {
                AdviceOwner::Cause(cause) => item("causes", cause).key("advice"),
                _ => path.clone(),
            };
            let edit = self.push(
                "removed",
                &gone.item(index),
                Some(old[index].action.to_string()),
                None,
            );
            edit.alone = Some(Box::new(move |rulebook| {
                drop(list(rulebook, owner).remove(index));
            }));
        }
        for index in added {
            let onto = self.advice_onto(&new[index]);
            let edit = self.push(
                "added",
                &path.item(index),
                None,
                Some(new[index].action.to_string()),
            );
            edit.alone = onto.map(|onto| -> Alone<'r> {
                Box::new(move |rulebook| list(rulebook, owner).push(onto.clone()))
            });
        }
        for (index, other) in pairs {
            let (was, now) = (&old[index], &new[other]);
            let path = path.item(other);
            for (key, was, now) in [
                ("only_if", &was.only_if, &now.only_if),
                ("unless", &was.unless, &now.unless),
            ] {
                if let Some((edit, onto)) =
                    self.condition("condition", &path.key(key), was.as_ref(), now.as_ref())
                    && (onto.is_some() || now.is_none())
                {
                    edit.alone = Some(Box::new(move |rulebook| {
                        let advice = &mut list(rulebook, owner)[index];
                        let known = if key == "unless" {
                            &mut advice.unless
                        } else {
                            &mut advice.only_if
                        };
                        known.clone_from(&onto);
                    }));
                }
            }
            let due = |advice: &Advice| format!("{:?}", advice.due).to_lowercase();
            self.value("due", &path, &due(was), &due(now));
            let levels = |advice: &Advice| {
                advice
                    .levels
                    .iter()
                    .map(|level| level.name())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            if let Some(edit) = self.value("levels", &path, &levels(was), &levels(now)) {
                edit.alone = Some(Box::new(move |rulebook| {
                    list(rulebook, owner)[index].levels.clone_from(&now.levels);
                }));
            }
            let load = |advice: &Advice| advice.adds_load.to_string();
            if let Some(edit) = self.value("adds_load", &path, &load(was), &load(now)) {
                edit.alone = Some(Box::new(move |rulebook| {
                    list(rulebook, owner)[index].adds_load = now.adds_load;
                }));
            }
            let warns = |advice: &Advice| advice.warns.to_string();
            self.value("warns", &path, &warns(was), &warns(now));
            self.words(&path.key("do"), &was.action, &now.action);
            self.sources(&path, &was.sources, &now.sources);
        }
    }
}

fn list(rulebook: &mut Rulebook, owner: AdviceOwner) -> &mut Vec<Advice> {
    match owner {
        AdviceOwner::General => &mut rulebook.advice,
        AdviceOwner::Ordinary => &mut rulebook.ordinary.advice,
        AdviceOwner::Cause(cause) => &mut rulebook.causes[cause].advice,
    }
}
