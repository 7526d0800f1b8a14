//! Another name for an event type: wherever a registry, a schema, a message, an example, a filter policy or a guide says it.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::definition::{self, Definition};
use super::texts::{code_in, text};
use crate::diagnostic::{Change, New};
use crate::load::{TYPE_FIELDS, has_segments};
use crate::lsp::cursor::Cursor;
use crate::lsp::governing::{ALL, holding_most, of_value};
use crate::lsp::references::names;
use crate::lsp::words::code;
use crate::model::EventType;
use crate::resolve::{Resolved, type_in_example};
use crate::route::Site;
use crate::source::{Format, Place, Source, SourceId, descend, join, unescape_token};

/// An event type, and where it is named.
pub struct Named {
    pub name: String,
    places: Places,
}

/// The event type that is named under the cursor.
pub fn named(resolved: &Resolved, cursor: &Cursor<'_>) -> Option<Named> {
    let name = cursor.located.node.as_str().filter(|_| !cursor.in_key)?;
    let found = of_name(resolved, name)?;
    found.places.values.contains(&cursor.place).then_some(found)
}

/// The event type of a name; `None` if there is none.
pub fn of_name(resolved: &Resolved, name: &str) -> Option<Named> {
    resolved.types_named(name).next()?;
    Some(Named { name: name.to_owned(), places: places(resolved, name) })
}

/// What gives an event type another name everywhere.
///
/// # Errors
/// Says why it can't have that name.
pub fn changes_of(site: &Site, named: &Named, new: &str) -> Result<Vec<Change>, String> {
    let Named { name, places } = named;
    let resolved = &site.proved.resolved;
    let sources = &resolved.project.sources;
    if new.chars().any(|c| c.is_whitespace() || "`\"'\\#".contains(c)) {
        return Err("the name of an event type has no blanks, quotes or backticks".to_owned());
    }
    if resolved.types_named(new).next().is_some() {
        return Err(format!("{} is the name of another event type", code(new)));
    }
    if has_segments(name) && !has_segments(new) {
        return Err(format!("{} has several segments, and so do the names that are told by that", code(name)));
    }
    let of_file = |schema: &&crate::model::Schema| schema.named_types.iter().any(|known| known == name);
    for schema in resolved.project.schemas.iter().filter(of_file) {
        let file = &sources.get(schema.source).file;
        if !places.values.iter().any(|place| sources.get(place.source).file == *file) {
            return Err(format!("{file} names it in a way that can't be another one"));
        }
    }
    for (_, source) in sources.iter().filter(|(_, source)| source.refusal().is_some()) {
        if source.own_text().contains(name) {
            return Err(format!("{} can't be read, and may name {}", code(&source.name), code(name)));
        }
    }
    let mut changes = Vec::new();
    for place in &places.values {
        let node = sources.node(place).ok_or("a name stands nowhere")?;
        changes.push(text(sources, place.source, node.span, name, new));
    }
    for place in &places.keys {
        let span = sources.locate(place).and_then(|found| found.key_span).ok_or("a name stands nowhere")?;
        changes.push(Change { source: place.source, span, new: New::Value(new.into()) });
    }
    for place in &places.definitions {
        let definition = Definition { place: place.clone(), name: name.to_owned() };
        changes.extend(definition::changes_of(site, &definition, new)?);
    }
    changes.extend(code_in(site, name, new));
    Ok(changes)
}

/// Where an event type is named.
#[derive(Default)]
struct Places {
    values: Vec<Place>,
    /// Keys that nothing refers to.
    keys: Vec<Place>,
    /// Messages that are called by it, to which references lead.
    definitions: Vec<Place>,
}

