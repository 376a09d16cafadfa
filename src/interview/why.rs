//! What each answer to a question would do: the part of *why* that is computed from the rules.

use crate::answer::Answer;
use crate::answers::case::Case;
use crate::answers::grammar::NONE_WORDS;
use crate::quantity::Quantity;
use crate::rulebook::condition::{Condition, Outcomes, QuestionIndex};
use crate::rulebook::{Kind, Rulebook, Score};
use crate::triage::TriageLevel;

/// What one answer would do, with the other answers as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The answer in words.
    pub answer: String,
    /// The level it would raise the result to by itself.
    pub level: Option<TriageLevel>,
    /// A higher level it could raise the result to, depending on questions that are still open.
    pub perhaps: Option<TriageLevel>,
    /// Causes it would or could speak for, in file order.
    pub speaks_for: Vec<usize>,
    /// Causes it would or could speak against, in file order.
    pub against: Vec<usize>,
}

/// What each answer to `question` would do. A checklist is taken tick by tick, a number range by
/// range.
#[must_use]
pub fn effects(case: &Case, question: QuestionIndex) -> Vec<Effect> {
    let rulebook = case.rulebook();
    let (words, cases): (Vec<String>, Vec<Case>) = candidates(rulebook, question)
        .into_iter()
        .map(|(words, answer)| {
            let mut with = case.clone();
            with.set(question, answer);
            (words, with)
        })
        .unzip();
    let bearing = |when: &Condition| -> Option<Vec<Outcomes>> {
        let names = when.questions().contains(&question);
        let outcomes: Vec<Outcomes> = cases.iter().map(|with| with.outcomes(when)).collect();
        // What may hold with every answer does not hang on this question.
        let tells = outcomes.iter().any(|outcomes| !outcomes.may_hold());
        (names && tells).then_some(outcomes)
    };
    let flags: Vec<(TriageLevel, Vec<Outcomes>)> = (rulebook.red_flags.iter())
        .filter_map(|flag| bearing(&flag.when).map(|outcomes| (flag.level, outcomes)))
        .collect();
    let weights: Vec<Vec<(Score, Vec<Outcomes>)>> = (rulebook.causes.iter())
        .map(|cause| {
            (cause.evidence.iter())
                .filter_map(|item| bearing(&item.when).map(|outcomes| (item.weight, outcomes)))
                .collect()
        })
        .collect();
    let effects = (words.into_iter().enumerate())
        .map(|(place, answer)| {
            let highest = |test: fn(Outcomes) -> bool| {
                let held = flags.iter().filter(|(_, outcomes)| test(outcomes[place]));
                held.map(|(level, _)| *level).max()
            };
            let level = highest(Outcomes::holds);
            let leans: Vec<Score> = (weights.iter())
                .map(|evidence| {
                    (evidence.iter())
                        .filter(|(_, outcomes)| outcomes[place].may_hold())
                        .map(|(weight, _)| *weight)
                        .max_by_key(|weight| weight.abs())
                        .unwrap_or(0)
                })
                .collect();
            let leaning = |test: fn(&Score) -> bool| {
                (0..leans.len())
                    .filter(|cause| test(&leans[*cause]))
                    .collect()
            };
            Effect {
                answer,
                level,
                perhaps: highest(Outcomes::may_hold).filter(|perhaps| Some(*perhaps) > level),
                speaks_for: leaning(|lean| *lean > 0),
                against: leaning(|lean| *lean < 0),
            }
        })
        .collect();
    match rulebook.questions[question].kind {
        Kind::Number { .. } => joined(effects, &lows(rulebook, question)),
        _ => effects,
    }
}

/// Ranges side by side that do the same, as one; `lows` is where each begins. What comes behind the
/// ranges stays as it is.
fn joined(effects: Vec<Effect>, lows: &[Quantity]) -> Vec<Effect> {
    let same = |one: &Effect, other: &Effect| {
        let answer = one.answer.clone();
        let other = Effect {
            answer,
            ..other.clone()
        };
        *one == other
    };
    let mut effects = effects.into_iter();
    let mut ranges: Vec<(Quantity, Effect)> = Vec::new();
    for (low, effect) in lows.iter().zip(effects.by_ref()) {
        if ranges.last().is_none_or(|(_, last)| !same(last, &effect)) {
            ranges.push((*low, effect));
        }
    }
    let starts: Vec<Quantity> = ranges.iter().map(|(low, _)| *low).collect();
    let ranges = ranges
        .into_iter()
        .enumerate()
        .map(|(place, (low, effect))| Effect {
            answer: match (place, starts.get(place + 1)) {
                (0, None) => "Any number".to_owned(),
                (_, None) => format!("{low} or more"),
                (0, Some(below)) => format!("Below {below}"),
                (_, Some(below)) => format!("From {low} to below {below}"),
            },
            ..effect
        });
    ranges.chain(effects).collect()
}

