//! Case files: answers of imagined runners, with what the rules should make of them.

use std::collections::HashMap;

use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::answers::codes::{BAD_NUMBER, UNKNOWN_QUESTION};
use crate::assess::Engine;
use crate::assess::{Strength, Verdict};
use crate::authoring::compile::from_log::UNKNOWN_FACT;
use crate::authoring::compile::instruction::UNKNOWN_INSTRUCTION;
use crate::authoring::compile::name::UNKNOWN_CAUSE;
use crate::authoring::compile::promise::UNKNOWN_ADVICE;
use crate::authoring::file::{Entries, Scalar};
use crate::fault::{Code, Fault};
use crate::follow_up::{Earlier, FollowUp, Going};
use crate::index::QuestionIndex;
use crate::quantity::{Dimension, Quantity, Unit};
use crate::rulebook::Rulebook;
use crate::rulebook::from_log::{Fact, Known};
use crate::rulebook::path::{RulePath, Segment};
use crate::text::nearest;
use crate::triage::TriageLevel;
use crate::yaml;
use crate::yaml::decode::{FromNode, Reader, WRONG_SHAPE, from_mapping};
use crate::yaml::word::from_word;
use crate::yaml::{Data, Node};

pub use super::rule_case::RuleCase;

pub(crate) const TWIN_CASE: &Code = &Code::error(
    "twin-case",
    "Two cases are the same",
    "Each case has a name of its own, by which it is told when it fails. Cases with the same answers \
     cannot expect different things.",
);

/// A case as written.
#[derive(Debug, Clone)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(rename = "Case", deny_unknown_fields)
)]
pub(crate) struct WrittenCase {
    /// What the case shows.
    name: String,
    /// Answers by question; ticks as a list, `none` for none.
    answers: Entries<Several<Scalar>>,
    /// Facts of a training log by name, such as `612 km`, `at least 612 km` or `at most 2`. They answer what
    /// the case does not; lines that they tick are taken as confirmed.
    facts: Option<Entries<Scalar>>,
    /// The interview need not be finished.
    #[cfg_attr(test, schemars(default))]
    partial: bool,
    /// What is expected is only what came out: nobody has judged it yet, or it is known to be wrong.
    #[cfg_attr(test, schemars(default))]
    as_is: bool,
    /// What should come of it.
    expect: Expect,
    /// The same runner's later checks of the same soreness.
    #[cfg_attr(test, schemars(default))]
    later: Vec<LaterCheck>,
}

/// A later check in a case as written.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(crate) struct LaterCheck {
    /// How long after the first check, in whole days.
    after: Scalar,
    /// What is answered then. What stands from the check before need not be repeated.
    answers: Entries<Several<Scalar>>,
    /// The interview need not be finished.
    #[cfg_attr(test, schemars(default))]
    partial: bool,
    /// What is expected is what came out, as `--update` wrote it: nobody has judged it yet.
    #[cfg_attr(test, schemars(default))]
    as_is: bool,
    /// What should come of it.
    expect: Expect,
}

/// What a case expects. Where a value may be one of several, any of them will do.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Expect {
    /// The triage level.
    pub level: Several<TriageLevel>,
    /// What the causes come to, by its name in data.
    pub verdict: Option<Several<Verdict>>,
    /// The cause that ranks first.
    pub first: Option<Several<String>>,
    /// How strongly causes are put forward, by their names.
    pub strengths: Option<Entries<Several<Strength>>>,
    /// Advice that is given.
    pub advice: Option<Vec<String>>,
    /// Advice that is not given.
    pub no_advice: Option<Vec<String>>,
    /// What must be said, by the ids of `never` and `meanwhile`.
    pub must_say: Option<Vec<String>>,
    /// What it may be, by the ids of `may_be`; an empty list for nothing.
    pub may_be: Option<Vec<String>>,
    /// The most questions that the interview may ask.
    pub questions_at_most: Option<usize>,
    /// Whether a later check goes the way it should.
    pub going: Option<Several<Going>>,
}

