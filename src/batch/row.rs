//! One row: the answers of one runner, as a JSON object or as cells under a header.
//!
//! Every field is read once, in one pass, by the grammar that reads a flag or a typed line. What is wrong
//! is put into words only where something is.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Options;
use super::csv;
use super::lines::MAX_LINE;
use crate::answer::Answers;
use crate::answers::codes::{
    BAD_CSV, BAD_ID, BAD_JSON, BAD_TEXT, CELL_COUNT, GIVEN_TWICE, LINE_TOO_LONG, NO_QUESTION,
};
use crate::answers::merge::{self, AnswerFault, Origin, RawAnswer};
use crate::fault::Code;
use crate::quantity::{Unit, as_decimals};
use crate::rulebook::Rulebook;
use crate::rulebook::condition::QuestionIndex;
use crate::text::escaped;

/// The field that is carried through.
pub(super) const ID: &str = "id";

/// Whose row it is, as it was written.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(super) enum Id<'l> {
    Text(Cow<'l, str>),
    /// As it was written: another program may mean 20 digits.
    Number(#[cfg_attr(test, schemars(with = "f64"))] &'l RawValue),
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
    /// No question, or none is meant: a separator ends the header.
    Ignored,
    Unnamed,
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
    /// What is wrong with the row at hand.
    faults: Vec<AnswerFault>,
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
                Some(column @ (Column::Ignored | Column::Unnamed)) => columns.push(column),
                Some(column) if columns.contains(&column) => faults.push(AnswerFault {
                    written: Some(written(name, None)),
                    ..fault(GIVEN_TWICE, "there are two such columns")
                }),
                Some(column) => columns.push(column),
                None => faults.push(merge::unknown_question(rulebook, written(name, None))),
            }
        }
        let is_question = |column: &Column| matches!(column, Column::Answer(_));
        if faults.is_empty() && !columns.iter().any(is_question) {
            faults.push(fault(NO_QUESTION, &no_question(&line)));
        }
        if faults.is_empty() {
            Ok(Header { delimiter, columns })
        } else {
            Err(faults)
        }
    }
}

/// Why no column of a header is a question.
fn no_question(line: &str) -> String {
    if line.contains('|') {
        "no column is a question: `,`, `;` or a tab stands between cells, not `|`".to_owned()
    } else {
        "no column is a question".to_owned()
    }
}

/// Whether a line looks like a header: several cells, or one that names something.
pub(super) fn is_header(rulebook: &Rulebook, line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let name = line.trim().trim_matches('"');
    line.contains([',', ';', '\t', '|']) || column(rulebook, name).is_some()
}

