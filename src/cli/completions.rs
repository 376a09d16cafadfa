//! `soreleg completions` and `soreleg man`, both made from the definitions of the arguments.

use std::io;

use clap::{Args, Command};
use clap_complete::{Generator as _, Shell};

use super::exit::Exit;
use super::explain::NAME;
use super::failure::Failure;
use super::output;
use super::rules_source::RulesArgument;
use crate::answers::grammar::NONE;
use crate::report::names;
use crate::report::question::QuestionData;
use crate::rulebook::Rulebook;
use crate::text::escaped;

const EXAMPLES: &str = "\
Examples:
  soreleg completions bash > ~/.local/share/bash-completion/completions/soreleg
  soreleg completions zsh > ~/.zfunc/_soreleg
  soreleg completions fish > ~/.config/fish/completions/soreleg.fish

In bash, zsh, fish and PowerShell the questions and their values are completed too, and what \
`soreleg explain` knows: try `soreleg check -a ` and `soreleg explain worn`.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(required_unless_present_any = ["answer", "explain"])]
    shell: Option<Shell>,
    /// List the answers that begin with this text; the scripts use it
    #[arg(long, value_name = "TEXT")]
    answer: Option<String>,
    /// List the names that begin with this text and can be explained; the scripts use it
    #[arg(long, value_name = "TEXT")]
    explain: Option<String>,
    #[command(flatten)]
    rules: RulesArgument,
}

pub(super) fn completions(
    arguments: &CompletionsArguments,
    command: Command,
) -> Result<Exit, Failure> {
    let mut text = String::new();
    if let Some(typed) = &arguments.answer {
        text += &answers(arguments.rules.load()?, typed);
    }
    if let Some(typed) = &arguments.explain {
        let names = names(arguments.rules.load()?).filter(|name| name.starts_with(typed));
        text.extend(names.map(|name| format!("{name}\n")));
    }
    if let Some(shell) = arguments.shell {
        text += &script(shell, command)?;
    }
    output::print(&text)?;
    Ok(Exit::Done)
}

/// The script that makes a shell complete commands, flags, and answers where it can.
fn script(shell: Shell, mut command: Command) -> Result<String, Failure> {
    command.set_bin_name("soreleg");
    command.build();
    let mut script = Vec::new();
    shell
        .try_generate(&command, &mut script)
        .map_err(|error| failed(&error))?;
    let script = String::from_utf8_lossy(&script);
    Ok(match shell {
        Shell::Bash => script.into_owned() + include_str!("completions/names.bash"),
        // In zsh each argument names the function that completes it; the first line is a mark.
        Shell::Zsh => script
            .replace("QUESTION=VALUE:_default", "QUESTION=VALUE:_soreleg_answer")
            .replace(
                &format!("{NAME}:_default"),
                &format!("{NAME}:_soreleg_name"),
            )
            .replacen('\n', include_str!("completions/names.zsh"), 1),
        Shell::Fish => script.into_owned() + include_str!("completions/names.fish"),
        // In PowerShell one block completes everything; ours goes in front.
        Shell::PowerShell => {
            let parameters = "param($wordToComplete, $commandAst, $cursorPosition)\n";
            let names = include_str!("completions/names.ps1");
            script.replacen(parameters, &(parameters.to_owned() + names), 1)
        }
        _ => script.into_owned(),
    })
}

/// The answers that begin with what is typed: questions first, then the values of one.
fn answers(rulebook: &Rulebook, typed: &str) -> String {
    let mut lines = Vec::new();
    for (place, question) in rulebook.questions.iter().enumerate() {
        let id = question.id.as_str();
        match typed.split_once('=') {
            None if id.starts_with(typed) => lines.push(format!("{id}=\n")),
            Some((given, typed)) if given == id => {
                let question = QuestionData::new(rulebook, place);
                let values = values(&question, typed);
                lines.extend(values.map(|value| format!("{id}={value}\n")));
            }
            _ => {}
        }
    }
    lines.concat()
}

/// The values that begin with what is typed; behind a comma one more tick, if it is a new one.
fn values<'a>(question: &QuestionData<'a>, typed: &'a str) -> impl Iterator<Item = String> {
    let (ticked, last) = typed.split_at(typed.rfind(',').map_or(0, |comma| comma + 1));
    let values = question.values().into_iter();
    values
        .filter(move |value| value.starts_with(last))
        .filter(move |value| ticked.is_empty() || *value != NONE)
        .filter(move |value| !ticked.split(',').any(|tick| tick == *value))
        .map(move |value| format!("{ticked}{value}"))
}

const MAN_EXAMPLES: &str = "\
Examples:
  soreleg man | man -l -
  soreleg man check > soreleg-check.1";

#[derive(Debug, Args)]
#[command(after_help = MAN_EXAMPLES)]
pub(super) struct ManArguments {
    /// The command to describe, instead of soreleg as a whole
    command: Option<String>,
}

pub(super) fn man(arguments: &ManArguments, mut command: Command) -> Result<Exit, Failure> {
    command.build();
    if let Some(name) = &arguments.command {
        command = command.find_subcommand(name).cloned().ok_or_else(|| {
            let message = format!("error: there is no command `{}`", escaped(name));
            Failure::new(Exit::BadAnswers, message)
        })?;
    }
    let mut page = Vec::new();
    let title = command.get_display_name().unwrap_or("soreleg").to_owned();
    clap_mangen::Man::new(command)
        .title(title)
        .render(&mut page)
        .map_err(|error| failed(&error))?;
    output::print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}

fn failed(error: &io::Error) -> Failure {
    Failure::io("cannot make the text", error)
}
