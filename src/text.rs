//! Text from outside: what may reach a terminal and what is shown escaped.

use std::fmt;
use std::fmt::Write as _;
use std::ops::Deref;

/// Whether a character could change what a terminal shows: controls, and the marks that reorder or
/// hide text.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Between them stand those that join letters of Persian and Hindi, and parts of a picture.
            '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// The text with every unsafe character written out, such as `\t` or `\u{1b}`. To do that twice
/// changes nothing.
#[must_use]
pub fn escaped(text: &str) -> String {
    written_out(text, is_unsafe)
}

fn written_out(text: &str, is_unsafe: impl Fn(char) -> bool) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Text that is safe to show. Whatever is printed, said or fails is of this type, so that nothing from
/// outside gets to a terminal as it came: a rule file, an answer, a file name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// Text of our own making, which may hold escape codes for emphasis: what came from outside is
    /// written out in it already.
    pub(crate) fn trusted(text: impl Into<String>) -> Self {
        Shown(text.into())
    }

    /// A line of text, whatever is in it.
    #[must_use]
    pub fn line(text: impl AsRef<str>) -> Self {
        Shown(escaped(text.as_ref()) + "\n")
    }

    /// Lines of text: all that is unsafe but line breaks is written out.
    #[must_use]
    pub fn lines(text: &str) -> Self {
        Shown(written_out(text, |c| c != '\n' && is_unsafe(c)))
    }
}

impl Deref for Shown {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self)
    }
}

impl FromIterator<Shown> for Shown {
    fn from_iter<I: IntoIterator<Item = Shown>>(parts: I) -> Self {
        Shown(parts.into_iter().map(|shown| shown.0).collect())
    }
}

/// A text with its middle left out, if it is long.
pub(crate) fn clipped(text: &str) -> String {
    const END: usize = 50;
    let length = text.chars().count();
    if length <= 2 * END {
        return text.to_owned();
    }
    let chars = text.chars();
    let (start, end) = (chars.clone().take(END), chars.skip(length - END));
    start.chain("...".chars()).chain(end).collect()
}

/// JSON with every unsafe character in its texts written as JSON has it, so that it still means the
/// same. The writer itself only does that for the oldest of them.
pub(crate) fn escaped_json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unsafe(c) && c != '\n' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

/// No name is longer than this, in bytes.
const LONGEST_NAME: usize = 200;

/// A number of things, such as `1 run` and `2 runs`.
#[must_use]
pub fn counted<N: Copy + PartialEq + From<u8> + fmt::Display>(number: N, what: &str) -> String {
    let plural = if number == N::from(1) { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// The text with a capital at its beginning.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The name in `known` that is nearest to `given`, if one is near; capitals make no difference.
#[must_use]
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nothing is near to a text this long, and to find that out would take long.
    if given.len() > LONGEST_NAME {
        return None;
    }
    let given = given.to_lowercase();
    known
        .into_iter()
        .filter_map(|name| {
            let known = name.to_lowercase();
            let likeness = strsim::jaro_winkler(&given, &known);
            // Short names are alike by chance.
            let slips = strsim::osa_distance(&given, &known);
            let is_start = known.starts_with(&given) || given.starts_with(&known);
            let is_near = likeness > 0.8 && (is_start || slips <= 1 + known.len() / 4);
            is_near.then_some((likeness, name))
        })
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, name)| name)
}