impl Expect {
    /// Whether no result can be what both expect.
    fn contradicts(&self, other: &Self) -> bool {
        fn apart<T: PartialEq>(one: &Several<T>, other: &Several<T>) -> bool {
            one.0.iter().all(|value| !other.0.contains(value))
        }
        let verdicts = self.verdict.as_ref().zip(other.verdict.as_ref());
        let first = self.first.as_ref().zip(other.first.as_ref());
        apart(&self.level, &other.level)
            || verdicts.is_some_and(|(one, other)| apart(one, other))
            || first.is_some_and(|(one, other)| apart(one, other))
    }
}

/// One value, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several<T>(pub Vec<T>);

impl<T: FromNode> FromNode for Several<T> {
    fn from_node(node: Option<&mut Node>, reader: &mut Reader) -> Self {
        Several(match node {
            Some(node) if matches!(&node.data, Data::List(items) if items.is_empty()) => {
                reader.reject(WRONG_SHAPE, "this list is empty");
                Vec::new()
            }
            Some(node) if matches!(node.data, Data::List(_)) => Vec::from_node(Some(node), reader),
            Some(node) => vec![T::from_node(Some(node), reader)],
            None => Vec::new(),
        })
    }
}

from_mapping! {
    WrittenCase { name, answers, expect; facts, partial, as_is, later }
    LaterCheck { after, answers, expect; partial, as_is }
    Expect {
        level;
        verdict, first, strengths, advice, no_advice, must_say, may_be, questions_at_most, going
    }
}

from_word!(Verdict::Clear, Strength::None, Going::TooEarly);

/// Reads a case file; gives its cases, or every fault in it.
///
/// # Errors
/// Every fault found, in the order of the file.
pub fn read(text: &str, rulebook: &Rulebook) -> Result<Vec<RuleCase>, Vec<Fault>> {
    let (cases, faults) = read_with_faults(text, rulebook)?;
    if faults.is_empty() {
        return Ok(cases);
    }
    Err(faults)
}

/// Reads a case file; gives its cases as far as they can be read, and every fault in them.
///
/// # Errors
/// What keeps the file from being read at all.
pub fn read_with_faults(
    text: &str,
    rulebook: &Rulebook,
) -> Result<(Vec<RuleCase>, Vec<Fault>), Vec<Fault>> {
    let (written, mut reading) =
        yaml::read::<Vec<WrittenCase>>(text).map_err(|fault| vec![*fault])?;
    if reading.is_full() {
        return Err(reading.into_faults());
    }
    let mut check = Check::new(rulebook);
    let line = |at: &RulePath| reading.tree.root.find(at, false).line;
    let mut cases: Vec<RuleCase> = Vec::new();
    for (index, mut case) in written.into_iter().enumerate() {
        let at = RulePath::default().item(index);
        let later = std::mem::take(&mut case.later);
        let mut last = check.case(case, at.clone(), line(&at.key("name")));
        let (name, mut days) = (last.name.clone(), 0);
        for (index, check_of) in later.into_iter().enumerate() {
            let at = at.key("later").item(index);
            let line = line(&at.key("after"));
            let after = check.days(&check_of.after, days, &at.key("after"));
            let later = check.later(check_of, at, &last, after - days);
            let name = format!("{name}, after {after} days");
            days = after;
            cases.push(std::mem::replace(
                &mut last,
                RuleCase {
                    name,
                    line,
                    ..later
                },
            ));
        }
        cases.push(last);
    }
    for (index, case) in cases.iter_mut().enumerate() {
        case.index = index;
    }
    // Of faulty answers nothing is left, so that others look the same.
    if reading.faults.is_empty() && check.faults.is_empty() {
        check.twins(&cases);
    }
    reading.add(check.faults);
    Ok((cases, reading.into_faults()))
}

struct Check<'r> {
    rulebook: &'r Rulebook,
    engine: Engine<'r>,
    questions: Names<'r>,
    causes: Names<'r>,
    advice: Names<'r>,
    instructions: Names<'r>,
    may_be: Names<'r>,
    faults: Vec<Fault>,
}

