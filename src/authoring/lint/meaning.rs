//! Rules that cannot mean what their author wanted.

use super::super::compile::cause::BAD_PRIOR;
use super::reach::{BUDGET, reach, scope};
use crate::answer::{Answer, Answers};
use crate::fault::{Code, Fault};
use crate::rulebook::condition::{Condition, Range};
use crate::rulebook::path::RulePath;
use crate::rulebook::places::{Placed, Role, item};
use crate::rulebook::{Cause, Kind, Rulebook, Score, odds};

pub(crate) const CONTRADICTION: &Code = &Code::warning(
    "contradiction",
    "This can never be true",
    "Every kind of answer was tried and none makes the condition true. It may ask for two \
     options of one question at once, for something and its opposite, or for the answer \
     to a question that is not asked then (see its `only_if`).",
);

pub(crate) const ALWAYS_TRUE: &Code = &Code::warning(
    "always-true",
    "This is always true",
    "Every kind of answer was tried and none makes the condition false. A rule that holds \
     for everyone tells nothing apart.",
);

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

pub(crate) const UNLIKELY_PRIOR: &Code = &Code::warning(
    "unlikely-prior",
    "This prior cannot be true of your runners",
    "`prior` is the share of runners with these complaints who have the cause. From 0.9 on \
     nearly everybody would have it, and if all priors add up to more than 2, the average \
     runner would have more than two causes at once.",
);

pub(crate) const TOPIC_JUMP: &Code = &Code::warning(
    "topic-jump",
    "A question waits for a later topic",
    "Topics are asked one after the other. A question that depends on one of a later \
     topic makes the interview jump back.",
);

pub(crate) const UNSURE_MEANS_NOTHING: &Code = &Code::warning(
    "unsure-means-nothing",
    "\"Not sure\" about a danger sign means nothing",
    "*Not sure* never means \"no\". Add a red flag with `when: { question: not_sure }`, \
     often one level below the sign itself, so that a runner who cannot tell is not sent \
     home.",
);

/// A ratio this near to 1 says nothing, in either direction.
const SAYS_NOTHING: std::ops::RangeInclusive<f64> = 0.95..=1.05;

/// The log-odds of a prior of 0.9.
const ALMOST_ALL: Score = 2197;

/// As many causes as a runner may have on average. Two can be true at once.
const MOST_CAUSES: f64 = 2.0;

pub(super) fn lint(rulebook: &Rulebook, errors: &[Fault]) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut budget = BUDGET;
    for placed in rulebook.conditions() {
        if !is_broken(rulebook, placed.condition, &placed.path, errors) {
            unreachable(rulebook, &placed, &mut budget, &mut found);
        }
    }
    for (place, cause) in rulebook.causes.iter().enumerate() {
        let path = item("causes", place).key("evidence");
        mixed_groups(rulebook, cause, &path, &mut budget, &mut found);
        same_evidence(rulebook, cause, &path, errors, &mut found);
        overlapping_ranges(rulebook, cause, &path, &mut found);
        for (place, evidence) in cause.evidence.iter().enumerate() {
            if SAYS_NOTHING.contains(&evidence.ratio) {
                let message = format!("a ratio of {} says nothing", evidence.ratio);
                found.push(
                    Fault::new(NEUTRAL_RATIO, &path.item(place).key("ratio"), message)
                        .help("2 is small, 5 moderate, 10 large; below 1 speaks against"),
                );
            }
        }
    }
    if errors.iter().all(|error| error.code != BAD_PRIOR) {
        unlikely_priors(rulebook, &mut found);
    }
    topic_jumps(rulebook, &mut found);
    meaningless_unsure(rulebook, &mut found);
    found
}

