//! Shows a result, and what can be done with it where somebody was asked.

use std::path::Path;

use console::Term;

use super::super::diary::{self, Keeper};
use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::output::{self, OutputArguments};
use super::format::{ENDINGS, Format};
use super::{CheckArguments, UnderWay};
use crate::answers::command;
use crate::assess::Engine;
use crate::front::{Session, Wish};
use crate::interview::Interview;
use crate::interview::what_if::what_if;
use crate::report::document::Style;
use crate::report::{Extras, Report};
use crate::text::{Shown, escaped};

/// What a saved page is called if nothing else is said.
const USUAL_FILE: &str = "page.html";

/// What came of showing a result.
pub(super) struct Seen {
    pub(super) exit: Exit,
    /// After how many days to look again, if the result says.
    pub(super) look_again_days: Option<u32>,
    /// Whether an answer is to be changed.
    pub(super) is_to_change: bool,
}

impl CheckArguments {
    /// Shows the result where it goes. `session` is there if somebody was asked.
    pub(super) fn show(
        &self,
        interview: &Interview,
        under_way: &mut UnderWay<'_>,
        session: Option<&Session>,
    ) -> Result<Seen, Failure> {
        let case = interview.case();
        let mut engine = Engine::new(case.rulebook());
        let (assessment, since) = under_way.assess(&mut engine, case);
        let what_if = what_if(&mut engine, case, &assessment);
        let is_elsewhere = self.output.is_elsewhere();
        let is_here = !is_elsewhere && self.result_format() == Format::Text;
        let offered = session.filter(|session| is_here && session.is_watched());
        let report = Report {
            case,
            assessment: &assessment,
            what_if: &what_if,
            other_rules: under_way.other_rules,
            since,
            is_kept: self.keep.save || under_way.earlier.is_some(),
            above_keys: offered.is_some_and(Session::has_keys),
            of_log: interview.of_log(),
            // Down a pipe goes no day that nobody gave: the same answers give the same bytes. To find
            // out what day it is here costs a fifth of a check.
            today: if is_here || matches!(self.result_format(), Format::Markdown | Format::Html) {
                Some(self.log.today.day())
            } else {
                self.log.today.given()
            },
            rules: self.rules.words(),
            command: command::repeat(
                under_way.name,
                case.rulebook(),
                case.answers(),
                None,
                &self.options(under_way),
            ),
        };
        if self.result_format() != Format::Json {
            report.notes().iter().for_each(|note| output::note(note));
        }
        // Whoever was asked, or sits at the terminal, sees what to do even if the rest goes elsewhere.
        let told = is_elsewhere && (session.is_some() || Term::stderr().is_term());
        if told {
            output::say(&report.urgency().text(output::stderr_style()));
        }
        let is_short = self.short || !self.full && !is_elsewhere;
        let style = self.style(offered, is_short);
        let text = self
            .result_format()
            .text(&report, &under_way.extras, is_short, style);
        self.output.write(&text).map_err(|failure| {
            if told {
                output::say(&report.full().text(output::stderr_style()));
            }
            failure
                .hint("to repeat the check, run:")
                .with(output::command(&report.command))
        })?;
        if self.result_format() == Format::Text && is_short && session.is_none() {
            output::tell("`--full` shows everything");
        }
        if told && let Some(sentence) = self.output.written_to() {
            output::say(&sentence);
        }
        let keeper = &mut under_way.keeper;
        let mut kept = Shown::default();
        if self.keep.save {
            let usual = |name: &str| Some(name.to_owned());
            match keeper.keep(case, &assessment, usual) {
                Ok(said) => kept = said,
                Err(failure) => {
                    let failure = failure.hint("to repeat the check, run:");
                    output::say(&failure.with(output::command(&report.command)).text);
                }
            }
        }
        let is_to_change = match offered {
            Some(session) => self.offer(session, &report, is_short, keeper)?,
            None => false,
        };
        // Not between a result that fills the screen and its keys.
        output::say(&kept);
        let exit = if keeper.has_failed {
            Exit::Failed
        } else if self.exit_code {
            Exit::Level(assessment.level)
        } else {
            Exit::Done
        };
        Ok(Seen {
            exit,
            look_again_days: report.look_again_days(),
            is_to_change,
        })
    }

    /// How the result may look: who asks for plain lines gets words in place of bars. Above what is
    /// offered it has what that leaves of the window.
    fn style(&self, offered: Option<&Session>, is_short: bool) -> Style {
        let style = self.output.style();
        Style {
            graphics: style.graphics && !self.asking.plain,
            rows: match offered {
                Some(session) => Some(session.room(is_short)),
                // Below it stands that it is kept.
                None if self.keep.save => style.rows.map(|rows| rows.saturating_sub(3)),
                None => style.rows,
            },
            ..style
        }
    }

    /// Does what is wished below a result, until nothing more is. Whether an answer is to be changed.
    fn offer(
        &self,
        session: &Session,
        report: &Report,
        mut is_short: bool,
        keeper: &mut Keeper<'_>,
    ) -> Result<bool, Failure> {
        loop {
            match session.offer(is_short) {
                Wish::Done => return Ok(false),
                Wish::Change => return Ok(true),
                wish @ (Wish::Full | Wish::Redraw) => {
                    is_short &= wish == Wish::Redraw;
                    let style = self.style(Some(session), is_short);
                    let text = Format::Text.text(report, &Extras::default(), is_short, style);
                    output::print(&text)?;
                }
                Wish::Save => {
                    let name = session.text("Save as", USUAL_FILE, check_file);
                    if let Some(name) = name {
                        save(report, Path::new(&name));
                    }
                }
                Wish::Keep => {
                    let check = |name: &str| diary::name(name).map(drop).map_err(str::to_owned);
                    let kept = keeper.keep(report.case, report.assessment, |usual| {
                        session.text("Call this soreness", usual, check)
                    });
                    output::say(&kept.unwrap_or_else(|failure| failure.text));
                }
            }
        }
    }
}

/// Whether a page can be saved under a name.
fn check_file(name: &str) -> Result<(), String> {
    let path = Path::new(name);
    if Format::of(path).is_none() {
        return Err(escaped(&format!("`{name}`: {ENDINGS}")));
    }
    if path.exists() {
        return Err(escaped(&format!(
            "`{name}` is there already, choose another name"
        )));
    }
    Ok(())
}

/// Saves a result that has been seen. Where that fails, nothing is lost: it is said, and offered again.
fn save(report: &Report, path: &Path) {
    let output = OutputArguments::to(path);
    let format = Format::of(path).unwrap_or(Format::Text);
    let text = format.text(report, &Extras::default(), false, output.style());
    let said = match output.write(&text) {
        Ok(()) => output.written_to().unwrap_or_default(),
        Err(failure) => failure.text,
    };
    output::say(&said);
}
