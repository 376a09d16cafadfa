//! Rows of comma-separated values (RFC 4180), cut so that one stray quote swallows no other row.
//!
//! Of these rows, a reader that follows the quotes alone makes one runner, and who says `cola` is lost:
//!
//! ```csv
//! id,pee
//! "anna,pale
//! ben,cola
//! cleo,"pale"
//! ```
//!
//! Here the first quote is told from the beginning of a cell of several lines by what closes it: behind
//! the next quote stands text. So Anna's row alone is bad.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

/// What is wrong with a row.
pub(super) type Malformed = &'static str;

/// The character between the cells of a header: the first that can be no part of a name.
pub(super) fn delimiter(header: &str) -> u8 {
    let between = header.bytes().find(|byte| b",;\t".contains(byte));
    between.unwrap_or(b',')
}

/// Where the row that begins here ends: at the first line break outside of a quoted cell, or at the
/// first of all if a quoted cell is not closed within `most` bytes, or not as it should be. Nothing,
/// if more bytes are needed to tell.
///
/// A stray quote is told from a cell of several lines by the next cell with quotes: its first quote
/// has text behind it, so it closes nothing. That also means that no line is looked at many times.
pub(super) fn row_end(bytes: &[u8], delimiter: u8, most: usize) -> Option<usize> {
    let line_end = memchr(b'\n', bytes)?;
    if memchr(b'"', &bytes[..line_end]).is_none() {
        return Some(line_end);
    }
    let bytes = &bytes[..bytes.len().min(most)];
    let mut cell = 0;
    loop {
        let end = match &bytes[cell..] {
            [b'"', quoted @ ..] => match quoted_end(quoted, delimiter) {
                QuotedEnd::At(end) => Some(cell + 1 + end),
                QuotedEnd::Stray => return Some(line_end),
                QuotedEnd::AtLast | QuotedEnd::OutOfSight => None,
            },
            plain => memchr2(delimiter, b'\n', plain).map(|end| cell + end),
        };
        match end {
            Some(end) if bytes[end] == b'\n' => return Some(end),
            Some(end) => cell = end + 1,
            None => return (bytes.len() == most).then_some(line_end),
        }
    }
}

/// What follows the first quote of a cell.
enum QuotedEnd {
    /// The cell is closed, and here is the delimiter or the line break behind it.
    At(usize),
    /// The cell is closed by the last byte that is there, but for half a line break.
    AtLast,
    /// There is text behind a quote, so that one was no end, and the first no beginning.
    Stray,
    /// It goes on behind the last byte.
    OutOfSight,
}

fn quoted_end(quoted: &[u8], delimiter: u8) -> QuotedEnd {
    let mut at = 0;
    while let Some(quote) = memchr(b'"', &quoted[at..]) {
        at += quote + 1;
        match &quoted[at..] {
            [b'"', ..] => at += 1,
            [b'\r', b'\n', ..] => return QuotedEnd::At(at + 1),
            [byte, ..] if [delimiter, b'\n'].contains(byte) => return QuotedEnd::At(at),
            [] | [b'\r'] => return QuotedEnd::AtLast,
            _ => return QuotedEnd::Stray,
        }
    }
    QuotedEnd::OutOfSight
}

/// The cells of a row.
pub(super) fn cells(
    line: &str,
    delimiter: u8,
) -> impl Iterator<Item = Result<Cow<'_, str>, Malformed>> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        if let Some(quoted) = text.strip_prefix('"') {
            let cell = quoted_cell(quoted, delimiter);
            return Some(cell.map(|(cell, after)| {
                rest = after;
                cell
            }));
        }
        let end = text.bytes().position(|byte| byte == delimiter);
        rest = end.map(|end| &text[end + 1..]);
        let cell = &text[..end.unwrap_or(text.len())];
        // It may be the end of a cell that began on another line and was too long to see that.
        if cell.contains('"') {
            return Some(Err("a quote stands in a cell that does not begin with one"));
        }
        Some(Ok(Cow::Borrowed(cell)))
    })
}

/// A cell behind its first quote, and what follows it.
fn quoted_cell(text: &str, delimiter: u8) -> Result<(Cow<'_, str>, Option<&str>), Malformed> {
    let (end, rest) = match quoted_end(text.as_bytes(), delimiter) {
        QuotedEnd::At(end) => (end, Some(&text[end + 1..])),
        QuotedEnd::AtLast if text.ends_with('"') => (text.len(), None),
        QuotedEnd::AtLast | QuotedEnd::Stray => {
            return Err("there is text behind a closing quote");
        }
        QuotedEnd::OutOfSight => return Err("a quote is not closed"),
    };
    let cell = &text[..end - 1];
    // Only a cell with a quote in it needs a copy.
    let cell = if cell.contains('"') {
        cell.replace("\"\"", "\"").into()
    } else {
        cell.into()
    };
    Ok((cell, rest))
}

/// What a formula begins with; some spreadsheets take the wide forms as well.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Writes one cell. What a spreadsheet would run as a formula becomes text by a leading `'`.
pub(super) fn write_cell(out: &mut Vec<u8>, text: &str) {
    let text = crate::text::escaped(text);
    let formula = text.starts_with(FORMULA);
    let quoted = formula || text.contains([',', ';', '"']);
    if !quoted {
        return out.extend_from_slice(text.as_bytes());
    }
    out.push(b'"');
    if formula {
        out.push(b'\'');
    }
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<Result<Cow<'_, str>, Malformed>> {
        cells(line, b',').collect()
    }

    #[test]
    fn cells_are_read_as_spreadsheets_write_them() {
        assert_eq!(
            read("a,,c"),
            [Ok("a".into()), Ok("".into()), Ok("c".into())]
        );
        assert_eq!(read(""), [Ok("".into())]);
        assert_eq!(
            read(r#""a,b","say ""hi""","#),
            [Ok("a,b".into()), Ok(r#"say "hi""#.into()), Ok("".into())]
        );
        assert_eq!(read(r#""a,b"#)[0], Err("a quote is not closed"));
        assert_eq!(
            read(r#""a"b,c"#)[0],
            Err("there is text behind a closing quote")
        );
        for end_of_a_cell in [r#"b",none"#, r#"5" tall,b"#] {
            assert!(read(end_of_a_cell)[0].is_err());
        }
        assert_eq!(delimiter("id;pee;where"), b';');
        assert_eq!(delimiter("pee"), b',');
    }

    #[test]
    fn a_row_ends_outside_of_quotes() {
        for (text, row) in [
            ("a,b\nc", Some("a,b")),
            ("a,b", None),
            ("\"a\nb\",c\nd", Some("\"a\nb\",c")),
            (
                "a,\"b\r\n\"\"c\"\"\n\"\r\nd",
                Some("a,\"b\r\n\"\"c\"\"\n\"\r"),
            ),
            ("\"a\nb\",\"c\nd\"\ne", Some("\"a\nb\",\"c\nd\"")),
            // A stray quote: the next one does not close a cell.
            ("\"a,b\nc,\"d\"\n", Some("\"a,b")),
            ("\"a,b\n\"c\",d\n", Some("\"a,b")),
            ("5\" a,b\nc\",d\n", Some("5\" a,b")),
            // More is needed to tell.
            ("\"a\nb,c\n", None),
            ("\"a\nb\"", None),
            ("\"a\nb\"\r", None),
        ] {
            let end = row_end(text.as_bytes(), b',', 100);
            assert_eq!(end.map(|end| &text[..end]), row, "{text:?}");
        }
        assert_eq!(row_end(b"\"a\nb,c\n", b',', 6), Some(2));
    }
}
