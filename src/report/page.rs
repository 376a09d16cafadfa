//! A page of text for a terminal: headings, paragraphs and lists, wrapped to its width.

use textwrap::core::display_width;

use crate::answers::command::quoted;
use crate::text::escaped;

/// What ends a line of a command that is not its last.
const GOES_ON: &str = " \\";

/// How a page may look.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns.
    pub width: usize,
    /// Whether headings are set off by escape codes.
    pub colour: bool,
    /// Whether characters beyond ASCII can be drawn.
    pub unicode: bool,
}

/// A page that grows downwards.
#[derive(Debug)]
pub struct Page {
    style: Style,
    text: String,
}

impl Page {
    /// An empty page.
    #[must_use]
    pub fn new(style: Style) -> Self {
        Page {
            style,
            text: String::new(),
        }
    }

    /// The finished page.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    /// A heading, with an empty line above it.
    pub fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for line in textwrap::wrap(text, self.style.width) {
            let line = console::style(line).bold().force_styling(self.style.colour);
            self.text += &line.to_string();
            self.text.push('\n');
        }
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.item("", text);
    }

    /// A list item: `lead` stands before its first line, and the others line up under that.
    pub fn item(&mut self, lead: &str, text: &str) {
        let indent = display_width(lead);
        let mut column = indent;
        self.text.push_str(lead);
        // Names and addresses are to be copied, so words stay whole.
        for (place, word) in text.split_whitespace().enumerate() {
            let width = display_width(word);
            if place > 0 && column + 1 + width > self.style.width {
                self.text.push('\n');
                self.text.push_str(&" ".repeat(indent));
                column = indent;
            } else if place > 0 {
                self.text.push(' ');
                column += 1;
            }
            self.text.push_str(word);
            column += width;
        }
        self.text.push('\n');
    }

    /// A command to copy: too long a one goes on behind a backslash, as the shell has it.
    pub fn command(&mut self, words: &[String]) {
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
            let words = [&*line, " ", &part, GOES_ON].map(display_width);
            if words.into_iter().sum::<usize>() > self.style.width {
                self.text.extend([&*line, GOES_ON, "\n"]);
                line = String::from("   ");
            }
            line.extend([" ", &part]);
        }
        self.text.extend([&*line, "\n"]);
    }

    /// How much of eight parts is full, as a bar.
    #[must_use]
    pub fn bar(&self, full: usize) -> String {
        let (on, off) = if self.style.unicode {
            ("█", "░")
        } else {
            ("#", ".")
        };
        format!("[{}{}]", on.repeat(full), off.repeat(8 - full))
    }
}
