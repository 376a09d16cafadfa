//! Token passing: threads in a ring, around which a token goes. Whoever has it uses it and passes it on.

use std::sync::mpsc::{Receiver, Sender, channel};

/// A seat in a ring.
#[derive(Debug)]
pub(super) struct Seat<T> {
    before: Receiver<T>,
    next: Sender<T>,
}

/// The seats of a ring, the first of which gets the token first.
pub(super) fn ring<T>(token: T, seats: usize) -> impl Iterator<Item = Seat<T>> {
    let (mut senders, receivers): (Vec<_>, Vec<_>) = (0..seats).map(|_| channel()).unzip();
    if let Some(first) = senders.first() {
        let _ = first.send(token);
        senders.rotate_left(1);
    }
    let seats = receivers.into_iter().zip(senders);
    seats.map(|(before, next)| Seat { before, next })
}

impl<T> Seat<T> {
    /// Waits for the token. None if the thread before has gone.
    pub(super) fn receive(&self) -> Option<T> {
        self.before.recv().ok()
    }

    /// Passes the token on. It is lost when the next thread has gone, and then all the others go.
    pub(super) fn pass(&self, token: T) {
        let _ = self.next.send(token);
    }
}
