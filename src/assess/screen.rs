//! The same result as [`assess`](super::assess) without its reasons, for many cases in a row.
//!
//! Each answer shows one or more *signs*: an option, a tick, a piece of a number's range, *not
//! sure*. What a sign does is listed once per rulebook, so a case costs as much as the rules that
//! its answers touch, and nothing is allocated.

use std::cmp::Reverse;

use super::{Ranking, Strength, Verdict, rank};
use crate::answer::{Answer, Answers};
use crate::case::Case;
use crate::rulebook::condition::{Condition, QuestionIndex};
use crate::rulebook::{Kind, Rulebook, Score, classes};
use crate::triage::TriageLevel;

/// A rulebook made ready to assess many cases.
#[derive(Debug, Clone)]
pub struct Screen<'r> {
    index: Index<'r>,
    case: Case<'r>,
    findings: Findings,
}

/// What the signs of a rulebook do.
#[derive(Debug, Clone)]
struct Index<'r> {
    rulebook: &'r Rulebook,
    questions: Vec<Signs>,
    /// Rules that one sign alone does not settle.
    rules: Vec<Rule>,
    /// Those of them that may hold whatever is answered.
    always: Vec<usize>,
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

/// The signs of one question, by number: its options or the pieces of its range first.
#[derive(Debug, Clone)]
struct Signs {
    /// Where the range of a number is cut, in base units.
    cuts: Vec<i64>,
    /// The number of the sign *not sure*. The next one is "none ticked".
    not_sure: usize,
    effects: Vec<Effects>,
}

/// What a sign does.
#[derive(Debug, Clone, Default)]
struct Effects {
    /// What it adds to which cause, whatever else is answered.
    adds: Vec<(usize, Score)>,
    /// Red flags that hold, whatever else is answered.
    raises: Vec<usize>,
    /// Rules that may hold and need to be looked at.
    look_at: Vec<usize>,
}

/// A rule that one sign alone does not settle.
#[derive(Debug, Clone)]
enum Rule {
    RedFlag(usize),
    Unit(Unit),
    /// What a tick takes back, see [`Index::add_absence`].
    TakesBack(usize, Score),
}

/// Evidence on a cause that counts together.
#[derive(Debug, Clone)]
struct Unit {
    cause: usize,
    /// Its members, the strongest first: the first that holds is the one that counts.
    members: Vec<usize>,
}

/// A sign of a question.
type Sign = (QuestionIndex, usize);

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
            index.look_at(*rule, case, findings);
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
                    index.look_at(*rule, case, findings);
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

impl<'r> Index<'r> {
    fn new(rulebook: &'r Rulebook) -> Self {
        let questions = rulebook.questions.iter().zip(classes::bounds(rulebook));
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

    fn look_at(&self, rule: usize, case: &Case, findings: &mut Findings) {
        let last = &mut findings.looked_at[rule];
        if std::mem::replace(last, findings.cases) == findings.cases {
            return;
        }
        match &self.rules[rule] {
            Rule::RedFlag(flag) => {
                if case.holds(&self.rulebook.red_flags[*flag].when) {
                    findings.red_flags.push(*flag);
                }
            }
            Rule::Unit(unit) => {
                let evidence = &self.rulebook.causes[unit.cause].evidence;
                let mut members = unit.members.iter().map(|member| &evidence[*member]);
                if let Some(strongest) = members.find(|member| case.holds(&member.when)) {
                    findings.causes[unit.cause].score += strongest.weight;
                }
            }
            Rule::TakesBack(cause, score) => findings.causes[*cause].score -= score,
        }
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
    fn each_sign(&self, answer: Answer, mut visit: impl FnMut(&Effects)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::quantity::Quantity;
    use crate::rulebook::Question;
    use crate::rulebook::compile::compile;
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
        let cuts = classes::bounds(rulebook);
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
