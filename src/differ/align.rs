//! Two schemas side by side, as far as references stand in the way: where the one says by a reference what the other says in its place, both
//! have it in its place. So it is told what changed, and not how it is written.

use serde_json::{Map, Value};

use super::State;
use super::modern::by_later_name;
use crate::source::{Node, Place, join};

/// How many references are followed, and how deep schemas may nest.
const REFERENCES: usize = 2_000;
const DEPTH: usize = 128;

/// Two schemas as they are to be compared.
pub struct Aligned {
    pub old: Value,
    pub new: Value,
    /// What both refer to by the same name, each once: it is told by itself.
    pub met: Vec<(Place, Place)>,
}

/// The schemas at two places.
pub fn align<'a>(old: &State<'a>, new: &State<'a>, old_place: &Place, new_place: &Place) -> Option<Aligned> {
    let mut walk = Walk { old, new, left: REFERENCES, met: Vec::new() };
    let nodes = (walk.node(old, old_place)?, walk.node(new, new_place)?);
    let (one, other) = walk.both((old_place, nodes.0), (new_place, nodes.1), DEPTH);
    Some(Aligned { old: one, new: other, met: walk.met })
}

struct Walk<'s, 'a> {
    old: &'s State<'a>,
    new: &'s State<'a>,
    left: usize,
    met: Vec<(Place, Place)>,
}

type At<'n> = (&'n Place, &'n Node);

impl<'a> Walk<'_, 'a> {
    fn node(&self, state: &State<'a>, place: &Place) -> Option<&'a Node> {
        state.resolved.project.sources.node(place)
    }

    /// Where a schema leads that is a reference and says nothing else.
    fn target(state: &State<'a>, at: At<'_>) -> Option<Place> {
        let is_alone = at.1.get("$ref").and_then(Node::as_str).is_some() && at.1.members().len() == 1;
        state.resolved.target(at.0).filter(|_| is_alone).cloned()
    }

    fn both(&mut self, old: At<'_>, new: At<'_>, depth: usize) -> (Value, Value) {
        let raw = || (old.1.to_value(), new.1.to_value());
        if depth == 0 {
            return raw();
        }
        let targets = (Walk::target(self.old, old), Walk::target(self.new, new));
        match targets {
            (Some(one), Some(other)) => {
                let name =
                    |state: &State<'a>, place: &Place| by_later_name(&state.resolved.project.sources.display(place));
                let is_known = name(self.old, &one) == name(self.new, &other);
                if is_known || old.1.get("$ref") == new.1.get("$ref") {
                    self.meet(one, other);
                    // Both say the same here, however it is spelt.
                    return (new.1.to_value(), new.1.to_value());
                }
                // What is another schema is told as that, if it says something else.
                let followed = self.followed((&one, None), (&other, None), depth);
                followed.filter(|(one, other)| one == other).unwrap_or_else(raw)
            }
            (Some(one), None) => self.followed((&one, None), (new.0, Some(new.1)), depth).unwrap_or_else(raw),
            (None, Some(other)) => self.followed((old.0, Some(old.1)), (&other, None), depth).unwrap_or_else(raw),
            (None, None) => {
                // What stands beside a reference is compared as it is.
                let targets = (self.old.resolved.target(old.0).cloned(), self.new.resolved.target(new.0).cloned());
                if let (Some(one), Some(other)) = targets {
                    self.meet(one, other);
                }
                self.below(old, new, depth)
            }
        }
    }

    fn meet(&mut self, one: Place, other: Place) {
        if !self.met.iter().any(|(known, _)| *known == one) {
            self.met.push((one, other));
        }
    }

    /// The same with what stands where a reference leads; `None` past the limit.
    fn followed(
        &mut self,
        old: (&Place, Option<&Node>),
        new: (&Place, Option<&Node>),
        depth: usize,
    ) -> Option<(Value, Value)> {
        self.left = self.left.checked_sub(1)?;
        let one = old.1.or_else(|| self.node(self.old, old.0))?;
        let other = new.1.or_else(|| self.node(self.new, new.0))?;
        Some(self.both((old.0, one), (new.0, other), depth - 1))
    }

    fn below(&mut self, old: At<'_>, new: At<'_>, depth: usize) -> (Value, Value) {
        if old.1.is_object() && new.1.is_object() {
            let (mut one, mut other) = (Map::new(), Map::new());
            for member in old.1.members() {
                let value = match new.1.get(&member.key) {
                    Some(found) => {
                        let places = (at(old.0, &member.key), at(new.0, &member.key));
                        let (value, found) = self.both((&places.0, &member.value), (&places.1, found), depth - 1);
                        other.insert(member.key.to_string(), found);
                        value
                    }
                    None => member.value.to_value(),
                };
                one.insert(member.key.to_string(), value);
            }
            for member in new.1.members() {
                if old.1.get(&member.key).is_none() {
                    other.insert(member.key.to_string(), member.value.to_value());
                }
            }
            return (one.into(), other.into());
        }
        let (items, others) = (old.1.items(), new.1.items());
        if items.is_empty() || items.len() != others.len() {
            return (old.1.to_value(), new.1.to_value());
        }
        let pairs = items.iter().zip(others).enumerate().map(|(number, (item, other))| {
            let places = (at(old.0, &number.to_string()), at(new.0, &number.to_string()));
            self.both((&places.0, item), (&places.1, other), depth - 1)
        });
        let (items, others): (Vec<Value>, Vec<Value>) = pairs.unzip();
        (items.into(), others.into())
    }
}

fn at(place: &Place, key: &str) -> Place {
    Place::new(place.source, join(&place.pointer, key))
}
