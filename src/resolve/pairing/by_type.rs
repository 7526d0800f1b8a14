//! Rung 9: the schema of the event type that an example carries.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

use super::Answer;
use crate::load::{event_type, version_order};
use crate::model::{Example, ExampleKind};
use crate::resolve::Resolved;
use crate::resolve::message_types::carried;
use crate::source::{Kind, Node, Place, Source};

/// Schemas by catalog and event type.
#[derive(Debug)]
pub struct Types {
    /// The schemas that the registry names.
    registered: HashMap<(usize, String), Entry>,
    /// The schema documents that state the type, newest first.
    stated: HashMap<(usize, String), Vec<usize>>,
    /// The payloads of messages that carry the type, where they are no schema documents.
    carried: HashMap<(usize, String), Vec<Place>>,
    /// The schema of each catalog's whole events, where site.toml names one that is there.
    envelopes: Vec<Option<Place>>,
}

/// What a registry names for an event type.
#[derive(Debug)]
struct Entry {
    schema: Option<Place>,
    /// By version, newest first.
    versions: Vec<(String, Place)>,
}

impl Types {
    /// The types of all registries, schemas and messages.
    pub fn new(resolved: &Resolved) -> Types {
        let project = &resolved.project;
        let mut registered = HashMap::new();
        for entry in project.registered.iter() {
            let find = |name: &str| resolved.find_in_catalog(entry.catalog, name);
            let schema = entry.schema.as_deref().and_then(find);
            let versions = entry.versions.iter().filter_map(|(version, name)| Some((version.clone(), find(name)?)));
            let versions: Vec<(String, Place)> = versions.collect();
            if schema.is_some() || !versions.is_empty() {
                registered.insert((entry.catalog, entry.name.clone()), Entry { schema, versions });
            }
        }
        let mut stated: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        for (number, schema) in project.schemas.iter().enumerate() {
            for name in &schema.types {
                stated.entry((schema.catalog, name.clone())).or_default().push(number);
            }
        }
        for numbers in stated.values_mut() {
            numbers.sort_by(|a, b| newest_first(resolved, *a, *b));
        }
        let mut by_message: HashMap<(usize, String), Vec<Place>> = HashMap::new();
        for document in project.documents.iter() {
            for message in &document.messages {
                let payload = message.payload.as_ref().filter(|_| message.foreign_format.is_none());
                for name in carried(resolved, document, message) {
                    by_message.entry((document.catalog, name)).or_default().extend(payload.cloned());
                }
            }
        }
        let catalogs = project.config.catalogs.iter().enumerate();
        let envelopes = catalogs.map(|(number, settings)| {
            let name = settings.types.envelope.as_deref()?;
            resolved.find_in_catalog(number, name)
        });
        Types { registered, stated, carried: by_message, envelopes: envelopes.collect() }
    }

    /// The schemas that some event may be paired with.
    pub fn schemas<'a>(&'a self, resolved: &'a Resolved) -> impl Iterator<Item = Place> + 'a {
        let registered = self.registered.values().flat_map(Entry::schemas);
        let stated = self.stated.values().flatten();
        let stated = stated.map(|number| Place::root(resolved.project.schemas[*number].source));
        let rest = self.carried.values().flatten().chain(self.envelopes.iter().flatten());
        registered.chain(rest).cloned().chain(stated)
    }

    /// The schema of a catalog's whole events, if it has one.
    pub(super) fn envelope(&self, catalog: usize) -> Option<&Place> {
        self.envelopes.get(catalog)?.as_ref()
    }

    /// The schema of the example's event type.
    pub(super) fn answer(&self, resolved: &Resolved, example: &Example) -> Answer {
        let sources = &resolved.project.sources;
        let Some(node) = sources.node(&example.place) else { return Answer::None };
        self.answer_event(resolved, example.catalog, sources.get(example.place.source), node).1
    }

