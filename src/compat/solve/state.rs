//! What is known on one way of the search: what was taken apart, what is left to choose, and what is said of one kind of value.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::graph::{Bound, Facts, Graph, Id, Node, Types};
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
    /// The values of which a member has one, where schemas list them.
    pub listed: BTreeMap<String, Vec<Value>>,
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

/// Ways of which one is gone; `refused` is the node that is refused by that.
#[derive(Clone, Debug)]
struct Choice {
    ways: Vec<Way>,
    refused: Option<Id>,
}

/// A way of the search.
#[derive(Clone, Debug)]
pub struct State {
    pub kind: Types,
    todo: Vec<Literal>,
    seen: BTreeSet<Literal>,
    choices: Vec<Choice>,
    pub atoms: Atoms,
}

impl State {
    pub fn new(kind: Types, literals: &[Literal]) -> State {
        let (seen, choices, atoms) = (BTreeSet::new(), Vec::new(), Atoms::default());
        State { kind, todo: literals.to_vec(), seen, choices, atoms }
    }

    /// How much of it there is: it is copied where it goes on in several ways.
    pub fn size(&self) -> usize {
        self.todo.len() + self.seen.len() + self.choices.len()
    }

    /// Takes apart what is demanded; `false` where it can't be.
    pub fn settle(&mut self, graph: &Graph) -> bool {
        loop {
            while let Some((id, takes)) = self.next() {
                if self.seen.contains(&(id, !takes)) {
                    return false;
                }
                if !self.seen.insert((id, takes)) {
                    continue;
                }
                let is_possible = match graph.node(id) {
                    Node::Bool(all) => *all == takes,
                    Node::Facts(facts) if takes => demand::taken(self, graph, id, facts),
                    Node::Facts(_) if self.conflicts(graph, id) => true,
                    Node::Facts(facts) => demand::refused(self, id, facts),
                };
                if !is_possible {
                    return false;
                }
            }
            if !self.atoms.are_possible(self.kind) {
                return false;
            }
            match self.simplify(graph) {
                Some(true) => {}
                Some(false) => return true,
                None => return false,
            }
        }
    }

    /// Drops ways that can't be gone any more, and goes those that are the only ones left. Whether there is something to take apart;
    /// `None` where no way is left.
    fn simplify(&mut self, graph: &Graph) -> Option<bool> {
        let mut choices = Vec::new();
        let mut only = Vec::new();
        for mut choice in std::mem::take(&mut self.choices) {
            let holds = |claim: &Claim| match claim {
                Claim::Literal((id, false)) => self.seen.contains(&(*id, false)) || self.conflicts(graph, *id),
                Claim::Literal(literal) => self.seen.contains(literal),
                Claim::Some(Which::Named(name), (id, false)) => self.is_unlisted(graph, name, *id),
                _ => false,
            };
            let is_refused = choice.refused.is_some_and(|id| self.conflicts(graph, id));
            if is_refused || choice.ways.iter().any(|way| way.iter().all(holds)) {
                continue;
            }
            choice.ways.retain(|way| !way.iter().any(|claim| self.excludes(graph, claim)));
            match choice.ways.len() {
                0 => return None,
                1 => only.extend(choice.ways.pop()),
                _ => choices.push(choice),
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

    /// The next demand: what is taken says what can't be otherwise, so that much of what is refused needs no choice.
    fn next(&mut self) -> Option<Literal> {
        let at = self.todo.iter().rposition(|(_, takes)| *takes);
        at.map(|at| self.todo.swap_remove(at)).or_else(|| self.todo.pop())
    }

    /// Whether a node can't take the value, since a member that the value has would have to be another: mostly what tells kinds of events
    /// apart. Only what stands at hand is looked at.
    fn conflicts(&self, graph: &Graph, id: Id) -> bool {
        let Some(facts) = graph.facts(id) else { return false };
        let of_node = |facts: &Facts| {
            let named = facts.members.iter().flat_map(|members| &members.named);
            named.into_iter().any(|(name, id)| self.is_unlisted(graph, name, *id))
        };
        let is_other = facts.types.is_some_and(|types| !types.has(self.kind));
        is_other || of_node(facts) || facts.all.iter().filter_map(|id| graph.facts(*id)).any(of_node)
    }

    /// Whether a member is there, and none of the values of which it has one is listed by a node.
    fn is_unlisted(&self, graph: &Graph, name: &str, id: Id) -> bool {
        let object = &self.atoms.object;
        let own = object.listed.get(name).filter(|_| object.required.contains(name));
        own.zip(listed(graph, id)).is_some_and(|(own, listed)| !own.iter().any(|value| listed.contains(value)))
    }

    /// Whether a member takes what a node takes: it is held against the same node, or has one of the values that the node lists.
    fn is_taken(&self, graph: &Graph, name: &str, id: Id) -> bool {
        let object = &self.atoms.object;
        let own = object.members.iter().filter_map(|id| graph.facts(*id)?.members.as_ref());
        let mut own = own.filter_map(|members| {
            let at = members.named.binary_search_by(|(own, _)| own.as_str().cmp(name)).ok()?;
            members.named.get(at).map(|(_, id)| *id)
        });
        let is_listed = || {
            let facts = graph.facts(id)?;
            let values = facts.values.as_ref()?;
            let alone = Facts { values: facts.values.clone(), ..Facts::default() };
            let own = object.listed.get(name).filter(|_| *facts == alone)?;
            Some(own.iter().all(|value| values.contains(value)))
        };
        own.any(|own| own == id) || is_listed() == Some(true)
    }

    fn excludes(&self, graph: &Graph, claim: &Claim) -> bool {
        match claim {
            Claim::Literal((id, takes)) | Claim::At(_, (id, takes)) | Claim::Some(_, (id, takes))
                if (*id == Graph::TRUE && !takes) || (*id == Graph::FALSE && *takes) =>
            {
                true
            }
            Claim::Literal((id, takes)) => self.seen.contains(&(*id, !takes)) || (*takes && self.conflicts(graph, *id)),
            Claim::Some(Which::Named(name), (id, false)) => self.is_taken(graph, name, *id),
            Claim::Present(name) => self.atoms.object.absent.contains(name),
            Claim::Absent(name) => self.atoms.object.required.contains(name),
            _ => false,
        }
    }

    /// The choice with the fewest ways, taken out.
    pub fn next_choice(&mut self) -> Option<Vec<Way>> {
        let fewest = self.choices.iter().enumerate().min_by_key(|(_, choice)| choice.ways.len());
        let at = fewest.map(|(at, _)| at)?;
        Some(self.choices.remove(at).ways)
    }

    pub fn choose(&mut self, ways: Vec<Way>) {
        self.choices.push(Choice { ways, refused: None });
    }

    /// Ways in which a node refuses.
    pub fn choose_refusal(&mut self, id: Id, ways: Vec<Way>) {
        self.choices.push(Choice { ways, refused: Some(id) });
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

/// The values that a node lists, by itself or by what it refers to.
pub fn listed(graph: &Graph, id: Id) -> Option<&Vec<Value>> {
    let facts = graph.facts(id)?;
    facts.values.as_ref().or_else(|| facts.all.iter().find_map(|id| graph.facts(*id)?.values.as_ref()))
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
            && !(self.items.unique && self.items.repeated)
            && !object.required.iter().any(|name| object.listed.get(name).is_some_and(Vec::is_empty))
    }
}
