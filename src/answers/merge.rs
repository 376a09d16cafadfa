//! Merging the answers of flags, a file and the environment into one slot per question, with every fault
//! in them.

use super::case::Case;
use super::codes::{BAD_FILE, GIVEN_TWICE, MISSING, NO_VALUE, UNFINISHED, UNKNOWN_QUESTION};
use super::grammar::{BadValue, NONE, OPEN, tick_parts};
use crate::answer::{Answer, Answers};
use crate::fault::Code;
use crate::quantity::Unit;
use crate::rulebook::condition::{Condition, QuestionIndex};
use crate::rulebook::{Kind, Question, Rulebook};
use crate::text::nearest;

/// More faulty parts of one answer than this are told as one: each repeats the whole answer, which
/// would make a short hostile file a very long report.
const MOST_PARTS: usize = 20;

/// Where an answer was given. Of two answers to one question the one from the first origin in
/// this list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
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
    pub origin: Origin,
    /// The name of the question.
    pub question: String,
    /// The value; None if something was written that cannot be one.
    pub value: Option<String>,
}

/// One thing that is wrong with the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFault {
    /// What kind of fault it is.
    pub code: &'static Code,
    /// The answer as it was written; None for a missing one.
    pub written: Option<RawAnswer>,
    /// What is wrong.
    pub message: String,
    /// The question it is about, when that is known.
    pub question: Option<QuestionIndex>,
    /// The nearest name or value that would be accepted, if one is near.
    pub nearest: Option<String>,
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
    /// No answer. What to propose in its place is [`OPEN`], or the nearest value if that is certain to
    /// be a slip: no answer is made up.
    Bad(String),
}

impl Slot {
    /// The answer, if it is a good one.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        match self {
            Slot::Good(answer) => Some(*answer),
            _ => None,
        }
    }

    /// The ticks, if they are not finished.
    #[must_use]
    pub fn partial(&self) -> Option<Answer> {
        match self {
            Slot::Partial(ticks) => Some(*ticks),
            _ => None,
        }
    }

    /// The value to propose in a command; None if nothing was given.
    #[must_use]
    pub fn proposed(&self, question: &Question) -> Option<String> {
        match self {
            Slot::Empty => None,
            Slot::Good(answer) => Some(question.value(*answer)),
            Slot::Partial(ticks) => Some(format!("{},{OPEN}", question.value(*ticks))),
            Slot::Bad(proposal) => Some(proposal.clone()),
        }
    }

    /// Whether a command that proposes it has something for the person to fill in.
    #[must_use]
    pub fn has_gap(&self) -> bool {
        match self {
            Slot::Empty | Slot::Good(_) => false,
            Slot::Partial(_) => true,
            Slot::Bad(proposal) => proposal.ends_with(OPEN),
        }
    }

    fn open() -> Self {
        Slot::Bad(OPEN.to_owned())
    }
}

/// The outcome of merging: what could be understood, and everything that could not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What is known, by question.
    pub slots: Vec<Slot>,
    /// The faults, in the order the answers were written.
    pub faults: Vec<AnswerFault>,
    /// Whether answers are from a saved result that was made with other rules.
    pub other_rules: bool,
}

