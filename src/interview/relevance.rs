//! Which questions can still change the result.
//!
//! Every open question leaves each condition a set of possible outcomes, and each cause an interval
//! of scores. What is the same at both ends is settled. A question matters while something
//! unsettled depends on it; when none does, the result is that of the full questionnaire. Each
//! piece is bounded apart from the others, which may ask a question too many but never stops too
//! early.

use super::interval::{self, HangsOn, Interval, Scores};
use crate::answers::case::Case;
use crate::assess::{AdviceOwner, Strength, Verdict, rank, verdict};
use crate::index::{CauseIndex, IndexVec, QuestionIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Score, Thresholds};
use crate::triage::TriageLevel;

/// How far the answer to a question can still move the result: [`URGENT`] for the triage level,
/// otherwise by how much it can move causes that are not settled.
pub(super) type Influence = Score;

/// The influence of a question that could still raise the triage level.
const URGENT: Influence = Influence::MAX;

/// What the open questions of a case can still change.
pub(super) struct Relevance<'c, 'r> {
    case: &'c Case<'r>,
    /// The triage level that is certain; an answer can only raise it.
    pub(super) level: TriageLevel,
    /// The highest level that is possible.
    ceiling: TriageLevel,
    /// Per question: None if it does not matter.
    influence: IndexVec<QuestionIndex, Option<Influence>>,
}

impl<'c, 'r> Relevance<'c, 'r> {
    /// Finds what can still raise the level.
    pub(super) fn new(case: &'c Case<'r>) -> Self {
        let mut relevance = Relevance {
            case,
            level: TriageLevel::SelfCare,
            ceiling: TriageLevel::SelfCare,
            influence: case.rulebook().questions.filled(None),
        };
        relevance.triage();
        relevance
    }

    /// Adds questions that are wanted for something else than the level, which comes first.
    pub(super) fn watch(&mut self, questions: &[QuestionIndex]) {
        for question in questions {
            if !self.level.is_urgent() && self.case.is_open(*question) {
                self.add(*question, 0);
            }
        }
    }

    /// The open questions whose answers could still change the triage level, the verdict, the first
    /// two causes, their order or strength, or which advice is given; with the questions these depend
    /// on to be asked at all. In rulebook order, each with its influence.
    pub(super) fn questions(mut self) -> Vec<(QuestionIndex, Influence)> {
        let mut questions = self.influence.indices();
        if questions.any(|question| self.case.is_open(question)) {
            if !self.level.is_urgent() {
                self.causes();
            }
            self.advice(AdviceOwner::General);
            self.gates();
        }
        let influence = self.influence.enumerated();
        influence
            .filter_map(|(question, influence)| Some((question, (*influence)?)))
            .collect()
    }

