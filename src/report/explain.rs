//! What the rules know under a name, with sources; of a source, what rests on it.

use super::document::Document;
use super::headings;
use super::question::{QuestionData, regions, short_names};
use super::rulebook_page::{OF_A_GROUP, before_any_answer, flag_says, has_groups, later_check};
use crate::assess::AdviceOwner;
use crate::index::{QuestionIndex, SourceIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Advice, Cause, RedFlag, Rulebook, SafetyNet, Text};

/// Everything known under a name; nothing if the name is unknown.
#[must_use]
pub fn explain(rulebook: &Rulebook, name: &str) -> Option<Document> {
    let mut page = Document::new();
    let mut sources: Vec<SourceIndex> = Vec::new();
    for cause in rulebook.causes.iter().filter(|cause| cause.id == name) {
        self::cause(&mut page, rulebook, cause, &mut sources);
    }
    for flag in rulebook.red_flags.iter().filter(|flag| flag.id == name) {
        red_flag(&mut page, rulebook, flag);
        sources.extend(&flag.sources);
    }
    for expectation in rulebook.expect_by.iter().filter(|one| one.id == name) {
        page.heading("What should be better by when");
        page.item("Because ", &expectation.because);
        page.item("- ", expectation.words(rulebook));
        sources.extend(&expectation.sources);
    }
    if let Some(place) = rulebook.question(name) {
        question(&mut page, rulebook, place);
    }
    for (owner, advice) in all_advice(rulebook).filter(|(_, advice)| advice.id == name) {
        self::advice(&mut page, rulebook, owner, advice);
        sources.extend(&advice.sources);
    }
    if !sources.is_empty() {
        list_sources(&mut page, rulebook, sources);
    }
    if let Some(index) = rulebook.sources.find(|source| source.id == name) {
        source(&mut page, rulebook, index);
    }
    (!page.is_empty()).then_some(page)
}

/// The questions that have an option of this name.
pub fn questions_with<'r>(rulebook: &'r Rulebook, option: &str) -> impl Iterator<Item = &'r str> {
    let questions = rulebook.questions.iter().filter(move |question| {
        let mut choices = question.kind.choices().iter();
        choices.any(|choice| choice.id == option)
    });
    questions.map(|question| &*question.id)
}

/// Every name that can be explained.
pub fn names(rulebook: &Rulebook) -> impl Iterator<Item = &str> {
    let entries = entries(rulebook).into_iter();
    entries.flat_map(|(_, entries)| entries.into_iter().map(|(name, _)| name))
}

/// The list of names that can be explained.
#[must_use]
pub fn contents(rulebook: &Rulebook) -> Document {
    let mut page = Document::new();
    let entries = entries(rulebook).into_iter();
    for (heading, entries) in entries.filter(|(_, entries)| !entries.is_empty()) {
        page.heading(heading);
        for (name, text) in entries {
            page.item("  ", format!("{name}: {text}"));
        }
    }
    page
}

