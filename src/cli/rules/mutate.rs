//! `soreleg rules test --mutate`: the rules that no case would miss.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::str::FromStr;

use clap::Args;
use serde::Serialize;

use super::case_file::CaseFile;
use super::location::LocationData;
use crate::answers::case::Case;
use crate::authoring::cases::file::RuleCase;
use crate::authoring::mutate::mutant::Kind;
use crate::authoring::mutate::{Fate, fraction, mutate, nearest_case, reaches, unused_exceptions};
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::print;
use crate::cli::questions::Format;
use crate::cli::rule_file::RuleFile;
use crate::report::{FORMAT, json};
use crate::rulebook::Rulebook;
use crate::rulebook::path::RulePath;
use crate::rulebook::places::item;
use crate::text::{Shown, counted, escaped};

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
    kind: Option<Kind>,
    percent: usize,
}

impl FromStr for Gate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, percent) = match text.split_once('=') {
            None => (None, text),
            Some((name, percent)) => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.words().1 == name);
                let all = Kind::ALL.map(|kind| kind.words().1).join(", ");
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
    let progress = Progress::start();
    let fates = mutate(rulebook, &judged, |tried, all| progress.show(tried, all));
    progress.end();
    let cases = files.iter().map(|file| file.results.len()).sum();
    let data = MutationData {
        format: FORMAT,
        file: rules.name.clone(),
        cases,
        failed: cases - passed.len(),
        as_is: passed.len() - judged.len(),
        kinds: Kind::ALL.map(|kind| kind_data(&fates, kind)).into(),
        survivors: survivors(rules, rulebook, files, &fates),
        unused_exceptions: unused(rules, rulebook, &fates),
    };
    let gates = options.min_mutation.iter();
    let too_few: Vec<&Gate> = gates
        .filter(|gate| !reaches(&fates, gate.kind, gate.percent))
        .collect();
    print(&match options.format {
        Format::Json => json(&data),
        Format::Text => {
            let mut page = format!("{}\n", escaped(&rules.heading())) + &data.text();
            for Gate { kind, percent } in &too_few {
                let kind = kind.map_or("a kind".to_owned(), |kind| format!("`{}`", kind.words().1));
                let _ = writeln!(page, "\nless than {percent} % of {kind} would be missed");
            }
            Shown::lines(&page)
        }
    })?;
    Ok(if too_few.is_empty() && data.failed == 0 {
        Exit::Done
    } else {
        Exit::TestsFailed
    })
}

fn kind_data(fates: &[Fate], kind: Kind) -> KindData {
    let (killed, total) = fraction(fates, kind);
    KindData {
        kind: kind.words().1,
        killed,
        total,
    }
}

/// What no case would miss, by kind, with the case to start from.
fn survivors(
    rules: &RuleFile,
    rulebook: &Rulebook,
    files: &[CaseFile],
    fates: &[Fate],
) -> Vec<SurvivorData> {
    let results = files.iter().flat_map(|file| &file.results);
    let cases: Vec<(Case, usize)> = results
        .map(|(rule_case, outcome)| {
            let case = Case::new(rulebook, rule_case.answers.clone());
            (case, outcome.assessment.red_flags.len())
        })
        .collect();
    let case_locations: Vec<LocationData> = files.iter().flat_map(case_locations).collect();
    let of_kind = |kind| {
        fates
            .iter()
            .filter(move |fate| fate.mutant.kind == kind && !fate.killed)
    };
    let survivors: Vec<&Fate> = Kind::ALL.into_iter().flat_map(of_kind).collect();
    let paths: Vec<RulePath> = survivors
        .iter()
        .map(|fate| fate.mutant.path.clone())
        .collect();
    let locations = rule_locations(rules, rulebook, &paths);
    let survivors = survivors
        .into_iter()
        .zip(locations)
        .map(|(fate, rule)| SurvivorData {
            kind: fate.mutant.kind.words().1,
            rule,
            what: fate.mutant.what.clone(),
            accepted: fate.excepted.clone(),
            nearest: nearest_case(&fate.mutant, &cases).map(|index| case_locations[index].clone()),
        });
    survivors.collect()
}

