//! The same result as [`assess`](super::assess) without its reasons, for many cases in a row.
//!
//! Each answer shows one or more *signs*: an option, a tick, a piece of a number's range, *not
//! sure*. What a sign does is listed once per rulebook, so a case costs as much as the rules that
//! its answers touch, and nothing is allocated.

mod index;

use std::cmp::Reverse;

use super::{Ranking, Strength, Verdict, rank};
use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::rulebook::{Rulebook, Score};
use crate::triage::TriageLevel;
use index::{Index, Rule};

/// A rulebook made ready to assess many cases.
#[derive(Debug, Clone)]
pub struct Screen<'r> {
    index: Index<'r>,
    case: Case<'r>,
    findings: Findings,
}

/// What was found out about the last case, in room that is used again.
#[derive(Debug, Clone, Default)]
struct Findings {
    red_flags: Vec<usize>,
    causes: Vec<Standing>,
    /// Per rule: the number of the last case that looked at it.
    looked_at: Vec<u64>,
    cases: u64,
}

/// The result for one case.
#[derive(Debug, Clone, Copy)]
pub struct Screened<'s, 'r> {
    /// The case, until the next one.
    pub case: &'s Case<'r>,
    /// How urgent it is.
    pub level: TriageLevel,
    /// What the causes come to.
    pub verdict: Verdict,
    /// The red flags that hold, most urgent first.
    pub red_flags: &'s [usize],
    /// Every cause, most likely first.
    pub causes: &'s [Standing],
}

/// How a cause stands, without the reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Place of the cause.
    pub cause: usize,
    /// Its score.
    pub score: Score,
    /// How strongly it is put forward.
    pub strength: Strength,
}

impl Screened<'_, '_> {
    /// The causes that are put forward, likeliest first.
    pub fn shown(&self) -> impl Iterator<Item = usize> + '_ {
        let shown = self.causes.iter().filter(|cause| cause.strength.is_shown());
        shown.map(|standing| standing.cause)
    }
}

impl<'r> Screen<'r> {
    /// Makes a rulebook ready.
    #[must_use]
    pub fn new(rulebook: &'r Rulebook) -> Self {
        let index = Index::new(rulebook);
        Screen {
            case: Case::empty(rulebook),
            findings: Findings {
                looked_at: vec![0; index.rules.len()],
                ..Findings::default()
            },
            index,
        }
    }

    /// Assesses one case.
    pub fn assess(&mut self, answers: &Answers) -> Screened<'_, 'r> {
        let Screen {
            index,
            case,
            findings,
        } = self;
        case.replace(answers);
        findings.start(index.rulebook);
        for rule in &index.always {
            findings.look_at(index, *rule, case);
        }
        for (question, answer) in answers.given() {
            // Nobody can be unsure about a question that does not apply.
            if answer == Answer::NotSure && !case.may_apply(question) {
                continue;
            }
            index.questions[question].each_sign(answer, |effects| {
                for &(cause, score) in &effects.adds {
                    findings.causes[cause].score += score;
                }
                findings.red_flags.extend_from_slice(&effects.raises);
                for rule in &effects.look_at {
                    findings.look_at(index, *rule, case);
                }
            });
        }
        let (level, verdict) = findings.conclude(case);
        Screened {
            case,
            level,
            verdict,
            red_flags: &findings.red_flags,
            causes: &findings.causes,
        }
    }
}

impl Findings {
    fn start(&mut self, rulebook: &Rulebook) {
        self.cases += 1;
        self.red_flags.clear();
        self.causes.clear();
        let causes = rulebook.causes.iter().enumerate();
        self.causes.extend(causes.map(|(cause, rules)| Standing {
            cause,
            score: rules.prior,
            strength: Strength::None,
        }));
    }

    fn look_at(&mut self, index: &Index, rule: usize, case: &Case) {
        let last = &mut self.looked_at[rule];
        if std::mem::replace(last, self.cases) == self.cases {
            return;
        }
        match &index.rules[rule] {
            Rule::RedFlag(flag) => {
                if case.holds(&index.rulebook.red_flags[*flag].when) {
                    self.red_flags.push(*flag);
                }
            }
            Rule::Unit(unit) => {
                let evidence = &index.rulebook.causes[unit.cause].evidence;
                let mut members = unit.members.iter().map(|member| &evidence[*member]);
                if let Some(strongest) = members.find(|member| case.holds(&member.when)) {
                    self.causes[unit.cause].score += strongest.weight;
                }
            }
            Rule::TakesBack(cause, score) => self.causes[*cause].score -= score,
        }
    }

