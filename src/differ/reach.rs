//! Whom a change reaches: the event types, channels, applications and owners that have to do with what changed, through references over
//! schemas and documents.

use std::collections::{BTreeSet, HashSet};

use super::sides::Sides;
use super::{Reach, State};
use crate::model::{Graph, Message, Use, VertexKind};
use crate::resolve::Resolved;
use crate::source::{Place, SourceId};

/// How many places a search for users looks at.
const LOOKED_AT: usize = 10_000;

/// A message: its document and its number in it.
type Number = (usize, usize);

/// What uses a schema, through references.
pub struct Users {
    pub messages: BTreeSet<Number>,
    sources: BTreeSet<SourceId>,
}

impl Users {
    /// The users of what stands at some places.
    pub fn of(resolved: &Resolved, places: impl IntoIterator<Item = Place>) -> Users {
        let mut users = Users { messages: BTreeSet::new(), sources: BTreeSet::new() };
        let (mut open, mut seen): (Vec<Place>, _) = (places.into_iter().collect(), HashSet::new());
        while let Some(place) = open.pop().filter(|_| seen.len() < LOOKED_AT) {
            if !seen.insert(place.clone()) {
                continue;
            }
            users.sources.insert(place.source);
            // What is used is a part of all that it stands in, but definitions are none: they are used by their name.
            let first = definition(&place.pointer);
            let ends = place.pointer.match_indices('/').map(|(end, _)| &place.pointer[..end]);
            for above in ends.chain([place.pointer.as_str()]).filter(|above| above.len() >= first) {
                let above = Place::new(place.source, above);
                for found in resolved.uses.get(&above).into_iter().flatten() {
                    match found {
                        Use::Schema(holder) => open.push(holder.clone()),
                        Use::Message(document, message) => drop(users.messages.insert((*document, *message))),
                    }
                }
            }
        }
        users
    }

    /// Who else has to do with the messages among them.
    pub fn sides(&self, state: &State<'_>) -> Sides {
        let all = state.sides();
        let sides = self.messages.iter().filter_map(|(document, message)| all.get(*document)?.messages.get(*message));
        sides.copied().fold(Sides::default(), Sides::with)
    }

    /// Whom they stand for.
    pub fn reach(&self, resolved: &Resolved, catalog: usize) -> Reach {
        let mut reach = Reach::default();
        let numbers: HashSet<usize> = self.sources.iter().filter_map(|source| resolved.schema_of(*source)).collect();
        for found in resolved.types.iter().filter(|it| it.schemas.iter().any(|schema| numbers.contains(schema))) {
            reach.types.push(found.name.clone());
            for (document, channel) in &found.channels {
                add_channel(&mut reach, resolved, *document, *channel, None);
            }
        }
        for (document, message) in &self.messages {
            add_message(&mut reach, resolved, *document, *message);
        }
        reach.finish(resolved, catalog)
    }
}

/// Whom a message reaches.
pub fn add_message(reach: &mut Reach, resolved: &Resolved, document: usize, number: usize) {
    let Some(owner) = resolved.project.documents.get(document) else { return };
    let Some(message) = owner.messages.get(number) else { return };
    reach.types.extend(message.types.iter().cloned());
    reach.applications.push(owner.title.clone());
    let channels = owner.channels.iter().enumerate();
    for (channel, _) in channels.filter(|(_, channel)| channel.messages.contains(&number)) {
        add_channel(reach, resolved, document, channel, Some(message));
    }
}

/// Whom a channel reaches: all that use it, or those alone that have to do with a message.
pub fn add_channel(reach: &mut Reach, resolved: &Resolved, document: usize, channel: usize, message: Option<&Message>) {
    let documents = &resolved.project.documents;
    let Some(found) = documents.get(document).and_then(|it| it.channels.get(channel)) else { return };
    reach.channels.push(found.address.clone().unwrap_or_else(|| found.id.clone()));
    reach.applications.extend(documents.get(document).map(|document| document.title.clone()));
    let graph: &Graph = &resolved.graph;
    let vertex = graph.channel_of.get(&(document, channel));
    let edges = vertex.and_then(|vertex| graph.edges_of.get(*vertex)).into_iter().flatten();
    for edge in edges.filter_map(|edge| graph.edges.get(*edge)) {
        let is_same = |other: &Message| {
            message.is_none_or(|message| {
                other.place == message.place
                    || (other.name.is_some() && other.name == message.name)
                    || other.types.iter().any(|name| message.types.contains(name))
            })
        };
        let mut carried =
            edge.messages.iter().filter_map(|(owner, number)| documents.get(*owner)?.messages.get(*number));
        if edge.messages.is_empty() || carried.any(is_same) {
            let ends = [edge.from, edge.to].into_iter().filter_map(|end| graph.vertices.get(end));
            let applications = ends.filter(|vertex| matches!(vertex.kind, VertexKind::Application(_)));
            reach.applications.extend(applications.map(|vertex| vertex.name.clone()));
        }
    }
}

impl Reach {
    /// Adds whose all of that is, and brings the names into their order.
    #[must_use]
    pub fn finish(mut self, resolved: &Resolved, catalog: usize) -> Reach {
        let project = &resolved.project;
        let types: HashSet<&String> = self.types.iter().collect();
        for found in resolved.types.iter().filter(|found| types.contains(&found.name)) {
            let entry = found.registered.and_then(|number| project.registered.get(number));
            self.owners.extend(entry.and_then(|entry| entry.owner.clone()));
        }
        if self.owners.is_empty() {
            self.owners.extend(project.config.catalogs.get(catalog).and_then(|catalog| catalog.owner.clone()));
        }
        for list in [&mut self.types, &mut self.channels, &mut self.applications, &mut self.owners] {
            list.retain(|name| !name.is_empty());
            list.sort();
            list.dedup();
        }
        self
    }
}

/// How long the pointer is to the definition that a pointer leads into, if it leads into one.
fn definition(pointer: &str) -> usize {
    let starts = ["/$defs/", "/definitions/", "/components/schemas/"].into_iter().flat_map(|word| {
        let all = pointer.match_indices(word).filter(|(at, _)| !pointer[..*at].ends_with("/properties"));
        all.map(move |(at, _)| at + word.len())
    });
    starts.max().unwrap_or_default()
}
