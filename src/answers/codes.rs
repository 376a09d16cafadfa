//! The codes of faults in answers; two of them are those of rule files too.

use crate::fault::Code;

pub(crate) const BAD_ID: &Code = &Code::error(
    "bad-id",
    "This is no good name",
    "Names are used in conditions, flags and data: up to 40 small letters, digits and \
     underscores. `all`, `any`, `not`, `none` and `not_sure` have a meaning of their own. The \
     id of a row for `soreleg batch` is a text or a number.",
);

pub(crate) const UNKNOWN_QUESTION: &Code = &Code::error(
    "unknown-question",
    "There is no such question",
    "A condition, a case or an answer names a question that the rules do not have. Mind the \
     spelling.",
);

pub(crate) const BAD_VALUE: &Code = &Code::error(
    "bad-value",
    "This is no answer to the question",
    "The question does not offer this. The nearest answer is suggested, and all are listed.",
);

pub(crate) const BAD_NUMBER: &Code = &Code::error(
    "bad-number",
    "This is no number the question takes",
    "A distance needs `km` or `mi`. A time takes hours, days, weeks, months or years.",
);

pub(crate) const OUT_OF_RANGE: &Code = &Code::error(
    "out-of-range",
    "The number is out of range",
    "The question takes numbers from its `min` to its `max`.",
);

pub(crate) const MISSING: &Code = &Code::error(
    "missing",
    "An answer is missing",
    "The interview would still ask this question, and nobody can be asked. Answer it with \
     `--answer`, in a file, or as a column; `not_sure` is always allowed.",
);

pub(crate) const NO_VALUE: &Code = &Code::error(
    "no-value",
    "An answer has no value",
    "A question is named and nothing that can be an answer follows: an empty text or list, a \
     mapping, or the `?` of a proposed command that nobody has replaced.",
);

pub(crate) const UNFINISHED: &Code = &Code::error(
    "unfinished",
    "A checklist is not finished",
    "A `?` behind the ticks, as in `flat,?`, leaves open what else is true. Add the other ticks \
     or remove it.",
);

pub(crate) const GIVEN_TWICE: &Code = &Code::error(
    "given-twice",
    "This is given twice",
    "Two answers to one question that differ, from the same place; two columns of one name; or \
     two ids of a row. Keep one. The ticks of a checklist stand together, with commas.",
);

pub(crate) const BAD_FILE: &Code = &Code::error(
    "bad-file",
    "A file of answers cannot be read",
    "It holds a mapping from questions to answers in YAML or JSON, or a saved result. What is \
     missing is not listed, since it may be in there.",
);

pub(crate) const BAD_CSV: &Code = &Code::error(
    "bad-csv",
    "A row is not CSV",
    "A cell with a quote in it stands in quotes, with each quote inside doubled.",
);

pub(crate) const CELL_COUNT: &Code = &Code::error(
    "cell-count",
    "A row has too few or too many cells",
    "No cell that is not empty stands behind the last column of the header; empty ones at the end may \
     be left out, but not in a row of several lines, since a stray quote may have swallowed one. A \
     text with the separator in it needs quotes around it.",
);

pub(crate) const NO_QUESTION: &Code = &Code::error(
    "no-question",
    "No column of a table is a question",
    "The first row of a table names questions, with commas, semicolons or tabs between them. \
     `soreleg questions` lists their names.",
);

pub(crate) const BAD_JSON: &Code = &Code::error(
    "bad-json",
    "A row is not JSON",
    "Each line is one JSON object with the answers by question.",
);

pub(crate) const BAD_TEXT: &Code = &Code::error(
    "bad-text",
    "A row is not UTF-8 text",
    "Save the file in the UTF-8 encoding.",
);

pub(crate) const LINE_TOO_LONG: &Code = &Code::error(
    "line-too-long",
    "A row is too long",
    "No row of answers needs as much. Perhaps a quote is not closed, or the file is of another kind.",
);
