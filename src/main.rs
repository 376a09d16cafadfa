//! The `soreleg` command. Everything it does is in the library; this is the shell around it.

use std::process::ExitCode;

use clap::Parser as _;
use soreleg::cli::Arguments;

fn main() -> ExitCode {
    let exit = match Arguments::try_parse() {
        Ok(arguments) => soreleg::cli::run(arguments),
        Err(error) => soreleg::cli::refuse(&error),
    };
    exit.into()
}
