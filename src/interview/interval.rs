//! Interval bounds: the lowest and highest score each cause may end with.
//!
//! Each evidence group is bounded apart from the others, which is safe but not tight: one answer may
//! move several groups at once. Those that hang on one checklist are bounded together, since much
//! evidence is that something is not ticked.

use std::collections::BTreeMap;
use std::ops::Add;

use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::index::{CauseIndex, EvidenceIndex, IndexVec, QuestionIndex};
use crate::rulebook::answer_classes::Distinctions;
use crate::rulebook::condition::Condition;
use crate::rulebook::{Cause, Kind, Score};

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
    fn hull(value: Score, others: &[Score]) -> Self {
        let values = || others.iter().copied();
        Interval {
            low: values().fold(value, Score::min),
            high: values().fold(value, Score::max),
        }
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

/// What an evidence group may add to a score. Calls `open` with the conditions that can still
/// change that.
pub(super) fn of_group<'r>(
    case: &Case<'r>,
    cause: &'r Cause,
    group: &[EvidenceIndex],
    mut open: impl FnMut(&'r Condition),
) -> Interval {
    let mut weights: Vec<Score> = Vec::new();
    // The strongest comes first, so what follows one that holds cannot count.
    for evidence in group.iter().map(|member| &cause.evidence[*member]) {
        let outcomes = case.outcomes(&evidence.when);
        if outcomes.holds() {
            return Interval::hull(evidence.weight, &weights);
        }
        if outcomes.may_hold() {
            weights.push(evidence.weight);
            open(&evidence.when);
        }
    }
    Interval::hull(0, &weights)
}

/// Where the score of each cause may end.
pub(super) type Scores = IndexVec<CauseIndex, Interval>;

/// Where the scores of a case may end.
pub(super) fn of_scores(case: &Case) -> Scores {
    let scores = case.rulebook().causes.iter().map(|cause| {
        let mut score = Interval::exactly(cause.prior);
        let mut lists: BTreeMap<QuestionIndex, Vec<&[EvidenceIndex]>> = BTreeMap::new();
        for group in &cause.groups {
            match open_list(case, cause, group) {
                Some(question) => lists.entry(question).or_default().push(group),
                None => score = score + of_group(case, cause, group, |_| {}),
            }
        }
        let lists = lists.into_iter();
        lists.fold(score, |score, (question, groups)| {
            score + of_list(case, cause, question, &groups)
        })
    });
    scores.collect()
}

/// The open checklist that a group hangs on, if it hangs on no other question.
fn open_list(case: &Case, cause: &Cause, group: &[EvidenceIndex]) -> Option<QuestionIndex> {
    let mut questions = group
        .iter()
        .map(|member| cause.evidence[*member].when.questions());
    let first = questions.next()?;
    let [question] = first[..] else {
        return None;
    };
    let kind = &case.rulebook().questions[question].kind;
    let is_open_list = matches!(kind, Kind::Checklist(_)) && case.is_open(question);
    (is_open_list && questions.all(|other| other == first)).then_some(question)
}

/// What the groups that hang on one open checklist may add together: a tick and its absence exclude
/// each other.
fn of_list(
    case: &Case,
    cause: &Cause,
    question: QuestionIndex,
    groups: &[&[EvidenceIndex]],
) -> Interval {
    let rules = &case.rulebook().questions[question];
    let conditions = groups.iter().flat_map(|group| group.iter());
    let conditions = conditions.map(|member| &cause.evidence[*member].when);
    let (true, Some(listed)) = (
        groups.len() > 1,
        Distinctions::of(question, conditions).answers(rules),
    ) else {
        let groups = groups
            .iter()
            .map(|group| of_group(case, cause, group, |_| {}));
        return groups.fold(Interval::exactly(0), Interval::add);
    };
    let mut answers = Answers::new(case.rulebook().questions.len());
    let mut adds = |answer: Option<Answer>| -> Score {
        answers.clear(question);
        if let Some(answer) = answer {
            answers.set(question, answer);
        }
        let counted = groups.iter().filter_map(|group| {
            let mut members = group.iter().map(|member| &cause.evidence[*member]);
            members.find(|one| one.when.outcomes(&answers, &|_| answer.is_some()).holds())
        });
        counted.map(|evidence| evidence.weight).sum()
    };
    let unasked = rules.only_if.is_some().then_some(None);
    let answers = listed.into_iter().map(Some).chain(unasked);
    let sums: Vec<Score> = answers.map(&mut adds).collect();
    // Left open, the question adds nothing: stopping before it must give the same as asking it.
    Interval::hull(0, &sums)
}
