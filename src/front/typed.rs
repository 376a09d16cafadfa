//! A line typed key by key: unlike a line that the terminal gathers, it can be left with Esc alone.
//!
//! It holds an answer of a few words, so it knows no cursor but at its end.

use std::io;

use console::{Key, Term};
use textwrap::core::display_width;

use super::lines::Line;
use super::signals::Watch;
use crate::text::is_unsafe;

/// More is no answer.
const LONGEST: usize = 1024;

/// What goes before the line.
const SIGN: &str = "> ";

/// What ends the input, and what empties the line.
const CTRL_D: char = '\u{4}';
const CTRL_U: char = '\u{15}';

/// Esc, as a terminal that gathers the line would hand it over.
const ESCAPE: &str = "\u{1b}";

/// The next line; waits for it. It is shown on one line of `width` columns, by its end if need be.
pub(super) fn line(term: &Term, width: usize, watch: &Watch) -> io::Result<Line> {
    let mut typed = String::new();
    let ended = loop {
        watch.forget_resize();
        term.clear_line()?;
        let shown = end(&typed, width.saturating_sub(SIGN.len()));
        term.write_str(&format!("{SIGN}{shown}"))?;
        match term.read_key() {
            Ok(Key::Enter) => break Line::Text(typed),
            Ok(Key::Escape) => break Line::Text(ESCAPE.to_owned()),
            Ok(Key::Backspace) => drop(typed.pop()),
            Ok(Key::Char(CTRL_U)) => typed.clear(),
            // Typed before the program listened, Ctrl-D comes as a zero.
            Ok(Key::Char(CTRL_D | '\0')) if typed.is_empty() => break Line::End,
            Ok(Key::Char(c)) if !is_unsafe(c) && typed.len() < LONGEST => typed.push(c),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                if let Some(signal) = watch.leaving_list() {
                    break Line::Interrupted(signal);
                }
            }
            Err(_) => break Line::End,
        }
    };
    term.write_line("")?;
    Ok(ended)
}

/// As much of the end of a text as fits.
fn end(text: &str, width: usize) -> &str {
    let starts = text.char_indices().map(|(start, _)| &text[start..]);
    let mut ends = starts.chain([""]);
    ends.find(|end| display_width(end) <= width).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::end;

    #[test]
    fn a_line_is_shown_by_its_end() {
        for (width, shown) in [
            (9, "3 週間 ab"),
            (8, " 週間 ab"),
            (5, "間 ab"),
            (4, " ab"),
            (0, ""),
        ] {
            assert_eq!(end("3 週間 ab", width), shown);
        }
    }
}
