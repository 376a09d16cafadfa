//! Runners as they come: most are well, some are not sure, few tick a danger sign.

use soreleg::answer::{Answer, Answers};
use soreleg::answers::case::Case;
use soreleg::quantity::Quantity;
use soreleg::rulebook::{Question, QuestionKind, Rulebook};

use crate::dice::Dice;

/// The answers of one runner to every question that applies.
pub(crate) fn runner(rulebook: &Rulebook, dice: &mut Dice) -> Answers {
    let mut case = Case::empty(rulebook);
    for (index, question) in rulebook.questions.enumerated() {
        if case.may_apply(index) {
            case.set(index, answer(question, dice));
        }
    }
    case.answers().clone()
}

fn answer(question: &Question, dice: &mut Dice) -> Answer {
    if dice.chance(if question.safety { 1 } else { 4 }) {
        return Answer::NotSure;
    }
    let well = dice.chance(if question.safety { 95 } else { 30 });
    match &question.kind {
        QuestionKind::Choice(_) if well => Answer::Option(0),
        QuestionKind::Choice(choices) => {
            Answer::Option(u8::try_from(dice.roll(choices.len())).unwrap())
        }
        QuestionKind::Checklist(choices) => {
            let ticks = if well { 0 } else { 1 + dice.roll(2) };
            let ticked = (0..ticks).fold(0, |ticked, _| ticked | 1 << dice.roll(choices.len()));
            Answer::Ticks {
                ticked,
                unsure: false,
            }
        }
        QuestionKind::Number { min, max, .. } => {
            // Small numbers are more common than large ones.
            let whole = |quantity: Quantity| quantity.number_text().parse::<usize>().unwrap();
            let most = 1 + dice.roll(whole(*max) - whole(*min) + 1);
            let number = whole(*min) + dice.roll(most);
            Answer::Number(Quantity::whole(i32::try_from(number).unwrap(), min.unit()))
        }
    }
}
