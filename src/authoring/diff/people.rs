//! What a change of rules does to people: the same answers, assessed by both rulebooks.

use std::collections::BTreeMap;

use super::edits::{Edit, edits};
use super::onto::Onto;
use super::runners::drawn;
use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::assess::{Engine, Strength, Verdict};
use crate::authoring::cases::file::RuleCase;
use crate::authoring::cases::run;
use crate::authoring::cores::on_all_cores;
use crate::follow_up::Earlier;
use crate::interview::Interview;
use crate::rulebook::Rulebook;
use crate::triage::TriageLevel;

/// What can differ for a person; what could harm most comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A lower level.
    LessUrgent,
    /// A higher level.
    MoreUrgent,
    /// Another cause is put forward first, or none.
    FirstCause,
    /// The causes come to something else.
    Verdict,
    /// Advice is not given any more.
    AdviceLost,
    /// Advice is given that was not.
    AdviceNew,
    /// A cause is put forward more strongly or less.
    Strength,
}

impl Effect {
    /// All effects, as they are listed.
    pub const ALL: [Self; 7] = [
        Self::LessUrgent,
        Self::MoreUrgent,
        Self::FirstCause,
        Self::Verdict,
        Self::AdviceLost,
        Self::AdviceNew,
        Self::Strength,
    ];

    /// As it is shown, and its name in data.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::LessUrgent => ("less urgent", "less_urgent"),
            Self::MoreUrgent => ("more urgent", "more_urgent"),
            Self::FirstCause => ("another first cause", "first_cause"),
            Self::Verdict => ("another verdict", "verdict"),
            Self::AdviceLost => ("advice lost", "advice_lost"),
            Self::AdviceNew => ("advice new", "advice_new"),
            Self::Strength => ("another strength", "strength"),
        }
    }
}

/// What a person is told, by names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Told<V = Verdict> {
    /// How urgent it is.
    pub level: TriageLevel,
    /// What the causes come to.
    pub verdict: V,
    /// The causes that are put forward at all, likeliest first, with their strength.
    pub causes: Vec<(String, Strength)>,
    /// What to do, in order.
    pub advice: Vec<String>,
}

impl Told {
    fn by(engine: &mut Engine, answers: &Answers) -> Self {
        let (rulebook, assessment) = (engine.rulebook(), engine.assess(answers));
        let causes = assessment.causes.iter();
        let causes = causes.filter(|result| result.strength != Strength::None);
        let advice = assessment.advice.iter().map(|given| given.advice(rulebook));
        Told {
            level: assessment.level,
            verdict: assessment.verdict,
            causes: causes
                .map(|result| {
                    (
                        rulebook.causes[result.cause].id.to_string(),
                        result.strength,
                    )
                })
                .collect(),
            advice: advice.map(|advice| advice.id.to_string()).collect(),
        }
    }
}

impl<V: PartialEq> Told<V> {
    /// The cause that is put forward first.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        let (id, strength) = self.causes.first()?;
        strength.is_shown().then_some(id)
    }

    /// The advice that somebody who is told `other` does not get.
    #[must_use]
    pub fn advice_beyond(&self, other: &Self) -> Vec<String> {
        let beyond = self.advice.iter().filter(|id| !other.advice.contains(id));
        beyond.cloned().collect()
    }

    /// The strength of each cause where it is another: here, and there.
    #[must_use]
    pub fn other_strengths(&self, now: &Self) -> BTreeMap<String, [Strength; 2]> {
        let causes = self.causes.iter().chain(&now.causes);
        let strengths = causes.map(|(id, _)| {
            let strengths = [self, now].map(|told| {
                let cause = told.causes.iter().find(|(known, _)| known == id);
                cause.map_or(Strength::None, |(_, strength)| *strength)
            });
            (id.clone(), strengths)
        });
        strengths.filter(|(_, [was, now])| was != now).collect()
    }

    /// Whether being told `now` in place of this is such an effect.
    #[must_use]
    pub fn differs(&self, now: &Self, effect: Effect) -> bool {
        match effect {
            Effect::LessUrgent => now.level < self.level,
            Effect::MoreUrgent => now.level > self.level,
            Effect::FirstCause => now.first() != self.first(),
            Effect::Verdict => now.verdict != self.verdict,
            Effect::AdviceLost => !self.advice_beyond(now).is_empty(),
            Effect::AdviceNew => !now.advice_beyond(self).is_empty(),
            Effect::Strength => !self.other_strengths(now).is_empty(),
        }
    }
}

/// How what a person is told has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What the old rulebook says.
    pub was: Told,
    /// What the new rulebook says.
    pub now: Told,
}

