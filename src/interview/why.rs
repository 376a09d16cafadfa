//! What each answer to a question would do: the part of *why* that is computed from the rules.

use crate::answer::Answer;
use crate::answers::case::Case;
use crate::index::{CauseIndex, IndexVec, QuestionIndex};
use crate::quantity::{Dimension, Quantity};
use crate::rulebook::answer_classes::AnswerClasses;
use crate::rulebook::condition::{Condition, Outcomes};
use crate::rulebook::{Evidence, QuestionKind, RedFlag, Score};
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
    pub speaks_for: Vec<CauseIndex>,
    /// Causes it would or could speak against, in file order.
    pub against: Vec<CauseIndex>,
}

/// What each answer to `question` would do. A checklist is taken tick by tick, a number range by
/// range.
#[must_use]
pub fn effects(case: &Case, question: QuestionIndex) -> Vec<Effect> {
    let rulebook = case.rulebook();
    let rules = &rulebook.questions[question];
    let answers = AnswerClasses::new(rulebook).of(question);
    let cases: Vec<Case> = (answers.iter())
        .map(|answer| {
            let mut with = case.clone();
            with.set(question, *answer);
            with
        })
        .collect();
    // What may hold with every answer does not hang on this question.
    let bears = |when: &Condition| {
        when.questions().contains(&question)
            && cases.iter().any(|with| !with.outcomes(when).may_hold())
    };
    let flags = rulebook.red_flags.iter();
    let flags: Vec<&RedFlag> = flags.filter(|flag| bears(&flag.when)).collect();
    let evidence: IndexVec<CauseIndex, Vec<&Evidence>> = (rulebook.causes.iter())
        .map(|cause| {
            let evidence = cause.evidence.iter();
            evidence.filter(|item| bears(&item.when)).collect()
        })
        .collect();
    let effects = answers.iter().zip(&cases).map(|(answer, with)| {
        let highest = |test: fn(Outcomes) -> bool| {
            let held = flags.iter().filter(|flag| test(with.outcomes(&flag.when)));
            held.map(|flag| flag.level).max()
        };
        let level = highest(Outcomes::holds);
        let leaning = |sign: Score| {
            let causes = evidence.enumerated();
            let causes = causes.filter(|(_, evidence)| lean(with, evidence).signum() == sign);
            causes.map(|(cause, _)| cause).collect()
        };
        Effect {
            answer: rules.words(*answer),
            level,
            perhaps: highest(Outcomes::may_hold).filter(|perhaps| Some(*perhaps) > level),
            speaks_for: leaning(1),
            against: leaning(-1),
        }
    });
    let effects = effects.collect();
    match rules.kind {
        QuestionKind::Number { dimension, .. } => joined(effects, &answers, dimension),
        _ => effects,
    }
}

/// The weight of the strongest evidence that may hold.
fn lean(case: &Case, evidence: &[&Evidence]) -> Score {
    let may_hold = evidence
        .iter()
        .filter(|item| case.outcomes(&item.when).may_hold());
    let weights = may_hold.map(|item| item.weight);
    weights.max_by_key(|weight| weight.abs()).unwrap_or(0)
}

/// Ranges side by side that do the same, as one, named by where they begin and end. What comes
/// behind the ranges stays as it is.
fn joined(effects: Vec<Effect>, answers: &[Answer], dimension: Dimension) -> Vec<Effect> {
    let mut ranges: Vec<(Quantity, Effect)> = Vec::new();
    let mut others = Vec::new();
    for (answer, mut effect) in answers.iter().zip(effects) {
        let Answer::Number(low) = answer else {
            others.push(effect);
            continue;
        };
        effect.answer.clear();
        if ranges.last().is_none_or(|(_, last)| *last != effect) {
            ranges.push((*low, effect));
        }
    }
    let lows: Vec<Quantity> = (ranges.iter())
        .map(|(low, _)| Quantity::from_base(low.base(), dimension))
        .collect();
    for (index, (_, effect)) in ranges.iter_mut().enumerate() {
        effect.answer = match (index, lows[index], lows.get(index + 1)) {
            (0, _, None) => "Any number".to_owned(),
            (_, low, None) => format!("{low} or more"),
            (0, _, Some(below)) => format!("Below {below}"),
            (_, low, Some(below)) => format!("From {low} to below {below}"),
        };
    }
    let ranges = ranges.into_iter().map(|(_, effect)| effect);
    ranges.chain(others).collect()
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
        let ids = |causes: &[CauseIndex]| {
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
