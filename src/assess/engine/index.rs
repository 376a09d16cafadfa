//! An inverted index: which rules each answer can make hold.
//!
//! An answer shows one or more *atoms*: an option, a tick, a piece of a number's range, *not sure*.
//! A rule is listed under atoms of which one is shown whenever it holds, so a case costs as much as
//! the rules that its answers touch.

use std::iter;

use crate::answer::Answer;
use crate::index::{CauseIndex, GroupIndex, IndexVec, QuestionIndex, RedFlagIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::{QuestionKind, Rulebook, Score, answer_classes};

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
        let mut needs = Vec::new();
        if !self.needs(when, &mut needs) {
            self.always.push(listed(false));
            return;
        }
        for (question, atom) in needs {
            let atoms = &mut self.atoms[question];
            let listed = listed(is_met_by_any_need(when, atom == atoms.none_ticked()));
            if atoms.rules[atom].last() != Some(&listed) {
                atoms.rules[atom].push(listed);
            }
        }
    }

    /// Adds atoms of which at least one is shown whenever a condition holds. Not if it may hold without
    /// any.
    fn needs(&self, condition: &Condition, atoms: &mut Vec<Atom>) -> bool {
        let start = atoms.len();
        match condition {
            Condition::Is(question, named) => {
                atoms.extend(options(*named).map(|option| (*question, option)));
            }
            Condition::Ticks(question, of, range) if range.from > 0 => {
                atoms.extend(options(*of).map(|option| (*question, option)));
            }
            Condition::NotSure(question) => {
                atoms.push((*question, self.atoms[*question].not_sure));
            }
            Condition::NoneTicked(question) => {
                atoms.push((*question, self.atoms[*question].none_ticked()));
            }
            Condition::Within(question, range) => {
                let pieces = &self.atoms[*question];
                let pieces = pieces.piece(range.from)..=pieces.piece(range.below - 1);
                atoms.extend(pieces.map(|piece| (*question, piece)));
            }
            Condition::All(parts) => {
                // The part with fewest. Of equals the last one, since rules name what is common first.
                let mut fewest = usize::MAX;
                for part in parts.iter().rev() {
                    let others = atoms.len();
                    if self.needs(part, atoms) && atoms.len() - others < fewest {
                        fewest = atoms.len() - others;
                        atoms.drain(start..others);
                    } else {
                        atoms.truncate(others);
                    }
                }
                return fewest < usize::MAX;
            }
            Condition::Any(parts) => {
                if !parts.iter().all(|part| self.needs(part, atoms)) {
                    atoms.truncate(start);
                    return false;
                }
            }
            Condition::Ticks(question, ..) => atoms.extend(self.all_atoms(*question)),
            Condition::Not(part) => {
                // A question that may go unasked counts as "no" without an answer.
                let mut all_asked = true;
                part.each_question(&mut |question| {
                    all_asked &= self.rulebook.questions[question].only_if.is_none();
                    atoms.extend(self.all_atoms(question));
                });
                if !all_asked {
                    atoms.truncate(start);
                }
                return atoms.len() > start;
            }
        }
        true
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
                options(ticked).for_each(&mut show);
                if unsure {
                    show(atoms.not_sure);
                } else if ticked == 0 {
                    show(atoms.none_ticked());
                }
            }
        }
    }
}

/// The options in a set of them.
fn options(mut set: u64) -> impl Iterator<Item = usize> {
    iter::from_fn(move || {
        let first = (set != 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        first
    })
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
    fn new(kind: &QuestionKind, cuts: Vec<i64>) -> Self {
        let not_sure = match kind {
            QuestionKind::Choice(choices) | QuestionKind::Checklist(choices) => choices.len(),
            QuestionKind::Number { .. } => cuts.len() + 1,
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
