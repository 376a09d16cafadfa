//! Gathering answers from flags, a file and the environment into one set, with every fault in them.

use super::case::Case;
use super::codes::{BAD_FILE, GIVEN_TWICE, MISSING, NO_VALUE, UNFINISHED, UNKNOWN_QUESTION};
use super::grammar::{NONE, OPEN};
use crate::answer::{Answer, Answers};
use crate::fault::Code;
use crate::quantity::Unit;
use crate::rulebook::condition::{Condition, QuestionIndex};
use crate::rulebook::{Kind, Question, Rulebook};
use crate::text::{escaped, nearest};

/// More faulty parts of one answer than this are told as one: each repeats the whole answer, which
/// would make a short hostile file a very long report.
const MOST_PARTS: usize = 20;

/// Where an answer was given. Of two answers to one question the one from the first origin in
/// this list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// `--answer QUESTION=VALUE`.
    Flag,
    /// A file of answers.
    File,
    /// `SORELEG_ANSWER_<QUESTION>`.
    Environment,
}

/// An answer as it was written, not yet looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub origin: Origin,
    /// The name of the question.
    pub question: String,
    /// The value; nothing when something was written that cannot be one.
    pub value: Option<String>,
}

/// One thing that is wrong with the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFault {
    /// The kind of fault.
    pub code: &'static Code,
    /// The answer as it was written; nothing for a missing one.
    pub written: Option<Written>,
    /// What is wrong.
    pub message: String,
    /// The question it is about, when that is known.
    pub question: Option<QuestionIndex>,
    /// The nearest name or value that would be accepted, if one is near.
    pub nearest: Option<String>,
}

/// The outcome of gathering: what could be understood, and everything that could not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathered {
    /// The answers without fault.
    pub answers: Answers,
    /// Ticks that are not finished, such as `flat,?`. Each is a fault, unless somebody can be asked.
    pub unfinished: Answers,
    /// The faults, in the order the answers were written.
    pub faults: Vec<AnswerFault>,
    /// Per question that was answered or is missing: a value to propose. In place of a faulty one
    /// that is [`OPEN`], or the nearest if that is certain to be a slip: no answer is made up.
    pub proposed: Vec<Option<String>>,
    /// Whether answers are from a saved result that was made with other rules.
    pub other_rules: bool,
}

/// Gathers answers. `bare` is the unit of a distance written without one.
#[must_use]
pub fn gather(rulebook: &Rulebook, mut written: Vec<Written>, bare: Option<Unit>) -> Gathered {
    written.sort_by_key(|written| written.origin);
    let questions = rulebook.questions.len();
    let mut gathered = Gathered {
        answers: Answers::new(questions),
        unfinished: Answers::new(questions),
        faults: Vec::new(),
        proposed: vec![None; questions],
        other_rules: false,
    };
    let mut counts: Vec<Option<Written>> = vec![None; questions];
    for written in written {
        let Some(place) = rulebook.question_meant(&written.question) else {
            gathered.faults.push(unknown_question(rulebook, written));
            continue;
        };
        let question = &rulebook.questions[place];
        match &counts[place] {
            None => {
                gathered.take(place, question, &written, bare);
                counts[place] = Some(written);
            }
            Some(first)
                if first.origin == written.origin && differ(question, first, &written, bare) =>
            {
                gathered.contradiction(place, question, written);
            }
            Some(_) => {}
        }
    }
    gathered
}

impl Gathered {
    /// The ticks to finish by asking: they are no faults any more.
    pub fn take_unfinished(&mut self) -> Answers {
        self.faults.retain(|fault| fault.code != UNFINISHED);
        self.unfinished.clone()
    }

    /// Adds the answers that are missing, as faults; unless a file could not be read, since they
    /// may be in there. `open` are the questions that the case would still ask.
    pub fn miss(&mut self, case: &Case, open: &[QuestionIndex]) {
        if self.faults.iter().any(|fault| fault.code == BAD_FILE) {
            return;
        }
        let unclear = self.unclear(case);
        for &place in open.iter().filter(|place| !unclear[**place]) {
            self.proposed[place] = Some(OPEN.to_owned());
            self.faults.push(AnswerFault {
                code: MISSING,
                written: None,
                message: case.rulebook().questions[place].ask.to_string(),
                question: Some(place),
                nearest: None,
            });
        }
    }

