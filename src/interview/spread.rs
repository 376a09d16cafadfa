//! How far the open questions can still move each cause.
//!
//! Most evidence hangs on one question. Its answers exclude each other, so what they add is listed
//! answer by answer: bounds over such a list are exact, also for the difference of two causes.
//! Evidence that hangs on several questions is bounded piece by piece, which is safe but looser.

use std::cell::OnceCell;
use std::cmp::Ordering;

use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::rulebook::answer_classes;
use crate::rulebook::condition::{Condition, Outcomes, QuestionIndex};
use crate::rulebook::{Cause, Kind, Rulebook, Score};

/// The largest checklist whose sets of ticks are listed one by one.
const LISTED_TICKS: usize = 8;

/// What every answer to every question would add to every cause.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    /// Per cause: the evidence that hangs on one question alone, in the order of the questions.
    parts: Vec<Vec<Part>>,
    /// Per cause: the units that hang on several questions.
    joint: Vec<Vec<usize>>,
    /// Per question: the answers that its parts can tell apart. Not to be asked is one of them.
    kinds: Vec<Vec<Option<Answer>>>,
}

/// The evidence on one cause that hangs on one question alone.
#[derive(Debug, Clone)]
struct Part {
    question: QuestionIndex,
    units: Vec<usize>,
    /// Listed when the question is first found open.
    sums: OnceCell<Sums>,
}

/// What the answers to one question add to a cause.
#[derive(Debug, Clone)]
struct Sums {
    /// What each kind of answer adds; the kinds are the same for every part of a question.
    listed: Vec<Score>,
    /// The lowest and highest of them.
    range: Span,
}

/// What a case leaves open of a spread.
#[derive(Debug)]
pub(super) struct View<'a, 'r> {
    spread: &'a Spread,
    case: &'a Case<'r>,
    scores: Vec<Span>,
    /// Per cause: its score less that of each cause before it.
    differences: Vec<Vec<Span>>,
}

/// The lowest and highest value something may end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) low: Score,
    pub(super) high: Score,
}

impl Span {
    pub(super) fn exactly(value: Score) -> Self {
        Span {
            low: value,
            high: value,
        }
    }

    fn over(values: impl Iterator<Item = Score>) -> Self {
        values
            .map(Span::exactly)
            .reduce(|one, other| Span {
                low: one.low.min(other.low),
                high: one.high.max(other.high),
            })
            .unwrap_or(Span::exactly(0))
    }

