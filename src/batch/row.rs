//! One row: the answers of one runner, as a JSON object or as cells under a header. Either way it is
//! a list of names with values, and each value is read where it stands. Nothing is allocated for a row
//! unless there is a fault in it.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::iter;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Options;
use super::csv;
use super::header::{Column, Header, ID};
use super::lines::MAX_LINE;
use crate::answer::Answers;
use crate::answers::codes::{
    BAD_CSV, BAD_ID, BAD_JSON, BAD_TEXT, CELL_COUNT, GIVEN_TWICE, LINE_TOO_LONG,
};
use crate::answers::merge::{self, AnswerFault, AnswerSource, EMPTY_LIST, NO_MAPPING, RawAnswer};
use crate::index::{IndexVec, QuestionIndex};
use crate::quantity::{Unit, as_decimals};
use crate::rulebook::Rulebook;
use crate::text::escaped;

/// The part of a saved result that a row would be.
const ANSWERS: &str = "answers";
const SAVED_RESULT: &str = "this is a saved result; `jq -c .answers` makes a row of it";

/// Whose row it is, as it was written.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(super) enum Id<'l> {
    Text(Cow<'l, str>),
    Number(#[cfg_attr(test, schemars(with = "f64"))] &'l RawValue),
}

/// What a row says.
#[derive(Debug)]
pub(super) struct Row<'r> {
    rulebook: &'r Rulebook,
    default_unit: Option<Unit>,
    /// The good answers.
    pub(super) answers: Answers,
    pub(super) faults: Vec<AnswerFault>,
}

/// Reads rows.
#[derive(Debug)]
pub(super) struct Reader<'r> {
    header: Option<Header>,
    names: Names<'r>,
    /// What a value is written into that does not stand in the row as it is.
    buffer: String,
    /// The last row.
    pub(super) row: Row<'r>,
}

impl<'r> Reader<'r> {
    /// Reads cells if there is a header, or else JSON.
    pub(super) fn new(rulebook: &'r Rulebook, options: &Options, header: Option<Header>) -> Self {
        Reader {
            header,
            names: Names {
                rulebook,
                last: QuestionIndex(0),
                next: rulebook.questions.filled(QuestionIndex(0)),
                ignore_unknown: options.ignore_unknown,
            },
            buffer: String::new(),
            row: Row {
                rulebook,
                default_unit: options.default_unit,
                answers: Answers::new(rulebook.questions.len()),
                faults: Vec::new(),
            },
        }
    }

    /// Reads a row into [`Reader::row`], and gives back whose it is.
    pub(super) fn read<'l>(&mut self, line: &'l [u8]) -> Option<Id<'l>> {
        let row = &mut self.row;
        row.answers.clear_all();
        row.faults.clear();
        if line.len() > MAX_LINE {
            return row.spoil(too_long());
        }
        let Ok(line) = std::str::from_utf8(line) else {
            return row.spoil(AnswerFault::new(BAD_TEXT, "the row is not UTF-8"));
        };
        if let Some(header) = &self.header {
            return row.read_cells(header, line);
        }
        let mut json = serde_json::Deserializer::from_str(line);
        let id = json.deserialize_map(&mut *self);
        let id = id.and_then(|id| json.end().map(|()| id));
        id.unwrap_or_else(|error| {
            let message = error.to_string().replace("at line 1 column", "at column");
            self.row
                .spoil(AnswerFault::new(BAD_JSON, escaped(&message)))
        })
    }
}

pub(super) fn too_long() -> AnswerFault {
    let message = format!("a line may have {MAX_LINE} bytes");
    AnswerFault::new(LINE_TOO_LONG, message)
}

