//! What it may cost to apply a schema to a value: an upper bound, worked out before anything is validated. jsonschema goes every way
//! through a schema anew, and there may be more ways than atoms: alternatives in alternatives, each level referring twice to the next.
//!
//! Where there are too many ways verdicts are remembered (`cache.rs`); what all failures are is not asked then. What is read of a value on
//! one way is counted while it is read (`effort.rs`).
//!
//! Past one limit failures are not collected, past another verdicts are asked by way of a keyword of our own that stands for `$ref` and
//! remembers; what still takes too long is `limit-exceeded`. Counting gives the same answer on each machine, a clock would not.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Claim;
use super::effort::{Allowance, Share, weight};
use super::scope::Scopes;
use super::ways::is_tangled;
use crate::keyword::{Key, is_in_place, subschemas};
use crate::model::Target;
use crate::pattern::Linear;
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// How many schemas may lie within one another while a value is validated: each takes its part of the call stack.
const DEPTH_LIMIT: usize = 2_000;

/// How many may lie within one another while they are compiled. Large families of schemas that refer to each other have thousands, one
/// after the other; more would take more of the call stack than `cli` gives a thread.
const NESTING_LIMIT: usize = 8_000;

/// How many schemas an `unevaluatedProperties` or `unevaluatedItems` may look at, each counted as often as ways lead to it: jsonschema
/// compiles it anew for each, and three times for each such keyword on the way.
const LOOKED_AT_LIMIT: u64 = 100_000;

/// How many counts are kept while a value is walked through.
const KNOWN: usize = 1_000_000;

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
    /// The pattern that a text has to match, and those that names are held against.
    pattern: Option<&'a str>,
    patterns: Vec<&'a str>,
    /// Whether it asks what others looked at.
    looks: bool,
}

/// Why a value is not held against a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// Schemas lie too deep within one another, or in too many ways.
    Deep,
    /// Too many schemas would be applied.
    Schemas,
    /// Patterns take too long on a text.
    Patterns,
}

/// The bounds of all that was asked for; schemas are read when they are first met.
pub struct Costs<'a> {
    resolved: &'a Resolved,
    scopes: Scopes<'a>,
    /// By the place of the schema, and the way to it as far as it counts.
    numbers: HashMap<(Place, usize), usize>,
    shapes: Vec<(Place, usize, Option<Rc<Shape<'a>>>)>,
    sizes: HashMap<usize, Size>,
    /// Those from which no circle is reached (`circle.rs`).
    pub(super) straight: HashSet<usize>,
    patterns: HashMap<&'a str, Rc<Linear>>,
    tangled: HashMap<Place, bool>,
}

/// What a schema holds.
#[derive(Clone, Copy)]
struct Size {
    /// How many schemas, those that it leads to counted each time; without end where it is part of itself.
    schemas: u64,
    /// How many steps of patterns each byte of a text may take, counted like that.
    patterns: u64,
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

/// What is counted on the way through a value, up to a limit.
struct Walk {
    schemas: u64,
    patterns: u64,
    limit: u64,
    too_deep: bool,
    /// What was counted for a schema and an object or a list, by the address of that: many ways lead to both.
    known: HashMap<(usize, usize), (u64, u64)>,
}

impl Walk {
    fn is_over(&self) -> bool {
        self.too_deep || self.schemas > self.limit || self.patterns > self.limit
    }
}

/// What a schema is applied to.
#[derive(Clone, Copy)]
enum Part<'n> {
    Value(&'n Node),
    Name(&'n str),
}

impl<'n> Part<'n> {
    fn text(self) -> Option<&'n str> {
        match self {
            Part::Value(node) => node.as_str(),
            Part::Name(name) => Some(name),
        }
    }

    fn value(self) -> Option<&'n Node> {
        match self {
            Part::Value(node) => Some(node),
            Part::Name(_) => None,
        }
    }
}

