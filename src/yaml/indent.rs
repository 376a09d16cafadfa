//! The first line of a YAML text that is not indented like the lines it belongs to.
//!
//! The parser goes wrong somewhere after such a line and tells what it expected there. This looks at
//! lines only: a key stands under the other keys of its part, a dash under the other dashes.

/// A tab never stands in the right place.
const TAB: usize = 100;

/// A line that stands in the wrong place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misplaced {
    /// The line, from 1.
    pub(super) line: usize,
    /// How far it should be in.
    pub(super) should_be: usize,
    /// A line that shows it, from 1.
    pub(super) like: usize,
}

/// A line that begins with a key or a dash.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// From 1.
    number: usize,
    indent: usize,
    is_item: bool,
    /// Where the key after a dash stands.
    key: usize,
    /// Whether more must follow further in.
    opens: bool,
}

/// A part of the text whose lines stand under each other.
#[derive(Debug, Clone, Copy)]
struct Level {
    indent: usize,
    is_list: bool,
    /// A line of it. A key behind a dash shows its place less well than one without.
    like: usize,
}

/// The first misplaced line, if there is one up to this line.
pub(super) fn misplaced(text: &str, up_to: usize) -> Option<Misplaced> {
    let lines = read(text).lines;
    let mut levels: Vec<Level> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| lines[before]);
        if !fits(&mut levels, before, line) {
            let next = lines.get(place + 1);
            // An outlier before makes this line look wrong.
            if let (Some(outlier), Some(earlier)) = (before, place.checked_sub(2))
                && let earlier = lines[earlier]
                && earlier.key == line.key
                && outlier.key != line.key
                && !earlier.opens
            {
                return found(&outlier, line.key, line.number, up_to);
            }
            let alike = levels.iter().filter(|level| level.is_list == line.is_item);
            let nearest = alike.min_by_key(|level| {
                let like_next = next.is_some_and(|next| next.indent == level.indent);
                (level.indent.abs_diff(line.indent), !like_next)
            })?;
            return found(line, nearest.indent, nearest.like, up_to);
        }
    }
    None
}

fn found(line: &Line, should_be: usize, like: usize, up_to: usize) -> Option<Misplaced> {
    let line = line.number;
    (line <= up_to).then_some(Misplaced {
        line,
        should_be,
        like,
    })
}

/// Whether a line continues one of the open levels, or begins one; then the levels after it.
fn fits(levels: &mut Vec<Level>, before: Option<Line>, line: &Line) -> bool {
    let own = Level {
        indent: line.indent,
        is_list: line.is_item,
        like: line.number,
    };
    let inside = before.is_some_and(|before| {
        before.opens && (line.indent > before.key || line.is_item && line.indent == before.key)
    });
    if levels.is_empty() || inside {
        levels.push(own);
    } else {
        let known = levels
            .iter()
            .rposition(|level| level.indent == line.indent && level.is_list == line.is_item);
        let Some(known) = known else {
            return false;
        };
        levels.truncate(known + 1);
        levels[known].like = line.number;
    }
    if line.is_item && line.key > line.indent {
        levels.push(Level {
            indent: line.key,
            is_list: false,
            like: line.number,
        });
    }
    true
}

/// The line that opens the quote or bracket which a line begins in.
pub(super) fn opened(text: &str, line: usize) -> Option<usize> {
    let inside = read(text).inside.into_iter();
    inside
        .rev()
        .find(|(within, _)| *within == line)
        .map(|(_, opened)| opened)
}

/// What is seen of a text line by line.
#[derive(Default)]
struct Seen {
    /// The lines that begin with a key or a dash, without those inside brackets, quotes and long
    /// texts.
    lines: Vec<Line>,
    /// The lines that begin inside a quote or bracket, each with the line that opens it.
    inside: Vec<(usize, usize)>,
}

fn read(text: &str) -> Seen {
    let mut seen = Seen::default();
    let mut opened = 0;
    let mut depth = 0_usize;
    let mut quote = None;
    // Lines further in than this belong to a text that began with `|` or `>`.
    let mut text_in: Option<usize> = None;
    for (place, line) in text.lines().enumerate() {
        let said = line.trim_start_matches([' ', '\t']);
        let start = &line[..line.len() - said.len()];
        let indent = start.len() + start.matches('\t').count() * TAB;
        if said.is_empty() || said.starts_with('#') {
            continue;
        }
        if text_in.is_some_and(|outer| indent > outer) {
            continue;
        }
        text_in = None;
        let inside = depth > 0 || quote.is_some();
        let (is_item, rest) = match said.strip_prefix('-') {
            Some(rest) if rest.is_empty() || rest.starts_with(' ') => (true, rest.trim_start()),
            _ => (false, said),
        };
        let key = key_length(rest);
        let value = key.map_or(rest, |length| rest[length..].trim_start());
        (depth, quote) = brackets(if inside { said } else { value }, depth, quote);
        if inside {
            seen.inside.push((place + 1, opened));
        } else {
            opened = place + 1;
        }
        if inside || (key.is_none() && !is_item) {
            continue;
        }
        let value = value.split(" #").next().unwrap_or(value).trim();
        let key_at = indent + said.len() - rest.len();
        let text_follows = value.starts_with(['|', '>']);
        if text_follows {
            text_in = Some(if is_item && key.is_some() {
                key_at
            } else {
                indent
            });
        }
        seen.lines.push(Line {
            number: place + 1,
            indent,
            is_item,
            key: if key.is_some() { key_at } else { indent },
            opens: value.is_empty() || value.starts_with('#'),
        });
    }
    seen
}

/// The length of `key:` at the start, if there is one.
fn key_length(rest: &str) -> Option<usize> {
    let name = rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"'));
    let after = name.strip_prefix(':')?;
    (name.len() < rest.len() && (after.is_empty() || after.starts_with(' ')))
        .then_some(rest.len() - after.len())
}

/// How many brackets are open after a value, and which quote.
fn brackets(value: &str, mut depth: usize, mut quote: Option<char>) -> (usize, Option<char>) {
    let mut before = ' ';
    // Outside of brackets only the first character makes a value more than plain text.
    if depth == 0 && quote.is_none() && !value.starts_with(['{', '[', '"', '\'']) {
        return (0, None);
    }
    for c in value.chars() {
        match (quote, c) {
            (Some(open), _) if c == open && before != '\\' => quote = None,
            (None, '#') if before == ' ' => break,
            (None, '"' | '\'') if matches!(before, ' ' | '{' | '[' | ',') => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
    }
    (depth, quote)
}
