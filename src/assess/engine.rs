//! The engine: from answers to triage level, scores and ranking, for one check and for a million
//! rows.
//!
//! A score is a sum of log-odds (see [`Score`](crate::rulebook::Score)): the prior, and of each
//! evidence group the weight of its strongest member that holds. The engine looks only at rules
//! that the given answers can touch, by an inverted index, and allocates nothing per case.

mod index;

use std::cmp::Reverse;

use super::ranking::{RankedCause, rank_all, verdict};
use super::{Strength, Verdict};
use crate::answer::Answers;
use crate::answers::case::Case;
use crate::index::{CauseIndex, EvidenceIndex, GroupIndex, IndexVec, RedFlagIndex};
use crate::rulebook::{Rulebook, Score};
use crate::triage::TriageLevel;
use index::{Index, Listed, Rule};

/// A rulebook made ready to evaluate many cases.
#[derive(Debug, Clone)]
pub struct Engine<'r> {
    index: Index<'r>,
    case: Case<'r>,
    found: Found,
}

/// What was found out about the last case, in memory that is used again.
#[derive(Debug, Clone, Default)]
struct Found {
    red_flags: Vec<RedFlagIndex>,
    /// In the order of the rulebook until they are ranked.
    causes: Vec<RankedCause>,
    groups: IndexVec<CauseIndex, IndexVec<GroupIndex, Strongest>>,
    /// The number of the case.
    number: u64,
}

/// The strongest evidence of a group that held in a case.
#[derive(Debug, Clone, Copy, Default)]
struct Strongest {
    /// The number of that case; of others it says nothing.
    number: u64,
    member: usize,
    weight: Score,
}

/// What the rules come to for one case. Reasons and advice are read off it.
#[derive(Debug, Clone, Copy)]
pub struct Evaluation<'e, 'r> {
    /// The case, until the next one.
    pub case: &'e Case<'r>,
    /// How urgent it is.
    pub level: TriageLevel,
    /// What the causes come to.
    pub verdict: Verdict,
    /// The red flags that hold, most urgent first, otherwise in file order.
    pub red_flags: &'e [RedFlagIndex],
    /// Every cause, most likely first.
    pub causes: &'e [RankedCause],
    found: &'e Found,
}

impl Evaluation<'_, '_> {
    /// The causes that are put forward, likeliest first.
    pub fn shown(&self) -> impl Iterator<Item = CauseIndex> + '_ {
        let shown = self.causes.iter().filter(|cause| cause.strength.is_shown());
        shown.map(|ranked| ranked.cause)
    }

    /// The evidence on a cause that counts: of each group the strongest that holds.
    pub(super) fn counted(&self, cause: CauseIndex) -> impl Iterator<Item = EvidenceIndex> + '_ {
        let members = &self.case.rulebook().causes[cause].groups;
        let groups = members.iter().zip(&self.found.groups[cause]);
        let held = groups.filter(|(_, strongest)| strongest.number == self.found.number);
        held.map(|(members, strongest)| members[strongest.member])
    }
}

impl<'r> Engine<'r> {
    /// Makes a rulebook ready.
    #[must_use]
    pub fn new(rulebook: &'r Rulebook) -> Self {
        let groups = rulebook.causes.iter();
        let groups = groups.map(|cause| cause.groups.filled(Strongest::default()));
        Engine {
            index: Index::new(rulebook),
            case: Case::empty(rulebook),
            found: Found {
                groups: groups.collect(),
                ..Found::default()
            },
        }
    }

    /// The rulebook.
    #[must_use]
    pub fn rulebook(&self) -> &'r Rulebook {
        self.case.rulebook()
    }

    /// Evaluates one case.
    pub fn evaluate(&mut self, answers: &Answers) -> Evaluation<'_, 'r> {
        let Engine { index, case, found } = self;
        case.replace(answers);
        found.start(case.rulebook());
        for listed in &index.always {
            found.try_rule(index, *listed, case);
        }
        for (question, answer) in answers.given() {
            index.each_rule(question, answer, |listed| {
                found.try_rule(index, listed, case);
            });
        }
        let (level, verdict) = found.conclude(case);
        Evaluation {
            case,
            level,
            verdict,
            red_flags: &found.red_flags,
            causes: &found.causes,
            found,
        }
    }
}

impl Found {
    fn start(&mut self, rulebook: &Rulebook) {
        self.number += 1;
        self.red_flags.clear();
        self.causes.clear();
        let causes = rulebook.causes.enumerated();
        self.causes.extend(causes.map(|(cause, rules)| RankedCause {
            cause,
            score: rules.prior,
            strength: Strength::None,
        }));
    }

    fn try_rule(&mut self, index: &Index, Listed { rule, is_enough }: Listed, case: &Case) {
        match index.rules[rule] {
            Rule::RedFlag(flag, when) => {
                if !self.red_flags.contains(&flag) && (is_enough || case.holds(when)) {
                    self.red_flags.push(flag);
                }
            }
            Rule::Evidence(ref evidence) => {
                let strongest = &mut self.groups[evidence.cause][evidence.group];
                let counted = if strongest.number != self.number {
                    0
                } else if evidence.member < strongest.member {
                    strongest.weight
                } else {
                    return;
                };
                if is_enough || case.holds(evidence.when) {
                    self.causes[usize::from(evidence.cause)].score += evidence.weight - counted;
                    *strongest = Strongest {
                        number: self.number,
                        member: evidence.member,
                        weight: evidence.weight,
                    };
                }
            }
        }
    }

    /// The level is the highest of the red flags that hold: nothing can lower it.
    fn conclude(&mut self, case: &Case) -> (TriageLevel, Verdict) {
        let Rulebook {
            red_flags,
            thresholds,
            ordinary,
            ..
        } = case.rulebook();
        self.red_flags
            .sort_unstable_by_key(|flag| (Reverse(red_flags[*flag].level), *flag));
        let first = self.red_flags.first();
        let level = first.map_or(TriageLevel::SelfCare, |flag| red_flags[*flag].level);
        rank_all(&mut self.causes, thresholds);
        if level.is_urgent() {
            for ranked in &mut self.causes {
                ranked.strength = Strength::None;
            }
            return (level, Verdict::HelpFirst);
        }
        let leads = match &self.causes[..] {
            [first, second, ..] => first.score - second.score >= thresholds.lead,
            _ => true,
        };
        let ordinary = case.holds(&ordinary.when);
        let strength = |index: usize| {
            let ranked = self.causes.get(index);
            ranked.map_or(Strength::None, |ranked| ranked.strength)
        };
        (level, verdict([strength(0), strength(1)], leads, ordinary))
    }
}
