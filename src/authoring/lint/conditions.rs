//! Conditions that can never hold, or always do.

use super::Lint;
use super::reach::{reach, scope};
use crate::fault::{Code, Fault};
use crate::rulebook::condition::Condition;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::{Placed, Role, item};

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
        if !is_broken(lint, placed.condition, &placed.path) {
            unreachable(lint, &placed);
        }
    }
}

fn unreachable(lint: &mut Lint, placed: &Placed) {
    let Some(reach) = reach(lint.rulebook, placed.condition, &mut lint.budget) else {
        return;
    };
    let (never, always) = match placed.role {
        Role::Gate => (
            "this question is never asked",
            "this question is always asked",
        ),
        Role::RedFlag => (
            "this red flag can never hold",
            "this red flag holds for everyone",
        ),
        Role::Ordinary => (
            "no answers are ever ordinary soreness",
            "every answer is ordinary soreness",
        ),
        Role::Evidence => (
            "this evidence can never hold",
            "this evidence holds for everyone",
        ),
        Role::Wanted => (
            "this advice is never given",
            "this advice is given to everyone",
        ),
        Role::Harmful => (
            "this `unless` forbids nothing",
            "this advice is never given",
        ),
    };
    if !reach.can_hold {
        lint.found.push(
            Fault::new(CONTRADICTION, &placed.path, never)
                .help("no answers make all of this true together; check also who is asked"),
        );
    } else if !reach.can_fail {
        lint.found.push(
            Fault::new(ALWAYS_TRUE, &placed.path, always)
                .help("no answer makes this false; remove it or name fewer answers"),
        );
    }
}

/// Whether an error lies in a condition, or in a question it depends on.
pub(super) fn is_broken(lint: &Lint, condition: &Condition, path: &RulePath) -> bool {
    let questions = scope(lint.rulebook, condition).into_iter();
    let questions = questions.map(|question| item("questions", question));
    let mut parts = questions.chain([path.clone()]);
    let errors = lint.errors;
    has_hole(condition)
        || parts.any(|part| errors.iter().any(|error| error.path.0.starts_with(&part.0)))
}

/// Whether an unknown question or option left nothing in its place.
fn has_hole(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(has_hole),
        Condition::Any(parts) => parts.is_empty() || parts.iter().any(has_hole),
        Condition::Not(part) => has_hole(part),
        _ => false,
    }
}
