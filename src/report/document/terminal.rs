//! A document as text for a terminal, wrapped to its width.

use std::iter;

use console::Style as Look;
use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter};

use super::{Block, Document, one_line};
use crate::system::{goes_on, quoted};
use crate::text::{Shown, escaped};
use crate::triage::TriageLevel;

/// How a document may look.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns.
    pub width: usize,
    /// The rows that are free for it, where it is shown on a screen.
    pub rows: Option<usize>,
    /// Whether headings are set off by escape codes.
    pub colour: bool,
    /// Whether bars and marks are drawn. Otherwise words stand for them, as a screen reader wants it.
    pub graphics: bool,
}

impl Document {
    /// The document for a terminal.
    #[must_use]
    pub fn text(&self, style: Style) -> Shown {
        let whole = self.written(style, false);
        let scrolls = (style.rows).is_some_and(|rows| whole.lines().count() > rows);
        Shown::trusted(if scrolls {
            self.written(style, true)
        } else {
            whole
        })
    }

    fn written(&self, style: Style, scrolls: bool) -> String {
        let mut text = String::new();
        let names = self.0.iter().map(|block| match block {
            Block::Bar(name, ..) => display_width(name),
            _ => 0,
        });
        let longest = names.max().unwrap_or(0);
        for block in &self.0 {
            match block {
                Block::Heading(_, heading) => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    styled(&mut text, heading, style, Look::new().bold());
                }
                Block::Label(label) => styled(&mut text, label, style, Look::new().bold()),
                Block::Verdict(level, title) => styled(&mut text, title, style, look(*level)),
                Block::Hint(hint) => styled(&mut text, hint, style, Look::new().dim()),
                Block::Paragraph(paragraph) => add(&mut text, "", paragraph, style),
                Block::Action(action) => add(&mut text, "> ", action, style),
                Block::Item(mark, item) => add(&mut text, mark, item, style),
                Block::Bar(name, _, word) if !style.graphics => {
                    add(&mut text, "  ", &format!("{name}: {word}"), style);
                }
                Block::Bar(name, full, word) => {
                    let gap = " ".repeat(longest.saturating_sub(display_width(name)) + 2);
                    let bar = "█".repeat(*full) + &"░".repeat(8 - full);
                    let line = format!("  {name}{gap}{bar} {word}");
                    if display_width(&line) <= style.width {
                        text.extend([&*escaped(&line), "\n"]);
                    } else {
                        add(&mut text, "  ", name, style);
                        add(&mut text, "    ", &format!("{bar} {word}"), style);
                    }
                }
                Block::Line(line) => text.extend([&*escaped(line), "\n"]),
                Block::Table(heads, rows) => {
                    text += &super::markdown::table(heads, rows, escaped);
                }
                Block::Overflow(document) if scrolls => text += &document.written(style, false),
                Block::Overflow(_) => {}
                Block::Command(words) => command(&mut text, words, style.width),
            }
        }
        text
    }
}

fn styled(text: &mut String, heading: &str, style: Style, look: Look) {
    let look = look.force_styling(style.colour);
    for line in wrapped("", heading, style.width) {
        text.extend([&look.apply_to(line).to_string(), "\n"]);
    }
}

/// The colour of a level.
fn look(level: TriageLevel) -> Look {
    let look = Look::new().bold();
    match level {
        TriageLevel::SelfCare => look.green(),
        TriageLevel::TimeOff | TriageLevel::SeeDoctor => look.yellow(),
        TriageLevel::SameDay | TriageLevel::Emergency => look.red(),
    }
}

/// The words for a mark that says something.
fn in_words(mark: &str) -> &str {
    match mark {
        "> " => "Do: ",
        "! " | "x " => "- ",
        "   + " => "   For: ",
        "   - " => "   Against: ",
        mark => mark,
    }
}

fn add(text: &mut String, mark: &str, item: &str, style: Style) {
    let mark = if style.graphics { mark } else { in_words(mark) };
    for line in wrapped(mark, item, style.width) {
        text.extend([&line, "\n"]);
    }
}

/// Safe lines of a width. Names and addresses are to be copied, so words stay whole.
fn wrapped(mark: &str, text: &str, width: usize) -> Vec<String> {
    let indent = " ".repeat(display_width(mark));
    let options = Options::new(width.saturating_sub(indent.len()))
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    let line = one_line(text);
    let starts = iter::once(mark).chain(iter::repeat(&*indent));
    let lines = starts.zip(textwrap::wrap(&line, options));
    lines
        .map(|(start, line)| format!("{start}{line}"))
        .collect()
}

/// A command: too long a one goes on behind a backslash, as the shell has it.
fn command(text: &mut String, words: &[String], width: usize) {
    let mut parts: Vec<String> = Vec::new();
    for word in words {
        let word = escaped(&quoted(word));
        match parts.last_mut() {
            // A flag is kept together with its value.
            Some(flag) if flag == "-a" => flag.extend([" ", &word]),
            _ => parts.push(word),
        }
    }
    let mut line = String::from(" ");
    for part in parts {
        let words = [&*line, " ", &part, goes_on()].map(display_width);
        if words.into_iter().sum::<usize>() > width {
            text.extend([&*line, goes_on(), "\n"]);
            line = String::from("   ");
        }
        line.extend([" ", &part]);
    }
    text.extend([&*line, "\n"]);
}
