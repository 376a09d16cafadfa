//! Texts that a comment ends, perhaps where the author did not want it.

use super::Lint;
use super::text::texts;
use crate::fault::{Code, Fault, Position};
use crate::rulebook::path::RulePath;
use crate::yaml::Data;

pub(crate) const CUT_OFF: &Code = &Code::warning(
    "cut-off",
    "A comment ends this text",
    "In YAML a blank and `#` begin a comment, also in the middle of a sentence: of \
     `do: Be seen today #1 and rest.` a runner would read \"Be seen today\". Put the whole \
     text in quotes. If it is a comment, give it a line of its own.",
);

pub(super) fn check(lint: &mut Lint) {
    let (rulebook, tree) = (lint.rulebook, lint.tree);
    let shown = texts(rulebook).into_iter().map(|(path, ..)| path);
    let sources = rulebook.sources.iter().flat_map(|source| {
        let path = RulePath::default().key("sources").key(&source.id);
        [path.key("title"), path.key("weak")]
    });
    let faults = shown.chain(sources).filter_map(|path| {
        let node = tree.root.at(&path)?;
        let behind = &tree.text[node.bytes.end..];
        let comment = behind.trim_start_matches([' ', '\t']);
        let space = behind.len() - comment.len();
        if !matches!(node.data, Data::Scalar { is_plain: true, .. })
            || space == 0
            || !comment.starts_with('#')
        {
            return None;
        }
        let message = "what follows `#` is a comment and not part of this text";
        let mut fault = Fault::new(CUT_OFF, &path, message).help(
            "if it belongs to the text, put quotes around the whole; \
             if not, put it on a line of its own",
        );
        let end = node.end(tree.text);
        fault.position = Some(Position {
            column: end.column + space,
            ..end
        });
        Some(fault)
    });
    lint.found.extend(faults);
}
