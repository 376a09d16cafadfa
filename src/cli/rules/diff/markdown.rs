//! What differs, for a pull request.

use std::fmt::Write as _;

use super::data::{ChangeData, DiffData};
use super::text::share;
use crate::authoring::diff::people::Effect;
use crate::text::{capitalised, escaped};

/// The most cases that are told of one effect.
const MOST_CASES: usize = 10;

impl DiffData {
    pub(super) fn markdown(&self) -> String {
        let mut page = format!(
            "## Rules: {} → {}\n\n",
            code(&self.old.file),
            code(&self.new.file)
        );
        let _ = writeln!(
            page,
            "| what changed | where | cases | runners | less urgent |\n|---|---|---|---|---|"
        );
        for edit in &self.edits {
            let alone = edit.alone.as_ref();
            let alone = alone.map(|alone| {
                [alone.cases, alone.runners, alone.less_urgent].map(|sum| sum.to_string())
            });
            let [cases, runners, less_urgent] = alone.unwrap_or_default();
            let at = format!("{}:{}", edit.file, edit.line);
            let _ = writeln!(
                page,
                "| {} | {} | {cases} | {runners} | {less_urgent} |",
                code(&edit.words()),
                code(&at)
            );
        }
        let _ = writeln!(
            page,
            "\n| what it does to people | of {} cases | of {} runners | share |\n|---|---|---|---|",
            self.cases, self.runners
        );
        for (effect, data) in Effect::ALL.into_iter().zip(&self.effects) {
            let share = share(data.runners, self.runners);
            let _ = writeln!(
                page,
                "| {} | {} | {} | {share} |",
                effect.words().0,
                data.cases,
                data.runners
            );
        }
        let _ = writeln!(page, "| fails an expectation | {} | | |", self.failed.len());
        let _ = writeln!(
            page,
            "| questions asked (mean) | {:.1} → {:.1} | | |",
            self.questions.was, self.questions.now
        );
        if self.skipped > 0 {
            let why: Vec<String> = self.why_skipped.iter().map(|why| code(why)).collect();
            let _ = writeln!(
                page,
                "\nCases that do not fit the new rules, and were left out: {}. {}",
                self.skipped,
                why.join("; ")
            );
        }
        if let Some(people) = &self.people {
            let _ = writeln!(
                page,
                "\n| of {} rows ({} more cannot be used) | |\n|---|---|",
                people.rows, people.bad
            );
            for (effect, data) in Effect::ALL.into_iter().zip(&people.effects) {
                let _ = writeln!(page, "| {} | {} |", effect.words().0, data.words());
            }
        }
        for (effect, data) in Effect::ALL.into_iter().zip(&self.effects) {
            if data.cases + data.runners == 0 {
                continue;
            }
            let _ = writeln!(page, "\n### {}\n", capitalised(effect.words().0));
            for example in data.examples.iter().take(MOST_CASES) {
                page += &listed(&code(&example.case.to_string()), &example.change);
            }
            if data.cases > MOST_CASES {
                let _ = writeln!(page, "- and {} more", data.cases - MOST_CASES);
            }
            if let Some(runner) = &data.smallest {
                page += &listed(
                    &format!("smallest runner: {}", code(&runner.flags())),
                    &runner.change,
                );
            }
        }
        page
    }
}

fn listed(name: &str, change: &ChangeData) -> String {
    let mut item = format!("- {name}\n");
    for line in change.lines() {
        let _ = writeln!(item, "  - {}", code(&line));
    }
    item
}

/// Text as it is, with no meaning to Markdown or to a table.
fn code(text: &str) -> String {
    format!("`{}`", escaped(text).replace('`', "'").replace('|', "\\|"))
}
