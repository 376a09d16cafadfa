//! `soreleg man`: manual pages, from the definitions of the arguments.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command, ValueHint};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::exit::{EXIT_STATUS, Exit};
use super::failure::Failure;
use super::output;
use crate::text::Shown;

const EXAMPLES: &str = "\
Examples:
  soreleg man | man -l -
  soreleg man check > soreleg-check.1
  soreleg man --all ~/.local/share/man/man1";

/// The variables that count, with what they do.
const ENVIRONMENT: [(&str, &str); 7] = [
    (
        "SORELEG_ANSWER_QUESTION",
        "answers this question, unless a flag or a file does",
    ),
    (
        "ACCESSIBLE",
        "asks in plain numbered lines, for a screen reader, unless it is empty or 0",
    ),
    (
        "SORELEG_RULES",
        "names a rule file, unless --rules does; empty counts as not set",
    ),
    (
        "SORELEG_DIARY",
        "names a diary, unless --diary does; empty counts as not set",
    ),
    ("NO_COLOR", "writes without bold and colours"),
    (
        "NO_GRAPHICS",
        "writes words in place of bars and marks, unless it is empty",
    ),
    (
        "TERM",
        "`dumb` asks in plain numbered lines and writes without bold and colours",
    ),
];

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ManArguments {
    /// The command to describe, such as `check` or `rules test`, instead of soreleg as a whole
    command: Vec<String>,
    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "command", value_hint = ValueHint::DirPath)]
    all: Option<PathBuf>,
}

pub(super) fn run(arguments: &ManArguments, mut command: Command) -> Result<Exit, Failure> {
    command.build();
    if let Some(folder) = &arguments.all {
        write_all(folder, &command)?;
        return Ok(Exit::Done);
    }
    let found = arguments.command.iter().try_fold(&command, |above, name| {
        above.find_subcommand(name).ok_or_else(|| {
            let message = format!("there is no command `{name}`");
            Failure::new(Exit::BadAnswers, message).hint("`soreleg --help` lists them all")
        })
    });
    let page = page(found?).map_err(|error| Failure::io("cannot make the page", &error))?;
    output::print(&Shown::trusted(String::from_utf8_lossy(&page)))?;
    Ok(Exit::Done)
}

/// Writes the page of a command, and those of its own commands.
fn write_all(folder: &Path, command: &Command) -> Result<(), Failure> {
    let path = folder.join(format!("{}.1", name(command)));
    page(command)
        .and_then(|page| std::fs::write(&path, page))
        .map_err(|error| Failure::cannot_write(&path, &error))?;
    let mut commands = command.get_subcommands();
    commands.try_for_each(|command| match command.get_name() {
        "help" => Ok(()),
        _ => write_all(folder, command),
    })
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or("soreleg")
}

/// clap's page, and behind it what it does not know.
fn page(command: &Command) -> io::Result<Vec<u8>> {
    let help = command.get_after_help().map(ToString::to_string);
    let help = help.unwrap_or_default();
    let (examples, notes) = help.split_once("\n\n").unwrap_or((&help, ""));
    let bare = command.clone().after_help(None::<&str>);
    let mut page = Vec::new();
    Man::new(bare.version(env!("CARGO_PKG_VERSION")))
        .title(name(command))
        .source(concat!("soreleg ", env!("CARGO_PKG_VERSION")))
        .render(&mut page)?;
    let mut more = Roff::new();
    more.control("SH", ["EXAMPLES"]).control("nf", []);
    for example in examples.lines().skip(1) {
        more.text([roman(example)]);
    }
    more.control("fi", []);
    if !notes.is_empty() {
        more.control("SH", ["NOTES"]).text([roman(notes)]);
    }
    for (heading, list) in [
        ("ENVIRONMENT", &ENVIRONMENT[..]),
        ("EXIT STATUS", &EXIT_STATUS),
    ] {
        more.control("SH", [heading]);
        for (name, means) in list {
            more.control("TP", [])
                .text([roman(*name)])
                .text([roman(*means)]);
        }
    }
    more.to_writer(&mut page)?;
    Ok(page)
}
