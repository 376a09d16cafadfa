//! Whether a condition can hold and can fail, found by trying every kind of answer.

use crate::answer::{Answer, Answers};
use crate::index::{IndexVec, QuestionIndex};
use crate::rulebook::Rulebook;
use crate::rulebook::answer_classes::Distinctions;
use crate::rulebook::condition::{Condition, Outcomes};

/// How many single tests of answers are made for all conditions of a file together. The shipped
/// file takes a fraction of it.
pub(super) const BUDGET: usize = 2_000_000;

/// What a condition can come to when every question that applies is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) can_hold: bool,
    pub(super) can_fail: bool,
}

/// What a condition can come to; nothing when there is too much to try.
pub(super) fn reach(
    rulebook: &Rulebook,
    condition: &Condition,
    budget: &mut usize,
) -> Option<Reach> {
    let questions = depends_on(rulebook, &[condition]);
    let gates = questions
        .iter()
        .filter_map(|question| rulebook.questions[*question].only_if.as_ref());
    let tests: Vec<&Condition> = gates.chain([condition]).collect();
    let answers = questions
        .iter()
        .map(|question| {
            let told_apart = Distinctions::of(*question, tests.iter().copied());
            told_apart.answers(&rulebook.questions[*question])
        })
        .collect::<Option<Vec<_>>>()?;
    let mut size = 1;
    condition.each_test(&mut |_| size += 1);
    let mut search = Search {
        rulebook,
        condition,
        size,
        questions: &questions,
        choices: &answers,
        answers: Answers::new(rulebook.questions.len()),
        applies: rulebook.questions.filled(true),
        found: Reach::default(),
        budget,
    };
    search.walk(0).then_some(search.found)
}

/// The questions that conditions depend on, also by what decides whether one is asked, in the order
/// of the file.
pub(in crate::authoring) fn depends_on<'r>(
    rulebook: &'r Rulebook,
    conditions: &[&'r Condition],
) -> Vec<QuestionIndex> {
    let questions = &rulebook.questions;
    let mut conditions = conditions.to_vec();
    let mut found = Vec::new();
    // A question waits for earlier ones only.
    for question in questions.indices().rev() {
        if conditions
            .iter()
            .any(|condition| condition.questions().contains(&question))
        {
            found.push(question);
            conditions.extend(&questions[question].only_if);
        }
    }
    found.reverse();
    found
}

struct Search<'a> {
    rulebook: &'a Rulebook,
    condition: &'a Condition,
    /// How many tests the condition has.
    size: usize,
    questions: &'a [QuestionIndex],
    choices: &'a [Vec<Answer>],
    answers: Answers,
    applies: IndexVec<QuestionIndex, bool>,
    found: Reach,
    budget: &'a mut usize,
}

impl Search<'_> {
    fn outcomes(&self, condition: &Condition) -> Outcomes {
        condition.outcomes(&self.answers, &|question| self.applies[question])
    }

    /// Tries all answers from this question on; false when there are too many.
    fn walk(&mut self, depth: usize) -> bool {
        let Some(budget) = self.budget.checked_sub(self.size) else {
            return false;
        };
        *self.budget = budget;
        let outcomes = self.outcomes(self.condition);
        if outcomes.is_settled() {
            self.found.can_hold |= outcomes.holds();
            self.found.can_fail |= outcomes == Outcomes::FALSE;
        }
        let may_be_news = (outcomes.may_hold() && !self.found.can_hold)
            || (outcomes.may_fail() && !self.found.can_fail);
        let Some(&question) = self.questions.get(depth).filter(|_| may_be_news) else {
            return true;
        };
        let gate = self.rulebook.questions[question].only_if.as_ref();
        let applies = gate.is_none_or(|only_if| self.outcomes(only_if) != Outcomes::FALSE);
        self.applies[question] = applies;
        let finished = if applies {
            self.choices[depth].iter().all(|answer| {
                self.answers.set(question, *answer);
                self.walk(depth + 1)
            })
        } else {
            self.walk(depth + 1)
        };
        self.answers.clear(question);
        self.applies[question] = true;
        finished
    }
}
