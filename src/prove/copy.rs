//! The copy of a source that jsonschema is handed: pointers unmoved, each `$id` unique, each reference absolute to what `resolve` found, so
//! that there is one resolver.

use serde_json::{Map, Value};

use crate::dialect::Dialect;
use crate::model::{Reference, SchemaFault, Target};
use crate::resolve::{Anatomy, Resolved};
use crate::source::{Place, SourceId};

/// Where every unresolved reference leads; what stands there is decided by who validates.
pub const UNRESOLVED: &str = "docs:///unresolved";

/// The address of a source.
pub fn uri_of(source: SourceId) -> String {
    format!("docs:///{}", source.0)
}

/// The absolute reference to a place.
pub fn reference_to(place: &Place) -> String {
    let mut uri = uri_of(place.source);
    uri.push('#');
    for byte in place.pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            uri.push(byte as char);
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
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
    for fault in faults.iter().filter(|fault| fault.place.source == source) {
        leave_out(&mut value, &fault.place.pointer);
    }
    if let (true, Value::Object(map)) = (anatomy.is_schema, &mut value) {
        map.insert("$schema".to_owned(), Value::String(anatomy.dialect.uri().to_owned()));
    }
    value
}

fn object<'a>(value: &'a mut Value, pointer: &str) -> Option<&'a mut Map<String, Value>> {
    value.pointer_mut(pointer)?.as_object_mut()
}

/// The unique address of the embedded resource at `pointer`.
fn resource_uri(source: SourceId, anatomy: &Anatomy, pointer: &str) -> String {
    match anatomy.resources.iter().position(|(resource, _)| resource == pointer) {
        Some(number) if !pointer.is_empty() => format!("docs:///{}/{number}", source.0),
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
        // These two mean a place by the way that led to them; within one document they stay as they are.
        _ if reference.keyword == "$recursiveRef" => return,
        _ if reference.keyword == "$dynamicRef" && reference.text.starts_with('#') && !reference.text.starts_with("#/") => return,
        Target::Place(place) if reference.keyword == "$dynamicRef" => {
            dynamic_anchor(resolved, place).unwrap_or_else(|| reference_to(place))
        }
        Target::Place(place) => reference_to(place),
        Target::Metaschema(uri) => uri.trim_end_matches('#').to_owned(),
        Target::Unresolved(_) => UNRESOLVED.to_owned(),
    };
    if let Some(map) = object(value, &reference.holder.pointer) {
        map.insert(reference.keyword.to_owned(), Value::String(text));
    }
}

/// The address of the anchor at `place`, by its name: only that way a `$dynamicRef` stays dynamic.
fn dynamic_anchor(resolved: &Resolved, place: &Place) -> Option<String> {
    let anatomy = resolved.anatomies.get(&place.source)?;
    let ((resource, name), _) = anatomy.anchors.iter().find(|(_, pointer)| **pointer == place.pointer)?;
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
            map.shift_remove(&key);
        }
        Some(Value::Array(items)) => {
            if let Some(item) = key.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
                *item = Value::Bool(true);
            }
        }
        _ => {}
    }
}
