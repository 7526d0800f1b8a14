//! Reads schemas as shapes: `$ref` and `allOf` put together, alternatives as unions, conditions as far as the event type settles them.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use super::own::Own;
use super::rules::says;
use super::shape::{Literal, Object, Rest, Says, Shape};
use crate::keyword::{Subschema, in_effect, subschemas};
use crate::resolve::{Resolved, Settled, leads_in_circle, settled};
use crate::source::{Node, Place};

/// How many schemas are read: for one shape, for those of all event types together, and for one however many types there are. What is past
/// that may be anything.
const BUDGET: usize = 20_000;
const OF_ALL: usize = 2_000_000;
const FEW: usize = 500;

/// A name that settles conditions: the tokens of a member's pointer, and what stands there.
pub struct Name {
    pub tokens: Vec<String>,
    pub name: String,
}

/// Reads the schemas of one event type or declaration.
pub struct Reader<'a> {
    pub(super) resolved: &'a Resolved,
    /// What the event type says of conditions at the root.
    names: &'a [Name],
    /// Whether anybody wants to know what comments say.
    commented: bool,
    left: Cell<usize>,
    /// The schemas that hold for the value at hand and are being read.
    above: RefCell<Vec<Place>>,
    /// How many names are looked into within one another.
    depth: Cell<usize>,
    /// Schemas that lead in no circle.
    straight: RefCell<HashSet<Place>>,
}

/// A schema as a shape, and what comments say of it.
#[derive(Clone, Debug)]
pub struct Read {
    pub shape: Shape,
    pub says: Says,
}

