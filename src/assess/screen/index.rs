//! What each sign of a rulebook does, listed once: what it adds to the causes, the red flags it raises,
//! and the rules it is not enough for alone.

use std::cmp::Reverse;

use crate::answer::Answer;
use crate::rulebook::condition::{Condition, QuestionIndex};
use crate::rulebook::{Kind, Rulebook, Score, answer_classes};

/// What the signs of a rulebook do.
#[derive(Debug, Clone)]
pub(super) struct Index<'r> {
    pub(super) rulebook: &'r Rulebook,
    pub(super) questions: Vec<Signs>,
    /// Rules that one sign alone does not settle.
    pub(super) rules: Vec<Rule>,
    /// Those of them that may hold whatever is answered.
    pub(super) always: Vec<usize>,
}

/// The signs of one question, by number: its options or the pieces of its range first.
#[derive(Debug, Clone)]
pub(super) struct Signs {
    /// Where the range of a number is cut, in base units.
    cuts: Vec<i64>,
    /// The number of the sign *not sure*. The next one is "none ticked".
    not_sure: usize,
    effects: Vec<Effects>,
}

/// What a sign does.
#[derive(Debug, Clone, Default)]
pub(super) struct Effects {
    /// What it adds to which cause, whatever else is answered.
    pub(super) adds: Vec<(usize, Score)>,
    /// Red flags that hold, whatever else is answered.
    pub(super) raises: Vec<usize>,
    /// Rules that may hold and need to be looked at.
    pub(super) look_at: Vec<usize>,
}

/// A rule that one sign alone does not settle.
#[derive(Debug, Clone)]
pub(super) enum Rule {
    RedFlag(usize),
    Unit(Unit),
    /// What a tick takes back, see [`Index::add_absence`].
    TakesBack(usize, Score),
}

/// Evidence on a cause that counts together.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) cause: usize,
    /// Its members, the strongest first: the first that holds is the one that counts.
    pub(super) members: Vec<usize>,
}

/// A sign of a question.
type Sign = (QuestionIndex, usize);

impl<'r> Index<'r> {
    pub(super) fn new(rulebook: &'r Rulebook) -> Self {
        let questions = rulebook
            .questions
            .iter()
            .zip(answer_classes::bounds(rulebook));
        let mut index = Index {
            rulebook,
            questions: questions
                .map(|(question, cuts)| Signs::new(&question.kind, cuts))
                .collect(),
            rules: Vec::new(),
            always: Vec::new(),
        };
        for (place, flag) in rulebook.red_flags.iter().enumerate() {
            match index.shown_by(&flag.when) {
                Some(signs) => {
                    for sign in signs {
                        index.effects(sign).raises.push(place);
                    }
                }
                None => index.watch(Rule::RedFlag(place), [&flag.when]),
            }
        }
        for (place, cause) in rulebook.causes.iter().enumerate() {
            for members in &cause.units {
                let mut members = members.clone();
                members.sort_by_key(|member| Reverse(cause.evidence[*member].weight.abs()));
                let cause = place;
                index.add_unit(Unit { cause, members });
            }
        }
        index
    }

    /// A unit whose signs exclude each other is settled by each of them alone.
    fn add_unit(&mut self, unit: Unit) {
        let evidence = &self.rulebook.causes[unit.cause].evidence;
        let members = unit.members.iter().map(|member| &evidence[*member]);
        let shown: Option<Vec<Vec<Sign>>> = (members.clone())
            .map(|member| self.shown_by(&member.when))
            .collect();
        let Some(shown) = shown.filter(|shown| self.exclude_each_other(shown)) else {
            if self.add_absence(&unit) {
                return;
            }
            let conditions: Vec<&Condition> = members.map(|member| &member.when).collect();
            return self.watch(Rule::Unit(unit), conditions);
        };
        let mut settled: Vec<Sign> = Vec::new();
        for (member, signs) in members.zip(shown) {
            for sign in signs {
                if !settled.contains(&sign) {
                    settled.push(sign);
                    self.effects(sign).add(unit.cause, member.weight);
                }
            }
        }
    }

    /// Adds evidence that is the absence of ticks: the answer adds it, and the ticks take it back.
    /// Most runners tick little, so this is faster than to look at what is not ticked.
    fn add_absence(&mut self, unit: &Unit) -> bool {
        let evidence = &self.rulebook.causes[unit.cause].evidence;
        let [member] = unit.members[..] else {
            return false;
        };
        let Some((question, signs)) = self.absent(&evidence[member].when) else {
            return false;
        };
        let weight = evidence[member].weight;
        let answered = self.questions[question].answered();
        self.effects((question, answered)).add(unit.cause, weight);
        self.file(Rule::TakesBack(unit.cause, weight), signs);
        true
    }

    /// The signs of one checklist that make a condition fail, if nothing else can.
    fn absent(&self, condition: &Condition) -> Option<(QuestionIndex, Vec<Sign>)> {
        let mut signs = match condition {
            Condition::Not(part) => self.shown_by(part)?,
            Condition::Ticks(question, of, range) if range.contains(0) && !range.contains(1) => {
                self.needs(&Condition::Is(*question, *of))?
            }
            _ => return None,
        };
        let question = signs.first()?.0;
        let not_sure = self.questions[question].not_sure;
        let rules = &self.rulebook.questions[question];
        let is_free = rules.only_if.is_none() && matches!(rules.kind, Kind::Checklist(_));
        let fit = |sign: &Sign| sign.0 == question && sign.1 <= not_sure;
        let fits = is_free && signs.iter().all(fit);
        signs.push((question, not_sure));
        fits.then_some((question, signs))
    }

