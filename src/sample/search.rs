//! The search for a value: all schemas that apply are taken together, branches are chosen one after the other, and what is made is held
//! against what was asked for before it becomes part of a larger value.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::fit::{At, Fit, Step};
use super::number::numbers;
use super::same;
use super::shape::{Id, Shape, Shapes};
use super::state::{Chooser, State};
use super::text::Wanted;
use super::types::Types;

/// How deep values may lie within one another.
const DEEPEST: usize = 64;

/// How many values one sample may be made of, and from how many on optional properties are left out.
const MOST_VALUES: usize = 20_000;
const MANY_VALUES: usize = 2_000;

/// How many steps one search may take.
const STEPS: u64 = 300_000;

/// How many candidates for one text or number are tried.
const CANDIDATES: usize = 60;

/// Whether only what must be there is made, or all that may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    Minimal,
    Complete,
}

/// Something about a value that may be one way or another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// A branch of the schema of this number.
    Branch(Id, u8),
    /// The member of an `enum`.
    Listed,
    Type,
    /// The lowest or the highest that is allowed.
    End,
    /// Whether an optional property is there.
    Present(String),
}

/// What was decided beforehand, by the pointer of the value.
pub type Plan = BTreeMap<(String, Point), usize>;

/// What could be decided, with how many options each, in the order in which it was met.
#[derive(Debug, Default)]
pub struct Points {
    all: Vec<((String, Point), usize)>,
    known: HashSet<(String, Point)>,
}

impl Points {
    fn insert(&mut self, key: (String, Point), options: usize) {
        if self.known.insert(key.clone()) {
            self.all.push((key, options));
        }
    }

    /// All in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, ((String, Point), usize)> {
        self.all.iter()
    }
}

/// The schemas that values further up are made for.
pub struct Open<'p> {
    pub seen: &'p [Id],
    pub up: Option<&'p Open<'p>>,
}

/// Where a value is made.
#[derive(Clone, Copy)]
pub struct Spot<'p> {
    /// The field that holds it.
    pub name: &'p str,
    pub at: &'p At<'p>,
    pub depth: usize,
    /// Which of several values, so that items differ.
    pub turn: usize,
    pub open: Option<&'p Open<'p>>,
    /// Whether it is within a value of a schema that it has itself: what is open there was open further up.
    pub is_again: bool,
}

impl<'p> Spot<'p> {
    /// The root.
    pub fn root(name: &'p str, turn: usize) -> Spot<'p> {
        Spot { name, at: &At::ROOT, depth: 0, turn, open: None, is_again: false }
    }

    /// Whether a schema is being made a value for further up.
    pub fn is_open(&self, shapes: &Shapes<'_>, id: Id) -> bool {
        let mut open = self.open;
        let shape = shapes.shape(id);
        let referred: Vec<Id> =
            shape.all.iter().flat_map(|one| [vec![*one], shapes.shape(*one).all.clone()].concat()).collect();
        while let Some(one) = open {
            if one.seen.contains(&id) || referred.iter().any(|it| one.seen.contains(it)) {
                return true;
            }
            open = one.up;
        }
        false
    }
}

/// One search.
pub struct Search<'s, 'a> {
    pub fit: Fit<'s, 'a>,
    pub mode: Mode,
    plan: Plan,
    /// What could have been decided, with how many options each.
    pub points: RefCell<Points>,
    hour: Cell<usize>,
    values: Cell<usize>,
    too_deep: Cell<bool>,
    too_long: Cell<bool>,
}

impl<'s, 'a> Search<'s, 'a> {
    /// A search in one mode by a plan.
    pub fn new(shapes: &'s Shapes<'a>, mode: Mode, plan: Plan) -> Search<'s, 'a> {
        Search {
            fit: Fit::new(shapes, STEPS),
            mode,
            plan,
            points: RefCell::default(),
            hour: Cell::new(0),
            values: Cell::new(0),
            too_deep: Cell::new(false),
            too_long: Cell::new(false),
        }
    }

