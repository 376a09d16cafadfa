//! Showing results: one file per form. Pure: nothing here writes anywhere.

pub mod answer_faults;
pub mod diary;
pub mod document;
mod explain;
pub mod faults;
mod headings;
mod json;
pub mod log;
pub mod question;
mod quote;
pub mod reminder;
mod result;
pub mod rulebook_page;
mod safety_net;
mod since;

use crate::answer::Answer;
use crate::answers::case::Case;
use crate::answers::command;
use crate::assess::{Assessment, CauseResult, Verdict};
use crate::day::Day;
use crate::index::QuestionIndex;
use crate::interview::OfLog;
use crate::interview::what_if::WhatIf;
use crate::rulebook::{Advice, Cause, MayBe, Meanwhile, Never, Question, RedFlag, Rulebook};
use crate::text::{Shown, escaped_json};
use document::Document;

pub use crate::answers::FORMAT;
pub use explain::{contents, explain, names, questions_with};
pub use json::{AnswersData, FromLogData, ResultData, RulesData};
pub use result::Extras;
pub use since::Since;

/// A day in base parts of a time, which are thousandths of seconds.
const DAY: i64 = 86_400_000;

/// A note on answers from a saved result.
pub const OTHER_RULES: &str = "the saved result was made with other rules, so this one can differ";

/// A finished check, ready to be shown.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// The answers.
    pub case: &'a Case<'a>,
    /// What they come to.
    pub assessment: &'a Assessment,
    /// What single answers would change it.
    pub what_if: &'a WhatIf,
    /// Whether the answers are from a saved result that was made with other rules.
    pub other_rules: bool,
    /// How it has gone since an earlier check, if there is one.
    pub since: Option<Since>,
    /// Whether it is kept, or goes on from one that was, so that another check can go on from it.
    pub is_kept: bool,
    /// Whether keys stand below it, one of which goes back to the answers. Who hears it line by line
    /// has none: what to do is then said first.
    pub above_keys: bool,
    /// What the runner's training log answered, if there is one.
    pub of_log: OfLog,
    /// The day it is, where the result may tell it.
    pub today: Option<Day>,
    /// The arguments that choose these rules, word by word.
    pub rules: Vec<String>,
    /// The command that repeats the check, word by word.
    pub command: Vec<String>,
}

impl<'a> Report<'a> {
    /// A check of today alone, by the built-in rules: what is not known is left out.
    #[must_use]
    pub fn new(case: &'a Case<'a>, assessment: &'a Assessment, what_if: &'a WhatIf) -> Self {
        Report {
            case,
            assessment,
            what_if,
            other_rules: false,
            since: None,
            is_kept: false,
            above_keys: false,
            of_log: OfLog::default(),
            today: None,
            rules: Vec::new(),
            command: command::repeat("check", case.rulebook(), case.answers(), None, &[]),
        }
    }

    /// All that the runner is told.
    #[must_use]
    pub fn full(&self) -> Document {
        result::full(self)
    }

    /// The result on one screen of so many columns. Nothing urgent is missing in it.
    #[must_use]
    pub fn short(&self, width: usize) -> Document {
        result::short(self, width)
    }

    /// How urgent it is, why, and what to do: what a person must see wherever the rest goes.
    #[must_use]
    pub fn urgency(&self) -> Document {
        result::urgency(self)
    }

    /// The page to hand to a physio or a doctor.
    #[must_use]
    pub fn page(&self) -> Document {
        result::page(self)
    }

    /// The same page as HTML, with a drawing and bars.
    #[must_use]
    pub fn html(&self, extras: &Extras) -> Shown {
        result::html(self, extras)
    }

