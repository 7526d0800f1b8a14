//! Pairs recorded events, which are no part of the project, with schemas: by their event type (rung 9), or with the one that is named.

use super::Answer;
use super::by_type::Types;
use crate::resolve::Resolved;
use crate::source::{Node, Place, Source};

/// Finds the schemas of recorded events.
pub struct Recorded<'a> {
    resolved: &'a Resolved,
    types: Types,
    /// The schema that every event belongs to, and its catalog.
    named: Option<(usize, Place)>,
}

/// What an event is paired with.
pub struct Found<'e> {
    /// The type that it carries: in the eyes of the catalog that has a schema for it, else of the first that sees one.
    pub event_type: Option<&'e str>,
    /// The schemas that may be meant, each with the pointer of what it applies to: one where all is well.
    pub schemas: Vec<(Place, &'e str)>,
}

impl<'a> Recorded<'a> {
    /// A finder by event type or, with `named`, of one schema for all events.
    pub fn new(resolved: &'a Resolved, named: Option<Place>) -> Recorded<'a> {
        let schemas = &resolved.project.schemas;
        let catalog = |place: &Place| resolved.schema_of(place.source).map_or(0, |number| schemas[number].catalog);
        let named = named.map(|place| (catalog(&place), place));
        Recorded { resolved, types: Types::new(resolved), named }
    }

    /// The schemas that some event may be paired with.
    pub fn schemas(&self) -> impl Iterator<Item = Place> {
        let named = self.named.iter().map(|(_, place)| place.clone());
        named.chain(self.types.schemas(self.resolved))
    }

    /// The schemas of an event, which was read from `source`. Every catalog is asked: events do not say whose they are.
    pub fn find<'e>(&'e self, source: &Source, event: &'e Node) -> Found<'e> {
        let mut found = Found { event_type: None, schemas: Vec::new() };
        for catalog in 0..self.resolved.project.config.catalogs.len() {
            let (name, answer) = self.types.answer_event(self.resolved, catalog, source, event);
            let places = match (&self.named, &answer) {
                (Some((own, place)), _) if *own == catalog => vec![place.clone()],
                (Some(_), _) | (None, Answer::None) => Vec::new(),
                (None, Answer::One(place)) => vec![place.clone()],
                (None, Answer::Several(places)) => places.clone(),
            };
            if found.event_type.is_none() || (found.schemas.is_empty() && !places.is_empty() && name.is_some()) {
                found.event_type = name;
            }
            for place in places {
                let pointer = self.pointer(catalog, &place, &answer, event);
                if !found.schemas.iter().any(|(known, at)| *known == place && *at == pointer) {
                    found.schemas.push((place, pointer));
                }
            }
        }
        found
    }

    /// Where a schema applies in an event: at the catalog's `types.data`, or to the whole.
    fn pointer(&self, catalog: usize, schema: &Place, own: &Answer, event: &Node) -> &str {
        match self.resolved.project.config.catalogs[catalog].types.data.as_deref() {
            Some(data)
                if event.pointer(data).is_some() && self.types.applies_to_data(self.resolved, catalog, schema, own) =>
            {
                data
            }
            _ => "",
        }
    }
}

impl Resolved {
    /// The schema that a command names: by its place in the project or in a catalog, or by its `$id`.
    pub fn find_named_schema(&self, name: &str) -> Option<Place> {
        let in_catalogs = || (0..self.project.config.catalogs.len()).find_map(|at| self.find_in_catalog(at, name));
        let found = self.find_place(name).or_else(in_catalogs).or_else(|| self.find_by_id(name))?;
        self.anatomies.contains_key(&found.source).then_some(found)
    }
}
