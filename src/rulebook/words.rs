//! Conditions in words, for those who want to read the rules.

use super::condition::{Condition, Range};
use super::{QuestionKind, Rulebook};
use crate::index::QuestionIndex;
use crate::quantity::{Dimension, Quantity};

impl Condition {
    /// The condition in words, with the names that flags take.
    #[must_use]
    pub fn words(&self, rulebook: &Rulebook) -> String {
        let id = |question: &QuestionIndex| rulebook.questions[*question].id.as_str();
        let joined = |parts: &[Condition], joint: &str| {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| match part {
                    Condition::All(some) | Condition::Any(some) if some.len() > 1 => {
                        format!("({})", part.words(rulebook))
                    }
                    part => part.words(rulebook),
                })
                .collect();
            parts.join(joint)
        };
        match self {
            Condition::Is(question, options) => {
                format!(
                    "{} is {}",
                    id(question),
                    options_in(rulebook, *question, *options)
                )
            }
            Condition::NoneTicked(question) => format!("{} is none", id(question)),
            Condition::NotSure(question) => format!("{} is not_sure", id(question)),
            Condition::Within(question, range) => {
                let dimension = match rulebook.questions[*question].kind {
                    QuestionKind::Number { dimension, .. } => dimension,
                    _ => Dimension::Count,
                };
                format!("{} is {}", id(question), range.words(dimension))
            }
            Condition::Ticks(question, options, range) => format!(
                "the number ticked in {} ({}) is {}",
                id(question),
                options_in(rulebook, *question, *options),
                thousandths(*range).words(Dimension::Count)
            ),
            Condition::All(parts) => joined(parts, " and "),
            Condition::Any(parts) => joined(parts, " or "),
            Condition::Not(part) => format!("not ({})", part.words(rulebook)),
        }
    }
}

fn options_in(rulebook: &Rulebook, question: QuestionIndex, options: u64) -> String {
    let choices = rulebook.questions[question].kind.choices();
    let named: Vec<&str> = choices
        .iter()
        .enumerate()
        .filter(|(index, _)| options & (1 << index) != 0)
        .map(|(_, choice)| choice.id.as_str())
        .collect();
    named.join(" or ")
}

/// A range of ticks in thousandths, as quantities have it.
fn thousandths(ticks: Range) -> Range {
    Range {
        from: ticks.from * 1000,
        below: ticks.below.saturating_mul(1000),
    }
}

impl Range {
    pub(super) fn words(self, dimension: Dimension) -> String {
        // Rounding may have moved an end that is open by a little.
        let open_below = self.from <= i64::MIN / 2;
        let open_above = self.below >= i64::MAX / 2;
        let show = |base| Quantity::from_base(base, dimension).to_string();
        match (open_below, open_above) {
            (true, true) => "any number".to_owned(),
            (false, true) => format!("{} or more", show(self.from)),
            (true, false) => format!("below {}", show(self.below)),
            (false, false) => format!("from {} to below {}", show(self.from), show(self.below)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::authoring::compile::compile;
    use crate::index::{CauseIndex, EvidenceIndex};

    #[test]
    fn says_what_the_rule_file_says() {
        let rules = include_str!("../../tests/rules/tiny.yaml");
        let rulebook = compile(rules).unwrap();
        let words = |flag: &str| {
            let flag = rulebook.red_flags.iter().find(|known| known.id == flag);
            flag.unwrap().when.words(&rulebook)
        };
        assert_eq!(words("dark_urine"), "pee is cola");
        assert_eq!(words("danger_unsure"), "danger is not_sure");
        assert_eq!(
            words("long_one_leg"),
            "where is one and days is 14 days or more"
        );
        let evidence = |index| &rulebook.causes[CauseIndex(1)].evidence[EvidenceIndex(index)];
        assert_eq!(
            evidence(1).when.words(&rulebook),
            "shoe_distance is from 480 km to below 800 km"
        );
        assert_eq!(
            evidence(2).when.words(&rulebook),
            "shoe_looks is flat or tilted"
        );
    }
}
