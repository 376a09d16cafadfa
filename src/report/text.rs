//! The report a runner reads in a terminal: danger first, then causes, then what to do.

use super::Report;
use super::page::{Page, Style};
use crate::answer::Answer;
use crate::assess::{CauseResult, Strength};
use crate::interview::outlook;
use crate::interview::outlook::{Change, Outlook};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Cause, Due};

/// Longer answers are not repeated beside a reason.
const LONGEST_SAID: usize = 20;

/// More questions than these are a wall: then only the one most worth finding out is named.
const MOST_UNSURE: usize = 4;

pub(super) fn render(report: &Report, style: Style) -> String {
    let mut page = Page::new(style);
    let urgent = report.assessment.level.is_urgent();
    triage(&mut page, report);
    if !urgent {
        causes(&mut page, report);
    }
    advice(&mut page, report);
    if !urgent {
        outlook(&mut page, report);
    }
    safety_net(&mut page, report);
    page.heading("Please keep in mind");
    for limit in &report.rulebook().limits {
        page.item("- ", limit);
    }
    page.heading("To repeat this check, or to correct an answer");
    page.command(&report.command);
    if !urgent {
        origins(&mut page, report);
    }
    in_short(&mut page, report);
    page.into_text()
}

pub(super) fn urgency(report: &Report, style: Style) -> String {
    let mut page = Page::new(style);
    triage(&mut page, report);
    page.into_text()
}

/// The last lines are the ones left on the screen when the rest has scrolled away.
fn in_short(page: &mut Page, report: &Report) {
    page.heading("In short");
    let level = report.assessment.level;
    let title = &report.rulebook().level(level).title;
    let reason = report
        .red_flags()
        .next()
        .map_or(String::new(), |flag| format!(", because {}", flag.because));
    let then = match report.actions().first() {
        Some(action) if level.is_urgent() => (*action).to_owned(),
        _ => report.verdict(),
    };
    page.paragraph(&format!("{title}{reason}. {then}"));
    if !report.assessment.open_safety.is_empty() {
        page.paragraph("This is not an all-clear: safety questions are unanswered.");
    }
}

fn triage(page: &mut Page, report: &Report) {
    let level = report.assessment.level;
    page.heading(&report.rulebook().level(level).title);
    for flag in report.red_flags().filter(|flag| flag.level == level) {
        page.item("Because ", &format!("{}.", flag.because));
    }
    for action in report.actions() {
        page.item("> ", action);
    }
    for flag in report.red_flags().filter(|flag| flag.level < level) {
        if !level.is_urgent() {
            page.item("Also ", &format!("{}.", flag.because));
            if let Some(action) = &flag.action {
                page.item("> ", action);
            }
        }
    }
    let questions = &report.rulebook().questions;
    if !report.assessment.open_safety.is_empty() {
        page.heading("This is not an all-clear: these safety questions are unanswered");
        for question in &report.assessment.open_safety {
            page.item("- ", &questions[*question].ask);
        }
    }
}

/// A reason with what the runner said: `- your shoes are old (you said: 900 km)`. Long words are
/// left out: they say what the reason says.
fn because(page: &mut Page, lead: &str, report: &Report, reason: &str, when: &Condition) {
    let said = report.said(when);
    let text = if (1..=LONGEST_SAID).contains(&said.chars().count()) {
        format!("{reason} (you said: {said})")
    } else {
        reason.to_owned()
    };
    page.item(lead, &text);
}

fn causes(page: &mut Page, report: &Report) {
    page.heading(&report.verdict());
    for (place, (result, cause)) in report.shown_causes().enumerate() {
        page.heading(&format!("{}. {}", place + 1, cause.title));
        let bar = page.bar(eighths(result, report));
        page.item("   ", &format!("{bar} {}", result.strength.name()));
        page.item("   ", &cause.summary);
        evidence(page, report, result, cause);
    }
    let weak: Vec<&str> = report
        .assessment
        .causes
        .iter()
        .filter(|result| result.strength == Strength::Weak)
        .map(|result| report.rulebook().causes[result.cause].title.as_str())
        .collect();
    if !weak.is_empty() {
        page.paragraph("");
        page.paragraph(&format!("Less likely: {}.", weak.join(", ")));
    }
}

