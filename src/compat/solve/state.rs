//! What is known on one way of the search: what was taken apart, what is left to choose, and what is said of one kind of value.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::graph::{Bound, Graph, Id, Node, Types};
use super::super::number::Ratio;
use super::Literal;
use super::demand;

/// What is said of texts.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub min: u64,
    pub max: Option<u64>,
    pub matched: BTreeSet<String>,
    pub unmatched: BTreeSet<String>,
    pub formats: BTreeSet<String>,
    pub not_formats: BTreeSet<String>,
}

/// What is said of items; lists are those of nodes with `items`.
#[derive(Clone, Debug, Default)]
pub struct Items {
    pub min: u64,
    pub max: Option<u64>,
    pub lists: Vec<Id>,
    pub all: Vec<Literal>,
    pub at: Vec<(usize, Literal)>,
    pub some: Vec<(usize, Literal)>,
    pub unique: bool,
    pub repeated: bool,
}

/// Which member something is said of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    Named(String),
    Matching(String),
    /// One that a node with `additionalProperties` has no other schema for.
    Rest(Id),
    /// One whose name is refused.
    Misnamed(Literal),
}

/// What is said of members.
#[derive(Clone, Debug, Default)]
pub struct Object {
    pub min: u64,
    pub max: Option<u64>,
    pub required: BTreeSet<String>,
    pub absent: BTreeSet<String>,
    pub members: Vec<Id>,
    pub names: Vec<Literal>,
    pub some: Vec<(Which, Literal)>,
}

/// All that is said.
#[derive(Clone, Debug, Default)]
pub struct Atoms {
    pub values: Option<Vec<Value>>,
    pub not: Vec<Value>,
    pub low: Option<Bound>,
    pub high: Option<Bound>,
    pub multiples: Vec<Ratio>,
    pub not_multiples: Vec<Ratio>,
    pub text: Text,
    pub items: Items,
    pub object: Object,
    /// What is not taken into account.
    pub left_out: Option<String>,
}

/// Something that holds.
#[derive(Clone, Debug)]
pub enum Claim {
    Literal(Literal),
    Not(Vec<Value>),
    Low(Bound),
    High(Bound),
    NotMultiple(Ratio),
    Shortest(u64),
    Longest(u64),
    Unmatched(String),
    NotFormat(String),
    ItemsMin(u64),
    ItemsMax(u64),
    At(usize, Literal),
    SomeFrom(usize, u64, Literal),
    EachItem(Literal),
    Repeated,
    SizeMin(u64),
    SizeMax(u64),
    Present(String),
    Absent(String),
    Some(Which, Literal),
    LeftOut(String),
}

/// Claims that hold together.
pub type Way = Vec<Claim>;

/// A way of the search.
#[derive(Clone, Debug)]
pub struct State {
    pub kind: Types,
    todo: Vec<Literal>,
    seen: BTreeSet<Literal>,
    choices: Vec<Vec<Way>>,
    pub atoms: Atoms,
}

impl State {
    pub fn new(kind: Types, literals: &[Literal]) -> State {
        let (seen, choices, atoms) = (BTreeSet::new(), Vec::new(), Atoms::default());
        State { kind, todo: literals.to_vec(), seen, choices, atoms }
    }

    /// Takes apart what is demanded; `false` where it can't be.
    pub fn settle(&mut self, graph: &Graph) -> bool {
        loop {
            while let Some((id, takes)) = self.todo.pop() {
                if self.seen.contains(&(id, !takes)) {
                    return false;
                }
                if !self.seen.insert((id, takes)) {
                    continue;
                }
                let is_possible = match graph.node(id) {
                    Node::Bool(all) => *all == takes,
                    Node::Facts(facts) if takes => demand::taken(self, id, facts),
                    Node::Facts(facts) => demand::refused(self, id, facts),
                };
                if !is_possible {
                    return false;
                }
            }
            if !self.atoms.are_possible(self.kind) {
                return false;
            }
            match self.simplify() {
                Some(true) => {}
                Some(false) => return true,
                None => return false,
            }
        }
    }

    /// Drops ways that can't be gone any more, and goes those that are the only ones left. Whether there is something to take apart;
    /// `None` where no way is left.
    fn simplify(&mut self) -> Option<bool> {
        let mut choices = Vec::new();
        let mut only = Vec::new();
        for mut ways in std::mem::take(&mut self.choices) {
            let holds = |claim: &Claim| matches!(claim, Claim::Literal(literal) if self.seen.contains(literal));
            if ways.iter().any(|way| way.iter().all(holds)) {
                continue;
            }
            ways.retain(|way| !way.iter().any(|claim| self.excludes(claim)));
            match ways.len() {
                0 => return None,
                1 => only.extend(ways.pop()),
                _ => choices.push(ways),
            }
        }
        self.choices = choices;
        let has_more = !only.is_empty();
        for way in only {
            if !self.claim(way) {
                return None;
            }
        }
        Some(has_more)
    }

