//! A line typed key by key: unlike a line that the terminal gathers, it can be left with Esc alone.
//!
//! It holds an answer of a few words, so it knows no cursor but at its end.

use std::io;

use console::Key;
use textwrap::core::display_width;

use super::EndReason;
use super::by_line::{LONGEST, Line};
use super::page::Page;
use crate::system::keys::{Input, Keyboard};
use crate::text::is_unsafe;

/// What ends the input, what empties the line, and what takes its last word away.
const CTRL_D: char = '\u{4}';
const CTRL_U: char = '\u{15}';
const CTRL_W: char = '\u{17}';

/// Esc, as a terminal that gathers the line would hand it over.
pub(super) const ESCAPE: &str = "\u{1b}";

/// What goes before the line.
pub(super) const SIGN: &str = "> ";

/// The next line; waits for it. What is typed so far stays in `typed` until Enter. It is shown on one
/// line, by its end if need be.
pub(super) fn line(page: &Page, keyboard: &mut Keyboard, typed: &mut String) -> io::Result<Line> {
    let line = loop {
        page.term.clear_line()?;
        page.write(&format!("{SIGN}{}", shown(page, typed)))?;
        if let Some(line) = edit(&keyboard.next()?, typed) {
            break line;
        }
    };
    page.blank()?;
    Ok(line)
}

/// Types; gives the line that this ends.
pub(super) fn edit(input: &Input, typed: &mut String) -> Option<Line> {
    match *input {
        Input::Key(Key::Enter) => return Some(Line::Text(std::mem::take(typed))),
        Input::Key(Key::Escape) => return Some(Line::Text(ESCAPE.to_owned())),
        // No answer has one, so it need not cost what is typed.
        Input::Key(Key::Char('?')) => return Some(Line::Text("?".to_owned())),
        Input::Key(Key::Backspace) => drop(typed.pop()),
        Input::Key(Key::Char(CTRL_U)) => typed.clear(),
        Input::Key(Key::Char(CTRL_W)) => {
            let words = typed.trim_end().rfind(char::is_whitespace);
            typed.truncate(words.map_or(0, |blank| blank + 1));
        }
        Input::Key(Key::Char(CTRL_D)) if typed.is_empty() => {
            return Some(Line::End(EndReason::Left));
        }
        Input::Key(Key::Char(c)) | Input::Pasted(c) if !is_unsafe(c) && typed.len() < LONGEST => {
            typed.push(c);
        }
        Input::Key(_) | Input::Pasted(_) => {}
        Input::Redraw => return Some(Line::Redraw),
        Input::End(signal) => return Some(Line::End(signal.into())),
    }
    None
}

/// As much of what is typed as stands on one line.
pub(super) fn shown<'t>(page: &Page, typed: &'t str) -> &'t str {
    end(typed, page.width().saturating_sub(SIGN.len()))
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
