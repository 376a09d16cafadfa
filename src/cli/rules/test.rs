//! `soreleg rules test`: case files, what went wrong and why, and what they cover.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::case_file::{CaseFile, CaseText, case_files};
use super::check::counted;
use super::mutate;
use crate::answer::Answers;
use crate::answers::merge::merge_answers;
use crate::authoring::cases::coverage::{Coverage, Kind};
use crate::authoring::cases::judgement::Judgement;
use crate::cli::Exit;
use crate::cli::answers::from_flag;
use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::cli::rule_text::RuleText;
use crate::cli::rules_source::RulesArgument;
use crate::rulebook::Rulebook;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::text::escaped;
use crate::yaml;

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    /// Case files, or folders with some. Without any: those in the folder `cases` beside the rule
    /// file, and the built-in cases for the built-in rules. What is not covered is listed when all
    /// cases of whole folders pass.
    #[arg(value_name = "FILES")]
    cases: Vec<PathBuf>,
    #[command(flatten)]
    rules: RulesArgument,
    /// Answer a question so in every case that leaves it open but should be finished; with
    /// `--update`, write that answer into these cases
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
    let rules = RuleText::read(options.rules.path())?;
    let rulebook = rules.rulebook()?;
    let assumed = assumed(&options.assume, &rulebook)?;
    let sources = case_files(&options.cases, options.rules.path())?;
    if options.update && sources.iter().any(CaseText::is_built_in) {
        let message = "error: the built-in cases cannot be rewritten\n  `soreleg rules export FOLDER` writes the rules and their cases into a folder of yours";
        return Err(Failure::new(Exit::BadAnswers, message));
    }
    let mut files = Vec::new();
    for source in sources {
        files.push(CaseFile::run(source, &rulebook, &assumed)?);
    }
    if options.mutation.mutate {
        return mutate::run(&options.mutation, &rules, &rulebook, &files);
    }
    let mut coverage = Coverage::none(&rulebook);
    for (rule_case, outcome) in files.iter().flat_map(|file| &file.results) {
        coverage.add(&rulebook, rule_case, outcome);
    }
    let mut page = rules.heading();
    page.extend(files.iter().map(CaseFile::failures));
    let cases: usize = files.iter().map(|file| file.results.len()).sum();
    let failed: usize = files.iter().map(|file| file.failed().len()).sum();
    let _ = writeln!(
        page,
        "{} of {} passed\n",
        cases - failed,
        counted(cases, "case")
    );
    if options.table {
        page += &table(&files, &rulebook);
    }
    page += &covered_text(&coverage);
    // What a single file leaves out says little, and would bury what failed.
    let whole = failed == 0 && options.cases.iter().all(|path| path.is_dir());
    if whole || options.min_coverage.is_some() {
        page += &not_covered_text(&coverage, &rules, &rulebook);
    }
    let covered = options
        .min_coverage
        .is_none_or(|percent| coverage.reaches(usize::from(percent)));
    if let (false, Some(percent)) = (covered, options.min_coverage) {
        let _ = writeln!(page, "\nless than {percent} % is covered");
    }
    let exit = if failed == 0 && covered {
        Exit::Done
    } else {
        Exit::TestsFailed
    };
    page += &open_questions(&files, &rulebook);
    print(&page)?;
    if !options.update {
        return Ok(exit);
    }
    let mut left = String::new();
    for file in &files {
        let (done, not) = file.update(&rulebook)?;
        print(&done)?;
        left += &not;
    }
    if !left.is_empty() {
        return Err(Failure::new(Exit::TestsFailed, left.trim_end()));
    }
    Ok(if covered { Exit::Done } else { exit })
}

