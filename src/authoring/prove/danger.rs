//! Promises about danger: red flags reach their level, and neither worse answers nor doubt lower it.

use super::structure::{Aspect, Change, Corner, Direction, Tried, outcomes};
use super::{Broken, Proof, Prover};
use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::index::QuestionIndex;
use crate::rulebook::{QuestionKind, RedFlag};
use crate::triage::TriageLevel;

/// Most answers tried to make red flags hold. A flag of many questions can have more than anybody
/// can wait for.
const MOST_TRIES: usize = 500_000;

impl<'r> Prover<'r> {
    /// The level is the highest of the red flags that hold, whatever the causes, so it is enough
    /// that each can hold.
    pub(super) fn red_flags(&self) -> Result<Proof, Broken> {
        let mut budget = MOST_TRIES;
        for flag in &self.rulebook.red_flags {
            if !self.can_hold(flag, &mut budget) {
                let what = if budget == 0 {
                    format!("too many answers to try before `{}` may hold", flag.id)
                } else {
                    format!("no answers make `{}` hold", flag.id)
                };
                let answers = None;
                return Err(Broken { what, answers });
            }
        }
        Ok(Proof::ByExample)
    }

    /// Whether some answers to just the questions of a red flag make it hold.
    fn can_hold(&self, flag: &RedFlag, budget: &mut usize) -> bool {
        let questions = flag.when.questions().into_iter();
        let choices: Vec<(QuestionIndex, Vec<Answer>)> = questions
            .map(|question| {
                let mut answers = self.classes.of(question);
                if let QuestionKind::Checklist(choices) = &self.rulebook.questions[question].kind {
                    answers.push(Answer::Ticks {
                        ticked: (1 << choices.len()) - 1,
                        unsure: false,
                    });
                }
                (question, answers)
            })
            .collect();
        let mut case = Case::empty(self.rulebook);
        some_answers_hold(flag, &choices, &mut case, budget)
    }

    pub(super) fn worse(&mut self) -> Result<Proof, Broken> {
        let rulebook = self.rulebook;
        let signs = self.danger_signs();
        let lowers = |prover: &mut Prover, answers: &Answers| {
            let before = prover.level(answers);
            signs.iter().find_map(|(question, option)| {
                let worse = one_more(answers.get(*question)?, *option)?;
                let mut answers = answers.clone();
                answers.set(*question, worse);
                let after = prover.level(&answers);
                (after < before).then(|| {
                    let rules = &rulebook.questions[*question];
                    let sign = &rules.kind.choices()[*option].id;
                    format!("adding `{}={sign}` lowers {before} to {after}", rules.id)
                })
            })
        };
        let mut proof = Proof::ByStructure;
        for (question, option) in &signs {
            let change = Change::OneMoreTick(*option);
            for flag in &rulebook.red_flags {
                if self.moves(change, flag, *question).down {
                    let tried = self.stays_as_urgent(flag, *question, *option);
                    proof = self.conclude(proof, tried, &lowers)?;
                }
            }
        }
        self.or_search(proof, None, &lowers)
    }

    /// The ticks that raise the level all by themselves.
    fn danger_signs(&mut self) -> Vec<(QuestionIndex, usize)> {
        let mut signs = Vec::new();
        for (question, rules) in self.rulebook.questions.enumerated() {
            if let QuestionKind::Checklist(choices) = &rules.kind {
                for option in 0..choices.len() {
                    let mut answers = Answers::new(self.rulebook.questions.len());
                    let (ticked, unsure) = (1 << option, false);
                    answers.set(question, Answer::Ticks { ticked, unsure });
                    if self.level(&answers) > TriageLevel::SelfCare {
                        signs.push((question, option));
                    }
                }
            }
        }
        signs
    }

    fn moves(&self, change: Change, flag: &RedFlag, question: QuestionIndex) -> Direction {
        change.direction(self.rulebook, &flag.when, Aspect::Certain, question)
    }

    /// Whether one more tick leaves the level where it was, should it end a red flag.
    fn stays_as_urgent(&self, flag: &'r RedFlag, question: QuestionIndex, option: usize) -> Tried {
        let corner = Corner::around(self.rulebook, &[flag], Some((question, option)));
        corner.every_combination(None, |case, later| {
            if !outcomes(case, &flag.when, later).may_hold() {
                return Some(true);
            }
            let given = case.answers().get(question);
            let worse = given.and_then(|given| one_more(given, option));
            let Some((given, worse)) = given.zip(worse) else {
                // Without ticks, or not yet.
                return (later.is_empty() || given.is_some()).then_some(true);
            };
            case.set(question, worse);
            let after = corner.level(case, later);
            case.set(question, given);
            let stays = after >= flag.level || (later.is_empty() && !case.holds(&flag.when));
            (stays || later.is_empty()).then_some(stays)
        })
    }

