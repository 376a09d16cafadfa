//! The words of an answer: reading `450mi`, `cola` or `bruise,limp`, and writing them again.

use super::codes::{BAD_NUMBER, BAD_VALUE, NO_VALUE, OUT_OF_RANGE};
use crate::answer::Answer;
use crate::fault::Code;
use crate::quantity::{Quantity, Unit};
use crate::rulebook::{Choice, Kind, Question};
use crate::text::{escaped, nearest};

/// How *not sure* is written as an answer.
pub const NOT_SURE: &str = "not_sure";
/// How "none of these" is written as an answer to a checklist.
pub const NONE: &str = "none";
/// What stands in a proposed command for an answer that only the person can give.
pub const OPEN: &str = "?";
/// *Not sure* as a person reads it.
pub const NOT_SURE_WORDS: &str = "Not sure";
/// *None of these* as a person reads it.
pub const NONE_WORDS: &str = "None of these";

/// What programs write for a missing value, in whatever capitals.
const MISSING_VALUES: [&str; 6] = ["none", "nan", "na", "n/a", "null", "<na>"];

const NONE_TICKED: Answer = Answer::Ticks {
    ticked: 0,
    unsure: false,
};

/// Why a text is no answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue {
    /// The kind of fault: `bad-value`, `bad-number` or `out-of-range`.
    pub code: &'static Code,
    /// What is wrong.
    pub message: String,
    /// The allowed value that is nearest, if one is near.
    pub nearest: Option<String>,
}

impl BadValue {
    /// Adds a hint if the text may be several answers in one.
    fn noting(mut self, text: &str, hint: &str) -> Self {
        if text.contains([',', ';', '|', '/', '+', '&']) {
            self.message = format!("{}; {hint}", self.message);
        }
        self
    }
}

impl Question {
    /// Reads an answer as it stands in a flag, a file, a cell or a typed line: the one grammar of an
    /// answer. Capitals make no difference, and ticks may be a list as JSON writes it. `bare` is the unit
    /// of a distance without one.
    ///
    /// # Errors
    /// When the text is no answer to this question, with what would be.
    pub fn parse(&self, text: &str, bare: Option<Unit>) -> Result<Answer, BadValue> {
        let text = unlisted(text.trim());
        if is_not_sure(text) {
            return Ok(Answer::NotSure);
        }
        match &self.kind {
            Kind::Choice(choices) => one_of(choices, text, &[NOT_SURE])
                .map(Answer::Option)
                .map_err(|bad| bad.noting(text, "only one can be given")),
            Kind::Checklist(choices) => {
                let mut parts = tick_parts(text);
                let first = tick(choices, None, parts.next().unwrap_or_default())?;
                parts.try_fold(first, |so_far, part| tick(choices, Some(so_far), part))
            }
            Kind::Number {
                dimension,
                min,
                max,
            } => {
                let number = Quantity::said(text, *dimension, bare).map_err(|error| BadValue {
                    code: BAD_NUMBER,
                    message: escaped(&error.to_string()),
                    nearest: None,
                })?;
                if number.base() < min.base() || number.base() > max.base() {
                    return Err(BadValue {
                        code: OUT_OF_RANGE,
                        message: format!("{number} is not from {min} to {max}"),
                        nearest: None,
                    });
                }
                Ok(Answer::Number(number))
            }
        }
    }

    /// Reads an answer from data, which a program may have written: there `None`, `NaN`, `NA` and the like
    /// stand for a missing value. Python's `None` above all must not be taken for "none of these".
    ///
    /// # Errors
    /// As [`Question::parse`], and for such a word, unless it is an option of the question.
    pub fn parse_data(&self, text: &str, bare: Option<Unit>) -> Result<Answer, BadValue> {
        let is_marker = |part: &&str| {
            let known = |word: &&str| word.eq_ignore_ascii_case(part);
            let is_option = self.kind.choices().iter().any(|choice| choice.id == **part);
            MISSING_VALUES.iter().any(known) && *part != NONE && !is_option
        };
        match tick_parts(text).find(is_marker) {
            None => self.parse(text, bare),
            Some(marker) => Err(BadValue {
                code: NO_VALUE,
                message: format!(
                    "`{}` stands for a missing value; leave it out, or write `{NONE}` in small letters \
                     for none of these",
                    escaped(marker)
                ),
                nearest: None,
            }),
        }
    }

    /// Writes an answer so that [`Question::parse`] reads it again.
    #[must_use]
    pub fn value(&self, answer: Answer) -> String {
        self.values(answer).join(",")
    }

    /// The parts of an answer as written: one, or several for a checklist.
    #[must_use]
    pub fn values(&self, answer: Answer) -> Vec<String> {
        match answer {
            Answer::NotSure => vec![NOT_SURE.to_owned()],
            Answer::Option(option) => vec![self.kind.choices()[usize::from(option)].id.to_string()],
            NONE_TICKED => vec![NONE.to_owned()],
            Answer::Ticks { ticked, unsure } => ticked_choices(self.kind.choices(), ticked)
                .map(|choice| choice.id.to_string())
                .chain(unsure.then(|| NOT_SURE.to_owned()))
                .collect(),
            Answer::Number(number) => vec![number.written()],
        }
    }

