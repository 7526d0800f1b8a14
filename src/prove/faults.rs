//! Faults of schemas: what their metaschema refuses, and patterns that are no regular expressions.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::{Value, json};

use super::cache::Cache;
use super::fault_words::{type_meant, words};
use super::own_dialect;
use super::spanned::Options;
use super::value::quoted;
use crate::dialect::Dialect;
use crate::keyword::{Subschemas, lookup, subschemas};
use crate::load::address;
use crate::model::SchemaFault;
use crate::pattern::{BACKTRACK_LIMIT, Unusable, translated};
use crate::resolve::{Resolved, Stale};
use crate::source::{Node, Place, join};

/// The faults of all schema documents, and of the schemas that stand in AsyncAPI documents, by place. Without `stale` all may be
/// another than it was, and other schemas may be there.
pub fn faults(cache: &mut Cache, resolved: &Resolved, stale: Option<&Stale>) -> Arc<Vec<SchemaFault>> {
    let project = &resolved.project;
    let schemas = || {
        let whole = project.schemas.iter().map(|schema| (Place::root(schema.source), schema.dialect));
        let embedded = project.documents.iter().flat_map(|document| &document.schemas);
        whole.chain(embedded.map(|place| (place.clone(), resolved.dialect_of(place)))).collect()
    };
    let others = cache.faults.keep(
        stale.map(|stale| |(schema, _): &(Place, Dialect)| stale.has(schema.source)),
        schemas,
        |(schema, _)| match resolved.own_dialect(schema.source) {
            Some(_) => resolved.fingerprint(schema.source),
            None => address(project.sources.share(schema.source)) as u64,
        },
        |(schema, dialect)| of_schema(resolved, schema, *dialect),
    );
    if stale.is_some() && others.is_empty() {
        return Arc::clone(&cache.all_faults);
    }
    let mut faults: Vec<SchemaFault> = cache.faults.found().flat_map(|faults| faults.iter().cloned()).collect();
    faults.sort_by(|a, b| a.place.cmp(&b.place));
    faults.dedup_by(|a, b| a.place == b.place);
    cache.all_faults = Arc::new(faults);
    Arc::clone(&cache.all_faults)
}

fn of_schema(resolved: &Resolved, schema: &Place, dialect: Dialect) -> Vec<SchemaFault> {
    let Some(root) = resolved.project.sources.node(schema) else { return Vec::new() };
    let mut faults = against_metaschema(resolved, root, schema, dialect);
    // One at each place.
    let mut known: HashSet<Place> = faults.iter().map(|fault| fault.place.clone()).collect();
    faults.extend(own_dialect::faults(resolved, schema).into_iter().filter(|fault| known.insert(fault.place.clone())));
    for (pointer, pattern) in patterns(root, dialect) {
        let place = Place::new(schema.source, format!("{}{pointer}", schema.pointer));
        if known.contains(&place) {
            continue;
        }
        if let Some(unusable) = unusable(pattern) {
            known.insert(place.clone());
            let message = format!("{} {unusable}", quoted(pattern));
            faults.push(SchemaFault { place, message, help: None, meant: None, pattern: Some(pattern.into()) });
        }
    }
    faults
}

