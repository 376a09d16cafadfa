//! An input cut into chunks of whole lines, so that several threads can work on it.

use std::io::{self, ErrorKind, Read};

use memchr::{memchr, memchr_iter, memrchr};

/// How much is read at once. What there is goes on at once too, so slow input is not held back.
const CHUNK: usize = 64 * 1024;

/// Longest line accepted, in bytes.
pub(super) const MAX_LINE: usize = 64 * 1024;

/// Some whole lines.
#[derive(Debug)]
pub(super) struct Chunk {
    /// The number of the first line, from 1.
    first: u64,
    bytes: Vec<u8>,
}

impl Chunk {
    /// The lines that are not blank, with their numbers.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let ends = memchr_iter(b'\n', &self.bytes).chain([self.bytes.len()]);
        let mut start = 0;
        let lines = ends.map(move |end| {
            let line = &self.bytes[start..end];
            start = end + 1;
            line.strip_suffix(b"\r").unwrap_or(line)
        });
        (self.first..)
            .zip(lines)
            .filter(|(_, line)| !line.trim_ascii_start().is_empty())
    }

    /// Whether it has no other lines than blank ones.
    pub(super) fn is_blank(&self) -> bool {
        self.lines().next().is_none()
    }

    /// Takes the first line that is not blank out, and the blank ones in front of it.
    pub(super) fn take_first_line(&mut self) -> Vec<u8> {
        let Some((number, line)) = self.lines().next() else {
            return Vec::new();
        };
        let line = line.trim_ascii_end().to_vec();
        while self.first <= number {
            let end = memchr(b'\n', &self.bytes);
            let end = end.map_or(self.bytes.len(), |end| end + 1);
            self.bytes.drain(..end);
            self.first += 1;
        }
        line
    }
}

/// Reads an input in chunks.
#[derive(Debug)]
pub(super) struct Chunks<R> {
    input: R,
    /// The number of the next line.
    line: u64,
    /// The beginning of the next line.
    rest: Vec<u8>,
}

impl<R: Read> Chunks<R> {
    pub(super) fn new(input: R) -> Self {
        Chunks {
            input,
            line: 1,
            rest: Vec::new(),
        }
    }

    fn read(&mut self) -> io::Result<Option<Chunk>> {
        loop {
            let mut bytes = std::mem::take(&mut self.rest);
            let start = bytes.len();
            bytes.resize(start + CHUNK, 0);
            let read = loop {
                match self.input.read(&mut bytes[start..]) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    read => break read?,
                }
            };
            bytes.truncate(start + read);
            let last = memrchr(b'\n', &bytes[start..]);
            if let Some(last) = last {
                self.rest = bytes.split_off(start + last + 1);
            } else if read > 0 {
                // One byte more than is accepted is enough to see that it is too much.
                bytes.truncate(MAX_LINE + 1);
                self.rest = bytes;
                continue;
            }
            return Ok((!bytes.is_empty()).then(|| self.number(bytes)));
        }
    }

    fn number(&mut self, mut bytes: Vec<u8>) -> Chunk {
        const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
        if self.line == 1 && bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        let first = self.line;
        self.line += memchr_iter(b'\n', &bytes).count() as u64;
        Chunk { first, bytes }
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

    /// Gives so many bytes at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(into.len());
            self.0.read(&mut into[..most])
        }
    }

    fn lines(text: &str, at_a_time: usize) -> Vec<(u64, usize, String)> {
        let chunks: Vec<Chunk> = Chunks::new(Drip(text.as_bytes(), at_a_time))
            .map(Result::unwrap)
            .collect();
        let lines = chunks.iter().flat_map(Chunk::lines);
        lines
            .map(|(number, line)| {
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
}