impl Change {
    /// Whether it has this effect.
    #[must_use]
    pub fn has(&self, effect: Effect) -> bool {
        self.was.differs(&self.now, effect)
    }
}

/// A person whom the change does something to.
#[derive(Debug, Clone)]
pub struct Affected {
    /// What changes.
    pub change: Change,
    /// The answers, in terms of the new rulebook.
    pub answers: Answers,
    /// The edits that have each effect on them alone, by their index, in the order of
    /// [`Effect::ALL`].
    pub by: [Vec<usize>; 7],
}

/// What an edit does alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone {
    /// How many cases it does something to.
    pub cases: usize,
    /// How many random runners.
    pub runners: usize,
    /// How many of all these get less urgent.
    pub less_urgent: usize,
}

/// Two rulebooks, and what people get of each.
pub struct Comparison {
    /// Everything that differs.
    pub edits: Vec<Edit>,
    /// Per edit: what it does alone. None where it cannot stand alone, or where words differ.
    pub alone: Vec<Option<Alone>>,
    /// Per case: what the change does, if it does something.
    pub cases: Vec<Option<Affected>>,
    /// The cases that pass with the old rules and fail with the new, by index.
    pub failed: Vec<usize>,
    /// The runners that were drawn and whom the change does something to.
    pub runners: Vec<Affected>,
    /// Of each effect a runner with as few answers as possible, in the order of [`Effect::ALL`].
    pub smallest: [Option<Affected>; 7],
    /// The mean number of questions that both interviews ask, in tenths.
    pub asked: (usize, usize),
}

/// How many runners are asked all questions, which takes far longer than assessing them.
const ASKED: usize = 300;

/// How many affected people are cut down to find the one with the fewest answers.
const CUT_DOWN: usize = 12;

/// Compares two rulebooks on cases and on `runners` drawn at random. The cases and their answers are
/// those of the new rulebook.
#[must_use]
pub fn compare(
    old: &Rulebook,
    new: &Rulebook,
    cases: &[RuleCase],
    runners: usize,
    seed: u64,
) -> Comparison {
    let edits = edits(old, new);
    let both = Both {
        old,
        new,
        onto: Onto::new(new, old),
    };
    let mut people: Vec<Answers> = cases.iter().map(|one| one.answers.clone()).collect();
    people.extend(drawn(new, cases, runners, seed));
    let engines = || Engines {
        old: Engine::new(old),
        new: Engine::new(new),
        edited: (edits.iter())
            .map(|edit| edit.alone.as_ref().map(Engine::new))
            .collect(),
    };
    let met = on_all_cores(people.len(), engines, |engines, person| {
        both.meet(engines, &edits, &people[person])
    });

    let mut sums: Vec<Option<Alone>> = edits
        .iter()
        .map(|edit| edit.alone.as_ref().map(|_| Alone::default()))
        .collect();
    for (person, met) in met.iter().enumerate() {
        for (edit, less_urgent) in &met.touched {
            if let Some(sum) = &mut sums[*edit] {
                sum.cases += usize::from(person < cases.len());
                sum.runners += usize::from(person >= cases.len());
                sum.less_urgent += usize::from(*less_urgent);
            }
        }
    }
    let mut affected: Vec<Option<Affected>> = met.into_iter().map(|met| met.affected).collect();
    let runners = affected
        .split_off(cases.len())
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    let mut engines = engines();
    let smallest = Effect::ALL.map(|effect| {
        let all = affected.iter().flatten().chain(&runners);
        let some = all.filter(|one| one.change.has(effect)).take(CUT_DOWN);
        let cut = some.map(|one| both.cut_down(&mut engines, &one.answers, effect));
        let least = cut.min_by_key(size)?;
        both.meet(&mut engines, &edits, &least).affected
    });
    let whole = |person: usize| cases.get(person).is_none_or(|one| !one.partial);
    let asked = people.iter().take(cases.len() + ASKED).enumerate();
    let asked = asked.filter(|(person, _)| whole(*person));
    let asked: Vec<&Answers> = asked.map(|(_, answers)| answers).collect();
    Comparison {
        alone: sums,
        failed: (0..cases.len())
            .filter(|case| both.fails(&cases[*case]))
            .collect(),
        cases: affected,
        runners,
        smallest,
        asked: both.asked(&asked),
        edits,
    }
}

/// What came of one person.
struct Met {
    affected: Option<Affected>,
    /// The edits that do something alone, and whether it is less urgent.
    touched: Vec<(usize, bool)>,
}

