//! What differs, as data; its text and its Markdown are made from it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rows::RowsData;
use crate::assess::{Strength, Verdict};
use crate::authoring::diff::edits::Edit;
use crate::authoring::diff::people::{Affected, Change, Comparison, Effect};
use crate::cli::rule_file::RuleFile;
use crate::cli::rules::case_file::KnownCases;
use crate::cli::rules::location::LocationData;
use crate::report::FORMAT;
use crate::rulebook::Rulebook;
use crate::rulebook::path::RulePath;
use crate::triage::TriageLevel;

/// What is compared.
pub(super) struct Sources<'r> {
    pub(super) old: (&'r Rulebook, &'r RuleFile),
    pub(super) new: (&'r Rulebook, &'r RuleFile),
    pub(super) known: &'r KnownCases,
    pub(super) runners: usize,
}

/// What changed between two rule files, and what that does to people.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct DiffData {
    /// Number of this data format.
    format: u32,
    pub(super) old: FileData,
    pub(super) new: FileData,
    /// What changed, by the names of the rules.
    pub(super) edits: Vec<EditData>,
    /// How many cases of the new rules were compared.
    pub(super) cases: usize,
    /// How many do not fit the new rules, and were left out.
    pub(super) skipped: usize,
    /// Why those do not fit.
    pub(super) why_skipped: Vec<String>,
    /// How many runners were drawn at random.
    pub(super) runners: usize,
    /// What the change does, and to how many.
    pub(super) effects: Vec<EffectData>,
    /// The mean number of questions that are asked.
    pub(super) questions: QuestionsData,
    /// The cases that pass with the old rules and fail with the new.
    pub(super) failed: Vec<LocationData>,
    /// What it does to the people in rows of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) people: Option<RowsData>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FileData {
    pub(super) file: String,
    /// SHA-256 of the file.
    sha256: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct EditData {
    /// `added`, `removed`, or what is another: `level`, `condition`, `ratio`, `words` and so on.
    pub(super) kind: &'static str,
    pub(super) rule: String,
    pub(super) was: Option<String>,
    pub(super) now: Option<String>,
    /// The file it stands in: the old one for what is removed.
    pub(super) file: String,
    pub(super) line: usize,
    /// What it does alone. None where it cannot stand alone, and for words.
    pub(super) alone: Option<AloneData>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct AloneData {
    /// How many cases it does something to.
    pub(super) cases: usize,
    /// How many random runners.
    pub(super) runners: usize,
    /// How many of all of them get less urgent.
    pub(super) less_urgent: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct EffectData {
    pub(super) effect: &'static str,
    /// How many cases.
    pub(super) cases: usize,
    /// How many random runners.
    pub(super) runners: usize,
    /// These cases.
    pub(super) examples: Vec<CaseChangeData>,
    /// A runner with as few answers as possible.
    pub(super) smallest: Option<RunnerData>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CaseChangeData {
    #[serde(flatten)]
    pub(super) case: LocationData,
    pub(super) change: ChangeData,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct RunnerData {
    /// The answers by question, as `--answer` takes them; all else is open.
    pub(super) answers: BTreeMap<String, String>,
    pub(super) change: ChangeData,
}

/// What a person was told and is told now.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ChangeData {
    pub(super) level: [TriageLevel; 2],
    pub(super) verdict: [Verdict; 2],
    /// The cause that is put forward first, if one is.
    pub(super) first: [Option<String>; 2],
    /// The strength of each cause where it is another.
    pub(super) strengths: BTreeMap<String, [Strength; 2]>,
    pub(super) advice_lost: Vec<String>,
    pub(super) advice_new: Vec<String>,
    /// The edits that do this alone.
    pub(super) by: Vec<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct QuestionsData {
    pub(super) was: f64,
    pub(super) now: f64,
}

impl DiffData {
    pub(super) fn new(sources: &Sources, compared: &Comparison, people: Option<RowsData>) -> Self {
        let case = |index: usize| sources.known.locations[index].clone();
        let effects = Effect::ALL.map(|effect| {
            let cases = compared.cases.iter().enumerate();
            let cases = cases.filter_map(|(index, one)| Some((index, one.as_ref()?)));
            let cases: Vec<_> = cases.filter(|(_, one)| one.change.has(effect)).collect();
            let runners = compared.runners.iter().filter(|one| one.change.has(effect));
            let smallest = compared.smallest[effect as usize].as_ref();
            EffectData {
                effect: effect.words().1,
                cases: cases.len(),
                runners: runners.count(),
                examples: cases
                    .into_iter()
                    .map(|(index, one)| CaseChangeData {
                        case: case(index),
                        change: change_data(one, effect, &compared.edits),
                    })
                    .collect(),
                smallest: smallest.map(|one| RunnerData {
                    answers: answers(sources.new.0, one),
                    change: change_data(one, effect, &compared.edits),
                }),
            }
        });
        DiffData {
            format: FORMAT,
            old: file_data(sources.old),
            new: file_data(sources.new),
            edits: edits(sources, compared),
            cases: compared.cases.len(),
            skipped: sources.known.skipped,
            why_skipped: sources.known.why.clone(),
            runners: sources.runners,
            effects: effects.into(),
            questions: QuestionsData {
                was: tenths(compared.asked.0),
                now: tenths(compared.asked.1),
            },
            failed: compared.failed.iter().map(|index| case(*index)).collect(),
            people,
        }
    }

    /// Whether anybody has this effect, rows of one's own included.
    pub(super) fn anybody(&self, effect: Effect) -> bool {
        let drawn = &self.effects[effect as usize];
        let mut people = self.people.iter();
        drawn.cases + drawn.runners > 0
            || people.any(|people| people.effects[effect as usize].rows != Some(0))
    }
}

#[allow(clippy::cast_precision_loss)] // a few questions
fn tenths(tenths: usize) -> f64 {
    tenths as f64 / 10.0
}

fn file_data((rulebook, text): (&Rulebook, &RuleFile)) -> FileData {
    FileData {
        file: text.name.clone(),
        sha256: rulebook.sha256.to_string(),
    }
}

fn edits(sources: &Sources, compared: &Comparison) -> Vec<EditData> {
    let paths = compared.edits.iter().map(|edit| edit.path.clone());
    let paths: Vec<RulePath> = paths.collect();
    let (old, new) = (sources.old.1.lines(&paths), sources.new.1.lines(&paths));
    let edits = compared.edits.iter().zip(&compared.alone).enumerate();
    let edits = edits.map(|(index, (edit, alone))| {
        let (source, lines) = if edit.now.is_some() {
            (sources.new, &new)
        } else {
            (sources.old, &old)
        };
        EditData {
            kind: edit.kind,
            rule: edit.rule.clone(),
            was: edit.was.clone(),
            now: edit.now.clone(),
            file: source.1.name.clone(),
            line: lines[index],
            alone: alone.map(|alone| AloneData {
                cases: alone.cases,
                runners: alone.runners,
                less_urgent: alone.less_urgent,
            }),
        }
    });
    edits.collect()
}

fn answers(rulebook: &Rulebook, person: &Affected) -> BTreeMap<String, String> {
    let answers = person.answers.given().map(|(question, answer)| {
        let question = &rulebook.questions[question];
        (
            question.id.to_string(),
            question.value(answer).replace(' ', ""),
        )
    });
    answers.collect()
}

fn change_data(person: &Affected, effect: Effect, edits: &[Edit]) -> ChangeData {
    let Change { was, now } = &person.change;
    let by = person.by[effect as usize].iter();
    ChangeData {
        level: [was.level, now.level],
        verdict: [was.verdict, now.verdict],
        first: [was, now].map(|told| told.first().map(str::to_owned)),
        strengths: was.other_strengths(now),
        advice_lost: was.advice_beyond(now),
        advice_new: now.advice_beyond(was),
        by: by.map(|edit| edits[*edit].words()).collect(),
    }
}
