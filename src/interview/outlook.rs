//! What the result hangs on: whether the first cause stands however the unsure answers turn out,
//! which one is most worth finding out, and which single changes would change the result.

use std::cell::OnceCell;
use std::cmp::Reverse;

use super::bounds;
use super::spread::Spread;
use super::stake::Stake;
use crate::answer::Answer;
use crate::answers::case::Case;
use crate::assess::{Assessment, rank};
use crate::rulebook::answer_classes;
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Kind, Rulebook};
use crate::triage::TriageLevel;

/// What a result hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The questions answered *not sure*, wholly or in part, in rulebook order.
    pub unsure: Vec<QuestionIndex>,
    /// Whether the first cause stays first however those turn out.
    pub first_stands: bool,
    /// The one of them whose answer could move the result furthest.
    pub worth_finding_out: Option<QuestionIndex>,
    /// Single changes in the next days that would raise the triage level, most urgent first.
    pub watch: Vec<Change>,
    /// Single answers that would put another cause first.
    pub rivals: Vec<Change>,
}

/// A single answer that would change the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The question.
    pub question: QuestionIndex,
    /// The answer it would need.
    pub answer: Answer,
    /// The triage level then.
    pub level: TriageLevel,
    /// The first cause then.
    pub first: usize,
}

/// The most rival answers worth telling.
const RIVALS: usize = 3;

/// What the assessment of a case hangs on. Nothing when help is needed at once: then nothing that
/// is answered later matters.
#[must_use]
pub fn outlook(case: &Case, assessment: &Assessment) -> Outlook {
    let unsure: Vec<QuestionIndex> = (case.answers().given())
        .filter(|(_, answer)| answer.is_unsure())
        .map(|(question, _)| question)
        .collect();
    let mut outlook = Outlook {
        unsure,
        first_stands: true,
        worth_finding_out: None,
        watch: Vec::new(),
        rivals: Vec::new(),
    };
    let (Some(first), false) = (assessment.causes.first(), assessment.level.is_urgent()) else {
        return outlook;
    };
    if !outlook.unsure.is_empty() {
        outlook.look_into_unsure(case, first.cause);
    }
    let rival_to = first.strength.is_shown().then_some(first.cause);
    outlook.look_around(case, assessment, rival_to);
    outlook
}

impl Outlook {
    fn look_into_unsure(&mut self, case: &Case, first: usize) {
        let mut open = case.clone();
        for question in &self.unsure {
            open.clear(*question);
        }
        let spread = OnceCell::new();
        let view = Spread::of(&spread, case.rulebook()).view(&open);
        self.first_stands = (0..case.rulebook().causes.len())
            .filter(|other| *other != first)
            .all(|other| rank(view.difference(first, other).low, first) < rank(0, other));
        self.worth_finding_out = bounds::questions_that_matter(&open, &spread)
            .into_iter()
            .filter(|(question, _)| self.unsure.contains(question))
            .max_by_key(|(question, reach)| (*reach, Reverse(*question)))
            .map(|(question, _)| question);
    }

    /// Tries every case that differs from this one in a single answer.
    fn look_around(&mut self, case: &Case, assessment: &Assessment, rival_to: Option<usize>) {
        let rulebook = case.rulebook();
        let bounds = answer_classes::bounds(rulebook);
        let stakes = Stake::of_each(rulebook);
        let mut changed = case.clone();
        for (question, given) in case.answers().given() {
            let stake = &stakes[question];
            let watched = rulebook.questions[question].changes;
            let rivals_wanted = rival_to.is_some() && self.rivals.len() < RIVALS;
            let could_rival = rivals_wanted && stake.moves_causes();
            if !watched && !could_rival {
                continue;
            }
            let rest = stake.rest(case, assessment);
            for answer in neighbours(rulebook, question, given, &bounds[question]) {
                changed.set(question, answer);
                let (level, Some(first)) = stake.with(&rest, &changed) else {
                    continue;
                };
                let change = Change {
                    question,
                    answer,
                    level,
                    first,
                };
                if level > assessment.level && watched {
                    self.watch.push(change);
                } else if level == assessment.level && rival_to.is_some_and(|it| it != first) {
                    self.rivals.push(change);
                }
            }
            changed.set(question, given);
        }
        self.watch.sort_by_key(|change| Reverse(change.level));
        self.rivals.truncate(RIVALS);
    }
}

