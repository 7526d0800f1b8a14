//! What it may cost to apply a schema to a value: an upper bound, worked out before anything is validated. jsonschema goes every way
//! through a schema anew, and there may be more ways than atoms: alternatives in alternatives, each level referring twice to the next.
//!
//! Where there are too many ways verdicts are remembered (`memory.rs`); what all failures are is not asked then.

use std::collections::HashMap;
use std::rc::Rc;

use super::Claim;
use crate::keyword::{Key, subschemas};
use crate::model::Target;
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// How many schemas may be applied for one verdict; each takes some ten nanoseconds.
pub const VERDICT_LIMIT: u64 = 20_000_000;

/// How many schemas may be applied where all failures are collected; each may be one, and take a kilobyte.
pub const FAILURES_LIMIT: u64 = 500_000;

/// How many schemas may lie within one another while a value is validated: each takes its part of the call stack.
const DEPTH_LIMIT: usize = 2_000;

/// How many may lie within one another while they are compiled. Large families of schemas that refer to each other have thousands, one
/// after the other; more would take more of the call stack than `cli` gives a thread.
const NESTING_LIMIT: usize = 8_000;

/// How many schemas an `unevaluatedProperties` or `unevaluatedItems` may look at, each counted as often as ways lead to it: jsonschema
/// compiles it anew for each, and three times for each such keyword on the way.
const LOOKED_AT_LIMIT: u64 = 100_000;

/// The schemas that a schema applies, by number.
#[derive(Default)]
pub(super) struct Shape<'a> {
    /// To the value itself.
    pub(super) in_place: Vec<usize>,
    /// To the property of a name.
    pub(super) property: HashMap<&'a str, Vec<usize>>,
    /// To the item at an index.
    pub(super) item: HashMap<usize, Vec<usize>>,
    /// To every property.
    pub(super) properties: Vec<usize>,
    /// To every name of a property.
    pub(super) names: Vec<usize>,
    /// To every item.
    pub(super) items: Vec<usize>,
    /// Whether it asks what others looked at.
    looks: bool,
}

/// The bounds of all that was asked for; schemas are read when they are first met.
pub struct Costs<'a> {
    resolved: &'a Resolved,
    numbers: HashMap<Place, usize>,
    shapes: Vec<(Place, Option<Rc<Shape<'a>>>)>,
    sizes: HashMap<usize, Size>,
}

/// What a schema holds.
#[derive(Clone, Copy)]
struct Size {
    /// How many schemas, those that it leads to counted each time; without end where it is part of itself.
    schemas: u64,
    /// How many of them lie within one another.
    depth: usize,
    /// How many are looked at by one around it that asks what others looked at.
    looked_at: u64,
    /// The most that one of them looks at.
    looks_at: u64,
}

impl Size {
    fn is_compilable(self) -> bool {
        self.depth <= NESTING_LIMIT && self.looks_at <= LOOKED_AT_LIMIT
    }
}

/// What is known while the bound for one value is worked out.
#[derive(Default)]
struct Walk {
    /// By the number of the schema and the address of the value; all values without parts cost the same.
    known: HashMap<(usize, usize), u64>,
    too_deep: bool,
}

