//! What the result hangs on: whether the first cause stands however the unsure answers turn out,
//! which of them is most worth finding out, and which single answers would change the result.

use std::cmp::Reverse;

use super::interval;
use super::relevance::Relevance;
use crate::answer::Answer;
use crate::answers::case::Case;
use crate::assess::{Assessment, Engine, rank};
use crate::index::{CauseIndex, QuestionIndex};
use crate::rulebook::answer_classes::AnswerClasses;
use crate::triage::TriageLevel;

/// What a result hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIf {
    /// The questions answered *not sure*, wholly or in part, in rulebook order.
    pub unsure: Vec<QuestionIndex>,
    /// Whether the first cause stays first however those turn out.
    pub first_stands: bool,
    /// The one of them whose answer could move the result furthest.
    pub worth_finding_out: Option<QuestionIndex>,
    /// Single changes in the next days that would raise the triage level, most urgent first.
    pub warning_signs: Vec<Change>,
    /// Single answers that would put another cause first.
    pub alternatives: Vec<Change>,
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
    pub first: CauseIndex,
}

/// The most alternatives worth telling.
const ALTERNATIVES: usize = 3;

/// What the assessment of a case hangs on. Nothing when help is needed at once: then nothing that
/// is answered later matters.
#[must_use]
pub fn what_if(engine: &mut Engine, case: &Case, assessment: &Assessment) -> WhatIf {
    let given = case.answers().given();
    let unsure = given.filter(|(_, answer)| answer.is_unsure());
    let mut what_if = WhatIf {
        unsure: unsure.map(|(question, _)| question).collect(),
        first_stands: true,
        worth_finding_out: None,
        warning_signs: Vec::new(),
        alternatives: Vec::new(),
    };
    let (Some(first), false) = (assessment.causes.first(), assessment.level.is_urgent()) else {
        return what_if;
    };
    if !what_if.unsure.is_empty() {
        what_if.look_into_unsure(case, first.cause);
    }
    let mut answers = case.answers().clone();
    for (question, answer) in other_answers(case) {
        let may_warn = case.rulebook().questions[question].changes;
        let may_lead = first.strength.is_shown() && what_if.alternatives.len() < ALTERNATIVES;
        if !may_warn && !may_lead {
            continue;
        }
        answers.copy_from(case.answers());
        answers.set(question, answer);
        let evaluation = engine.evaluate(&answers);
        let change = Change {
            question,
            answer,
            level: evaluation.level,
            first: evaluation.causes[0].cause,
        };
        if change.level > assessment.level {
            if may_warn {
                what_if.warning_signs.push(change);
            }
        } else if change.level == assessment.level
            && may_lead
            && change.first != first.cause
            && speaks_for(case, &change)
        {
            what_if.alternatives.push(change);
        }
    }
    what_if
        .warning_signs
        .sort_by_key(|change| Reverse(change.level));
    what_if
}

impl WhatIf {
    fn look_into_unsure(&mut self, case: &Case, first: CauseIndex) {
        let mut open = case.clone();
        for question in &self.unsure {
            open.clear(*question);
        }
        let others = case.rulebook().causes.indices();
        let mut others = others.filter(|other| *other != first);
        self.first_stands = others.all(|other| {
            let lead = interval::of_lead(&open, first, other);
            rank(lead.low, first) < rank(0, other)
        });
        self.worth_finding_out = Relevance::new(&open)
            .questions()
            .into_iter()
            .filter(|(question, _)| self.unsure.contains(question))
            .max_by_key(|(question, influence)| (*influence, Reverse(*question)))
            .map(|(question, _)| question);
    }
}

/// Whether the changed answer is a reason for the cause that comes first then, and does not only take
/// one from the other.
fn speaks_for(case: &Case, change: &Change) -> bool {
    let mut other = case.clone();
    other.set(change.question, change.answer);
    let evidence = &case.rulebook().causes[change.first].evidence;
    let mut for_it = evidence.iter().filter(|one| one.weight > 0);
    for_it.any(|one| other.holds(&one.when) && !case.holds(&one.when))
}

