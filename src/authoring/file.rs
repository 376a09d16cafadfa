//! What a rule file says, word for word. Nothing here is checked beyond its shape; see
//! [`super::compile`] for the checks and [`crate::rulebook::Rulebook`] for the result.

mod clause;

use crate::quantity::Dimension;
use crate::rulebook::from_log::Fact;
use crate::rulebook::region::Region;
use crate::rulebook::{Due, Exception};
use crate::triage::TriageLevel;
use crate::yaml::decode::from_mapping;
use crate::yaml::word::from_word;

pub use clause::{Clause, Entries, FromLog, RangeClause, Scalar, When};

/// The whole file.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct RuleFile {
    /// Version of this format. Always 1.
    pub format: u32,
    /// The edition of these rules, shown with every result.
    pub version: Option<String>,
    /// What the questionnaire is about, in a few words.
    pub title: String,
    /// What the tool cannot do, one sentence an item. Shown with every result.
    pub limits: Vec<String>,
    /// How scores become words.
    pub scoring: Scoring,
    /// Where the facts come from, by id.
    pub sources: Entries<Source>,
    /// What to say at each triage level.
    pub levels: LevelTexts,
    /// Groups of questions in the order they are asked, by id, with the heading shown.
    pub topics: Entries<String>,
    /// The questions.
    pub questions: Vec<Question>,
    /// What must not be done, by id, as a sentence each. Red flags name these.
    #[cfg_attr(test, schemars(default))]
    pub never: Entries<String>,
    /// What to do until help comes or is reached, by id. Red flags name these.
    #[cfg_attr(test, schemars(default))]
    pub meanwhile: Entries<Meanwhile>,
    /// Injuries and illnesses that red flags make one think of, by id.
    #[cfg_attr(test, schemars(default))]
    pub may_be: Entries<MayBe>,
    /// The danger signs.
    pub red_flags: Vec<RedFlag>,
    /// When soreness is just what a hard run does.
    pub ordinary: Ordinary,
    /// The causes that are ranked.
    pub causes: Vec<Cause>,
    /// Advice that does not depend on a cause.
    #[cfg_attr(test, schemars(default))]
    pub advice: Vec<Advice>,
    /// What should be better by when, if the runner checks again.
    #[cfg_attr(test, schemars(default))]
    pub expect_by: Vec<ExpectBy>,
    /// When to come back or call for help. Printed with every result.
    pub safety_net: Vec<SafetyNet>,
    /// What must hold for every answer, besides what `rules prove` always looks at.
    #[cfg_attr(test, schemars(default))]
    pub promises: Vec<Promise>,
    /// Warnings that are accepted, each with its reason.
    #[cfg_attr(test, schemars(default))]
    pub exceptions: Vec<Exception>,
}

/// How scores become words. A score is a log-odds; the limits are given as odds.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Scoring {
    /// Factor on every log likelihood ratio, 0 to 1, because answers overlap.
    pub damping: f64,
    /// Odds from which a cause is shown as strong.
    pub strong: f64,
    /// Odds from which a cause is shown as fair.
    pub fair: f64,
    /// Odds from which a cause is shown as weak.
    pub weak: f64,
    /// How many times the odds of the next cause the first needs to stand alone.
    pub lead: f64,
    /// A cause whose odds are this many times below those of the first is not put forward.
    pub behind: f64,
}

/// Where a fact comes from.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Source {
    /// Title or short description.
    pub title: String,
    /// Digital object identifier.
    pub doi: Option<String>,
    /// `PubMed` number.
    pub pmid: Option<u32>,
    /// Web address, without `https://`.
    pub web: Option<String>,
    /// Year of publication.
    pub year: Option<u16>,
    /// Why this source should be replaced by a better one, if it should.
    pub weak: Option<String>,
}

/// What to say at each triage level.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct LevelTexts {
    /// Look after it yourself.
    pub self_care: LevelText,
    /// Stop running for a while and watch it.
    pub time_off: LevelText,
    /// See a doctor or physio within days.
    pub see_doctor: LevelText,
    /// Get medical help today.
    pub same_day: LevelText,
    /// Get emergency help now.
    pub emergency: LevelText,
}

/// What to say at one triage level.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct LevelText {
    /// The headline.
    pub title: String,
    /// What to do, in a sentence or two.
    #[cfg_attr(test, schemars(rename = "do"))]
    pub action: String,
    /// Within how many days to be seen. A red flag may ask for fewer.
    pub within_days: Option<u32>,
    /// After how many days to look again.
    pub look_again_days: Option<u32>,
    /// Ids of `meanwhile`: what to do until then at this level, whatever the red flag.
    #[cfg_attr(test, schemars(default))]
    pub meanwhile: Vec<String>,
}

