//! Which answers of an earlier check still stand.

use super::Earlier;
use crate::answer::Answer;
use crate::index::{IndexVec, QuestionIndex};
use crate::quantity::{Quantity, Unit};
use crate::rulebook::{Choice, Question, QuestionKind, Rulebook};

/// What becomes of the old answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// It is asked as at a first check: there is no old answer, or it is a list of danger signs.
    Nothing,
    /// It is asked anew, since the old answer need not be true any more after so long.
    Lapsed,
    /// It is asked again; this is the old answer, to be shown and not chosen.
    Shown(Answer),
    /// The old answer stands.
    Kept(Answer),
    /// The old answer stands, moved on by the calendar.
    MovedOn(Answer),
}

impl Carried {
    /// The answer, where it stands without being asked for.
    #[must_use]
    pub fn standing(self) -> Option<Answer> {
        match self {
            Carried::Kept(answer) | Carried::MovedOn(answer) => Some(answer),
            Carried::Nothing | Carried::Lapsed | Carried::Shown(_) => None,
        }
    }
}

/// What becomes of the answers of an earlier check.
pub(super) fn carry(
    rulebook: &Rulebook,
    earlier: Option<&Earlier>,
) -> IndexVec<QuestionIndex, Carried> {
    let Some(Earlier { days, answers, .. }) = earlier else {
        return rulebook.questions.filled(Carried::Nothing);
    };
    let questions = rulebook.questions.enumerated();
    let carried = questions.map(|(index, question)| {
        let Some(answer) = answers.get(index) else {
            return Carried::Nothing;
        };
        let is_asked = || answer.is_unsure() || rulebook.is_asked_again(index);
        let passed = Quantity::whole(*days, Unit::Day);
        match (answer, still_true(question, answer, passed)) {
            _ if rulebook.is_danger_list(index) => Carried::Nothing,
            (Answer::Number(ago), _) if question.onset => {
                Carried::MovedOn(Answer::Number(moved_on(question, ago, passed)))
            }
            (_, None) => Carried::Lapsed,
            (_, Some(answer)) if is_asked() => Carried::Shown(answer),
            (_, Some(answer)) => Carried::Kept(answer),
        }
    });
    carried.collect()
}

/// What is left of an answer after this time. None if nothing is.
fn still_true(question: &Question, answer: Answer, passed: Quantity) -> Option<Answer> {
    let has_lapsed = |choice: &Choice| {
        let after = choice.lapses.map(Quantity::base);
        after.is_some_and(|after| after < passed.base())
    };
    let choices = question.kind.choices();
    match answer {
        Answer::Option(option) => (!has_lapsed(&choices[usize::from(option)])).then_some(answer),
        Answer::Ticks { ticked, unsure } => {
            let lapsed = choices.iter().enumerate();
            let lapsed = lapsed.filter(|(_, choice)| has_lapsed(choice));
            let lapsed = lapsed.fold(0, |lapsed, (option, _)| lapsed | 1 << option);
            let left = ticked & !lapsed;
            (left != 0 || ticked == 0).then_some(Answer::Ticks {
                ticked: left,
                unsure,
            })
        }
        Answer::NotSure | Answer::Number(_) => Some(answer),
    }
}

/// How long ago something is after this time, as far as its question goes.
fn moved_on(question: &Question, ago: Quantity, passed: Quantity) -> Quantity {
    let sum = ago.base() + passed.base();
    match question.kind {
        QuestionKind::Number { dimension, max, .. } if sum <= max.base() => {
            Quantity::from_base(sum, dimension)
        }
        QuestionKind::Number { max, .. } => max,
        _ => ago,
    }
}
