//! What of the answers a reason may quote.

use super::Report;
use crate::answer::{Answer, Answers};
use crate::answers::case::Case;
use crate::index::QuestionIndex;
use crate::quantity::Unit;
use crate::rulebook::Question;
use crate::rulebook::condition::Condition;

impl Report<'_> {
    /// What the runner said that makes a condition hold, in brackets; empty where it holds because
    /// something was not said.
    pub(super) fn said(&self, when: &Condition) -> String {
        self.in_brackets("said", when, |_, question, answer| match answer {
            // A number alone says too little.
            Answer::Number(number) if number.unit() == Unit::One => {
                Some(format!("{} {number}", question.id))
            }
            answer => Some(question.words(answer)),
        })
    }

    /// The same as far as the reason leaves it open: a number, or which of several options; with who said
    /// it, the runner or the runner's log.
    pub(super) fn said_in_short(&self, when: &Condition) -> String {
        let mut questions = when.questions().into_iter();
        let is_from_log = questions.any(|question| self.log_says(question).is_some());
        let who = if is_from_log {
            "from your log"
        } else {
            "you said"
        };
        self.in_brackets(who, when, |index, question, answer| match answer {
            Answer::Number(number) if number.unit() == Unit::One => {
                Some(format!("{} {number}", question.short.to_lowercase()))
            }
            Answer::Number(number) => Some(number.to_string()),
            answer => {
                let is_open = sought(when, index).count_ones() > 1;
                is_open.then(|| question.in_short(answer))
            }
        })
    }

    fn in_brackets(
        &self,
        who: &str,
        when: &Condition,
        words: impl Fn(QuestionIndex, &Question, Answer) -> Option<String>,
    ) -> String {
        let (quoted, questions) = (quoted(self.case, when), &self.rulebook().questions);
        let said = quoted.given();
        let said = said.filter_map(|(index, answer)| words(index, &questions[index], answer));
        let said: Vec<String> = said.collect();
        if said.is_empty() {
            return String::new();
        }
        format!(" ({who}: {})", said.join("; "))
    }
}

/// The answers that make a condition hold, as far as it names them: of a ticked list only the ticks
/// it looks for. Where it holds because something was *not* said, whatever else was said has nothing
/// to do with it.
#[must_use]
pub(super) fn quoted(case: &Case, when: &Condition) -> Answers {
    let mut quoted = Answers::new(case.answers().questions());
    quote(case, when, &mut quoted);
    quoted
}

fn quote(case: &Case, when: &Condition, quoted: &mut Answers) {
    if !case.holds(when) {
        return;
    }
    let (question, sought) = match when {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                quote(case, part, quoted);
            }
            return;
        }
        Condition::Is(question, options) => (*question, *options),
        Condition::Ticks(question, options, range) if range.from > 0 => (*question, *options),
        Condition::Within(question, _)
        | Condition::NoneTicked(question)
        | Condition::NotSure(question) => (*question, 0),
        Condition::Ticks(..) | Condition::Not(_) => return,
    };
    let answer = match (case.answers().get(question), quoted.get(question)) {
        (Some(Answer::Ticks { ticked, unsure }), before) => {
            let (ticks, not_sure) = match before {
                Some(Answer::Ticks { ticked, unsure }) => (ticked, unsure),
                _ => (0, false),
            };
            Answer::Ticks {
                ticked: ticked & sought | ticks,
                unsure: not_sure || unsure && matches!(when, Condition::NotSure(_)),
            }
        }
        (Some(answer), _) => answer,
        (None, _) => return,
    };
    quoted.set(question, answer);
}

/// The options of a question that a condition looks for.
#[must_use]
pub(super) fn sought(when: &Condition, question: QuestionIndex) -> u64 {
    match when {
        Condition::All(parts) | Condition::Any(parts) => {
            let parts = parts.iter().map(|part| sought(part, question));
            parts.fold(0, |all, some| all | some)
        }
        Condition::Is(of, options) | Condition::Ticks(of, options, _) if *of == question => {
            *options
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::compile::compile;
    use crate::rulebook::condition::Range;

    const DANGER: QuestionIndex = QuestionIndex(0);
    const WHERE: QuestionIndex = QuestionIndex(2);
    const DAYS: QuestionIndex = QuestionIndex(4);

    /// What is quoted for a condition, when two signs were ticked on one leg that is sore for 20 days.
    fn said(when: &Condition) -> Vec<String> {
        let rulebook = compile(include_str!("../../tests/rules/tiny.yaml")).unwrap();
        let mut case = Case::empty(&rulebook);
        for (place, value) in [
            (DANGER, "cold,swollen,not_sure"),
            (WHERE, "one"),
            (DAYS, "20"),
        ] {
            let answer = rulebook.questions[place].parse(value, None).unwrap();
            case.set(place, answer);
        }
        let quoted = quoted(&case, when);
        let said = quoted.given();
        said.map(|(place, answer)| rulebook.questions[place].value(answer))
            .collect()
    }

    fn ticks(options: u64, from: i64, below: i64) -> Condition {
        Condition::Ticks(DANGER, options, Range { from, below })
    }

    #[test]
    fn only_what_is_looked_for_is_quoted() {
        assert_eq!(said(&Condition::Is(DANGER, 0b011)), ["cold"]);
        assert_eq!(said(&ticks(0b110, 2, 9)), ["cold,swollen"]);
        assert_eq!(said(&Condition::NotSure(DANGER)), ["not_sure"]);
        let both = [Condition::Is(DANGER, 0b010), Condition::Is(DANGER, 0b100)];
        assert_eq!(said(&Condition::All(both.to_vec())), ["cold,swollen"]);
    }

    #[test]
    fn what_was_not_said_has_nothing_to_quote() {
        let other = Condition::Is(WHERE, 0b01);
        let not = Condition::Not(Box::new(other.clone()));
        assert!(said(&not).is_empty());
        assert!(said(&ticks(0b110, i64::MIN, 9)).is_empty());
        let all = Condition::All(vec![not, Condition::Is(DANGER, 0b100)]);
        assert_eq!(said(&all), ["swollen"]);
    }

    #[test]
    fn a_part_that_does_not_hold_is_no_reason() {
        let far = Range { from: 0, below: 1 };
        let both = vec![Condition::Is(WHERE, 0b10), Condition::Within(DAYS, far)];
        let either = vec![Condition::All(both), Condition::Is(DANGER, 0b100)];
        assert_eq!(said(&Condition::Any(either)), ["swollen"]);
    }
}