impl Row<'_> {
    /// Takes the answer to a question, unless it is blank.
    fn take(&mut self, index: QuestionIndex, value: Result<&str, &'static str>) {
        let question = &self.rulebook.questions[index];
        let raw = || raw_answer(&question.id, value);
        if value == Ok("") {
            return;
        }
        if let Ok(text) = value
            && let Ok(answer) = question.parse_data(text, self.default_unit)
        {
            match self.answers.get(index) {
                None => self.answers.set(index, answer),
                Some(same) if answer == same => {}
                Some(_) => {
                    self.answers.clear(index);
                    let fault = merge::given_twice(index, question, raw());
                    self.faults.push(fault);
                }
            }
        } else if !value.is_ok_and(|text| text.trim().is_empty()) {
            let (_, faults) = merge::read(index, question, &raw(), self.default_unit);
            self.faults.extend(faults);
        }
    }

    /// Gives the row up: where it is cut wrongly, what looks like an answer may be none.
    fn spoil<'l>(&mut self, fault: AnswerFault) -> Option<Id<'l>> {
        self.answers.clear_all();
        self.faults = vec![fault];
        None
    }

    /// Empty cells at the end may be left out, or be there without a heading. But over several lines, too
    /// few may be two rows, of which a stray quote has swallowed one.
    fn read_cells<'l>(&mut self, header: &Header, line: &'l str) -> Option<Id<'l>> {
        let mut id = None;
        let mut columns = header.columns.iter();
        let mut is_too_long = false;
        for cell in csv::cells(line, header.delimiter) {
            let cell = match cell {
                Ok(cell) => cell,
                Err(message) => {
                    self.spoil(AnswerFault::new(BAD_CSV, message));
                    return id;
                }
            };
            match columns.next() {
                Some(Column::Id) => id = (!cell.is_empty()).then_some(Id::Text(cell)),
                Some(Column::Answer(index)) => self.take(*index, Ok(&cell)),
                Some(Column::Ignored) => {}
                Some(Column::Unnamed) | None => is_too_long |= !cell.trim().is_empty(),
            }
        }
        if is_too_long || columns.next().is_some() && line.contains('\n') {
            self.faults.push(cell_count(header, line));
        }
        id
    }
}

fn cell_count(header: &Header, line: &str) -> AnswerFault {
    let has = csv::cells(line, header.delimiter).count();
    let needs = header.columns.len();
    let lines = match line.lines().count() {
        1 => String::new(),
        lines => format!(", {lines} lines long,"),
    };
    let message = format!("the row{lines} has {has} cells, the header has {needs}");
    AnswerFault::new(CELL_COUNT, message)
}

fn raw_answer(question: &str, value: Result<&str, &'static str>) -> RawAnswer {
    RawAnswer {
        source: AnswerSource::File,
        question: question.to_owned(),
        value: value.map(str::to_owned),
    }
}

/// Reads an object with one field per answer.
impl<'de> Visitor<'de> for &mut Reader<'_> {
    type Value = Option<Id<'de>>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("one object on a line; `jq -c '.[]'` makes them of a list")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let Reader {
            names, buffer, row, ..
        } = self;
        let mut id = None;
        while let Some(name) = object.next_key_seed(&mut *names)? {
            buffer.clear();
            match name {
                Name::Id => match read_id(object.next_value()?).map_err(A::Error::custom)? {
                    Err(fault) => row.faults.push(fault),
                    Ok(Some(_)) if id.is_some() => {
                        let fault = AnswerFault::new(GIVEN_TWICE, "there are two ids");
                        row.faults.push(fault);
                    }
                    Ok(given) => id = id.or(given),
                },
                Name::Question(index) => {
                    let value = object.next_value_seed(Value(buffer))?;
                    row.take(index, value.text(buffer));
                }
                Name::Ignored => _ = object.next_value::<IgnoredAny>()?,
                Name::Unknown(name) => {
                    let value = object.next_value_seed(Value(buffer))?.text(buffer);
                    if name == ANSWERS && value == Err(NO_MAPPING) {
                        return Err(A::Error::custom(SAVED_RESULT));
                    }
                    if value != Ok("") && !names.ignore_unknown {
                        let raw = raw_answer(&name, value);
                        row.faults.push(merge::unknown_question(row.rulebook, raw));
                    }
                }
            }
        }
        Ok(id)
    }
}

