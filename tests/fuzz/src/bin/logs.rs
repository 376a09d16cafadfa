//! Bytes as a training log.

#[allow(dead_code)]
#[path = "../../../hostile/survive.rs"]
mod survive;

fn main() {
    afl::fuzz!(|bytes: &[u8]| survive::take_log(bytes));
}
