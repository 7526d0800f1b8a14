//! The things of the schemas in one source, and how many examples exercise each.

use std::collections::HashMap;

use super::Things;
use super::tally::{Kind, Tally};
use crate::compat::Proofs;
use crate::resolve::{Resolved, Walk};
use crate::sample::{Exercise, Found, Own, Scope, Thing, proved};
use crate::source::{Node, Place, SourceId, Span};

/// A thing of one schema.
#[derive(Clone, Debug)]
pub struct Item {
    /// The schema that has it.
    pub schema: Place,
    pub thing: Thing,
    /// Where it stands: the key of a keyword or a property, a branch, a listed value.
    pub place: Place,
    pub span: Span,
    /// How many examples exercise it.
    pub hits: usize,
}

/// All things of one source, in its order.
#[derive(Debug, Default)]
pub struct List {
    pub items: Vec<Item>,
    /// The items of each schema, while they are counted.
    numbers: Option<HashMap<Place, Vec<usize>>>,
}

impl List {
    /// Nothing.
    pub(super) const NONE: List = List { items: Vec::new(), numbers: None };

    /// How many there are, and how many of them are exercised.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.items.iter().for_each(|item| tally.count(Kind::of(&item.thing), item.hits > 0));
        tally
    }

    /// The things of one schema with all that is part of it.
    pub(super) fn add(&mut self, resolved: &Resolved, walk: &Walk<'_>, scopes: &[Scope], exercise: &Exercise<'_>) {
        let Some(root) = resolved.project.sources.get(walk.root.place.source).root() else { return };
        let proved: HashMap<usize, Found> =
            proved(resolved, walk).into_iter().map(|found| (found.number, found)).collect();
        for (number, (visit, scope)) in walk.visits.iter().zip(scopes).enumerate() {
            if !scope.is_met && !scope.is_told {
                continue;
            }
            let schema = walk.place(number);
            let name = |keyword: &str, number: usize| {
                let members = visit.node.get(keyword).map(Node::members).unwrap_or_default();
                members.get(number).map(|member| member.key.to_string()).unwrap_or_default()
            };
            let found = proved.get(&number);
            // What nothing fits nothing exercises.
            if found.is_some_and(|found| found.own.contradiction.is_some() || found.joined.is_some()) {
                continue;
            }
            let is_dead = |thing: &Thing| {
                let dead = found.map(|found| found.own.dead.as_slice()).unwrap_or_default();
                matches!(thing, Thing::Keyword(keyword) if dead.iter().any(|(name, _)| name == keyword))
            };
            for thing in exercise.things(&schema, *scope).into_iter().filter(|thing| !is_dead(thing)) {
                let below = thing.pointer(&name);
                let place = Place::new(schema.source, format!("{}{below}", schema.pointer));
                let found = root.nearest(&place.pointer);
                let span = found.key_span.unwrap_or(found.node.span);
                self.items.push(Item { schema: schema.clone(), thing, place, span, hits: 0 });
            }
        }
        self.items.sort_by(|one, other| (one.span.start, &one.thing).cmp(&(other.span.start, &other.thing)));
        self.numbers = None;
    }

    /// The same once all is counted, without the ends of bounds that no value lies at.
    pub(super) fn counted(mut self, resolved: &Resolved) -> List {
        self.numbers = None;
        let check = &resolved.project.config.check;
        let is_open = |item: &Item| item.hits == 0 && matches!(item.thing, Thing::Bound(_));
        let Some(first) = self.items.iter().find(|item| is_open(item)) else { return self };
        let dialect = resolved.dialect_of(&first.schema);
        let bytes = resolved.project.sources.get(first.schema.source).own_text().len();
        Proofs::with(check, dialect, bytes, |proofs| {
            self.items.retain(|item| {
                let Thing::Bound(keyword) = item.thing else { return true };
                let node = resolved.project.sources.node(&item.schema).filter(|_| is_open(item));
                let node = node.filter(|_| resolved.dialect_of(&item.schema) == dialect);
                !node.is_some_and(|node| Own::new(node, dialect, check.formats).is_end_dead(keyword, proofs))
            });
        });
        self
    }

    /// Counts what an example exercises.
    pub(super) fn count(&mut self, source: SourceId, exercised: &Things) {
        let items = &mut self.items;
        let numbers = self.numbers.get_or_insert_with(|| {
            let mut numbers: HashMap<Place, Vec<usize>> = HashMap::new();
            for (number, item) in items.iter().enumerate() {
                numbers.entry(item.schema.clone()).or_default().push(number);
            }
            numbers
        });
        // Places of one source follow one another.
        let first = exercised.partition_point(|(schema, _)| schema.source < source);
        for (schema, things) in exercised[first..].iter().take_while(|(schema, _)| schema.source == source) {
            for number in numbers.get(schema).into_iter().flatten() {
                if let Some(item) = items.get_mut(*number).filter(|item| things.binary_search(&item.thing).is_ok()) {
                    item.hits += 1;
                }
            }
        }
    }
}
