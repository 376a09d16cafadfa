//! Rows of people of one's own. Nothing of a row is kept but what both rulebooks tell it, and nothing
//! is told of it but how many there are and in which lines.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

use crate::authoring::diff::people::Effect;
use crate::batch::{Form, Options, run};
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::rulebook::Rulebook;
use crate::system;
use crate::triage::TriageLevel;

/// How many rows an effect has.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct RowsData {
    /// How many rows could be used.
    pub(super) rows: usize,
    /// How many could not.
    pub(super) bad: usize,
    /// What the change does to them.
    pub(super) effects: Vec<RowEffectData>,
}

/// The rows that an effect has.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct RowEffectData {
    pub(super) effect: &'static str,
    /// How many rows. None if there are some, but fewer than 5: a few could be told apart.
    pub(super) rows: Option<usize>,
    /// The first lines, by their number from 1; none where there are fewer than 5.
    pub(super) lines: Vec<u64>,
}

/// As many rows as nobody can be told apart in.
pub(super) const ENOUGH: usize = 5;

/// The most lines that are named.
const MOST_LINES: usize = 20;

/// Compares what both rulebooks tell each row.
pub(super) fn compare(path: &Path, old: &Rulebook, new: &Rulebook) -> Result<RowsData, Failure> {
    let (old, new) = (results(path, old)?, results(path, new)?);
    let rows = || old.each().zip(new.each());
    let used = || rows().filter(|((_, old), (_, new))| told(old).and(told(new)).is_some());
    let effects = Effect::ALL.map(|effect| {
        let lines = used().filter(|((_, old), (_, new))| has(effect, old, new));
        let lines: Vec<u64> = lines.map(|(_, (line, _))| line).collect();
        let few = (1..ENOUGH).contains(&lines.len());
        let named = if few { 0 } else { MOST_LINES };
        RowEffectData {
            effect: effect.words().1,
            rows: (!few).then_some(lines.len()),
            lines: lines.into_iter().take(named).collect(),
        }
    });
    let usable = used().count();
    Ok(RowsData {
        rows: usable,
        bad: rows().count() - usable,
        effects: effects.into(),
    })
}

/// What each row is told. Many rows are told the same, which is kept once.
#[derive(Default)]
struct Results {
    /// Per row: its line, and which of `told` it is told.
    rows: Vec<(u64, usize)>,
    told: Vec<Value>,
    known: HashMap<String, usize>,
}

impl Results {
    fn add(&mut self, mut row: Value) {
        let line = row["line"].as_u64().unwrap_or_default();
        if let Some(fields) = row.as_object_mut() {
            fields.retain(|key, _| ["level", "verdict", "causes", "advice"].contains(&&**key));
        }
        for cause in row["causes"].as_array_mut().into_iter().flatten() {
            cause["score"].take();
        }
        let next = self.told.len();
        let index = *self.known.entry(row.to_string()).or_insert(next);
        if index == next {
            self.told.push(row);
        }
        self.rows.push((line, index));
    }

    fn each(&self) -> impl Iterator<Item = (u64, &Value)> {
        self.rows
            .iter()
            .map(|(line, told)| (*line, &self.told[*told]))
    }
}

/// What `batch` says of every row.
fn results(path: &Path, rulebook: &Rulebook) -> Result<Results, Failure> {
    let cannot_read = |error| Failure::cannot_read(path, &error);
    // It is read twice, which a pipe is not.
    if !path.metadata().map_err(cannot_read)?.is_file() {
        return Err(cannot_read(io::Error::other("it is no regular file")));
    }
    let file = File::open(path).map_err(cannot_read)?;
    let options = Options {
        input: None,
        output: Form::Jsonl,
        ignore_unknown: true,
        default_unit: None,
        file: None,
        workers: system::cores(),
    };
    let results = Arc::new(Mutex::new(Results::default()));
    let kept = Arc::clone(&results);
    let write = move |lines: &[u8], _: &_| {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        for row in serde_json::Deserializer::from_slice(lines).into_iter() {
            kept.add(row?);
        }
        Ok(())
    };
    run(&Arc::new(rulebook.clone()), file, &options, write).map_err(|error| {
        Failure::new(Exit::Failed, format_args!("`{}`: {error}", path.display()))
    })?;
    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut results))
}

/// The level of a row that could be used. Where questions are open, the one that is certain.
fn told(row: &Value) -> Option<TriageLevel> {
    row.get("verdict")?;
    let level = row["level"].as_str()?;
    let level = level.strip_prefix("at_least_").unwrap_or(level);
    let known = TriageLevel::ALL
        .into_iter()
        .find(|known| known.name() == level);
    Some(known.unwrap_or(TriageLevel::SelfCare))
}

fn has(effect: Effect, old: &Value, new: &Value) -> bool {
    let shown = |row: &Value| {
        let causes = row["causes"].as_array().into_iter().flatten();
        let mut causes: Vec<(String, String)> = causes
            .filter(|cause| cause["strength"] != "none")
            .map(|cause| (cause["id"].to_string(), cause["strength"].to_string()))
            .collect();
        causes.sort_unstable();
        causes
    };
    let first = |row: &Value| {
        let first = &row["causes"][0];
        let is_shown = first["strength"] == "fair" || first["strength"] == "strong";
        is_shown.then(|| first["id"].clone())
    };
    let lacks = |some: &Value, other: &Value| {
        let list = |row: &Value| row["advice"].as_array().cloned().unwrap_or_default();
        list(some).iter().any(|id| !list(other).contains(id))
    };
    match effect {
        Effect::LessUrgent => told(new) < told(old),
        Effect::MoreUrgent => told(new) > told(old),
        Effect::FirstCause => first(old) != first(new),
        Effect::Verdict => old["verdict"] != new["verdict"],
        Effect::AdviceLost => lacks(old, new),
        Effect::AdviceNew => lacks(new, old),
        Effect::Strength => shown(old) != shown(new),
    }
}