    fn exclude_each_other(&self, shown: &[Vec<Sign>]) -> bool {
        let mut signs = shown.iter().flatten();
        let Some(first) = signs.next() else {
            return true;
        };
        let kind = &self.rulebook.questions[first.0].kind;
        let many_at_once = matches!(kind, Kind::Checklist(_));
        signs.all(|sign| sign == first || (sign.0 == first.0 && !many_at_once))
    }

    /// Files a rule under signs without which none of its conditions can hold.
    fn watch<'c>(&mut self, rule: Rule, conditions: impl IntoIterator<Item = &'c Condition>) {
        let needs = conditions.into_iter().map(|when| self.needs(when));
        match needs.collect::<Option<Vec<Vec<Sign>>>>() {
            None => {
                self.always.push(self.rules.len());
                self.rules.push(rule);
            }
            Some(signs) => self.file(rule, signs.concat()),
        }
    }

    /// Files a rule to be looked at when one of these signs is there.
    fn file(&mut self, rule: Rule, signs: Vec<Sign>) {
        let number = self.rules.len();
        self.rules.push(rule);
        for sign in signs {
            self.effects(sign).look_at.push(number);
        }
    }

    /// The signs each of which alone makes a condition hold, if nothing else can.
    fn shown_by(&self, condition: &Condition) -> Option<Vec<Sign>> {
        match condition {
            Condition::Any(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(|part| self.shown_by(part)).collect();
                Some(parts?.concat())
            }
            Condition::All(_) | Condition::Not(_) | Condition::Ticks(..) => None,
            single => self.needs(single),
        }
    }

    /// Signs of which at least one is there whenever a condition holds; nothing if it may hold
    /// without any.
    fn needs(&self, condition: &Condition) -> Option<Vec<Sign>> {
        let ticks = |question: QuestionIndex, ticks: u64| -> Vec<Sign> {
            let all = 0..(u64::BITS - ticks.leading_zeros()) as usize;
            let ticks = all.filter(|tick| ticks & (1 << tick) != 0);
            ticks.map(|tick| (question, tick)).collect()
        };
        Some(match condition {
            Condition::Is(question, options) => ticks(*question, *options),
            Condition::Ticks(question, of, range) if range.from > 0 => ticks(*question, *of),
            Condition::NotSure(question) => vec![(*question, self.questions[*question].not_sure)],
            Condition::NoneTicked(question) => {
                vec![(*question, self.questions[*question].not_sure + 1)]
            }
            Condition::Within(question, range) => {
                let signs = &self.questions[*question];
                let pieces = signs.piece(range.from)..=signs.piece(range.below - 1);
                pieces.map(|piece| (*question, piece)).collect()
            }
            Condition::All(parts) => {
                // Of equals the last one, since rules name what is common first.
                let parts = parts.iter().rev().filter_map(|part| self.needs(part));
                parts.min_by_key(Vec::len)?
            }
            Condition::Any(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(|part| self.needs(part)).collect();
                parts?.concat()
            }
            Condition::Ticks(..) | Condition::Not(_) => self.any_answer(condition)?,
        })
    }

    /// Every sign of the questions of a condition; nothing if one of them may go unasked, which
    /// counts as "no" without an answer.
    fn any_answer(&self, condition: &Condition) -> Option<Vec<Sign>> {
        let questions = condition.questions();
        let rules = &self.rulebook.questions;
        let all_asked = |question: &QuestionIndex| rules[*question].only_if.is_none();
        let signs = |question: QuestionIndex| {
            let signs = 0..self.questions[question].effects.len();
            signs.map(move |sign| (question, sign))
        };
        let usable = !questions.is_empty() && questions.iter().all(all_asked);
        usable.then(|| questions.into_iter().flat_map(signs).collect())
    }

    fn effects(&mut self, (question, sign): Sign) -> &mut Effects {
        &mut self.questions[question].effects[sign]
    }
}

impl Effects {
    fn add(&mut self, cause: usize, score: Score) {
        match self.adds.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, sum)) => *sum += score,
            None => self.adds.push((cause, score)),
        }
    }
}

impl Signs {
    fn new(kind: &Kind, cuts: Vec<i64>) -> Self {
        let not_sure = match kind {
            Kind::Choice(choices) | Kind::Checklist(choices) => choices.len(),
            Kind::Number { .. } => cuts.len() + 1,
        };
        Signs {
            cuts,
            not_sure,
            effects: vec![Effects::default(); not_sure + 3],
        }
    }

    /// Calls `visit` with what each sign of an answer does.
    pub(super) fn each_sign(&self, answer: Answer, mut visit: impl FnMut(&Effects)) {
        match answer {
            Answer::NotSure => {
                visit(&self.effects[self.not_sure]);
                visit(&self.effects[self.answered()]);
            }
            Answer::Option(option) => visit(&self.effects[usize::from(option)]),
            Answer::Number(number) => visit(&self.effects[self.piece(number.base())]),
            Answer::Ticks { ticked, unsure } => {
                let mut left = ticked;
                while left != 0 {
                    visit(&self.effects[left.trailing_zeros() as usize]);
                    left &= left - 1;
                }
                if unsure {
                    visit(&self.effects[self.not_sure]);
                } else if ticked == 0 {
                    visit(&self.effects[self.not_sure + 1]);
                }
                visit(&self.effects[self.answered()]);
            }
        }
    }

    /// The number of the sign that every answer to a checklist shows.
    fn answered(&self) -> usize {
        self.not_sure + 2
    }

    /// The piece of the range a number lies in.
    fn piece(&self, base: i64) -> usize {
        self.cuts.partition_point(|cut| *cut <= base)
    }
}
