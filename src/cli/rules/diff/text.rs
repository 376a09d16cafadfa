//! What differs, for people.

use std::fmt::Write as _;

use super::data::{ChangeData, DiffData, EditData, RunnerData};
use super::rows::{ENOUGH, RowEffectData};
use crate::answers::command::shell_line;
use crate::authoring::diff::people::Effect;
use crate::cli::rules::location::LocationData;
use crate::text::{clipped, counted, escaped};

/// The most cases that are told of one effect; of less urgent ones all are told.
const MOST_CASES: usize = 3;

impl DiffData {
    pub(super) fn text(&self) -> String {
        let mut page = format!(
            "{} -> {}\n\nWHAT CHANGED\n",
            escaped(&self.old.file),
            escaped(&self.new.file)
        );
        for edit in &self.edits {
            let (what, at) = (edit.words(), format!("{}:{}", edit.file, edit.line));
            let _ = writeln!(page, "  {}\n    {}", escaped(&at), escaped(&what));
        }
        if self.edits.is_empty() {
            page += "  nothing\n";
        }
        page += &self.numbers();
        let mut told: Vec<&LocationData> = Vec::new();
        for (effect, data) in Effect::ALL.into_iter().zip(&self.effects) {
            if data.cases + data.runners == 0 {
                continue;
            }
            let _ = writeln!(page, "\n{}", effect.words().0.to_uppercase());
            let most = if effect == Effect::LessUrgent {
                usize::MAX
            } else {
                MOST_CASES
            };
            let (above, others): (Vec<_>, Vec<_>) = data
                .examples
                .iter()
                .partition(|one| told.contains(&&one.case));
            for example in others.iter().take(most) {
                let _ = writeln!(page, "  {}\n{}", example.case, lines(&example.change));
                told.push(&example.case);
            }
            for (number, what) in [
                (others.len().saturating_sub(most), "more"),
                (above.len(), "told above"),
            ] {
                if number > 0 {
                    let _ = writeln!(page, "  and {} {what}", counted(number, "case"));
                }
            }
            if let Some(runner) = &data.smallest {
                let _ = writeln!(
                    page,
                    "  smallest runner: {}\n{}",
                    runner.flags(),
                    lines(&runner.change)
                );
            }
        }
        if !self.failed.is_empty() {
            page += "\nFAILS AN EXPECTATION\n";
            for case in &self.failed {
                let _ = writeln!(page, "  {case}");
            }
        }
        page + &self.alone()
    }

    fn numbers(&self) -> String {
        let mut page = format!(
            "\nWHAT IT DOES TO PEOPLE    of {:<14}of {}\n",
            counted(self.cases, "case"),
            counted(self.runners, "runner")
        );
        for (effect, data) in Effect::ALL.into_iter().zip(&self.effects) {
            let look = if effect == Effect::LessUrgent && data.cases + data.runners > 0 {
                "   <- look here"
            } else {
                ""
            };
            let share = share(data.runners, self.runners);
            let _ = writeln!(
                page,
                "  {:<24}{:>8}        {:>8}{share:>10}{look}",
                effect.words().0,
                data.cases,
                data.runners
            );
        }
        let _ = writeln!(
            page,
            "  {:<24}{:>8}",
            "fails an expectation",
            self.failed.len()
        );
        let _ = writeln!(
            page,
            "  {:<24}{:>8.1} -> {:.1}",
            "questions asked (mean)", self.questions.was, self.questions.now
        );
        if self.skipped > 0 {
            let _ = writeln!(page, "  left out: {}, since", counted(self.skipped, "case"));
            for why in &self.why_skipped {
                let _ = writeln!(page, "    {}", escaped(why));
            }
        }
        if let Some(people) = &self.people {
            let _ = writeln!(
                page,
                "\nOF {} AND {} THAT CANNOT BE USED",
                counted(people.rows, "row").to_uppercase(),
                people.bad
            );
            for (effect, data) in Effect::ALL.into_iter().zip(&people.effects) {
                let _ = writeln!(page, "  {:<24}{}", effect.words().0, data.words());
            }
        }
        page
    }

