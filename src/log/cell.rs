//! Numbers and times as exports write them.

/// The decimal mark of a file: the one that stands before one or two last digits in most of these
/// numbers. The other one groups thousands.
pub(super) fn decimal_mark<'c>(cells: impl Iterator<Item = &'c str>) -> char {
    let (mut points, mut commas) = (0, 0);
    for cell in cells {
        let cell = bare(cell);
        if let Some(at) = cell.rfind(['.', ',']) {
            let is_decimal = (1..=2).contains(&(cell.len() - at - 1));
            points += usize::from(is_decimal && cell[at..].starts_with('.'));
            commas += usize::from(is_decimal && cell[at..].starts_with(','));
        }
    }
    if commas > points { ',' } else { '.' }
}

/// A cell without the apostrophe that keeps a spreadsheet from changing it.
fn bare(cell: &str) -> &str {
    cell.trim().trim_start_matches('\'')
}

/// Whether there is nothing in a cell: it is empty, or dashes as in `--` and `--:--:--`.
pub(super) fn is_blank(cell: &str) -> bool {
    bare(cell).chars().all(|c| matches!(c, '-' | ':' | ' '))
}

/// A number that is not negative, with this mark before its decimals. None if it is none.
pub(super) fn number(cell: &str, decimal: char) -> Option<f64> {
    let mut text = String::with_capacity(cell.len());
    for c in bare(cell).chars() {
        match c {
            '0'..='9' => text.push(c),
            c if c == decimal => text.push('.'),
            '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' => {}
            _ => return None,
        }
    }
    text.parse().ok()
}

/// A number in which nothing groups thousands: a comma is the decimal mark of a spreadsheet.
pub(super) fn plain_number(cell: &str) -> Option<f64> {
    number(cell, if cell.contains(',') { ',' } else { '.' })
}

/// A number with a decimal mark of either kind: a comma before three last digits groups thousands.
pub(super) fn number_of_any_mark(cell: &str) -> Option<f64> {
    let decimals = bare(cell).rsplit_once(',').map(|(_, rest)| rest.len());
    let is_decimal = matches!(decimals, Some(1 | 2)) && !cell.contains('.');
    number(cell, if is_decimal { ',' } else { '.' })
}

/// Seconds of `1:06:06`, `26:42`, `00:08:02.2` or `00:00:24,3`. None if it is no such time.
pub(super) fn seconds(cell: &str) -> Option<f64> {
    let cell = bare(cell);
    let parts = cell.split(':').count();
    let mut seconds = 0.0;
    for (place, part) in cell.split(':').enumerate() {
        let part = plain_number(part)?;
        if place > 0 && part >= 60.0 {
            return None;
        }
        seconds = seconds * 60.0 + part;
    }
    (2..=3).contains(&parts).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_by_the_mark_of_their_file() {
        let garmin = |cells: &[&str], cell| number(cell, decimal_mark(cells.iter().copied()));
        assert_eq!(garmin(&["5.10", "12.00", "3,000"], "3,000"), Some(3000.0));
        assert_eq!(garmin(&["3,40", "5,1", "2.932"], "2.932"), Some(2932.0));
        assert_eq!(garmin(&["3,40"], "'2,81"), Some(2.81));
        for bad in ["--", "", "x", "-12", "1e5", "NaN", "inf", "1.2.3"] {
            assert_eq!(number(bad, '.'), None, "{bad}");
        }
        assert_eq!(number_of_any_mark("4,73"), Some(4.73));
        assert_eq!(number_of_any_mark("1,025"), Some(1025.0));
        assert_eq!(number_of_any_mark("1,025.5"), Some(1025.5));
    }

    #[test]
    fn times_are_read_with_and_without_hours() {
        assert_eq!(seconds("1:06:06"), Some(3966.0));
        assert_eq!(seconds("26:42"), Some(1602.0));
        assert_eq!(seconds("00:08:02.2"), Some(482.2));
        assert_eq!(seconds("00:00:24,3"), Some(24.3));
        for bad in ["--:--:--", "9.5", "1:2:3:4", "1:75", ":", "1:-2"] {
            assert_eq!(seconds(bad), None, "{bad}");
        }
        assert!(is_blank("--:--:--") && is_blank(" ") && !is_blank("0"));
    }
}
