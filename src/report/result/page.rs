//! What is handed to a physio or a doctor: all that was said, all reasons, the sources.

use super::super::Report;
use super::super::document::Document;
use super::super::headings;
use super::signs::{Said, lines, signs};
use super::{advice, instruction, may_be};
use crate::answers::grammar::NOT_SURE_WORDS;
use crate::index::SourceIndex;
use crate::rulebook::{Cause, Evidence};

/// The page.
pub(in crate::report) fn page(report: &Report) -> Document {
    let rulebook = report.rulebook();
    let mut page = Document::new();
    page.section(1, &rulebook.title);
    if let Some(today) = report.today {
        page.paragraph(today.words());
    }
    urgency(&mut page, report);
    page.list("Since the last check", report.course(false, &[]));
    answers(&mut page, report);
    if !report.assessment.level.is_urgent() {
        causes(&mut page, report);
    }
    advice(&mut page, report, |sources| cited(report, sources));
    let nets = report.safety_net();
    let nets = nets.map(|net| format!("{}{}", net.say, cited(report, net.sources)));
    page.list(headings::GET_HELP, nets);
    page.list("Please keep in mind", rulebook.limits.iter());
    sources(&mut page, report);
    page.heading("To repeat this check");
    page.command(&report.command);
    page.paragraph(report.made_by());
    page
}

fn urgency(page: &mut Document, report: &Report) {
    let rulebook = report.rulebook();
    page.heading(&rulebook.level(report.assessment.level).title);
    instruction(page, report);
    may_be(page, report, &[]);
    for because in report.not_better(&[]) {
        page.item("- ", format!("Not better in time: {because}"));
    }
    for flag in report.red_flags() {
        let (title, because) = (&rulebook.level(flag.level).title, &flag.because);
        let said = report.said(&flag.when);
        let cited = cited(report, &flag.sources);
        page.item("- ", format!("{title}: {because}{said}{cited}"));
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
        let log = report.log_says(index);
        let log = log.map(|says| format!(" (from the training log: {says})"));
        let words = question.words(answer) + &log.unwrap_or_default();
        vec![question.ask.to_string(), words]
    });
    page.table(&["Question", "Answer"], rows);
    let denied = lines(report, &signs(report), Said::Denied);
    page.list("Danger signs that were denied", denied);
}

fn causes(page: &mut Document, report: &Report) {
    page.heading(report.causes_heading());
    if let Some(sentence) = report.causes_sentence() {
        page.paragraph(sentence);
    }
    for result in &report.assessment.causes {
        let Cause {
            title,
            summary,
            evidence,
            ..
        } = &report.rulebook().causes[result.cause];
        if report.is_illness() {
            page.section(3, title);
        } else {
            page.section(3, format!("{title}: {}", result.strength.words()));
        }
        page.paragraph(summary);
        let reasons = &result.reasons;
        for (label, side) in [("For", &reasons.for_it), ("Against", &reasons.against)] {
            for Evidence {
                because,
                when,
                sources,
                ..
            } in side.iter().map(|index| &evidence[*index])
            {
                let said = report.said(when);
                let cited = cited(report, sources);
                page.item("- ", format!("{label}: {because}{said}{cited}"));
            }
        }
        for index in &reasons.unknown {
            let because = &evidence[*index].because;
            page.item("- ", format!("Not known: whether {because}"));
        }
    }
    if report.is_partly_asked() {
        page.paragraph("Not enough was asked to put the causes after the second in a sure order.");
    }
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

/// Sources, to stand behind what rests on them.
fn cited(report: &Report, sources: &[SourceIndex]) -> String {
    let ids = report.rulebook().source_ids(sources);
    ids.iter().flat_map(|id| [" [", id, "]"]).collect()
}
