//! Priors that cannot be true.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{Score, odds};

pub(crate) const UNLIKELY_PRIOR: &Code = &Code::warning(
    "unlikely-prior",
    "This prior cannot be true of your runners",
    "`prior` is the share of runners with these complaints who have the cause. From 0.9 on \
     nearly everybody would have it, and if all priors add up to more than 2, the average \
     runner would have more than two causes at once.",
);

/// The log-odds of a prior of 0.9.
const ALMOST_ALL: Score = 2197;

/// As many causes as a runner may have on average. Two can be true at once.
const MOST_CAUSES: f64 = 2.0;

/// Priors that no group of runners can have.
pub(super) fn check(lint: &mut Lint) {
    let mut warn = |path: &RulePath, message: String| {
        let help = "it is the share of runners with these complaints who have the cause; 0.2 is two of ten";
        let fault = Fault::new(UNLIKELY_PRIOR, path, message);
        lint.found.push(fault.help(help));
    };
    let mut sum = 0.0;
    for (place, cause) in lint.rulebook.causes.enumerated() {
        let odds = odds(cause.prior);
        sum += odds / (1.0 + odds);
        if cause.prior >= ALMOST_ALL {
            let message = "this says that almost every runner has this cause";
            warn(&item("causes", place).key("prior"), message.to_owned());
        }
    }
    if sum > MOST_CAUSES {
        let message =
            format!("the priors add up to {sum:.1}, as if everybody had that many causes");
        warn(&RulePath::default().key("causes"), message);
    }
}
