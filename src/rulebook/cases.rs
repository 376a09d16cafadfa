//! Case files: answers of imagined runners, with what the rules should make of them.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, IntoDeserializer, SeqAccess, Visitor};

use super::Rulebook;
use super::fault::{Fault, Path, Position, Step, nearest};
use super::file::{Entries, Scalar};
use super::yaml;
use crate::answer::Answers;
use crate::triage::TriageLevel;

/// A case as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCase {
    name: String,
    answers: Entries<Several<String>>,
    /// The interview need not be finished.
    #[serde(default)]
    partial: bool,
    expect: Expect,
}

/// What a case expects. Where a value may be one of several, any of them will do.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The triage level.
    pub level: Several<TriageLevel>,
    /// What the causes come to, by its name in data.
    pub verdict: Option<Several<String>>,
    /// The cause that ranks first.
    pub first: Option<Several<String>>,
    /// How strongly causes are put forward, by their names.
    pub strengths: Option<Entries<Several<String>>>,
    /// Advice that is given.
    pub advice: Option<Vec<String>>,
    /// Advice that is not given.
    pub no_advice: Option<Vec<String>>,
    /// The most questions that the interview may ask.
    pub questions_at_most: Option<usize>,
}

/// One value, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Several<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SeveralVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for SeveralVisitor<T> {
            type Value = Several<T>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("one value or a list of them")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                T::deserialize(text.into_deserializer()).map(|value| Several(vec![value]))
            }
            fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Self::Value, E> {
                self.visit_str(&truth.to_string())
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
                self.visit_str(&number.to_string())
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
                self.visit_str(&number.to_string())
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
                self.visit_str(&number.to_string())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::new();
                while let Some(Scalar(text)) = seq.next_element()? {
                    values.push(T::deserialize(text.into_deserializer())?);
                }
                if values.is_empty() {
                    return Err(de::Error::custom("this list is empty"));
                }
                Ok(Several(values))
            }
        }
        deserializer.deserialize_any(SeveralVisitor(std::marker::PhantomData))
    }
}

/// A case, checked and ready to run.
#[derive(Debug, Clone)]
pub struct RuleCase {
    /// What it shows.
    pub name: String,
    /// Where it stands in its file.
    pub position: Position,
    /// Where its expectations stand.
    pub expect_position: Position,
    /// The answers.
    pub answers: Answers,
    /// Whether the interview need not be finished.
    pub partial: bool,
    /// What should come of it.
    pub expect: Expect,
}

/// Reads a case file; gives its cases, or every fault in it.
///
/// # Errors
/// Every fault found, in the order of the file.
pub fn read(text: &str, rulebook: &Rulebook) -> Result<Vec<RuleCase>, Vec<Fault>> {
    let mut reading = yaml::read::<Vec<WrittenCase>>(text);
    let written = reading.file.take().unwrap_or_default();
    let mut check = Check {
        rulebook,
        faults: Vec::new(),
    };
    let paths: Vec<Path> = (0..written.len())
        .flat_map(|place| {
            let at = Path::default().item(place);
            [at.key("name"), at.key("expect")]
        })
        .collect();
    let cases = written
        .into_iter()
        .enumerate()
        .map(|(place, case)| check.case(case, &Path::default().item(place)))
        .collect::<Vec<_>>();
    reading.add(check.faults);
    if reading.faults.is_empty() {
        let places = yaml::locate(text, &paths);
        let place = |(case, at): (RuleCase, &[Position])| RuleCase {
            position: at[0],
            expect_position: at[1],
            ..case
        };
        return Ok(cases.into_iter().zip(places.chunks(2)).map(place).collect());
    }
    Err(yaml::in_order(text, reading.faults))
}

struct Check<'r> {
    rulebook: &'r Rulebook,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn case(&mut self, case: WrittenCase, at: &Path) -> RuleCase {
        let mut answers = Answers::new(self.rulebook.questions.len());
        for (name, Several(values)) in &case.answers.0 {
            let here = at.key("answers").key(name);
            let Some(question) = self.rulebook.question(name) else {
                let questions = self.rulebook.questions.iter();
                self.unknown(
                    "question",
                    name,
                    &here,
                    questions.map(|question| &*question.id),
                );
                continue;
            };
            match self.rulebook.questions[question].parse(&values.join(","), None) {
                Ok(answer) => answers.set(question, answer),
                Err(bad) => {
                    let help = match bad.nearest {
                        Some(name) => format!("did you mean `{name}`?"),
                        None => format!("it takes {}", self.rulebook.questions[question].allowed()),
                    };
                    let fault = Fault::error(bad.code, &here, bad.message);
                    self.faults.push(fault.help(help));
                }
            }
        }
        self.expect(&case.expect, &at.key("expect"));
        let start = Position { line: 1, column: 1 };
        RuleCase {
            name: case.name,
            position: start,
            expect_position: start,
            answers,
            partial: case.partial,
            expect: case.expect,
        }
    }

    fn expect(&mut self, expect: &Expect, at: &Path) {
        const VERDICTS: [&str; 5] = [
            "clear",
            "two_causes",
            "no_clear_cause",
            "ordinary_soreness",
            "help_first",
        ];
        const STRENGTHS: [&str; 4] = ["none", "weak", "fair", "strong"];
        let rulebook = self.rulebook;
        let causes: Vec<&str> = rulebook.causes.iter().map(|cause| &*cause.id).collect();
        let advice: Vec<&str> = rulebook
            .all_advice()
            .into_iter()
            .map(|(_, advice)| &*advice.id)
            .collect();
        for verdict in expect.verdict.iter().flat_map(|several| &several.0) {
            self.known("verdict", verdict, &at.key("verdict"), &VERDICTS);
        }
        for first in expect.first.iter().flat_map(|several| &several.0) {
            self.known("cause", first, &at.key("first"), &causes);
        }
        for (cause, strengths) in expect.strengths.iter().flat_map(|entries| &entries.0) {
            let here = at.key("strengths").key(cause);
            self.known("cause", cause, &here, &causes);
            for strength in &strengths.0 {
                self.known("strength", strength, &here, &STRENGTHS);
            }
        }
        for (key, list) in [("advice", &expect.advice), ("no_advice", &expect.no_advice)] {
            for (place, id) in list.iter().flatten().enumerate() {
                self.known("piece of advice", id, &at.key(key).item(place), &advice);
            }
        }
    }

    fn known(&mut self, what: &str, given: &str, at: &Path, known: &[&str]) {
        if !known.contains(&given) {
            self.unknown(what, given, at, known.iter().copied());
        }
    }

    fn unknown<'n>(
        &mut self,
        what: &str,
        given: &str,
        at: &Path,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        let code = match what {
            "question" => "unknown-question",
            "cause" => "unknown-cause",
            "piece of advice" => "unknown-advice",
            _ => "unknown-word",
        };
        let help = match nearest(given, known.clone()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("there are: {}", known.collect::<Vec<_>>().join(", ")),
        };
        let mut fault = Fault::error(code, at, format!("there is no {what} `{given}`")).help(help);
        // Questions, and causes with a strength, are named by keys.
        fault.on_key = at.0.last() == Some(&Step::Key(given.to_owned()));
        self.faults.push(fault);
    }
}
