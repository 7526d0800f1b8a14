//! The table of keywords against the metaschemas of all drafts: each keyword that a metaschema names is in the table for that draft, with
//! its subschemas where the metaschema has them, and the table claims no keyword for a draft that does not name it.

use std::collections::BTreeMap;

use referencing::meta;
use schemabook::dialect::Dialect;
use schemabook::keyword::{Subschemas, all, lookup};
use serde_json::Value;

/// Keywords that a metaschema still names, as it says itself, only for the sake of older schemas. The table has them in the drafts that
/// define them; elsewhere they are shown, with a word about why they have no effect.
const KEPT: [(Dialect, &[&str]); 2] = [
    (Dialect::Draft201909, &["definitions", "dependencies"]),
    (Dialect::Draft202012, &["definitions", "dependencies", "$recursiveAnchor", "$recursiveRef"]),
];

fn drafts() -> [(Dialect, Vec<&'static Value>); 5] {
    [
        (Dialect::Draft4, vec![&meta::DRAFT4]),
        (Dialect::Draft6, vec![&meta::DRAFT6]),
        (Dialect::Draft7, vec![&meta::DRAFT7]),
        (
            Dialect::Draft201909,
            vec![
                &meta::DRAFT201909,
                &meta::DRAFT201909_APPLICATOR,
                &meta::DRAFT201909_CONTENT,
                &meta::DRAFT201909_CORE,
                &meta::DRAFT201909_FORMAT,
                &meta::DRAFT201909_META_DATA,
                &meta::DRAFT201909_VALIDATION,
            ],
        ),
        (
            Dialect::Draft202012,
            vec![
                &meta::DRAFT202012,
                &meta::DRAFT202012_APPLICATOR,
                &meta::DRAFT202012_CONTENT,
                &meta::DRAFT202012_CORE,
                &meta::DRAFT202012_FORMAT_ANNOTATION,
                &meta::DRAFT202012_META_DATA,
                &meta::DRAFT202012_UNEVALUATED,
                &meta::DRAFT202012_VALIDATION,
            ],
        ),
    ]
}

/// The keywords that the metaschema of a draft names, with what it says of each value.
fn named(documents: &[&'static Value]) -> BTreeMap<&'static str, &'static Value> {
    let properties = documents.iter().filter_map(|document| document["properties"].as_object());
    properties.flatten().map(|(name, value)| (name.as_str(), value)).collect()
}

fn is_kept(dialect: Dialect, name: &str) -> bool {
    KEPT.iter().any(|(kept, names)| *kept == dialect && names.contains(&name))
}

#[test]
fn each_keyword_of_a_metaschema_is_in_the_table() {
    let mut missing = Vec::new();
    for (dialect, documents) in drafts() {
        let named = named(&documents);
        assert!(named.len() > 30, "{dialect:?} names {} keywords", named.len());
        for (name, value) in named {
            let keyword = lookup(name);
            if keyword.is_unknown() || (!keyword.is_in(dialect) && !is_kept(dialect, name)) {
                missing.push(format!("{} has no `{name}`", dialect.title()));
            } else if keyword.subschemas != stated(value) && !is_kept(dialect, name) && !narrowed(dialect, name) {
                missing.push(format!("{}: `{name}` has {:?} by its metaschema", dialect.title(), stated(value)));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_table_claims_no_keyword_that_a_metaschema_does_not_name() {
    let mut claimed = Vec::new();
    for (dialect, documents) in drafts() {
        let named = named(&documents);
        // Draft 4 leaves `$ref` to a specification of its own, JSON Reference.
        let elsewhere = |name: &str| dialect == Dialect::Draft4 && name == "$ref";
        let wrong = all().filter(|keyword| keyword.is_in(dialect) && !named.contains_key(keyword.name));
        let wrong = wrong.filter(|keyword| !elsewhere(keyword.name));
        claimed.extend(wrong.map(|keyword| format!("{} has no `{}`", dialect.title(), keyword.name)));
    }
    assert!(claimed.is_empty(), "{}", claimed.join("\n"));
}

/// 2020-12 takes one schema in `items`; the table reads lists of earlier drafts in the same entry.
fn narrowed(dialect: Dialect, name: &str) -> bool {
    dialect == Dialect::Draft202012 && name == "items"
}

/// Where the metaschema has schemas below a keyword.
fn stated(value: &Value) -> Subschemas {
    if is_schema(value) {
        return Subschemas::One;
    }
    if is_list(value) {
        return Subschemas::List;
    }
    let each = &value["additionalProperties"];
    if is_schema(each) {
        return Subschemas::Map;
    }
    let either = |of: &Value| of["anyOf"].as_array().cloned().unwrap_or_default();
    if either(each).iter().any(is_schema) {
        return Subschemas::MapOfSchemasOrNames;
    }
    let own = either(value);
    match (own.iter().any(is_schema), own.iter().any(is_list)) {
        (true, true) => Subschemas::OneOrList,
        (true, false) => Subschemas::One,
        _ => Subschemas::None,
    }
}

fn is_schema(value: &Value) -> bool {
    value["$ref"] == "#" || value["$recursiveRef"] == "#" || value["$dynamicRef"] == "#meta"
}

fn is_list(value: &Value) -> bool {
    value["$ref"].as_str().is_some_and(|target| target.ends_with("/schemaArray"))
}
