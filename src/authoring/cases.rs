//! Rule tests: cases run through a rulebook, what went wrong and why, and what they cover.

pub mod accuracy;
pub mod assumption;
pub mod coverage;
pub mod file;
pub mod save;
pub mod update;

use super::cases::file::{Expect, RuleCase};
use crate::answers::case::Case;
use crate::assess::{AdviceOwner, AdviceRef, Assessment, Engine, Strength, Verdict};
use crate::follow_up::{Course, FollowUp, Going};
use crate::index::{CauseIndex, QuestionIndex};
use crate::interview::Interview;
use crate::rulebook::condition::{Condition, Outcomes};
use crate::rulebook::expectation::Expectation;
use crate::rulebook::{Rulebook, Text, odds};

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
    /// How many questions the interview asked, where the case sets a limit: asking takes far longer
    /// than assessing.
    pub questions: Option<usize>,
    /// Everything that was not as expected. None, if the case passed.
    pub differences: Vec<Difference>,
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
    let most = rule_case.expect.questions_at_most;
    let answer = |question| rule_case.answers.get(question);
    let asked_questions = most.map(|_| Interview::play(rulebook, false, answer).answered());
    let questions = asked_questions.as_ref().map(Vec::len);
    let mut compare = Compare {
        rulebook,
        case: &case,
        assessment: &assessment,
        course: course.as_ref(),
        differences: Vec::new(),
        open: Vec::new(),
    };
    compare.interview(rule_case, &follow_up);
    compare.result(&rule_case.expect);
    if let (Some(most), Some(asked)) = (most, questions)
        && asked > most
    {
        let what = format!("questions: expected {most} at most, asked {asked}");
        let ids = asked_questions
            .iter()
            .flatten()
            .map(|index| &*rulebook.questions[*index].id);
        let why = format!("asked were {}", in_ticks(ids, "and"));
        compare.differ(what, vec![why]);
    }
    Outcome {
        differences: compare.differences,
        open: compare.open,
        assessment,
        withheld,
        course,
        questions,
    }
}

struct Compare<'c> {
    rulebook: &'c Rulebook,
    case: &'c Case<'c>,
    assessment: &'c Assessment,
    course: Option<&'c Course>,
    differences: Vec<Difference>,
    open: Vec<QuestionIndex>,
}

