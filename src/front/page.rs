//! What the interview says on standard error: wrapped to the terminal, escaped, plain ASCII signs.

use std::io;

use console::{Style, Term};
use textwrap::Options;
use textwrap::core::display_width;

use super::Prompt;
use crate::answer::Answer;
use crate::index::{CauseIndex, QuestionIndex};
use crate::interview::Interview;
use crate::interview::why::{Effect, effects};
use crate::rulebook::{QuestionKind, Rulebook};
use crate::system;
use crate::text::escaped;
use crate::triage::TriageLevel;

/// Fewer rows leave too little of a list in sight; dialoguer cannot draw below three.
pub(super) const FEWEST_ROWS: u16 = 8;

/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 80;

/// A rough measure of how long a question takes, with reading.
const SECONDS: usize = 9;

const HOW: &str = "I ask only what can change the result. \"Not sure\" is fine; on danger signs I \
                   then play safe.";

/// Where the interview speaks.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) term: Term,
    /// What an interview is about and how long it takes; empty where none is under way.
    title: String,
    /// Whether a result was seen already.
    has_result: bool,
}

impl Page {
    pub(super) fn new(may_style: bool) -> Self {
        // Before the styles: on Windows console would else leave the cursor to escape codes.
        let term = Term::buffered_stderr();
        // As decided here: console goes by rules of its own.
        console::set_colors_enabled_stderr(may_style && system::wants_style());
        Page {
            term,
            title: String::new(),
            has_result: false,
        }
    }

    /// The same for an interview.
    pub(super) fn of(&self, interview: &Interview, has_result: bool) -> Self {
        let open = interview.open_questions().len();
        let minutes = match (open * SECONDS + 30) / 60 {
            _ if open == 0 => "",
            0 | 1 => ": about a minute",
            2 => ": about two minutes",
            3 => ": about three minutes",
            4 => ": about four minutes",
            _ => ": five minutes or more",
        };
        let title = &interview.case().rulebook().title;
        Page {
            term: self.term.clone(),
            title: format!("{title}{minutes}"),
            has_result,
        }
    }

    /// The columns to write in. The last one stays free: some terminals wrap when it is filled.
    pub(super) fn width(&self) -> usize {
        let columns = self.term.size_checked().map(|(_, columns)| columns.into());
        columns.unwrap_or(WIDEST).clamp(2, WIDEST) - 1
    }

    /// The rows of the terminal; None if a list would have too few.
    pub(super) fn height(&self) -> Option<usize> {
        let rows = self.term.size().0;
        (rows >= FEWEST_ROWS).then_some(rows.into())
    }

    /// Everything that is said goes through here.
    pub(super) fn write(&self, text: &str) -> io::Result<()> {
        self.term.write_str(text)?;
        self.term.flush()
    }

    /// A paragraph whose first line begins with `first` and the others with as many blanks.
    pub(super) fn hanging(&self, first: &str, text: &str) -> io::Result<()> {
        self.lines(&hang(first, text, self.width()))
    }

    pub(super) fn paragraph(&self, text: &str) -> io::Result<()> {
        self.hanging("", text)
    }

    pub(super) fn blank(&self) -> io::Result<()> {
        self.write("\n")
    }

    pub(super) fn lines(&self, lines: &[String]) -> io::Result<()> {
        let ended = lines.iter().flat_map(|line| [line, "\n"]);
        self.write(&ended.collect::<String>())
    }

    pub(super) fn strong(&self, text: &str) -> Vec<String> {
        let lines = hang("", text, self.width());
        lines.iter().map(|line| bold(line)).collect()
    }

    /// The title, and how it asks, for who does not know yet.
    pub(super) fn greeting(&self) -> [Vec<String>; 2] {
        let how = if self.has_result {
            Vec::new()
        } else {
            self.dim(HOW)
        };
        [hang("", &self.title, self.width()), how]
    }

    /// What is wrong with what was typed, if anything is.
    pub(super) fn complaint(&self, text: &str) -> Vec<String> {
        match text {
            "" => Vec::new(),
            text => hang("", text, self.width()),
        }
    }

    /// What matters less, such as the keys that work.
    pub(super) fn dim(&self, text: &str) -> Vec<String> {
        Page::dimmed(&hang("", text, self.width()))
    }

