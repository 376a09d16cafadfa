//! Typed indices: each says which list it points into, so that no cause is looked up among the
//! questions.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut};

use serde::{Deserialize, Serialize};

macro_rules! indices {
    ($($name:ident: $doc:literal,)*) => {$(
        #[doc = $doc]
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub struct $name(pub usize);

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                $name(index)
            }
        }

        impl From<$name> for usize {
            fn from(index: $name) -> Self {
                index.0
            }
        }
    )*};
}

indices! {
    SourceIndex: "A source of a rulebook.",
    TopicIndex: "A topic of a rulebook.",
    QuestionIndex: "A question of a rulebook.",
    RedFlagIndex: "A red flag of a rulebook.",
    CauseIndex: "A cause of a rulebook.",
    EvidenceIndex: "A piece of evidence of a cause.",
    NeverIndex: "Something that must not be done.",
    MeanwhileIndex: "Something to do until help comes or is reached.",
    MayBeIndex: "An injury or illness that red flags make one think of.",
    ExpectationIndex: "Something that should be better by some day.",
    GroupIndex: "A group of evidence of a cause.",
}

/// A list with one kind of index, such as the questions of a rulebook or something known of each.
/// But for its index it is a vector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IndexVec<I, T> {
    items: Vec<T>,
    index: PhantomData<I>,
}

impl<I: From<usize>, T> IndexVec<I, T> {
    /// The index of each item, in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + use<I, T> {
        (0..self.items.len()).map(I::from)
    }

    /// The items with their indices.
    #[must_use]
    pub fn enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        let items = self.items.iter().enumerate();
        items.map(|(index, item)| (index.into(), item))
    }

    /// The items at these places.
    pub fn at<'v>(&'v self, places: &'v [I]) -> impl Iterator<Item = &'v T>
    where
        I: Copy + Into<usize>,
    {
        places.iter().map(|place| &self[*place])
    }

    /// A list with this value for each item.
    #[must_use]
    pub fn filled<U: Clone>(&self, value: U) -> IndexVec<I, U> {
        vec![value; self.items.len()].into()
    }

    /// The index of the first item for which this is true.
    pub fn find(&self, is: impl FnMut(&T) -> bool) -> Option<I> {
        self.items.iter().position(is).map(I::from)
    }
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<I, T> From<Vec<T>> for IndexVec<I, T> {
    fn from(items: Vec<T>) -> Self {
        IndexVec {
            items,
            index: PhantomData,
        }
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<C: IntoIterator<Item = T>>(items: C) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<'v, I, T> IntoIterator for &'v IndexVec<I, T> {
    type Item = &'v T;
    type IntoIter = std::slice::Iter<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<'v, I, T> IntoIterator for &'v mut IndexVec<I, T> {
    type Item = &'v mut T;
    type IntoIter = std::slice::IterMut<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter_mut()
    }
}

impl<I, T> IntoIterator for IndexVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<I, T> Deref for IndexVec<I, T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.items
    }
}

impl<I, T> DerefMut for IndexVec<I, T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.items
    }
}

impl<I: Into<usize>, T> Index<I> for IndexVec<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.items[index.into()]
    }
}

impl<I: Into<usize>, T> IndexMut<I> for IndexVec<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.items[index.into()]
    }
}
