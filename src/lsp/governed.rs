//! The members of examples and of values in schemas that a property governs: the inverse of [`governing`](super::governing).

use std::collections::{HashMap, HashSet};

use super::governing::{ALL, of_value};
use super::words::code;
use crate::model::{Example, Instance};
use crate::resolve::{Resolved, Walk};
use crate::source::{Node, Place, descend, escape_token, join, unescape_token};

/// What is judged by which schemas: an example, a default, a value that a schema lists.
struct Judged {
    place: Place,
    instances: Vec<Instance>,
}

/// The members that are a property.
#[derive(Default)]
pub struct Members {
    pub places: Vec<Place>,
    /// Each other property that governs one of them as well, with a member of which that is so.
    pub others: Vec<(Place, Place)>,
}

/// The members that one of these properties governs.
///
/// # Errors
/// An object has a member of the new name.
pub fn members(resolved: &Resolved, properties: &HashSet<Place>, name: &str, new: &str) -> Result<Members, String> {
    governed(resolved, all(resolved, name, new), properties, name, Some(new))
}

/// The schema that has a property, if that is what stands at a place, and the property's name.
pub fn property_at(resolved: &Resolved, place: &Place) -> Option<(Place, String)> {
    let (above, token) = place.pointer.rsplit_once('/')?;
    let owner = Place::new(place.source, above.strip_suffix("/properties")?);
    resolved.project.sources.node(place)?;
    let is_schema = resolved.schema_around(&Place::new(place.source, above)).as_ref() == Some(&owner);
    is_schema.then(|| (owner, unescape_token(token).into_owned()))
}

/// The fields of examples that a property governs; none of what is no property.
pub fn fields(resolved: &Resolved, place: &Place) -> Vec<Place> {
    let Some((_, name)) = property_at(resolved, place) else { return Vec::new() };
    let properties = HashSet::from([place.clone()]);
    let found = governed(resolved, examples(resolved, &[&name]), &properties, &name, None);
    found.map(|found| found.places).unwrap_or_default()
}

/// The examples, and the parts of such, that a schema is for.
pub fn instances(resolved: &Resolved, schema: &Place) -> Vec<Place> {
    let parts = |example: &Example| {
        let own = example.instances().iter().filter(|instance| instance.schema == *schema);
        let place = |instance: &Instance| {
            Place::new(example.place.source, format!("{}{}", example.place.pointer, instance.pointer))
        };
        own.map(place).collect::<Vec<_>>()
    };
    resolved.project.examples.iter().flat_map(parts).collect()
}

fn governed(
    resolved: &Resolved,
    all: Vec<Judged>,
    properties: &HashSet<Place>,
    name: &str,
    new: Option<&str>,
) -> Result<Members, String> {
    let sources = &resolved.project.sources;
    let mut governors = Governors { resolved, known: HashMap::new() };
    let mut found = Members::default();
    let is_property = |place: &Place| {
        place.pointer.strip_suffix(&*escape_token(name)).is_some_and(|above| above.ends_with("/properties/"))
    };
    let has_new = |node: &Node| new.is_some_and(|new| node.get(new).is_some());
    for judged in all {
        let Some(node) = sources.node(&judged.place) else { continue };
        let mut members: Vec<(String, bool)> = Vec::new();
        descend(
            node,
            |_| true,
            |way, node| {
                if node.get(name).is_some() || has_new(node) {
                    members.push((way.pointer(), node.get(name).is_some()));
                }
            },
        );
        for (pointer, is_there) in members {
            let below = join(&pointer, name);
            let governing = governors.of(&judged, &below);
            if !governing.iter().any(|place| properties.contains(place)) {
                continue;
            }
            let place = Place::new(judged.place.source, format!("{}{below}", judged.place.pointer));
            let other = governing.iter().filter(|place| is_property(place) && !properties.contains(place));
            found.others.extend(other.map(|other| (other.clone(), place.clone())));
            let object = Place::new(place.source, format!("{}{pointer}", judged.place.pointer));
            if sources.node(&object).is_some_and(has_new) {
                return Err(format!("{} has {} already", sources.display(&object), code(new.unwrap_or_default())));
            }
            if is_there {
                found.places.push(place);
            }
        }
    }
    found.places.sort();
    found.places.dedup();
    Ok(found)
}

/// The examples that may have one of these members.
fn examples(resolved: &Resolved, names: &[&str]) -> Vec<Judged> {
    let examples = resolved.project.examples.iter().filter(|example| has_one(resolved, &example.place, names));
    let judged = |example: &Example| Judged { place: example.place.clone(), instances: example.instances().to_vec() };
    examples.map(judged).collect()
}

/// Whether the text that a place is in has one of these names.
fn has_one(resolved: &Resolved, place: &Place, names: &[&str]) -> bool {
    let keys = &resolved.project.sources.get(place.source).extract().keys;
    names.iter().any(|name| keys.contains(*name))
}

/// All values that may have one of two members.
fn all(resolved: &Resolved, name: &str, new: &str) -> Vec<Judged> {
    let has = |place: &Place| has_one(resolved, place, &[name, new]);
    let examples = examples(resolved, &[name, new]).into_iter();
    let defaults = resolved.defaults.iter().filter(|default| has(&default.place));
    let defaults =
        defaults.map(|default| Judged { place: default.place.clone(), instances: vec![default.instance.clone()] });
    let roots = resolved.roots.iter().filter(|root| has(&root.place));
    let listed = roots.filter_map(|root| Walk::from(resolved, root.clone())).flat_map(|walk| {
        let visits = 0..walk.visits.len();
        let values = visits.flat_map(|number| {
            let node = walk.visits[number].node;
            let count = node.get("enum").map_or(0, |list| list.items().len());
            let constant = node.get("const").map(|_| "/const".to_owned());
            let ends = constant.into_iter().chain((0..count).map(|index| format!("/enum/{index}")));
            let ends: Vec<String> = ends.collect();
            let schema = if ends.is_empty() { None } else { Some(walk.place(number)) };
            schema.into_iter().flat_map(move |schema| {
                let judged = |end: &String| Judged {
                    place: Place::new(schema.source, format!("{}{end}", schema.pointer)),
                    instances: vec![Instance { pointer: String::new(), schema: schema.clone() }],
                };
                ends.iter().map(judged).collect::<Vec<_>>()
            })
        });
        values.collect::<Vec<_>>()
    });
    examples.chain(defaults).chain(listed).collect()
}

/// The schemas that govern members; what is the same in many examples is looked for once.
struct Governors<'a> {
    resolved: &'a Resolved,
    known: HashMap<(Place, String), Vec<Place>>,
}

impl Governors<'_> {
    fn of(&mut self, judged: &Judged, below: &str) -> Vec<Place> {
        let mut found = Vec::new();
        for instance in &judged.instances {
            let Some(rest) = below.strip_prefix(&instance.pointer).filter(|rest| rest.starts_with('/')) else {
                continue;
            };
            let key = (instance.schema.clone(), rest.to_owned());
            let resolved = self.resolved;
            let known = self.known.entry(key).or_insert_with(|| of_value(resolved, &instance.schema, rest, ALL));
            found.extend(known.iter().cloned());
        }
        found
    }
}
