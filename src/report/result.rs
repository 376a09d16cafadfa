//! The result of a check as a document. A runner's screen has it in short: danger first, then causes,
//! then what to do. The page to hand to a physio or a doctor has all that was said, and the sources.

use super::document::Document;
use super::{Report, due_in_words};
use crate::answer::Answer;
use crate::answers::grammar::NOT_SURE_WORDS;
use crate::assess::{CauseResult, Strength};
use crate::interview::what_if::{Change, WhatIf};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Cause, Evidence};

/// Longer answers are not repeated beside a reason.
const LONGEST_SAID: usize = 20;

/// More questions than these are a wall: then only the one most worth finding out is named.
const MOST_UNSURE: usize = 4;

/// What a runner reads in a terminal.
pub(super) fn screen(report: &Report) -> Document {
    let mut screen = urgency(report);
    let urgent = report.assessment.level.is_urgent();
    if !urgent {
        causes(&mut screen, report);
    }
    advice(&mut screen, report, false);
    if !urgent {
        outlook(&mut screen, report);
    }
    safety_net(&mut screen, report, false);
    limits(&mut screen, report);
    let from_log = report.log_answers();
    screen.list(
        "From your log",
        from_log.map(|(question, says)| format!("{} {says}", question.ask)),
    );
    screen.heading("To repeat this check, or to correct an answer");
    screen.command(&report.command);
    if !urgent {
        origins(&mut screen, report);
    }
    in_short(&mut screen, report);
    screen
}

/// What is handed to a physio or a doctor.
pub(super) fn page(report: &Report) -> Document {
    let rulebook = report.rulebook();
    let mut page = Document::new();
    page.section(1, &rulebook.title);
    urgency_in_full(&mut page, report);
    answers(&mut page, report);
    if !report.assessment.level.is_urgent() {
        causes_in_full(&mut page, report);
    }
    advice(&mut page, report, true);
    safety_net(&mut page, report, true);
    limits(&mut page, report);
    sources(&mut page, report);
    page.heading("To repeat this check");
    page.command(&report.command);
    let (version, sha256) = (env!("CARGO_PKG_VERSION"), &rulebook.sha256);
    page.paragraph(format!("soreleg {version}, rules `{sha256}`"));
    page
}

/// How urgent it is, why, and what to do.
pub(super) fn urgency(report: &Report) -> Document {
    let mut screen = Document::new();
    let level = report.assessment.level;
    screen.heading(&report.rulebook().level(level).title);
    for flag in report.red_flags().filter(|flag| flag.level == level) {
        screen.item("Because ", format!("{}.", flag.because));
    }
    for action in report.actions() {
        screen.action(action);
    }
    for flag in report.red_flags().filter(|flag| flag.level < level) {
        if !level.is_urgent() {
            screen.item("Also ", format!("{}.", flag.because));
            if let Some(action) = &flag.action {
                screen.action(action);
            }
        }
    }
    let open = report.assessment.open_safety.iter();
    screen.list(
        "This is not an all-clear: these safety questions are unanswered",
        open.map(|question| &report.rulebook().questions[*question].ask),
    );
    screen
}

fn urgency_in_full(page: &mut Document, report: &Report) {
    let rulebook = report.rulebook();
    page.heading(&rulebook.level(report.assessment.level).title);
    for action in report.actions() {
        page.action(action);
    }
    for flag in report.red_flags() {
        let (title, because) = (&rulebook.level(flag.level).title, &flag.because);
        let notes = notes(report, &flag.when, None);
        let cited = cited(report, &flag.sources);
        page.item("- ", format!("{title}: {because}{notes}{cited}"));
    }
    let open = &report.assessment.open_safety;
    for (note, questions) in [
        ("Not an all-clear, unanswered", open),
        (NOT_SURE_WORDS, &report.not_sure_safety()),
    ] {
        for question in questions {
            let ask = &rulebook.questions[*question].ask;
            page.item("- ", format!("{note}: {ask}"));
        }
    }
}

