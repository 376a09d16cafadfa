//! Every code a fault can have, explained.

use super::lint;
use crate::fault::Severity;

/// One kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its stable name.
    pub name: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters and what to do.
    pub text: &'static str,
}

/// The code with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name == name)
}

/// The names of the warnings, which are what a file can accept.
pub fn acceptable() -> impl Iterator<Item = &'static str> {
    let warnings = CODES
        .iter()
        .filter(|code| code.severity == Severity::Warning);
    warnings
        .map(|code| code.name)
        .filter(|name| *name != "unused-exception")
}

const fn error(name: &'static str, title: &'static str, text: &'static str) -> Code {
    Code {
        name,
        severity: Severity::Error,
        title,
        text,
    }
}

const fn warning(name: &'static str, title: &'static str, text: &'static str) -> Code {
    Code {
        name,
        severity: Severity::Warning,
        title,
        text,
    }
}

/// Every code, errors first.
pub const CODES: [Code; 63] = [
    error(
        "syntax",
        "The file is not YAML",
        "The rest of the file cannot be read until this is mended, so nothing else is \
         reported. Common causes: a tab used to indent, a quote or bracket that is not \
         closed, a text with `: ` or ` #` in it that needs quotes, or a second document after \
         `---`.",
    ),
    error(
        "not-utf8",
        "The file is not UTF-8 text",
        "Rule files are text in the UTF-8 encoding. A file from an office program may be \
         UTF-16 or Latin-1. Save it again as UTF-8.",
    ),
    error(
        "file-too-large",
        "The file is too large",
        "A rule file may have 256 kB, which is thousands of lines of rules. A larger file is \
         refused unread, so that no file can make the tool slow.",
    ),
    error(
        "too-many-faults",
        "There are too many faults to show",
        "A faulty part is mended in memory so that the rest can be checked. After 100 errors \
         the rest is left out, warnings too. Mend what is shown and check again.",
    ),
    error(
        "duplicate-key",
        "A key is given twice",
        "In one mapping each key may stand once. Most YAML tools would silently use the last \
         one. Both places are shown: keep one.",
    ),
    error(
        "unknown-key",
        "This key does not exist",
        "The format has no such key here. The nearest one is suggested; the checks go on as \
         if it had been written.",
    ),
    error(
        "missing-key",
        "A key is missing",
        "This part of the format needs the key. `docs/rules.md` and the schema describe every \
         key.",
    ),
    error(
        "unknown-word",
        "This word does not fit",
        "Some keys take one of a few words, such as `level: same_day` or `due: today`. Use \
         one of those that are listed.",
    ),
    error(
        "wrong-shape",
        "This is not the kind of value that is needed",
        "For example a text where a number belongs, or one value where a list belongs \
         (`sources: [article]`, not `sources: article`).",
    ),
    error(
        "empty-text",
        "Nothing is written here",
        "A key without a value, or with an empty text, would show an empty line to a runner. \
         Write something or remove the key. Inside `{ }` a comma ends a value, and what follows \
         is taken for a key without one: write `0.2`, not `0,2`, and put quotes around a text \
         with a comma. A value comes after a colon: write `shoes: lower`, not `shoes = lower`.",
    ),
    error(
        "control-character",
        "A text has a control character",
        "Control characters, and marks that hide or reorder text, could change what a \
         terminal shows. They are not needed in any text. Remove them.",
    ),
    error(
        "format-version",
        "This version of the format is not known",
        "This program reads `format: 1`.",
    ),
    error(
        "bad-scoring",
        "The scoring makes no sense",
        "`damping` lies above 0 and up to 1. `strong`, `fair` and `weak` are odds in falling \
         order. `lead` is 1 or more.",
    ),
    error(
        "bad-id",
        "This is no good name",
        "Names are used in conditions, flags and data: up to 40 small letters, digits and \
         underscores. `all`, `any`, `not`, `none` and `not_sure` have a meaning of their own.",
    ),
    error(
        "duplicate-id",
        "Two parts have the same name",
        "A condition that uses the name could mean either. Rename one of the two.",
    ),
    error(
        "question-kind",
        "A question has exactly one kind",
        "Write `options:` to choose one, `tick:` to tick all that apply, or `number:` for a \
         number; exactly one of them.",
    ),
    error(
        "option-count",
        "Too few or too many options",
        "A question to choose from has 2 to 32 options, a checklist 1 to 32. *Not sure* and \
         *none of these* are offered without being listed.",
    ),
    error(
        "empty-range",
        "No number lies in this range",
        "`from` is inside the range and `below` is not, so `from` must be smaller. A range \
         needs at least one of them.",
    ),
    error(
        "range-unit",
        "This is no number of the right unit",
        "A distance needs `km` or `mi`. A time takes hours, days, weeks, months or years. A \
         count takes a plain number.",
    ),
    error(
        "wrong-test",
        "This test does not fit the question",
        "A question with options is tested with `question: option` or `question: [one, or, \
         another]`, a number with `question: { from: …, below: … }`, and a checklist with \
         either; a range counts its ticks.",
    ),
    error(
        "never-holds",
        "This range is outside of the answers",
        "No allowed answer lies in the range, so the condition can never hold.",
    ),
    error(
        "empty-condition",
        "A condition has no parts",
        "`all`, `any` and a list of answers need at least one part.",
    ),
    error(
        "unknown-question",
        "There is no such question",
        "A condition names a question that the file does not have. Mind the spelling.",
    ),
    error(
        "unknown-option",
        "There is no such option",
        "A condition names an answer that its question does not offer.",
    ),
    error(
        "unknown-topic",
        "There is no such topic",
        "Every question belongs to one of the `topics`.",
    ),
    error(
        "unknown-source",
        "There is no such source",
        "Every id in `sources: […]` stands in the list of `sources` at the top of the file.",
    ),
    error(
        "missing-source",
        "No source is named",
        "Every red flag, piece of evidence and piece of advice says where it comes from. If \
         it is your own judgement, make that a source and name it.",
    ),
    error(
        "bad-source",
        "This source cannot be found as it is written",
        "It is shown with every result. `doi` begins with `10.` and has a `/`, without the \
         `https://doi.org/` before it. `pmid` is a number above 0. `web` begins with the name of \
         the site, such as `example.org/page`, without `https://`. `year` lies from 1800 to 2100.",
    ),
    error(
        "later-question",
        "The question is asked later",
        "`only_if` decides whether a question is asked, so it may name earlier questions \
         only. Move one of the two.",
    ),
    error(
        "useless-level",
        "This red flag raises nothing",
        "`self_care` is the level without any red flag. Use `time_off` or higher.",
    ),
    error(
        "no-cause",
        "There is no cause",
        "A rule file ranks at least one cause.",
    ),
    error(
        "no-evidence",
        "A cause has no evidence",
        "Without evidence the answers cannot speak for or against the cause, and it would \
         stay at its prior.",
    ),
    error(
        "no-advice",
        "A cause has no advice",
        "Every cause tells the runner what to do about it.",
    ),
    error(
        "no-safety-net",
        "Nobody is told when to come back",
        "`safety_net` is printed with every result: when to come back or call for help.",
    ),
    error(
        "bad-prior",
        "This prior is no probability",
        "`prior` is how likely the cause is before any answer, above 0 and below 1. One in \
         seven is 0.14.",
    ),
    error(
        "bad-ratio",
        "This ratio is not believable",
        "A likelihood ratio says how many times more often the answer is given when the cause \
         is there than when it is not. 2 is small, 5 moderate, 10 large; below 1 speaks \
         against. Ratios from 0.05 to 20 are allowed; nothing we ask is stronger.",
    ),
    error(
        "unknown-code",
        "There is no such warning",
        "An exception names the code of a warning, as it is shown in brackets.",
    ),
    error(
        "unknown-cause",
        "There is no such cause",
        "A case expects a cause that the rule file does not have.",
    ),
    error(
        "unknown-advice",
        "There is no such advice",
        "A case expects a piece of advice that the rule file does not have.",
    ),
    error(
        "bad-value",
        "This is no answer to the question",
        "A case gives an answer that the question does not offer.",
    ),
    error(
        "bad-number",
        "This is no number the question takes",
        "A distance needs `km` or `mi`. A time takes hours, days, weeks, months or years.",
    ),
    error(
        "out-of-range",
        "The number is out of range",
        "The question takes numbers from its `min` to its `max`.",
    ),
    warning(
        "unused-option",
        "No rule uses this option",
        "One option of a question may stand for \"none of what the rules look for\". Any \
         further one makes the runner choose between answers that mean the same. Use it in a \
         rule, or make one option of the two. If runners need both to find their answer, \
         accept the warning.",
    ),
    warning(
        "idle-question",
        "No rule uses the answer to this question",
        "Every question costs the runner time. Use the answer in a red flag, as evidence or \
         for advice, or do not ask.",
    ),
    warning(
        "empty-topic",
        "No question belongs to this topic",
        "Its heading would never be shown.",
    ),
    warning(
        "unused-source",
        "Nothing names this source",
        "Name it where its fact is used, or remove it.",
    ),
    warning(
        "contradiction",
        "This can never be true",
        "Every kind of answer was tried and none makes the condition true. It may ask for two \
         options of one question at once, for something and its opposite, or for the answer \
         to a question that is not asked then (see its `only_if`).",
    ),
    warning(
        "always-true",
        "This is always true",
        "Every kind of answer was tried and none makes the condition false. A rule that holds \
         for everyone tells nothing apart.",
    ),
    warning(
        "mixed-group",
        "A group speaks both ways",
        "Of the evidence in one group only the strongest counts, so one piece for and one \
         against would hide each other. Make two groups.",
    ),
    warning(
        "same-evidence",
        "A cause has the same evidence twice",
        "Both hold for the same answers. They count twice, or against each other if one speaks \
         for the cause and one against. Keep one, with the ratio you mean.",
    ),
    warning(
        "overlapping-ranges",
        "Two ranges overlap",
        "An answer in both ranges counts twice, or it is unclear which one counts. Let one \
         range end where the next begins: `{ below: 480 km }` and `{ from: 480 km }` share no \
         number.",
    ),
    warning(
        "neutral-ratio",
        "A ratio near 1 says nothing",
        "The answer would be given as often with the cause as without it. Remove the evidence \
         or choose a ratio that says something.",
    ),
    warning(
        "unlikely-prior",
        "This prior cannot be true of your runners",
        "`prior` is the share of runners with these complaints who have the cause. From 0.9 on \
         nearly everybody would have it, and if all priors add up to more than 2, the average \
         runner would have more than two causes at once.",
    ),
    warning(
        "topic-jump",
        "A question waits for a later topic",
        "Topics are asked one after the other. A question that depends on one of a later \
         topic makes the interview jump back.",
    ),
    warning(
        "unsure-means-nothing",
        "\"Not sure\" about a danger sign means nothing",
        "*Not sure* never means \"no\". Add a red flag with `when: { question: not_sure }`, \
         often one level below the sign itself, so that a runner who cannot tell is not sent \
         home.",
    ),
    warning(
        "unquoted-word",
        "Other tools read this word as true or false",
        "This program reads `yes`, `no`, `on` and `off` as words. Many other YAML tools do \
         not. Put them in quotes.",
    ),
    warning(
        "cut-off",
        "A comment ends this text",
        "In YAML a blank and `#` begin a comment, also in the middle of a sentence: of \
         `do: Be seen today #1 and rest.` a runner would read \"Be seen today\". Put the whole \
         text in quotes. If it is a comment, give it a line of its own.",
    ),
    warning(
        "long-text",
        "This text fills the screen",
        "A runner should see a question and its options at once. Titles have up to 80 \
         characters, questions 160, options 110 and other texts 320.",
    ),
    warning(
        "hard-to-read",
        "This text is hard to read",
        "The Flesch–Kincaid grade is roughly the school year it takes to read a text with \
         ease. It is worked out for texts of 12 words or more. Above 9, many runners will \
         stumble, and they are tired and worried. Use shorter sentences and shorter words.",
    ),
    warning(
        "double-negation",
        "This question says \"not\" twice",
        "\"Is it not true that you never rest?\" cannot be answered with yes or no. Ask it \
         the other way round.",
    ),
    warning(
        "unused-exception",
        "This exception accepts nothing",
        "There is no such warning at that place any more. Remove the exception, or correct \
         its `at`.",
    ),
    warning(
        "uncovered",
        "No case covers this",
        "`soreleg rules test` names every red flag, piece of evidence, option, piece of \
         advice and level that no case reaches. Add a case. If there is none to add, accept \
         it with a reason.",
    ),
    warning(
        lint::SURVIVES,
        "No case would miss this evidence",
        "`soreleg rules test --mutate` deletes each piece of evidence and turns its ratio \
         round; this one can go, or turn, and every case passes still. Add a case that hangs \
         on it. If it is too weak to decide anything, accept it with a reason. Red flags, \
         levels, `unless` and `only_if` cannot be accepted so: write the case.",
    ),
];
