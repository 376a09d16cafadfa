//! Red flags whose days no words say.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::rulebook::places::item;

pub(crate) const UNSAID_DAYS: &Code = &Code::warning(
    "unsaid-days",
    "These days stand in data alone",
    "A red flag without a `do` takes the words of its level, which tell another time or none. Say with \
     `do` when to be seen, or leave `within_days` out.",
);

pub(super) fn check(lint: &mut Lint) {
    let unsaid = lint.rulebook.red_flags.enumerated();
    let unsaid = unsaid.filter(|(_, flag)| flag.within_days.is_some() && flag.action.is_none());
    let faults = unsaid.map(|(place, flag)| {
        let at = item("red_flags", place).key("within_days");
        let message = format!("`{}` has no `do` that says within how many days", flag.id);
        Fault::new(UNSAID_DAYS, &at, message).help("add a `do`, or remove `within_days`")
    });
    lint.found.extend(faults);
}
