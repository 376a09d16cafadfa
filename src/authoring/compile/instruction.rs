//! What red flags say besides their level: what never to do, what to do meanwhile, what it may be.

use super::{Check, root};
use crate::authoring::file;
use crate::authoring::file::Entries;
use crate::fault::{Code, Fault};
use crate::index::{IndexVec, MayBeIndex, MeanwhileIndex, NeverIndex};
use crate::rulebook::{MayBe, Meanwhile, Never, Text};
use crate::triage::TriageLevel;

pub(crate) const UNKNOWN_INSTRUCTION: &Code = &Code::error(
    "unknown-instruction",
    "There is no such instruction",
    "Every id that a red flag names in `never`, `meanwhile` or `may_be` stands in the list of that \
     name at the top of the file.",
);

pub(crate) const MAY_BE_WITHOUT_WARNING: &Code = &Code::error(
    "may-be-without-warning",
    "A harmless name without the sign that would make it something else",
    "A name reassures. Below `same_day` it is shown only together with the one sign that would make \
     it something worse, and what to do then. Give it a `warning`.",
);

impl Check<'_> {
    pub(super) fn never(&mut self, entries: Entries<String>) -> IndexVec<NeverIndex, Never> {
        self.good_keys("part of `never`", &root().key("never"), &entries);
        let entries = entries.0.into_iter();
        let never = entries.map(|(id, say)| Never {
            id: id.into(),
            say: say.into(),
        });
        never.collect()
    }

    pub(super) fn meanwhile(
        &mut self,
        entries: Entries<file::Meanwhile>,
    ) -> IndexVec<MeanwhileIndex, Meanwhile> {
        let at = root().key("meanwhile");
        self.good_keys("part of `meanwhile`", &at, &entries);
        let entries = entries.0.into_iter();
        let meanwhile = entries.map(|(id, item)| Meanwhile {
            unless: self.named("never", &item.unless, &at.key(&id).key("unless")),
            id: id.into(),
            say: item.say.into(),
            level: item.level,
        });
        meanwhile.collect()
    }

    pub(super) fn may_be(
        &mut self,
        entries: Entries<file::MayBe>,
        flags: &[file::RedFlag],
    ) -> IndexVec<MayBeIndex, MayBe> {
        let at = root().key("may_be");
        self.good_keys("part of `may_be`", &at, &entries);
        let entries = entries.0.into_iter();
        let may_be = entries.map(|(id, item)| {
            let mut flags = flags.iter();
            let reassures =
                flags.find(|flag| flag.level < TriageLevel::SameDay && flag.may_be.contains(&id));
            if let (Some(flag), None) = (reassures, &item.warning) {
                let message = format!(
                    "`{}` names this below `same_day`, without a warning",
                    flag.id
                );
                self.fault(
                    Fault::new(MAY_BE_WITHOUT_WARNING, &at.key(&id), message)
                        .help(
                            "add `warning`: the sign that would make it worse, and what to do then",
                        )
                        .on_key(),
                );
            }
            MayBe {
                id: id.into(),
                name: item.name.into(),
                warning: item.warning.map(Text::from),
                from_running: item.from_running,
            }
        });
        may_be.collect()
    }
}
