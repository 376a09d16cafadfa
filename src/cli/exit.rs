//! How the program ends.

use std::process::ExitCode;

/// Exit codes, as documented in the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Reading or writing failed.
    Failed,
    /// Wrong usage, or answers that do not fit the questions.
    BadAnswers,
    /// Answers are missing and nobody can be asked.
    AnswersMissing,
    /// The rule file is faulty.
    RulesFaulty,
    /// Rule tests failed.
    TestsFailed,
    /// A finished check at this level, with `--exit-code`.
    Level(crate::triage::TriageLevel),
    /// Interrupted by this signal.
    Interrupted(u8),
}

/// The exit codes, with what they mean.
pub(super) const EXIT_STATUS: [(&str, &str); 8] = [
    ("0", "done"),
    ("1", "reading or writing failed"),
    ("2", "wrong usage, or answers that do not fit the questions"),
    ("3", "answers are missing and nobody can be asked"),
    ("4", "the rule file is faulty"),
    ("5", "rule tests failed"),
    (
        "10, 20, 30, 40",
        "with --exit-code: time off, see a doctor, same day, emergency",
    ),
    ("128 and more", "a signal ended it: its number and 128"),
];

impl Exit {
    /// The number handed to the system.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::BadAnswers => 2,
            Exit::AnswersMissing => 3,
            Exit::RulesFaulty => 4,
            Exit::TestsFailed => 5,
            Exit::Level(level) => level as u8 * 10,
            Exit::Interrupted(signal) => 128 + signal,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
