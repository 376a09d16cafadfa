//! The number of a quantity as a person writes it, without its unit.

use std::iter;

use super::QuantityError;

/// Most digits before the decimals.
const MOST_DIGITS: usize = 7;

/// Reads a small number in words into thousandths; `a` and `an` only before a unit.
pub(super) fn in_words(word: &str, unit: &str) -> Option<i64> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = word.to_ascii_lowercase();
    if matches!(&*word, "a" | "an") && !unit.is_empty() {
        return Some(1000);
    }
    let numbers = (1..).zip(WORDS);
    numbers
        .into_iter()
        .find_map(|(number, name)| (name == word).then_some(number * 1000))
}

/// Whether it is thousands to some and decimals to others, as `1.200` and `1,200` are.
pub(super) fn is_ambiguous(number: &str) -> bool {
    if is_digits(number) {
        return false;
    }
    let digits = number.trim_start_matches(['-', '+']);
    digits.split_once(['.', ',']).is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len())
            && !whole.starts_with('0')
            && rest.len() == 3
            && is_digits(rest)
    })
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number whose point certainly starts decimals, written so that it is read like that.
pub(crate) fn as_decimals(mut number: String) -> String {
    if is_ambiguous(&number) {
        // Thousands have no fourth digit.
        number.push('0');
    }
    number
}

/// Reads a decimal number into thousandths; nothing if it is none. Commas group thousands before a
/// point (`1,234.5`) or where there are several, one alone stands for a point (`2,5`).
pub(super) fn parse_thousandths(
    number: &str,
    whole_text: &str,
) -> Result<Option<i64>, QuantityError> {
    if number.len() <= MOST_DIGITS && is_digits(number) {
        // As most are.
        return Ok(number.parse().ok().map(|whole: i64| whole * 1000));
    }
    let (negative, digits) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let comma = digits
        .split_once(',')
        .is_some_and(|(_, rest)| !rest.is_empty() && !rest.contains([',', '.']));
    let point = if comma { ',' } else { '.' };
    let (integer, decimals) = digits.split_once(point).unwrap_or((digits, ""));
    let mut groups = integer.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped_well = first.len() == integer.len()
        || ((1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3));
    let all_digits =
        (integer.bytes()).all(|byte| byte == b',' || byte.is_ascii_digit()) && is_digits(decimals);
    if integer.is_empty() || !grouped_well || !all_digits {
        return Ok(None);
    }
    let integer = integer.bytes().filter(|byte| *byte != b',');
    let integer = integer.skip_while(|byte| *byte == b'0');
    let decimals = decimals.trim_end_matches('0').bytes();
    if integer.clone().count() > MOST_DIGITS || decimals.len() > 3 {
        return Err(QuantityError::TooPrecise(whole_text.to_owned()));
    }
    let thousandths = integer
        .chain(decimals.chain(iter::repeat(b'0')).take(3))
        .fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
    Ok(Some(if negative { -thousandths } else { thousandths }))
}
