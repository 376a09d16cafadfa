//! What differs in what should be better by when.

use super::{Compare, matched};
use crate::rulebook::places::item;

impl Compare<'_> {
    pub(super) fn expect_by(&mut self) {
        let (old, new) = (&self.old.expect_by, &self.new.expect_by);
        let (pairs, removed, added) = matched(old, new, |was, now| was.id == now.id);
        for index in removed {
            let was = Some(old[index].words(self.old));
            self.push("removed", &item("expect_by", index), was, None);
        }
        for index in added {
            let now = Some(new[index].words(self.new));
            self.push("added", &item("expect_by", index), None, now);
        }
        for (index, other) in pairs {
            let (was, now) = (&old[index], &new[other]);
            let path = item("expect_by", other);
            self.value(
                "expectation",
                &path,
                &was.words(self.old),
                &now.words(self.new),
            );
            self.words(&path.key("because"), &was.because, &now.because);
            self.sources(&path, &was.sources, &now.sources);
        }
    }
}
