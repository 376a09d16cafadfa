//! A rulebook as a page in Markdown, for people who judge the rules.

use std::fmt::Write as _;

use super::document::Document;
use super::due_in_words;
use crate::answers::grammar::NOT_SURE_WORDS;
use crate::rulebook::condition::{Condition, QuestionIndex};
use crate::rulebook::{Advice, Cause, Kind, Question, Rulebook, odds};

/// The page: every question with what its answers mean, every red flag, every cause, every source.
#[must_use]
pub fn rulebook_page(rulebook: &Rulebook) -> Document {
    let mut page = Page {
        rulebook,
        document: Document::new(),
    };
    page.document.section(1, &rulebook.title);
    for limit in &rulebook.limits {
        page.document.paragraph(limit);
    }
    page.levels();
    page.questions();
    page.red_flags();
    page.ordinary();
    for cause in &rulebook.causes {
        page.cause(cause);
    }
    page.document.heading("Advice for everyone");
    page.advice(&rulebook.advice);
    page.document.heading("When to come back or call for help");
    for item in &rulebook.safety_net {
        let sources = page.sources(&item.sources);
        page.item(format!("{} ({}) {sources}", item.say, item.level));
    }
    page.source_list();
    page.document
}

struct Page<'r> {
    rulebook: &'r Rulebook,
    document: Document,
}

impl<'r> Page<'r> {
    fn item(&mut self, text: String) {
        self.document.item("- ", text);
    }

    fn words(&self, when: &Condition) -> String {
        when.words(self.rulebook)
    }

    fn sources(&self, sources: &[usize]) -> String {
        format!("[{}]", self.rulebook.source_ids(sources).join(", "))
    }

    fn levels(&mut self) {
        self.document.heading("Levels");
        let levels = crate::triage::TriageLevel::ALL.map(|level| {
            let text = self.rulebook.level(level);
            vec![
                format!("`{level}`"),
                text.title.to_string(),
                text.action.to_string(),
            ]
        });
        self.document
            .table(&["Level", "Headline", "What to do"], levels);
    }

    fn questions(&mut self) {
        for (place, topic) in self.rulebook.topics.iter().enumerate() {
            self.document.heading(format!("Questions: {}", topic.title));
            for (question, rules) in self.rulebook.questions.iter().enumerate() {
                if rules.topic == place {
                    self.question(question, rules);
                }
            }
        }
    }

    fn question(&mut self, place: QuestionIndex, question: &'r Question) {
        self.document
            .section(3, format!("{} (`{}`)", question.ask, question.id));
        self.document.paragraph(format!("Why: {}", question.why));
        if let Some(how) = &question.how {
            self.document.paragraph(format!("How to find out: {how}"));
        }
        if let Some(only_if) = &question.only_if {
            let when = self.words(only_if);
            self.document
                .paragraph(format!("Asked only if {when}, or if that is not sure."));
        }
        if let Kind::Number { min, max, .. } = &question.kind {
            self.document
                .paragraph(format!("A number from {min} to {max}."));
        }
        let rows = self
            .answers(place, question)
            .into_iter()
            .map(|(answer, test)| {
                let (mut signs, mut speaks_for, mut against) = (Vec::new(), Vec::new(), Vec::new());
                for flag in &self.rulebook.red_flags {
                    if let Some(mark) = mark(&flag.when, &test) {
                        signs.push(format!("{}{mark}", flag.level));
                    }
                }
                for cause in &self.rulebook.causes {
                    for evidence in &cause.evidence {
                        if let Some(mark) = mark(&evidence.when, &test) {
                            let side = if evidence.ratio > 1.0 {
                                &mut speaks_for
                            } else {
                                &mut against
                            };
                            side.push(format!("{} ×{}{mark}", cause.title, evidence.ratio));
                        }
                    }
                }
                vec![
                    answer,
                    signs.join(", "),
                    speaks_for.join(", "),
                    against.join(", "),
                ]
            });
        let rows: Vec<_> = rows.collect();
        let partly = rows
            .iter()
            .flatten()
            .any(|cell| cell.ends_with('*') || cell.contains("*,"));
        let kind = match question.kind {
            Kind::Checklist(_) => "Ticked",
            _ => "Answer",
        };
        self.document
            .table(&[kind, "Danger", "Speaks for", "Speaks against"], rows);
        if partly {
            self.document.paragraph("* together with other answers");
        }
    }

    /// The answers that rules tell apart, each with the test it passes.
    fn answers(&self, place: QuestionIndex, question: &Question) -> Vec<(String, Condition)> {
        let choices = question.kind.choices().iter().enumerate();
        let mut answers: Vec<(String, Condition)> = choices
            .map(|(option, choice)| (choice.text.to_string(), Condition::Is(place, 1 << option)))
            .collect();
        for placed in self.rulebook.conditions() {
            each_test(placed.condition, &mut |test| {
                let is_of_it = match test {
                    Condition::Within(question, _)
                    | Condition::NoneTicked(question)
                    | Condition::Ticks(question, ..) => *question == place,
                    _ => false,
                };
                if is_of_it && answers.iter().all(|(_, known)| known != test) {
                    answers.push((self.words(test), test.clone()));
                }
            });
        }
        answers.push((NOT_SURE_WORDS.to_owned(), Condition::NotSure(place)));
        answers
    }

