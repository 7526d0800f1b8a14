//! The copy of a source that jsonschema is handed: pointers unmoved, each `$id` unique, each reference absolute to what `resolve` found, so
//! that there is one resolver.
//!
//! An example that is embedded anywhere is validated through a reference into the whole document.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::assumption::Assumption;
use super::numbers;
use super::translate::Unusable;
use crate::dialect::Dialect;
use crate::model::{Reference, SchemaFault, Target};
use crate::resolve::{Facts, Resolved, fragment};
use crate::source::{Place, SourceId};

/// Where every unresolved reference leads; what stands there is decided by who validates.
pub const UNRESOLVED: &str = "docs:///unresolved";

/// The keyword that stands for a `$ref` where verdicts are remembered.
pub const OWN_REFERENCE: &str = "x-schemabook-ref";

/// The address of a source.
pub fn uri_of(source: SourceId) -> String {
    format!("docs:///{}", source.0)
}

/// The copy of one source.
pub struct Copy {
    pub value: Value,
    /// Whether some pattern in it can't be used, so that it is another under each assumption.
    pub is_open: bool,
}

/// What makes copies.
pub struct Copier<'a> {
    resolved: &'a Resolved,
    faults: &'a [SchemaFault],
    unusable: Unusable<'a>,
}

impl<'a> Copier<'a> {
    /// A maker of copies; the faults say which keywords are left out of them.
    pub fn new(resolved: &'a Resolved, faults: &'a [SchemaFault]) -> Copier<'a> {
        let unusable = Unusable(faults.iter().filter_map(|fault| fault.pattern.as_deref()).collect());
        Copier { resolved, faults, unusable }
    }

    /// The absolute reference to a place, from the innermost resource that holds it: a `$dynamicRef` looks for its anchor in the resources
    /// that were entered by their own address, and only in those.
    pub fn reference_to(&self, place: &Place) -> String {
        let Some(facts) = self.resolved.facts.get(&place.source) else {
            return uri_of(place.source) + &fragment(&place.pointer);
        };
        let resource = facts.resource_of(&place.pointer);
        let mut uri = resource_uri(place.source, facts, resource);
        let resource = Place::new(place.source, resource);
        let pointer = self.pointer(place);
        let pointer = &pointer[self.pointer(&resource).len()..];
        // jsonschema takes a `$recursiveRef` (`#`) for the same as a reference to its resource, were that written with a `#` as well.
        if !pointer.is_empty() {
            uri.push('#');
        }
        uri + &fragment(pointer)
    }

    /// The pointer of a place in the copy.
    pub fn pointer<'p>(&self, place: &'p Place) -> Cow<'p, str> {
        let root = self.resolved.project.sources.get(place.source).root();
        match (root, self.resolved.facts.get(&place.source)) {
            (Some(root), Some(facts)) => self.unusable.to_copy(&place.pointer, root, facts),
            _ => Cow::Borrowed(&place.pointer),
        }
    }

    /// The embedded resources of a source, by their unique addresses: jsonschema finds only those that the keywords of their draft lead to.
    pub fn embedded_resources<'v>(&self, source: SourceId, copy: &'v Value) -> Vec<(String, &'v Value)> {
        let Some(facts) = self.resolved.facts.get(&source) else { return Vec::new() };
        let embedded = facts.resources.iter().enumerate().filter(|(_, (pointer, _))| !pointer.is_empty());
        let embedded = embedded.filter_map(|(number, (pointer, _))| {
            let pointer = self.pointer(&Place::new(source, pointer.as_str())).into_owned();
            Some((embedded_uri(source, number), copy.pointer(&pointer)?))
        });
        embedded.collect()
    }

    /// The copy of a source; keywords at fault are left out of it, so that the rest can be compiled.
    pub fn copy(&self, source: SourceId, assumption: Assumption) -> Copy {
        let Some(root) = self.resolved.project.sources.get(source).root() else {
            return Copy { value: Value::Bool(true), is_open: false };
        };
        let mut value = root.to_value();
        let Some(facts) = self.resolved.facts.get(&source) else { return Copy { value, is_open: false } };
        rename_resources(&mut value, source, facts);
        for reference in self.resolved.references_of(source) {
            self.redirect(&mut value, reference);
        }
        if self.resolved.is_openapi_3_0(source) {
            allow_null(&mut value);
        }
        for fault in self.faults.iter().filter(|fault| fault.place.source == source && fault.pattern.is_none()) {
            leave_out(&mut value, &fault.place.pointer);
        }
        for (pointer, dialect) in &facts.dialects {
            // The format of a payload may have named it, and not the schema itself.
            if let Some(map) = object(&mut value, pointer) {
                map.insert("$schema".to_owned(), Value::String(dialect.uri().to_owned()));
            }
        }
        for pointer in &facts.long_numbers {
            if let (Some(map), Some(schema)) = (object(&mut value, pointer), root.pointer(pointer)) {
                numbers::write(map, schema);
            }
        }
        let reference = |pointer: &str| self.reference_to(&Place::new(source, pointer));
        self.unusable.translate(&mut value, root, facts, assumption, reference);
        if let (true, Value::Object(map)) = (facts.is_schema, &mut value) {
            map.insert("$schema".to_owned(), Value::String(facts.dialect.uri().to_owned()));
        }
        Copy { value, is_open: self.unusable.are_in(root, facts) }
    }

    /// The copy with each `$ref` to a place under another name, its value what `number` says of the target: a keyword of our own takes over.
    pub fn renamed(&self, source: SourceId, mut copy: Value, number: impl Fn(&Place) -> Option<usize>) -> Value {
        let references = self.resolved.references_of(source).iter();
        for reference in references.filter(|reference| reference.keyword == "$ref") {
            let Target::Place(place) = &reference.target else { continue };
            let hides = self.resolved.dialect_of(&reference.holder).ref_hides_siblings();
            if let (Some(number), Some(map)) = (number(place), object(&mut copy, &self.pointer(&reference.holder))) {
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

    fn redirect(&self, value: &mut Value, reference: &Reference) {
        let text = match &reference.target {
            // It is always `#`, and means a place by the way that led to it.
            _ if reference.keyword == "$recursiveRef" => return,
            Target::Place(place) if reference.keyword == "$dynamicRef" => {
                dynamic_anchor(self.resolved, reference, place).unwrap_or_else(|| self.reference_to(place))
            }
            Target::Place(place) => self.reference_to(place),
            Target::Metaschema(uri) => uri.trim_end_matches('#').to_owned(),
            Target::Unresolved(_) => UNRESOLVED.to_owned(),
        };
        if let Some(map) = object(value, &reference.holder.pointer) {
            map.insert(reference.keyword.to_owned(), Value::String(text));
        }
    }
}

fn embedded_uri(source: SourceId, number: usize) -> String {
    format!("{}/{number}", uri_of(source))
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

fn object<'a>(value: &'a mut Value, pointer: &str) -> Option<&'a mut Map<String, Value>> {
    value.pointer_mut(pointer)?.as_object_mut()
}

/// The unique address of the embedded resource at `pointer`.
fn resource_uri(source: SourceId, facts: &Facts, pointer: &str) -> String {
    match facts.resources.iter().position(|(resource, _)| resource == pointer) {
        Some(number) if !pointer.is_empty() => embedded_uri(source, number),
        _ => uri_of(source),
    }
}

fn rename_resources(value: &mut Value, source: SourceId, facts: &Facts) {
    for pointer in &facts.id_holders {
        let Some(map) = object(value, pointer) else { continue };
        let is_resource = facts.resources.iter().any(|(resource, _)| resource == pointer);
        for keyword in ["$id", "id"] {
            if !map.contains_key(keyword) || (keyword == "id" && facts.dialect != Dialect::Draft4) {
                continue;
            }
            if is_resource && keyword == facts.dialect.id_keyword() {
                map.insert(keyword.to_owned(), Value::String(resource_uri(source, facts, pointer)));
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

/// The address of the anchor that a `$dynamicRef` names: only by its name it stays dynamic. A pointer to the same place never is.
fn dynamic_anchor(resolved: &Resolved, reference: &Reference, place: &Place) -> Option<String> {
    let (_, name) = reference.text.split_once('#')?;
    let facts = resolved.facts.get(&place.source)?;
    let mut anchors = facts.anchors.iter();
    let ((resource, name), _) = anchors.find(|((_, anchor), pointer)| anchor == name && **pointer == place.pointer)?;
    Some(format!("{}#{name}", resource_uri(place.source, facts, resource)))
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
