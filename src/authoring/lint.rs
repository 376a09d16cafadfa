//! What is allowed in a rule file but likely a mistake.

mod conditions;
mod cut_off;
mod danger;
mod double_negation;
mod evidence;
mod follow_up;
mod priors;
pub(super) mod reach;
mod readability;
mod text;
mod topic_jump;
mod unquoted_word;
mod unsaid_days;
mod unsure;
mod usage;
mod wording;

use crate::fault::{Code, Fault};
use crate::rulebook::Rulebook;
use crate::rulebook::places::item;
use crate::yaml::Tree;

pub(crate) const UNUSED_EXCEPTION: &Code = &Code::warning(
    "unused-exception",
    "This exception accepts nothing",
    "There is no such warning at that place any more. Remove the exception, or correct \
     its `at`.",
);

pub(crate) const UNCOVERED: &Code = &Code::warning(
    "uncovered",
    "No case covers this",
    "`soreleg rules test` names every red flag, piece of evidence, option, piece of \
     advice and level that no case reaches. Add a case. If there is none to add, accept \
     it with a reason.",
);

pub(crate) const SURVIVES: &Code = &Code::warning(
    "survives",
    "No case would miss this evidence",
    "`soreleg rules test --mutate` deletes each piece of evidence and turns its ratio round; \
     this one can go, or turn, and every case still passes. Add a case that hangs on it. If \
     it is too weak to decide anything, accept it with a reason. Red flags, levels, \
     `unless` and `only_if` cannot be accepted so: write the case.",
);

/// What looks for faults with some codes.
type Check = (&'static [&'static Code], fn(&mut Lint));

/// Every lint: its codes and its check.
const LINTS: [Check; 14] = [
    (
        &[
            usage::UNUSED_OPTION,
            usage::IDLE_QUESTION,
            usage::EMPTY_TOPIC,
            usage::UNUSED_SOURCE,
            usage::UNUSED_INSTRUCTION,
        ],
        usage::check,
    ),
    (
        &[conditions::CONTRADICTION, conditions::ALWAYS_TRUE],
        conditions::check,
    ),
    (
        &[
            evidence::MIXED_GROUP,
            evidence::SAME_EVIDENCE,
            evidence::OVERLAPPING_RANGES,
            evidence::NEUTRAL_RATIO,
            evidence::GROUP_OF_ONE,
            evidence::RANGE_GAP,
            evidence::OVERLAPPING_ANSWERS,
        ],
        evidence::check,
    ),
    (&[priors::UNLIKELY_PRIOR], priors::check),
    (&[topic_jump::TOPIC_JUMP], topic_jump::check),
    (&[unsure::UNSURE_MEANS_NOTHING], unsure::check),
    (&[danger::IDLE_SIGN, danger::COVERED_FLAG], danger::check),
    (
        &[wording::NOT_A_CLAUSE, wording::SAME_ADVICE],
        wording::check,
    ),
    (&[unquoted_word::UNQUOTED_WORD], unquoted_word::check),
    (&[unsaid_days::UNSAID_DAYS], unsaid_days::check),
    (&[cut_off::CUT_OFF], cut_off::check),
    (&[text::LONG_TEXT, text::HARD_TO_READ], text::check),
    (
        &[follow_up::IDLE_FIXED, follow_up::OPEN_WINDOW],
        follow_up::check,
    ),
    (&[double_negation::DOUBLE_NEGATION], double_negation::check),
];

/// What a lint looks at, and what all have found so far.
struct Lint<'a> {
    rulebook: &'a Rulebook,
    tree: &'a Tree<'a>,
    /// How much may still be tried.
    budget: usize,
    found: Vec<Fault>,
}

/// The warnings on a rulebook whose file has no errors.
pub(super) fn lint(rulebook: &Rulebook, tree: &Tree) -> Vec<Fault> {
    let mut lint = Lint {
        rulebook,
        tree,
        budget: reach::BUDGET,
        found: Vec::new(),
    };
    for (_, check) in LINTS {
        check(&mut lint);
    }
    except(rulebook, lint.found)
}

/// The warnings that a file can accept.
pub(super) fn warnings() -> impl Iterator<Item = &'static Code> {
    let codes = LINTS.iter().flat_map(|(codes, _)| *codes);
    codes.chain([&UNCOVERED, &SURVIVES]).copied()
}

/// Takes out the warnings that the file accepts, and adds one for each exception without use.
fn except(rulebook: &Rulebook, mut found: Vec<Fault>) -> Vec<Fault> {
    let mut used = vec![false; rulebook.exceptions.len()];
    found.retain_mut(|fault| {
        let name = rulebook.place_name(&fault.path);
        let exception = rulebook
            .exceptions
            .iter()
            .position(|exception| exception.code == fault.code.name && exception.is_around(&name));
        if let Some(exception) = exception {
            used[exception] = true;
        }
        fault.place = (!name.is_empty()).then_some(name);
        exception.is_none()
    });
    // What cases tell of only `rules test` knows.
    let by_cases = [UNCOVERED.name, SURVIVES.name];
    for (place, exception) in rulebook.exceptions.iter().enumerate() {
        if !used[place] && !by_cases.contains(&&*exception.code) {
            let (code, at) = (&exception.code, &exception.at);
            let message = format!("there is no warning `{code}` at `{at}`");
            found.push(
                Fault::new(UNUSED_EXCEPTION, &item("exceptions", place), message)
                    .help("remove this exception"),
            );
        }
    }
    found
}
