//! The same work for many things, on all processor cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::system;

/// What `work` gives for each index below `count`, in this order. Each core starts with a state of
/// its own, for what is costly to make.
pub(crate) fn on_all_cores<S, T: Send>(
    count: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take = || {
        let (mut state, mut done) = (start(), Vec::new());
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            done.push((index, work(&mut state, index)));
        }
    };
    let mut done = thread::scope(|scope| {
        let workers: Vec<_> = (0..system::cores()).map(|_| scope.spawn(take)).collect();
        let done = workers.into_iter().flat_map(|worker| match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.collect::<Vec<_>>()
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, done)| done).collect()
}
