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
        html! {
            section {
                h2 { "Answers" }
                div .wide { table {
                    thead { tr { th scope="col" { "Question" } th scope="col" { "Answer" } } }
                    tbody {
                        @for (index, answer) in given {
                            @let question = &self.report.rulebook().questions[index];
                            tr {
                                th scope="row" { (question.short) }
                                td {
                                    (question.words(answer))
                                    @if self.report.log_says(index).is_some() { " (from the training log)" }
                                }
                            }
                        }
                    }
                } }
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
        html! {
            section {
                h2 { "Earlier checks" }
                table {
                    thead {
                        tr {
                            th scope="col" { "Day" }
                            @if let Some(score) = score { th scope="col" { (score.short) } }
                            th scope="col" { "How urgent" }
                        }
                    }
                    tbody {
                        @for check in course {
                            tr {
                                th scope="row" { (check.day) }
                                @if score.is_some() { td { (bar(check.score.0)) " " (check.score.1) } }
                                td { (bar(check.level.0)) " " (check.level.1) }
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn weeks(&self) -> Markup {
        let weeks = self.extras.log.as_ref().map(LogReport::week_bars);
        html! {
            @if let Some(weeks) = weeks {
                section {
                    h2 { "Training weeks, the newest first" }
                    table {
                        thead { tr { th scope="col" { "From" } th scope="col" { "Runs" } } }
                        tbody {
                            @for week in weeks {
                                tr {
                                    th scope="row" { (week.from) }
                                    td { (bar(week.eighths)) " " (week.says) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