impl<'a> Costs<'a> {
    /// Knows nothing yet.
    pub fn new(resolved: &'a Resolved) -> Costs<'a> {
        Costs { resolved, numbers: HashMap::new(), shapes: Vec::new(), sizes: HashMap::new() }
    }

    /// How many schemas are applied at most when the one at `place` is applied to `node`; `None` where they lie too deep within one another.
    pub fn bound(&mut self, place: &Place, node: &Node) -> Option<u64> {
        let number = self.number(place);
        let size = self.size(number, 0);
        if !size.is_compilable() {
            return None;
        }
        // Each schema meets each value once at most, unless it is part of itself: mostly no walk through the value is needed.
        let bound = size.schemas.saturating_mul(node.count() as u64);
        if bound <= FAILURES_LIMIT {
            return Some(bound);
        }
        let mut walk = Walk::default();
        let bound = self.apply(&mut walk, number, Some(node), 0);
        (!walk.too_deep).then_some(bound)
    }

    /// How many schemas one holds, those that it leads to counted each time; the highest number there is where it is part of itself.
    pub(super) fn schemas(&mut self, number: usize) -> u64 {
        self.size(number, 0).schemas
    }

    /// Whether a schema can be compiled in reasonable time, on the stack that there is.
    pub fn is_compilable(&mut self, place: &Place) -> bool {
        let number = self.number(place);
        self.size(number, 0).is_compilable()
    }

    /// Whether a claim can be decided without remembering.
    pub fn is_cheap(&mut self, claim: &Claim<'_>) -> bool {
        claim.instances.iter().all(|instance| {
            let node = self.resolved.project.sources.node(&claim.place_of(&instance.pointer));
            let bound = node.and_then(|node| self.bound(&instance.schema, node));
            bound.is_some_and(|bound| bound <= VERDICT_LIMIT)
        })
    }

    pub(super) fn number(&mut self, place: &Place) -> usize {
        if let Some(number) = self.numbers.get(place) {
            return *number;
        }
        let number = self.shapes.len();
        self.numbers.insert(place.clone(), number);
        self.shapes.push((place.clone(), None));
        number
    }

    fn size(&mut self, number: usize, depth: usize) -> Size {
        if let Some(size) = self.sizes.get(&number) {
            return *size;
        }
        if depth > NESTING_LIMIT {
            return Size { schemas: u64::MAX, depth: NESTING_LIMIT, looked_at: 0, looks_at: 0 };
        }
        self.sizes.insert(number, Size { schemas: u64::MAX, depth: 0, looked_at: 0, looks_at: 0 });
        let shape = self.shape(number);
        let mut size = Size { schemas: 1, depth: 0, looked_at: 1, looks_at: 0 };
        for below in shape.all() {
            let below = self.size(below, depth + 1);
            size.schemas = size.schemas.saturating_add(below.schemas);
            size.depth = size.depth.max(below.depth + 1);
            size.looks_at = size.looks_at.max(below.looks_at);
        }
        for below in &shape.in_place {
            let below = self.size(*below, depth + 1).looked_at;
            size.looked_at = size.looked_at.saturating_add(below.saturating_mul(if shape.looks { 3 } else { 1 }));
        }
        if shape.looks {
            size.looks_at = size.looks_at.max(size.looked_at);
        }
        self.sizes.insert(number, size);
        size
    }

    /// The bound for a schema and a value; `None` is a value without parts.
    fn apply(&mut self, walk: &mut Walk, number: usize, node: Option<&Node>, depth: usize) -> u64 {
        let node = node.filter(|node| !node.members().is_empty() || !node.items().is_empty());
        let key = (number, node.map_or(0, |node| std::ptr::from_ref(node) as usize));
        if let Some(known) = walk.known.get(&key) {
            return *known;
        }
        if depth > DEPTH_LIMIT {
            walk.too_deep = true;
            return 0;
        }
        let shape = self.shape(number);
        if shape.is_leaf() {
            return 1;
        }
        // Where a schema leads back to itself with the same value, jsonschema stops.
        walk.known.insert(key, 0);
        let mut bound: u64 = 1;
        let mut add = |schemas: &[usize], node: Option<&Node>| {
            for schema in schemas {
                bound = bound.saturating_add(self.apply(walk, *schema, node, depth + 1));
            }
        };
        add(&shape.in_place, node);
        for member in node.map(Node::members).unwrap_or_default() {
            add(shape.property.get(&*member.key).map(Vec::as_slice).unwrap_or_default(), Some(&member.value));
            add(&shape.properties, Some(&member.value));
            add(&shape.names, None);
        }
        for (index, item) in node.map(Node::items).unwrap_or_default().iter().enumerate() {
            add(shape.item.get(&index).map(Vec::as_slice).unwrap_or_default(), Some(item));
            add(&shape.items, Some(item));
        }
        walk.known.insert(key, bound);
        bound
    }

    pub(super) fn shape(&mut self, number: usize) -> Rc<Shape<'a>> {
        if let Some(shape) = &self.shapes[number].1 {
            return Rc::clone(shape);
        }
        let place = self.shapes[number].0.clone();
        let shape = Rc::new(self.read(&place));
        self.shapes[number].1 = Some(Rc::clone(&shape));
        shape
    }

    fn read(&mut self, place: &Place) -> Shape<'a> {
        let resolved = self.resolved;
        let mut shape = Shape::default();
        for reference in resolved.references_at(place) {
            if let Target::Place(target) = &reference.target {
                shape.in_place.push(self.number(target));
            }
        }
        let dialect = resolved.dialect_of(place);
        let Some(node) = resolved.project.sources.node(place) else { return shape };
        if dialect.ref_hides_siblings() && node.get("$ref").is_some() {
            return shape;
        }
        shape.looks = node.members().iter().any(|member| member.key.starts_with("unevaluated"));
        for below in subschemas(node, dialect) {
            let number = self.number(&Place::new(place.source, format!("{}{}", place.pointer, below.pointer())));
            match (below.keyword.name, below.key) {
                ("properties", Key::Name(name)) => shape.property.entry(name).or_default().push(number),
                ("items" | "prefixItems", Key::Index(index)) => shape.item.entry(index).or_default().push(number),
                ("patternProperties" | "additionalProperties" | "unevaluatedProperties", _) => {
                    shape.properties.push(number);
                }
                ("propertyNames", _) => shape.names.push(number),
                ("items" | "additionalItems" | "unevaluatedItems" | "contains", _) => shape.items.push(number),
                (
                    "allOf" | "anyOf" | "oneOf" | "not" | "if" | "then" | "else" | "dependentSchemas" | "dependencies",
                    _,
                ) => shape.in_place.push(number),
                // Definitions are applied where they are referred to.
                _ => {}
            }
        }
        shape
    }
}

impl Shape<'_> {
    fn all(&self) -> impl Iterator<Item = usize> {
        let named = self.property.values().chain(self.item.values()).flatten();
        let rest = [&self.in_place, &self.properties, &self.names, &self.items].into_iter().flatten();
        named.chain(rest).copied()
    }

    fn is_leaf(&self) -> bool {
        self.all().next().is_none()
    }
}
