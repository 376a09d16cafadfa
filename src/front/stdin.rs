//! Lines from standard input: one reader for the whole interview, so that no piped line is lost,
//! and one that a signal can interrupt.

use std::io;

use super::EndReason;
use super::by_line::{LONGEST, Line};
use crate::system::{SignalGuard, Wait, read_stdin};

/// What some programs write at the start of a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads standard input line by line.
#[derive(Debug)]
pub(super) struct Stdin<'g> {
    guard: &'g SignalGuard,
    waiting: Vec<u8>,
    has_begun: bool,
    ended: bool,
}

impl<'g> Stdin<'g> {
    pub(super) fn new(guard: &'g SignalGuard) -> Self {
        Stdin {
            guard,
            waiting: Vec::new(),
            has_begun: false,
            ended: false,
        }
    }

    /// The next line; waits for it.
    pub(super) fn next(&mut self) -> io::Result<Line> {
        loop {
            if let Some(signal) = self.guard.leaving() {
                return Ok(Line::End(EndReason::Interrupted(signal)));
            }
            if let Some(line) = self.take_line() {
                return Ok(Line::Text(line));
            }
            if self.ended {
                return Ok(Line::End(EndReason::Left));
            }
            match self.guard.wait(None)? {
                Wait::Ready => self.fill()?,
                Wait::Continued => return Ok(Line::Redraw),
                // The next round sees the signal; lines do not mind another size.
                Wait::Leave(_) | Wait::Resized | Wait::TimedOut => {}
            }
        }
    }

    fn take_line(&mut self) -> Option<String> {
        let end = self.waiting.iter().position(|byte| *byte == b'\n');
        let line: Vec<u8> = match end {
            Some(end) => self.waiting.drain(..=end).collect(),
            None if self.ended && !self.waiting.is_empty() => std::mem::take(&mut self.waiting),
            None => return None,
        };
        let begins = !std::mem::replace(&mut self.has_begun, true);
        let line = (line.strip_prefix(BYTE_ORDER_MARK).filter(|_| begins)).unwrap_or(&line);
        let line = String::from_utf8_lossy(line);
        Some(line.trim_end_matches(['\r', '\n']).to_owned())
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut bytes = [0; 4096];
        let count = read_stdin(&mut bytes)?;
        self.waiting.extend_from_slice(&bytes[..count]);
        if !self.waiting.contains(&b'\n') {
            self.waiting.truncate(LONGEST);
        }
        self.ended = count == 0;
        Ok(())
    }
}
