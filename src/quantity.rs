//! Numbers with units as a person writes them: `450 mi`, `450mi`, `1200 km`, `2,5 weeks`, `a week`,
//! `7`; in answers also `about 600 miles` or `two days ago`.
//!
//! A quantity keeps the unit the runner used, so it can be shown back in the same words, and
//! compares exactly with one in another unit: everything is whole numbers, nothing is rounded.

mod number;
mod said;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use number::as_decimals;
use number::{in_words, is_ambiguous, parse_thousandths};

/// What a number measures. It decides which units fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// How far: kilometres or miles.
    Distance,
    /// How long: hours, days, weeks, months (30 days) or years (365 days).
    Time,
    /// A plain count or score without a unit.
    Count,
}

/// A unit a runner may write. As wide as the number beside it, so that answers are copied as whole words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u64)]
pub enum Unit {
    /// Kilometre.
    Km,
    /// International mile, 1.609344 km exactly.
    Mile,
    /// Hour.
    Hour,
    /// Day of 24 hours.
    Day,
    /// Seven days.
    Week,
    /// Thirty days.
    Month,
    /// 365 days.
    Year,
    /// No unit.
    One,
}

/// In the order of [`Unit`]: each unit with the names it answers to (the first is the one we print),
/// what it measures, and how many base parts one thousandth of it has (micrometres, milliseconds,
/// thousandths). The names stand apart, since rows name units by the million.
const UNITS: [(Unit, &[&str], Dimension, i64); 8] = [
    (
        Unit::Km,
        &[
            "km",
            "kms",
            "k",
            "kilometre",
            "kilometres",
            "kilometer",
            "kilometers",
        ],
        Dimension::Distance,
        1_000_000,
    ),
    (
        Unit::Mile,
        &["mi", "mile", "miles"],
        Dimension::Distance,
        1_609_344,
    ),
    (
        Unit::Hour,
        &["hours", "hour", "h", "hr", "hrs"],
        Dimension::Time,
        3_600,
    ),
    (Unit::Day, &["days", "day", "d"], Dimension::Time, 86_400),
    (
        Unit::Week,
        &["weeks", "week", "w", "wk", "wks"],
        Dimension::Time,
        7 * 86_400,
    ),
    (
        Unit::Month,
        &["months", "month", "mo"],
        Dimension::Time,
        30 * 86_400,
    ),
    (
        Unit::Year,
        &["years", "year", "y", "yr", "yrs"],
        Dimension::Time,
        365 * 86_400,
    ),
    (Unit::One, &[""], Dimension::Count, 1),
];

impl Unit {
    /// The units of a distance.
    pub(crate) const OF_DISTANCE: [Self; 2] = [Self::Km, Self::Mile];

    fn row(self) -> &'static (Unit, &'static [&'static str], Dimension, i64) {
        &UNITS[self as usize]
    }

    /// The name we print, empty for a plain count.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().1[0]
    }

    /// What this unit measures.
    #[must_use]
    pub fn dimension(self) -> Dimension {
        self.row().2
    }

    /// How many kilometres one of it is, if it is a unit of distance.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // small numbers
    pub fn kilometres(self) -> f64 {
        self.row().3 as f64 / Unit::Km.row().3 as f64
    }
}

impl Dimension {
    /// The units a person may use for it, as we print them.
    pub(crate) fn unit_names(self) -> Vec<&'static str> {
        let units = UNITS.iter().filter(|row| row.2 == self);
        units.map(|row| row.0.name()).collect()
    }

    /// How a number of it may be written.
    fn example(self) -> &'static str {
        match self {
            Dimension::Distance => "450 km or 280 mi",
            Dimension::Time => "3 days or 2 weeks",
            Dimension::Count => "3",
        }
    }

    /// The unit a bare number is read in, where one is certain. A bare distance is refused: 450
    /// could be miles or kilometres, and guessing wrong would change the advice.
    #[must_use]
    pub fn default_unit(self) -> Option<Unit> {
        match self {
            Dimension::Distance => None,
            Dimension::Time => Some(Unit::Day),
            Dimension::Count => Some(Unit::One),
        }
    }
}

/// A number of some unit, in whole thousandths of that unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quantity {
    thousandths: i64,
    unit: Unit,
}