fn against_metaschema(resolved: &Resolved, root: &Node, schema: &Place, dialect: Dialect) -> Vec<SchemaFault> {
    let mut value = root.to_value();
    silence_references(&mut value);
    if let Value::Object(map) = &mut value {
        map.insert("$schema".to_owned(), Value::String(dialect.uri().to_owned()));
    }
    let Ok(validator) = jsonschema::meta::validator_for(&value) else { return Vec::new() };
    if validator.is_valid(&value) {
        return Vec::new();
    }
    let mut faults: Vec<SchemaFault> = Vec::new();
    let mut known: HashSet<Place> = HashSet::new();
    let errors = validator.iter_errors(&value).filter(|error| !is_about_pattern(error));
    let mut errors: Vec<(String, ValidationError<'_>)> =
        errors.map(|error| (keyword_at(root, &error), error)).collect();
    // What a keyword lacks beside it is told only if nothing is wrong with the keyword itself.
    errors.sort_by_key(|(_, error)| matches!(error.kind(), Kind::Required { .. }));
    for (pointer, error) in errors {
        let place = Place::new(schema.source, format!("{}{pointer}", schema.pointer));
        // Of several errors at one keyword one is enough: it is mended in one place.
        if known.insert(place.clone()) {
            let source = resolved.project.sources.get(schema.source);
            let (message, help) = words(source, root, &pointer, dialect, &error);
            let meant = root.pointer(&pointer).filter(|_| pointer.ends_with("/type")).and_then(type_meant);
            faults.push(SchemaFault { place, message, help, meant, pattern: None });
        }
    }
    faults
}

/// Whether an error says of a pattern that it is none: that is said by us, and in every draft.
fn is_about_pattern(error: &ValidationError<'_>) -> bool {
    match error.kind() {
        Kind::Format { format } => format == "regex",
        Kind::PropertyNames { error } => is_about_pattern(error),
        _ => false,
    }
}

/// Generators write references such as `#/definitions/Map<string>`, which RFC 3986 does not allow but every reader finds. Whether a
/// reference leads somewhere is for `unresolved-ref` to say, so the metaschema is shown one that it likes.
fn silence_references(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(reference @ Value::String(_)) = map.get_mut("$ref") {
                *reference = Value::String("#".to_owned());
            }
            map.values_mut().for_each(silence_references);
        }
        Value::Array(items) => items.iter_mut().for_each(silence_references),
        _ => {}
    }
}

/// The keyword that an error of a metaschema is about: the one that asks for another, or the one whose value holds what is refused; the
/// pointer itself where a schema is no schema.
fn keyword_at(root: &Node, error: &ValidationError<'_>) -> String {
    let pointer = error.instance_path().as_str();
    // Draft-04 has two such keywords: `exclusiveMinimum` asks for `minimum`, and its brother for `maximum`.
    if let Kind::Required { property } = error.kind()
        && error.schema_path().as_str().ends_with("/dependencies")
        && let Some(name) = property.as_str().and_then(|name| name.strip_prefix('m'))
    {
        return format!("{pointer}/exclusiveM{name}");
    }
    holding(root, pointer)
}

fn holding(root: &Node, pointer: &str) -> String {
    let mut found = String::new();
    let mut node = root;
    let mut tokens = pointer.split('/').skip(1).peekable();
    while let Some(token) = tokens.next() {
        let name = crate::source::unescape_token(token);
        let keyword = format!("{found}/{token}");
        let Some(value) = node.get(&name) else { return keyword };
        let below = match lookup(&name).subschemas {
            Subschemas::None => return keyword,
            Subschemas::One => Some((keyword.clone(), value)),
            Subschemas::OneOrList if !value.is_array() => Some((keyword.clone(), value)),
            _ => tokens.next().and_then(|key| Some((format!("{keyword}/{key}"), value.pointer(&format!("/{key}"))?))),
        };
        let Some((pointer, value)) = below else { return keyword };
        found = pointer;
        node = value;
        if tokens.peek().is_none() {
            return found;
        }
    }
    found
}

/// The patterns of a schema, with their pointers: values of `pattern`, keys of `patternProperties`.
fn patterns(root: &Node, dialect: Dialect) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    let mut open = vec![(root, String::new())];
    while let Some((node, pointer)) = open.pop() {
        if let Some(pattern) = node.get("pattern").and_then(Node::as_str) {
            found.push((format!("{pointer}/pattern"), pattern));
        }
        for member in node.get("patternProperties").map(Node::members).unwrap_or_default() {
            found.push((join(&format!("{pointer}/patternProperties"), &member.key), &*member.key));
        }
        open.extend(
            subschemas(node, dialect).into_iter().map(|below| (below.node, format!("{pointer}{}", below.pointer()))),
        );
    }
    found
}

/// Why a pattern decides nothing, if so; each pattern is tried once a thread.
fn unusable(pattern: &str) -> Option<Unusable> {
    thread_local! {
        static KNOWN: std::cell::RefCell<HashMap<String, Option<Unusable>>> = std::cell::RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(cause) = known.get(pattern) {
            return cause.clone();
        }
        let options = Options::default().with_draft(jsonschema::Draft::Draft202012).offline();
        let options = options.with_pattern_options(super::patterns::pattern_options(BACKTRACK_LIMIT));
        let cause = match translated(pattern) {
            Ok(pattern) => options.build(&json!({ "pattern": pattern })).err().map(|_| Unusable::too_large()),
            Err(unusable) => Some(unusable),
        };
        known.insert(pattern.to_owned(), cause.clone());
        cause
    })
}
