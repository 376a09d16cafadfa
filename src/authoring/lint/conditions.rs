//! Conditions that can never hold, or always do.

use super::Lint;
use super::reach::reach;
use crate::fault::{Code, Fault};
use crate::rulebook::conditions::{Placed, Role};

pub(crate) const CONTRADICTION: &Code = &Code::warning(
    "contradiction",
    "This can never be true",
    "Every kind of answer was tried and none makes the condition true. It may ask for two \
     options of one question at once, for something and its opposite, or for the answer \
     to a question that is not asked then (see its `only_if`).",
);

pub(crate) const ALWAYS_TRUE: &Code = &Code::warning(
    "always-true",
    "This is always true",
    "Every kind of answer was tried and none makes the condition false. A rule that holds \
     for everyone tells nothing apart.",
);

pub(super) fn check(lint: &mut Lint) {
    for placed in lint.rulebook.conditions() {
        unreachable(lint, &placed);
    }
}

fn unreachable(lint: &mut Lint, placed: &Placed) {
    let Some(reach) = reach(lint.rulebook, placed.condition, &mut lint.budget) else {
        return;
    };
    let (never, always) = match placed.role {
        Role::Gate(_) => (
            "this question is never asked",
            "this question is always asked",
        ),
        Role::RedFlag(_) => (
            "this red flag can never hold",
            "this red flag holds for everyone",
        ),
        Role::Ordinary => (
            "no answers are ever ordinary soreness",
            "every answer is ordinary soreness",
        ),
        Role::Evidence(..) => (
            "this evidence can never hold",
            "this evidence holds for everyone",
        ),
        Role::Wanted(_) => (
            "this advice is never given",
            "this advice is given to everyone",
        ),
        Role::Harmful(_) => (
            "this `unless` forbids nothing",
            "this advice is never given",
        ),
        Role::Better(_) => ("this is never better", "this is always better"),
    };
    if !reach.can_hold {
        lint.found.push(
            Fault::new(CONTRADICTION, &placed.role.path(), never)
                .help("no answers make all of this true together; check also who is asked"),
        );
    } else if !reach.can_fail {
        lint.found.push(
            Fault::new(ALWAYS_TRUE, &placed.role.path(), always)
                .help("no answer makes this false; remove it or name fewer answers"),
        );
    }
}
