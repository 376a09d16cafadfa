//! A rulebook as a page in Markdown, for people who judge the rules.

use std::fmt::Write as _;

use super::document::Document;
use super::headings;
use super::question::{regions, short_names};
use crate::answers::grammar::NOT_SURE_WORDS;
use crate::index::{QuestionIndex, SourceIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Advice, Cause, Evidence, QuestionKind, RedFlag, Rulebook, Sign, odds};
use crate::text::counted;

/// The page: every question with what its answers mean, every red flag, every cause, every source.
#[must_use]
pub fn rulebook_page(rules: &Rulebook) -> Document {
    let mut page = Document::new();
    page.section(1, &rules.title);
    if let Some(version) = &rules.version {
        page.paragraph(format!("Edition {version}"));
    }
    for limit in &rules.limits {
        page.paragraph(limit);
    }
    levels(&mut page, rules);
    questions(&mut page, rules);
    red_flags(&mut page, rules);
    instructions(&mut page, rules);
    ordinary(&mut page, rules);
    for cause in &rules.causes {
        self::cause(&mut page, rules, cause);
    }
    page.heading("Advice for everyone");
    advice(&mut page, rules, &rules.advice);
    expect_by(&mut page, rules);
    page.heading("When to come back or call for help");
    for item in &rules.safety_net {
        let cited = cited(rules, &item.sources);
        page.item("- ", format!("{} ({}) {cited}", item.whole(), item.level));
        for Sign {
            say,
            answered,
            unless,
            ..
        } in &item.signs
        {
            let mut never: Vec<String> = answered.iter().map(|when| when.words(rules)).collect();
            let said = unless.iter().map(|one| &rules.meanwhile[*one].id);
            never.extend(said.map(|id| format!("`{id}` is said")));
            if !never.is_empty() {
                page.item(
                    "    ",
                    format!("{say}: not said if {}", never.join(", or if ")),
                );
            }
        }
    }
    page.list(
        "What must hold for every answer",
        rules.promises.iter().map(|promise| {
            let never: Vec<&str> = promise.never_advise.iter().map(|id| &**id).collect();
            let never = match &never[..] {
                [] => String::new(),
                ids => format!(", without {}", ids.join(", ")),
            };
            let when = promise.when.words(rules);
            format!(
                "{} If {when}: at least {}{never}.",
                promise.say, promise.at_least
            )
        }),
    );
    sources(&mut page, rules);
    page
}

fn cited(rules: &Rulebook, sources: &[SourceIndex]) -> String {
    format!("[{}]", rules.source_ids(sources).join(", "))
}

fn levels(page: &mut Document, rules: &Rulebook) {
    page.heading("Levels");
    let levels = crate::triage::TriageLevel::ALL.map(|level| {
        let text = rules.level(level);
        vec![
            format!("`{level}`"),
            text.title.to_string(),
            text.action.to_string(),
            days(text.within_days),
            days(text.look_again_days),
        ]
    });
    page.table(
        &[
            "Level",
            "Headline",
            "What to do",
            "Be seen within",
            "Look again after",
        ],
        levels,
    );
}

fn days(days: Option<u32>) -> String {
    days.map_or(String::new(), |days| counted(days, "day"))
}

fn questions(page: &mut Document, rules: &Rulebook) {
    for (topic, of_it) in rules.topics.enumerated() {
        page.heading(format!("Questions: {}", of_it.title));
        for (index, asked) in rules.questions.enumerated() {
            if asked.topic == topic {
                question(page, rules, index);
            }
        }
    }
}

fn question(page: &mut Document, rules: &Rulebook, index: QuestionIndex) {
    let question = &rules.questions[index];
    page.section(3, format!("{} (`{}`)", question.ask, question.id));
    page.paragraph(format!("Why: {}", question.why));
    if let Some(how) = &question.how {
        page.paragraph(format!("How to find out: {how}"));
    }
    page.paragraph(short_names(question));
    if let Some(regions) = regions(question) {
        page.paragraph(regions);
    }
    if let Some(only_if) = &question.only_if {
        let when = only_if.words(rules);
        page.paragraph(format!("Asked only if {when}, or if that is not sure."));
    }
    if let Some(from_log) = question.log_words() {
        page.paragraph(format!("From a training log: {from_log}."));
    }
    page.paragraph(later_check(rules, index));
    if question.onset {
        page.paragraph("A training log counts up to that day.");
    }
    if let QuestionKind::Number { min, max, .. } = &question.kind {
        page.paragraph(format!("A number from {min} to {max}."));
    }
    let kind = match question.kind {
        QuestionKind::Checklist(_) => "Ticked",
        _ => "Answer",
    };
    let mut is_partial = false;
    let rows: Vec<Vec<String>> = answers(rules, index)
        .into_iter()
        .map(|(answer, test)| {
            let [signs, speaks_for, against] = meaning(rules, &test).map(|rules| {
                is_partial |= rules.iter().any(|rule| rule.ends_with('*'));
                rules.join(", ")
            });
            vec![answer, signs, speaks_for, against]
        })
        .collect();
    page.table(&[kind, "Danger", "Speaks for", "Speaks against"], rows);
    if is_partial {
        page.paragraph("* together with other answers");
    }
}

