//! YAML in, a file's type out. The only room that knows about YAML.
//!
//! A text is read once, into a tree that knows where everything stands; the tree is decoded once,
//! and every part of it that does not fit is told of.

mod comma;
pub(crate) mod decode;
mod indent;
pub(crate) mod load;
mod meant;
mod sign;
pub(crate) mod syntax;
pub(crate) mod tree;
pub(crate) mod word;

use serde_yaml::Value;

use crate::fault::{Code, Fault, Position};
use crate::rulebook::path::RulePath;
use decode::{FromNode, Reader};
use syntax::SYNTAX;
pub use tree::{Data, Entry, Node};

pub(crate) const NOT_UTF8: &Code = &Code::error(
    "not-utf8",
    "The file is not UTF-8 text",
    "Rule files are text in the UTF-8 encoding. A file from an office program may be \
     UTF-16 or Latin-1. Save it again as UTF-8.",
);

pub(crate) const FILE_TOO_LARGE: &Code = &Code::error(
    "file-too-large",
    "The file is too large",
    "A rule file may have 256 kB, which is thousands of lines of rules. A larger file is \
     refused unread, so that no file can make the tool slow.",
);

pub(crate) const TOO_MANY_FAULTS: &Code = &Code::error(
    "too-many-faults",
    "There are too many faults to show",
    "After 100 errors the rest is left out, warnings too. Mend what is shown and check \
     again.",
);

pub(crate) const CONTROL_CHARACTER: &Code = &Code::error(
    "control-character",
    "A text has a control character",
    "Control characters, and marks that hide or reorder text, could change what a \
     terminal shows. They are not needed in any text. Remove them.",
);

/// Largest rule file accepted, in bytes: thousands of lines of rules.
pub const MAX_BYTES: usize = 256 * 1024;

/// Where a file begins.
const START: Position = Position { line: 1, column: 1 };

/// Most errors reported at once: showing each takes as long as reading the file.
const MAX_FAULTS: usize = 100;

/// A file that was read: what could be understood and everything that could not.
#[derive(Debug)]
pub(crate) struct Reading<'t> {
    /// The text as a tree, with where everything stands.
    pub(crate) tree: Tree<'t>,
    /// The faults of shape, and those that were added.
    pub(crate) faults: Vec<Fault>,
    /// The parts that do not fit. Nothing in them is the author's.
    holes: Vec<RulePath>,
}

impl Reading<'_> {
    /// Adds faults that were found in what the file says, except those in parts that are not the
    /// author's.
    pub(crate) fn add(&mut self, faults: impl IntoIterator<Item = Fault>) {
        let is_in_hole = |path: &RulePath| {
            let mut holes = self.holes.iter();
            holes.any(|hole| path.0.starts_with(&hole.0))
        };
        let faults = faults.into_iter();
        self.faults
            .extend(faults.filter(|fault| !is_in_hole(&fault.path)));
    }

    /// Whether there are more faults already than are shown.
    pub(crate) fn is_full(&self) -> bool {
        self.faults.len() > MAX_FAULTS
    }

    /// The parts of the file that do not fit.
    pub(crate) fn holes(&self) -> &[RulePath] {
        &self.holes
    }

    /// Every fault, with its line and column, in the order of the file. Of very many errors the
    /// first are kept.
    pub(crate) fn into_faults(self) -> Vec<Fault> {
        let (tree, mut faults) = (self.tree, self.faults);
        for fault in &mut faults {
            let position = |path| tree.root.find(path, fault.on_key);
            fault.position = fault.position.or_else(|| Some(position(&fault.path)));
            if let Some((path, found, _)) = &mut fault.related {
                *found = Some(position(path));
            }
        }
        faults.sort_by(|one, other| one.sort_key().cmp(&other.sort_key()));
        if faults.iter().filter(|fault| fault.is_error()).count() > MAX_FAULTS {
            faults.retain(Fault::is_error);
            faults.truncate(MAX_FAULTS);
            let message = format!("more than {MAX_FAULTS} faults; mend these and check again");
            faults.insert(0, placed(TOO_MANY_FAULTS, START, message));
        }
        sign::explain(tree.text, &mut faults);
        faults
    }
}

/// A YAML text that could be read.
#[derive(Debug)]
pub struct Tree<'t> {
    /// The text, without a byte order mark.
    pub text: &'t str,
    /// Everything in it.
    pub root: Node,
}

