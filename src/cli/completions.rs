//! `soreleg completions`: a script for a shell, from the definitions of the arguments.
//!
//! clap's own scripts know commands, flags and files. To them is added what calls soreleg for answers
//! and names. clap's dynamic engine was tried in their place: in bash it completes nothing behind the
//! `=` of an answer and puts file names with blanks in without quotes, in zsh it ends `emergency=`
//! with a blank, and in PowerShell it runs the line that is being typed.

use clap::{Args, Command};
use clap_complete::{Generator as _, Shell};

use super::exit::Exit;
use super::explain::NAME;
use super::failure::Failure;
use super::output;
use super::rule_file::RulesArgument;
use crate::answers::grammar::NONE;
use crate::report::names;
use crate::report::question::QuestionData;
use crate::rulebook::Rulebook;
use crate::text::Shown;

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
    /// The line that is being typed: the rules that it names count
    #[arg(long, value_name = "TEXT", conflicts_with = "rules", hide = true)]
    line: Option<String>,
}

pub(super) fn run(arguments: CompletionsArguments, command: Command) -> Result<Exit, Failure> {
    let mut rules = arguments.rules;
    if let Some(line) = &arguments.line {
        rules.rules = rules_in(line).map(Into::into);
    }
    let mut text = String::new();
    if let Some(typed) = &arguments.answer {
        text += &answers(rules.load()?, typed);
    }
    if let Some(typed) = &arguments.explain {
        let names = names(rules.load()?).filter(|name| name.starts_with(typed));
        text.extend(names.map(|name| format!("{name}\n")));
    }
    if let Some(shell) = arguments.shell {
        text += &script(shell, command)?;
    }
    output::print(&Shown::trusted(text))?;
    Ok(Exit::Done)
}

/// The rule file that a line names.
fn rules_in(line: &str) -> Option<String> {
    // The word at the end may have a quote that is still open.
    let words = ["", "'", "\""].map(|end| shell_words::split(&format!("{line}{end}")).ok());
    let mut words = words.into_iter().flatten().next()?.into_iter();
    let is_rules = |word: String| match word.strip_prefix("--rules")? {
        "" => Some(None),
        file => Some(Some(file.strip_prefix('=')?.to_owned())),
    };
    words.find_map(is_rules)?.or_else(|| words.next())
}

/// The script that makes a shell complete commands, flags, and answers where it can.
fn script(shell: Shell, mut command: Command) -> Result<String, Failure> {
    command.set_bin_name("soreleg");
    command.build();
    let mut script = Vec::new();
    (shell.try_generate(&command, &mut script))
        .map_err(|error| Failure::io("cannot make the script", &error))?;
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
    let Some((id, typed)) = typed.split_once('=') else {
        let ids = rulebook.questions.iter().map(|question| &*question.id);
        let begun = ids.filter(|id| id.starts_with(typed));
        return begun.flat_map(|id| [id, "=\n"]).collect();
    };
    let Some(index) = rulebook.question(id) else {
        return String::new();
    };
    // Behind a comma comes one more tick, if it is a new one.
    let (ticked, last) = typed.split_at(typed.rfind(',').map_or(0, |comma| comma + 1));
    let values = QuestionData::new(rulebook, index).values().into_iter();
    let values = values
        .filter(|value| value.starts_with(last))
        .filter(|value| ticked.is_empty() || *value != NONE)
        .filter(|value| !ticked.split(',').any(|tick| tick == *value));
    values
        .flat_map(|value| [id, "=", ticked, value, "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::rules_in;

    #[test]
    fn the_rules_in_a_line_are_found() {
        for (line, rules) in [
            ("soreleg check -a c", None),
            ("soreleg check --rules r/a.yaml -a c", Some("r/a.yaml")),
            ("soreleg check --rules=a.yaml -a c", Some("a.yaml")),
            (
                "soreleg check --rules my\\ rules.yaml -a ",
                Some("my rules.yaml"),
            ),
            (
                "soreleg check --rules 'my rules.yaml' -a 'c",
                Some("my rules.yaml"),
            ),
            ("soreleg check -a c --rules", None),
        ] {
            assert_eq!(rules_in(line).as_deref(), rules, "{line}");
        }
    }
}