    fn red_flags(&mut self) {
        self.document.heading("Danger signs");
        for flag in &self.rulebook.red_flags {
            self.document
                .section(3, format!("`{}`: {}", flag.id, flag.level));
            let (when, sources) = (self.words(&flag.when), self.sources(&flag.sources));
            self.item(format!("When: {when}"));
            self.item(format!("Because {} {sources}", flag.because));
            if let Some(action) = &flag.action {
                self.item(format!("{action}"));
            }
        }
    }

    fn ordinary(&mut self) {
        let ordinary = &self.rulebook.ordinary;
        self.document.heading(&ordinary.title);
        let (when, sources) = (self.words(&ordinary.when), self.sources(&ordinary.sources));
        self.document
            .paragraph(format!("When: {when}; unless a cause is strong."));
        self.document
            .paragraph(format!("Because {} {sources}", ordinary.because));
        self.advice(&ordinary.advice);
    }

    fn cause(&mut self, cause: &Cause) {
        self.document
            .heading(format!("Cause: {} (`{}`)", cause.title, cause.id));
        self.document.paragraph(&cause.summary);
        self.document.paragraph(before_any_answer(cause));
        let rows = cause.evidence.iter().map(|evidence| {
            vec![
                self.words(&evidence.when),
                format!("×{}", evidence.ratio),
                evidence.group.as_deref().unwrap_or_default().to_owned(),
                format!("{} {}", evidence.because, self.sources(&evidence.sources)),
            ]
        });
        let rows: Vec<_> = rows.collect();
        self.document
            .table(&["When", "Ratio", "Group", "Because"], rows);
        if has_groups(cause) {
            self.document.paragraph(OF_A_GROUP);
        }
        self.advice(&cause.advice);
    }

    fn advice(&mut self, list: &[Advice]) {
        for advice in list {
            let due = due_in_words(advice.due);
            let mut line = format!("{due}: {} (`{}`", advice.action, advice.id);
            if let Some(only_if) = &advice.only_if {
                let _ = write!(line, "; only if {}", self.words(only_if));
            }
            if let Some(unless) = &advice.unless {
                let _ = write!(line, "; never if {}", self.words(unless));
            }
            let levels: Vec<&str> = advice.levels.iter().map(|level| level.name()).collect();
            let sources = self.sources(&advice.sources);
            let _ = write!(line, "; at {}) {sources}", levels.join(", "));
            self.item(line);
        }
    }

    fn source_list(&mut self) {
        self.document.heading("Sources");
        for source in &self.rulebook.sources {
            let mut line = format!("[{}] {}", source.id, source.title);
            if let Some(year) = source.year {
                let _ = write!(line, " ({year})");
            }
            if let Some(link) = &source.link {
                let _ = write!(line, ", {link}");
            }
            if let Some(weak) = &source.weak {
                let _ = write!(line, ". Weak: {weak}");
            }
            self.item(line);
        }
    }
}

/// How likely a cause is taken to be before anything is known.
pub(super) fn before_any_answer(cause: &Cause) -> String {
    let odds = odds(cause.prior);
    let percent = 100.0 * odds / (1.0 + odds);
    if percent < 1.0 {
        "Before any answer: less than 1 in 100.".to_owned()
    } else {
        format!("Before any answer: {percent:.0} in 100.")
    }
}

/// What a group of evidence means.
pub(super) const OF_A_GROUP: &str = "Of the evidence in one group only the strongest counts.";

/// Whether any of the evidence on a cause is in a group.
pub(super) fn has_groups(cause: &Cause) -> bool {
    cause
        .evidence
        .iter()
        .any(|evidence| evidence.group.is_some())
}

/// Whether an answer that passes `answer` counts towards a condition: with `*` if it needs others.
fn mark(when: &Condition, answer: &Condition) -> Option<&'static str> {
    let alone = passes(when, answer);
    let mut part = false;
    each_test(when, &mut |test| part |= passes(test, answer));
    match (alone, part) {
        (true, _) => Some(""),
        (false, true) => Some("*"),
        (false, false) => None,
    }
}

fn passes(when: &Condition, answer: &Condition) -> bool {
    match (when, answer) {
        (Condition::Any(parts), answer) => parts.iter().any(|part| passes(part, answer)),
        (Condition::Is(question, options), Condition::Is(answered, option)) => {
            question == answered && options & option != 0
        }
        (when, answer) => when == answer,
    }
}

/// Calls `visit` with every test of a condition, except those that are negated.
fn each_test(when: &Condition, visit: &mut impl FnMut(&Condition)) {
    match when {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                each_test(part, visit);
            }
        }
        Condition::Not(_) => {}
        test => visit(test),
    }
}