    fn plus(self, other: Span) -> Self {
        Span {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }

    fn minus(self, other: Span) -> Self {
        Span {
            low: self.low - other.high,
            high: self.high - other.low,
        }
    }

    pub(super) fn is_settled(self) -> bool {
        self.low == self.high
    }
}

impl Spread {
    /// The spread of a rulebook, made when it is first needed: an interview that begins with every
    /// answer never does.
    pub(super) fn of<'s>(cell: &'s OnceCell<Spread>, rulebook: &Rulebook) -> &'s Spread {
        cell.get_or_init(|| Spread::new(rulebook))
    }

    fn new(rulebook: &Rulebook) -> Self {
        let mut spread = Spread {
            parts: vec![Vec::new(); rulebook.causes.len()],
            joint: vec![Vec::new(); rulebook.causes.len()],
            kinds: Vec::new(),
        };
        for (place, cause) in rulebook.causes.iter().enumerate() {
            for unit in 0..cause.units.len() {
                match Spread::home(rulebook, cause, unit) {
                    Some(question) => spread.file(question, place, unit),
                    None => spread.joint[place].push(unit),
                }
            }
        }
        for parts in &mut spread.parts {
            parts.sort_unstable_by_key(|part| part.question);
        }
        spread.kinds = spread.kinds(rulebook);
        spread
    }

    /// The one question a unit hangs on, if there is just one and its answers can be listed.
    fn home(rulebook: &Rulebook, cause: &Cause, unit: usize) -> Option<QuestionIndex> {
        let mut questions = members(cause, unit).flat_map(Condition::questions);
        let question = questions.next()?;
        let alone = questions.all(|other| other == question);
        let listable = match &rulebook.questions[question].kind {
            Kind::Checklist(choices) => choices.len() <= LISTED_TICKS,
            Kind::Choice(_) | Kind::Number { .. } => true,
        };
        (alone && listable).then_some(question)
    }

    fn file(&mut self, question: QuestionIndex, cause: usize, unit: usize) {
        let parts = &mut self.parts[cause];
        match parts.iter_mut().find(|part| part.question == question) {
            Some(part) => part.units.push(unit),
            None => parts.push(Part {
                question,
                units: vec![unit],
                sums: OnceCell::new(),
            }),
        }
    }

    fn kinds(&self, rulebook: &Rulebook) -> Vec<Vec<Option<Answer>>> {
        let mut looked_at = vec![None; rulebook.questions.len()];
        for (cause, parts) in rulebook.causes.iter().zip(&self.parts) {
            for part in parts {
                let ticks = looked_at[part.question].get_or_insert(0);
                let members = part.units.iter().flat_map(|unit| members(cause, *unit));
                *ticks |=
                    members.fold(0, |ticks, when| ticks | when.ticks_looked_at(part.question));
            }
        }
        let bounds = answer_classes::bounds(rulebook);
        let questions = rulebook.questions.iter().zip(bounds).zip(looked_at);
        let kinds = questions.map(|((rules, bounds), looked_at)| {
            let Some(looked_at) = looked_at else {
                return Vec::new();
            };
            // One tick that nothing looks at stands for all of them: it still makes "none" untrue.
            let unnoticed = !looked_at & ((1_u64 << rules.kind.choices().len()) - 1);
            let ticks = looked_at | (unnoticed & unnoticed.wrapping_neg());
            let answers = answer_classes::answers(rules, &bounds, ticks).into_iter();
            let unasked = rules.only_if.is_some().then_some(None);
            answers.map(Some).chain(unasked).collect()
        });
        kinds.collect()
    }

    pub(super) fn view<'a, 'r>(&'a self, case: &'a Case<'r>) -> View<'a, 'r> {
        let mut view = View {
            spread: self,
            case,
            scores: Vec::new(),
            differences: Vec::new(),
        };
        view.scores = (0..self.parts.len())
            .map(|cause| {
                let prior = Span::exactly(case.rulebook().causes[cause].prior);
                let parts = self.parts[cause].iter();
                let parts = parts.map(|part| view.part_span(cause, part));
                let joint = self.joint[cause].iter();
                let joint = joint.map(|unit| view.unit_span(cause, *unit));
                parts.chain(joint).fold(prior, Span::plus)
            })
            .collect();
        view.differences = (0..self.parts.len())
            .map(|one| (0..one).map(|other| view.bound(one, other)).collect())
            .collect();
        view
    }
}

impl View<'_, '_> {
    /// Where the scores of the causes may end.
    pub(super) fn scores(&self) -> &[Span] {
        &self.scores
    }

    /// Where the score of one cause less that of another may end.
    pub(super) fn difference(&self, one: usize, other: usize) -> Span {
        match one.cmp(&other) {
            Ordering::Greater => self.differences[one][other],
            Ordering::Equal => Span::exactly(0),
            Ordering::Less => Span::exactly(0).minus(self.differences[other][one]),
        }
    }

    fn bound(&self, one: usize, other: usize) -> Span {
        let apart = self.scores[one].minus(self.scores[other]);
        // One answer to an open question moves both.
        shared(&self.spread.parts[one], &self.spread.parts[other])
            .filter(|(one, _)| self.case.is_open(one.question))
            .map(|(of_one, of_other)| (self.sums(one, of_one), self.sums(other, of_other)))
            .fold(apart, |span, (one, other)| {
                let apart = one.range.minus(other.range);
                let together = Span::over(one.less(other));
                Span {
                    low: span.low - apart.low + together.low,
                    high: span.high - apart.high + together.high,
                }
            })
    }

    /// Calls `visit` with every open question that could still move the score of a cause, and by
    /// how much.
    pub(super) fn movers(&self, cause: usize, visit: &mut impl FnMut(QuestionIndex, Score)) {
        for part in &self.spread.parts[cause] {
            if self.case.is_open(part.question) {
                let range = self.sums(cause, part).range;
                if !range.is_settled() {
                    visit(part.question, range.high - range.low);
                }
            }
        }
        let rules = &self.case.rulebook().causes[cause];
        for place in self.spread.joint[cause]
            .iter()
            .flat_map(|unit| &rules.units[*unit])
        {
            let evidence = &rules.evidence[*place];
            if !self.case.outcomes(&evidence.when).is_settled() {
                for question in evidence.when.questions() {
                    if self.case.is_open(question) {
                        visit(question, evidence.weight.abs());
                    }
                }
            }
        }
    }

