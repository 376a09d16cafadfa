//! Keys of a terminal, out of the bytes that it sends (ECMA-48 control sequences, bracketed paste).

use std::io;
use std::time::Duration;

use console::Key;

use super::{RawMode, SignalGuard, Wait, discard_input, read_stdin};

/// How long the rest of a key may be on its way. Esc alone is told from the start of an arrow key by
/// nothing else.
const PATIENCE: Duration = Duration::from_millis(50);

const ESCAPE: u8 = 0x1b;

/// No key has as many bytes.
const LONGEST: usize = 32;

/// What came from the keyboard, or instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    Key(Key),
    /// Text that was pasted, letter by letter.
    Pasted(char),
    /// The window has another size, or others wrote on the screen.
    Redraw,
    /// The terminal is gone, or this signal asks to leave.
    End(Option<u8>),
}

/// The keyboard, key by key, until dropped. What was typed before does not count.
#[derive(Debug)]
pub(crate) struct Keyboard<'g> {
    guard: &'g SignalGuard,
    _raw: RawMode<'g>,
    bytes: Vec<u8>,
    is_pasting: bool,
}

impl<'g> Keyboard<'g> {
    pub(crate) fn begin(guard: &'g SignalGuard) -> io::Result<Self> {
        Ok(Keyboard {
            guard,
            _raw: RawMode::begin(guard)?,
            bytes: Vec::new(),
            is_pasting: false,
        })
    }

    /// Waits for what comes next.
    pub(crate) fn next(&mut self) -> io::Result<Input> {
        loop {
            let key = self.take();
            match key {
                Some(Key::UnknownEscSeq(paste)) if paste == ['2', '0', '0'] => {
                    self.is_pasting = true;
                }
                Some(Key::UnknownEscSeq(paste)) if paste == ['2', '0', '1'] => {
                    self.is_pasting = false;
                }
                Some(Key::Char(c)) if self.is_pasting => return Ok(Input::Pasted(c)),
                Some(Key::Enter | Key::Tab) if self.is_pasting => return Ok(Input::Pasted(' ')),
                Some(_) if self.is_pasting => {}
                Some(key) => return Ok(Input::Key(key)),
                None => {
                    if let Some(input) = self.fill()? {
                        return Ok(input);
                    }
                }
            }
        }
    }

    /// Throws away what was typed so far.
    pub(crate) fn discard(&mut self) {
        self.bytes.clear();
        discard_input();
    }

    /// Whether something waits to be read.
    pub(crate) fn is_ahead(&self) -> io::Result<bool> {
        Ok(!self.bytes.is_empty() || self.guard.wait(Some(Duration::ZERO))? == Wait::Ready)
    }

    /// The key that an Esc was the start of, which somebody else has read.
    pub(crate) fn rest_of_escape(&mut self) -> io::Result<Option<Key>> {
        self.bytes = vec![ESCAPE];
        Ok(match self.next()? {
            Input::Key(Key::Escape) => None,
            Input::Key(key) => Some(key),
            // It comes again.
            _ => Some(Key::Unknown),
        })
    }

    fn take(&mut self) -> Option<Key> {
        let (key, length) = decode(&self.bytes)?;
        self.bytes.drain(..length);
        Some(key)
    }

    /// Reads on.
    fn fill(&mut self) -> io::Result<Option<Input>> {
        let is_within_key = !self.bytes.is_empty();
        Ok(match self.guard.wait(is_within_key.then_some(PATIENCE))? {
            Wait::Ready => {
                let mut bytes = [0; 1024];
                let count = read_stdin(&mut bytes)?;
                self.bytes.extend_from_slice(&bytes[..count]);
                // Ctrl-C throws away what was typed. A terminal that hung up is ready all the same.
                let has_hung_up =
                    count == 0 && self.guard.wait(Some(Duration::ZERO))? == Wait::Ready;
                has_hung_up.then_some(Input::End(None))
            }
            Wait::TimedOut => {
                let is_escape = self.bytes == [ESCAPE];
                self.bytes.clear();
                is_escape.then_some(Input::Key(Key::Escape))
            }
            Wait::Resized | Wait::Continued => Some(Input::Redraw),
            Wait::Leave(signal) => Some(Input::End(Some(signal))),
        })
    }
}

