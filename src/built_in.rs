//! The rules that are built in, as the build script has checked and prepared them.

use crate::rulebook::Rulebook;

const PREPARED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/built-in.rulebook"));

macro_rules! case_files {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../rules/cases/", $name)))),*]
    };
}

/// The case files for the built-in rules, with their names.
pub(crate) const CASES: [(&str, &str); 17] = case_files!(
    "calm.yaml"
    "causes.yaml"
    "corners.yaml"
    "dangers.yaml"
    "follow-up.yaml"
    "from-log.yaml"
    "groups.yaml"
    "margins.yaml"
    "ordinary.yaml"
    "prohibitions.yaml"
    "real.yaml"
    "red-flags.yaml"
    "signs.yaml"
    "stories.yaml"
    "weak-and-bitten.yaml"
    "weights.yaml"
    "withheld.yaml"
);

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
