//! The JSON Schemas of rule files and case files, made from the types. Test code: editors read the
//! committed copies, which a test keeps true.

mod facts;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::cases::file::{Several, WrittenCase};
use super::file::{Entries, FromLog, RangeClause, RuleFile, Scalar, When};
use crate::rulebook::from_log::Fact;

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Named_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": value, "minProperties": 1 })
    }
}

impl JsonSchema for Scalar {
    fn schema_name() -> Cow<'static, str> {
        "Scalar".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "string" }, { "type": "number" }] })
    }
}

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let when = generator.subschema_for::<When>();
        let range = generator.subschema_for::<RangeClause>();
        let answer = generator.subschema_for::<Scalar>();
        json_schema!({
            "type": "object",
            "minProperties": 1,
            "properties": {
                "all": { "type": "array", "items": when, "minItems": 1 },
                "any": { "type": "array", "items": when, "minItems": 1 },
                "not": when
            },
            "additionalProperties": {
                "anyOf": [answer, { "type": "array", "items": answer, "minItems": 1 }, range]
            }
        })
    }
}

impl JsonSchema for FromLog {
    fn schema_name() -> Cow<'static, str> {
        "FromLog".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let fact = generator.subschema_for::<Fact>();
        let range = generator.subschema_for::<RangeClause>();
        let facts = json_schema!({
            "type": "object",
            "propertyNames": fact,
            "additionalProperties": range,
            "minProperties": 1
        });
        json_schema!({
            "anyOf": [
                fact,
                { "type": "object", "additionalProperties": facts, "minProperties": 1 }
            ]
        })
    }
}

impl<T: JsonSchema> JsonSchema for Several<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Several_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        // A word may look like a number.
        let one = match T::schema_name().as_ref() {
            "string" => generator.subschema_for::<Scalar>(),
            _ => generator.subschema_for::<T>(),
        };
        json_schema!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
    }
}

/// `SORELEG_BLESS=1 cargo test` writes the files anew.
#[test]
fn the_committed_schemas_are_those_of_the_types() {
    for (name, schema) in [
        ("rules", schemars::schema_for!(RuleFile)),
        ("cases", schemars::schema_for!(Vec<WrittenCase>)),
    ] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema");
        let path = format!("{folder}/{name}.schema.json");
        let mut schema = serde_json::to_value(schema).unwrap();
        facts::add(&mut schema);
        let text = format!("{schema:#}\n");
        if std::env::var_os("SORELEG_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap();
        assert_eq!(committed, text, "{path} is out of date");
    }
}