fn evidence(page: &mut Page, report: &Report, result: &CauseResult, cause: &Cause) {
    let weighing = &result.weighing;
    for place in &weighing.for_it {
        let evidence = &cause.evidence[*place];
        because(page, "   + ", report, &evidence.because, &evidence.when);
    }
    for place in &weighing.against {
        let evidence = &cause.evidence[*place];
        let but = format!("but {}", evidence.because);
        because(page, "   - ", report, &but, &evidence.when);
    }
}

/// How full the bar is: half full where *strong* begins, on a scale that begins at *weak*.
fn eighths(result: &CauseResult, report: &Report) -> usize {
    let thresholds = &report.rulebook().thresholds;
    let half = (thresholds.strong - thresholds.weak).max(1);
    let eighths = (result.score - thresholds.weak) * 4 / half;
    usize::try_from(eighths).unwrap_or(0).clamp(1, 8)
}

fn advice(page: &mut Page, report: &Report) {
    let mut last = None;
    for given in &report.assessment.advice {
        let advice = given.advice(report.rulebook());
        if last != Some(advice.due) {
            page.heading(due(advice.due));
            last = Some(advice.due);
        }
        page.item("- ", &advice.action);
    }
}

/// The heading for advice.
pub(super) fn due(due: Due) -> &'static str {
    match due {
        Due::Today => "Today",
        Due::ThisWeek => "This week",
        Due::Return => "Going back to running",
        Due::Prevent => "So it does not come back",
    }
}

/// What the result hangs on: the answers that were not sure, and those that would change it.
fn outlook(page: &mut Page, report: &Report) {
    let outlook = outlook::outlook(report.case, report.assessment);
    if !outlook.unsure.is_empty() {
        unsure(page, report, &outlook);
    }
    changes(
        page,
        report,
        "Check again if this changes",
        &outlook.watch,
        |change| report.rulebook().level(change.level).title.to_string(),
    );
    changes(
        page,
        report,
        "What would point to another cause",
        &outlook.rivals,
        |change| report.rulebook().causes[change.first].title.to_string(),
    );
}

fn unsure(page: &mut Page, report: &Report, outlook: &Outlook) {
    let questions = &report.rulebook().questions;
    let count = outlook.unsure.len();
    let many = count > MOST_UNSURE;
    if many {
        page.heading(&format!("You were not sure about {count} questions"));
    } else {
        page.heading("You were not sure about this");
        for question in &outlook.unsure {
            page.item("- ", &questions[*question].ask);
        }
    }
    let first = report.shown_causes().next().map(|(_, cause)| &cause.title);
    match first {
        Some(title) if outlook.first_stands => {
            page.paragraph(&format!(
                "\"{title}\" comes first whatever the answers are."
            ));
        }
        _ => page.paragraph("Other answers here could change the likely causes."),
    }
    let worth = outlook.worth_finding_out.map(|place| &questions[place]);
    if let Some(question) = worth {
        let how = question.how.as_deref().unwrap_or_default();
        let ask = &question.ask;
        page.paragraph(format!("Most worth finding out: {ask} {how}").trim_end());
    }
    if many {
        let more = count - usize::from(worth.is_some());
        page.paragraph(&format!(
            "And {more} more, which say `not_sure` in the command below."
        ));
    }
}