fn answers(page: &mut Document, report: &Report) {
    page.heading("Answers");
    let given = report.case.answers().given();
    let rows = given.map(|(index, answer)| {
        let question = &report.rulebook().questions[index];
        let mut of_log = report.of_log.answered.iter();
        let log = of_log.find(|(answered, _)| *answered == index);
        let log = log.map(|(_, says)| format!(" (from the training log: {says})"));
        let words = question.words(answer) + &log.unwrap_or_default();
        vec![question.ask.to_string(), words]
    });
    page.table(&["Question", "Answer"], rows);
}

fn causes(screen: &mut Document, report: &Report) {
    screen.heading(report.verdict());
    for (number, (result, cause)) in (1..).zip(report.shown_causes()) {
        screen.heading(format!("{number}. {}", cause.title));
        screen.bar("   ", eighths(result, report), result.strength.name());
        screen.item("   ", &cause.summary);
        for (mark, but, evidence) in [
            ("   + ", "", &result.reasons.for_it),
            ("   - ", "but ", &result.reasons.against),
        ] {
            for evidence in evidence.iter().map(|index| &cause.evidence[*index]) {
                let Evidence { because, when, .. } = evidence;
                // Long words are left out: they say what the reason says.
                let said = report.said(when);
                let is_short = (1..=LONGEST_SAID).contains(&said.chars().count());
                let who = report.who_said(when);
                let said = is_short.then(|| format!(" ({who}: {said})"));
                let said = said.unwrap_or_default();
                screen.item(mark, format!("{but}{because}{said}"));
            }
        }
    }
    let weak = report.assessment.causes.iter();
    let weak = weak.filter(|result| result.strength == Strength::Weak);
    let titles = weak.map(|result| &*report.rulebook().causes[result.cause].title);
    let titles: Vec<&str> = titles.collect();
    if !titles.is_empty() {
        screen.line("");
        screen.paragraph(format!("Less likely: {}.", titles.join(", ")));
    }
}

/// How full the bar is: half full where *strong* begins, on a scale that begins at *weak*.
fn eighths(result: &CauseResult, report: &Report) -> usize {
    let thresholds = &report.rulebook().thresholds;
    let half = (thresholds.strong - thresholds.weak).max(1);
    let eighths = (result.score - thresholds.weak) * 4 / half;
    usize::try_from(eighths).unwrap_or(0).clamp(1, 8)
}

fn causes_in_full(page: &mut Document, report: &Report) {
    page.heading(report.verdict());
    for result in &report.assessment.causes {
        if result.strength == Strength::None {
            continue;
        }
        let Cause {
            title,
            summary,
            evidence,
            ..
        } = &report.rulebook().causes[result.cause];
        page.section(3, format!("{title}: {}", result.strength.name()));
        page.paragraph(summary);
        let reasons = &result.reasons;
        for (label, side) in [("For", &reasons.for_it), ("Against", &reasons.against)] {
            for Evidence {
                because,
                when,
                ratio,
                sources,
                ..
            } in side.iter().map(|index| &evidence[*index])
            {
                let notes = notes(report, when, Some(format!("ratio {ratio}")));
                let cited = cited(report, sources);
                page.item("- ", format!("{label}: {because}{notes}{cited}"));
            }
        }
        for index in &reasons.unknown {
            let because = &evidence[*index].because;
            page.item("- ", format!("Not known: whether {because}"));
        }
    }
}

