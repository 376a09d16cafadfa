//! The command line: arguments in, exit code out. One file per command below `cli/`.

mod exit;

use clap::{Parser, Subcommand};

pub use exit::Exit;

/// Find out why a runner's legs are sore: danger signs first, then likely causes with advice.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {}

/// Runs a command and says how it ended.
#[must_use]
pub fn run(arguments: Arguments) -> Exit {
    match arguments.command {}
}
