//! What a set of cases covers of a rulebook, and what not.

use super::Outcome;
use super::file::RuleCase;
use super::ratio::Ratio;
use crate::answer::Answer;
use crate::answers::case::Case;
use crate::assess::{AdviceRef, Verdict};
use crate::authoring::exceptions;
use crate::authoring::lint::UNCOVERED;
use crate::follow_up::Expected;
use crate::index::{ExpectationIndex, IndexVec, RedFlagIndex};
use crate::rulebook::condition::{Condition, Outcomes};
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{Advice, Rulebook};
use crate::triage::TriageLevel;

/// What cases cover.
pub struct Coverage<'r> {
    rulebook: &'r Rulebook,
    /// Everything there is to cover, as it is listed.
    pub topics: Vec<Topic<'r>>,
    /// Per red flag: whether some case would have a lower level without it.
    pub decided: IndexVec<RedFlagIndex, bool>,
}

/// The heading of the first topic.
pub const RED_FLAGS: &str = "red flags";

/// Things of one kind to cover.
pub struct Topic<'r> {
    /// What they are.
    pub heading: &'static str,
    /// What is wrong with one that is not covered.
    pub fault: &'static str,
    /// Whether many rule files have none.
    pub is_rare: bool,
    /// In the order of the file.
    pub items: Vec<Item<'r>>,
}

/// One thing to cover.
pub struct Item<'r> {
    /// Where it stands.
    pub path: RulePath,
    /// Its place by names.
    pub name: String,
    /// Whether some case covers it.
    pub covered: bool,
    /// The reason why no case needs to.
    pub excepted: Option<&'r str>,
    is_covered: Box<dyn Fn(&Seen) -> bool + 'r>,
}

/// A case, and how it went.
struct Seen<'s> {
    rule_case: &'s RuleCase,
    case: Case<'s>,
    outcome: &'s Outcome,
}

impl<'r> Coverage<'r> {
    /// Everything there is to cover, and nothing covered yet.
    #[must_use]
    pub fn none(rulebook: &'r Rulebook) -> Self {
        let mut coverage = Coverage {
            rulebook,
            topics: Vec::new(),
            decided: rulebook.red_flags.filled(false),
        };
        let root = RulePath::default;
        let flags = rulebook.red_flags.indices();
        let flags = flags.map(|flag| {
            let holds = move |seen: &Seen| seen.outcome.assessment.red_flags.contains(&flag);
            (item("red_flags", flag), holds)
        });
        coverage.add_topic(RED_FLAGS, "never holds", flags);
        let evidence = || {
            let causes = rulebook.causes.enumerated();
            causes.flat_map(|(place, cause)| {
                let list = item("causes", place).key("evidence");
                let evidence = cause.evidence.enumerated();
                evidence.map(move |(place, one)| (list.item(place), &one.when))
            })
        };
        let held = evidence().map(|(path, when)| {
            let held = |seen: &Seen| seen.weighs_causes() && seen.case.holds(when);
            (path, held)
        });
        coverage.add_topic("evidence that held", "never holds", held);
        let failed = evidence().map(|(path, when)| {
            let failed = |seen: &Seen| seen.weighs_causes() && seen.fails(when);
            (path, failed)
        });
        coverage.add_topic("evidence that did not hold", "never fails to hold", failed);
        let questions = rulebook.questions.enumerated();
        let options = questions.flat_map(|(question, rules)| {
            let options = 0..rules.kind.choices().len();
            options.map(move |option| {
                let given =
                    move |seen: &Seen| is_given(seen.rule_case.answers.get(question), option);
                (rulebook.option_place(question, option), given)
            })
        });
        coverage.add_topic("options", "is never answered", options);
        let advice = || rulebook.all_advice().into_iter();
        let has = |list: &[AdviceRef], advice: &Advice| {
            let mut list = list.iter().map(|one| one.advice(rulebook));
            list.any(|one| std::ptr::eq(one, advice))
        };
        let given = advice().map(|(path, advice)| {
            let given = move |seen: &Seen| has(&seen.outcome.assessment.advice, advice);
            (path, given)
        });
        coverage.add_topic("advice", "is never given", given);
        let withheld = advice().filter(|(_, advice)| advice.unless.is_some());
        let withheld = withheld.map(|(path, advice)| {
            let withheld = move |seen: &Seen| has(&seen.outcome.withheld, advice);
            (path.key("unless"), withheld)
        });
        let fault = "never withholds advice";
        coverage.add_topic("unless that withheld advice", fault, withheld);
        let never = rulebook.never.enumerated().map(|(index, never)| {
            let said =
                move |seen: &Seen| seen.outcome.assessment.instruction.never.contains(&index);
            (root().key("never").key(&never.id), said)
        });
        coverage
            .add_topic("prohibitions", "is never said", never)
            .is_rare = true;
        let may_be = rulebook.may_be.enumerated().map(|(index, may_be)| {
            let named =
                move |seen: &Seen| seen.outcome.assessment.instruction.may_be.contains(&index);
            (root().key("may_be").key(&may_be.id), named)
        });
        coverage
            .add_topic("what it may be", "is never named", may_be)
            .is_rare = true;
        let levels = TriageLevel::ALL.into_iter().map(|level| {
            let reached = move |seen: &Seen| seen.outcome.assessment.level == level;
            (root().key("levels").key(level.name()), reached)
        });
        coverage.add_topic("levels", "is never reached", levels);
        let from_log = rulebook.answers_from_log().into_iter();
        let from_log = from_log.map(|(path, question, option)| {
            let answered = move |seen: &Seen| {
                let answer = seen.rule_case.answers.get(question);
                seen.rule_case.from_facts.contains(&question)
                    && option.is_none_or(|option| is_given(answer, option.into()))
            };
            (path, answered)
        });
        let fault = "never answers a case with facts";
        coverage
            .add_topic("answers from a log", fault, from_log)
            .is_rare = true;
        let expectations = || rulebook.expect_by.indices();
        let missed = expectations().map(|index| {
            let missed = move |seen: &Seen| seen.expects(index, Expected::is_missed);
            (item("expect_by", index), missed)
        });
        coverage
            .add_topic("expectations missed", "is never missed", missed)
            .is_rare = true;
        let met = expectations().map(|index| {
            let met = move |seen: &Seen| seen.expects(index, |one| one.is_better);
            (item("expect_by", index), met)
        });
        coverage
            .add_topic("expectations met", "is never met", met)
            .is_rare = true;
        coverage
    }

