//! What differs in texts, and in what should be better by when. It does nothing to a first check.

use super::{Compare, days, joined, matched, sources, words};
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{Rulebook, SafetyNet};
use crate::triage::TriageLevel;

impl Compare<'_> {
    pub(super) fn expect_by(&mut self) {
        let (old, new) = (&self.old.expect_by, &self.new.expect_by);
        let (pairs, removed, added) = matched(old, new, |was, now| was.id == now.id);
        for index in removed {
            self.removed(&item("expect_by", index), old[index].words(self.old));
        }
        for index in added {
            self.added(&item("expect_by", index), new[index].words(self.new));
        }
        for (index, other) in pairs {
            let both = [&old[index], &new[other]];
            self.parts(&item("expect_by", other), both, |of, one| {
                [
                    ("expectation", "", one.words(of)),
                    words("because", &one.because),
                    sources(of, &one.sources),
                ]
            });
        }
    }

    pub(super) fn texts(&mut self) {
        let (old, new) = (self.old, self.new);
        let top = RulePath::default();
        self.parts(&top, [old, new], |_, of| {
            [
                words("title", &of.title),
                words("version", of.version.as_deref().unwrap_or_default()),
            ]
        });
        for ((key, is_named, was), (.., now)) in lists(old).into_iter().zip(lists(new)) {
            let path = |index: usize, texts: &[(String, String)]| {
                if is_named {
                    top.key(key).key(&texts[index].0)
                } else {
                    item(key, index)
                }
            };
            let (pairs, removed, added) =
                matched::<usize, _>(&was, &now, |was, now| was.0 == now.0);
            for (index, other) in pairs {
                let both = [&was[index], &now[other]].map(|(_, text)| text.clone());
                self.value("words", &path(other, &now), both);
            }
            for index in removed {
                self.removed(&path(index, &was), &*was[index].1);
            }
            for index in added {
                self.added(&path(index, &now), &*now[index].1);
            }
        }
    }

    pub(super) fn levels(&mut self) {
        for level in TriageLevel::ALL {
            let path = RulePath::default().key("levels").key(level.name());
            let both = [self.old, self.new].map(|of| of.level(level));
            self.parts(&path, both, |of, level| {
                let meanwhile = level.meanwhile.iter().map(|one| &of.meanwhile[*one].id);
                [
                    words("title", &level.title),
                    words("do", &level.action),
                    days("within_days", level.within_days),
                    days("look_again_days", level.look_again_days),
                    ("meanwhile", "", joined(meanwhile)),
                ]
            });
        }
    }
}

/// A list of texts: its key, whether it is one of names, and each text with what it is known by.
type Texts = (&'static str, bool, Vec<(String, String)>);

fn lists(of: &Rulebook) -> [Texts; 8] {
    let limits = of.limits.iter();
    let limits = limits.map(|limit| (limit.to_string(), limit.to_string()));
    let topics = of.topics.iter();
    let topics = topics.map(|topic| (topic.id.to_string(), topic.title.to_string()));
    let sources = of.sources.iter().map(|source| {
        let address = source.address().unwrap_or_default();
        let text = format!("{} {address}", source.description());
        (source.id.to_string(), text)
    });
    let never = of.never.iter();
    let never = never.map(|one| (one.id.to_string(), one.say.to_string()));
    let meanwhile = of.meanwhile.iter().map(|one| {
        let unless = joined(one.unless.iter().map(|never| &of.never[*never].id));
        let level = one.level.map_or("", TriageLevel::name);
        let text = format!("{} unless [{unless}] {level}", one.say);
        (one.id.to_string(), text)
    });
    let may_be = of.may_be.iter().map(|one| {
        let warning = one.warning.as_deref().unwrap_or("no warning");
        let text = format!(
            "{}; {warning}; from running: {}",
            one.name, one.from_running
        );
        (one.id.to_string(), text)
    });
    let safety_net = of.safety_net.iter();
    let safety_net = safety_net.map(|net| (net.say.to_string(), safety_net_words(of, net)));
    let promises = of.promises.iter().map(|promise| {
        let never = joined(promise.never_advise.iter());
        let (when, level) = (promise.when.words(of), promise.at_least);
        let text = format!("if {when}: at least {level}, never [{never}]");
        (promise.say.to_string(), text)
    });
    [
        ("limits", false, limits.collect()),
        ("topics", true, topics.collect()),
        ("sources", true, sources.collect()),
        ("never", true, never.collect()),
        ("meanwhile", true, meanwhile.collect()),
        ("may_be", true, may_be.collect()),
        ("safety_net", false, safety_net.collect()),
        ("promises", false, promises.collect()),
    ]
}

fn safety_net_words(of: &Rulebook, net: &SafetyNet) -> String {
    let short = net.short.as_ref();
    let short = short.map_or(String::new(), |short| format!(" (in short: {short})"));
    let signs = net.signs.iter().map(|sign| {
        let short = sign.short.as_deref().unwrap_or_default();
        let answered = sign.answered.as_ref();
        let answered = answered.map_or(String::new(), |when| when.words(of));
        let unless = joined(sign.unless.iter().map(|one| &of.meanwhile[*one].id));
        format!(
            "; {} (in short: {short}; unless {answered} [{unless}])",
            sign.say
        )
    });
    format!(
        "{}: {}{short}{}",
        net.level,
        net.say,
        signs.collect::<String>()
    )
}
