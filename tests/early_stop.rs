//! The interview that stops early ends like the full one: over random rule files and random
//! answers, and over the shipped rules.

use std::fmt::Write as _;

use fastrand::Rng;
use proptest::prelude::*;
use soreleg::authoring::compile::compile;
use soreleg::authoring::prove::{Promise, prove};
use soreleg::rulebook::Rulebook;

/// A random rule file: a few questions of each kind, some behind others, with red flags, causes,
/// groups and advice whose conditions use everything the format has.
struct Author {
    rng: Rng,
    questions: usize,
}

impl Author {
    fn file(seed: u64) -> String {
        let mut rng = Rng::with_seed(seed);
        let questions = rng.usize(3..9);
        let mut author = Author { rng, questions };
        let mut text = String::from(
            "format: 1\ntitle: Random\nlimits: [none]\n\
             scoring: { damping: 0.8, strong: 2, fair: 0.7, weak: 0.45, lead: 1.5, behind: 6 }\n\
             sources: { s: { title: s } }\n\
             topics: { one: One, two: Two }\n\
             levels:\n",
        );
        for level in [
            "self_care",
            "time_off",
            "see_doctor",
            "same_day",
            "emergency",
        ] {
            let _ = writeln!(text, "  {level}: {{ title: {level}, do: act }}");
        }
        text += "questions:\n";
        for place in 0..author.questions {
            text += &author.question(place);
        }
        text += "red_flags:\n";
        for place in 0..author.rng.usize(1..4) {
            let level = ["time_off", "see_doctor", "same_day", "emergency"][author.rng.usize(0..4)];
            let when = author.condition(author.questions, 2);
            let _ = writeln!(
                text,
                "  - {{ id: f{place}, level: {level}, when: {when}, because: b, sources: [s] }}"
            );
        }
        let when = author.condition(author.questions, 2);
        let advice = author.advice("o");
        let _ = write!(
            text,
            "ordinary:\n  title: o\n  because: b\n  sources: [s]\n  when: {when}\n  advice:\n{advice}"
        );
        text += "causes:\n";
        for place in 0..author.rng.usize(1..5) {
            text += &author.cause(place);
        }
        text += "advice:\n";
        text += &author.advice("g").replace("    - ", "  - ");
        text += "safety_net: [{ say: s, level: emergency, sources: [s] }]\n";
        text
    }

    /// Kinds go round: options, ticks, number.
    fn question(&mut self, place: usize) -> String {
        let topic = if place < self.questions / 2 {
            "one"
        } else {
            "two"
        };
        let kind = match place % 3 {
            0 => "options: { a: A, b: B, c: C }",
            1 => "tick: { a: A, b: B, c: C }",
            _ => "number: { unit: count, min: 0, max: 9 }",
        };
        let only_if = if place > 0 && self.rng.bool() {
            let when = self.condition(place, 1);
            format!("only_if: {when}, ")
        } else {
            String::new()
        };
        format!("  - {{ id: q{place}, topic: {topic}, ask: A?, why: w, {only_if}{kind} }}\n")
    }

    fn cause(&mut self, place: usize) -> String {
        let mut text = format!(
            "  - id: c{place}\n    title: t\n    summary: s\n    prior: 0.{}\n    evidence:\n",
            self.rng.u8(1..6)
        );
        for _ in 0..self.rng.usize(1..6) {
            let when = self.condition(self.questions, 2);
            let ratio = ["0.2", "0.5", "2", "3", "6"][self.rng.usize(0..5)];
            let group = if self.rng.u8(0..3) == 0 {
                "group: g, "
            } else {
                ""
            };
            let _ = writeln!(
                text,
                "      - {{ when: {when}, ratio: {ratio}, {group}because: b, sources: [s] }}"
            );
        }
        let advice = self.advice("a").replace("    - ", "      - ");
        let _ = write!(text, "    advice:\n{advice}");
        text
    }

    fn advice(&mut self, name: &str) -> String {
        let mut text = format!("    - {{ id: {name}, due: today, do: d, sources: [s] }}\n");
        for place in 0..self.rng.usize(0..3) {
            let key = if self.rng.bool() { "only_if" } else { "unless" };
            let when = self.condition(self.questions, 1);
            let _ = writeln!(
                text,
                "    - {{ id: {name}{place}, due: return, do: d, {key}: {when}, sources: [s] }}"
            );
        }
        text
    }

    /// A condition on questions before the `below`-th.
    fn condition(&mut self, below: usize, depth: usize) -> String {
        if depth > 0 && self.rng.u8(0..3) == 0 {
            let one = self.condition(below, depth - 1);
            let other = self.condition(below, depth - 1);
            return match self.rng.u8(0..3) {
                0 => format!("{{ all: [{one}, {other}] }}"),
                1 => format!("{{ any: [{one}, {other}] }}"),
                _ => format!("{{ not: {one} }}"),
            };
        }
        let question = self.rng.usize(0..below);
        let value = match (question % 3, self.rng.u8(0..4)) {
            (_, 0) => "not_sure".to_owned(),
            (0, _) => ["a", "b", "[b, c]"][self.rng.usize(0..3)].to_owned(),
            (1, _) => ["a", "none", "[a, b]", "{ from: 2 }"][self.rng.usize(0..4)].to_owned(),
            _ => ["{ from: 3 }", "{ below: 5 }", "{ from: 3, below: 7 }"][self.rng.usize(0..3)]
                .to_owned(),
        };
        format!("{{ q{question}: {value} }}")
    }
}

fn random_rulebook(seed: u64) -> Rulebook {
    let text = Author::file(seed);
    compile(&text).unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn on_random_rules_the_early_stop_changes_nothing(seed in any::<u64>()) {
        let rulebook = random_rulebook(seed);
        let broken = prove(&rulebook, 40, seed);
        let early = broken.iter().find(|broken| broken.promise == Promise::StoppingEarlyChangesNothing);
        prop_assert!(early.is_none(), "{early:?}\n{}", Author::file(seed));
        let harm = broken.iter().find(|broken| broken.promise == Promise::ForbiddenAdviceIsNeverGiven);
        prop_assert!(harm.is_none(), "{harm:?}\n{}", Author::file(seed));
    }
}