    /// Adds to the influence of every open question of the conditions that are not settled.
    fn mark<'w>(
        &mut self,
        conditions: impl IntoIterator<Item = &'w Condition>,
        influence: Influence,
    ) {
        let open = conditions.into_iter();
        let open = open.filter(|condition| !self.case.outcomes(condition).is_settled());
        let mut questions: Vec<QuestionIndex> = open.flat_map(Condition::questions).collect();
        questions.sort_unstable();
        questions.dedup();
        questions.retain(|question| self.case.is_open(*question));
        for question in questions {
            self.add(question, influence);
        }
    }

    fn add(&mut self, question: QuestionIndex, influence: Influence) {
        let known = &mut self.influence[question];
        *known = Some(known.unwrap_or(0).saturating_add(influence));
    }

    fn triage(&mut self) {
        let mut open = Vec::new();
        for flag in &self.case.rulebook().red_flags {
            let outcomes = self.case.outcomes(&flag.when);
            if outcomes.holds() {
                self.level = self.level.max(flag.level);
            } else if outcomes.may_hold() {
                open.push(flag);
            }
        }
        open.retain(|flag| flag.level > self.level);
        for flag in &open {
            self.mark([&flag.when], URGENT);
        }
        let levels = open.iter().map(|flag| flag.level);
        self.ceiling = levels.max().unwrap_or(self.level);
    }

    fn causes(&mut self) {
        let rulebook = self.case.rulebook();
        let parts: IndexVec<CauseIndex, _> = (rulebook.causes.iter())
            .map(|cause| interval::parts(self.case, &[(1, cause)]))
            .collect();
        let scores = parts.enumerated();
        let scores =
            scores.map(|(cause, parts)| interval::sum(rulebook.causes[cause].prior, parts));
        let unsettled = Unsettled::new(self.case, &scores.collect());
        let moved = parts.into_iter().zip(&unsettled.causes);
        for part in moved
            .filter(|(_, unsettled)| **unsettled)
            .flat_map(|(parts, _)| parts)
        {
            match part.hangs_on {
                _ if part.adds.is_settled() => {}
                HangsOn::One(question) => self.add(question, part.adds.width()),
                HangsOn::Group(group) => {
                    for one in group.evidence() {
                        self.mark([&one.when], one.weight.abs());
                    }
                }
            }
        }
        if unsettled.ordinary {
            self.mark([&rulebook.ordinary.when], 0);
        }
        for owner in unsettled.may_advise {
            self.advice(owner);
        }
    }

    fn advice(&mut self, owner: AdviceOwner) {
        for item in owner.list(self.case.rulebook()) {
            let mut levels = item.levels.iter();
            let possible = levels.any(|level| (self.level..=self.ceiling).contains(level));
            let (only_if, unless) = (item.only_if.as_ref(), item.unless.as_ref());
            let wanted = only_if.is_none_or(|when| self.case.outcomes(when).may_hold());
            let harmless = unless.is_none_or(|when| self.case.outcomes(when).may_fail());
            if possible && wanted && harmless {
                self.mark(only_if.into_iter().chain(unless), 0);
            }
        }
    }

    /// A question that matters can be asked only once the questions in its `only_if` are answered.
    fn gates(&mut self) {
        let questions = &self.case.rulebook().questions;
        for question in questions.indices().rev() {
            if let (Some(influence), Some(only_if)) =
                (self.influence[question], &questions[question].only_if)
            {
                self.mark([only_if], influence);
            }
        }
    }
}

/// What the bounds on the scores leave open.
struct Unsettled {
    /// Per cause: whether its exact score could still matter.
    causes: IndexVec<CauseIndex, bool>,
    /// Whether it matters if the soreness is ordinary.
    ordinary: bool,
    /// The advice that may be given, depending on the verdict.
    may_advise: Vec<AdviceOwner>,
}

impl Unsettled {
    fn new(case: &Case, scores: &Scores) -> Self {
        let thresholds = case.rulebook().thresholds;
        let strengths = strengths(scores, thresholds);
        let leaders = leaders(scores);
        let is_open = |cause: CauseIndex| strengths[cause].0 != strengths[cause].1;
        // Which of those comes second for which little speaks is not worth a question.
        let is_unsaid = |cause: CauseIndex| strengths[cause].1 == Strength::None;
        let leads_both = |one: CauseIndex, other: CauseIndex| {
            let mut first = leaders
                .iter()
                .filter(|first| strengths[**first].0.is_shown());
            first
                .any(|first| comes_first(scores, *first, one) && comes_first(scores, *first, other))
        };
        let mut unsettled = Unsettled {
            causes: scores.filled(false),
            ordinary: strengths.iter().all(|(low, _)| *low < Strength::Strong),
            may_advise: Vec::new(),
        };
        for (index, &one) in leaders.iter().enumerate() {
            if is_open(one) {
                unsettled.causes[one] = true;
                for other in scores.indices().filter(|other| *other != one) {
                    unsettled.causes[other] |=
                        may_leave_behind(scores[other], scores[one], thresholds);
                }
            }
            for &other in &leaders[..index] {
                if is_unsaid(one) && is_unsaid(other) && leads_both(one, other) {
                    continue;
                }
                if !comes_first(scores, one, other) && !comes_first(scores, other, one) {
                    unsettled.causes[one] = true;
                    unsettled.causes[other] = true;
                }
            }
        }
        let ordinary = case.outcomes(&case.rulebook().ordinary.when);
        if ordinary.may_hold() && unsettled.ordinary {
            unsettled.may_advise.push(AdviceOwner::Ordinary);
        }
        if unsettled.causes.contains(&true) {
            let causes = leaders.into_iter().map(AdviceOwner::Cause);
            unsettled.may_advise.extend(causes);
        } else {
            unsettled.by_lead(leaders, scores, &strengths, thresholds.lead);
        }
        unsettled
    }

