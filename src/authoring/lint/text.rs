//! Texts that are hard to read, and words that other tools read differently.

use super::readability;
use crate::fault::{Code, Fault, Position};
use crate::rulebook::Rulebook;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::yaml::{Data, Node, Tree};

pub(crate) const UNQUOTED_WORD: &Code = &Code::warning(
    "unquoted-word",
    "Other tools read this word as true or false",
    "This program reads `yes`, `no`, `on` and `off` as words. Many other YAML tools do \
     not. Put them in quotes.",
);

pub(crate) const CUT_OFF: &Code = &Code::warning(
    "cut-off",
    "A comment ends this text",
    "In YAML a blank and `#` begin a comment, also in the middle of a sentence: of \
     `do: Be seen today #1 and rest.` a runner would read \"Be seen today\". Put the whole \
     text in quotes. If it is a comment, give it a line of its own.",
);

pub(crate) const LONG_TEXT: &Code = &Code::warning(
    "long-text",
    "This text fills the screen",
    "A runner should see a question and its options at once. Titles have up to 80 \
     characters, questions 160, options 110 and other texts 320.",
);

pub(crate) const HARD_TO_READ: &Code = &Code::warning(
    "hard-to-read",
    "This text is hard to read",
    "The Flesch–Kincaid grade is roughly the school year it takes to read a text with \
     ease. It is worked out for texts of 12 words or more. Above 9, many runners will \
     stumble, and they are tired and worried. Use shorter sentences and shorter words.",
);

pub(crate) const DOUBLE_NEGATION: &Code = &Code::warning(
    "double-negation",
    "This question says \"not\" twice",
    "\"Is it not true that you never rest?\" cannot be answered with yes or no. Ask it \
     the other way round.",
);

/// The highest reading grade that raises no warning.
const MAX_GRADE: f64 = 9.0;

/// The longest texts that fit on a screen, in characters.
const MAX_TITLE: usize = 80;
const MAX_ASK: usize = 160;
const MAX_OPTION: usize = 110;
const MAX_TEXT: usize = 320;

pub(super) fn lint(rulebook: &Rulebook) -> Vec<Fault> {
    let mut found = Vec::new();
    for (path, longest, text) in texts(rulebook) {
        let length = text.chars().count();
        if length > longest {
            let message = format!("this text has {length} characters and fills the screen");
            found.push(
                Fault::new(LONG_TEXT, &path, message)
                    .help(format!("say it in {longest} characters or fewer")),
            );
        }
        if let Some(grade) = readability::grade(text).filter(|grade| *grade > MAX_GRADE) {
            let message = format!("this text reads at school grade {grade:.1}");
            found.push(
                Fault::new(HARD_TO_READ, &path, message)
                    .help("use shorter sentences and shorter words, for grade 9 or below"),
            );
        }
    }
    for (place, question) in rulebook.questions.iter().enumerate() {
        let mut sentences = question.ask.split(['.', '?', '!']);
        if sentences.any(|sentence| negations(sentence) > 1) {
            let path = item("questions", place).key("ask");
            found.push(
                Fault::new(DOUBLE_NEGATION, &path, "this question says \"not\" twice")
                    .help("ask it the other way round, so that \"yes\" and \"no\" are plain"),
            );
        }
    }
    found
}

