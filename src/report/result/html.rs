//! The page as HTML, to be printed and handed over: one file, without a script, that loads nothing.

mod legs;

use std::cell::RefCell;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::log::LogReport;
use super::super::{Report, due_in_words};
use super::signs::{Said, lines, signs};
use super::{GET_HELP, eighths, may_be_sentence};
use crate::assess::CauseResult;
use crate::index::{QuestionIndex, SourceIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Due, RedFlag};
use crate::text::Shown;
use legs::Sore;

/// Whoever sees the title, on a tab or at the head of a print, learns nothing about health.
const TITLE: &str = "Summary";

/// Forbids all that a page can load, send or run, whatever gets into it.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const CSS: &str = include_str!("html/page.css");

/// What goes on a page besides the check, and what stays off it.
#[derive(Debug, Clone, Default)]
pub struct Extras<'a> {
    /// The questions whose answers are left out, with the reasons that rest on them.
    pub left_out: Vec<QuestionIndex>,
    /// The training log whose weeks are shown.
    pub log: Option<LogReport<'a>>,
}

/// The page. What is unsafe in any text is written out in it.
pub(in crate::report) fn html(report: &Report, extras: &Extras) -> Shown {
    let page = Page {
        report,
        extras,
        cited: RefCell::default(),
    };
    let title = report.today.map(|today| format!(", {}", today.words()));
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (TITLE) @if let Some(date) = title { (date) } }
                style { (PreEscaped(CSS)) }
            }
            body { main { (page.body()) } }
        }
    };
    Shown::lines(&whole.into_string())
}

struct Page<'a> {
    report: &'a Report<'a>,
    extras: &'a Extras<'a>,
    /// The sources named so far; their numbers are their places.
    cited: RefCell<Vec<SourceIndex>>,
}