impl<'a> Reader<'a> {
    /// A reader for which these names settle conditions.
    pub fn new(resolved: &'a Resolved, names: &'a [Name]) -> Reader<'a> {
        Reader {
            resolved,
            names,
            commented: true,
            left: Cell::new(budget(resolved)),
            above: RefCell::default(),
            depth: Cell::new(0),
            straight: RefCell::default(),
        }
    }

    /// The same without comments.
    pub fn silent(self, silent: bool) -> Reader<'a> {
        Reader { commented: !silent, ..self }
    }

    /// The schema at a place, `is_root` where its value is the event. What it refers to alone stays a name.
    pub fn read(&self, place: &Place, is_root: bool) -> Read {
        let nothing = |shape| Read { shape, says: Says::default() };
        let Some(left) = self.left.get().checked_sub(1) else { return nothing(Shape::Any) };
        self.left.set(left);
        let Some(node) = self.resolved.project.sources.node(place) else { return nothing(Shape::Any) };
        if let Some(allows) = node.as_bool() {
            return nothing(if allows { Shape::Any } else { Shape::Never });
        }
        if self.above.borrow().contains(place) {
            return nothing(Shape::Any);
        }
        // What lies in a value is met with nothing above it.
        self.above.borrow_mut().push(place.clone());
        let read = self.whole(place, node, is_root);
        self.above.borrow_mut().pop();
        read
    }

    /// What the schema at a place takes, with all that it refers to for the value itself put in.
    pub fn expanded(&self, place: &Place, is_root: bool) -> Read {
        let mut read = self.read(place, is_root);
        for _ in 0..crate::resolve::CHAIN_LIMIT {
            let Shape::Named(next) = &read.shape else { break };
            let next = self.read(&next.clone(), is_root);
            read.shape = next.shape;
            read.says.add(next.says);
        }
        read
    }

    /// Looks into what a place names; `None` past a depth, or where that leads back to itself.
    pub(super) fn within(&self, deepest: usize, place: &Place) -> Option<Shape> {
        if self.depth.get() >= deepest || self.left.get() == 0 {
            return None;
        }
        let shape = self.expanded(place, false).shape;
        if matches!(shape, Shape::Named(_)) {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        Some(shape)
    }

    /// Ends what [`Reader::within`] began.
    pub(super) fn leave(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    fn whole(&self, place: &Place, node: &Node, is_root: bool) -> Read {
        let dialect = self.resolved.dialect_of(place);
        let source = self.resolved.project.sources.get(place.source);
        let below: Vec<Subschema<'_>> =
            subschemas(node, dialect).into_iter().filter(|it| it.ignored.is_none()).collect();
        let facts: HashMap<&str, &Node> = in_effect(node, dialect).collect();
        let at = |pointer: &str| Place::new(place.source, [&place.pointer, pointer].concat());
        let own = Own { reader: self, place, facts: &facts, below: &below, source, is_root };
        let mut found = if self.commented { says(node, dialect, source) } else { Says::default() };
        let mut shape = own.shape(&mut found);
        let mut add = |shape: &mut Shape, read: Read| {
            *shape = self.both(std::mem::replace(shape, Shape::Any), read.shape);
            found.add(read.says);
        };
        if facts.contains_key("$ref")
            && let Some(target) = self.resolved.target(place)
        {
            // What leads back to this very value says nothing of it.
            let is_circle = self.above.borrow().contains(target) || self.leads_in_circle(target);
            let target = if is_circle { Shape::Any } else { Shape::Named(target.clone()) };
            let is_closed = facts.contains_key("unevaluatedProperties");
            let alone = shape == Shape::Any && !is_closed && !below.iter().any(|it| it.keyword.name == "allOf");
            match target {
                Shape::Named(target) if !alone => {
                    let read = self.expanded(&target, is_root);
                    add(&mut shape, read);
                }
                target => add(&mut shape, Read { shape: target, says: Says::default() }),
            }
        }
        for part in below.iter().filter(|it| it.keyword.name == "allOf") {
            let read = self.read(&at(&part.pointer()), is_root);
            // Of several that hold together each is put in.
            let read = match &read.shape {
                Shape::Named(target) if part.count > 1 || shape != Shape::Any => {
                    let mut inside = self.expanded(&target.clone(), is_root);
                    inside.says.add(read.says);
                    inside
                }
                _ => read,
            };
            add(&mut shape, read);
        }
        for keyword in ["oneOf", "anyOf"] {
            let branches: Vec<&Subschema<'_>> = below.iter().filter(|it| it.keyword.name == keyword).collect();
            let Some(first) = branches.first() else { continue };
            let stays = |it: &&&Subschema<'_>| self.settled(&at(&it.pointer()), is_root) != Settled::Out;
            let left: Vec<Read> =
                branches.iter().filter(stays).map(|it| self.read(&at(&it.pointer()), is_root)).collect();
            if left.len() == 1 && first.count == branches.len() {
                left.into_iter().for_each(|read| add(&mut shape, read));
                continue;
            }
            // Booleans among the alternatives are listed as well.
            let shapes = left.into_iter().map(|read| read.shape);
            add(&mut shape, Read { shape: Shape::any_of(shapes), says: Says::default() });
        }
        let depends = |it: &Subschema<'_>| matches!(it.keyword.name, "dependentSchemas" | "dependencies");
        let mut open =
            below.iter().any(depends) || ["$dynamicRef", "$recursiveRef"].iter().any(|name| facts.contains_key(name));
        for part in below.iter().filter(|it| matches!(it.keyword.name, "then" | "else")) {
            match (part.keyword.name, self.settled(&at("/if"), is_root)) {
                ("then", Settled::Out) | ("else", Settled::In) => {}
                ("then", Settled::In) | ("else", Settled::Out) => {
                    let read = self.expanded(&at(&part.pointer()), is_root);
                    add(&mut shape, read);
                }
                _ => open |= self.is_of_objects(&at(&part.pointer())),
            }
        }
        if open {
            shape = unsettled(shape);
        }
        // Of what was not read any member may be.
        let is_known = self.left.get() > 0;
        if is_known && facts.get("unevaluatedProperties").is_some_and(|it| it.as_bool() == Some(false)) {
            shape = closed(shape);
        }
        Read { shape, says: found }
    }

    /// The same reader for another schema, with what it found out of circles.
    pub fn anew(&self) -> &Reader<'a> {
        self.left.set(budget(self.resolved));
        self
    }

    /// Whether a schema may name members of objects.
    fn is_of_objects(&self, place: &Place) -> bool {
        matches!(self.read(place, false).shape, Shape::Object(_) | Shape::Named(_) | Shape::Union(_))
    }

    /// What the event type says of a test or an alternative.
    fn settled(&self, place: &Place, is_root: bool) -> Settled {
        let names = self.names.iter().filter(|_| is_root);
        let known = names.map(|it| settled(self.resolved, place, &it.tokens, &it.name));
        known.into_iter().find(|it| *it != Settled::Open).unwrap_or(Settled::Open)
    }

    /// Whether a schema leads back to itself, or to one that does, by what holds for the value itself: such a value may be anything.
    fn leads_in_circle(&self, place: &Place) -> bool {
        let below = |place: &Place| {
            let node = self.resolved.project.sources.node(place);
            let below = node.map(|node| subschemas(node, self.resolved.dialect_of(place))).unwrap_or_default();
            let in_place =
                |it: &Subschema<'_>| matches!(it.keyword.name, "allOf" | "anyOf" | "oneOf" | "then" | "else");
            let below = below.into_iter().filter(in_place);
            let below = below.map(|it| Place::new(place.source, format!("{}{}", place.pointer, it.pointer())));
            below.chain(self.resolved.target(place).cloned()).collect()
        };
        leads_in_circle([place.clone()], &mut self.straight.borrow_mut(), below)
    }

    /// The schema of a member: of one that names the event type it is enough that the name is among many.
    pub(super) fn field(&self, place: &Place, name: &str, is_root: bool) -> Read {
        let known = self.names.iter().filter(|_| is_root).find(|it| it.tokens == [name]);
        let node = known.and_then(|_| self.resolved.project.sources.node(place));
        if let (Some(known), Some(node)) = (known, node) {
            let dialect = self.resolved.dialect_of(place);
            let listed = in_effect(node, dialect).find(|(keyword, _)| *keyword == "enum").map(|(_, list)| list.items());
            if listed.is_some_and(|list| list.iter().any(|it| it.as_str() == Some(&*known.name))) {
                let source = self.resolved.project.sources.get(place.source);
                let says = if self.commented { says(node, dialect, source) } else { Says::default() };
                return Read { shape: Shape::Values(vec![Literal::of_text(&known.name)]), says };
            }
        }
        self.part(place)
    }

    /// The schema of a part of the value: nothing that holds for the value itself is above it.
    pub(super) fn part(&self, place: &Place) -> Read {
        let above = self.above.take();
        let read = self.read(place, false);
        self.above.replace(above);
        read
    }
}

/// How many schemas are read for each event type or declaration.
fn budget(resolved: &Resolved) -> usize {
    (OF_ALL / resolved.types.len().max(1)).clamp(FEW, BUDGET)
}

/// The same where more members may be allowed than is known.
pub(super) fn unsettled(shape: Shape) -> Shape {
    if shape == Shape::Any {
        return Shape::Object(Object { fields: Vec::new(), rest: Rest::Unknown, assumed: true });
    }
    for_objects(shape, |rest| if rest == Rest::Open { Rest::Unknown } else { rest })
}

/// The same where nothing may be there that no part names.
fn closed(shape: Shape) -> Shape {
    for_objects(shape, |rest| if rest == Rest::Open { Rest::Closed } else { rest })
}

fn for_objects(shape: Shape, change: fn(Rest) -> Rest) -> Shape {
    match shape {
        Shape::Object(object) => Shape::Object(Object { rest: change(object.rest), ..object }),
        Shape::Union(parts) => Shape::Union(parts.into_iter().map(|part| for_objects(part, change)).collect()),
        shape => shape,
    }
}
