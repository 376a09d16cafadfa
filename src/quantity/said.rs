//! Numbers as people say and write them: `about 600 miles`, `a week or so`, `two days ago`, `yesterday`,
//! `1 200 km`, `450 mi.`
//!
//! Only an answer may be put like that. In a rule file a number is exact.

use std::borrow::Cow;

use super::number::in_words;
use super::{Dimension, Quantity, QuantityError, Unit};

/// What says that a number is not exact, before it and behind it.
const ABOUT: [&str; 9] = [
    "about",
    "around",
    "roughly",
    "approximately",
    "approx",
    "approx.",
    "circa",
    "ca",
    "ca.",
];
const OR_SO: &str = "or so";
const SIGNS: [char; 2] = ['~', '≈'];

impl Quantity {
    /// Reads all that [`Quantity::parse`] reads, and what people put around it. A number that is
    /// nearly right counts as it is; two numbers are refused.
    ///
    /// # Errors
    /// When it is no such number, with what to write instead.
    pub fn said(
        text: &str,
        dimension: Dimension,
        bare: Option<Unit>,
    ) -> Result<Self, QuantityError> {
        if let Ok(number) = Quantity::parse(text, dimension, bare) {
            return Ok(number);
        }
        let number = bare_number(text.trim(), dimension);
        if dimension == Dimension::Time {
            for (days, word) in [(0, "today"), (1, "yesterday")] {
                if number.eq_ignore_ascii_case(word) {
                    return Ok(Quantity::whole(days, Unit::Day));
                }
            }
        }
        Quantity::parse(&exact(number), dimension, bare).map_err(|error| {
            if is_range(number) {
                QuantityError::Range(text.trim().to_owned())
            } else {
                error
            }
        })
    }
}

/// A number as [`Quantity::parse`] reads it: with a digit before the decimals (`.5 km`), without a point
/// behind the unit (`450 mi.`), and without marks between the thousands where these can be nothing else
/// (`1 200 km`, `1'200 km`, `1.200,5 km`).
fn exact(text: &str) -> Cow<'_, str> {
    let text = match text.strip_suffix('.') {
        Some(unit) if unit.ends_with(char::is_alphabetic) => unit,
        _ => text,
    };
    if text.starts_with(['.', ',']) {
        return format!("0{text}").into();
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let is_mark = |c: &char| c.is_whitespace() || matches!(c, '\'' | '’' | '.');
    let Some(mark) = text[first..].chars().next().filter(is_mark) else {
        return text.into();
    };
    let mut number = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(group) = rest.strip_prefix(mark).filter(|rest| digits(rest) == 3) {
        number += &group[..3];
        rest = &group[3..];
    }
    let is_grouped = (1..=3).contains(&first) && number.len() > first;
    // A point alone may begin decimals, unless a comma does.
    let has_decimals = rest.starts_with(',') && !rest[1..].contains([',', '.']);
    if !is_grouped || mark == '.' && !has_decimals {
        return text.into();
    }
    (number + rest).into()
}

/// The number without what is said around it; all of it if nothing else is there.
fn bare_number(text: &str, dimension: Dimension) -> &str {
    let mut number = text.trim_start_matches(SIGNS).trim_start();
    if let Some((first, rest)) = number.split_once(char::is_whitespace)
        && ABOUT.iter().any(|about| about.eq_ignore_ascii_case(first))
    {
        number = rest.trim_start();
    }
    for end in [OR_SO, "ago", OR_SO] {
        if end == OR_SO || dimension == Dimension::Time {
            number = without_end(number, end);
        }
    }
    if number.is_empty() { text } else { number }
}

/// A text without the words at its end, whatever their case.
fn without_end<'t>(text: &'t str, end: &str) -> &'t str {
    let start = text.len().checked_sub(end.len());
    match start.and_then(|start| text.split_at_checked(start)) {
        Some((rest, last))
            if last.eq_ignore_ascii_case(end) && rest.ends_with(char::is_whitespace) =>
        {
            rest.trim_end()
        }
        _ => text,
    }
}