/// Why a text is not a quantity. The message says what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// No number at the start.
    #[error("`{given}` is not a number; write it like {example}")]
    NotANumber {
        /// The text as written.
        given: String,
        /// One that would do.
        example: &'static str,
    },
    /// One comma or point before exactly three digits: thousands to some, decimals to others.
    #[error("`{given}` can be read in two ways; write {thousands} or {decimals}")]
    Ambiguous {
        /// The text as written.
        given: String,
        /// What it is if thousands are grouped.
        thousands: String,
        /// What it is if decimals follow.
        decimals: String,
    },
    /// More than three decimals, or more digits than anything here can need.
    #[error("`{0}` has too many digits")]
    TooPrecise(String),
    /// A distance without km or mi.
    #[error("`{0}` needs a unit: {0} km or {0} mi")]
    UnitMissing(String),
    /// Two numbers to choose from.
    #[error("`{0}` is a range; write one number, such as the middle of it")]
    Range(String),
    /// A unit that is unknown or measures something else.
    #[error("`{given}` does not fit here: use {allowed}")]
    WrongUnit {
        /// The unit as written.
        given: String,
        /// The units that fit, in words.
        allowed: String,
    },
}

impl Quantity {
    /// A whole number of `unit`.
    #[must_use]
    pub const fn whole(number: i32, unit: Unit) -> Self {
        Quantity {
            thousandths: number as i64 * 1000,
            unit,
        }
    }

    /// So many thousandths of `unit`.
    pub(crate) const fn of_thousandths(thousandths: i64, unit: Unit) -> Self {
        Quantity { thousandths, unit }
    }

    /// The unit it was written in.
    #[must_use]
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The number, in its own unit, as near as a float gets; for data output only.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn number(self) -> f64 {
        self.thousandths as f64 / 1000.0
    }

    /// Its size in base parts of its dimension, so that any two of one dimension compare exactly.
    #[must_use]
    pub fn base(self) -> i64 {
        self.thousandths * self.unit.row().3
    }

    /// Whether it is no less than `min` and no more than `max`, of the same dimension.
    pub(crate) fn is_within(self, min: Self, max: Self) -> bool {
        (min.base()..=max.base()).contains(&self.base())
    }

    /// A size in base parts, in the first unit of its dimension that makes it a whole number; days
    /// and then hours for a time.
    pub(crate) fn from_base(base: i64, dimension: Dimension) -> Self {
        let units: &[Unit] = match dimension {
            Dimension::Distance => &Unit::OF_DISTANCE,
            Dimension::Time => &[Unit::Day, Unit::Hour],
            Dimension::Count => &[Unit::One],
        };
        let whole = |unit: &&Unit| base % (unit.row().3 * 1000) == 0;
        let unit = *units.iter().find(whole).unwrap_or(&units[0]);
        Quantity {
            thousandths: base / unit.row().3,
            unit,
        }
    }

    /// The same or a little more, as a whole number of another unit of its dimension.
    pub(crate) fn at_least_in(self, unit: Unit) -> Self {
        if unit == self.unit || unit.dimension() != self.unit.dimension() {
            return self;
        }
        let one = unit.row().3 * 1000;
        Quantity {
            thousandths: (self.base() + one - 1).div_euclid(one) * 1000,
            unit,
        }
    }

    /// The number alone, without trailing zeros.
    #[must_use]
    pub fn number_text(self) -> String {
        let sign = if self.thousandths < 0 { "-" } else { "" };
        let (whole, rest) = (self.thousandths.abs() / 1000, self.thousandths.abs() % 1000);
        if rest == 0 {
            return format!("{sign}{whole}");
        }
        let text = format!("{sign}{whole}.{rest:03}");
        text.trim_end_matches('0').to_owned()
    }

    /// The number with its unit, so that [`Quantity::parse`] reads it again.
    #[must_use]
    pub fn written(self) -> String {
        let number = self.number_text();
        (self.to_string()).replacen(&number, &as_decimals(number.clone()), 1)
    }

    /// Reads `450 mi`, `450mi`, `1,234.5 km`, `3 weeks`, `two days`, `7`. A bare number takes
    /// `bare`, if that fits.
    ///
    /// # Errors
    /// When there is no number, or it can be read in two ways, the unit is missing or does not
    /// measure `dimension`, or there are more digits than make sense.
    pub fn parse(
        text: &str,
        dimension: Dimension,
        bare: Option<Unit>,
    ) -> Result<Self, QuantityError> {
        let text = text.trim();
        let is_numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
        let end = text.find(|c| !is_numeric(c)).unwrap_or(text.len());
        let (number, thousandths, unit) = if end == 0 {
            let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
            (number, in_words(number, unit), unit)
        } else {
            let (number, unit) = text.split_at(end);
            if is_ambiguous(number) {
                let decimals = number.replace(',', ".");
                let decimals = decimals.trim_end_matches('0').trim_end_matches('.');
                return Err(QuantityError::Ambiguous {
                    given: text.to_owned(),
                    thousands: number.replace(['.', ','], "") + unit,
                    decimals: format!("{decimals}{unit}"),
                });
            }
            (number, parse_thousandths(number, text)?, unit)
        };
        let thousandths = thousandths.ok_or_else(|| QuantityError::NotANumber {
            given: text.to_owned(),
            example: dimension.example(),
        })?;
        let unit = unit.trim();
        let unit = if unit.is_empty() {
            bare.filter(|bare| bare.dimension() == dimension)
                .or(dimension.default_unit())
                .ok_or_else(|| QuantityError::UnitMissing(number.to_owned()))?
        } else {
            let is_unit = |name: &&str| name.eq_ignore_ascii_case(unit);
            UNITS
                .iter()
                .find(|row| row.2 == dimension && row.1.iter().any(is_unit))
                .map(|row| row.0)
                .ok_or_else(|| QuantityError::WrongUnit {
                    given: unit.to_owned(),
                    allowed: allowed_units(dimension),
                })?
        };
        Ok(Quantity { thousandths, unit })
    }
}

