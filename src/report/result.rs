//! The result of a check as a document. In full: danger first, then causes, then what to do. In
//! [`short`]: the same on one screen. As a [`page`] or as [`html`]: all that was said, with sources, for a
//! physio or a doctor.

mod html;
mod page;
mod short;
mod signs;

pub use html::Extras;
pub(super) use html::html;
pub(super) use page::page;
pub(super) use short::short;

use super::document::Document;
use super::headings;
use super::{Report, each_once};
use crate::answer::Answer;
use crate::assess::{CauseResult, Strength, Verdict};
use crate::index::SourceIndex;
use crate::interview::what_if::{Change, WhatIf};
use crate::rulebook::{Cause, Evidence, MayBe, Question, RedFlag};
use crate::triage::TriageLevel;

/// More questions than these are a wall: then only the one most worth finding out is named.
const MOST_UNSURE: usize = 4;

/// All that a runner is told.
pub(super) fn full(report: &Report) -> Document {
    let mut screen = urgency(report);
    let urgent = report.assessment.level.is_urgent();
    if urgent {
        screen.list("Since the last check", report.course(false, &[]));
    } else {
        causes(&mut screen, report);
    }
    advice(&mut screen, report, |_| String::new());
    if !urgent {
        outlook(&mut screen, report);
    }
    safety_net(&mut screen, report);
    screen.list("Please keep in mind", report.rulebook().limits.iter());
    let from_log = report.log_answers();
    screen.list(
        "From your log",
        from_log.map(|(question, says)| format!("{}: {says}", question.short)),
    );
    screen.heading("To repeat this check, or to correct an answer");
    screen.command(&report.command);
    if !urgent {
        origins(&mut screen, report);
    }
    closing(&mut screen, report, false);
    screen
}

/// How urgent it is, why, and what to do.
pub(super) fn urgency(report: &Report) -> Document {
    let mut screen = Document::new();
    let level = report.assessment.level;
    if !level.is_urgent() {
        course(&mut screen, report);
    }
    screen.verdict(level, &report.rulebook().level(level).title);
    let reasons = report.because();
    for because in &reasons {
        screen.item("Because ", format!("{because}."));
    }
    instruction(&mut screen, report);
    if !level.is_urgent() {
        let lesser = report.red_flags().filter(|flag| flag.level < level);
        for because in each_once(lesser.map(|flag| &*flag.because)) {
            screen.item("Also ", format!("{because}."));
        }
    }
    may_be(&mut screen, report, &reasons);
    let open = report.assessment.open_safety.iter();
    screen.list(
        "This is not an all-clear: these safety questions are unanswered",
        open.map(|question| &report.rulebook().questions[*question].ask),
    );
    screen
}

/// How it has gone since the last check.
fn course(screen: &mut Document, report: &Report) {
    for sentence in report.course(false, &[]) {
        screen.paragraph(sentence);
    }
    if report.since.is_some() {
        screen.line("");
    }
}

/// What to do, what never to do, what to do meanwhile, what to tell.
fn instruction(screen: &mut Document, report: &Report) {
    screen.action(report.action());
    besides(screen, report, false);
}

/// What never to do, what to do meanwhile, what to tell; in few lines or in many.
fn besides(screen: &mut Document, report: &Report, in_few_lines: bool) {
    let never = report.never().map(|never| &*never.say);
    let meanwhile = report.meanwhile().map(|meanwhile| &*meanwhile.say);
    if in_few_lines {
        let never: Vec<&str> = never.collect();
        let meanwhile: Vec<&str> = meanwhile.collect();
        for (mark, sentences) in [("x ", never), ("- ", meanwhile)] {
            if !sentences.is_empty() {
                screen.item(mark, sentences.join(" "));
            }
        }
    } else {
        never.for_each(|never| screen.item("x ", never));
        meanwhile.for_each(|meanwhile| screen.item("- ", meanwhile));
    }
    let tell = report.tell(|_| true);
    if !tell.is_empty() {
        screen.item("- ", format!("Tell them: {}.", tell.join("; ")));
    }
}

/// What it may be, with the signs that would make it something else. A danger that a reason above has
/// named is not named again.
fn may_be(screen: &mut Document, report: &Report, above: &[&str]) {
    if let Some(sentence) = may_be_sentence(report, |_| true, above) {
        screen.paragraph(sentence);
    }
}

