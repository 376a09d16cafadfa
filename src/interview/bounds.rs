//! Which questions can still change the result.
//!
//! Every open question leaves each condition a set of possible outcomes, and each cause a lowest
//! and a highest score. What is the same at both ends is settled. A question matters while
//! something unsettled depends on it; when none does, the result is that of the full
//! questionnaire. The bounds look at each piece apart from the others, so they may ask a question
//! too many but never stop too early.

use crate::assess::{Origin, Ranking, Strength, Verdict, rank};
use crate::case::Case;
use crate::rulebook::condition::{Condition, Outcomes, QuestionIndex};
use crate::rulebook::{Cause, Score};
use crate::triage::TriageLevel;

/// The open questions whose answers could still change the triage level, a strength, the order of
/// the causes shown, the verdict, or which advice is given; with the questions these depend on to
/// be asked at all. In rulebook order.
pub(super) fn questions_that_matter(case: &Case) -> Vec<QuestionIndex> {
    let mut search = Search {
        case,
        matters: vec![false; case.rulebook().questions.len()],
    };
    let (floor, ceiling) = search.triage();
    if floor.is_urgent() {
        search.general_advice(floor, ceiling);
    } else {
        search.causes_and_advice(floor, ceiling);
    }
    search.with_gates()
}

/// The lowest and highest score a cause may end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) low: Score,
    pub(super) high: Score,
}

impl Span {
    fn is_settled(self) -> bool {
        self.low == self.high
    }
}

struct Search<'c, 'r> {
    case: &'c Case<'r>,
    matters: Vec<bool>,
}

impl Search<'_, '_> {
    fn mark(&mut self, condition: &Condition) {
        let Search { case, matters } = self;
        if !case.outcomes(condition).is_settled() {
            condition.each_question(&mut |question| matters[question] |= case.is_open(question));
        }
    }

    /// Marks what could raise the level; gives the level that is certain and the highest possible.
    fn triage(&mut self) -> (TriageLevel, TriageLevel) {
        let flags = &self.case.rulebook().red_flags;
        let outcomes: Vec<Outcomes> = flags
            .iter()
            .map(|flag| self.case.outcomes(&flag.when))
            .collect();
        let highest = |test: fn(Outcomes) -> bool| {
            let levels = flags
                .iter()
                .zip(&outcomes)
                .filter(|(_, outcomes)| test(**outcomes));
            levels
                .map(|(flag, _)| flag.level)
                .max()
                .unwrap_or(TriageLevel::SelfCare)
        };
        let floor = highest(Outcomes::holds);
        let ceiling = highest(Outcomes::may_hold);
        for flag in flags.iter().filter(|flag| flag.level > floor) {
            if self.case.outcomes(&flag.when).may_hold() {
                self.mark(&flag.when);
            }
        }
        (floor, ceiling)
    }

    fn causes_and_advice(&mut self, floor: TriageLevel, ceiling: TriageLevel) {
        let rulebook = self.case.rulebook();
        let spans: Vec<Span> = rulebook
            .causes
            .iter()
            .map(|cause| span(self.case, cause))
            .collect();
        let ordinary = self.case.outcomes(&rulebook.ordinary.when);
        let standing = Standing::new(self.case, &spans, ordinary);
        for (cause, unsettled) in rulebook.causes.iter().zip(&standing.unsettled) {
            if *unsettled {
                for evidence in &cause.evidence {
                    self.mark(&evidence.when);
                }
            }
        }
        if standing.ordinary_matters {
            self.mark(&rulebook.ordinary.when);
        }
        for origin in standing.may_advise {
            self.advice(origin, floor, ceiling);
        }
        self.general_advice(floor, ceiling);
    }

    fn general_advice(&mut self, floor: TriageLevel, ceiling: TriageLevel) {
        self.advice(Origin::General, floor, ceiling);
    }

    fn advice(&mut self, origin: Origin, floor: TriageLevel, ceiling: TriageLevel) {
        for item in origin.list(self.case.rulebook()) {
            let possible = item
                .levels
                .iter()
                .any(|level| (floor..=ceiling).contains(level));
            let wanted = item
                .only_if
                .as_ref()
                .is_none_or(|when| self.case.outcomes(when).may_hold());
            let harmless = item
                .unless
                .as_ref()
                .is_none_or(|when| self.case.outcomes(when).may_fail());
            if possible && wanted && harmless {
                for condition in item.only_if.iter().chain(&item.unless) {
                    self.mark(condition);
                }
            }
        }
    }

