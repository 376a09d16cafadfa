//! The published JSON Schemas, made from the types. `SORELEG_BLESS=1 cargo test schema` writes
//! them anew after a wanted change.

use std::fs;
use std::path::Path;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use super::next::StepData;
use super::questions::QuestionsData;
use super::rules::diff::DiffData;
use super::rules::mutate::MutationData;
use crate::batch::LineData;
use crate::report::ResultData;
use crate::report::answer_faults::FaultsData;
use crate::report::diary::DiaryData;
use crate::report::log::LogData;

fn is_published<T: JsonSchema>(name: &str) {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let schema = crate::report::json(&schema);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/schema")
        .join(format!("{name}.schema.json"));
    if std::env::var_os("SORELEG_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &*schema).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        *published == *schema,
        "{} is out of date; run SORELEG_BLESS=1 cargo test schema",
        path.display()
    );
}

#[test]
fn the_published_schemas_are_those_of_the_types() {
    is_published::<ResultData>("result");
    is_published::<FaultsData>("faults");
    is_published::<StepData>("next");
    is_published::<QuestionsData>("questions");
    is_published::<LogData>("log");
    is_published::<DiaryData>("diary");
    is_published::<LineData>("batch");
    is_published::<MutationData>("mutation");
    is_published::<DiffData>("diff");
}