fn unused(rules: &RuleFile, rulebook: &Rulebook, fates: &[Fate]) -> Vec<LocationData> {
    let unused = unused_exceptions(rulebook, fates).into_iter();
    let (paths, names): (Vec<_>, Vec<_>) = unused
        .map(|index| {
            (
                item("exceptions", index),
                rulebook.exceptions[index].at.clone(),
            )
        })
        .unzip();
    let locations = rule_locations(rules, rulebook, &paths)
        .into_iter()
        .zip(names);
    locations
        .map(|(location, name)| LocationData { name, ..location })
        .collect()
}

fn rule_locations(rules: &RuleFile, rulebook: &Rulebook, paths: &[RulePath]) -> Vec<LocationData> {
    let locations = paths
        .iter()
        .zip(rules.lines(paths))
        .map(|(path, line)| LocationData {
            file: rules.name.clone(),
            line,
            name: rulebook.place_name(path),
        });
    locations.collect()
}

fn case_locations(file: &CaseFile) -> Vec<LocationData> {
    let locations = file.cases();
    let locations = locations.map(|rule_case| LocationData {
        file: file.name().to_owned(),
        line: rule_case.line,
        name: rule_case.name.clone(),
    });
    locations.collect()
}

impl MutationData {
    fn text(&self) -> String {
        let mut page = String::new();
        page += &counted(self.cases, "case");
        for (number, why) in [(self.failed, "fail as it is"), (self.as_is, "are `as_is`")] {
            if number > 0 {
                let _ = write!(page, "; {number} {why} and count for nothing");
            }
        }
        page += "\n\nNoticed when one rule is changed:\n";
        for (kind, data) in Kind::ALL.into_iter().zip(&self.kinds) {
            let KindData { killed, total, .. } = data;
            if [Kind::FromLog, Kind::Fixed, Kind::Expectation, Kind::Better].contains(&kind)
                && *total == 0
            {
                continue;
            }
            let _ = writeln!(page, "  {:<38} {killed}/{total}", kind.words().0);
        }
        for kind in Kind::ALL {
            let (heading, name) = kind.words();
            let of_kind = || self.survivors.iter().filter(move |one| one.kind == name);
            let open = of_kind().filter(|one| one.accepted.is_none());
            let accepted = of_kind().filter(|one| one.accepted.is_some());
            page += &listed(&format!("No case would miss: {heading}"), open);
            page += &listed(
                &format!("No case would miss, and accepted: {heading}"),
                accepted,
            );
        }
        if !self.unused_exceptions.is_empty() {
            page += "\nExceptions without use:\n";
            for location in &self.unused_exceptions {
                let _ = writeln!(page, "  {location}");
            }
        }
        page
    }
}

fn listed<'d>(heading: &str, survivors: impl Iterator<Item = &'d SurvivorData>) -> String {
    let mut lines = String::new();
    for survivor in survivors {
        let _ = write!(lines, "  {}", survivor.rule);
        for (between, text) in [(" ", &survivor.what), (": ", &survivor.accepted)] {
            if let Some(text) = text {
                let _ = write!(lines, "{between}{}", escaped(text));
            }
        }
        lines.push('\n');
        if let (Some(nearest), None) = (&survivor.nearest, &survivor.accepted) {
            let _ = writeln!(lines, "    start from {nearest}");
        }
    }
    if lines.is_empty() {
        lines
    } else {
        format!("\n{heading}\n{lines}")
    }
}

/// How far it is, on standard error if that is a terminal.
struct Progress(bool);

impl Progress {
    fn start() -> Self {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Progress(io::stderr().is_terminal() && !dumb)
    }

    fn show(&self, tried: usize, all: usize) {
        if self.0 {
            let _ = write!(io::stderr(), "\r{tried} of {all} changes tried");
        }
    }

    fn end(&self) {
        if self.0 {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
