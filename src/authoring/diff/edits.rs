//! What differs between two rulebooks, by the names of the rules.

mod causes;
mod expectations;

use super::onto::Onto;
use crate::assess::AdviceOwner;
use crate::index::{QuestionIndex, SourceIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{
    Choice, Kind, LevelText, MayBe, Meanwhile, Question, RedFlag, Rulebook, SafetyNet, odds,
};
use crate::triage::TriageLevel;

/// Something that differs.
pub struct Edit<'r> {
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
    /// Makes this edit alone to the old rulebook. None where words alone differ, or where it cannot
    /// stand alone, as it needs a question or an option that is new.
    pub(super) alone: Option<Alone<'r>>,
    /// Of the conditions of the rule, old and new, in terms of the old rulebook: where none of them
    /// may hold, the edit changes nothing. None if it can change anything for anybody.
    pub(super) concerns: Option<Vec<Condition>>,
}

type Alone<'r> = Box<dyn Fn(&mut Rulebook) + Send + Sync + 'r>;

const NEVER: Condition = Condition::Any(Vec::new());

impl Edit<'_> {
    /// What it is in a few words, as `level red_flags.limping`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} {}", self.kind, self.rule)
    }
}

/// Everything that differs.
#[must_use]
pub fn edits<'r>(old: &'r Rulebook, new: &'r Rulebook) -> Vec<Edit<'r>> {
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
    let general = RulePath::default().key("advice");
    compare.advice(&general, AdviceOwner::General, &old.advice, &new.advice);
    compare.expect_by();
    compare.texts();
    compare.edits
}

struct Compare<'r> {
    old: &'r Rulebook,
    new: &'r Rulebook,
    onto: Onto<'r>,
    edits: Vec<Edit<'r>>,
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

impl<'r> Compare<'r> {
    /// Adds an edit that the following calls complete.
    fn push(
        &mut self,
        kind: &'static str,
        path: &RulePath,
        was: Option<String>,
        now: Option<String>,
    ) -> &mut Edit<'r> {
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

