//! The danger signs that were asked about, and what was said of each.

use super::super::Report;
use crate::answer::{Answer, Answers};
use crate::assess::Engine;
use crate::index::QuestionIndex;
use crate::rulebook::QuestionKind;

/// What was said of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Yes,
    Denied,
    NotSure,
    NotAsked,
}

/// A danger sign: an option of a question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign {
    pub(super) question: QuestionIndex,
    pub(super) option: usize,
    pub(super) said: Said,
}

/// All danger signs, in the order of the questions. Those of a question that does not apply are none.
pub(super) fn signs(report: &Report) -> Vec<Sign> {
    let mut engine = Engine::new(report.rulebook());
    let mut signs = Vec::new();
    for (question, asked) in report.rulebook().questions.enumerated() {
        if !asked.safety || !report.case.may_apply(question) {
            continue;
        }
        let given = report.answer(question);
        for option in 0..asked.kind.choices().len() {
            if is_sign(&mut engine, question, option) {
                let said = said(given, option);
                signs.push(Sign {
                    question,
                    option,
                    said,
                });
            }
        }
    }
    signs
}

/// Those of which that was said, a line for each question.
pub(super) fn lines(report: &Report, signs: &[Sign], said: Said) -> Vec<String> {
    let of_it = signs.iter().filter(|sign| sign.said == said);
    let of_it: Vec<&Sign> = of_it.collect();
    let line = |signs: &[&Sign]| {
        let question = &report.rulebook().questions[signs[0].question];
        let options = signs
            .iter()
            .map(|sign| &question.kind.choices()[sign.option]);
        let texts: Vec<&str> = options.map(|option| &*option.text).collect();
        format!("{}: {}", question.short, texts.join("; "))
    };
    let of_it = of_it.chunk_by(|one, next| one.question == next.question);
    of_it.map(line).collect()
}

fn said(answer: Option<Answer>, option: usize) -> Said {
    match answer {
        None => Said::NotAsked,
        Some(answer) if answer.names(option) => Said::Yes,
        Some(answer) if answer.is_unsure() => Said::NotSure,
        Some(_) => Said::Denied,
    }
}

/// Whether an option by itself calls for help the same day.
fn is_sign(engine: &mut Engine, question: QuestionIndex, option: usize) -> bool {
    let rulebook = engine.rulebook();
    let mut answers = Answers::new(rulebook.questions.len());
    // At most 32 options.
    let answer = match (&rulebook.questions[question].kind, u8::try_from(option)) {
        (QuestionKind::Choice(_), Ok(option)) => Answer::Option(option),
        _ => Answer::Ticks {
            ticked: 1 << option,
            unsure: false,
        },
    };
    answers.set(question, answer);
    engine.evaluate(&answers).level.is_urgent()
}
