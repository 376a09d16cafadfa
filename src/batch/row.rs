//! One row: the answers of one runner, as a JSON object or as cells under a header.
//!
//! Rows without fault are read straight into place. Any other is read again, slowly, to say
//! everything that is wrong with it in the words of [`gather`].

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::Options;
use super::csv;
use super::entries::Entries;
use super::lines::MAX_LINE;
use crate::answer::Answers;
use crate::answers::codes::{
    BAD_CSV, BAD_ID, BAD_JSON, BAD_TEXT, CELL_COUNT, GIVEN_TWICE, LINE_TOO_LONG,
};
use crate::answers::file;
use crate::answers::grammar::tick;
use crate::answers::merge::{AnswerFault, Origin, Written, gather};
use crate::fault::Code;
use crate::quantity::{Unit, as_decimals};
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Kind, Rulebook};
use crate::text::escaped;

/// The field that is carried through.
pub(super) const ID: &str = "id";

/// Whose row it is, as it was written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(super) enum Id<'l> {
    Text(Cow<'l, str>),
    Number(#[cfg_attr(test, schemars(with = "f64"))] Number),
}

/// A row that cannot be used.
#[derive(Debug)]
pub(super) struct BadRow<'l> {
    pub(super) id: Option<Id<'l>>,
    pub(super) faults: Vec<AnswerFault>,
}

type Read<'l> = Result<Option<Id<'l>>, BadRow<'l>>;

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Answer(QuestionIndex),
    Ignored,
}

/// The first line of a table.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub(super) delimiter: u8,
    columns: Vec<Column>,
}

/// Reads rows. The answers of the last one are in `answers`, the good ones if it is a bad row.
#[derive(Debug)]
pub(super) struct Reader<'r> {
    rulebook: &'r Rulebook,
    /// The unit of a distance without one.
    bare: Option<Unit>,
    header: Option<Header>,
    fields: Fields<'r>,
    pub(super) answers: Answers,
}

/// Finds questions by name.
#[derive(Debug)]
struct Fields<'r> {
    rulebook: &'r Rulebook,
    /// Per question: the one that came next in an earlier row. Most rows have one order.
    next: Vec<QuestionIndex>,
    ignore_unknown: bool,
}

impl Fields<'_> {
    fn find(&mut self, name: &str, last: QuestionIndex) -> Option<QuestionIndex> {
        let questions = &self.rulebook.questions;
        let guess = self.next[last];
        let mut places = [guess]
            .into_iter()
            .chain(last..questions.len())
            .chain(0..last);
        let found = places.find(|place| questions[*place].id == name);
        let found = found.or_else(|| self.rulebook.question_meant(name))?;
        self.next[last] = found;
        Some(found)
    }
}

impl Header {
    /// Reads a header, in which capitals make no difference.
    ///
    /// # Errors
    /// Every column that is no question, unless those are ignored, or is there twice.
    pub(super) fn read(
        rulebook: &Rulebook,
        line: &[u8],
        ignore_unknown: bool,
    ) -> Result<Self, Vec<AnswerFault>> {
        if line.len() > MAX_LINE {
            return Err(vec![too_long()]);
        }
        let line = String::from_utf8_lossy(line);
        let delimiter = csv::delimiter(&line);
        let names: Result<Vec<Cow<str>>, _> = csv::cells(&line, delimiter).collect();
        let names = names.map_err(|message| vec![fault(BAD_CSV, message)])?;
        let mut columns = Vec::new();
        let mut faults = Vec::new();
        for name in names.iter().map(|name| name.trim()) {
            let ignored = ignore_unknown.then_some(Column::Ignored);
            match column(rulebook, name).or(ignored) {
                Some(Column::Ignored) => columns.push(Column::Ignored),
                Some(column) if columns.contains(&column) => faults.push(AnswerFault {
                    written: Some(written(name, None)),
                    ..fault(GIVEN_TWICE, "there are two such columns")
                }),
                Some(column) => columns.push(column),
                None => faults.extend(gather(rulebook, vec![written(name, None)], None).faults),
            }
        }
        if faults.is_empty() {
            Ok(Header { delimiter, columns })
        } else {
            Err(faults)
        }
    }
}

/// Whether a line looks like a header: several cells, or one that names something.
pub(super) fn is_header(rulebook: &Rulebook, line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let name = line.trim().trim_matches('"');
    line.contains([',', ';', '\t']) || column(rulebook, name).is_some()
}

fn column(rulebook: &Rulebook, name: &str) -> Option<Column> {
    if name.eq_ignore_ascii_case(ID) {
        return Some(Column::Id);
    }
    rulebook.question_meant(name).map(Column::Answer)
}

