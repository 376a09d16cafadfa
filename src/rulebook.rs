//! The rulebook: a whole rule file, checked and ready to use.

pub mod advice;
pub mod answer_classes;
pub mod condition;
pub mod conditions;
mod danger;
pub mod expectation;
pub mod from_log;
pub mod path;
pub mod places;
pub mod question;
pub mod region;
pub mod text;
mod words;

use serde::{Deserialize, Serialize};

use crate::index::{
    CauseIndex, EvidenceIndex, ExpectationIndex, GroupIndex, IndexVec, MayBeIndex, MeanwhileIndex,
    NeverIndex, QuestionIndex, RedFlagIndex, SourceIndex, TopicIndex,
};
use crate::triage::TriageLevel;
pub use advice::{Advice, Due};
use condition::Condition;
use expectation::Expectation;
pub use question::{Choice, Question, QuestionKind};
pub use text::Text;

/// The rule file that is built in; [`Rulebook::built_in`] is ready to use.
pub const BUILT_IN: &str = include_str!("../rules/sore-legs.yaml");

/// A small rule file to start from.
pub const STARTER: &str = include_str!("../rules/starter.yaml");

/// A rule file, checked and ready to use. Every index in it is valid.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rulebook {
    /// The edition of the rules, if the file names it.
    pub version: Option<Text>,
    /// What the questionnaire is about.
    pub title: Text,
    /// SHA-256 of the file's bytes, in hexadecimal, so that a result can name its rules.
    pub sha256: Text,
    /// What the tool cannot do.
    pub limits: Vec<Text>,
    /// When a score becomes which strength.
    pub thresholds: Thresholds,
    /// Where the facts come from.
    pub sources: IndexVec<SourceIndex, Source>,
    /// What to say at each triage level, by [`TriageLevel`] as a number.
    pub levels: [LevelText; 5],
    /// Groups of questions, in the order they are asked.
    pub topics: IndexVec<TopicIndex, Topic>,
    /// The questions.
    pub questions: IndexVec<QuestionIndex, Question>,
    /// What must not be done.
    pub never: IndexVec<NeverIndex, Never>,
    /// What to do until help comes or is reached.
    pub meanwhile: IndexVec<MeanwhileIndex, Meanwhile>,
    /// What red flags make one think of.
    pub may_be: IndexVec<MayBeIndex, MayBe>,
    /// The danger signs.
    pub red_flags: IndexVec<RedFlagIndex, RedFlag>,
    /// When soreness is just what a hard run does.
    pub ordinary: Ordinary,
    /// The causes that are ranked.
    pub causes: IndexVec<CauseIndex, Cause>,
    /// Advice that does not depend on a cause.
    pub advice: Vec<Advice>,
    /// What should be better by when.
    pub expect_by: IndexVec<ExpectationIndex, Expectation>,
    /// When to come back or call for help.
    pub safety_net: Vec<SafetyNet>,
    /// What must hold for every answer.
    pub promises: Vec<WrittenPromise>,
    /// Warnings that are accepted.
    pub exceptions: Vec<Exception>,
}

/// A log-odds in thousandths of a natural logarithm. Whole numbers, so that sums are exact in any
/// order and a bound meets its score exactly.
pub type Score = i32;

/// When a score becomes which strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Score from which a cause is strong.
    pub strong: Score,
    /// Score from which a cause is fair.
    pub fair: Score,
    /// Score from which a cause is weak.
    pub weak: Score,
    /// How far ahead the first cause needs to be to stand alone.
    pub lead: Score,
    /// How far behind the first a cause may be and still be put forward.
    pub behind: Score,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Source {
    /// Short name.
    pub id: Text,
    /// Title or short description.
    pub title: Text,
    /// Where to find it: DOI, `PubMed` number or web address.
    pub link: Option<Text>,
    /// Year of publication.
    pub year: Option<u16>,
    /// Why it should be replaced by a better one, if it should.
    pub weak: Option<Text>,
}

