//! Keys without a value inside `{ }`: mostly the rest of a text or number after a comma, which ends
//! a value there.

use super::MAX_FAULTS;
use super::decode::{EMPTY_TEXT, Reader};
use super::tree::{Data, Entry, Node};
use crate::fault::Fault;

impl Reader<'_> {
    /// Tells what is meant by such keys, and that these entries are faulty.
    pub(super) fn without_value(&mut self, entries: &mut [Entry]) {
        // The entry with a value that is cut, and the last one with a part of it.
        let mut cut: Vec<(usize, usize)> = Vec::new();
        let mut with_value = None;
        for index in 0..entries.len().min(MAX_FAULTS) {
            let entry = &mut entries[index];
            let behind = self.text[entry.bytes.end..].trim_start();
            if !behind.starts_with([',', '}']) {
                let is_plain = matches!(entry.value.data, Data::Scalar { is_plain: true, .. });
                with_value = is_plain.then_some(index);
                continue;
            }
            entry.value.data = Data::Faulty;
            let key = &entry.key;
            let help = if let Some((name, value)) = key.split_once(':') {
                format!("write `{name}: {value}`, with a space")
            } else if let Some((name, value)) = key.split_once('=') {
                format!("write `{}: {}`", name.trim_end(), value.trim_start())
            } else if let Some(start) = with_value {
                match cut.last_mut() {
                    Some((known, last)) if *known == start => *last = index,
                    _ => cut.push((start, index)),
                }
                continue;
            } else {
                "write something or remove the key".to_owned()
            };
            let fault = Fault::new(
                EMPTY_TEXT,
                &self.path.key(key),
                format!("`{key}` has no value"),
            );
            self.faults.push(fault.help(help));
        }
        for (start, last) in cut {
            let rest = &entries[last];
            let Node { bytes, .. } = &entries[start].value;
            let (value, key) = (&self.text[bytes.clone()], &rest.key);
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let (message, help) = if digits(value) && key.starts_with(|c: char| c.is_ascii_digit())
            {
                let message = format!("`{value},{key}` is no number");
                (message, format!("write {value}.{key}"))
            } else {
                let whole = &self.text[bytes.start..rest.bytes.end];
                let help = format!("a text with a comma needs quotes: `\"{whole}\"`");
                (format!("`{key}` has no value"), help)
            };
            let path = self.path.key(entries[start].name());
            self.faults
                .push(Fault::new(EMPTY_TEXT, &path, message).help(help));
            entries[start].value.data = Data::Faulty;
        }
    }
}
