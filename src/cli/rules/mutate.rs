//! `soreleg rules test --mutate`: the rules that no case would miss.

use std::fmt::{self, Write as _};
use std::io::{self, IsTerminal as _, Write as _};
use std::str::FromStr;

use clap::Args;
use serde::Serialize;

use super::case_file::CaseFile;
use super::location::{LocationData, list};
use crate::answers::case::Case;
use crate::authoring::cases::file::RuleCase;
use crate::authoring::mutate::mutant::Operator;
use crate::authoring::mutate::{Fate, killed, mutate, nearest_case, unused_exceptions};
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{print, stdout_style};
use crate::cli::questions::Format;
use crate::cli::rule_file::RuleFile;
use crate::report::document::Document;
use crate::report::{FORMAT, json};
use crate::rulebook::Rulebook;
use crate::rulebook::places::item;
use crate::system;
use crate::text::counted;

#[derive(Debug, Args)]
pub(in crate::cli) struct MutationOptions {
    /// Change one rule at a time and list what no case would miss. Cases with `as_is: true` count
    /// for nothing.
    #[arg(long, conflicts_with_all = ["update", "table", "min_coverage"])]
    pub(super) mutate: bool,
    /// Fail unless cases notice this much of every kind of change, in percent; or of some, as in
    /// `level=100,ratio=80`
    #[arg(
        long,
        value_name = "[KIND=]PERCENT",
        requires = "mutate",
        value_delimiter = ','
    )]
    min_mutation: Vec<Gate>,
    /// How to show what no case would miss.
    #[arg(long, value_enum, default_value_t, requires = "mutate")]
    format: Format,
}

/// How many percent of a kind, or else of every kind, have to be noticed.
#[derive(Debug, Clone, Copy)]
struct Gate {
    kind: Option<Operator>,
    percent: usize,
}

impl FromStr for Gate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, percent) = match text.split_once('=') {
            None => (None, text),
            Some((name, percent)) => {
                let kind = Operator::ALL
                    .into_iter()
                    .find(|kind| kind.words().1 == name);
                let all = Operator::ALL.map(|kind| kind.words().1).join(", ");
                (Some(kind.ok_or(format!("the kinds are: {all}"))?), percent)
            }
        };
        let percent = percent.parse().ok().filter(|percent| *percent <= 100);
        let percent = percent.ok_or("a whole number up to 100 is needed")?;
        Ok(Gate { kind, percent })
    }
}