fn places(resolved: &Resolved, name: &str) -> Places {
    let types: Vec<&EventType> = resolved.types_named(name).map(|(_, found)| found).collect();
    let mut found = Places::default();
    if types.is_empty() {
        return found;
    }
    let scan = Scan::of(resolved, name, &types);
    let known = types.iter().flat_map(|found| names(resolved, found)).chain(stated(resolved, name, &types, &scan.keys));
    found.values.extend(known);
    let sources: Vec<(SourceId, &Source)> = resolved.project.sources.iter().collect();
    let scanned = sources.into_par_iter().filter_map(|(id, source)| scan.source(id, source));
    for Places { values, keys, .. } in scanned.collect::<Vec<_>>() {
        found.values.extend(values);
        found.keys.extend(keys);
    }
    for (document, message) in types.iter().flat_map(|found| &found.messages) {
        let document = &resolved.project.documents[*document];
        let place = &document.messages[*message].place;
        found.definitions.extend(Some(place.clone()).filter(|place| is_called(place, name)));
        let channels = document.channels.iter();
        let entries = channels.map(|channel| {
            Place::new(channel.place.source, join(&format!("{}/messages", channel.place.pointer), name))
        });
        found.definitions.extend(entries.filter(|entry| resolved.follow(entry).as_ref() == Some(place)));
    }
    for list in [&mut found.values, &mut found.keys, &mut found.definitions] {
        let mut seen = HashSet::new();
        list.retain(|place| seen.insert(place.clone()));
    }
    found
}

/// Whether a message stands under a name.
fn is_called(place: &Place, name: &str) -> bool {
    let Some((above, token)) = place.pointer.rsplit_once('/') else { return false };
    above.ends_with("/messages") && unescape_token(token) == name
}

/// The members of `const` and `enum` by which schemas of its events state it, wherever references lead.
fn stated(resolved: &Resolved, name: &str, types: &[&EventType], keys: &[String]) -> Vec<Place> {
    let project = &resolved.project;
    let roots = types.iter().flat_map(|found| &found.schemas).map(|number| {
        let fields = keys.iter().map(|key| join("", key)).collect::<Vec<_>>();
        (Place::root(project.schemas[*number].source), fields)
    });
    let examples = types.iter().flat_map(|found| &found.examples).flat_map(|number| {
        let example = &project.examples[*number];
        let at =
            type_in_example(resolved, example).map(|place| place.pointer[example.place.pointer.len()..].to_owned());
        let below = move |pointer: &str| at.as_ref().and_then(|at| at.strip_prefix(pointer)).map(str::to_owned);
        let instances = example.instances().iter();
        instances.filter_map(move |instance| Some((instance.schema.clone(), vec![below(&instance.pointer)?])))
    });
    let asked: HashSet<(Place, Vec<String>)> = roots.chain(examples).collect();
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for (schema, fields) in asked {
        let governing = fields.iter().flat_map(|field| of_value(resolved, &schema, field, ALL));
        for (place, node) in governing.flat_map(|place| holding_most(resolved, &place, ALL)) {
            if !seen.insert(place.clone()) {
                continue;
            }
            if node.get("const").and_then(crate::source::Node::as_str) == Some(name) {
                found.push(Place::new(place.source, format!("{}/const", place.pointer)));
            }
            let members = node.get("enum").map(crate::source::Node::items).unwrap_or_default().iter().enumerate();
            let members = members.filter(|(_, member)| member.as_str() == Some(name));
            found.extend(members.map(|(index, _)| Place::new(place.source, format!("{}/enum/{index}", place.pointer))));
        }
    }
    found
}

/// Looks for a name in all texts.
struct Scan<'a> {
    resolved: &'a Resolved,
    name: &'a str,
    /// Whether the name is none that other things have as well.
    is_own: bool,
    /// The members of events that name their type.
    keys: Vec<String>,
    /// The catalogs that have the type.
    catalogs: HashSet<usize>,
    /// In AsyncAPI documents: what stands below these is of messages or of schemas.
    parts: HashMap<SourceId, Vec<&'a str>>,
}

/// Below these stand names of other things.
const OTHERS: [&str; 8] = ["$ref", "$id", "id", "$schema", "$anchor", "$dynamicRef", "$dynamicAnchor", "address"];

