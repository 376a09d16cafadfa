//! An input cut into chunks of whole rows, so that several threads can work on it.

use std::io::{self, ErrorKind, Read};
use std::iter;

use memchr::{memchr, memchr_iter, memrchr};

use super::csv;

/// How much is read at once. What there is goes on at once too, so slow input is not held back.
const CHUNK: usize = 64 * 1024;

/// Longest row accepted, in bytes.
pub(super) const MAX_LINE: usize = 64 * 1024;

/// Some whole rows.
#[derive(Debug)]
pub(super) struct Chunk {
    /// The number of the first line, from 1.
    first: u64,
    bytes: Vec<u8>,
    delimiter: Option<u8>,
}

impl Chunk {
    /// The rows that are not blank, with the numbers of their first lines.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut line = self.first;
        let mut rest = &self.bytes[..];
        let rows = iter::from_fn(move || {
            let number = line;
            let line_end = memchr(b'\n', rest)?;
            let row_end = self.delimiter.and_then(|between| row_end(rest, between));
            let end = row_end.unwrap_or(line_end);
            let row = &rest[..end];
            rest = &rest[end + 1..];
            line += 1;
            if end > line_end {
                line += memchr_iter(b'\n', row).count() as u64;
            }
            Some((number, row.strip_suffix(b"\r").unwrap_or(row)))
        });
        // A spreadsheet writes an empty row as cells with nothing in them.
        let blank = |byte: &u8| byte.is_ascii_whitespace() || Some(*byte) == self.delimiter;
        rows.filter(move |(_, row)| !row.iter().all(blank))
    }
}

fn row_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    csv::row_end(bytes, delimiter, MAX_LINE)
}

/// Reads an input in chunks.
#[derive(Debug)]
pub(super) struct Chunks<R> {
    input: R,
    /// The number of the next line.
    line: u64,
    /// What was read and is not given out yet.
    pub(super) rest: Vec<u8>,
    /// What stands between cells, if that is what rows are made of.
    pub(super) delimiter: Option<u8>,
}

impl<R: Read> Chunks<R> {
    pub(super) fn new(input: R) -> Self {
        Chunks {
            input,
            line: 1,
            rest: Vec::new(),
            delimiter: None,
        }
    }