/// Every text that a runner reads, with the length that fits.
fn texts(rulebook: &Rulebook) -> Vec<(RulePath, usize, &str)> {
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
    for (place, question) in rulebook.questions.iter().enumerate() {
        let path = item("questions", place);
        texts.push((path.key("ask"), MAX_ASK, &question.ask));
        texts.push((path.key("why"), MAX_TEXT, &question.why));
        if let Some(how) = &question.how {
            texts.push((path.key("how"), MAX_TEXT, how));
        }
        for (option, choice) in question.kind.choices().iter().enumerate() {
            let path = rulebook.option_place(place, option);
            texts.push((path, MAX_OPTION, &choice.text));
        }
    }
    for (place, flag) in rulebook.red_flags.iter().enumerate() {
        let path = item("red_flags", place);
        texts.push((path.key("because"), MAX_TEXT, &flag.because));
        if let Some(action) = &flag.action {
            texts.push((path.key("do"), MAX_TEXT, action));
        }
    }
    let ordinary = root.key("ordinary");
    texts.push((ordinary.key("title"), MAX_TITLE, &rulebook.ordinary.title));
    texts.push((
        ordinary.key("because"),
        MAX_TEXT,
        &rulebook.ordinary.because,
    ));
    for (place, cause) in rulebook.causes.iter().enumerate() {
        let path = item("causes", place);
        texts.push((path.key("title"), MAX_TITLE, &cause.title));
        texts.push((path.key("summary"), MAX_TEXT, &cause.summary));
        for (place, evidence) in cause.evidence.iter().enumerate() {
            let path = path.key("evidence").item(place).key("because");
            texts.push((path, MAX_TEXT, &evidence.because));
        }
    }
    for (path, advice) in rulebook.all_advice() {
        texts.push((path.key("do"), MAX_TEXT, &advice.action));
    }
    for (place, item_of_net) in rulebook.safety_net.iter().enumerate() {
        texts.push((
            item("safety_net", place).key("say"),
            MAX_TEXT,
            &item_of_net.say,
        ));
    }
    texts
}

/// Texts that a comment ends, perhaps where the author did not want it.
pub(super) fn cut_off(rulebook: &Rulebook, tree: &Tree) -> Vec<Fault> {
    let shown = texts(rulebook).into_iter().map(|(path, ..)| path);
    let sources = rulebook.sources.iter().flat_map(|source| {
        let path = RulePath::default().key("sources").key(&source.id);
        [path.key("title"), path.key("weak")]
    });
    let faults = shown.chain(sources).filter_map(|path| {
        let node = tree.root.at(&path)?;
        let behind = &tree.text[node.bytes.end..];
        let comment = behind.trim_start_matches([' ', '\t']);
        let space = behind.len() - comment.len();
        if !matches!(node.data, Data::Scalar { is_plain: true, .. })
            || space == 0
            || !comment.starts_with('#')
        {
            return None;
        }
        let message = "what follows `#` is a comment and not part of this text";
        let mut fault = Fault::new(CUT_OFF, &path, message).help(
            "if it belongs to the text, put quotes around the whole; \
             if not, put it on a line of its own",
        );
        let end = node.end(tree.text);
        fault.position = Some(Position {
            column: end.column + space,
            ..end
        });
        Some(fault)
    });
    faults.collect()
}

fn negations(text: &str) -> usize {
    const WORDS: [&str; 9] = [
        "not", "no", "never", "none", "nothing", "nobody", "without", "cannot", "unable",
    ];
    text.to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|word| WORDS.contains(word) || word.ends_with("n't"))
        .count()
}

/// Words that are true or false to many YAML tools unless they stand in quotes.
pub(super) fn unquoted_words(node: &Node) -> Vec<Fault> {
    const WORDS: [&str; 6] = ["yes", "no", "on", "off", "y", "n"];
    let mut found = Vec::new();
    node.each_plain(&mut |word, position| {
        if WORDS.contains(&word.to_lowercase().as_str()) {
            let message = format!("`{word}` is true or false to other YAML tools");
            let mut fault = Fault::new(UNQUOTED_WORD, &RulePath::default(), message)
                .help(format!("put it in quotes: `\"{word}\"`"));
            fault.position = Some(position);
            found.push(fault);
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn unquoted(line: &str) -> Vec<usize> {
        let faults = unquoted_words(&yaml::tree(line).unwrap().0.root);
        faults
            .iter()
            .filter_map(|fault| fault.position.map(|position| position.column))
            .collect()
    }

    #[test]
    fn finds_whole_unquoted_words_only() {
        assert_eq!(
            unquoted("  options: { yes: Yes, no: \"No\" }"),
            [14, 19, 24]
        );
        assert_eq!(unquoted("    when: { bone: no }"), [19]);
        assert_eq!(unquoted("  - off"), [5]);
        assert_eq!(unquoted("  ask: Is it on, or no, off"), [0; 0]);
        assert_eq!(unquoted("  options: { \"yes\": \"Yes\" } # no: on"), [0; 0]);
        assert_eq!(unquoted("  when: { bone: [\"yes\", 'no'] }"), [0; 0]);
    }
}