fn column(rulebook: &Rulebook, name: &str) -> Option<Column> {
    if name.eq_ignore_ascii_case(ID) {
        return Some(Column::Id);
    }
    if name.is_empty() {
        return Some(Column::Unnamed);
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
            faults: Vec::new(),
        }
    }

    /// Reads one row.
    pub(super) fn read<'l>(&mut self, line: &'l [u8]) -> Read<'l> {
        self.answers.clear_all();
        let mut id = None;
        if line.len() > MAX_LINE {
            self.faults.push(too_long());
        } else if let Ok(line) = std::str::from_utf8(line) {
            id = match self.header.take() {
                Some(header) => {
                    let id = self.cells(&header, line);
                    self.header = Some(header);
                    id
                }
                None => self.object(line),
            };
        } else {
            self.faults.push(fault(BAD_TEXT, "the row is not UTF-8"));
        }
        if self.faults.is_empty() {
            return Ok(id);
        }
        let faults = std::mem::take(&mut self.faults);
        Err(BadRow { id, faults })
    }

    /// Reads an object with one field per answer. Of one that is cut off or mixed up nothing counts.
    fn object<'l>(&mut self, line: &'l str) -> Option<Id<'l>> {
        let mut json = serde_json::Deserializer::from_str(line);
        let read = Object(self).deserialize(&mut json);
        read.and_then(|id| json.end().map(|()| id))
            .unwrap_or_else(|error| {
                self.answers.clear_all();
                let error = error.to_string().replace("at line 1 column", "at column");
                self.faults = vec![fault(BAD_JSON, &error)];
                None
            })
    }

    /// Reads cells. Empty ones at the end may be left out, or be there without a heading. But over several
    /// lines, too few may be two rows, of which a stray quote has swallowed one.
    fn cells<'l>(&mut self, header: &Header, line: &'l str) -> Option<Id<'l>> {
        let mut id = None;
        let mut columns = header.columns.iter();
        let mut count = 0;
        let mut is_too_long = false;
        for cell in csv::cells(line, header.delimiter) {
            let cell = match cell {
                Ok(cell) => cell,
                Err(message) => {
                    // It may be the end of another row: then these are somebody else's answers.
                    self.answers.clear_all();
                    self.faults = vec![fault(BAD_CSV, message)];
                    return id;
                }
            };
            count += 1;
            match columns.next().unwrap_or(&Column::Unnamed) {
                Column::Id => id = (!cell.is_empty()).then_some(Id::Text(cell)),
                Column::Ignored => {}
                _ if cell.trim().is_empty() => {}
                Column::Answer(question) => self.put(*question, &cell),
                Column::Unnamed => is_too_long = true,
            }
        }
        if is_too_long || columns.next().is_some() && line.contains('\n') {
            let needs = header.columns.len();
            let lines = match line.lines().count() {
                1 => String::new(),
                lines => format!(", {lines} lines long,"),
            };
            let message = format!("the row{lines} has {count} cells, the header has {needs}");
            self.faults.push(fault(CELL_COUNT, &message));
        }
        id
    }

    /// Puts an answer in its place, or says what is wrong with it.
    fn put(&mut self, question: QuestionIndex, value: &str) {
        let rules = &self.rulebook.questions[question];
        match rules.parse_data(value, self.bare) {
            Ok(answer) if !self.answers.has(question) => self.answers.set(question, answer),
            Ok(answer) if self.answers.get(question) == Some(answer) => {}
            read => {
                let written = written(&rules.id, Some(value.to_owned()));
                if read.is_ok() {
                    self.answers.clear(question);
                    let twice = merge::given_twice(question, rules, written);
                    self.faults.push(twice);
                } else {
                    self.refuse(question, &written);
                }
            }
        }
    }

    fn refuse(&mut self, question: QuestionIndex, written: &RawAnswer) {
        let rules = &self.rulebook.questions[question];
        let (_, faults) = merge::read(question, rules, written, self.bare);
        self.faults.extend(faults);
    }

    /// Takes the value of a field in JSON; `null` is no answer.
    fn put_json(&mut self, question: QuestionIndex, value: &RawValue) {
        match json_text(value) {
            Json::Nothing => {}
            Json::Text(text) => self.put(question, &text),
            Json::Other => {
                let id = &self.rulebook.questions[question].id;
                self.refuse(question, &written(id, None));
            }
        }
    }

    fn take_id<'l>(&mut self, id: &mut Option<Id<'l>>, value: &'l RawValue) {
        let given = match value.get().as_bytes() {
            [b'"', ..] => match json_text(value) {
                Json::Text(text) => Some(Id::Text(text)),
                _ => None,
            },
            // A number that no other program could read is no id.
            [b'-' | b'0'..=b'9', ..] => {
                let is_finite = |number: f64| number.is_finite();
                let number = value.get().parse();
                number.is_ok_and(is_finite).then_some(Id::Number(value))
            }
            b"null" => return,
            _ => None,
        };
        match given {
            None => self
                .faults
                .push(fault(BAD_ID, "an id is a text or a number")),
            Some(_) if id.is_some() => {
                self.faults.push(fault(GIVEN_TWICE, "there are two ids"));
            }
            given => *id = given,
        }
    }
}

/// A value in JSON as a flag would have it.
enum Json<'l> {
    Nothing,
    Text(Cow<'l, str>),
    Other,
}

fn json_text(value: &RawValue) -> Json<'_> {
    let text = value.get();
    match text.as_bytes() {
        // Without a backslash it is written as it reads.
        [b'"', .., b'"'] if !text.contains('\\') => Json::Text(text[1..text.len() - 1].into()),
        [b'"', ..] => {
            serde_json::from_str(text).map_or(Json::Other, |text: String| Json::Text(text.into()))
        }
        // The grammar knows lists of ticks.
        [b'[', ..] if !text.contains(['\\', '{', '.']) && !text[1..].contains('[') => {
            Json::Text(text.into())
        }
        [b'-' | b'0'..=b'9', ..] if text.contains(['e', 'E', '.']) => {
            let number: f64 = text.parse().unwrap_or(f64::NAN);
            Json::Text(as_decimals(number.to_string()).into())
        }
        [b'-' | b'0'..=b'9', ..] => Json::Text(text.into()),
        b"true" => Json::Text("yes".into()),
        b"false" => Json::Text("no".into()),
        b"null" => Json::Nothing,
        _ => Json::Other,
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

fn written(question: &str, value: Option<String>) -> RawAnswer {
    RawAnswer {
        origin: Origin::File,
        question: question.to_owned(),
        value,
    }
}

/// Reads an object with one field per answer.
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
        f.write_str("an object with answers, such as {\"pee\": \"pale\"}, in one line")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut row: A) -> Result<Self::Value, A::Error> {
        let reader = self.0;
        let mut id = None;
        let mut last = 0;
        while let Some(column) = row.next_key_seed(Name(reader, last))? {
            match column {
                Column::Id => reader.take_id(&mut id, row.next_value()?),
                Column::Answer(question) => {
                    reader.put_json(question, row.next_value()?);
                    last = question;
                }
                Column::Ignored | Column::Unnamed => _ = row.next_value::<IgnoredAny>()?,
            }
        }
        Ok(id)
    }
}

/// Reads the name of a field. One that is no question is told at once.
struct Name<'a, 'r>(&'a mut Reader<'r>, QuestionIndex);

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
        let Name(reader, last) = self;
        if let Some(question) = reader.fields.find(name, last) {
            return Ok(Column::Answer(question));
        }
        if !reader.fields.ignore_unknown {
            let written = written(name, None);
            let unknown = merge::unknown_question(reader.rulebook, written);
            reader.faults.push(unknown);
        }
        Ok(Column::Ignored)
    }
}
