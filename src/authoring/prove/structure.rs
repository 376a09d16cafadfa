//! What can be proved by looking at conditions, and by trying every combination of answers to the
//! few questions where that does not tell.
//!
//! In Kleene's logic `all` and `any` only rise when a part rises, in the order false < not sure <
//! true, and `not` turns that around. A red flag counts where its condition is certain; a question
//! is asked where its `only_if` is possible, that is not false, and otherwise every test of it is
//! false.

use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::authoring::lint::reach::depends_on;
use crate::index::QuestionIndex;
use crate::rulebook::answer_classes::Distinctions;
use crate::rulebook::condition::{Condition, Outcomes};
use crate::rulebook::{RedFlag, Rulebook};
use crate::triage::TriageLevel;

/// Most combinations of answers that are tried for one proof.
const MOST_COMBINATIONS: usize = 20_000;

/// What of a condition's value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Whether it is true.
    Certain,
    /// Whether it is not false.
    Possible,
}

/// Where a condition can move when an answer changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Direction {
    pub(super) up: bool,
    pub(super) down: bool,
}

impl Direction {
    fn or(self, other: Self) -> Self {
        Direction {
            up: self.up || other.up,
            down: self.down || other.down,
        }
    }
}

/// A change of the answer to one question.
#[derive(Debug, Clone, Copy)]
pub(super) enum Change {
    /// One more tick on a checklist, whatever else is ticked.
    OneMoreTick(usize),
    /// This answer in place of *not sure*.
    SureOf(Answer),
}

impl Change {
    /// Where a change of the answer to `question` can move a condition, whatever the other answers.
    pub(super) fn direction(
        self,
        rulebook: &Rulebook,
        condition: &Condition,
        aspect: Aspect,
        question: QuestionIndex,
    ) -> Direction {
        let of = |part: &Condition| self.direction(rulebook, part, aspect, question);
        let named = condition.questions();
        match (self, condition) {
            (Change::SureOf(answer), _) if named == [question] => {
                let asked = compare(condition, aspect, question, answer, true);
                match rulebook.questions[question].only_if {
                    Some(_) => asked.or(compare(condition, aspect, question, answer, false)),
                    None => asked,
                }
            }
            (_, Condition::All(parts) | Condition::Any(parts)) => parts
                .iter()
                .map(of)
                .fold(Direction::default(), Direction::or),
            (_, Condition::Not(part)) => {
                let aspect = match aspect {
                    Aspect::Certain => Aspect::Possible,
                    Aspect::Possible => Aspect::Certain,
                };
                let part = self.direction(rulebook, part, aspect, question);
                Direction {
                    up: part.down,
                    down: part.up,
                }
            }
            (Change::OneMoreTick(option), test) if named == [question] => ticked(test, option),
            // Any other test moves only as its question is asked or not.
            _ => (named.iter())
                .filter_map(|named| rulebook.questions[*named].only_if.as_ref())
                .map(|gate| self.direction(rulebook, gate, Aspect::Possible, question))
                .fold(Direction::default(), Direction::or),
        }
    }
}

/// Where a sure answer in place of *not sure* moves a condition on that question alone.
fn compare(
    condition: &Condition,
    aspect: Aspect,
    question: QuestionIndex,
    answer: Answer,
    is_asked: bool,
) -> Direction {
    let mut answers = Answers::new(usize::from(question) + 1);
    let mut counts = |answer| {
        answers.set(question, answer);
        let outcomes = condition.outcomes(&answers, &|_| is_asked);
        match aspect {
            Aspect::Certain => outcomes.holds(),
            Aspect::Possible => outcomes != Outcomes::FALSE,
        }
    };
    let (unsure, sure) = (counts(Answer::NotSure), counts(answer));
    Direction {
        up: sure && !unsure,
        down: unsure && !sure,
    }
}

/// Where one more tick moves a test of its checklist.
fn ticked(test: &Condition, option: usize) -> Direction {
    let (up, down) = match test {
        Condition::Is(_, named) => (named & (1 << option) != 0, false),
        Condition::Ticks(_, named, range) if named & (1 << option) != 0 => {
            (range.from > 0, range.below <= i64::from(named.count_ones()))
        }
        Condition::NoneTicked(_) => (false, true),
        _ => (false, false),
    };
    Direction { up, down }
}

/// What trying every combination came to.
pub(super) enum Tried {
    /// The test held for all of them, so many.
    Held(usize),
    /// It failed for these answers.
    Failed(Answers),
    /// There are more than anybody can wait for.
    TooMany,
}

/// A few questions with the red flags that they decide.
pub(super) struct Corner<'r> {
    rulebook: &'r Rulebook,
    questions: Vec<(QuestionIndex, Distinctions)>,
    flags: Vec<&'r RedFlag>,
}

