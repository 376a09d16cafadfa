//! Threads in a ring, around which one thing goes: each uses it when its turn has come.

use std::sync::mpsc::{Receiver, Sender, channel};

/// A place in a ring.
#[derive(Debug)]
pub(super) struct Place<T> {
    before: Receiver<T>,
    next: Sender<T>,
}

/// So many places, the first of which has the turn.
pub(super) fn ring<T>(thing: T, places: usize) -> impl Iterator<Item = Place<T>> {
    let (mut senders, receivers): (Vec<_>, Vec<_>) = (0..places).map(|_| channel()).unzip();
    if let Some(first) = senders.first() {
        let _ = first.send(thing);
        senders.rotate_left(1);
    }
    let places = receivers.into_iter().zip(senders);
    places.map(|(before, next)| Place { before, next })
}

impl<T> Place<T> {
    /// Waits for the turn. There is none any more when the one before has gone.
    pub(super) fn turn(&self) -> Option<T> {
        self.before.recv().ok()
    }

    /// Hands the thing on. It is lost when the next one has gone, and then all the others go.
    pub(super) fn pass(&self, thing: T) {
        let _ = self.next.send(thing);
    }
}
