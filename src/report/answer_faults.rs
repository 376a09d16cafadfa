//! What is wrong with the answers, as text and as data.

use serde::Serialize;

use super::document::Document;
use super::json::RulesData;
use super::question::{NumberData, QuestionData};
use super::{FORMAT, OTHER_RULES};
use crate::answers::case::Case;
use crate::answers::codes::{MISSING, UNKNOWN_QUESTION};
use crate::answers::command::{flag, shell_line};
use crate::answers::merge::{AnswerFault, AnswerSource, Merged, RawAnswer, Slot};
use crate::assess::assess;
use crate::rulebook::Rulebook;
use crate::system::quoted;
use crate::text::escaped;
use crate::triage::TriageLevel;

/// A check that could not be done.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FaultsData<'a> {
    /// Number of this data format.
    format: u32,
    /// Version of the program.
    soreleg: &'static str,
    rules: RulesData<'a>,
    /// The least level that the good answers come to, if that is urgent.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<TriageLevel>,
    /// Everything that is wrong.
    faults: Vec<FaultData<'a>>,
    /// What else to know, such as that a saved result was made with other rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'static str>,
    /// A command to complete: the good answers, and `?` where only the person can say. What is sure
    /// to be a slip and touches no danger sign is put right. Quoted for a shell.
    command: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FaultData<'a> {
    /// `missing`, `unknown-question`, `bad-value`, `bad-number`, `out-of-range`, `no-value`,
    /// `unfinished`, `given-twice` or `bad-file`.
    code: &'static str,
    /// What is wrong, in words.
    message: &'a str,
    /// Where it was given: `flag`, `file` or `environment`; nothing when it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'static str>,
    /// The name of the question, as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    /// The value, as given; control characters are written out.
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<String>,
    /// The values that are allowed, or the known questions when the question is unknown.
    allowed: Vec<&'a str>,
    /// The numbers that are allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<NumberData>,
    /// The nearest allowed value or question.
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<&'a str>,
    /// The `--answer` flag in that command.
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<String>,
}

impl<'a> FaultsData<'a> {
    /// The faults of the answers to these rules; `command` is the one to complete.
    #[must_use]
    pub fn new(rulebook: &'a Rulebook, merged: &'a Merged, command: &[String]) -> Self {
        FaultsData {
            format: FORMAT,
            soreleg: env!("CARGO_PKG_VERSION"),
            rules: RulesData::new(rulebook),
            at_least: urgent(rulebook, merged),
            faults: merged
                .faults
                .iter()
                .map(|fault| FaultData::new(rulebook, merged, fault))
                .collect(),
            notes: merged
                .other_rules
                .then_some(OTHER_RULES)
                .into_iter()
                .collect(),
            command: shell_line(command),
        }
    }
}

impl<'a> FaultData<'a> {
    fn new(rulebook: &'a Rulebook, merged: &Merged, fault: &'a AnswerFault) -> Self {
        let raw = fault.raw.as_ref();
        let question = fault.question.map(|index| &rulebook.questions[index]);
        let named = || raw.map(|raw| escaped(&raw.question));
        FaultData {
            code: fault.code.name,
            message: &fault.message,
            origin: raw.map(|raw| match raw.source {
                AnswerSource::Flag => "flag",
                AnswerSource::File => "file",
                AnswerSource::Environment => "environment",
            }),
            question: question
                .map(|question| question.id.to_string())
                .or_else(named),
            given: raw.and_then(|raw| raw.value.as_deref().ok()).map(escaped),
            allowed: match fault.question {
                Some(index) => QuestionData::new(rulebook, index).values(),
                None if fault.code == UNKNOWN_QUESTION => (rulebook.questions.iter())
                    .map(|question| &*question.id)
                    .collect(),
                None => Vec::new(),
            },
            number: question.and_then(|question| NumberData::new(&question.kind)),
            nearest: fault.nearest.as_deref(),
            flag: fault.question.and_then(|index| {
                let question = &rulebook.questions[index];
                let flag = flag(question, &merged.slots[index].proposed(question)?);
                Some(format!("--answer {}", quoted(&flag)))
            }),
        }
    }
}

