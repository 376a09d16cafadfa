//! How many rows came to what.

use std::fmt::Write as _;

use super::provisional::Provisional;
use crate::assess::{Evaluation, Verdict};
use crate::index::{CauseIndex, IndexVec};
use crate::rulebook::Rulebook;
use crate::text::counted;
use crate::triage::TriageLevel;

/// The verdicts, as counted.
const VERDICTS: [(Verdict, &str); 5] = [
    (Verdict::HelpFirst, "help first, the cause can wait"),
    (Verdict::Clear, "one cause"),
    (Verdict::TwoCauses, "two causes"),
    (Verdict::OrdinarySoreness, "ordinary soreness"),
    (Verdict::NoClearCause, "no clear cause"),
];

/// How many rows came to what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// All rows.
    pub rows: u64,
    /// Rows that could not be used.
    pub bad: u64,
    /// Those of them whose good answers are urgent all the same.
    pub bad_urgent: u64,
    /// Per level: rows of which it is certain that it is that.
    levels: [u64; TriageLevel::ALL.len()],
    /// Per level: rows of which it is only certain that it is at least that.
    at_least: [u64; TriageLevel::ALL.len()],
    verdicts: [u64; VERDICTS.len()],
    /// Rows whose verdict is not known.
    unknown: u64,
    /// Per cause: rows in which it is put forward first.
    first_causes: IndexVec<CauseIndex, u64>,
}

impl Tally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(rulebook: &Rulebook) -> Self {
        Tally {
            first_causes: rulebook.causes.filled(0),
            ..Tally::default()
        }
    }

    pub(super) fn count(&mut self, row: &Evaluation, certain: &Provisional) {
        self.rows += 1;
        let levels = if certain.level.is_exact() {
            &mut self.levels
        } else {
            &mut self.at_least
        };
        levels[row.level as usize] += 1;
        match certain.verdict.0 {
            Some(verdict) => self.verdicts[verdict as usize] += 1,
            None => self.unknown += 1,
        }
        if let Some(cause) = certain.shown(row).next() {
            self.first_causes[cause] += 1;
        }
    }

    pub(super) fn count_bad(&mut self, urgent: Option<TriageLevel>) {
        self.rows += 1;
        self.bad += 1;
        self.bad_urgent += u64::from(urgent.is_some());
    }

    /// Adds what was counted elsewhere with the same rulebook.
    pub fn add(&mut self, other: &Tally) {
        self.rows += other.rows;
        self.bad += other.bad;
        self.bad_urgent += other.bad_urgent;
        self.unknown += other.unknown;
        let all = (self.levels.iter_mut())
            .chain(&mut self.at_least)
            .chain(&mut self.verdicts)
            .chain(&mut self.first_causes);
        let others = (other.levels.iter())
            .chain(&other.at_least)
            .chain(&other.verdicts)
            .chain(&other.first_causes);
        for (count, other) in all.zip(others) {
            *count += other;
        }
    }

    /// The counts in words, the most urgent first.
    #[must_use]
    pub fn summary(&self, rulebook: &Rulebook) -> String {
        let mut text = counted(self.rows, "row");
        if self.bad > 0 {
            let _ = write!(text, ", {} of them bad", self.bad);
        }
        if self.bad_urgent > 0 {
            let _ = write!(
                text,
                ", and of these {} urgent all the same",
                self.bad_urgent
            );
        }
        text.push('\n');
        let levels = TriageLevel::ALL.iter().rev().flat_map(|level| {
            let title = &*rulebook.level(*level).title;
            let index = *level as usize;
            let at_least = match level {
                TriageLevel::SelfCare => "Not known: safety questions are open".to_owned(),
                _ => format!("At least: {title}"),
            };
            [
                (self.levels[index], title.to_owned()),
                (self.at_least[index], at_least),
            ]
        });
        list(&mut text, "How urgent", levels);
        let verdicts = VERDICTS.iter();
        let verdicts = verdicts.map(|(verdict, words)| (self.verdicts[*verdict as usize], *words));
        let unknown = (self.unknown, "not known: safety questions are open");
        list(&mut text, "What it comes to", verdicts.chain([unknown]));
        let causes = rulebook.causes.iter().map(|cause| cause.title.as_str());
        list(
            &mut text,
            "Likeliest cause",
            self.first_causes.iter().copied().zip(causes),
        );
        let open: u64 = self.at_least.iter().sum();
        if open > 0 {
            let rows = counted(open, "row");
            let _ = writeln!(
                text,
                "Safety questions are open (`open_safety`) in {rows}: the level may be too low."
            );
        }
        text
    }
}

fn list(
    text: &mut String,
    heading: &str,
    counts: impl Iterator<Item = (u64, impl std::fmt::Display)>,
) {
    let mut counts = counts.filter(|(count, _)| *count > 0).peekable();
    if counts.peek().is_some() {
        let _ = writeln!(text, "{heading}");
    }
    for (count, words) in counts {
        let _ = writeln!(text, "{count:>9}  {words}");
    }
}
