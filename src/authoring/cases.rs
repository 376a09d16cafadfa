//! Rule tests: cases run through a rulebook, what went wrong and why, and what they cover.

pub mod accuracy;
pub mod assumption;
pub mod coverage;
pub mod file;
pub mod ratio;
mod rule_case;
pub mod save;
pub mod update;
mod why;

use super::cases::file::{Expect, RuleCase, Several};
use crate::answers::case::Case;
use crate::assess::{AdviceRef, Assessment, Engine, Verdict};
use crate::follow_up::{Course, FollowUp, Going};
use crate::index::{CauseIndex, QuestionIndex};
use crate::interview::Interview;
use crate::rulebook::Rulebook;
use crate::rulebook::path::RulePath;
use why::strength;

/// One expectation that was not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What was expected of what, such as "level: expected `time_off`, got `self_care`".
    pub what: String,
    /// What decided it.
    pub why: Vec<String>,
}

/// How a case went.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The result that the rules gave.
    pub assessment: Assessment,
    /// The advice that only its `unless` withheld.
    pub withheld: Vec<AdviceRef>,
    /// How it has gone since earlier checks.
    pub course: Option<Course>,
    /// Everything that was not as expected. None, if the case passed.
    pub differences: Vec<Difference>,
    /// What could be expected instead, where something else came out: its place in the file, and what
    /// to write there.
    pub mended: Vec<(RulePath, String)>,
    /// The questions that the interview would certainly still ask, though the case should be
    /// finished.
    pub open: Vec<QuestionIndex>,
}

/// Runs a case through the rulebook of an engine.
#[must_use]
pub fn run(engine: &mut Engine, rule_case: &RuleCase) -> Outcome {
    let rulebook = engine.rulebook();
    let case = Case::new(rulebook, rule_case.answers.clone());
    let follow_up = FollowUp::new(engine, rule_case.earlier.clone());
    let (assessment, course) = follow_up.assess(engine, &case);
    let mut evaluation = engine.evaluate(&rule_case.answers);
    evaluation.level = assessment.level;
    let withheld = evaluation.withheld();
    let mut compare = Compare {
        rulebook,
        case: &case,
        at: &rule_case.at,
        assessment: &assessment,
        withheld: &withheld,
        course: course.as_ref(),
        differences: Vec::new(),
        mended: Vec::new(),
        open: Vec::new(),
    };
    compare.interview(rule_case, &follow_up);
    compare.result(&rule_case.expect);
    compare.instruction(&rule_case.expect);
    compare.advice(&rule_case.expect);
    compare.questions(&rule_case.expect);
    Outcome {
        differences: compare.differences,
        mended: compare.mended,
        open: compare.open,
        assessment,
        withheld,
        course,
    }
}

struct Compare<'c> {
    rulebook: &'c Rulebook,
    case: &'c Case<'c>,
    /// Where the case stands in its file.
    at: &'c RulePath,
    assessment: &'c Assessment,
    withheld: &'c [AdviceRef],
    course: Option<&'c Course>,
    differences: Vec<Difference>,
    mended: Vec<(RulePath, String)>,
    open: Vec<QuestionIndex>,
}