    /// The report as data.
    #[must_use]
    pub fn data(&self) -> ResultData<'_> {
        ResultData::new(self)
    }

    fn rulebook(&self) -> &'a Rulebook {
        self.case.rulebook()
    }

    fn red_flags(&self) -> impl Iterator<Item = &'a RedFlag> {
        self.rulebook().red_flags.at(&self.assessment.red_flags)
    }

    /// The one thing to do about the level.
    fn action(&self) -> &'a str {
        let rulebook = self.rulebook();
        let first = self.assessment.instruction.first;
        let action = first.and_then(|flag| rulebook.red_flags[flag].action.as_deref());
        action.unwrap_or(&rulebook.level(self.assessment.level).action)
    }

    /// What must not be done.
    fn never(&self) -> impl Iterator<Item = &'a Never> {
        self.rulebook().never.at(&self.assessment.instruction.never)
    }

    /// What to do until help comes or is reached.
    fn meanwhile(&self) -> impl Iterator<Item = &'a Meanwhile> {
        let meanwhile = &self.assessment.instruction.meanwhile;
        self.rulebook().meanwhile.at(meanwhile)
    }

    /// What to tell those who help, each once, as far as it comes from a red flag that is `shown`.
    fn tell(&self, shown: impl Fn(&RedFlag) -> bool) -> Vec<&'a str> {
        let tell = &self.assessment.instruction.tell;
        let flags = self
            .rulebook()
            .red_flags
            .at(tell)
            .filter(|flag| shown(flag));
        each_once(flags.filter_map(|flag| flag.tell.as_deref()))
    }

    /// What it may be.
    fn may_be(&self) -> impl Iterator<Item = &'a MayBe> {
        self.rulebook()
            .may_be
            .at(&self.assessment.instruction.may_be)
    }

    /// What to do, in order.
    fn advice(&self) -> Vec<&'a Advice> {
        let advice = self.assessment.advice.iter();
        advice.map(|given| given.advice(self.rulebook())).collect()
    }

    /// After how many days to look again: what the level says, or sooner where by then a doctor would
    /// be needed if nothing had changed.
    pub(crate) fn look_again_days(&self) -> Option<u32> {
        let usual = self
            .rulebook()
            .level(self.assessment.level)
            .look_again_days?;
        let signs = self.what_if.warning_signs.iter();
        let ripe = signs.filter_map(|change| {
            let question = &self.rulebook().questions[change.question];
            match (change.answer, self.answer(change.question)?) {
                (Answer::Number(then), Answer::Number(now)) if question.onset => {
                    let days = (then.base() - now.base() + DAY - 1) / DAY;
                    u32::try_from(days).ok()
                }
                _ => None,
            }
        });
        Some(ripe.min().map_or(usual, |days| days.clamp(1, usual)))
    }

    /// The day to look again, where it is known which day it is.
    fn look_again_on(&self) -> Option<Day> {
        let days = i32::try_from(self.look_again_days()?).ok()?;
        Some(self.today?.after(days))
    }

    /// When to look again, in a sentence.
    fn look_again(&self) -> Option<String> {
        let days = self.look_again_days()?;
        let when = match self.look_again_on() {
            Some(day) => format!("on {}", day.words()),
            None if days == 1 => "tomorrow".to_owned(),
            None => format!("in {days} days"),
        };
        let command = if self.is_kept { "again" } else { "check" };
        Some(format!("Look again {when}: soreleg {command}"))
    }

    /// Whether questions were left out whose answers could only have changed the order of the causes
    /// after the second.
    fn is_partly_asked(&self) -> bool {
        let mut questions = self.rulebook().questions.indices();
        questions.any(|question| self.case.is_open(question))
    }

    /// What made this result: the program, and the rules with their edition.
    fn made_by(&self) -> String {
        let (program, rulebook) = (env!("CARGO_PKG_VERSION"), self.rulebook());
        let version = rulebook.version.as_deref();
        let version = version.map_or(String::new(), |version| format!(" {version}"));
        format!("soreleg {program}, rules{version} `{}`", rulebook.sha256)
    }

    /// The causes that are put forward, likeliest first.
    fn shown_causes(&self) -> impl Iterator<Item = (&'a CauseResult, &'a Cause)> {
        let causes = &self.rulebook().causes;
        self.assessment
            .causes
            .iter()
            .filter(|result| result.strength.is_shown())
            .map(|result| (result, &causes[result.cause]))
    }

    /// The verdict in a sentence.
    fn verdict(&self) -> String {
        let titles: Vec<&str> = self
            .shown_causes()
            .map(|(_, cause)| cause.title.as_str())
            .collect();
        match (self.assessment.verdict, &titles[..]) {
            (Verdict::Clear, [first, ..]) => format!("Most likely cause: {first}."),
            (Verdict::TwoCauses, [first, second, ..]) => {
                format!("Two causes stand out: {first}; and {second}.")
            }
            (Verdict::OrdinarySoreness, _) => {
                let ordinary = &self.rulebook().ordinary;
                format!("{}, because {}.", ordinary.title, ordinary.because)
            }
            (Verdict::HelpFirst, _) => "Get help first; the cause can wait.".to_owned(),
            _ => "No single cause stands out from your answers.".to_owned(),
        }
    }

    /// What else the runner should know about the answers: whether other rules asked for them, and
    /// which were not asked for.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let given = self.case.answers().given();
        let unasked = given
            .filter(|(index, answer)| *answer != Answer::NotSure && !self.case.may_apply(*index));
        let note = |(index, _): (QuestionIndex, Answer)| {
            let id = &self.rulebook().questions[index].id;
            format!("`{id}` is not asked after these answers; what you said counts anyway")
        };
        let differs = self.of_log.differs.iter().filter_map(|(index, log)| {
            let (question, answer) = (&self.rulebook().questions[*index], self.answer(*index)?);
            let (id, said) = (&question.id, question.words(answer));
            Some(format!(
                "`{id}`: you said {said}, which counts; your log says {log}"
            ))
        });
        let other_rules = self.other_rules.then(|| OTHER_RULES.to_owned());
        other_rules
            .into_iter()
            .chain(differs)
            .chain(unasked.map(note))
            .collect()
    }

    fn answer(&self, question: QuestionIndex) -> Option<Answer> {
        self.case.answers().get(question)
    }

    /// What the log says to a question, where it answered that.
    fn log_says(&self, question: QuestionIndex) -> Option<&str> {
        let mut of_log = self.of_log.answered.iter();
        let answered = of_log.find(|(answered, _)| *answered == question);
        answered.map(|(_, says)| says.as_str())
    }

    /// The questions that the log answered, with what it says.
    fn log_answers(&self) -> impl Iterator<Item = (&'a Question, &str)> {
        let questions = &self.rulebook().questions;
        let of_log = self.of_log.answered.iter();
        of_log.map(|(question, says)| (&questions[*question], says.as_str()))
    }

    /// The same as data.
    #[must_use]
    pub fn log_data(&self) -> Vec<FromLogData<'a>> {
        let data = self.log_answers().map(|(question, says)| FromLogData {
            question: &question.id,
            says: says.to_owned(),
        });
        data.collect()
    }

    /// Safety questions whose answer was *not sure*, in rulebook order.
    fn not_sure_safety(&self) -> Vec<QuestionIndex> {
        let questions = &self.rulebook().questions;
        self.case
            .answers()
            .given()
            .filter(|(question, answer)| questions[*question].safety && answer.is_unsure())
            .map(|(question, _)| question)
            .collect()
    }
}

fn each_once<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen = Vec::new();
    for text in texts {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

/// Data as indented JSON, ending in a line break.
#[must_use]
pub fn json(data: &impl serde::Serialize) -> Shown {
    // These types have string keys and no failing part, which is all that could go wrong.
    let text = serde_json::to_string_pretty(data).unwrap_or_default();
    Shown::trusted(escaped_json(&text) + "\n")
}