/// What to say at one triage level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct LevelText {
    /// The headline.
    pub title: Text,
    /// What to do.
    pub action: Text,
    /// Within how many days to be seen.
    pub within_days: Option<u32>,
    /// After how many days to look again.
    pub look_again_days: Option<u32>,
    /// What to do until then, as indices of [`Rulebook::meanwhile`].
    pub meanwhile: Vec<MeanwhileIndex>,
}

/// A group of questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Topic {
    /// Short name.
    pub id: Text,
    /// The heading shown.
    pub title: Text,
}

/// A danger sign.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct RedFlag {
    /// Short name.
    pub id: Text,
    /// When it holds.
    pub when: Condition,
    /// The level it raises the result to.
    pub level: TriageLevel,
    /// What it may mean.
    pub because: Text,
    /// What to do about it in particular.
    pub action: Option<Text>,
    /// Within how many days to be seen, if that is sooner than its level says.
    pub within_days: Option<u32>,
    /// What to tell those who help, where another sign is more urgent.
    pub tell: Option<Text>,
    /// What must not be done, as indices of [`Rulebook::never`].
    pub never: Vec<NeverIndex>,
    /// What to do until then, as indices of [`Rulebook::meanwhile`].
    pub meanwhile: Vec<MeanwhileIndex>,
    /// What it may be, as indices of [`Rulebook::may_be`].
    pub may_be: Vec<MayBeIndex>,
    /// Places of its sources.
    pub sources: Vec<SourceIndex>,
}

/// Something that must not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Never {
    /// Short name.
    pub id: Text,
    /// The sentence.
    pub say: Text,
}

/// What to do until help comes or is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Meanwhile {
    /// Short name.
    pub id: Text,
    /// The sentence.
    pub say: Text,
    /// The prohibitions beside which it is not said, as indices of [`Rulebook::never`].
    pub unless: Vec<NeverIndex>,
    /// The level it sends on to: in a result that is as urgent it is not said.
    pub level: Option<TriageLevel>,
}

/// An injury or illness that a red flag makes one think of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct MayBe {
    /// Short name.
    pub id: Text,
    /// In plain words, continuing "This may be …".
    pub name: Text,
    /// The one sign that would make it something worse, and what to do then.
    pub warning: Option<Text>,
    /// Whether running can have led to it.
    pub from_running: bool,
}

/// When soreness is just what a hard run does.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Ordinary {
    /// The headline of that result.
    pub title: Text,
    /// When it applies.
    pub when: Condition,
    /// Why it is thought so.
    pub because: Text,
    /// What to do.
    pub advice: Vec<Advice>,
    /// Its sources.
    pub sources: Vec<SourceIndex>,
}

/// A cause that is ranked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Cause {
    /// Short name.
    pub id: Text,
    /// As the runner reads it.
    pub title: Text,
    /// What it is.
    pub summary: Text,
    /// Log-odds before any answer.
    pub prior: Score,
    /// What speaks for and against it, in file order.
    pub evidence: IndexVec<EvidenceIndex, Evidence>,
    /// What to do about it.
    pub advice: Vec<Advice>,
    /// Evidence groups, the strongest first: of each group only the first that holds counts.
    pub groups: IndexVec<GroupIndex, Vec<EvidenceIndex>>,
}

/// One piece of evidence.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Evidence {
    /// When it holds.
    pub when: Condition,
    /// Likelihood ratio as written.
    pub ratio: f64,
    /// What it adds to the score when it holds: the damped logarithm of its ratio.
    pub weight: Score,
    /// Name of its group, if any.
    pub group: Option<Text>,
    /// Why it matters.
    pub because: Text,
    /// Its sources.
    pub sources: Vec<SourceIndex>,
}

/// When to come back or call for help.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct SafetyNet {
    /// The sign and what to do; with signs, what to do.
    pub say: Text,
    /// The same in a few words.
    pub short: Option<Text>,
    /// The signs, if they are told one by one.
    pub signs: Vec<Sign>,
    /// How fast.
    pub level: TriageLevel,
    /// Its sources.
    pub sources: Vec<SourceIndex>,
}

