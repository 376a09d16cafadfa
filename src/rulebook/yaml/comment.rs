//! Where a comment ends a text: ` #` begins one unless the text stands in quotes.

use super::super::fault::{Path, Position};
use super::survey::Survey;

/// The `#` right after each of these texts that has one, with the place of the text in the list.
///
/// A text is found again in its source by its letters, since its lines were joined.
pub(in super::super) fn after(source: &str, texts: &[(Path, &str)]) -> Vec<(usize, Position)> {
    let source = super::without_mark(source);
    let lines: Vec<&str> = source.lines().collect();
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    // To find all places takes a while, and most files have no such comment.
    if !(lines.iter())
        .any(|line| !is_comment(line) && line.contains([' ', '\t']) && line.contains('#'))
    {
        return Vec::new();
    }
    let survey = Survey::of(source, texts.iter().map(|(path, _)| path));
    let found = texts
        .iter()
        .enumerate()
        .filter_map(|(place, (path, text))| {
            let start = survey.scalar(path)?;
            Some((place, comment(&lines, start, text)?))
        });
    found.collect()
}

fn comment(lines: &[&str], start: Position, text: &str) -> Option<Position> {
    let mut letters = text.chars().filter(|c| !c.is_whitespace()).peekable();
    for (line, column) in
        (start.line..).zip([start.column - 1].into_iter().chain(std::iter::repeat(0)))
    {
        let mut blank = false;
        for (place, c) in lines.get(line - 1)?.chars().enumerate().skip(column) {
            if c.is_whitespace() {
                blank = true;
                continue;
            }
            match letters.next() {
                Some(letter) if letter == c => {}
                None if c == '#' && blank => {
                    return Some(Position {
                        line,
                        column: place + 1,
                    });
                }
                // A quote or `|` does not belong to the text.
                _ => return None,
            }
            blank = false;
        }
        letters.peek()?;
    }
    None
}