impl<'a> Costs<'a> {
    /// Knows nothing yet.
    pub fn new(resolved: &'a Resolved) -> Costs<'a> {
        Costs {
            resolved,
            scopes: Scopes::new(resolved),
            numbers: HashMap::new(),
            shapes: Vec::new(),
            sizes: HashMap::new(),
            straight: HashSet::new(),
            patterns: HashMap::new(),
            tangled: HashMap::new(),
        }
    }

    /// How many schemas are applied at most when the one at `place` is applied to `node`; the error where they are more than `limit`.
    pub fn bound(&mut self, place: &Place, node: &Node, limit: u64) -> Result<u64, Excess> {
        let number = self.number(place);
        let size = self.size(number, 0);
        if !self.is_compilable(place) {
            return Err(Excess::Deep);
        }
        let (values, bytes) = weight(node);
        // Each schema meets each value once at most, unless it is part of itself: mostly no walk through the value is needed.
        let bound = size.schemas.saturating_mul(values);
        if bound <= limit && size.patterns.saturating_mul(bytes) <= limit {
            return Ok(bound);
        }
        let mut walk = Walk { schemas: 0, patterns: 0, limit, too_deep: false, known: HashMap::new() };
        self.apply(&mut walk, number, Part::Value(node), 0);
        match walk {
            Walk { too_deep: true, .. } => Err(Excess::Deep),
            Walk { schemas, .. } if schemas > limit => Err(Excess::Schemas),
            Walk { patterns, .. } if patterns > limit => Err(Excess::Patterns),
            Walk { schemas, .. } => Ok(schemas),
        }
    }

    /// How many schemas one holds, those that it leads to counted each time; the highest number there is where it is part of itself.
    pub(super) fn schemas(&mut self, number: usize) -> u64 {
        self.size(number, 0).schemas
    }

    /// How many steps the patterns of a schema may take for each byte of a text.
    pub fn patterns(&mut self, place: &Place) -> u64 {
        let number = self.number(place);
        self.size(number, 0).patterns
    }

    /// Whether a schema can be compiled in reasonable time, on the stack that there is.
    pub fn is_compilable(&mut self, place: &Place) -> bool {
        let number = self.number(place);
        let resolved = self.resolved;
        let mut is_tangled = || *self.tangled.entry(place.clone()).or_insert_with(|| is_tangled(resolved, place));
        !is_tangled() && self.size(number, 0).is_compilable() && !self.scopes.is_full
    }

    /// Whether a claim can be decided without remembering.
    pub fn is_cheap(&mut self, claim: &Claim<'_>, share: Share) -> bool {
        claim.instances.iter().all(|instance| {
            let node = self.resolved.project.sources.node(&claim.place_of(&instance.pointer));
            node.is_some_and(|node| {
                let limit = Allowance::of(share, weight(node).0, 0).verdict;
                self.bound(&instance.schema, node, limit).is_ok()
            })
        })
    }

    pub(super) fn number(&mut self, place: &Place) -> usize {
        let scope = self.scopes.enter(0, place);
        self.number_on(scope, place.clone())
    }

    fn number_on(&mut self, scope: usize, place: Place) -> usize {
        let key = (place, scope);
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.shapes.len();
        self.shapes.push((key.0.clone(), scope, None));
        self.numbers.insert(key, number);
        number
    }

    fn size(&mut self, number: usize, depth: usize) -> Size {
        if let Some(size) = self.sizes.get(&number) {
            return *size;
        }
        let endless = Size { schemas: u64::MAX, patterns: u64::MAX, depth: 0, looked_at: 0, looks_at: 0 };
        if depth > NESTING_LIMIT {
            return Size { depth: NESTING_LIMIT, ..endless };
        }
        self.sizes.insert(number, endless);
        let shape = self.shape(number);
        let patterns = shape.pattern.iter().chain(&shape.patterns).map(|pattern| self.linear(pattern).at_most());
        let patterns = patterns.fold(0, u64::saturating_add);
        let mut size = Size { schemas: 1, patterns, depth: 0, looked_at: 1, looks_at: 0 };
        for below in shape.all() {
            let below = self.size(below, depth + 1);
            size.schemas = size.schemas.saturating_add(below.schemas);
            size.patterns = size.patterns.saturating_add(below.patterns);
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

    /// Counts what is applied when a schema is applied to a part of a value. No more is counted than the limit, and nothing twice, so that
    /// counting takes less than what it is for.
    fn apply(&mut self, walk: &mut Walk, number: usize, part: Part<'_>, depth: usize) {
        let container = part.value().filter(|node| node.is_object() || node.is_array());
        let address = container.map(|node| (number, std::ptr::from_ref(node) as usize));
        if let Some((schemas, patterns)) = address.and_then(|address| walk.known.get(&address)) {
            walk.schemas = walk.schemas.saturating_add(*schemas);
            walk.patterns = walk.patterns.saturating_add(*patterns);
            return;
        }
        let before = (walk.schemas, walk.patterns);
        self.apply_anew(walk, number, part, depth);
        if let Some(address) = address.filter(|_| !walk.is_over() && walk.known.len() < KNOWN) {
            walk.known.insert(address, (walk.schemas - before.0, walk.patterns - before.1));
        }
    }

    fn apply_anew(&mut self, walk: &mut Walk, number: usize, part: Part<'_>, depth: usize) {
        walk.schemas += 1;
        walk.too_deep |= depth > DEPTH_LIMIT;
        if walk.is_over() {
            return;
        }
        let shape = self.shape(number);
        if let (Some(pattern), Some(text)) = (shape.pattern, part.text()) {
            walk.patterns = walk.patterns.saturating_add(self.linear(pattern).steps(text));
        }
        let mut each = |walk: &mut Walk, schemas: &[usize], part: Part<'_>| {
            for schema in schemas {
                if !walk.is_over() {
                    self.apply(walk, *schema, part, depth + 1);
                }
            }
        };
        each(walk, &shape.in_place, part);
        let Some(node) = part.value() else { return };
        let members = node.members();
        if shape.property.len() < members.len() {
            for (name, schemas) in &shape.property {
                node.get(name).into_iter().for_each(|value| each(walk, schemas, Part::Value(value)));
            }
        } else {
            for member in members {
                let schemas = shape.property.get(&*member.key).map(Vec::as_slice).unwrap_or_default();
                each(walk, schemas, Part::Value(&member.value));
            }
        }
        if !shape.properties.is_empty() || !shape.names.is_empty() {
            for member in members {
                each(walk, &shape.properties, Part::Value(&member.value));
                each(walk, &shape.names, Part::Name(&member.key));
            }
        }
        for (index, schemas) in &shape.item {
            node.items().get(*index).into_iter().for_each(|item| each(walk, schemas, Part::Value(item)));
        }
        if !shape.items.is_empty() {
            node.items().iter().for_each(|item| each(walk, &shape.items, Part::Value(item)));
        }
        for pattern in &shape.patterns {
            let linear = self.linear(pattern);
            for member in members {
                if walk.is_over() {
                    return;
                }
                walk.patterns = walk.patterns.saturating_add(linear.steps(&member.key));
            }
        }
    }

    fn linear(&mut self, pattern: &'a str) -> Rc<Linear> {
        Rc::clone(self.patterns.entry(pattern).or_insert_with(|| Rc::new(Linear::new(pattern))))
    }

    pub(super) fn shape(&mut self, number: usize) -> Rc<Shape<'a>> {
        if let Some(shape) = &self.shapes[number].2 {
            return Rc::clone(shape);
        }
        let (place, scope) = (self.shapes[number].0.clone(), self.shapes[number].1);
        let shape = Rc::new(self.read(&place, scope));
        self.shapes[number].2 = Some(Rc::clone(&shape));
        shape
    }

    fn read(&mut self, place: &Place, scope: usize) -> Shape<'a> {
        let resolved = self.resolved;
        let mut shape = Shape::default();
        for reference in resolved.references_at(place) {
            if let Target::Place(target) = &reference.target {
                let target = self.scopes.target(scope, reference, target);
                let scope = self.scopes.enter(scope, &target);
                shape.in_place.push(self.number_on(scope, target));
            }
        }
        let dialect = resolved.dialect_of(place);
        let Some(node) = resolved.project.sources.node(place) else { return shape };
        if dialect.ref_hides_siblings() && node.get("$ref").is_some() {
            return shape;
        }
        shape.looks = node.members().iter().any(|member| member.key.starts_with("unevaluated"));
        shape.pattern = node.get("pattern").and_then(Node::as_str);
        let patterns = node.get("patternProperties").map(Node::members).unwrap_or_default();
        shape.patterns.extend(patterns.iter().map(|member| &*member.key));
        for below in subschemas(node, dialect) {
            let below_place = Place::new(place.source, format!("{}{}", place.pointer, below.pointer()));
            let scope = self.scopes.enter(scope, &below_place);
            let number = self.number_on(scope, below_place);
            match (below.keyword.name, below.key) {
                ("properties", Key::Name(name)) => shape.property.entry(name).or_default().push(number),
                ("items" | "prefixItems", Key::Index(index)) => shape.item.entry(index).or_default().push(number),
                ("patternProperties" | "additionalProperties" | "unevaluatedProperties", _) => {
                    shape.properties.push(number);
                }
                ("propertyNames", _) => shape.names.push(number),
                ("items" | "additionalItems" | "unevaluatedItems" | "contains", _) => shape.items.push(number),
                (name, _) if is_in_place(name) => shape.in_place.push(number),
                // Definitions are applied where they are referred to.
                _ => {}
            }
        }
        shape
    }
}

impl Shape<'_> {
    pub(super) fn all(&self) -> impl Iterator<Item = usize> {
        let named = self.property.values().chain(self.item.values()).flatten();
        let rest = [&self.in_place, &self.properties, &self.names, &self.items].into_iter().flatten();
        named.chain(rest).copied()
    }
}
