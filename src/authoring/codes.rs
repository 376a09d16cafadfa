//! The registry: every code a fault can have, as `soreleg rules explain` lists them.

use super::cases::file as case_file;
use super::compile;
use super::compile::{
    advice, cause, condition, expectation, from_log, instruction, name, promise, question, source,
};
use super::lint::{UNUSED_EXCEPTION, warnings};
use crate::answers::codes;
use crate::fault::Code;
use crate::yaml;
use crate::yaml::{decode, load, syntax, word};

/// Every code, errors first.
pub fn all() -> impl Iterator<Item = &'static Code> {
    let codes = ERRORS.into_iter().chain(warnings());
    codes.chain([UNUSED_EXCEPTION])
}

/// The code with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    all().find(|code| code.name == name)
}

const ERRORS: [&Code; 61] = [
    syntax::SYNTAX,
    yaml::NOT_UTF8,
    yaml::FILE_TOO_LARGE,
    yaml::TOO_MANY_FAULTS,
    load::DUPLICATE_KEY,
    decode::UNKNOWN_KEY,
    decode::MISSING_KEY,
    word::UNKNOWN_WORD,
    decode::WRONG_SHAPE,
    decode::EMPTY_TEXT,
    yaml::CONTROL_CHARACTER,
    compile::FORMAT_VERSION,
    cause::BAD_SCORING,
    codes::BAD_ID,
    name::DUPLICATE_ID,
    question::QUESTION_KIND,
    question::OPTION_COUNT,
    condition::EMPTY_RANGE,
    question::RANGE_UNIT,
    condition::WRONG_TEST,
    condition::NEVER_HOLDS,
    condition::EMPTY_CONDITION,
    codes::UNKNOWN_QUESTION,
    condition::UNKNOWN_OPTION,
    name::UNKNOWN_TOPIC,
    name::UNKNOWN_SOURCE,
    instruction::UNKNOWN_INSTRUCTION,
    instruction::MAY_BE_WITHOUT_WARNING,
    compile::MISSING_SOURCE,
    source::BAD_SOURCE,
    condition::LATER_QUESTION,
    compile::USELESS_LEVEL,
    from_log::UNKNOWN_FACT,
    from_log::WRONG_FACT,
    from_log::LOG_LOWERS,
    cause::NO_CAUSE,
    cause::NO_EVIDENCE,
    cause::NO_ADVICE,
    advice::NO_SAFETY_NET,
    cause::BAD_PRIOR,
    cause::BAD_RATIO,
    promise::EMPTY_PROMISE,
    expectation::BAD_EXPECTATION,
    compile::UNKNOWN_CODE,
    name::UNKNOWN_CAUSE,
    case_file::TWIN_CASE,
    promise::UNKNOWN_ADVICE,
    codes::BAD_VALUE,
    codes::BAD_NUMBER,
    codes::OUT_OF_RANGE,
    codes::MISSING,
    codes::NO_QUESTION,
    codes::NO_VALUE,
    codes::UNFINISHED,
    codes::GIVEN_TWICE,
    codes::BAD_FILE,
    codes::BAD_CSV,
    codes::CELL_COUNT,
    codes::BAD_JSON,
    codes::BAD_TEXT,
    codes::LINE_TOO_LONG,
];
