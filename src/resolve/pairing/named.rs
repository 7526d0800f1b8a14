//! Rung 3: the schemas that an example names: for the whole in `$schema`, for its data in the attributes of CloudEvents and Iglu, else by a
//! property that is a schema's `$id`.

use std::collections::HashMap;

use super::Answer;
use crate::load::{modeline, relative_to};
use crate::model::{Example, Instance};
use crate::resolve::{Resolved, uri};
use crate::source::{Node, Place, Source, SourceId};

/// Where the data of an event stands whose attributes name their schema (CloudEvents 1.0, `dataschema`; Iglu, self-describing JSON).
pub const DATA: &str = "/data";

/// Schema documents by their `$id`.
#[derive(Debug)]
pub struct Ids(HashMap<String, Vec<SourceId>>);

/// What an example names.
pub enum Named {
    Nothing,
    /// Schemas of the whole, one of which is meant.
    Whole(Answer),
    /// What each part of it is held against, nearest to the data first.
    Parts(Vec<Instance>),
}

impl Ids {
    /// The `$id`s of all schema documents.
    pub fn of(resolved: &Resolved) -> Ids {
        let mut by_id: HashMap<String, Vec<SourceId>> = HashMap::new();
        for schema in resolved.project.schemas.iter() {
            if let Some(id) = schema.id.as_deref().map(|id| id.trim_end_matches('#')).filter(|id| !id.is_empty()) {
                by_id.entry(id.to_owned()).or_default().push(schema.source);
            }
        }
        // Of several documents with one `$id`, one answers; it stands first.
        for (id, claims) in resolved.duplicate_ids.iter() {
            by_id.insert(id.clone(), claims[..1].to_vec());
        }
        Ids(by_id)
    }

    /// The schemas that an example of the project names.
    pub fn named_by(&self, resolved: &Resolved, example: &Example, node: &Node) -> Named {
        let source = resolved.project.sources.get(example.place.source);
        let whole = node.get("$schema").and_then(Node::as_str).or_else(|| modeline(source));
        self.named(resolved, node, whole.and_then(|name| self.find(resolved, Some(source), name)), Some(source))
    }

    /// The schemas that a recorded event names: by `$id`, since nobody knows what a path would begin at.
    pub fn named_in(&self, resolved: &Resolved, event: &Node) -> Named {
        let whole = event.get("$schema").and_then(Node::as_str);
        self.named(resolved, event, whole.and_then(|name| self.find(resolved, None, name)), None)
    }

    fn named(&self, resolved: &Resolved, node: &Node, whole: Option<Place>, source: Option<&Source>) -> Named {
        let data = data_schema(node).and_then(|name| self.find(resolved, source, name));
        let at = |pointer: &str, schema: Place| Instance { pointer: pointer.to_owned(), schema };
        match (data, whole) {
            (Some(data), whole) => {
                Named::Parts([at(DATA, data)].into_iter().chain(whole.map(|whole| at("", whole))).collect())
            }
            (None, Some(whole)) => Named::Whole(Answer::One(whole)),
            (None, None) => match self.by_property(node) {
                Answer::None => Named::Nothing,
                answer => Named::Whole(answer),
            },
        }
    }

    /// The schemas whose `$id` is the value of a property, but for those attributes that speak of the data alone.
    fn by_property(&self, node: &Node) -> Answer {
        let members = node.members().iter().filter(|member| !ATTRIBUTES.contains(&&*member.key));
        let named = members.filter_map(|member| self.0.get(member.value.as_str()?.trim_end_matches('#')));
        Answer::of(named.flatten().map(|source| Place::root(*source)).collect())
    }

    /// The schema of this name: an `$id`, or a path from the source on.
    fn find(&self, resolved: &Resolved, source: Option<&Source>, name: &str) -> Option<Place> {
        let plain = name.trim_end_matches('#');
        if let Some(claims) = self.0.get(plain) {
            return claims.first().map(|source| Place::root(*source));
        }
        let (source, path) = (source?, uri::without_fragment(name));
        let path = relative_to(&source.file, path).filter(|_| !uri::has_scheme(path))?;
        let found = resolved.project.sources.find(&path)?;
        resolved.schema_of(found).map(|_| Place::root(found))
    }
}

/// The attributes that name the schema of the data.
const ATTRIBUTES: [&str; 4] = ["dataschema", "schemaurl", "schemaURL", "schema"];

/// The name of the schema of an event's data, where that stands beside it.
fn data_schema(event: &Node) -> Option<&str> {
    event.pointer(DATA)?;
    let text = |key: &str| event.get(key).and_then(Node::as_str);
    let iglu = || text("schema").filter(|name| name.starts_with("iglu:"));
    ATTRIBUTES[..3].iter().find_map(|key| text(key)).or_else(iglu)
}
