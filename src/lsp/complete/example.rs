//! What may stand in an example, by its schema: each name with a value that fits, required ones first. What the schema would refuse beside
//! what stands there already is not offered: each is proved.

use serde_json::Value;

use super::item::{EVENT, Item, PROPERTY, SNIPPET, VALUE};
use super::{Kind, Typed};
use crate::lsp::governing::{example_at, governing, holding};
use crate::lsp::spot::HERE;
use crate::lsp::words::of_schema;
use crate::model::{Example, Instance};
use crate::route::Site;
use crate::sample::Sampler;
use crate::source::{Node, Place, join, unescape_token};

/// How many names and values are proved.
const PROVED: usize = 64;

/// How many names have a value that is looked for, and by how many schemas.
const FILLED: usize = 24;
const SAMPLED: usize = 4;

/// What may stand at a place of an example; `None` where there is none.
pub fn items(typed: &Typed<'_>) -> Option<Vec<Item>> {
    let resolved = &typed.site.proved.resolved;
    let place = typed.place();
    let example = example_at(resolved, &place)?;
    // An item of a list that begins with a name is an object; nothing is there yet that it could be judged by.
    if typed.spot.kind == Kind::Either {
        let names = names(typed.site, &typed.spot.present, example, &place);
        let first = |name: Name| Item { with: name.values.into_iter().next(), ..name.item };
        if !names.is_empty() {
            return Some(names.into_iter().map(first).collect());
        }
    }
    let pointer = place.pointer[example.place.pointer.len()..].to_owned();
    let whole = typed.root.pointer(&example.place.pointer).map(Node::to_value);
    let judged = whole.and_then(|whole| Judged::new(typed.site, example, pointer, whole));
    Some(match typed.spot.kind {
        Kind::Key => judged.map_or_else(Vec::new, |judged| {
            judged.fitting_names(names(typed.site, &typed.spot.present, example, &place))
        }),
        _ => judged.map_or_else(Vec::new, |judged| judged.fitting_values(values(typed.site, example, &place))),
    })
}

/// A property, and values that its schemas take, of which one may fit all of them.
pub struct Name {
    item: Item,
    values: Vec<Value>,
}

/// The properties that the object may have.
pub fn names(site: &Site, present: &[String], example: &Example, place: &Place) -> Vec<Name> {
    let resolved = &site.proved.resolved;
    let mut found: Vec<(bool, String, Vec<Place>)> = Vec::new();
    for (schema, node) in governing(resolved, example, place).iter().flat_map(|place| holding(resolved, place)) {
        let required = node.get("required").map(Node::items).unwrap_or_default();
        for member in node.get("properties").map(Node::members).unwrap_or_default() {
            let is_required = required.iter().any(|name| name.as_str() == Some(&member.key));
            let at = Place::new(schema.source, join(&join(&schema.pointer, "properties"), &member.key));
            match found.iter_mut().find(|(_, name, _)| **name == *member.key) {
                Some((known, _, places)) => {
                    *known |= is_required;
                    places.push(at);
                }
                None => found.push((is_required, member.key.to_string(), vec![at])),
            }
        }
    }
    found.retain(|(_, name, _)| !present.contains(name));
    found.sort_by_key(|(is_required, ..)| !is_required);
    found.truncate(PROVED);
    let own = &place.pointer[example.place.pointer.len()..];
    let name = |(number, (is_required, name, mut places)): (usize, (bool, String, Vec<Place>))| {
        // The data of an envelope has a schema of its own.
        let instances = example.instances().iter().filter(|instance| instance.pointer == join(own, &name));
        places.splice(0..0, instances.map(|instance| instance.schema.clone()));
        let sample = |place: &Place| Sampler::new(resolved, &site.proved.faults, place).minimal().ok();
        let values =
            if number < FILLED { places.iter().take(SAMPLED).filter_map(sample).collect() } else { Vec::new() };
        let detail = if is_required { "required" } else { "" };
        let words = places.iter().find_map(|place| of_schema(resolved, place)).unwrap_or_default();
        Name { item: Item::name(&name, None, PROPERTY, detail).saying(words), values }
    };
    found.into_iter().enumerate().map(name).collect()
}

/// The values that the schemas list, and event types.
pub fn values(site: &Site, example: &Example, place: &Place) -> Vec<Item> {
    let resolved = &site.proved.resolved;
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
        items.extend(types(site, example, place));
    }
    if items.is_empty() {
        items.extend(schemas.first().map(|schema| samples(site, schema)).unwrap_or_default());
    }
    items
}

/// Whole values for a schema: everything that it declares, and what must be there.
pub fn samples(site: &Site, schema: &Place) -> Vec<Item> {
    let resolved = &site.proved.resolved;
    let catalog = resolved.project.catalog_of(schema.source);
    let values = catalog.and_then(|catalog| site.values.get(&site.proved, catalog));
    let sampler = Sampler::new(resolved, &site.proved.faults, schema).with_values(values);
    let mut made =
        vec![(sampler.complete(), "with all that is declared"), (sampler.minimal(), "with what must be there")];
    made.dedup_by(|other, first| other.0 == first.0);
    let item = |(value, words): (Result<Value, String>, &str)| Some(Item::of(value.ok()?, SNIPPET, words));
    made.into_iter().filter_map(item).collect()
}

