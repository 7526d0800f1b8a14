//! What may stand in an example, by its schema: each name with a value that fits, required ones first. What the schema would refuse beside
//! what stands there already is not offered: each is proved.

use serde_json::Value;

use super::item::{EVENT, Item, PROPERTY, VALUE};
use super::{Kind, Typed};
use crate::lsp::governing::{example_at, governing, holding};
use crate::lsp::spot::HERE;
use crate::lsp::words::of_schema;
use crate::model::{Example, Instance};
use crate::sample::Sampler;
use crate::source::{Node, Place, join, unescape_token};

/// How many names and values are proved.
const PROVED: usize = 64;

/// How many names have a value that is looked for.
const FILLED: usize = 24;

/// What may stand at a place of an example; `None` where there is none.
pub fn items(typed: &Typed<'_>) -> Option<Vec<Item>> {
    let resolved = &typed.site.proved.resolved;
    let place = typed.place();
    let example = example_at(resolved, &place)?;
    let judged = Judged::of(typed, example);
    let names = || names(typed, example, &place);
    let values = || values(typed, example, &place);
    let items = match typed.spot.kind {
        Kind::Key => names(),
        Kind::Value => values(),
        Kind::Either => {
            let names = names();
            if names.is_empty() { values() } else { return Some(names) }
        }
    };
    Some(judged.map_or_else(Vec::new, |judged| judged.fitting(items)))
}

/// The properties that the object may have.
fn names(typed: &Typed<'_>, example: &Example, place: &Place) -> Vec<Item> {
    let resolved = &typed.site.proved.resolved;
    let mut found: Vec<(bool, String, Place)> = Vec::new();
    for (schema, node) in governing(resolved, example, place).iter().flat_map(|place| holding(resolved, place)) {
        let required = node.get("required").map(Node::items).unwrap_or_default();
        for member in node.get("properties").map(Node::members).unwrap_or_default() {
            let is_required = required.iter().any(|name| name.as_str() == Some(&member.key));
            let at = Place::new(schema.source, join(&join(&schema.pointer, "properties"), &member.key));
            match found.iter_mut().find(|(_, name, _)| **name == *member.key) {
                Some(known) => known.0 |= is_required,
                None => found.push((is_required, member.key.to_string(), at)),
            }
        }
    }
    found.retain(|(_, name, _)| !typed.spot.present.contains(name));
    found.sort_by_key(|(is_required, ..)| !is_required);
    found.truncate(PROVED);
    let item = |(number, (is_required, name, at)): (usize, (bool, String, Place))| {
        let with =
            (number < FILLED).then(|| Sampler::new(resolved, &typed.site.proved.faults, &at).minimal().ok()).flatten();
        let detail = if is_required { "required" } else { "" };
        Item::name(&name, with, PROPERTY, detail).saying(of_schema(resolved, &at).unwrap_or_default())
    };
    found.into_iter().enumerate().map(item).collect()
}

/// The values that the schemas list, and event types.
fn values(typed: &Typed<'_>, example: &Example, place: &Place) -> Vec<Item> {
    let resolved = &typed.site.proved.resolved;
    let mut values: Vec<Value> = Vec::new();
    let mut add = |value: Value| {
        if values.len() < PROVED && !values.contains(&value) {
            values.push(value);
        }
    };
    let schemas = governing(resolved, example, place);
    for (_, node) in schemas.iter().flat_map(|place| holding(resolved, place)) {
        node.get("const").iter().for_each(|value| add(value.to_value()));
        node.get("enum").map(Node::items).unwrap_or_default().iter().for_each(|value| add(value.to_value()));
        let types =
            node.get("type").map(|types| if types.is_array() { types.items() } else { std::slice::from_ref(types) });
        for name in types.unwrap_or_default().iter().filter_map(Node::as_str) {
            match name {
                "boolean" => [true, false].into_iter().for_each(|value| add(value.into())),
                "null" => add(Value::Null),
                _ => {}
            }
        }
    }
    let mut items: Vec<Item> = values.into_iter().map(|value| Item::of(value, VALUE, "")).collect();
    if items.is_empty() {
        items.extend(types(typed, example, place));
    }
    if items.is_empty() {
        let samples = schemas
            .iter()
            .take(1)
            .filter_map(|place| Sampler::new(resolved, &typed.site.proved.faults, place).minimal().ok());
        items.extend(samples.map(|value| Item::of(value, VALUE, "a value that fits")));
    }
    items
}

