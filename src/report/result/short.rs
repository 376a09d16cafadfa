//! The result on one screen: what it is, what to do, why, and when to get help.

use super::super::Report;
use super::super::document::{Document, Style};
use super::super::headings;
use super::{besides, closing, may_be, reasons, strength};
use crate::rulebook::Due;

/// The most lines at 80 columns, but for what is never cut.
const MOST_LINES: usize = 22;

/// A window with fewer columns is narrow.
const NARROW: usize = 60;

/// The most lines in a narrow window: with what to do once more at the end, not two screens of a phone.
const MOST_NARROW_LINES: usize = 32;

/// How many of what can be cut are shown.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// Causes.
    causes: usize,
    /// Reasons for and against each of the first two causes.
    reasons: [[usize; 2]; 2],
    /// What to do today.
    today: usize,
    /// What to know before running again.
    run_again: usize,
}

/// What gives way first comes first: reasons, then advice for later, then causes. What to do, what
/// never to do and when to get help is never cut.
const CUTS: [Cut; 11] = [
    Cut::new(5, [[1, 1], [1, 1]], 4, 1),
    Cut::new(5, [[2, 0], [1, 0]], 3, 1),
    Cut::new(5, [[1, 1], [1, 0]], 3, 1),
    Cut::new(5, [[1, 0], [1, 0]], 3, 1),
    Cut::new(5, [[1, 0], [1, 0]], 2, 1),
    Cut::new(5, [[1, 0], [0, 0]], 2, 1),
    Cut::new(5, [[1, 0], [0, 0]], 2, 0),
    Cut::new(5, [[0, 0], [0, 0]], 1, 0),
    Cut::new(5, [[0, 0], [0, 0]], 0, 0),
    Cut::new(2, [[0, 0], [0, 0]], 1, 0),
    Cut::new(2, [[0, 0], [0, 0]], 0, 0),
];

const LEAST: Cut = Cut::new(0, [[0, 0], [0, 0]], 0, 0);

/// The same for a narrow window, where a cause takes two lines and a reason three.
const NARROW_CUTS: [Cut; 5] = [
    Cut::new(2, [[1, 1], [1, 0]], 2, 1),
    Cut::new(2, [[1, 0], [0, 0]], 2, 0),
    Cut::new(2, [[1, 0], [0, 0]], 1, 0),
    Cut::new(2, [[0, 0], [0, 0]], 1, 0),
    Cut::new(1, [[0, 0], [0, 0]], 0, 0),
];

impl Cut {
    const fn new(causes: usize, reasons: [[usize; 2]; 2], today: usize, run_again: usize) -> Self {
        Cut {
            causes,
            reasons,
            today,
            run_again,
        }
    }
}

/// The fullest result that fits one screen of so many columns.
pub(in crate::report) fn short(report: &Report, width: usize) -> Document {
    let (cuts, width, most_lines) = if width < NARROW {
        (&NARROW_CUTS[..], width, MOST_NARROW_LINES)
    } else {
        (&CUTS[..], 80, MOST_LINES)
    };
    let style = Style {
        width,
        rows: None,
        colour: false,
        graphics: true,
    };
    let fits = |cut: &&Cut| document(report, **cut).text(style).lines().count() <= most_lines;
    document(report, *cuts.iter().find(fits).unwrap_or(&LEAST))
}

fn document(report: &Report, cut: Cut) -> Document {
    let mut screen = Document::new();
    let level = report.assessment.level;
    let course = report.course(true, &[]).join(" ");
    if !course.is_empty() && !level.is_urgent() {
        screen.paragraph(&course);
    }
    screen.verdict(level, &report.rulebook().level(level).title);
    let reason = report.because().into_iter().next();
    if let Some(because) = reason {
        screen.item("Because ", format!("{because}."));
    }
    // On a screen with keys below it, what is urgent is read last, right above where the hands are.
    let is_last = level.is_urgent() && report.above_keys;
    if !is_last {
        screen.action(report.action());
    }
    besides(&mut screen, report, true);
    may_be(&mut screen, report, reason.as_slice());
    if !course.is_empty() && level.is_urgent() {
        screen.paragraph(&course);
    }
    if !report.assessment.open_safety.is_empty() {
        screen.paragraph("This is not an all-clear: safety questions are unanswered.");
    }
    if !level.is_urgent() && cut.causes > 0 {
        screen.label(report.causes_heading());
        let results = (1..).zip(&report.assessment.causes);
        for (number, result) in results.take(cut.causes) {
            strength(&mut screen, report, number, result);
            if let Some(most) = cut.reasons.get(number - 1) {
                reasons(&mut screen, report, result, *most);
            }
        }
    }
    for (due, most) in [(Due::Today, cut.today), (Due::Return, cut.run_again)] {
        let mut advice = report.advice();
        advice.retain(|advice| advice.due == due);
        let shown = advice.iter().enumerate();
        let shown = shown.filter(|(place, advice)| *place < most || advice.warns);
        for (index, (_, advice)) in shown.enumerate() {
            if index == 0 {
                screen.label(headings::of_advice(due));
            }
            screen.item("- ", &advice.action);
        }
    }
    let from_log: Vec<&str> = report.log_answers().map(|(_, says)| says).collect();
    if !from_log.is_empty() {
        screen.paragraph(format!("From your log: {}.", from_log.join("; ")));
    }
    if let Some(when) = report.look_again() {
        screen.label(when);
    }
    for (index, net) in report.safety_net().enumerate() {
        if index == 0 {
            screen.label(headings::GET_HELP);
        }
        screen.item("! ", net.short);
    }
    closing(&mut screen, report, is_last);
    screen
}
