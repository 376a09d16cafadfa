//! What differs in causes, their evidence and how they are scored.

use super::{Compare, NEVER, matched, sources, words};
use crate::index::CauseIndex;
use crate::rulebook::advice::AdviceOwner;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{Cause, Evidence, Rulebook, Score, Thresholds, odds};

impl Compare<'_> {
    pub(super) fn scoring(&mut self) {
        type Threshold = fn(&mut Thresholds) -> &mut Score;
        let thresholds: [(&str, Threshold); 5] = [
            ("strong", |thresholds| &mut thresholds.strong),
            ("fair", |thresholds| &mut thresholds.fair),
            ("weak", |thresholds| &mut thresholds.weak),
            ("lead", |thresholds| &mut thresholds.lead),
            ("behind", |thresholds| &mut thresholds.behind),
        ];
        let old = self.old;
        for (key, threshold) in thresholds {
            let scores = [old, self.new].map(|of| *threshold(&mut of.thresholds.clone()));
            let path = RulePath::default().key("scoring").key(key);
            let shown = scores.map(|score| format!("odds of {:.3}", odds(score)));
            if let Some(edit) = self.value("scoring", &path, shown) {
                edit.alone(old, |rulebook| {
                    *threshold(&mut rulebook.thresholds) = scores[1];
                });
            }
        }
    }

    pub(super) fn causes(&mut self) {
        let (rules, old, new) = (self.old, &self.old.causes, &self.new.causes);
        let (pairs, removed, added) = matched(old, new, |was, now| was.id == now.id);
        for index in removed {
            let index: CauseIndex = index;
            self.removed(&item("causes", index), &*old[index].title)
                .alone(rules, |rulebook| {
                    drop(rulebook.causes.remove(index.into()));
                });
        }
        for index in added {
            let onto = self.cause_onto(&new[index]);
            let edit = self.added(&item("causes", index), &*new[index].title);
            if let Some(onto) = onto {
                edit.alone(rules, |rulebook| rulebook.causes.push(onto));
            }
        }
        for (index, other) in pairs {
            let (was, now) = (&old[index], &new[other]);
            let path = item("causes", other);
            self.parts(&path, [was, now], |_, cause| {
                [
                    words("title", &cause.title),
                    words("summary", &cause.summary),
                ]
            });
            let prior = [was, now].map(|cause| {
                let odds = odds(cause.prior);
                format!("{:.3}", odds / (1.0 + odds))
            });
            if let Some(edit) = self.value("prior", &path, prior) {
                edit.alone(rules, |rulebook| rulebook.causes[index].prior = now.prior);
            }
            self.evidence(index, other);
            self.advice(AdviceOwner::Cause(index), AdviceOwner::Cause(other));
        }
    }

    /// A cause of the new rulebook in terms of the old one.
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

    /// Evidence has no name: it is known by its condition, and what is left over by its order.
    fn evidence(&mut self, cause: CauseIndex, other: CauseIndex) {
        let rules = self.old;
        let (old, new) = (
            &rules.causes[cause].evidence,
            &self.new.causes[other].evidence,
        );
        let onto = &self.onto;
        let same =
            |was: &Evidence, now: &Evidence| onto.condition(&now.when).as_ref() == Some(&was.when);
        let (mut pairs, mut removed, mut added) = matched(old, new, same);
        let left = removed.len().min(added.len());
        pairs.extend(removed.drain(..left).zip(added.drain(..left)));
        let path = |cause: CauseIndex| item("causes", cause).key("evidence");
        let whole = |of: &Rulebook, one: &Evidence| {
            format!("ratio {} when {}", one.ratio, one.when.words(of))
        };
        let mut damped = Vec::new();
        for (index, other_index) in pairs {
            let (was, now) = (&old[index], &new[other_index]);
            let path = path(other).item(other_index);
            self.when(&path, [&was.when, &now.when], |rulebook| {
                &mut rulebook.causes[cause].evidence[index].when
            });
            let what = now.when.words(self.new);
            let ratios = [was, now].map(|one| one.ratio.to_string());
            if let Some(edit) = self.value("ratio", &path, ratios) {
                edit.rule = format!("{} where {what}", edit.rule);
                edit.alone(rules, |rulebook| {
                    rulebook.causes[cause].evidence[index].weight = now.weight;
                })
                .concerns([was.when.clone()]);
            } else if was.weight != now.weight {
                damped.push((index, now.weight));
            }
            let group = [was, now].map(|one| one.group.as_deref().unwrap_or("none").to_owned());
            if let Some(edit) = self.value("group", &path, group) {
                edit.alone(rules, |rulebook| {
                    let one = &mut rulebook.causes[cause].evidence[index];
                    one.group.clone_from(&now.group);
                });
            }
            self.parts(&path, [was, now], |of, one| {
                [words("because", &one.because), sources(of, &one.sources)]
            });
        }
        for index in removed {
            self.removed(&path(cause).item(index), whole(rules, &old[index]))
                .alone(rules, |rulebook| {
                    rulebook.causes[cause].evidence[index].when = NEVER;
                })
                .concerns([old[index].when.clone()]);
        }
        for index in added {
            let one = &new[index];
            let onto = self.onto.condition(&one.when);
            let edit = self.added(&path(other).item(index), whole(self.new, one));
            if let Some(when) = onto {
                let onto = Evidence {
                    when: when.clone(),
                    ..one.clone()
                };
                edit.alone(rules, |rulebook| rulebook.causes[cause].evidence.push(onto))
                    .concerns([when]);
            }
        }
        if !damped.is_empty() {
            let now = format!("other weights for the same {} ratios", damped.len());
            let words = ["damping".to_owned(), now];
            if let Some(edit) = self.value("scoring", &item("causes", other), words) {
                edit.alone(rules, |rulebook| {
                    for (index, weight) in damped {
                        rulebook.causes[cause].evidence[index].weight = weight;
                    }
                });
            }
        }
    }
}