/// What an answer counts towards: red flags, evidence for causes, and evidence against them.
fn meaning(rules: &Rulebook, answer: &Condition) -> [Vec<String>; 3] {
    let [mut signs, mut speaks_for, mut against] = [const { Vec::new() }; 3];
    for flag in &rules.red_flags {
        let mark = mark(&flag.when, answer);
        signs.extend(mark.map(|mark| format!("{}{mark}", flag.level)));
    }
    for cause in &rules.causes {
        for Evidence { when, ratio, .. } in &cause.evidence {
            let side = if *ratio > 1.0 {
                &mut speaks_for
            } else {
                &mut against
            };
            let mark = mark(when, answer);
            side.extend(mark.map(|mark| format!("{} ×{ratio}{mark}", cause.title)));
        }
    }
    [signs, speaks_for, against]
}

/// The answers that rules tell apart, each with the test it passes.
fn answers(rules: &Rulebook, index: QuestionIndex) -> Vec<(String, Condition)> {
    let choices = rules.questions[index].kind.choices().iter().enumerate();
    let mut answers: Vec<(String, Condition)> = choices
        .map(|(option, choice)| (choice.text.to_string(), Condition::Is(index, 1 << option)))
        .collect();
    for placed in rules.conditions() {
        each_test(placed.condition, &mut |test| {
            let is_of_it = match test {
                Condition::Within(question, _)
                | Condition::NoneTicked(question)
                | Condition::Ticks(question, ..) => *question == index,
                _ => false,
            };
            if is_of_it && answers.iter().all(|(_, known)| known != test) {
                answers.push((test.words(rules), test.clone()));
            }
        });
    }
    answers.push((NOT_SURE_WORDS.to_owned(), Condition::NotSure(index)));
    answers
}

/// What becomes of the answer at a later check.
pub(super) fn later_check(rules: &Rulebook, index: QuestionIndex) -> String {
    let question = &rules.questions[index];
    let lapses = question.kind.choices().iter();
    let lapses = lapses.filter_map(|choice| {
        let after = choice.lapses?;
        Some(format!(" `{}` lapses after {after}.", choice.id))
    });
    let lapses: String = lapses.collect();
    match &question.fixed {
        _ if rules.is_danger_list(index) => "Asked at every check: danger signs.".to_owned(),
        _ if question.onset => "Moved on by the calendar at a later check.".to_owned(),
        Some(why) => format!("Kept at a later check: {why}"),
        None if rules.is_asked_again(index) => format!("Asked again at a later check.{lapses}"),
        None => "Kept at a later check.".to_owned(),
    }
}

fn expect_by(page: &mut Document, rules: &Rulebook) {
    let expected = rules.expect_by.iter().map(|one| {
        let cited = cited(rules, &one.sources);
        format!(
            "`{}`: {}. Because {} {cited}",
            one.id,
            one.words(rules),
            one.because
        )
    });
    page.list("What should be better by when", expected);
}

fn red_flags(page: &mut Document, rules: &Rulebook) {
    page.heading("Danger signs");
    for flag in &rules.red_flags {
        page.section(3, format!("`{}`: {}", flag.id, flag.level));
        let (when, cited) = (flag.when.words(rules), cited(rules, &flag.sources));
        page.item("- ", format!("When: {when}"));
        page.item("- ", format!("Because {} {cited}", flag.because));
        if let Some(action) = &flag.action {
            page.item("- ", format!("Do: {action}"));
        }
        flag_says(page, rules, flag);
    }
}

/// What a red flag says besides its reason and what to do.
pub(super) fn flag_says(page: &mut Document, rules: &Rulebook, flag: &RedFlag) {
    if let Some(days) = flag.within_days {
        page.item("- ", format!("Be seen within {}", counted(days, "day")));
    }
    if let Some(tell) = &flag.tell {
        page.item("- ", format!("Tell them: {tell}"));
    }
    for never in &flag.never {
        page.item("- ", format!("Never: {}", rules.never[*never].say));
    }
    for meanwhile in &flag.meanwhile {
        page.item(
            "- ",
            format!("Meanwhile: {}", rules.meanwhile[*meanwhile].say),
        );
    }
    for may_be in &flag.may_be {
        page.item("- ", format!("May be: {}", rules.may_be[*may_be].name));
    }
}

