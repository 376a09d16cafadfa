//! The rules that are built in, as the build script has checked and prepared them.

use crate::rulebook::Rulebook;

const PREPARED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/built-in.rulebook"));

/// The case files for the built-in rules, with their names.
pub(crate) const CASES: [(&str, &str); 17] = [
    ("calm.yaml", include_str!("../rules/cases/calm.yaml")),
    ("causes.yaml", include_str!("../rules/cases/causes.yaml")),
    ("corners.yaml", include_str!("../rules/cases/corners.yaml")),
    ("dangers.yaml", include_str!("../rules/cases/dangers.yaml")),
    (
        "follow-up.yaml",
        include_str!("../rules/cases/follow-up.yaml"),
    ),
    (
        "from-log.yaml",
        include_str!("../rules/cases/from-log.yaml"),
    ),
    ("groups.yaml", include_str!("../rules/cases/groups.yaml")),
    ("margins.yaml", include_str!("../rules/cases/margins.yaml")),
    (
        "ordinary.yaml",
        include_str!("../rules/cases/ordinary.yaml"),
    ),
    (
        "prohibitions.yaml",
        include_str!("../rules/cases/prohibitions.yaml"),
    ),
    ("real.yaml", include_str!("../rules/cases/real.yaml")),
    (
        "red-flags.yaml",
        include_str!("../rules/cases/red-flags.yaml"),
    ),
    ("signs.yaml", include_str!("../rules/cases/signs.yaml")),
    ("stories.yaml", include_str!("../rules/cases/stories.yaml")),
    (
        "weak-and-bitten.yaml",
        include_str!("../rules/cases/weak-and-bitten.yaml"),
    ),
    ("weights.yaml", include_str!("../rules/cases/weights.yaml")),
    (
        "withheld.yaml",
        include_str!("../rules/cases/withheld.yaml"),
    ),
];

impl Rulebook {
    /// The rulebook that is built in: the same as compiling [`BUILT_IN`](crate::rulebook::BUILT_IN)
    /// gives, at a fraction of the time.
    ///
    /// # Panics
    /// Never: the build script wrote the bytes with these same types.
    #[must_use]
    pub fn built_in() -> Self {
        postcard::from_bytes(PREPARED).expect("written by the build script")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::compile::compile;
    use crate::rulebook::BUILT_IN;

    #[test]
    fn is_what_the_rule_file_says() {
        let compiled = compile(BUILT_IN).unwrap();
        assert_eq!(
            format!("{:?}", Rulebook::built_in()),
            format!("{compiled:?}")
        );
    }

    #[test]
    fn every_case_file_is_there() {
        let folder = std::fs::read_dir("rules/cases").unwrap();
        let mut names: Vec<_> = folder.map(|file| file.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, CASES.map(|(name, _)| name));
    }
}
