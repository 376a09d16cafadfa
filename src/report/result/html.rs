//! The page as HTML, to be printed and handed over: one file, without a script, that loads nothing.

mod legs;
mod record;

use std::cell::RefCell;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::Report;
use super::super::diary::DiaryReport;
use super::super::headings;
use super::super::log::LogReport;
use super::{eighths, may_be_sentence};
use crate::assess::CauseResult;
use crate::index::{QuestionIndex, SourceIndex};
use crate::rulebook::condition::Condition;
use crate::rulebook::{Advice, Due, RedFlag};
use crate::text::{Shown, capitalised};
use legs::Sore;

/// Whoever sees the title, on a tab or at the head of a print, learns nothing about health.
const TITLE: &str = "Summary";

/// Forbids all that a page can load, send or run, whatever gets into it.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Fewer pieces of advice are not put in two columns.
const MOST_IN_ONE: usize = 3;

const CSS: &str = include_str!("html/page.css");

/// What goes on a page besides the check, and what stays off it.
#[derive(Debug, Clone, Default)]
pub struct Extras<'a> {
    /// The questions whose answers are left out, with the reasons that rest on them.
    pub left_out: Vec<QuestionIndex>,
    /// The training log whose weeks are shown.
    pub log: Option<LogReport<'a>>,
    /// The earlier checks of the same soreness that are shown.
    pub diary: Option<DiaryReport<'a>>,
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
        let given = self.report.advice().into_iter();
        let (today, later): (Vec<_>, Vec<_>) = given.partition(|advice| advice.due == Due::Today);
        html! {
            header {
                h1 { (rulebook.title) }
                p .soft {
                    @if let Some(today) = self.report.today { (today.words()) ". " }
                    "A runner's own answers, and what they come to. Nobody has examined the leg."
                }
            }
            div .top {
                div { (self.level()) (advice(&today)) }
                @if is_drawn { (self.legs()) }
            }
            (self.left_out())
            (self.since())
            @if !self.report.assessment.level.is_urgent() { (self.causes()) }
            @if !later.is_empty() {
                section {
                    h2 { "After today" }
                    div .wide[later.len() > MOST_IN_ONE] { (advice(&later)) }
                }
            }
            (self.signs())
            (self.answers())
            (self.course())
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
        let not_better: Vec<&str> = report.not_better(&self.extras.left_out).collect();
        let may_be = may_be_sentence(report, |flag| self.shows(&flag.when), &[]);
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
                        @for because in not_better { li { (capitalised(because)) } }
                        @for flag in shown {
                            li {
                                @if flag.level < level { "Also: " (flag.because) } @else { (capitalised(&flag.because)) }
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

    /// How it has gone, where the check goes on from an earlier one.
    fn since(&self) -> Markup {
        let sentences = self.report.course(false, &self.extras.left_out);
        html! {
            @if !sentences.is_empty() {
                section {
                    h2 { "Since the last check" }
                    @for sentence in sentences { p { (sentence) } }
                }
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

    fn help(&self) -> Markup {
        let mut net = self.report.safety_net().peekable();
        html! {
            @if net.peek().is_some() {
                section {
                    h2 { (headings::GET_HELP) }
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

/// What to do, by when.
fn advice(given: &[&Advice]) -> Markup {
    html! {
        @for advice in given.chunk_by(|one, next| one.due == next.due) {
            h3 { (headings::of_advice(advice[0].due)) }
            ul { @for advice in advice { li { (advice.action) } } }
        }
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
