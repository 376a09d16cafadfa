//! Lines of comma-separated values. A row is one line, so a stray quote spoils no other row.

use std::borrow::Cow;

/// What is wrong with a line.
pub(super) type Malformed = &'static str;

/// The character between the cells of a header: the first that can be no part of a name.
pub(super) fn delimiter(header: &str) -> u8 {
    let between = header.bytes().find(|byte| b",;\t".contains(byte));
    between.unwrap_or(b',')
}

/// The cells of a line.
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
        // It may be the end of a cell that began on another line, and then it is nobody's row.
        if cell.contains('"') {
            return Some(Err("a quote stands in a cell that does not begin with one"));
        }
        Some(Ok(Cow::Borrowed(cell)))
    })
}

/// A cell behind its first quote, and what follows it.
fn quoted_cell(text: &str, delimiter: u8) -> Result<(Cow<'_, str>, Option<&str>), Malformed> {
    let mut cell = Cow::Borrowed("");
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('"').ok_or("a quote is not closed")?;
        // Only a cell with a quote in it needs a copy.
        if cell.is_empty() {
            cell = Cow::Borrowed(part);
        } else {
            cell.to_mut().push_str(part);
        }
        rest = after;
        match rest.as_bytes().first() {
            None => return Ok((cell, None)),
            Some(byte) if *byte == delimiter => return Ok((cell, Some(&rest[1..]))),
            Some(b'"') => {
                cell.to_mut().push('"');
                rest = &rest[1..];
            }
            Some(_) => return Err("there is text behind a closing quote"),
        }
    }
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
    fn no_cell_is_a_formula() {
        for text in [
            "=1+1", "+1", "-1", "@x", "＝1", "\t=1", "plain", "a,b", "q\"q",
        ] {
            let mut out = Vec::new();
            write_cell(&mut out, text);
            let out = String::from_utf8(out).unwrap();
            let shown = read(&out).remove(0).unwrap().into_owned();
            assert!(!shown.starts_with(FORMULA), "{out}");
            assert!(!shown.starts_with('\t'), "{out}");
            assert!(shown.ends_with(text.trim_start()), "{out}");
        }
    }
}