impl<'r> Reader<'r> {
    /// Reads cells if there is a header, or else JSON.
    pub(super) fn new(rulebook: &'r Rulebook, options: &Options, header: Option<Header>) -> Self {
        let questions = rulebook.questions.len();
        Reader {
            rulebook,
            bare: options.bare,
            header,
            fields: Fields {
                rulebook,
                next: vec![0; questions],
                ignore_unknown: options.ignore_unknown,
            },
            answers: Answers::new(questions),
        }
    }

    /// Reads one row.
    pub(super) fn read<'l>(&mut self, line: &'l [u8]) -> Read<'l> {
        self.answers.clear_all();
        if line.len() > MAX_LINE {
            return Err(bad(too_long()));
        }
        let Ok(line) = std::str::from_utf8(line) else {
            return Err(bad(fault(BAD_TEXT, "the row is not UTF-8")));
        };
        match self.header.take() {
            Some(header) => {
                let read = self.read_cells(&header, line);
                self.header = Some(header);
                read
            }
            None => self.read_json(line),
        }
    }

    fn read_json<'l>(&mut self, line: &'l str) -> Read<'l> {
        let mut json = serde_json::Deserializer::from_str(line);
        let read = Object(self).deserialize(&mut json);
        match read.and_then(|id| json.end().map(|()| id)) {
            Ok(id) => Ok(id),
            Err(_) => self.reread_json(line),
        }
    }

    fn reread_json<'l>(&mut self, line: &str) -> Read<'l> {
        self.answers.clear_all();
        let Entries(entries) = serde_json::from_str(line).map_err(|error| {
            bad(fault(
                BAD_JSON,
                &error.to_string().replace("at line 1 column", "at column"),
            ))
        })?;
        let mut id = None;
        let mut faults = Vec::new();
        let mut answers = Vec::new();
        for (name, value) in entries.into_iter().filter(|(_, value)| !value.is_null()) {
            if !name.eq_ignore_ascii_case(ID) {
                if !self.fields.ignore_unknown || self.rulebook.question_meant(&name).is_some() {
                    answers.push(written(&name, file::words(&value)));
                }
                continue;
            }
            let given = match value {
                serde_yaml::Value::String(text) => Some(Id::Text(text.into())),
                serde_yaml::Value::Number(number) => serde_json::from_str(&number.to_string())
                    .ok()
                    .map(Id::Number),
                _ => None,
            };
            if given.is_none() {
                faults.push(fault(BAD_ID, "an id is a text or a number"));
            } else if id.is_some() {
                faults.push(fault(GIVEN_TWICE, "there are two ids"));
            }
            id = id.or(given);
        }
        self.take(id, faults, answers)
    }

    fn read_cells<'l>(&mut self, header: &Header, line: &'l str) -> Read<'l> {
        let mut id = None;
        let mut cells = csv::cells(line, header.delimiter);
        let mut good = true;
        for column in &header.columns {
            let Some(Ok(cell)) = cells.next() else {
                good = false;
                break;
            };
            match column {
                Column::Id => id = (!cell.is_empty()).then_some(Id::Text(cell)),
                Column::Ignored => {}
                Column::Answer(_) if cell.trim().is_empty() => {}
                Column::Answer(place) => good &= self.put(*place, &cell),
            }
        }
        if good && cells.next().is_none() {
            Ok(id)
        } else {
            self.reread_cells(header, line, id)
        }
    }

    fn reread_cells<'l>(&mut self, header: &Header, line: &str, id: Option<Id<'l>>) -> Read<'l> {
        let cells: Result<Vec<Cow<str>>, _> = csv::cells(line, header.delimiter).collect();
        let cells = match cells {
            Ok(cells) if cells.len() == header.columns.len() => cells,
            Ok(cells) => {
                let (has, needs) = (cells.len(), header.columns.len());
                let lines = match line.lines().count() {
                    1 => String::new(),
                    lines => format!(", {lines} lines long,"),
                };
                let message = format!("the row{lines} has {has} cells, the header has {needs}");
                return self.take(id, vec![fault(CELL_COUNT, &message)], Vec::new());
            }
            Err(message) => return self.take(id, vec![fault(BAD_CSV, message)], Vec::new()),
        };
        let answers = header.columns.iter().zip(cells);
        let answers = answers.filter_map(|(column, cell)| match column {
            Column::Answer(place) if !cell.trim().is_empty() => {
                let name = &self.rulebook.questions[*place].id;
                Some(written(name, Some(cell.into_owned())))
            }
            _ => None,
        });
        let answers = answers.collect();
        self.take(id, Vec::new(), answers)
    }

    /// Takes a row that was read slowly.
    fn take<'l>(
        &mut self,
        id: Option<Id<'l>>,
        mut faults: Vec<AnswerFault>,
        answers: Vec<Written>,
    ) -> Read<'l> {
        let gathered = gather(self.rulebook, answers, self.bare);
        faults.extend(gathered.faults);
        self.answers = gathered.answers;
        if faults.is_empty() {
            Ok(id)
        } else {
            Err(BadRow { id, faults })
        }
    }

    /// Puts an answer in its place, if it is one.
    fn put(&mut self, place: QuestionIndex, text: &str) -> bool {
        let question = &self.rulebook.questions[place];
        if question.missing_value(text).is_some() {
            return false;
        }
        let answer = question.parse(text, self.bare);
        answer.is_ok_and(|answer| {
            self.answers.set(place, answer);
            true
        })
    }
}

