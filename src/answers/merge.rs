//! Merging the answers of flags, a file and the environment into one slot per question, with every fault
//! in them.

use super::case::Case;
use super::codes::{BAD_FILE, GIVEN_TWICE, MISSING, NO_VALUE, UNFINISHED, UNKNOWN_QUESTION};
use super::grammar::{BadValue, NONE, OPEN, tick_parts};
use crate::answer::{Answer, Answers};
use crate::fault::Code;
use crate::index::{IndexVec, QuestionIndex};
use crate::quantity::Unit;
use crate::rulebook::condition::Condition;
use crate::rulebook::{Question, QuestionKind, Rulebook};
use crate::text::nearest;

/// More faulty parts of one answer than this are told as one: each repeats the whole answer, which
/// would make a short hostile file a very long report.
const MOST_PARTS: usize = 20;

/// Where an answer was given. Of two answers to one question the one from the first origin in
/// this list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerSource {
    /// `--answer QUESTION=VALUE`.
    Flag,
    /// A file of answers, or a row of a batch: data, which a program may have written.
    File,
    /// `SORELEG_ANSWER_<QUESTION>`.
    Environment,
}

/// An answer as it was written, not yet looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawAnswer {
    /// Where.
    pub source: AnswerSource,
    /// The name of the question.
    pub question: String,
    /// The value.
    pub value: RawValue,
}

impl RawAnswer {
    /// Whether it is a question in data that nobody has filled in.
    fn is_blank(&self) -> bool {
        let is_blank = |text: &String| text.trim().is_empty();
        self.source == AnswerSource::File && self.value.as_ref().is_ok_and(is_blank)
    }
}

/// What was written for a value, or why that can be none.
pub type RawValue = Result<String, &'static str>;

/// Why a name alone is no answer.
pub const NOTHING_GIVEN: &str = "a value is needed, or several with commas";
/// Why a list without items is no answer.
pub const EMPTY_LIST: &str = "the list is empty; `none` means none of these";
/// Why `{cold_leg: true}` is no answer.
pub const NO_MAPPING: &str =
    "this is a mapping; write the values that are true as a list, such as `[first, second]`";

/// One thing that is wrong with the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFault {
    /// What kind of fault it is.
    pub code: &'static Code,
    /// The answer as it was written; None for a missing one.
    pub raw: Option<RawAnswer>,
    /// What is wrong.
    pub message: String,
    /// The question it is about, when that is known.
    pub question: Option<QuestionIndex>,
    /// The nearest name or value that would be accepted, if one is near.
    pub nearest: Option<String>,
}

impl AnswerFault {
    /// A fault of no question.
    pub(crate) fn new(code: &'static Code, message: impl Into<String>) -> Self {
        AnswerFault {
            code,
            raw: None,
            message: message.into(),
            question: None,
            nearest: None,
        }
    }

    /// What is wrong with the answer to a question, as written if it was.
    fn of(question: QuestionIndex, raw: Option<RawAnswer>, bad: BadValue) -> Self {
        AnswerFault {
            raw,
            question: Some(question),
            nearest: bad.nearest,
            ..AnswerFault::new(bad.code, bad.message)
        }
    }
}

/// What is known of the answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Nothing was given.
    Empty,
    /// An answer.
    Good(Answer),
    /// Ticks that are not finished, such as `flat,?`: a fault, unless somebody can be asked.
    Partial(Answer),
    /// Nothing was given, and the interview would ask.
    Missing,
    /// Something that is no answer. None is made up.
    Bad {
        /// What was certainly meant.
        meant: Option<Answer>,
        /// Whether only the person can say the rest.
        is_open: bool,
    },
}

impl Slot {
    const OPEN: Slot = Slot::Bad {
        meant: None,
        is_open: true,
    };

    /// The value to propose in a command; None if nothing was given and nothing is missing.
    pub(crate) fn proposed(&self, question: &Question) -> Option<String> {
        let certain = match self {
            Slot::Empty => return None,
            Slot::Missing => None,
            Slot::Good(answer) | Slot::Partial(answer) => Some(*answer),
            Slot::Bad { meant, .. } => *meant,
        };
        Some(question.proposal(certain, self.has_gap()))
    }

    /// Whether a command that proposes it has something for the person to fill in.
    pub(crate) fn has_gap(&self) -> bool {
        match self {
            Slot::Empty | Slot::Good(_) => false,
            Slot::Missing | Slot::Partial(_) => true,
            Slot::Bad { is_open, .. } => *is_open,
        }
    }
}