/// A question. It has exactly one of `options` (choose one), `tick` (all that apply) or `number`.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Question {
    /// Short name, used in conditions and in `--answer`.
    pub id: String,
    /// The topic it belongs to.
    pub topic: String,
    /// What it is about, in a word or two, as it stands in a list of answers. Without it the words of
    /// the id.
    pub short: Option<String>,
    /// The question as the runner reads it.
    pub ask: String,
    /// Why it is asked; shown on `?`.
    pub why: String,
    /// How to find out, for a runner who is not sure.
    pub how: Option<String>,
    /// Ask only when this holds or is not sure. It may name earlier questions only.
    pub only_if: Option<When>,
    /// Whether the answer may change over the next days, so that it is worth watching.
    #[cfg_attr(test, schemars(default))]
    pub changes: bool,
    /// Whether it asks how long ago the trouble began: a training log then counts up to that day.
    #[cfg_attr(test, schemars(default))]
    pub onset: bool,
    /// Why the answer stays the same at a later check, if it does. Without it, what a red flag or an
    /// `unless` looks at is asked again.
    pub fixed: Option<String>,
    /// Which facts of a training log answer it.
    pub from_log: Option<FromLog>,
    /// Choose one.
    pub options: Option<Entries<String>>,
    /// Tick all that apply; "none of these" is always offered.
    pub tick: Option<Entries<String>>,
    /// Options in a word or two, as they stand in a list of answers. Without it the words of the id.
    pub shorts: Option<Entries<String>>,
    /// Where on the legs an option lies, as a page draws it: a side, parts of the leg, or both.
    pub regions: Option<Entries<Vec<Region>>>,
    /// After how long options need not be true any more, such as `4 weeks` for "in the last 4 weeks".
    pub lapses: Option<Entries<Scalar>>,
    /// A number.
    pub number: Option<NumberKind>,
}

/// What numbers a question takes.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct NumberKind {
    /// What is measured.
    pub unit: Dimension,
    /// Smallest allowed value, such as `0 km`.
    pub min: Scalar,
    /// Largest allowed value.
    pub max: Scalar,
}

/// A danger sign.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct RedFlag {
    /// Short name.
    pub id: String,
    /// When it holds.
    pub when: When,
    /// The triage level it raises the result to.
    pub level: TriageLevel,
    /// What it may mean, continuing "because …".
    pub because: String,
    /// What to do about this sign in particular, besides what its level says.
    #[cfg_attr(test, schemars(rename = "do"))]
    pub action: Option<String>,
    /// Within how many days to be seen, if that is sooner than its level says.
    pub within_days: Option<u32>,
    /// What to tell those who help, continuing "Tell them: …", where another sign is more urgent.
    pub tell: Option<String>,
    /// Ids of what must not be done, of `never`.
    #[cfg_attr(test, schemars(default))]
    pub never: Vec<String>,
    /// Ids of what to do until then, of `meanwhile`.
    #[cfg_attr(test, schemars(default))]
    pub meanwhile: Vec<String>,
    /// Ids of what it may be, of `may_be`.
    #[cfg_attr(test, schemars(default))]
    pub may_be: Vec<String>,
    /// Ids of the sources.
    pub sources: Vec<String>,
}

/// What to do until help comes or is reached.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Meanwhile {
    /// The sentence.
    pub say: String,
    /// Ids of `never`: where one of these is said, this is not.
    #[cfg_attr(test, schemars(default))]
    pub unless: Vec<String>,
    /// The level it sends on to: in a result that is as urgent it is not said.
    pub level: Option<TriageLevel>,
}

/// An injury or illness.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct MayBe {
    /// Its name in plain words, continuing "This may be …".
    pub name: String,
    /// The one sign that would make it something worse, and what to do then. Needed wherever it is
    /// named below `same_day`.
    pub warning: Option<String>,
    /// Whether running can have led to it.
    #[cfg_attr(test, schemars(default))]
    pub from_running: bool,
}

/// When soreness is just what a hard run does.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Ordinary {
    /// The headline of that result.
    pub title: String,
    /// When it applies, unless a cause is strong.
    pub when: When,
    /// Why it is thought so, continuing "because …".
    pub because: String,
    /// What to do.
    pub advice: Vec<Advice>,
    /// Ids of the sources.
    pub sources: Vec<String>,
}

/// A cause that is ranked.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Cause {
    /// Short name.
    pub id: String,
    /// As the runner reads it.
    pub title: String,
    /// What it is, in a sentence.
    pub summary: String,
    /// Probability before any answer, 0 to 1.
    pub prior: f64,
    /// What speaks for and against it.
    pub evidence: Vec<Evidence>,
    /// What to do about it.
    pub advice: Vec<Advice>,
}

/// One piece of evidence for or against a cause.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Evidence {
    /// When it holds.
    pub when: When,
    /// Likelihood ratio: above 1 speaks for the cause, below 1 against.
    pub ratio: f64,
    /// Evidence of one group counts once, the strongest.
    pub group: Option<String>,
    /// Why it matters, continuing "because …".
    pub because: String,
    /// Ids of the sources.
    pub sources: Vec<String>,
}