/// The event types of the catalog, where the example says its own.
fn types(site: &Site, example: &Example, place: &Place) -> Vec<Item> {
    let resolved = &site.proved.resolved;
    let field = resolved.project.config.catalogs[example.catalog].types.field.as_deref();
    let own = &place.pointer[example.place.pointer.len()..];
    let is_field = field.map_or_else(|| ["/event_type", "/eventType", "/type"].contains(&own), |field| field == own);
    let types = resolved.types.iter().filter(|known| is_field && known.catalog == example.catalog);
    types.take(PROVED).map(|known| Item::of(known.name.as_str(), EVENT, "event type")).collect()
}

/// An example as it is typed, and the schemas that judge it.
pub struct Judged<'a> {
    /// The parts that schemas are for, by their pointers.
    parts: Vec<(Sampler<'a>, String)>,
    /// The whole, with the word where something is typed.
    whole: Value,
    /// The pointer in it of the object or the value that is typed.
    pointer: String,
}

impl<'a> Judged<'a> {
    /// An example whose text says `whole`, of which the value at `pointer` is looked at; `None` where no schema judges it.
    pub fn new(site: &'a Site, example: &Example, pointer: String, whole: Value) -> Option<Judged<'a>> {
        let proved = &site.proved;
        let part = |instance: &Instance| {
            (Sampler::new(&proved.resolved, &proved.faults, &instance.schema), instance.pointer.clone())
        };
        let parts: Vec<_> = example.instances().iter().take(SAMPLED).map(part).collect();
        (!parts.is_empty()).then_some(Judged { parts, whole, pointer })
    }

    /// The names that are taken beside what is there, each with the first of its values that is; one without any is not judged.
    pub fn fitting_names(&self, names: Vec<Name>) -> Vec<Item> {
        let mut whole = self.whole.clone();
        let Some(own) = whole.pointer_mut(&self.pointer).and_then(Value::as_object_mut) else { return Vec::new() };
        own.remove(HERE);
        let allowed = self.failures(&whole);
        let fitting = |Name { item, values }: Name| {
            if values.is_empty() {
                return Some(item);
            }
            let name = item.value.as_str()?;
            let value = values.into_iter().find(|value| self.failures(&self.with(name, value)) <= allowed)?;
            Some(Item { with: Some(value), ..item })
        };
        names.into_iter().filter_map(fitting).collect()
    }

    /// The values with which the least is wrong.
    pub fn fitting_values(&self, items: Vec<Item>) -> Vec<Item> {
        let count = |item: &Item| self.failures(&self.replaced(&item.value));
        let counts: Vec<usize> = items.iter().map(count).collect();
        let least = counts.iter().min().copied();
        items.into_iter().zip(counts).filter(|(_, count)| Some(*count) == least).map(|(item, _)| item).collect()
    }

    /// How much is wrong with it as it is.
    pub fn wrong(&self) -> usize {
        self.failures(&self.whole)
    }

    /// The names with values beside which less is wrong than `wrong`.
    pub fn mending_names(&self, names: Vec<Name>, wrong: usize) -> Vec<(String, Value)> {
        let mends = |Name { item, values }: Name| {
            let name = item.value.as_str()?.to_owned();
            let value = values.into_iter().find(|value| self.failures(&self.with(&name, value)) < wrong)?;
            Some((name, value))
        };
        names.into_iter().filter_map(mends).collect()
    }

    /// The values in whose place less is wrong than `wrong`.
    pub fn mending_values(&self, items: Vec<Item>, wrong: usize) -> Vec<Value> {
        let values = items.into_iter().map(|item| item.value);
        values.filter(|value| self.failures(&self.replaced(value)) < wrong).collect()
    }

    /// The whole with a member more in the object.
    fn with(&self, name: &str, value: &Value) -> Value {
        let mut whole = self.whole.clone();
        if let Some(object) = whole.pointer_mut(&self.pointer).and_then(Value::as_object_mut) {
            object.remove(HERE);
            object.insert(name.to_owned(), value.clone());
        }
        whole
    }

    /// The whole with another value there.
    fn replaced(&self, value: &Value) -> Value {
        let mut whole = self.whole.clone();
        if let Some(place) = whole.pointer_mut(&self.pointer) {
            place.clone_from(value);
        }
        whole
    }

    /// How much is wrong with the whole.
    fn failures(&self, whole: &Value) -> usize {
        let of_part = |(sampler, pointer): &(Sampler<'_>, String)| {
            let proof = whole.pointer(pointer).map(|part| sampler.proof(part));
            proof.map_or(0, |proof| proof.failures.len() + proof.unlisted.count)
        };
        self.parts.iter().map(of_part).sum()
    }
}

/// The last name of a pointer.
pub fn last(pointer: &str) -> String {
    unescape_token(pointer.rsplit('/').next().unwrap_or_default()).into_owned()
}
