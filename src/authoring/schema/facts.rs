//! What the types do not say and a schema can: bounds, patterns, how many. An editor shows it as one
//! types; `rules check` says more.

use serde_json::{Map, Value, json};

/// A name; some words have a meaning of their own.
const ID: &str = "^(?!(all|any|not|none|not_sure)$)[a-z0-9_]{1,40}$";

/// Adds the facts to a schema, and takes out what only Rust knows: a key that may be left out may not
/// be null.
pub(super) fn add(schema: &mut Value) {
    tidy(schema);
    let bounds = |from: f64, to: f64| json!({ "exclusiveMinimum": from, "maximum": to });
    let above = |from: u8| json!({ "exclusiveMinimum": from });
    let some = || json!({ "minItems": 1 });
    let options = |least: u8| {
        let names = json!({ "type": "string", "pattern": ID });
        json!({ "type": "object", "minProperties": least, "maxProperties": 32, "propertyNames": names })
    };
    for (part, key, facts) in [
        ("", "format", json!({ "const": 1 })),
        ("", "causes", some()),
        ("", "safety_net", some()),
        ("Scoring", "damping", bounds(0.0, 1.0)),
        ("Scoring", "strong", above(0)),
        ("Scoring", "fair", above(0)),
        ("Scoring", "weak", above(0)),
        ("Scoring", "lead", json!({ "minimum": 1 })),
        ("Scoring", "behind", above(1)),
        ("Source", "doi", json!({ "pattern": "^10\\.[0-9.]+/\\S+$" })),
        ("Source", "pmid", json!({ "minimum": 1 })),
        (
            "Source",
            "web",
            json!({ "pattern": "^[^/:?#\\s]+\\.[^/:?#\\s]" }),
        ),
        (
            "Source",
            "year",
            json!({ "minimum": 1800, "maximum": 2100 }),
        ),
        ("Question", "options", options(2)),
        ("Question", "tick", options(1)),
        (
            "RedFlag",
            "level",
            json!({ "not": { "const": "self_care" } }),
        ),
        (
            "Cause",
            "prior",
            json!({ "exclusiveMinimum": 0, "exclusiveMaximum": 1 }),
        ),
        ("ExpectBy", "levels", some()),
        (
            "ExpectBy",
            "level",
            json!({ "enum": ["time_off", "see_doctor"] }),
        ),
        (
            "ExpectBy",
            "within_days",
            json!({ "minimum": 1, "maximum": 56 }),
        ),
        ("Cause", "evidence", some()),
        ("Cause", "advice", some()),
        (
            "Evidence",
            "ratio",
            json!({ "minimum": 0.05, "maximum": 20 }),
        ),
    ] {
        let place = match part {
            "" => format!("/properties/{key}"),
            part => format!("/$defs/{part}/properties/{key}"),
        };
        extend(schema.pointer_mut(&place), facts);
    }
    for part in ["Question", "RedFlag", "Cause", "Advice"] {
        let id = format!("/$defs/{part}/properties/id");
        extend(schema.pointer_mut(&id), json!({ "pattern": ID }));
    }
    for part in ["RedFlag", "Ordinary", "Evidence", "Advice", "SafetyNet"] {
        extend(
            schema.pointer_mut(&format!("/$defs/{part}/properties/sources")),
            some(),
        );
    }
    let one =
        |key: &str| json!({ "type": "object", "properties": { key: true }, "required": [key] });
    let kinds = json!({ "oneOf": [one("options"), one("tick"), one("number")] });
    extend(schema.pointer_mut("/$defs/Question"), kinds);
    extend(
        schema.pointer_mut("/$defs/RangeClause"),
        json!({ "minProperties": 1 }),
    );
}

/// Adds to a part of the schema, if it has that: there is one of rule files and one of case files.
fn extend(part: Option<&mut Value>, facts: Value) {
    if let (Some(Value::Object(part)), Value::Object(facts)) = (part, facts) {
        part.extend(facts);
    }
}

fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(entries) => {
            without_null(entries);
            // Sizes of Rust's numbers; some programs refuse formats that they do not know.
            if entries.get("format").is_some_and(Value::is_string) {
                entries.remove("format");
            }
            let is_text = entries.get("type") == Some(&json!("string"));
            if is_text && !entries.contains_key("const") {
                entries.insert("minLength".to_owned(), json!(1));
            }
            entries.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

fn without_null(entries: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = entries.get("type") {
        let only = types[0].clone();
        entries.insert("type".to_owned(), only);
    }
    let Some(Value::Array(parts)) = entries.get_mut("anyOf") else {
        return;
    };
    parts.retain(|part| *part != json!({ "type": "null" }));
    if let [Value::Object(only)] = &parts[..] {
        let only = only.clone();
        entries.remove("anyOf");
        entries.extend(only);
    }
}
