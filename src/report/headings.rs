//! Headings that stand in more than one document.

use crate::rulebook::Due;

/// Above the signs to come back or call for help for.
pub(super) const GET_HELP: &str = "Get help if any of these come";

/// Above advice for this time.
pub(super) fn of_advice(due: Due) -> &'static str {
    match due {
        Due::Today => "Today",
        Due::ThisWeek => "This week",
        Due::Return => "Going back to running",
        Due::Prevent => "So it does not come back",
    }
}