/// The outcome of merging: what could be understood, and everything that could not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What is known, by question.
    pub slots: IndexVec<QuestionIndex, Slot>,
    /// The faults, in the order the answers were written.
    pub faults: Vec<AnswerFault>,
    /// Whether answers are from a saved result that was made with other rules.
    pub other_rules: bool,
}

/// Merges answers. `bare` is the unit of a distance written without one.
#[must_use]
pub fn merge_answers(rulebook: &Rulebook, mut raw: Vec<RawAnswer>, bare: Option<Unit>) -> Merged {
    raw.sort_by_key(|raw| raw.source);
    let mut merged = Merged {
        slots: rulebook.questions.filled(Slot::Empty),
        faults: Vec::new(),
        other_rules: false,
    };
    let mut counts = rulebook.questions.filled(None::<RawAnswer>);
    for raw in raw {
        let Some(index) = rulebook.question_meant(&raw.question) else {
            merged.faults.push(unknown_question(rulebook, raw));
            continue;
        };
        if raw.is_blank() {
            continue;
        }
        let question = &rulebook.questions[index];
        match &counts[index] {
            None => {
                let (slot, faults) = read(index, question, &raw, bare);
                merged.slots[index] = slot;
                merged.faults.extend(faults);
                counts[index] = Some(raw);
            }
            Some(first) if first.source == raw.source && differ(question, first, &raw, bare) => {
                merged.faults.push(given_twice(index, question, raw));
                merged.slots[index] = Slot::OPEN;
            }
            Some(_) => {}
        }
    }
    merged
}

impl Merged {
    /// The answers without fault.
    #[must_use]
    pub fn answers(&self) -> Answers {
        let good = self.slots.iter().map(|slot| match slot {
            Slot::Good(answer) => Some(*answer),
            _ => None,
        });
        good.collect()
    }

    /// The ticks that are not finished.
    #[must_use]
    pub fn partial(&self) -> Answers {
        let partial = self.slots.iter().map(|slot| match slot {
            Slot::Partial(ticks) => Some(*ticks),
            _ => None,
        });
        partial.collect()
    }

    /// The ticks to finish by asking: they are no faults any more.
    pub(crate) fn take_partial(&mut self) -> Answers {
        self.faults.retain(|fault| fault.code != UNFINISHED);
        self.partial()
    }

    /// Adds the answers that are missing, as faults; unless a file could not be read, since they
    /// may be in there. `open` are the questions that the case would still ask.
    pub fn add_missing(&mut self, case: &Case, open: &[QuestionIndex]) {
        if self.faults.iter().any(|fault| fault.code == BAD_FILE) {
            return;
        }
        let unclear = self.unclear(case);
        for &index in open.iter().filter(|index| !unclear[**index]) {
            self.slots[index] = Slot::Missing;
            let ask = case.rulebook().questions[index].ask.as_str();
            let fault = AnswerFault::of(index, None, BadValue::new(MISSING, ask));
            self.faults.push(fault);
        }
    }

    /// Per question: whether its answer is faulty, or whether it is asked hangs on one that is.
    fn unclear(&self, case: &Case) -> IndexVec<QuestionIndex, bool> {
        let questions = &case.rulebook().questions;
        let mut unclear = IndexVec::<_, bool>::default();
        for (index, question) in questions.enumerated() {
            let faulty = matches!(self.slots[index], Slot::Partial(_) | Slot::Bad { .. });
            let only_if = question.only_if.as_ref().filter(|_| !case.applies(index));
            let gates = only_if.map_or(Vec::new(), Condition::questions);
            // A gate is always an earlier question.
            let is_unclear = faulty || gates.into_iter().any(|gate| unclear[gate]);
            unclear.push(is_unclear);
        }
        unclear
    }
}

/// Reads an answer by itself, with everything that is wrong with it.
pub(crate) fn read(
    index: QuestionIndex,
    question: &Question,
    raw: &RawAnswer,
    default_unit: Option<Unit>,
) -> (Slot, Vec<AnswerFault>) {
    let fault = |bad| AnswerFault::of(index, Some(raw.clone()), bad);
    let value = match &raw.value {
        Ok(value) if value != OPEN => value,
        nothing => {
            let message = nothing.as_ref().err().unwrap_or(&NOTHING_GIVEN);
            let bad = BadValue::new(NO_VALUE, *message);
            return (Slot::OPEN, vec![fault(bad)]);
        }
    };
    if let Some(ticks) = unfinished(question, value) {
        let message = format!("the `{OPEN}` leaves open what else is true");
        let bad = BadValue::new(UNFINISHED, message);
        return (Slot::Partial(ticks), vec![fault(bad)]);
    }
    let parse = |value: &str| match raw.source {
        AnswerSource::File => question.parse_data(value, default_unit),
        AnswerSource::Flag | AnswerSource::Environment => question.parse(value, default_unit),
    };
    match parse(value) {
        Ok(answer) => (Slot::Good(answer), Vec::new()),
        Err(first) => {
            let (slot, bad) = diagnose(question, value, first, parse);
            (slot, bad.into_iter().map(fault).collect())
        }
    }
}