impl Compare<'_> {
    fn differ(&mut self, what: String, why: Vec<String>) {
        self.differences.push(Difference { what, why });
    }

    /// Says what could be expected instead.
    fn mend(&mut self, keys: &[&str], value: String) {
        let expect = self.at.key("expect");
        let path = keys.iter().fold(expect, |path, key| path.key(key));
        self.mended.push((path, value));
    }

    /// Whether none of several values came out. If so that is a difference; what is behind it is to be
    /// [said](Self::because).
    fn differs<T>(
        &mut self,
        keys: &[&str],
        expected: Option<&Several<T>>,
        name: impl Fn(&T) -> &str + Copy,
        got: Option<&str>,
    ) -> bool {
        let Some(Several(expected)) = expected else {
            return false;
        };
        let expected = expected.iter().map(name);
        if expected.clone().any(|expected| Some(expected) == got) {
            return false;
        }
        let (key, expected) = (keys.last().unwrap_or(&""), in_ticks(expected, "or"));
        let what = format!(
            "{key}: expected {expected}, got `{}`",
            got.unwrap_or("nothing")
        );
        self.differ(what, Vec::new());
        if let Some(got) = got {
            self.mend(keys, got.to_owned());
        }
        true
    }

    /// Says what is behind the last difference.
    fn because(&mut self, why: Vec<String>) {
        if let Some(last) = self.differences.last_mut() {
            last.why = why;
        }
    }

    fn interview(&mut self, rule_case: &RuleCase, follow_up: &FollowUp) {
        let rulebook = self.rulebook;
        let given = rule_case.answers.given().map(|(question, _)| question);
        let gone: Vec<QuestionIndex> = given.filter(|place| !self.case.may_apply(*place)).collect();
        if !rule_case.partial {
            let interview = Interview::new(rulebook, rule_case.answers.clone(), false)
                .with_follow_up(Some(follow_up));
            let open = interview.open_questions();
            if !open.is_empty() {
                let open = questions(rulebook, open);
                let what = format!("answers: the interview would still ask {open}");
                self.differ(what, vec!["answer them, or say `partial: true`".to_owned()]);
            }
            let open = open.iter().copied();
            self.open = open.filter(|place| self.case.applies(*place)).collect();
        }
        if !gone.is_empty() {
            let gone = questions(rulebook, &gone);
            let what = format!("answers: the interview would not ask {gone}");
            self.differ(what, vec!["their `only_if` does not hold".to_owned()]);
        }
    }

    fn result(&mut self, expect: &Expect) {
        let (rulebook, assessment) = (self.rulebook, self.assessment);
        let level = Some(assessment.level.name());
        if self.differs(&["level"], Some(&expect.level), |one| one.name(), level) {
            self.because(self.why_level());
        }
        let verdict = expect.verdict.as_ref();
        let got = Some(assessment.verdict.name());
        if self.differs(&["verdict"], verdict, |one| one.name(), got) {
            // Whether help comes first hangs on the level alone.
            let of_level = verdict.is_some_and(|several| several.0[0] == Verdict::HelpFirst)
                || assessment.verdict == Verdict::HelpFirst;
            let leaders = assessment.causes.iter().take(if of_level { 0 } else { 2 });
            self.because(self.weighed(leaders.map(|result| result.cause)));
        }
        let going = self.course.and_then(|course| course.going);
        let going = going.map(Going::name);
        self.differs(&["going"], expect.going.as_ref(), |one| one.name(), going);
        let first = assessment.causes[0].cause;
        let wanted = expect.first.as_ref();
        let got = Some(rulebook.causes[first].id.as_str());
        if self.differs(&["first"], wanted, |id| id, got) {
            let wanted = wanted.iter().flat_map(|several| &several.0);
            let wanted = wanted.filter_map(|id| cause(rulebook, id));
            self.because(self.weighed(std::iter::once(first).chain(wanted)));
        }
        for (id, several) in expect.strengths.iter().flat_map(|entries| &entries.0) {
            if let Some(cause) = cause(rulebook, id) {
                let got = Some(strength(assessment, cause).name());
                if self.differs(&["strengths", id], Some(several), |one| one.name(), got) {
                    self.because(self.weighed([cause]));
                }
            }
        }
    }

    fn advice(&mut self, expect: &Expect) {
        let rulebook = self.rulebook;
        let ids = |list: &[AdviceRef]| -> Vec<&str> {
            let advice = list.iter().map(|one| one.advice(rulebook));
            advice.map(|advice| advice.id.as_str()).collect()
        };
        let (given, withheld) = (ids(&self.assessment.advice), ids(self.withheld));
        for id in expect.advice.iter().flatten() {
            if !given.contains(&id.as_str()) {
                let why = self.why_not_given(id, true);
                self.differ(format!("advice: `{id}` is not given"), why);
            }
        }
        for id in expect.no_advice.iter().flatten() {
            let mut all = rulebook
                .advice_owners()
                .flat_map(|owner| owner.list(rulebook));
            if given.contains(&id.as_str()) {
                let why = self.why_given(id);
                self.differ(format!("no_advice: `{id}` is given"), why);
            } else if !withheld.contains(&id.as_str())
                && all.any(|advice| advice.id == *id && advice.unless.is_some())
            {
                let why = self.why_not_given(id, false);
                let what = "would not be given here even without its `unless`";
                self.differ(format!("no_advice: `{id}` {what}"), why);
            }
        }
        for (key, list, wanted) in [
            ("advice", &expect.advice, true),
            ("no_advice", &expect.no_advice, false),
        ] {
            let list = list.as_deref().unwrap_or_default().iter();
            let is_right = |id: &&str| given.contains(id) == wanted;
            let right: Vec<&str> = list.clone().map(String::as_str).filter(is_right).collect();
            if right.len() < list.len() {
                self.mend(&[key], format!("[{}]", right.join(", ")));
            }
        }
    }

    fn questions(&mut self, expect: &Expect) {
        // Asking takes far longer than assessing.
        let Some(most) = expect.questions_at_most else {
            return;
        };
        let answer = |question| self.case.answers().get(question);
        let asked = Interview::play(self.rulebook, false, answer).answered();
        if asked.len() > most {
            let number = asked.len();
            let asked = format!("asked were {}", questions(self.rulebook, &asked));
            let what = format!("questions: expected {most} at most, asked {number}");
            self.differ(what, vec![asked]);
            self.mend(&["questions_at_most"], number.to_string());
        }
    }

    fn instruction(&mut self, expect: &Expect) {
        let (rulebook, instruction) = (self.rulebook, &self.assessment.instruction);
        let never = instruction.never.iter().map(|one| &rulebook.never[*one].id);
        let meanwhile = instruction.meanwhile.iter();
        let meanwhile = meanwhile.map(|one| &rulebook.meanwhile[*one].id);
        let said: Vec<&str> = never.chain(meanwhile).map(|id| &**id).collect();
        for id in expect.must_say.iter().flatten() {
            if !said.contains(&&**id) {
                let why = vec![format!("it says {}", list_or_nothing(&said))];
                self.differ(format!("must_say: `{id}` is not said"), why);
            }
        }
        let Some(expected) = &expect.may_be else {
            return;
        };
        let named = instruction.may_be.iter();
        let named: Vec<&str> = named.map(|one| &*rulebook.may_be[*one].id).collect();
        let is_expected = |id: &&str| expected.iter().any(|expected| expected == id);
        if !named.iter().all(is_expected) || named.len() != expected.len() {
            let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
            let (expected, got) = (list_or_nothing(&expected), list_or_nothing(&named));
            self.differ(
                format!("may_be: expected {expected}, got {got}"),
                Vec::new(),
            );
        }
    }
}

fn cause(rulebook: &Rulebook, id: &str) -> Option<CauseIndex> {
    rulebook.causes.find(|cause| cause.id == id)
}

fn list_or_nothing(names: &[&str]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    in_ticks(names.iter().copied(), "and")
}

fn questions(rulebook: &Rulebook, questions: &[QuestionIndex]) -> String {
    let ids = questions
        .iter()
        .map(|index| &*rulebook.questions[*index].id);
    in_ticks(ids, "and")
}

/// `a`, `b` and `c`.
fn in_ticks<'n>(names: impl Iterator<Item = &'n str>, and: &str) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [names @ .., last] if !names.is_empty() => format!("{} {and} {last}", names.join(", ")),
        _ => names.concat(),
    }
}