/// Everything that can be explained, by kind: its name, and what it is.
fn entries(rulebook: &Rulebook) -> [(&'static str, Vec<(&str, &str)>); 6] {
    fn of<'r, T: 'r>(
        items: impl IntoIterator<Item = &'r T>,
        entry: fn(&T) -> [&Text; 2],
    ) -> Vec<(&'r str, &'r str)> {
        let entries = items.into_iter().map(entry);
        entries.map(|[name, text]| (&**name, &**text)).collect()
    }
    let advice = all_advice(rulebook).map(|(_, advice)| advice);
    [
        ("Causes", of(&rulebook.causes, |one| [&one.id, &one.title])),
        (
            "Red flags",
            of(&rulebook.red_flags, |one| [&one.id, &one.because]),
        ),
        (
            "Questions",
            of(&rulebook.questions, |one| [&one.id, &one.ask]),
        ),
        ("Advice", of(advice, |one| [&one.id, &one.action])),
        (
            "What should be better by when",
            of(&rulebook.expect_by, |one| [&one.id, &one.because]),
        ),
        (
            "Sources",
            of(&rulebook.sources, |one| [&one.id, &one.title]),
        ),
    ]
}

/// Every piece of advice, with what it is for.
fn all_advice(rulebook: &Rulebook) -> impl Iterator<Item = (AdviceOwner, &Advice)> {
    let causes = rulebook.causes.indices().map(AdviceOwner::Cause);
    causes
        .chain([AdviceOwner::Ordinary, AdviceOwner::General])
        .flat_map(|owner| {
            let list = owner.list(rulebook).iter();
            list.map(move |advice| (owner, advice))
        })
}

fn cause(page: &mut Document, rulebook: &Rulebook, cause: &Cause, sources: &mut Vec<SourceIndex>) {
    page.heading(format!("Cause: {}", cause.title));
    page.paragraph(&cause.summary);
    page.paragraph(before_any_answer(cause));
    if has_groups(cause) {
        page.paragraph(OF_A_GROUP);
    }
    for (heading, for_it) in [
        ("What speaks for it", true),
        ("What speaks against it", false),
    ] {
        let listed = cause.evidence.iter();
        let mut listed = listed
            .filter(|evidence| (evidence.ratio > 1.0) == for_it)
            .peekable();
        if listed.peek().is_some() {
            page.heading(heading);
        }
        for evidence in listed {
            let named = names_of(rulebook, &evidence.sources);
            page.item("- ", format!("{} ({named})", evidence.because));
            let when = evidence.when.words(rulebook);
            let group = evidence.group.as_ref();
            let group = group.map_or(String::new(), |group| format!("; group {group}"));
            let ratio = evidence.ratio;
            page.item("  ", format!("if {when}; ratio {ratio}{group}"));
            sources.extend(&evidence.sources);
        }
    }
    page.heading("What to do");
    for advice in &cause.advice {
        let named = names_of(rulebook, &advice.sources);
        let due = headings::of_advice(advice.due);
        page.item("- ", format!("{due}: {} ({named})", advice.action));
        if advice.levels != Advice::USUAL_LEVELS {
            page.item("  ", at_levels(advice));
        }
        conditions(page, "  ", rulebook, advice);
        sources.extend(&advice.sources);
    }
}

fn at_levels(advice: &Advice) -> String {
    let levels: Vec<&str> = advice.levels.iter().map(|level| level.name()).collect();
    format!("at these levels: {}", levels.join(", "))
}

fn conditions(page: &mut Document, lead: &'static str, rulebook: &Rulebook, advice: &Advice) {
    for (word, when) in [("only if", &advice.only_if), ("unless", &advice.unless)] {
        if let Some(when) = when {
            page.item(lead, format!("{word} {}", when.words(rulebook)));
        }
    }
}

fn advice(page: &mut Document, rulebook: &Rulebook, owner: AdviceOwner, advice: &Advice) {
    page.heading(format!("Advice: {}", headings::of_advice(advice.due)));
    page.item("> ", &advice.action);
    page.heading("When it is given");
    let comes_to = match owner {
        AdviceOwner::Cause(cause) => format!("if {} is put forward", rulebook.causes[cause].id),
        AdviceOwner::Ordinary => "if it is ordinary soreness".to_owned(),
        AdviceOwner::General => "whatever the cause is".to_owned(),
    };
    page.item("- ", &comes_to);
    page.item("- ", at_levels(advice));
    if advice.adds_load {
        page.item(
            "- ",
            "not where a doctor is needed or no cause stands out: it adds training",
        );
    }
    if advice.warns {
        page.item("- ", "before other advice, and never left out: it warns");
    }
    conditions(page, "- ", rulebook, advice);
}

fn red_flag(page: &mut Document, rulebook: &Rulebook, flag: &RedFlag) {
    let level = rulebook.level(flag.level);
    page.heading(format!("Red flag: {}", level.title));
    page.item("Because ", &flag.because);
    page.item("> ", flag.action.as_ref().unwrap_or(&level.action));
    page.item("If ", flag.when.words(rulebook));
    flag_says(page, rulebook, flag);
}

fn question(page: &mut Document, rulebook: &Rulebook, place: QuestionIndex) {
    let question = &rulebook.questions[place];
    QuestionData::new(rulebook, place).write(page);
    page.item("  ", short_names(question));
    if let Some(regions) = regions(question) {
        page.item("  ", regions);
    }
    page.heading("Why it is asked");
    page.paragraph(&question.why);
    if let Some(how) = &question.how {
        page.heading("How to find out");
        page.paragraph(how);
    }
    page.heading("At a later check");
    page.paragraph(later_check(rulebook, place));
    let uses = |when: &Condition| when.questions().contains(&place);
    let flags = rulebook.red_flags.iter().filter(|flag| uses(&flag.when));
    names_under(page, "Red flags that use it", flags.map(|flag| &flag.id));
    let causes = rulebook.causes.iter();
    let causes = causes.filter(|cause| cause.evidence.iter().any(|one| uses(&one.when)));
    names_under(page, "Causes that use it", causes.map(|cause| &cause.id));
}

fn names_under<'n>(page: &mut Document, heading: &str, names: impl Iterator<Item = &'n Text>) {
    let names: Vec<&str> = names.map(Text::as_str).collect();
    if !names.is_empty() {
        page.heading(heading);
        page.paragraph(names.join(", "));
    }
}

fn source(page: &mut Document, rulebook: &Rulebook, index: SourceIndex) {
    let source = &rulebook.sources[index];
    page.heading(format!("Source: {}", source.description()));
    if let Some(address) = source.address() {
        page.paragraph(&address);
    }
    let rests = |sources: &[SourceIndex]| sources.contains(&index);
    let flags = rulebook
        .red_flags
        .iter()
        .filter(|flag| rests(&flag.sources));
    names_under(
        page,
        "Red flags that rest on it",
        flags.map(|flag| &flag.id),
    );
    let mut evidence = Vec::new();
    for cause in &rulebook.causes {
        let listed = cause.evidence.iter().filter(|one| rests(&one.sources));
        evidence.extend(listed.map(|one| format!("{}: {}", cause.id, one.because)));
    }
    let ordinary = &rulebook.ordinary;
    if rests(&ordinary.sources) {
        evidence.push(format!("{}: {}", ordinary.title, ordinary.because));
    }
    page.list("Evidence that rests on it", evidence);
    let advice = all_advice(rulebook).map(|(_, advice)| advice);
    let advice = advice.filter(|advice| rests(&advice.sources));
    names_under(
        page,
        "Advice that rests on it",
        advice.map(|advice| &advice.id),
    );
    let expected = rulebook.expect_by.iter().filter(|one| rests(&one.sources));
    let expected = expected.map(|one| format!("{}: {}", one.id, one.because));
    page.list("What should be better by when, that rests on it", expected);
    let net = rulebook
        .safety_net
        .iter()
        .filter(|item| rests(&item.sources));
    page.list(
        "Calls to get help that rest on it",
        net.map(SafetyNet::whole),
    );
}

fn names_of(rulebook: &Rulebook, sources: &[SourceIndex]) -> String {
    rulebook.source_ids(sources).join(", ")
}

fn list_sources(page: &mut Document, rulebook: &Rulebook, mut sources: Vec<SourceIndex>) {
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
