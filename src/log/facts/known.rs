//! Facts as rules ask for them: how much is known, and in words with the dates.

use super::{Facts, Status, Training};
use crate::quantity::{Quantity, Unit};
use crate::rulebook::from_log::{Fact, Known};

impl Facts {
    /// How much is known of a fact. A log that is stale or thin tells only what was so already; `unit` is
    /// the one that the runner thinks in.
    #[must_use]
    pub fn known(&self, fact: Fact, unit: Option<Unit>) -> Option<Known> {
        let training = self.training.as_ref()?;
        let lately = (self.status == Status::Ok).then_some(training);
        let count = |number: f64| of_unit(number, Unit::One);
        let tenths = |km: f64| in_unit(km, unit, |distance| (distance * 10.0).round() / 10.0);
        match fact {
            Fact::RunsPerWeek => lately?.runs_per_week.map(count).map(Known::exactly),
            // Other sports are no rest either, and are not looked at.
            Fact::RestDays => lately?.rest_days_per_week_28.map(|days| Known {
                least: count(0.0),
                most: Some(count(days)),
            }),
            Fact::DaysInARow => Some(Known::exactly(days(lately?.streak_28))),
            Fact::LastWeek => lately?.week_km.map(tenths).map(Known::exactly),
            Fact::UsualWeek => lately?.base_week_km.map(tenths).map(Known::exactly),
            Fact::LongestJump => {
                let percent = lately?.spike_pct?;
                Some(Known::exactly(count(percent.into())))
            }
            Fact::Break => lately?.gap_days.map(days).map(Known::exactly),
            Fact::History => Some(at_least(days(training.history_days))),
            Fact::WeeksWithARun => {
                let weeks = i32::try_from(lately?.weeks_with_a_run_104).ok()?;
                Some(at_least(Quantity::whole(weeks, Unit::One)))
            }
            Fact::ShoeDistance => self.of_shoes(in_unit(self.shoes?.shoe_km?, unit, f64::round)),
            Fact::ShoeAge => {
                let age = training.newest_run.since(self.shoes?.shoe_since);
                self.of_shoes(days(age + training.days_since_run))
            }
            Fact::PairsOfShoes => {
                let has_gear = lately?.gear_coverage_56 >= super::shoes::WHOLE;
                let pairs = i32::try_from(self.shoes?.pairs_56)
                    .ok()
                    .filter(|_| has_gear)?;
                Some(Known::exactly(Quantity::whole(pairs, Unit::One)))
            }
        }
    }

    /// A figure of the shoes: the whole of it, or a part.
    fn of_shoes(&self, quantity: Quantity) -> Option<Known> {
        let is_whole = self.status == Status::Ok && !self.shoes?.shoe_km_is_at_least;
        Some(if is_whole {
            Known::exactly(quantity)
        } else {
            at_least(quantity)
        })
    }

    /// A fact in words, with its dates, as it may follow "from your log:".
    #[must_use]
    pub fn words(&self, fact: Fact, unit: Option<Unit>) -> Option<String> {
        let known = self.known(fact, unit)?;
        let training = self.training.as_ref()?;
        let number = known.most.unwrap_or(known.least);
        let newest = training.newest_run.words();
        Some(match fact {
            Fact::RunsPerWeek => format!("{number} runs a week in the 28 days up to {newest}"),
            Fact::RestDays => {
                format!("{number} days a week without a run in the 28 days up to {newest}")
            }
            Fact::DaysInARow => format!("{number} in a row with a run, up to {newest}"),
            Fact::LastWeek => format!("{number} in the 7 days up to {newest}"),
            Fact::UsualWeek => format!("{number} a week before the last 7 days"),
            Fact::LongestJump => training.jump()?,
            Fact::Break => match training.return_day {
                Some(day) => format!("back on {} after {number} off", day.words()),
                None => format!("no break of two weeks in the 42 days up to {newest}"),
            },
            Fact::History => format!("at least {number} from the first run to {newest}"),
            Fact::WeeksWithARun => {
                format!("a run in {number} of the 104 weeks up to {newest}")
            }
            Fact::ShoeDistance => {
                let least = known.most.map_or("at least ", |_| "");
                let since = self.shoes?.shoe_since.words();
                let part = self.part_of_runs(known, training.gear_coverage_56);
                format!("{least}{number}, since {since}{part}")
            }
            Fact::ShoeAge => format!("first used on {}", self.shoes?.shoe_since.words()),
            Fact::PairsOfShoes => format!("{number} pairs in the 56 days up to {newest}"),
        })
    }

    /// Why the distance of the shoes may be more.
    fn part_of_runs(&self, known: Known, coverage: f64) -> String {
        if known.most.is_some() {
            String::new()
        } else if self.status == Status::Stale {
            let until = self.shoes.map(|shoes| shoes.shoe_until.words());
            format!(", up to {}", until.unwrap_or_default())
        } else if coverage < super::shoes::WHOLE {
            format!(
                "; only {:.0} % of the last runs name their shoes",
                coverage * 100.0
            )
        } else {
            "; the log may not hold all they have done".to_owned()
        }
    }
}

impl Training {
    /// Whether a run stood out of those before, with its date.
    #[must_use]
    pub fn jump(&self) -> Option<String> {
        let (percent, day) = (self.spike_pct?, self.spike_day?.words());
        Some(if percent > 0 {
            format!("your run of {day} was {percent} % longer than any of the 30 days before")
        } else {
            "no run of the last 7 days was longer than those of the 30 days before".to_owned()
        })
    }
}

/// Kilometres in the unit that the runner thinks in, rounded there.
fn in_unit(km: f64, unit: Option<Unit>, round: impl Fn(f64) -> f64) -> Quantity {
    let unit = unit.unwrap_or(Unit::Km);
    of_unit(round(km / unit.kilometres()), unit)
}

fn days(days: i32) -> Quantity {
    Quantity::whole(days, Unit::Day)
}

fn at_least(least: Quantity) -> Known {
    Known { least, most: None }
}

#[allow(clippy::cast_possible_truncation)] // a float too large ends at the largest number
fn of_unit(number: f64, unit: Unit) -> Quantity {
    Quantity::of_thousandths((number * 1000.0).round().clamp(-1e12, 1e12) as i64, unit)
}
