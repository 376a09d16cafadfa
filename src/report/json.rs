//! The report as data. The order of fields is part of the format: the same answers give the same
//! bytes.

use serde::{Serialize, Serializer};

use super::quote::quoted;
use super::since::CourseData;
use super::{FORMAT, Report};
use crate::answer::Answers;
use crate::answers::command::shell_line;
use crate::assess::{AdviceOwner, CauseResult, Strength, Verdict};
use crate::index::{EvidenceIndex, QuestionIndex};
use crate::interview::what_if::{Change, WhatIf};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Cause, Due, Evidence, QuestionKind, Rulebook, Score, Text};
use crate::triage::TriageLevel;

/// The result of a check.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ResultData<'a> {
    /// Number of this data format.
    format: u32,
    /// Version of the program.
    soreleg: &'static str,
    rules: RulesData<'a>,
    triage: TriageData<'a>,
    /// How it has gone since the last check of the same soreness, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    course: Option<CourseData<'a>>,
    verdict: Verdict,
    /// Every cause, likeliest first.
    causes: Vec<CauseData<'a>>,
    /// Whether the order of the causes after the second is only as far as was asked.
    as_far_as_asked: bool,
    /// What to do, in order.
    advice: Vec<AdviceData<'a>>,
    outlook: OutlookData<'a>,
    /// When to come back or call for help: what is more urgent than the result.
    safety_net: Vec<SafetyNetData<'a>>,
    /// What the tool cannot do.
    limits: Vec<&'a str>,
    /// The answers, as `--answers` takes them.
    answers: AnswersData<'a>,
    /// Which of them are from the runner's training log, and what it says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    from_log: Vec<FromLogData<'a>>,
    /// What else to know about the answers, such as one to a question that would not be asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// The command that repeats this check, quoted for a shell.
    command: String,
}

/// Which rules made a result.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RulesData<'a> {
    title: &'a str,
    /// The edition of the rules, if the file names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    /// SHA-256 of the rule file.
    sha256: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TriageData<'a> {
    level: TriageLevel,
    title: &'a str,
    /// What to do: one instruction.
    #[serde(rename = "do")]
    actions: [&'a str; 1],
    /// Within how many days to be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    within_days: Option<u32>,
    /// After how many days to look again.
    #[serde(skip_serializing_if = "Option::is_none")]
    look_again_days: Option<u32>,
    /// The day to look again, where the command was told which day it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    look_again_on: Option<String>,
    /// What must not be done.
    never: Vec<SayData<'a>>,
    /// What to do until help comes or is reached.
    meanwhile: Vec<SayData<'a>>,
    /// What to tell those who help.
    tell: Vec<&'a str>,
    /// What it may be. Below `same_day` only where no answer that is missing or *not sure* could make
    /// it worse.
    may_be: Vec<MayBeData<'a>>,
    /// The danger signs that hold, most urgent first.
    red_flags: Vec<RedFlagData<'a>>,
    /// Safety questions without an answer.
    unanswered_safety: Vec<&'a str>,
    /// Of those, the ones that could have raised the level. Unless this is empty, a low level is
    /// no all-clear.
    open_safety: Vec<&'a str>,
    /// Safety questions answered *not sure*.
    not_sure_safety: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SayData<'a> {
    id: &'a str,
    say: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MayBeData<'a> {
    id: &'a str,
    name: &'a str,
    /// The one sign that would make it something worse, and what to do then.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<&'a str>,
    /// Whether running can have led to it.
    from_running: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RedFlagData<'a> {
    id: &'a str,
    level: TriageLevel,
    because: &'a str,
    #[serde(rename = "do")]
    action: &'a str,
    /// The answers that make it hold. None where it holds because something was not said.
    answers: AnswersData<'a>,
    sources: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CauseData<'a> {
    id: &'a str,
    title: &'a str,
    /// Place among the causes, from 1.
    rank: usize,
    strength: Strength,
    /// Log-odds. Not calibrated: good for ranking, not a probability.
    score: f64,
    /// Evidence for it, weightiest first.
    #[serde(rename = "for")]
    for_it: Vec<EvidenceData<'a>>,
    /// Evidence against it, weightiest first.
    against: Vec<EvidenceData<'a>>,
    /// Evidence that is open or that the runner was not sure of.
    unknown: Vec<EvidenceData<'a>>,
    /// The advice given for it, by id.
    advice: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EvidenceData<'a> {
    because: &'a str,
    /// Likelihood ratio: above 1 speaks for the cause, below 1 against it.
    ratio: f64,
    /// What it adds to the score when it holds.
    weight: f64,
    questions: Vec<&'a str>,
    /// The answers that make it hold, or, where it is unknown, all to its questions. None where it
    /// holds because something was not said.
    answers: AnswersData<'a>,
    sources: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AdviceData<'a> {
    id: &'a str,
    due: Due,
    #[serde(rename = "do")]
    action: &'a str,
    /// The cause it is for, if it is for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
    sources: Vec<&'a str>,
}

