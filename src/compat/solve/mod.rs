//! Searches a value that some nodes take and others refuse: the shortest one, or the proof that there is none.
//!
//! A goal is a set of such demands on one value. For each kind of value the demands are taken apart into what is said of that kind;
//! where one of several has to hold, each is tried. What is left are bounds, texts, items and members, and the goals of those.
//! A goal that comes up again below itself has no answer there: the smallest value that answers it would hold a smaller one. So recursion
//! ends, and with few steps. All is bounded in steps.

mod array;
mod beside;
mod demand;
mod number;
mod object;
mod state;
mod text;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use serde_json::Value;

use super::budget::WAY;
use super::eval::Eval;
use super::graph::{Graph, Id, Types};
use super::texts::Lexicon;
use beside::{MANY, beside};
use state::State;

/// A node, and whether it takes the value.
pub type Literal = (Id, bool);

/// How many states are looked at for one pair, and how deep values nest.
const STEPS: usize = 12_000;
const DEPTH: usize = 40;

/// How many values are written into arrays and held against others of an array or object that has to be large.
const WRITTEN: usize = 400_000;

/// How long a value may be, as text, before a shorter one is looked for.
const READABLE: usize = 40;

/// What is demanded of one value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Goal {
    literals: Vec<Literal>,
    /// Values that it must not be.
    not: Vec<Value>,
}

impl Goal {
    pub fn new(literals: impl IntoIterator<Item = Literal>) -> Goal {
        let said = literals.into_iter().filter(|it| *it != (Graph::TRUE, true) && *it != (Graph::FALSE, false));
        let mut literals: Vec<Literal> = said.collect();
        literals.sort_unstable();
        literals.dedup();
        Goal { literals, not: Vec::new() }
    }

    fn but(mut self, not: &[Value]) -> Goal {
        self.not.extend_from_slice(not);
        self
    }

    /// Whether no value can do that, at the first glance.
    fn is_contradictory(&self) -> bool {
        let refused = |(id, takes): &Literal| {
            let never = (*id == Graph::TRUE && !takes) || (*id == Graph::FALSE && *takes);
            never || (*takes && self.literals.binary_search(&(*id, false)).is_ok())
        };
        self.literals.iter().any(refused)
    }
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Found(Value),
    /// There is none.
    None,
    /// What could not be decided.
    Open(String),
}

impl Outcome {
    fn open(why: impl Into<String>) -> Outcome {
        Outcome::Open(why.into())
    }

    /// The first of several ways that leads somewhere.
    fn first(ways: impl Iterator<Item = Outcome>) -> Outcome {
        let mut open = Outcome::None;
        for way in ways {
            match way {
                Outcome::Found(value) => return Outcome::Found(value),
                Outcome::Open(why) if open == Outcome::None => open = Outcome::Open(why),
                _ => {}
            }
        }
        open
    }
}

/// Whether a value is one that may be reported.
pub type Accepts<'a> = dyn Fn(&Value) -> bool + 'a;

/// The search for one pair.
pub struct Solver<'a> {
    pub graph: &'a Graph,
    pub lexicon: &'a Lexicon<'a>,
    accepts: &'a Accepts<'a>,
    /// What is searched as a whole.
    root: Goal,
    /// Whether a value may be refused for its format alone; without, that nothing is found proves nothing.
    by_formats: bool,
    steps: Cell<usize>,
    /// What is left of the values that may be written.
    room: Cell<usize>,
    above: RefCell<Vec<Goal>>,
    /// How often a goal was given up since it stood above: what was found out meanwhile holds there alone.
    pruned: Cell<usize>,
    known: RefCell<HashMap<Goal, Outcome>>,
}

