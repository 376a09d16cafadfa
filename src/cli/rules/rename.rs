//! `soreleg rules rename`: another name, in the rules and in their cases.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use super::case_file::cases_beside;
use crate::authoring::rename::{Named, Place, in_cases, in_rules, replaced};
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{print, replace};
use crate::cli::rule_file::{RuleFile, from_environment};
use crate::rulebook::Rulebook;
use crate::text::{Shown, counted, nearest};

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    /// What gets another name
    kind: NameOf,
    /// Its name; of an option with its question, as in `pee.cola`
    old: String,
    /// Its new name
    new: String,
    /// The rule file; the case files in the folder `cases` beside it are changed too
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    rules: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum NameOf {
    /// A question
    Question,
    /// An option of a question
    Option,
    /// A cause
    Cause,
    /// A source
    Source,
}

/// A file with its new text, and in how many places that differs.
struct Renamed {
    path: PathBuf,
    file: RuleFile,
    places: usize,
}

pub(super) fn run(options: &Options) -> Result<Exit, Failure> {
    let rules = options.rules.clone().or_else(from_environment);
    let Some(path) = rules.filter(|path| path != Path::new("-")) else {
        let failure = Failure::new(Exit::BadAnswers, "the built-in rules cannot be rewritten");
        return Err(failure.hint(
            "`soreleg rules export FOLDER` writes them into a folder; then name them with --rules",
        ));
    };
    let source = RuleFile::read(Some(&path))?;
    let rulebook = source.rulebook()?;
    let (what, old) = options.meant(&rulebook)?;
    let renamed = |path: &Path, file: &RuleFile, places: &[Place]| Renamed {
        path: path.to_owned(),
        file: RuleFile::with_text(&file.name, &replaced(&file.text, places, &options.new)),
        places: places.len(),
    };
    let rules = renamed(&path, &source, &in_rules(&source.text, what, old));
    let unchanged = |failure: Failure| failure.hint("so nothing was written");
    let after = rules.file.rulebook().map_err(unchanged)?;
    let mut files = vec![rules];
    for source in cases_beside(Some(&path))? {
        source.cases(&rulebook)?;
        let cases = renamed(
            source.path.as_deref().unwrap_or(&path),
            &source,
            &in_cases(&source.text, what, old),
        );
        cases.file.cases(&after).map_err(unchanged)?;
        files.push(cases);
    }
    for Renamed { path, file, places } in files.iter().filter(|file| file.places > 0) {
        replace(path, &file.text)?;
        let places = counted(*places, "place");
        print(&Shown::line(format!("{}: {places}", file.name)))?;
    }
    print(&Shown::line(
        "Comments, answers files and scripts that have the old name are yours to change.",
    ))?;
    Ok(Exit::Done)
}

impl Options {
    /// What is renamed, and its name as the rules have it.
    fn meant(&self, rulebook: &Rulebook) -> Result<(Named<'_>, &str), Failure> {
        let (old, new) = (&*self.old, &*self.new);
        let questions = || rulebook.questions.iter().map(|one| &*one.id);
        let (what, name, known): (_, _, Vec<&str>) = match (self.kind, old.split_once('.')) {
            (NameOf::Question, _) => (Named::Question, old, questions().collect()),
            (NameOf::Cause, _) => {
                let causes = rulebook.causes.iter();
                (Named::Cause, old, causes.map(|one| &*one.id).collect())
            }
            (NameOf::Source, _) => {
                let sources = rulebook.sources.iter();
                (Named::Source, old, sources.map(|one| &*one.id).collect())
            }
            (NameOf::Option, None) => {
                let failure =
                    Failure::new(Exit::BadAnswers, "the question of the option is missing");
                return Err(failure.hint(format_args!("write `QUESTION.{old}`")));
            }
            (NameOf::Option, Some((question, option))) => {
                let of = rulebook.question(question);
                let of = of.ok_or_else(|| unknown("question", question, questions()))?;
                let choices = rulebook.questions[of].kind.choices().iter();
                let known = choices.map(|one| &*one.id).collect();
                (Named::Option(question), option, known)
            }
        };
        if !known.contains(&name) {
            let kind = self.kind.to_possible_value();
            let kind = kind.as_ref().map_or("name", |kind| kind.get_name());
            return Err(unknown(kind, name, known.into_iter()));
        }
        if known.contains(&new) {
            let message = format!("the name `{new}` is taken");
            return Err(Failure::new(Exit::BadAnswers, message));
        }
        Ok((what, name))
    }
}

fn unknown<'n>(kind: &str, name: &str, known: impl Iterator<Item = &'n str>) -> Failure {
    let message = format!("there is no {kind} `{name}`");
    Failure::new(Exit::BadAnswers, message).did_you_mean(nearest(name, known))
}
