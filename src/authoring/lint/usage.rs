//! Parts of a rule file that nothing uses.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::index::{IndexVec, QuestionIndex, SourceIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{QuestionKind, Rulebook};

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
    let (rulebook, found) = (lint.rulebook, &mut lint.found);
    for (place, used) in options_used(rulebook).enumerated() {
        let id = &rulebook.questions[place].id;
        match used {
            None => found.push(
                Fault::new(
                    IDLE_QUESTION,
                    &item("questions", place).key("id"),
                    format!("no rule uses the answer to `{id}`"),
                )
                .help("use it in a red flag or as evidence, or do not ask it"),
            ),
            Some(options) => unused_options(rulebook, place, *options, found),
        }
    }
    let mut unused = |code, list: &str, id: &str, message: String, help| {
        let path = RulePath::default().key(list).key(id);
        found.push(Fault::new(code, &path, message).help(help).on_key());
    };
    for (place, topic) in rulebook.topics.enumerated() {
        let mut questions = rulebook.questions.iter();
        if questions.all(|question| question.topic != place) {
            let message = format!("no question belongs to the topic `{}`", topic.id);
            unused(EMPTY_TOPIC, "topics", &topic.id, message, "remove it");
        }
    }
    for (key, id) in unused_instructions(rulebook) {
        let message = format!("no red flag names `{id}` in its `{key}`");
        let help = "name it in a red flag, or remove it";
        unused(UNUSED_INSTRUCTION, key, id, message, help);
    }
    let used = sources_used(rulebook);
    for (place, source) in rulebook.sources.enumerated() {
        if !used.contains(&place) {
            let message = format!("nothing names the source `{}`", source.id);
            let help = "name it where its fact is used, or remove it";
            unused(UNUSED_SOURCE, "sources", &source.id, message, help);
        }
    }
}

fn unused_instructions(rulebook: &Rulebook) -> impl Iterator<Item = (&'static str, &str)> {
    let flags = || rulebook.red_flags.iter();
    let never = rulebook.never.enumerated();
    let never = never.filter(move |(index, _)| !flags().any(|flag| flag.never.contains(index)));
    let meanwhile = rulebook.meanwhile.enumerated();
    let meanwhile = meanwhile.filter(move |(index, _)| {
        let levels = rulebook.levels.iter().map(|level| &level.meanwhile);
        let mut lists = flags().map(|flag| &flag.meanwhile).chain(levels);
        !lists.any(|list| list.contains(index))
    });
    let may_be = rulebook.may_be.enumerated();
    let may_be = may_be.filter(move |(index, _)| !flags().any(|flag| flag.may_be.contains(index)));
    (never.map(|(_, never)| ("never", &*never.id)))
        .chain(meanwhile.map(|(_, meanwhile)| ("meanwhile", &*meanwhile.id)))
        .chain(may_be.map(|(_, may_be)| ("may_be", &*may_be.id)))
}

/// One option to choose may be left out: it stands for "none of what the rules look for". Any
/// further one makes the runner choose between answers that mean the same.
fn unused_options(rulebook: &Rulebook, place: QuestionIndex, used: u64, found: &mut Vec<Fault>) {
    let question = &rulebook.questions[place];
    let choices = question.kind.choices();
    let mut unused = (0..choices.len()).filter(|option| used & (1 << option) == 0);
    let like = match question.kind {
        QuestionKind::Choice(_) => unused.next(),
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

/// Per question: the options that some condition tells apart; nothing if no condition names the
/// question.
fn options_used(rulebook: &Rulebook) -> IndexVec<QuestionIndex, Option<u64>> {
    let mut used = rulebook.questions.filled(None);
    for placed in rulebook.conditions() {
        placed.condition.each_test(&mut |test| {
            test.each_question(&mut |question| {
                // Any tick at all makes a test for none fail.
                let options = match test {
                    Condition::Is(_, options) | Condition::Ticks(_, options, _) => *options,
                    Condition::NoneTicked(_) => u64::MAX,
                    _ => 0,
                };
                *used[question].get_or_insert(0) |= options;
            });
        });
    }
    for number in rulebook.expect_by.iter().flat_map(|one| &one.less) {
        used[*number].get_or_insert(0);
    }
    used
}

fn sources_used(rulebook: &Rulebook) -> Vec<SourceIndex> {
    let advice = rulebook
        .advice_owners()
        .flat_map(|owner| owner.list(rulebook));
    let evidence = rulebook.causes.iter().flat_map(|cause| &cause.evidence);
    let lists = (rulebook.red_flags.iter().map(|flag| &flag.sources))
        .chain(evidence.map(|evidence| &evidence.sources))
        .chain(advice.map(|advice| &advice.sources))
        .chain(rulebook.expect_by.iter().map(|one| &one.sources))
        .chain(rulebook.safety_net.iter().map(|item| &item.sources))
        .chain([&rulebook.ordinary.sources]);
    lists.flatten().copied().collect()
}
