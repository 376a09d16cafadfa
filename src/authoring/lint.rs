//! What is allowed in a rule file but likely a mistake.

mod meaning;
mod reach;
mod readability;
mod text;
mod usage;

use crate::fault::Fault;
use crate::rulebook::Rulebook;
use crate::rulebook::places::item;

/// The code for evidence that no case would miss, which only the mutants tell.
pub(super) const SURVIVES: &str = "survives";

/// The warnings on a rulebook. An error may be why something has no use or cannot be true, so
/// these warnings wait until it is mended.
pub(super) fn lint(rulebook: &Rulebook, source: &str, errors: &[Fault]) -> Vec<Fault> {
    let mut found = text::lint(rulebook);
    found.extend(text::unquoted_words(source));
    found.extend(text::cut_off(rulebook, source));
    found.extend(meaning::lint(rulebook, errors));
    if errors.is_empty() {
        found.extend(usage::lint(rulebook));
    }
    except(rulebook, found, errors.is_empty())
}

/// Takes out the warnings that the file accepts, and adds one for each exception without use.
fn except(rulebook: &Rulebook, mut found: Vec<Fault>, sound: bool) -> Vec<Fault> {
    let mut used = vec![false; rulebook.exceptions.len()];
    found.retain_mut(|fault| {
        let name = rulebook.place_name(&fault.path);
        let exception = rulebook
            .exceptions
            .iter()
            .position(|exception| exception.code == fault.code && exception.is_around(&name));
        if let Some(exception) = exception {
            used[exception] = true;
        }
        fault.place = (!name.is_empty()).then_some(name);
        exception.is_none()
    });
    for (place, exception) in rulebook.exceptions.iter().enumerate() {
        if sound && !used[place] && !exception.is_for_coverage() && exception.code != SURVIVES {
            let (code, at) = (&exception.code, &exception.at);
            let message = format!("there is no warning `{code}` at `{at}`");
            found.push(
                Fault::warning("unused-exception", &item("exceptions", place), message)
                    .help("remove this exception"),
            );
        }
    }
    found
}