/// The nearest to a faulty value that assumes nothing, and everything that is wrong with it, of which
/// `first` is the first.
fn diagnose(
    question: &Question,
    value: &str,
    first: BadValue,
    parse: impl Fn(&str) -> Result<Answer, BadValue>,
) -> (Slot, Vec<BadValue>) {
    let parts = match question.kind {
        QuestionKind::Checklist(_) => tick_parts(value).collect(),
        _ => vec![value],
    };
    let mut faults = Vec::new();
    let mut kept: Vec<String> = Vec::new();
    let mut is_open = false;
    for part in parts {
        match parse(part) {
            Ok(answer) => kept.push(question.value(answer)),
            Err(bad) => {
                let meant = bad.nearest.clone();
                let meant = meant.filter(|meant| is_slip(question, part, meant));
                is_open |= meant.is_none();
                kept.extend(meant);
                faults.push(bad);
            }
        }
    }
    if faults.is_empty() || faults.len() > MOST_PARTS {
        faults = vec![first];
    }
    // "None" beside other answers is a contradiction that only the person can settle.
    if kept.len() > 1 || is_open {
        is_open |= kept.iter().any(|part| part == NONE);
        kept.retain(|part| part != NONE);
    }
    let meant = question.parse(&kept.join(","), None).ok();
    let is_open = is_open || meant.is_none();
    (Slot::Bad { meant, is_open }, faults)
}

/// The fault of an answer that says something else than an earlier one from the same source.
pub(crate) fn given_twice(
    index: QuestionIndex,
    question: &Question,
    raw: RawAnswer,
) -> AnswerFault {
    let message = match question.kind {
        QuestionKind::Checklist(_) => "answered twice; write the values together, with commas",
        _ => "answered twice, differently",
    };
    AnswerFault::of(index, Some(raw), BadValue::new(GIVEN_TWICE, message))
}

/// The ticks of a checklist that ends with an open one, as in `flat,?`.
fn unfinished(question: &Question, value: &str) -> Option<Answer> {
    let ticks = value
        .trim()
        .strip_suffix(OPEN)?
        .trim_end()
        .strip_suffix(',')?;
    let ticks = question.parse(ticks, None).ok()?;
    let is_open =
        matches!(question.kind, QuestionKind::Checklist(_)) && question.value(ticks) != NONE;
    is_open.then_some(ticks)
}

/// The fault of an answer to a question that the rules do not have.
pub(crate) fn unknown_question(rulebook: &Rulebook, raw: RawAnswer) -> AnswerFault {
    let ids = rulebook.questions.iter().map(|question| &*question.id);
    AnswerFault {
        nearest: nearest(&raw.question, ids).map(str::to_owned),
        raw: Some(raw),
        ..AnswerFault::new(UNKNOWN_QUESTION, "there is no such question")
    }
}

fn differ(question: &Question, first: &RawAnswer, second: &RawAnswer, bare: Option<Unit>) -> bool {
    let read = |raw: &RawAnswer| {
        let value = raw.value.as_deref().ok()?;
        question.parse(value, bare).ok()
    };
    first.value != second.value && (read(first).is_none() || read(first) != read(second))
}

