//! YAML in, a file's type out. The only place that knows about YAML.
//!
//! A file with several faults of shape gets all of them reported: each fault is repaired in the
//! parsed tree and the rest is tried again.

mod comma;
pub(super) mod comment;
mod indent;
pub(crate) mod shape;
mod sign;
pub(crate) mod survey;
pub(crate) mod syntax;
mod tree;

use std::collections::HashSet;

use serde::de::{DeserializeOwned, DeserializeSeed as _};
use serde_yaml::Value;

use crate::fault::{Code, Fault, Position};
use crate::rulebook::path::{RulePath, Segment};
use crate::text::is_unsafe;
use shape::{Kind, Problem};
use survey::Survey;
use syntax::SYNTAX;
use tree::{Entries, Tree};

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
    "A faulty part is mended in memory so that the rest can be checked. After 100 errors \
     the rest is left out, warnings too. Mend what is shown and check again.",
);

pub(crate) const EMPTY_TEXT: &Code = &Code::error(
    "empty-text",
    "Nothing is written here",
    "A key without a value, or with an empty text, would show an empty line to a runner. \
     Write something or remove the key. Inside `{ }` a comma ends a value, and what follows \
     is taken for a key without one: write `0.2`, not `0,2`, and put quotes around a text \
     with a comma. A value comes after a colon: write `shoes: lower`, not `shoes = lower`.",
);

pub(crate) const CONTROL_CHARACTER: &Code = &Code::error(
    "control-character",
    "A text has a control character",
    "Control characters, and marks that hide or reorder text, could change what a \
     terminal shows. They are not needed in any text. Remove them.",
);

/// Largest rule file accepted, in bytes: thousands of lines of rules.
pub const MAX_BYTES: usize = 256 * 1024;

/// Deepest nesting accepted. The parser's time grows with the square of the depth.
const MAX_DEPTH: usize = 64;

/// Most errors reported at once. Each one of shape costs another try at the whole file.
const MAX_FAULTS: usize = 100;

/// The outcome of reading a file: what could be understood and everything that could not.
#[derive(Debug)]
pub struct Reading<T> {
    /// The file, with stand-ins for the parts that could not be understood; nothing if that was
    /// too much.
    pub file: Option<T>,
    /// The faults of syntax and shape.
    pub faults: Vec<Fault>,
    /// Names inside parts that were replaced; it is no fault to mention them.
    pub lost: HashSet<String>,
    /// The parts that were replaced by something of the right shape.
    stand_ins: Vec<StandIn>,
    /// Keys that were corrected, by their corrected place, with what the text has.
    renamed: Vec<(RulePath, String)>,
}

#[derive(Debug)]
struct StandIn {
    path: RulePath,
    /// How many stand-ins were tried there.
    tried: usize,
}

impl<T> Reading<T> {
    /// Takes over the faults that were found in [`Reading::file`], except those in parts that are
    /// not the author's.
    pub fn add(&mut self, faults: impl IntoIterator<Item = Fault>) {
        for mut fault in faults {
            if self.is_replaced(&fault.path) {
                continue;
            }
            fault.path = self.as_written(&fault.path);
            if let Some((path, ..)) = &mut fault.related {
                *path = self.as_written(path);
            }
            self.faults.push(fault);
        }
    }

    fn is_replaced(&self, path: &RulePath) -> bool {
        self.stand_ins
            .iter()
            .any(|stand_in| path.0.starts_with(&stand_in.path.0))
    }

    fn as_written(&self, path: &RulePath) -> RulePath {
        let mut path = path.clone();
        for (corrected, key) in self.renamed.iter().rev() {
            if path.0.starts_with(&corrected.0) {
                path.0[corrected.0.len() - 1] = Segment::Key(key.clone());
            }
        }
        path
    }
}

