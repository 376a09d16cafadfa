//! Rows of people of one's own. Nothing of a row is kept but what both rulebooks tell it, and nothing
//! is told of it but how many there are and in which lines.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

use crate::authoring::diff::people::Effect;
use crate::batch::{Form, Options, run};
use crate::cli::failure::Failure;
use crate::rulebook::Rulebook;
use crate::text::escaped;
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
    let used = || {
        old.iter()
            .zip(&new)
            .filter(|(old, new)| told(old).and(told(new)).is_some())
    };
    let effects = Effect::ALL.map(|effect| {
        let lines = used().filter(|(old, new)| has(effect, old, new));
        let lines: Vec<u64> = lines.filter_map(|(_, new)| new["line"].as_u64()).collect();
        let few = (1..ENOUGH).contains(&lines.len());
        RowEffectData {
            effect: effect.words().1,
            rows: (!few).then_some(lines.len()),
            lines: if few {
                Vec::new()
            } else {
                lines.into_iter().take(MOST_LINES).collect()
            },
        }
    });
    Ok(RowsData {
        rows: used().count(),
        bad: old.len().max(new.len()) - used().count(),
        effects: effects.into(),
    })
}

/// What `batch` says of every row, without its id.
fn results(path: &Path, rulebook: &Rulebook) -> Result<Vec<Value>, Failure> {
    let name = escaped(&path.to_string_lossy());
    let cannot_read = |error| Failure::io(format!("cannot read `{name}`"), &error);
    // It is read twice, which a pipe is not.
    if !path.metadata().map_err(cannot_read)?.is_file() {
        return Err(cannot_read(io::Error::other("it is no regular file")));
    }
    let file = File::open(path).map_err(cannot_read)?;
    let options = Options {
        input: None,
        output: Form::Jsonl,
        ignore_unknown: true,
        bare: None,
        file: None,
        workers: std::thread::available_parallelism().map_or(1, usize::from),
    };
    let results = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&results);
    let write = move |lines: &[u8], _: &_| {
        let lines = lines
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty());
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        for line in lines {
            let mut result: Value = serde_json::from_slice(line)?;
            if let Some(fields) = result.as_object_mut() {
                fields.retain(|key, _| {
                    ["line", "level", "verdict", "causes", "advice"].contains(&key.as_str())
                });
            }
            kept.push(result);
        }
        Ok(())
    };
    run(&Arc::new(rulebook.clone()), file, &options, write).map_err(|error| {
        Failure::new(
            crate::cli::Exit::Failed,
            format!("error: `{name}`: {error}"),
        )
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