    /// Adds an edit if two values differ.
    fn value(
        &mut self,
        kind: &'static str,
        path: &RulePath,
        was: &str,
        now: &str,
    ) -> Option<&mut Edit<'r>> {
        (was != now).then(|| self.push(kind, path, Some(was.to_owned()), Some(now.to_owned())))
    }

    fn words(&mut self, path: &RulePath, was: &str, now: &str) {
        self.value("words", path, was, now);
    }

    /// Words that need not be there.
    fn some_words(&mut self, path: &RulePath, was: Option<&str>, now: Option<&str>) {
        self.words(path, was.unwrap_or_default(), now.unwrap_or_default());
    }

    fn sources(&mut self, path: &RulePath, was: &[SourceIndex], now: &[SourceIndex]) {
        let (was, now) = (self.old.source_ids(was), self.new.source_ids(now));
        self.value("sources", path, &was.join(", "), &now.join(", "));
    }

    /// Adds an edit if two conditions differ; gives it with the new one in terms of the old rulebook.
    fn condition(
        &mut self,
        kind: &'static str,
        path: &RulePath,
        was: Option<&Condition>,
        now: Option<&Condition>,
    ) -> Option<(&mut Edit<'r>, Option<Condition>)> {
        let onto = now.map(|now| self.onto.condition(now));
        if onto == was.cloned().map(Some) {
            return None;
        }
        let was = was.map_or_else(|| "nothing".to_owned(), |was| was.words(self.old));
        let now = now.map_or_else(|| "nothing".to_owned(), |now| now.words(self.new));
        Some((self.push(kind, path, Some(was), Some(now)), onto.flatten()))
    }

    fn texts(&mut self) {
        let (old, new) = (self.old, self.new);
        let top = |key: &str| RulePath::default().key(key);
        self.words(&top("title"), &old.title, &new.title);
        self.some_words(
            &top("version"),
            old.version.as_deref(),
            new.version.as_deref(),
        );
        for (key, is_named, was, now) in [
            ("limits", false, limits(old), limits(new)),
            ("topics", true, topics(old), topics(new)),
            ("sources", true, sources(old), sources(new)),
            ("never", true, never(old), never(new)),
            ("meanwhile", true, meanwhile(old), meanwhile(new)),
            ("may_be", true, may_be(old), may_be(new)),
            ("safety_net", false, safety_net(old), safety_net(new)),
            ("promises", false, promises(old), promises(new)),
        ] {
            let path = |index: usize, texts: &Texts| {
                if is_named {
                    top(key).key(&texts[index].0)
                } else {
                    item(key, index)
                }
            };
            let (pairs, removed, added) =
                matched::<usize, _>(&was, &now, |was, now| was.0 == now.0);
            for (index, other) in pairs {
                self.words(&path(other, &now), &was[index].1, &now[other].1);
            }
            for index in removed {
                let gone = Some(was[index].1.clone());
                self.push("removed", &path(index, &was), gone, None);
            }
            for index in added {
                let new = Some(now[index].1.clone());
                self.push("added", &path(index, &now), None, new);
            }
        }
        for (level, (was, now)) in TriageLevel::ALL
            .iter()
            .zip(old.levels.iter().zip(&new.levels))
        {
            let path = top("levels").key(level.name());
            self.words(&path.key("title"), &was.title, &now.title);
            self.words(&path.key("do"), &was.action, &now.action);
            self.days(&path.key("within_days"), was.within_days, now.within_days);
            self.days(
                &path.key("look_again_days"),
                was.look_again_days,
                now.look_again_days,
            );
            let ids = |rulebook: &Rulebook, level: &LevelText| -> String {
                let named = level.meanwhile.iter();
                let ids: Vec<&str> = named.map(|one| &*rulebook.meanwhile[*one].id).collect();
                ids.join(", ")
            };
            self.value("meanwhile", &path, &ids(old, was), &ids(new, now));
        }
    }

    fn days(&mut self, path: &RulePath, was: Option<u32>, now: Option<u32>) {
        let shown = |days: Option<u32>| days.map_or("nothing".to_owned(), |days| days.to_string());
        self.value("days", path, &shown(was), &shown(now));
    }

    fn scoring(&mut self) {
        let (old, new) = (self.old.thresholds, self.new.thresholds);
        let path = RulePath::default().key("scoring");
        for (key, was, now) in [
            ("strong", old.strong, new.strong),
            ("fair", old.fair, new.fair),
            ("weak", old.weak, new.weak),
            ("lead", old.lead, new.lead),
            ("behind", old.behind, new.behind),
        ] {
            let shown = |score| format!("odds of {:.3}", odds(score));
            if let Some(edit) = self.value("scoring", &path.key(key), &shown(was), &shown(now)) {
                edit.alone = Some(Box::new(move |rulebook| {
                    let thresholds = &mut rulebook.thresholds;
                    let threshold = match key {
                        "strong" => &mut thresholds.strong,
                        "fair" => &mut thresholds.fair,
                        "weak" => &mut thresholds.weak,
                        "lead" => &mut thresholds.lead,
                        _ => &mut thresholds.behind,
                    };
                    *threshold = now;
                }));
            }
        }
    }

    fn questions(&mut self) {
        let (old, new) = (&self.old.questions, &self.new.questions);
        let (pairs, removed, added) = matched(old, new, |was, now| was.id == now.id);
        for (index, other) in pairs {
            let (was, now) = (&old[index], &new[other]);
            let path = item("questions", other);
            self.words(&path.key("short"), &was.short, &now.short);
            self.words(&path.key("ask"), &was.ask, &now.ask);
            self.words(&path.key("why"), &was.why, &now.why);
            self.some_words(&path.key("how"), was.how.as_deref(), now.how.as_deref());
            self.value("question", &path, &takes(was), &takes(now));
            self.options(was, now, other);
            let from_log = [was, now].map(|one| one.log_words().unwrap_or_default());
            self.value(
                "from_log",
                &path.key("from_log"),
                &from_log[0],
                &from_log[1],
            );
            self.some_words(
                &path.key("fixed"),
                was.fixed.as_deref(),
                now.fixed.as_deref(),
            );
            let onset = [was, now].map(|one| one.onset.to_string());
            self.value("onset", &path.key("onset"), &onset[0], &onset[1]);
            let key = path.key("only_if");
            if let Some((edit, onto)) = self.condition(
                "condition",
                &key,
                was.only_if.as_ref(),
                now.only_if.as_ref(),
            ) && (onto.is_some() || now.only_if.is_none())
            {
                edit.alone = Some(Box::new(move |rulebook| {
                    rulebook.questions[index].only_if.clone_from(&onto);
                }));
            }
        }
        for index in removed {
            self.push(
                "removed",
                &item("questions", index),
                Some(old[index].ask.to_string()),
                None,
            );
        }
        for index in added {
            self.push(
                "added",
                &item("questions", index),
                None,
                Some(new[index].ask.to_string()),
            );
        }
    }

    fn options(&mut self, was: &Question, now: &Question, question: QuestionIndex) {
        let (old, new) = (was.kind.choices(), now.kind.choices());
        let (pairs, removed, added) = matched::<usize, _>(old, new, |was, now| was.id == now.id);
        for (index, other) in pairs {
            let path = self.new.option_place(question, other);
            self.words(&path, &old[index].text, &new[other].text);
            let path = item("questions", question).key("shorts");
            let path = path.key(&new[other].id);
            self.words(&path, &old[index].short, &new[other].short);
            let lapses = [old[index].lapses, new[other].lapses]
                .map(|after| after.map_or("never".to_owned(), |after| after.to_string()));
            let path = item("questions", question)
                .key("lapses")
                .key(&new[other].id);
            self.value("lapses", &path, &lapses[0], &lapses[1]);
            let regions = [&old[index], &new[other]].map(Choice::regions_in_words);
            let path = item("questions", question)
                .key("regions")
                .key(&new[other].id);
            self.value("regions", &path, &regions[0], &regions[1]);
        }
        let path = item("questions", question);
        for index in removed {
            let was = format!("{}: {}", old[index].id, old[index].text);
            self.value("option", &path, &was, "");
        }
        for index in added {
            let path = self.new.option_place(question, index);
            self.push("added", &path, None, Some(new[index].text.to_string()));
        }
    }

    fn red_flags(&mut self) {
        let (old, new) = (&self.old.red_flags, &self.new.red_flags);
        let (pairs, removed, added) = matched(old, new, |was, now| was.id == now.id);
        for index in removed {
            let was = format!(
                "{} when {}",
                old[index].level,
                old[index].when.words(self.old)
            );
            let edit = self.push("removed", &item("red_flags", index), Some(was), None);
            edit.concerns = Some(vec![old[index].when.clone()]);
            edit.alone = Some(Box::new(move |rulebook| {
                rulebook.red_flags[index].when = NEVER;
            }));
        }
        for index in added {
            let flag = &new[index];
            let now = format!("{} when {}", flag.level, flag.when.words(self.new));
            let onto = self.onto.condition(&flag.when);
            let edit = self.push("added", &item("red_flags", index), None, Some(now));
            edit.concerns = onto.clone().map(|onto| vec![onto]);
            edit.alone = onto.map(|when| -> Alone {
                Box::new(move |rulebook| {
                    let when = when.clone();
                    rulebook.red_flags.push(RedFlag {
                        when,
                        ..flag.clone()
                    });
                })
            });
        }
        for (index, other) in pairs {
            let (was, now) = (&old[index], &new[other]);
            let path = item("red_flags", other);
            if let Some(edit) = self.value("level", &path, was.level.name(), now.level.name()) {
                edit.concerns = Some(vec![was.when.clone()]);
                edit.alone = Some(Box::new(move |rulebook| {
                    rulebook.red_flags[index].level = now.level;
                }));
            }
            if let Some((edit, Some(onto))) =
                self.condition("condition", &path, Some(&was.when), Some(&now.when))
            {
                edit.concerns = Some(vec![was.when.clone(), onto.clone()]);
                edit.alone = Some(Box::new(move |rulebook| {
                    rulebook.red_flags[index].when.clone_from(&onto);
                }));
            }
            self.words(&path.key("because"), &was.because, &now.because);
            self.some_words(
                &path.key("do"),
                was.action.as_deref(),
                now.action.as_deref(),
            );
            self.some_words(&path.key("tell"), was.tell.as_deref(), now.tell.as_deref());
            self.days(&path.key("within_days"), was.within_days, now.within_days);
            for (key, was, now) in named(self.old, was)
                .into_iter()
                .zip(named(self.new, now))
                .map(|((key, was), (_, now))| (key, was, now))
            {
                self.value(key, &path, &was, &now);
            }
            self.sources(&path, &was.sources, &now.sources);
        }
    }
}

