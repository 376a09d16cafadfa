//! Parts of a rule file that nothing uses.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::index::{IndexVec, QuestionIndex, SourceIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{Kind, Rulebook};

pub(crate) const UNUSED_OPTION: &Code = &Code::warning(
    "unused-option",
    "No rule uses this option",
    "One option of a question may stand for \"none of what the rules look for\". Any \
     further one makes the runner choose between answers that mean the same. Use it in a \
     rule, or make one option of the two. If runners need both to find their answer, \
     accept the warning.",
);

pub(crate) const IDLE_QUESTION: &Code = &Code::warning(
    "idle-question",
    "No rule uses the answer to this question",
    "Every question costs the runner time. Use the answer in a red flag, as evidence or \
     for advice, or do not ask.",
);

pub(crate) const EMPTY_TOPIC: &Code = &Code::warning(
    "empty-topic",
    "No question belongs to this topic",
    "Its heading would never be shown.",
);

pub(crate) const UNUSED_SOURCE: &Code = &Code::warning(
    "unused-source",
    "Nothing names this source",
    "Name it where its fact is used, or remove it.",
);

pub(crate) const UNUSED_INSTRUCTION: &Code = &Code::warning(
    "unused-instruction",
    "No red flag names this",
    "What stands in `never`, `meanwhile` and `may_be` is said where a red flag names it. Name it \
     there, or remove it.",
);

pub(super) fn check(lint: &mut Lint) {
    let rulebook = lint.rulebook;
    let uses = Uses::of(rulebook);
    let found = &mut lint.found;
    for (place, question) in rulebook.questions.enumerated() {
        match uses.options[place] {
            None => found.push(
                Fault::new(
                    IDLE_QUESTION,
                    &item("questions", place).key("id"),
                    format!("no rule uses the answer to `{}`", question.id),
                )
                .help("use it in a red flag or as evidence, or do not ask it"),
            ),
            Some(options) => unused_options(rulebook, place, options, found),
        }
    }
    for (place, topic) in rulebook.topics.enumerated() {
        if rulebook
            .questions
            .iter()
            .all(|question| question.topic != place)
        {
            let path = RulePath::default().key("topics").key(&topic.id);
            let message = format!("no question belongs to the topic `{}`", topic.id);
            found.push(
                Fault::new(EMPTY_TOPIC, &path, message)
                    .help("remove it")
                    .on_key(),
            );
        }
    }
    unused_instructions(rulebook, found);
    for (place, source) in rulebook.sources.enumerated() {
        if !uses.sources[place] {
            let path = RulePath::default().key("sources").key(&source.id);
            let message = format!("nothing names the source `{}`", source.id);
            found.push(
                Fault::new(UNUSED_SOURCE, &path, message)
                    .help("name it where its fact is used, or remove it")
                    .on_key(),
            );
        }
    }
}

fn unused_instructions(rulebook: &Rulebook, found: &mut Vec<Fault>) {
    let flags = || rulebook.red_flags.iter();
    let mut unused = |key: &str, id: &str| {
        let path = RulePath::default().key(key).key(id);
        let message = format!("no red flag names `{id}` in its `{key}`");
        found.push(
            Fault::new(UNUSED_INSTRUCTION, &path, message)
                .help("name it in a red flag, or remove it")
                .on_key(),
        );
    };
    for (index, never) in rulebook.never.enumerated() {
        if !flags().any(|flag| flag.never.contains(&index)) {
            unused("never", &never.id);
        }
    }
    for (index, meanwhile) in rulebook.meanwhile.enumerated() {
        let mut levels = rulebook.levels.iter();
        if !flags().any(|flag| flag.meanwhile.contains(&index))
            && !levels.any(|level| level.meanwhile.contains(&index))
        {
            unused("meanwhile", &meanwhile.id);
        }
    }
    for (index, may_be) in rulebook.may_be.enumerated() {
        if !flags().any(|flag| flag.may_be.contains(&index)) {
            unused("may_be", &may_be.id);
        }
    }
}

/// One option to choose may be left out: it stands for "none of what the rules look for". Any
/// further one makes the runner choose between answers that mean the same.
fn unused_options(rulebook: &Rulebook, place: QuestionIndex, used: u64, found: &mut Vec<Fault>) {
    let question = &rulebook.questions[place];
    let choices = question.kind.choices();
    let mut unused = (0..choices.len()).filter(|option| used & (1 << option) == 0);
    let like = match question.kind {
        Kind::Choice(_) => unused.next(),
        _ => None,
    };
    for option in unused {
        let id = &choices[option].id;
        let message = format!("no rule uses the option `{id}` of `{}`", question.id);
        let fault = Fault::new(
            UNUSED_OPTION,
            &rulebook.option_place(place, option),
            message,
        )
        .on_key();
        found.push(match like {
            Some(like) => fault
                .help("use it in a rule, or make one option of the two")
                .related(
                    &rulebook.option_place(place, like),
                    format!("to the rules it means the same as `{}`", choices[like].id),
                ),
            None => fault.help("use it in a rule, or remove it"),
        });
    }
}

struct Uses {
    /// Per question: the options that some condition tells apart; nothing if no condition names
    /// the question.
    options: IndexVec<QuestionIndex, Option<u64>>,
    sources: IndexVec<SourceIndex, bool>,
}

impl Uses {
    fn of(rulebook: &Rulebook) -> Self {
        let mut uses = Uses {
            options: rulebook.questions.filled(None),
            sources: rulebook.sources.filled(false),
        };
        for placed in rulebook.conditions() {
            uses.condition(placed.condition);
        }
        for number in rulebook.expect_by.iter().flat_map(|one| &one.less) {
            uses.options[*number].get_or_insert(0);
        }
        let advice = rulebook.all_advice();
        let evidence = rulebook.causes.iter().flat_map(|cause| &cause.evidence);
        let lists = (rulebook.red_flags.iter().map(|flag| &flag.sources))
            .chain(evidence.map(|evidence| &evidence.sources))
            .chain(advice.iter().map(|(_, advice)| &advice.sources))
            .chain(rulebook.expect_by.iter().map(|one| &one.sources))
            .chain(rulebook.safety_net.iter().map(|item| &item.sources))
            .chain([&rulebook.ordinary.sources]);
        for source in lists.flatten() {
            uses.sources[*source] = true;
        }
        uses
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.condition(part);
                }
            }
            Condition::Not(part) => self.condition(part),
            Condition::Is(question, options) | Condition::Ticks(question, options, _) => {
                *self.options[*question].get_or_insert(0) |= options;
            }
            // Any tick at all makes it fail.
            Condition::NoneTicked(question) => self.options[*question] = Some(u64::MAX),
            Condition::NotSure(question) | Condition::Within(question, _) => {
                self.options[*question].get_or_insert(0);
            }
        }
    }
}