    fn part_span(&self, cause: usize, part: &Part) -> Span {
        if self.case.is_open(part.question) {
            self.sums(cause, part).range
        } else {
            let units = part.units.iter().map(|unit| self.unit_span(cause, *unit));
            units.fold(Span::exactly(0), Span::plus)
        }
    }

    fn sums<'p>(&self, cause: usize, part: &'p Part) -> &'p Sums {
        let kinds = &self.spread.kinds[part.question];
        part.sums(&self.case.rulebook().causes[cause], kinds)
    }

    fn unit_span(&self, cause: usize, unit: usize) -> Span {
        let cause = &self.case.rulebook().causes[cause];
        unit_span(cause, unit, |when| self.case.outcomes(when))
    }
}

/// The parts of two causes that hang on the same questions.
fn shared<'p>(one: &'p [Part], other: &'p [Part]) -> impl Iterator<Item = (&'p Part, &'p Part)> {
    let mut other = other.iter().peekable();
    one.iter().filter_map(move |part| {
        while other
            .next_if(|other| other.question < part.question)
            .is_some()
        {}
        let same = other.next_if(|other| other.question == part.question)?;
        Some((part, same))
    })
}

impl Part {
    /// What each kind of answer adds.
    fn sums(&self, cause: &Cause, kinds: &[Option<Answer>]) -> &Sums {
        self.sums.get_or_init(|| {
            let mut listed = self.listed(cause, kinds);
            // Left open, the question adds nothing: stopping before it must give the same as
            // asking it.
            listed.push(0);
            let range = Span::over(listed.iter().copied());
            Sums { listed, range }
        })
    }

    fn listed(&self, cause: &Cause, kinds: &[Option<Answer>]) -> Vec<Score> {
        let mut sums = vec![0; kinds.len()];
        let mut answers = Answers::new(self.question + 1);
        for unit in &self.units {
            let ticks = members(cause, *unit).fold(0, |ticks, when| {
                ticks | when.ticks_that_decide(self.question)
            });
            // Many sets of ticks are one to this unit.
            let mut known = [[None; 1 << LISTED_TICKS]; 2];
            for (kind, sum) in kinds.iter().zip(&mut sums) {
                let mut weigh = || {
                    answers.clear(self.question);
                    if let Some(answer) = kind {
                        answers.set(self.question, *answer);
                    }
                    unit_span(cause, *unit, |when| {
                        when.outcomes(&answers, &|_| kind.is_some())
                    })
                    .low
                };
                *sum += match kind {
                    Some(Answer::Ticks { ticked, unsure }) => {
                        let known = &mut known[usize::from(*unsure)];
                        let same = usize::try_from(ticked & ticks).unwrap_or_default();
                        *known[same].get_or_insert_with(weigh)
                    }
                    _ => weigh(),
                };
            }
        }
        sums
    }
}

impl Sums {
    fn less<'a>(&'a self, other: &'a Sums) -> impl Iterator<Item = Score> + 'a {
        self.listed
            .iter()
            .zip(&other.listed)
            .map(|(one, other)| one - other)
    }
}

/// The conditions of a unit.
fn members(cause: &Cause, unit: usize) -> impl Iterator<Item = &Condition> {
    let members = cause.units[unit].iter();
    members.map(|place| &cause.evidence[*place].when)
}

/// What a unit may still add: the strongest of its members that hold.
fn unit_span(cause: &Cause, unit: usize, outcomes: impl Fn(&Condition) -> Outcomes) -> Span {
    let members = || {
        cause.units[unit].iter().map(|place| {
            let evidence = &cause.evidence[*place];
            (evidence.weight, outcomes(&evidence.when))
        })
    };
    let certain =
        members()
            .filter(|(_, outcomes)| outcomes.holds())
            .fold(0_i32, |best, (weight, _)| {
                if weight.abs() > best.abs() {
                    weight
                } else {
                    best
                }
            });
    // Of equal strength the earlier one counts; taking both keeps the bound safe.
    let open = members().filter(|(weight, outcomes)| {
        outcomes.may_hold() && *outcomes != Outcomes::TRUE && weight.abs() >= certain.abs()
    });
    Span::over(open.map(|(weight, _)| weight).chain([certain]))
}
