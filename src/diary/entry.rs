//! One earlier check, as a line of a diary keeps it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::answers::case::Case;
use crate::assess::{Assessment, Strength, Verdict};
use crate::day::Day;
use crate::triage::TriageLevel;

/// Number of the format of a diary's lines. It grows when a program for the old one could go wrong.
pub const FORMAT: u32 = 1;

/// One earlier check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Entry {
    format: u32,
    /// The day of the check.
    pub date: Day,
    /// Which soreness it was about: checks with the same label follow one another. It need not be a
    /// name, and tells the runners of a household apart.
    pub episode: String,
    /// How urgent it was.
    pub level: TriageLevel,
    /// What the causes came to.
    pub verdict: Verdict,
    /// The causes that anything spoke for, likeliest first.
    pub causes: Vec<KeptCause>,
    /// The answers by question, as a flag takes them.
    #[serde(deserialize_with = "each_once")]
    pub answers: BTreeMap<String, String>,
    /// The rules that made it.
    pub rules: KeptRules,
    /// The version of the program that made it.
    pub soreleg: String,
}

/// A cause as it was put forward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KeptCause {
    /// Its id.
    pub id: String,
    /// How strongly.
    pub strength: Strength,
}

/// Which rules made a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KeptRules {
    /// The edition of the rules, if the file names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// SHA-256 of the rule file, in hexadecimal.
    pub sha256: String,
}

/// What is looked at first, since all the rest may have changed.
#[derive(Deserialize)]
struct Edition {
    format: u32,
}

/// Reads a mapping in which no name comes twice, since nobody could tell which counts.
fn each_once<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    struct EachOnce;
    impl<'de> Visitor<'de> for EachOnce {
        type Value = BTreeMap<String, String>;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("answers by question")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut answers = BTreeMap::new();
            while let Some((question, answer)) = map.next_entry::<String, String>()? {
                if answers.contains_key(&question) {
                    return Err(A::Error::custom(format!("`{question}` is answered twice")));
                }
                answers.insert(question, answer);
            }
            Ok(answers)
        }
    }
    deserializer.deserialize_map(EachOnce)
}

impl Entry {
    /// A check of this day, to be kept.
    #[must_use]
    pub fn new(case: &Case, assessment: &Assessment, date: Day, episode: String) -> Self {
        let rulebook = case.rulebook();
        let causes = assessment.causes.iter();
        let causes = causes.filter(|result| result.strength > Strength::None);
        let answers = case.answers().given().map(|(index, answer)| {
            let question = &rulebook.questions[index];
            (question.id.to_string(), question.value(answer))
        });
        Entry {
            format: FORMAT,
            date,
            episode,
            level: assessment.level,
            verdict: assessment.verdict,
            causes: causes
                .map(|result| KeptCause {
                    id: rulebook.causes[result.cause].id.to_string(),
                    strength: result.strength,
                })
                .collect(),
            answers: answers.collect(),
            rules: KeptRules {
                version: rulebook.version.as_deref().map(str::to_owned),
                sha256: rulebook.sha256.to_string(),
            },
            soreleg: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// The entry as one line of JSON, with its line break.
    #[must_use]
    pub fn line(&self) -> String {
        // These types have string keys and no failing part, which is all that could go wrong.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// Reads a line of a diary.
    ///
    /// # Errors
    /// When it is no entry, or one in a newer format, with what is wrong.
    pub fn parse(line: &[u8]) -> Result<Self, String> {
        let fault = |error: serde_json::Error| {
            if error.is_eof() {
                return "this check is cut off".to_owned();
            }
            // The place would be of this line alone.
            let message = error.to_string();
            let (message, _) = message.rsplit_once(" at line ").unwrap_or((&message, ""));
            format!("this is no check that was kept: {message}")
        };
        let Edition { format } = serde_json::from_slice(line).map_err(fault)?;
        if format > FORMAT {
            return Err(format!(
                "this check has format {format}, and this soreleg knows {FORMAT}; a newer one reads it"
            ));
        }
        serde_json::from_slice(line).map_err(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use crate::diary;
    use crate::rulebook::Rulebook;
    use proptest::prelude::*;

    fn kept() -> Entry {
        let rulebook = Rulebook::built_in();
        let mut case = Case::empty(&rulebook);
        for (question, value) in [("emergency", "none"), ("pain", "6"), ("spot", "calf")] {
            let index = rulebook.question(question).unwrap();
            case.set(index, rulebook.questions[index].parse(value, None).unwrap());
        }
        let date = Day::parse("2026-05-03").unwrap();
        Entry::new(&case, &assess(&case), date, "left \"calf\"\n".to_owned())
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let entry = kept();
        let line = entry.line();
        assert_eq!(line.matches('\n').count(), 1, "{line}");
        assert_eq!(Entry::parse(line.as_bytes()), Ok(entry.clone()));
        assert_eq!(entry.answers["pain"], "6");
    }

    #[test]
    fn a_broken_line_loses_no_other() {
        let good = kept().line();
        let newer = good.replace("\"format\":1", "\"format\":2");
        let text = [
            good.as_bytes(),
            b"{\"format\":1,\"da\n\n\xff\n",
            newer.as_bytes(),
            good.replace("2026-05-03", "2026-02-30").as_bytes(),
            good.replace("\"pain\":", "\"pain\":\"1\",\"pain\":")
                .as_bytes(),
            good.trim_end().as_bytes(),
        ]
        .concat();
        let diary = diary::read(&text);
        let lines: Vec<_> = diary.entries.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 8]);
        let faults: Vec<_> = diary.faults.iter().map(|fault| fault.line).collect();
        assert_eq!(faults, [2, 4, 5, 6, 7]);
        let said = |place: usize| &*diary.faults[place].message;
        assert!(said(2).contains("a newer one reads it"), "{}", said(2));
        assert!(said(3).contains("a day that exists"), "{}", said(3));
        assert!(said(4).contains("answered twice"), "{}", said(4));
        assert_eq!(diary::read(b""), diary::Diary::default());
    }

    proptest! {
        #[test]
        fn any_bytes_are_lines_or_faults(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            (place, byte) in (0..600_usize, any::<u8>()),
        ) {
            let _ = diary::read(&bytes);
            let mut line = kept().line().into_bytes();
            let place = place % line.len();
            line[place] = byte;
            let diary = diary::read(&line);
            prop_assert!(diary.entries.len() + diary.faults.len() >= 1);
        }
    }
}