    /// The schemas.
    pub fn shapes(&self) -> &'s Shapes<'a> {
        self.fit.shapes
    }

    /// How many steps were taken.
    pub fn spent(&self) -> u64 {
        STEPS - self.fit.steps.get()
    }

    /// Why nothing was found.
    pub fn why(&self) -> String {
        if self.fit.steps.get() == 0 {
            format!("no value was found in {STEPS} steps")
        } else if self.too_long.get() || self.values.get() >= MOST_VALUES {
            "it would have to be longer than is written here".to_owned()
        } else if self.too_deep.get() {
            format!("values would lie more than {DEEPEST} deep within one another")
        } else {
            "the search found no value that fits".to_owned()
        }
    }

    /// Whether it ended because it took too long, or led too deep.
    pub fn is_spent(&self) -> bool {
        self.fit.steps.get() == 0 || self.too_deep.get()
    }

    /// Notes that something would have to be too long.
    pub fn say_too_long(&self) {
        self.too_long.set(true);
    }

    /// Whether so much was made that the rest is to be short.
    pub fn is_large(&self) -> bool {
        self.values.get() > MANY_VALUES
    }

    /// What is decided about a point that has so many options.
    pub fn pick(&self, spot: &Spot<'_>, point: Point, options: usize) -> Option<usize> {
        if spot.is_again || spot.at.is_repeated() {
            return None;
        }
        let key = (spot.at.pointer(), point);
        let picked = self.plan.get(&key).copied();
        self.points.borrow_mut().insert(key, options);
        picked
    }

    /// A value that fits all of `want` and none of `avoid`.
    pub fn make(&self, want: &[Id], avoid: &[Id], spot: &Spot<'_>) -> Option<Value> {
        if spot.depth > DEEPEST {
            self.too_deep.set(true);
            return None;
        }
        self.values.set(self.values.get() + 1);
        if self.values.get() > MOST_VALUES || !self.fit.spend(5) {
            return None;
        }
        let mut state = State::new();
        if !want.iter().all(|id| state.add(self.shapes(), *id)) {
            return None;
        }
        let is_again = spot.is_again || want.iter().any(|id| spot.is_open(self.shapes(), *id));
        self.solve(state, want, avoid, &Spot { is_again, ..*spot })
    }

    /// Whether a value is what is asked for.
    pub fn is_right(&self, value: &Value, want: &[Id], avoid: &[Id]) -> bool {
        want.iter().all(|id| self.fit.fits(*id, value)) && !avoid.iter().any(|id| self.fit.fits(*id, value))
    }

    /// Decides one choice after the other, then makes a value.
    pub fn solve(&self, mut state: State, want: &[Id], avoid: &[Id], spot: &Spot<'_>) -> Option<Value> {
        // Whether an option is possible is asked of all pairs of schemas.
        if !self.fit.spend(5 + (state.shapes.len() * state.shapes.len()) as u64 / 4) {
            return None;
        }
        let Some(choice) = (!state.choices.is_empty()).then(|| state.choices.remove(0)) else {
            return self.value(&state, want, avoid, spot);
        };
        let count = choice.options.len();
        let picked = self.pick(spot, Point::Branch(choice.owner, choice.chooser as u8), count);
        let mut order: Vec<usize> = match picked {
            Some(picked) => vec![picked],
            None => (0..count).collect(),
        };
        // What leads back to where we are comes last, null before it.
        let rank = |option: &usize| {
            let add = choice.options.get(*option).map(|it| it.add.as_slice()).unwrap_or_default();
            let is_open = add.iter().any(|id| spot.is_open(self.shapes(), *id) || state.seen.contains(id));
            let is_null = add.iter().any(|id| self.shapes().shape(*id).types == Some(Types::NULL));
            (is_open, is_null)
        };
        order.sort_by_key(rank);
        if picked.is_none() && self.mode == Mode::Complete && choice.chooser == Chooser::Any && !self.is_large() {
            // All at once, where that is possible.
            let mut all = state.clone();
            let objects = choice.options.iter().flat_map(|it| &it.add).all(|id| !spot.is_open(self.shapes(), *id));
            let taken = objects && count <= 8 && choice.options.iter().all(|option| all.take(self.shapes(), option));
            if let Some(value) = taken.then(|| self.solve(all, want, avoid, spot)).flatten() {
                return Some(value);
            }
        }
        for option in order {
            let mut next = state.clone();
            let Some(chosen) = choice.options.get(option) else { continue };
            if next.take(self.shapes(), chosen)
                && let Some(value) = self.solve(next, want, avoid, spot)
            {
                return Some(value);
            }
        }
        None
    }