/// Priors that no group of runners can have.
fn unlikely_priors(rulebook: &Rulebook, found: &mut Vec<Fault>) {
    let mut warn = |path: &RulePath, message: String| {
        let help = "it is the share of runners with these complaints who have the cause; 0.2 is two of ten";
        found.push(Fault::new(UNLIKELY_PRIOR, path, message).help(help));
    };
    let mut sum = 0.0;
    for (place, cause) in rulebook.causes.iter().enumerate() {
        let odds = odds(cause.prior);
        sum += odds / (1.0 + odds);
        if cause.prior >= ALMOST_ALL {
            let message = "this says that almost every runner has this cause";
            warn(&item("causes", place).key("prior"), message.to_owned());
        }
    }
    if sum > MOST_CAUSES {
        let message =
            format!("the priors add up to {sum:.1}, as if everybody had that many causes");
        warn(&RulePath::default().key("causes"), message);
    }
}

/// Whether an error lies in a condition, or in a question it depends on.
fn is_broken(
    rulebook: &Rulebook,
    condition: &Condition,
    path: &RulePath,
    errors: &[Fault],
) -> bool {
    let questions = scope(rulebook, condition).into_iter();
    let questions = questions.map(|question| item("questions", question));
    let mut parts = questions.chain([path.clone()]);
    has_hole(condition)
        || parts.any(|part| errors.iter().any(|error| error.path.0.starts_with(&part.0)))
}

/// Whether an unknown question or option left nothing in its place.
fn has_hole(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(has_hole),
        Condition::Any(parts) => parts.is_empty() || parts.iter().any(has_hole),
        Condition::Not(part) => has_hole(part),
        _ => false,
    }
}

fn unreachable(rulebook: &Rulebook, placed: &Placed, budget: &mut usize, found: &mut Vec<Fault>) {
    let Some(reach) = reach(rulebook, placed.condition, budget) else {
        return;
    };
    let (never, always) = match placed.role {
        Role::Gate => (
            "this question is never asked",
            "this question is always asked",
        ),
        Role::RedFlag => (
            "this red flag can never hold",
            "this red flag holds for everyone",
        ),
        Role::Ordinary => (
            "no answers are ever ordinary soreness",
            "every answer is ordinary soreness",
        ),
        Role::Evidence => (
            "this evidence can never hold",
            "this evidence holds for everyone",
        ),
        Role::Wanted => (
            "this advice is never given",
            "this advice is given to everyone",
        ),
        Role::Harmful => (
            "this `unless` forbids nothing",
            "this advice is never given",
        ),
    };
    if !reach.can_hold {
        found.push(
            Fault::new(CONTRADICTION, &placed.path, never)
                .help("no answers make all of this true together; check also who is asked"),
        );
    } else if !reach.can_fail {
        found.push(
            Fault::new(ALWAYS_TRUE, &placed.path, always)
                .help("no answer makes this false; remove it or name fewer answers"),
        );
    }
}

/// Evidence for and against that can hold together, in one group.
fn mixed_groups(
    rulebook: &Rulebook,
    cause: &Cause,
    path: &RulePath,
    budget: &mut usize,
    found: &mut Vec<Fault>,
) {
    let mut clash = |one: usize, other: usize| {
        let (one, other) = (&cause.evidence[one], &cause.evidence[other]);
        let both = Condition::All(vec![one.when.clone(), other.when.clone()]);
        one.when != other.when
            && (one.ratio > 1.0) != (other.ratio > 1.0)
            && reach(rulebook, &both, budget).is_none_or(|reach| reach.can_hold)
    };
    for unit in &cause.units {
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
        found.push(
            Fault::new(MIXED_GROUP, &path.item(second).key("group"), message)
                .help("only the strongest of a group counts; make two groups")
                .related(&path.item(first).key("group"), "this speaks the other way"),
        );
    }
}

/// One condition written twice for a cause.
fn same_evidence(
    rulebook: &Rulebook,
    cause: &Cause,
    path: &RulePath,
    errors: &[Fault],
    found: &mut Vec<Fault>,
) {
    let at = |place: usize| path.item(place).key("when");
    for (place, evidence) in cause.evidence.iter().enumerate() {
        let earlier = &cause.evidence[..place];
        let Some(before) = earlier.iter().rposition(|one| one.when == evidence.when) else {
            continue;
        };
        let mut both = [before, place].into_iter();
        if both.any(|one| is_broken(rulebook, &evidence.when, &at(one), errors)) {
            continue;
        }
        let message = format!("`{}` has this evidence already", cause.id);
        found.push(
            Fault::new(SAME_EVIDENCE, &at(place), message)
                .help("keep one of them, with the ratio you mean")
                .related(&at(before), "it is here too"),
        );
    }
}

