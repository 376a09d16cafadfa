//! Which safety questions went unanswered. An unanswered one never means "no".

use super::engine::Evaluation;
use crate::index::QuestionIndex;

impl Evaluation<'_, '_> {
    /// Safety questions that could be asked and were not answered, in rulebook order.
    #[must_use]
    pub fn unanswered_safety(&self) -> Vec<QuestionIndex> {
        let questions = &self.case.rulebook().questions;
        questions
            .indices()
            .filter(|question| self.case.is_open(*question) && questions[*question].safety)
            .collect()
    }

    /// Of the unanswered safety questions those whose answer could have raised the level.
    #[must_use]
    pub fn open_safety(&self, unanswered: &[QuestionIndex]) -> Vec<QuestionIndex> {
        if unanswered.is_empty() {
            return Vec::new();
        }
        let flags = self.case.rulebook().red_flags.iter();
        let could_raise: Vec<QuestionIndex> = flags
            .filter(|flag| flag.level > self.level && self.case.outcomes(&flag.when).may_hold())
            .flat_map(|flag| flag.when.questions())
            .collect();
        let open = unanswered.iter().copied();
        open.filter(|question| could_raise.contains(question))
            .collect()
    }
}
