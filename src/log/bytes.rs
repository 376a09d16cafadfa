//! The bytes of an export, checked before anything is taken from them.

use memchr::{memchr_iter, memrchr};

use super::Source;

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

/// Refuses a quote that is not closed where its cell ends. A reader takes all up to the next quote
/// for one cell, and would lose the rows in it without a word.
pub(super) fn check_quotes(text: &[u8], delimiter: u8) -> Result<(), LogError> {
    let ends_cell =
        |byte: Option<&u8>| byte.is_none_or(|byte| [delimiter, b'\r', b'\n'].contains(byte));
    let mut open = None;
    let mut quotes = memchr_iter(b'"', text);
    while let Some(at) = quotes.next() {
        match (open, text.get(at + 1)) {
            (None, _) if ends_cell(at.checked_sub(1).map(|before| &text[before])) => {
                open = Some(at);
            }
            // In the middle of a cell it is a character like any other.
            (None, _) => {}
            (Some(_), Some(b'"')) => drop(quotes.next()),
            (Some(_), after) if ends_cell(after) => open = None,
            (Some(open), _) => return Err(open_quote(text, open)),
        }
    }
    open.map_or(Ok(()), |open| Err(open_quote(text, open)))
}

fn open_quote(text: &[u8], at: usize) -> LogError {
    let before = &text[..at];
    let line_start = memrchr(b'\n', before).map_or(0, |end| end + 1);
    LogError::OpenQuote {
        line: 1 + memchr_iter(b'\n', before).count(),
        column: 1 + String::from_utf8_lossy(&before[line_start..])
            .chars()
            .count(),
    }
}
