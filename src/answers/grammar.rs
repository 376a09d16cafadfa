//! The one grammar of an answer, wherever it comes from: reading `450mi`, `cola` or `bruise,limp`, and
//! writing them again.

use super::codes::{BAD_NUMBER, BAD_VALUE, NO_VALUE, OUT_OF_RANGE};
use crate::answer::Answer;
use crate::fault::Code;
use crate::quantity::{Dimension, Quantity, Unit};
use crate::rulebook::{Choice, Question, QuestionKind};
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
/// *Not sure* in a list of answers; *none of these* is [`NONE`] there.
pub const NOT_SURE_SHORT: &str = "not sure";

/// What programs write for a missing value, in whatever capitals.
const MISSING_VALUES: [&str; 6] = ["none", "nan", "na", "n/a", "null", "<na>"];

const NONE_TICKED: Answer = Answer::Ticks {
    ticked: 0,
    unsure: false,
};

/// Why a text is no answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue {
    /// The kind of fault: `bad-value`, `bad-number`, `out-of-range` or `no-value`.
    pub code: &'static Code,
    /// What is wrong.
    pub message: String,
    /// The allowed value that is nearest, if one is near.
    pub nearest: Option<String>,
}

impl BadValue {
    pub(super) fn new(code: &'static Code, message: impl Into<String>) -> Self {
        BadValue {
            code,
            message: message.into(),
            nearest: None,
        }
    }

    /// Adds a hint if the text may be several answers in one.
    fn noting(mut self, text: &str, hint: &str) -> Self {
        if text.contains([',', ';', '|', '/', '+', '&']) {
            self.message = format!("{}; {hint}", self.message);
        }
        self
    }
}

impl Question {
    /// Reads an answer as a person writes it, in a flag or on a line; capitals make no difference. Ticks
    /// stand between commas, semicolons or blanks, or are a list as JSON has it. `default_unit` is the
    /// unit of a distance without one.
    ///
    /// # Errors
    /// When the text is no answer to this question, with what would be.
    pub fn parse(&self, text: &str, default_unit: Option<Unit>) -> Result<Answer, BadValue> {
        self.read(text, default_unit, false)
    }

    /// Reads an answer from data, which a program may have written: there `None`, `NaN`, `NA` and the like
    /// stand for a missing value. Python's `None` above all must not be taken for "none of these".
    ///
    /// # Errors
    /// As [`Question::parse`], and for such a word, unless it is an option of the question.
    pub(crate) fn parse_data(
        &self,
        text: &str,
        default_unit: Option<Unit>,
    ) -> Result<Answer, BadValue> {
        self.read(text, default_unit, true)
    }

    fn read(
        &self,
        text: &str,
        default_unit: Option<Unit>,
        is_data: bool,
    ) -> Result<Answer, BadValue> {
        let exact = self.exact(text, default_unit);
        exact.map_or_else(|| self.meant(text, default_unit, is_data), Ok)
    }

    /// The answer that is written in another way.
    fn meant(
        &self,
        text: &str,
        default_unit: Option<Unit>,
        is_data: bool,
    ) -> Result<Answer, BadValue> {
        let text = unlisted(text.trim());
        match &self.kind {
            _ if is_not_sure(text) => Ok(Answer::NotSure),
            QuestionKind::Checklist(_) => {
                let words = text.split(|c: char| matches!(c, ',' | ';') || c.is_whitespace());
                // Words that are not all ticks are told together, as they were meant.
                self.ticks(words.filter(|word| !word.is_empty()), is_data)
                    .or_else(|_| self.ticks(tick_parts(text), is_data))
            }
            _ if is_data && self.is_missing(text) => Err(self.missing(text)),
            QuestionKind::Choice(choices) => one_of(choices, text, &[NOT_SURE])
                .map(Answer::Option)
                .map_err(|bad| bad.noting(text, "only one can be given")),
            QuestionKind::Number {
                dimension,
                min,
                max,
            } => number(text, *dimension, default_unit, *min, *max),
        }
    }

