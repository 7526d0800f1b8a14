//! What types and models can say of a value, by keyword and place.

use schemabook::model::Failure;
use schemabook::resolve::Resolved;
use schemabook::source::{Node, Place};
use serde_json::{Value, json};

/// Parts of pointers below which nothing is said of a value by itself.
const BEYOND: [&str; 12] = [
    "/if/",
    "/then/",
    "/else/",
    "/not/",
    "/oneOf/",
    "/anyOf/",
    "/contains/",
    "/propertyNames/",
    "/patternProperties/",
    "/dependentSchemas/",
    "/dependencies/",
    "/unevaluated",
];

fn is_plain(failure: &Failure, beyond: &[&str]) -> Option<Place> {
    let place = failure.schema.clone()?;
    let is_beyond = BEYOND.iter().chain(beyond).any(|part| format!("{}/", place.pointer).contains(part));
    (!is_beyond).then_some(place)
}

pub fn typescript_refuses(resolved: &Resolved, failure: &Failure, event: &Value) -> bool {
    let Some(place) = is_plain(failure, &["/additionalProperties/", "/additionalItems/"]) else { return false };
    // What every object of JavaScript has can't be said to be absent.
    let name = failure.at.rsplit('/').next().unwrap_or_default();
    if ["constructor", "toString", "hasOwnProperty"].contains(&name) {
        return false;
    }
    let node = resolved.project.sources.node(&place);
    match failure.keyword.as_str() {
        // An integer is a number.
        "type" => !(node.and_then(Node::as_str) == Some("integer") && is_number(event, failure)),
        "enum" | "const" => event.pointer(&failure.at).is_some_and(|it| !it.is_object() && !it.is_array()),
        "required" => true,
        "additionalProperties" => beside(resolved, &place, "patternProperties").is_none(),
        _ => false,
    }
}

/// What a schema says by another keyword than that at the place.
fn beside(resolved: &Resolved, place: &Place, keyword: &str) -> Option<Value> {
    let schema = place.pointer.rsplit_once('/').map_or("", |(above, _)| above);
    let place = Place::new(place.source, format!("{schema}/{keyword}"));
    resolved.project.sources.node(&place).map(Node::to_value)
}

fn is_number(event: &Value, failure: &Failure) -> bool {
    event.pointer(&failure.at).is_some_and(Value::is_number)
}

pub fn python_refuses(resolved: &Resolved, failure: &Failure, event: &Value) -> bool {
    let Some(place) = is_plain(failure, &["/prefixItems/"]) else { return false };
    let above = |name: &str| beside(resolved, &place, name);
    // An item of a list whose first items are other things may be any of them.
    if let Some((list, _)) = place.pointer.rsplit_once("/items/")
        && resolved.project.sources.node(&Place::new(place.source, format!("{list}/prefixItems"))).is_some()
    {
        return false;
    }
    match failure.keyword.as_str() {
        // No literal is a fraction.
        "enum" | "const" => {
            let is_fraction = |it: &Value| it.as_f64().is_some_and(|it| it.fract() != 0.0);
            let listed = resolved.project.sources.node(&place).map(Node::to_value).unwrap_or_default();
            let has_fraction = listed.as_array().map_or(is_fraction(&listed), |all| all.iter().any(is_fraction));
            !has_fraction && event.pointer(&failure.at).is_some_and(|it| !it.is_object() && !it.is_array())
        }
        "type" | "required" => true,
        "additionalProperties" => above("patternProperties").is_none(),
        "minLength" | "maxLength" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "minItems"
        | "maxItems" => above("type").is_some(),
        // What looks around no model reads, and of fractions no multiple is exact.
        "pattern" => above("type").is_some() && !above("pattern").is_some_and(|it| it.to_string().contains("(?")),
        "multipleOf" => above("type") == Some(json!("integer")),
        _ => false,
    }
}