impl<'r> Check<'r> {
    fn new(rulebook: &'r Rulebook) -> Self {
        let names = |what, code, known| Names { what, code, known };
        let questions = rulebook.questions.iter().map(|one| &*one.id);
        let causes = rulebook.causes.iter().map(|one| &*one.id);
        let advice = rulebook
            .advice_owners()
            .flat_map(|owner| owner.list(rulebook));
        let never = rulebook.never.iter().map(|one| &*one.id);
        let meanwhile = rulebook.meanwhile.iter().map(|one| &*one.id);
        let may_be = rulebook.may_be.iter().map(|one| &*one.id);
        Check {
            rulebook,
            engine: Engine::new(rulebook),
            questions: names("question", UNKNOWN_QUESTION, questions.collect()),
            causes: names("cause", UNKNOWN_CAUSE, causes.collect()),
            advice: names(
                "piece of advice",
                UNKNOWN_ADVICE,
                advice.map(|one| &*one.id).collect(),
            ),
            instructions: names(
                "instruction",
                UNKNOWN_INSTRUCTION,
                never.chain(meanwhile).collect(),
            ),
            may_be: names("`may_be`", UNKNOWN_INSTRUCTION, may_be.collect()),
            faults: Vec::new(),
        }
    }

    fn case(&mut self, case: WrittenCase, at: RulePath, line: usize) -> RuleCase {
        let answers = self.answers(&case.answers, &at);
        self.expect(&case.expect, &at.key("expect"));
        let facts = case.facts.iter().flat_map(|facts| &facts.0);
        let facts = facts
            .filter_map(|(name, Scalar(known))| self.fact(name, known, &at.key("facts").key(name)));
        let facts: Vec<(Fact, Known)> = facts.collect();
        let rule_case = RuleCase {
            name: case.name,
            index: 0,
            at,
            line,
            earlier: Vec::new(),
            answers,
            facts,
            kept: Vec::new(),
            from_facts: Vec::new(),
            assumed: Vec::new(),
            partial: case.partial,
            as_is: case.as_is,
            expect: case.expect,
        };
        rule_case.under(&mut self.engine)
    }

    /// A check so many days after the last one.
    fn later(&mut self, check: LaterCheck, at: RulePath, last: &RuleCase, days: i32) -> RuleCase {
        let before = FollowUp::new(&mut self.engine, last.earlier.clone());
        let then = Case::new(self.rulebook, last.answers.clone());
        let mut earlier = last.earlier.clone();
        earlier.push(Earlier {
            days: 0,
            answers: last.answers.clone(),
            level: before.assess(&mut self.engine, &then).0.level,
            same_rules: true,
        });
        for earlier in &mut earlier {
            earlier.days += days;
        }
        self.expect(&check.expect, &at.key("expect"));
        let rule_case = RuleCase {
            answers: self.answers(&check.answers, &at),
            at,
            earlier,
            kept: Vec::new(),
            from_facts: Vec::new(),
            partial: check.partial,
            as_is: check.as_is,
            expect: check.expect,
            ..last.clone()
        };
        rule_case.under(&mut self.engine)
    }

    /// Whole days after the first check, and after those before.
    fn days(&mut self, Scalar(after): &Scalar, last: i32, at: &RulePath) -> i32 {
        let day = Quantity::whole(1, Unit::Day).base();
        let quantity = Quantity::parse(after, Dimension::Time, None);
        let days = quantity.map_err(|error| error.to_string());
        let days = days.and_then(|quantity| {
            let days = i32::try_from(quantity.base() / day).ok();
            let days = days.filter(|days| *days >= last && quantity.base() % day == 0);
            days.ok_or_else(|| format!("`{after}` is no whole day after the check before"))
        });
        days.unwrap_or_else(|message| {
            let help = "write how long after the first check, such as `9 days`";
            self.faults
                .push(Fault::new(BAD_NUMBER, at, message).help(help));
            last
        })
    }

    fn answers(&mut self, written: &Entries<Several<Scalar>>, at: &RulePath) -> Answers {
        let mut answers = Answers::new(self.rulebook.questions.len());
        for (name, Several(values)) in &written.0 {
            let here = || at.key("answers").key(name);
            let Some(question) = self.rulebook.question(name) else {
                self.faults.extend(self.questions.unknown(name, here));
                continue;
            };
            let values: Vec<&str> = values.iter().map(|Scalar(value)| &**value).collect();
            match self.rulebook.questions[question].parse(&values.join(","), None) {
                Ok(answer) => answers.set(question, answer),
                Err(bad) => {
                    let help = match bad.nearest {
                        Some(name) => format!("did you mean `{name}`?"),
                        None => format!("it takes {}", self.rulebook.questions[question].allowed()),
                    };
                    let fault = Fault::new(bad.code, &here(), bad.message);
                    self.faults.push(fault.help(help));
                }
            }
        }
        answers
    }

