//! Promises of the rule file's own, for `soreleg rules prove`.

use super::{Check, placed, root};
use crate::authoring::file;
use crate::fault::{Code, Fault};
use crate::rulebook::{Text, WrittenPromise};
use crate::triage::TriageLevel;

pub(crate) const UNKNOWN_ADVICE: &Code = &Code::error(
    "unknown-advice",
    "There is no such advice",
    "A case or a promise names a piece of advice that the rule file does not have.",
);

pub(crate) const EMPTY_PROMISE: &Code = &Code::error(
    "empty-promise",
    "This promises nothing",
    "A promise says the lowest level that people may get (`at_least`), which advice they are never \
     given (`never_advise`), or both.",
);

impl Check<'_> {
    pub(super) fn promises(&mut self, promises: Vec<file::Promise>) -> Vec<WrittenPromise> {
        let at = root().key("promises");
        let promises = placed(promises, &at).map(|(at, promise)| {
            if promise.at_least.is_none() && promise.never_advise.is_empty() {
                let fault = Fault::new(EMPTY_PROMISE, &at, "this promises nothing");
                self.fault(fault.help("add `at_least`, `never_advise`, or both"));
            }
            let advice = self.names.list("advice");
            for (index, id) in promise.never_advise.iter().enumerate() {
                if !advice.contains(id) {
                    let at = at.key("never_advise").item(index);
                    let message = format!("there is no piece of advice `{id}`");
                    self.unknown_name(Fault::new(UNKNOWN_ADVICE, &at, message), id, advice);
                }
            }
            WrittenPromise {
                when: self.condition(&promise.when, &at.key("when")),
                say: promise.say.into(),
                at_least: promise.at_least.unwrap_or(TriageLevel::SelfCare),
                never_advise: promise.never_advise.into_iter().map(Text::from).collect(),
            }
        });
        promises.collect()
    }
}
