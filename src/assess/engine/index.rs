//! An inverted index: which rules each answer can make hold.
//!
//! An answer shows one or more *atoms*: an option, a tick, a piece of a number's range, *not sure*.
//! A rule is listed under atoms of which one is shown whenever it holds, so a case costs as much as
//! the rules that its answers touch.

use crate::answer::Answer;
use crate::index::{CauseIndex, GroupIndex, IndexVec, QuestionIndex, RedFlagIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Kind, Rulebook, Score, answer_classes};

/// The rules of a rulebook by the atoms that they need.
#[derive(Debug, Clone)]
pub(super) struct Index<'r> {
    pub(super) rulebook: &'r Rulebook,
    pub(super) rules: Vec<Rule<'r>>,
    /// Rules that may hold whatever is answered.
    pub(super) always: Vec<Listed>,
    atoms: IndexVec<QuestionIndex, Atoms>,
}

/// What the engine decides at once.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule<'r> {
    /// Whether a red flag holds.
    RedFlag(RedFlagIndex, &'r Condition),
    /// Whether evidence does.
    Evidence(Evidence<'r>),
}

/// A piece of evidence, with all that a score takes in one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence<'r> {
    pub(super) cause: CauseIndex,
    pub(super) group: GroupIndex,
    /// Its index in the group, the strongest first.
    pub(super) member: usize,
    pub(super) when: &'r Condition,
    pub(super) weight: Score,
}

/// The atoms of one question: its options or the pieces of its range, then *not sure* and "none
/// ticked". Every answer shows one at least.
#[derive(Debug, Clone)]
struct Atoms {
    /// Where the range of a number is cut, in base units.
    cuts: Vec<i64>,
    /// The number of the atom *not sure*.
    not_sure: usize,
    /// Per atom: the rules listed under it.
    rules: Vec<Vec<Listed>>,
}

/// A rule under an atom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its index in `rules`.
    pub(super) rule: usize,
    /// Whether it holds whenever the atom is shown.
    pub(super) is_enough: bool,
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
            index.list(Rule::RedFlag(flag, &rules.when), &rules.when);
        }
        for (cause, rules) in rulebook.causes.enumerated() {
            for (group, members) in rules.groups.enumerated() {
                for (member, evidence) in members.iter().enumerate() {
                    let evidence = &rules.evidence[*evidence];
                    let (when, weight) = (&evidence.when, evidence.weight);
                    let evidence = Evidence {
                        cause,
                        group,
                        member,
                        when,
                        weight,
                    };
                    index.list(Rule::Evidence(evidence), when);
                }
            }
        }
        index
    }

    /// Lists a rule under atoms without which its condition cannot hold.
    fn list(&mut self, rule: Rule<'r>, when: &Condition) {
        let number = self.rules.len();
        self.rules.push(rule);
        let listed = |is_enough| Listed {
            rule: number,
            is_enough,
        };
        let Some(needs) = self.needs(when) else {
            self.always.push(listed(false));
            return;
        };
        for (question, atom) in needs {
            let atoms = &mut self.atoms[question];
            let listed = listed(is_met_by_any_need(when, atom == atoms.none_ticked()));
            if atoms.rules[atom].last() != Some(&listed) {
                atoms.rules[atom].push(listed);
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
            Condition::Ticks(question, ..) => self.all_atoms(*question).collect(),
            Condition::Not(_) => self.any_answer(condition)?,
        })
    }

    /// Any answer to a question of the condition. None if one of them may go unasked, which counts
    /// as "no" without an answer.
    fn any_answer(&self, condition: &Condition) -> Option<Vec<Atom>> {
        let questions = condition.questions();
        let asked = |question: &QuestionIndex| self.rulebook.questions[*question].only_if.is_none();
        let all_asked = !questions.is_empty() && questions.iter().all(asked);
        let atoms = (questions.iter()).flat_map(|question| self.all_atoms(*question));
        all_asked.then(|| atoms.collect())
    }

    fn all_atoms(&self, question: QuestionIndex) -> impl Iterator<Item = Atom> + use<> {
        (0..self.atoms[question].rules.len()).map(move |atom| (question, atom))
    }

    /// Calls `visit` with every rule that an answer can make hold; some more than once.
    pub(super) fn each_rule(
        &self,
        question: QuestionIndex,
        answer: Answer,
        mut visit: impl FnMut(Listed),
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
    }
}

/// Whether a condition holds whenever one of the atoms that it needs is shown; if that is "none ticked",
/// `is_none`.
fn is_met_by_any_need(condition: &Condition, is_none: bool) -> bool {
    match condition {
        Condition::Is(..) | Condition::NoneTicked(_) | Condition::Within(..) => true,
        Condition::Ticks(_, _, range) => is_none && range.contains(0),
        Condition::Not(part) => is_none && matches!(**part, Condition::Is(..)),
        Condition::Any(parts) => parts.iter().all(|part| is_met_by_any_need(part, is_none)),
        Condition::All(_) | Condition::NotSure(_) => false,
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
            rules: vec![Vec::new(); not_sure + 2],
        }
    }

    fn none_ticked(&self) -> usize {
        self.not_sure + 1
    }

    /// The piece of the range a number lies in.
    fn piece(&self, base: i64) -> usize {
        self.cuts.partition_point(|cut| *cut <= base)
    }
}