/// The answers to try, in words and as data.
fn candidates(rulebook: &Rulebook, index: QuestionIndex) -> Vec<(String, Answer)> {
    let question = &rulebook.questions[index];
    let mut candidates: Vec<(String, Answer)> = match &question.kind {
        Kind::Choice(choices) => (0u8..)
            .zip(choices)
            .map(|(place, choice)| (choice.text.to_string(), Answer::Option(place)))
            .collect(),
        Kind::Checklist(choices) => (choices.iter().enumerate())
            .map(|(place, choice)| (choice.text.to_string(), 1 << place))
            .chain([(NONE_WORDS.to_owned(), 0)])
            .map(|(words, ticked)| {
                let unsure = false;
                (words, Answer::Ticks { ticked, unsure })
            })
            .collect(),
        Kind::Number { .. } => (lows(rulebook, index).into_iter())
            .map(|low| (String::new(), Answer::Number(low)))
            .collect(),
    };
    candidates.push((question.words(Answer::NotSure), Answer::NotSure));
    candidates
}

/// Where the ranges begin that a number falls into, as far as the rules tell them apart.
fn lows(rulebook: &Rulebook, index: QuestionIndex) -> Vec<Quantity> {
    let Kind::Number {
        dimension,
        min,
        max,
    } = &rulebook.questions[index].kind
    else {
        return Vec::new();
    };
    let mut edges = Vec::new();
    let evidence = (rulebook.causes.iter())
        .flat_map(|cause| &cause.evidence)
        .map(|evidence| &evidence.when);
    let flags = rulebook.red_flags.iter().map(|flag| &flag.when);
    for when in flags.chain(evidence) {
        edges_of(when, index, &mut edges);
    }
    edges.retain(|edge| min.base() < *edge && *edge <= max.base());
    edges.sort_unstable();
    edges.dedup();
    let edges = (edges.into_iter()).map(|edge| Quantity::from_base(edge, *dimension));
    std::iter::once(*min).chain(edges).collect()
}

fn edges_of(when: &Condition, question: QuestionIndex, edges: &mut Vec<i64>) {
    match when {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                edges_of(part, question, edges);
            }
        }
        Condition::Not(part) => edges_of(part, question, edges),
        Condition::Within(named, range) if *named == question => {
            edges.extend([range.from, range.below]);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::compile::compile;

    /// One line per answer: level, higher level that is possible, causes for and against.
    fn shown(given: &[(&str, &str)], question: &str) -> Vec<String> {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let mut case = Case::empty(&rulebook);
        for (id, value) in given {
            let question = rulebook.question(id).unwrap();
            let answer = rulebook.questions[question].parse(value, None).unwrap();
            case.set(question, answer);
        }
        let ids = |causes: &[usize]| {
            let ids = causes.iter().map(|cause| &*rulebook.causes[*cause].id);
            ids.collect::<Vec<_>>().join(",")
        };
        let name = |level: Option<TriageLevel>| level.map_or("-", TriageLevel::name);
        effects(&case, rulebook.question(question).unwrap())
            .iter()
            .map(|effect| {
                let (level, perhaps) = (name(effect.level), name(effect.perhaps));
                let (pro, contra) = (ids(&effect.speaks_for), ids(&effect.against));
                format!("{}: {level} {perhaps} +{pro} -{contra}", effect.answer)
            })
            .collect()
    }

    #[test]
    fn a_checklist_is_taken_tick_by_tick() {
        assert_eq!(
            shown(&[], "danger"),
            [
                "Chest pain or trouble breathing: emergency - + -",
                "One leg is suddenly cold and pale: emergency - + -",
                "One calf is newly swollen: same_day - + -",
                "None of these: - - + -",
                "Not sure: same_day - + -",
            ]
        );
    }

    #[test]
    fn a_number_is_taken_range_by_range() {
        assert_eq!(
            shown(&[], "shoe_distance"),
            [
                "Below 480 km: - - + -worn_shoes",
                // From 800 km on it does more of the same.
                "480 km or more: - - +worn_shoes -",
                "Not sure: - - + -",
            ]
        );
    }

    #[test]
    fn what_hangs_on_other_answers_is_told_apart() {
        let open = shown(&[], "where");
        assert_eq!(open[0], "Both legs: - - + -");
        assert_eq!(open[1], "One leg or one spot: time_off see_doctor + -");
        let settled = shown(&[("days", "20 days")], "where");
        assert_eq!(settled[1], "One leg or one spot: see_doctor - + -");
        let far = shown(&[("where", "one")], "days");
        assert_eq!(far[1], "14 days or more: see_doctor - + -under_training");
    }
}
