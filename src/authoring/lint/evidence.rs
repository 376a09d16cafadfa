//! Evidence that counts twice, the wrong way, or for nothing.

use super::Lint;
use super::reach::reach;
use crate::fault::{Code, Fault};
use crate::index::{EvidenceIndex, QuestionIndex};
use crate::rulebook::condition::{Condition, Range};
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{Cause, Evidence};
use crate::text::nearest;

pub(crate) const MIXED_GROUP: &Code = &Code::warning(
    "mixed-group",
    "A group speaks both ways",
    "Of the evidence in one group only the strongest counts, so one piece for and one \
     against would hide each other. Make two groups.",
);

pub(crate) const SAME_EVIDENCE: &Code = &Code::warning(
    "same-evidence",
    "A cause has the same evidence twice",
    "Both hold for the same answers. They count twice, or against each other if one speaks \
     for the cause and one against. Keep one, with the ratio you mean.",
);

pub(crate) const OVERLAPPING_RANGES: &Code = &Code::warning(
    "overlapping-ranges",
    "Two ranges overlap",
    "An answer in both ranges counts twice, or it is unclear which one counts. Let one \
     range end where the next begins: `{ below: 480 km }` and `{ from: 480 km }` share no \
     number.",
);

pub(crate) const NEUTRAL_RATIO: &Code = &Code::warning(
    "neutral-ratio",
    "A ratio near 1 says nothing",
    "The answer would be given as often with the cause as without it. Remove the evidence \
     or choose a ratio that says something.",
);

pub(crate) const GROUP_OF_ONE: &Code = &Code::warning(
    "group-of-one",
    "A group has one member",
    "A group makes several pieces of evidence count once. One alone needs none; perhaps the name \
     is misspelt, and it counts beside the group that it was meant for.",
);

pub(crate) const RANGE_GAP: &Code = &Code::warning(
    "range-gap",
    "Numbers between two ranges count for nothing",
    "Both ranges speak the same way, and what lies between them says nothing. Let one range begin \
     where the other ends: `below` is not inside its range, `from` is.",
);

pub(crate) const OVERLAPPING_ANSWERS: &Code = &Code::warning(
    "overlapping-answers",
    "An answer counts twice",
    "Two pieces of evidence for a cause hold for the same answer and are in no common group, so it \
     counts twice. Give both the same `group`, or name the answer in one only.",
);

/// A ratio this near to 1 says nothing, in either direction.
const SAYS_NOTHING: std::ops::RangeInclusive<f64> = 0.95..=1.05;

pub(super) fn check(lint: &mut Lint) {
    for (index, cause) in lint.rulebook.causes.enumerated() {
        let path = item("causes", index).key("evidence");
        mixed_groups(lint, cause, &path);
        same_evidence(lint, cause, &path);
        overlapping_ranges(lint, cause, &path);
        neutral_ratios(lint, cause, &path);
        groups_of_one(lint, cause, &path);
        range_gaps(lint, cause, &path);
        overlapping_answers(lint, cause, &path);
    }
}

fn groups_of_one(lint: &mut Lint, cause: &Cause, path: &RulePath) {
    for group in cause.groups.iter().filter(|group| group.len() == 1) {
        let Some(name) = &cause.evidence[group[0]].group else {
            continue;
        };
        let others = cause.evidence.iter().filter_map(|one| one.group.as_deref());
        let help = match nearest(
            name,
            others.filter(|other| *other != name.as_str()).take(100),
        ) {
            Some(other) => format!("did you mean `{other}`?"),
            None => "remove `group`, or give it to what it should count with".to_owned(),
        };
        let message = format!("the group `{name}` of `{}` has one member", cause.id);
        let fault = Fault::new(GROUP_OF_ONE, &path.item(group[0]).key("group"), message);
        lint.found.push(fault.help(help));
    }
}

fn range_gaps(lint: &mut Lint, cause: &Cause, path: &RulePath) {
    let ranges = ranges(cause);
    for &(place, question, range) in &ranges {
        let of_it = ranges.iter().filter(|(_, other, _)| *other == question);
        let reaches = |one: &&(EvidenceIndex, QuestionIndex, Range)| {
            one.2.from <= range.below && one.2.below > range.below
        };
        if of_it.clone().any(|one| reaches(&one)) {
            continue;
        }
        let above = of_it.filter(|(.., other)| other.from > range.below);
        let Some((next, ..)) = above.min_by_key(|(.., other)| other.from) else {
            continue;
        };
        let speaks_for = |place: EvidenceIndex| cause.evidence[place].ratio > 1.0;
        if speaks_for(place) != speaks_for(*next) {
            continue;
        }
        let id = &lint.rulebook.questions[question].id;
        let at = |place: EvidenceIndex| path.item(place).key("when").key(id);
        let message = format!("between this range of `{id}` and the one before it is a gap");
        lint.found.push(
            Fault::new(RANGE_GAP, &at(*next), message)
                .help("let `from` here be what `below` is there")
                .related(&at(place), "the one before ends here"),
        );
    }
}

