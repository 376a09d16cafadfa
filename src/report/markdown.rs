//! The report as a Markdown page, to hand to a physio or a doctor.

use std::fmt::Write as _;

use super::Report;
use super::text::due;
use crate::answers::command::shell_line;
use crate::assess::Strength;
use crate::rulebook::Evidence;
use crate::rulebook::condition::Condition;
use crate::text::escaped;

pub(super) fn render(report: &Report) -> String {
    let mut page = String::new();
    // Writing into a `String` cannot fail.
    let _ = write_page(&mut page, report);
    page
}

fn write_page(page: &mut String, report: &Report) -> std::fmt::Result {
    let rulebook = report.rulebook();
    writeln!(page, "# {}\n", plain(&rulebook.title))?;
    triage(page, report)?;
    answers(page, report)?;
    if !report.assessment.level.is_urgent() {
        causes(page, report)?;
    }
    advice(page, report)?;
    safety_net(page, report)?;
    writeln!(page, "## Please keep in mind\n")?;
    for limit in &rulebook.limits {
        writeln!(page, "- {}", plain(limit))?;
    }
    sources(page, report)?;
    let command = escaped(&shell_line(&report.command));
    writeln!(page, "\n## To repeat this check\n\n    {command}\n")?;
    writeln!(
        page,
        "soreleg {}, rules `{}`",
        env!("CARGO_PKG_VERSION"),
        rulebook.sha256
    )
}

fn triage(page: &mut String, report: &Report) -> std::fmt::Result {
    let rulebook = report.rulebook();
    let level = report.assessment.level;
    writeln!(page, "## {}\n", plain(&rulebook.level(level).title))?;
    for action in report.actions() {
        writeln!(page, "**{}**\n", plain(action))?;
    }
    for flag in report.red_flags() {
        writeln!(
            page,
            "- {}: {}{} {}",
            plain(&rulebook.level(flag.level).title),
            plain(&flag.because),
            brackets(&[said(report, &flag.when)]),
            cite(report, &flag.sources)
        )?;
    }
    let open = &report.assessment.open_safety;
    for (note, questions) in [
        ("Not an all-clear, unanswered", open),
        ("Not sure", &report.not_sure_safety()),
    ] {
        for question in questions {
            writeln!(
                page,
                "- {note}: {}",
                plain(&rulebook.questions[*question].ask)
            )?;
        }
    }
    if !page.ends_with("\n\n") {
        writeln!(page)?;
    }
    Ok(())
}

fn answers(page: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(page, "## Answers\n\n| Question | Answer |\n| --- | --- |")?;
    for (place, answer) in report.case.answers().given() {
        let question = &report.rulebook().questions[place];
        let words = question.words(answer);
        writeln!(page, "| {} | {} |", plain(&question.ask), plain(&words))?;
    }
    writeln!(page)
}

fn causes(page: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(page, "## {}\n", plain(&report.verdict()))?;
    for result in &report.assessment.causes {
        let cause = &report.rulebook().causes[result.cause];
        if result.strength == Strength::None {
            continue;
        }
        let strength = result.strength.name();
        writeln!(page, "### {}: {strength}\n", plain(&cause.title))?;
        writeln!(page, "{}\n", plain(&cause.summary))?;
        let weighing = &result.weighing;
        for (label, places) in [("For", &weighing.for_it), ("Against", &weighing.against)] {
            for place in places {
                let Evidence {
                    because,
                    when,
                    ratio,
                    sources,
                    ..
                } = &cause.evidence[*place];
                writeln!(
                    page,
                    "- {label}: {}{} {}",
                    plain(because),
                    brackets(&[said(report, when), format!("ratio {ratio}")]),
                    cite(report, sources)
                )?;
            }
        }
        for place in &weighing.unknown {
            let because = plain(&cause.evidence[*place].because);
            writeln!(page, "- Not known: whether {because}")?;
        }
        writeln!(page)?;
    }
    Ok(())
}

fn advice(page: &mut String, report: &Report) -> std::fmt::Result {
    let mut last = None;
    for given in &report.assessment.advice {
        let advice = given.advice(report.rulebook());
        if last != Some(advice.due) {
            let gap = if last.is_some() { "\n" } else { "" };
            writeln!(page, "{gap}## {}\n", due(advice.due))?;
            last = Some(advice.due);
        }
        let cited = cite(report, &advice.sources);
        writeln!(page, "- {} {cited}", plain(&advice.action))?;
    }
    if last.is_some() {
        writeln!(page)?;
    }
    Ok(())
}

fn safety_net(page: &mut String, report: &Report) -> std::fmt::Result {
    let mut nets = report.safety_net().peekable();
    if nets.peek().is_none() {
        return Ok(());
    }
    writeln!(page, "## Get help if this changes\n")?;
    for net in nets {
        writeln!(page, "- {} {}", plain(&net.say), cite(report, &net.sources))?;
    }
    writeln!(page)
}

fn sources(page: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(page, "\n## Sources\n")?;
    for source in &report.rulebook().sources {
        // Only those that the page names.
        if page.contains(&format!("[{}]", source.id)) {
            let address = source.address().map_or(String::new(), |address| {
                if address.starts_with("http") {
                    format!(" <{address}>")
                } else {
                    format!(" {}", plain(&address))
                }
            });
            let description = plain(&source.description());
            writeln!(page, "- [{}] {description}{address}", source.id)?;
        }
    }
    Ok(())
}

/// What the runner said that makes a condition hold, if there is anything to quote.
fn said(report: &Report, when: &Condition) -> String {
    let said = report.said(when);
    if said.is_empty() {
        return said;
    }
    format!("said: {}", plain(&said))
}

/// Notes on a reason, in brackets; nothing without notes.
fn brackets(notes: &[String]) -> String {
    let notes: Vec<&str> = (notes.iter().map(String::as_str))
        .filter(|note| !note.is_empty())
        .collect();
    if notes.is_empty() {
        return String::new();
    }
    format!(" ({})", notes.join("; "))
}

fn cite(report: &Report, sources: &[usize]) -> String {
    let ids = report.rulebook().source_ids(sources);
    let cited: Vec<String> = ids.iter().map(|id| format!("[{id}]")).collect();
    cited.join(" ")
}

/// Text that Markdown shows as it is.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#'
        ) {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
