//! What a set of cases covers of a rulebook, and what not.

use super::Outcome;
use super::file::RuleCase;
use crate::answer::Answer;
use crate::answers::case::Case;
use crate::assess::Verdict;
use crate::authoring::lint::is_for_coverage;
use crate::follow_up::Expected;
use crate::index::{IndexVec, RedFlagIndex};
use crate::rulebook::condition::Outcomes;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::rulebook::{Advice, Exception, Rulebook};
use crate::triage::TriageLevel;

/// What there is to cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A red flag held.
    RedFlag,
    /// A piece of evidence held.
    Held,
    /// A piece of evidence was known not to hold.
    NotHeld,
    /// An option was given as an answer.
    Option,
    /// A piece of advice was given.
    Advice,
    /// An `unless` withheld advice that would have been given.
    Withheld,
    /// Something that must not be done was said.
    Never,
    /// What it may be was named.
    MayBe,
    /// A triage level was reached.
    Level,
    /// A log answered a question, or ticked a line of it.
    FromLog,
    /// What should be better was not in time.
    Missed,
    /// What should be better was.
    Met,
}

impl Kind {
    /// All kinds, as they are listed.
    pub const ALL: [Self; 12] = [
        Self::RedFlag,
        Self::Held,
        Self::NotHeld,
        Self::Option,
        Self::Advice,
        Self::Withheld,
        Self::Never,
        Self::MayBe,
        Self::Level,
        Self::FromLog,
        Self::Missed,
        Self::Met,
    ];

    /// The heading, and what is wrong with one that is not covered.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::RedFlag => ("red flags", "never holds"),
            Self::Held => ("evidence that held", "never holds"),
            Self::NotHeld => ("evidence that did not hold", "never fails to hold"),
            Self::Option => ("options", "is never answered"),
            Self::Advice => ("advice", "is never given"),
            Self::Withheld => ("unless that withheld advice", "never withholds advice"),
            Self::Never => ("prohibitions", "is never said"),
            Self::MayBe => ("what it may be", "is never named"),
            Self::Level => ("levels", "is never reached"),
            Self::FromLog => ("answers from a log", "never answers a case with facts"),
            Self::Missed => ("expectations missed", "is never missed"),
            Self::Met => ("expectations met", "is never met"),
        }
    }
}

/// One thing to cover.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub path: RulePath,
    /// Its place by names.
    pub name: String,
    /// Whether some case covers it.
    pub covered: bool,
    /// The reason why no case needs to.
    pub excepted: Option<String>,
}

/// What cases cover.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// Everything there is to cover, in the order of the file within its kind.
    pub items: Vec<Item>,
    /// Per red flag: whether some case would have a lower level without it.
    pub decided: IndexVec<RedFlagIndex, bool>,
}

impl Coverage {
    /// Everything there is to cover, and nothing covered yet.
    #[must_use]
    pub fn none(rulebook: &Rulebook) -> Self {
        let mut coverage = Coverage {
            items: Vec::new(),
            decided: rulebook.red_flags.filled(false),
        };
        let mut add = |kind, path: RulePath| {
            let name = rulebook.place_name(&path);
            let exception = rulebook
                .exceptions
                .iter()
                .find(|exception| is_for_coverage(exception) && exception.is_around(&name));
            coverage.items.push(Item {
                kind,
                path,
                covered: false,
                excepted: exception.map(|exception| exception.reason.clone()),
                name,
            });
        };
        for flag in rulebook.red_flags.indices() {
            add(Kind::RedFlag, item("red_flags", flag));
        }
        for kind in [Kind::Held, Kind::NotHeld] {
            for (place, cause) in rulebook.causes.enumerated() {
                let list = item("causes", place).key("evidence");
                for evidence in cause.evidence.indices() {
                    add(kind, list.item(evidence));
                }
            }
        }
        for (place, question) in rulebook.questions.enumerated() {
            for option in 0..question.kind.choices().len() {
                add(Kind::Option, rulebook.option_place(place, option));
            }
        }
        for (path, _) in rulebook.all_advice() {
            add(Kind::Advice, path);
        }
        for (path, advice) in rulebook.all_advice() {
            if advice.unless.is_some() {
                add(Kind::Withheld, path.key("unless"));
            }
        }
        let root = RulePath::default();
        for never in &rulebook.never {
            add(Kind::Never, root.key("never").key(&never.id));
        }
        for may_be in &rulebook.may_be {
            add(Kind::MayBe, root.key("may_be").key(&may_be.id));
        }
        for level in TriageLevel::ALL {
            add(
                Kind::Level,
                RulePath::default().key("levels").key(level.name()),
            );
        }
        for (path, ..) in rulebook.answers_from_log() {
            add(Kind::FromLog, path);
        }
        for kind in [Kind::Missed, Kind::Met] {
            for expectation in rulebook.expect_by.indices() {
                add(kind, item("expect_by", expectation));
            }
        }
        coverage
    }

