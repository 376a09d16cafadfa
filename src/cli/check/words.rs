//! The arguments of the command that repeats a check or goes on with it, apart from the answers.

use clap::ValueEnum as _;

use super::format::Format;
use super::{CheckArguments, UnderWay};
use crate::system;

impl CheckArguments {
    /// How to ask and where to write, for an interview that goes on later.
    pub(super) fn wishes(&self, under_way: &UnderWay) -> Vec<String> {
        let flag = |set: bool, name: &str| set.then(|| name.to_owned());
        let mut wishes = self.output.words();
        wishes.extend(self.page.words(self.log.log.as_deref()));
        wishes.extend(self.reminder.words());
        // The variable that asks for it may have been set for this run alone.
        wishes.extend(flag(self.asking.plain || system::wants_plain(), "--plain"));
        wishes.extend(flag(self.full, "--full"));
        wishes.extend(flag(self.short, "--short"));
        wishes.extend(flag(self.exit_code, "--exit-code"));
        wishes.extend(
            self.save_case
                .iter()
                .map(|name| format!("--save-case={name}")),
        );
        wishes.extend(flag(self.keep.save, "--save"));
        if under_way.same.is_empty() {
            wishes.extend(self.keep.words());
        }
        if let Some(units) = self.answers.units {
            wishes.push(format!("--units={}", units.name()));
        }
        wishes
    }

    /// The arguments of the command that repeats this check, apart from the answers.
    pub(super) fn options(&self, under_way: &UnderWay) -> Vec<String> {
        let mut options = self.rules.words();
        options.extend_from_slice(&under_way.same);
        if self.asking.all_questions {
            options.push("--all-questions".to_owned());
        }
        let format = Some(self.result_format()).filter(|form| *form != Format::Text);
        let format = format.and_then(|form| form.to_possible_value());
        options.extend(format.map(|format| format!("--format={}", format.get_name())));
        options
    }
}
