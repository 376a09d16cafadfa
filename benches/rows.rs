//! Prints rows for `soreleg batch`, the same every time: `rows [COUNT]`, a million by default.

mod dice;
mod runners;

use std::io::{BufWriter, Write, stdout};

use dice::Dice;
use serde::Serialize;
use soreleg::report::AnswersData;
use soreleg::rulebook::Rulebook;

#[derive(Serialize)]
struct Row<'a> {
    id: usize,
    #[serde(flatten)]
    answers: AnswersData<'a>,
}

fn main() -> std::io::Result<()> {
    let count = std::env::args().nth(1);
    let count = count.map_or(1_000_000, |count| count.parse().expect("a number of rows"));
    let rulebook = Rulebook::built_in();
    let mut dice = Dice(1);
    let mut out = BufWriter::new(stdout().lock());
    for id in 1..=count {
        let answers = runners::runner(&rulebook, &mut dice);
        let answers = AnswersData::all(&rulebook, &answers);
        serde_json::to_writer(&mut out, &Row { id, answers })?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