/// One piece of advice.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Advice {
    /// Short name, for rule tests.
    pub id: String,
    /// When to follow it.
    pub due: Due,
    /// What to do.
    #[cfg_attr(test, schemars(rename = "do"))]
    pub action: String,
    /// Given only when this holds.
    pub only_if: Option<When>,
    /// Never given when this holds, nor while it is not known that it does not.
    pub unless: Option<When>,
    /// The triage levels at which it is given. Without it: `self_care`, `time_off`, `see_doctor`.
    pub levels: Option<Vec<TriageLevel>>,
    /// Whether it adds training. Then it is not given where a doctor is needed or no cause stands
    /// out.
    #[cfg_attr(test, schemars(default))]
    pub adds_load: bool,
    /// Whether it warns of harm. Then it stands before other advice for the same time, and the result
    /// on one screen never leaves it out.
    #[cfg_attr(test, schemars(default))]
    pub warns: bool,
    /// Ids of the sources.
    pub sources: Vec<String>,
}

/// What should be better by when. It is made of an earlier check at one of these levels that came to any
/// of `ordinary`, `causes` and `may_be`; if it names none of them, to whatever it came.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct ExpectBy {
    /// Short name.
    pub id: String,
    /// The levels of the earlier check.
    pub levels: Vec<TriageLevel>,
    /// Whether it is made of ordinary soreness.
    #[cfg_attr(test, schemars(default))]
    pub ordinary: bool,
    /// Ids of causes that were put forward.
    #[cfg_attr(test, schemars(default))]
    pub causes: Vec<String>,
    /// Ids of `may_be` that a red flag made one think of.
    #[cfg_attr(test, schemars(default))]
    pub may_be: Vec<String>,
    /// Within how many days of the earlier check it should be better, 1 to 56.
    pub within_days: u32,
    /// What holds at the later check if it is better.
    pub better: When,
    /// Ids of questions for a number that is lower then.
    #[cfg_attr(test, schemars(default))]
    pub less: Vec<String>,
    /// The level, at least, if it is not: `time_off` or `see_doctor`.
    pub level: TriageLevel,
    /// Why it should be better, continuing "because …".
    pub because: String,
    /// Ids of the sources.
    pub sources: Vec<String>,
}

/// When to come back or call for help.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct SafetyNet {
    /// The sign and what to do; with `signs`, what to do, ending before the first of them.
    pub say: String,
    /// The same in a few words, for a result on one screen.
    pub short: Option<String>,
    /// The signs, each of which may be left out.
    #[cfg_attr(test, schemars(default))]
    pub signs: Vec<Sign>,
    /// How fast.
    pub level: TriageLevel,
    /// Ids of the sources.
    pub sources: Vec<String>,
}

/// A sign to get help for.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Sign {
    /// The sign, going on from what to do.
    pub say: String,
    /// The same in a few words, for a result on one screen.
    pub short: Option<String>,
    /// The answers that tell of it already: where this holds, it is not said.
    pub answered: Option<When>,
    /// Ids of `meanwhile`: where one of these is said, this is not.
    #[cfg_attr(test, schemars(default))]
    pub unless: Vec<String>,
}

/// What must hold for every answer. It has at least one of `at_least` and `never_advise`.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Promise {
    /// The promise in a sentence.
    pub say: String,
    /// Whom it is about.
    pub when: When,
    /// The lowest triage level that they may get.
    pub at_least: Option<TriageLevel>,
    /// Ids of advice that they are never given.
    #[cfg_attr(test, schemars(default))]
    pub never_advise: Vec<String>,
}

from_mapping! {
    RuleFile {
        format, title, limits, scoring, sources, levels, topics, questions, red_flags, ordinary,
        causes, safety_net; version, never, meanwhile, may_be, advice, expect_by, promises,
        exceptions
    }
    Scoring { damping, strong, fair, weak, lead, behind }
    Source { title; doi, pmid, web, year, weak }
    LevelTexts { self_care, time_off, see_doctor, same_day, emergency }
    LevelText { title, action = "do"; within_days, look_again_days, meanwhile }
    Question {
        id, topic, ask, why;
        short, how, only_if, changes, onset, fixed, from_log, options, tick, shorts, regions, lapses,
        number
    }
    NumberKind { unit, min, max }
    RedFlag {
        id, when, level, because, sources;
        action = "do", within_days, tell, never, meanwhile, may_be
    }
    Meanwhile { say; unless, level }
    MayBe { name; warning, from_running }
    Ordinary { title, when, because, advice, sources }
    Cause { id, title, summary, prior, evidence, advice }
    Evidence { when, ratio, because, sources; group }
    Advice { id, due, action = "do", sources; only_if, unless, levels, adds_load, warns }
    ExpectBy {
        id, levels, within_days, better, level, because, sources;
        ordinary, causes, may_be, less
    }
    SafetyNet { say, level, sources; short, signs }
    Sign { say; short, answered, unless }
    Promise { say, when; at_least, never_advise }
    Exception { code, at, reason }
}

from_word!(
    TriageLevel::SelfCare,
    Due::Today,
    Dimension::Count,
    Fact::History,
    Region::Left
);