    /// The type that an event carries in the eyes of a catalog: by what it looks like, or because a schema or the registry knows it.
    pub(super) fn name<'e>(&self, resolved: &Resolved, catalog: usize, event: &'e Node) -> Option<&'e str> {
        let field = resolved.project.config.catalogs[catalog].types.field.as_deref();
        let is_known = |name: &&str| {
            let key = (catalog, (*name).to_owned());
            self.stated.contains_key(&key) || self.registered.contains_key(&key) || self.carried.contains_key(&key)
        };
        let known = || event.get("type").and_then(Node::as_str).filter(is_known);
        event_type(event, field).or_else(|| if field.is_none() { known() } else { None })
    }

    /// The type that an event carries in the eyes of a catalog, and its schema: the one of the version that the event names, else the
    /// registry's, else the newest that states the type, else the payload of a message that carries it.
    pub(super) fn answer_event<'e>(
        &self,
        resolved: &Resolved,
        catalog: usize,
        source: &Source,
        event: &'e Node,
    ) -> (Option<&'e str>, Answer) {
        let Some(name) = self.name(resolved, catalog, event) else { return (None, Answer::None) };
        let key = (catalog, name.to_owned());
        let entry = self.registered.get(&key);
        let stated = self.stated.get(&key).map(Vec::as_slice).unwrap_or_default();
        let answer = self
            .of_version(resolved, catalog, entry, stated, &versions(resolved, catalog, source, event))
            .or_else(|| entry.and_then(Entry::newest).map(|place| Answer::One(place.clone())))
            .or_else(|| stated.first().map(|newest| alike(resolved, stated, *newest)))
            .or_else(|| self.carried.get(&key).map(|places| Answer::of(places.clone())));
        (Some(name), answer.unwrap_or(Answer::None))
    }

    /// The schema of the first of some versions that there is one for.
    fn of_version(
        &self,
        resolved: &Resolved,
        catalog: usize,
        entry: Option<&Entry>,
        stated: &[usize],
        versions: &[Cow<'_, str>],
    ) -> Option<Answer> {
        let schemas = &resolved.project.schemas;
        let version_of = |place: &Place| schemas[resolved.schema_of(place.source)?].version.as_ref();
        // A registry that names one schema without a version means it for all of them.
        let is_open = resolved.project.config.catalogs[catalog].types.version.is_some()
            || entry.and_then(|entry| entry.schema.as_ref()).is_none_or(|place| version_of(place).is_some());
        versions.iter().find_map(|version| {
            let registered = entry.and_then(|entry| entry.versions.iter().find(|(own, _)| own == version));
            if let Some((_, place)) = registered {
                return Some(Answer::One(place.clone()));
            }
            let named = entry.and_then(|entry| entry.schema.as_ref());
            if let Some(named) = named.filter(|place| version_of(place).is_some_and(|own| own == version)) {
                return Some(Answer::One(named.clone()));
            }
            let found = stated.iter().find(|number| schemas[**number].version.as_deref() == Some(version));
            found.filter(|_| is_open).map(|found| alike(resolved, stated, *found))
        })
    }

    /// Whether `schema` is made for the events of a type, rather than for a part that several have.
    pub(super) fn is_of_events(&self, resolved: &Resolved, catalog: usize, schema: &Place, own: &Answer) -> bool {
        self.states_type(resolved, schema) || self.applies_to_data(resolved, catalog, schema, own)
    }

    fn states_type(&self, resolved: &Resolved, schema: &Place) -> bool {
        resolved.schema_of(schema.source).is_some_and(|number| !resolved.project.schemas[number].types.is_empty())
    }

    /// Whether `schema` applies where the catalog's `types.data` points rather than to the whole event: it is the own schema of the event
    /// type, and speaks of what the envelope carries alone.
    pub(super) fn applies_to_data(&self, resolved: &Resolved, catalog: usize, schema: &Place, own: &Answer) -> bool {
        // A schema that states the type field describes the event with its envelope.
        if self.states_type(resolved, schema) || self.envelope(catalog) == Some(schema) {
            return false;
        }
        let own = match own {
            Answer::One(place) => place == schema,
            Answer::Several(places) => places.contains(schema),
            Answer::None => false,
        };
        // A counterexample may well carry a wrong type: the schema is then an event's own if the registry says so of any type.
        let mut registered = self.registered.iter().filter(|((known, _), _)| *known == catalog);
        own || registered.any(|(_, entry)| entry.schemas().any(|place| place == schema))
    }
}

impl Entry {
    fn schemas(&self) -> impl Iterator<Item = &Place> {
        self.schema.iter().chain(self.versions.iter().map(|(_, place)| place))
    }

    /// The schema of events that name no version.
    fn newest(&self) -> Option<&Place> {
        self.schemas().next()
    }
}

/// The versions that an event may name, the likeliest first: at the catalog's pointer, or in the usual fields.
fn versions<'e>(resolved: &'e Resolved, catalog: usize, source: &'e Source, event: &'e Node) -> Vec<Cow<'e, str>> {
    let text = |node: &'e Node| match &node.kind {
        Kind::String(text) => Some(Cow::Borrowed(&**text)),
        Kind::Number(_) => Some(source.digits(node)),
        _ => None,
    };
    match &resolved.project.config.catalogs[catalog].types.version {
        Some(version) => {
            let stated = event.pointer(&version.at).and_then(text);
            stated.or_else(|| version.default.as_deref().map(Cow::Borrowed)).into_iter().collect()
        }
        None => ["version", "schema_version"].into_iter().filter_map(|field| text(event.get(field)?)).collect(),
    }
}

/// The answer of those among `stated` that have the version of `best`: schemas of one version, or of none, are candidates alike.
fn alike(resolved: &Resolved, stated: &[usize], best: usize) -> Answer {
    let schemas = &resolved.project.schemas;
    let alike = stated.iter().filter(|number| schemas[**number].version == schemas[best].version);
    Answer::of(alike.map(|number| Place::root(schemas[*number].source)).collect())
}

/// The event type of an example that stands inside a schema's root or a message.
pub fn embedded_type(resolved: &Resolved, types: &Types, example: &Example) -> Option<String> {
    let node = resolved.project.sources.node(&example.place)?;
    let event = match example.kind {
        ExampleKind::Schema => example.schema().filter(|schema| schema.pointer.is_empty()).map(|_| node),
        ExampleKind::Message => node.get("payload"),
        ExampleKind::File | ExampleKind::Page => None,
    };
    types.name(resolved, example.catalog, event?).map(str::to_owned)
}

/// Compares two schemas by version, newest first; those without a version come last.
pub fn newest_first(resolved: &Resolved, a: usize, b: usize) -> std::cmp::Ordering {
    let order = |number: usize| resolved.project.schemas[number].version.as_deref().map(version_order);
    (Reverse(order(a)), a).cmp(&(Reverse(order(b)), b))
}
