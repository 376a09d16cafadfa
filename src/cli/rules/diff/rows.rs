//! Rows of people of one's own. Nothing of a row is kept but what both rulebooks tell it, and nothing
//! is told of it but how many there are and in which lines.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize as _, Serialize};
use serde_json::Value;

use crate::assess::{Strength, Verdict};
use crate::authoring::diff::people::{Effect, Told};
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

/// What a row is told; None of a verdict that is not certain.
type Row = Told<Option<Verdict>>;

/// Compares what both rulebooks tell each row.
pub(super) fn compare(path: &Path, old: &Rulebook, new: &Rulebook) -> Result<RowsData, Failure> {
    let (old, new) = (results(path, old)?, results(path, new)?);
    let all = old.rows.len().min(new.rows.len());
    let rows = old.rows.into_iter().zip(new.rows);
    let used = rows.filter_map(|((line, was), (_, now))| Some((line, was?, now?)));
    let used: Vec<(u64, Arc<Row>, Arc<Row>)> = used.collect();
    let effects = Effect::ALL.map(|effect| {
        let lines = used.iter().filter(|(_, was, now)| was.differs(now, effect));
        let lines: Vec<u64> = lines.map(|(line, ..)| *line).collect();
        let few = (1..ENOUGH).contains(&lines.len());
        let named = if few { 0 } else { MOST_LINES };
        RowEffectData {
            effect: effect.words().1,
            rows: (!few).then_some(lines.len()),
            lines: lines.into_iter().take(named).collect(),
        }
    });
    Ok(RowsData {
        rows: used.len(),
        bad: all - used.len(),
        effects: effects.into(),
    })
}

/// What each row is told. Many rows are told the same, which is kept once.
#[derive(Default)]
struct Results {
    /// Per row: its line, and what it is told if it could be used.
    rows: Vec<(u64, Option<Arc<Row>>)>,
    known: HashSet<Arc<Row>>,
}

impl Results {
    fn add(&mut self, row: &Value) {
        let told = told(row).map(|told| {
            let told = self.known.get(&told).cloned().unwrap_or(Arc::new(told));
            self.known.insert(Arc::clone(&told));
            told
        });
        let line = row["line"].as_u64().unwrap_or_default();
        self.rows.push((line, told));
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
            kept.add(&row?);
        }
        Ok(())
    };
    run(&Arc::new(rulebook.clone()), file, &options, write).map_err(|error| {
        Failure::new(Exit::Failed, format_args!("`{}`: {error}", path.display()))
    })?;
    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut results))
}

/// What a row that could be used is told. Where questions are open, the level is the one that is certain.
fn told(row: &Value) -> Option<Row> {
    let verdict = row.get("verdict")?;
    let level = row["level"].as_str()?;
    let level = level.strip_prefix("at_least_").unwrap_or(level);
    let level = TriageLevel::ALL
        .into_iter()
        .find(|known| known.name() == level);
    let list = |key: &str| row[key].as_array().into_iter().flatten();
    let causes = list("causes").filter_map(|cause| {
        let strength = Strength::deserialize(&cause["strength"]).ok()?;
        Some((cause["id"].as_str()?.to_owned(), strength))
    });
    let advice = list("advice").filter_map(|id| id.as_str().map(str::to_owned));
    Some(Told {
        level: level.unwrap_or(TriageLevel::SelfCare),
        verdict: Verdict::deserialize(verdict).ok(),
        causes: causes
            .filter(|(_, strength)| *strength != Strength::None)
            .collect(),
        advice: advice.collect(),
    })
}
