//! What differs in red flags.

use super::{Compare, NEVER, days, joined, matched, sources, words};
use crate::rulebook::places::item;
use crate::rulebook::{RedFlag, Rulebook};

impl Compare<'_> {
    pub(super) fn red_flags(&mut self) {
        let (old, new) = (self.old, self.new);
        let same = |was: &RedFlag, now: &RedFlag| was.id == now.id;
        let (pairs, removed, added) = matched(&old.red_flags, &new.red_flags, same);
        let whole =
            |of: &Rulebook, flag: &RedFlag| format!("{} when {}", flag.level, flag.when.words(of));
        for index in removed {
            let flag = &old.red_flags[index];
            self.removed(&item("red_flags", index), whole(old, flag))
                .alone(old, |rulebook| rulebook.red_flags[index].when = NEVER)
                .concerns([flag.when.clone()]);
        }
        for index in added {
            let flag = &new.red_flags[index];
            let onto = self.onto.condition(&flag.when);
            let edit = self.added(&item("red_flags", index), whole(new, flag));
            if let Some(when) = onto {
                // What it names besides may not be there, and changes nothing that is compared.
                let onto = RedFlag {
                    when: when.clone(),
                    never: Vec::new(),
                    meanwhile: Vec::new(),
                    may_be: Vec::new(),
                    sources: Vec::new(),
                    ..flag.clone()
                };
                edit.alone(old, |rulebook| rulebook.red_flags.push(onto))
                    .concerns([when]);
            }
        }
        for (index, other) in pairs {
            let (was, now) = (&old.red_flags[index], &new.red_flags[other]);
            let path = item("red_flags", other);
            let levels = [was, now].map(|flag| flag.level.to_string());
            if let Some(edit) = self.value("level", &path, levels) {
                edit.alone(old, |rulebook| rulebook.red_flags[index].level = now.level)
                    .concerns([was.when.clone()]);
            }
            self.when(&path, [&was.when, &now.when], |rulebook| {
                &mut rulebook.red_flags[index].when
            });
            self.parts(&path, [was, now], |of, flag| {
                let never = flag.never.iter().map(|one| &of.never[*one].id);
                let meanwhile = flag.meanwhile.iter().map(|one| &of.meanwhile[*one].id);
                let may_be = flag.may_be.iter().map(|one| &of.may_be[*one].id);
                [
                    words("because", &flag.because),
                    words("do", flag.action.as_deref().unwrap_or_default()),
                    words("tell", flag.tell.as_deref().unwrap_or_default()),
                    days("within_days", flag.within_days),
                    ("never", "", joined(never)),
                    ("meanwhile", "", joined(meanwhile)),
                    ("may_be", "", joined(may_be)),
                    sources(of, &flag.sources),
                ]
            });
        }
    }
}