impl<'a> Solver<'a> {
    /// A search for a value that answers a goal and is accepted besides.
    pub fn new(
        graph: &'a Graph,
        lexicon: &'a Lexicon<'a>,
        root: Goal,
        accepts: &'a Accepts<'a>,
        by_formats: bool,
    ) -> Solver<'a> {
        Solver {
            root,
            by_formats,
            graph,
            lexicon,
            accepts,
            steps: Cell::new(STEPS),
            room: Cell::new(WRITTEN),
            above: RefCell::default(),
            pruned: Cell::new(0),
            known: RefCell::default(),
        }
    }

    /// The same in so many steps.
    pub fn within(self, steps: usize) -> Solver<'a> {
        self.steps.set(steps);
        self
    }

    fn eval(&self) -> Eval<'a> {
        Eval { graph: self.graph, lexicon: self.lexicon }
    }

    /// The value.
    pub fn search(&self) -> Outcome {
        self.solve(&self.root)
    }

    /// Takes one step to a state of this size; `false` where there is none left.
    fn step(&self, size: usize) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        self.lexicon.steps.take(WAY + size as u64) && left > 0
    }

    /// Whether so many values may be written yet.
    fn has_room(&self, values: usize) -> bool {
        values <= self.room.get()
    }

    /// Takes room for so many values; `false` where there is not enough left.
    fn spend(&self, values: usize) -> bool {
        let had = self.room.get();
        self.room.set(had.saturating_sub(values));
        values <= had
    }

    /// A value that answers a goal.
    fn solve(&self, goal: &Goal) -> Outcome {
        if goal.is_contradictory() {
            return Outcome::None;
        }
        if goal.literals.is_empty() {
            let plain = ["a", "b", "c", "d"].into_iter().map(Value::from).find(|value| !goal.not.contains(value));
            return plain.map_or_else(|| self.by_kinds(goal), Outcome::Found);
        }
        if let Some(known) = self.known.borrow().get(goal) {
            return known.clone();
        }
        let is_one_of_many = goal.not.len() > MANY;
        if let Some(found) = is_one_of_many.then(|| self.counted_up(goal)).flatten() {
            return Outcome::Found(found);
        }
        if self.above.borrow().contains(goal) {
            self.pruned.set(self.pruned.get() + 1);
            return Outcome::None;
        }
        if self.above.borrow().len() > DEPTH {
            return Outcome::open("values nest deeper than is searched");
        }
        let pruned = self.pruned.get();
        self.above.borrow_mut().push(goal.clone());
        let outcome = match self.by_kinds(goal) {
            Outcome::Open(why) => self.counted_up(goal).map_or(Outcome::Open(why), Outcome::Found),
            outcome => outcome,
        };
        self.above.borrow_mut().pop();
        if self.pruned.get() == pruned || matches!(outcome, Outcome::Found(_)) {
            self.known.borrow_mut().insert(goal.clone(), outcome.clone());
        }
        outcome
    }

    /// A value beside the last of those that are refused, if one does.
    fn counted_up(&self, goal: &Goal) -> Option<Value> {
        let last = goal.not.last()?;
        let others = beside(last).into_iter().filter(|value| !goal.not.contains(value));
        others.map(|value| self.checked(goal, value)).find_map(|outcome| match outcome {
            Outcome::Found(value) => Some(value),
            _ => None,
        })
    }

    fn by_kinds(&self, goal: &Goal) -> Outcome {
        let way = |kind| self.run(goal, State::new(kind, &goal.literals));
        if self.above.borrow().len() == 1 {
            return Outcome::first(Types::EACH.into_iter().map(way));
        }
        let found = Outcome::first(Types::WITHIN.into_iter().map(way));
        let length = |outcome: &Outcome| match outcome {
            Outcome::Found(value) => Some(value.to_string().len()),
            _ => None,
        };
        // A shorter one of another kind reads better.
        match length(&found) {
            Some(long) if long > READABLE => {
                let others = Types::WITHIN.into_iter().map(way);
                let shorter = others.filter(|other| length(other).is_some_and(|length| length < long));
                shorter.min_by_key(length).unwrap_or(found)
            }
            _ => found,
        }
    }

    /// Follows a state to its values.
    fn run(&self, goal: &Goal, mut state: State) -> Outcome {
        if !self.step(state.size()) || !self.spend(goal.not.len()) {
            return Outcome::open("it takes too many steps");
        }
        if !state.settle(self.graph) {
            return Outcome::None;
        }
        match state.next_choice() {
            Some(choice) => Outcome::first(choice.into_iter().map(|claims| {
                let mut next = state.clone();
                if next.claim(claims) { self.run(goal, next) } else { Outcome::None }
            })),
            None => self.leaf(goal, &state),
        }
    }

    /// The values of a state in which nothing is left to choose.
    fn leaf(&self, goal: &Goal, state: &State) -> Outcome {
        let not: Vec<Value> = goal.not.iter().chain(&state.atoms.not).cloned().collect();
        if let Some(values) = &state.atoms.values {
            let own = values.iter().filter(|value| Types::of(value) == state.kind && !not.contains(value));
            return Outcome::first(own.map(|value| self.checked(goal, value.clone())));
        }
        let listed = |values: &[Value]| {
            let values = values.iter().filter(|value| !not.contains(value));
            Outcome::first(values.map(|value| self.checked(goal, value.clone())))
        };
        match state.kind {
            Types::BOOLEAN => listed(&[Value::Bool(true), Value::Bool(false)]),
            Types::NULL => listed(&[Value::Null]),
            Types::STRING => self.text(goal, &state.atoms.text, &not),
            Types::ARRAY => self.array(goal, state, &not),
            Types::OBJECT => self.object(goal, state, &not),
            _ => self.number(goal, state, &not),
        }
    }

    /// A value that was made for a goal, once it is asked whether it does what it was made for.
    fn checked(&self, goal: &Goal, value: Value) -> Outcome {
        let eval = self.eval();
        let mut unsure = None;
        for (id, takes) in &goal.literals {
            match eval.takes(*id, &value) {
                Some(answer) if answer == *takes => {}
                Some(_) => return Outcome::None,
                None => unsure = self.graph.facts(*id),
            }
        }
        let is_whole = self.above.borrow().len() == 1 && goal.literals == self.root.literals;
        if is_whole && !(self.accepts)(&value) {
            return Outcome::open(match unsure {
                Some(_) => "what a keyword says could not be told",
                None => "the validator sees it otherwise",
            });
        }
        Outcome::Found(value)
    }

    /// The same where something was left out of account: that a value does not do says nothing of others.
    fn tried(&self, goal: &Goal, value: Value, left_out: &str) -> Outcome {
        match self.checked(goal, value) {
            Outcome::None => Outcome::open(left_out),
            other => other,
        }
    }
}

/// How many values a value holds, with itself.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}
