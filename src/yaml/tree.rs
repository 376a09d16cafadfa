//! YAML text as a tree of values, within a budget and with every key as text.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Mapping, Value};

use crate::authoring::file::Scalar;

/// Builds the tree. Of a key given twice the first stays; [`super::survey`] reports the others.
pub(super) struct Tree {
    /// How much more may be read. Only aliases can make a tree larger than its text.
    budget: usize,
    /// Whether some mapping has a key twice.
    pub(super) has_duplicates: bool,
}

impl Tree {
    pub(super) fn of(text: &str) -> Self {
        Tree {
            budget: 2 * text.len() + 64,
            has_duplicates: false,
        }
    }

    pub(super) fn read(text: &str) -> Result<(Value, bool), serde_yaml::Error> {
        let mut tree = Tree::of(text);
        let value = tree.deserialize(serde_yaml::Deserializer::from_str(super::without_mark(
            text,
        )))?;
        Ok((value, tree.has_duplicates))
    }

    fn spend<E: Error>(&mut self, size: usize) -> Result<(), E> {
        self.budget = self
            .budget
            .checked_sub(size + 1)
            .ok_or_else(|| E::custom("the aliases (`*name`) repeat too much"))?;
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for &mut Tree {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Tree {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value without a tag (`!…`)")
    }
    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::from(truth))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::from(number))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::from(number))
    }
    // No number here can be as large; as text it gets a message that says so.
    fn visit_i128<E>(self, number: i128) -> Result<Value, E> {
        Ok(Value::from(number.to_string()))
    }
    fn visit_u128<E>(self, number: u128) -> Result<Value, E> {
        Ok(Value::from(number.to_string()))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.spend(text.len())?;
        Ok(Value::from(text))
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(&mut *self)? {
            self.spend(0)?;
            items.push(item);
        }
        Ok(Value::Sequence(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut mapping = Mapping::new();
        while let Some(Scalar(key)) = map.next_key()? {
            self.spend(key.len())?;
            let value = map.next_value_seed(&mut *self)?;
            if mapping.contains_key(key.as_str()) {
                self.has_duplicates = true;
            } else {
                mapping.insert(Value::from(key), value);
            }
        }
        Ok(Value::Mapping(mapping))
    }
}

/// Reads the entries of a mapping in their order, with repeats.
pub(super) struct Entries<'t>(pub(super) &'t mut Tree);

impl<'de> DeserializeSeed<'de> for Entries<'_> {
    type Value = Vec<(String, Value)>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_> {
    type Value = Vec<(String, Value)>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("`name: value`")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(Scalar(key)) = map.next_key()? {
            self.0.spend(key.len())?;
            entries.push((key, map.next_value_seed(&mut *self.0)?));
        }
        Ok(entries)
    }
}
