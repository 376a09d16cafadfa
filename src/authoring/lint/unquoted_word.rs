//! Words that are true or false to many YAML tools unless they stand in quotes.

use super::Lint;
use crate::fault::{Code, Fault};
use crate::rulebook::path::RulePath;
use crate::yaml::Node;

pub(crate) const UNQUOTED_WORD: &Code = &Code::warning(
    "unquoted-word",
    "Other tools read this word as true or false",
    "This program reads `yes`, `no`, `on` and `off` as words. Many other YAML tools do \
     not. Put them in quotes.",
);

pub(super) fn check(lint: &mut Lint) {
    lint.found.extend(unquoted_words(&lint.tree.root));
}

fn unquoted_words(node: &Node) -> Vec<Fault> {
    const WORDS: [&str; 6] = ["yes", "no", "on", "off", "y", "n"];
    let mut found = Vec::new();
    node.each_plain(&mut |word, position| {
        if WORDS.contains(&word.to_lowercase().as_str()) {
            let message = format!("`{word}` is true or false to other YAML tools");
            let mut fault = Fault::new(UNQUOTED_WORD, &RulePath::default(), message)
                .help(format!("put it in quotes: `\"{word}\"`"));
            fault.position = Some(position);
            found.push(fault);
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn unquoted(line: &str) -> Vec<usize> {
        let faults = unquoted_words(&yaml::tree(line).unwrap().0.root);
        faults
            .iter()
            .filter_map(|fault| fault.position.map(|position| position.column))
            .collect()
    }

    #[test]
    fn finds_whole_unquoted_words_only() {
        assert_eq!(
            unquoted("  options: { yes: Yes, no: \"No\" }"),
            [14, 19, 24]
        );
        assert_eq!(unquoted("    when: { bone: no }"), [19]);
        assert_eq!(unquoted("  - off"), [5]);
        assert_eq!(unquoted("  ask: Is it on, or no, off"), [0; 0]);
        assert_eq!(unquoted("  options: { \"yes\": \"Yes\" } # no: on"), [0; 0]);
        assert_eq!(unquoted("  when: { bone: [\"yes\", 'no'] }"), [0; 0]);
    }
}
