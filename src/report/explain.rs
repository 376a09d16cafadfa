//! What the rules know about a cause, a danger sign or a question, with sources.

use super::page::{Page, Style};
use super::question::QuestionData;
use crate::rulebook::condition::{Condition, QuestionIndex};
use crate::rulebook::{Advice, Cause, RedFlag, Rulebook};

/// Everything known under a name; nothing if the name is unknown.
#[must_use]
pub fn explain(rulebook: &Rulebook, name: &str, style: Style) -> Option<String> {
    let mut page = Page::new(style);
    let mut sources: Vec<usize> = Vec::new();
    for cause in rulebook.causes.iter().filter(|cause| cause.id == name) {
        self::cause(&mut page, rulebook, cause, &mut sources);
    }
    for flag in rulebook.red_flags.iter().filter(|flag| flag.id == name) {
        red_flag(&mut page, rulebook, flag);
        sources.extend(&flag.sources);
    }
    if let Some(place) = rulebook.question(name) {
        question(&mut page, rulebook, place);
    }
    if !sources.is_empty() {
        list_sources(&mut page, rulebook, sources);
    }
    let text = page.into_text();
    (!text.is_empty()).then_some(text)
}

/// Every name that can be explained.
pub fn names(rulebook: &Rulebook) -> impl Iterator<Item = &str> {
    let causes = rulebook.causes.iter().map(|cause| &*cause.id);
    let flags = rulebook.red_flags.iter().map(|flag| &*flag.id);
    let questions = rulebook.questions.iter().map(|question| &*question.id);
    causes.chain(flags).chain(questions)
}

/// The list of names that can be explained.
#[must_use]
pub fn contents(rulebook: &Rulebook, style: Style) -> String {
    let mut page = Page::new(style);
    page.heading("Causes");
    for cause in &rulebook.causes {
        page.item("  ", &format!("{}: {}", cause.id, cause.title));
    }
    page.heading("Red flags");
    for flag in &rulebook.red_flags {
        page.item("  ", &format!("{}: {}", flag.id, flag.because));
    }
    page.heading("Questions");
    for question in &rulebook.questions {
        page.item("  ", &format!("{}: {}", question.id, question.ask));
    }
    page.into_text()
}

fn cause(page: &mut Page, rulebook: &Rulebook, cause: &Cause, sources: &mut Vec<usize>) {
    page.heading(&format!("Cause: {}", cause.title));
    page.paragraph(&cause.summary);
    for (heading, for_it) in [
        ("What speaks for it", true),
        ("What speaks against it", false),
    ] {
        let listed: Vec<_> = cause
            .evidence
            .iter()
            .filter(|evidence| (evidence.ratio > 1.0) == for_it)
            .collect();
        if listed.is_empty() {
            continue;
        }
        page.heading(heading);
        for evidence in listed {
            let named = names_of(rulebook, &evidence.sources);
            page.item("- ", &format!("{} ({named})", evidence.because));
            let when = evidence.when.words(rulebook);
            page.item("  ", &format!("if {when}; ratio {}", evidence.ratio));
            sources.extend(&evidence.sources);
        }
    }
    page.heading("What to do");
    for advice in &cause.advice {
        let named = names_of(rulebook, &advice.sources);
        let due = super::text::due(advice.due);
        page.item("- ", &format!("{due}: {} ({named})", advice.action));
        conditions(page, rulebook, advice);
        sources.extend(&advice.sources);
    }
}

fn conditions(page: &mut Page, rulebook: &Rulebook, advice: &Advice) {
    for (word, when) in [("only if", &advice.only_if), ("unless", &advice.unless)] {
        if let Some(when) = when {
            page.item("  ", &format!("{word} {}", when.words(rulebook)));
        }
    }
}

fn red_flag(page: &mut Page, rulebook: &Rulebook, flag: &RedFlag) {
    let level = rulebook.level(flag.level);
    page.heading(&format!("Red flag: {}", level.title));
    page.item("Because ", &flag.because);
    page.item("> ", flag.action.as_ref().unwrap_or(&level.action));
    page.item("If ", &flag.when.words(rulebook));
}

fn question(page: &mut Page, rulebook: &Rulebook, place: QuestionIndex) {
    let question = &rulebook.questions[place];
    QuestionData::new(rulebook, place).write(page);
    page.heading("Why it is asked");
    page.paragraph(&question.why);
    if let Some(how) = &question.how {
        page.heading("How to find out");
        page.paragraph(how);
    }
    let names = |when: &Condition| when.questions().contains(&place);
    let flags: Vec<&str> = (rulebook.red_flags.iter())
        .filter(|flag| names(&flag.when))
        .map(|flag| &*flag.id)
        .collect();
    let causes: Vec<&str> = (rulebook.causes.iter())
        .filter(|cause| cause.evidence.iter().any(|evidence| names(&evidence.when)))
        .map(|cause| &*cause.id)
        .collect();
    for (heading, users) in [
        ("Red flags that use it", flags),
        ("Causes that use it", causes),
    ] {
        if !users.is_empty() {
            page.heading(heading);
            page.paragraph(&users.join(", "));
        }
    }
}

fn names_of(rulebook: &Rulebook, sources: &[usize]) -> String {
    rulebook.source_ids(sources).join(", ")
}

fn list_sources(page: &mut Page, rulebook: &Rulebook, mut sources: Vec<usize>) {
    sources.sort_unstable();
    sources.dedup();
    page.heading("Sources");
    for source in sources {
        let source = &rulebook.sources[source];
        let address = source.address().unwrap_or_default();
        let text = format!("{}: {} {address}", source.id, source.description());
        page.item("- ", text.trim_end());
    }
}
