//! What there is to exercise of one schema, and what of it a valid value exercises: both read the same shapes, so that neither knows of a thing
//! that the other does not.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use super::fit::Fit;
use super::number::{compare, next_to};
use super::refusing::can_refuse;
use super::shape::{Id, Shape, Shapes};
use super::types::Types;
use crate::dialect::Dialect;
use crate::keyword::{Ignored, is_known_format, is_unchecked_format, lookup};
use crate::resolve::Resolved;
use crate::source::{Place, join};

/// How many steps one value may take.
const STEPS: u64 = 2_000_000;

/// Of how many listed values it is asked whether the schema itself takes them.
const ASKED: usize = 200;

/// Something about a schema that an example exercises. Numbers are those of the source's order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A property of `properties` that is there.
    Present(usize),
    /// An optional one that is not.
    Absent(usize),
    /// A branch of `anyOf` or `oneOf`.
    Branch(&'static str, usize),
    /// A condition that is met, or is not.
    Met(bool),
    /// A member of an `enum`.
    Member(usize),
    /// A value at the end that a keyword sets.
    Bound(&'static str),
    /// A text of a `format`, or one that a `pattern` matches.
    Text(&'static str),
    /// A property whose name one of `patternProperties` matches.
    Named(usize),
    /// A value that a keyword refuses.
    Keyword(&'static str),
}

impl Thing {
    /// The pointer of what has to be exercised, below its schema.
    pub fn pointer(&self, name: &dyn Fn(&str, usize) -> String) -> String {
        match self {
            Thing::Present(number) | Thing::Absent(number) => join("/properties", &name("properties", *number)),
            Thing::Named(number) => join("/patternProperties", &name("patternProperties", *number)),
            Thing::Branch(keyword, number) => format!("/{keyword}/{number}"),
            Thing::Met(_) => "/if".to_owned(),
            Thing::Member(number) => format!("/enum/{number}"),
            Thing::Bound(keyword) | Thing::Text(keyword) | Thing::Keyword(keyword) => format!("/{keyword}"),
        }
    }
}

/// Things by the schemas that have them.
pub type Exercised = BTreeMap<Place, BTreeSet<Thing>>;

/// Which things of a schema count, by where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Whether a valid value may exercise it; what only tests, as in `if` and `not`, is exercised by what it chooses.
    pub is_met: bool,
    /// Whether a failure of it is told by its own name; that of an alternative is told by `oneOf`.
    pub is_told: bool,
}

/// Holds values against schemas to see what they exercise.
pub struct Exercise<'a> {
    shapes: Shapes<'a>,
    /// What the schemas require that others are joined with.
    required: RefCell<HashMap<Place, Rc<BTreeSet<String>>>>,
}

const BOUNDS: [&str; 12] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minContains",
    "maxContains",
];

