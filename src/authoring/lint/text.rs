//! Texts that are too long or hard to read.

use super::{Lint, readability};
use crate::authoring::compile::question::words_of;
use crate::fault::{Code, Fault};
use crate::rulebook::Rulebook;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;

pub(crate) const LONG_TEXT: &Code = &Code::warning(
    "long-text",
    "This text fills the screen",
    "A runner should see a question and its options at once. Titles have up to 80 \
     characters, questions 160, options 110, short names 24 and other texts 320.",
);

pub(crate) const HARD_TO_READ: &Code = &Code::warning(
    "hard-to-read",
    "This text is hard to read",
    "The Flesch–Kincaid grade is roughly the school year it takes to read a text with \
     ease. It is worked out for texts of 12 words or more. Above 9, many runners will \
     stumble, and they are tired and worried. Use shorter sentences and shorter words.",
);

/// The highest reading grade that raises no warning.
const MAX_GRADE: f64 = 9.0;

/// The longest texts that fit on a screen, in characters.
const MAX_TITLE: usize = 80;
const MAX_ASK: usize = 160;
const MAX_OPTION: usize = 110;
const MAX_SHORT: usize = 24;
const MAX_TEXT: usize = 320;

pub(super) fn check(lint: &mut Lint) {
    for (path, longest, text) in texts(lint.rulebook) {
        let length = text.chars().count();
        if length > longest {
            let message = format!("this text has {length} characters and fills the screen");
            lint.found.push(
                Fault::new(LONG_TEXT, &path, message)
                    .help(format!("say it in {longest} characters or fewer")),
            );
        }
        if let Some(grade) = readability::grade(text).filter(|grade| *grade > MAX_GRADE) {
            let message = format!("this text reads at school grade {grade:.1}");
            lint.found.push(
                Fault::new(HARD_TO_READ, &path, message)
                    .help("use shorter sentences and shorter words, for grade 9 or below"),
            );
        }
    }
}

/// Every text that a runner reads, with the length that fits.
pub(super) fn texts(rulebook: &Rulebook) -> Vec<(RulePath, usize, &str)> {
    let root = RulePath::default();
    let mut texts = vec![(root.key("title"), MAX_TITLE, rulebook.title.as_str())];
    for (place, limit) in rulebook.limits.iter().enumerate() {
        texts.push((item("limits", place), MAX_TEXT, limit));
    }
    for (level, text) in crate::triage::TriageLevel::ALL.iter().zip(&rulebook.levels) {
        let path = root.key("levels").key(level.name());
        texts.push((path.key("title"), MAX_TITLE, &text.title));
        texts.push((path.key("do"), MAX_TEXT, &text.action));
    }
    for topic in &rulebook.topics {
        texts.push((root.key("topics").key(&topic.id), MAX_TITLE, &topic.title));
    }
    for (place, question) in rulebook.questions.enumerated() {
        let path = item("questions", place);
        if question.short != words_of(&question.id) {
            texts.push((path.key("short"), MAX_SHORT, &question.short));
        }
        texts.push((path.key("ask"), MAX_ASK, &question.ask));
        texts.push((path.key("why"), MAX_TEXT, &question.why));
        if let Some(how) = &question.how {
            texts.push((path.key("how"), MAX_TEXT, how));
        }
        for (option, choice) in question.kind.choices().iter().enumerate() {
            if choice.short != words_of(&choice.id) {
                let path = path.key("shorts").key(&choice.id);
                texts.push((path, MAX_SHORT, &choice.short));
            }
            let path = rulebook.option_place(place, option);
            texts.push((path, MAX_OPTION, &choice.text));
        }
    }
    for never in &rulebook.never {
        texts.push((root.key("never").key(&never.id), MAX_TEXT, &never.say));
    }
    for meanwhile in &rulebook.meanwhile {
        let path = root.key("meanwhile").key(&meanwhile.id).key("say");
        texts.push((path, MAX_TEXT, &meanwhile.say));
    }
    for may_be in &rulebook.may_be {
        let path = root.key("may_be").key(&may_be.id);
        texts.push((path.key("name"), MAX_TITLE, &may_be.name));
        if let Some(warning) = &may_be.warning {
            texts.push((path.key("warning"), MAX_TEXT, warning));
        }
    }
    for (place, flag) in rulebook.red_flags.enumerated() {
        let path = item("red_flags", place);
        texts.push((path.key("because"), MAX_TEXT, &flag.because));
        for (key, text) in [("do", &flag.action), ("tell", &flag.tell)] {
            if let Some(text) = text {
                texts.push((path.key(key), MAX_TEXT, text));
            }
        }
    }
    let ordinary = root.key("ordinary");
    texts.push((ordinary.key("title"), MAX_TITLE, &rulebook.ordinary.title));
    texts.push((
        ordinary.key("because"),
        MAX_TEXT,
        &rulebook.ordinary.because,
    ));
    for (place, cause) in rulebook.causes.enumerated() {
        let path = item("causes", place);
        texts.push((path.key("title"), MAX_TITLE, &cause.title));
        texts.push((path.key("summary"), MAX_TEXT, &cause.summary));
        for (place, evidence) in cause.evidence.enumerated() {
            let path = path.key("evidence").item(place).key("because");
            texts.push((path, MAX_TEXT, &evidence.because));
        }
    }
    for (path, advice) in rulebook.all_advice() {
        texts.push((path.key("do"), MAX_TEXT, &advice.action));
    }
    for (place, expectation) in rulebook.expect_by.enumerated() {
        let path = item("expect_by", place).key("because");
        texts.push((path, MAX_TEXT, &expectation.because));
    }
    for (place, item_of_net) in rulebook.safety_net.iter().enumerate() {
        let path = item("safety_net", place);
        let signs = item_of_net.signs.iter().enumerate().map(|(place, sign)| {
            let path = path.key("signs").item(place);
            (path, &sign.say, &sign.short)
        });
        let whole = (path.clone(), &item_of_net.say, &item_of_net.short);
        for (path, say, short) in std::iter::once(whole).chain(signs) {
            texts.push((path.key("say"), MAX_TEXT, say));
            if let Some(short) = short {
                texts.push((path.key("short"), MAX_ASK, short));
            }
        }
    }
    texts
}
