//! How far the open questions can still move each cause.
//!
//! Most evidence hangs on one question. Its answers exclude each other, so what they add is listed
//! answer by answer: bounds over such a list are exact, also for the difference of two causes.
//! Evidence that hangs on several questions is bounded piece by piece, which is safe but looser.

use std::iter;

use crate::answer::Answers;
use crate::case::Case;
use crate::rulebook::classes;
use crate::rulebook::condition::{Condition, Outcomes, QuestionIndex};
use crate::rulebook::{Cause, Kind, Rulebook, Score};

/// The largest checklist whose sets of ticks are listed one by one.
const LISTED_TICKS: usize = 8;

/// What every answer to every question would add to every cause.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    /// Per question: the causes with evidence that hangs on it alone.
    by_question: Vec<Vec<Part>>,
    /// Per cause: the units that hang on several questions.
    joint: Vec<Vec<usize>>,
}

/// The evidence on one cause that hangs on one question alone.
#[derive(Debug, Clone)]
struct Part {
    cause: usize,
    units: Vec<usize>,
    /// What each kind of answer adds; the kinds are the same for every part of a question.
    sums: Vec<Score>,
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
    pub(super) fn new(rulebook: &Rulebook) -> Self {
        let bounds = classes::bounds(rulebook);
        let mut spread = Spread {
            by_question: vec![Vec::new(); rulebook.questions.len()],
            joint: vec![Vec::new(); rulebook.causes.len()],
        };
        for (place, cause) in rulebook.causes.iter().enumerate() {
            for unit in 0..cause.units.len() {
                match Spread::home(rulebook, cause, unit) {
                    Some(question) => spread.file(question, place, unit),
                    None => spread.joint[place].push(unit),
                }
            }
        }
        for (question, parts) in spread.by_question.iter_mut().enumerate() {
            list_sums(rulebook, question, &bounds[question], parts);
        }
        spread
    }

    /// The one question a unit hangs on, if there is just one and its answers can be listed.
    fn home(rulebook: &Rulebook, cause: &Cause, unit: usize) -> Option<QuestionIndex> {
        let members = cause.units[unit]
            .iter()
            .map(|place| &cause.evidence[*place].when);
        let mut questions = members.clone().flat_map(Condition::questions);
        let question = questions.next()?;
        let alone = questions.all(|other| other == question);
        let listable = match &rulebook.questions[question].kind {
            Kind::Checklist(choices) => choices.len() <= LISTED_TICKS,
            Kind::Choice(_) | Kind::Number { .. } => true,
        };
        (alone && listable).then_some(question)
    }

    fn file(&mut self, question: QuestionIndex, cause: usize, unit: usize) {
        let parts = &mut self.by_question[question];
        match parts.iter_mut().find(|part| part.cause == cause) {
            Some(part) => part.units.push(unit),
            None => parts.push(Part {
                cause,
                units: vec![unit],
                sums: Vec::new(),
            }),
        }
    }

    /// Where the score of a cause may end.
    pub(super) fn score(&self, case: &Case, cause: usize) -> Span {
        let prior = Span::exactly(case.rulebook().causes[cause].prior);
        self.parts(cause)
            .map(|(question, part)| part.span(case, question))
            .chain(iter::once(self.joint_span(case, cause)))
            .fold(prior, Span::plus)
    }

    /// Where the score of one cause less that of another may end.
    pub(super) fn difference(&self, case: &Case, one: usize, other: usize) -> Span {
        let causes = &case.rulebook().causes;
        let priors = Span::exactly(causes[one].prior - causes[other].prior);
        let joint = self
            .joint_span(case, one)
            .minus(self.joint_span(case, other));
        self.by_question
            .iter()
            .enumerate()
            .map(|(question, parts)| {
                let find = |cause: usize| parts.iter().find(|part| part.cause == cause);
                match (find(one), find(other)) {
                    (Some(one), Some(other)) if case.is_open(question) => {
                        Span::over(one.less(other))
                    }
                    (one, other) => {
                        let span = |part: Option<&Part>| {
                            part.map_or(Span::exactly(0), |part| part.span(case, question))
                        };
                        span(one).minus(span(other))
                    }
                }
            })
            .fold(priors.plus(joint), Span::plus)
    }

