//! The header of a table: what its columns hold.

use std::borrow::Cow;

use super::csv;
use super::lines::MAX_LINE;
use super::row::too_long;
use crate::answers::codes::{BAD_CSV, GIVEN_TWICE, NO_QUESTION};
use crate::answers::merge::{
    AnswerFault, AnswerSource, NOTHING_GIVEN, RawAnswer, unknown_question,
};
use crate::index::QuestionIndex;
use crate::rulebook::Rulebook;

/// The field that is carried through.
pub(super) const ID: &str = "id";

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Answer(QuestionIndex),
    Ignored,
    /// Nothing, unless it is a mistake: a separator ends the header.
    Unnamed,
}

/// The first line of a table.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub(super) delimiter: u8,
    pub(super) columns: Vec<Column>,
}

impl Header {
    /// Reads a header, in which capitals make no difference.
    ///
    /// # Errors
    /// Every column that is no question, unless those are ignored, or is there twice; and a header
    /// without any question, since its rows would come to nothing.
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
        let names = names.map_err(|message| vec![AnswerFault::new(BAD_CSV, message)])?;
        let mut columns = Vec::new();
        let mut faults = Vec::new();
        for name in names.iter().map(|name| name.trim()) {
            let raw = || RawAnswer {
                source: AnswerSource::File,
                question: name.to_owned(),
                value: Err(NOTHING_GIVEN),
            };
            let column = Column::named(rulebook, name);
            match column {
                Some(Column::Id | Column::Answer(_)) if columns.contains(&column) => {
                    faults.push(AnswerFault {
                        raw: Some(raw()),
                        ..AnswerFault::new(GIVEN_TWICE, "there are two such columns")
                    });
                }
                None if !ignore_unknown => faults.push(unknown_question(rulebook, raw())),
                _ => {}
            }
            columns.push(column);
        }
        let is_question = |column: &Option<Column>| matches!(column, Some(Column::Answer(_)));
        if !columns.iter().any(is_question) {
            let bar = if line.contains('|') {
                ": `,`, `;` or a tab stands between cells, not `|`"
            } else {
                "; `soreleg questions` lists them"
            };
            let message = format!("no column is a question{bar}");
            faults.push(AnswerFault::new(NO_QUESTION, message));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let columns = columns.into_iter();
        Ok(Header {
            delimiter,
            columns: columns
                .map(|column| column.unwrap_or(Column::Ignored))
                .collect(),
        })
    }
}

impl Column {
    fn named(rulebook: &Rulebook, name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case(ID) {
            return Some(Column::Id);
        }
        if name.is_empty() {
            return Some(Column::Unnamed);
        }
        rulebook.question_meant(name).map(Column::Answer)
    }
}

/// Whether a line looks like a header: several cells, or one that names something.
pub(super) fn is_header(rulebook: &Rulebook, line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let name = line.trim().trim_matches('"');
    line.contains([',', ';', '\t', '|'])
        || !name.is_empty() && Column::named(rulebook, name).is_some()
}