/// Merges answers. `bare` is the unit of a distance written without one.
#[must_use]
pub fn merge_answers(
    rulebook: &Rulebook,
    mut written: Vec<RawAnswer>,
    bare: Option<Unit>,
) -> Merged {
    written.sort_by_key(|written| written.origin);
    let mut merged = Merged {
        slots: vec![Slot::Empty; rulebook.questions.len()],
        faults: Vec::new(),
        other_rules: false,
    };
    let mut counts: Vec<Option<RawAnswer>> = vec![None; rulebook.questions.len()];
    for written in written {
        let Some(index) = rulebook.question_meant(&written.question) else {
            merged.faults.push(unknown_question(rulebook, written));
            continue;
        };
        let question = &rulebook.questions[index];
        match &counts[index] {
            None => {
                let (slot, faults) = read(index, question, &written, bare);
                merged.slots[index] = slot;
                merged.faults.extend(faults);
                counts[index] = Some(written);
            }
            Some(first)
                if first.origin == written.origin && differ(question, first, &written, bare) =>
            {
                merged.faults.push(given_twice(index, question, written));
                merged.slots[index] = Slot::open();
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
        self.collected(Slot::answer)
    }

    /// The ticks that are not finished.
    #[must_use]
    pub fn partial(&self) -> Answers {
        self.collected(Slot::partial)
    }

    fn collected(&self, wanted: impl Fn(&Slot) -> Option<Answer>) -> Answers {
        let mut answers = Answers::new(self.slots.len());
        for (question, slot) in self.slots.iter().enumerate() {
            if let Some(answer) = wanted(slot) {
                answers.set(question, answer);
            }
        }
        answers
    }

    /// The ticks to finish by asking: they are no faults any more.
    pub fn take_partial(&mut self) -> Answers {
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
            self.slots[index] = Slot::open();
            self.faults.push(AnswerFault {
                code: MISSING,
                written: None,
                message: case.rulebook().questions[index].ask.to_string(),
                question: Some(index),
                nearest: None,
            });
        }
    }

    /// Per question: whether its answer is faulty, or whether it is asked hangs on one that is.
    fn unclear(&self, case: &Case) -> Vec<bool> {
        let questions = &case.rulebook().questions;
        let mut unclear: Vec<bool> = Vec::new();
        for (index, question) in questions.iter().enumerate() {
            let faulty = matches!(self.slots[index], Slot::Partial(_) | Slot::Bad(_));
            let only_if = question.only_if.as_ref().filter(|_| !case.applies(index));
            let gates = only_if.map_or(Vec::new(), Condition::questions);
            // A gate is always an earlier question.
            unclear.push(faulty || gates.into_iter().any(|gate| unclear[gate]));
        }
        unclear
    }
}

/// Reads an answer by itself, with everything that is wrong with it.
pub(crate) fn read(
    index: QuestionIndex,
    question: &Question,
    written: &RawAnswer,
    bare: Option<Unit>,
) -> (Slot, Vec<AnswerFault>) {
    let fault = |code, message, nearest| AnswerFault {
        code,
        written: Some(written.clone()),
        message,
        question: Some(index),
        nearest,
    };
    let Some(value) = written.value.as_ref().filter(|value| *value != OPEN) else {
        let message = "a value is needed, or several with commas".to_owned();
        return (Slot::open(), vec![fault(NO_VALUE, message, None)]);
    };
    if let Some(ticks) = unfinished(question, value) {
        let message = format!("the `{OPEN}` leaves open what else is true");
        return (Slot::Partial(ticks), vec![fault(UNFINISHED, message, None)]);
    }
    let parse = |value: &str| match written.origin {
        Origin::File => question.parse_data(value, bare),
        Origin::Flag | Origin::Environment => question.parse(value, bare),
    };
    let bad = match parse(value) {
        Ok(answer) => return (Slot::Good(answer), Vec::new()),
        Err(bad) => bad,
    };
    let parts = ticks_or_whole(question, value);
    let mut faulty: Vec<BadValue> = parts.iter().filter_map(|part| parse(part).err()).collect();
    if faulty.is_empty() || faulty.len() > MOST_PARTS {
        faulty = vec![bad];
    }
    let faults = faulty
        .into_iter()
        .map(|bad| fault(bad.code, bad.message, bad.nearest));
    (
        Slot::Bad(repair(question, &parts, &parse)),
        faults.collect(),
    )
}

/// The fault of an answer that says something else than an earlier one from the same place.
pub(crate) fn given_twice(
    index: QuestionIndex,
    question: &Question,
    written: RawAnswer,
) -> AnswerFault {
    let message = match question.kind {
        Kind::Checklist(_) => "answered twice; write the values together, with commas",
        _ => "answered twice, differently",
    };
    AnswerFault {
        code: GIVEN_TWICE,
        written: Some(written),
        message: message.to_owned(),
        question: Some(index),
        nearest: None,
    }
}

/// The ticks of a checklist that ends with an open one, as in `flat,?`.
fn unfinished(question: &Question, value: &str) -> Option<Answer> {
    let ticks = value
        .trim()
        .strip_suffix(OPEN)?
        .trim_end()
        .strip_suffix(',')?;
    let ticks = question.parse(ticks, None).ok()?;
    let is_open = matches!(question.kind, Kind::Checklist(_)) && question.value(ticks) != NONE;
    is_open.then_some(ticks)
}

/// The fault of an answer to a question that the rules do not have.
pub(crate) fn unknown_question(rulebook: &Rulebook, written: RawAnswer) -> AnswerFault {
    let ids = rulebook.questions.iter().map(|question| &*question.id);
    AnswerFault {
        code: UNKNOWN_QUESTION,
        message: "there is no such question".to_owned(),
        question: None,
        nearest: nearest(&written.question, ids).map(str::to_owned),
        written: Some(written),
    }
}

fn differ(question: &Question, first: &RawAnswer, second: &RawAnswer, bare: Option<Unit>) -> bool {
    let read = |written: &RawAnswer| {
        let value = written.value.as_deref()?;
        question.parse(value, bare).ok()
    };
    first.value != second.value && (read(first).is_none() || read(first) != read(second))
}

/// The parts that are read by themselves: the ticks of a checklist.
fn ticks_or_whole<'v>(question: &Question, value: &'v str) -> Vec<&'v str> {
    match question.kind {
        Kind::Checklist(_) => tick_parts(value).collect(),
        _ => vec![value],
    }
}

/// The nearest thing to a faulty value that assumes nothing, with a gap for what is near to none.
fn repair(
    question: &Question,
    parts: &[&str],
    parse: &impl Fn(&str) -> Result<Answer, BadValue>,
) -> String {
    let mut gap = false;
    let mut kept: Vec<String> = Vec::new();
    for part in parts {
        let known = match parse(part) {
            Ok(answer) => Some(question.value(answer)),
            Err(bad) => bad.nearest.filter(|meant| is_slip(question, part, meant)),
        };
        gap |= known.is_none();
        kept.extend(known);
    }
    gap |= parts.is_empty();
    // "None" beside other answers is a contradiction that only the person can settle.
    if kept.len() > 1 || gap {
        gap |= kept.iter().any(|part| part == NONE);
        kept.retain(|part| part != NONE);
    }
    if gap {
        kept.push(OPEN.to_owned());
    }
    kept.join(",")
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
                origin: Origin::Flag,
                question: question.to_owned(),
                value: Some(value.to_owned()),
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
            ("shoe_looks", "no", "?"),
            ("shoe_looks", "flat;x", "flat,?"),
            ("shoe_looks", "flat on one side", "flat,?"),
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
    fn capitals_make_no_difference() {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let given = [
            ("Danger", "Chest,COLD"),
            ("PEE", "Not_Sure"),
            ("bone", "NO"),
        ];
        let merged = merge_answers(&rulebook, flags(given), None);
        let answers = merged.answers();
        let values =
            (answers.given()).map(|(place, answer)| rulebook.questions[place].value(answer));
        assert_eq!(merged.faults, []);
        assert_eq!(values.collect::<Vec<_>>(), ["chest,cold", "not_sure", "no"]);
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
            merged.add_missing(&case, &[0, 1, 2]);
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
