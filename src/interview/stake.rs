//! What is at stake with one answer: the part of a result that another answer to the same question
//! could change. What lies beside it is left alone, however many answers are tried.

use crate::answers::case::Case;
use crate::assess::{Assessment, rank, unit_weight};
use crate::rulebook::condition::QuestionIndex;
use crate::rulebook::{Rulebook, Score};
use crate::triage::TriageLevel;

/// What hangs on the answer to one question. Places refer to the rulebook.
#[derive(Debug, Clone, Default)]
pub(super) struct Stake {
    red_flags: Vec<usize>,
    /// Units of evidence, behind the place of their cause.
    units: Vec<(usize, usize)>,
}

/// What of an assessment hangs on other answers only.
#[derive(Debug)]
pub(super) struct Rest {
    level: TriageLevel,
    /// Per cause.
    scores: Vec<Score>,
}

impl Stake {
    /// What hangs on each question.
    pub(super) fn of_each(rulebook: &Rulebook) -> Vec<Self> {
        let mut stakes = vec![Stake::default(); rulebook.questions.len()];
        for (place, flag) in rulebook.red_flags.iter().enumerate() {
            (flag.when).each_question(&mut |question| stakes[question].red_flags.push(place));
        }
        for (cause, rules) in rulebook.causes.iter().enumerate() {
            for (unit, members) in rules.units.iter().enumerate() {
                let mut add = |question: QuestionIndex| stakes[question].units.push((cause, unit));
                for member in members {
                    rules.evidence[*member].when.each_question(&mut add);
                }
            }
        }
        // What hangs on a question hangs on its gates. A gate is always an earlier question.
        for (place, question) in rulebook.questions.iter().enumerate().rev() {
            stakes[place].name_once();
            if let Some(only_if) = &question.only_if {
                let opened = stakes[place].clone();
                for gate in only_if.questions() {
                    stakes[gate].red_flags.extend(&opened.red_flags);
                    stakes[gate].units.extend(&opened.units);
                }
            }
        }
        stakes
    }

    fn name_once(&mut self) {
        self.red_flags.sort_unstable();
        self.red_flags.dedup();
        self.units.sort_unstable();
        self.units.dedup();
    }

    /// Whether an answer can move a cause.
    pub(super) fn moves_causes(&self) -> bool {
        !self.units.is_empty()
    }

    /// The rest of the assessment of a case.
    pub(super) fn rest(&self, case: &Case, assessment: &Assessment) -> Rest {
        let rulebook = case.rulebook();
        let others = (assessment.red_flags.iter()).filter(|flag| !self.red_flags.contains(flag));
        let levels = others.map(|flag| rulebook.red_flags[*flag].level);
        let mut scores = vec![0; rulebook.causes.len()];
        for result in &assessment.causes {
            scores[result.cause] = result.score;
        }
        for (cause, unit) in &self.units {
            scores[*cause] -= unit_weight(case, *cause, *unit);
        }
        Rest {
            level: levels.max().unwrap_or(TriageLevel::SelfCare),
            scores,
        }
    }

    /// The triage level and the first cause of the case with another answer.
    pub(super) fn with(&self, rest: &Rest, changed: &Case) -> (TriageLevel, Option<usize>) {
        let flags = (self.red_flags.iter()).map(|flag| &changed.rulebook().red_flags[*flag]);
        let raise = flags.filter(|flag| flag.level > rest.level && changed.holds(&flag.when));
        let level = raise.map(|flag| flag.level).max().unwrap_or(rest.level);
        let mut scores = rest.scores.clone();
        for (cause, unit) in &self.units {
            scores[*cause] += unit_weight(changed, *cause, *unit);
        }
        let first = (0..scores.len()).min_by_key(|cause| rank(scores[*cause], *cause));
        (level, first)
    }
}
