//! Which program an export is from, and where in it things stand: columns are found by their name, in
//! any of its languages, and by how often it came before; never by their place.

use csv::ReaderBuilder;

use super::Source;
use super::bytes::{LogError, check_quotes, text};
use super::garmin;
use super::rows::Rows;
use super::runkeeper;
use super::strava;

/// An export whose header is known.
pub(super) enum Format {
    Strava(strava::Columns),
    Garmin(garmin::Columns),
    Runkeeper(runkeeper::Columns),
}

/// Commas are as it was exported; the others come from spreadsheets.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// More columns than these has only Strava's export.
const MOST_OF_OTHERS: usize = 60;

/// Names that Garmin does not translate.
const OF_GARMIN: &str = "training stress score® | training stress score® (tss®) | grit";

/// Finds out what an export is.
pub(super) fn recognise(bytes: &[u8]) -> Result<(Rows, Format), LogError> {
    let text = text(bytes)?;
    let mut nearly = None;
    for delimiter in DELIMITERS {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(text);
        let names = reader.headers().cloned().unwrap_or_default();
        let names: Vec<String> = names.iter().map(folded).collect();
        let header = Header(&names);
        let format = (strava::Columns::find(header).map(Format::Strava))
            .or_else(|| runkeeper::Columns::find(header).map(Format::Runkeeper))
            .or_else(|| garmin::Columns::find(header).map(Format::Garmin));
        if let Some(format) = format {
            check_quotes(text, delimiter)?;
            // Nothing else can be wrong with it.
            let records = reader.into_records().flatten();
            let records = records.filter(|record| record.iter().any(|cell| !cell.is_empty()));
            let rows = Rows {
                columns: names.len(),
                records: records.collect(),
            };
            return Ok((rows, format));
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