    fn value(&self, state: &State, want: &[Id], avoid: &[Id], spot: &Spot<'_>) -> Option<Value> {
        if state.shapes.iter().any(|shape| shape.listed.is_some()) {
            return self.listed(state, want, avoid, spot);
        }
        let mut types = order(state, spot);
        if types.len() > 1 && state.types != Types::ALL {
            let picked = self.pick(spot, Point::Type, types.len());
            types = picked.map_or(types.clone(), |picked| types.get(picked).copied().into_iter().collect());
        }
        for one in types {
            if let Some(value) = self.of_type(state, one, want, avoid, spot) {
                return Some(value);
            }
        }
        let mut stated = state.shapes.iter().flat_map(|shape| &shape.stated);
        stated.find(|value| self.is_right(value, want, avoid)).cloned()
    }

    fn listed(&self, state: &State, want: &[Id], avoid: &[Id], spot: &Spot<'_>) -> Option<Value> {
        let list = state.shapes.iter().find_map(|shape| shape.listed.as_ref())?;
        let right: Vec<&Value> = list.iter().filter(|value| self.is_right(value, want, avoid)).collect();
        let picked = if right.len() > 1 { self.pick(spot, Point::Listed, right.len()) } else { None };
        let index = picked.unwrap_or(spot.turn % right.len().max(1));
        // Among several the author's own, and something before nothing.
        let stated =
            state.shapes.iter().flat_map(|shape| &shape.stated).find(|one| right.iter().any(|it| same(it, one)));
        if let Some(stated) = stated.filter(|_| picked.is_none() && spot.turn == 0) {
            return Some(stated.clone());
        }
        let next = right.iter().cycle().skip(index).take(right.len()).find(|it| picked.is_some() || !it.is_null());
        next.or(right.first()).map(|value| (*value).clone())
    }

    fn of_type(&self, state: &State, types: Types, want: &[Id], avoid: &[Id], spot: &Spot<'_>) -> Option<Value> {
        match types {
            Types::NULL => Some(Value::Null).filter(|value| self.is_right(value, want, avoid)),
            Types::OBJECT => self.object(state, want, avoid, spot),
            Types::ARRAY => self.array(state, want, avoid, spot),
            _ => self.scalar(state, types, want, avoid, spot),
        }
    }