    /// With the first two causes and their strengths settled, the verdict hangs on the lead of the
    /// first over the second.
    fn by_lead(
        &mut self,
        mut leaders: Vec<CauseIndex>,
        scores: &Scores,
        strengths: &Strengths,
        enough: Score,
    ) {
        leaders.sort_by_key(|cause| rank(scores[*cause].high, *cause));
        let (always, sometimes) = match leaders[..] {
            [first, second, ..] => (
                scores[first].low - scores[second].high >= enough,
                scores[first].high - scores[second].low >= enough,
            ),
            _ => (true, true),
        };
        let strength = |index: usize| {
            let cause = leaders.get(index);
            cause.map_or(Strength::None, |cause| strengths[*cause].0)
        };
        let verdict = |leads: bool| verdict([strength(0), strength(1)], leads, false);
        let verdicts = [verdict(always), verdict(sometimes)];
        if verdicts[0] != verdicts[1] {
            for cause in &leaders {
                self.causes[*cause] = true;
            }
        }
        let only_first = verdicts == [Verdict::Clear; 2];
        let advised = leaders.into_iter().take(if only_first { 1 } else { 2 });
        self.may_advise.extend(advised.map(AdviceOwner::Cause));
    }
}

/// The causes that may be among the first two: fewer than two others come before them however the
/// open questions are answered.
fn leaders(scores: &Scores) -> Vec<CauseIndex> {
    let may_lead = |cause: &CauseIndex| {
        let others = scores.indices().filter(|other| other != cause);
        let ahead = others.filter(|other| comes_first(scores, *other, *cause));
        ahead.count() < 2
    };
    scores.indices().filter(may_lead).collect()
}

/// The lowest and highest strength each cause may end with.
type Strengths = IndexVec<CauseIndex, (Strength, Strength)>;

/// The strengths that scores come to, given how far it may fall behind others.
fn strengths(scores: &Scores, thresholds: Thresholds) -> Strengths {
    let strengths = scores.enumerated().map(|(cause, own)| {
        let others = || scores.indices().filter(|other| *other != cause);
        let highest = others()
            .map(|other| scores[other].high)
            .fold(own.low, Score::max);
        let lowest = others()
            .map(|other| scores[other].low)
            .fold(own.high, Score::max);
        (
            thresholds.strength(own.low, highest),
            thresholds.strength(own.high, lowest),
        )
    });
    strengths.collect()
}

/// Whether one cause comes before another however the open questions are answered.
fn comes_first(scores: &Scores, one: CauseIndex, other: CauseIndex) -> bool {
    rank(scores[one].low, one) < rank(scores[other].high, other)
}

/// Whether it is open if one cause falls so far behind another that it is not put forward. The
/// other must be that much ahead of one that is `weak` at least.
fn may_leave_behind(ahead: Interval, own: Interval, thresholds: Thresholds) -> bool {
    let Thresholds { behind, weak, .. } = thresholds;
    ahead.high > weak + behind && ahead.low - own.high <= behind && behind < ahead.high - own.low
}
