//! Checking and testing the shipped rules: together they should stay well under 50 ms.

use divan::Bencher;
use soreleg::assess::Engine;
use soreleg::authoring::cases::{coverage::Coverage, run};
use soreleg::authoring::{cases::file as cases, compile};
use soreleg::rulebook::{BUILT_IN, Rulebook};
use soreleg::yaml;

fn main() {
    divan::main();
}

/// What every command does that needs the rules.
#[divan::bench]
fn compile() {
    let _ = divan::black_box(compile::compile(divan::black_box(BUILT_IN)));
}

/// `soreleg rules check`.
#[divan::bench]
fn check() {
    let _ = divan::black_box(compile::examine(divan::black_box(BUILT_IN)));
}

/// `soreleg rules test` on every case file, coverage included.
#[divan::bench]
fn test(bencher: Bencher) {
    let files: Vec<String> = std::fs::read_dir("rules/cases")
        .into_iter()
        .flatten()
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok())
        .collect();
    bencher.bench(|| {
        let rulebook = Rulebook::built_in();
        let mut engine = Engine::new(&rulebook);
        let mut coverage = Coverage::none(&rulebook);
        for text in &files {
            for rule_case in cases::read(text, &rulebook).unwrap_or_default() {
                coverage.add(&rule_case, &run(&mut engine, &rule_case));
            }
        }
        if let Some(root) = yaml::positions(BUILT_IN) {
            let items = coverage.topics.iter().flat_map(|topic| &topic.items);
            for item in items.filter(|item| !item.covered && item.excepted.is_none()) {
                divan::black_box(root.find(&item.path, true));
            }
        }
    });
}
