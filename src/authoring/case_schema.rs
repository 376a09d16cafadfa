//! The schema of case files with the names of one rule file, so that editors complete them.

use serde_json::{Map, Value, json};

use crate::rulebook::{Question, QuestionKind, Rulebook};

/// The schema with the questions, answers, causes and advice of a rulebook in it.
#[must_use]
pub fn with_names(schema: &str, rulebook: &Rulebook) -> Value {
    let mut schema: Value = serde_json::from_str(schema).unwrap_or_default();
    let causes = || rulebook.causes.iter().map(|one| (&*one.id, &*one.title));
    let advice = rulebook.all_advice();
    let advice = names(advice.iter().map(|(_, one)| (&*one.id, &*one.action)));
    let never = rulebook.never.iter().map(|one| (&*one.id, &*one.say));
    let meanwhile = rulebook.meanwhile.iter().map(|one| (&*one.id, &*one.say));
    let may_be = rulebook.may_be.iter().map(|one| (&*one.id, &*one.name));
    let questions = rulebook.questions.iter();
    let answers = questions.map(|question| (question.id.to_string(), answer(question)));
    let answers = only(&answers.collect());
    let strength = json!({ "$ref": "#/$defs/Several_Strength" });
    let strengths = causes().map(|(id, _)| (id.to_owned(), strength.clone()));
    for (place, with) in [
        ("Case/properties/answers", answers.clone()),
        ("LaterCheck/properties/answers", answers),
        ("Expect/properties/strengths", only(&strengths.collect())),
        ("Expect/properties/first", several(&names(causes()))),
        ("Expect/properties/advice/items", advice.clone()),
        ("Expect/properties/no_advice/items", advice),
        (
            "Expect/properties/must_say/items",
            names(never.chain(meanwhile)),
        ),
        ("Expect/properties/may_be/items", names(may_be)),
    ] {
        if let Some(part) = schema.pointer_mut(&format!("/$defs/{place}")) {
            let description = part.get("description").cloned();
            *part = with;
            if let Some(description) = description {
                part["description"] = description;
            }
        }
    }
    schema
}

/// A mapping with no other keys than these.
fn only(properties: &Map<String, Value>) -> Value {
    json!({ "type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1 })
}

/// One of some names, each with what it stands for.
fn names<'n>(names: impl Iterator<Item = (&'n str, &'n str)>) -> Value {
    let names = names.map(|(id, text)| json!({ "const": id, "description": text }));
    match names.collect::<Vec<_>>() {
        // Nothing may stand there: an empty list of choices is no schema.
        names if names.is_empty() => Value::Bool(false),
        names => json!({ "oneOf": names }),
    }
}

fn several(one: &Value) -> Value {
    let list = json!({ "type": "array", "items": one, "minItems": 1 });
    json!({ "anyOf": [one, list] })
}

fn answer(question: &Question) -> Value {
    let choices = question.kind.choices().iter();
    let choices = choices.map(|choice| (&*choice.id, &*choice.text));
    let unsure = ("not_sure", "Not sure");
    let mut answer = match &question.kind {
        QuestionKind::Choice(_) => names(choices.chain([unsure])),
        QuestionKind::Checklist(_) => {
            several(&names(choices.chain([("none", "None of these"), unsure])))
        }
        QuestionKind::Number { .. } => {
            json!({ "anyOf": [{ "type": "number" }, { "type": "string" }] })
        }
    };
    answer["description"] = json!(*question.ask);
    answer
}
