//! What `soreleg batch` is measured against: parses each line of a file into a
//! `serde_json::Value` and does nothing with it.

use std::io::{BufRead, BufReader};

fn main() -> std::io::Result<()> {
    let path = std::env::args_os().nth(1).expect("a file");
    let mut input = BufReader::with_capacity(64 * 1024, std::fs::File::open(path)?);
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        std::hint::black_box(serde_json::from_slice::<serde_json::Value>(&line)?);
        line.clear();
    }
    Ok(())
}
