//! One of a few words, which are the variants of an enum. Serde knows their names.

use serde::de::value::Error as WordError;
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer as _, Visitor};
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
        let mut known: &[&str] = &[];
        let mut read = |name| T::deserialize(Word(name, &mut known)).ok();
        if let Some(word) = read(given) {
            return Some(word);
        }
        let meant = nearest(given, known.iter().copied());
        let message = format!("`{given}` is not one of the words that fit here");
        let help = suggestion(meant, known, "words");
        let fault = Fault::new(UNKNOWN_WORD, &self.path, message).help(help);
        self.faults.push(fault);
        let meant = meant.and_then(|meant| T::deserialize(Word(meant, &mut known)).ok());
        if meant.is_none() {
            self.holes.push(self.path.clone());
        }
        meant
    }
}

/// One of the words of an enum; tells serde's list of them.
struct Word<'a>(&'a str, &'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Word<'_> {
    type Error = WordError;
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, WordError> {
        *self.1 = variants;
        visitor.visit_enum(self.0.into_deserializer())
    }
    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, WordError> {
        Err(WordError::custom("not an enum"))
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
