//! The promise that every cause can come first.

use super::{Broken, Proof, Prover};
use crate::answer::{Answer, Answers};
use crate::assess::RankedCause;
use crate::index::CauseIndex;
use crate::rulebook::{Rulebook, Score, odds};

/// Whether it is not urgent, then the lead of the cause, then its score.
type Merit = (bool, Score, Score);

impl Prover<'_> {
    pub(super) fn causes(&mut self) -> Result<Proof, Broken> {
        for cause in self.rulebook.causes.indices() {
            let best = self.best_case(cause);
            let first = self.engine.evaluate(&best).shown().next();
            if first != Some(cause) {
                let Rulebook {
                    causes, thresholds, ..
                } = self.rulebook;
                let ranked = self.engine.evaluate(&best).causes;
                let odds_of = |ranked: &RankedCause| {
                    format!("`{}` {:.2}", causes[ranked.cause].id, odds(ranked.score))
                };
                let own = ranked.iter().filter(|ranked| ranked.cause == cause);
                let others = ranked.iter().filter(|ranked| ranked.cause != cause);
                let got: Vec<String> = own.chain(others.take(1)).map(odds_of).collect();
                return Err(Broken {
                    what: format!(
                        "no answers were found that put `{}` first; those that speak most for it give odds \
                         of {}, and from {:.2} a cause is put forward",
                        causes[cause].id,
                        got.join(" and "),
                        odds(thresholds.fair)
                    ),
                    answers: None,
                });
            }
        }
        Ok(Proof::ByExample)
    }

    /// The answers that speak most for a cause without being urgent, found question by question.
    fn best_case(&mut self, cause: CauseIndex) -> Answers {
        let mut answers = Answers::new(self.rulebook.questions.len());
        let mut most = self.merit(cause, &answers);
        loop {
            for question in self.rulebook.questions.indices() {
                let mut best: Option<(Merit, Answer)> = None;
                for answer in self.classes.sure(question) {
                    answers.set(question, answer);
                    let merit = self.merit(cause, &answers);
                    if best.is_none_or(|(most, _)| merit >= most) {
                        best = Some((merit, answer));
                    }
                }
                // Of a checklist every further tick that adds to it.
                for option in 0..self.rulebook.questions[question].kind.choices().len() {
                    if let Some((most, Answer::Ticks { ticked, unsure })) = best {
                        let ticked = ticked | 1 << option;
                        let more = Answer::Ticks { ticked, unsure };
                        answers.set(question, more);
                        let merit = self.merit(cause, &answers);
                        if merit > most {
                            best = Some((merit, more));
                        }
                    }
                }
                if let Some((_, answer)) = best {
                    answers.set(question, answer);
                }
            }
            // The best answer to an early question can change with the later ones.
            let reached = self.merit(cause, &answers);
            if reached <= most {
                return answers;
            }
            most = reached;
        }
    }

    /// How much some answers speak for a cause.
    fn merit(&mut self, cause: CauseIndex, answers: &Answers) -> Merit {
        let evaluation = self.engine.evaluate(answers);
        let score = |of: bool| {
            let ranked = evaluation.causes.iter();
            let scores = ranked.filter(|ranked| (ranked.cause == cause) == of);
            scores.map(|ranked| ranked.score).max().unwrap_or(0)
        };
        let (own, other) = (score(true), score(false));
        (!evaluation.level.is_urgent(), own - other, own)
    }
}
