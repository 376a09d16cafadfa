//! The `soreleg` command. Everything it does is in the library; this is the shell around it.

use std::process::ExitCode;

use clap::Parser as _;
use soreleg::cli::Arguments;

fn main() -> ExitCode {
    soreleg::cli::run(Arguments::parse()).into()
}