/// Both rulebooks made ready, and the old one with each edit alone, as far as it can stand alone.
struct Engines<'e> {
    old: Engine<'e>,
    new: Engine<'e>,
    edited: Vec<Option<Engine<'e>>>,
}

struct Both<'r> {
    old: &'r Rulebook,
    new: &'r Rulebook,
    onto: Onto<'r>,
}

impl Both<'_> {
    fn change(&self, engines: &mut Engines, answers: &Answers) -> Change {
        Change {
            was: Told::by(&mut engines.old, &self.onto.answers(answers)),
            now: Told::by(&mut engines.new, answers),
        }
    }

    fn meet(&self, engines: &mut Engines, edits: &[Edit], answers: &Answers) -> Met {
        let change = self.change(engines, answers);
        let old_answers = self.onto.answers(answers);
        let case = Case::new(self.old, old_answers.clone());
        let (mut by, mut touched) = ([const { Vec::new() }; 7], Vec::new());
        for (index, (edit, edited)) in edits.iter().zip(&mut engines.edited).enumerate() {
            let Some(edited) = edited else { continue };
            let may = |when| case.outcomes(when).may_hold();
            if edit
                .concerns
                .as_ref()
                .is_some_and(|concerns| !concerns.iter().any(may))
            {
                continue;
            }
            let alone = Told::by(edited, &old_answers);
            let effects = Effect::ALL.map(|effect| change.was.differs(&alone, effect));
            if effects.contains(&true) {
                touched.push((index, effects[Effect::LessUrgent as usize]));
            }
            for (by, has) in by.iter_mut().zip(effects) {
                by.extend(has.then_some(index));
            }
        }
        let is_affected = Effect::ALL.iter().any(|effect| change.has(*effect));
        let affected = is_affected.then(|| Affected {
            change,
            answers: answers.clone(),
            by,
        });
        Met { affected, touched }
    }

    /// The answers without those that the effect does not need.
    fn cut_down(&self, engines: &mut Engines, answers: &Answers, effect: Effect) -> Answers {
        let mut least = answers.clone();
        let mut keep = |tried: Answers, least: &mut Answers| {
            if self.change(engines, &tried).has(effect) {
                *least = tried;
            }
        };
        for (question, _) in answers.given() {
            let mut tried = least.clone();
            tried.clear(question);
            keep(tried, &mut least);
            for option in 0..u64::BITS {
                if let Some(Answer::Ticks { ticked, unsure }) = least.get(question)
                    && ticked & (1 << option) != 0
                {
                    let mut tried = least.clone();
                    let ticked = ticked & !(1 << option);
                    tried.set(
                        question,
                        Answer::Ticks {
                            ticked,
                            unsure: unsure && ticked != 0,
                        },
                    );
                    keep(tried, &mut least);
                }
            }
        }
        least
    }

    /// Whether a case passes with the old rules and fails with the new.
    fn fails(&self, rule_case: &RuleCase) -> bool {
        let passes = |rulebook, rule_case| {
            let outcome = run(&mut Engine::new(rulebook), rule_case);
            outcome.differences.is_empty()
        };
        let earlier = rule_case.earlier.iter().map(|earlier| Earlier {
            answers: self.onto.answers(&earlier.answers),
            ..earlier.clone()
        });
        let old = RuleCase {
            answers: self.onto.answers(&rule_case.answers),
            earlier: earlier.collect(),
            ..rule_case.clone()
        };
        !passes(self.new, rule_case) && passes(self.old, &old)
    }

    fn asked(&self, people: &[&Answers]) -> (usize, usize) {
        let old = |person: usize| asked(self.old, &self.onto.answers(people[person]));
        let new = |person: usize| asked(self.new, people[person]);
        let both = on_all_cores(people.len(), || (), |(), person| (old(person), new(person)));
        let mean = |sum: usize| sum * 10 / people.len().max(1);
        let (old, new): (Vec<_>, Vec<_>) = both.into_iter().unzip();
        (mean(old.iter().sum()), mean(new.iter().sum()))
    }
}

/// How many questions an interview asks; what a person does not say counts as *not sure*.
fn asked(rulebook: &Rulebook, answers: &Answers) -> usize {
    let answer = |question| Some(answers.get(question).unwrap_or(Answer::NotSure));
    Interview::play(rulebook, false, answer).answered().len()
}

/// How much a person says: answers, and ticks.
fn size(answers: &Answers) -> u32 {
    let sizes = answers.given().map(|(_, answer)| match answer {
        Answer::Ticks { ticked, .. } => 1 + ticked.count_ones(),
        _ => 1,
    });
    sizes.sum()
}
