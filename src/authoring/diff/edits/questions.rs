//! What differs in questions and their options.

use super::{Compare, matched, words};
use crate::index::QuestionIndex;
use crate::rulebook::places::item;
use crate::rulebook::{Choice, Question, QuestionKind};

impl Compare<'_> {
    pub(super) fn questions(&mut self) {
        let (old, new) = (&self.old.questions, &self.new.questions);
        let (pairs, removed, added) = matched(old, new, |was, now| was.id == now.id);
        for (index, other) in pairs {
            let (was, now) = (&old[index], &new[other]);
            let path = item("questions", other);
            self.parts(&path, [was, now], |_, question| {
                [
                    words("short", &question.short),
                    words("ask", &question.ask),
                    words("why", &question.why),
                    words("how", question.how.as_deref().unwrap_or_default()),
                    ("question", "", takes(question)),
                ]
            });
            self.options(was, now, other);
            self.parts(&path, [was, now], |_, question| {
                let from_log = question.log_words().unwrap_or_default();
                [
                    ("from_log", "from_log", from_log),
                    words("fixed", question.fixed.as_deref().unwrap_or_default()),
                    ("onset", "onset", question.onset.to_string()),
                ]
            });
            let only_if = [was, now].map(|question| question.only_if.as_ref());
            self.condition(&path.key("only_if"), only_if, |rulebook, only_if| {
                rulebook.questions[index].only_if = only_if;
            });
        }
        for index in removed {
            self.removed(&item("questions", index), &*old[index].ask);
        }
        for index in added {
            self.added(&item("questions", index), &*new[index].ask);
        }
    }

    fn options(&mut self, was: &Question, now: &Question, question: QuestionIndex) {
        let (old, new) = (was.kind.choices(), now.kind.choices());
        let (pairs, removed, added) = matched::<usize, _>(old, new, |was, now| was.id == now.id);
        let path = item("questions", question);
        for (index, other) in pairs {
            let (was, now) = (&old[index], &new[other]);
            let texts = [was, now].map(|choice| choice.text.to_string());
            self.value("words", &self.new.option_place(question, other), texts);
            let parts = |choice: &Choice| {
                let lapses = choice.lapses;
                [
                    words("shorts", &choice.short),
                    (
                        "lapses",
                        "lapses",
                        lapses.map_or("never".to_owned(), |after| after.to_string()),
                    ),
                    ("regions", "regions", choice.regions_in_words()),
                ]
            };
            for ((kind, key, was), (.., said)) in parts(was).into_iter().zip(parts(now)) {
                self.value(kind, &path.key(key).key(&now.id), [was, said]);
            }
        }
        for index in removed {
            let was = format!("{}: {}", old[index].id, old[index].text);
            self.value("option", &path, [was, String::new()]);
        }
        for index in added {
            let path = self.new.option_place(question, index);
            self.added(&path, &*new[index].text);
        }
    }
}

/// What answers a question takes, but for the options.
fn takes(question: &Question) -> String {
    match &question.kind {
        QuestionKind::Choice(_) => "one of the options".to_owned(),
        QuestionKind::Checklist(_) => "ticks".to_owned(),
        QuestionKind::Number { min, max, .. } => format!("{min} to {max}"),
    }
}
