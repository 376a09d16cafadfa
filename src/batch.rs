//! Many rows of answers at once: one line of results per row, in the same order.
//!
//! The workers form two token rings, one with the input as its token and one with the output: each
//! worker takes a chunk of whole rows, passes the input on, assesses the rows, and writes when the output
//! has come to it. So the order is kept without sorting, and the memory in use depends on the number
//! of workers and never on the size of the input.

mod csv;
mod format;
mod header;
mod lines;
mod provisional;
mod ring;
mod row;
mod tally;
mod write;

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

use crate::answers::merge::AnswerFault;
use crate::assess::Engine;
use crate::quantity::Unit;
use crate::rulebook::Rulebook;
use header::Header;
use lines::{Chunk, Chunks};
use provisional::Provisional;
use ring::{Seat, ring};
use row::Reader;
use write::Writer;

pub use tally::Tally;
pub use write::CSV_HEADER;
#[cfg(test)]
pub(crate) use write::LineData;

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
    pub default_unit: Option<Unit>,
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
    /// No rows can be read from it, and what it looks like.
    #[error("{0}")]
    Unreadable(&'static str),
    /// The first line is neither an object nor a header, and what it looks like.
    #[error("{0}")]
    Unclear(&'static str),
    /// The input could not be read.
    #[error("cannot read rows")]
    Read(#[source] io::Error),
    /// The results could not be written.
    #[error("cannot write results")]
    Write(#[source] io::Error),
}

/// Reads only the beginning of `input`, to know whether [`run`] could begin.
///
/// # Errors
/// When reading fails, or a header does not fit.
pub fn check(rulebook: &Rulebook, input: impl Read, options: &Options) -> Result<(), BatchError> {
    begin(rulebook, input, options).map(|_| ())
}

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
    write: impl FnMut(&[u8], &Tally) -> io::Result<()> + Send + 'static,
) -> Result<(), BatchError> {
    let Some((chunks, header)) = begin(rulebook, input, options)? else {
        return Ok(());
    };
    let seats = options.workers.max(1);
    let (report, reports) = channel();
    let mut workers = Vec::new();
    for (input, output) in ring(chunks, seats).zip(ring(write, seats)) {
        let (rulebook, options, header) = (Arc::clone(rulebook), options.clone(), header.clone());
        let report = report.clone();
        workers.push(thread::spawn(move || {
            let ended = Worker::new(&rulebook, &options, header).work(&input, &output);
            // Nobody listens any more when another one has failed.
            let _ = report.send(ended);
        }));
    }
    drop(report);
    reports.iter().collect::<Result<(), _>>()?;
    for worker in workers {
        if let Err(panic) = worker.join() {
            std::panic::resume_unwind(panic);
        }
    }
    Ok(())
}

/// An input of which the first rows are known, with the header if it is a table.
type Begun<R> = (Chunks<R>, Option<Header>);

/// Reads the beginning of an input. None if there are only blank lines.
fn begin<R: Read>(
    rulebook: &Rulebook,
    input: R,
    options: &Options,
) -> Result<Option<Begun<R>>, BatchError> {
    let mut chunks = Chunks::new(input);
    let mut told = options.input;
    let line = loop {
        let Some(line) = chunks.first_line().map_err(BatchError::Read)? else {
            return Ok(None);
        };
        if told == Some(Input::Jsonl) || !format::is_separator_line(&line) {
            break line;
        }
        told = Some(Input::Csv);
        chunks.skip_line();
    };
    if let Some(what) = format::unreadable(&chunks.rest, &line) {
        return Err(BatchError::Unreadable(what));
    }
    let told = told.map_or_else(|| format::told(rulebook, &line), Ok);
    if told.map_err(BatchError::Unclear)? == Input::Jsonl {
        return Ok(Some((chunks, None)));
    }
    let header = Header::read(rulebook, &line, options.ignore_unknown);
    let header = header.map_err(BatchError::Header)?;
    chunks.skip_line();
    chunks.delimiter = Some(header.delimiter);
    Ok(Some((chunks, Some(header))))
}

/// What it takes to assess chunks, one after the other.
struct Worker<'r> {
    rulebook: &'r Rulebook,
    reader: Reader<'r>,
    engine: Engine<'r>,
    writer: Writer<'r>,
    /// The results of a chunk.
    lines: Vec<u8>,
}

impl<'r> Worker<'r> {
    fn new(rulebook: &'r Rulebook, options: &'r Options, header: Option<Header>) -> Self {
        Worker {
            rulebook,
            reader: Reader::new(rulebook, options, header),
            engine: Engine::new(rulebook),
            writer: Writer::new(rulebook, options),
            lines: Vec::new(),
        }
    }

    /// Does its share until there is no more input, or nobody wants the results.
    fn work<C, W>(mut self, input: &Seat<C>, output: &Seat<W>) -> Result<(), BatchError>
    where
        C: Iterator<Item = io::Result<Chunk>>,
        W: FnMut(&[u8], &Tally) -> io::Result<()>,
    {
        while let Some(mut chunks) = input.receive() {
            let Some(chunk) = chunks.next() else {
                break;
            };
            input.pass(chunks);
            let done = chunk.map_err(BatchError::Read);
            let done = done.and_then(|chunk| self.assess(&chunk).map_err(BatchError::Write));
            let Some(mut write) = output.receive() else {
                break;
            };
            // Not before its turn: what comes before an error is still written.
            let tally = done?;
            write(&self.lines, &tally).map_err(BatchError::Write)?;
            output.pass(write);
        }
        Ok(())
    }

    fn assess(&mut self, chunk: &Chunk) -> io::Result<Tally> {
        let out = &mut self.lines;
        out.clear();
        let mut tally = Tally::new(self.rulebook);
        for (line, bytes) in chunk.rows() {
            let id = self.reader.read(bytes);
            let faults = &self.reader.row.faults;
            let row = self.engine.evaluate(&self.reader.row.answers);
            if faults.is_empty() {
                let certain = Provisional::new(&row);
                tally.count(&row, &certain);
                self.writer.row(out, line, id, &row, &certain)?;
            } else {
                // A fault elsewhere must not hide a danger sign.
                let level = row.level.is_urgent().then_some(row.level);
                tally.count_bad(level);
                self.writer.bad_row(out, line, id, faults, level)?;
            }
        }
        Ok(tally)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    const ROWS: u64 = 10_000;

    /// Enough rows for several chunks.
    fn rows() -> Vec<u8> {
        let row = |id| format!("{{\"id\":{id},\"pee\":\"pale\"}}\n");
        (0..ROWS).flat_map(|id| row(id).into_bytes()).collect()
    }

    /// Puts rows through three workers, and gives back what was written.
    fn results(
        input: impl Read + Send + 'static,
        mut may_write: impl FnMut(u64) -> io::Result<()> + Send + 'static,
    ) -> (Result<(), BatchError>, String) {
        let options = Options {
            input: None,
            output: Form::JsonlColumns,
            ignore_unknown: false,
            default_unit: None,
            file: None,
            workers: 3,
        };
        let (put, written) = channel();
        let ended = run(
            &Arc::new(Rulebook::built_in()),
            input,
            &options,
            move |lines, tally| {
                may_write(tally.rows)?;
                put.send(lines.to_vec()).map_err(io::Error::other)
            },
        );
        let written = written.into_iter().flatten().collect();
        (ended, String::from_utf8(written).unwrap())
    }

    fn ids(results: &str) -> Vec<u64> {
        let ids = results.lines().map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["id"].as_u64().unwrap()
        });
        ids.collect()
    }

    /// Fails when it is read.
    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }
    }

    #[test]
    fn what_comes_before_a_read_error_is_written_first() {
        let (ended, written) = results(Cursor::new(rows()).chain(Broken), |_| Ok(()));
        assert!(matches!(ended, Err(BatchError::Read(_))), "{ended:?}");
        assert_eq!(ids(&written), (0..ROWS).collect::<Vec<_>>());
    }

    /// A pipe may bring the line of the separator by itself.
    #[test]
    fn a_header_is_found_however_its_lines_arrive() {
        let lines = ["\n", "sep=;\n", "\n", "id;pee\n", "7;pale\n"];
        let empty: Box<dyn Read + Send> = Box::new(io::empty());
        let input = lines.iter().fold(empty, |input, line| {
            Box::new(input.chain(Cursor::new(line.as_bytes())))
        });
        let (ended, written) = results(input, |_| Ok(()));
        assert!(ended.is_ok() && written.starts_with(r#"{"id":"7","level":"#));
    }

    #[test]
    fn nothing_is_written_after_a_write_error() {
        let mut left = 2;
        let once = move |_| {
            left -= 1;
            let full = || io::Error::other("full");
            if left == 1 { Ok(()) } else { Err(full()) }
        };
        let (ended, written) = results(Cursor::new(rows()), once);
        assert!(matches!(ended, Err(BatchError::Write(_))), "{ended:?}");
        let ids = ids(&written);
        assert!(
            !ids.is_empty() && (ids.len() as u64) < ROWS,
            "{}",
            ids.len()
        );
        assert!(ids.iter().copied().eq(0..ids.len() as u64));
    }

    #[test]
    #[should_panic(expected = "out of ink")]
    fn a_panic_of_a_worker_is_not_lost() {
        let _ = results(Cursor::new(rows()), |_| panic!("out of ink"));
    }
}
