//! What people are told to do, and when to come back.

use super::{Check, placed, root};
use crate::authoring::file;
use crate::fault::{Code, Fault};
use crate::rulebook::path::RulePath;
use crate::rulebook::{Advice, SafetyNet, Sign, Text};

pub(crate) const NO_SAFETY_NET: &Code = &Code::error(
    "no-safety-net",
    "Nobody is told when to come back",
    "`safety_net` is printed with every result: when to come back or call for help.",
);

impl Check<'_> {
    pub(super) fn advice(&mut self, advice: Vec<file::Advice>, at: &RulePath) -> Vec<Advice> {
        let ids = advice.iter().map(|item| &item.id);
        self.unique_ids(ids, at, ["piece of advice", "pieces of advice"]);
        placed(advice, at)
            .map(|(at, item)| Advice {
                only_if: self.optional(item.only_if, &at.key("only_if")),
                unless: self.optional(item.unless, &at.key("unless")),
                sources: self.sources(&item.sources, &at),
                levels: item.levels.unwrap_or_else(|| Advice::USUAL_LEVELS.to_vec()),
                id: item.id.into(),
                due: item.due,
                action: item.action.into(),
                adds_load: item.adds_load,
                warns: item.warns,
            })
            .collect()
    }

    pub(super) fn safety_net(&mut self, items: Vec<file::SafetyNet>) -> Vec<SafetyNet> {
        let at = root().key("safety_net");
        if items.is_empty() {
            let fault = Fault::new(NO_SAFETY_NET, &at, "nobody is told when to come back");
            self.fault(fault.help("add at least one item"));
        }
        placed(items, &at)
            .map(|(at, item)| SafetyNet {
                sources: self.sources(&item.sources, &at),
                signs: self.signs(item.signs, &at.key("signs")),
                say: item.say.into(),
                short: item.short.map(Text::from),
                level: item.level,
            })
            .collect()
    }

    fn signs(&mut self, signs: Vec<file::Sign>, at: &RulePath) -> Vec<Sign> {
        placed(signs, at)
            .map(|(at, sign)| Sign {
                answered: self.optional(sign.answered, &at.key("answered")),
                unless: self.named("meanwhile", &sign.unless, &at.key("unless")),
                say: sign.say.into(),
                short: sign.short.map(Text::from),
            })
            .collect()
    }
}