    fn scalar(&self, state: &State, types: Types, want: &[Id], avoid: &[Id], spot: &Spot<'_>) -> Option<Value> {
        let has_ends = match types {
            Types::BOOLEAN => false,
            Types::STRING => state.shapes.iter().any(|it| it.min_length.is_some() || it.max_length.is_some()),
            _ => state.shapes.iter().any(|it| !it.least.is_empty() || !it.most.is_empty()),
        };
        let end = if has_ends { self.pick(spot, Point::End, 2) } else { None };
        let right = |value: &Value| self.is_right(value, want, avoid);
        let mut stated =
            state.shapes.iter().flat_map(|shape| &shape.stated).filter(|value| types.meets(Types::of(value)));
        let nth = if spot.turn == 0 { stated.next() } else { stated.nth(spot.turn) };
        if let Some(value) = nth.filter(|value| end.is_none() && right(value)) {
            return Some(value.clone());
        }
        if let Some(value) = self.known(state, types, spot).find(|it| end.is_none() && right(it)) {
            return Some(value.clone());
        }
        let found = match types {
            Types::BOOLEAN => {
                let picked = self.pick(spot, Point::Listed, 2);
                let first = picked.map_or(spot.turn.is_multiple_of(2), |picked| picked == 0);
                let both = [Value::Bool(first), Value::Bool(!first)];
                both.into_iter().take(if picked.is_some() { 1 } else { 2 }).collect()
            }
            Types::STRING => self.texts(state, spot, end),
            _ => numbers(&state.shapes, types, spot.name, spot.turn, end),
        };
        found.into_iter().take(CANDIDATES).find(right)
    }

    fn texts(&self, state: &State, spot: &Spot<'_>, end: Option<usize>) -> Vec<Value> {
        let wanted = Wanted::of(&state.shapes);
        if wanted.least > super::text::LONGEST {
            self.say_too_long();
        }
        let hour = self.hour.get();
        if wanted.is_time(spot.name) {
            self.hour.set(hour + 1);
        }
        let texts = wanted.texts(self.shapes(), spot.name, spot.turn, hour, end);
        // A long text costs what it is long.
        self.fit.spend(texts.iter().map(String::len).sum::<usize>() as u64 / 64);
        texts.into_iter().map(Value::String).collect()
    }

    /// The spot of a property or an item.
    pub fn below<'p>(spot: &Spot<'p>, at: &'p At<'p>, name: &'p str, open: &'p Open<'p>) -> Spot<'p> {
        Spot { name, at, depth: spot.depth + 1, open: Some(open), ..*spot }
    }
}

/// The way to a property.
pub fn to_name<'p>(at: &'p At<'p>, name: &'p str) -> At<'p> {
    at.below(Step::Name(name))
}

/// The types in which a value is looked for, the likely ones first.
fn order(state: &State, spot: &Spot<'_>) -> Vec<Types> {
    let speaks = |of: fn(&Shape) -> bool| state.shapes.iter().any(|shape| of(shape));
    let object = |it: &Shape| {
        let named = !it.properties.is_empty()
            || !it.required.is_empty()
            || !it.patterns.is_empty()
            || !it.dependents.is_empty();
        named
            || it.additional.is_some()
            || it.min_properties.is_some()
            || it.max_properties.is_some()
            || it.names.is_some()
            || it.unevaluated_properties.is_some()
    };
    let array = |it: &Shape| {
        let items =
            !it.prefix.is_empty() || it.rest.is_some() || it.contains.is_some() || it.unevaluated_items.is_some();
        items || it.min_items.is_some() || it.max_items.is_some() || it.unique
    };
    let text = |it: &Shape| {
        it.pattern.is_some()
            || it.format.is_some()
            || it.min_length.is_some()
            || it.max_length.is_some()
            || it.encoding.is_some()
            || it.media.is_some()
    };
    let number = |it: &Shape| !it.least.is_empty() || !it.most.is_empty() || !it.multiples.is_empty();
    let is_root = spot.depth == 0;
    let mut all = vec![
        (!speaks(object), Types::OBJECT),
        (!speaks(array), Types::ARRAY),
        (!speaks(text), Types::STRING),
        (!speaks(number), Types::NUMBER),
        (true, Types::BOOLEAN),
        (true, Types::NULL),
    ];
    let is_free = state.types == Types::ALL && !is_root;
    // Where nothing is said a text is told best, and at the root an object.
    all.sort_by_key(|(silent, types)| (*silent, is_free && *silent && *types != Types::STRING));
    all.into_iter().map(|(_, types)| types.and(state.types)).filter(|types| *types != Types::NONE).collect()
}
