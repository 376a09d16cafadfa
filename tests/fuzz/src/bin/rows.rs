//! Bytes as rows for the small rules, both ways that rows are written.

#[allow(dead_code)]
#[path = "../../../hostile/survive.rs"]
mod survive;

use std::sync::Arc;

use soreleg::batch::Input;
use soreleg::authoring::compile;

fn main() {
    let rules = include_str!("../../../rules/tiny.yaml");
    let rulebook = Arc::new(compile::compile(rules).unwrap());
    afl::fuzz!(|bytes: &[u8]| {
        survive::take_rows(&rulebook, bytes, Input::Jsonl);
        survive::take_rows(&rulebook, bytes, Input::Csv);
    });
}
