//! Whether a value fits a schema, as far as the search has to know to find its way. The engine that examples are proved by has the last
//! word; this one answers for parts of a value while there is no whole one.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::number::{Exact, compare};
use super::shape::{Dependent, Id, Shape, Shapes};
use super::types::Types;
use super::{formats, same};

/// How deep schemas may apply within one another.
const DEEPEST: usize = 160;

/// A way into a value, from its end.
#[derive(Clone, Copy)]
pub struct At<'p> {
    pub up: Option<&'p At<'p>>,
    pub step: Step<'p>,
}

/// One step of a way.
#[derive(Clone, Copy)]
pub enum Step<'p> {
    Root,
    Name(&'p str),
    Index(usize),
}

impl<'p> At<'p> {
    pub const ROOT: At<'static> = At { up: None, step: Step::Root };

    /// The way one step further.
    pub fn below(&'p self, step: Step<'p>) -> At<'p> {
        At { up: Some(self), step }
    }

    /// Whether it leads through an item that is not one of the first two: the others are like them.
    pub fn is_repeated(&self) -> bool {
        let mut at = Some(self);
        while let Some(one) = at {
            if matches!(one.step, Step::Index(index) if index > 1) {
                return true;
            }
            at = one.up;
        }
        false
    }

    /// The way as a JSON Pointer.
    pub fn pointer(&self) -> String {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(one) = at {
            steps.push(one.step);
            at = one.up;
        }
        let mut pointer = String::new();
        for step in steps.iter().rev() {
            match step {
                Step::Root => {}
                Step::Name(name) => pointer = crate::source::join(&pointer, name),
                Step::Index(index) => pointer = format!("{pointer}/{index}"),
            }
        }
        pointer
    }
}

/// What a schema looked at.
#[derive(Default)]
struct Seen {
    names: BTreeSet<String>,
    items: usize,
    contained: BTreeSet<usize>,
}

impl Seen {
    fn add(&mut self, other: Seen) {
        self.names.extend(other.names);
        self.items = self.items.max(other.items);
        self.contained.extend(other.contained);
    }
}

/// Holds values against schemas, in so many steps.
pub struct Fit<'s, 'a> {
    pub shapes: &'s Shapes<'a>,
    /// What is left.
    pub steps: Cell<u64>,
    /// Which schemas apply where, while somebody wants to know.
    record: RefCell<Option<Vec<(String, Id)>>>,
}

impl<'s, 'a> Fit<'s, 'a> {
    /// A judge with so many steps.
    pub fn new(shapes: &'s Shapes<'a>, steps: u64) -> Fit<'s, 'a> {
        Fit { shapes, steps: Cell::new(steps), record: RefCell::new(None) }
    }