    fn conclude(&mut self, case: &Case) -> (TriageLevel, Verdict) {
        let rulebook = case.rulebook();
        let level_of = |flag: usize| rulebook.red_flags[flag].level;
        self.red_flags
            .sort_unstable_by_key(|flag| (Reverse(level_of(*flag)), *flag));
        self.red_flags.dedup();
        let level = (self.red_flags.first()).map_or(TriageLevel::SelfCare, |flag| level_of(*flag));
        self.causes
            .sort_unstable_by_key(|standing| rank(standing.score, standing.cause));
        if level.is_urgent() {
            return (level, Verdict::HelpFirst);
        }
        let first = self.causes.first().map_or(0, |standing| standing.score);
        for standing in &mut self.causes {
            standing.strength = rulebook.thresholds.strength(standing.score, first);
        }
        let ordinary = case.holds(&rulebook.ordinary.when);
        (level, self.ranking(rulebook).verdict(ordinary))
    }

    fn ranking(&self, rulebook: &Rulebook) -> Ranking {
        let (first, second) = (self.causes.first(), self.causes.get(1));
        let strength =
            |place: Option<&Standing>| place.map_or(Strength::None, |place| place.strength);
        Ranking {
            first: strength(first),
            second: strength(second),
            leads: first.zip(second).is_none_or(|(first, second)| {
                first.score - second.score >= rulebook.thresholds.lead
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::authoring::compile::compile;
    use crate::quantity::Quantity;
    use crate::rulebook::{Kind, Question, answer_classes};
    use proptest::prelude::*;

    /// Some answer to a question or none, numbers mostly close to where the rules cut.
    fn answer(question: &Question, cuts: &[i64], dice: [u8; 8]) -> Option<Answer> {
        let bits = u64::from_le_bytes(dice);
        Some(match (dice[0] % 8, &question.kind) {
            (0, _) => return None,
            (1, _) => Answer::NotSure,
            (_, Kind::Choice(choices)) => {
                Answer::Option(dice[1] % u8::try_from(choices.len()).ok()?)
            }
            (rest, Kind::Checklist(choices)) => {
                let ticked = (bits >> 8) & (bits >> 24) & ((1 << choices.len()) - 1);
                let unsure = ticked != 0 && rest == 2;
                Answer::Ticks { ticked, unsure }
            }
            (
                _,
                Kind::Number {
                    dimension,
                    min,
                    max,
                },
            ) => {
                let cut = cuts[usize::from(dice[1]) % cuts.len()].clamp(min.base(), max.base());
                let near = (cut - i64::from(dice[2] % 2)).max(min.base());
                Answer::Number(Quantity::from_base(near, *dimension))
            }
        })
    }

    fn agrees(rulebook: &Rulebook, dice: &[[u8; 8]]) {
        let cuts = answer_classes::bounds(rulebook);
        let mut screen = Screen::new(rulebook);
        let mut answers = Answers::new(rulebook.questions.len());
        // Several cases in a row: nothing may be left from the one before.
        for dice in dice.chunks(rulebook.questions.len()) {
            answers.clear_all();
            for (place, dice) in dice.iter().enumerate() {
                if let Some(answer) = answer(&rulebook.questions[place], &cuts[place], *dice) {
                    answers.set(place, answer);
                }
            }
            let whole = assess(&Case::new(rulebook, answers.clone()));
            let screened = screen.assess(&answers);
            assert_eq!(screened.level, whole.level);
            assert_eq!(screened.verdict, whole.verdict);
            assert_eq!(screened.red_flags, whole.red_flags);
            let causes = whole.causes.iter().map(|result| Standing {
                cause: result.cause,
                score: result.score,
                strength: result.strength,
            });
            assert_eq!(screened.causes, causes.collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_whole_assessment(dice in prop::collection::vec(any::<[u8; 8]>(), 200)) {
            let tiny = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
            agrees(&tiny, &dice);
            agrees(&Rulebook::built_in(), &dice);
        }
    }
}
