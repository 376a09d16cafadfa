//! What holds of every rule file, tried on random ones and on the shipped rules: the interview that
//! stops early ends like the full one, no advice is given against its `unless`, and the engine
//! computes what the rules say.

use std::cmp::Reverse;
use std::fmt::Write as _;

use fastrand::Rng;
use proptest::prelude::*;
use soreleg::answer::{Answer, Answers};
use soreleg::answers::case::Case;
use soreleg::assess::{Assessment, Engine, Strength, Verdict, assess};
use soreleg::authoring::compile::compile;
use soreleg::authoring::prove::{Promise, Proof, Runners, prove};
use soreleg::index::{EvidenceIndex, RedFlagIndex};
use soreleg::interview::Interview;
use soreleg::rulebook::answer_classes::AnswerClasses;
use soreleg::rulebook::condition::Outcomes;
use soreleg::rulebook::{Cause, Rulebook};
use soreleg::triage::TriageLevel;

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
        let advice = self
            .advice(&format!("a{place}_"))
            .replace("    - ", "      - ");
        let _ = write!(text, "    advice:\n{advice}");
        text
    }

    fn advice(&mut self, name: &str) -> String {
        let mut text = format!("    - {{ id: {name}, due: today, do: d, sources: [s] }}\n");
        for place in 0..self.rng.usize(0..3) {
            let key = if self.rng.bool() { "only_if" } else { "unless" };
            let when = self.condition(self.questions, 1);
            let load = self.rng.bool();
            let _ = writeln!(
                text,
                "    - {{ id: {name}{place}, due: return, do: d, {key}: {when}, \
                 adds_load: {load}, sources: [s] }}"
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

/// Runners who answer everything, and as many who leave some of it open.
fn runners(rulebook: &Rulebook, count: usize, seed: u64) -> Vec<Answers> {
    let mut runners = Runners::new(rulebook, seed);
    let mut rng = Rng::with_seed(seed);
    let mut all = Vec::new();
    for _ in 0..count {
        let complete = runners.draw();
        let mut partial = complete.clone();
        for question in rulebook.questions.indices() {
            if rng.bool() {
                partial.clear(question);
            }
        }
        all.extend([complete, partial]);
    }
    all
}

/// What the interview settles: level, verdict, the first two causes and their strengths, advice. The
/// order of the other causes is as far as asked, and so is which one comes second of those for which
/// little speaks, where the first is put forward.
fn settled(assessment: &Assessment) -> String {
    let causes = assessment.causes.iter();
    let mut first_two: Vec<_> = (causes.map(|result| (result.cause, result.strength)))
        .take(if assessment.level.is_urgent() { 0 } else { 2 })
        .collect();
    if let [(_, first), (_, Strength::None)] = first_two[..]
        && first.is_shown()
    {
        first_two.pop();
    }
    let Assessment {
        level,
        verdict,
        advice,
        ..
    } = assessment;
    format!("{level} {verdict:?} {first_two:?} {advice:?}")
}

fn stops_early_without_a_change(rulebook: &Rulebook, runner: &Answers) {
    let interview = |all_questions| {
        Interview::play(rulebook, all_questions, |question| {
            Some(runner.get(question).unwrap_or(Answer::NotSure))
        })
    };
    let (full, early) = (interview(true), interview(false));
    assert!(early.answered().len() <= full.answered().len());
    let [full, early] = [full, early].map(|interview| settled(&assess(interview.case())));
    assert_eq!(early, full, "{runner:?}");
}

fn gives_no_harmful_advice(rulebook: &Rulebook, runner: &Answers) {
    let case = Case::new(rulebook, runner.clone());
    for given in assess(&case).advice {
        let unless = given.advice(rulebook).unless.as_ref();
        let harmless = unless.is_none_or(|unless| case.outcomes(unless) == Outcomes::FALSE);
        assert!(harmless, "{given:?}, {runner:?}");
    }
}

/// What one piece of evidence, or the strongest of a group, adds to the score of a cause.
fn counted(case: &Case, cause: &Cause) -> Vec<EvidenceIndex> {
    let all = cause.evidence.indices();
    let held = all.filter(|one| case.holds(&cause.evidence[*one].when));
    let mut counted: Vec<EvidenceIndex> = Vec::new();
    for one in held {
        let (group, weight) = (&cause.evidence[one].group, cause.evidence[one].weight);
        let rival = counted
            .iter_mut()
            .find(|other| group.is_some() && cause.evidence[**other].group == *group);
        match rival {
            Some(other) if cause.evidence[*other].weight.abs() < weight.abs() => *other = one,
            Some(_) => {}
            None => counted.push(one),
        }
    }
    counted
}

/// The engine against a plain reading of the rules: every condition tried, one after the other.
fn computes_what_the_rules_say(rulebook: &Rulebook, engine: &mut Engine, runner: &Answers) {
    let case = Case::new(rulebook, runner.clone());
    for placed in rulebook.conditions() {
        let when = placed.condition;
        assert_eq!(case.holds(when), case.outcomes(when).holds(), "{when:?}");
    }
    let found = engine.assess(runner);
    let flags = rulebook.red_flags.enumerated();
    let mut held: Vec<_> = flags.filter(|(_, flag)| case.holds(&flag.when)).collect();
    held.sort_by_key(|(_, flag)| Reverse(flag.level));
    let level = held
        .first()
        .map_or(TriageLevel::SelfCare, |(_, flag)| flag.level);
    assert_eq!(found.level, level);
    let held: Vec<RedFlagIndex> = held.into_iter().map(|(index, _)| index).collect();
    assert_eq!(found.red_flags, held);

    let score = |cause: &Cause| -> i32 {
        let weights = counted(&case, cause).into_iter();
        cause.prior + weights.map(|one| cause.evidence[one].weight).sum::<i32>()
    };
    let causes = rulebook.causes.enumerated();
    let mut scores: Vec<_> = causes.map(|(index, cause)| (index, score(cause))).collect();
    scores.sort_by_key(|(_, score)| Reverse(*score));
    let limits = rulebook.thresholds;
    let strength = |score: i32| match score {
        _ if level.is_urgent() || scores[0].1 - score > limits.behind => Strength::None,
        score if score >= limits.strong => Strength::Strong,
        score if score >= limits.fair => Strength::Fair,
        score if score >= limits.weak => Strength::Weak,
        _ => Strength::None,
    };
    let ranked: Vec<_> = scores
        .iter()
        .map(|(cause, score)| (*cause, *score, strength(*score)))
        .collect();
    let causes = found.causes.iter();
    let causes: Vec<_> = causes
        .map(|result| (result.cause, result.score, result.strength))
        .collect();
    assert_eq!(causes, ranked);

    let shown = ranked
        .iter()
        .filter(|(_, _, strength)| strength.is_shown())
        .count();
    let strong = ranked
        .iter()
        .filter(|(_, _, strength)| *strength == Strength::Strong)
        .count();
    let leads = || scores[0].1 - scores[1].1 >= limits.lead;
    let verdict = if level.is_urgent() {
        Verdict::HelpFirst
    } else if strong == 0 && case.holds(&rulebook.ordinary.when) {
        Verdict::OrdinarySoreness
    } else {
        match (shown, strong) {
            (0, _) => Verdict::NoClearCause,
            (1, _) => Verdict::Clear,
            (_, 0 | 1) if leads() => Verdict::Clear,
            _ => Verdict::TwoCauses,
        }
    };
    assert_eq!(found.verdict, verdict);

    for result in found.causes {
        let cause = &rulebook.causes[result.cause];
        let of = |lists: [Vec<EvidenceIndex>; 2]| {
            let mut all = lists.concat();
            all.sort_unstable();
            all
        };
        let reasons = result.reasons;
        let mut expected = counted(&case, cause);
        expected.sort_unstable();
        expected.retain(|one| cause.evidence[*one].weight != 0);
        assert_eq!(of([reasons.for_it, reasons.against]), expected);
        let unknown = cause.evidence.indices().filter(|one| {
            let outcomes = case.outcomes(&cause.evidence[*one].when);
            outcomes != Outcomes::TRUE && outcomes != Outcomes::FALSE
        });
        assert_eq!(
            of([reasons.unknown, Vec::new()]),
            unknown.collect::<Vec<_>>()
        );
    }
}

/// Looks for a runner whom one more danger sign, or *not sure*, sends lower. Gives the promises
/// that are broken.
fn broken_promises(rulebook: &Rulebook, engine: &mut Engine, runner: &Answers) -> Vec<Promise> {
    let mut broken = Vec::new();
    let mut level = |answers: &Answers| engine.evaluate(answers).level;
    let classes = AnswerClasses::new(rulebook);
    let before = level(runner);
    for question in rulebook.questions.indices() {
        let mut with = |answer, runner: &Answers| {
            let mut answers = runner.clone();
            answers.set(question, answer);
            level(&answers)
        };
        let sure = classes.sure(question);
        let harmless = sure.iter().map(|answer| with(*answer, runner)).min();
        if harmless.is_some_and(|harmless| with(Answer::NotSure, runner) < harmless) {
            broken.push(Promise::NotSureIsNeverSafer);
        }
        if let Some(Answer::Ticks { ticked, unsure }) = runner.get(question) {
            let nobody = Answers::new(rulebook.questions.len());
            for option in 0..rulebook.questions[question].kind.choices().len() {
                let tick = |ticked, unsure| Answer::Ticks { ticked, unsure };
                let is_sign = with(tick(1 << option, false), &nobody) > TriageLevel::SelfCare;
                if is_sign && with(tick(ticked | 1 << option, unsure), runner) < before {
                    broken.push(Promise::WorseIsNeverLower);
                }
            }
        }
    }
    broken
}

fn what_is_proved_holds(seed: u64) {
    let rulebook = random_rulebook(seed);
    let mut engine = Engine::new(&rulebook);
    let proved: Vec<Promise> = prove(&rulebook, 1, seed)
        .into_iter()
        .filter(|(_, found)| matches!(found, Ok(proof) if !matches!(proof, Proof::Searched(_))))
        .map(|(promise, _)| promise)
        .collect();
    for runner in runners(&rulebook, 40, seed) {
        for broken in broken_promises(&rulebook, &mut engine, &runner) {
            assert!(
                !proved.contains(&broken),
                "{broken:?} {runner:?}\n{}",
                Author::file(seed)
            );
        }
    }
}

/// An answer counts too where its question would not be asked; a first proof overlooked that.
#[test]
fn on_rules_once_proved_wrongly_what_is_proved_holds() {
    what_is_proved_holds(9_781_118_388_856_995_932);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn on_random_rules_the_early_stop_changes_nothing(seed in any::<u64>()) {
        let rulebook = random_rulebook(seed);
        for runner in runners(&rulebook, 20, seed) {
            stops_early_without_a_change(&rulebook, &runner);
            gives_no_harmful_advice(&rulebook, &runner);
        }
    }

    #[test]
    fn on_random_rules_what_is_proved_holds(seed in any::<u64>()) {
        what_is_proved_holds(seed);
    }

    #[test]
    fn on_random_rules_the_engine_computes_what_they_say(seed in any::<u64>()) {
        let rulebook = random_rulebook(seed);
        // One for all cases: nothing may be left from the one before.
        let mut engine = Engine::new(&rulebook);
        for runner in runners(&rulebook, 20, seed) {
            computes_what_the_rules_say(&rulebook, &mut engine, &runner);
        }
    }
}

#[test]
fn on_the_shipped_rules_it_all_holds() {
    let rulebook = Rulebook::built_in();
    let mut engine = Engine::new(&rulebook);
    for runner in runners(&rulebook, 2000, 1) {
        computes_what_the_rules_say(&rulebook, &mut engine, &runner);
        gives_no_harmful_advice(&rulebook, &runner);
    }
    for runner in runners(&rulebook, 300, 2) {
        stops_early_without_a_change(&rulebook, &runner);
    }
}