impl<'a> Exercise<'a> {
    /// None of a project's schemas is read yet.
    pub fn new(resolved: &'a Resolved) -> Exercise<'a> {
        Exercise { shapes: Shapes::for_judging(resolved), required: RefCell::default() }
    }

    /// All things of the schema at a place, in the order of the source.
    pub fn things(&self, place: &Place, scope: Scope) -> Vec<Thing> {
        let resolved = self.shapes.resolved;
        let Some(node) = resolved.project.sources.node(place) else { return Vec::new() };
        let shape = self.shapes.shape(self.shapes.id(place));
        let dialect = resolved.dialect_of(place);
        let mut things = Vec::new();
        for member in node.members() {
            let keyword = lookup(&member.key);
            if keyword.is_unknown() || Ignored::of(keyword, &member.value, node, dialect).is_some() {
                continue;
            }
            if scope.is_met {
                self.add_met(keyword.name, &shape, place, &mut things);
            }
            if scope.is_told && self.refuses(keyword.name, &shape, dialect) {
                things.push(Thing::Keyword(keyword.name));
            }
        }
        things
    }

    /// The things of one keyword that valid values exercise.
    fn add_met(&self, keyword: &'static str, shape: &Rc<Shape>, place: &Place, things: &mut Vec<Thing>) {
        let is_false = |id: Id| self.shapes.shape(id).verdict == Some(false);
        match keyword {
            "properties" => {
                let required = self.required(shape, place);
                for (number, (name, id)) in shape.properties.iter().enumerate() {
                    if !is_false(*id) {
                        things.push(Thing::Present(number));
                        things.extend((!required.contains(name)).then_some(Thing::Absent(number)));
                    }
                }
            }
            "patternProperties" => {
                let named = shape.patterns.iter().enumerate().filter(|(_, (_, id))| !is_false(*id));
                things.extend(named.map(|(number, _)| Thing::Named(number)));
            }
            "anyOf" | "oneOf" => {
                let branches = if keyword == "anyOf" { &shape.any } else { &shape.one };
                let branches = branches.iter().enumerate().filter(|(_, id)| !is_false(**id));
                things.extend(branches.map(|(number, _)| Thing::Branch(keyword, number)));
            }
            "if" => {
                let chooses = shape.condition.is_some_and(|it| it.then.is_some() || it.otherwise.is_some());
                things.extend([true, false].into_iter().filter(|_| chooses).map(Thing::Met));
            }
            "enum" if !shape.keywords.iter().any(|keyword| keyword == "const") => {
                let fit = Fit::new(&self.shapes, STEPS);
                let listed = shape.listed.iter().flatten().enumerate();
                // A member that the schema itself refuses for something else is none.
                let id = self.shapes.id(place);
                let is_long = shape.listed.as_ref().is_some_and(|listed| listed.len() > ASKED);
                let fitting = listed.filter(|(_, value)| is_long || fit.fits(id, value));
                things.extend(fitting.map(|(number, _)| Thing::Member(number)));
            }
            "pattern" | "format" => things.push(Thing::Text(keyword)),
            _ if BOUNDS.contains(&keyword) && has_end(keyword, shape) => things.push(Thing::Bound(keyword)),
            _ => {}
        }
    }

    /// Whether a keyword of the schema at a place refuses values, and would be told of.
    pub fn can_be_broken(&self, place: &Place, keyword: &'static str) -> bool {
        let resolved = self.shapes.resolved;
        let shape = self.shapes.shape(self.shapes.id(place));
        let node = resolved.project.sources.node(place);
        let member = node.and_then(|node| Some((node, node.get(keyword)?)));
        let dialect = resolved.dialect_of(place);
        let is_read = |(node, value)| Ignored::of(lookup(keyword), value, node, dialect).is_none();
        member.is_some_and(is_read) && self.refuses(keyword, &shape, dialect)
    }

    /// Whether a keyword refuses values, and is held against them.
    fn refuses(&self, keyword: &'static str, shape: &Shape, dialect: Dialect) -> bool {
        let check = &self.shapes.resolved.project.config.check;
        let is_checked = match keyword {
            "format" => {
                let format = shape.format.as_deref().unwrap_or_default();
                let is_known = is_known_format(format) && !is_unchecked_format(format);
                check.formats && (is_known || check.own_formats.contains_key(format))
            }
            // Later drafts describe what a text holds, and refuse none.
            "contentEncoding" | "contentMediaType" => dialect == Dialect::Draft7,
            _ => true,
        };
        is_checked && can_refuse(&self.shapes, shape, keyword)
    }

    /// The names that a schema requires, with all that `allOf` and references join with it.
    fn required(&self, shape: &Rc<Shape>, place: &Place) -> Rc<BTreeSet<String>> {
        let mut top = place.pointer.as_str();
        while let Some(holder) = top.rsplit_once('/').and_then(|(list, _)| list.strip_suffix("/allOf")) {
            top = holder;
        }
        if top.len() == place.pointer.len() && shape.all.is_empty() {
            return Rc::new(shape.required.iter().cloned().collect());
        }
        let resolved = self.shapes.resolved;
        let top = Place::new(place.source, top);
        let known = self.required.borrow().get(&top).cloned();
        known.unwrap_or_else(|| {
            let parts = resolved.parts(&top, resolved.dialect_of(&top));
            let names = parts.iter().flat_map(|part| self.shapes.shape(self.shapes.id(part)).required.clone());
            let names: Rc<BTreeSet<String>> = Rc::new(names.collect());
            self.required.borrow_mut().insert(top, Rc::clone(&names));
            names
        })
    }

    /// What a value that a schema accepts exercises, of that schema and of all that applies to parts of the value.
    pub fn exercised(&self, schema: &Place, value: &Value) -> Exercised {
        let fit = Fit::new(&self.shapes, STEPS);
        let mut all = Exercised::new();
        let applied = fit.applied(self.shapes.id(schema), value);
        let known: HashSet<(&str, Id)> = applied.iter().map(|(at, id)| (at.as_str(), *id)).collect();
        for (at, id) in &applied {
            let (shape, Some(part)) = (self.shapes.shape(*id), value.pointer(at)) else { continue };
            let Some(place) = &shape.place else { continue };
            let things = all.entry(place.clone()).or_default();
            let mut add = |thing| {
                things.insert(thing);
            };
            let is_applied = |branch: Id| {
                let end = self.end(branch);
                self.shapes.shape(end).verdict == Some(true) || known.contains(&(at.as_str(), end))
            };
            for (keyword, branches) in [("anyOf", &shape.any), ("oneOf", &shape.one)] {
                let taken = branches.iter().enumerate().filter(|(_, branch)| is_applied(**branch));
                taken.for_each(|(number, _)| add(Thing::Branch(keyword, number)));
            }
            if let Some(condition) = shape.condition {
                add(Thing::Met(fit.fits(condition.test, part)));
            }
            if let Some(number) = shape.listed.as_ref().and_then(|listed| listed.position(part)) {
                add(Thing::Member(number));
            }
            let takes_text = part.is_string() || shape.types.is_some_and(|types| !types.meets(Types::STRING));
            let texts = [("pattern", shape.pattern.is_some()), ("format", shape.format.is_some())];
            texts.iter().filter(|(_, is_there)| *is_there && takes_text).for_each(|(text, _)| add(Thing::Text(text)));
            if let Value::Object(map) = part {
                for (number, (name, _)) in shape.properties.iter().enumerate() {
                    add(if map.contains_key(name) { Thing::Present(number) } else { Thing::Absent(number) });
                }
                let named = shape.patterns.iter().enumerate();
                let named = named.filter(|(_, (pattern, _))| map.keys().any(|name| pattern.matches(name)));
                named.for_each(|(number, _)| add(Thing::Named(number)));
            }
            let ends = shape.keywords.iter().filter_map(|keyword| BOUNDS.iter().find(|bound| *bound == keyword));
            ends.filter(|bound| is_at_end(bound, &shape, part, &fit)).for_each(|bound| add(Thing::Bound(bound)));
        }
        all
    }

    /// Where what only refers ends.
    fn end(&self, mut id: Id) -> Id {
        for _ in 0..crate::resolve::CHAIN_LIMIT {
            let shape = self.shapes.shape(id);
            match (shape.all.as_slice(), shape.keywords.len()) {
                ([only], 1) => id = *only,
                _ => break,
            }
        }
        id
    }
}

/// Whether there is a value at the end that a bound sets: next to an exclusive one there is none but among whole numbers.
fn has_end(keyword: &str, shape: &Shape) -> bool {
    let is_whole = || shape.types.is_some_and(|types| types.meets(Types::INTEGER) && !types.meets(Types::FRACTION));
    match keyword {
        "exclusiveMinimum" => is_whole() && shape.least.iter().any(|(_, open)| *open),
        "exclusiveMaximum" => is_whole() && shape.most.iter().any(|(_, open)| *open),
        "minimum" => shape.least.iter().any(|(_, open)| !open),
        "maximum" => shape.most.iter().any(|(_, open)| !open),
        _ => true,
    }
}

/// Whether a value lies at that end.
fn is_at_end(keyword: &str, shape: &Shape, value: &Value, fit: &Fit<'_, '_>) -> bool {
    let is = |one: &Value| compare(value, one).is_some_and(std::cmp::Ordering::is_eq);
    let closed = |bounds: &[(Value, bool)]| bounds.iter().any(|(bound, open)| !open && is(bound));
    let beside = |bounds: &[(Value, bool)], way| {
        bounds.iter().any(|(bound, open)| *open && next_to(bound, way, false).is_some_and(|next| is(&next)))
    };
    let contained = |items: &[Value]| {
        shape.contains.map(|contains| items.iter().filter(|item| fit.fits(contains.schema, item)).count())
    };
    match (keyword, value) {
        ("minimum", Value::Number(_)) => closed(&shape.least),
        ("maximum", Value::Number(_)) => closed(&shape.most),
        ("exclusiveMinimum", Value::Number(_)) => beside(&shape.least, 1),
        ("exclusiveMaximum", Value::Number(_)) => beside(&shape.most, -1),
        ("minLength", Value::String(text)) => shape.min_length == Some(text.chars().count()),
        ("maxLength", Value::String(text)) => shape.max_length == Some(text.chars().count()),
        ("minItems", Value::Array(items)) => shape.min_items == Some(items.len()),
        ("maxItems", Value::Array(items)) => shape.max_items == Some(items.len()),
        ("minProperties", Value::Object(map)) => shape.min_properties == Some(map.len()),
        ("maxProperties", Value::Object(map)) => shape.max_properties == Some(map.len()),
        ("minContains", Value::Array(items)) => contained(items) == shape.contains.map(|contains| contains.least),
        ("maxContains", Value::Array(items)) => contained(items) == shape.contains.and_then(|contains| contains.most),
        _ => false,
    }
}