/// The same as a sentence, as far as it comes from a red flag that is `shown`.
fn may_be_sentence(
    report: &Report,
    shown: impl Fn(&RedFlag) -> bool,
    above: &[&str],
) -> Option<String> {
    let is_urgent = report.assessment.level.is_urgent();
    let is_named = |one: &MayBe| above.iter().any(|because| because.contains(&*one.name));
    let flags: Vec<&RedFlag> = report.red_flags().filter(|flag| shown(flag)).collect();
    let mut may_be = report.assessment.instruction.may_be.clone();
    may_be.retain(|one| flags.iter().any(|flag| flag.may_be.contains(one)));
    let may_be = report.rulebook().may_be.at(&may_be);
    let may_be: Vec<&MayBe> = may_be.filter(|one| !is_urgent || !is_named(one)).collect();
    if may_be.is_empty() {
        return None;
    }
    let names: Vec<&str> = may_be.iter().map(|one| &*one.name).collect();
    let mut text = format!("This may be {}.", names.join(", or "));
    if !is_urgent {
        let warnings = may_be.iter().filter_map(|one| one.warning.as_deref());
        for warning in each_once(warnings) {
            text.extend([" ", warning]);
        }
    }
    Some(text)
}

/// Every cause with its strength, and what speaks for it and against.
fn causes(screen: &mut Document, report: &Report) {
    screen.heading(report.causes_heading());
    if let Some(sentence) = report.causes_sentence() {
        screen.paragraph(sentence);
    }
    for (number, result) in (1..).zip(&report.assessment.causes) {
        let cause = &report.rulebook().causes[result.cause];
        screen.line("");
        strength(screen, report, number, result);
        if number <= 2 && result.strength > Strength::None {
            screen.item("   ", &cause.summary);
        }
        let most = if number <= 2 { usize::MAX } else { 1 };
        reasons(screen, report, result, [most, most]);
    }
    if report.is_partly_asked() {
        screen.line("");
        screen.paragraph("Not enough was asked to put the others in a sure order.");
    }
}

/// A cause in one line. If it is likely an illness, how strong a cause would be says nothing.
fn strength(screen: &mut Document, report: &Report, number: usize, result: &CauseResult) {
    let cause = &report.rulebook().causes[result.cause];
    let name = format!("{number}. {}", cause.title);
    if report.is_illness() {
        screen.item("  ", name);
        return;
    }
    screen.bar(name, eighths(result.strength), result.strength.words());
}

/// How much of a bar is full.
fn eighths(strength: Strength) -> usize {
    match strength {
        Strength::Strong => 8,
        Strength::Fair => 5,
        Strength::Weak => 2,
        Strength::None => 0,
    }
}

/// The weightiest reasons for a cause and against it, at most so many of each.
fn reasons(screen: &mut Document, report: &Report, result: &CauseResult, most: [usize; 2]) {
    let cause: &Cause = &report.rulebook().causes[result.cause];
    let sides = [
        ("   + ", &result.reasons.for_it),
        ("   - ", &result.reasons.against),
    ];
    for ((mark, evidence), most) in sides.into_iter().zip(most) {
        for evidence in evidence
            .iter()
            .take(most)
            .map(|index| &cause.evidence[*index])
        {
            let Evidence { because, when, .. } = evidence;
            let said = report.said_in_short(when);
            screen.item(mark, format!("{because}{said}"));
        }
    }
}

/// What to do, by when; `cited` says what stands behind each.
fn advice(document: &mut Document, report: &Report, cited: impl Fn(&[SourceIndex]) -> String) {
    for advice in report.advice().chunk_by(|one, next| one.due == next.due) {
        let cited = advice
            .iter()
            .map(|one| format!("{}{}", one.action, cited(&one.sources)));
        document.list(headings::of_advice(advice[0].due), cited);
    }
    if let Some(when) = report.look_again() {
        document.heading(when);
    }
}

/// What the result hangs on: the answers that were not sure, and those that would change it.
fn outlook(screen: &mut Document, report: &Report) {
    let (rulebook, outlook) = (report.rulebook(), report.what_if);
    if !outlook.unsure.is_empty() {
        unsure(screen, report, outlook);
    }
    changes(
        screen,
        report,
        "Check again if this changes",
        &outlook.warning_signs,
        |change| &rulebook.level(change.level).title,
    );
    changes(
        screen,
        report,
        "What would point to another cause",
        &outlook.alternatives,
        |change| &rulebook.causes[change.first].title,
    );
}

/// A question, without how to answer it.
fn asked(question: &Question) -> &str {
    let ask = question.ask.as_str();
    let end = ask.rfind('?').or_else(|| ask.find(". "));
    end.map_or(ask, |end| &ask[..=end])
}

