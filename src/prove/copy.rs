//! The copy of a source that jsonschema is handed: pointers unmoved, each `$id` unique, each reference absolute to what `resolve` found, so
//! that there is one resolver.

use serde_json::{Map, Value};

use crate::dialect::Dialect;
use crate::model::{Reference, SchemaFault, Target};
use crate::resolve::{Anatomy, Resolved, fragment};
use crate::source::{Place, SourceId};

/// Where every unresolved reference leads; what stands there is decided by who validates.
pub const UNRESOLVED: &str = "docs:///unresolved";

/// The keyword that stands for a `$ref` where verdicts are remembered.
pub const OWN_REFERENCE: &str = "x-schemabook-ref";

/// The address of a source.
pub fn uri_of(source: SourceId) -> String {
    format!("docs:///{}", source.0)
}

/// The absolute reference to a place, from the innermost resource that holds it: a `$dynamicRef` looks for its anchor in the resources that
/// were entered by their own address, and only in those.
pub fn reference_to(resolved: &Resolved, place: &Place) -> String {
    let anatomy = resolved.anatomies.get(&place.source);
    let resource = anatomy.map_or("", |anatomy| anatomy.resource_of(&place.pointer));
    let mut uri = anatomy.map_or_else(|| uri_of(place.source), |anatomy| resource_uri(place.source, anatomy, resource));
    let pointer = &place.pointer[resource.len()..];
    // jsonschema takes a `$recursiveRef` (`#`) for the same as a reference to its resource, were that written with a `#` as well.
    if !pointer.is_empty() {
        uri.push('#');
    }
    uri + &fragment(pointer)
}

/// The embedded resources of a source, by their unique addresses: jsonschema finds only those that the keywords of their draft lead to.
pub fn embedded_resources<'v>(resolved: &Resolved, source: SourceId, copy: &'v Value) -> Vec<(String, &'v Value)> {
    let Some(anatomy) = resolved.anatomies.get(&source) else { return Vec::new() };
    let embedded = anatomy.resources.iter().enumerate().filter(|(_, (pointer, _))| !pointer.is_empty());
    embedded.filter_map(|(number, (pointer, _))| Some((embedded_uri(source, number), copy.pointer(pointer)?))).collect()
}

fn embedded_uri(source: SourceId, number: usize) -> String {
    format!("{}/{number}", uri_of(source))
}

/// The copy of a source; keywords at fault are left out of it, so that the rest can be compiled.
pub fn copy(resolved: &Resolved, source: SourceId, faults: &[SchemaFault]) -> Value {
    let Some(root) = resolved.project.sources.get(source).root() else { return Value::Bool(true) };
    let mut value = root.to_value();
    let Some(anatomy) = resolved.anatomies.get(&source) else { return value };
    rename_resources(&mut value, source, anatomy);
    for reference in resolved.references_of(source) {
        redirect(&mut value, resolved, reference);
    }
    if is_openapi_3_0(resolved, source) {
        allow_null(&mut value);
    }
    for fault in faults.iter().filter(|fault| fault.place.source == source) {
        leave_out(&mut value, &fault.place.pointer);
    }
    for (pointer, dialect) in &anatomy.dialects {
        // The format of a payload may have named it, and not the schema itself.
        if let Some(map) = object(&mut value, pointer) {
            map.insert("$schema".to_owned(), Value::String(dialect.uri().to_owned()));
        }
    }
    if let (true, Value::Object(map)) = (anatomy.is_schema, &mut value) {
        map.insert("$schema".to_owned(), Value::String(anatomy.dialect.uri().to_owned()));
    }
    value
}

/// Whether a source stands in an OpenAPI document of version 3.0.
fn is_openapi_3_0(resolved: &Resolved, source: SourceId) -> bool {
    let sources = &resolved.project.sources;
    let holder = sources.get(source).holder.as_ref().and_then(|holder| sources.find(&holder.name));
    let version = holder.and_then(|holder| sources.get(holder).root()?.get("openapi")?.as_str());
    version.is_some_and(|version| version.starts_with("3.0"))
}

/// Adds null to each type that `nullable` stands beside (OpenAPI 3.0.3, Schema Object).
fn allow_null(value: &mut Value) {
    match value {
        Value::Object(map) => {
            let is_nullable = map.get("nullable") == Some(&Value::Bool(true));
            if let (true, Some(Value::String(one))) = (is_nullable, map.get("type")) {
                let both = vec![Value::String(one.clone()), Value::String("null".to_owned())];
                map.insert("type".to_owned(), Value::Array(both));
            }
            map.values_mut().for_each(allow_null);
        }
        Value::Array(items) => items.iter_mut().for_each(allow_null),
        _ => {}
    }
}

