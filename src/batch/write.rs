//! One line of output for one row.

use std::io::{self, Write as _};

use memchr::memchr;
use serde::Serialize;

use super::csv::write_cell;
use super::provisional::{KnownVerdict, LevelBound, Provisional};
use super::row::Id;
use super::{Form, Options};
use crate::answers::FORMAT;
use crate::answers::merge::AnswerFault;
use crate::assess::{Evaluation, Strength};
use crate::rulebook::Rulebook;
use crate::text::escaped_json;
use crate::triage::TriageLevel;

/// The first line of a table of results.
pub const CSV_HEADER: &str = "id,level,verdict,first_cause,second_cause,open_safety,error\n";

/// The whole result of a row.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct RowData<'a> {
    /// The id of the row, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id<'a>>,
    /// The file it is from, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The number of its line, from 1.
    line: u64,
    /// Number of this data format.
    format: u32,
    /// SHA-256 of the rule file.
    rules: &'a str,
    level: LevelBound,
    /// The danger signs that hold, most urgent first.
    red_flags: Vec<&'a str>,
    /// Safety questions without an answer.
    unanswered_safety: Vec<&'a str>,
    /// Of those, the ones that could have raised the level.
    open_safety: Vec<&'a str>,
    verdict: KnownVerdict,
    /// Every cause, likeliest first.
    causes: Vec<CauseData<'a>>,
    /// What to do, in order, by id; nothing while the level could be higher.
    advice: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CauseData<'a> {
    id: &'a str,
    strength: Strength,
    /// Log-odds. Not calibrated: good for ranking, not a probability.
    score: f64,
}

/// The short result of a row.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct ShortData<'a> {
    /// The id of the row, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id<'a>>,
    level: LevelBound,
    verdict: KnownVerdict,
    /// The likeliest cause, if one is put forward.
    first_cause: Option<&'a str>,
    /// The next one, if it is put forward as well.
    second_cause: Option<&'a str>,
    /// Safety questions without an answer that could have raised the level.
    open_safety: Vec<&'a str>,
}

/// What is wrong with a row.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct BadRowData<'a> {
    /// The id of the row, if it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id<'a>>,
    /// The file it is from, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The number of its line, from 1.
    line: u64,
    /// The least level that its good answers come to, if that is urgent.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<LevelBound>,
    /// Everything that is wrong with it.
    faults: Vec<FaultData<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FaultData<'a> {
    /// Stable name of the kind of fault.
    code: &'static str,
    /// The name of the field, as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    /// The value, as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<&'a str>,
    /// What is wrong, in words.
    message: &'a str,
    /// The nearest value or question that would be accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<&'a str>,
}

