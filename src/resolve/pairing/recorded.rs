//! Pairs recorded events, which are no part of the project, with schemas: by their event type (rung 9), or with the one that is named.

use super::Answer;
use super::by_type::Types;
use super::instances::Parts;
use super::named::{DATA, Ids, Named};
use crate::resolve::Resolved;
use crate::source::{Node, Place, Source};

/// Finds the schemas of recorded events.
pub struct Recorded<'a> {
    resolved: &'a Resolved,
    types: Types,
    ids: Ids,
    /// The schema that every event belongs to, and its catalog.
    named: Option<(usize, Place)>,
}

/// What an event is paired with.
pub struct Found<'e> {
    /// The type that it carries: in the eyes of the catalog that has a schema for it, else of the first that sees one.
    pub event_type: Option<&'e str>,
    pub schemas: Schemas<'e>,
}

/// The schemas of an event.
pub enum Schemas<'e> {
    /// Nothing is known of its type.
    Unknown,
    /// The catalog knows no schema for its type; the envelope is held against it all the same.
    Envelope(Place),
    /// Each is held against a part of it, nearest to the data first.
    Known(Parts<'e>),
    /// So many may be meant.
    Several(usize),
}

impl<'a> Recorded<'a> {
    /// A finder by event type or, with `named`, of one schema for all events.
    pub fn new(resolved: &'a Resolved, named: Option<Place>) -> Recorded<'a> {
        let schemas = &resolved.project.schemas;
        let catalog = |place: &Place| resolved.schema_of(place.source).map_or(0, |number| schemas[number].catalog);
        let named = named.map(|place| (catalog(&place), place));
        Recorded { resolved, types: Types::new(resolved), ids: Ids::of(resolved), named }
    }

    /// The schemas that some event may be paired with.
    pub fn schemas(&self) -> impl Iterator<Item = Place> {
        let named = self.named.iter().map(|(_, place)| place.clone());
        let documents = self.resolved.project.schemas.iter().map(|schema| Place::root(schema.source));
        named.chain(self.types.schemas(self.resolved)).chain(documents)
    }

    /// The schemas of an event, which was read from `source`. Every catalog is asked: events do not say whose they are.
    pub fn find<'e>(&'e self, source: &Source, event: &'e Node) -> Found<'e> {
        let mut event_type = None;
        let mut envelope = None;
        let mut readings: Vec<Parts<'e>> = Vec::new();
        for catalog in 0..self.resolved.project.config.catalogs.len() {
            let (name, own) = self.types.answer_event(self.resolved, catalog, source, event);
            let places = match (&self.named, &own) {
                (Some((of, place)), _) if *of == catalog => std::slice::from_ref(place),
                (Some(_), _) | (None, Answer::None) => &[],
                (None, Answer::One(place)) => std::slice::from_ref(place),
                (None, Answer::Several(places)) => places.as_slice(),
            };
            if event_type.is_none() || (readings.is_empty() && !places.is_empty() && name.is_some()) {
                event_type = name;
            }
            if self.named.is_none() && name.is_some() && places.is_empty() {
                envelope = envelope.or_else(|| self.types.envelope(catalog).cloned());
            }
            for place in places {
                let parts = self.types.parts(self.resolved, catalog, place, &own, event, true);
                if !readings.contains(&parts) {
                    readings.push(parts);
                }
            }
        }
        if self.named.is_none()
            && let Named::Parts(parts) = self.ids.named_in(self.resolved, event)
        {
            let parts = parts.into_iter().map(|part| (part.schema, if part.pointer.is_empty() { "" } else { DATA }));
            return Found { event_type, schemas: Schemas::Known(parts.collect()) };
        }
        if let (None, Named::Whole(Answer::One(place))) = (&self.named, self.ids.named_in(self.resolved, event))
            && let Some(number) = self.resolved.schema_of(place.source)
        {
            let catalog = self.resolved.project.schemas[number].catalog;
            let (_, own) = self.types.answer_event(self.resolved, catalog, source, event);
            let parts = self.types.parts(self.resolved, catalog, &place, &own, event, true);
            return Found { event_type, schemas: Schemas::Known(parts) };
        }
        let schemas = match (readings.len(), envelope) {
            (0, None) => Schemas::Unknown,
            (0, Some(envelope)) => Schemas::Envelope(envelope),
            (1, _) => Schemas::Known(readings.swap_remove(0)),
            (several, _) => Schemas::Several(several),
        };
        Found { event_type, schemas }
    }
}

impl Resolved {
    /// Whether there is any schema that an event may be held against: a document, or the payload of a message.
    pub fn has_schemas(&self) -> bool {
        let mut messages = self.project.documents.iter().flat_map(|document| &document.messages);
        !self.project.schemas.is_empty() || messages.any(|message| message.payload.is_some())
    }

    /// The schema that a command names: by its place in the project or in a catalog, or by its `$id`.
    pub fn find_named_schema(&self, name: &str) -> Option<Place> {
        let in_catalogs = || (0..self.project.config.catalogs.len()).find_map(|at| self.find_in_catalog(at, name));
        let found = self.find_place(name).or_else(in_catalogs).or_else(|| self.find_by_id(name))?;
        self.facts.contains_key(&found.source).then_some(found)
    }
}