/// An id in JSON; None for `null`. A number keeps its text: as a float, long ones would all be one.
fn read_id(json: &RawValue) -> serde_json::Result<Result<Option<Id<'_>>, AnswerFault>> {
    let text = json.get();
    let id = match text.as_bytes()[0] {
        b'n' => None,
        b'"' if text.contains('\\') => Some(Id::Text(serde_json::from_str::<String>(text)?.into())),
        b'"' => Some(Id::Text(text[1..text.len() - 1].into())),
        // What no other program could read comes back to nobody. A short whole number all can.
        b'-' | b'0'..=b'9'
            if text.len() < 20 && text.bytes().all(|byte| byte.is_ascii_digit())
                || text.parse().is_ok_and(f64::is_finite) =>
        {
            Some(Id::Number(json))
        }
        _ => return Ok(Err(AnswerFault::new(BAD_ID, "an id is a text or a number"))),
    };
    Ok(Ok(id))
}

/// What a field is.
enum Name {
    Id,
    Question(QuestionIndex),
    Ignored,
    Unknown(String),
}

/// Tells what fields are.
#[derive(Debug)]
struct Names<'r> {
    rulebook: &'r Rulebook,
    /// The last question that was named.
    last: QuestionIndex,
    /// Per question: the one that came next in an earlier row. Most rows have one order.
    next: IndexVec<QuestionIndex, QuestionIndex>,
    ignore_unknown: bool,
}

impl<'de> DeserializeSeed<'de> for &mut Names<'_> {
    type Value = Name;
    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<Name, D::Error> {
        name.deserialize_str(self)
    }
}

impl Visitor<'_> for &mut Names<'_> {
    type Value = Name;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the name of a question")
    }
    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        if name.eq_ignore_ascii_case(ID) {
            return Ok(Name::Id);
        }
        let questions = &self.rulebook.questions;
        let guess = self.next[self.last];
        let mut near =
            iter::once(guess).chain(questions.indices().skip_while(|index| *index < self.last));
        let exact = near.find(|index| questions[*index].id == name);
        match exact.or_else(|| self.rulebook.question_meant(name)) {
            Some(index) => {
                self.next[self.last] = index;
                self.last = index;
                Ok(Name::Question(index))
            }
            None if self.ignore_unknown && name != ANSWERS => Ok(Name::Ignored),
            None => Ok(Name::Unknown(name.to_owned())),
        }
    }
}

/// Reads a value as the text of an answer, into the buffer if it does not stand so in the row; the
/// items of a list with commas.
struct Value<'b>(&'b mut String);

/// Where the text of a value is, or why it can be no answer.
enum Given<'l> {
    Row(&'l str),
    Buffer,
    Nowhere(&'static str),
}

impl<'l> Given<'l> {
    fn text(self, buffer: &'l str) -> Result<&'l str, &'static str> {
        match self {
            Given::Row(text) => Ok(text),
            Given::Buffer => Ok(buffer),
            Given::Nowhere(why) => Err(why),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Given<'de>;
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Given<'de>, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Given<'de>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an answer")
    }
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Given<'de>, E> {
        Ok(Given::Row(text))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Given<'de>, E> {
        self.0.push_str(text);
        Ok(Given::Buffer)
    }
    fn visit_bool<E: Error>(self, truth: bool) -> Result<Given<'de>, E> {
        Ok(Given::Row(if truth { "yes" } else { "no" }))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Given<'de>, E> {
        let _ = write!(self.0, "{number}");
        Ok(Given::Buffer)
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Given<'de>, E> {
        let _ = write!(self.0, "{number}");
        Ok(Given::Buffer)
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Given<'de>, E> {
        self.visit_str(&as_decimals(number.to_string()))
    }
    fn visit_unit<E: Error>(self) -> Result<Given<'de>, E> {
        Ok(Given::Row(""))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Given<'de>, A::Error> {
        let start = self.0.len();
        let mut bad = None;
        while let Some(item) = list.next_element_seed(Value(&mut *self.0))? {
            match item {
                Given::Row(text) => self.0.push_str(text),
                Given::Buffer => {}
                Given::Nowhere(why) => bad = Some(why),
            }
            self.0.push(',');
        }
        let empty = (self.0.len() == start).then_some(EMPTY_LIST);
        self.0.pop();
        Ok(bad.or(empty).map_or(Given::Buffer, Given::Nowhere))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Given<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Given::Nowhere(NO_MAPPING))
    }
}
