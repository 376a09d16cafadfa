//! The picture in the README: screens of a real interview and its result.

use std::fmt::Write as _;

use crate::harness::{DOWN, ENTER, Soreleg, Terminal, assert_kept};

const ROWS: u16 = 24;
const COLUMNS: u16 = 80;

/// A cell and a line, in pixels.
const CELL: f32 = 8.0;
const LINE: f32 = 18.0;
const MARGIN: f32 = 16.0;

const HEAD: &str = r"<style>
text { font: 13.3px ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace; fill: #e6e6e6; white-space: pre }
.b { font-weight: bold } .d { fill: #8f97a3 } .c { fill: #4fc1d9 } .g { fill: #6fce6f } .y { fill: #e5c355 } .r { fill: #ff6b68 }
</style>
";

#[test]
fn the_picture_is_a_real_run() {
    let check = Soreleg::new()
        .args(["check"])
        .env("TERM", "xterm-256color")
        .env("LANG", "C.UTF-8");
    let mut terminal = check.on_terminal(ROWS, COLUMNS);
    for (number, keys) in [(1, "n"), (2, "1"), (3, "n"), (4, "n")] {
        terminal.sees(&[&format!("question {number} of"), "q stop"]);
        terminal.presses(&[keys, ENTER]);
    }
    terminal.sees(&["question 5 of", "q stop"]).presses(&[DOWN]);
    terminal.sees(&["> 1 Both legs", "q stop"]);
    let question = lines(&terminal);
    terminal.presses(&[ENTER]);
    for (number, keys) in [(6, &["1"][..]), (7, &["2", "1"]), (8, &["2"]), (9, &["6"])] {
        terminal.sees(&[&format!("question {number}"), "q stop"]);
        terminal.presses(keys).presses(&[ENTER]);
    }
    terminal.sees(&["> See the result"]).presses(&[ENTER]);
    terminal.sees(&["You can look after this yourself", "Enter: done"]);
    let result = lines(&terminal);
    assert_kept(&picture(&[question, result]), "docs/picture.svg");
}

/// The lines on the screen, without empty ones at the end.
fn lines(terminal: &Terminal) -> Vec<String> {
    let parser = terminal.screen();
    let mut lines: Vec<String> = (0..ROWS).map(|row| line(parser.screen(), row)).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A line: its text in runs of one look.
fn line(screen: &vt100::Screen, row: u16) -> String {
    let mut runs: Vec<(String, String)> = Vec::new();
    for column in 0..COLUMNS {
        let Some(cell) = screen.cell(row, column) else {
            continue;
        };
        let colour = match cell.fgcolor() {
            vt100::Color::Idx(1) => "r",
            vt100::Color::Idx(2) => "g",
            vt100::Color::Idx(3) => "y",
            vt100::Color::Idx(6) => "c",
            _ if cell.dim() => "d",
            _ => "",
        };
        let look = format!("{colour}{}", if cell.bold() { " b" } else { "" });
        let text = match cell.contents() {
            "" => " ",
            "<" => "&lt;",
            ">" => "&gt;",
            "&" => "&amp;",
            text => text,
        };
        match runs.last_mut() {
            Some((last, run)) if *last == look || text == " " => run.push_str(text),
            _ => runs.push((look, text.to_owned())),
        }
    }
    if let Some((_, last)) = runs.last_mut() {
        last.truncate(last.trim_end().len());
    }
    runs.iter()
        .fold(String::new(), |line, (look, text)| match look.trim() {
            "" => line + text,
            look => format!(r#"{line}<tspan class="{look}">{text}</tspan>"#),
        })
}

/// Screens, one below the other.
fn picture(screens: &[Vec<String>]) -> String {
    let width = f32::from(COLUMNS) * CELL + 2.0 * MARGIN;
    let (mut body, mut top) = (String::new(), 0.0);
    for lines in screens {
        let count = u16::try_from(lines.len()).expect("a screen");
        let height = f32::from(count) * LINE + 2.0 * MARGIN;
        let _ = writeln!(
            body,
            r##"<rect y="{top}" width="{width}" height="{height}" rx="8" fill="#1c2128"/>"##
        );
        for (number, line) in (1..).zip(lines) {
            let y = top + MARGIN + f32::from(u16::try_from(number).expect("a line")) * LINE - 4.0;
            if !line.is_empty() {
                let _ = writeln!(body, r#"<text x="{MARGIN}" y="{y}">{line}</text>"#);
            }
        }
        top += height + MARGIN;
    }
    let height = top - MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         role=\"img\" aria-label=\"A question of soreleg, and a result\">\n{HEAD}{body}</svg>\n"
    )
}