/// The copy with each `$ref` to a place under another name, its value what `number` says of the target: a keyword of our own takes over.
pub fn renamed(
    resolved: &Resolved,
    source: SourceId,
    mut copy: Value,
    number: impl Fn(&Place) -> Option<usize>,
) -> Value {
    for reference in resolved.references_of(source).iter().filter(|reference| reference.keyword == "$ref") {
        let Target::Place(place) = &reference.target else { continue };
        let hides = resolved.dialect_of(&reference.holder).ref_hides_siblings();
        if let (Some(number), Some(map)) = (number(place), object(&mut copy, &reference.holder.pointer)) {
            map.shift_remove("$ref");
            if hides {
                // What it hides may still be referred to, but does not apply.
                map.retain(|key, _| matches!(key.as_str(), "$schema" | "$id" | "id" | "definitions" | "$defs"));
            }
            map.insert(OWN_REFERENCE.to_owned(), Value::from(number));
        }
    }
    copy
}

fn object<'a>(value: &'a mut Value, pointer: &str) -> Option<&'a mut Map<String, Value>> {
    value.pointer_mut(pointer)?.as_object_mut()
}

/// The unique address of the embedded resource at `pointer`.
fn resource_uri(source: SourceId, anatomy: &Anatomy, pointer: &str) -> String {
    match anatomy.resources.iter().position(|(resource, _)| resource == pointer) {
        Some(number) if !pointer.is_empty() => embedded_uri(source, number),
        _ => uri_of(source),
    }
}

fn rename_resources(value: &mut Value, source: SourceId, anatomy: &Anatomy) {
    for pointer in &anatomy.id_holders {
        let Some(map) = object(value, pointer) else { continue };
        let is_resource = anatomy.resources.iter().any(|(resource, _)| resource == pointer);
        for keyword in ["$id", "id"] {
            if !map.contains_key(keyword) || (keyword == "id" && anatomy.dialect != Dialect::Draft4) {
                continue;
            }
            if is_resource && keyword == anatomy.dialect.id_keyword() {
                map.insert(keyword.to_owned(), Value::String(resource_uri(source, anatomy, pointer)));
            } else {
                // An anchor in the spelling of old drafts: every reference to it is a pointer by now.
                map.shift_remove(keyword);
            }
        }
        if let Some(Value::String(uri)) = map.get("$schema") {
            match Dialect::from_schema_uri(uri) {
                Some(dialect) => map.insert("$schema".to_owned(), Value::String(dialect.uri().to_owned())),
                None => map.shift_remove("$schema"),
            };
        }
    }
}

fn redirect(value: &mut Value, resolved: &Resolved, reference: &Reference) {
    let text = match &reference.target {
        // It is always `#`, and means a place by the way that led to it.
        _ if reference.keyword == "$recursiveRef" => return,
        Target::Place(place) if reference.keyword == "$dynamicRef" => {
            dynamic_anchor(resolved, reference, place).unwrap_or_else(|| reference_to(resolved, place))
        }
        Target::Place(place) => reference_to(resolved, place),
        Target::Metaschema(uri) => uri.trim_end_matches('#').to_owned(),
        Target::Unresolved(_) => UNRESOLVED.to_owned(),
    };
    if let Some(map) = object(value, &reference.holder.pointer) {
        map.insert(reference.keyword.to_owned(), Value::String(text));
    }
}

/// The address of the anchor that a `$dynamicRef` names: only by its name it stays dynamic. A pointer to the same place never is.
fn dynamic_anchor(resolved: &Resolved, reference: &Reference, place: &Place) -> Option<String> {
    let (_, name) = reference.text.split_once('#')?;
    let anatomy = resolved.anatomies.get(&place.source)?;
    let mut anchors = anatomy.anchors.iter();
    let ((resource, name), _) = anchors.find(|((_, anchor), pointer)| anchor == name && **pointer == place.pointer)?;
    Some(format!("{}#{name}", resource_uri(place.source, anatomy, resource)))
}

/// Takes out the keyword at `pointer`; what is no member of an object becomes the schema that allows everything.
fn leave_out(value: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        *value = Value::Bool(true);
        return;
    };
    let key = crate::source::unescape_token(last);
    match value.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.shift_remove(&*key);
        }
        Some(Value::Array(items)) => {
            if let Some(item) = key.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
                *item = Value::Bool(true);
            }
        }
        _ => {}
    }
}
