//! The command line: arguments in, exit code out. One file per command below `cli/`.

mod again;
mod answers;
mod batch;
mod check;
mod completions;
mod diary;
mod exit;
mod explain;
mod failure;
mod input;
mod log;
mod man;
mod next;
mod output;
mod questions;
mod rule_file;
mod rules;
mod save_case;
#[cfg(test)]
mod schema;
mod today;

use std::{env, io};

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};
use console::Term;

use crate::text::{Shown, is_unsafe};
pub use exit::Exit;
use failure::Failure;

const EXAMPLES: &str = "\
Examples:
  soreleg check                         answer questions, get a result
  soreleg check --answers me.yaml       take answers from a file
  soreleg again                         a week later: is it going as it should?
  soreleg batch runners.csv             assess many runners at once
  soreleg questions                     list what can be answered
  soreleg explain                       list what the rules know

This is information, not a diagnosis. In an emergency call for help now.";

/// What `soreleg` alone says in a terminal.
const WELCOME: &str = "\
soreleg finds out why a runner's legs are sore: danger signs first, then likely
causes and what to do.

  soreleg check     answer a few questions, in about three minutes
  soreleg --help    all it can do
";

/// Find out why a runner's legs are sore: danger signs first, then likely causes with advice.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

// Only the command that is called is put together.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    /// Check your legs: danger signs first, then likely causes and advice
    Check(check::CheckArguments),
    /// Check again: what has changed, and is it going as it should?
    Again(again::AgainArguments),
    /// Assess many rows of answers, one line of results for each
    Batch(batch::BatchArguments),
    /// Show what your training log says: runs, rest, breaks, shoes
    Log(log::LogArguments),
    /// Look at the checks that you kept, or forget them
    Diary(diary::DiaryArguments),
    /// List every question with the answers it takes
    Questions(questions::QuestionsArguments),
    /// Give the next question as JSON, for programs that do the asking
    Next(next::NextArguments),
    /// Show what the rules know under a name, and where it comes from
    Explain(explain::ExplainArguments),
    /// Check, test and look at rule files
    #[command(subcommand)]
    Rules(rules::Command),
    /// Print completions for a shell
    Completions(completions::CompletionsArguments),
    /// Print a manual page
    Man(man::ManArguments),
}

/// Runs a command and says how it ended.
#[must_use]
pub fn run(arguments: Arguments) -> Exit {
    let ended = match arguments.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Again(arguments) => again::run(&arguments),
        Command::Batch(arguments) => batch::run(&arguments),
        Command::Log(arguments) => log::run(&arguments),
        Command::Diary(arguments) => diary::run(&arguments),
        Command::Questions(arguments) => questions::run(&arguments),
        Command::Next(arguments) => next::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(command) => rules::run(command),
        Command::Completions(arguments) => completions::run(arguments, Arguments::command()),
        Command::Man(arguments) => man::run(&arguments, Arguments::command()),
    };
    ended.unwrap_or_else(|failure| {
        output::say(&failure.text);
        failure.exit
    })
}

/// Says what is wrong with the arguments, or gives the help that was asked for. An argument is shown
/// as it came, so one that could change what the terminal shows is written out.
#[must_use]
pub fn refuse(error: &clap::Error) -> Exit {
    let is_bare = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if is_bare && env::args_os().len() == 1 && Term::stderr().is_term() {
        output::say(&Shown::lines(WELCOME));
        return Exit::Done;
    }
    let text = error.render().to_string();
    if text.chars().any(|c| c != '\n' && is_unsafe(c)) {
        output::say(&Shown::lines(&text));
        return Exit::BadAnswers;
    }
    match error.print() {
        _ if error.use_stderr() => Exit::BadAnswers,
        // Help that was asked for is a result.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let failure = Failure::io("cannot write the help", &error);
            output::say(&failure.text);
            failure.exit
        }
        _ => Exit::Done,
    }
}
