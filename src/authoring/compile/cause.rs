//! Causes with their evidence, and how their scores become words.

use std::cmp::Reverse;

use libm::log;

use super::{Check, placed, root};
use crate::authoring::file;
use crate::fault::{Code, Fault};
use crate::index::{CauseIndex, EvidenceIndex, GroupIndex, IndexVec};
use crate::rulebook::path::RulePath;
use crate::rulebook::{Cause, Evidence, Score, Text, Thresholds};

pub(crate) const BAD_SCORING: &Code = &Code::error(
    "bad-scoring",
    "The scoring makes no sense",
    "`damping` lies above 0 and up to 1. `strong`, `fair` and `weak` are odds in falling \
     order. `lead` is 1 or more.",
);

pub(crate) const NO_CAUSE: &Code = &Code::error(
    "no-cause",
    "There is no cause",
    "A rule file ranks at least one cause.",
);

pub(crate) const NO_EVIDENCE: &Code = &Code::error(
    "no-evidence",
    "A cause has no evidence",
    "Without evidence the answers cannot speak for or against the cause, and it would \
     stay at its prior.",
);

pub(crate) const NO_ADVICE: &Code = &Code::error(
    "no-advice",
    "A cause has no advice",
    "Every cause tells the runner what to do about it.",
);

pub(crate) const BAD_PRIOR: &Code = &Code::error(
    "bad-prior",
    "This prior is no probability",
    "`prior` is how likely the cause is before any answer, above 0 and below 1. One in \
     seven is 0.14.",
);

pub(crate) const BAD_RATIO: &Code = &Code::error(
    "bad-ratio",
    "This ratio is not believable",
    "A likelihood ratio says how many times more often the answer is given when the cause \
     is there than when it is not. 2 is small, 5 moderate, 10 large; below 1 speaks \
     against. Ratios from 0.05 to 20 are allowed; nothing we ask is stronger.",
);

impl Check<'_> {
    pub(super) fn thresholds(&mut self, scoring: &file::Scoring) -> Thresholds {
        let at = root().key("scoring");
        let sound = |value: f64| value.is_finite() && value > 0.0;
        if !sound(scoring.damping) || scoring.damping > 1.0 {
            let message = "the damping must lie above 0 and up to 1";
            let fault = Fault::new(BAD_SCORING, &at.key("damping"), message);
            self.fault(fault.help("0.8 is a good start"));
        }
        let limits = [scoring.strong, scoring.fair, scoring.weak];
        if !self.is_broken(&at)
            && (!limits.into_iter().all(sound) || !limits.is_sorted_by(|high, low| high > low))
        {
            let message = "`strong`, `fair` and `weak` must be odds above 0, in falling order";
            let fault = Fault::new(BAD_SCORING, &at, message);
            self.fault(fault.help("for example `strong: 2`, `fair: 0.7`, `weak: 0.3`"));
        }
        if !sound(scoring.lead) || scoring.lead < 1.0 {
            let fault = Fault::new(BAD_SCORING, &at.key("lead"), "the lead must be 1 or more");
            self.fault(fault.help("1.5 is a good start"));
        }
        if !sound(scoring.behind) || scoring.behind <= scoring.lead {
            let message = "`behind` must be more than `lead`";
            let fault = Fault::new(BAD_SCORING, &at.key("behind"), message);
            self.fault(fault.help("6 is a good start"));
        }
        Thresholds {
            strong: log_odds(scoring.strong),
            fair: log_odds(scoring.fair),
            weak: log_odds(scoring.weak),
            lead: log_odds(scoring.lead),
            behind: log_odds(scoring.behind),
        }
    }

    pub(super) fn causes(
        &mut self,
        causes: Vec<file::Cause>,
        damping: f64,
    ) -> IndexVec<CauseIndex, Cause> {
        let at = root().key("causes");
        if causes.is_empty() {
            self.fault(Fault::new(NO_CAUSE, &at, "there is no cause to rank"));
        }
        let ids = causes.iter().map(|cause| &cause.id);
        self.unique_ids(ids, &at, ["cause", "causes"]);
        placed(causes, &at)
            .map(|(at, cause)| self.cause(cause, damping, &at))
            .collect()
    }

    fn cause(&mut self, cause: file::Cause, damping: f64, at: &RulePath) -> Cause {
        if !(cause.prior > 0.0 && cause.prior < 1.0) {
            let fault = Fault::new(BAD_PRIOR, &at.key("prior"), "a prior lies between 0 and 1");
            self.fault(fault.help("a prior is a share of 1: two in ten is 0.2, 2 % is 0.02"));
        }
        if cause.evidence.is_empty() && !self.is_broken(&at.key("evidence")) {
            let message = format!("nothing speaks for or against `{}`", cause.id);
            let fault = Fault::new(NO_EVIDENCE, at, message);
            self.fault(fault.help("add at least one item to `evidence`"));
        }
        if cause.advice.is_empty() && !self.is_broken(&at.key("advice")) {
            let message = format!("there is no advice for `{}`", cause.id);
            let fault = Fault::new(NO_ADVICE, at, message);
            self.fault(fault.help("add at least one item to `advice`"));
        }
        let evidence: IndexVec<_, _> = placed(cause.evidence, &at.key("evidence"))
            .map(|(at, evidence)| self.evidence(evidence, damping, &at))
            .collect();
        Cause {
            groups: groups(&evidence),
            prior: log_odds(cause.prior / (1.0 - cause.prior)),
            advice: self.advice(cause.advice, &at.key("advice")),
            id: cause.id.into(),
            title: cause.title.into(),
            summary: cause.summary.into(),
            evidence,
        }
    }

    fn evidence(&mut self, evidence: file::Evidence, damping: f64, at: &RulePath) -> Evidence {
        if !(0.05..=20.0).contains(&evidence.ratio) {
            let message = "this ratio is not believable";
            let fault = Fault::new(BAD_RATIO, &at.key("ratio"), message);
            self.fault(fault.help(
                "2 is small, 5 moderate, 10 large; below 1 speaks against; 0.05 to 20 is allowed",
            ));
        }
        Evidence {
            when: self.condition(&evidence.when, &at.key("when")),
            sources: self.sources(&evidence.sources, at),
            weight: thousandths(damping * log(evidence.ratio)),
            ratio: evidence.ratio,
            group: evidence.group.map(Text::from),
            because: evidence.because.into(),
        }
    }
}

/// Evidence that counts together: a group, or a piece on its own. The strongest comes first, and of
/// equals the one that stands first in the file.
pub(crate) fn groups(
    evidence: &IndexVec<EvidenceIndex, Evidence>,
) -> IndexVec<GroupIndex, Vec<EvidenceIndex>> {
    let mut groups: Vec<Vec<EvidenceIndex>> = Vec::new();
    for (index, one) in evidence.enumerated() {
        let known = groups
            .iter_mut()
            .find(|group| one.group.is_some() && evidence[group[0]].group == one.group);
        match known {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    for group in &mut groups {
        group.sort_by_key(|index| Reverse(evidence[*index].weight.unsigned_abs()));
    }
    groups.into()
}

fn log_odds(odds: f64) -> Score {
    thousandths(log(odds))
}

#[allow(clippy::cast_possible_truncation)]
fn thousandths(log_odds: f64) -> Score {
    (log_odds * 1000.0).round() as Score
}
