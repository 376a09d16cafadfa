//! `soreleg batch`: many rows of answers in, one line of results per row out.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum, ValueHint};

use super::exit::Exit;
use super::failure::Failure;
use super::input;
use super::output;
use super::rule_file::RulesArgument;
use crate::answers::codes::{NO_QUESTION, UNKNOWN_QUESTION};
use crate::answers::merge::AnswerFault;
use crate::batch;
use crate::batch::{BatchError, CSV_HEADER, Form, Input, Options, Tally};
use crate::quantity::Unit;
use crate::rulebook::Rulebook;
use crate::system;
use crate::text::{Shown, counted, escaped};

const EXAMPLES: &str = "\
Examples:
  soreleg batch runners.csv > results.jsonl
  soreleg batch --columns --format csv runners.csv > results.csv
  zcat r.gz | soreleg batch | grep -E 'level\":\"[a-z_]*(same_day|emergency)'

A row is a line with a JSON object, such as {\"id\": 7, \"pee\": \"pale\", \"emergency\": [\"cold_leg\"]}, or \
cells under a header of question ids. The field `id` is carried through; `null` and an empty cell are no \
answer. Where the open questions of `open_safety` could raise the level, it is `at_least_time_off` or the \
like, or `unknown` if nothing is certain. That is no all-clear: no cause is named and no advice given. \
A bad row gets a line with its number and `faults`, and the rest goes on. It has a level only where \
its good answers are urgent already.

Exit codes: 0 done, 1 reading or writing failed, 2 wrong usage, or a bad row with --strict, 4 rule \
file faulty.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct BatchArguments {
    /// Files with rows; `-` or none reads standard input
    #[arg(value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// How rows are written, if neither the end of the file name nor the first line tells
    #[arg(long, value_enum)]
    input_format: Option<Format>,
    /// How results are written; csv has the short form
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Give the short form: id, level, verdict, first and second cause, open safety questions
    #[arg(long)]
    columns: bool,
    /// Pass over columns and fields that are no questions; a misspelt one is passed over too
    #[arg(long)]
    ignore_unknown: bool,
    /// End with exit code 2 if a row was bad
    #[arg(long)]
    strict: bool,
    /// How many rows to assess at once; otherwise one per processor core
    #[arg(short, long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// The unit of a distance that is given without one
    #[arg(long, value_name = "UNIT")]
    units: Option<Unit>,
    #[command(flatten)]
    rules: RulesArgument,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object per line
    Jsonl,
    /// Comma-separated values, one row per line
    Csv,
}

pub(super) fn run(arguments: &BatchArguments) -> Result<Exit, Failure> {
    input::stdin_once(arguments.files.iter().chain(&arguments.rules.path()))?;
    let rulebook = Arc::new(arguments.rules.rulebook()?);
    for path in arguments.files.iter().filter(|path| !is_stdin(path)) {
        // A pipe is left alone: what writes to it would not survive a reader that goes away.
        if path.is_file() || !path.exists() {
            batch::check(&rulebook, open(path)?, &arguments.options(path))
                .map_err(|error| failure(path, &error))?;
        }
    }
    let header = match arguments.format {
        Format::Csv => CSV_HEADER,
        Format::Jsonl => "",
    };
    let counter = Arc::new(Mutex::new(Counter::new(&rulebook, header)));
    end_on_a_whole_line(&counter)?;
    let ended = arguments.run(&rulebook, &counter);
    let counter = lock(&counter);
    counter.clear_progress();
    if ended? {
        output::say(&Shown::lines(&counter.tally.summary(&rulebook)));
    }
    Ok(if arguments.strict && counter.tally.bad > 0 {
        Exit::BadAnswers
    } else {
        Exit::Done
    })
}

impl BatchArguments {
    /// Puts every file through; tells whether the results were wanted to the end.
    fn run(
        &self,
        rulebook: &Arc<Rulebook>,
        counter: &Arc<Mutex<Counter>>,
    ) -> Result<bool, Failure> {
        for path in &self.files {
            let input = open(path)?;
            let results = Arc::clone(counter);
            let ended = batch::run(rulebook, input, &self.options(path), move |lines, tally| {
                lock(&results).write(lines, tally)
            });
            // A table has its header even without rows.
            let nothing = || lock(counter).write(&[], &Tally::new(rulebook));
            match ended.and_then(|()| nothing().map_err(BatchError::Write)) {
                Err(BatchError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => {
                    return Ok(false);
                }
                ended => ended.map_err(|error| failure(path, &error))?,
            }
        }
        Ok(true)
    }

    fn options(&self, path: &Path) -> Options {
        Options {
            input: self.input(path),
            output: match (self.format, self.columns) {
                (Format::Csv, _) => Form::Csv,
                (Format::Jsonl, true) => Form::JsonlColumns,
                (Format::Jsonl, false) => Form::Jsonl,
            },
            ignore_unknown: self.ignore_unknown,
            default_unit: self.units,
            file: (self.files.len() > 1).then(|| escaped(&path.to_string_lossy())),
            workers: self.jobs.map_or_else(system::cores, usize::from),
        }
    }

    fn input(&self, path: &Path) -> Option<Input> {
        let by_ending = || Format::from_str(path.extension()?.to_str()?, true).ok();
        Some(match self.input_format.or_else(by_ending)? {
            Format::Csv => Input::Csv,
            Format::Jsonl => Input::Jsonl,
        })
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Opens rows. Unlike other input they may come from a named pipe, as `<(zcat …)` makes one, and have
/// any size: they are read line by line, and a line has a limit of its own.
fn open(path: &Path) -> Result<Box<dyn Read + Send>, Failure> {
    if !is_stdin(path) {
        let file = File::open(path).map_err(|error| failure(path, &BatchError::Read(error)))?;
        return Ok(Box::new(file));
    }
    if io::stdin().is_terminal() {
        output::tell("Reading rows from the terminal; Ctrl-D ends them.");
    }
    Ok(Box::new(io::stdin()))
}

fn failure(path: &Path, error: &BatchError) -> Failure {
    let name = path.display();
    match error {
        BatchError::Write(error) => Failure::io("cannot write results", error),
        BatchError::Read(error) => Failure::cannot_read(path, error),
        BatchError::Unreadable(what) => {
            let message = format!("no rows can be read from `{name}`: {what}");
            Failure::new(Exit::BadAnswers, message)
        }
        BatchError::Unclear(what) => {
            let message = format!("cannot tell how the rows of `{name}` are written: {what}");
            Failure::new(Exit::BadAnswers, message)
                .hint("`--input-format csv` or `--input-format jsonl` tells")
        }
        BatchError::Header(faults) => {
            let columns = faults.iter().map(|fault| bad_column(path, fault));
            let failure = Failure::all(Exit::BadAnswers, columns);
            let is = |code| faults.iter().any(|fault| fault.code == code);
            // Where no column is a question, that would leave nothing.
            if is(NO_QUESTION) || !is(UNKNOWN_QUESTION) {
                return failure;
            }
            failure.hint("`--ignore-unknown` passes over columns that are no questions")
        }
    }
}

fn bad_column(path: &Path, fault: &AnswerFault) -> Failure {
    let column = fault.raw.as_ref();
    let column = column.map_or(String::new(), |raw| format!(", `{}`", raw.question));
    let (name, message) = (path.display(), &fault.message);
    let message = format!("header of `{name}`{column}: {message}");
    Failure::new(Exit::BadAnswers, message).did_you_mean(fault.nearest.as_deref())
}

/// Writes results and counts them.
#[derive(Debug)]
struct Counter {
    /// What is still to write before the first results.
    header: &'static str,
    tally: Tally,
    /// When progress was last shown, if it is shown at all.
    shown: Option<Instant>,
}

impl Counter {
    fn new(rulebook: &Rulebook, header: &'static str) -> Self {
        // Where results are seen, they are progress enough.
        let wanted =
            io::stderr().is_terminal() && !io::stdout().is_terminal() && !system::is_dumb();
        Counter {
            header,
            tally: Tally::new(rulebook),
            shown: wanted.then(Instant::now),
        }
    }

    fn write(&mut self, lines: &[u8], tally: &Tally) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(std::mem::take(&mut self.header).as_bytes())?;
        stdout.write_all(lines)?;
        stdout.flush()?;
        self.tally.add(tally);
        self.show_progress();
        Ok(())
    }

    fn show_progress(&mut self) {
        const PAUSE: Duration = Duration::from_millis(200);
        if let Some(shown) = &mut self.shown
            && shown.elapsed() >= PAUSE
        {
            *shown = Instant::now();
            let Tally { rows, bad, .. } = self.tally;
            let _ = write!(io::stderr(), "\r{rows} rows, {bad} of them bad");
        }
    }

    fn clear_progress(&self) {
        if self.shown.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

fn lock(counter: &Mutex<Counter>) -> std::sync::MutexGuard<'_, Counter> {
    counter.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On a signal to end, waits until the results at hand are written, so that the last line is whole.
/// A second signal ends at once.
fn end_on_a_whole_line(counter: &Arc<Mutex<Counter>>) -> Result<(), Failure> {
    let counter = Arc::clone(counter);
    system::on_end(move |signal| {
        let counter = lock(&counter);
        counter.clear_progress();
        let rows = counted(counter.tally.rows, "row");
        output::tell(format!("ended after {rows}"));
        std::process::exit(i32::from(Exit::Interrupted(signal).code()));
    })
    .map_err(|error| Failure::io("cannot listen for signals", &error))
}
