//! Which questions can still change the result.
//!
//! Every open question leaves each condition a set of possible outcomes, and each cause a lowest
//! and a highest score. What is the same at both ends is settled. A question matters while
//! something unsettled depends on it; when none does, the result is that of the full
//! questionnaire. The bounds look at each piece apart from the others, so they may ask a question
//! too many but never stop too early.

use std::cell::OnceCell;

use super::spread::{Span, Spread, View};
use crate::answers::case::Case;
use crate::assess::{Origin, Ranking, Strength, Verdict, rank};
use crate::rulebook::condition::{Condition, Outcomes, QuestionIndex};
use crate::rulebook::{Score, Thresholds};
use crate::triage::TriageLevel;

/// How far the answer to a question can still move the result: [`URGENT`] for the triage level,
/// otherwise by how much it can move causes that are not settled.
pub(super) type Reach = Score;

/// The reach of a question that could still raise the triage level.
const URGENT: Reach = Reach::MAX;

/// The open questions whose answers could still change the triage level, a strength, the order of
/// the causes shown, the verdict, or which advice is given; with the questions these depend on to
/// be asked at all. In rulebook order, each with its reach.
pub(super) fn questions_that_matter(
    case: &Case,
    spread: &OnceCell<Spread>,
) -> Vec<(QuestionIndex, Reach)> {
    let questions = case.rulebook().questions.len();
    if !(0..questions).any(|question| case.is_open(question)) {
        return Vec::new();
    }
    let mut search = Search {
        case,
        spread,
        reach: vec![None; questions],
    };
    let (floor, ceiling) = search.triage();
    if !floor.is_urgent() {
        search.causes(floor, ceiling);
    }
    search.advice(Origin::General, floor, ceiling);
    search.with_gates()
}

struct Search<'c, 'r> {
    case: &'c Case<'r>,
    spread: &'c OnceCell<Spread>,
    reach: Vec<Option<Reach>>,
}

impl Search<'_, '_> {
    fn mark(&mut self, condition: &Condition, reach: Reach) {
        if !self.case.outcomes(condition).is_settled() {
            condition.each_question(&mut |question| {
                if self.case.is_open(question) {
                    self.reach[question] = self.reach[question].max(Some(reach));
                }
            });
        }
    }

    /// Marks what could raise the level; gives the level that is certain and the highest possible.
    fn triage(&mut self) -> (TriageLevel, TriageLevel) {
        let flags = &self.case.rulebook().red_flags;
        let mut floor = TriageLevel::SelfCare;
        let mut ceiling = TriageLevel::SelfCare;
        let mut open = Vec::new();
        for flag in flags {
            let outcomes = self.case.outcomes(&flag.when);
            if outcomes.holds() {
                floor = floor.max(flag.level);
            } else if outcomes.may_hold() {
                open.push(flag);
            }
        }
        for flag in open.into_iter().filter(|flag| flag.level > floor) {
            ceiling = ceiling.max(flag.level);
            self.mark(&flag.when, URGENT);
        }
        (floor, ceiling.max(floor))
    }

    fn causes(&mut self, floor: TriageLevel, ceiling: TriageLevel) {
        let rulebook = self.case.rulebook();
        let ordinary = self.case.outcomes(&rulebook.ordinary.when);
        let view = Spread::of(self.spread, rulebook).view(self.case);
        let standing = Standing::new(self.case, &view, ordinary);
        for cause in (0..rulebook.causes.len()).filter(|cause| standing.unsettled[*cause]) {
            let reach = &mut self.reach;
            view.movers(cause, &mut |question, width| {
                reach[question] = Some(reach[question].unwrap_or(0).saturating_add(width));
            });
        }
        if standing.ordinary_matters {
            self.mark(&rulebook.ordinary.when, 0);
        }
        for origin in standing.may_advise {
            self.advice(origin, floor, ceiling);
        }
    }

    fn advice(&mut self, origin: Origin, floor: TriageLevel, ceiling: TriageLevel) {
        for item in origin.list(self.case.rulebook()) {
            let possible = item
                .levels
                .iter()
                .any(|level| (floor..=ceiling).contains(level));
            let wanted =
                (item.only_if.as_ref()).is_none_or(|when| self.case.outcomes(when).may_hold());
            let harmless =
                (item.unless.as_ref()).is_none_or(|when| self.case.outcomes(when).may_fail());
            if possible && wanted && harmless {
                for condition in item.only_if.iter().chain(&item.unless) {
                    self.mark(condition, 0);
                }
            }
        }
    }

    /// A question that matters can be asked only once the questions in its `only_if` are answered.
    fn with_gates(mut self) -> Vec<(QuestionIndex, Reach)> {
        let questions = &self.case.rulebook().questions;
        for question in (0..questions.len()).rev() {
            if let (Some(reach), Some(only_if)) =
                (self.reach[question], &questions[question].only_if)
            {
                self.mark(only_if, reach);
            }
        }
        let reached = self.reach.into_iter().enumerate();
        reached
            .filter_map(|(question, reach)| Some((question, reach?)))
            .collect()
    }
}

