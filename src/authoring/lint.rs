//! What is allowed in a rule file but likely a mistake.

pub(super) mod meaning;
mod reach;
mod readability;
pub(super) mod text;
pub(super) mod usage;

use crate::fault::{Code, Fault};
use crate::rulebook::places::item;
use crate::rulebook::{Exception, Rulebook};
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

/// The warnings that a file can accept.
pub(super) const WARNINGS: [&Code; 20] = [
    usage::UNUSED_OPTION,
    usage::IDLE_QUESTION,
    usage::EMPTY_TOPIC,
    usage::UNUSED_SOURCE,
    meaning::CONTRADICTION,
    meaning::ALWAYS_TRUE,
    meaning::MIXED_GROUP,
    meaning::SAME_EVIDENCE,
    meaning::OVERLAPPING_RANGES,
    meaning::NEUTRAL_RATIO,
    meaning::UNLIKELY_PRIOR,
    meaning::TOPIC_JUMP,
    meaning::UNSURE_MEANS_NOTHING,
    text::UNQUOTED_WORD,
    text::CUT_OFF,
    text::LONG_TEXT,
    text::HARD_TO_READ,
    text::DOUBLE_NEGATION,
    UNCOVERED,
    SURVIVES,
];

/// The warnings on a rulebook. An error may be why something has no use or cannot be true, so
/// these warnings wait until it is mended.
pub(super) fn lint(rulebook: &Rulebook, tree: &Tree, errors: &[Fault]) -> Vec<Fault> {
    let mut found = text::lint(rulebook);
    found.extend(text::unquoted_words(&tree.root));
    found.extend(text::cut_off(rulebook, tree));
    found.extend(meaning::lint(rulebook, errors));
    if errors.is_empty() {
        found.extend(usage::lint(rulebook));
    }
    except(rulebook, found, errors.is_empty())
}

/// Whether an exception is about what no case covers, which only the rule tests can tell.
pub(super) fn is_for_coverage(exception: &Exception) -> bool {
    exception.code == UNCOVERED.name
}

/// The names of the warnings that a file can accept.
pub(super) fn acceptable() -> impl Iterator<Item = &'static str> {
    WARNINGS.iter().map(|code| code.name)
}

/// Takes out the warnings that the file accepts, and adds one for each exception without use.
fn except(rulebook: &Rulebook, mut found: Vec<Fault>, sound: bool) -> Vec<Fault> {
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
    for (place, exception) in rulebook.exceptions.iter().enumerate() {
        if sound && !used[place] && !is_for_coverage(exception) && exception.code != SURVIVES.name {
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