/// Every single answer that could be another: another option, one more tick, or the next class of
/// number up.
fn other_answers(case: &Case) -> impl Iterator<Item = (QuestionIndex, Answer)> {
    let classes = AnswerClasses::new(case.rulebook());
    case.answers().given().flat_map(move |(question, given)| {
        let mut others = classes.sure(question);
        match given {
            Answer::Number(number) => {
                others.retain(
                    |other| matches!(other, Answer::Number(other) if other.base() > number.base()),
                );
                others.truncate(1);
            }
            Answer::Option(_) => others.retain(|other| *other != given),
            Answer::Ticks { ticked, unsure } => {
                let options = 0..case.rulebook().questions[question].kind.choices().len();
                let more = options.map(|option| ticked | 1 << option);
                let more = more.filter(|more| *more != ticked);
                others = more
                    .map(|ticked| Answer::Ticks { ticked, unsure })
                    .collect();
            }
            Answer::NotSure => others.clear(),
        }
        others.into_iter().map(move |answer| (question, answer))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answers;
    use crate::assess::assess;
    use crate::authoring::compile::compile;
    use crate::rulebook::Rulebook;

    const RULES: &str = include_str!("../../tests/rules/tiny.yaml");

    fn what_if_of(answers: &[&str]) -> (Rulebook, WhatIf) {
        what_if_by(RULES, answers)
    }

    fn what_if_by(rules: &str, answers: &[&str]) -> (Rulebook, WhatIf) {
        let rulebook = compile(rules).unwrap();
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
        let what_if = what_if(&mut Engine::new(&rulebook), &case, &assess(&case));
        (rulebook, what_if)
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
        let (rulebook, what_if) = what_if_of(&answers);
        let new_runner = rulebook.question("new_runner").unwrap();
        assert_eq!(what_if.unsure, [new_runner]);
        assert!(!what_if.first_stands);
        assert_eq!(what_if.worth_finding_out, Some(new_runner));
    }

    #[test]
    fn an_unsure_answer_that_cannot_turn_the_result_is_said_to_be_harmless() {
        let mut answers = OLD_SHOES.to_vec();
        answers.push("shoe_distance=not_sure");
        answers[5] = "shoe_looks=none";
        answers[4] = "new_runner=new";
        let (_, what_if) = what_if_of(&answers);
        assert_eq!(what_if.unsure.len(), 1);
        assert!(what_if.first_stands);
    }

    #[test]
    fn an_answer_that_moves_two_causes_alike_cannot_turn_them() {
        let both = "    evidence:\n      - { when: { where: one }, ratio: 20, because: so, sources: [article] }\n";
        let rules = RULES.replace("    evidence:\n", both);
        let mut answers = OLD_SHOES;
        answers[2] = "where=not_sure";
        let (_, what_if) = what_if_by(&rules, &answers);
        assert_eq!(what_if.unsure.len(), 1);
        assert!(what_if.first_stands);
    }

    #[test]
    fn a_single_answer_that_puts_another_cause_first_is_told() {
        let told = |answers: &[&str]| {
            let rules = RULES.replace(" }, ratio: 6,", " }, ratio: 20,");
            let (rulebook, what_if) = what_if_by(&rules, answers);
            let new_runner = rulebook.question("new_runner").unwrap();
            let mut alternatives = what_if.alternatives.iter();
            alternatives.any(|change| change.question == new_runner)
        };
        let mut answers = OLD_SHOES.to_vec();
        answers.push("shoe_distance=900 km");
        assert!(told(&answers));
        // To be no new runner is no reason for worn shoes.
        answers[4] = "new_runner=new";
        assert!(!told(&answers));
    }

    #[test]
    fn nothing_is_weighed_up_in_an_emergency() {
        let (_, what_if) = what_if_of(&["danger=chest", "pee=not_sure"]);
        assert!(what_if.warning_signs.is_empty() && what_if.alternatives.is_empty());
    }
}
