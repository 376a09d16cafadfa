//! A log as a check asks it: on a day, about the time before another.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Log;
use super::facts::Facts;
use super::fill::{Says, said};
use crate::quantity::{Quantity, Unit};
use crate::rulebook::Rulebook;

/// A log, the day it is looked at, and the unit that the runner thinks in.
#[derive(Debug, Clone)]
pub struct Record<'l> {
    log: &'l Log,
    today: Date,
    unit: Option<Unit>,
}

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

impl<'l> Record<'l> {
    /// A log on a day. Distances are in `unit`, or else in the log's own.
    #[must_use]
    pub fn new(log: &'l Log, today: Date, unit: Option<Unit>) -> Self {
        Record {
            log,
            today,
            unit: unit.or(log.unit),
        }
    }

    /// The facts about the time before the trouble began, or up to now while that is not known.
    #[must_use]
    pub fn facts(&self, ago: Option<Quantity>) -> Facts {
        let days = ago.map_or(0, |ago| ago.base() / DAY);
        let until = self.today.saturating_sub(days.clamp(0, 100_000).days());
        Facts::new(self.log, self.today, until)
    }

    /// What the log says to the questions of a rulebook.
    #[must_use]
    pub fn says(&self, rulebook: &Rulebook, ago: Option<Quantity>) -> Vec<Says> {
        let facts = self.facts(ago);
        let said = said(rulebook, |fact| facts.known(fact, self.unit));
        said.map(|(question, said, from)| {
            let words = from.iter().filter_map(|fact| facts.words(*fact, self.unit));
            Says {
                question,
                said,
                words: words.collect::<Vec<_>>().join("; "),
            }
        })
        .collect()
    }
}
