//! `soreleg diary forget`: takes checks out of a diary.

use std::io;
use std::io::IsTerminal as _;

use clap::Args;
use console::Term;

use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::output;
use super::{DiaryArgument, in_short, no_such};
use crate::diary;
use crate::text::counted;

#[derive(Debug, Args)]
pub(super) struct ForgetArguments {
    /// Their numbers in the list
    #[arg(value_name = "NUMBER", required_unless_present = "all")]
    numbers: Vec<usize>,
    /// All of them: removes the file
    #[arg(long, conflicts_with = "numbers")]
    all: bool,
    /// Do not ask whether it is meant
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    diary: DiaryArgument,
}

pub(super) fn run(arguments: &ForgetArguments) -> Result<Exit, Failure> {
    let store = arguments.diary.store()?;
    let bytes = store.bytes()?;
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let diary = diary::read(&bytes);
    let what = if arguments.all {
        if bytes.is_empty() {
            output::tell("there is nothing to forget");
            return Ok(Exit::Done);
        }
        counted(diary.entries.len() + diary.faults.len(), "check")
    } else {
        let mut names = Vec::new();
        for number in &arguments.numbers {
            let mut entries = diary.entries.iter();
            let mut faults = diary.faults.iter();
            if let Some((_, entry)) = entries.find(|(line, _)| line == number) {
                names.push(format!("the check {}", in_short(entry)));
            } else if faults.any(|fault| fault.line == *number) {
                names.push(format!("line {number}, which cannot be read"));
            } else {
                return Err(no_such(*number));
            }
        }
        names.join(" and ")
    };
    if !arguments.yes && !is_meant(&what)? {
        output::tell("Nothing was forgotten.");
        return Ok(Exit::Done);
    }
    if arguments.all {
        store.remove()?;
    } else {
        let gone = arguments.numbers.iter().map(|number| lines[number - 1]);
        store.forget(&gone.collect::<Vec<_>>())?;
    }
    output::tell(format!("Forgotten: {what}. Backups may still hold a copy."));
    Ok(Exit::Done)
}

/// Asks whether something is to be forgotten. Enter alone says no.
fn is_meant(what: &str) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() || !Term::stderr().is_term() {
        let failure = Failure::new(Exit::BadAnswers, format!("to forget {what} needs a yes"));
        return Err(failure.hint("`--yes` gives it"));
    }
    output::tell(format!("Forget {what}? Type yes or no."));
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    read.map_err(|error| Failure::io("cannot ask", &error))?;
    Ok(matches!(&*line.trim().to_lowercase(), "y" | "yes"))
}
