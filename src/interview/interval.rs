//! Interval bounds: the lowest and highest score each cause may end with.
//!
//! Each evidence group is bounded apart from the others, which is safe but not tight: one answer may
//! move several groups at once. Those that hang on one question alone are bounded together, since its
//! answers exclude each other.

use std::ops::Add;

use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::index::{CauseIndex, EvidenceIndex, IndexVec, QuestionIndex};
use crate::rulebook::answer_classes::Distinctions;
use crate::rulebook::{Cause, Evidence, Score};

/// The lowest and highest value something may end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) low: Score,
    pub(super) high: Score,
}

impl Interval {
    pub(super) fn exactly(value: Score) -> Self {
        Interval {
            low: value,
            high: value,
        }
    }

    /// The least interval with these values.
    fn hull(value: Score, others: impl IntoIterator<Item = Score>) -> Self {
        let hull = Interval::exactly(value);
        others.into_iter().fold(hull, |hull, value| Interval {
            low: hull.low.min(value),
            high: hull.high.max(value),
        })
    }

    pub(super) fn width(self) -> Score {
        self.high - self.low
    }

    pub(super) fn is_settled(self) -> bool {
        self.low == self.high
    }
}

impl Add for Interval {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Interval {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }
}

/// Where the score of each cause may end.
pub(super) type Scores = IndexVec<CauseIndex, Interval>;

/// Where the lead of one cause over another may end. One answer can move both, so it is narrower than
/// what their scores leave.
pub(super) fn of_lead(case: &Case, one: CauseIndex, other: CauseIndex) -> Interval {
    let causes = &case.rulebook().causes;
    let (one, other) = (&causes[one], &causes[other]);
    sum(
        one.prior - other.prior,
        &parts(case, &[(1, one), (-1, other)]),
    )
}

/// Where a sum may end.
pub(super) fn sum(start: Score, parts: &[Part]) -> Interval {
    let adds = parts.iter().map(|part| part.adds);
    adds.fold(Interval::exactly(start), Interval::add)
}

/// A part of a sum of scores.
pub(super) struct Part<'r> {
    /// What it may add.
    pub(super) adds: Interval,
    pub(super) hangs_on: HangsOn<'r>,
}

/// An evidence group of a cause, and the sign with which it counts.
#[derive(Clone, Copy)]
pub(super) struct Group<'r> {
    sign: Score,
    cause: &'r Cause,
    members: &'r [EvidenceIndex],
}

/// What a part of a sum hangs on.
pub(super) enum HangsOn<'r> {
    /// One open question alone.
    One(QuestionIndex),
    /// What the evidence of this group names.
    Group(Group<'r>),
}

/// The parts of a sum of scores, each with its sign. Groups that hang on one open question make one
/// part.
pub(super) fn parts<'r>(case: &Case<'r>, scores: &[(Score, &'r Cause)]) -> Vec<Part<'r>> {
    let mut parts = Vec::new();
    let mut add = |adds, hangs_on| parts.push(Part { adds, hangs_on });
    let mut of_one: Vec<(QuestionIndex, Group)> = Vec::new();
    for &(sign, cause) in scores {
        for members in &cause.groups {
            let group = Group {
                sign,
                cause,
                members,
            };
            match group.open_question(case) {
                Some(question) => of_one.push((question, group)),
                None => add(group.adds(case), HangsOn::Group(group)),
            }
        }
    }
    of_one.sort_by_key(|(question, _)| *question);
    for groups in of_one.chunk_by(|(question, _), (other, _)| question == other) {
        let (question, _) = groups[0];
        add(of_question(case, question, groups), HangsOn::One(question));
    }
    parts
}

impl<'r> Group<'r> {
    /// Its evidence, the strongest first.
    pub(super) fn evidence(self) -> impl Iterator<Item = &'r Evidence> {
        let evidence = &self.cause.evidence;
        self.members.iter().map(|member| &evidence[*member])
    }

    /// The open question that it hangs on, if it hangs on no other.
    fn open_question(self, case: &Case) -> Option<QuestionIndex> {
        let mut first = None;
        let mut alone = true;
        for evidence in self.evidence() {
            evidence
                .when
                .each_question(&mut |question| alone &= *first.get_or_insert(question) == question);
        }
        first.filter(|question| alone && case.is_open(*question))
    }

    /// What it may add.
    fn adds(self, case: &Case) -> Interval {
        let mut weights: Vec<Score> = Vec::new();
        for evidence in self.evidence() {
            let outcomes = case.outcomes(&evidence.when);
            let weight = self.sign * evidence.weight;
            if outcomes.holds() {
                // What follows cannot count.
                return Interval::hull(weight, weights);
            }
            if outcomes.may_hold() {
                weights.push(weight);
            }
        }
        Interval::hull(0, weights)
    }
}

/// What groups may add together that hang on one open question: its answers exclude each other.
fn of_question(
    case: &Case,
    question: QuestionIndex,
    groups: &[(QuestionIndex, Group)],
) -> Interval {
    let rules = &case.rulebook().questions[question];
    let evidence = groups.iter().flat_map(|(_, group)| group.evidence());
    let conditions = evidence.map(|evidence| &evidence.when);
    let listed = || Distinctions::of(question, conditions).answers(rules);
    let Some(listed) = (groups.len() > 1).then(listed).flatten() else {
        let apart = groups.iter().map(|(_, group)| group.adds(case));
        return apart.fold(Interval::exactly(0), Interval::add);
    };
    let mut given = Answers::new(case.rulebook().questions.len());
    let adds = |answer: Option<Answer>| -> Score {
        given.clear(question);
        if let Some(answer) = answer {
            given.set(question, answer);
        }
        let is_asked = |_| answer.is_some();
        let counted = groups.iter().filter_map(|(_, group)| {
            let holds = |one: &&Evidence| one.when.outcomes(&given, &is_asked).holds();
            Some(group.sign * group.evidence().find(holds)?.weight)
        });
        counted.sum()
    };
    let unasked = rules.only_if.is_some().then_some(None);
    let answers = listed.into_iter().map(Some).chain(unasked);
    // Left open, the question adds nothing: stopping before it must give the same as asking it.
    Interval::hull(0, answers.map(adds))
}