    /// Adds what one case covers.
    pub fn add(&mut self, rulebook: &Rulebook, rule_case: &RuleCase, outcome: &Outcome) {
        let case = Case::new(rulebook, rule_case.answers.clone());
        let assessment = &outcome.assessment;
        let flags = rulebook.red_flags.indices();
        let flags = flags.map(|flag| assessment.red_flags.contains(&flag));
        self.cover(Kind::RedFlag, flags);
        // Evidence plays no part when help comes first.
        if assessment.verdict != Verdict::HelpFirst {
            let evidence = || rulebook.causes.iter().flat_map(|cause| &cause.evidence);
            self.cover(Kind::Held, evidence().map(|one| case.holds(&one.when)));
            let fails = evidence().map(|one| case.outcomes(&one.when) == Outcomes::FALSE);
            self.cover(Kind::NotHeld, fails);
        }
        let options = rulebook
            .questions
            .enumerated()
            .flat_map(|(question, rules)| {
                let answer = rule_case.answers.get(question);
                let options = 0..rules.kind.choices().len();
                options.map(move |option| is_given(answer, option))
            });
        self.cover(Kind::Option, options);
        if !rule_case.from_facts.is_empty() {
            let from_log = rulebook.answers_from_log().into_iter();
            let from_log = from_log.map(|(_, question, option)| {
                let answer = rule_case.answers.get(question);
                let is_of_it = option.is_none_or(|option| is_given(answer, option.into()));
                is_of_it && rule_case.from_facts.contains(&question)
            });
            self.cover(Kind::FromLog, from_log);
        }
        let given: Vec<_> = assessment
            .advice
            .iter()
            .map(|given| given.advice(rulebook))
            .collect();
        let is_given = |one: &&Advice| given.iter().any(|given| std::ptr::eq(*given, *one));
        let advice: Vec<&Advice> = rulebook
            .advice_owners()
            .flat_map(|owner| owner.list(rulebook))
            .collect();
        self.cover(Kind::Advice, advice.iter().map(is_given));
        let withheld = outcome.withheld.iter();
        let withheld: Vec<&Advice> = withheld.map(|one| one.advice(rulebook)).collect();
        let withheld = advice.iter().filter(|one| one.unless.is_some()).map(|one| {
            withheld
                .iter()
                .any(|withheld| std::ptr::eq(*withheld, *one))
        });
        self.cover(Kind::Withheld, withheld);
        if let [decider, others @ ..] = &assessment.red_flags[..] {
            let level = |flag: &RedFlagIndex| rulebook.red_flags[*flag].level;
            self.decided[*decider] |= others
                .first()
                .is_none_or(|next| level(next) < assessment.level);
        }
        let instruction = &assessment.instruction;
        let never = rulebook
            .never
            .indices()
            .map(|one| instruction.never.contains(&one));
        self.cover(Kind::Never, never);
        let may_be = rulebook
            .may_be
            .indices()
            .map(|one| instruction.may_be.contains(&one));
        self.cover(Kind::MayBe, may_be);
        for (kind, counts) in [
            (Kind::Missed, Expected::is_missed as fn(&Expected) -> bool),
            (Kind::Met, |one| one.is_better),
        ] {
            let is_covered = |index| {
                let mut expected = outcome.course.iter().flat_map(|course| &course.expected);
                expected.any(|one| one.expectation == index && counts(one))
            };
            self.cover(kind, rulebook.expect_by.indices().map(is_covered));
        }
        let levels = TriageLevel::ALL.map(|level| level == assessment.level);
        self.cover(Kind::Level, levels.into_iter());
    }

    fn cover(&mut self, kind: Kind, covered: impl Iterator<Item = bool>) {
        let items = self.items.iter_mut().filter(|item| item.kind == kind);
        for (item, covered) in items.zip(covered) {
            item.covered |= covered;
        }
    }

    /// How many of a kind are covered, of how many that need to be.
    #[must_use]
    pub fn fraction(&self, kind: Kind) -> (usize, usize) {
        let needed = || {
            let of_kind = self.items.iter().filter(move |item| item.kind == kind);
            of_kind.filter(|item| item.covered || item.excepted.is_none())
        };
        (
            needed().filter(|item| item.covered).count(),
            needed().count(),
        )
    }

    /// What needs to be covered and is not.
    pub fn uncovered(&self) -> impl Iterator<Item = &Item> {
        self.items
            .iter()
            .filter(|item| !item.covered && item.excepted.is_none())
    }

    /// The exceptions that cover nothing uncovered, by their place in the file.
    #[must_use]
    pub fn unused_exceptions(&self, rulebook: &Rulebook) -> Vec<usize> {
        let is_used = |exception: &Exception| {
            let mut uncovered = self.items.iter().filter(|item| !item.covered);
            uncovered.any(|item| exception.is_around(&item.name))
        };
        (0..rulebook.exceptions.len())
            .filter(|place| {
                let exception = &rulebook.exceptions[*place];
                is_for_coverage(exception) && !is_used(exception)
            })
            .collect()
    }

    /// Whether every kind is covered to at least this many percent; exact, nothing is rounded.
    #[must_use]
    pub fn reaches(&self, percent: usize) -> bool {
        Kind::ALL.into_iter().all(|kind| {
            let (covered, all) = self.fraction(kind);
            covered * 100 >= percent * all
        })
    }
}

fn is_given(answer: Option<Answer>, option: usize) -> bool {
    match answer {
        Some(Answer::Option(given)) => usize::from(given) == option,
        Some(Answer::Ticks { ticked, .. }) => ticked & (1 << option) != 0,
        _ => false,
    }
}
