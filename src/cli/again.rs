//! `soreleg again`: a check that begins with an earlier one of the same soreness.

use clap::Args;

use super::check::{self, CheckArguments, Same};
use super::exit::Exit;
use super::failure::Failure;

const EXAMPLES: &str = "\
Examples:
  soreleg again
  soreleg again --save
  soreleg again --episode \"left calf\" --same yes --answers today.yaml --format json
  soreleg again --same yes -a pain=3 --no-input

It goes on from the last check in your diary (`soreleg check --save`). Danger signs, and whatever may have \
changed, are asked again; your other answers stand, and you can change them before the result. Whatever \
has got better, the result is never less urgent than today's answers.

Answers, rules, output and exit codes are those of `soreleg check`.

This is information, not a diagnosis. In an emergency call for help now.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct AgainArguments {
    /// Whether it is the same soreness as at the last check
    #[arg(long, value_enum)]
    same: Option<Same>,
    #[command(flatten)]
    check: CheckArguments,
}

pub(super) fn run(arguments: &AgainArguments) -> Result<Exit, Failure> {
    check::again(&arguments.check, arguments.same)
}
