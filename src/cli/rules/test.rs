//! `soreleg rules test`: case files, what went wrong and why, and what they cover.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::super::Exit;
use super::super::failure::Failure;
use super::super::output::print;
use super::super::rule_text::RuleText;
use super::check::counted;
use crate::rule_test::coverage::{Coverage, Kind};
use crate::rule_test::judgement::Judgement;
use crate::rule_test::{Outcome, run as run_case, update::updated};
use crate::rulebook::cases::{self, RuleCase};
use crate::rulebook::places::item;
use crate::rulebook::{Rulebook, yaml};
use crate::text::escaped;

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    /// Case files. Without any: `cases/*.yaml` beside the rule file, and `rules/cases/*.yaml` for
    /// the built-in rules.
    files: Vec<PathBuf>,
    /// The rule file. Without it, the built-in rules.
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Show what fails, then write what came out as what is expected.
    #[arg(long)]
    update: bool,
    /// Show, as a table, how well each file is judged: urgent ones found, ordinary ones alarmed
    #[arg(long)]
    table: bool,
    /// Fail unless this much of every kind of rule is covered, in percent.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    min_coverage: Option<u8>,
}

pub(super) fn run(options: &Options) -> Result<Exit, Failure> {
    let rules = RuleText::read(options.rules.as_deref())?;
    let rulebook = rules.rulebook()?;
    let mut files = Vec::new();
    for path in case_files(&options.files, options.rules.as_deref())? {
        files.push(CaseFile::run(&path, &rulebook)?);
    }
    let mut coverage = Coverage::none(&rulebook);
    for (rule_case, outcome) in files.iter().flat_map(|file| &file.results) {
        coverage.add(&rulebook, rule_case, outcome);
    }
    let mut page: String = files.iter().map(CaseFile::failures).collect();
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
    page += &coverage_text(&coverage, &rules, &rulebook);
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
    print(&page)?;
    if !options.update || failed == 0 {
        return Ok(exit);
    }
    for file in &files {
        print(&file.update(&rulebook)?)?;
    }
    Ok(if covered { Exit::Done } else { exit })
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
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} | {} | {} | {} |",
            escaped(&name),
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

/// The case files to run: those named, or else those beside the rule file.
pub(super) fn case_files(named: &[PathBuf], rules: Option<&Path>) -> Result<Vec<PathBuf>, Failure> {
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let beside = rules.and_then(Path::parent);
    let folder = beside.unwrap_or(Path::new("rules")).join("cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "yaml" || end == "yml")
        })
        .collect();
    files.sort();
    if files.is_empty() {
        let folder = escaped(&folder.display().to_string());
        let message = format!(
            "error: there are no case files in `{folder}`\n  name some; docs/rules.md shows how to write them"
        );
        return Err(Failure::new(Exit::Failed, message));
    }
    Ok(files)
}

/// A case file with the outcome of each case.
pub(super) struct CaseFile {
    path: PathBuf,
    source: RuleText,
    pub(super) results: Vec<(RuleCase, Outcome)>,
}

impl CaseFile {
    pub(super) fn run(path: &Path, rulebook: &Rulebook) -> Result<Self, Failure> {
        let source = RuleText::read(Some(path))?;
        if let Some(fault) = source.fault() {
            return Err(source.failure(std::slice::from_ref(fault)));
        }
        let cases =
            cases::read(&source.text, rulebook).map_err(|faults| source.failure(&faults))?;
        let results = cases
            .into_iter()
            .map(|rule_case| {
                let outcome = run_case(rulebook, &rule_case);
                (rule_case, outcome)
            })
            .collect();
        Ok(CaseFile {
            path: path.to_owned(),
            source,
            results,
        })
    }

    fn failed(&self) -> Vec<(&RuleCase, &Outcome)> {
        let results = self.results.iter();
        results
            .filter(|(_, outcome)| !outcome.differences.is_empty())
            .map(|(rule_case, outcome)| (rule_case, outcome))
            .collect()
    }

    fn failures(&self) -> String {
        let mut page = String::new();
        for (rule_case, outcome) in self.failed() {
            let (name, line) = (&self.source.name, rule_case.position.line);
            let _ = writeln!(
                page,
                "FAILED {}:{line}: {}",
                escaped(name),
                escaped(&rule_case.name)
            );
            for difference in &outcome.differences {
                let _ = writeln!(page, "  {}", escaped(&difference.what));
                for why in &difference.why {
                    let _ = writeln!(page, "    {}", escaped(why));
                }
            }
            page.push('\n');
        }
        page
    }

    /// Rewrites the expectations that were not met; says what was done.
    fn update(&self, rulebook: &Rulebook) -> Result<String, Failure> {
        let failed = self.failed();
        if failed.is_empty() {
            return Ok(String::new());
        }
        let name = escaped(&self.source.name);
        let text = updated(&self.source.text, rulebook, &failed);
        let left = match cases::read(&text, rulebook) {
            Ok(cases) => {
                let outcomes = cases.iter().map(|rule_case| run_case(rulebook, rule_case));
                outcomes
                    .filter(|outcome| !outcome.differences.is_empty())
                    .count()
            }
            Err(_) => failed.len(),
        };
        if left > 0 {
            let left = counted(left, "case");
            let message = format!(
                "error: {name}: {left} cannot be mended by new expectations; nothing was written"
            );
            return Err(Failure::new(Exit::TestsFailed, message));
        }
        std::fs::write(&self.path, text)
            .map_err(|error| Failure::io(format!("cannot write `{name}`"), &error))?;
        Ok(format!(
            "{name}: {} rewritten\n",
            counted(failed.len(), "expectation")
        ))
    }
}

fn coverage_text(coverage: &Coverage, rules: &RuleText, rulebook: &Rulebook) -> String {
    let mut page = String::from("Covered:\n");
    for kind in Kind::ALL {
        let (covered, all) = coverage.fraction(kind);
        let _ = writeln!(page, "  {:<27} {covered}/{all}", kind.words().0);
    }
    let uncovered: Vec<_> = coverage.uncovered().collect();
    let unused: Vec<_> = coverage.unused_exceptions(rulebook);
    let excepted = coverage
        .items
        .iter()
        .filter(|item| !item.covered && item.excepted.is_some());
    let excepted: Vec<_> = excepted.collect();
    let paths: Vec<_> = uncovered
        .iter()
        .chain(&excepted)
        .map(|item| item.path.clone())
        .chain(unused.iter().map(|place| item("exceptions", *place)))
        .collect();
    let lines = yaml::locate(&rules.text, &paths);
    let mut lines = lines.iter().map(|position| position.line);
    let mut line = |text: String| {
        let line = lines.next().unwrap_or(1);
        format!("  {}:{line}: {}\n", escaped(&rules.name), escaped(&text))
    };
    let not_covered = uncovered
        .iter()
        .map(|item| line(format!("`{}` {}", item.name, item.kind.words().1)));
    let not_covered: String = not_covered.collect();
    let accepted = excepted.iter().map(|item| {
        let reason = item.excepted.as_deref().unwrap_or_default();
        line(format!("`{}` {}: {reason}", item.name, item.kind.words().1))
    });
    let accepted: String = accepted.collect();
    let unused = unused.iter().map(|place| {
        line(format!(
            "`{}` is covered by now",
            rulebook.exceptions[*place].at
        ))
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
