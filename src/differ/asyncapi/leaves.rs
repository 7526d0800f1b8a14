//! An object of a document as a list of values by where they stand in it: references followed, traits applied. What two such lists differ in
//! is what changed, however it is written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::asyncapi::{Bearing, Object, Shape, Version, is_extension};
use crate::model::Merged;
use crate::resolve::Resolved;
use crate::source::{Node, Place, join, unescape_token};

/// How many values of one object are looked at.
const VALUES: usize = 5_000;

/// A value of an object.
#[derive(Debug)]
pub struct Leaf {
    /// Where it stands.
    pub place: Place,
    pub value: Value,
    /// Whether it is a schema, which is judged as one.
    pub is_schema: bool,
    pub bearing: Bearing,
}

/// The values by their pointers in the object.
pub type Leaves = BTreeMap<String, Leaf>;

/// An object of a document.
pub struct Part<'a> {
    pub place: &'a Place,
    pub object: &'static Object,
    pub version: Version,
    /// Its fields after traits; empty if it has none.
    pub merged: &'a [Merged],
}

struct Open {
    pointer: String,
    place: Place,
    shape: Shape,
    bearing: Bearing,
}

impl Part<'_> {
    /// Its values, but for the fields `without`, which are compared in another way.
    pub fn leaves(&self, resolved: &Resolved, without: &[&str]) -> Leaves {
        let mut open: Vec<Open> = Vec::new();
        let counts = |pointer: &str| {
            let first = pointer.split('/').nth(1).map(unescape_token).unwrap_or_default();
            !without.contains(&&*first)
        };
        if self.merged.is_empty() {
            let shape = Shape::Object(self.object);
            self.below(
                resolved,
                &mut open,
                shape,
                &Open { pointer: String::new(), place: self.place.clone(), shape, bearing: Bearing::Unknown },
            );
        } else {
            for field in self.merged {
                let (shape, bearing) = self.shape_at(&field.pointer);
                open.push(Open { pointer: field.pointer.clone(), place: field.place.clone(), shape, bearing });
            }
        }
        open.retain(|it| counts(&it.pointer));
        let mut leaves = Leaves::new();
        let mut left = VALUES;
        while let Some(mut next) = open.pop().filter(|_| left > 0) {
            left -= 1;
            if next.bearing == Bearing::Words {
                continue;
            }
            if next.shape != Shape::Any
                && let Some(target) = resolved.follow(&next.place)
            {
                next.place = target;
            }
            let Some(node) = resolved.project.sources.node(&next.place) else { continue };
            let shape = next.shape.settled(node, self.version);
            let is_schema = shape == Shape::Schema;
            let value = match shape {
                Shape::Object(_) => None,
                // Their texts are words, their names are not.
                Shape::Map(Shape::Markdown) => {
                    Some(node.members().iter().map(|member| Value::from(&*member.key)).collect())
                }
                Shape::Map(_) => None,
                Shape::List(_) if node.items().iter().any(Node::is_object) => None,
                _ => Some(node.to_value()),
            };
            match value {
                Some(value) => {
                    let Open { pointer, place, bearing, .. } = next;
                    leaves.insert(pointer, Leaf { place, value, is_schema, bearing });
                }
                None => self.below(resolved, &mut open, shape, &next),
            }
        }
        leaves
    }

    /// What stands directly below.
    fn below(&self, resolved: &Resolved, open: &mut Vec<Open>, shape: Shape, above: &Open) {
        let Some(node) = resolved.project.sources.node(&above.place) else { return };
        for entry in shape.entries(node, self.version) {
            let key = entry.member.map_or_else(|| entry.index.to_string(), |member| spelt(&member.key).to_owned());
            let own = match (entry.field, entry.member) {
                (Some(field), _) => field.bearing,
                // What the specification leaves to authors is their own matter.
                (None, Some(member)) if is_extension(&member.key) => Bearing::Own,
                _ => Bearing::Unknown,
            };
            let bearing = if above.bearing == Bearing::Unknown || own == Bearing::Words { own } else { above.bearing };
            let place = Place::new(above.place.source, entry.pointer(&above.place.pointer));
            open.push(Open { pointer: join(&above.pointer, &key), place, shape: entry.shape, bearing });
        }
    }

    /// What the table says of a pointer in the object.
    fn shape_at(&self, pointer: &str) -> (Shape, Bearing) {
        let (mut shape, mut bearing) = (Shape::Object(self.object), Bearing::Unknown);
        for token in pointer.split('/').skip(1) {
            let token = unescape_token(token);
            let (below, own) = match shape {
                Shape::Object(object) => match object.field(&token, self.version) {
                    Some(field) => (field.shape, field.bearing),
                    None if is_extension(&token) => (Shape::Any, Bearing::Own),
                    None => (Shape::Any, Bearing::Unknown),
                },
                Shape::Map(inner) | Shape::List(inner) => (*inner, Bearing::Unknown),
                _ => (Shape::Any, Bearing::Unknown),
            };
            shape = below;
            bearing = if bearing == Bearing::Unknown || own == Bearing::Words { own } else { bearing };
        }
        (shape, bearing)
    }
}

/// A name as the last version spells it.
fn spelt(key: &str) -> &str {
    if key == "scopes" { "availableScopes" } else { key }
}

/// A value that is another, new or gone.
pub struct Changed<'l> {
    pub pointer: &'l str,
    pub old: Option<&'l Leaf>,
    pub new: Option<&'l Leaf>,
}

/// What two objects differ in.
pub fn changed<'l>(old: &'l Leaves, new: &'l Leaves) -> Vec<Changed<'l>> {
    let pointers: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let all = pointers.into_iter().map(|pointer| Changed { pointer, old: old.get(pointer), new: new.get(pointer) });
    all.filter(|it| match (it.old, it.new) {
        (Some(one), Some(other)) => one.is_schema || other.is_schema || one.value != other.value,
        _ => true,
    })
    .collect()
}
