//! What the interview says on standard error: wrapped to the terminal, escaped, plain ASCII signs.

use std::io;

use console::{Style, Term};
use textwrap::Options;
use textwrap::core::display_width;

use super::Prompt;
use crate::answer::Answer;
use crate::index::CauseIndex;
use crate::interview::Interview;
use crate::interview::why::{Effect, effects};
use crate::rulebook::{Kind, Rulebook};
use crate::text::escaped;
use crate::triage::TriageLevel;

/// Fewer rows leave too little of a list in sight; dialoguer cannot draw below three.
pub(super) const FEWEST_ROWS: u16 = 8;

/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 80;

/// Above so many open questions, most of them fall away with the answers to come.
const FEW: usize = 6;

/// Between a question and its answer, and where the question is cut.
const EQUALS: &str = " = ";
const CUT: &str = "...";

/// A question cut to fewer columns tells too little.
const SHORTEST: usize = 24;

/// Where the interview speaks.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) term: Term,
}

impl Page {
    pub(super) fn new(styled: bool) -> Self {
        // As decided here: console goes by rules of its own.
        console::set_colors_enabled_stderr(styled);
        let term = Term::buffered_stderr();
        Page { term }
    }

    /// The columns to write in. The last one stays free: some terminals wrap when it is filled.
    pub(super) fn width(&self) -> usize {
        usize::from(self.term.size().1).clamp(2, WIDEST) - 1
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

    fn strong(&self, text: &str) -> Vec<String> {
        let lines = hang("", text, self.width());
        lines.iter().map(|line| bold(line)).collect()
    }

    /// What matters less, such as the keys that work.
    pub(super) fn dim(&self, text: &str) -> Vec<String> {
        let style = Style::new().for_stderr().dim();
        let lines = hang("", text, self.width()).into_iter();
        lines.map(|line| style.apply_to(line).to_string()).collect()
    }

    pub(super) fn greet(&self, title: &str) -> io::Result<()> {
        self.paragraph(title)?;
        self.paragraph(
            "I ask only what can change the result. \"Not sure\" is fine; on danger signs I then \
             play safe.",
        )
    }

    /// What stands above a question: a blank line, and the heading of a new topic.
    pub(super) fn lead(&self, prompt: &Prompt) -> Vec<String> {
        let mut lead = vec![String::new()];
        if let Some(title) = prompt.topic {
            lead.extend(self.strong(&format!("== {title} ==")));
            lead.push(String::new());
        }
        lead
    }

    /// A question and how many may follow, above its answers.
    pub(super) fn question(&self, prompt: &Prompt) -> Vec<String> {
        let more = match prompt.interview.most_to_come() {
            0 if prompt.earlier.is_none() => "(the last question)".to_owned(),
            0 => String::new(),
            more if more > FEW => format!("(at most {more} more after this, usually fewer)"),
            more => format!("(at most {more} more after this)"),
        };
        let mut lines = self.ask(prompt);
        if !more.is_empty() {
            lines.extend(hang("  ", &more, self.width()));
        }
        lines
    }

    /// What was answered or ticked before.
    pub(super) fn before(&self, prompt: &Prompt, ticks: Option<Answer>) -> Vec<String> {
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
                format!("Your answer before: {} (Enter keeps it)", words(answer))
            }
            (None, None, _) => return Vec::new(),
        };
        hang("  ", &before, self.width())
    }

    /// A question alone.
    pub(super) fn ask(&self, prompt: &Prompt) -> Vec<String> {
        self.strong(&prompt.question.ask)
    }

    /// An answer as it was understood.
    pub(super) fn understood(&self, words: &str) -> io::Result<()> {
        self.hanging("  = ", words)
    }

    /// An answer that falls away with another one.
    pub(super) fn dropped(&self, ask: &str) -> io::Result<()> {
        self.hanging("  ", &format!("No longer needed: your answer to \"{ask}\""))
    }

    /// Why a question is asked, how to find out, and what each answer would do.
    pub(super) fn why(&self, prompt: &Prompt) -> Vec<String> {
        let (case, question) = (prompt.interview.case(), prompt.question);
        let rulebook = case.rulebook();
        let mut effects: Vec<(String, String)> = (effects(case, prompt.index).into_iter())
            .map(|effect| (effect_in_words(rulebook, &effect), effect.answer))
            .collect();
        let options = question.kind.choices().len();
        // Behind them is *not sure* alone.
        let answers = effects.len().saturating_sub(1);
        let none_alone = effects[..answers].iter().all(|(says, _)| says.is_empty());
        // Nine signs of one meaning are told once.
        if options > 2
            && effects[..options]
                .iter()
                .all(|(says, _)| *says == effects[0].0)
        {
            effects.drain(1..options);
            "Any of these".clone_into(&mut effects[0].1);
        }
        effects.retain(|(says, _)| !says.is_empty());
        let mut lines = vec![String::new()];
        let mut say = |first: &str, text: &str| lines.extend(hang(first, text, self.width()));
        if !effects.is_empty() {
            say("", "What your answer would do by itself:");
        }
        for (says, answer) in &effects {
            say("  - ", &format!("{answer}: {says}"));
        }
        if none_alone {
            let alone = match question.kind {
                Kind::Checklist(_) => {
                    "A tick alone changes little: it counts together with other ticks and answers."
                }
                _ => "Your answer alone changes little: it counts together with other answers.",
            };
            say("", alone);
        }
        // The reason comes last: what is above it may have left the screen.
        say("Why:  ", &question.why);
        if let Some(how) = &question.how {
            say("How:  ", how);
        }
        lines
    }

    /// What stands above the answers in the review.
    pub(super) fn review(&self, interview: &Interview) -> Vec<String> {
        let case = interview.case();
        let mut lines = self.strong("== Your answers ==");
        let mut questions = case.rulebook().questions.indices();
        if questions.any(|question| case.is_open(question)) {
            let stop = "I can stop here: no answer left could change the result.";
            lines.extend(hang("", stop, self.width()));
        }
        lines
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

pub(super) fn bold(line: &str) -> String {
    Style::new().for_stderr().bold().apply_to(line).to_string()
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

/// A question and its answer in one line of `room` columns. The question is cut for that, as long as
/// it can still be told; the answer never is, and sooner takes a second line.
pub(super) fn in_short(question: &str, answer: &str, room: usize) -> String {
    let left = room.saturating_sub(display_width(answer) + EQUALS.len());
    let left = left.max(SHORTEST.min(room / 2));
    if display_width(question) <= left {
        return format!("{question}{EQUALS}{answer}");
    }
    let lines = textwrap::wrap(question, left.saturating_sub(CUT.len()));
    let start = lines
        .first()
        .map_or("", |line| line.trim_end_matches([',', '.', ':']));
    format!("{start}{CUT}{EQUALS}{answer}")
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

#[cfg(test)]
mod tests {
    use super::in_short;

    #[test]
    fn a_question_is_cut_so_that_its_answer_fits_beside_it() {
        let ask = "How far have these shoes gone, all in all?";
        for (room, answer, line) in [
            (
                74,
                "450 mi",
                "How far have these shoes gone, all in all? = 450 mi",
            ),
            (
                51,
                "450 mi",
                "How far have these shoes gone, all in all? = 450 mi",
            ),
            (
                50,
                "450 mi",
                "How far have these shoes gone, all in... = 450 mi",
            ),
            (34, "450 mi", "How far have these... = 450 mi"),
            (
                34,
                "Not sure about it",
                "How far have... = Not sure about it",
            ),
        ] {
            assert_eq!(in_short(ask, answer, room), line);
        }
        let long = "One leg is suddenly cold and pale; One calf is newly swollen";
        assert_eq!(in_short(ask, long, 40), format!("How far have... = {long}"));
    }
}