/// What the result hangs on.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OutlookData<'a> {
    /// Questions answered *not sure*, wholly or in part.
    unsure: Vec<&'a str>,
    /// Whether the first cause stays first however those turn out.
    first_stands: bool,
    /// The one of them whose answer could move the result furthest.
    worth_finding_out: Option<&'a str>,
    /// Single answers that may come in the next days and would raise the triage level.
    watch: Vec<ChangeData<'a>>,
    /// Single answers that would put another cause first.
    rivals: Vec<ChangeData<'a>>,
}

/// A single answer that would change the result, and the result then.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ChangeData<'a> {
    question: &'a str,
    /// The answer, as a flag takes it.
    answer: String,
    level: TriageLevel,
    /// The cause that would come first.
    first: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SafetyNetData<'a> {
    say: String,
    level: TriageLevel,
    sources: Vec<&'a str>,
}

/// What a training log says to a question.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FromLogData<'a> {
    /// The question.
    pub question: &'a str,
    /// What the log says, with its dates.
    pub says: String,
}

impl<'a> RulesData<'a> {
    /// The rules of a rulebook.
    #[must_use]
    pub fn new(rulebook: &'a Rulebook) -> Self {
        RulesData {
            title: &rulebook.title,
            version: rulebook.version.as_deref(),
            sha256: &rulebook.sha256,
        }
    }
}

impl<'a> ResultData<'a> {
    pub(super) fn new(report: &Report<'a>) -> Self {
        let rulebook = report.rulebook();
        let assessment = report.assessment;
        ResultData {
            format: FORMAT,
            soreleg: env!("CARGO_PKG_VERSION"),
            rules: RulesData::new(rulebook),
            triage: TriageData::new(report),
            course: report.course_data(),
            verdict: assessment.verdict,
            causes: (1..)
                .zip(&assessment.causes)
                .map(|(rank, result)| CauseData::new(report, rank, result))
                .collect(),
            as_far_as_asked: report.is_partly_asked(),
            advice: advice(report),
            outlook: OutlookData::new(rulebook, report.what_if),
            safety_net: report
                .safety_net()
                .map(|net| SafetyNetData {
                    say: net.say,
                    level: net.level,
                    sources: rulebook.source_ids(net.sources),
                })
                .collect(),
            limits: rulebook.limits.iter().map(|limit| &**limit).collect(),
            answers: AnswersData::all(rulebook, report.case.answers()),
            from_log: report.log_data(),
            notes: report.notes(),
            command: shell_line(&report.command),
        }
    }
}

impl<'a> OutlookData<'a> {
    fn new(rulebook: &'a Rulebook, outlook: &WhatIf) -> Self {
        let id = |question: QuestionIndex| &*rulebook.questions[question].id;
        let change = |change: &Change| ChangeData {
            question: id(change.question),
            answer: rulebook.questions[change.question].value(change.answer),
            level: change.level,
            first: &rulebook.causes[change.first].id,
        };
        OutlookData {
            unsure: rulebook.question_ids(&outlook.unsure),
            first_stands: outlook.first_stands,
            worth_finding_out: outlook.worth_finding_out.map(id),
            watch: outlook.warning_signs.iter().map(change).collect(),
            rivals: outlook.alternatives.iter().map(change).collect(),
        }
    }
}

impl<'a> TriageData<'a> {
    fn new(report: &Report<'a>) -> Self {
        let rulebook = report.rulebook();
        let assessment = report.assessment;
        let say = |id: &'a Text, say: &'a Text| SayData { id, say };
        TriageData {
            level: assessment.level,
            title: &rulebook.level(assessment.level).title,
            actions: [report.action()],
            within_days: assessment.instruction.within_days,
            look_again_days: report.look_again_days(),
            look_again_on: report.look_again_on().map(|day| day.to_string()),
            never: (report.never().map(|one| say(&one.id, &one.say))).collect(),
            meanwhile: (report.meanwhile().map(|one| say(&one.id, &one.say))).collect(),
            tell: report.tell(|_| true),
            may_be: (report.may_be().map(|may_be| MayBeData {
                id: &may_be.id,
                name: &may_be.name,
                warning: may_be.warning.as_deref(),
                from_running: may_be.from_running,
            }))
            .collect(),
            red_flags: report
                .red_flags()
                .map(|flag| RedFlagData {
                    id: &flag.id,
                    level: flag.level,
                    because: &flag.because,
                    action: flag
                        .action
                        .as_ref()
                        .unwrap_or(&rulebook.level(flag.level).action),
                    answers: AnswersData::of(report, &flag.when),
                    sources: rulebook.source_ids(&flag.sources),
                })
                .collect(),
            unanswered_safety: rulebook.question_ids(&assessment.unanswered_safety),
            open_safety: rulebook.question_ids(&assessment.open_safety),
            not_sure_safety: rulebook.question_ids(&report.not_sure_safety()),
        }
    }
}