/// The single answers beside a given one: another option, one more tick, or the next kind of number up.
fn neighbours(
    rulebook: &Rulebook,
    question: QuestionIndex,
    given: Answer,
    bounds: &[i64],
) -> Vec<Answer> {
    let rules = &rulebook.questions[question];
    match (&rules.kind, given) {
        (Kind::Checklist(choices), Answer::Ticks { ticked, unsure }) => (0..choices.len())
            .map(|option| ticked | 1 << option)
            .filter(|more| *more != ticked)
            .map(|ticked| Answer::Ticks { ticked, unsure })
            .collect(),
        (Kind::Number { .. }, Answer::Number(number)) => answer_classes::answers(rules, bounds, 0)
            .into_iter()
            .find(|answer| matches!(answer, Answer::Number(next) if next.base() > number.base()))
            .into_iter()
            .collect(),
        (Kind::Choice(_), Answer::Option(_)) => answer_classes::answers(rules, bounds, 0)
            .into_iter()
            .filter(|answer| *answer != given && *answer != Answer::NotSure)
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answers;
    use crate::assess::assess;
    use crate::authoring::compile::compile;
    use proptest::prelude::*;

    fn outlook_of(answers: &[&str]) -> (Rulebook, Outlook) {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let mut given = Answers::new(rulebook.questions.len());
        for answer in answers {
            let (question, value) = answer.split_once('=').unwrap();
            let question = rulebook.question(question).unwrap();
            given.set(
                question,
                rulebook.questions[question].parse(value, None).unwrap(),
            );
        }
        let case = Case::new(&rulebook, given);
        let outlook = outlook(&case, &assess(&case));
        (rulebook, outlook)
    }

    const OLD_SHOES: [&str; 6] = [
        "danger=none",
        "pee=pale",
        "where=both",
        "days=8 days",
        "new_runner=steady",
        "shoe_looks=flat",
    ];

    #[test]
    fn an_unsure_answer_that_could_turn_the_result_is_worth_finding_out() {
        let mut answers = OLD_SHOES.to_vec();
        answers[4] = "new_runner=not_sure";
        let (rulebook, outlook) = outlook_of(&answers);
        let new_runner = rulebook.question("new_runner").unwrap();
        assert_eq!(outlook.unsure, [new_runner]);
        assert!(!outlook.first_stands);
        assert_eq!(outlook.worth_finding_out, Some(new_runner));
    }

    #[test]
    fn an_unsure_answer_that_cannot_turn_the_result_is_said_to_be_harmless() {
        let mut answers = OLD_SHOES.to_vec();
        answers.push("shoe_distance=not_sure");
        answers[5] = "shoe_looks=none";
        answers[4] = "new_runner=new";
        let (_, outlook) = outlook_of(&answers);
        assert_eq!(outlook.unsure.len(), 1);
        assert!(outlook.first_stands);
    }

    #[test]
    fn a_single_answer_that_puts_another_cause_first_is_told() {
        let mut answers = OLD_SHOES;
        answers[4] = "new_runner=new";
        let (rulebook, outlook) = outlook_of(&answers);
        let new_runner = rulebook.question("new_runner").unwrap();
        assert!(
            outlook
                .rivals
                .iter()
                .any(|change| change.question == new_runner)
        );
    }

    /// Every case that differs from this one in a single answer, assessed as a whole.
    fn all_changes(case: &Case) -> Vec<Change> {
        let rulebook = case.rulebook();
        let bounds = answer_classes::bounds(rulebook);
        let mut changes = Vec::new();
        for (question, given) in case.answers().given() {
            for answer in neighbours(rulebook, question, given, &bounds[question]) {
                let mut answers = case.answers().clone();
                answers.set(question, answer);
                let whole = assess(&Case::new(rulebook, answers));
                changes.push(Change {
                    question,
                    answer,
                    level: whole.level,
                    first: whole.causes[0].cause,
                });
            }
        }
        changes
    }

    fn agrees(rulebook: &Rulebook, dice: &[[u8; 2]]) {
        let bounds = answer_classes::bounds(rulebook);
        let mut given = Answers::new(rulebook.questions.len());
        for (place, question) in rulebook.questions.iter().enumerate() {
            let [some, which] = dice[place];
            // Mostly no danger sign, or nothing would be left to change.
            let ticks = if some < 20 { 0b110 } else { 0 };
            let answers = answer_classes::answers(question, &bounds[place], ticks);
            let which = if some % 2 == 0 { which } else { 0 };
            if some > 2 {
                given.set(place, answers[usize::from(which) % answers.len()]);
            }
        }
        let case = Case::new(rulebook, given);
        let whole = assess(&case);
        let outlook = outlook(&case, &whole);
        let mut changes = all_changes(&case);
        if whole.level.is_urgent() {
            changes.clear();
        }
        let changes_level = |change: &&Change| {
            rulebook.questions[change.question].changes && change.level > whole.level
        };
        let mut watch: Vec<Change> = changes.iter().filter(changes_level).copied().collect();
        watch.sort_by_key(|change| Reverse(change.level));
        assert_eq!(outlook.watch, watch);
        let first = &whole.causes[0];
        let changes_first = |change: &&Change| {
            first.strength.is_shown() && change.first != first.cause && change.level == whole.level
        };
        let rivals = changes.iter().filter(changes_first).take(RIVALS).copied();
        assert_eq!(outlook.rivals, rivals.collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn changes_are_what_the_whole_assessment_says(
            dice in prop::collection::vec(any::<[u8; 2]>(), 64),
        ) {
            let tiny = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
            agrees(&tiny, &dice);
            agrees(&Rulebook::built_in(), &dice);
        }
    }

    #[test]
    fn nothing_is_weighed_up_in_an_emergency() {
        let (_, outlook) = outlook_of(&["danger=chest", "pee=not_sure"]);
        assert!(outlook.watch.is_empty() && outlook.rivals.is_empty());
    }
}
