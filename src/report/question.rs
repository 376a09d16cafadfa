//! A question as data and as text, for those who write answers without an interview.

use serde::Serialize;

use super::document::Document;
use crate::answers::grammar::{NONE, NONE_WORDS, NOT_SURE, NOT_SURE_SHORT, NOT_SURE_WORDS};
use crate::index::QuestionIndex;
use crate::quantity::Dimension;
use crate::rulebook::{Question, QuestionKind, Rulebook};

/// Everything a front end needs to ask a question.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionData<'a> {
    id: &'a str,
    topic: &'a str,
    /// What it is about, in a word or two.
    short: &'a str,
    ask: &'a str,
    why: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'a str>,
    kind: KindName,
    /// Whether a danger sign depends on it.
    safety: bool,
    /// The values to choose from, *not sure* included; for a number only that.
    options: Vec<OptionData<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<NumberData>,
    /// When it is asked, if not always.
    #[serde(skip_serializing_if = "Option::is_none")]
    only_if: Option<String>,
    /// Which facts of a training log answer it, if any do.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_log: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum KindName {
    /// One option.
    Choice,
    /// Any number of options, with commas; or `none`.
    Checklist,
    /// A number, with its unit.
    Number,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OptionData<'a> {
    value: &'a str,
    text: &'a str,
    /// The same in a word or two.
    short: &'a str,
}

/// What numbers are accepted.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NumberData {
    unit: Dimension,
    /// The units it may be given in; none for a plain number.
    units: Vec<&'static str>,
    min: String,
    max: String,
}

impl NumberData {
    /// What numbers a question accepts, if it asks for one.
    #[must_use]
    pub fn new(kind: &QuestionKind) -> Option<Self> {
        let QuestionKind::Number {
            dimension,
            min,
            max,
        } = kind
        else {
            return None;
        };
        let mut units = dimension.unit_names();
        units.retain(|unit| !unit.is_empty());
        Some(NumberData {
            unit: *dimension,
            units,
            min: min.to_string(),
            max: max.to_string(),
        })
    }
}

/// The short names of a question and its options, in a line.
pub(super) fn short_names(question: &Question) -> String {
    let choices = question.kind.choices().iter();
    let options: Vec<&str> = choices.map(|choice| &*choice.short).collect();
    match &options[..] {
        [] => format!("In short: {}", question.short),
        options => format!("In short: {} ({})", question.short, options.join(", ")),
    }
}

/// Where on the legs its options lie, in a line, if that is said of any.
pub(super) fn regions(question: &Question) -> Option<String> {
    let choices = question.kind.choices().iter();
    let said = choices.filter(|choice| !choice.regions.is_empty());
    let said = said.map(|choice| format!("{} ({})", choice.short, choice.regions_in_words()));
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| format!("On the drawing: {}", said.join("; ")))
}

impl<'a> QuestionData<'a> {
    /// The question at this index.
    #[must_use]
    pub fn new(rulebook: &'a Rulebook, index: QuestionIndex) -> Self {
        let question = &rulebook.questions[index];
        let kind = match question.kind {
            QuestionKind::Choice(_) => KindName::Choice,
            QuestionKind::Checklist(_) => KindName::Checklist,
            QuestionKind::Number { .. } => KindName::Number,
        };
        let none = matches!(kind, KindName::Checklist).then_some((NONE, NONE_WORDS, NONE));
        let options = question
            .kind
            .choices()
            .iter()
            .map(|choice| (&*choice.id, &*choice.text, &*choice.short))
            .chain(none)
            .chain([(NOT_SURE, NOT_SURE_WORDS, NOT_SURE_SHORT)])
            .map(|(value, text, short)| OptionData { value, text, short })
            .collect();
        QuestionData {
            id: &question.id,
            topic: &rulebook.topics[question.topic].id,
            short: &question.short,
            ask: &question.ask,
            why: &question.why,
            how: question.how.as_deref(),
            kind,
            safety: question.safety,
            options,
            number: NumberData::new(&question.kind),
            only_if: question.only_if.as_ref().map(|when| when.words(rulebook)),
            from_log: question.log_words(),
        }
    }

    /// Every value it takes as such, without numbers.
    #[must_use]
    pub fn values(&self) -> Vec<&'a str> {
        self.options.iter().map(|option| option.value).collect()
    }

    /// Writes the question into a document.
    pub fn write(&self, document: &mut Document) {
        document.heading(self.id);
        document.item("  ", self.ask);
        if let Some(only_if) = &self.only_if {
            document.item("  ", format!("Asked only if {only_if}."));
        }
        if let Some(from_log) = &self.from_log {
            document.item("  ", format!("From a training log: {from_log}."));
        }
        match self.kind {
            KindName::Choice => document.item("  ", "Choose one:"),
            KindName::Checklist => document.item("  ", "Choose any, with commas:"),
            KindName::Number => {}
        }
        if let Some(number) = &self.number {
            let units = match &number.units[..] {
                [] => String::new(),
                units => format!(" (units: {})", units.join(", ")),
            };
            let range = format!("A number from {} to {}{units}; or:", number.min, number.max);
            document.item("  ", range);
        }
        for option in &self.options {
            document.item("    ", format!("{}: {}", option.value, option.text));
        }
    }
}