    /// A fact as written, such as `at least 612 km`.
    fn fact(&mut self, name: &str, known: &str, at: &RulePath) -> Option<(Fact, Known)> {
        let names = Fact::ALL.map(|fact| fact.to_string());
        let Some(index) = names.iter().position(|fact| fact == name) else {
            let facts = Names {
                what: "fact",
                code: UNKNOWN_FACT,
                known: names.iter().map(String::as_str).collect(),
            };
            self.faults.extend(facts.unknown(name, || at.clone()));
            return None;
        };
        let fact = Fact::ALL[index];
        let (bound, number) = match known.split_once(' ') {
            Some(("at", rest)) => rest.split_once(' ').unwrap_or((rest, "")),
            _ => ("", known),
        };
        let quantity = Quantity::parse(number, fact.dimension(), None).map_err(|error| {
            self.faults
                .push(Fault::new(BAD_NUMBER, at, error.to_string()));
        });
        let quantity = quantity.ok()?;
        let known = Known::exactly(quantity);
        let known = match bound {
            "least" => Known {
                most: None,
                ..known
            },
            "most" => Known {
                least: Quantity::whole(0, quantity.unit()),
                ..known
            },
            _ => known,
        };
        Some((fact, known))
    }

    /// Cases of the same name, and of the same answers but with expectations that cannot both be met.
    fn twins(&mut self, cases: &[RuleCase]) {
        let mut names: HashMap<&str, &RuleCase> = HashMap::new();
        let mut answered: HashMap<Vec<(QuestionIndex, Answer)>, &RuleCase> = HashMap::new();
        // What comes of a later check hangs on those before.
        for case in cases.iter().filter(|case| case.earlier.is_empty()) {
            let mut fault = |key, first: &RuleCase, message: String, help: &str| {
                let fault = Fault::new(TWIN_CASE, &case.at.key(key), message).help(help);
                let fault = fault.related(&first.at.key(key), "the first is here");
                self.faults.push(fault);
            };
            let first: &RuleCase = names.entry(&case.name).or_insert(case);
            if first.index != case.index {
                let message = format!("there are two cases named `{}`", case.name);
                let help = "say in its name what is different about it";
                fault("name", first, message, help);
            }
            let given = case.answers.given().collect();
            let first: &RuleCase = answered.entry(given).or_insert(case);
            if case.expect.contradicts(&first.expect) {
                let message = format!("this case expects something else than `{}`", first.name);
                let help = "their answers are the same: keep one of them";
                fault("expect", first, message, help);
            }
        }
    }

    fn expect(&mut self, expect: &Expect, at: &RulePath) {
        for first in expect.first.iter().flat_map(|several| &several.0) {
            let unknown = self.causes.unknown(first, || at.key("first"));
            self.faults.extend(unknown);
        }
        for (cause, _) in expect.strengths.iter().flat_map(|entries| &entries.0) {
            let here = || at.key("strengths").key(cause);
            self.faults.extend(self.causes.unknown(cause, here));
        }
        for (names, key, list) in [
            (&self.advice, "advice", &expect.advice),
            (&self.advice, "no_advice", &expect.no_advice),
            (&self.instructions, "must_say", &expect.must_say),
            (&self.may_be, "may_be", &expect.may_be),
        ] {
            for (index, id) in list.iter().flatten().enumerate() {
                let here = || at.key(key).item(index);
                self.faults.extend(names.unknown(id, here));
            }
        }
    }
}

/// The names of one kind that a case may give.
struct Names<'r> {
    what: &'static str,
    code: &'static Code,
    known: Vec<&'r str>,
}

impl Names<'_> {
    /// What is wrong with a name, if it is none of them.
    fn unknown(&self, given: &str, at: impl FnOnce() -> RulePath) -> Option<Fault> {
        if self.known.contains(&given) {
            return None;
        }
        let at = at();
        let help = match nearest(given, self.known.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("there are: {}", self.known.join(", ")),
        };
        let message = format!("there is no {} `{given}`", self.what);
        let mut fault = Fault::new(self.code, &at, message).help(help);
        // Questions, and causes with a strength, are named by keys.
        fault.on_key = at.0.last() == Some(&Segment::Key(given.to_owned()));
        Some(fault)
    }
}