    /// The answer that is written just so in the rules, as most are.
    fn exact(&self, text: &str, default_unit: Option<Unit>) -> Option<Answer> {
        let place = |choices: &[Choice], id: &str| {
            let place = choices.iter().position(|choice| choice.id == *id)?;
            u8::try_from(place).ok()
        };
        match &self.kind {
            QuestionKind::Choice(choices) => place(choices, text).map(Answer::Option),
            QuestionKind::Checklist(_) if text == NONE => Some(NONE_TICKED),
            QuestionKind::Checklist(choices) => {
                let mut ids = text.split(',');
                let ticked = ids.try_fold(0, |all, id| Some(all | 1 << place(choices, id)?))?;
                let unsure = false;
                Some(Answer::Ticks { ticked, unsure })
            }
            QuestionKind::Number {
                dimension,
                min,
                max,
            } => {
                let number = Quantity::parse(text, *dimension, default_unit).ok()?;
                number
                    .is_within(*min, *max)
                    .then_some(Answer::Number(number))
            }
        }
    }

    fn ticks<'t>(
        &self,
        mut parts: impl Iterator<Item = &'t str>,
        is_data: bool,
    ) -> Result<Answer, BadValue> {
        let ticks = parts.try_fold(None, |so_far, part| {
            let part = unquoted(part);
            if is_data && self.is_missing(part) {
                return Err(self.missing(part));
            }
            tick(self.kind.choices(), so_far, part).map(Some)
        });
        ticks?.ok_or_else(|| {
            let message = format!("nothing is ticked; `{NONE}` means none of these");
            BadValue::new(BAD_VALUE, message)
        })
    }

    fn is_missing(&self, part: &str) -> bool {
        let is_part = |word: &&str| word.eq_ignore_ascii_case(part);
        let is_option = |choice: &Choice| choice.id == *part;
        part != NONE
            && MISSING_VALUES.iter().any(is_part)
            && !self.kind.choices().iter().any(is_option)
    }

    fn missing(&self, part: &str) -> BadValue {
        let none = match self.kind {
            QuestionKind::Checklist(_) => "; `none` in small letters means none of these",
            _ => "",
        };
        let message =
            format!("`{part}` stands for a missing value: leave it empty for no answer{none}");
        BadValue::new(NO_VALUE, message)
    }

    /// Writes an answer so that [`Question::parse`] reads it again.
    #[must_use]
    pub fn value(&self, answer: Answer) -> String {
        self.values(answer).join(",")
    }

    /// What a command proposes as an answer: what is certain, and [`OPEN`] where the person has to say more.
    #[must_use]
    pub fn proposal(&self, certain: Option<Answer>, is_open: bool) -> String {
        let certain = certain.map(|answer| self.value(answer));
        let open = is_open.then(|| OPEN.to_owned());
        let parts: Vec<String> = certain.into_iter().chain(open).collect();
        parts.join(",")
    }

    /// The parts of an answer as written: one, or several for a checklist.
    #[must_use]
    pub fn values(&self, answer: Answer) -> Vec<String> {
        let others = [NONE, NOT_SURE, NOT_SURE];
        self.parts(answer, |choice| &choice.id, others, Quantity::written)
    }

    /// The answer in the words the runner saw.
    #[must_use]
    pub fn words(&self, answer: Answer) -> String {
        let others = [NONE_WORDS, NOT_SURE_WORDS, "Not sure about the rest"];
        let number = |number: Quantity| number.to_string();
        self.parts(answer, |choice| &choice.text, others, number)
            .join("; ")
    }

    /// The answer in its short names.
    pub(crate) fn in_short(&self, answer: Answer) -> String {
        let others = [NONE, NOT_SURE_SHORT, "not sure about the rest"];
        let number = |number: Quantity| number.to_string();
        self.parts(answer, |choice| &choice.short, others, number)
            .join("; ")
    }

    fn parts(
        &self,
        answer: Answer,
        name: fn(&Choice) -> &str,
        [none, not_sure, rest]: [&str; 3],
        number: fn(Quantity) -> String,
    ) -> Vec<String> {
        let choices = self.kind.choices();
        let part = match answer {
            Answer::NotSure => not_sure,
            Answer::Option(option) => name(&choices[usize::from(option)]),
            NONE_TICKED => none,
            Answer::Ticks { ticked, unsure } => {
                let ticked = ticked_choices(choices, ticked).map(name);
                let parts = ticked.chain(unsure.then_some(rest));
                return parts.map(str::to_owned).collect();
            }
            Answer::Number(amount) => return vec![number(amount)],
        };
        vec![part.to_owned()]
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
            QuestionKind::Choice(choices) => format!("{}, {NOT_SURE}", ids(choices)),
            QuestionKind::Checklist(choices) => {
                format!(
                    "{NONE}, or any of: {} (with commas), {NOT_SURE}",
                    ids(choices)
                )
            }
            QuestionKind::Number {
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
            QuestionKind::Choice(choices) => choices
                .first()
                .map_or(NOT_SURE, |choice| &choice.id)
                .to_owned(),
            QuestionKind::Checklist(_) => NONE.to_owned(),
            QuestionKind::Number { min, .. } => min.to_string().replace(' ', ""),
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

/// The parts of the answer to a checklist that are told apart when they are no ticks.
pub(crate) fn tick_parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = unlisted(text.trim()).split([',', ';']);
    parts
        .map(|part| unquoted(part.trim()))
        .filter(|part| !part.is_empty())
}

fn number(
    text: &str,
    dimension: Dimension,
    default_unit: Option<Unit>,
    min: Quantity,
    max: Quantity,
) -> Result<Answer, BadValue> {
    // A score may be given out of the highest one: `4/10`.
    let is_max = |of: &str| Quantity::parse(of, dimension, None) == Ok(max);
    let score = (dimension == Dimension::Count).then(|| text.split_once('/'));
    let score = score.flatten().filter(|(_, of)| is_max(of));
    let text = score.map_or(text, |(score, _)| score);
    let number = Quantity::said(text, dimension, default_unit)
        .map_err(|error| BadValue::new(BAD_NUMBER, escaped(&error.to_string())))?;
    if !number.is_within(min, max) {
        let message = format!("{number} is not from {min} to {max}");
        return Err(BadValue::new(OUT_OF_RANGE, message));
    }
    Ok(Answer::Number(number))
}

/// The index of an option; `others` are the words that are allowed beside the options.
fn one_of(choices: &[Choice], given: &str, others: &[&str]) -> Result<u8, BadValue> {
    let is_given = |choice: &Choice| choice.id.eq_ignore_ascii_case(given);
    let index = choices.iter().position(is_given);
    index
        .and_then(|index| u8::try_from(index).ok())
        .ok_or_else(|| {
            let names = choices.iter().map(|choice| choice.id.as_str());
            let message = format!("`{}` is not one of the answers", escaped(given));
            BadValue {
                nearest: nearest(given, names.chain(others.iter().copied())).map(str::to_owned),
                ..BadValue::new(BAD_VALUE, message)
            }
        })
}

/// The answer to a checklist with one part more.
fn tick(choices: &[Choice], so_far: Option<Answer>, part: &str) -> Result<Answer, BadValue> {
    let is_none = part.eq_ignore_ascii_case(NONE);
    let (ticked, unsure) = match so_far {
        None if is_none => return Ok(NONE_TICKED),
        None => (0, false),
        Some(Answer::NotSure) if !is_none => (0, true),
        Some(Answer::Ticks { ticked, unsure }) if !is_none && ticked != 0 => (ticked, unsure),
        Some(_) => {
            let message = format!("`{NONE}` cannot stand beside other answers");
            return Err(BadValue::new(BAD_VALUE, message));
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
    let index = one_of(choices, part, &[NOT_SURE, NONE])
        .map_err(|bad| bad.noting(part, "put commas between several"))?;
    Ok(Answer::Ticks {
        ticked: ticked | 1 << index,
        unsure,
    })
}

/// The options that these bits mean.
pub(crate) fn ticked_choices(choices: &[Choice], ticked: u64) -> impl Iterator<Item = &Choice> {
    choices
        .iter()
        .enumerate()
        .filter(move |(index, _)| ticked & (1 << index) != 0)
        .map(|(_, choice)| choice)
}

#[cfg(test)]
mod tests {
    use crate::rulebook::Rulebook;

    #[test]
    fn a_score_may_be_out_of_the_highest_one() {
        let rulebook = Rulebook::built_in();
        let question = &rulebook.questions[rulebook.question("pain").unwrap()];
        let read = |text| {
            question
                .parse(text, None)
                .map(|answer| question.value(answer))
        };
        for text in ["4/10", " 4 / 10 ", "4"] {
            assert_eq!(read(text).as_deref(), Ok("4"), "{text}");
        }
        for text in ["4/5", "4/", "/10", "11/10", "4/10/10"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