    /// The answer in the words the runner saw.
    #[must_use]
    pub fn words(&self, answer: Answer) -> String {
        match answer {
            Answer::NotSure => NOT_SURE_WORDS.to_owned(),
            Answer::Option(option) => self.kind.choices()[usize::from(option)].text.to_string(),
            NONE_TICKED => NONE_WORDS.to_owned(),
            Answer::Ticks { ticked, unsure } => ticked_choices(self.kind.choices(), ticked)
                .map(|choice| choice.text.as_str())
                .chain(unsure.then_some("Not sure about the rest"))
                .collect::<Vec<_>>()
                .join("; "),
            Answer::Number(number) => number.to_string(),
        }
    }

    /// Every value a flag may take, in words for a message.
    #[must_use]
    pub fn allowed(&self) -> String {
        let ids = |choices: &[Choice]| {
            choices
                .iter()
                .map(|choice| choice.id.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        match &self.kind {
            Kind::Choice(choices) => format!("{}, {NOT_SURE}", ids(choices)),
            Kind::Checklist(choices) => {
                format!(
                    "{NONE}, or any of: {} (with commas), {NOT_SURE}",
                    ids(choices)
                )
            }
            Kind::Number {
                dimension,
                min,
                max,
            } => match dimension.default_unit() {
                None => format!("{min} to {max} (km or mi), {NOT_SURE}"),
                Some(_) => format!("{min} to {max}, {NOT_SURE}"),
            },
        }
    }

    /// A value that would be accepted, for an example in a message.
    #[must_use]
    pub fn example(&self) -> String {
        match &self.kind {
            Kind::Choice(choices) => choices
                .first()
                .map_or(NOT_SURE, |choice| &choice.id)
                .to_owned(),
            Kind::Checklist(_) => NONE.to_owned(),
            Kind::Number { min, .. } => min.to_string().replace(' ', ""),
        }
    }
}

/// Whether it says *not sure*.
pub(crate) fn is_not_sure(text: &str) -> bool {
    text.eq_ignore_ascii_case(NOT_SURE) || text.eq_ignore_ascii_case("not sure")
}

/// What is in a list as JSON writes it, such as `["flat","tilted"]`; other texts as they are.
fn unlisted(text: &str) -> &str {
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    inner.map_or(text, |inner| unquoted(inner.trim()))
}

fn unquoted(text: &str) -> &str {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

/// The ticks in a text: with commas or semicolons between them, or blanks as some questionnaires write
/// them. No name has a blank in it.
pub(crate) fn tick_parts(text: &str) -> impl Iterator<Item = &str> {
    let text = unlisted(text.trim());
    let has_marks = text.contains([',', ';']);
    text.split(move |c: char| match c {
        ',' | ';' => true,
        _ => !has_marks && c.is_whitespace(),
    })
    .map(|part| unquoted(part.trim()))
    .filter(move |part| has_marks || !part.is_empty())
}

/// The place of an option; `others` are the words that are allowed beside the options.
fn one_of(choices: &[Choice], given: &str, others: &[&str]) -> Result<u8, BadValue> {
    let is_given = |choice: &Choice| choice.id == given;
    let is_alike = |choice: &Choice| choice.id.eq_ignore_ascii_case(given);
    let mut exact = choices.iter();
    exact
        .position(is_given)
        .or_else(|| choices.iter().position(is_alike))
        .and_then(|place| u8::try_from(place).ok())
        .ok_or_else(|| {
            let names = choices.iter().map(|choice| choice.id.as_str());
            BadValue {
                code: BAD_VALUE,
                message: format!("`{}` is not one of the answers", escaped(given)),
                nearest: nearest(given, names.chain(others.iter().copied())).map(str::to_owned),
            }
        })
}

/// The answer to a checklist with one part more.
///
/// # Errors
/// When the part is not one of the options, or cannot stand beside the others.
pub(crate) fn tick(
    choices: &[Choice],
    so_far: Option<Answer>,
    part: &str,
) -> Result<Answer, BadValue> {
    let is_none = part.eq_ignore_ascii_case(NONE);
    let (ticked, unsure) = match so_far {
        None if is_none => return Ok(NONE_TICKED),
        None => (0, false),
        Some(Answer::NotSure) if !is_none => (0, true),
        Some(Answer::Ticks { ticked, unsure }) if !is_none && ticked != 0 => (ticked, unsure),
        Some(_) => {
            return Err(BadValue {
                code: BAD_VALUE,
                message: format!("`{NONE}` cannot stand beside other answers"),
                nearest: None,
            });
        }
    };
    if is_not_sure(part) {
        return Ok(match ticked {
            0 => Answer::NotSure,
            _ => Answer::Ticks {
                ticked,
                unsure: true,
            },
        });
    }
    let place = one_of(choices, part, &[NOT_SURE, NONE])
        .map_err(|bad| bad.noting(part, "put commas between several"))?;
    Ok(Answer::Ticks {
        ticked: ticked | 1 << place,
        unsure,
    })
}

fn ticked_choices(choices: &[Choice], ticked: u64) -> impl Iterator<Item = &Choice> {
    choices
        .iter()
        .enumerate()
        .filter(move |(place, _)| ticked & (1 << place) != 0)
        .map(|(_, choice)| choice)
}