    /// A question that matters can be asked only once the questions in its `only_if` are answered.
    fn with_gates(mut self) -> Vec<QuestionIndex> {
        let questions = &self.case.rulebook().questions;
        for question in (0..questions.len()).rev() {
            if let (true, Some(only_if)) = (self.matters[question], &questions[question].only_if) {
                self.mark(only_if);
            }
        }
        (0..questions.len())
            .filter(|question| self.matters[*question])
            .collect()
    }
}

/// The lowest and highest score that the open questions leave to a cause.
pub(super) fn span(case: &Case, cause: &Cause) -> Span {
    let mut span = Span {
        low: cause.prior,
        high: cause.prior,
    };
    for unit in &cause.units {
        let mut certain: Score = 0;
        for &place in unit {
            let evidence = &cause.evidence[place];
            if case.holds(&evidence.when) && evidence.weight.abs() > certain.abs() {
                certain = evidence.weight;
            }
        }
        let (mut low, mut high) = (certain, certain);
        for &place in unit {
            let weight = cause.evidence[place].weight;
            // Of equal strength the earlier one counts; taking both keeps the bound safe.
            if weight.abs() >= certain.abs()
                && case.outcomes(&cause.evidence[place].when).may_hold()
            {
                low = low.min(weight);
                high = high.max(weight);
            }
        }
        span.low += low;
        span.high += high;
    }
    span
}

/// What the spans leave open about the ranking.
struct Standing {
    /// Per cause: whether its exact score could still matter.
    unsettled: Vec<bool>,
    ordinary_matters: bool,
    may_advise: Vec<Origin>,
}

impl Standing {
    fn new(case: &Case, spans: &[Span], ordinary: Outcomes) -> Self {
        let thresholds = case.rulebook().thresholds;
        let strengths: Vec<(Strength, Strength)> = spans
            .iter()
            .map(|span| {
                (
                    thresholds.strength(span.low),
                    thresholds.strength(span.high),
                )
            })
            .collect();
        let may_be_shown = |cause: usize| strengths[cause].1.is_shown();
        let mut unsettled: Vec<bool> = strengths.iter().map(|(low, high)| low != high).collect();
        for one in 0..spans.len() {
            for other in 0..one {
                let ordered = before(spans, one, other) || before(spans, other, one);
                if may_be_shown(one) && may_be_shown(other) && !ordered {
                    unsettled[one] |= !spans[one].is_settled();
                    unsettled[other] |= !spans[other].is_settled();
                }
            }
        }
        let mut standing = Standing {
            unsettled,
            ordinary_matters: strengths.iter().all(|(low, _)| *low < Strength::Strong),
            may_advise: Vec::new(),
        };
        standing.verdicts(spans, &strengths, thresholds.lead, ordinary);
        standing
    }

    /// With strengths and order settled the verdict hangs on the lead of the first over the second.
    fn verdicts(
        &mut self,
        spans: &[Span],
        strengths: &[(Strength, Strength)],
        lead: Score,
        ordinary: Outcomes,
    ) {
        let mut order: Vec<usize> = (0..spans.len()).collect();
        order.sort_by_key(|cause| rank(spans[*cause].high, *cause));
        let all_settled = !self.unsettled.contains(&true);
        if ordinary.may_hold() && self.ordinary_matters {
            self.may_advise.push(Origin::Ordinary);
        }
        if !all_settled {
            let shown = (0..spans.len()).filter(|cause| strengths[*cause].1.is_shown());
            self.may_advise.extend(shown.map(Origin::Cause));
            return;
        }
        let strength = |place: usize| {
            order
                .get(place)
                .map_or(Strength::None, |cause| strengths[*cause].0)
        };
        let verdict = |leads: bool, ordinary: bool| {
            Ranking {
                first: strength(0),
                second: strength(1),
                leads,
            }
            .verdict(ordinary)
        };
        let (surely, perhaps) = match order[..] {
            [first, second, ..] => (
                spans[first].low - spans[second].high >= lead,
                spans[first].high - spans[second].low >= lead,
            ),
            _ => (true, true),
        };
        if surely != perhaps && verdict(surely, false) != verdict(perhaps, false) {
            for cause in &order[..2] {
                self.unsettled[*cause] |= !spans[*cause].is_settled();
            }
        }
        let advised = [surely, perhaps]
            .map(|leads| match verdict(leads, false) {
                Verdict::TwoCauses => 2,
                Verdict::Clear => 1,
                _ => 0,
            })
            .into_iter()
            .max()
            .unwrap_or(0);
        self.may_advise.extend(
            order
                .iter()
                .take(advised)
                .map(|cause| Origin::Cause(*cause)),
        );
    }
}

/// Whether one cause ranks before another, however the open questions are answered.
fn before(spans: &[Span], one: usize, other: usize) -> bool {
    rank(spans[one].low, one) < rank(spans[other].high, other)
}
