//! Case files: read, run and rewritten.

use std::path::{Path, PathBuf};

use super::location::LocationData;
use crate::answer::Answers;
use crate::assess::Engine;
use crate::authoring::cases::assumption::{assume, contradicted};
use crate::authoring::cases::file;
use crate::authoring::cases::file::RuleCase;
use crate::authoring::cases::update::updated;
use crate::authoring::cases::{Difference, Outcome, run as run_case};
use crate::built_in::CASES;
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::replace;
use crate::cli::rule_file::{RuleFile, yaml_files};
use crate::fault::Fault;
use crate::report::document::Document;
use crate::rulebook::Rulebook;
use crate::rulebook::path::Segment;
use crate::text::counted;

/// The case files to run: those named, or else those that belong to the rules.
pub(super) fn case_files(
    named: &[PathBuf],
    rules: Option<&Path>,
) -> Result<Vec<RuleFile>, Failure> {
    let mut files = Vec::new();
    match (named, rules) {
        ([], None) => {
            let built_in = |(name, text)| RuleFile::with_text(&format!("rules/cases/{name}"), text);
            return Ok(CASES.map(built_in).into());
        }
        ([], Some(rules)) => {
            let folder = rules.parent().unwrap_or(Path::new(""));
            files = files_in(&folder.join("cases"))?;
        }
        _ => {
            for path in named {
                if path.is_dir() {
                    files.extend(files_in(path)?);
                } else {
                    files.push(path.clone());
                }
            }
        }
    }
    let files = files.iter();
    files.map(|path| RuleFile::read(Some(path))).collect()
}

/// The case files that belong to the rules, if there are any.
pub(super) fn cases_beside(rules: Option<&Path>) -> Result<Vec<RuleFile>, Failure> {
    let folder = rules.map(|rules| rules.parent().unwrap_or(Path::new("")).join("cases"));
    match folder {
        Some(folder) if yaml_files(&folder).is_empty() => Ok(Vec::new()),
        _ => case_files(&[], rules),
    }
}

/// The rule file that case files lie beside, themselves or in a folder `cases`, if there is just one.
pub(super) fn rules_beside(named: &[PathBuf]) -> Result<Option<PathBuf>, Failure> {
    let mut rules: Vec<PathBuf> = named
        .iter()
        .filter_map(|path| rule_file_beside(path))
        .collect();
    rules.dedup();
    if rules.len() > 1 {
        let names = rules.iter().map(|path| path.display().to_string());
        let names = names.collect::<Vec<_>>().join("` and `");
        let message = format!("these cases lie beside several rule files: `{names}`");
        return Err(Failure::new(Exit::BadAnswers, message).hint("--rules says which is meant"));
    }
    Ok(rules.pop())
}

fn rule_file_beside(cases: &Path) -> Option<PathBuf> {
    let folder = match cases.parent() {
        _ if cases.is_dir() => cases,
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let is_rules = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        text.lines().any(|line| line.starts_with("red_flags:"))
    };
    let in_cases = folder
        .canonicalize()
        .is_ok_and(|folder| folder.ends_with("cases"));
    let folder = match folder.parent() {
        _ if !in_cases => folder.to_owned(),
        Some(parent) if folder.ends_with("cases") && parent != Path::new("") => parent.to_owned(),
        _ => folder.join(".."),
    };
    let mut rules = yaml_files(&folder).into_iter().filter(is_rules);
    rules.next().filter(|_| rules.next().is_none())
}

/// The case files in a folder, by name.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let files = yaml_files(folder);
    if files.is_empty() {
        let message = format!("there are no case files in `{}`", folder.display());
        return Err(Failure::new(Exit::Failed, message)
            .hint("name others behind the command; docs/rules.md shows how to write them"));
    }
    Ok(files)
}

/// A case file with the outcome of each case.
pub(super) struct CaseFile<'f> {
    pub(super) source: &'f RuleFile,
    pub(super) results: Vec<(RuleCase, Outcome)>,
}

impl<'f> CaseFile<'f> {
    /// Runs the cases; what they leave open counts as answered as `assumed` says.
    pub(super) fn run(
        source: &'f RuleFile,
        rulebook: &Rulebook,
        assumed: &Answers,
    ) -> Result<Self, Failure> {
        let cases = source.cases(rulebook)?;
        let mut engine = Engine::new(rulebook);
        let outcomes = cases.into_iter().map(|mut rule_case| {
            assume(rulebook, &mut rule_case, assumed);
            let outcome = run_case(&mut engine, &rule_case);
            (rule_case, outcome)
        });
        let results = outcomes.collect();
        Ok(CaseFile { source, results })
    }

    pub(super) fn failed(&self) -> impl Iterator<Item = &(RuleCase, Outcome)> {
        let results = self.results.iter();
        results.filter(|(_, outcome)| !outcome.differences.is_empty())
    }

    /// What failed and why; once for all cases that failed alike.
    pub(super) fn failures(&self, page: &mut Document) {
        let mut alike: Vec<(&[Difference], Vec<&RuleCase>)> = Vec::new();
        for (rule_case, outcome) in self.failed() {
            let differences = &outcome.differences[..];
            match alike.iter_mut().find(|(known, _)| *known == differences) {
                Some((_, cases)) => cases.push(rule_case),
                None => alike.push((differences, vec![rule_case])),
            }
        }
        for (differences, cases) in alike {
            for rule_case in cases {
                page.line(format!("FAILED {}", self.location(rule_case)));
            }
            for line in in_words(differences) {
                page.line(format!("  {line}"));
            }
            page.line("");
        }
    }

