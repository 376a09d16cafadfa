//! Case files: answers of imagined runners, with what the rules should make of them.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, IntoDeserializer, SeqAccess, Visitor};

use crate::answer::Answers;
use crate::answers::codes::UNKNOWN_QUESTION;
use crate::authoring::file::{Entries, Scalar};
use crate::fault::{Code, Fault};
use crate::rulebook::Rulebook;
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::path::{RulePath, Segment};
use crate::text::nearest;
use crate::triage::TriageLevel;
use crate::yaml;
use crate::yaml::shape::UNKNOWN_WORD;

pub(crate) const UNKNOWN_CAUSE: &Code = &Code::error(
    "unknown-cause",
    "There is no such cause",
    "A case expects a cause that the rule file does not have.",
);

pub(crate) const UNKNOWN_ADVICE: &Code = &Code::error(
    "unknown-advice",
    "There is no such advice",
    "A case expects a piece of advice that the rule file does not have.",
);

/// What the causes can come to, by name.
pub(crate) const VERDICTS: [&str; 5] = [
    "clear",
    "two_causes",
    "no_clear_cause",
    "ordinary_soreness",
    "help_first",
];

/// How strongly a cause can be put forward, by name.
pub(crate) const STRENGTHS: [&str; 4] = ["none", "weak", "fair", "strong"];

/// A case as written.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Case"))]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenCase {
    /// What the case shows.
    name: String,
    /// Answers by question; ticks as a list, `none` for none.
    answers: Entries<Several<String>>,
    /// The interview need not be finished.
    #[serde(default)]
    partial: bool,
    /// What is expected is what came out, as `--update` wrote it: nobody has judged it yet.
    #[serde(default)]
    as_is: bool,
    /// What should come of it.
    expect: Expect,
}

/// What a case expects. Where a value may be one of several, any of them will do.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The triage level.
    pub level: Several<TriageLevel>,
    /// What the causes come to, by its name in data.
    #[cfg_attr(
        test,
        schemars(with = "Option<Several<crate::authoring::schema::Verdict>>")
    )]
    pub verdict: Option<Several<String>>,
    /// The cause that ranks first.
    pub first: Option<Several<String>>,
    /// How strongly causes are put forward, by their names.
    #[cfg_attr(
        test,
        schemars(with = "Option<Entries<Several<crate::authoring::schema::Strength>>>")
    )]
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
    /// Its place in the list of cases.
    pub place: usize,
    /// The answers.
    pub answers: Answers,
    /// The questions whose answers are not written in the file but assumed.
    pub assumed: Vec<QuestionIndex>,
    /// Whether the interview need not be finished.
    pub partial: bool,
    /// Whether nobody has judged yet what is expected.
    pub as_is: bool,
    /// What should come of it.
    pub expect: Expect,
}

/// Reads a case file; gives its cases, or every fault in it.
///
/// # Errors
/// Every fault found, in the order of the file.
pub fn read(text: &str, rulebook: &Rulebook) -> Result<Vec<RuleCase>, Vec<Fault>> {
    let (cases, faults) = read_with_faults(text, rulebook);
    if faults.is_empty() {
        return Ok(cases);
    }
    Err(faults)
}

/// Reads a case file; gives its cases as far as they can be read, and every fault, in the order of
/// the file.
#[must_use]
pub fn read_with_faults(text: &str, rulebook: &Rulebook) -> (Vec<RuleCase>, Vec<Fault>) {
    let mut reading = yaml::read::<Vec<WrittenCase>>(text);
    let written = reading.file.take().unwrap_or_default();
    let mut check = Check {
        rulebook,
        causes: rulebook.causes.iter().map(|cause| &*cause.id).collect(),
        advice: rulebook
            .all_advice()
            .into_iter()
            .map(|(_, advice)| &*advice.id)
            .collect(),
        faults: Vec::new(),
    };
    let cases = written
        .into_iter()
        .enumerate()
        .map(|(place, case)| check.case(case, place))
        .collect();
    reading.add(check.faults);
    (cases, yaml::in_order(text, reading.faults))
}

struct Check<'r> {
    rulebook: &'r Rulebook,
    causes: Vec<&'r str>,
    advice: Vec<&'r str>,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn case(&mut self, case: WrittenCase, place: usize) -> RuleCase {
        let at = RulePath::default().item(place);
        let mut answers = Answers::new(self.rulebook.questions.len());
        for (name, Several(values)) in &case.answers.0 {
            let here = at.key("answers").key(name);
            let Some(question) = self.rulebook.question(name) else {
                let known = self.rulebook.questions.iter();
                let known = known.map(|question| &*question.id);
                self.faults.push(unknown("question", name, &here, known));
                continue;
            };
            match self.rulebook.questions[question].parse(&values.join(","), None) {
                Ok(answer) => answers.set(question, answer),
                Err(bad) => {
                    let help = match bad.nearest {
                        Some(name) => format!("did you mean `{name}`?"),
                        None => format!("it takes {}", self.rulebook.questions[question].allowed()),
                    };
                    let fault = Fault::new(bad.code, &here, bad.message);
                    self.faults.push(fault.help(help));
                }
            }
        }
        self.expect(&case.expect, &at.key("expect"));
        RuleCase {
            name: case.name,
            place,
            answers,
            assumed: Vec::new(),
            partial: case.partial,
            as_is: case.as_is,
            expect: case.expect,
        }
    }

    fn expect(&mut self, expect: &Expect, at: &RulePath) {
        for verdict in expect.verdict.iter().flat_map(|several| &several.0) {
            self.known("verdict", verdict, &at.key("verdict"));
        }
        for first in expect.first.iter().flat_map(|several| &several.0) {
            self.known("cause", first, &at.key("first"));
        }
        for (cause, strengths) in expect.strengths.iter().flat_map(|entries| &entries.0) {
            let here = at.key("strengths").key(cause);
            self.known("cause", cause, &here);
            for strength in &strengths.0 {
                self.known("strength", strength, &here);
            }
        }
        for (key, list) in [("advice", &expect.advice), ("no_advice", &expect.no_advice)] {
            for (place, id) in list.iter().flatten().enumerate() {
                self.known("piece of advice", id, &at.key(key).item(place));
            }
        }
    }

    fn known(&mut self, what: &str, given: &str, at: &RulePath) {
        let known = match what {
            "cause" => &self.causes[..],
            "piece of advice" => &self.advice,
            "verdict" => &VERDICTS,
            _ => &STRENGTHS,
        };
        if !known.contains(&given) {
            let fault = unknown(what, given, at, known.iter().copied());
            self.faults.push(fault);
        }
    }
}

fn unknown<'n>(
    what: &str,
    given: &str,
    at: &RulePath,
    known: impl Iterator<Item = &'n str> + Clone,
) -> Fault {
    let code = match what {
        "question" => UNKNOWN_QUESTION,
        "cause" => UNKNOWN_CAUSE,
        "piece of advice" => UNKNOWN_ADVICE,
        _ => UNKNOWN_WORD,
    };
    let help = match nearest(given, known.clone()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("there are: {}", known.collect::<Vec<_>>().join(", ")),
    };
    let mut fault = Fault::new(code, at, format!("there is no {what} `{given}`")).help(help);
    // Questions, and causes with a strength, are named by keys.
    fault.on_key = at.0.last() == Some(&Segment::Key(given.to_owned()));
    fault
}
