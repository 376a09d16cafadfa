//! Where a comment ends a text: ` #` begins one unless the text stands in quotes.

use super::survey::Survey;
use crate::fault::Position;
use crate::rulebook::path::RulePath;

/// The `#` right after each of these texts that has one, with the place of the text in the list.
///
/// A text is found again in its source by its letters, since its lines were joined.
pub(in super::super) fn after(source: &str, texts: &[(RulePath, &str)]) -> Vec<(usize, Position)> {
    let source = super::without_mark(source);
    // To find all places takes a while, and most files have no such comment.
    let has_comment = |line: &str| line.trim_start().contains([' ', '\t']) && line.contains('#');
    if !(source.lines()).any(|line| !line.trim_start().starts_with('#') && has_comment(line)) {
        return Vec::new();
    }
    // Columns count characters, and all of the file may stand in one line.
    let lines: Vec<Vec<char>> = source.lines().map(|line| line.chars().collect()).collect();
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

fn comment(lines: &[Vec<char>], start: Position, text: &str) -> Option<Position> {
    let mut letters = text.chars().filter(|c| !c.is_whitespace()).peekable();
    let mut at = Position {
        column: start.column - 1,
        ..start
    };
    loop {
        let mut before = None;
        for c in lines.get(at.line - 1)?.get(at.column..)? {
            at.column += 1;
            if !c.is_whitespace() {
                match letters.next() {
                    Some(letter) if letter == *c => {}
                    None if *c == '#' && before.is_some_and(char::is_whitespace) => {
                        return Some(at);
                    }
                    // A quote or `|` does not belong to the text.
                    _ => return None,
                }
            }
            before = Some(*c);
        }
        // Only what is not yet found goes on in the next line.
        letters.peek()?;
        at = Position {
            line: at.line + 1,
            column: 0,
        };
    }
}
