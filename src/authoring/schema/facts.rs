//! What the types do not say and a schema can: bounds, patterns, how many. An editor shows it as one
//! types; `rules check` says more.

use serde_json::{Map, Value, json};

/// A name; some words have a meaning of their own.
const ID: &str = "^(?!(all|any|not|none|not_sure)$)[a-z0-9_]{1,40}$";

/// Adds the facts to a schema, and takes out what only Rust knows: a key that may be left out may not
/// be null.
pub(super) fn add(schema: &mut Value) {
    tidy(schema);
    let some = json!({ "minItems": 1 });
    let id = json!({ "pattern": ID });
    let options = |least: u8| {
        let names = json!({ "type": "string", "pattern": ID });
        json!({ "type": "object", "minProperties": least, "maxProperties": 32, "propertyNames": names })
    };
    let facts = json!({
        "": {
            "format": { "const": 1 },
            "causes": some,
            "safety_net": some
        },
        "Scoring": {
            "damping": { "exclusiveMinimum": 0.0, "maximum": 1.0 },
            "strong": { "exclusiveMinimum": 0 },
            "fair": { "exclusiveMinimum": 0 },
            "weak": { "exclusiveMinimum": 0 },
            "lead": { "minimum": 1 },
            "behind": { "exclusiveMinimum": 1 }
        },
        "Source": {
            "doi": { "pattern": "^10\\.[0-9.]+/\\S+$" },
            "pmid": { "minimum": 1 },
            "web": { "pattern": "^[^/:?#\\s]+\\.[^/:?#\\s]" },
            "year": { "minimum": 1800, "maximum": 2100 }
        },
        "Question": { "id": id, "options": options(2), "tick": options(1) },
        "RedFlag": { "id": id, "level": { "not": { "const": "self_care" } }, "sources": some },
        "Ordinary": { "sources": some },
        "Cause": {
            "id": id,
            "prior": { "exclusiveMinimum": 0, "exclusiveMaximum": 1 },
            "evidence": some,
            "advice": some
        },
        "Evidence": { "ratio": { "minimum": 0.05, "maximum": 20 }, "sources": some },
        "Advice": { "id": id, "sources": some },
        "ExpectBy": {
            "levels": some,
            "level": { "enum": ["time_off", "see_doctor"] },
            "within_days": { "minimum": 1, "maximum": 56 }
        },
        "SafetyNet": { "sources": some }
    });
    for (part, keys) in facts.as_object().into_iter().flatten() {
        let part = match &**part {
            "" => String::new(),
            part => format!("/$defs/{part}"),
        };
        for (key, facts) in keys.as_object().into_iter().flatten() {
            extend(
                schema.pointer_mut(&format!("{part}/properties/{key}")),
                facts,
            );
        }
    }
    let one =
        |key: &str| json!({ "type": "object", "properties": { key: true }, "required": [key] });
    let kinds = json!({ "oneOf": [one("options"), one("tick"), one("number")] });
    extend(schema.pointer_mut("/$defs/Question"), &kinds);
    let range = json!({ "minProperties": 1 });
    extend(schema.pointer_mut("/$defs/RangeClause"), &range);
}

/// Adds to a part of the schema, if it has that: there is one of rule files and one of case files.
fn extend(part: Option<&mut Value>, facts: &Value) {
    if let (Some(Value::Object(part)), Value::Object(facts)) = (part, facts) {
        part.extend(facts.clone());
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
