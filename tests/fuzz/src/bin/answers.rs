//! Bytes as an answers file for the small rules.

#[allow(dead_code)]
#[path = "../../../hostile/survive.rs"]
mod survive;

use soreleg::authoring::compile;

fn main() {
    let rulebook = compile::compile(include_str!("../../../rules/tiny.yaml")).unwrap();
    afl::fuzz!(|bytes: &[u8]| {
        survive::take_answers(&rulebook, &String::from_utf8_lossy(bytes));
    });
}
