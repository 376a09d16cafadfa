//! What the red flags that hold come to: one thing to do, and all that must not be done.

use super::engine::Evaluation;
use crate::index::{MayBeIndex, MeanwhileIndex, NeverIndex, RedFlagIndex};
use crate::rulebook::condition::Outcomes;
use crate::rulebook::{RedFlag, Rulebook};
use crate::triage::TriageLevel;

/// What to do about the level. Indices refer to the rulebook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Instruction {
    /// The red flag whose `do` is the one to follow; None if it is what the level says.
    pub first: Option<RedFlagIndex>,
    /// Within how many days to be seen, if the level or a red flag of that level says.
    pub within_days: Option<u32>,
    /// What must not be done, of every red flag that holds, each once.
    pub never: Vec<NeverIndex>,
    /// What to do until then, of every red flag that holds and of the level, each once; none that a
    /// prohibition forbids, and none that sends to no more urgent a level.
    pub meanwhile: Vec<MeanwhileIndex>,
    /// The other red flags that have something to tell those who help.
    pub tell: Vec<RedFlagIndex>,
    /// What it may be. From `same_day` that is the danger; below it is named only where nothing worse
    /// is open.
    pub may_be: Vec<MayBeIndex>,
}

impl Evaluation<'_, '_> {
    /// What to do about the level. Of red flags of the same level the one that leaves the least time
    /// decides, then the one that stands first in the file.
    #[must_use]
    pub fn instruction(&self) -> Instruction {
        let rulebook = self.case.rulebook();
        let flag = |index: &RedFlagIndex| &rulebook.red_flags[*index];
        let of_level = || {
            let flags = self.red_flags.iter().copied();
            flags.filter(|index| flag(index).level == self.level)
        };
        let usual = rulebook.level(self.level).within_days;
        let days = |index: &RedFlagIndex| flag(index).within_days.or(usual);
        let with_action = of_level().filter(|index| flag(index).action.is_some());
        let first = with_action.min_by_key(|index| days(index).unwrap_or(u32::MAX));
        let all = || self.red_flags.iter().map(flag);
        let never = each_once(all().flat_map(|flag| &flag.never));
        let of_flags = all().flat_map(|flag| &flag.meanwhile);
        let mut meanwhile = each_once(of_flags.chain(&rulebook.level(self.level).meanwhile));
        meanwhile.retain(|index| {
            let sends_to = rulebook.meanwhile[*index].level;
            sends_to.is_none_or(|level| level > self.level)
                && !is_forbidden(rulebook, *index, &never)
        });
        let others = self.red_flags.iter().copied();
        let others = others.filter(|index| Some(*index) != first && flag(index).tell.is_some());
        let mut may_be = Vec::new();
        if self.level.is_urgent() || self.is_settled_and_named(of_level().map(|one| flag(&one))) {
            may_be = each_once(of_level().flat_map(|index| &rulebook.red_flags[index].may_be));
        }
        Instruction {
            within_days: of_level().filter_map(|index| days(&index)).min().or(usual),
            first,
            never,
            meanwhile,
            tell: others.collect(),
            may_be,
        }
    }

    /// Whether each of the red flags that set the level has a name, and no answer that is missing or
    /// *not sure* could still raise it. Otherwise a harmless name would reassure.
    fn is_settled_and_named<'r>(&self, mut of_level: impl Iterator<Item = &'r RedFlag>) -> bool {
        let mut worse =
            (self.case.rulebook().red_flags.iter()).filter(|flag| flag.level > self.level);
        self.level > TriageLevel::SelfCare
            && of_level.all(|flag| !flag.may_be.is_empty())
            && worse.all(|flag| self.case.outcomes(&flag.when) == Outcomes::FALSE)
    }
}

/// Whether what to do meanwhile contradicts something that must not be done.
#[must_use]
pub fn is_forbidden(rulebook: &Rulebook, meanwhile: MeanwhileIndex, never: &[NeverIndex]) -> bool {
    let mut unless = rulebook.meanwhile[meanwhile].unless.iter();
    unless.any(|forbidden| never.contains(forbidden))
}

fn each_once<'i, I: Copy + PartialEq + 'i>(indices: impl Iterator<Item = &'i I>) -> Vec<I> {
    let mut seen = Vec::new();
    for index in indices {
        if !seen.contains(index) {
            seen.push(*index);
        }
    }
    seen
}
