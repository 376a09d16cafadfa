//! The answers given on the command line, in a file and in the environment.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};

use super::failure::Failure;
use super::input;
use crate::answers::codes::BAD_FILE;
use crate::answers::file::{self, AnswersFile};
use crate::answers::merge::{
    AnswerFault, AnswerSource, Merged, NOTHING_GIVEN, RawAnswer, merge_answers,
};
use crate::quantity::Unit;
use crate::rulebook::Rulebook;
use crate::system;
use crate::text::{clipped, escaped};
use crate::yaml;

/// What starts the name of an environment variable with an answer.
const VARIABLE: &str = "SORELEG_ANSWER_";

#[derive(Debug, Args)]
pub(super) struct AnswerArguments {
    /// Answer a question; `not_sure` is always allowed, several ticks go with commas
    #[arg(short = 'a', long = "answer", value_name = "QUESTION=VALUE")]
    answer: Vec<String>,
    /// Take answers from a YAML or JSON file, or a saved result; `-` reads standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) answers: Option<PathBuf>,
    /// The unit of a distance that is given without one
    #[arg(long, value_name = "UNIT", alias = "unit")]
    pub(super) units: Option<Unit>,
}

/// The units of a distance, as an argument.
impl ValueEnum for Unit {
    fn value_variants<'a>() -> &'a [Self] {
        &Unit::OF_DISTANCE
    }
    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Unit::Km => "Kilometres",
            Unit::Mile => "Miles",
            _ => return None,
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

impl AnswerArguments {
    /// Merges all answers: a flag counts before the file, and the file before the environment.
    pub(super) fn merge(&self, rulebook: &Rulebook) -> Result<Merged, Failure> {
        let mut raws: Vec<RawAnswer> = self.answer.iter().map(|flag| from_flag(flag)).collect();
        let file = self.file()?;
        let bad_file = file.as_ref().err().cloned();
        let file = file.unwrap_or_default();
        raws.extend(file.answers);
        raws.extend(from_environment());
        let mut merged = merge_answers(rulebook, raws, self.units);
        merged.faults.extend(bad_file);
        merged.other_rules = file.rules.is_some_and(|rules| *rulebook.sha256 != *rules);
        Ok(merged)
    }

    /// What is in the file of answers, or what is wrong with it.
    fn file(&self) -> Result<Result<AnswersFile, AnswerFault>, Failure> {
        let Some(path) = &self.answers else {
            return Ok(Ok(AnswersFile::default()));
        };
        let bytes = input::read(path).map_err(|error| Failure::cannot_read(path, &error))?;
        let text = yaml::decode(&bytes).map_err(|fault| {
            let help = fault.help.unwrap_or_default();
            format!("{}; {help}", fault.message)
        });
        Ok(text.and_then(file::read).map_err(|message| {
            let (name, message) = (escaped(&path.to_string_lossy()), escaped(&message));
            let message = format!("answers file `{name}`: {}", clipped(&message));
            AnswerFault::new(BAD_FILE, message)
        }))
    }

    /// Whether something waits on standard input that was not asked for.
    pub(super) fn overlook_stdin(&self) -> bool {
        self.answers.is_none() && system::waits_on_stdin()
    }
}

/// The parts of `QUESTION=VALUE`.
pub(super) fn from_flag(flag: &str) -> RawAnswer {
    let (question, value) = match flag.split_once('=') {
        Some((question, value)) => (question, Ok(value.to_owned())),
        None => (flag, Err(NOTHING_GIVEN)),
    };
    RawAnswer {
        source: AnswerSource::Flag,
        question: question.trim().to_owned(),
        value,
    }
}

/// An empty variable is as good as none: that is how a shell unsets one for a single command.
fn from_environment() -> Vec<RawAnswer> {
    let mut raws: Vec<RawAnswer> = std::env::vars_os()
        .filter_map(|(name, value)| {
            let question = name.to_str()?.strip_prefix(VARIABLE)?.to_lowercase();
            let value = value.to_string_lossy().into_owned();
            (!value.is_empty()).then_some(RawAnswer {
                source: AnswerSource::Environment,
                question,
                value: Ok(value),
            })
        })
        .collect();
    raws.sort_by(|left, right| left.question.cmp(&right.question));
    raws
}
