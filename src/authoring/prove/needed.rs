//! The fewest questions that any interview could ask.

use super::Search;
use super::result::{differs, interviewed};
use crate::answer::{Answer, Answers};
use crate::answers::case::Case;

impl Search<'_> {
    /// How many questions no interview could leave out for this runner, in whatever order it asks:
    /// another answer to just one of them gives another result. What a runner does not say counts
    /// as *not sure*.
    #[must_use]
    pub fn needed(&self, runner: &Answers) -> usize {
        let told = interviewed(&Case::new(self.rulebook, runner.clone()), true);
        let turns_on = |question| {
            let mut answers = self.kinds(question).into_iter().chain([Answer::NotSure]);
            answers.any(|answer| {
                let mut other = told.clone();
                other.set(question, answer);
                differs(&told, &interviewed(&other, true)).is_some()
            })
        };
        let asked = told.answers().given();
        asked.filter(|(question, _)| turns_on(*question)).count()
    }
}
