//! What `soreleg check` is measured against: reads the same arguments and does nothing with them.

use clap::Parser;

/// Does nothing
#[derive(Parser)]
struct Arguments {
    command: String,
    #[arg(short = 'a', long = "answer")]
    answer: Vec<String>,
    #[arg(long)]
    no_input: bool,
}

fn main() {
    std::hint::black_box(Arguments::parse());
}