fn advice(document: &mut Document, report: &Report, in_full: bool) {
    let mut last = None;
    for given in &report.assessment.advice {
        let advice = given.advice(report.rulebook());
        if last != Some(advice.due) {
            document.heading(due_in_words(advice.due));
            last = Some(advice.due);
        }
        let mut text = advice.action.to_string();
        if in_full {
            text += &cited(report, &advice.sources);
        }
        document.item("- ", text);
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
        _ => "Other answers here could change the likely causes.".to_owned(),
    });
    let worth = outlook.worth_finding_out.map(|index| &questions[index]);
    if let Some(question) = worth {
        let how = question.how.as_deref().unwrap_or_default();
        screen.paragraph(format!("Most worth finding out: {} {how}", question.ask));
    }
    if many {
        let more = count - usize::from(worth.is_some());
        screen.paragraph(format!(
            "And {more} more, which say `not_sure` in the command below."
        ));
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
    let mut last = None;
    for change in changes {
        if last.is_none() {
            screen.heading(heading);
        }
        let question = &report.rulebook().questions[change.question];
        if last != Some(change.question) {
            screen.item("- ", &question.ask);
            last = Some(change.question);
        }
        let said = match (change.answer, report.case.answers().get(change.question)) {
            (Answer::Number(number), _) => format!("{number} or more"),
            (Answer::Ticks { ticked, .. }, Some(Answer::Ticks { ticked: before, .. })) => {
                let ticked = ticked & !before;
                question.words(Answer::Ticks {
                    ticked,
                    unsure: false,
                })
            }
            (answer, _) => question.words(answer),
        };
        screen.item("    ", format!("{said}: {}", then(change)));
    }
}

fn safety_net(document: &mut Document, report: &Report, in_full: bool) {
    let mut nets = report.safety_net().peekable();
    if nets.peek().is_some() {
        document.heading("Get help if this changes");
    }
    for net in nets {
        let cited = in_full.then(|| cited(report, &net.sources));
        document.item("! ", format!("{}{}", net.say, cited.unwrap_or_default()));
    }
}

fn limits(document: &mut Document, report: &Report) {
    let limits = report.rulebook().limits.iter();
    document.list("Please keep in mind", limits);
}

/// The sources that the page names.
fn sources(page: &mut Document, report: &Report) {
    let so_far = page.markdown();
    let sources = report.rulebook().sources.iter();
    let named = sources.filter(|source| so_far.contains(&format!("[{}]", source.id)));
    let lines = named.map(|source| {
        let address = source.address().map_or(String::new(), |address| {
            if address.starts_with("http") {
                format!(" <{address}>")
            } else {
                format!(" {address}")
            }
        });
        format!("[{}] {}{address}", source.id, source.description())
    });
    page.list("Sources", lines);
}

/// The commands that explain the first danger sign and the first cause.
fn origins(screen: &mut Document, report: &Report) {
    let flag = report.red_flags().next().map(|flag| &*flag.id);
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

/// The last lines are the ones left on the screen when the rest has scrolled away.
fn in_short(screen: &mut Document, report: &Report) {
    screen.heading("In short");
    let level = report.assessment.level;
    let title = &report.rulebook().level(level).title;
    let reason = (report.red_flags().next())
        .map_or(String::new(), |flag| format!(", because {}", flag.because));
    let then = match report.actions().first() {
        Some(action) if level.is_urgent() => (*action).to_owned(),
        _ => report.verdict(),
    };
    screen.paragraph(format!("{title}{reason}. {then}"));
    if !report.assessment.open_safety.is_empty() {
        screen.paragraph("This is not an all-clear: safety questions are unanswered.");
    }
}

/// What the runner said that makes a condition hold, and another note, in brackets.
fn notes(report: &Report, when: &Condition, more: Option<String>) -> String {
    let said = Some(report.said(when)).filter(|said| !said.is_empty());
    let said = said.map(|said| format!("said: {said}"));
    let notes: Vec<String> = said.into_iter().chain(more).collect();
    if notes.is_empty() {
        return String::new();
    }
    format!(" ({})", notes.join("; "))
}

/// Sources, to stand behind what rests on them.
fn cited(report: &Report, sources: &[usize]) -> String {
    let ids = report.rulebook().source_ids(sources);
    ids.iter().flat_map(|id| [" [", id, "]"]).collect()
}

#[cfg(test)]
mod tests;