/// Whether it names two numbers to choose from: `300-500 miles`, `two or three days`.
fn is_range(text: &str) -> bool {
    const BETWEEN: [&str; 6] = ["-", "–", "—", "..", " to ", " or "];
    let text = text.to_lowercase();
    let is_number = |word: &str, unit: &str| {
        word.starts_with(|c: char| c.is_ascii_digit()) || in_words(word, unit).is_some()
    };
    let between = text.starts_with("between ").then_some(" and ");
    BETWEEN.into_iter().chain(between).any(|between| {
        text.split_once(between).is_some_and(|(from, to)| {
            let first = to.split_whitespace().next().unwrap_or_default();
            from.split_whitespace().any(|word| is_number(word, "unit"))
                && is_number(first, "")
                && !to.contains(between)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_put_around_a_number() {
        for (text, shown) in [
            ("about 600 miles", "600 mi"),
            ("~600 mi", "600 mi"),
            ("≈ 600km", "600 km"),
            ("600 miles or so", "600 mi"),
            ("Approx. 1200 km", "1200 km"),
            ("ca. ten miles Or So", "10 mi"),
            ("a mile", "1 mi"),
            ("450 mi.", "450 mi"),
            ("about 450 mi. or so", "450 mi"),
            (".5 km", "0.5 km"),
            (",5 km", "0.5 km"),
            ("1 200 km", "1200 km"),
            ("1\u{a0}200\u{a0}km", "1200 km"),
            ("1\u{202f}200 km", "1200 km"),
            ("1\u{2009}200,5 km", "1200.5 km"),
            ("1'200 km", "1200 km"),
            ("1’200.5 km", "1200.5 km"),
            ("1.200,5 km", "1200.5 km"),
            ("1 200", "1200 mi"),
        ] {
            let mile = Some(Unit::Mile);
            let distance = Quantity::said(text, Dimension::Distance, mile).unwrap();
            assert_eq!(distance.to_string(), shown, "{text}");
        }
        for (text, shown) in [
            ("today", "0 days"),
            ("Yesterday", "1 day"),
            ("roughly 3 weeks", "3 weeks"),
            ("about a week", "1 week"),
            ("two weeks", "2 weeks"),
            ("two days ago", "2 days"),
            ("2 wks.", "2 weeks"),
            ("around an hour ago", "1 hour"),
            ("a week or so ago", "1 week"),
            ("a week ago or so", "1 week"),
            ("about 3", "3 days"),
        ] {
            let time = Quantity::said(text, Dimension::Time, None).unwrap();
            assert_eq!(time.to_string(), shown, "{text}");
        }
    }

    #[test]
    fn refuses_two_numbers_and_says_to_give_one() {
        for (text, dimension) in [
            ("300-500 miles", Dimension::Distance),
            ("about 300 to 500 mi", Dimension::Distance),
            ("300 mi – 500 mi", Dimension::Distance),
            ("between 300 and 500 km", Dimension::Distance),
            ("2-3 days", Dimension::Time),
            ("two or three weeks ago", Dimension::Time),
            ("a week or two", Dimension::Time),
            ("3..4", Dimension::Count),
        ] {
            let error = Quantity::said(text, dimension, None).unwrap_err();
            assert_eq!(error, QuantityError::Range(text.to_owned()));
            assert!(error.to_string().contains("one number"), "{error}");
        }
    }

    #[test]
    fn never_guesses() {
        for (text, dimension) in [
            ("about", Dimension::Distance),
            ("about 600", Dimension::Distance),
            ("~1.200 km", Dimension::Distance),
            ("1.200 km.", Dimension::Distance),
            ("1,200 km", Dimension::Distance),
            ("12 00 km", Dimension::Distance),
            ("1 200'300 km", Dimension::Distance),
            ("1.2,5 km", Dimension::Distance),
            ("1.200,5,5 km", Dimension::Distance),
            ("450.", Dimension::Distance),
            ("over 500 miles", Dimension::Distance),
            ("today", Dimension::Distance),
            ("two km ago", Dimension::Distance),
            ("aboutten km", Dimension::Distance),
            ("2026-11-20", Dimension::Time),
            ("ago", Dimension::Time),
            ("or so", Dimension::Time),
            ("a week and a half", Dimension::Time),
            ("a few days", Dimension::Time),
            ("last week", Dimension::Time),
            ("half a day", Dimension::Time),
            ("yesterday", Dimension::Count),
        ] {
            let error = Quantity::said(text, dimension, None).unwrap_err();
            assert!(!matches!(error, QuantityError::Range(_)), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn survives_any_text_and_takes_all_that_is_plain(text in "\\PC*|[0-9.,-]{1,5}( |)(mi|km|h|d|ago)?") {
            for dimension in [Dimension::Distance, Dimension::Time, Dimension::Count] {
                let said = Quantity::said(&text, dimension, None);
                if let Ok(plain) = Quantity::parse(&text, dimension, None) {
                    prop_assert_eq!(said, Ok(plain));
                }
            }
        }
    }
}