fn overlapping_answers(lint: &mut Lint, cause: &Cause, path: &RulePath) {
    for (place, one) in cause.evidence.enumerated() {
        let Condition::Is(question, options) = one.when else {
            continue;
        };
        let earlier = cause.evidence.enumerated();
        let mut earlier = earlier.take_while(|(earlier, _)| *earlier < place);
        let shared = earlier.find_map(|(earlier, other)| match other.when {
            Condition::Is(of, named) if of == question && named != options => {
                let shared = named & options;
                (shared != 0 && !are_grouped(one, other)).then_some((earlier, shared))
            }
            _ => None,
        });
        let Some((earlier, shared)) = shared else {
            continue;
        };
        let question = &lint.rulebook.questions[question];
        let shared = &question.kind.choices()[shared.trailing_zeros() as usize].id;
        let (id, cause) = (&question.id, &cause.id);
        let at = |place: EvidenceIndex| path.item(place).key("when").key(id);
        lint.found.push(
            Fault::new(
                OVERLAPPING_ANSWERS,
                &at(place),
                format!("`{id}: {shared}` counts twice for `{cause}`"),
            )
            .help("give both the same `group`, or name it in one only")
            .related(&at(earlier), "it is named here too"),
        );
    }
}

/// Whether of two pieces of evidence only the stronger counts.
fn are_grouped(one: &Evidence, other: &Evidence) -> bool {
    one.group.is_some() && one.group == other.group
}

/// The evidence that is a range of a number: its place, the question and the range.
fn ranges(cause: &Cause) -> Vec<(EvidenceIndex, QuestionIndex, Range)> {
    let evidence = cause.evidence.enumerated();
    let ranges = evidence.filter_map(|(index, evidence)| match evidence.when {
        Condition::Within(question, range) => Some((index, question, range)),
        _ => None,
    });
    ranges.collect()
}

fn neutral_ratios(lint: &mut Lint, cause: &Cause, path: &RulePath) {
    for (index, evidence) in cause.evidence.enumerated() {
        if SAYS_NOTHING.contains(&evidence.ratio) {
            let message = format!("a ratio of {} says nothing", evidence.ratio);
            lint.found.push(
                Fault::new(NEUTRAL_RATIO, &path.item(index).key("ratio"), message)
                    .help("2 is small, 5 moderate, 10 large; below 1 speaks against"),
            );
        }
    }
}

/// Evidence for and against that can hold together, in one group.
fn mixed_groups(lint: &mut Lint, cause: &Cause, path: &RulePath) {
    let (rulebook, budget) = (lint.rulebook, &mut lint.budget);
    let mut clash = |one: EvidenceIndex, other: EvidenceIndex| {
        let (one, other) = (&cause.evidence[one], &cause.evidence[other]);
        let both = Condition::All(vec![one.when.clone(), other.when.clone()]);
        one.when != other.when
            && (one.ratio > 1.0) != (other.ratio > 1.0)
            && reach(rulebook, &both, budget).is_none_or(|reach| reach.can_hold)
    };
    for group in &cause.groups {
        let mut unit = group.clone();
        unit.sort_unstable();
        let pairs = unit.iter().enumerate();
        let mut pairs =
            pairs.flat_map(|(later, two)| unit[..later].iter().map(move |one| (*one, *two)));
        let Some((first, second)) = pairs.find(|(one, two)| clash(*one, *two)) else {
            continue;
        };
        let group = cause.evidence[first].group.as_deref().unwrap_or_default();
        let message = format!(
            "the group `{group}` has evidence for and against `{}`",
            cause.id
        );
        lint.found.push(
            Fault::new(MIXED_GROUP, &path.item(second).key("group"), message)
                .help("only the strongest of a group counts; make two groups")
                .related(&path.item(first).key("group"), "this speaks the other way"),
        );
    }
}

/// One condition written twice for a cause.
fn same_evidence(lint: &mut Lint, cause: &Cause, path: &RulePath) {
    let at = |index: EvidenceIndex| path.item(index).key("when");
    for (index, evidence) in cause.evidence.enumerated() {
        let mut before = cause
            .evidence
            .enumerated()
            .rev()
            .skip_while(|(other, _)| *other >= index);
        let Some((before, _)) = before.find(|(_, one)| one.when == evidence.when) else {
            continue;
        };
        let message = format!("`{}` has this evidence already", cause.id);
        lint.found.push(
            Fault::new(SAME_EVIDENCE, &at(index), message)
                .help("keep one of them, with the ratio you mean")
                .related(&at(before), "it is here too"),
        );
    }
}

fn overlapping_ranges(lint: &mut Lint, cause: &Cause, path: &RulePath) {
    let ranges = ranges(cause);
    for (later, &(index, question, range)) in ranges.iter().enumerate() {
        for &(earlier, other_question, other) in &ranges[..later] {
            let overlap = range.from < other.below && other.from < range.below;
            let inside = |one: Range, two: Range| two.from <= one.from && one.below <= two.below;
            let nested = inside(range, other) || inside(other, range);
            let one_counts = are_grouped(&cause.evidence[index], &cause.evidence[earlier]);
            // In one group the strongest counts, so a range within a range makes sense there.
            let is_same = range == other;
            if question != other_question || !overlap || is_same || (one_counts && nested) {
                continue;
            }
            let id = &lint.rulebook.questions[question].id;
            let message = format!(
                "this range of `{id}` overlaps another one of `{}`",
                cause.id
            );
            let help = if one_counts {
                "let one range end where the next begins"
            } else {
                "some answers count twice; let one range end where the next begins"
            };
            let at = |index: EvidenceIndex| path.item(index).key("when").key(id);
            lint.found.push(
                Fault::new(OVERLAPPING_RANGES, &at(index), message)
                    .help(help)
                    .related(&at(earlier), "the other range is here"),
            );
        }
    }
}
