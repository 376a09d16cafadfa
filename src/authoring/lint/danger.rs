//! Danger signs that change nothing.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::rulebook::condition::Condition;
use crate::rulebook::places::item;
use crate::rulebook::{QuestionKind, RedFlag};

pub(crate) const IDLE_SIGN: &Code = &Code::warning(
    "idle-sign",
    "No red flag looks at this danger sign",
    "Most signs of the list raise the level by themselves. A runner who ticks this one is not \
     warned. Add a red flag for it, or move it to another question.",
);

pub(crate) const COVERED_FLAG: &Code = &Code::warning(
    "covered-flag",
    "A stronger red flag always holds with this one",
    "Whenever this red flag holds, the other one does, and raises the level further; this one \
     never decides anything. Remove it, make it stronger, or let it hold for more answers.",
);

pub(super) fn check(lint: &mut Lint) {
    idle_signs(lint);
    covered_flags(lint);
}

fn idle_signs(lint: &mut Lint) {
    let rulebook = lint.rulebook;
    for (place, question) in rulebook.questions.enumerated() {
        let QuestionKind::Checklist(choices) = &question.kind else {
            continue;
        };
        // A list of something else may have a sign or two.
        if !rulebook.is_danger_list(place) {
            continue;
        }
        let mut named = 0;
        for flag in &rulebook.red_flags {
            flag.when
                .each_test(&mut |test| named |= test.options_of(place));
        }
        for option in (0..choices.len()).filter(|option| named & (1 << option) == 0) {
            let (id, sign) = (&question.id, &choices[option].id);
            let message = format!("no red flag looks at the danger sign `{sign}`");
            let path = rulebook.option_place(place, option);
            let help = format!("add a red flag with `when: {{ {id}: {sign} }}`");
            let fault = Fault::new(IDLE_SIGN, &path, message).on_key();
            lint.found.push(fault.help(help));
        }
    }
}

fn covered_flags(lint: &mut Lint) {
    let flags = &lint.rulebook.red_flags;
    for (place, flag) in flags.enumerated() {
        // What it says besides is said whatever the level is.
        let says_more = flag.action.is_some()
            || flag.tell.is_some()
            || !flag.never.is_empty()
            || !flag.meanwhile.is_empty()
            || !flag.may_be.is_empty();
        let covers = |other: &RedFlag| {
            !says_more && other.level > flag.level && implies(&flag.when, &other.when)
        };
        let Some(other) = flags.find(covers) else {
            continue;
        };
        let (id, stronger) = (&flag.id, &flags[other].id);
        let message = format!("whenever `{id}` holds, `{stronger}` does, which is stronger");
        lint.found.push(
            Fault::new(COVERED_FLAG, &item("red_flags", place).key("id"), message)
                .help("remove it, or let it hold for more answers")
                .related(
                    &item("red_flags", other).key("id"),
                    "the stronger one is here",
                ),
        );
    }
}

/// Whether a condition holds wherever another does, as far as their parts show it.
fn implies(one: &Condition, other: &Condition) -> bool {
    use Condition::{All, Any, Is, Within};
    let subset = |some: &u64, of: &u64| some & !of == 0;
    match (one, other) {
        (Any(parts), _) => parts.iter().all(|part| implies(part, other)),
        (_, All(parts)) => parts.iter().all(|part| implies(one, part)),
        (All(parts), _) if parts.iter().any(|part| implies(part, other)) => true,
        (_, Any(parts)) => parts.iter().any(|part| implies(one, part)),
        (Is(question, some), Is(of, all)) => question == of && subset(some, all),
        (Within(question, range), Within(of, all)) => {
            question == of && all.from <= range.from && range.below <= all.below
        }
        _ => one == other,
    }
}
