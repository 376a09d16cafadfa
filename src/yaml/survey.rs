//! Where everything in a YAML text stands.
//!
//! The parser tells a position only with an error. So one walk over the text refuses every key and
//! every scalar, reads the position off the error, and goes on. That is slow, so it goes only where
//! something is wanted.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::fault::{Code, Fault, Position};
use crate::rulebook::path::{RulePath, Segment};

pub(crate) const DUPLICATE_KEY: &Code = &Code::error(
    "duplicate-key",
    "A key is given twice",
    "In one mapping each key may stand once. Most YAML tools would silently use the last \
     one. Both places are shown: keep one.",
);

/// Places of a YAML text.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Where each entry and item begins; an entry begins with its key.
    places: HashMap<RulePath, Position>,
    /// Where the texts and numbers stand.
    values: HashMap<RulePath, Position>,
    /// One fault for each key that its mapping has already.
    pub(super) duplicates: Vec<Fault>,
}

impl Survey {
    /// Walks to these places of a text that is known to be good YAML, and all over the parts that
    /// begin there.
    pub(super) fn of<'p>(text: &str, places: impl IntoIterator<Item = &'p RulePath>) -> Self {
        let mut survey = Survey::default();
        let wanted: Vec<&[Segment]> = places.into_iter().map(|path| path.0.as_slice()).collect();
        let walk = Walk {
            survey: &mut survey,
            path: &mut RulePath::default(),
            wanted: &wanted,
        };
        // An error only means that there is nothing more to see.
        let _ = walk.deserialize(serde_yaml::Deserializer::from_str(super::without_mark(
            text,
        )));
        survey.open_brackets(text);
        survey
    }

    /// Where the text or number at a place is, or what else begins there.
    pub(super) fn value(&self, path: &RulePath) -> Position {
        self.scalar(path).unwrap_or_else(|| self.position(path))
    }

    /// Where the text or number at a place is, if there is one.
    pub(super) fn scalar(&self, path: &RulePath) -> Option<Position> {
        self.values.get(path).copied()
    }

    /// Where a place begins, or the nearest place around it.
    pub(super) fn position(&self, path: &RulePath) -> Position {
        (1..=path.0.len())
            .rev()
            .find_map(|length| self.places.get(&RulePath(path.0[..length].to_vec())))
            .copied()
            .unwrap_or(Position { line: 1, column: 1 })
    }

    fn found(&mut self, path: &RulePath, position: Position) {
        self.places.entry(path.clone()).or_insert(position);
        // A list item that is itself a list or a mapping begins with its first part.
        let mut path = path.clone();
        while path.0.pop().is_some() {
            if matches!(path.0.last(), Some(Segment::Item(_))) {
                self.places.entry(path.clone()).or_insert(position);
            }
        }
    }

    /// Moves a list item written as `{ … }` from its first key to its bracket.
    fn open_brackets(&mut self, text: &str) {
        // Columns count characters, and all of the file may stand in one line.
        let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
        for (path, position) in &mut self.places {
            if let (Some(Segment::Item(_)), Some(line)) =
                (path.0.last(), lines.get(position.line.saturating_sub(1)))
            {
                let before = line.get(..position.column - 1).unwrap_or(line);
                let last = before.iter().rposition(|c| !c.is_whitespace());
                if let Some(last) = last.filter(|last| before[*last] == '{') {
                    position.column = last + 1;
                }
            }
        }
    }
}

struct Walk<'a> {
    survey: &'a mut Survey,
    path: &'a mut RulePath,
    /// The ways from here to what is wanted.
    wanted: &'a [&'a [Segment]],
}

/// The ways that go on from the next step.
fn beyond<'a>(wanted: &[&'a [Segment]], step: &Segment) -> Vec<&'a [Segment]> {
    let ways = wanted.iter().filter_map(|way| match way.split_first() {
        // All that follows is wanted.
        None => Some(*way),
        Some((next, rest)) => (next == step).then_some(rest),
    });
    ways.collect()
}

/// What the visitor met.
enum Met {
    Collection,
    /// Set before the visitor refuses a scalar, with its text.
    Scalar(String),
}

