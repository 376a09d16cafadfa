//! `soreleg diary`: the checks that were kept; and keeping one.

mod forget;
mod keep;
mod store;

use clap::{Args, Subcommand};

use super::exit::Exit;
use super::failure::Failure;
use super::output;
use super::questions::Format;
use super::rule_file::RulesArgument;
use crate::diary::{Diary, Entry, LineFault};
use crate::report;
use crate::report::diary::DiaryReport;
use crate::report::document::{Document, Style};
pub(super) use keep::{KeepArguments, Keeper, name};
use store::DiaryArgument;

const EXAMPLES: &str = "\
Examples:
  soreleg check --save                  keep a check
  soreleg diary                         list those that were kept
  soreleg diary show 2                  all that is known of one
  soreleg diary chart                   pain and urgency over time
  soreleg diary forget 2
  soreleg diary forget --all --yes

A diary is health data in plain text, in one file on this machine. Nothing is kept unless you ask. To \
forget takes a check out of the file; backups may still hold it, and a disk is not wiped.

Exit codes: 0 done, 1 reading or writing failed, 2 wrong usage or no such check.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(super) struct DiaryArguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    look: LookArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show all that is known of a check
    #[command(after_help = "\
Examples:
  soreleg diary show 2
  soreleg diary show 2 --format json")]
    Show {
        /// Its number in the list
        #[arg(value_name = "NUMBER")]
        number: usize,
        #[command(flatten)]
        look: LookArguments,
    },
    /// Draw pain and urgency over time
    #[command(after_help = "\
Examples:
  soreleg diary chart
  soreleg diary chart --episode \"left calf\" --plain")]
    Chart {
        /// The soreness with this name, in place of the one that was kept last
        #[arg(long, value_name = "NAME")]
        episode: Option<String>,
        #[command(flatten)]
        look: LookArguments,
    },
    /// Take checks out of the diary
    #[command(after_help = "\
Examples:
  soreleg diary forget 2
  soreleg diary forget --all --yes

Backups may still hold what is forgotten, and a disk is not wiped.")]
    Forget(forget::ForgetArguments),
}

// How to look at a diary. As documentation this would describe the command.
#[derive(Debug, Args)]
struct LookArguments {
    #[command(flatten)]
    diary: DiaryArgument,
    #[command(flatten)]
    rules: RulesArgument,
    /// Say in words what would be drawn
    #[arg(long)]
    plain: bool,
    /// Form of what is shown
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(arguments: &DiaryArguments) -> Result<Exit, Failure> {
    match &arguments.command {
        None => arguments.look.list(),
        Some(Command::Show { number, look }) => look.show(*number),
        Some(Command::Chart { episode, look }) => look.chart(episode.as_deref()),
        Some(Command::Forget(arguments)) => forget::run(arguments),
    }
}

impl LookArguments {
    fn list(&self) -> Result<Exit, Failure> {
        let store = self.diary.store()?;
        let diary = store.read()?;
        let report = self.report(&diary)?;
        self.print(&report, &report.list())?;
        if diary.entries.is_empty() && diary.faults.is_empty() {
            let path = store.path.display();
            output::tell(format!(
                "there is nothing in `{path}`; `soreleg check --save` keeps a check"
            ));
        }
        Ok(Exit::Done)
    }

    fn show(&self, number: usize) -> Result<Exit, Failure> {
        let mut diary = self.diary.store()?.read()?;
        diary.faults.retain(|fault| fault.line == number);
        diary.entries.retain(|(line, _)| *line == number);
        if diary.entries.is_empty() && diary.faults.is_empty() {
            return Err(no_such(number));
        }
        let report = self.report(&diary)?;
        self.print(&report, &report.checks())?;
        Ok(if diary.faults.is_empty() {
            Exit::Done
        } else {
            Exit::Failed
        })
    }

    fn chart(&self, episode: Option<&str>) -> Result<Exit, Failure> {
        let diary = self.diary.store()?.read()?;
        let last = diary.entries.last();
        let name = episode.map(str::to_owned);
        let Some(name) = name.or_else(|| last.map(|(_, entry)| entry.episode.clone())) else {
            let failure = Failure::new(Exit::BadAnswers, "there is nothing to draw");
            return Err(failure.hint("`soreleg check --save` keeps a check"));
        };
        let diary = episode_of(diary, &name)?;
        let report = self.report(&diary)?;
        self.print(&report, &report.chart())?;
        Ok(Exit::Done)
    }

    fn report<'d>(&self, diary: &'d Diary) -> Result<DiaryReport<'d>, Failure> {
        let rulebook = self.rules.load()?;
        Ok(DiaryReport { diary, rulebook })
    }

    /// Prints what can be read, and says what cannot.
    fn print(&self, report: &DiaryReport, page: &Document) -> Result<(), Failure> {
        match self.format {
            Format::Json => return output::print(&report::json(&report.data())),
            Format::Text if report.diary.entries.is_empty() => {}
            Format::Text => {
                let style = output::stdout_style();
                let graphics = style.graphics && !self.plain;
                output::print(&page.text(Style { graphics, ..style }))?;
            }
        }
        say_faults(report.diary);
        Ok(())
    }
}

/// The checks of one soreness, the earliest first.
pub(super) fn episode_of(mut diary: Diary, name: &str) -> Result<Diary, Failure> {
    let known = diary.entries.iter();
    let known: Vec<String> = known.map(|(_, entry)| entry.episode.clone()).collect();
    diary.entries.retain(|(_, entry)| entry.episode == name);
    if diary.entries.is_empty() {
        let message = format!("no check was kept as `{name}`");
        let nearest = crate::text::nearest(name, known.iter().map(String::as_str));
        return Err(Failure::new(Exit::BadAnswers, message).did_you_mean(nearest));
    }
    // Whatever was kept first, time goes downwards.
    diary.entries.sort_by_key(|(_, entry)| entry.date);
    Ok(diary)
}

/// Says which lines cannot be read, and why.
pub(super) fn say_faults(diary: &Diary) {
    for LineFault { line, message } in &diary.faults {
        output::tell(format!("line {line}: {message}"));
    }
}

/// A check in a few words.
fn in_short(entry: &Entry) -> String {
    format!("of {} ({})", entry.date.words(), entry.episode)
}

fn no_such(number: usize) -> Failure {
    let failure = Failure::new(Exit::BadAnswers, format!("there is no check {number}"));
    failure.hint("`soreleg diary` lists them with their numbers")
}
