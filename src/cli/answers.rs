//! The answers given on the command line, in a file and in the environment.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use super::failure::Failure;
use super::input;
use crate::answers::codes::BAD_FILE;
use crate::answers::file;
use crate::answers::merge::{AnswerFault, Merged, Origin, RawAnswer, merge_answers};
use crate::quantity::Unit;
use crate::rulebook::Rulebook;
use crate::text::{clipped, escaped};

/// What starts the name of an environment variable with an answer.
const VARIABLE: &str = "SORELEG_ANSWER_";

#[derive(Debug, Args)]
pub(super) struct AnswerArguments {
    /// Answer a question; `not_sure` is always allowed, several ticks go with commas
    #[arg(short = 'a', long = "answer", value_name = "QUESTION=VALUE")]
    answer: Vec<String>,
    /// Take answers from a YAML or JSON file, or a saved result; `-` reads standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    answers: Option<PathBuf>,
    /// The unit of a distance that is given without one
    #[arg(long, value_name = "UNIT")]
    pub(super) units: Option<DistanceUnit>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum DistanceUnit {
    /// Kilometres
    Km,
    /// Miles
    Mi,
}

impl From<DistanceUnit> for Unit {
    fn from(unit: DistanceUnit) -> Self {
        match unit {
            DistanceUnit::Km => Unit::Km,
            DistanceUnit::Mi => Unit::Mile,
        }
    }
}

impl AnswerArguments {
    /// Merges all answers: a flag counts before the file, and the file before the environment.
    pub(super) fn gather(&self, rulebook: &Rulebook) -> Result<Merged, Failure> {
        let mut written: Vec<RawAnswer> = self.answer.iter().map(|flag| from_flag(flag)).collect();
        let mut file_fault = None;
        let mut other_rules = false;
        match self.file()?.map(|text| file::read(&text)) {
            Some(Ok(file)) => {
                written.extend(file.answers);
                other_rules = file.rules.is_some_and(|rules| *rulebook.sha256 != *rules);
            }
            Some(Err(message)) => file_fault = Some(self.bad_file(&message)),
            None => {}
        }
        written.extend(from_environment());
        let mut merged = merge_answers(rulebook, written, self.units.map(Unit::from));
        merged.faults.extend(file_fault);
        merged.other_rules = other_rules;
        Ok(merged)
    }

    fn bad_file(&self, message: &str) -> AnswerFault {
        let name = self.answers.as_deref().unwrap_or(Path::new("-"));
        let name = escaped(&name.to_string_lossy());
        AnswerFault {
            code: BAD_FILE,
            written: Some(RawAnswer {
                origin: Origin::File,
                question: String::new(),
                value: None,
            }),
            message: format!("answers file `{name}`: {}", clipped(&escaped(message))),
            question: None,
            nearest: None,
        }
    }

    /// Whether something waits on standard input that was not asked for.
    pub(super) fn overlook_stdin(&self) -> bool {
        self.answers.is_none() && input::waits_on_stdin()
    }

    fn file(&self) -> Result<Option<String>, Failure> {
        let Some(path) = &self.answers else {
            return Ok(None);
        };
        let bytes = input::read(path).map_err(|error| Failure::cannot_read(path, &error))?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// The parts of `QUESTION=VALUE`.
pub(super) fn from_flag(flag: &str) -> RawAnswer {
    let (question, value) = match flag.split_once('=') {
        Some((question, value)) => (question, Some(value.to_owned())),
        None => (flag, None),
    };
    RawAnswer {
        origin: Origin::Flag,
        question: question.trim().to_owned(),
        value,
    }
}

/// An empty variable is as good as none: that is how a shell unsets one for a single command.
fn from_environment() -> Vec<RawAnswer> {
    let mut written: Vec<RawAnswer> = std::env::vars_os()
        .filter_map(|(name, value)| {
            let question = name.to_str()?.strip_prefix(VARIABLE)?.to_lowercase();
            let value = value.to_string_lossy().into_owned();
            (!value.is_empty()).then_some(RawAnswer {
                origin: Origin::Environment,
                question,
                value: Some(value),
            })
        })
        .collect();
    written.sort_by(|left, right| left.question.cmp(&right.question));
    written
}
