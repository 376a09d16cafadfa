//! When to come back or call for help, as one runner is told it: no sign that the runner has told of,
//! and none that is said above.

use super::Report;
use crate::index::SourceIndex;
use crate::rulebook::{SafetyNet, Sign, one_sentence};
use crate::triage::TriageLevel;

/// One call to get help.
#[derive(Debug, Clone)]
pub(super) struct Net<'a> {
    /// In full.
    pub say: String,
    /// For a result on one screen.
    pub short: String,
    /// How fast.
    pub level: TriageLevel,
    /// Its sources.
    pub sources: &'a [SourceIndex],
}

impl<'a> Report<'a> {
    /// What is no more urgent than the result itself would sound like leave to wait.
    pub(super) fn safety_net(&self) -> impl Iterator<Item = Net<'a>> {
        let level = self.assessment.level;
        let nets = self.rulebook().safety_net.iter();
        nets.filter(move |net| net.level > level)
            .filter_map(|net| self.net(net))
    }

    fn net(&self, net: &'a SafetyNet) -> Option<Net<'a>> {
        let said = &self.assessment.instruction.meanwhile;
        let signs = net.signs.iter().filter(|sign| {
            let answered = sign.answered.as_ref();
            !answered.is_some_and(|answered| self.case.holds(answered))
                && !sign.unless.iter().any(|one| said.contains(one))
        });
        let signs: Vec<&Sign> = signs.collect();
        if signs.is_empty() && !net.signs.is_empty() {
            return None;
        }
        let long: Vec<&str> = signs.iter().map(|sign| &*sign.say).collect();
        let short: Vec<&str> = (signs.iter())
            .map(|sign| &**sign.short.as_ref().unwrap_or(&sign.say))
            .collect();
        Some(Net {
            short: one_sentence(
                net.short.as_ref().unwrap_or(&net.say),
                &short,
                [", ", " or "],
            ),
            say: one_sentence(&net.say, &long, SafetyNet::BETWEEN),
            level: net.level,
            sources: &net.sources,
        })
    }
}
