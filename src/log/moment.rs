//! Days and times of day as exports write them, in many languages and orders.

use jiff::civil::{Date, DateTime, Time};

/// How months begin, from January, in the languages that exports are in.
const MONTHS: [&str; 12] = [
    "jan ene gen sty",
    "feb fév fev lut",
    "mar mär mrz mrt maa",
    "apr avr abr kwi",
    "may mai mag mei maj",
    "jun juin giu cze",
    "jul juil lug lip",
    "aug aoû aou ago sie",
    "sep set wrz",
    "oct okt ott out paź",
    "nov lis",
    "dec déc dez dic des gru",
];

/// Which of two numbers with slashes is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slashes {
    DayFirst,
    MonthFirst,
    /// Nothing in the file tells.
    Unknown,
}

impl Slashes {
    /// What the dates of a file tell: one that is above 12 is the day.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let mut told = Slashes::Unknown;
        for cell in cells.filter(|cell| cell.contains('/')) {
            let mut numbers = numbers(cell);
            match (numbers.next(), numbers.next()) {
                (Some((13..=31, _)), Some(_)) => told = Slashes::DayFirst,
                (Some(_), Some((13..=31, _))) => told = Slashes::MonthFirst,
                _ => {}
            }
        }
        told
    }
}

/// The whole numbers in a text, each with how many digits it has.
fn numbers(text: &str) -> impl Iterator<Item = (i16, usize)> {
    let parts = text.split(|c: char| !c.is_ascii_digit());
    parts.filter_map(|part| Some((part.parse().ok()?, part.len())))
}

/// Reads `2018-09-12 15:02:23`, `Dec 9, 2022, 1:37:07 PM`, `21.07.2026, 15:09:27`,
/// `5 de ago. de 2026, 20:45:59`, `lun., 30 juin 2014 7:03` and the like. None if it is none of them.
pub(super) fn read(cell: &str, slashes: Slashes) -> Option<DateTime> {
    let cell = cell.trim().trim_start_matches('\'');
    let (days, time) = match cell.find(':') {
        None => (cell, Time::midnight()),
        Some(colon) => {
            let digits = cell[..colon]
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .len();
            (&cell[..digits], time(&cell[digits..])?)
        }
    };
    Some(day(days, slashes)?.to_datetime(time))
}

/// `15:02:23`, `7:03`, `1:37:07 PM`, `15:02:23.5`, `15:02:23Z`.
fn time(text: &str) -> Option<Time> {
    let is_clock = |c: char| c.is_ascii_digit() || c == ':';
    let (clock, rest) = text.split_at(text.find(|c| !is_clock(c)).unwrap_or(text.len()));
    let mut parts = clock.split(':').map(str::parse::<i8>);
    let (hour, minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let second = parts.next().map_or(Some(0), Result::ok)?;
    let half: String = rest.chars().filter(char::is_ascii_alphabetic).collect();
    let hour = match &*half.to_ascii_lowercase() {
        "am" if hour == 12 => 0,
        "pm" if hour < 12 => hour + 12,
        "am" | "pm" | "" | "z" | "utc" => hour,
        _ => return None,
    };
    Time::new(hour, minute, second, 0).ok()
}

fn day(text: &str, slashes: Slashes) -> Option<Date> {
    let mut numbers = numbers(text);
    let first = numbers.next()?;
    let second = numbers.next()?;
    let third = numbers.next();
    if numbers.next().is_some() {
        return None;
    }
    let (year, month, day) = match (month(text), first, second, third) {
        // The year is the one with four digits.
        (Some(month), (day, 1..=2), (year, 4), None)
        | (Some(month), (year, 4), (day, 1..=2), None)
        | (None, (year, 4), (month, _), Some((day, _))) => (year, month, day),
        (None, (first, 1..=2), (second, 1..=2), Some((year, 4))) => {
            match (text.contains('/'), slashes) {
                (false, _) | (true, Slashes::DayFirst) => (year, second, first),
                (true, Slashes::MonthFirst) => (year, first, second),
                (true, Slashes::Unknown) => return None,
            }
        }
        _ => return None,
    };
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The month that a word names. The last such word, since a day of the week may begin like one: `mar.`
/// is Tuesday in French.
fn month(text: &str) -> Option<i16> {
    let words = text.split(|c: char| !c.is_alphabetic());
    let month = |word: &str| {
        let word = word.to_lowercase();
        let begins = |names: &&str| names.split(' ').any(|name| word.starts_with(name));
        MONTHS.iter().position(begins)
    };
    let place = words
        .filter(|word| !word.is_empty())
        .filter_map(month)
        .next_back()?;
    i16::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_in_every_language_and_order() {
        for (cell, read_as) in [
            ("2018-09-12 15:02:23", "2018-09-12T15:02:23"),
            ("Sep 12, 2018, 3:02:23 PM", "2018-09-12T15:02:23"),
            ("Dec 9, 2022, 12:37:07\u{202f}AM", "2022-12-09T00:37:07"),
            ("22 May 2024, 08:19:26", "2024-05-22T08:19:26"),
            ("21.07.2026, 15:09:27", "2026-07-21T15:09:27"),
            ("24 mai 2012 à 16:27:40", "2012-05-24T16:27:40"),
            ("21 lug 2026, 15:09:27", "2026-07-21T15:09:27"),
            ("5 de ago. de 2026, 20:45:59", "2026-08-05T20:45:59"),
            ("23 jun. 2017 15:52:12", "2017-06-23T15:52:12"),
            ("3 mrt. 2021 09:00:00", "2021-03-03T09:00:00"),
            ("14 févr. 2020 à 7:01:02", "2020-02-14T07:01:02"),
            ("lun., 30 juin 2014 7:03", "2014-06-30T07:03:00"),
            ("mar., 1 juil. 2014 7:03", "2014-07-01T07:03:00"),
            ("2013-12-29 11:36:13", "2013-12-29T11:36:13"),
            ("2013-12-29", "2013-12-29T00:00:00"),
            ("2026-06-15T08:00:00Z", "2026-06-15T08:00:00"),
        ] {
            let read = read(cell, Slashes::Unknown).unwrap_or_else(|| panic!("{cell}"));
            assert_eq!(read.to_string(), read_as, "{cell}");
        }
        for bad in [
            "not a date",
            "",
            "2018-02-30 10:00:00",
            "Sep 12, 2018, 25:02:23",
            "12.13.2018",
            "5/7/2026 08:00",
            "12 Foo 2018",
            "1:2:3",
            "2018-09-12 15:99",
            "99999-01-01",
        ] {
            assert_eq!(read(bad, Slashes::Unknown), None, "{bad}");
        }
    }

    #[test]
    fn slashes_are_read_as_the_file_tells() {
        let told = |cells: &[&str]| Slashes::of(cells.iter().copied());
        assert_eq!(
            told(&["5/7/2026 08:00", "5/13/2026 8:00"]),
            Slashes::MonthFirst
        );
        assert_eq!(
            told(&["5/7/2026 08:00", "31/7/2026 8:00"]),
            Slashes::DayFirst
        );
        assert_eq!(told(&["5/7/2026 08:00"]), Slashes::Unknown);
        let read = |slashes| read("5/7/2026 08:00", slashes).map(|at| at.date().month());
        assert_eq!(read(Slashes::MonthFirst), Some(5));
        assert_eq!(read(Slashes::DayFirst), Some(7));
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_none(cell in "\\PC*|[0-9:/. ,a-z]{0,30}") {
            let _ = read(&cell, Slashes::DayFirst);
        }
    }
}
