//! So many of so many.

/// How many are so, of how many that could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ratio {
    /// How many are.
    pub some: usize,
    /// How many could be.
    pub all: usize,
}

impl Ratio {
    /// Whether that is at least so many percent; exact, nothing is rounded.
    #[must_use]
    pub fn reaches(self, percent: usize) -> bool {
        self.some * 100 >= percent * self.all
    }
}

impl FromIterator<bool> for Ratio {
    fn from_iter<I: IntoIterator<Item = bool>>(each: I) -> Self {
        let count = |sum: Ratio, is_so| Ratio {
            some: sum.some + usize::from(is_so),
            all: sum.all + 1,
        };
        each.into_iter().fold(Ratio::default(), count)
    }
}
