//! What is meant by a key without a value inside `{ }`: mostly the rest of a text or number after a
//! comma, which ends a value there.

use super::EMPTY_TEXT;
use crate::fault::{Fault, Position};
use crate::rulebook::path::Segment;

/// Explains these keys in faults that have their places.
pub(super) fn explain(text: &str, faults: &mut Vec<Fault>) {
    let text = super::without_mark(text);
    let mut cut: Vec<Position> = Vec::new();
    for fault in faults.iter_mut().filter(|fault| fault.code == EMPTY_TEXT) {
        let place = fault.position;
        let line = place.and_then(|at| text.lines().nth(at.line - 1));
        let (Some(place), Some(line), Some(Segment::Key(key))) = (place, line, fault.path.0.last())
        else {
            continue;
        };
        let end = line.char_indices().nth(place.column - 1);
        let end = end.map_or(line.len(), |(byte, _)| byte);
        let before = line[..end].trim_end();
        let (Some(front), true) = (
            before.strip_suffix(&**key),
            line[end..].trim_start().starts_with([',', '}']),
        ) else {
            continue;
        };
        fault.message = format!("`{key}` has no value");
        if let Some((name, value)) = key.split_once(':') {
            fault.help = Some(format!("write `{name}: {value}`, with a space"));
        } else if let Some((name, value)) = key.split_once('=') {
            let (name, value) = (name.trim_end(), value.trim_start());
            fault.help = Some(format!("write `{name}: {value}`"));
        } else if let Some((name, start)) = front.rsplit_once(": ")
            && let Some(value) = start.trim_end().strip_suffix(',')
            && !value.starts_with(['{', '[', '"', '\''])
        {
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            if digits(value) && key.starts_with(|c: char| c.is_ascii_digit()) {
                fault.message = format!("`{value},{key}` is no number");
                fault.help = Some(format!("write {value}.{key}"));
            } else {
                let whole = &before[name.len() + 2..];
                let help = format!("a text with a comma needs quotes: `\"{whole}\"`");
                fault.help = Some(help);
            }
            let place = Position {
                column: name.chars().count() + 3,
                ..place
            };
            fault.position = Some(place);
            cut.push(place);
        }
    }
    // Of a text with several commas the last fault tells the whole; nothing else is true of a part.
    for place in cut {
        let here = |fault: &Fault| fault.position == Some(place);
        let last = faults
            .iter()
            .rposition(|fault| here(fault) && fault.code == EMPTY_TEXT);
        let mut index = 0;
        faults.retain(|fault| {
            index += 1;
            !here(fault) || Some(index - 1) == last
        });
    }
}