/// Whether a value is certain to be a misspelling: it is one word, nothing of it would be lost, and
/// no danger sign hangs on it.
fn is_slip(question: &Question, given: &str, meant: &str) -> bool {
    let given = given.trim();
    let one_word = given
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    !question.safety && one_word && given.len() <= meant.len() + 2 && meant != NONE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::compile::compile;
    use proptest::prelude::*;

    fn flags<'a>(flags: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<RawAnswer> {
        flags
            .into_iter()
            .map(|(question, value)| RawAnswer {
                source: AnswerSource::Flag,
                question: question.to_owned(),
                value: Ok(value.to_owned()),
            })
            .collect()
    }

    #[test]
    fn a_repair_makes_up_nothing() {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        for (question, value, repaired) in [
            ("danger", "none,chest", "chest,?"),
            ("danger", "chest,swolen", "chest,?"),
            ("danger", "cold,zzz", "cold,?"),
            ("danger", "CHESTT", "?"),
            ("danger", "nonee", "?"),
            ("danger", "zzz", "?"),
            ("pee", "colla", "?"),
            ("shoe_looks", "flatt,TILTED", "flat,tilted"),
            ("shoe_looks", "none,flat", "flat,?"),
            ("shoe_looks", "", "?"),
            ("shoe_looks", "no", "?"),
            ("shoe_looks", "flat;x", "flat,?"),
            ("shoe_looks", "flat on one side", "?"),
            ("shoe_looks", "tilted_sole", "?"),
        ] {
            let merged = merge_answers(&rulebook, flags([(question, value)]), None);
            let place = rulebook.question(question).unwrap();
            let proposed = merged.slots[place].proposed(&rulebook.questions[place]);
            assert_eq!(proposed.as_deref(), Some(repaired), "{question}={value}");
            assert!(!merged.answers().has(place) && !merged.faults.is_empty());
        }
        let nearest = |value| {
            let mut merged = merge_answers(&rulebook, flags([("pee", value)]), None);
            merged.faults.remove(0).nearest
        };
        assert_eq!(nearest("colla").as_deref(), Some("cola"));
        // What is far off must not suggest that all is well.
        assert_eq!(nearest("purple"), None);
        let fault = |value| {
            merge_answers(&rulebook, flags([("danger", value)]), None)
                .faults
                .remove(0)
        };
        assert_eq!(fault("CHESTT").nearest.as_deref(), Some("chest"));
        assert!(fault("chest|cold").message.contains("commas"));
    }

    #[test]
    fn unfinished_ticks_are_no_answer() {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let merged = |given: &[(&'static str, &'static str)]| {
            let mut merged = merge_answers(&rulebook, flags(given.iter().copied()), None);
            let codes: Vec<_> = merged.faults.iter().map(|fault| fault.code.name).collect();
            let unfinished = merged.take_partial().given().next();
            let words = unfinished.map(|(place, ticks)| rulebook.questions[place].value(ticks));
            assert_eq!(merged.answers().given().next(), None);
            (codes.join(" "), words, merged.faults.len())
        };
        let cold = Some("cold".to_owned());
        let kept = ("unfinished".to_owned(), cold, 0);
        assert_eq!(merged(&[("danger", "cold,?")]), kept);
        assert_eq!(merged(&[("danger", "cold, ?")]), kept);
        for refused in ["none,?", "?,?", "cold?", "cold,zzz,?", ",?"] {
            let (_, unfinished, faults) = merged(&[("danger", refused)]);
            assert!(unfinished.is_none() && faults > 0, "{refused}");
        }
        let (_, unfinished, faults) = merged(&[("danger", "cold,?"), ("danger", "none")]);
        assert!(unfinished.is_none() && faults > 0);
    }

    #[test]
    fn the_same_said_twice_is_no_fault() {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let same = [("shoe_distance", "450"), ("shoe_distance", "450 miles")];
        assert_eq!(
            merge_answers(&rulebook, flags(same), Some(Unit::Mile)).faults,
            []
        );
        let faults = merge_answers(&rulebook, flags(same), Some(Unit::Km)).faults;
        assert_eq!(faults[0].code, GIVEN_TWICE);
    }

    proptest! {
        #[test]
        fn what_is_proposed_is_accepted_once_its_gaps_are_filled(
            given in proptest::collection::vec(
                ("danger|pee|where|days|shoe_distance|shoe_looks|x", "[a-z0-9,._ -]{0,9}|cold|9 km|\\PC*"),
                0..9,
            ),
        ) {
            let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
            let given = given.iter().map(|(question, value)| (&**question, &**value));
            let mut merged = merge_answers(&rulebook, flags(given), None);
            let case = Case::new(&rulebook, merged.answers());
            merged.add_missing(&case, &[0, 1, 2].map(QuestionIndex));
            let again: Vec<(&str, String)> = (rulebook.questions.iter().zip(&merged.slots))
                .filter_map(|(question, slot)| Some((&*question.id, slot.proposed(question)?)))
                .map(|(question, value)| (question, value.replace(OPEN, "not_sure")))
                .collect();
            let again = again.iter().map(|(question, value)| (*question, &**value));
            let accepted = merge_answers(&rulebook, flags(again), None);
            prop_assert_eq!(&accepted.faults, &[]);
        }
    }
}