    /// Per question: whether its answer is faulty, or whether it is asked hangs on one that is.
    fn unclear(&self, case: &Case) -> Vec<bool> {
        let questions = &case.rulebook().questions;
        let mut unclear: Vec<bool> = Vec::new();
        for (place, question) in questions.iter().enumerate() {
            let faulty = self.proposed[place].is_some() && !self.answers.has(place);
            let only_if = question.only_if.as_ref().filter(|_| !case.applies(place));
            let gates = only_if.map_or(Vec::new(), Condition::questions);
            // A gate is always an earlier question.
            unclear.push(faulty || gates.into_iter().any(|gate| unclear[gate]));
        }
        unclear
    }

    fn take(
        &mut self,
        place: QuestionIndex,
        question: &Question,
        written: &Written,
        bare: Option<Unit>,
    ) {
        let fault = |code, message, nearest| AnswerFault {
            code,
            written: Some(written.clone()),
            message,
            question: Some(place),
            nearest,
        };
        let Some(value) = written.value.as_ref().filter(|value| *value != OPEN) else {
            let message = "a value is needed, or several with commas".to_owned();
            self.faults.push(fault(NO_VALUE, message, None));
            self.proposed[place] = Some(OPEN.to_owned());
            return;
        };
        if let Some(ticks) = unfinished(question, value) {
            let message = format!("the `{OPEN}` leaves open what else is true");
            self.faults.push(fault(UNFINISHED, message, None));
            self.unfinished.set(place, ticks);
            self.proposed[place] = Some(format!("{},{OPEN}", question.value(ticks)));
            return;
        }
        if let Some(marker) = question.missing_value(value)
            && written.origin == Origin::File
        {
            let marker = escaped(marker);
            let message = format!(
                "`{marker}` stands for a missing value; leave it out, or write `{NONE}` in small letters \
                 for none of these"
            );
            self.faults.push(fault(NO_VALUE, message, None));
            self.proposed[place] = Some(OPEN.to_owned());
            return;
        }
        let bad = match question.parse(value, bare) {
            Ok(answer) => {
                self.answers.set(place, answer);
                self.proposed[place] = Some(question.value(answer));
                return;
            }
            Err(bad) => bad,
        };
        let mut parts: Vec<_> = match question.kind {
            Kind::Checklist(_) => (value.split(','))
                .filter_map(|part| question.parse(part, bare).err())
                .collect(),
            _ => Vec::new(),
        };
        if parts.is_empty() || parts.len() > MOST_PARTS {
            parts = vec![bad];
        }
        for bad in parts {
            self.faults.push(fault(bad.code, bad.message, bad.nearest));
        }
        self.proposed[place] = Some(repair(question, value, bare));
    }

    fn contradiction(&mut self, place: QuestionIndex, question: &Question, written: Written) {
        let message = match question.kind {
            Kind::Checklist(_) => "answered twice; write the values together, with commas",
            _ => "answered twice, differently",
        };
        self.faults.push(AnswerFault {
            code: GIVEN_TWICE,
            written: Some(written),
            message: message.to_owned(),
            question: Some(place),
            nearest: None,
        });
        self.answers.clear(place);
        self.unfinished.clear(place);
        self.proposed[place] = Some(OPEN.to_owned());
    }
}

/// The ticks of a checklist that ends with an open place, as in `flat,?`.
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

fn unknown_question(rulebook: &Rulebook, written: Written) -> AnswerFault {
    let ids = rulebook.questions.iter().map(|question| &*question.id);
    AnswerFault {
        code: UNKNOWN_QUESTION,
        message: "there is no such question".to_owned(),
        question: None,
        nearest: nearest(&written.question, ids).map(str::to_owned),
        written: Some(written),
    }
}

fn differ(question: &Question, first: &Written, second: &Written, bare: Option<Unit>) -> bool {
    let read = |written: &Written| {
        let value = written.value.as_deref()?;
        question.parse(value, bare).ok()
    };
    first.value != second.value && (read(first).is_none() || read(first) != read(second))
}