/// The answers of `--assume`.
fn assumed(flags: &[String], rulebook: &Rulebook) -> Result<Answers, Failure> {
    let written = flags.iter().map(|flag| from_flag(flag)).collect();
    let merged = merge_answers(rulebook, written, None);
    if merged.faults.is_empty() {
        return Ok(merged.answers());
    }
    let mut message = String::new();
    for fault in &merged.faults {
        let place = fault.question;
        let written = fault.written.as_ref().map(|written| &*written.question);
        let named = escaped(written.unwrap_or_default());
        let _ = writeln!(
            message,
            "error: `--assume {named}=…`: {}",
            escaped(&fault.message)
        );
        if let Some(nearest) = &fault.nearest {
            let _ = writeln!(message, "  did you mean `{nearest}`?");
        }
        if let Some(question) = place.map(|place| &rulebook.questions[place]) {
            let _ = writeln!(message, "  allowed: {}", question.allowed());
        }
    }
    Err(Failure::new(Exit::BadAnswers, message))
}

/// The questions that several cases leave open, as a new question does that everybody is asked.
fn open_questions(files: &[CaseFile], rulebook: &Rulebook) -> String {
    let outcomes = files.iter().flat_map(|file| &file.results);
    let open: Vec<_> = outcomes.flat_map(|(_, outcome)| &outcome.open).collect();
    let mut page = String::new();
    for (place, question) in rulebook.questions.iter().enumerate() {
        let cases = open.iter().filter(|open| ***open == place).count();
        if cases > 1 {
            let _ = writeln!(
                page,
                "\n{cases} cases need an answer to `{id}`: `--assume {id}=…` answers it in all of them",
                id = question.id
            );
        }
    }
    page
}

fn table(files: &[CaseFile], rulebook: &Rulebook) -> String {
    let mut table = String::from(
        "| file | urgent found | too low | too high | ordinary to a doctor | first cause right | confident where none fits |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for file in files {
        let mut judged = Judgement::default();
        for (rule_case, outcome) in &file.results {
            judged.add(rulebook, rule_case, outcome);
        }
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} | {} | {} | {} |",
            escaped(file.short_name()),
            judged.urgent_found,
            judged.too_low,
            judged.too_high,
            judged.ordinary_to_doctor,
            judged.first_right,
            judged.confident_without_cause
        );
    }
    table + "\n"
}

fn covered_text(coverage: &Coverage) -> String {
    let mut page = String::from("Covered:\n");
    for kind in Kind::ALL {
        let (covered, all) = coverage.fraction(kind);
        let _ = write!(page, "  {:<27} {covered}/{all}", kind.words().0);
        if kind == Kind::RedFlag {
            let decided = coverage.decided.iter().filter(|decided| **decided);
            let _ = write!(page, ", decided by it {}/{all}", decided.count());
        }
        page.push('\n');
    }
    page
}

fn not_covered_text(coverage: &Coverage, rules: &RuleText, rulebook: &Rulebook) -> String {
    let mut page = String::new();
    let uncovered: Vec<_> = coverage.uncovered().collect();
    let unused: Vec<_> = coverage.unused_exceptions(rulebook);
    let excepted = coverage
        .items
        .iter()
        .filter(|item| !item.covered && item.excepted.is_some());
    let excepted: Vec<_> = excepted.collect();
    let root = yaml::positions(&rules.text);
    let line = |path: &RulePath, text: &str| {
        let root = root.as_ref();
        let line = root.map_or(1, |root| root.find(path, true).line);
        format!("  {}:{line}: {}\n", escaped(&rules.name), escaped(text))
    };
    let not_covered = uncovered.iter().map(|item| {
        let text = format!("`{}` {}", item.name, item.kind.words().1);
        line(&item.path, &text)
    });
    let not_covered: String = not_covered.collect();
    let accepted = excepted.iter().map(|item| {
        let reason = item.excepted.as_deref().unwrap_or_default();
        let text = format!("`{}` {}: {reason}", item.name, item.kind.words().1);
        line(&item.path, &text)
    });
    let accepted: String = accepted.collect();
    let unused = unused.iter().map(|exception| {
        let text = format!("`{}` is covered by now", rulebook.exceptions[*exception].at);
        line(&item("exceptions", *exception), &text)
    });
    let unused: String = unused.collect();
    for (heading, lines) in [
        ("Not covered:", not_covered),
        ("Not covered, and accepted:", accepted),
        ("Exceptions without use:", unused),
    ] {
        if !lines.is_empty() {
            let _ = write!(page, "\n{heading}\n{lines}");
        }
    }
    page
}