fn allowed_units(dimension: Dimension) -> String {
    match dimension {
        Dimension::Count => "a plain number".to_owned(),
        _ => dimension.unit_names().join(", "),
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number_text())?;
        match self.unit.name() {
            "" => Ok(()),
            plural if self.thousandths == 1000 && plural.ends_with('s') => {
                write!(f, " {}", plural.trim_end_matches('s'))
            }
            name => write!(f, " {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn distance(text: &str) -> Result<Quantity, QuantityError> {
        Quantity::parse(text, Dimension::Distance, None)
    }

    #[test]
    fn every_unit_of_distance_is_listed() {
        let names = Unit::OF_DISTANCE.map(Unit::name);
        assert_eq!(Dimension::Distance.unit_names(), names);
    }

    #[test]
    fn reads_what_runners_write() {
        for (text, shown) in [
            ("450mi", "450 mi"),
            ("450 miles", "450 mi"),
            (" 720 KM ", "720 km"),
            ("1200 km", "1200 km"),
            ("1234.567 km", "1234.567 km"),
            ("1.2340 km", "1.234 km"),
            ("12.50 km", "12.5 km"),
            ("2,5 km", "2.5 km"),
            ("12,50 km", "12.5 km"),
            ("0,500 km", "0.5 km"),
            ("1,234.5 mi", "1234.5 mi"),
            ("ten miles", "10 mi"),
        ] {
            assert_eq!(distance(text).unwrap().to_string(), shown);
        }
        for (text, shown) in [
            ("10", "10 days"),
            ("1 week", "1 week"),
            ("a week", "1 week"),
            ("An hour", "1 hour"),
            ("two days", "2 days"),
            ("3d", "3 days"),
            ("2,5 weeks", "2.5 weeks"),
            ("two", "2 days"),
        ] {
            let time = Quantity::parse(text, Dimension::Time, None).unwrap();
            assert_eq!(time.to_string(), shown);
        }
    }

    #[test]
    fn compares_across_units_exactly() {
        assert!(distance("300 mi").unwrap().base() > distance("482.8030 km").unwrap().base());
        assert!(distance("300 mi").unwrap().base() < distance("482.8040 km").unwrap().base());
    }

    #[test]
    fn never_guesses() {
        assert!(matches!(
            distance("450"),
            Err(QuantityError::UnitMissing(_))
        ));
        assert!(matches!(
            distance("450 days"),
            Err(QuantityError::WrongUnit { .. })
        ));
        for (given, thousands, decimals) in [
            ("1.200 km", "1200 km", "1.2 km"),
            ("1,200km", "1200km", "1.2km"),
            ("12.000", "12000", "12"),
        ] {
            let error = distance(given).unwrap_err().to_string();
            let expected = format!("write {thousands} or {decimals}");
            assert!(error.contains(&expected), "{error}");
        }
        for bad in [
            "",
            "mi",
            "4-5 km",
            "1,23456 km",
            "1, km",
            "1,2,3 km",
            "1.200,5 km",
            "NaN",
            "1e5 km",
            "--3 km",
            "1.2.3 km",
            "½ km",
            "a km ago",
            "two km ago",
            "twenty km",
        ] {
            assert!(distance(bad).is_err(), "{bad} was accepted");
        }
        for bad in [
            "a",
            "a few days",
            "ago",
            "2-3 days",
            "days",
            "half a day",
            "last week",
            "two days ago",
            "about 2 days",
        ] {
            let error = Quantity::parse(bad, Dimension::Time, None).unwrap_err();
            assert!(error.to_string().contains("days"), "{bad}: {error}");
        }
        assert!(matches!(
            distance("99999999999 km"),
            Err(QuantityError::TooPrecise(_))
        ));
    }

    proptest! {
        #[test]
        fn shows_back_what_it_read(number in 0i64..9_999_999_999, mile in any::<bool>()) {
            let quantity = Quantity {
                thousandths: number,
                unit: if mile { Unit::Mile } else { Unit::Km },
            };
            prop_assert_eq!(distance(&quantity.written()).unwrap(), quantity);
        }
    }
}
