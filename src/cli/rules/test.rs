//! `soreleg rules test`: case files, what went wrong and why, and what they cover.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::case_file::{CaseFile, case_files, rules_beside};
use super::location::{LocationData, list};
use super::mutate;
use crate::answer::Answers;
use crate::answers::merge::merge_answers;
use crate::authoring::cases::accuracy::{FIGURES, figure};
use crate::authoring::cases::coverage::{Coverage, RED_FLAGS};
use crate::authoring::cases::ratio::Ratio;
use crate::authoring::cores::on_all_cores;
use crate::cli::Exit;
use crate::cli::answers::from_flag;
use crate::cli::failure::Failure;
use crate::cli::output::{print, stdout_style};
use crate::cli::rule_file::{RuleFile, RulesArgument};
use crate::report::document::Document;
use crate::rulebook::Rulebook;
use crate::rulebook::places::item;
use crate::text::counted;

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    /// Case files, or folders with some. Without any: those in the folder `cases` beside the rule
    /// file, and the built-in cases for the built-in rules. Files beside just one rule file, or in a
    /// folder `cases` beside it, are tried on that. What is not covered is listed when all cases of
    /// whole folders pass.
    #[arg(value_name = "FILES", value_hint = ValueHint::FilePath)]
    cases: Vec<PathBuf>,
    #[command(flatten)]
    rules: RulesArgument,
    /// Answer a question so in every case that leaves it open but should be finished; with
    /// `--update`, write that answer into these cases, but for those that say something else
    #[arg(long, value_name = "QUESTION=VALUE")]
    assume: Vec<String>,
    /// Show what fails, then write what came out as what is expected. Cases that need more than that
    /// are left as they are.
    #[arg(long)]
    update: bool,
    /// Show, as a table, how well each file is judged: urgent ones found, ordinary ones alarmed
    #[arg(long)]
    table: bool,
    /// Fail unless this much of every kind of rule is covered, in percent.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    min_coverage: Option<u8>,
    #[command(flatten)]
    mutation: mutate::MutationOptions,
}

pub(super) fn run(options: &Options) -> Result<Exit, Failure> {
    let path = match &options.rules.rules {
        Some(path) => Some(path.clone()),
        None => rules_beside(&options.cases)?.or_else(|| options.rules.path()),
    };
    let rules = RuleFile::read(path.as_deref())?;
    let rulebook = rules.rulebook()?;
    let assumed = assumed(&options.assume, &rulebook)?;
    let sources = case_files(&options.cases, path.as_deref())?;
    if options.update && sources.iter().any(|file| file.path.is_none()) {
        return Err(Failure::new(Exit::BadAnswers, "the built-in cases cannot be rewritten").hint(
            "`soreleg rules export FOLDER` writes the rules and their cases into a folder of yours",
        ));
    }
    let (mut files, mut faulty) = (Vec::new(), Vec::new());
    let run = |(): &mut (), index: usize| CaseFile::run(&sources[index], &rulebook, &assumed);
    for file in on_all_cores(sources.len(), || (), run) {
        match file {
            Ok(file) => files.push(file),
            Err(failure) => faulty.push(failure),
        }
    }
    if !faulty.is_empty() {
        let failure = Failure::all(Exit::RulesFaulty, faulty);
        return Err(match &path {
            None => failure.hint("they were read with the built-in rules; --rules names others"),
            Some(_) => failure,
        });
    }
    if options.mutation.mutate {
        return mutate::run(&options.mutation, &rules, &rulebook, &files);
    }
    let mut coverage = Coverage::none(&rulebook);
    for (rule_case, outcome) in files.iter().flat_map(|file| &file.results) {
        coverage.add(rule_case, outcome);
    }
    let mut page = Document::new();
    page.line(rules.heading());
    for file in &files {
        file.failures(&mut page);
    }
    let cases: usize = files.iter().map(|file| file.results.len()).sum();
    let failed: usize = files.iter().map(|file| file.failed().count()).sum();
    let passed = cases - failed;
    page.line(format!("{passed} of {} passed", counted(cases, "case")));
    page.line("");
    if options.table {
        table(&mut page, &files, &rulebook);
    }
    covered(&mut page, &coverage);
    // What a single file leaves out says little, and would bury what failed.
    let whole = failed == 0 && options.cases.iter().all(|path| path.is_dir());
    if whole || options.min_coverage.is_some() {
        not_covered(&mut page, &coverage, &rules, &rulebook);
    }
    let too_little = options
        .min_coverage
        .filter(|percent| !coverage.reaches(usize::from(*percent)));
    if let Some(percent) = too_little {
        page.line("");
        page.line(format!("less than {percent} % is covered"));
    }
    open_questions(&mut page, &files, &rulebook);
    print(&page.text(stdout_style()))?;
    let mut left = Vec::new();
    for file in files.iter().filter(|_| options.update) {
        let mut done = Document::new();
        left.extend(file.update(&rulebook, &mut done)?);
        print(&done.text(stdout_style()))?;
    }
    if !left.is_empty() {
        return Err(Failure::all(Exit::TestsFailed, left));
    }
    Ok(if (failed == 0 || options.update) && too_little.is_none() {
        Exit::Done
    } else {
        Exit::TestsFailed
    })
}

