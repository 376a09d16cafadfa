//! What is to be shown, as a list of blocks, with two writers: one for a terminal, one for Markdown.
//! Both escape all of it, so that text from outside may go in as it came.

mod markdown;
mod terminal;

pub use terminal::Style;

use std::fmt::Display;

use crate::text::escaped;
use crate::triage::TriageLevel;

/// A document that grows downwards.
#[derive(Debug, Default)]
pub struct Document(Vec<Block>);

#[derive(Debug)]
enum Block {
    /// A heading of a depth, from 1. On a terminal all look alike.
    Heading(usize, String),
    Paragraph(String),
    /// What to do.
    Action(String),
    /// An item of a list. On a terminal the mark stands before its first line, and the others line up
    /// under that.
    Item(&'static str, String),
    /// A name with its strength: a bar of which so many eighths are full, and the word that says the
    /// same. The bars of a document line up.
    Bar(String, usize, String),
    /// A heading right below what is above.
    Label(String),
    /// How urgent it is. The word says it; the colour only stresses it.
    Verdict(TriageLevel, String),
    /// What matters less, such as a key that works.
    Hint(String),
    /// What is said only on a screen that the rest does not fit on.
    Overflow(Document),
    /// A line as it is, however long.
    Line(String),
    /// The heads of a table, and its rows.
    Table(Vec<&'static str>, Vec<Vec<String>>),
    /// A command to copy, word by word.
    Command(Vec<String>),
}

impl Document {
    /// An empty document.
    #[must_use]
    pub fn new() -> Self {
        Document::default()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A heading.
    pub fn heading(&mut self, text: impl Display) {
        self.section(2, text);
    }

    /// A heading of a depth, from 1.
    pub fn section(&mut self, depth: usize, text: impl Display) {
        self.0.push(Block::Heading(depth, text.to_string()));
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: impl Display) {
        self.0.push(Block::Paragraph(text.to_string()));
    }

    /// What to do, set off from the rest.
    pub fn action(&mut self, text: impl Display) {
        self.0.push(Block::Action(text.to_string()));
    }

    /// A list item; on a terminal `mark` stands before it.
    pub fn item(&mut self, mark: &'static str, text: impl Display) {
        self.0.push(Block::Item(mark, text.to_string()));
    }

    /// A name with its strength: of a bar of eight parts so many are `full`, and the word for it.
    pub fn bar(&mut self, name: impl Display, full: usize, word: impl Display) {
        self.0
            .push(Block::Bar(name.to_string(), full, word.to_string()));
    }

    /// A heading right below what is above.
    pub fn label(&mut self, text: impl Display) {
        self.0.push(Block::Label(text.to_string()));
    }

    /// The headline of a level.
    pub fn verdict(&mut self, level: TriageLevel, text: impl Display) {
        self.0.push(Block::Verdict(level, text.to_string()));
    }

    /// What matters less.
    pub fn hint(&mut self, text: impl Display) {
        self.0.push(Block::Hint(text.to_string()));
    }

    /// What is said only on a screen that the rest does not fit on.
    pub fn where_it_scrolls(&mut self, document: Document) {
        self.0.push(Block::Overflow(document));
    }

    /// A line that is not wrapped.
    pub fn line(&mut self, text: impl Display) {
        self.0.push(Block::Line(text.to_string()));
    }

    /// A table.
    pub fn table(&mut self, heads: &[&'static str], rows: impl IntoIterator<Item = Vec<String>>) {
        let rows = rows.into_iter().collect();
        self.0.push(Block::Table(heads.to_vec(), rows));
    }

    /// A command to copy, word by word.
    pub fn command(&mut self, words: &[String]) {
        self.0.push(Block::Command(words.to_vec()));
    }

    /// Items below a heading, if there are any.
    pub fn list(&mut self, heading: &str, items: impl IntoIterator<Item = impl Display>) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_some() {
            self.heading(heading);
        }
        items.for_each(|item| self.item("- ", item));
    }
}

/// A text in one line, safe to show.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    escaped(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\u{1b}[2Jb\u{202e}c\nd";

    /// Every kind of block, with a text from outside in each.
    fn document(text: &str) -> Document {
        let mut document = Document::new();
        document.heading(text);
        document.paragraph(text);
        document.action(text);
        document.item("- ", text);
        document.bar(text, 3, "fair");
        document.label(text);
        document.verdict(TriageLevel::SameDay, text);
        document.hint(text);
        document.line(text);
        document.table(&["Head"], [vec![text.to_owned()]]);
        document.command(&["soreleg".to_owned(), text.to_owned()]);
        document
    }

    #[test]
    fn nothing_unsafe_gets_through() {
        let style = Style {
            width: 80,
            rows: None,
            colour: false,
            graphics: false,
        };
        let document = document(HOSTILE);
        for text in [document.text(style), document.markdown()] {
            let is_unsafe = |c| c != '\n' && crate::text::is_unsafe(c);
            assert!(!text.contains(is_unsafe), "{text}");
            assert_eq!(text.matches("u{1b}").count(), 11, "{text}");
        }
    }

    #[test]
    fn markdown_from_outside_stays_text() {
        for (text, markdown) in [
            (
                "<b>bold</b> *x* _y_ a|b",
                r"\<b\>bold\</b\> \*x* \_y\_ a\|b",
            ),
            (
                "[here](https://example.org)",
                r"\[here\](https://example.org)",
            ),
            ("[a]: https://example.org", r"\[a\]: https://example.org"),
            ("`open <b>", r"\`open \<b\>"),
            ("`a|b`", r"\`a\|b\`"),
            // What has a meaning for us, too.
            (
                "`same_day` [a_source, b] at_least",
                "`same_day` [a_source, b] at_least",
            ),
            (
                "see <https://example.org/a_b#c>",
                "see <https://example.org/a_b#c>",
            ),
            ("yes*, no*", "yes*, no*"),
        ] {
            let mut document = Document::new();
            document.paragraph(text);
            assert_eq!(document.markdown().trim_end(), markdown);
        }
    }

    #[test]
    fn names_and_addresses_stay_whole() {
        let mut document = Document::new();
        document.item("- ", "see https://example.org/a-very-long/way well-known");
        let style = Style {
            width: 20,
            rows: None,
            colour: false,
            graphics: false,
        };
        assert_eq!(
            &*document.text(style),
            "- see\n  https://example.org/a-very-long/way\n  well-known\n"
        );
    }
}
