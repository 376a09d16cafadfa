//! Many rows of answers at once: one line of results per row, in the same order.
//!
//! The input is cut into chunks of whole rows. They are dealt out to the workers in turn and
//! collected in turn, so the order is kept without sorting; the queues are short, so the memory in
//! use depends on the number of workers and never on the size of the input.

mod certain;
mod csv;
mod entries;
mod lines;
mod row;
mod tally;
mod write;

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::assess::screen::Screen;
use crate::gather::AnswerFault;
use crate::quantity::Unit;
use crate::rulebook::Rulebook;
use certain::Certain;
use lines::{Chunk, Chunks};
use row::{Header, Reader};
use write::{Place, Writer};

pub use tally::Tally;
pub use write::CSV_HEADER;
#[cfg(test)]
pub(crate) use write::LineData;

/// How many chunks may wait at each end of a worker.
const QUEUE: usize = 2;

/// What a batch reads and writes.
#[derive(Debug, Clone)]
pub struct Options {
    /// How the rows are written; otherwise the first of them tells.
    pub input: Option<Input>,
    /// How the results are written.
    pub output: Form,
    /// Whether fields and columns that are no questions are passed over.
    pub ignore_unknown: bool,
    /// The unit of a distance without one.
    pub bare: Option<Unit>,
    /// The name to give with the number of a line, if there are several files.
    pub file: Option<String>,
    /// How many threads assess rows.
    pub workers: usize,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// One JSON object per line.
    Jsonl,
    /// Rows of cells under a header of question ids.
    Csv,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The whole result, one JSON object per line.
    Jsonl,
    /// The short result, one JSON object per line.
    JsonlColumns,
    /// The short result as a table; see [`CSV_HEADER`].
    Csv,
}

/// Why a batch ended early.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The header names columns that are no questions.
    #[error("the header does not fit the questions")]
    Header(Vec<AnswerFault>),
    /// The first line is neither an object nor a header.
    #[error("cannot tell how the rows are written")]
    Unclear,
    /// The input could not be read.
    #[error("cannot read rows")]
    Read(#[source] io::Error),
    /// The results could not be written.
    #[error("cannot write results")]
    Write(#[source] io::Error),
}

/// What a worker made of a chunk.
type Done = Result<(Vec<u8>, Tally), BatchError>;

/// Assesses every row of `input`. `write` takes some whole lines of results at a time, in the order
/// of the rows, with what they add to the tally.
///
/// When it ends early, a thread may still wait for input and ends with it.
///
/// # Errors
/// When reading or writing fails, or a header does not fit. A bad row is no error: what is wrong
/// with it is written in its place.
///
/// # Panics
/// When a worker did.
pub fn run(
    rulebook: &Arc<Rulebook>,
    input: impl Read + Send + 'static,
    options: &Options,
    mut write: impl FnMut(&[u8], &Tally) -> io::Result<()>,
) -> Result<(), BatchError> {
    let mut chunks = Chunks::new(input);
    // A chunk of blank lines tells nothing.
    let blank = |chunk: &io::Result<Chunk>| matches!(chunk, Ok(chunk) if chunk.is_blank());
    let Some(first) = chunks.find(|chunk| !blank(chunk)) else {
        return Ok(());
    };
    let mut first = first.map_err(BatchError::Read)?;
    let told = options.input.or_else(|| Input::of(rulebook, &first));
    let header = match told.ok_or(BatchError::Unclear)? {
        Input::Jsonl => None,
        Input::Csv => {
            let line = first.take_first_line();
            Some(
                Header::read(rulebook, &line, options.ignore_unknown)
                    .map_err(BatchError::Header)?,
            )
        }
    };
    let delimiter = header.as_ref().map(|header| header.delimiter);
    chunks.again(first, delimiter);
    let mut workers = Vec::new();
    let mut inputs = Vec::new();
    for _ in 0..options.workers.max(1) {
        let (give, take) = sync_channel(QUEUE);
        let (put, results) = sync_channel(QUEUE);
        let (rulebook, options, header) = (Arc::clone(rulebook), options.clone(), header.clone());
        let worker = thread::spawn(move || work(&rulebook, &options, header, &take, &put));
        inputs.push(give);
        workers.push((worker, results));
    }
    thread::spawn(move || deal(chunks, &inputs));
    collect(workers, &mut write)
}

impl Input {
    /// How rows are written that begin like this, if that is clear.
    fn of(rulebook: &Rulebook, chunk: &Chunk) -> Option<Self> {
        let (_, line) = chunk.rows().next()?;
        match line.trim_ascii_start().first()? {
            b'{' => Some(Input::Jsonl),
            // The beginning of a list of objects.
            b'[' => None,
            _ => row::is_header(rulebook, line).then_some(Input::Csv),
        }
    }
}

/// Deals chunks out in turn, until there are no more or nobody wants them.
fn deal(
    chunks: impl Iterator<Item = io::Result<Chunk>>,
    workers: &[SyncSender<io::Result<Chunk>>],
) {
    for (chunk, worker) in chunks.zip(workers.iter().cycle()) {
        let failed = chunk.is_err();
        if worker.send(chunk).is_err() || failed {
            return;
        }
    }
}

/// Collects results in turn.
fn collect(
    workers: Vec<(JoinHandle<()>, Receiver<Done>)>,
    write: &mut impl FnMut(&[u8], &Tally) -> io::Result<()>,
) -> Result<(), BatchError> {
    let results = workers.iter().map(|(_, results)| results).cycle();
    for done in results.map_while(|results| results.recv().ok()) {
        let (lines, tally) = done?;
        write(&lines, &tally).map_err(BatchError::Write)?;
    }
    for (worker, results) in workers {
        drop(results);
        if let Err(panic) = worker.join() {
            std::panic::resume_unwind(panic);
        }
    }
    Ok(())
}

/// Assesses the rows of chunks, until there are no more or nobody wants the results.
fn work(
    rulebook: &Rulebook,
    options: &Options,
    header: Option<Header>,
    chunks: &Receiver<io::Result<Chunk>>,
    results: &SyncSender<Done>,
) {
    let mut screen = Screen::new(rulebook);
    let mut reader = Reader::new(rulebook, options, header);
    let writer = Writer::new(rulebook, options);
    for chunk in chunks {
        let done = chunk.map_err(BatchError::Read).and_then(|chunk| {
            let mut out = Vec::new();
            let mut tally = Tally::new(rulebook);
            for (line, bytes) in chunk.rows() {
                let file = options.file.as_deref();
                let place = Place { file, line };
                match reader.read(bytes) {
                    Ok(id) => {
                        let row = screen.assess(&reader.answers);
                        let certain = Certain::new(&row);
                        let written = writer.row(&mut out, place, id, &row, &certain);
                        written.map_err(BatchError::Write)?;
                        tally.count(&row, &certain);
                    }
                    Err(row) => {
                        let written = writer.bad_row(&mut out, place, row);
                        written.map_err(BatchError::Write)?;
                        tally.count_bad();
                    }
                }
            }
            Ok((out, tally))
        });
        if results.send(done).is_err() {
            return;
        }
    }
}