/// The faults as text for a terminal. `command` is the one to complete; `rules` are the arguments
/// that choose these rules.
#[must_use]
pub fn text(
    rulebook: &Rulebook,
    merged: &Merged,
    command: &[String],
    rules: &[String],
) -> Document {
    let mut page = Document::new();
    if let Some(level) = urgent(rulebook, merged) {
        let level = rulebook.level(level);
        page.item(
            "! ",
            format!(
                "What you did answer is enough: {}. {}",
                level.title, level.action
            ),
        );
    }
    let (missing, bad): (Vec<&AnswerFault>, Vec<&AnswerFault>) =
        (merged.faults.iter()).partition(|fault| fault.code == MISSING);
    for fault in bad {
        let shown = fault.raw.as_ref().map(shown);
        let shown = shown.map(|shown| shown + ": ").unwrap_or_default();
        page.item("error: ", format!("{shown}{}", fault.message));
        if let Some(nearest) = &fault.nearest {
            page.item("  ", format!("did you mean `{nearest}`?"));
        }
        if let Some(index) = fault.question {
            let allowed = rulebook.questions[index].allowed();
            page.item("  allowed: ", allowed);
        }
    }
    let unknown = |fault: &AnswerFault| fault.code == UNKNOWN_QUESTION;
    if merged.faults.iter().any(unknown) {
        let words = [&["soreleg".to_owned(), "questions".to_owned()], rules].concat();
        let command = escaped(&shell_line(&words));
        page.paragraph(format!("`{command}` lists every question."));
    }
    if !missing.is_empty() {
        let answers = if missing.len() == 1 {
            "answer is"
        } else {
            "answers are"
        };
        page.paragraph(format!("error: {} {answers} missing", missing.len()));
        for index in missing.iter().filter_map(|fault| fault.question) {
            let question = &rulebook.questions[index];
            page.item("  ", format!("{}: {}", question.id, question.ask));
            page.item("    allowed: ", question.allowed());
        }
    }
    if merged.faults.iter().any(|fault| fault.question.is_some()) {
        page.heading(completing(merged));
        page.command(command);
    }
    page
}

/// What the good answers come to, if that is urgent: no fault of the others must hide it.
fn urgent(rulebook: &Rulebook, merged: &Merged) -> Option<TriageLevel> {
    let mut case = Case::new(rulebook, merged.answers());
    for (question, ticks) in merged.partial().given() {
        case.set(question, ticks);
    }
    let level = assess(&case).level;
    level.is_urgent().then_some(level)
}

/// What has to be done to the proposed command.
fn completing(merged: &Merged) -> &'static str {
    let faults = merged.faults.iter();
    let (gaps, guesses): (Vec<&Slot>, Vec<&Slot>) = faults
        .filter_map(|fault| Some(&merged.slots[fault.question?]))
        .partition(|slot| slot.has_gap());
    match (guesses.is_empty(), gaps.is_empty()) {
        (true, _) => "Put your answer in place of each `?`; `not_sure` is always allowed:",
        (false, true) => "If you meant these answers:",
        (false, false) => {
            "If you meant these answers; put yours in place of each `?`, or `not_sure`:"
        }
    }
}

/// An answer as it was written, safe to show.
fn shown(raw: &RawAnswer) -> String {
    let question = escaped(&raw.question);
    let value = raw.value.as_deref().map(escaped);
    match (raw.source, value) {
        (AnswerSource::Flag, Err(_)) => format!("`--answer {question}`"),
        (AnswerSource::Flag, Ok(value)) => format!("`--answer {question}={value}`"),
        (AnswerSource::File, Err(_)) => format!("answers file, `{question}`"),
        (AnswerSource::File, Ok(value)) => format!("answers file, `{question}: {value}`"),
        (AnswerSource::Environment, value) => {
            let (question, value) = (question.to_uppercase(), value.unwrap_or_default());
            format!("`SORELEG_ANSWER_{question}={value}`")
        }
    }
}
