//! A document as a page in Markdown.

use std::fmt::Write as _;

use super::{Block, Document, one_line};
use crate::answers::command::shell_line;
use crate::text::{Shown, escaped};

impl Document {
    /// The document as Markdown.
    #[must_use]
    pub fn markdown(&self) -> Shown {
        let mut page = String::new();
        let mut in_list = false;
        for block in &self.0 {
            let is_item = matches!(block, Block::Item(..) | Block::Bar(..));
            if !(page.is_empty() || in_list && is_item) {
                page.push('\n');
            }
            in_list = is_item;
            // Writing into a `String` cannot fail.
            let _ = match block {
                Block::Heading(depth, text) => {
                    writeln!(page, "{} {}", "#".repeat(*depth), plain(text))
                }
                Block::Verdict(_, title) => writeln!(page, "## {}", plain(title)),
                Block::Paragraph(text) | Block::Line(text) | Block::Hint(text) => {
                    writeln!(page, "{}", plain(text))
                }
                Block::Action(text) | Block::Label(text) => writeln!(page, "**{}**", plain(text)),
                Block::Item(_, text) => writeln!(page, "- {}", plain(text)),
                Block::Bar(name, _, word) => writeln!(page, "- {}: {}", plain(name), plain(word)),
                Block::Table(heads, rows) => write!(page, "{}", table(heads, rows, plain)),
                // A page has no end of a screen.
                Block::Overflow(_) => Ok(()),
                Block::Command(words) => writeln!(page, "    {}", escaped(&shell_line(words))),
            };
        }
        Shown::trusted(page)
    }
}

/// A table; `safe` makes its cells so.
pub(super) fn table(heads: &[&str], rows: &[Vec<String>], safe: impl Fn(&str) -> String) -> String {
    let mut table = format!(
        "| {} |\n|{}\n",
        heads.join(" | "),
        "---|".repeat(heads.len())
    );
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| safe(cell)).collect();
        let _ = writeln!(table, "| {} |", cells.join(" | "));
    }
    table
}

/// Text that Markdown shows as it is. What has a meaning here, too, keeps it: a name in backticks,
/// sources in brackets, an address.
fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut plain = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(c) = rest.chars().next() {
        if let Some(marked) = marked(rest) {
            plain.push_str(marked);
            rest = &rest[marked.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        // `_` within a word and `*` at its end can begin no emphasis.
        let goes_on = rest.starts_with(char::is_alphanumeric);
        let is_letter = matches!((c, goes_on), ('_', true) | ('*', false));
        let is_letter = is_letter && plain.ends_with(char::is_alphanumeric);
        if r"\`*_[]<>|#".contains(c) && !is_letter {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

/// The name, sources or address that a text begins with.
fn marked(text: &str) -> Option<&str> {
    let up_to = |end: &str, is_part: fn(char) -> bool| {
        let length = text[1..].find(|c| !is_part(c))? + 1;
        let whole = text[length..].starts_with(end) && length > 1;
        whole.then(|| &text[..length + end.len()])
    };
    let is_address = |c: char| !c.is_whitespace() && !"<>|".contains(c);
    if text.starts_with('`') {
        return up_to("`", |c| !"`|".contains(c));
    }
    if text.starts_with('[') {
        let sources = up_to("]", |c| c.is_ascii_alphanumeric() || "_, ".contains(c))?;
        // With more behind it, it could be a link.
        let is_link = text[sources.len()..].starts_with(['(', '[', ':']);
        return (!is_link).then_some(sources);
    }
    if text.starts_with("<http://") || text.starts_with("<https://") {
        return up_to(">", is_address);
    }
    if text.starts_with("http://") || text.starts_with("https://") {
        return text.split(|c| !is_address(c)).next();
    }
    None
}