fn fault(code: &'static Code, message: &str) -> AnswerFault {
    AnswerFault {
        code,
        written: None,
        message: escaped(message),
        question: None,
        nearest: None,
    }
}

fn too_long() -> AnswerFault {
    let message = format!("a line may have {MAX_LINE} bytes");
    fault(LINE_TOO_LONG, &message)
}

fn bad<'l>(fault: AnswerFault) -> BadRow<'l> {
    BadRow {
        id: None,
        faults: vec![fault],
    }
}

fn written(question: &str, value: Option<String>) -> Written {
    Written {
        origin: Origin::File,
        question: question.to_owned(),
        value,
    }
}

/// Reads an object with one field per answer. Fails on anything unusual, without saying why.
struct Object<'a, 'r>(&'a mut Reader<'r>);

impl<'de> DeserializeSeed<'de> for Object<'_, '_> {
    type Value = Option<Id<'de>>;
    fn deserialize<D: Deserializer<'de>>(self, row: D) -> Result<Self::Value, D::Error> {
        row.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = Option<Id<'de>>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object with answers")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut row: A) -> Result<Self::Value, A::Error> {
        let reader = self.0;
        let mut id = None;
        let mut last = 0;
        while let Some(field) = row.next_key_seed(Name(&mut reader.fields, last))? {
            match field {
                Column::Id if id.is_none() => id = row.next_value_seed(IdValue)?,
                Column::Answer(place) if !reader.answers.has(place) => {
                    row.next_value_seed(Value(reader, place))?;
                    last = place;
                }
                Column::Ignored => _ = row.next_value::<IgnoredAny>()?,
                _ => return Err(unusual()),
            }
        }
        Ok(id)
    }
}

/// A reason to read the row again, slowly.
fn unusual<E: Error>() -> E {
    E::custom("")
}

/// Reads the name of a field.
struct Name<'a, 'r>(&'a mut Fields<'r>, QuestionIndex);

impl<'de> DeserializeSeed<'de> for Name<'_, '_> {
    type Value = Column;
    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<Column, D::Error> {
        name.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_, '_> {
    type Value = Column;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the name of a question")
    }
    fn visit_str<E: Error>(self, name: &str) -> Result<Column, E> {
        if name.eq_ignore_ascii_case(ID) {
            return Ok(Column::Id);
        }
        match self.0.find(name, self.1) {
            Some(place) => Ok(Column::Answer(place)),
            None if self.0.ignore_unknown => Ok(Column::Ignored),
            None => Err(unusual()),
        }
    }
}

/// Reads an id.
struct IdValue;

impl<'de> DeserializeSeed<'de> for IdValue {
    type Value = Option<Id<'de>>;
    fn deserialize<D: Deserializer<'de>>(self, id: D) -> Result<Self::Value, D::Error> {
        id.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IdValue {
    type Value = Option<Id<'de>>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text or a number")
    }
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Id::Text(text.into())))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Id::Text(text.to_owned().into())))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Id::Number(number.into())))
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Id::Number(number.into())))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Number::from_f64(number).map(Id::Number))
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Reads the answer to a question: a text, a number, or a list of ticks. `null` is no answer.
struct Value<'a, 'r>(&'a mut Reader<'r>, QuestionIndex);

impl Value<'_, '_> {
    fn put<E: Error>(self, text: &str) -> Result<(), E> {
        let good = self.0.put(self.1, text);
        if good { Ok(()) } else { Err(unusual()) }
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an answer")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.put(text)
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.put(&number.to_string())
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.put(&as_decimals(number.to_string()))
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut ticks: A) -> Result<(), A::Error> {
        let Value(reader, place) = self;
        let question = &reader.rulebook.questions[place];
        let Kind::Checklist(choices) = &question.kind else {
            return Err(unusual());
        };
        let mut answer = None;
        while let Some(part) = ticks.next_element::<&str>()? {
            if question.missing_value(part).is_some() {
                return Err(unusual());
            }
            answer = Some(tick(choices, answer, part).map_err(|_| unusual())?);
        }
        reader.answers.set(place, answer.ok_or_else(unusual)?);
        Ok(())
    }
}
