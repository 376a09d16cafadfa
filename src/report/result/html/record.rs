//! What the page says of the answers, and of other times: danger signs, answers, earlier checks, weeks.

use maud::{Markup, html};

use super::super::super::log::LogReport;
use super::super::signs::{Said, lines, signs};
use super::{Page, bar};

impl Page<'_> {
    /// The danger signs, by what was said of them.
    pub(super) fn signs(&self) -> Markup {
        let mut signs = signs(self.report);
        let all = signs.len();
        signs.retain(|sign| !self.extras.left_out.contains(&sign.question));
        let groups = [
            ("Yes", Said::Yes),
            ("Not sure", Said::NotSure),
            ("Not asked", Said::NotAsked),
            ("Denied", Said::Denied),
        ];
        let groups = groups.map(|(words, said)| (words, lines(self.report, &signs, said)));
        let none = groups.iter().filter(|(_, lines)| lines.is_empty());
        let none: Vec<&str> = none.map(|(words, _)| *words).collect();
        html! {
            section {
                h2 { "Danger signs" }
                @for (words, lines) in groups.iter().filter(|(_, lines)| !lines.is_empty()) {
                    h3 { (words) }
                    ul { @for line in lines { li { (line) } } }
                }
                @if !none.is_empty() {
                    p {
                        strong { (none.join(", ")) ":" } " none"
                        @if signs.len() < all { " of those told here" }
                    }
                }
            }
        }
    }

    pub(super) fn answers(&self) -> Markup {
        let given = self.report.case.answers().given();
        let given = given.filter(|(index, _)| !self.extras.left_out.contains(index));
        let rows = given.map(|(index, answer)| {
            let question = &self.report.rulebook().questions[index];
            let is_from_log = self.report.log_says(index).is_some();
            let answer = html! {
                (question.words(answer))
                @if is_from_log { " (from the training log)" }
            };
            (&*question.short, vec![answer])
        });
        html! {
            section {
                h2 { "Answers" }
                div .wide { (table(&["Question", "Answer"], rows)) }
            }
        }
    }

    pub(super) fn course(&self) -> Markup {
        let Some((score, course)) = self.extras.diary.map(|diary| diary.course()) else {
            return Markup::default();
        };
        let left_out = self.extras.left_out.iter();
        let mut left_out = left_out.map(|question| &self.report.rulebook().questions[*question]);
        let score = score.filter(|score| left_out.all(|question| question.id != *score.id));
        let mut heads = vec!["Day", "How urgent"];
        if let Some(score) = score {
            heads.insert(1, &score.short);
        }
        let rows = course.iter().map(|check| {
            let of_score = score.map(|_| html! { (bar(check.score.0)) " " (check.score.1) });
            let level = html! { (bar(check.level.0)) " " (check.level.1) };
            (&*check.day, of_score.into_iter().chain([level]).collect())
        });
        html! {
            section {
                h2 { "Earlier checks" }
                (table(&heads, rows))
            }
        }
    }

    pub(super) fn weeks(&self) -> Markup {
        let Some(weeks) = self.extras.log.as_ref().map(LogReport::week_bars) else {
            return Markup::default();
        };
        let rows = weeks.iter().map(|week| {
            let runs = html! { (bar(week.eighths)) " " (week.says) };
            (&*week.from, vec![runs])
        });
        html! {
            section {
                h2 { "Training weeks, the newest first" }
                (table(&["From", "Runs"], rows))
            }
        }
    }
}

/// A table whose rows have heads.
fn table<'t>(heads: &[&str], rows: impl Iterator<Item = (&'t str, Vec<Markup>)>) -> Markup {
    html! {
        table {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for (head, cells) in rows {
                    tr {
                        th scope="row" { (head) }
                        @for cell in cells { td { (cell) } }
                    }
                }
            }
        }
    }
}