impl<'a> CauseData<'a> {
    fn new(report: &Report<'a>, rank: usize, result: &'a CauseResult) -> Self {
        let rulebook = report.rulebook();
        let cause: &Cause = &rulebook.causes[result.cause];
        let evidence = |indices: &[EvidenceIndex]| {
            indices
                .iter()
                .map(|index| EvidenceData::new(report, &cause.evidence[*index]))
                .collect()
        };
        CauseData {
            id: &cause.id,
            title: &cause.title,
            rank,
            strength: result.strength,
            score: log_odds(result.score),
            for_it: evidence(&result.reasons.for_it),
            against: evidence(&result.reasons.against),
            unknown: evidence(&result.reasons.unknown),
            advice: report
                .assessment
                .advice
                .iter()
                .filter(|given| given.owner == AdviceOwner::Cause(result.cause))
                .map(|given| given.advice(rulebook).id.as_str())
                .collect(),
        }
    }
}

impl<'a> EvidenceData<'a> {
    fn new(report: &Report<'a>, evidence: &'a Evidence) -> Self {
        let rulebook = report.rulebook();
        let questions = evidence.when.questions();
        EvidenceData {
            because: &evidence.because,
            ratio: evidence.ratio,
            weight: log_odds(evidence.weight),
            answers: AnswersData::of(report, &evidence.when),
            questions: rulebook.question_ids(&questions),
            sources: rulebook.source_ids(&evidence.sources),
        }
    }
}

fn advice<'a>(report: &Report<'a>) -> Vec<AdviceData<'a>> {
    let rulebook = report.rulebook();
    (report.assessment.advice.iter())
        .map(|given| {
            let advice = given.advice(rulebook);
            AdviceData {
                id: &advice.id,
                due: advice.due,
                action: &advice.action,
                cause: match given.owner {
                    AdviceOwner::Cause(cause) => Some(&rulebook.causes[cause].id),
                    AdviceOwner::General | AdviceOwner::Ordinary => None,
                },
                sources: rulebook.source_ids(&advice.sources),
            }
        })
        .collect()
}

/// Thousandths as a number with at most three decimals.
fn log_odds(score: Score) -> f64 {
    f64::from(score) / 1000.0
}

/// Answers by question: a word, a number with its unit, or a list of ticks.
#[derive(Debug)]
pub struct AnswersData<'a>(Vec<(&'a str, AnswerData)>);

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum AnswerData {
    One(String),
    Ticks(Vec<String>),
}

impl<'a> AnswersData<'a> {
    /// Every answer given, in rulebook order.
    #[must_use]
    pub fn all(rulebook: &'a Rulebook, answers: &Answers) -> Self {
        let data = answers.given().map(|(place, answer)| {
            let question = &rulebook.questions[place];
            let data = match question.kind {
                QuestionKind::Checklist(_) => AnswerData::Ticks(question.values(answer)),
                QuestionKind::Choice(_) | QuestionKind::Number { .. } => {
                    AnswerData::One(question.value(answer))
                }
            };
            (&*question.id, data)
        });
        AnswersData(data.collect())
    }

    /// The answers that make a condition hold, or else all to its questions.
    fn of(report: &Report<'a>, when: &Condition) -> Self {
        let mut answers = quoted(report.case, when);
        if !report.case.holds(when) {
            for question in when.questions() {
                if let Some(answer) = report.answer(question) {
                    answers.set(question, answer);
                }
            }
        }
        Self::all(report.rulebook(), &answers)
    }
}

impl Serialize for AnswersData<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(question, answer)| (question, answer)))
    }
}

#[cfg(test)]
impl schemars::JsonSchema for AnswersData<'_> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Answers".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "Answers by question, in the order of the rules.",
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    { "type": "string" },
                    { "type": "array", "items": { "type": "string" }, "minItems": 1 }
                ]
            }
        })
    }
}