    pub(super) fn dimmed(lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| dim(line)).collect()
    }

    /// The topic of a question and how many follow, in a line.
    pub(super) fn progress(&self, prompt: &Prompt) -> Vec<String> {
        let most = prompt.interview.most();
        let place = match prompt.interview.number() {
            None => "an answer to change".to_owned(),
            Some(number) if number < most => format!("question {number} of at most {most}"),
            Some(number) if prompt.earlier.is_none() => format!("question {number}, the last"),
            Some(number) => format!("question {number}"),
        };
        self.dim(&format!("{}: {place}", prompt.topic))
    }

    /// What stands above the answers: topic and progress, the question, and what was answered before.
    pub(super) fn head(
        &self,
        prompt: &Prompt,
        ticks: Option<Answer>,
        enter_keeps: bool,
    ) -> Vec<String> {
        let mut head = self.progress(prompt);
        head.extend(self.strong(&prompt.question.ask));
        head.extend(self.before(prompt, ticks, enter_keeps));
        head
    }

    /// What was answered or ticked before.
    /// `enter_keeps` says whether Enter still gives the answer before.
    pub(super) fn before(
        &self,
        prompt: &Prompt,
        ticks: Option<Answer>,
        enter_keeps: bool,
    ) -> Vec<String> {
        let words = |answer| prompt.question.words(answer);
        let log = prompt.log.map(|says| &says.words);
        let before = match (ticks, prompt.earlier, log) {
            (Some(ticks), _, Some(log)) => {
                let ticks = words(ticks);
                format!("Ticked from your log, not yet your answer: {ticks} ({log})")
            }
            (Some(ticks), _, None) => {
                format!("Ticked before, not yet your answer: {}", words(ticks))
            }
            (None, Some(answer), Some(log)) => {
                format!("From your log: {log} (Enter takes {})", words(answer))
            }
            (None, Some(answer), None) => {
                let keeps = if enter_keeps { " (Enter keeps it)" } else { "" };
                format!("Your answer before: {}{keeps}", words(answer))
            }
            (None, None, _) => match prompt.old {
                Some(answer) => format!("Last time: {}", words(answer)),
                None => return Vec::new(),
            },
        };
        hang("  ", &before, self.width())
    }

    /// An answer that falls away with another one.
    pub(super) fn dropped(short: &str) -> String {
        format!("No longer needed: {short}")
    }

    /// Why a question is asked, and how to find out.
    pub(super) fn why(&self, prompt: &Prompt) -> Vec<String> {
        let question = prompt.question;
        let mut lines = hang("", &format!("Why: {}", question.why), self.width());
        if let Some(how) = &question.how {
            lines.extend(hang("", &format!("How do I tell? {how}"), self.width()));
        }
        lines
    }

    /// What each answer to a question would do.
    pub(super) fn effects(&self, prompt: &Prompt) -> Vec<String> {
        let (case, question) = (prompt.interview.case(), prompt.question);
        let rulebook = case.rulebook();
        let effects: Vec<(String, String)> = (effects(case, prompt.index).into_iter())
            .map(|effect| (effect_in_words(rulebook, &effect), effect.answer))
            .collect();
        // Behind them is *not sure* alone.
        let answers = effects.len().saturating_sub(1);
        let none_alone = effects[..answers].iter().all(|(says, _)| says.is_empty());
        let effects = told_once(effects, question.kind.choices().len());
        let mut lines = Vec::new();
        let mut say = |first: &str, text: &str| lines.extend(hang(first, text, self.width()));
        if !effects.is_empty() {
            say("", "What your answer would do by itself:");
        }
        for (says, answer) in &effects {
            say("  - ", &format!("{answer}: {says}"));
        }
        if none_alone {
            let alone = match question.kind {
                QuestionKind::Checklist(_) => {
                    "A tick alone changes little: it counts together with other ticks and answers."
                }
                _ => "Your answer alone changes little: it counts together with other answers.",
            };
            say("", alone);
        }
        lines
    }

    /// What stands above the answers in the review.
    pub(super) fn review(&self, interview: &Interview) -> Vec<String> {
        let case = interview.case();
        let rulebook = case.rulebook();
        let mut lines = self.strong("Your answers");
        lines.extend(self.taken_back(interview));
        let mut questions = rulebook.questions.indices();
        if !self.has_result && questions.any(|question| case.is_open(question)) {
            let stop = "I can stop here: no answer left could change the result.";
            lines.extend(hang("", stop, self.width()));
        }
        lines
    }

    /// What was an emergency, and is no answer any more.
    pub(super) fn taken_back(&self, interview: &Interview) -> Vec<String> {
        let questions = &interview.case().rulebook().questions;
        let line = |(index, was): &(QuestionIndex, Answer)| {
            let question = &questions[*index];
            let was = question.in_short(*was);
            self.dim(&format!("Taken back: {}: {was}", question.short))
        };
        interview.taken_back().iter().flat_map(line).collect()
    }

    /// The command that goes on where the interview stopped.
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
        self.write(command)
    }
}

fn styled(line: &str, style: Style) -> String {
    style.for_stderr().apply_to(line).to_string()
}

pub(super) fn bold(line: &str) -> String {
    styled(line, Style::new().bold())
}

pub(super) fn dim(line: &str) -> String {
    styled(line, Style::new().dim())
}

/// The line that the cursor stands on.
pub(super) fn accent(line: &str) -> String {
    styled(line, Style::new().cyan())
}

/// Text wrapped to `width` columns: the first line begins with `first`, the others with blanks.
pub(super) fn hang(first: &str, text: &str, width: usize) -> Vec<String> {
    let indent = " ".repeat(display_width(first));
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(&indent);
    textwrap::wrap(&escaped(text), options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// What options do, in which those that do the same stand together; without what does nothing.
fn told_once(mut effects: Vec<(String, String)>, options: usize) -> Vec<(String, String)> {
    let others = effects.split_off(options);
    let mut told: Vec<(String, String, Vec<usize>)> = Vec::new();
    for (line, (says, answer)) in (1..).zip(effects) {
        match told.iter_mut().find(|(told, ..)| *told == says) {
            Some((_, _, lines)) => lines.push(line),
            None => told.push((says, answer, vec![line])),
        }
    }
    let told = told.into_iter().map(|(says, answer, lines)| {
        let lines = match lines.len() {
            1 => return (says, answer),
            all if all == options => "Any of these".to_owned(),
            _ => format!("Lines {}", ranges(&lines)),
        };
        (says, lines)
    });
    let told = told.chain(others).filter(|(says, _)| !says.is_empty());
    told.collect()
}

/// Numbers in their order: `1 to 4, 7`.
fn ranges(numbers: &[usize]) -> String {
    let runs = numbers.chunk_by(|number, next| number + 1 == *next);
    let words = runs.map(|run| match run {
        [first, .., last] if run.len() > 2 => format!("{first} to {last}"),
        run => run
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn effect_in_words(rulebook: &Rulebook, effect: &Effect) -> String {
    let level = |level: TriageLevel| rulebook.level(level).title.to_string();
    let titles = |causes: &[CauseIndex]| {
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
