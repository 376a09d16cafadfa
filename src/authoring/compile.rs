//! From what a rule file says to a [`Rulebook`], or to everything that is wrong with it.

pub(super) mod advice;
pub(super) mod cause;
pub(super) mod condition;
pub(super) mod expectation;
pub(super) mod from_log;
pub(super) mod instruction;
pub(super) mod name;
pub(super) mod promise;
pub(super) mod question;
pub(super) mod source;

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use condition::condition_meant;
use name::Names;

use super::file;
use super::file::RuleFile;
use super::lint;
use crate::fault::{Code, Fault};
use crate::index::{IndexVec, QuestionIndex, RedFlagIndex, SourceIndex};
use crate::rulebook::path::RulePath;
use crate::rulebook::{
    Exception, LevelText, Ordinary, QuestionKind, RedFlag, Rulebook, Text, Topic,
};
use crate::text::nearest;
use crate::triage::TriageLevel;
use crate::yaml;
use crate::yaml::Tree;

pub(crate) const FORMAT_VERSION: &Code = &Code::error(
    "format-version",
    "This version of the format is not known",
    "This program reads `format: 1`.",
);

pub(crate) const MISSING_SOURCE: &Code = &Code::error(
    "missing-source",
    "No source is named",
    "Every red flag, piece of evidence and piece of advice says where it comes from. If \
     it is your own judgement, make that a source and name it.",
);

pub(crate) const USELESS_LEVEL: &Code = &Code::error(
    "useless-level",
    "This red flag raises nothing",
    "`self_care` is the level without any red flag. Use `time_off` or higher.",
);

pub(crate) const UNKNOWN_CODE: &Code = &Code::error(
    "unknown-code",
    "There is no such warning",
    "An exception names the code of a warning, as it is shown in brackets.",
);

/// Reads, checks and prepares a rule file.
///
/// # Errors
/// Every error found, in the order of the file.
pub fn compile(text: &str) -> Result<Rulebook, Vec<Fault>> {
    let (rulebook, faults) = examine_with(text, |_, _| Vec::new());
    rulebook.ok_or(faults)
}

/// Reads and checks a rule file; gives the rulebook and its warnings, or else every error.
#[must_use]
pub fn examine(text: &str) -> (Option<Rulebook>, Vec<Fault>) {
    examine_with(text, lint::lint)
}

fn examine_with(
    text: &str,
    lint: impl Fn(&Rulebook, &Tree) -> Vec<Fault>,
) -> (Option<Rulebook>, Vec<Fault>) {
    let (file, mut reading) = match yaml::read::<RuleFile>(text) {
        Ok(read) => read,
        Err(fault) => return (None, vec![*fault]),
    };
    if reading.is_full() {
        return (None, reading.into_faults());
    }
    for fault in &mut reading.faults {
        if let Some(meant) = condition_meant(fault, &reading.tree, &file.questions) {
            fault.help = Some(meant);
        }
    }
    let names = Names::of(&file);
    let mut check = Check {
        holes: reading.holes(),
        names: &names,
        questions: IndexVec::default(),
        onset: None,
        ids: HashMap::new(),
        faults: Vec::new(),
    };
    let rulebook = check.rulebook(file, text);
    let found = check.faults;
    reading.add(found);
    // What looks like a mistake may follow from an error.
    if !reading.faults.is_empty() {
        return (None, reading.into_faults());
    }
    let warnings = lint(&rulebook, &reading.tree);
    reading.add(warnings);
    (Some(rulebook), reading.into_faults())
}

/// The checks, with what they need to know about the whole file.
struct Check<'a> {
    /// The parts that could not be read.
    holes: &'a [RulePath],
    names: &'a Names,
    /// The questions so far, each with its kind if that is known.
    questions: IndexVec<QuestionIndex, (String, Option<QuestionKind>)>,
    /// Where the question stands that asks when it began, once it was found.
    onset: Option<RulePath>,
    /// Where each id so far stands, by what has it.
    ids: HashMap<(&'static str, String), RulePath>,
    faults: Vec<Fault>,
}

fn root() -> RulePath {
    RulePath::default()
}

/// Items of a list, each with where it stands.
fn placed<T>(list: Vec<T>, at: &RulePath) -> impl Iterator<Item = (RulePath, T)> {
    let items = list.into_iter().enumerate();
    items.map(|(index, item)| (at.item(index), item))
}