fn overlapping_ranges(rulebook: &Rulebook, cause: &Cause, path: &RulePath, found: &mut Vec<Fault>) {
    let ranges: Vec<(usize, usize, Range)> = cause
        .evidence
        .iter()
        .enumerate()
        .filter_map(|(place, evidence)| match evidence.when {
            Condition::Within(question, range) => Some((place, question, range)),
            _ => None,
        })
        .collect();
    for (later, &(place, question, range)) in ranges.iter().enumerate() {
        for &(earlier, other_question, other) in &ranges[..later] {
            let overlap = range.from < other.below && other.from < range.below;
            let inside = |one: Range, two: Range| two.from <= one.from && one.below <= two.below;
            let nested = inside(range, other) || inside(other, range);
            let group = &cause.evidence[place].group;
            let one_counts = group.is_some() && *group == cause.evidence[earlier].group;
            // In one group the strongest counts, so a range within a range makes sense there.
            let is_same = range == other;
            if question != other_question || !overlap || is_same || (one_counts && nested) {
                continue;
            }
            let id = &rulebook.questions[question].id;
            let message = format!(
                "this range of `{id}` overlaps another one of `{}`",
                cause.id
            );
            let help = if one_counts {
                "let one range end where the next begins"
            } else {
                "some answers count twice; let one range end where the next begins"
            };
            let at = |place: usize| path.item(place).key("when").key(id);
            found.push(
                Fault::new(OVERLAPPING_RANGES, &at(place), message)
                    .help(help)
                    .related(&at(earlier), "the other range is here"),
            );
        }
    }
}

/// A question that waits for one of a later topic makes the interview jump back.
fn topic_jumps(rulebook: &Rulebook, found: &mut Vec<Fault>) {
    for (place, question) in rulebook.questions.iter().enumerate() {
        let named = question.only_if.iter().flat_map(Condition::questions);
        for other in named.filter(|other| rulebook.questions[*other].topic > question.topic) {
            let (id, topic) = (
                &rulebook.questions[other].id,
                &rulebook.topics[rulebook.questions[other].topic].id,
            );
            let message = format!("this waits for `{id}`, which is asked later, in `{topic}`");
            found.push(
                Fault::new(
                    TOPIC_JUMP,
                    &item("questions", place).key("only_if"),
                    message,
                )
                .help("move one of the two to the other's topic, or change the order of topics")
                .related(&item("questions", other).key("topic"), "its topic is here"),
            );
        }
    }
}

/// *Not sure* about what is a danger sign all by itself must mean something.
fn meaningless_unsure(rulebook: &Rulebook, found: &mut Vec<Fault>) {
    for (place, question) in rulebook.questions.iter().enumerate() {
        let is_checklist = matches!(question.kind, Kind::Checklist(_));
        let flag = rulebook.red_flags.iter().position(|flag| {
            flag.when.questions() == [place] && (is_checklist || flag.level.is_urgent())
        });
        // With that answer alone, some red flag must be certain: a mention beside other signs is not enough.
        let mut unsure = Answers::new(rulebook.questions.len());
        unsure.set(place, Answer::NotSure);
        let means_something = rulebook
            .red_flags
            .iter()
            .any(|flag| flag.when.outcomes(&unsure, &|_| true).holds());
        if let (Some(flag), false) = (flag, means_something) {
            let id = &question.id;
            let message =
                format!("\"not sure\" about the danger sign `{id}` means nothing by itself");
            found.push(
                Fault::new(
                    UNSURE_MEANS_NOTHING,
                    &item("questions", place).key("id"),
                    message,
                )
                .help(format!("add a red flag with `when: {{ {id}: not_sure }}`"))
                .related(
                    &item("red_flags", flag).key("id"),
                    "it is a danger sign here",
                ),
            );
        }
    }
}
