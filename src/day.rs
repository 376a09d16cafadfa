//! A day of the calendar. It comes in from outside as a value: nothing but `cli` asks a clock.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What is wrong with a text that is no day.
pub const NO_DAY: &str = "it must be a day that exists, such as 2026-06-15";

/// A day, written as `2026-06-15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Day {
    /// Reads `2026-06-15`. None if it is not written just so, or is no day that exists.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let is_day = text.len() == "YYYY-MM-DD".len();
        let day = is_day.then(|| Date::strptime("%Y-%m-%d", text).ok());
        day.flatten().map(Day)
    }

    /// So many days earlier.
    #[must_use]
    pub fn before(self, days: i32) -> Day {
        Day(self.0.saturating_sub(days.days()))
    }

    /// So many days later.
    #[must_use]
    pub fn after(self, days: i32) -> Day {
        Day(self.0.saturating_add(days.days()))
    }

    /// The days from an earlier day to this one.
    #[must_use]
    pub fn since(self, earlier: Day) -> i32 {
        (self.0 - earlier.0).get_days()
    }

    /// The day in words, such as 3 May 2026.
    #[must_use]
    pub fn words(self) -> String {
        self.0.strftime("%-d %b %Y").to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = String::deserialize(deserializer)?;
        Day::parse(&text).ok_or_else(|| D::Error::custom(NO_DAY))
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}