/// Reads a YAML text as a file of this type. A part that does not fit is empty in it.
///
/// # Errors
/// When it is no YAML, with what is wrong and where.
pub(crate) fn read<T: FromNode>(text: &str) -> Result<(T, Reading<'_>), Box<Fault>> {
    let (mut tree, duplicates) = tree(text)?;
    let mut reader = Reader::new(tree.text, duplicates);
    let file = T::from_node(Some(&mut tree.root), &mut reader);
    let reading = Reading {
        tree,
        faults: reader.faults,
        holes: reader.holes,
    };
    Ok((file, reading))
}

/// Reads a YAML text; gives also a fault for each key that is given twice.
///
/// # Errors
/// When it is no YAML, with what is wrong and where.
pub fn tree(text: &str) -> Result<(Tree<'_>, Vec<Fault>), Box<Fault>> {
    let text = without_mark(text);
    if text.len() > MAX_BYTES {
        let message = format!("the file is larger than {MAX_BYTES} bytes");
        let fault = placed(FILE_TOO_LARGE, START, message);
        return Err(fault.help("this is far more than rules need").into());
    }
    // Some end the text for one parser, or a line for the other.
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if let Some(byte) = text.find(|c| ends(c) && !matches!(c, '\n' | '\r' | '\t')) {
        let bad = text[byte..].chars().next().unwrap_or_default();
        let mut fault = control_character(&RulePath::default(), bad);
        fault.position = Some(position_of(text, byte));
        return Err(fault.into());
    }
    let (root, duplicates) = load::read(text)?;
    Ok((Tree { text, root }, duplicates))
}

/// A text that was read before as a tree with where everything stands, but not what it is.
#[must_use]
pub fn positions(text: &str) -> Option<Node> {
    load::positions(without_mark(text))
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The entries of a mapping in JSON or YAML, in their order.
///
/// # Errors
/// When the text is no such mapping, or has a name twice in one mapping, with what is wrong and
/// where.
pub fn entries(text: &str) -> Result<Vec<(String, Value)>, String> {
    let json = (text.len() <= MAX_BYTES).then(|| serde_json::from_str::<Value>(without_mark(text)));
    let value = if let Some(Ok(value)) = json {
        value
    } else {
        let (tree, duplicates) = tree(text).map_err(|fault| match fault.position {
            Some(at) if fault.code == SYNTAX => {
                format!("{} at line {} column {}", fault.message, at.line, at.column)
            }
            _ => fault.message,
        })?;
        if !duplicates.is_empty() {
            return Err("a name is given twice in one mapping".to_owned());
        }
        tree.root.into()
    };
    let Value::Mapping(entries) = value else {
        return Err("expected `name: value`".to_owned());
    };
    let entries = entries.into_iter();
    Ok(entries
        .map(|(name, value)| (tree::words(&name), value))
        .collect())
}

impl From<Node> for Value {
    fn from(node: Node) -> Value {
        match node.data {
            Data::Scalar { value, .. } => value,
            Data::List(items) => items.into_iter().map(Value::from).collect(),
            Data::Mapping(entries) => {
                let entries = entries.into_iter();
                let entries = entries.map(|entry| (entry.key.into(), entry.value.into()));
                Value::Mapping(entries.collect())
            }
            Data::Faulty => Value::Null,
        }
    }
}

/// Text from bytes.
///
/// # Errors
/// When the bytes are no UTF-8, with the line of the first that is not.
pub fn decode(bytes: &[u8]) -> Result<&str, Box<Fault>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let position = position_of(&good, good.len());
        let fault = placed(NOT_UTF8, position, "this is not text in the UTF-8 encoding");
        Box::new(fault.help("save the file as UTF-8; editors offer this under \"encoding\""))
    })
}

/// A fault of the whole text.
fn placed(code: &'static Code, position: Position, message: impl Into<String>) -> Fault {
    let mut fault = Fault::new(code, &RulePath::default(), message);
    fault.position = Some(position);
    fault
}

fn control_character(path: &RulePath, bad: char) -> Fault {
    let bad = bad.escape_default();
    let message = format!("this text has the control character {bad}");
    Fault::new(CONTROL_CHARACTER, path, message)
        .help("remove it; it could change what the reader's terminal shows")
}

fn position_of(text: &str, byte: usize) -> Position {
    let before = &text[..byte];
    let line = before.rsplit('\n').next().unwrap_or_default();
    in_line(before.matches('\n').count() + 1, line, line.len())
}

/// The position of a byte in a line with this number.
fn in_line(number: usize, line: &str, byte: usize) -> Position {
    Position {
        line: number,
        column: line[..byte].chars().count() + 1,
    }
}