    fn excludes(&self, claim: &Claim) -> bool {
        match claim {
            Claim::Literal((id, takes)) | Claim::At(_, (id, takes)) | Claim::Some(_, (id, takes))
                if (*id == Graph::TRUE && !takes) || (*id == Graph::FALSE && *takes) =>
            {
                true
            }
            Claim::Literal((id, takes)) => self.seen.contains(&(*id, !takes)),
            Claim::Present(name) => self.atoms.object.absent.contains(name),
            Claim::Absent(name) => self.atoms.object.required.contains(name),
            _ => false,
        }
    }

    /// The choice with the fewest ways, taken out.
    pub fn next_choice(&mut self) -> Option<Vec<Way>> {
        let fewest = self.choices.iter().enumerate().min_by_key(|(_, ways)| ways.len());
        let at = fewest.map(|(at, _)| at)?;
        Some(self.choices.remove(at))
    }

    pub fn choose(&mut self, ways: Vec<Way>) {
        self.choices.push(ways);
    }

    pub fn demand(&mut self, literal: Literal) {
        self.todo.push(literal);
    }

    /// Adds claims; `false` where one can't hold.
    pub fn claim(&mut self, claims: Way) -> bool {
        claims.into_iter().all(|claim| self.add(claim))
    }

    fn add(&mut self, claim: Claim) -> bool {
        let Atoms { text, items, object, .. } = &mut self.atoms;
        match claim {
            Claim::Literal(literal) => self.todo.push(literal),
            Claim::Not(values) => self.atoms.not.extend(values),
            Claim::Low(bound) => self.atoms.raise(bound),
            Claim::High(bound) => self.atoms.lower(bound),
            Claim::NotMultiple(divisor) => self.atoms.not_multiples.push(divisor),
            Claim::Shortest(min) => text.min = text.min.max(min),
            Claim::Longest(max) => text.max = least(text.max, max),
            Claim::Unmatched(pattern) => {
                if text.matched.contains(&pattern) {
                    return false;
                }
                text.unmatched.insert(pattern);
            }
            Claim::NotFormat(format) => {
                text.not_formats.insert(format);
            }
            Claim::ItemsMin(min) => items.min = items.min.max(min),
            Claim::ItemsMax(max) => items.max = least(items.max, max),
            Claim::At(at, literal) => items.at.push((at, literal)),
            Claim::SomeFrom(from, times, literal) => {
                // So many different items; who asks for some of them again means the same.
                let known = items.some.iter().filter(|some| **some == (from, literal)).count() as u64;
                items.some.extend((known..times).map(|_| (from, literal)));
                items.min = items.min.max(from as u64 + times);
            }
            Claim::EachItem(literal) => items.all.push(literal),
            Claim::Repeated => items.repeated = true,
            Claim::SizeMin(min) => object.min = object.min.max(min),
            Claim::SizeMax(max) => object.max = least(object.max, max),
            Claim::Present(name) => return object.require(name),
            Claim::Absent(name) => {
                if object.required.contains(&name) {
                    return false;
                }
                object.absent.insert(name);
            }
            Claim::Some(which, literal) => {
                if let Which::Named(name) = &which
                    && !object.require(name.clone())
                {
                    return false;
                }
                object.some.push((which, literal));
            }
            Claim::LeftOut(what) => self.atoms.left_out = Some(what),
        }
        true
    }
}

pub fn least(one: Option<u64>, other: u64) -> Option<u64> {
    Some(one.map_or(other, |one| one.min(other)))
}

impl Object {
    pub fn require(&mut self, name: String) -> bool {
        let is_possible = !self.absent.contains(&name);
        self.required.insert(name);
        is_possible
    }
}

impl Atoms {
    pub fn raise(&mut self, bound: Bound) {
        let is_higher = |low: Bound| bound.at > low.at || (bound.at == low.at && bound.excluded);
        if self.low.is_none_or(is_higher) {
            self.low = Some(bound);
        }
    }

    pub fn lower(&mut self, bound: Bound) {
        let is_lower = |high: Bound| bound.at < high.at || (bound.at == high.at && bound.excluded);
        if self.high.is_none_or(is_lower) {
            self.high = Some(bound);
        }
    }

    /// Whether what is said of a kind has not become impossible, at the first glance.
    fn are_possible(&self, kind: Types) -> bool {
        let fits = |min: u64, max: Option<u64>| max.is_none_or(|max| min <= max);
        let of_kind = |values: &Vec<Value>| values.iter().any(|value| Types::of(value) == kind);
        let (object, text) = (&self.object, &self.text);
        let between = match (self.low, self.high) {
            (Some(low), Some(high)) if low.at == high.at => !low.excluded && !high.excluded,
            (Some(low), Some(high)) => low.at < high.at,
            _ => true,
        };
        self.values.as_ref().is_none_or(of_kind)
            && between
            && fits(text.min, text.max)
            && text.matched.is_disjoint(&text.unmatched)
            && fits(self.items.min, self.items.max)
            && fits(object.min.max(object.required.len() as u64), object.max)
            && object.required.is_disjoint(&object.absent)
    }
}