/// Reads a file.
#[must_use]
pub fn read<T: DeserializeOwned>(text: &str) -> Reading<T> {
    let mut reading = Reading {
        file: None,
        faults: Vec::new(),
        lost: HashSet::new(),
        stand_ins: Vec::new(),
        renamed: Vec::new(),
    };
    if let Some(fault) = too_large(text) {
        reading.faults.push(fault);
        return reading;
    }
    match Tree::read(text) {
        Err(error) => reading.faults.push(syntax::fault(text, &error)),
        Ok((tree, has_duplicates)) => {
            if tree.is_null() {
                reading.faults.push(nothing());
                return reading;
            }
            unsafe_text(&tree, &RulePath::default(), &mut reading.faults);
            if has_duplicates {
                reading
                    .faults
                    .extend(Survey::of(text, [&RulePath::default()]).duplicates);
            }
            reading.fit(tree);
        }
    }
    reading
}

/// The entries of a mapping in JSON or YAML, in their order and with repeats.
///
/// # Errors
/// When the text is no such mapping, with what is wrong and where.
pub fn entries(text: &str) -> Result<Vec<(String, Value)>, String> {
    if let Some(fault) = too_large(text) {
        return Err(fault.message);
    }
    let text = without_mark(text);
    let mut tree = Tree::of(text);
    let mut json = serde_json::Deserializer::from_str(text);
    let entries = Entries(&mut tree).deserialize(&mut json);
    let whole = entries.and_then(|entries| json.end().map(|()| entries));
    let entries = whole.or_else(|_| {
        tree = Tree::of(text);
        Entries(&mut tree).deserialize(serde_yaml::Deserializer::from_str(text))
    });
    match entries {
        Ok(_) if tree.has_duplicates => Err("a name is given twice in one mapping".to_owned()),
        entries => entries.map_err(|error| error.to_string()),
    }
}

/// Fills in the line and column of every fault and puts them in the order of the file. Of very many
/// errors the first are kept: showing each takes as long as reading the file.
#[must_use]
pub fn in_order(text: &str, mut faults: Vec<Fault>) -> Vec<Fault> {
    let unplaced: Vec<&RulePath> = faults
        .iter()
        .filter(|fault| fault.position.is_none())
        .map(|fault| &fault.path)
        .chain(
            faults
                .iter()
                .flat_map(|fault| &fault.related)
                .map(|(path, ..)| path),
        )
        .collect();
    if !unplaced.is_empty() {
        let survey = Survey::of(text, unplaced);
        let position = |path: &RulePath, on_key: bool| {
            if on_key {
                survey.position(path)
            } else {
                survey.value(path)
            }
        };
        for fault in &mut faults {
            if fault.position.is_none() {
                fault.position = Some(position(&fault.path, fault.on_key));
            }
            if let Some((path, place, _)) = &mut fault.related {
                *place = Some(position(path, fault.on_key));
            }
        }
    }
    comma::explain(text, &mut faults);
    faults.sort_by(|one, other| one.sort_key().cmp(&other.sort_key()));
    if faults.iter().filter(|fault| fault.is_error()).count() > MAX_FAULTS {
        faults.retain(Fault::is_error);
        faults.truncate(MAX_FAULTS);
        let message = format!("more than {MAX_FAULTS} faults; mend these and check again");
        let mut more = Fault::new(TOO_MANY_FAULTS, &RulePath::default(), message);
        more.position = Some(Position { line: 1, column: 1 });
        faults.insert(0, more);
    }
    sign::explain(text, &mut faults);
    faults
}

/// Where places of a text are.
#[must_use]
pub fn locate(text: &str, paths: &[RulePath]) -> Vec<Position> {
    if paths.is_empty() {
        return Vec::new();
    }
    let survey = Survey::of(text, paths);
    paths.iter().map(|path| survey.position(path)).collect()
}

/// Text from bytes.
///
/// # Errors
/// When the bytes are no UTF-8, with the line of the first that is not.
pub fn decode(bytes: &[u8]) -> Result<&str, Box<Fault>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let mut fault = Fault::new(
            NOT_UTF8,
            &RulePath::default(),
            "this is not text in the UTF-8 encoding",
        )
        .help("save the file as UTF-8; editors offer this under \"encoding\"");
        fault.position = Some(position_of(&good, good.len()));
        Box::new(fault)
    })
}