impl Compare<'_> {
    fn differ(&mut self, what: String, why: Vec<String>) {
        self.differences.push(Difference { what, why });
    }

    fn interview(&mut self, rule_case: &RuleCase, follow_up: &FollowUp) {
        let names = |questions: &[QuestionIndex]| {
            let ids = questions
                .iter()
                .map(|place| &self.rulebook.questions[*place].id);
            in_ticks(ids.map(Text::as_str), "and")
        };
        let given = rule_case.answers.given().map(|(question, _)| question);
        let gone: Vec<QuestionIndex> = given.filter(|place| !self.case.may_apply(*place)).collect();
        if !rule_case.partial {
            let interview = Interview::new(self.rulebook, rule_case.answers.clone(), false)
                .with_follow_up(Some(follow_up));
            let open = interview.open_questions();
            if !open.is_empty() {
                let what = format!("answers: the interview would still ask {}", names(open));
                self.differ(what, vec!["answer them, or say `partial: true`".to_owned()]);
            }
            let certain = open
                .iter()
                .copied()
                .filter(|place| self.case.applies(*place));
            self.open = certain.collect();
        }
        if !gone.is_empty() {
            let what = format!("answers: the interview would not ask {}", names(&gone));
            self.differ(what, vec!["their `only_if` does not hold".to_owned()]);
        }
    }

    fn result(&mut self, expect: &Expect) {
        let Compare {
            rulebook,
            assessment,
            ..
        } = *self;
        if !expect.level.0.contains(&assessment.level) {
            let expected = expect.level.0.iter().map(|level| level.name());
            let what = expected_got("level", expected, assessment.level.name());
            let flags = assessment
                .red_flags
                .iter()
                .map(|flag| &rulebook.red_flags[*flag]);
            let mut why: Vec<String> = flags
                .map(|flag| format!("red flag `{}` holds: {}", flag.id, flag.because))
                .collect();
            let expected = self.course.iter().flat_map(|course| &course.expected);
            why.extend(expected.map(|one| {
                let Expectation { id, because, .. } = &rulebook.expect_by[one.expectation];
                let is = match (one.is_better, one.is_missed()) {
                    (true, _) => "is met",
                    (_, true) => "is missed",
                    _ => "has time",
                };
                format!("expectation `{id}` {is}: {because}")
            }));
            if why.is_empty() {
                why.push("no red flag holds".to_owned());
            }
            self.differ(what, why);
        }
        if let Some(several) = &expect.verdict {
            // Whether help comes first hangs on the level alone.
            let by_level = [several.0[0], assessment.verdict].contains(&Verdict::HelpFirst);
            let leaders = assessment.causes.iter().take(if by_level { 0 } else { 2 });
            let leaders = leaders.map(|result| result.cause).collect();
            let expected = several.0.iter().map(|verdict| verdict.name());
            self.one_of("verdict", expected, assessment.verdict.name(), leaders);
        }
        if let Some(several) = &expect.going {
            let going = self.course.and_then(|course| course.going);
            let expected = several.0.iter().map(|going| going.name());
            let got = going.map_or("nothing", Going::name);
            self.one_of("going", expected, got, Vec::new());
        }
        if let Some(several) = &expect.first {
            let first = assessment.causes[0].cause;
            let wanted = several.0.iter().filter_map(|id| cause(rulebook, id));
            let causes = std::iter::once(first).chain(wanted).collect();
            let expected = several.0.iter().map(String::as_str);
            self.one_of("first", expected, &rulebook.causes[first].id, causes);
        }
        for (id, several) in expect.strengths.iter().flat_map(|entries| &entries.0) {
            if let Some(cause) = cause(rulebook, id) {
                let expected = several.0.iter().map(|strength| strength.name());
                let got = strength(assessment, cause).name();
                self.one_of(id, expected, got, vec![cause]);
            }
        }
        self.instruction(expect);
        let given: Vec<&str> = assessment
            .advice
            .iter()
            .map(|given| given.advice(rulebook).id.as_str())
            .collect();
        for id in expect.advice.iter().flatten() {
            if !given.contains(&id.as_str()) {
                let why = self.why_not_given(id);
                self.differ(format!("advice: `{id}` is not given"), why);
            }
        }
        for id in expect.no_advice.iter().flatten() {
            if given.contains(&id.as_str()) {
                let why = self.why_given(id);
                self.differ(format!("no_advice: `{id}` is given"), why);
            } else if let Some(why) = self.tests_nothing(id) {
                let what = "would not be given here even without its `unless`";
                self.differ(format!("no_advice: `{id}` {what}"), why);
            }
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

    /// Why advice would not be given even without its `unless`. None where the `unless` withholds it,
    /// and for advice that has none.
    fn tests_nothing(&self, id: &str) -> Option<Vec<String>> {
        let mut advice = self.rulebook.all_advice().into_iter();
        advice.find(|(_, one)| one.id == id && one.unless.is_some())?;
        let rulebook = without_unless(self.rulebook);
        let case = Case::new(&rulebook, self.case.answers().clone());
        let mut engine = Engine::new(&rulebook);
        let assessment = engine.assess_at_least(case.answers(), self.assessment.level);
        let mut given = assessment.advice.iter();
        if given.any(|given| given.advice(&rulebook).id == id) {
            return None;
        }
        let compare = Compare {
            rulebook: &rulebook,
            case: &case,
            assessment: &assessment,
            course: self.course,
            differences: Vec::new(),
            open: Vec::new(),
        };
        Some(compare.why_not_given(id))
    }

    fn one_of<'n>(
        &mut self,
        name: &str,
        expected: impl Iterator<Item = &'n str> + Clone,
        got: &str,
        causes: Vec<CauseIndex>,
    ) {
        if expected.clone().any(|expected| expected == got) {
            return;
        }
        let why = causes
            .into_iter()
            .flat_map(|cause| self.weighed(cause))
            .collect();
        self.differ(expected_got(name, expected, got), why);
    }

    /// How a cause came to its strength, line by line.
    fn weighed(&self, index: CauseIndex) -> Vec<String> {
        let cause = &self.rulebook.causes[index];
        let Some(result) = self
            .assessment
            .causes
            .iter()
            .find(|result| result.cause == index)
        else {
            return Vec::new();
        };
        let (id, strength) = (&cause.id, result.strength.name());
        let mut lines = vec![format!(
            "`{id}` is {strength}, with odds of {:.2}",
            odds(result.score)
        )];
        let reasons = &result.reasons;
        for (side, list) in [("for", &reasons.for_it), ("against", &reasons.against)] {
            for evidence in list.iter().map(|place| &cause.evidence[*place]) {
                lines.push(format!(
                    "  {side}: {} (ratio {})",
                    evidence.because, evidence.ratio
                ));
            }
        }
        if !reasons.unknown.is_empty() {
            let unknown = reasons.unknown.len();
            lines.push(format!("  {unknown} more could speak, with other answers"));
        }
        lines
    }

    fn why_given(&self, id: &str) -> Vec<String> {
        let given = self.assessment.advice.iter();
        let given = given.filter(|given| given.advice(self.rulebook).id == *id);
        let why = given.map(|given| {
            let verdict = self.assessment.verdict.name();
            let item = given.advice(self.rulebook);
            let owner = match given.owner {
                AdviceOwner::Cause(cause) => {
                    let (id, strength) = (
                        &self.rulebook.causes[cause].id,
                        strength(self.assessment, cause),
                    );
                    format!(
                        "its cause `{id}` is {} and the verdict is `{verdict}`",
                        strength.name()
                    )
                }
                AdviceOwner::Ordinary => format!("the verdict is `{verdict}`"),
                AdviceOwner::General => "it is for everyone".to_owned(),
            };
            let unless = item
                .unless
                .as_ref()
                .map_or("it has no `unless`", |_| "its `unless` does not hold");
            format!("{owner}, and {unless}")
        });
        why.collect()
    }

    fn why_not_given(&self, id: &str) -> Vec<String> {
        let (level, verdict) = (self.assessment.level, self.assessment.verdict.name());
        let causes = self.rulebook.causes.indices().map(AdviceOwner::Cause);
        let owners = causes.chain([AdviceOwner::Ordinary, AdviceOwner::General]);
        let items = owners.flat_map(|owner| {
            let list = owner.list(self.rulebook).iter();
            list.map(move |item| (owner, item))
        });
        items
            .filter(|(_, item)| item.id == id)
            .map(|(owner, item)| {
                let holds = |when: &Condition| self.case.holds(when);
                let harmless = |when: &Condition| self.case.outcomes(when) == Outcomes::FALSE;
                if !item.levels.contains(&level) {
                    format!("it is not given at the level `{level}`")
                } else if !item.only_if.as_ref().is_none_or(holds) {
                    "its `only_if` does not hold".to_owned()
                } else if !item.unless.as_ref().is_none_or(harmless) {
                    "its `unless` holds, or may hold".to_owned()
                } else if let AdviceOwner::Cause(cause) = owner {
                    let (id, strength) = (
                        &self.rulebook.causes[cause].id,
                        strength(self.assessment, cause).name(),
                    );
                    format!("its cause `{id}` is {strength} and the verdict is `{verdict}`")
                } else {
                    format!("the verdict is `{verdict}`")
                }
            })
            .collect()
    }
}