/// A sign to get help for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Sign {
    /// In words, going on from what to do.
    pub say: Text,
    /// The same in a few words.
    pub short: Option<Text>,
    /// The answers that tell of it already.
    pub answered: Option<Condition>,
    /// What says it already, as indices of [`Rulebook::meanwhile`].
    pub unless: Vec<MeanwhileIndex>,
}

/// Signs as one sentence, going on from what to do; alone, what to do is one.
#[must_use]
pub fn one_sentence(lead: &str, signs: &[&str], [between, last]: [&str; 2]) -> String {
    match signs {
        [] => lead.to_owned(),
        [one] => format!("{lead} {one}."),
        [first @ .., end] => format!("{lead} {}{last}{end}.", first.join(between)),
    }
}

impl SafetyNet {
    /// What stands between the signs, and before the last.
    pub const BETWEEN: [&str; 2] = ["; ", "; or "];

    /// All of it, whatever was answered.
    #[must_use]
    pub fn whole(&self) -> String {
        let signs: Vec<&str> = self.signs.iter().map(|sign| &*sign.say).collect();
        one_sentence(&self.say, &signs, Self::BETWEEN)
    }
}

/// What must hold for every answer, as the rule file has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct WrittenPromise {
    /// The promise in a sentence.
    pub say: Text,
    /// Whom it is about.
    pub when: Condition,
    /// The lowest triage level that they may get.
    pub at_least: TriageLevel,
    /// Ids of advice that they are never given.
    pub never_advise: Vec<Text>,
}

/// A warning that is accepted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The code of the warning; `uncovered` for something no case file needs to cover, `survives` for
    /// evidence no case needs to miss.
    pub code: String,
    /// The place, as the warning names it, or a place around it.
    pub at: String,
    /// Why it is right as it is.
    pub reason: String,
}

impl Source {
    /// Its web address, or where else to find it, if it says.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let link = self.link.as_ref()?;
        Some(if let Some(doi) = link.strip_prefix("doi:") {
            format!("https://doi.org/{doi}")
        } else if let Some(number) = link.strip_prefix("PMID ") {
            format!("https://pubmed.ncbi.nlm.nih.gov/{number}/")
        } else if link.contains("://") || link.contains(' ') {
            link.to_string()
        } else {
            format!("https://{link}")
        })
    }

    /// What it is: title and year, and why it is weak.
    #[must_use]
    pub fn description(&self) -> String {
        let year = self.year.map(|year| format!(", {year}"));
        let weak = self.weak.as_ref();
        let weak = weak.map(|weak| format!(" (weak source: {weak})"));
        [Some(self.title.to_string()), year, weak]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// The odds that a score stands for.
#[must_use]
pub fn odds(score: Score) -> f64 {
    libm::exp(f64::from(score) / 1000.0)
}

impl Rulebook {
    /// The question with this name.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<QuestionIndex> {
        self.questions.find(|question| question.id == *id)
    }

    /// The question with this name as people write it in answers, whatever its capitals.
    #[must_use]
    pub fn question_meant(&self, name: &str) -> Option<QuestionIndex> {
        self.questions
            .find(|question| question.id.eq_ignore_ascii_case(name))
    }

    /// The text for a triage level.
    #[must_use]
    pub fn level(&self, level: TriageLevel) -> &LevelText {
        &self.levels[level as usize]
    }

    /// The names of questions, for data.
    #[must_use]
    pub fn question_ids(&self, questions: &[QuestionIndex]) -> Vec<&str> {
        let ids = questions.iter();
        ids.map(|index| &*self.questions[*index].id).collect()
    }

    /// The names of sources, for data.
    #[must_use]
    pub fn source_ids(&self, sources: &[SourceIndex]) -> Vec<&str> {
        sources
            .iter()
            .map(|source| self.sources[*source].id.as_str())
            .collect()
    }
}
