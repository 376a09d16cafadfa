//! The `soreleg` command. [`soreleg::cli::run`] is its table of contents: one line for each command;
//! [`soreleg::cli::Exit`] says how it can end. Everything it does is in the library.

use std::process::ExitCode;

use clap::Parser as _;
use soreleg::cli;

fn main() -> ExitCode {
    let exit = match cli::Arguments::try_parse() {
        Ok(arguments) => cli::run(arguments),
        Err(error) => cli::refuse(&error),
    };
    exit.into()
}