    fn alone(&self) -> String {
        let mut page = String::new();
        for edit in &self.edits {
            let Some(alone) = &edit.alone else { continue };
            let look = match alone {
                alone if alone.less_urgent > 0 => format!("   {} less urgent", alone.less_urgent),
                alone if alone.cases == 0 && alone.runners > 0 => {
                    "   <- no case notices".to_owned()
                }
                _ => String::new(),
            };
            let (cases, runners, name) = (alone.cases, alone.runners, escaped(&edit.name()));
            let _ = writeln!(page, "  {cases:>6} {runners:>8}  {name}{look}");
        }
        if !page.is_empty() {
            page = format!("\nEACH EDIT ALONE\n   cases  runners\n{page}");
        }
        page
    }
}

/// So many of so many, in percent.
#[allow(clippy::cast_precision_loss)]
pub(super) fn share(some: usize, all: usize) -> String {
    format!("{:.2} %", some as f64 * 100.0 / all.max(1) as f64)
}

fn lines(change: &ChangeData) -> String {
    let lines = change.lines().into_iter();
    let lines: Vec<String> = lines
        .map(|line| format!("    {}", escaped(&line)))
        .collect();
    lines.join("\n")
}

impl EditData {
    fn name(&self) -> String {
        format!("{} {}", self.kind, self.rule)
    }

    /// What it was and what it is.
    pub(super) fn words(&self) -> String {
        let text = |text: &Option<String>| text.as_deref().map(clipped).unwrap_or_default();
        let (was, now) = (text(&self.was), text(&self.now));
        let name = self.name();
        match (&self.was, &self.now) {
            (Some(_), Some(_)) => format!("{name}: {was} -> {now}"),
            _ => format!("{name}: {was}{now}"),
        }
    }
}

impl ChangeData {
    /// What is told otherwise, line by line.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let [was, now] = self.level;
        if was != now {
            lines.push(format!("{was} -> {now}"));
        }
        let [was, now] = self.verdict;
        if was != now {
            lines.push(format!("{} -> {}", was.name(), now.name()));
        }
        let [was, now] = &self.first;
        if was != now {
            let name = |first: &Option<String>| first.clone().unwrap_or_else(|| "none".to_owned());
            lines.push(format!("first cause {} -> {}", name(was), name(now)));
        }
        for (cause, [was, now]) in &self.strengths {
            lines.push(format!("{cause} {} -> {}", was.name(), now.name()));
        }
        for (what, advice) in [
            ("now told", &self.advice_new),
            ("no longer told", &self.advice_lost),
        ] {
            if !advice.is_empty() {
                lines.push(format!("{what}: {}", advice.join(", ")));
            }
        }
        lines.push(match &self.by[..] {
            [] => "by several edits together".to_owned(),
            by => format!("by: {}", by.join("; ")),
        });
        lines
    }
}

impl RunnerData {
    /// The answers as flags.
    pub(super) fn flags(&self) -> String {
        let flags = self.answers.iter();
        let flags =
            flags.flat_map(|(question, value)| ["-a".to_owned(), format!("{question}={value}")]);
        match &flags.collect::<Vec<_>>()[..] {
            [] => "no answers at all".to_owned(),
            flags => escaped(&shell_line(flags)),
        }
    }
}

impl RowEffectData {
    pub(super) fn words(&self) -> String {
        let Some(rows) = self.rows else {
            return format!("fewer than {ENOUGH}");
        };
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        match &lines[..] {
            [] => rows.to_string(),
            some if some.len() < rows => format!("{rows}, first in lines {}", lines.join(", ")),
            _ => format!("{rows}, in lines {}", lines.join(", ")),
        }
    }
}