/// What a red flag names besides its sources, by ids.
fn named(rulebook: &Rulebook, flag: &RedFlag) -> [(&'static str, String); 3] {
    let join = |ids: Vec<&str>| ids.join(", ");
    let never = flag.never.iter().map(|one| &*rulebook.never[*one].id);
    let meanwhile = flag
        .meanwhile
        .iter()
        .map(|one| &*rulebook.meanwhile[*one].id);
    let may_be = flag.may_be.iter().map(|one| &*rulebook.may_be[*one].id);
    [
        ("never", join(never.collect())),
        ("meanwhile", join(meanwhile.collect())),
        ("may_be", join(may_be.collect())),
    ]
}

/// Each text of a list, with what it is known by.
type Texts = Vec<(String, String)>;

fn topics(rulebook: &Rulebook) -> Texts {
    let topics = rulebook.topics.iter();
    topics
        .map(|topic| (topic.id.to_string(), topic.title.to_string()))
        .collect()
}

fn sources(rulebook: &Rulebook) -> Texts {
    let sources = rulebook.sources.iter().map(|source| {
        let address = source.address().unwrap_or_default();
        (
            source.id.to_string(),
            format!("{} {address}", source.description()),
        )
    });
    sources.collect()
}

fn never(rulebook: &Rulebook) -> Texts {
    let never = rulebook.never.iter();
    never
        .map(|one| (one.id.to_string(), one.say.to_string()))
        .collect()
}

fn meanwhile(rulebook: &Rulebook) -> Texts {
    let text = |one: &Meanwhile| {
        let unless = one.unless.iter().map(|never| &*rulebook.never[*never].id);
        let unless: Vec<&str> = unless.collect();
        let level = one.level.map_or("", TriageLevel::name);
        format!("{} unless [{}] {level}", one.say, unless.join(", "))
    };
    let meanwhile = rulebook.meanwhile.iter();
    meanwhile
        .map(|one| (one.id.to_string(), text(one)))
        .collect()
}

fn may_be(rulebook: &Rulebook) -> Texts {
    let text = |one: &MayBe| {
        let warning = one.warning.as_deref().unwrap_or("no warning");
        format!(
            "{}; {warning}; from running: {}",
            one.name, one.from_running
        )
    };
    let may_be = rulebook.may_be.iter();
    may_be.map(|one| (one.id.to_string(), text(one))).collect()
}

fn safety_net(rulebook: &Rulebook) -> Texts {
    let net = rulebook.safety_net.iter();
    net.map(|sign| {
        (
            sign.say.to_string(),
            match &sign.short {
                Some(short) => format!("{}: {} (in short: {short})", sign.level, sign.say),
                None => format!("{}: {}", sign.level, sign.say),
            } + &signs(rulebook, sign),
        )
    })
    .collect()
}

fn signs(rulebook: &Rulebook, net: &SafetyNet) -> String {
    let signs = net.signs.iter().map(|sign| {
        let short = sign.short.as_deref().unwrap_or_default();
        let answered = sign.answered.as_ref();
        let answered = answered.map_or(String::new(), |when| when.words(rulebook));
        let unless = sign.unless.iter();
        let unless: Vec<&str> = unless.map(|one| &*rulebook.meanwhile[*one].id).collect();
        let unless = unless.join(", ");
        format!(
            "; {} (in short: {short}; unless {answered} [{unless}])",
            sign.say
        )
    });
    signs.collect()
}

fn promises(rulebook: &Rulebook) -> Texts {
    let promises = rulebook.promises.iter().map(|promise| {
        let never: Vec<&str> = promise.never_advise.iter().map(|id| &**id).collect();
        let (when, level) = (promise.when.words(rulebook), promise.at_least);
        let text = format!("if {when}: at least {level}, never [{}]", never.join(", "));
        (promise.say.to_string(), text)
    });
    promises.collect()
}

fn limits(rulebook: &Rulebook) -> Texts {
    let limits = rulebook.limits.iter();
    limits
        .map(|limit| (limit.to_string(), limit.to_string()))
        .collect()
}

/// What answers a question takes, but for the options.
fn takes(question: &Question) -> String {
    match &question.kind {
        Kind::Choice(_) => "one of the options".to_owned(),
        Kind::Checklist(_) => "ticks".to_owned(),
        Kind::Number { min, max, .. } => format!("{min} to {max}"),
    }
}