fn instructions(page: &mut Document, rules: &Rulebook) {
    let never = rules.never.iter();
    page.list(
        "What must not be done",
        never.map(|one| format!("{} (`{}`)", one.say, one.id)),
    );
    let meanwhile = rules.meanwhile.iter().map(|one| {
        let unless: Vec<String> = (one.unless.iter())
            .map(|never| format!("`{}`", rules.never[*never].id))
            .collect();
        let unless = match &unless[..] {
            [] => String::new(),
            names => format!("; not said beside {}", names.join(", ")),
        };
        let level = one
            .level
            .map(|level| format!("; not said at {level} or above"));
        let level = level.unwrap_or_default();
        format!("{} (`{}`{unless}{level})", one.say, one.id)
    });
    page.list("What to do until help comes or is reached", meanwhile);
    let may_be = rules.may_be.iter().map(|one| {
        let running = if one.from_running {
            "running can lead to it"
        } else {
            "an illness"
        };
        let warning = one.warning.as_deref().unwrap_or_default();
        format!("{} (`{}`; {running}). {warning}", one.name, one.id)
    });
    page.list("What it may be", may_be);
}

fn ordinary(page: &mut Document, rules: &Rulebook) {
    let ordinary = &rules.ordinary;
    page.heading(&ordinary.title);
    let (when, cited) = (ordinary.when.words(rules), cited(rules, &ordinary.sources));
    page.paragraph(format!("When: {when}; unless a cause is strong."));
    page.paragraph(format!("Because {} {cited}", ordinary.because));
    advice(page, rules, &ordinary.advice);
}

fn cause(page: &mut Document, rules: &Rulebook, cause: &Cause) {
    page.heading(format!("Cause: {} (`{}`)", cause.title, cause.id));
    page.paragraph(&cause.summary);
    page.paragraph(before_any_answer(cause));
    let rows = cause.evidence.iter().map(|evidence| {
        vec![
            evidence.when.words(rules),
            format!("×{}", evidence.ratio),
            evidence.group.as_deref().unwrap_or_default().to_owned(),
            format!("{} {}", evidence.because, cited(rules, &evidence.sources)),
        ]
    });
    page.table(&["When", "Ratio", "Group", "Because"], rows);
    if has_groups(cause) {
        page.paragraph(OF_A_GROUP);
    }
    advice(page, rules, &cause.advice);
}

fn advice(page: &mut Document, rules: &Rulebook, list: &[Advice]) {
    for advice in list {
        let due = headings::of_advice(advice.due);
        let mut line = format!("{due}: {} (`{}`", advice.action, advice.id);
        if let Some(only_if) = &advice.only_if {
            let _ = write!(line, "; only if {}", only_if.words(rules));
        }
        if let Some(unless) = &advice.unless {
            let _ = write!(line, "; never if {}", unless.words(rules));
        }
        if advice.adds_load {
            line += "; adds training";
        }
        if advice.warns {
            line += "; warns";
        }
        let levels: Vec<&str> = advice.levels.iter().map(|level| level.name()).collect();
        let cited = cited(rules, &advice.sources);
        let _ = write!(line, "; at {}) {cited}", levels.join(", "));
        page.item("- ", line);
    }
}

fn sources(page: &mut Document, rules: &Rulebook) {
    page.heading("Sources");
    for source in &rules.sources {
        let mut line = format!("[{}] {}", source.id, source.title);
        if let Some(year) = source.year {
            let _ = write!(line, " ({year})");
        }
        if let Some(link) = &source.link {
            let _ = write!(line, ", {link}");
        }
        if let Some(weak) = &source.weak {
            let _ = write!(line, ". Weak: {weak}");
        }
        page.item("- ", line);
    }
}

/// How likely a cause is taken to be before anything is known.
pub(super) fn before_any_answer(cause: &Cause) -> String {
    let odds = odds(cause.prior);
    let percent = 100.0 * odds / (1.0 + odds);
    if percent < 1.0 {
        "Before any answer: less than 1 in 100.".to_owned()
    } else {
        format!("Before any answer: {percent:.0} in 100.")
    }
}

/// What a group of evidence means.
pub(super) const OF_A_GROUP: &str = "Of the evidence in one group only the strongest counts.";

/// Whether any of the evidence on a cause is in a group.
pub(super) fn has_groups(cause: &Cause) -> bool {
    cause
        .evidence
        .iter()
        .any(|evidence| evidence.group.is_some())
}

/// Whether an answer that passes `answer` counts towards a condition: with `*` if it needs others.
fn mark(when: &Condition, answer: &Condition) -> Option<&'static str> {
    let alone = passes(when, answer);
    let mut part = false;
    each_test(when, &mut |test| part |= passes(test, answer));
    match (alone, part) {
        (true, _) => Some(""),
        (false, true) => Some("*"),
        (false, false) => None,
    }
}

fn passes(when: &Condition, answer: &Condition) -> bool {
    match (when, answer) {
        (Condition::Any(parts), answer) => parts.iter().any(|part| passes(part, answer)),
        (Condition::Is(question, options), Condition::Is(answered, option)) => {
            question == answered && options & option != 0
        }
        (when, answer) => when == answer,
    }
}

/// Calls `visit` with every test of a condition, except those that are negated.
fn each_test(when: &Condition, visit: &mut impl FnMut(&Condition)) {
    match when {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                each_test(part, visit);
            }
        }
        Condition::Not(_) => {}
        test => visit(test),
    }
}