impl<T: DeserializeOwned> Reading<T> {
    /// Reads the tree, repairing it until it fits.
    fn fit(&mut self, mut tree: Value) {
        // Most files fit at once, and keeping track of the way is slow.
        if let Ok(file) = T::deserialize(&tree) {
            self.file = Some(file);
            return;
        }
        let found_before = self.faults.len();
        loop {
            let problem = match serde_path_to_error::deserialize(&tree) {
                Ok(file) => {
                    self.file = Some(file);
                    return;
                }
                Err(error) => Problem::of(&error),
            };
            // One more than is shown, so that they count as too many.
            if self.faults.len() - found_before > MAX_FAULTS {
                return;
            }
            if !self.repair(&mut tree, problem) {
                return;
            }
        }
    }

    fn repair(&mut self, tree: &mut Value, problem: Problem) -> bool {
        let Problem { path, kind } = problem;
        match kind {
            Kind::UnknownKey { meant, fault } => {
                self.report(fault);
                let Some(part) = remove(tree, &path) else {
                    return false;
                };
                let corrected = meant.map(|meant| sibling(&path, &meant));
                match corrected.filter(|corrected| get(tree, corrected).is_none()) {
                    Some(corrected) => {
                        put(tree, &corrected, part);
                        if let Some(Segment::Key(key)) = path.0.last() {
                            self.renamed.push((corrected, key.clone()));
                        }
                    }
                    None => names_in(&part, &mut self.lost),
                }
                true
            }
            Kind::MissingKey(fault) => {
                if !self.is_replaced(&path) {
                    self.report(fault);
                }
                self.stand_in(tree, &path)
            }
            Kind::WrongValue { meant, fault } => {
                if self.is_replaced(&path) {
                    return self.stand_in(tree, &path);
                }
                self.report(fault);
                match meant {
                    Some(word) => put(tree, &path, Value::from(word)),
                    None => self.stand_in(tree, &path),
                }
            }
        }
    }

    fn report(&mut self, mut fault: Fault) {
        fault.path = self.as_written(&fault.path);
        let known = self
            .faults
            .iter()
            .any(|known| known.path == fault.path && known.code == EMPTY_TEXT);
        if !known {
            self.faults.push(fault);
        }
    }

    /// Puts the next thing that might have the right shape in the place of what has not.
    fn stand_in(&mut self, tree: &mut Value, path: &RulePath) -> bool {
        if let Some(part) = get(tree, path).filter(|_| !self.is_replaced(path)) {
            names_in(part, &mut self.lost);
        }
        let known = self
            .stand_ins
            .iter()
            .position(|stand_in| stand_in.path == *path);
        let mut stand_in = match known {
            Some(place) => self.stand_ins.remove(place),
            None => StandIn {
                path: path.clone(),
                tried: 0,
            },
        };
        self.stand_ins
            .retain(|inside| !inside.path.0.starts_with(&path.0));
        let Some(value) = candidate(stand_in.tried) else {
            return false;
        };
        stand_in.tried += 1;
        self.stand_ins.push(stand_in);
        put(tree, path, value)
    }
}

/// The things that stand in for a part of unknown shape, one of which fits anywhere.
fn candidate(tried: usize) -> Option<Value> {
    const YAML: [&str; 9] = [
        "missing",
        "1",
        "[]",
        "{}",
        "{ missing: missing }",
        "self_care",
        "today",
        "count",
        "clear",
    ];
    YAML.get(tried)
        .and_then(|yaml| serde_yaml::from_str(yaml).ok())
}

/// Why a text is too large or too deep to parse safely, if it is.
pub(crate) fn too_large(text: &str) -> Option<Fault> {
    let top = RulePath::default();
    if text.len() > MAX_BYTES {
        let message = format!("the file is larger than {MAX_BYTES} bytes");
        return Some(
            Fault::new(FILE_TOO_LARGE, &top, message).help("this is far more than rules need"),
        );
    }
    let mut brackets: usize = 0;
    let too_deep = text.lines().position(|line| {
        for byte in line.bytes() {
            brackets = match byte {
                b'{' | b'[' => brackets + 1,
                b'}' | b']' => brackets.saturating_sub(1),
                _ => brackets,
            };
            if brackets > MAX_DEPTH {
                return true;
            }
        }
        let block_items = line
            .split(' ')
            .take_while(|word| word.is_empty() || matches!(*word, "-" | "?"));
        block_items.filter(|word| !word.is_empty()).count() > MAX_DEPTH
    })?;
    let mut fault = Fault::new(
        SYNTAX,
        &top,
        format!("lists or mappings are nested deeper than {MAX_DEPTH}"),
    );
    fault.position = Some(Position {
        line: too_deep + 1,
        column: 1,
    });
    Some(fault)
}

