//! Rows of cells: the bytes of an export, checked before anything is taken from them.

use csv::{ByteRecord, ReaderBuilder};
use memchr::{memchr, memchr_iter};

use super::moment::Slashes;
use super::{Activity, Log, Reason, Source, Unreadable};
use crate::quantity::Unit;

/// The largest file that is read. Twenty years of running take about 1 MB.
pub(crate) const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Why a file is not read. Nothing of what is in it is repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Too much in it.
    #[error("the file is larger than 32 MB, which is more than any list of activities")]
    TooLarge,
    /// An archive that was not unpacked.
    #[error("this is a zip archive")]
    Zipped,
    /// Another encoding than UTF-8.
    #[error("line {0} is not UTF-8 text")]
    NotUtf8(usize),
    /// A quote that opens a cell and does not end it.
    #[error(
        "the quote that opens in line {line}, column {column} is not closed before the end of its \
         cell, so rows may be missing"
    )]
    OpenQuote {
        /// Its line, from 1.
        line: usize,
        /// Its place in the line in characters, from 1.
        column: usize,
    },
    /// A list of activities whose header is in a language that is not known here.
    #[error("this looks like an export of {}, in a language that is not known here", .0.name())]
    Language(Source),
    /// Anything else.
    #[error("this is no list of activities from Strava, Garmin Connect or Runkeeper")]
    Unknown,
}

impl LogError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            LogError::Empty | LogError::OpenQuote { .. } => {
                "a download may have been cut off; export it again, and give the file as it came"
            }
            LogError::TooLarge => "give only activities.csv out of the archive",
            LogError::Zipped => "unpack it, and give the folder or the activities.csv in it",
            LogError::NotUtf8(_) => {
                "a spreadsheet may have saved it anew; give the file as it was downloaded"
            }
            LogError::Language(Source::Strava) => {
                "set Strava to English (Settings > Display Preferences > Language), ask for the \
                 archive again, then set it back"
            }
            LogError::Language(_) => "set the site to English for the export, then set it back",
            LogError::Unknown => {
                "Strava: Settings > My Account > Download or Delete Your Account > Get Started > \
                 Request Your Archive, then unpack it and give activities.csv\n\
                 Garmin Connect on the web: Activities > All Activities, scroll down as far as you \
                 want to go back, Export CSV\n\
                 Runkeeper on the web: Settings > Export Data, then unpack it and give \
                 cardioActivities.csv"
            }
        }
    }
}

/// A text that is sound as a table, with its header.
pub(super) struct Table<'t> {
    text: &'t [u8],
    delimiter: u8,
    pub(super) header: Vec<String>,
}

