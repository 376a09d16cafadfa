//! How rows are written, told from the first bytes and the first line; and what a file is that has none.

use super::Input;
use super::header::is_header;
use crate::rulebook::Rulebook;

const JSON: &str = "it is JSON over several lines, or a list; rows are one object a line: put it through \
                    `jq -c '.[]'`, or `jq -c .` for single objects";

/// What a file is that begins with these bytes and this line, if no rows can be read from it.
pub(super) fn unreadable(bytes: &[u8], line: &[u8]) -> Option<&'static str> {
    // Line ends at the very end are none between rows.
    let has = |end| bytes.trim_ascii_end().contains(&end);
    match bytes {
        _ if matches!(line.trim_ascii(), b"{" | b"[") => Some(JSON),
        [0x1f, 0x8b, ..] => Some("it is compressed; `zcat FILE | soreleg batch` reads it"),
        [b'P', b'K', 3, 4, ..] => Some("it is an archive or a spreadsheet; save it as CSV"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => {
            Some("it is UTF-16 text; save it as UTF-8, or put it through `iconv -f utf-16`")
        }
        _ if has(b'\r') && !has(b'\n') => {
            Some("its lines end with CR alone; put it through `tr '\\r' '\\n'`")
        }
        _ => None,
    }
}

/// How rows are written that begin like this.
///
/// # Errors
/// When that is not clear, with what it looks like.
pub(super) fn told(rulebook: &Rulebook, line: &[u8]) -> Result<Input, &'static str> {
    match line.trim_ascii() {
        [b'[', b'{' | b'[', ..] => Err(JSON),
        [b'{', ..] => Ok(Input::Jsonl),
        _ if is_header(rulebook, line) => Ok(Input::Csv),
        _ => Err("it begins neither with a JSON object nor with a header of question ids"),
    }
}

/// Whether a line says what stands between cells, as spreadsheets write it above the header: `sep=;`.
pub(super) fn is_separator_line(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() == 5 && line[..4].eq_ignore_ascii_case(b"sep=")
}