/// The event types of the catalog, where the example says its own.
fn types(typed: &Typed<'_>, example: &Example, place: &Place) -> Vec<Item> {
    let resolved = &typed.site.proved.resolved;
    let field = resolved.project.config.catalogs[example.catalog].types.field.as_deref();
    let own = &place.pointer[example.place.pointer.len()..];
    let is_field = field.map_or_else(|| ["/event_type", "/eventType", "/type"].contains(&own), |field| field == own);
    let types = resolved.types.iter().filter(|known| is_field && known.catalog == example.catalog);
    types.take(PROVED).map(|known| Item::of(known.name.as_str(), EVENT, "event type")).collect()
}

/// An example as it is typed, and the schema that judges it.
struct Judged<'a> {
    sampler: Sampler<'a>,
    /// The part that the schema is for, with the word where something is typed.
    instance: Value,
    /// The pointer in it of the object or the value that is typed.
    pointer: String,
    is_key: bool,
}

impl<'a> Judged<'a> {
    fn of(typed: &Typed<'a>, example: &Example) -> Option<Judged<'a>> {
        let below = &typed.spot.pointer[example.place.pointer.len()..];
        let rest = |instance: &Instance| {
            below
                .strip_prefix(&instance.pointer)
                .filter(|rest| rest.is_empty() || rest.starts_with('/'))
                .map(str::to_owned)
        };
        let (instance, pointer) = example.instances().iter().find_map(|instance| Some((instance, rest(instance)?)))?;
        let node = typed.root.pointer(&format!("{}{}", example.place.pointer, instance.pointer))?;
        let sampler = Sampler::new(&typed.site.proved.resolved, &typed.site.proved.faults, &instance.schema);
        Some(Judged { sampler, instance: node.to_value(), pointer, is_key: typed.spot.kind == Kind::Key })
    }

    /// Those of the items with which no more is wrong than without them; of values those with which the least is.
    fn fitting(&self, items: Vec<Item>) -> Vec<Item> {
        let counted = |item: &Item| self.failures(self.with(Some(item)));
        let counts: Vec<Option<usize>> = items.iter().map(counted).collect();
        let allowed = match self.is_key {
            true => self.failures(self.with(None)),
            false => counts.iter().flatten().min().copied(),
        };
        let pairs = items.into_iter().zip(counts);
        pairs
            .filter(|(_, count)| allowed.zip(*count).is_none_or(|(allowed, count)| count <= allowed))
            .map(|(item, _)| item)
            .collect()
    }

    fn failures(&self, instance: Option<Value>) -> Option<usize> {
        let proof = self.sampler.proof(&instance?);
        Some(proof.failures.len() + proof.unlisted.count)
    }

    /// The instance with an item in its place. A name without a known value is not judged.
    fn with(&self, item: Option<&Item>) -> Option<Value> {
        let mut instance = self.instance.clone();
        if self.is_key {
            let object = instance.pointer_mut(&self.pointer)?.as_object_mut()?;
            object.remove(HERE);
            if let Some(item) = item {
                object.insert(item.value.as_str()?.to_owned(), item.with.clone()?);
            }
        } else if let Some(item) = item {
            *instance.pointer_mut(&self.pointer)? = item.value.clone();
        }
        Some(instance)
    }
}

/// The last name of a pointer.
pub fn last(pointer: &str) -> String {
    unescape_token(pointer.rsplit('/').next().unwrap_or_default()).into_owned()
}