    pub(super) fn not_sure(&mut self) -> Result<Proof, Broken> {
        let rulebook = self.rulebook;
        let questions = rulebook.questions.indices();
        let sure: Vec<(QuestionIndex, Vec<Answer>)> = questions
            .map(|question| (question, self.classes.sure(question)))
            .collect();
        let is_safer = |prover: &mut Prover, answers: &Answers| {
            let before = prover.level(answers);
            sure.iter().find_map(|(question, sure)| {
                let mut tried = answers.clone();
                tried.set(*question, Answer::NotSure);
                let unsure = prover.level(&tried);
                // Mostly the answer that was given is no worse, and that is enough.
                let given = answers.get(*question);
                if unsure >= before && given.is_some_and(|given| given != Answer::NotSure) {
                    return None;
                }
                let sure = sure.iter().map(|answer| {
                    tried.set(*question, *answer);
                    prover.level(&tried)
                });
                let harmless = sure.min()?;
                (unsure < harmless).then(|| {
                    let id = &rulebook.questions[*question].id;
                    format!("`{id}=not_sure` gives {unsure}, any other answer at least {harmless}")
                })
            })
        };
        let mut proof = Proof::ByStructure;
        for (question, answers) in &sure {
            let tried = self.as_urgent_as_some(*question, answers);
            proof = self.conclude(proof, tried, &is_safer)?;
        }
        self.or_search(proof, None, &is_safer)
    }

    /// Whether *not sure* is at least as urgent as one of the sure answers, whatever else is
    /// answered. An answer is compared on the red flags that it can raise and *not sure* may not;
    /// the answers that raise fewest are tried first, alone and together.
    fn as_urgent_as_some(&self, question: QuestionIndex, sure: &[Answer]) -> Tried {
        let flags = self.rulebook.red_flags.iter();
        let mut raising: Vec<(Answer, Vec<&RedFlag>)> = (sure.iter())
            .map(|answer| {
                let change = Change::SureOf(*answer);
                let raises = |flag: &&RedFlag| self.moves(change, flag, question).up;
                (*answer, flags.clone().filter(raises).collect())
            })
            .collect();
        raising.sort_by_key(|(_, flags)| flags.len());
        if raising.first().is_none_or(|(_, flags)| flags.is_empty()) {
            return Tried::Held(0);
        }
        let mut failed = Tried::TooMany;
        for count in 1..=raising.len() {
            let harmless = &raising[..count];
            let flags: Vec<&RedFlag> = harmless
                .iter()
                .flat_map(|(_, flags)| flags.clone())
                .collect();
            let corner = Corner::around(self.rulebook, &flags, None);
            let tried = corner.every_combination(Some(question), |case, later| {
                // What decides whether the question is asked comes before it.
                if later.iter().any(|(earlier, _)| *earlier < question) {
                    return None;
                }
                case.set(question, Answer::NotSure);
                let unsure = corner.level(case, later);
                let is_harmless = harmless.iter().any(|(answer, flags)| {
                    case.set(question, *answer);
                    let mut higher = flags.iter().filter(|flag| flag.level > unsure);
                    higher.all(|flag| {
                        let outcomes = outcomes(case, &flag.when, later);
                        !outcomes.may_hold() || (later.is_empty() && !outcomes.holds())
                    })
                });
                case.clear(question);
                (is_harmless || later.is_empty()).then_some(is_harmless)
            });
            match tried {
                Tried::Failed(_) => failed = tried,
                Tried::Held(_) => return tried,
                Tried::TooMany => break,
            }
        }
        failed
    }
}

/// An answer to a checklist with one more tick.
fn one_more(answer: Answer, option: usize) -> Option<Answer> {
    match answer {
        Answer::Ticks { ticked, unsure } => Some(Answer::Ticks {
            ticked: ticked | 1 << option,
            unsure,
        }),
        _ => None,
    }
}

fn some_answers_hold(
    flag: &RedFlag,
    choices: &[(QuestionIndex, Vec<Answer>)],
    case: &mut Case,
    budget: &mut usize,
) -> bool {
    if *budget == 0 {
        return false;
    }
    *budget -= 1;
    let outcomes = case.outcomes(&flag.when);
    let Some(((question, answers), rest)) = choices.split_first() else {
        return outcomes.holds();
    };
    if outcomes.is_settled() {
        return outcomes.holds();
    }
    for answer in answers {
        case.set(*question, *answer);
        if some_answers_hold(flag, rest, case, budget) {
            return true;
        }
    }
    case.clear(*question);
    false
}
