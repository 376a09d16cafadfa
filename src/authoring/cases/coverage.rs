//! What a set of cases covers of a rulebook, and what not.

use super::Outcome;
use super::file::RuleCase;
use super::ratio::Ratio;
use crate::answer::Answer;
use crate::answers::case::Case;
use crate::assess::{AdviceRef, Assessment, Verdict};
use crate::authoring::exceptions;
use crate::authoring::lint::UNCOVERED;
use crate::follow_up::Expected;
use crate::index::{IndexVec, QuestionIndex, RedFlagIndex};
use crate::rulebook::condition::Outcomes;
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
        let flags = rulebook.red_flags.indices().map(|flag| {
            let holds = move |seen: &Seen| seen.assessment().red_flags.contains(&flag);
            (item("red_flags", flag), holds)
        });
        coverage.add_topic(RED_FLAGS, "never holds", flags);
        coverage.add_evidence();
        let questions = rulebook.questions.enumerated();
        let options = questions.flat_map(|(question, rules)| {
            (0..rules.kind.choices().len()).map(move |option| {
                let given = move |seen: &Seen| seen.answers(question, option);
                (rulebook.option_place(question, option), given)
            })
        });
        coverage.add_topic("options", "is never answered", options);
        coverage.add_advice();
        let root = RulePath::default;
        let never = rulebook.never.enumerated().map(|(index, never)| {
            let said = move |seen: &Seen| seen.assessment().instruction.never.contains(&index);
            (root().key("never").key(&never.id), said)
        });
        let topic = coverage.add_topic("prohibitions", "is never said", never);
        topic.is_rare = true;
        let may_be = rulebook.may_be.enumerated().map(|(index, may_be)| {
            let named = move |seen: &Seen| seen.assessment().instruction.may_be.contains(&index);
            (root().key("may_be").key(&may_be.id), named)
        });
        let topic = coverage.add_topic("what it may be", "is never named", may_be);
        topic.is_rare = true;
        let levels = TriageLevel::ALL.into_iter().map(|level| {
            let reached = move |seen: &Seen| seen.assessment().level == level;
            (root().key("levels").key(level.name()), reached)
        });
        coverage.add_topic("levels", "is never reached", levels);
        let from_log = rulebook.answers_from_log().into_iter();
        let from_log = from_log.map(|(path, question, option)| {
            let answered = move |seen: &Seen| {
                seen.rule_case.from_facts.contains(&question)
                    && option.is_none_or(|option| seen.answers(question, option.into()))
            };
            (path, answered)
        });
        let fault = "never answers a case with facts";
        let topic = coverage.add_topic("answers from a log", fault, from_log);
        topic.is_rare = true;
        coverage.add_expectations();
        coverage
    }

    fn add_evidence(&mut self) {
        let rulebook = self.rulebook;
        let evidence = || {
            let causes = rulebook.causes.enumerated();
            causes.flat_map(|(place, cause)| {
                let list = item("causes", place).key("evidence");
                let evidence = cause.evidence.enumerated();
                evidence.map(move |(place, one)| (list.item(place), &one.when))
            })
        };
        // Evidence plays no part when help comes first.
        let counts = |seen: &Seen| seen.assessment().verdict != Verdict::HelpFirst;
        let held = evidence().map(|(path, when)| {
            let held = move |seen: &Seen| counts(seen) && seen.case.holds(when);
            (path, held)
        });
        self.add_topic("evidence that held", "never holds", held);
        let failed = evidence().map(|(path, when)| {
            let fails = |case: &Case| case.outcomes(when) == Outcomes::FALSE;
            let failed = move |seen: &Seen| counts(seen) && fails(&seen.case);
            (path, failed)
        });
        self.add_topic("evidence that did not hold", "never fails to hold", failed);
    }

    fn add_advice(&mut self) {
        let rulebook = self.rulebook;
        let has = |list: &[AdviceRef], advice: &Advice| {
            let mut list = list.iter().map(|one| one.advice(rulebook));
            list.any(|one| std::ptr::eq(one, advice))
        };
        let advice = rulebook.all_advice().into_iter();
        let given = advice.map(|(path, advice)| {
            let given = move |seen: &Seen| has(&seen.assessment().advice, advice);
            (path, given)
        });
        self.add_topic("advice", "is never given", given);
        let advice = rulebook.all_advice().into_iter();
        let with_unless = advice.filter(|(_, advice)| advice.unless.is_some());
        let withheld = with_unless.map(|(path, advice)| {
            let withheld = move |seen: &Seen| has(&seen.outcome.withheld, advice);
            (path.key("unless"), withheld)
        });
        let fault = "never withholds advice";
        self.add_topic("unless that withheld advice", fault, withheld);
    }

    fn add_expectations(&mut self) {
        for (heading, fault, is_so) in [
            (
                "expectations missed",
                "is never missed",
                Expected::is_missed as fn(&Expected) -> bool,
            ),
            ("expectations met", "is never met", |one| one.is_better),
        ] {
            let expectations = self.rulebook.expect_by.indices().map(|index| {
                let came = move |seen: &Seen| {
                    let course = seen.outcome.course.iter();
                    let mut expected = course.flat_map(|course| &course.expected);
                    expected.any(|one| one.expectation == index && is_so(one))
                };
                (item("expect_by", index), came)
            });
            let topic = self.add_topic(heading, fault, expectations);
            topic.is_rare = true;
        }
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
    fn assessment(&self) -> &Assessment {
        &self.outcome.assessment
    }

    fn answers(&self, question: QuestionIndex, option: usize) -> bool {
        match self.rule_case.answers.get(question) {
            Some(Answer::Option(given)) => usize::from(given) == option,
            Some(Answer::Ticks { ticked, .. }) => ticked & (1 << option) != 0,
            _ => false,
        }
    }
}
