//! People drawn at random.

use fastrand::Rng;

use crate::answer::Answers;
use crate::authoring::cases::file::RuleCase;
use crate::authoring::prove::Runners;
use crate::rulebook::Rulebook;

/// Runners: half of them say what random runners say, and half what a case says, with a third of the
/// answers crossed in from other cases.
pub(super) fn drawn(
    rulebook: &Rulebook,
    cases: &[RuleCase],
    runners: usize,
    seed: u64,
) -> Vec<Answers> {
    let mut random = Runners::new(rulebook, seed);
    let mut rng = Rng::with_seed(seed);
    let whole: Vec<&RuleCase> = cases.iter().filter(|one| !one.partial).collect();
    let crossed = |rng: &mut Rng| {
        let mut answers = rng.choice(&whole)?.answers.clone();
        for question in rulebook.questions.indices() {
            if rng.u8(0..3) == 0
                && let Some(other) = rng.choice(cases)
                && let Some(answer) = other.answers.get(question)
            {
                answers.set(question, answer);
            }
        }
        Some(answers)
    };
    let each = (0..runners).map(|index| {
        let crossed = (index % 2 == 0).then(|| crossed(&mut rng)).flatten();
        crossed.unwrap_or_else(|| random.draw())
    });
    each.collect()
}