impl<'a> Scan<'a> {
    fn of(resolved: &'a Resolved, name: &'a str, types: &[&EventType]) -> Scan<'a> {
        let project = &resolved.project;
        let fields = types.iter().map(|found| project.config.catalogs[found.catalog].types.field.as_deref());
        let mut keys: Vec<String> = Vec::new();
        for field in fields {
            match field.and_then(|field| field.rsplit('/').next()) {
                Some(key) => keys.push(unescape_token(key).into_owned()),
                None => keys.extend(TYPE_FIELDS.map(str::to_owned)),
            }
        }
        keys.sort();
        keys.dedup();
        let mut parts: HashMap<SourceId, Vec<&str>> = HashMap::new();
        for document in project.documents.iter() {
            parts.entry(document.source).or_default();
            let messages = document.messages.iter().map(|message| &message.place);
            for place in messages.chain(&document.schemas) {
                parts.entry(place.source).or_default().push(&place.pointer);
            }
        }
        let catalogs = types.iter().map(|found| found.catalog).collect();
        Scan { resolved, name, is_own: has_segments(name), keys, catalogs, parts }
    }

    fn source(&self, id: SourceId, source: &Source) -> Option<Places> {
        let is_there = source.own_text().contains(self.name) || source.own_text().contains('\\');
        let root = source.root().filter(|_| is_there)?;
        let mut found = Places::default();
        if source.format == Format::Toml {
            // Registries name types where they say so; settings by the beginnings that have channels.
            let catalogs = root.get("catalog").map(crate::source::Node::items).unwrap_or_default().iter().enumerate();
            let topics = catalogs.filter(|(_, node)| {
                source.file == crate::config::FILE
                    && node.get("topics").is_some_and(|list| list.get(self.name).is_some())
            });
            let place = |(index, _)| Place::new(id, join(&format!("/catalog/{index}/topics"), self.name));
            found.keys.extend(topics.map(place));
            return Some(found);
        }
        let is_in_catalog = self.is_in_catalog(&source.file);
        descend(
            root,
            |_| true,
            |way, node| {
                if way.member().is_some_and(|member| &*member.key == "mapping") && node.get(self.name).is_some() {
                    let pointer = way.pointer();
                    if pointer.ends_with("/discriminator/mapping") {
                        found.keys.push(Place::new(id, join(&pointer, self.name)));
                    }
                }
                if node.as_str() != Some(self.name) {
                    return;
                }
                let pointer = way.pointer();
                if (is_in_catalog && self.is_type_field(&pointer)) || (self.is_own && self.is_name(id, &pointer)) {
                    found.values.push(Place::new(id, pointer));
                }
            },
        );
        Some(found)
    }

    fn is_in_catalog(&self, file: &str) -> bool {
        let catalogs = self.resolved.project.config.catalogs.iter().enumerate();
        let own = catalogs.filter(|(_, catalog)| catalog.relative(file).is_some());
        own.max_by_key(|(_, catalog)| catalog.path.len()).is_some_and(|(number, _)| self.catalogs.contains(&number))
    }

    /// Whether a value is that of the member of events which names their type, or what a schema or a filter says of it.
    fn is_type_field(&self, pointer: &str) -> bool {
        let is_between = |token: &str| {
            token.parse::<usize>().is_ok() || ["const", "enum", "default", "allOf", "anyOf", "oneOf"].contains(&token)
        };
        let field = pointer.rsplit('/').find(|token| !is_between(token));
        field.is_some_and(|field| self.keys.iter().any(|key| **key == *unescape_token(field)))
    }

    /// Whether a text that is the name of the type and of nothing else means the type.
    fn is_name(&self, id: SourceId, pointer: &str) -> bool {
        let key = pointer.rsplit('/').find(|token| token.parse::<usize>().is_err()).unwrap_or_default();
        if OTHERS.contains(&key) {
            return false;
        }
        let Some(parts) = self.parts.get(&id) else { return true };
        parts.iter().any(|part| crate::source::pointer_holds(part, pointer)) || pointer.contains("/x-")
    }
}
