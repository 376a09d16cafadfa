//! How rows are written, told from the first bytes and the first line; and what a file is that has none.

use super::Input;
use super::header::is_header;
use super::lines::Chunk;
use crate::rulebook::Rulebook;

const JSON: &str = "it is JSON over several lines, or a list; rows are one object a line: put it through \
                    `jq -c '.[]'`, or `jq -c .` for single objects";

/// What a file is that begins like this, if no rows can be read from it.
pub(super) fn unreadable(chunk: &Chunk) -> Option<&'static str> {
    let bytes = chunk.bytes();
    let line = chunk.rows().next().map(|(_, line)| line.trim_ascii());
    match bytes {
        _ if line.is_some_and(|line| matches!(line, b"{" | b"[")) => Some(JSON),
        [0x1f, 0x8b, ..] => Some("it is compressed; `zcat FILE | soreleg batch` reads it"),
        [b'P', b'K', 3, 4, ..] => Some("it is an archive or a spreadsheet; save it as CSV"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => {
            Some("it is UTF-16 text; save it as UTF-8, or put it through `iconv -f utf-16`")
        }
        // One line end at the very end is none between rows.
        _ if bytes.contains(&b'\r') && !bytes.trim_ascii_end().contains(&b'\n') => bytes
            .trim_ascii_end()
            .contains(&b'\r')
            .then_some("its lines end with CR alone; put it through `tr '\\r' '\\n'`"),
        _ => None,
    }
}

/// How rows are written that begin like this.
///
/// # Errors
/// When that is not clear, with what it looks like.
pub(super) fn told(rulebook: &Rulebook, chunk: &Chunk) -> Result<Input, &'static str> {
    let line = chunk.rows().next().map_or(&[][..], |(_, line)| line);
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
