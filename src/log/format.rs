//! Which program an export is from, and where in it things stand: columns are found by their name, in
//! any of its languages, and by how often it came before; never by their place.

use super::bytes::{LogError, check_quotes, text};
use super::garmin;
use super::rows::{Rows, reader};
use super::runkeeper;
use super::strava;
use super::{Log, Settings, Source};

/// Commas are as it was exported; the others come from spreadsheets.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// More columns than these has only Strava's export.
const MOST_OF_OTHERS: usize = 60;

/// Names that Garmin does not translate.
const OF_GARMIN: &str = "training stress score® | training stress score® (tss®) | grit";

/// Finds out what an export is, and reads it.
pub(super) fn read(bytes: &[u8], settings: &Settings) -> Result<Log, LogError> {
    let text = text(bytes)?;
    let mut nearly = None;
    for delimiter in DELIMITERS {
        let mut reader = reader(text, delimiter);
        let names = reader.headers().into_iter().flatten();
        let names: Vec<String> = names.map(folded).collect();
        let header = Header(&names);
        let rows = || {
            check_quotes(text, delimiter)?;
            Ok(Rows {
                text,
                delimiter,
                columns: names.len(),
            })
        };
        if let Some(columns) = strava::Columns::find(header) {
            return Ok(columns.read(&rows()?, settings));
        } else if let Some(columns) = runkeeper::Columns::find(header) {
            return Ok(columns.read(&rows()?, settings));
        } else if let Some(columns) = garmin::Columns::find(header) {
            return Ok(columns.read(&rows()?, settings));
        }
        if names.len() > MOST_OF_OTHERS {
            nearly = Some(Source::Strava);
        } else if names.iter().any(|name| is_one_of(name, OF_GARMIN)) {
            nearly = Some(Source::Garmin);
        }
    }
    Err(nearly.map_or(LogError::Unknown, LogError::Language))
}

/// A name as it is compared: without capitals, blanks around it or marks of a web page.
pub(super) fn folded(name: &str) -> String {
    let name = name
        .trim()
        .replace('’', "'")
        .replace(['\u{a0}', '\u{202f}'], " ");
    name.to_lowercase()
}

/// Whether a folded name is one of several, which stand with bars between them.
pub(super) fn is_one_of(name: &str, names: &str) -> bool {
    names.split('|').any(|one| one.trim() == name)
}

/// The folded names of the columns.
#[derive(Clone, Copy)]
pub(super) struct Header<'h>(&'h [String]);

impl Header<'_> {
    /// Every column that has one of these names, in order. A program that reads tables may have made
    /// names unique, as in `Distance.1`.
    pub(super) fn all(self, names: &str) -> Vec<usize> {
        let is_one = |name: &String| {
            let name = match name.rsplit_once('.') {
                Some((name, "1" | "2")) => name,
                _ => name,
            };
            is_one_of(name, names)
        };
        let columns = self.0.iter().enumerate();
        columns
            .filter(|(_, name)| is_one(name))
            .map(|(column, _)| column)
            .collect()
    }

    /// The first column that has one of these names.
    pub(super) fn first(self, names: &str) -> Option<usize> {
        self.all(names).first().copied()
    }
}