    /// Takes steps; whether they were left.
    pub fn spend(&self, steps: u64) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(steps));
        left > steps
    }

    /// Whether a value fits.
    pub fn fits(&self, id: Id, value: &Value) -> bool {
        self.seen(id, value, &At::ROOT, 0, false).is_some()
    }

    /// Which schemas apply to which parts of a value that fits, each once.
    pub fn applied(&self, id: Id, value: &Value) -> Vec<(String, Id)> {
        *self.record.borrow_mut() = Some(Vec::new());
        let fits = self.seen(id, value, &At::ROOT, 0, false).is_some();
        let mut all = self.record.borrow_mut().take().filter(|_| fits).unwrap_or_default();
        let mut known = std::collections::HashSet::new();
        all.retain(|one| known.insert(one.clone()));
        all
    }

    fn mark(&self) -> usize {
        self.record.borrow().as_ref().map_or(0, Vec::len)
    }

    fn back(&self, mark: usize) {
        if let Some(record) = self.record.borrow_mut().as_mut() {
            record.truncate(mark);
        }
    }

    /// What is looked at where the value fits. What takes too long fits nothing.
    fn seen(&self, id: Id, value: &Value, at: &At<'_>, depth: usize, wanted: bool) -> Option<Seen> {
        let mark = self.mark();
        let seen = self.seen_by(id, value, at, depth, wanted);
        if seen.is_none() {
            self.back(mark);
        }
        seen
    }

    fn seen_by(&self, id: Id, value: &Value, at: &At<'_>, depth: usize, wanted: bool) -> Option<Seen> {
        if depth > DEEPEST || !self.spend(1) {
            return None;
        }
        let mut shape = self.shapes.shape(id);
        // What only refers is followed without going deeper.
        let mut hops = 0;
        while let ([only], 1) = (shape.all.as_slice(), shape.keywords.len()) {
            hops += 1;
            if hops > 10_000 || !self.spend(1) {
                return None;
            }
            shape = self.shapes.shape(*only);
        }
        if let Some(verdict) = shape.verdict {
            return verdict.then(Seen::default);
        }
        if let (Some(record), Some(place)) = (self.record.borrow_mut().as_mut(), &shape.place) {
            record.push((at.pointer(), self.shapes.id(place)));
        }
        let wanted = wanted || shape.unevaluated_items.is_some() || shape.unevaluated_properties.is_some();
        if !self.is_scalar_fit(&shape, value) {
            return None;
        }
        let mut seen = Seen::default();
        for one in &shape.all {
            seen.add(self.seen(*one, value, at, depth + 1, wanted)?);
        }
        self.branches(&shape, value, at, depth, wanted, &mut seen)?;
        match value {
            Value::Object(map) => self.object(&shape, map, value, at, depth, wanted, &mut seen)?,
            Value::Array(items) => self.array(&shape, items, at, depth, wanted, &mut seen)?,
            _ => {}
        }
        Some(seen)
    }

    fn branches(
        &self,
        shape: &Shape,
        value: &Value,
        at: &At<'_>,
        depth: usize,
        wanted: bool,
        seen: &mut Seen,
    ) -> Option<()> {
        let within = |id: Id| self.seen(id, value, at, depth + 1, wanted);
        if !shape.any.is_empty() {
            let mut fits = false;
            for one in &shape.any {
                if let Some(more) = within(*one) {
                    fits = true;
                    seen.add(more);
                    if !wanted && self.record.borrow().is_none() {
                        break;
                    }
                }
            }
            fits.then_some(())?;
        }
        if !shape.one.is_empty() {
            let mut found = shape.one.iter().filter_map(|one| within(*one));
            let first = found.next()?;
            if found.next().is_some() {
                return None;
            }
            seen.add(first);
        }
        if let Some(not) = shape.not {
            let mark = self.mark();
            let fits = within(not).is_some();
            self.back(mark);
            (!fits && self.spend(0)).then_some(())?;
        }
        if let Some(condition) = shape.condition {
            let mark = self.mark();
            match within(condition.test) {
                Some(more) => {
                    self.back(mark);
                    seen.add(more);
                    if let Some(then) = condition.then {
                        seen.add(within(then)?);
                    }
                }
                None => {
                    if let Some(otherwise) = condition.otherwise {
                        seen.add(within(otherwise)?);
                    }
                }
            }
        }
        Some(())
    }

    /// Whether a value fits the keywords that look at no part of it.
    fn is_scalar_fit(&self, shape: &Shape, value: &Value) -> bool {
        if shape.types.is_some_and(|types| !types.meets(Types::of(value))) {
            return false;
        }
        if shape.listed.as_ref().is_some_and(|listed| !listed.has(value)) {
            return false;
        }
        match value {
            Value::Number(_) => {
                let above = |(bound, open): &(Value, bool)| {
                    compare(value, bound).is_none_or(|it| if *open { it.is_gt() } else { it.is_ge() })
                };
                let below = |(bound, open): &(Value, bool)| {
                    compare(value, bound).is_none_or(|it| if *open { it.is_lt() } else { it.is_le() })
                };
                let divides = |step: &Value| Exact::is_multiple(value, step).unwrap_or(true);
                shape.least.iter().all(above) && shape.most.iter().all(below) && shape.multiples.iter().all(divides)
            }
            Value::String(text) => {
                let length =
                    if shape.min_length.is_some() || shape.max_length.is_some() { text.chars().count() } else { 0 };
                shape.min_length.is_none_or(|least| length >= least)
                    && shape.max_length.is_none_or(|most| length <= most)
                    && shape.pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
                    && shape.format.as_ref().is_none_or(|format| self.has_format(text, format))
            }
            _ => true,
        }
    }

    fn has_format(&self, text: &str, format: &str) -> bool {
        let check = &self.shapes.resolved.project.config.check;
        match check.own_formats.get(format) {
            _ if !check.formats => true,
            Some(own) => own.pattern.matches(text).unwrap_or(false),
            None => formats::has(text, format),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "all are what one evaluation hands on")]
    fn object(
        &self,
        shape: &Shape,
        map: &Map<String, Value>,
        value: &Value,
        at: &At<'_>,
        depth: usize,
        wanted: bool,
        seen: &mut Seen,
    ) -> Option<()> {
        let count = map.len();
        let enough = shape.min_properties.is_none_or(|least| count >= least)
            && shape.max_properties.is_none_or(|most| count <= most);
        (enough && shape.required.iter().all(|name| map.contains_key(name))).then_some(())?;
        for (name, dependent) in shape.dependents.iter().filter(|(name, _)| map.contains_key(name)) {
            let _ = name;
            match dependent {
                Dependent::Names(names) => names.iter().all(|name| map.contains_key(name)).then_some(())?,
                Dependent::Schema(id) => seen.add(self.seen(*id, value, at, depth + 1, wanted)?),
            }
        }
        for (name, one) in map {
            let below = at.below(Step::Name(name));
            let mut known = false;
            for id in self.schemas_of(shape, name, &mut known) {
                self.seen(id, one, &below, depth + 1, false)?;
                known = true;
            }
            if known && wanted {
                seen.names.insert(name.clone());
            }
            if let Some(names) = shape.names {
                let mark = self.mark();
                self.seen(names, &Value::String(name.clone()), &below, depth + 1, false)?;
                self.back(mark);
            }
        }
        if let Some(rest) = shape.unevaluated_properties {
            for (name, one) in map {
                if !seen.names.contains(name) {
                    self.seen(rest, one, &at.below(Step::Name(name)), depth + 1, false)?;
                    seen.names.insert(name.clone());
                }
            }
        }
        Some(())
    }

    /// The schemas that a shape has for a property; `known` says whether it is spoken of at all.
    pub fn schemas_of(&self, shape: &Shape, name: &str, known: &mut bool) -> Vec<Id> {
        // Each name is held against each pattern, which is a step where there are many.
        self.spend(shape.patterns.len() as u64 / 8);
        let mut ids: Vec<Id> = shape.property(name).into_iter().collect();
        ids.extend(shape.patterns.iter().filter(|(pattern, _)| pattern.matches(name)).map(|(_, id)| *id));
        *known = !ids.is_empty();
        if ids.is_empty() {
            ids.extend(shape.additional);
            *known = shape.additional.is_some();
        }
        ids
    }

    fn array(
        &self,
        shape: &Rc<Shape>,
        items: &[Value],
        at: &At<'_>,
        depth: usize,
        wanted: bool,
        seen: &mut Seen,
    ) -> Option<()> {
        let count = items.len();
        let enough =
            shape.min_items.is_none_or(|least| count >= least) && shape.max_items.is_none_or(|most| count <= most);
        enough.then_some(())?;
        if shape.unique && !self.are_unique(items) {
            return None;
        }
        for (index, item) in items.iter().enumerate() {
            let Some(id) = shape.prefix.get(index).copied().or(shape.rest) else { continue };
            self.seen(id, item, &at.below(Step::Index(index)), depth + 1, false)?;
            seen.items = seen.items.max(index + 1);
        }
        if let Some(contains) = shape.contains {
            let mut fitting = 0;
            for (index, item) in items.iter().enumerate() {
                if self.seen(contains.schema, item, &at.below(Step::Index(index)), depth + 1, false).is_some() {
                    fitting += 1;
                    seen.contained.insert(index);
                }
            }
            (fitting >= contains.least && contains.most.is_none_or(|most| fitting <= most)).then_some(())?;
        }
        if let Some(rest) = shape.unevaluated_items {
            for (index, item) in items.iter().enumerate().skip(seen.items) {
                if !seen.contained.contains(&index) {
                    self.seen(rest, item, &at.below(Step::Index(index)), depth + 1, false)?;
                }
            }
            seen.items = seen.items.max(count);
        }
        let _ = wanted;
        Some(())
    }

    fn are_unique(&self, items: &[Value]) -> bool {
        let is_new = |(index, item): (usize, &Value)| {
            self.spend(index as u64 / 8) && !items.iter().take(index).any(|other| same(other, item))
        };
        items.iter().enumerate().all(is_new)
    }
}