fn unsure(screen: &mut Document, report: &Report, outlook: &WhatIf) {
    let questions = &report.rulebook().questions;
    let count = outlook.unsure.len();
    let many = count > MOST_UNSURE;
    if many {
        screen.heading(format!("You were not sure about {count} questions"));
    } else {
        let unsure = outlook.unsure.iter();
        let asks = unsure.map(|question| &questions[*question].ask);
        screen.list("You were not sure about this", asks);
    }
    screen.paragraph(match report.shown_causes().next() {
        Some((_, cause)) if outlook.first_stands => {
            format!("\"{}\" comes first whatever the answers are.", cause.title)
        }
        _ => "Other answers here could change how soon you need help, or the likely causes."
            .to_owned(),
    });
    let worth = outlook.worth_finding_out.map(|index| &questions[index]);
    if let Some(question) = worth {
        let how = question.how.as_deref().unwrap_or_default();
        screen.paragraph(format!("Most worth finding out: {} {how}", asked(question)));
    }
    if many {
        let more = count - usize::from(worth.is_some());
        screen.paragraph(format!("And {more} more."));
    }
}

/// Answers that would change the result, below their questions, with what would come of each.
fn changes<'r>(
    screen: &mut Document,
    report: &Report<'r>,
    heading: &str,
    changes: &[Change],
    then: impl Fn(&Change) -> &'r str,
) {
    let alike =
        |one: &Change, other: &Change| one.question == other.question && then(one) == then(other);
    let mut last = None;
    for changes in changes.chunk_by(alike) {
        let change = &changes[0];
        if last.is_none() {
            screen.heading(heading);
        }
        let question = &report.rulebook().questions[change.question];
        if last != Some(change.question) {
            screen.item("- ", asked(question));
            last = Some(change.question);
        }
        let said = |change: &Change| match (change.answer, report.answer(change.question)) {
            (Answer::Number(number), Some(Answer::Number(before))) => {
                format!("{} or more", number.at_least_in(before.unit()))
            }
            (Answer::Ticks { ticked, .. }, Some(Answer::Ticks { ticked: before, .. })) => {
                let ticked = ticked & !before;
                question.words(Answer::Ticks {
                    ticked,
                    unsure: false,
                })
            }
            (answer, _) => question.words(answer),
        };
        let said: Vec<String> = changes.iter().map(said).collect();
        screen.item("    ", format!("{}: {}", said.join("; or: "), then(change)));
    }
}

fn safety_net(screen: &mut Document, report: &Report) {
    for (index, net) in report.safety_net().enumerate() {
        if index == 0 {
            screen.heading(headings::GET_HELP);
        }
        screen.item("! ", &net.say);
    }
}

/// What stands last: what to do, where `is_last` says that it stands nowhere else, and once more how
/// urgent it is and what to do, where that has scrolled away.
fn closing(screen: &mut Document, report: &Report, is_last: bool) {
    let level = report.assessment.level;
    let mut again = Document::new();
    again.line("");
    again.verdict(level, &report.rulebook().level(level).title);
    if !is_last {
        again.action(report.action());
    }
    screen.where_it_scrolls(again);
    if is_last {
        screen.hint("Ticked by mistake? b");
        screen.action(report.action());
    }
}

/// The commands that explain the first danger sign and the first cause.
fn origins(screen: &mut Document, report: &Report) {
    let flag = report.red_flags().next().map(|flag: &RedFlag| &*flag.id);
    let cause = report.shown_causes().next().map(|(_, cause)| &*cause.id);
    if flag.or(cause).is_some() {
        screen.heading("Where this comes from");
    }
    for name in flag.into_iter().chain(cause) {
        let mut words = vec!["soreleg".to_owned(), "explain".to_owned()];
        words.extend_from_slice(&report.rules);
        words.push(name.to_owned());
        screen.command(&words);
    }
}

impl Report<'_> {
    /// Whether what it may be is nothing that running leads to.
    fn is_illness(&self) -> bool {
        let mut may_be = self.may_be().peekable();
        may_be.peek().is_some() && may_be.all(|one| !one.from_running)
    }

    /// The heading above the causes. Where a doctor is needed none is called most likely.
    fn causes_heading(&self) -> String {
        if self.is_illness() {
            "If it turns out to be the running".to_owned()
        } else if self.assessment.level == TriageLevel::SeeDoctor || self.may_be().next().is_some()
        {
            let mut causes = self.assessment.causes.iter();
            if causes.all(|cause| cause.strength == Strength::None) {
                "What may have led to it: nothing you answered points to one of these".to_owned()
            } else {
                "What may have led to it".to_owned()
            }
        } else {
            self.verdict()
        }
    }

    /// What stands below that heading, if it does not say it all.
    fn causes_sentence(&self) -> Option<String> {
        if self.assessment.level == TriageLevel::SeeDoctor {
            return None;
        }
        let verdict = self.verdict();
        let worth = self.what_if.worth_finding_out;
        if self.assessment.verdict == Verdict::NoClearCause
            && let Some(question) = worth
        {
            let ask = &self.rulebook().questions[question].ask;
            return Some(format!("Most worth finding out: {ask}"));
        }
        (verdict != self.causes_heading()).then_some(verdict)
    }
}

#[cfg(test)]
mod tests;