fn nothing() -> Fault {
    Fault::new(
        SYNTAX,
        &RulePath::default(),
        "there is nothing in this file",
    )
    .help("`soreleg rules new` prints a file to start from")
}

/// YAML files may begin with a byte order mark; the parser takes it for a document.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn position_of(text: &str, byte: usize) -> Position {
    let before = &text[..byte];
    let line = before.rsplit('\n').next().unwrap_or_default();
    Position {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}

fn sibling(path: &RulePath, key: &str) -> RulePath {
    RulePath(path.0[..path.0.len() - 1].to_vec()).key(key)
}

fn get<'t>(tree: &'t Value, path: &RulePath) -> Option<&'t Value> {
    path.0.iter().try_fold(tree, |part, step| match step {
        Segment::Key(key) => part.get(key.as_str()),
        Segment::Item(item) => part.get(*item),
    })
}

fn get_mut<'t>(tree: &'t mut Value, steps: &[Segment]) -> Option<&'t mut Value> {
    steps.iter().try_fold(tree, |part, step| match step {
        Segment::Key(key) => part.get_mut(key.as_str()),
        Segment::Item(item) => part.get_mut(*item),
    })
}

fn remove(tree: &mut Value, path: &RulePath) -> Option<Value> {
    let (last, way) = path.0.split_last()?;
    match (last, get_mut(tree, way)?) {
        (Segment::Key(key), Value::Mapping(mapping)) => mapping.remove(key.as_str()),
        _ => None,
    }
}

fn put(tree: &mut Value, path: &RulePath, value: Value) -> bool {
    let Some((last, way)) = path.0.split_last() else {
        return false;
    };
    match (last, get_mut(tree, way)) {
        (Segment::Key(key), Some(Value::Mapping(mapping))) => {
            mapping.insert(Value::from(key.as_str()), value);
            true
        }
        (Segment::Item(item), Some(Value::Sequence(items))) if *item < items.len() => {
            items[*item] = value;
            true
        }
        _ => false,
    }
}

fn names_in(part: &Value, names: &mut HashSet<String>) {
    match part {
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                names_in(key, names);
                names_in(value, names);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| names_in(item, names)),
        Value::String(text) => {
            names.insert(text.clone());
        }
        _ => {}
    }
}

fn unsafe_text(tree: &Value, path: &RulePath, faults: &mut Vec<Fault>) {
    match tree {
        _ if faults.len() > MAX_FAULTS => {}
        Value::Null if !path.0.is_empty() => faults.push(empty(path)),
        Value::String(text) if text.trim().is_empty() => faults.push(empty(path)),
        Value::String(text) => {
            if let Some(bad) = text.chars().find(|c| is_unsafe(*c)) {
                faults.push(control_character(path, bad));
            }
        }
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                unsafe_text(value, &path.key(key.as_str().unwrap_or_default()), faults);
            }
        }
        Value::Sequence(items) => {
            for (place, item) in items.iter().enumerate() {
                unsafe_text(item, &path.item(place), faults);
            }
        }
        _ => {}
    }
}

fn control_character(path: &RulePath, bad: char) -> Fault {
    let bad = bad.escape_default();
    let message = format!("this text has the control character {bad}");
    Fault::new(CONTROL_CHARACTER, path, message)
        .help("remove it; it could change what the reader's terminal shows")
}

fn empty(path: &RulePath) -> Fault {
    Fault::new(EMPTY_TEXT, path, "nothing is written here")
        .help("write something or remove the key")
}
