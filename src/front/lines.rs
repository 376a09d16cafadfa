//! Lines from standard input: one reader for the whole interview, so that no piped line is lost,
//! and one that a signal can interrupt.

use std::io;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::signals::Watch;

/// A line longer than this is no answer; the rest of it is not kept in memory.
const LONGEST: usize = 1024;

/// What came instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, without its end.
    Text(String),
    /// The input ended.
    End,
    /// A signal asks to leave.
    Interrupted(u8),
}

/// Reads standard input line by line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    waiting: Vec<u8>,
    ended: bool,
}

impl Lines {
    /// The next line; waits for it.
    pub(super) fn next(&mut self, watch: &Watch) -> io::Result<Line> {
        loop {
            if let Some(signal) = watch.leaving() {
                return Ok(Line::Interrupted(signal));
            }
            if let Some(line) = self.take_line() {
                return Ok(Line::Text(line));
            }
            if self.ended {
                return Ok(Line::End);
            }
            match self.fill(watch) {
                Ok(()) => {}
                // Either a signal that the next round sees, or a resize, which lines do not mind.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => watch.forget_resize(),
                Err(error) => return Err(error),
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
        let line = String::from_utf8_lossy(&line);
        Some(line.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Waits with `poll`, since a plain read goes on waiting after a signal.
    fn fill(&mut self, watch: &Watch) -> io::Result<()> {
        // Not the buffered reader of the standard library: `poll` cannot see into its buffer.
        let stdin = io::stdin();
        let mut input = [PollFd::new(&stdin, PollFlags::IN)];
        poll(&mut input, None)?;
        // Ctrl-C also throws away what was typed, and its signal may still be on its way: so look
        // again right before a read that would then wait for ever.
        if watch.leaving().is_some() || poll(&mut input, Some(&Timespec::default()))? == 0 {
            return Ok(());
        }
        let mut bytes = [0; 4096];
        let count = match rustix::io::read(&stdin, &mut bytes) {
            // How a terminal that was closed says so.
            Err(Errno::IO) => 0,
            other => other?,
        };
        self.waiting.extend_from_slice(&bytes[..count]);
        if !self.waiting.contains(&b'\n') {
            self.waiting.truncate(LONGEST);
        }
        self.ended = count == 0;
        Ok(())
    }
}