struct Look<'a, 'b> {
    walk: Walk<'a>,
    met: &'b mut Met,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut met = Met::Collection;
        let outcome = deserializer.deserialize_any(Look {
            walk: Walk {
                survey: &mut *self.survey,
                path: &mut *self.path,
                wanted: self.wanted,
            },
            met: &mut met,
        });
        match (outcome, met) {
            (Err(error), Met::Scalar(_)) => {
                let position = position_in(&error);
                self.survey.found(self.path, position);
                self.survey
                    .values
                    .entry(self.path.clone())
                    .or_insert(position);
                Ok(())
            }
            (outcome, _) => outcome,
        }
    }
}

/// A mapping's key, with its position.
struct Key<'a>(Walk<'a>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = (String, Position);
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let mut met = Met::Collection;
        let outcome = deserializer.deserialize_any(Look {
            walk: self.0,
            met: &mut met,
        });
        match (outcome, met) {
            (Err(error), Met::Scalar(text)) => Ok((text, position_in(&error))),
            (Err(error), Met::Collection) => Err(error),
            (Ok(()), _) => Err(D::Error::custom("not a key")),
        }
    }
}

/// Reads `… at line 3 column 7`. At the very start the parser leaves it out.
fn position_in(error: &impl fmt::Display) -> Position {
    let text = error.to_string();
    let mut words = text.rsplit(' ');
    let mut number = || words.next().and_then(|word| word.parse().ok());
    let column = number();
    let line = words.nth(1).and_then(|word| word.parse().ok());
    match (line, column) {
        (Some(line), Some(column)) => Position { line, column },
        _ => Position { line: 1, column: 1 },
    }
}

impl Look<'_, '_> {
    fn refuse<E: Error>(self, text: impl Into<String>) -> Result<(), E> {
        *self.met = Met::Scalar(text.into());
        Err(E::custom(""))
    }
}

impl<'de> Visitor<'de> for Look<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_bool<E: Error>(self, truth: bool) -> Result<(), E> {
        self.refuse(truth.to_string())
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.refuse(number.to_string())
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.refuse(number.to_string())
    }
    fn visit_i128<E: Error>(self, number: i128) -> Result<(), E> {
        self.refuse(number.to_string())
    }
    fn visit_u128<E: Error>(self, number: u128) -> Result<(), E> {
        self.refuse(number.to_string())
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.refuse(serde_yaml::Number::from(number).to_string())
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.refuse(text)
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.refuse("")
    }
    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.refuse("")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        for item in 0.. {
            let step = Segment::Item(item);
            let wanted = beyond(self.walk.wanted, &step);
            // A list begins with its first item.
            let more = if wanted.is_empty() && item > 0 {
                seq.next_element::<IgnoredAny>()?.map(|_| ())
            } else {
                self.walk.path.0.push(step);
                let more = seq.next_element_seed(Walk {
                    survey: &mut *self.walk.survey,
                    path: &mut *self.walk.path,
                    wanted: &wanted,
                });
                self.walk.path.0.pop();
                more?
            };
            if more.is_none() {
                break;
            }
        }
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Walk {
            survey,
            path,
            wanted,
        } = self.walk;
        let mut seen = HashSet::new();
        while let Some((key, position)) = map.next_key_seed(Key(Walk {
            survey: &mut *survey,
            path: &mut *path,
            wanted,
        }))? {
            let step = Segment::Key(key.clone());
            let wanted = beyond(wanted, &step);
            path.0.push(step);
            if seen.insert(key.clone()) {
                survey.found(path, position);
            } else if survey.duplicates.len() <= super::MAX_FAULTS {
                let message = format!("the key `{key}` is given twice");
                let mut fault = Fault::new(DUPLICATE_KEY, path, message)
                    .help("keep one of them")
                    .related(path, "the first is here")
                    .on_key();
                fault.position = Some(position);
                survey.duplicates.push(fault);
            }
            let inside = if wanted.is_empty() {
                map.next_value::<IgnoredAny>().map(|_| ())
            } else {
                map.next_value_seed(Walk {
                    survey: &mut *survey,
                    path: &mut *path,
                    wanted: &wanted,
                })
            };
            path.0.pop();
            inside?;
        }
        Ok(())
    }
}
