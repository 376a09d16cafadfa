//! One of a few words, which are the variants of an enum. Serde knows their names.

use std::fmt::Display;

use serde::de::{DeserializeOwned, IntoDeserializer as _};
use serde_yaml::Value;

use super::decode::{Reader, suggestion};
use super::tree::{Data, Node};
use crate::fault::{Code, Fault};
use crate::text::nearest;

pub(crate) const UNKNOWN_WORD: &Code = &Code::error(
    "unknown-word",
    "This word does not fit",
    "Some keys take one of a few words, such as `level: same_day` or `due: today`. Use \
     one of those that are listed.",
);

/// Reads one of a few words, which serde knows; the one that is given here stands for one that
/// could not be read.
macro_rules! from_word {
    ($($type:ident::$empty:ident),*) => {$(
        impl $crate::yaml::decode::FromNode for $type {
            fn from_node(
                node: Option<&mut $crate::yaml::Node>,
                reader: &mut $crate::yaml::decode::Reader,
            ) -> Self {
                reader.word(node).unwrap_or($type::$empty)
            }
        }
    )*};
}
pub(crate) use from_word;

impl Reader<'_> {
    pub(crate) fn word<T: DeserializeOwned>(&mut self, node: Option<&mut Node>) -> Option<T> {
        let node = self.sound(node?)?;
        let Data::Scalar {
            value: Value::String(given),
            ..
        } = &node.data
        else {
            self.wrong(node, "one word");
            return None;
        };
        let read = |word: &str| T::deserialize(word.into_deserializer());
        let OtherWords(known) = match read(given) {
            Ok(word) => return Some(word),
            Err(others) => others,
        };
        let meant = nearest(given, known.iter().copied());
        let message = format!("`{given}` is not one of the words that fit here");
        let help = suggestion(meant, known, "words");
        let fault = Fault::new(UNKNOWN_WORD, &self.path, message).help(help);
        self.faults.push(fault);
        if meant.is_none() {
            self.holes.push(self.path.clone());
        }
        read(meant?).ok()
    }
}

/// What serde says of a word that is no variant: those that are.
#[derive(Debug, thiserror::Error)]
#[error("one of {0:?} is expected")]
struct OtherWords(&'static [&'static str]);

impl serde::de::Error for OtherWords {
    fn custom<T: Display>(_: T) -> Self {
        OtherWords(&[])
    }
    fn unknown_variant(_: &str, known: &'static [&'static str]) -> Self {
        OtherWords(known)
    }
}
