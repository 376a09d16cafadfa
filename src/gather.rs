//! Gathering answers from flags, a file and the environment into one set, with every fault in them.

use crate::answer::{Answer, Answers};
use crate::quantity::Unit;
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::fault::nearest;
use crate::rulebook::value::{NONE, NOT_SURE};
use crate::rulebook::{Kind, Question, Rulebook};

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
    /// Stable name of the kind of fault.
    pub code: &'static str,
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
    /// The faults, in the order the answers were written.
    pub faults: Vec<AnswerFault>,
    /// The answers with every faulty one repaired as well as can be: by the nearest value, or else
    /// by *not sure*, which assumes nothing.
    pub repaired: Answers,
}

/// Gathers answers. `bare` is the unit of a distance written without one.
#[must_use]
pub fn gather(rulebook: &Rulebook, mut written: Vec<Written>, bare: Option<Unit>) -> Gathered {
    written.sort_by_key(|written| written.origin);
    let nothing = Answers::new(rulebook.questions.len());
    let mut gathered = Gathered {
        answers: nothing.clone(),
        faults: Vec::new(),
        repaired: nothing,
    };
    let mut counts: Vec<Option<Written>> = vec![None; rulebook.questions.len()];
    for written in written {
        let Some(place) = rulebook.question(&written.question) else {
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
    /// Adds the answers that are missing, as faults; unless a file could not be read, since they
    /// may be in there.
    pub fn miss(&mut self, rulebook: &Rulebook, open: &[QuestionIndex]) {
        if self.faults.iter().any(|fault| fault.code == "bad-file") {
            return;
        }
        for &place in open {
            if self.repaired.has(place) {
                continue;
            }
            self.repaired.set(place, Answer::NotSure);
            self.faults.push(AnswerFault {
                code: "missing",
                written: None,
                message: rulebook.questions[place].ask.to_string(),
                question: Some(place),
                nearest: None,
            });
        }
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
        let Some(value) = &written.value else {
            let message = "a value is needed, or several with commas".to_owned();
            self.faults.push(fault("no-value", message, None));
            self.repaired.set(place, Answer::NotSure);
            return;
        };
        let bad = match question.parse(value, bare) {
            Ok(answer) => {
                self.answers.set(place, answer);
                self.repaired.set(place, answer);
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
        if parts.is_empty() {
            parts.push(bad);
        }
        for bad in parts {
            self.faults.push(fault(bad.code, bad.message, bad.nearest));
        }
        self.repaired.set(place, repair(question, value, bare));
    }

    fn contradiction(&mut self, place: QuestionIndex, question: &Question, written: Written) {
        let message = match question.kind {
            Kind::Checklist(_) => "answered twice; write the values together, with commas",
            _ => "answered twice, differently",
        };
        self.faults.push(AnswerFault {
            code: "given-twice",
            written: Some(written),
            message: message.to_owned(),
            question: Some(place),
            nearest: None,
        });
        self.answers.clear(place);
        self.repaired.set(place, Answer::NotSure);
    }
}

fn unknown_question(rulebook: &Rulebook, written: Written) -> AnswerFault {
    let ids = rulebook.questions.iter().map(|question| &*question.id);
    AnswerFault {
        code: "unknown-question",
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

/// The nearest thing to a faulty value that assumes nothing.
fn repair(question: &Question, value: &str, bare: Option<Unit>) -> Answer {
    let parts: Vec<String> = value
        .split(',')
        .map(str::trim)
        .filter(|part| *part != NONE)
        .map(|part| match question.parse(part, bare) {
            Ok(_) => part.to_owned(),
            Err(bad) => bad.nearest.unwrap_or_else(|| NOT_SURE.to_owned()),
        })
        .collect();
    question
        .parse(&parts.join(","), bare)
        .unwrap_or(Answer::NotSure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::compile::compile;
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
    fn a_repair_keeps_every_danger_sign() {
        let rulebook = compile(include_str!("../tests/rules/tiny.yaml")).unwrap();
        for (value, repaired) in [
            ("none,chest", "chest"),
            ("chest,swolen", "chest,swollen"),
            ("cold,zzz", "cold,not_sure"),
            ("zzz", "not_sure"),
        ] {
            let gathered = gather(&rulebook, flags([("danger", value)]), None);
            let answer = gathered.repaired.get(0).unwrap();
            assert_eq!(rulebook.questions[0].value(answer), repaired);
            assert!(!gathered.answers.has(0) && !gathered.faults.is_empty());
        }
    }

    #[test]
    fn the_same_said_twice_is_no_fault() {
        let rulebook = compile(include_str!("../tests/rules/tiny.yaml")).unwrap();
        let same = [("shoe_distance", "450"), ("shoe_distance", "450 miles")];
        assert_eq!(gather(&rulebook, flags(same), Some(Unit::Mile)).faults, []);
        let faults = gather(&rulebook, flags(same), Some(Unit::Km)).faults;
        assert_eq!(faults[0].code, "given-twice");
    }

    proptest! {
        #[test]
        fn what_is_repaired_is_accepted(
            given in proptest::collection::vec(
                ("danger|pee|where|days|shoe_distance|shoe_looks|x", "[a-z0-9,._ -]{0,9}|cold|9 km|\\PC*"),
                0..9,
            ),
        ) {
            let rulebook = compile(include_str!("../tests/rules/tiny.yaml")).unwrap();
            let given = given.iter().map(|(question, value)| (&**question, &**value));
            let mut gathered = gather(&rulebook, flags(given), None);
            gathered.miss(&rulebook, &[0, 1, 2]);
            let again: Vec<(&str, String)> = gathered
                .repaired
                .given()
                .map(|(place, answer)| {
                    let question = &rulebook.questions[place];
                    (&*question.id, question.value(answer))
                })
                .collect();
            let again = again.iter().map(|(question, value)| (*question, &**value));
            let accepted = gather(&rulebook, flags(again), None);
            prop_assert_eq!(&accepted.faults, &[]);
            prop_assert_eq!(accepted.answers, gathered.repaired);
        }
    }
}