    fn add_topic<F: Fn(&Seen) -> bool + 'r>(
        &mut self,
        heading: &'static str,
        fault: &'static str,
        items: impl Iterator<Item = (RulePath, F)>,
    ) -> &mut Topic<'r> {
        let items = items.map(|(path, is_covered)| {
            let name = self.rulebook.place_name(&path);
            Item {
                path,
                covered: false,
                excepted: exceptions::reason(self.rulebook, UNCOVERED, &name),
                name,
                is_covered: Box::new(is_covered),
            }
        });
        self.topics.push(Topic {
            heading,
            fault,
            is_rare: false,
            items: items.collect(),
        });
        let last = self.topics.len() - 1;
        &mut self.topics[last]
    }

    /// Adds what one case covers.
    pub fn add(&mut self, rule_case: &RuleCase, outcome: &Outcome) {
        let seen = Seen {
            rule_case,
            case: Case::new(self.rulebook, rule_case.answers.clone()),
            outcome,
        };
        let items = self.topics.iter_mut().flat_map(|topic| &mut topic.items);
        for item in items.filter(|item| !item.covered) {
            item.covered = (item.is_covered)(&seen);
        }
        let assessment = &outcome.assessment;
        if let [decider, others @ ..] = &assessment.red_flags[..] {
            let level = |flag: &RedFlagIndex| self.rulebook.red_flags[*flag].level;
            let next = others.first();
            self.decided[*decider] |= next.is_none_or(|next| level(next) < assessment.level);
        }
    }

    /// The exceptions that cover nothing uncovered, by their place in the file.
    #[must_use]
    pub fn unused_exceptions(&self) -> Vec<usize> {
        let items = self.topics.iter().flat_map(|topic| &topic.items);
        let uncovered = items.filter(|item| !item.covered);
        let names: Vec<&str> = uncovered.map(|item| &*item.name).collect();
        exceptions::unused(self.rulebook, UNCOVERED, &names)
    }

    /// Whether every kind is covered to at least this many percent; exact, nothing is rounded.
    #[must_use]
    pub fn reaches(&self, percent: usize) -> bool {
        let mut topics = self.topics.iter();
        topics.all(|topic| topic.covered().reaches(percent))
    }
}

impl Topic<'_> {
    /// How many are covered, of how many that need to be.
    #[must_use]
    pub fn covered(&self) -> Ratio {
        let needed = self.items.iter();
        let needed = needed.filter(|item| item.covered || item.excepted.is_none());
        needed.map(|item| item.covered).collect()
    }
}

impl Seen<'_> {
    /// Evidence plays no part when help comes first.
    fn weighs_causes(&self) -> bool {
        self.outcome.assessment.verdict != Verdict::HelpFirst
    }

    fn fails(&self, when: &Condition) -> bool {
        self.case.outcomes(when) == Outcomes::FALSE
    }

    /// Whether what is expected has come so far.
    fn expects(&self, index: ExpectationIndex, is_so: impl Fn(&Expected) -> bool) -> bool {
        let course = self.outcome.course.iter();
        let mut expected = course.flat_map(|course| &course.expected);
        expected.any(|one| one.expectation == index && is_so(one))
    }
}

fn is_given(answer: Option<Answer>, option: usize) -> bool {
    match answer {
        Some(Answer::Option(given)) => usize::from(given) == option,
        Some(Answer::Ticks { ticked, .. }) => ticked & (1 << option) != 0,
        _ => false,
    }
}