/// Answers that would change the result, below their questions, with what would come of each.
fn changes(
    page: &mut Page,
    report: &Report,
    heading: &str,
    changes: &[Change],
    then: impl Fn(&Change) -> String,
) {
    let mut last = None;
    for change in changes {
        if last.is_none() {
            page.heading(heading);
        }
        let question = &report.rulebook().questions[change.question];
        if last != Some(change.question) {
            page.item("- ", &question.ask);
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
        page.item("    ", &format!("{said}: {}", then(change)));
    }
}

fn safety_net(page: &mut Page, report: &Report) {
    let mut nets = report.safety_net().peekable();
    if nets.peek().is_some() {
        page.heading("Get help if this changes");
    }
    for net in nets {
        page.item("! ", &net.say);
    }
}

/// The commands that explain the first danger sign and the first cause.
fn origins(page: &mut Page, report: &Report) {
    let flag = report.red_flags().next().map(|flag| &*flag.id);
    let cause = report.shown_causes().next().map(|(_, cause)| &*cause.id);
    if flag.or(cause).is_some() {
        page.heading("Where this comes from");
    }
    for name in flag.into_iter().chain(cause) {
        let mut words = vec!["soreleg".to_owned(), "explain".to_owned()];
        words.extend_from_slice(&report.rules);
        words.push(name.to_owned());
        page.command(&words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answers;
    use crate::answers::case::Case;
    use crate::assess::assess;
    use crate::authoring::compile::compile;

    const PLAIN: Style = Style {
        width: 40,
        colour: false,
        unicode: false,
    };

    const TINY: &str = include_str!("../../tests/rules/tiny.yaml");

    fn text(answers: &[&str], style: Style) -> String {
        shown(TINY, answers, |report| report.text(style))
    }

    fn shown(rules: &str, answers: &[&str], form: impl Fn(&Report) -> String) -> String {
        let rulebook = compile(rules).unwrap();
        let mut given = Answers::new(rulebook.questions.len());
        for answer in answers {
            let (question, value) = answer.split_once('=').unwrap();
            let place = rulebook.question(question).unwrap();
            given.set(place, rulebook.questions[place].parse(value, None).unwrap());
        }
        let case = Case::new(&rulebook, given);
        let assessment = assess(&case);
        let command = crate::answers::command::check(&rulebook, case.answers(), None, &[]);
        form(&Report {
            case: &case,
            assessment: &assessment,
            other_rules: false,
            rules: Vec::new(),
            command,
        })
    }

    const NEW_RUNNER: [&str; 6] = [
        "danger=none",
        "pee=pale",
        "where=both",
        "days=7",
        "new_runner=new",
        "shoe_looks=flat,tilted,not_sure",
    ];

    #[test]
    fn a_narrow_plain_terminal_is_enough() {
        for answers in [&NEW_RUNNER[..], &["danger=chest,cold"], &["where=one"]] {
            let text = text(answers, PLAIN);
            for line in text.lines() {
                assert!(line.len() <= 40, "{line}");
                assert!(
                    line.chars().all(|c| c == ' ' || c.is_ascii_graphic()),
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn colour_is_only_for_emphasis() {
        let colour = Style {
            colour: true,
            ..PLAIN
        };
        let coloured = text(&NEW_RUNNER, colour);
        assert!(coloured.contains("\u{1b}[1mToday\u{1b}[0m"));
        assert_eq!(
            console::strip_ansi_codes(&coloured),
            text(&NEW_RUNNER, PLAIN)
        );
    }

    #[test]
    fn in_an_emergency_only_what_helps_is_said() {
        let mut answers = NEW_RUNNER;
        answers[0] = "danger=chest";
        let text = text(&answers, PLAIN);
        assert!(text.starts_with("Get emergency help now\nBecause chest pain"));
        for other in ["Most likely", "Today", "training"] {
            assert!(!text.contains(other), "{text}");
        }
    }

    #[test]
    fn open_safety_questions_are_no_all_clear() {
        let text = text(&NEW_RUNNER[2..], PLAIN);
        assert!(text.contains("not an all-clear"));
        assert!(text.contains("- What colour is your pee since the run?"));
        assert!(!self::text(&NEW_RUNNER, PLAIN).contains("all-clear"));
    }

    #[test]
    fn what_is_less_urgent_than_the_result_is_no_reason_to_wait() {
        let net = "safety_net:\n  - { say: See somebody in a week., level: see_doctor, sources: [judgement] }\n";
        let rules = TINY.replace("safety_net:\n", net);
        let mut urgent = NEW_RUNNER;
        urgent[0] = "danger=swollen";
        for form in [
            |report: &Report| report.text(Style { width: 80, ..PLAIN }),
            |report: &Report| report.markdown(),
            |report: &Report| super::super::json(&report.data()),
        ] {
            assert!(shown(&rules, &NEW_RUNNER, form).contains("See somebody"));
            let urgent = shown(&rules, &urgent, form);
            assert!(!urgent.contains("See somebody"), "{urgent}");
            assert!(urgent.contains("One leg swells"), "{urgent}");
        }
    }

    #[test]
    fn what_was_not_ticked_quotes_no_other_tick() {
        let rules = TINY.replace(
            "{ when: { new_runner: new }, ratio: 6,",
            "{ when: { danger: { of: [chest, swollen], below: 1 }, not: { danger: chest } }, ratio: 6,",
        );
        let mut answers = NEW_RUNNER;
        answers[0] = "danger=cold";
        let rules = rules.replace(
            "when: { danger: cold }\n    level: emergency",
            "when: { danger: cold }\n    level: time_off",
        );
        let text = shown(&rules, &answers, |report| {
            report.text(Style { width: 80, ..PLAIN })
        });
        assert!(text.contains("+ you are new to running\n"), "{text}");
        let page = shown(&rules, &answers, |report: &Report| report.markdown());
        assert!(
            page.contains("new to running (ratio 6) [article]"),
            "{page}"
        );
        assert!(
            page.contains("blood supply (said: One leg is suddenly cold and pale) ["),
            "{page}"
        );
        let data = shown(&rules, &answers, |report| {
            super::super::json(&report.data())
        });
        let data: serde_json::Value = serde_json::from_str(&data).unwrap();
        assert_eq!(
            data["causes"][0]["for"][0]["answers"],
            serde_json::json!({})
        );
        let flag = &data["triage"]["red_flags"][0];
        assert_eq!(flag["answers"], serde_json::json!({ "danger": ["cold"] }));
    }

    #[test]
    fn many_unsure_answers_are_no_wall() {
        let mut answers = ["danger=none", "pee=pale", "where=both", "days=not_sure"].to_vec();
        let style = Style { width: 80, ..PLAIN };
        answers.extend(["new_runner=not_sure", "shoe_distance=not_sure"]);
        let few = shown(TINY, &answers, |report| report.text(style));
        assert!(few.contains("You were not sure about this\n- For how long"));
        assert!(!few.contains(" more, which"), "{few}");
        answers[1] = "pee=not_sure";
        answers.push("shoe_looks=flat,not_sure");
        let many = shown(TINY, &answers, |report| report.text(style));
        let (_, many) = many
            .split_once("You were not sure about 5 questions\n")
            .unwrap();
        let (unsure, _) = many.split_once("\n\n").unwrap();
        assert_eq!(unsure.matches('?').count(), 1, "{unsure}");
        assert!(unsure.contains("Most worth finding out: "), "{unsure}");
        assert!(unsure.ends_with("And 4 more, which say `not_sure` in the command below."));
        let data = shown(TINY, &answers, |report| super::super::json(&report.data()));
        let data: serde_json::Value = serde_json::from_str(&data).unwrap();
        assert_eq!(data["outlook"]["unsure"].as_array().unwrap().len(), 5);
    }

    #[test]
    fn in_short_says_why_it_is_no_self_care() {
        for (answer, short) in [
            (
                "where=one",
                "Stop running for a while, because soreness in one spot can be an injury. \
                 Most likely cause: Not used to running yet.\n",
            ),
            (
                "danger=swollen",
                "Get medical help today, because a newly swollen calf can be a blood clot. \
                 Be seen today, and do not massage the leg.\n",
            ),
        ] {
            let mut answers = NEW_RUNNER.to_vec();
            answers.extend(["bone=no", answer]);
            let style = Style {
                width: 400,
                ..PLAIN
            };
            let text = text(&answers, style);
            assert!(text.ends_with(&format!("\nIn short\n{short}")), "{text}");
        }
    }

    #[test]
    fn both_the_level_and_the_cause_can_be_explained() {
        let mut answers = NEW_RUNNER;
        answers[2] = "where=one";
        let text = text(&answers, PLAIN);
        let explained = "\n  soreleg explain one_leg\n  soreleg explain under_training\n";
        assert!(text.contains(explained), "{text}");
    }

    #[test]
    fn every_result_ends_in_short() {
        for (danger, end) in [
            (
                "danger=none",
                "Most likely cause: Not used to running yet.\n",
            ),
            ("danger=swollen", "do not massage the leg.\n"),
            ("danger=chest", "do not walk or drive yourself.\n"),
        ] {
            let mut answers = NEW_RUNNER;
            answers[0] = danger;
            let text = text(&answers, Style { width: 80, ..PLAIN });
            let (_, short) = text.split_once("\nIn short\n").expect("the last heading");
            assert!(short.ends_with(end), "{short}");
        }
    }
}