impl Page<'_> {
    fn body(&self) -> Markup {
        let rulebook = self.report.rulebook();
        let questions = rulebook.questions.iter();
        let mut choices = questions.flat_map(|question| question.kind.choices());
        let is_drawn = choices.any(|choice| !choice.regions.is_empty());
        html! {
            header {
                h1 { (rulebook.title) }
                p .soft {
                    @if let Some(today) = self.report.today { (today.words()) ". " }
                    "A runner's own answers, and what they come to. Nobody has examined the leg."
                }
            }
            div .top {
                div { (self.level()) (self.advice(true)) }
                @if is_drawn { (self.legs()) }
            }
            (self.left_out())
            @if !self.report.assessment.level.is_urgent() { (self.causes()) }
            @let later = self.advice(false);
            @if !later.0.is_empty() {
                section {
                    h2 { "After today" }
                    div .wide { (later) }
                }
            }
            (self.signs())
            (self.answers())
            (self.weeks())
            (self.help())
            (self.sources())
            footer {
                @for limit in &rulebook.limits { (limit) " " }
                "Made by soreleg " (env!("CARGO_PKG_VERSION")) " with rules "
                @if let Some(version) = &rulebook.version { (version) " " }
                "(" (rulebook.sha256.get(..12).unwrap_or_default()) ")."
            }
        }
    }

    /// How urgent it is, what to do, and why.
    fn level(&self) -> Markup {
        let report = self.report;
        let level = report.assessment.level;
        let (shown, hidden): (Vec<&RedFlag>, Vec<&RedFlag>) =
            report.red_flags().partition(|flag| self.shows(&flag.when));
        let never = report.never().map(|never| html! { strong { (never.say) } });
        let meanwhile = report
            .meanwhile()
            .map(|meanwhile| html! { (meanwhile.say) });
        let tell = report.tell(|flag| self.shows(&flag.when)).join("; ");
        let tell = (!tell.is_empty()).then(|| html! { "Tell them: " (tell) "." });
        let instructions = never.chain(meanwhile).chain(tell);
        let not_better: Vec<&str> = report.not_better().collect();
        let may_be = may_be_sentence(report, |flag| self.shows(&flag.when));
        html! {
            section class={ "level " (level.name()) } {
                h2 { (report.rulebook().level(level).title) }
                p .do { (report.action()) }
                (list(instructions))
                @if let Some(day) = report.look_again_on() { p { "Look again on " (day.words()) "." } }
                @if let Some(sentence) = may_be { p { (sentence) } }
                @if !report.assessment.red_flags.is_empty() || !not_better.is_empty() {
                    h3 { "Why" }
                    ul {
                        @for because in not_better { li { (sentence(because)) } }
                        @for flag in shown {
                            li {
                                @if flag.level < level { "Also: " (flag.because) } @else { (sentence(&flag.because)) }
                                (self.cite(&flag.sources))
                            }
                        }
                        @if !hidden.is_empty() { li { "What is left out here" } }
                    }
                }
            }
        }
    }

    fn legs(&self) -> Markup {
        let sore = Sore::new(self.report);
        html! {
            figure {
                (sore.drawing())
                figcaption { (sore.words()) " " span .soft { (sore.to_add()) } }
            }
        }
    }

    fn left_out(&self) -> Markup {
        let questions = &self.report.rulebook().questions;
        let left_out = self.extras.left_out.iter();
        let left_out: Vec<&str> = left_out
            .map(|question| &*questions[*question].short)
            .collect();
        html! {
            @if !left_out.is_empty() {
                p { strong { "Left out by the runner: " (left_out.join(", ")) "." } " It counts, but it is not told here." }
            }
        }
    }

    fn causes(&self) -> Markup {
        let report = self.report;
        html! {
            section {
                h2 { (report.causes_heading()) }
                @if let Some(sentence) = report.causes_sentence() { p { (sentence) } }
                div .wide {
                    @for (number, result) in (1..).zip(&report.assessment.causes) {
                        (self.cause(number, result))
                    }
                }
                @if report.is_partly_asked() {
                    p .soft { "The order of the causes after the second is as far as was asked." }
                }
            }
        }
    }

    fn cause(&self, number: usize, result: &CauseResult) -> Markup {
        let cause = &self.report.rulebook().causes[result.cause];
        let most = if number <= 2 { usize::MAX } else { 1 };
        let sides = [
            ("For", &result.reasons.for_it),
            ("Against", &result.reasons.against),
        ];
        let reasons = sides.into_iter().flat_map(|(label, side)| {
            let side = side.iter().map(|index| &cause.evidence[*index]);
            let shown = side.filter(|evidence| self.shows(&evidence.when)).take(most);
            shown.map(move |evidence| html! { (label) ": " (evidence.because) (self.cite(&evidence.sources)) })
        });
        html! {
            div .cause {
                h3 {
                    (number) ". " (cause.title)
                    @if !self.report.is_illness() {
                        span { (bar(eighths(result.strength))) " " (result.strength.words()) }
                    }
                }
                (list(reasons))
            }
        }
    }

    /// What to do, by when: only what is due today, or all the rest.
    fn advice(&self, is_today: bool) -> Markup {
        let given = self.report.assessment.advice.iter();
        let given = given.map(|given| given.advice(self.report.rulebook()));
        let given: Vec<_> = given
            .filter(|advice| (advice.due == Due::Today) == is_today)
            .collect();
        html! {
            @for advice in given.chunk_by(|one, next| one.due == next.due) {
                h3 { (due_in_words(advice[0].due)) }
                ul {
                    @for advice in advice { li { (advice.action) } }
                }
            }
        }
    }

    /// The danger signs, by what was said of them.
    fn signs(&self) -> Markup {
        let mut signs = signs(self.report);
        let all = signs.len();
        signs.retain(|sign| !self.extras.left_out.contains(&sign.question));
        let groups = [
            ("Yes", Said::Yes),
            ("Not sure", Said::NotSure),
            ("Not asked", Said::NotAsked),
            ("Denied", Said::Denied),
        ];
        let groups = groups.map(|(words, said)| (words, lines(self.report, &signs, said)));
        let none = groups.iter().filter(|(_, lines)| lines.is_empty());
        let none: Vec<&str> = none.map(|(words, _)| *words).collect();
        html! {
            section {
                h2 { "Danger signs" }
                @for (words, lines) in groups.iter().filter(|(_, lines)| !lines.is_empty()) {
                    h3 { (words) }
                    ul { @for line in lines { li { (line) } } }
                }
                @if !none.is_empty() {
                    p {
                        strong { (none.join(", ")) ":" } " none"
                        @if signs.len() < all { " of those told here" }
                    }
                }
            }
        }
    }

    fn answers(&self) -> Markup {
        let given = self.report.case.answers().given();
        let given = given.filter(|(index, _)| !self.extras.left_out.contains(index));
        html! {
            section {
                h2 { "Answers" }
                div .wide { table {
                    thead { tr { th scope="col" { "Question" } th scope="col" { "Answer" } } }
                    tbody {
                        @for (index, answer) in given {
                            @let question = &self.report.rulebook().questions[index];
                            tr {
                                th scope="row" { (question.short) }
                                td {
                                    (question.words(answer))
                                    @if self.report.is_from_log(index) { " (from the training log)" }
                                }
                            }
                        }
                    }
                } }
            }
        }
    }

    fn weeks(&self) -> Markup {
        let weeks = self.extras.log.as_ref().map(LogReport::week_bars);
        html! {
            @if let Some(weeks) = weeks {
                section {
                    h2 { "Training weeks, the newest first" }
                    table {
                        thead { tr { th scope="col" { "From" } th scope="col" { "Runs" } } }
                        tbody {
                            @for week in weeks {
                                tr {
                                    th scope="row" { (week.from) }
                                    td { (bar(week.eighths)) " " (week.says) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn help(&self) -> Markup {
        let mut net = self.report.safety_net().peekable();
        html! {
            @if net.peek().is_some() {
                section {
                    h2 { (GET_HELP) }
                    ul { @for sign in net { li { (sign.say) } } }
                }
            }
        }
    }

    fn sources(&self) -> Markup {
        let cited = self.cited.borrow();
        html! {
            @if !cited.is_empty() {
                section {
                    h2 { "Sources of the reasons" }
                    ul .sources {
                        @for (number, source) in (1..).zip(cited.iter()) {
                            @let source = &self.report.rulebook().sources[*source];
                            li {
                                "[" (number) "] "
                                @match source.address().filter(|address| address.starts_with("https://")) {
                                    Some(address) => a href=(address) rel="noreferrer" { (source.description()) },
                                    None => { (source.description()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Whether none of what makes a condition hold is to be left out.
    fn shows(&self, when: &Condition) -> bool {
        let questions = when.questions();
        let mut left_out = self.extras.left_out.iter();
        !left_out.any(|question| questions.contains(question))
    }

    /// The numbers of sources, to stand behind what rests on them.
    fn cite(&self, sources: &[SourceIndex]) -> Markup {
        let mut cited = self.cited.borrow_mut();
        let mut numbers: Vec<String> = Vec::new();
        for source in sources {
            let place = cited.iter().position(|known| known == source);
            let place = place.unwrap_or_else(|| {
                cited.push(*source);
                cited.len() - 1
            });
            numbers.push((place + 1).to_string());
        }
        html! { @if !numbers.is_empty() { span .soft { " [" (numbers.join(", ")) "]" } } }
    }
}

/// A list, if there is anything in it.
fn list(items: impl Iterator<Item = Markup>) -> Markup {
    let mut items = items.peekable();
    html! {
        @if items.peek().is_some() {
            ul { @for item in items { li { (item) } } }
        }
    }
}

/// A bar of eight parts, for those who see it; the words stand beside it.
fn bar(eighths: usize) -> Markup {
    html! {
        svg .bar viewBox="0 0 80 12" aria-hidden="true" {
            rect x=".5" y=".5" width="79" height="11" {}
            rect .full width=(eighths * 10) height="12" {}
        }
    }
}

/// What goes on from "because", as a sentence of its own.
fn sentence(because: &str) -> String {
    let mut letters = because.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
