//! What every input must come through, whoever makes it: the properties in `tests/hostile.rs`, or
//! a fuzzer with the programs in `tests/fuzz`.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::mpsc::channel;

use annotate_snippets::Renderer;
use soreleg::answers::command;
use soreleg::answers::file;
use soreleg::answers::merge::merge_answers;
use soreleg::assess::{Engine, assess};
use soreleg::authoring::prove::Runners;
use soreleg::authoring::{cases::file as cases, compile};
use soreleg::batch::{self, BatchError, CSV_HEADER, Form, Input, Options, Tally};
use soreleg::fault::Fault;
use soreleg::interview::Interview;
use soreleg::interview::what_if::what_if;
use soreleg::log::{self, Settings};
use soreleg::report::document::Style;
use soreleg::report::faults::Checked;
use soreleg::report::log::LogReport;
use soreleg::report::{self, Extras, Report};
use soreleg::rulebook::Rulebook;
use soreleg::text::is_unsafe;
use soreleg::yaml;

/// Reads, checks and uses a rule file; everything that is said about it is safe to show.
pub(crate) fn take_rules(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (rulebook, faults) = match yaml::decode(bytes) {
        Ok(text) => compile::examine(text),
        Err(fault) => (None, vec![*fault]),
    };
    assert!(rulebook.is_some() || !faults.is_empty());
    assert_safe_faults(&text, &faults);
    if let Some(rulebook) = rulebook {
        let mut runners = Runners::new(&rulebook, 1);
        for _ in 0..3 {
            let runner = runners.draw();
            let mut interview = Interview::new(&rulebook, runner.clone(), false);
            while let Some(question) = interview.next() {
                interview.answer(question, runner.get(question).unwrap());
            }
            assert_safe_result(&rulebook, &interview);
        }
    }
}

/// Reads a case file for these rules.
pub(crate) fn take_cases(rulebook: &Rulebook, bytes: &[u8]) {
    if let Ok(text) = yaml::decode(bytes) {
        let faults = cases::read(text, rulebook).err();
        assert_safe_faults(text, &faults.unwrap_or_default());
    }
}

/// Reads an answers file and carries on with what it says.
pub(crate) fn take_answers(rulebook: &Rulebook, text: &str) {
    let Ok(file) = file::read(text) else {
        return;
    };
    let mut merged = merge_answers(rulebook, file.answers, None);
    let interview = Interview::new(rulebook, merged.answers(), false);
    merged.add_missing(interview.case(), interview.open_questions());
    assert_safe_result(rulebook, &interview);
    let style = Style {
        width: 40,
        rows: None,
        colour: false,
        graphics: false,
    };
    let command = command::proposal(rulebook, &merged, "check", &[]);
    let faults = report::answer_faults::text(rulebook, &merged, &command, &[]);
    assert_safe(&faults.text(style));
}

/// Reads a training log and tells what it says, whatever the day and the zone.
pub(crate) fn take_log(bytes: &[u8]) {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(-7));
    let settings = Settings { zone, unit: None };
    let log = match log::read(bytes, &settings) {
        Ok(log) => log,
        Err(error) => return assert_safe(&format!("{error}\n{}", error.help())),
    };
    assert!(log.activities.len() + log.unreadable.len() == log.rows);
    for today in [jiff::civil::date(2026, 6, 15), jiff::civil::Date::MAX] {
        let report = LogReport::new(&log, today, None);
        let style = Style {
            width: 40,
            rows: None,
            colour: false,
            graphics: false,
        };
        assert_safe(&report.screen().text(style));
        assert_safe(&report.facts().text(style));
        assert_safe(&report::json(&report.data()));
    }
}

/// Puts rows through a batch: one whole line of results for each, whatever is in it.
pub(crate) fn take_rows(rulebook: &Arc<Rulebook>, bytes: &[u8], input: Input) {
    for output in [Form::Jsonl, Form::JsonlColumns, Form::Csv] {
        let options = Options {
            input: Some(input),
            output,
            ignore_unknown: false,
            default_unit: None,
            file: None,
            workers: 1,
        };
        let (put, written) = channel();
        let ended = batch::run(
            rulebook,
            Cursor::new(bytes.to_vec()),
            &options,
            move |lines, more| {
                let _ = put.send((lines.to_vec(), more.clone()));
                Ok(())
            },
        );
        let mut results = Vec::new();
        let mut tally = Tally::new(rulebook);
        for (lines, more) in written {
            assert!(lines.is_empty() || lines.ends_with(b"\n"));
            results.extend_from_slice(&lines);
            tally.add(&more);
        }
        match ended {
            Err(BatchError::Header(faults)) => {
                assert!(input == Input::Csv && results.is_empty() && !faults.is_empty());
                return;
            }
            Err(BatchError::Unreadable(_)) => return assert!(results.is_empty()),
            ended => ended.unwrap(),
        }
        let results = String::from_utf8(results).unwrap();
        assert_safe(&results);
        let (number, most) = (results.lines().count(), lines(bytes, input));
        assert_eq!(tally.rows, number as u64);
        // A quoted cell may have line breaks in it, and cells may all be empty.
        if input == Input::Csv && bytes.iter().any(|byte| b"\",;\t".contains(byte)) {
            assert!(number <= most);
        } else {
            assert_eq!(number, most);
        }
        for line in results.lines() {
            assert_row(line, output);
        }
    }
}

/// How many lines there are to answer; the first that is not blank may be a header.
fn lines(bytes: &[u8], input: Input) -> usize {
    let header = usize::from(input == Input::Csv);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.filter(|line| !line.trim_ascii().is_empty());
    lines.skip(header).count()
}

/// A line of results is what it should be, and no cell of it runs in a spreadsheet.
fn assert_row(line: &str, output: Form) {
    if output != Form::Csv {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(row["level"].is_string() || row["faults"].is_array());
        return;
    }
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for c in line.chars() {
        is_quoted ^= c == '"';
        match c {
            ',' if !is_quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    assert_eq!(cells.len(), CSV_HEADER.split(',').count(), "{line}");
    let number = cells[0].parse::<f64>().is_ok();
    for cell in &cells[usize::from(number)..] {
        let cell = cell.strip_prefix('"').unwrap_or(cell);
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{line}");
    }
}

fn assert_safe_faults(text: &str, faults: &[Fault]) {
    let checked = Checked {
        name: "name",
        text,
        faults,
    };
    assert_safe(&checked.text(&Renderer::plain()));
    assert_safe(&checked.github());
}

fn assert_safe_result(rulebook: &Rulebook, interview: &Interview) {
    let case = interview.case();
    let assessment = assess(case);
    let what_if = what_if(&mut Engine::new(rulebook), case, &assessment);
    let report = Report {
        of_log: interview.of_log(),
        ..Report::new(case, &assessment, &what_if)
    };
    let style = Style {
        width: 80,
        rows: None,
        colour: false,
        graphics: true,
    };
    assert_safe(&report.full().text(style));
    assert_safe(&report.page().markdown());
    assert_safe(&report.html(&Extras::default()));
}

/// Asserts that a text can be shown on a terminal.
pub(crate) fn assert_safe(text: &str) {
    let bad = text.chars().find(|c| *c != '\n' && is_unsafe(*c));
    assert_eq!(bad, None, "{}", text.escape_debug());
}