/// One line of a batch in JSON.
#[cfg(test)]
#[derive(Serialize, schemars::JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)]
pub(crate) enum LineData<'a> {
    /// A result.
    Whole(RowData<'a>),
    /// With `--columns`.
    Short(ShortData<'a>),
    /// A row that cannot be used.
    Bad(BadRowData<'a>),
}

/// Writes results in one form.
#[derive(Debug)]
pub(super) struct Writer<'r> {
    rulebook: &'r Rulebook,
    form: Form,
    /// The file the rows are from, if there are several.
    file: Option<&'r str>,
}

impl<'r> Writer<'r> {
    pub(super) fn new(rulebook: &'r Rulebook, options: &'r Options) -> Self {
        Writer {
            rulebook,
            form: options.output,
            file: options.file.as_deref(),
        }
    }

    /// Writes the result of a row, as far as it is certain.
    pub(super) fn row(
        &self,
        out: &mut Vec<u8>,
        number: u64,
        id: Option<Id>,
        row: &Evaluation,
        certain: &Provisional,
    ) -> io::Result<()> {
        let mut shown = certain
            .shown(row)
            .map(|cause| &*self.rulebook.causes[cause].id);
        match self.form {
            Form::Jsonl => line(out, &self.data(number, id, row, certain)),
            Form::JsonlColumns => {
                let data = ShortData {
                    id,
                    level: certain.level,
                    verdict: certain.verdict,
                    first_cause: shown.next(),
                    second_cause: shown.next(),
                    open_safety: self.rulebook.question_ids(&certain.open_safety),
                };
                line(out, &data)
            }
            Form::Csv => {
                write_id(out, id);
                write!(out, ",{},{}", certain.level.name(), certain.verdict.name())?;
                for _ in 0..2 {
                    write!(out, ",{}", shown.next().unwrap_or_default())?;
                }
                writeln!(
                    out,
                    ",{},",
                    self.rulebook.question_ids(&certain.open_safety).join(" ")
                )
            }
        }
    }

    fn data<'a>(
        &'a self,
        number: u64,
        id: Option<Id<'a>>,
        row: &Evaluation,
        certain: &Provisional,
    ) -> RowData<'a> {
        let rulebook = self.rulebook;
        let flags = row.red_flags.iter();
        let is_exact = certain.level.is_exact();
        let advice = if is_exact { row.advice() } else { Vec::new() };
        RowData {
            id,
            file: self.file,
            line: number,
            format: FORMAT,
            rules: &rulebook.sha256,
            level: certain.level,
            red_flags: flags.map(|flag| &*rulebook.red_flags[*flag].id).collect(),
            unanswered_safety: self.rulebook.question_ids(&certain.unanswered_safety),
            open_safety: self.rulebook.question_ids(&certain.open_safety),
            verdict: certain.verdict,
            causes: (row.causes.iter())
                .map(|ranked| CauseData {
                    id: &rulebook.causes[ranked.cause].id,
                    strength: if is_exact {
                        ranked.strength
                    } else {
                        Strength::None
                    },
                    score: f64::from(ranked.score) / 1000.0,
                })
                .collect(),
            advice: (advice.iter())
                .map(|given| &*given.advice(rulebook).id)
                .collect(),
        }
    }

    /// Writes what is wrong with a row, and what its good answers come to if that is urgent.
    pub(super) fn bad_row(
        &self,
        out: &mut Vec<u8>,
        number: u64,
        id: Option<Id>,
        faults: &[AnswerFault],
        level: Option<TriageLevel>,
    ) -> io::Result<()> {
        let level = level.map(LevelBound::AtLeast);
        let faults: Vec<FaultData> = (faults.iter())
            .map(|fault| {
                let raw = fault.raw.as_ref();
                FaultData {
                    code: fault.code.name,
                    question: raw.map(|raw| &*raw.question),
                    given: raw.and_then(|raw| raw.value.as_deref().ok()),
                    message: &fault.message,
                    nearest: fault.nearest.as_deref(),
                }
            })
            .collect();
        if self.form != Form::Csv {
            let data = BadRowData {
                id,
                file: self.file,
                line: number,
                level,
                faults,
            };
            return line(out, &data);
        }
        write_id(out, id);
        write!(out, ",{},,,,,", level.map_or("", LevelBound::name))?;
        let faults: Vec<String> = faults.iter().map(FaultData::words).collect();
        let file = self.file.map(|file| format!("{file}, "));
        let file = file.unwrap_or_default();
        write_cell(out, &format!("{file}line {number}: {}", faults.join("; ")));
        out.push(b'\n');
        Ok(())
    }
}

impl FaultData<'_> {
    fn words(&self) -> String {
        let FaultData { code, message, .. } = self;
        match self.question {
            Some(question) => format!("{code}: {question}: {message}"),
            None => format!("{code}: {message}"),
        }
    }
}

fn write_id(out: &mut Vec<u8>, id: Option<Id>) {
    match id {
        Some(Id::Text(text)) => write_cell(out, &text),
        // A number is safe as it is, even below zero.
        Some(Id::Number(number)) => out.extend_from_slice(number.to_string().as_bytes()),
        None => {}
    }
}

fn line(out: &mut Vec<u8>, data: &impl Serialize) -> io::Result<()> {
    let start = out.len();
    serde_json::to_writer(&mut *out, data)?;
    let json = &out[start..];
    // Most rows are plain ASCII, where only this one is left that a terminal must not see.
    if !json.is_ascii() || memchr(b'\x7f', json).is_some() {
        let safe = escaped_json(&String::from_utf8_lossy(json));
        out.truncate(start);
        out.extend_from_slice(safe.as_bytes());
    }
    out.push(b'\n');
    Ok(())
}