/// The rulebook with every `unless` of its advice taken out.
fn without_unless(rulebook: &Rulebook) -> Rulebook {
    let mut without = rulebook.clone();
    let causes = without.causes.iter_mut().map(|cause| &mut cause.advice);
    let lists = causes.chain([&mut without.advice, &mut without.ordinary.advice]);
    for advice in lists.flatten() {
        advice.unless = None;
    }
    without
}

fn cause(rulebook: &Rulebook, id: &str) -> Option<CauseIndex> {
    rulebook.causes.find(|cause| cause.id == id)
}

/// The strength a cause is put forward with.
pub(crate) fn strength(assessment: &Assessment, cause: CauseIndex) -> Strength {
    let result = assessment
        .causes
        .iter()
        .find(|result| result.cause == cause);
    result.map_or(Strength::None, |result| result.strength)
}

fn expected_got<'n>(name: &str, expected: impl Iterator<Item = &'n str>, got: &str) -> String {
    format!("{name}: expected {}, got `{got}`", in_ticks(expected, "or"))
}

fn list_or_nothing(names: &[&str]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    in_ticks(names.iter().copied(), "and")
}

/// `a`, `b` and `c`.
fn in_ticks<'n>(names: impl Iterator<Item = &'n str>, and: &str) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [names @ .., last] if !names.is_empty() => format!("{} {and} {last}", names.join(", ")),
        _ => names.concat(),
    }
}