/// What the bounds on the scores leave open.
struct Standing {
    /// Per cause: whether its exact score could still matter.
    unsettled: Vec<bool>,
    /// Whether it matters if the soreness is ordinary.
    ordinary_matters: bool,
    /// The advice that may be given, depending on the verdict.
    may_advise: Vec<Origin>,
}

impl Standing {
    fn new(case: &Case, view: &View, ordinary: Outcomes) -> Self {
        let causes = case.rulebook().causes.len();
        let strengths: Vec<(Strength, Strength)> = (0..causes)
            .map(|cause| strengths(case, view, cause))
            .collect();
        let mut unsettled: Vec<bool> = strengths.iter().map(|(low, high)| low != high).collect();
        let shown: Vec<usize> = (0..causes)
            .filter(|cause| strengths[*cause].1.is_shown())
            .collect();
        // A cause also hangs on the score of any other that may leave it too far behind. One that
        // is `weak` at least must be that much ahead of it to do so.
        let Thresholds { behind, weak, .. } = case.rulebook().thresholds;
        let ahead = |other: &usize| view.scores()[*other].high > weak + behind;
        for (cause, (low, high)) in strengths.iter().enumerate() {
            for other in (0..causes).filter(|other| low != high && *other != cause) {
                let lead = view.difference(other, cause);
                unsettled[other] |= ahead(&other) && lead.low <= behind && behind < lead.high;
            }
        }
        for (place, &one) in shown.iter().enumerate() {
            for &other in &shown[..place] {
                if may_swap(view.difference(one, other), one, other) {
                    unsettled[one] = true;
                    unsettled[other] = true;
                }
            }
        }
        let mut standing = Standing {
            unsettled,
            ordinary_matters: strengths.iter().all(|(low, _)| *low < Strength::Strong),
            may_advise: Vec::new(),
        };
        if ordinary.may_hold() && standing.ordinary_matters {
            standing.may_advise.push(Origin::Ordinary);
        }
        if standing.unsettled.contains(&true) {
            standing
                .may_advise
                .extend(shown.into_iter().map(Origin::Cause));
        } else {
            standing.lead(case, view, &strengths);
        }
        standing
    }

    /// With strengths and order settled, the verdict hangs on the lead of the first over the second.
    fn lead(&mut self, case: &Case, view: &View, strengths: &[(Strength, Strength)]) {
        let mut order: Vec<usize> = (0..strengths.len()).collect();
        order.sort_by_key(|cause| {
            (
                std::cmp::Reverse(strengths[*cause].0),
                rank(view.scores()[*cause].high, *cause),
            )
        });
        let strength = |place: usize| {
            order
                .get(place)
                .map_or(Strength::None, |cause| strengths[*cause].0)
        };
        let verdict = |leads: bool| {
            Ranking {
                first: strength(0),
                second: strength(1),
                leads,
            }
            .verdict(false)
        };
        let (always, sometimes) = match order[..] {
            [first, second, ..] => {
                let lead = view.difference(first, second);
                let enough = case.rulebook().thresholds.lead;
                (lead.low >= enough, lead.high >= enough)
            }
            _ => (true, true),
        };
        if verdict(always) != verdict(sometimes) {
            for cause in &order[..2] {
                self.unsettled[*cause] = true;
            }
        }
        let advised = match (verdict(always), verdict(sometimes)) {
            (Verdict::TwoCauses, _) | (_, Verdict::TwoCauses) => 2,
            (Verdict::Clear, _) => 1,
            _ => 0,
        };
        self.may_advise.extend(
            order
                .iter()
                .take(advised)
                .map(|cause| Origin::Cause(*cause)),
        );
    }
}

/// The lowest and highest strength a cause may end with, given how far it may fall behind others.
fn strengths(case: &Case, view: &View, cause: usize) -> (Strength, Strength) {
    let thresholds = case.rulebook().thresholds;
    let others = (0..view.scores().len()).filter(|other| *other != cause);
    let lead =
        others
            .map(|other| view.difference(other, cause))
            .fold(Span::exactly(0), |most, lead| Span {
                low: most.low.max(lead.low),
                high: most.high.max(lead.high),
            });
    let span = view.scores()[cause];
    (
        thresholds.strength(span.low, span.low + lead.high),
        thresholds.strength(span.high, span.high + lead.low),
    )
}

/// Whether either of two causes could come first, given where their difference may end.
fn may_swap(difference: Span, one: usize, other: usize) -> bool {
    let first_at = |score: i32| rank(score, one) < rank(0, other);
    first_at(difference.low) != first_at(difference.high)
}