    /// Writes down what was assumed, and rewrites the expectations that were not met, in every case
    /// that passes then. Says what was done; gives the cases that were left, and why.
    pub(super) fn update(
        &self,
        rulebook: &Rulebook,
        done: &mut Document,
    ) -> Result<Vec<Failure>, Failure> {
        let (mut mended, mut left) = (Vec::new(), Vec::new());
        for (rule_case, outcome) in &self.results {
            if rule_case.assumed.is_empty() && outcome.differences.is_empty() {
                continue;
            }
            match self.obstacle(rulebook, rule_case, outcome) {
                None => mended.push((rule_case, outcome)),
                Some(obstacle) => left.push((rule_case, obstacle)),
            }
        }
        let name = &self.source.name;
        let text = updated(&self.source.text, rulebook, &mended);
        let read = text.and_then(|text| Some((file::read(&text, rulebook).ok()?, text)));
        let Some((cases, text)) = read else {
            let message = format!("{name}: it could not be read any more; nothing was written");
            return Err(Failure::new(Exit::TestsFailed, message));
        };
        if let (Some(path), false) = (&self.source.path, mended.is_empty()) {
            replace(path, &text)?;
        }
        // Where it is now.
        let title = |rule_case: &RuleCase| self.location(&cases[rule_case.index]);
        let answers = mended.iter().map(|(rule_case, _)| rule_case.assumed.len());
        let rewritten = mended.iter().filter(|(_, run)| !run.differences.is_empty());
        for (number, what, did) in [
            (answers.sum(), "answer", "added"),
            (rewritten.count(), "expectation", "rewritten"),
        ] {
            if number > 0 {
                done.line(format!("{name}: {} {did}", counted(number, what)));
            }
        }
        for (rule_case, outcome) in mended {
            if !rule_case.assumed.is_empty() {
                let assumed = rule_case.assumed.iter();
                let ids = assumed.map(|question| &*rulebook.questions[*question].id);
                let ids = ids.collect::<Vec<_>>().join("`, `");
                done.line(format!("  `{ids}` in {}", title(rule_case)));
            }
            let level = outcome.assessment.level;
            if let Some(least) = rule_case.expect.level.0.iter().min()
                && level < *least
            {
                let case = title(rule_case);
                done.line(format!("LESS URGENT {case}: `{level}`, was `{least}`"));
            }
        }
        let left = left.into_iter().map(|(rule_case, obstacle)| {
            let message = format!("{}: left as it is", title(rule_case));
            let failure = Failure::new(Exit::TestsFailed, message);
            obstacle.into_iter().fold(failure, Failure::hint)
        });
        Ok(left.collect())
    }

    /// What still fails when a case is rewritten, if something does.
    fn obstacle(
        &self,
        rulebook: &Rulebook,
        rule_case: &RuleCase,
        outcome: &Outcome,
    ) -> Option<Vec<String>> {
        let Some(text) = updated(&self.source.text, rulebook, &[(rule_case, outcome)]) else {
            let obstacle = "a comment in it would be lost: change it by hand";
            return Some(vec![obstacle.to_owned()]);
        };
        let mut engine = Engine::new(rulebook);
        if let Some(question) = contradicted(&mut engine, rule_case, outcome) {
            let id = &rulebook.questions[question].id;
            let obstacle = format!("it may say something else about `{id}`: answer it by hand");
            return Some(vec![obstacle]);
        }
        let cases = file::read(&text, rulebook).unwrap_or_default();
        let differences = run_case(&mut engine, cases.get(rule_case.index)?).differences;
        (!differences.is_empty()).then(|| in_words(&differences).collect())
    }

    /// Where a case is, and its name.
    pub(super) fn location(&self, rule_case: &RuleCase) -> LocationData {
        LocationData::of_case(self.source, rule_case)
    }
}

/// Lines on what was not met, and why.
fn in_words(differences: &[Difference]) -> impl Iterator<Item = String> {
    differences.iter().flat_map(|difference| {
        let why = difference.why.iter().map(|why| format!("  {why}"));
        std::iter::once(difference.what.clone()).chain(why)
    })
}

/// Cases that fit the rules, of files that need not fit as a whole.
pub(super) struct KnownCases {
    pub(super) cases: Vec<RuleCase>,
    /// Where each of them stands.
    pub(super) locations: Vec<LocationData>,
    /// How many cases do not fit.
    pub(super) skipped: usize,
    /// Why, once each.
    pub(super) why: Vec<String>,
}

/// The cases that belong to the rules, if there are any, without those that do not fit them: they
/// may name what is gone.
pub(super) fn known_cases(
    rules: Option<&Path>,
    rulebook: &Rulebook,
) -> Result<KnownCases, Failure> {
    let mut known = KnownCases {
        cases: Vec::new(),
        locations: Vec::new(),
        skipped: 0,
        why: Vec::new(),
    };
    for source in cases_beside(rules)? {
        let is_in_case = |fault: &Fault| matches!(fault.path.0.first(), Some(Segment::Item(_)));
        let (mut cases, faults) = source.read_as(|text| {
            let (cases, faults) = file::read_with_faults(text, rulebook)?;
            if faults.iter().all(is_in_case) {
                Ok((cases, faults))
            } else {
                Err(faults)
            }
        })?;
        let all = cases.len();
        for fault in faults {
            let case = fault.path.0.first();
            cases.retain(|rule_case| case != rule_case.at.0.first());
            if !known.why.contains(&fault.message) {
                known.why.push(fault.message);
            }
        }
        known.skipped += all - cases.len();
        let locations = cases.iter().map(|one| LocationData::of_case(&source, one));
        known.locations.extend(locations);
        known.cases.extend(cases);
    }
    Ok(known)
}
