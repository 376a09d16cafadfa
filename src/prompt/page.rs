//! What the interview says on standard error: wrapped to the terminal, escaped, plain ASCII signs.

use std::io;

use console::{Style, Term};
use textwrap::Options;

use super::Asked;
use crate::answer::Answer;
use crate::interview::Interview;
use crate::interview::why::{Effect, effects};
use crate::rulebook::Rulebook;
use crate::rulebook::condition::QuestionIndex;
use crate::text::escaped;
use crate::triage::TriageLevel;

/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 80;

/// Above so many open questions, most of them fall away with the answers to come.
const FEW: usize = 6;

/// Where the interview speaks.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) term: Term,
    /// Whether to make headings and questions stand out.
    pub(super) styled: bool,
}

impl Page {
    /// The columns to write in. The last one stays free: some terminals wrap when it is filled.
    pub(super) fn width(&self) -> usize {
        usize::from(self.term.size().1).clamp(2, WIDEST) - 1
    }

    /// A paragraph whose first line begins with `first` and the others with as many blanks.
    pub(super) fn hanging(&self, first: &str, text: &str) -> io::Result<()> {
        self.write(first, text, &Style::new())
    }

    pub(super) fn paragraph(&self, text: &str) -> io::Result<()> {
        self.hanging("", text)
    }

    pub(super) fn blank(&self) -> io::Result<()> {
        self.term.write_line("")
    }

    fn strong(&self, text: &str) -> io::Result<()> {
        let style = Style::new().for_stderr();
        self.write("", text, &if self.styled { style.bold() } else { style })
    }

    fn write(&self, first: &str, text: &str, style: &Style) -> io::Result<()> {
        for line in hang(first, text, self.width()) {
            self.term.write_line(&style.apply_to(line).to_string())?;
        }
        Ok(())
    }

    /// The heading of a topic.
    pub(super) fn topic(&self, title: &str) -> io::Result<()> {
        self.blank()?;
        self.strong(&format!("== {title} =="))
    }

    /// A question with what is known about it, above its answers.
    pub(super) fn question(&self, asked: &Asked) -> io::Result<()> {
        self.blank()?;
        self.strong(&asked.question.ask)?;
        match asked.most_to_come {
            0 if asked.earlier.is_none() => self.hanging("  ", "(the last question)")?,
            0 => {}
            more if more > FEW => {
                self.hanging(
                    "  ",
                    &format!("(at most {more} more after this, usually fewer)"),
                )?;
            }
            more => self.hanging("  ", &format!("(at most {more} more after this)"))?,
        }
        let words = |answer| asked.question.words(answer);
        let before = match (asked.unfinished, asked.earlier) {
            (Some(ticks), _) => format!("Ticked before, not yet your answer: {}", words(ticks)),
            (None, Some(answer)) => {
                format!("Your answer before: {} (Enter keeps it)", words(answer))
            }
            (None, None) => return Ok(()),
        };
        self.hanging("  ", &before)
    }

    /// An answer as it was understood.
    pub(super) fn understood(&self, words: &str) -> io::Result<()> {
        self.hanging("  = ", words)
    }

    /// Why a question is asked, how to find out, and what each answer would do.
    pub(super) fn why(&self, interview: &Interview, place: QuestionIndex) -> io::Result<()> {
        let rulebook = interview.case().rulebook();
        let question = &rulebook.questions[place];
        self.blank()?;
        self.paragraph("What your answer would do by itself:")?;
        let mut effects: Vec<(String, String)> = (effects(interview.case(), place).into_iter())
            .map(|effect| (effect_in_words(rulebook, &effect), effect.answer))
            .collect();
        let options = question.kind.choices().len();
        // Nine signs of one meaning are told once.
        if options > 2
            && effects[..options]
                .iter()
                .all(|(says, _)| *says == effects[0].0)
        {
            effects.drain(1..options);
            "Any of these".clone_into(&mut effects[0].1);
        }
        for (says, answer) in effects.iter().filter(|(says, _)| !says.is_empty()) {
            self.hanging("  - ", &format!("{answer}: {says}"))?;
        }
        // The reason comes last: what is above it may have left the screen.
        self.hanging("Why:  ", &question.why)?;
        if let Some(how) = &question.how {
            self.hanging("How:  ", how)?;
        }
        Ok(())
    }

    /// Every answer so far, numbered.
    pub(super) fn review(&self, interview: &Interview, answered: &[usize]) -> io::Result<()> {
        let questions = &interview.case().rulebook().questions;
        self.blank()?;
        self.strong("== Your answers ==")?;
        if (0..questions.len()).any(|question| interview.case().is_open(question)) {
            self.paragraph("I can stop here: no answer left could change the result.")?;
        }
        for (number, place) in answered.iter().enumerate() {
            let question = &questions[*place];
            let answer = interview.case().answers().get(*place);
            let words = question.words(answer.unwrap_or(Answer::NotSure));
            self.hanging(&format!("{:>3}  ", number + 1), &question.ask)?;
            self.hanging("     = ", &words)?;
        }
        Ok(())
    }

    /// The command that goes on where the interview stopped, unwrapped so that it can be pasted.
    pub(super) fn resume(&self, command: &str, interview: &Interview) -> io::Result<()> {
        let has_answers = interview.case().answers().given().next().is_some();
        let has_ticks = interview.unfinished().given().next().is_some();
        self.blank()?;
        self.paragraph(match (has_answers, has_ticks) {
            (_, true) => {
                "Your answers are kept. So are the ticks you had not confirmed: I ask that list \
                 again. To go on where you stopped, run:"
            }
            (true, false) => {
                "Your answers are kept. (Not the screen you were on.) To go on where you stopped, \
                 run:"
            }
            (false, false) => "You had not answered anything yet. To begin again, run:",
        })?;
        self.term.write_line(&format!("  {}", escaped(command)))
    }
}

/// Text wrapped to `width` columns: the first line begins with `first`, the others with blanks.
pub(super) fn hang(first: &str, text: &str, width: usize) -> Vec<String> {
    let indent = " ".repeat(first.len());
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(&indent);
    textwrap::wrap(&escaped(text), options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

fn effect_in_words(rulebook: &Rulebook, effect: &Effect) -> String {
    let level = |level: TriageLevel| rulebook.level(level).title.to_string();
    let titles = |causes: &[usize]| {
        let titles = causes.iter().map(|cause| &*rulebook.causes[*cause].title);
        titles.collect::<Vec<_>>().join(", ")
    };
    let mut parts: Vec<String> = effect.level.map(level).into_iter().collect();
    if let Some(perhaps) = effect.perhaps {
        parts.push(format!("with other answers, {}", level(perhaps)));
    }
    if !effect.speaks_for.is_empty() {
        parts.push(format!("points to {}", titles(&effect.speaks_for)));
    }
    if !effect.against.is_empty() {
        parts.push(format!("speaks against {}", titles(&effect.against)));
    }
    parts.join("; ")
}