impl<'r> Corner<'r> {
    /// The questions that some red flags depend on, with one tick more that matters.
    pub(super) fn around(
        rulebook: &'r Rulebook,
        flags: &[&'r RedFlag],
        tick: Option<(QuestionIndex, usize)>,
    ) -> Self {
        let mut corner = Corner {
            rulebook,
            questions: told_apart(rulebook, flags),
            flags: Vec::new(),
        };
        if let Some((question, option)) = tick {
            let mut questions = corner.questions.iter_mut();
            if let Some((_, known)) = questions.find(|(known, _)| *known == question) {
                known.add_options(1 << option);
            }
        }
        let decided = |flag: &&RedFlag| {
            let mut needed = told_apart(rulebook, &[flag]).into_iter();
            needed.all(|(question, needed)| {
                let mut questions = corner.questions.iter();
                questions.any(|(known, by)| *known == question && by.cover(&needed))
            })
        };
        corner.flags = rulebook.red_flags.iter().filter(decided).collect();
        corner
    }

    /// The questions that a condition depends on, with what `others` tell apart in their answers.
    pub(super) fn of(rulebook: &'r Rulebook, condition: &Condition, others: &[&Condition]) -> Self {
        let all = || others.iter().copied().chain([condition]);
        let questions = depends_on(rulebook, &[condition]).into_iter();
        let questions = questions.map(|question| (question, Distinctions::of(question, all())));
        Corner {
            rulebook,
            questions: questions.collect(),
            flags: Vec::new(),
        }
    }

    /// The level that its red flags raise a case to, whatever is answered later.
    pub(super) fn level(&self, case: &Case, later: &[Choices]) -> TriageLevel {
        let flags = self.flags.iter();
        let held = flags.filter(|flag| outcomes(case, &flag.when, later).holds());
        let levels = held.map(|flag| flag.level);
        levels.max().unwrap_or(TriageLevel::SelfCare)
    }

    /// Tries every combination of answers to its questions that its red flags can tell apart, with
    /// questions left unanswered; `changed` is answered by the test. The test is asked on the way,
    /// with some questions still to come: it says how it ends if that is clear already, as it has
    /// to be when none are.
    pub(super) fn every_combination(
        &self,
        changed: Option<QuestionIndex>,
        mut test: impl FnMut(&mut Case, &[Choices]) -> Option<bool>,
    ) -> Tried {
        let others = self.questions.iter();
        let others = others.filter(|(question, _)| Some(*question) != changed);
        let choices: Vec<Choices> = others
            .map(|(question, by)| (*question, by.answers(&self.rulebook.questions[*question])))
            .collect();
        let mut tried = 0;
        let mut case = Case::empty(self.rulebook);
        match walk(&choices, &mut case, &mut tried, &mut test) {
            Ok(()) => Tried::Held(tried),
            Err(stopped) => stopped,
        }
    }
}

/// A question with its answers. None if there are too many.
pub(super) type Choices = (QuestionIndex, Option<Vec<Answer>>);

/// What a condition may be when later questions are answered as well. An answer counts even where
/// its question would not be asked.
pub(super) fn outcomes(case: &Case, condition: &Condition, later: &[Choices]) -> Outcomes {
    let comes_later = |question| later.iter().any(|(other, _)| *other == question);
    condition.outcomes(case.answers(), &|question| {
        case.may_apply(question) || comes_later(question)
    })
}

fn walk(
    questions: &[Choices],
    case: &mut Case,
    tried: &mut usize,
    test: &mut impl FnMut(&mut Case, &[Choices]) -> Option<bool>,
) -> Result<(), Tried> {
    let answers = case.answers().clone();
    match test(case, questions) {
        Some(true) => {
            *tried += 1;
            return Ok(());
        }
        Some(false) => return Err(Tried::Failed(answers)),
        None if *tried > MOST_COMBINATIONS => return Err(Tried::TooMany),
        None => {}
    }
    let Some(((question, Some(choices)), later)) = questions.split_first() else {
        return Err(Tried::TooMany);
    };
    for answer in choices {
        case.set(*question, *answer);
        walk(later, case, tried, test)?;
    }
    case.clear(*question);
    walk(later, case, tried, test)
}

/// The questions that red flags depend on, also by what decides whether one is asked, and what is
/// told apart in the answers.
fn told_apart(rulebook: &Rulebook, flags: &[&RedFlag]) -> Vec<(QuestionIndex, Distinctions)> {
    let mut conditions: Vec<&Condition> = flags.iter().map(|flag| &flag.when).collect();
    let found = depends_on(rulebook, &conditions);
    let gates = found
        .iter()
        .map(|question| &rulebook.questions[*question].only_if);
    conditions.extend(gates.flatten());
    let told_apart = |question| Distinctions::of(question, conditions.iter().copied());
    found
        .into_iter()
        .map(|question| (question, told_apart(question)))
        .collect()
}
