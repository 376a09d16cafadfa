//! Where the parts of a rulebook stand in its file: their paths, and what these are called.

use super::from_log::FromLog;
use super::path::{RulePath, Segment};
use super::{Exception, Question, QuestionKind, Rulebook};
use crate::index::QuestionIndex;

/// The path of an item of a list at the top of the file.
#[must_use]
pub fn item(list: &str, index: impl Into<usize>) -> RulePath {
    RulePath::default().key(list).item(index)
}

impl Rulebook {
    /// Everything that a training log answers: its path, the question, and the option if it has some.
    #[must_use]
    pub fn answers_from_log(&self) -> Vec<(RulePath, QuestionIndex, Option<u8>)> {
        let mut found = Vec::new();
        for (index, question) in self.questions.enumerated() {
            let path = item("questions", index).key("from_log");
            match &question.from_log {
                None => {}
                Some(FromLog::Number(_)) => found.push((path, index, None)),
                Some(FromLog::Options(options)) => {
                    let answered = options.iter().map(|(option, _)| {
                        let id = &question.kind.choices()[usize::from(*option)].id;
                        (path.key(id), index, Some(*option))
                    });
                    found.extend(answered);
                }
            }
        }
        found
    }

    /// The path of an option.
    #[must_use]
    pub fn option_place(&self, question: QuestionIndex, option: usize) -> RulePath {
        let Question { kind, .. } = &self.questions[question];
        let list = match kind {
            QuestionKind::Checklist(_) => "tick",
            _ => "options",
        };
        item("questions", question)
            .key(list)
            .key(&kind.choices()[option].id)
    }

    /// A path by the names of what stands there, such as `questions.pee.options.cola`. Unlike a
    /// path with numbers it stays true when something is added before it.
    #[must_use]
    pub fn place_name(&self, path: &RulePath) -> String {
        let mut named = RulePath::default();
        for (depth, step) in path.0.iter().enumerate() {
            let id = match step {
                Segment::Item(item) => self.id_of(&path.0[..depth], *item),
                Segment::Key(_) => None,
            };
            named = match (id, step) {
                (Some(id), _) => named.key(id),
                (None, Segment::Key(key)) => named.key(key),
                (None, Segment::Item(item)) => named.item(*item),
            };
        }
        named.to_string()
    }

    fn id_of(&self, list: &[Segment], item: usize) -> Option<&str> {
        let keys: Vec<&str> = list
            .iter()
            .filter_map(|step| match step {
                Segment::Key(key) => Some(key.as_str()),
                Segment::Item(_) => None,
            })
            .collect();
        match (keys.as_slice(), list) {
            (["questions"], _) => self.questions.get(item).map(|it| it.id.as_str()),
            (["red_flags"], _) => self.red_flags.get(item).map(|it| it.id.as_str()),
            (["causes"], _) => self.causes.get(item).map(|it| it.id.as_str()),
            (["expect_by"], _) => self.expect_by.get(item).map(|it| it.id.as_str()),
            (["advice"], _) => self.advice.get(item).map(|it| it.id.as_str()),
            (["ordinary", "advice"], _) => self.ordinary.advice.get(item).map(|it| it.id.as_str()),
            (["causes", "advice"], [_, Segment::Item(cause), _]) => {
                let list = &self.causes.get(*cause)?.advice;
                list.get(item).map(|it| it.id.as_str())
            }
            _ => None,
        }
    }
}

impl Exception {
    /// Whether it is about a path of this name, or one around it.
    #[must_use]
    pub fn is_around(&self, name: &str) -> bool {
        name.strip_prefix(&self.at)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}