/// The answers of `--assume`.
fn assumed(flags: &[String], rulebook: &Rulebook) -> Result<Answers, Failure> {
    let written = flags.iter().map(|flag| from_flag(flag)).collect();
    let merged = merge_answers(rulebook, written, None);
    if merged.faults.is_empty() {
        return Ok(merged.answers());
    }
    let failures = merged.faults.iter().map(|fault| {
        let written = fault.raw.as_ref();
        let named = written.map_or("", |written| &written.question);
        let message = format!("`--assume {named}=…`: {}", fault.message);
        let failure =
            Failure::new(Exit::BadAnswers, message).did_you_mean(fault.nearest.as_deref());
        match fault
            .question
            .map(|index| rulebook.questions[index].allowed())
        {
            Some(allowed) => failure.hint(format_args!("allowed: {allowed}")),
            None => failure,
        }
    });
    Err(Failure::all(Exit::BadAnswers, failures))
}

/// The questions that several cases leave open, as a new question does that everybody is asked.
fn open_questions(page: &mut Document, files: &[CaseFile], rulebook: &Rulebook) {
    let outcomes = files.iter().flat_map(|file| &file.results);
    let open: Vec<_> = outcomes.flat_map(|(_, outcome)| &outcome.open).collect();
    for (index, question) in rulebook.questions.enumerated() {
        let cases = open.iter().filter(|open| ***open == index).count();
        if cases > 1 {
            let id = &question.id;
            page.line("");
            page.line(format!(
                "{cases} cases need an answer to `{id}`: `--assume {id}=…` answers it in all of them"
            ));
        }
    }
}

fn table(page: &mut Document, files: &[CaseFile], rulebook: &Rulebook) {
    let heads = FIGURES.map(|(heading, _)| heading);
    let rows = files.iter().map(|file| {
        let figures = FIGURES.map(|(_, is_so)| figure(is_so, rulebook, &file.results));
        let figures = figures.map(|Ratio { some, all }| format!("{some} of {all}"));
        let name = &file.source.name;
        let short_name = name.rsplit('/').next().unwrap_or(name);
        [&[short_name.to_owned()], &figures[..]].concat()
    });
    page.table(&[&["file"], &heads[..]].concat(), rows);
    page.line("");
}

fn covered(page: &mut Document, coverage: &Coverage) {
    page.line("Covered:");
    for topic in &coverage.topics {
        let Ratio { some, all } = topic.covered();
        if all == 0 && topic.is_rare {
            continue;
        }
        let decided = if topic.heading == RED_FLAGS {
            let decided = coverage.decided.iter().filter(|decided| **decided);
            format!(", decided by it {}/{all}", decided.count())
        } else {
            String::new()
        };
        page.line(format!("  {:<27} {some}/{all}{decided}", topic.heading));
    }
}

fn not_covered(page: &mut Document, coverage: &Coverage, rules: &RuleFile, rulebook: &Rulebook) {
    let (mut needed, mut accepted) = (Vec::new(), Vec::new());
    for topic in &coverage.topics {
        for item in topic.items.iter().filter(|item| !item.covered) {
            let (path, text) = (
                item.path.clone(),
                format!("`{}` {}", item.name, topic.fault),
            );
            match item.excepted {
                None => needed.push((path, text)),
                Some(reason) => accepted.push((path, format!("{text}: {reason}"))),
            }
        }
    }
    let unused = coverage.unused_exceptions().into_iter().map(|index| {
        let text = format!("`{}` is covered by now", rulebook.exceptions[index].at);
        (item("exceptions", index), text)
    });
    for (heading, found) in [
        ("Not covered:", needed),
        ("Not covered, and accepted:", accepted),
        ("Exceptions without use:", unused.collect()),
    ] {
        list(page, heading, &LocationData::all(rules, found));
    }
}