/// The first key, and of how many bytes it is. None while more must come.
fn decode(bytes: &[u8]) -> Option<(Key, usize)> {
    Some(match *bytes {
        [] | [ESCAPE] | [ESCAPE, b'O'] => return None,
        [ESCAPE, b'O', last, ..] => (letter_key(last), 3),
        [ESCAPE, b'[', ref rest @ ..] => {
            let last = rest.iter().position(|byte| (0x40..=0x7e).contains(byte));
            match last {
                Some(last) => (sequence_key(&rest[..=last]), last + 3),
                None if rest.len() < LONGEST => return None,
                None => (Key::Unknown, bytes.len()),
            }
        }
        [ESCAPE, ESCAPE, ..] => (Key::Escape, 1),
        [ESCAPE, ..] => (Key::Unknown, 2),
        [b'\r' | b'\n', ..] => (Key::Enter, 1),
        [b'\t', ..] => (Key::Tab, 1),
        [0x08 | 0x7f, ..] => (Key::Backspace, 1),
        [first, ..] => {
            let length = match first {
                0xc0..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf7 => 4,
                _ => 1,
            };
            let letter = std::str::from_utf8(bytes.get(..length)?).ok();
            let letter = letter.and_then(|letter| letter.chars().next());
            (letter.map_or(Key::Unknown, Key::Char), length)
        }
    })
}

/// The key of a control sequence, without its `ESC [`. Modifiers such as Shift make no difference.
fn sequence_key(sequence: &[u8]) -> Key {
    let (last, numbers) = sequence.split_last().unwrap_or((&0, &[]));
    match (last, numbers.split(|byte| *byte == b';').next()) {
        (b'~', Some(b"1" | b"7")) => Key::Home,
        (b'~', Some(b"4" | b"8")) => Key::End,
        (b'~', Some(b"5")) => Key::PageUp,
        (b'~', Some(b"6")) => Key::PageDown,
        (b'~', Some(number)) => {
            Key::UnknownEscSeq(number.iter().copied().map(char::from).collect())
        }
        _ => letter_key(*last),
    }
}

fn letter_key(last: u8) -> Key {
    match last {
        b'A' => Key::ArrowUp,
        b'B' => Key::ArrowDown,
        b'C' => Key::ArrowRight,
        b'D' => Key::ArrowLeft,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'M' => Key::Enter,
        b'Z' => Key::BackTab,
        _ => Key::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_as_terminals_send_them() {
        for (bytes, key) in [
            (&b"\x1b[A"[..], Key::ArrowUp),
            (b"\x1bOA", Key::ArrowUp),
            (b"\x1b[1;2B", Key::ArrowDown),
            (b"\x1b[H", Key::Home),
            (b"\x1b[1~", Key::Home),
            (b"\x1bOF", Key::End),
            (b"\x1b[5~", Key::PageUp),
            (b"\x1b[6;5~", Key::PageDown),
            (b"\x1b[Z", Key::BackTab),
            (b"\r", Key::Enter),
            (b"\x7f", Key::Backspace),
            ("é".as_bytes(), Key::Char('é')),
            ("間".as_bytes(), Key::Char('間')),
            (b"\x1bx", Key::Unknown),
            (b"\xff", Key::Unknown),
        ] {
            assert_eq!(decode(bytes), Some((key, bytes.len())));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_used_up_and_a_part_of_a_key_waits(bytes: Vec<u8>) {
            let mut left = &bytes[..];
            while let Some((_, length)) = decode(left) {
                prop_assert!((1..=left.len()).contains(&length));
                left = &left[length..];
            }
            prop_assert!(left.len() < LONGEST + 2);
        }
    }
}