/// What no case of a rule file would miss.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct MutationData {
    /// Number of this data format.
    format: u32,
    /// The rule file.
    file: String,
    /// How many cases there are.
    cases: usize,
    /// How many of them fail without any change, and count for nothing.
    failed: usize,
    /// How many of them say `as_is: true`, and count for nothing.
    as_is: usize,
    /// How many changes of each kind some case would miss.
    kinds: Vec<KindData>,
    /// The changes that no case would miss.
    survivors: Vec<SurvivorData>,
    /// The exceptions of the code `survives` that accept nothing.
    unused_exceptions: Vec<LocationData>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct KindData {
    kind: &'static str,
    killed: usize,
    /// All of them but for survivors that are accepted.
    total: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SurvivorData {
    kind: &'static str,
    /// The rule.
    rule: LocationData,
    /// What is done to it, where its kind does not say.
    what: Option<String>,
    /// Why the rule file accepts it.
    accepted: Option<String>,
    /// The case to start from.
    nearest: Option<LocationData>,
}

pub(super) fn run(
    options: &MutationOptions,
    rules: &RuleFile,
    rulebook: &Rulebook,
    files: &[CaseFile],
) -> Result<Exit, Failure> {
    let results = files.iter().flat_map(|file| &file.results);
    let passed = results.filter(|(_, outcome)| outcome.differences.is_empty());
    let passed: Vec<&RuleCase> = passed.map(|(rule_case, _)| rule_case).collect();
    let judged: Vec<&RuleCase> = passed.iter().copied().filter(|one| !one.as_is).collect();
    let shows_progress = io::stderr().is_terminal() && !system::is_dumb();
    let show = |progress: fmt::Arguments| {
        if shows_progress {
            let _ = write!(io::stderr(), "\r{progress}");
        }
    };
    let fates = mutate(rulebook, &judged, |tried, all| {
        show(format_args!("{tried} of {all} changes tried"));
    });
    show(format_args!("\x1b[K"));
    let cases = files.iter().map(|file| file.results.len()).sum();
    let unused = unused_exceptions(rulebook, &fates)
        .into_iter()
        .map(|index| {
            let at = rulebook.exceptions[index].at.clone();
            (item("exceptions", index), at)
        });
    let data = MutationData {
        format: FORMAT,
        file: rules.name.clone(),
        cases,
        failed: cases - passed.len(),
        as_is: passed.len() - judged.len(),
        kinds: Operator::ALL.map(|kind| kind_data(&fates, kind)).into(),
        survivors: survivors(rules, rulebook, files, &fates),
        unused_exceptions: LocationData::all(rules, unused.collect()),
    };
    let is_reached = |gate: &&Gate| {
        let kinds = Operator::ALL.into_iter();
        let mut kinds = kinds.filter(|kind| gate.kind.is_none_or(|gated| gated == *kind));
        kinds.all(|kind| killed(&fates, kind).reaches(gate.percent))
    };
    let gates = options.min_mutation.iter();
    let too_few: Vec<&Gate> = gates.filter(|gate| !is_reached(gate)).collect();
    print(&match options.format {
        Format::Json => json(&data),
        Format::Text => {
            let mut page = Document::new();
            page.line(rules.heading());
            data.show(&mut page);
            for Gate { kind, percent } in &too_few {
                let kind = kind.map_or("a kind".to_owned(), |kind| format!("`{}`", kind.words().1));
                page.line("");
                page.line(format!("less than {percent} % of {kind} would be missed"));
            }
            page.text(stdout_style())
        }
    })?;
    Ok(if too_few.is_empty() && data.failed == 0 {
        Exit::Done
    } else {
        Exit::TestsFailed
    })
}

fn kind_data(fates: &[Fate], kind: Operator) -> KindData {
    let killed = killed(fates, kind);
    KindData {
        kind: kind.words().1,
        killed: killed.some,
        total: killed.all,
    }
}

/// What no case would miss, by kind, with the case to start from.
fn survivors(
    rules: &RuleFile,
    rulebook: &Rulebook,
    files: &[CaseFile],
    fates: &[Fate],
) -> Vec<SurvivorData> {
    let (mut cases, mut locations) = (Vec::new(), Vec::new());
    for file in files {
        for (rule_case, outcome) in &file.results {
            let case = Case::new(rulebook, rule_case.answers.clone());
            cases.push((case, outcome.assessment.red_flags.len()));
            locations.push(file.location(rule_case));
        }
    }
    let mut survivors: Vec<&Fate> = fates.iter().filter(|fate| !fate.killed).collect();
    survivors.sort_by_key(|fate| fate.mutant.kind);
    let named = survivors.iter().map(|fate| {
        let path = fate.mutant.path.clone();
        let name = rulebook.place_name(&path);
        (path, name)
    });
    let survivors = survivors
        .iter()
        .zip(LocationData::all(rules, named.collect()));
    let survivors = survivors.map(|(fate, rule)| SurvivorData {
        kind: fate.mutant.kind.words().1,
        rule,
        what: fate.mutant.what.clone(),
        accepted: fate.excepted.clone(),
        nearest: nearest_case(&fate.mutant, &cases).map(|index| locations[index].clone()),
    });
    survivors.collect()
}

impl MutationData {
    fn show(&self, page: &mut Document) {
        let mut cases = counted(self.cases, "case");
        for (number, why) in [(self.failed, "fail as it is"), (self.as_is, "are `as_is`")] {
            if number > 0 {
                let _ = write!(cases, "; {number} {why} and count for nothing");
            }
        }
        page.line(cases);
        page.line("");
        page.line("Noticed when one rule is changed:");
        for (kind, KindData { killed, total, .. }) in Operator::ALL.into_iter().zip(&self.kinds) {
            if *total > 0 || !kind.is_rare() {
                page.line(format!("  {:<38} {killed}/{total}", kind.words().0));
            }
        }
        for kind in Operator::ALL {
            let (heading, name) = kind.words();
            let of_kind = self.survivors.iter().filter(|one| one.kind == name);
            let (open, accepted): (Vec<_>, Vec<_>) =
                of_kind.partition(|one| one.accepted.is_none());
            for (start, some) in [
                ("No case would miss", open),
                ("No case would miss, and accepted", accepted),
            ] {
                let lines: Vec<String> = some.into_iter().flat_map(SurvivorData::lines).collect();
                list(page, &format!("{start}: {heading}"), &lines);
            }
        }
        list(page, "Exceptions without use:", &self.unused_exceptions);
    }
}

impl SurvivorData {
    fn lines(&self) -> Vec<String> {
        let mut rule = self.rule.to_string();
        for (between, text) in [(" ", &self.what), (": ", &self.accepted)] {
            rule.extend(text.iter().flat_map(|text| [between, text]));
        }
        let nearest = self.nearest.iter().filter(|_| self.accepted.is_none());
        let nearest = nearest.map(|nearest| format!("  start from {nearest}"));
        std::iter::once(rule).chain(nearest).collect()
    }
}