/// The nearest thing to a faulty value that assumes nothing, with a gap for what is near to none.
fn repair(question: &Question, value: &str, bare: Option<Unit>) -> String {
    let parts: Vec<&str> = match question.kind {
        Kind::Checklist(_) => value.split(',').map(str::trim).collect(),
        _ => vec![value],
    };
    let mut gap = false;
    let mut kept: Vec<String> = Vec::new();
    for part in parts {
        let known = match question.parse(part, bare) {
            Ok(answer) => Some(question.value(answer)),
            Err(bad) => bad.nearest.filter(|meant| is_slip(question, part, meant)),
        };
        gap |= known.is_none();
        kept.extend(known);
    }
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

    fn flags<'a>(flags: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Written> {
        flags
            .into_iter()
            .map(|(question, value)| Written {
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
            ("shoe_looks", "flat;x", "?"),
            ("shoe_looks", "flat on one side", "?"),
            ("shoe_looks", "tilted_sole", "?"),
        ] {
            let gathered = gather(&rulebook, flags([(question, value)]), None);
            let place = rulebook.question(question).unwrap();
            let proposed = gathered.proposed[place].as_deref();
            assert_eq!(proposed, Some(repaired), "{question}={value}");
            assert!(!gathered.answers.has(place) && !gathered.faults.is_empty());
        }
        let nearest = |value| {
            let mut gathered = gather(&rulebook, flags([("pee", value)]), None);
            gathered.faults.remove(0).nearest
        };
        assert_eq!(nearest("colla").as_deref(), Some("cola"));
        // What is far off must not suggest that all is well.
        assert_eq!(nearest("purple"), None);
        let fault = |value| {
            gather(&rulebook, flags([("danger", value)]), None)
                .faults
                .remove(0)
        };
        assert_eq!(fault("CHESTT").nearest.as_deref(), Some("chest"));
        assert!(fault("chest;cold").message.contains("commas"));
    }

    #[test]
    fn capitals_make_no_difference() {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let given = [
            ("Danger", "Chest,COLD"),
            ("PEE", "Not_Sure"),
            ("bone", "NO"),
        ];
        let gathered = gather(&rulebook, flags(given), None);
        let values = (gathered.answers.given())
            .map(|(place, answer)| rulebook.questions[place].value(answer));
        assert_eq!(gathered.faults, []);
        assert_eq!(values.collect::<Vec<_>>(), ["chest,cold", "not_sure", "no"]);
    }

    #[test]
    fn unfinished_ticks_are_no_answer() {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let gathered = |given: &[(&'static str, &'static str)]| {
            let mut gathered = gather(&rulebook, flags(given.iter().copied()), None);
            let codes: Vec<_> = gathered
                .faults
                .iter()
                .map(|fault| fault.code.name)
                .collect();
            let unfinished = gathered.take_unfinished().given().next();
            let words = unfinished.map(|(place, ticks)| rulebook.questions[place].value(ticks));
            assert_eq!(gathered.answers.given().next(), None);
            (codes.join(" "), words, gathered.faults.len())
        };
        let cold = Some("cold".to_owned());
        let kept = ("unfinished".to_owned(), cold, 0);
        assert_eq!(gathered(&[("danger", "cold,?")]), kept);
        assert_eq!(gathered(&[("danger", "cold, ?")]), kept);
        for refused in ["none,?", "?,?", "cold?", "cold,zzz,?", ",?"] {
            let (_, unfinished, faults) = gathered(&[("danger", refused)]);
            assert!(unfinished.is_none() && faults > 0, "{refused}");
        }
        let (_, unfinished, faults) = gathered(&[("danger", "cold,?"), ("danger", "none")]);
        assert!(unfinished.is_none() && faults > 0);
    }

    #[test]
    fn the_same_said_twice_is_no_fault() {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let same = [("shoe_distance", "450"), ("shoe_distance", "450 miles")];
        assert_eq!(gather(&rulebook, flags(same), Some(Unit::Mile)).faults, []);
        let faults = gather(&rulebook, flags(same), Some(Unit::Km)).faults;
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
            let mut gathered = gather(&rulebook, flags(given), None);
            let case = Case::new(&rulebook, gathered.answers.clone());
            gathered.miss(&case, &[0, 1, 2]);
            let again: Vec<(&str, String)> = (rulebook.questions.iter().zip(&gathered.proposed))
                .filter_map(|(question, value)| Some((&*question.id, value.as_ref()?)))
                .map(|(question, value)| (question, value.replace(OPEN, "not_sure")))
                .collect();
            let again = again.iter().map(|(question, value)| (*question, &**value));
            let accepted = gather(&rulebook, flags(again), None);
            prop_assert_eq!(&accepted.faults, &[]);
        }
    }
}