/// Takes the marks of a spreadsheet off a file, and refuses what is no text.
pub(super) fn text(bytes: &[u8]) -> Result<&[u8], LogError> {
    if bytes.len() > MAX_BYTES {
        return Err(LogError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(LogError::Zipped);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(text) {
        Err(error) => {
            let before = &text[..error.valid_up_to()];
            Err(LogError::NotUtf8(1 + memchr_iter(b'\n', before).count()))
        }
        Ok(text) if text.trim().is_empty() => Err(LogError::Empty),
        Ok(_) => Ok(text),
    }
}

impl<'t> Table<'t> {
    pub(super) fn new(text: &'t [u8], delimiter: u8) -> Self {
        let mut table = Table {
            text,
            delimiter,
            header: Vec::new(),
        };
        let mut header = ByteRecord::new();
        let _ = table.reader().read_byte_record(&mut header);
        let cells = header.iter().map(String::from_utf8_lossy);
        table.header = cells.map(Into::into).collect();
        table
    }

    fn reader(&self) -> csv::Reader<&'t [u8]> {
        ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text)
    }

    /// Refuses a quote that is not closed where its cell ends. A reader takes all up to the next quote
    /// for one cell, and would lose the rows in it without a word.
    pub(super) fn check_quotes(&self) -> Result<(), LogError> {
        let ends_cell = |byte: Option<&u8>| {
            byte.is_none_or(|byte| [self.delimiter, b'\r', b'\n'].contains(byte))
        };
        let mut from = 0;
        while let Some(found) = memchr(b'"', &self.text[from..]) {
            let open = from + found;
            from = open + 1;
            // In the middle of a cell it is a character like any other.
            if !ends_cell(open.checked_sub(1).map(|before| &self.text[before])) {
                continue;
            }
            loop {
                let Some(found) = memchr(b'"', &self.text[from..]) else {
                    return Err(self.open_quote(open));
                };
                from += found + 1;
                match self.text.get(from) {
                    Some(b'"') => from += 1,
                    after if ends_cell(after) => break,
                    _ => return Err(self.open_quote(open)),
                }
            }
        }
        Ok(())
    }

    fn open_quote(&self, at: usize) -> LogError {
        let before = &self.text[..at];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        LogError::OpenQuote {
            line: 1 + memchr_iter(b'\n', before).count(),
            column: 1 + String::from_utf8_lossy(&before[line_start..])
                .chars()
                .count(),
        }
    }

    /// Reads all rows below the header. `activity` makes one of the cells of a row, or says which column
    /// is at fault; of a row that is empty it is not asked.
    pub(super) fn read(
        &self,
        source: Source,
        unit: Option<Unit>,
        mut activity: impl FnMut(&Row) -> Result<Activity, (Reason, usize)>,
    ) -> Log {
        let mut log = Log {
            source,
            activities: Vec::new(),
            rows: 0,
            unreadable: Vec::new(),
            unit,
            may_be_cut: source == Source::Garmin,
        };
        self.each_row(|line, row| {
            log.rows += 1;
            let read = match row {
                Some(row) => activity(row).map_err(|(reason, column)| (reason, Some(column + 1))),
                None => Err((Reason::Cells, None)),
            };
            match read {
                Ok(activity) => log.activities.push(activity),
                Err((reason, column)) => log.unreadable.push(Unreadable {
                    line,
                    column,
                    reason,
                }),
            }
        });
        log
    }

    /// Reads all rows. Only where the file has dates with slashes it is read twice: first to find out which
    /// number is the day.
    pub(super) fn read_dates(&self, column: usize, read: impl Fn(Slashes) -> Log) -> Log {
        let log = read(Slashes::Unknown);
        if log.unreadable.iter().all(|row| row.reason != Reason::Date) {
            return log;
        }
        match self.told(column, |cells| Slashes::of(cells)) {
            Slashes::Unknown => log,
            told => read(told),
        }
    }

    /// What the cells of a column tell about the whole file.
    pub(super) fn told<T>(
        &self,
        column: usize,
        tell: impl Fn(&mut dyn Iterator<Item = &str>) -> T,
    ) -> T {
        let mut cells: Vec<String> = Vec::new();
        self.each_row(|_, row| cells.extend(row.map(|row| row.cell(column).to_owned())));
        tell(&mut cells.iter().map(String::as_str))
    }

    /// Calls `visit` with each row and its line; with None for one that has not as many cells as the
    /// header.
    pub(super) fn each_row(&self, mut visit: impl FnMut(u64, Option<&Row>)) {
        let mut reader = self.reader();
        let mut record = ByteRecord::new();
        let mut is_header = true;
        // What could not be read was refused before: this only ends at the end.
        while let Ok(true) = reader.read_byte_record(&mut record) {
            if std::mem::take(&mut is_header) || record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            let line = record.position().map_or(0, csv::Position::line);
            let is_whole = record.len() == self.header.len();
            visit(line, is_whole.then_some(&Row(&record)));
        }
    }
}

/// The cells of a row.
pub(super) struct Row<'r>(&'r ByteRecord);

impl<'r> Row<'r> {
    /// A cell without blanks around it.
    pub(super) fn cell(&self, column: usize) -> &'r str {
        let cell = self.0.get(column).unwrap_or_default();
        std::str::from_utf8(cell).unwrap_or_default().trim()
    }

    /// A cell of a column that the file may not have; empty without it.
    pub(super) fn cell_of(&self, column: Option<usize>) -> &'r str {
        column.map_or("", |column| self.cell(column))
    }
}