    /// The first line that is not blank, which is still to come. None at the end.
    pub(super) fn first_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        while let Some(chunk) = self.read()? {
            let line = chunk.rows().next().map(|(_, line)| line.to_vec());
            if line.is_some() {
                self.line = chunk.first;
                self.rest.splice(..0, chunk.bytes);
                return Ok(line);
            }
        }
        Ok(None)
    }

    /// Passes over that line.
    pub(super) fn skip_line(&mut self) {
        let mut is_blank = true;
        while let Some(end) = memchr(b'\n', &self.rest).filter(|_| is_blank) {
            is_blank = self.rest[..end].trim_ascii().is_empty();
            self.rest.drain(..=end);
            self.line += 1;
        }
    }

    fn read(&mut self) -> io::Result<Option<Chunk>> {
        loop {
            let whole = self.whole_rows();
            if whole > 0 {
                let rest = self.rest.split_off(whole);
                return Ok(Some(self.give(rest)));
            }
            // One byte more than is accepted is enough to see that it is too much.
            self.rest.truncate(MAX_LINE + 1);
            let known = self.rest.len();
            self.rest.resize(known + CHUNK, 0);
            let read = loop {
                match self.input.read(&mut self.rest[known..]) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    read => break read,
                }
            };
            self.rest.truncate(known + read.as_ref().unwrap_or(&0));
            if read? == 0 {
                if self.rest.last().is_some_and(|last| *last != b'\n') {
                    self.rest.push(b'\n');
                }
                return Ok((!self.rest.is_empty()).then(|| self.give(Vec::new())));
            }
        }
    }

    /// How many bytes of the rest are whole rows.
    fn whole_rows(&self) -> usize {
        let quoted = |_: &u8| memchr(b'"', &self.rest).is_some();
        let Some(delimiter) = self.delimiter.filter(quoted) else {
            return memrchr(b'\n', &self.rest).map_or(0, |last| last + 1);
        };
        let mut whole = 0;
        while let Some(end) = row_end(&self.rest[whole..], delimiter) {
            whole += end + 1;
        }
        whole
    }

    /// Gives out what is there, up to the new rest.
    fn give(&mut self, rest: Vec<u8>) -> Chunk {
        const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
        let mut bytes = std::mem::replace(&mut self.rest, rest);
        if self.line == 1 && bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        let first = self.line;
        self.line += memchr_iter(b'\n', &bytes).count() as u64;
        Chunk {
            first,
            bytes,
            delimiter: self.delimiter,
        }
    }
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = io::Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a number of bytes at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(into.len());
            self.0.read(&mut into[..most])
        }
    }

    fn lines(text: &str, at_a_time: usize) -> Vec<(u64, usize, String)> {
        rows(text, at_a_time, None)
    }

    fn rows(text: &str, at_a_time: usize, delimiter: Option<u8>) -> Vec<(u64, usize, String)> {
        let mut chunks = Chunks::new(Drip(text.as_bytes(), at_a_time));
        chunks.delimiter = delimiter;
        let chunks: Vec<Chunk> = chunks.map(Result::unwrap).collect();
        let rows = chunks.iter().flat_map(Chunk::rows);
        rows.map(|(number, line)| {
            let start = String::from_utf8_lossy(&line[..line.len().min(3)]);
            (number, line.len(), start.into_owned())
        })
        .collect()
    }

    #[test]
    fn lines_are_whole_however_they_arrive() {
        let text = "\u{feff}one\r\n\n  \nfour\nfive";
        let expected = [
            (1, 3, "one".to_owned()),
            (4, 4, "fou".to_owned()),
            (5, 4, "fiv".to_owned()),
        ];
        for at_a_time in [1, 2, 3, 4, 5, 100] {
            let read = lines(text, at_a_time);
            // A mark that arrives in pieces is still no part of the line.
            assert_eq!(read, expected, "{at_a_time} at a time");
        }
    }

    #[test]
    fn a_line_that_never_ends_takes_no_memory() {
        let text = format!("short\n{}\nlast", "x".repeat(MAX_LINE * 5));
        for at_a_time in [1000, CHUNK] {
            let read = lines(&text, at_a_time);
            assert_eq!(read.len(), 3);
            assert_eq!(read[0], (1, 5, "sho".to_owned()));
            assert!(read[1].1 > MAX_LINE && read[1].1 <= MAX_LINE + CHUNK);
            assert_eq!(read[2], (3, 4, "las".to_owned()));
        }
    }

    #[test]
    fn a_row_is_whole_however_it_arrives() {
        let long = "x\n".repeat(MAX_LINE);
        let text = format!("\"a\nb\",c\nd\n\"e\n{long}\"f\n\n\"\",g\"\n");
        let first = [
            (1, 7, "\"a\n".to_owned()),
            (3, 1, "d".to_owned()),
            (4, 2, "\"e".to_owned()),
            (5, 1, "x".to_owned()),
        ];
        let line = 4 + MAX_LINE as u64;
        let last = [(line, 1, "x".to_owned()), (line + 1, 9, "\"f\n".to_owned())];
        for at_a_time in [1000, CHUNK] {
            let rows = rows(&text, at_a_time, Some(b','));
            assert_eq!(rows[..4], first, "{at_a_time} at a time");
            assert_eq!(rows[rows.len() - 2..], last, "{at_a_time} at a time");
            assert_eq!(rows.len(), MAX_LINE + 4);
        }
        let short = "\"a\nb\",c\nd\n\"e\nf";
        for at_a_time in [1, 2, 3] {
            let rows = rows(short, at_a_time, Some(b','));
            assert_eq!(rows[..3], first[..3], "{at_a_time} at a time");
            assert_eq!(rows[3..], [(5, 1, "f".to_owned())]);
        }
    }

    #[test]
    fn every_short_table_is_cut_alike_however_it_arrives() {
        const ALPHABET: &[u8] = b"\",\na";
        for number in 0..ALPHABET.len().pow(6) {
            let place = |digit| number / ALPHABET.len().pow(digit) % ALPHABET.len();
            let text: String = (0..6).map(|digit| ALPHABET[place(digit)] as char).collect();
            let expected = rows(&text, 100, Some(b','));
            for at_a_time in [1, 2] {
                assert_eq!(rows(&text, at_a_time, Some(b',')), expected, "{text:?}");
            }
        }
    }
}