impl Check<'_> {
    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Whether something at this path could not be read.
    fn is_broken(&self, path: &RulePath) -> bool {
        let mut holes = self.holes.iter();
        holes.any(|hole| path.0.starts_with(&hole.0) || hole.0.starts_with(&path.0))
    }

    fn rulebook(&mut self, file: RuleFile, text: &str) -> Rulebook {
        if file.format != 1 {
            let message = format!("format {} is not known", file.format);
            let fault = Fault::new(FORMAT_VERSION, &root().key("format"), message);
            self.fault(fault.help("write `format: 1`"));
        }
        let thresholds = self.thresholds(&file.scoring);
        let sources = file.sources.0.into_iter();
        let sources = sources
            .map(|(id, source)| self.source(id, source))
            .collect();
        let questions = self.all_questions(file.questions);
        let may_be = self.may_be(file.may_be, &file.red_flags);
        let never = self.never(file.never);
        let meanwhile = self.meanwhile(file.meanwhile);
        let levels = self.levels(file.levels);
        let red_flags = self.red_flags(file.red_flags);
        let ordinary = self.ordinary(file.ordinary);
        let causes = self.causes(file.causes, file.scoring.damping);
        let advice = self.advice(file.advice, &root().key("advice"));
        let expect_by = self.expect_by(file.expect_by);
        let safety_net = self.safety_net(file.safety_net);
        let promises = self.promises(file.promises);
        let exceptions = self.exceptions(file.exceptions);
        let mut rulebook = Rulebook {
            version: file.version.map(Text::from),
            title: file.title.into(),
            sha256: hex(&Sha256::digest(text.as_bytes())).into(),
            limits: file.limits.into_iter().map(Text::from).collect(),
            thresholds,
            sources,
            levels,
            topics: file
                .topics
                .0
                .into_iter()
                .map(|(id, title)| Topic {
                    id: id.into(),
                    title: title.into(),
                })
                .collect(),
            questions,
            never,
            meanwhile,
            may_be,
            red_flags,
            ordinary,
            causes,
            advice,
            expect_by,
            safety_net,
            promises,
            exceptions,
        };
        for flag in &rulebook.red_flags {
            flag.when
                .each_question(&mut |question| rulebook.questions[question].safety = true);
        }
        self.only_raises(&rulebook);
        rulebook
    }

    fn levels(&mut self, levels: file::LevelTexts) -> [LevelText; 5] {
        [
            (TriageLevel::SelfCare, levels.self_care),
            (TriageLevel::TimeOff, levels.time_off),
            (TriageLevel::SeeDoctor, levels.see_doctor),
            (TriageLevel::SameDay, levels.same_day),
            (TriageLevel::Emergency, levels.emergency),
        ]
        .map(|(level, text)| {
            let at = root().key("levels").key(level.name()).key("meanwhile");
            LevelText {
                title: text.title.into(),
                action: text.action.into(),
                within_days: text.within_days,
                look_again_days: text.look_again_days,
                meanwhile: self.named("meanwhile", &text.meanwhile, &at),
            }
        })
    }

    fn red_flags(&mut self, flags: Vec<file::RedFlag>) -> IndexVec<RedFlagIndex, RedFlag> {
        let at = root().key("red_flags");
        let ids = flags.iter().map(|flag| &flag.id);
        self.unique_ids(ids, &at, ["red flag", "red flags"]);
        placed(flags, &at)
            .map(|(at, flag)| {
                if flag.level == TriageLevel::SelfCare {
                    let message = "a red flag at `self_care` raises nothing";
                    let fault = Fault::new(USELESS_LEVEL, &at.key("level"), message);
                    self.fault(fault.help("use `time_off` or higher"));
                }
                RedFlag {
                    when: self.condition(&flag.when, &at.key("when")),
                    sources: self.sources(&flag.sources, &at),
                    id: flag.id.into(),
                    level: flag.level,
                    because: flag.because.into(),
                    action: flag.action.map(Text::from),
                    within_days: flag.within_days,
                    tell: flag.tell.map(Text::from),
                    never: self.named("never", &flag.never, &at.key("never")),
                    meanwhile: self.named("meanwhile", &flag.meanwhile, &at.key("meanwhile")),
                    may_be: self.named("may_be", &flag.may_be, &at.key("may_be")),
                }
            })
            .collect()
    }

    fn ordinary(&mut self, ordinary: file::Ordinary) -> Ordinary {
        let at = root().key("ordinary");
        Ordinary {
            when: self.condition(&ordinary.when, &at.key("when")),
            advice: self.advice(ordinary.advice, &at.key("advice")),
            sources: self.sources(&ordinary.sources, &at),
            title: ordinary.title.into(),
            because: ordinary.because.into(),
        }
    }

    fn exceptions(&mut self, exceptions: Vec<Exception>) -> Vec<Exception> {
        let at = root().key("exceptions");
        for (index, exception) in exceptions.iter().enumerate() {
            let given = &exception.code;
            if lint::warnings().all(|code| code.name != given) {
                let message = format!("there is no warning `{given}`");
                let fault = Fault::new(UNKNOWN_CODE, &at.item(index).key("code"), message);
                self.fault(
                    match nearest(given, lint::warnings().map(|code| code.name)) {
                        Some(name) => fault.help(format!("did you mean `{name}`?")),
                        None => fault.help("`soreleg rules explain` lists them all"),
                    },
                );
            }
        }
        exceptions
    }

    fn sources(&mut self, ids: &[String], at: &RulePath) -> Vec<SourceIndex> {
        let at = at.key("sources");
        if ids.is_empty() {
            let fault = Fault::new(MISSING_SOURCE, &at, "no source is named");
            self.fault(fault.help("name at least one id of `sources`"));
        }
        self.named("sources", ids, &at)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}