    /// Calls `visit` with every open question that could still move the score of a cause, and by
    /// how much.
    pub(super) fn movers(
        &self,
        case: &Case,
        cause: usize,
        visit: &mut impl FnMut(QuestionIndex, Score),
    ) {
        for (question, part) in self.parts(cause) {
            let span = part.span(case, question);
            if case.is_open(question) && !span.is_settled() {
                visit(question, span.high - span.low);
            }
        }
        let rules = &case.rulebook().causes[cause];
        for place in self.joint[cause]
            .iter()
            .flat_map(|unit| &rules.units[*unit])
        {
            let evidence = &rules.evidence[*place];
            if !case.outcomes(&evidence.when).is_settled() {
                for question in evidence.when.questions() {
                    if case.is_open(question) {
                        visit(question, evidence.weight.abs());
                    }
                }
            }
        }
    }

    fn parts(&self, cause: usize) -> impl Iterator<Item = (QuestionIndex, &Part)> {
        self.by_question
            .iter()
            .enumerate()
            .filter_map(move |(question, parts)| {
                Some((question, parts.iter().find(|part| part.cause == cause)?))
            })
    }

    fn joint_span(&self, case: &Case, cause: usize) -> Span {
        let rules = &case.rulebook().causes[cause];
        self.joint[cause]
            .iter()
            .map(|unit| unit_span(case, rules, *unit))
            .fold(Span::exactly(0), Span::plus)
    }
}

impl Part {
    fn span(&self, case: &Case, question: QuestionIndex) -> Span {
        if case.is_open(question) {
            Span::over(self.sums.iter().copied())
        } else {
            let cause = &case.rulebook().causes[self.cause];
            let units = self.units.iter().map(|unit| unit_span(case, cause, *unit));
            units.fold(Span::exactly(0), Span::plus)
        }
    }

    fn less<'a>(&'a self, other: &'a Part) -> impl Iterator<Item = Score> + 'a {
        self.sums
            .iter()
            .zip(&other.sums)
            .map(|(one, other)| one - other)
    }
}

/// Lists what each kind of answer adds, the same kinds for every part of the question.
fn list_sums(rulebook: &Rulebook, question: QuestionIndex, bounds: &[i64], parts: &mut [Part]) {
    let rules = &rulebook.questions[question];
    let members = parts.iter().flat_map(|part| {
        let cause = &rulebook.causes[part.cause];
        let places = part.units.iter().flat_map(|unit| &cause.units[*unit]);
        places.map(|place| &cause.evidence[*place].when)
    });
    let looked_at = members.fold(0, |ticks, when| ticks | when.ticks_looked_at(question));
    // One tick that nothing looks at stands for all of them: it still makes "none" untrue.
    let unnoticed = !looked_at & ((1_u64 << rules.kind.choices().len()) - 1);
    let ticks = looked_at | (unnoticed & unnoticed.wrapping_neg());
    let mut case = Case::new(rulebook, Answers::new(rulebook.questions.len()));
    // Left open, the question adds nothing: stopping before it must give the same as asking it.
    for part in parts.iter_mut() {
        part.sums = vec![0];
    }
    let mut add_kind = |case: &Case| {
        for part in parts.iter_mut() {
            let cause = &rulebook.causes[part.cause];
            let units = part
                .units
                .iter()
                .map(|unit| unit_span(case, cause, *unit).low);
            part.sums.push(units.sum());
        }
    };
    for answer in classes::answers(rules, bounds, ticks) {
        case.set(question, answer);
        add_kind(&case);
    }
    if rules.only_if.is_some() {
        case.clear(question);
        case.rule_out(question);
        add_kind(&case);
    }
}

/// What a unit may still add: the strongest of its members that hold.
fn unit_span(case: &Case, cause: &Cause, unit: usize) -> Span {
    let members = || {
        cause.units[unit].iter().map(|place| {
            let evidence = &cause.evidence[*place];
            (evidence.weight, case.outcomes(&evidence.when))
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
