//! An inverted index: which rules each answer can make hold.
//!
//! An answer shows one or more *atoms*: an option, a tick, a piece of a number's range, *not sure*.
//! A rule is listed under atoms of which one is shown whenever it holds, so a case costs as much as
//! the rules that its answers touch.

use crate::answer::Answer;
use crate::index::{CauseIndex, GroupIndex, IndexVec, QuestionIndex, RedFlagIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Kind, Rulebook, answer_classes};

/// The rules of a rulebook by the atoms that they need.
#[derive(Debug, Clone)]
pub(super) struct Index<'r> {
    pub(super) rulebook: &'r Rulebook,
    pub(super) rules: Vec<Rule>,
    /// Rules that may hold whatever is answered, by their number in `rules`.
    pub(super) always: Vec<usize>,
    atoms: IndexVec<QuestionIndex, Atoms>,
}

/// What the engine decides at once.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// Whether a red flag holds.
    RedFlag(RedFlagIndex),
    /// Which evidence of a group counts.
    Group {
        cause: CauseIndex,
        group: GroupIndex,
    },
}

/// The atoms of one question: its options or the pieces of its range, then *not sure*, "none
/// ticked", and one that every answer shows.
#[derive(Debug, Clone)]
struct Atoms {
    /// Where the range of a number is cut, in base units.
    cuts: Vec<i64>,
    /// The number of the atom *not sure*.
    not_sure: usize,
    /// Per atom: the rules listed under it.
    rules: Vec<Vec<usize>>,
}

/// An atom of a question.
type Atom = (QuestionIndex, usize);

impl<'r> Index<'r> {
    pub(super) fn new(rulebook: &'r Rulebook) -> Self {
        let questions = rulebook.questions.iter();
        let atoms = questions.zip(answer_classes::cut_points(rulebook));
        let mut index = Index {
            rulebook,
            rules: Vec::new(),
            always: Vec::new(),
            atoms: atoms
                .map(|(question, cuts)| Atoms::new(&question.kind, cuts))
                .collect(),
        };
        for (flag, rules) in rulebook.red_flags.enumerated() {
            index.list(Rule::RedFlag(flag), [&rules.when]);
        }
        for (cause, rules) in rulebook.causes.enumerated() {
            for (group, members) in rules.groups.enumerated() {
                let members = members.iter().map(|member| &rules.evidence[*member].when);
                index.list(Rule::Group { cause, group }, members);
            }
        }
        index
    }

    /// Lists a rule under atoms without which none of its conditions can hold.
    fn list<'c>(&mut self, rule: Rule, conditions: impl IntoIterator<Item = &'c Condition>) {
        let number = self.rules.len();
        self.rules.push(rule);
        let needs = conditions.into_iter().map(|when| self.needs(when));
        let Some(needs) = needs.collect::<Option<Vec<Vec<Atom>>>>() else {
            self.always.push(number);
            return;
        };
        for (question, atom) in needs.concat() {
            let rules = &mut self.atoms[question].rules[atom];
            if rules.last() != Some(&number) {
                rules.push(number);
            }
        }
    }

    /// Atoms of which at least one is shown whenever a condition holds. None if it may hold without
    /// any.
    fn needs(&self, condition: &Condition) -> Option<Vec<Atom>> {
        let options = |question: QuestionIndex, options: u64| -> Vec<Atom> {
            let all = 0..self.atoms[question].not_sure;
            let named = all.filter(|option| options & (1 << option) != 0);
            named.map(|option| (question, option)).collect()
        };
        Some(match condition {
            Condition::Is(question, named) => options(*question, *named),
            Condition::Ticks(question, of, range) if range.from > 0 => options(*question, *of),
            Condition::NotSure(question) => vec![(*question, self.atoms[*question].not_sure)],
            Condition::NoneTicked(question) => {
                vec![(*question, self.atoms[*question].none_ticked())]
            }
            Condition::Within(question, range) => {
                let atoms = &self.atoms[*question];
                let pieces = atoms.piece(range.from)..=atoms.piece(range.below - 1);
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

    /// Any answer to a question of the condition. None if one of them may go unasked, which counts
    /// as "no" without an answer.
    fn any_answer(&self, condition: &Condition) -> Option<Vec<Atom>> {
        let questions = condition.questions();
        let asked = |question: &QuestionIndex| self.rulebook.questions[*question].only_if.is_none();
        let atom = |question: QuestionIndex| (question, self.atoms[question].any_answer());
        let all_asked = !questions.is_empty() && questions.iter().all(asked);
        all_asked.then(|| questions.into_iter().map(atom).collect())
    }

    /// Calls `visit` with every rule that an answer can make hold; some more than once.
    pub(super) fn each_rule(
        &self,
        question: QuestionIndex,
        answer: Answer,
        mut visit: impl FnMut(usize),
    ) {
        let atoms = &self.atoms[question];
        let mut show = |atom: usize| atoms.rules[atom].iter().copied().for_each(&mut visit);
        match answer {
            Answer::NotSure => show(atoms.not_sure),
            Answer::Option(option) => show(usize::from(option)),
            Answer::Number(number) => show(atoms.piece(number.base())),
            Answer::Ticks { ticked, unsure } => {
                let mut left = ticked;
                while left != 0 {
                    show(left.trailing_zeros() as usize);
                    left &= left - 1;
                }
                if unsure {
                    show(atoms.not_sure);
                } else if ticked == 0 {
                    show(atoms.none_ticked());
                }
            }
        }
        show(atoms.any_answer());
    }
}

impl Atoms {
    fn new(kind: &Kind, cuts: Vec<i64>) -> Self {
        let not_sure = match kind {
            Kind::Choice(choices) | Kind::Checklist(choices) => choices.len(),
            Kind::Number { .. } => cuts.len() + 1,
        };
        Atoms {
            cuts,
            not_sure,
            rules: vec![Vec::new(); not_sure + 3],
        }
    }

    fn none_ticked(&self) -> usize {
        self.not_sure + 1
    }

    fn any_answer(&self) -> usize {
        self.not_sure + 2
    }

    /// The piece of the range a number lies in.
    fn piece(&self, base: i64) -> usize {
        self.cuts.partition_point(|cut| *cut <= base)
    }
}
