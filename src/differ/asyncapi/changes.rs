//! The changes of documents while they are collected: each fact once, however many parts have it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::judged::{Comparison, compared};
use super::super::reach::Users;
use super::super::sides::Sides;
use super::super::{Change, Fact, Reach, State, compatibility};
use super::leaves::{Leaf, Leaves, changed};
use super::{Found, Side, rulings};
use crate::asyncapi::Bearing;
use crate::config::Mode;
use crate::source::{Place, SourceId, unescape_token};

/// What has been told so far.
pub struct Changes<'s, 'a> {
    pub old: &'s State<'a>,
    pub new: &'s State<'a>,
    pub all: Vec<Change>,
    /// Whether both are known to be versions of one thing, whatever they are called.
    pub beside: bool,
    /// Schema documents that are one in both states: they are told by themselves.
    known: HashSet<(SourceId, SourceId)>,
    /// Parts by their places, and facts by theirs, each with the change that has it.
    parts: HashMap<(Option<Place>, Option<Place>), Option<usize>>,
    facts: HashMap<(Option<Place>, String), usize>,
    /// Schemas within documents that parts refer to, with whom they concern.
    met: BTreeMap<(Place, Place), Sides>,
    /// How many steps are left for verdicts: they are asked one after the other, in the order of the documents.
    pub left: u64,
}

impl<'s, 'a> Changes<'s, 'a> {
    pub fn new(
        old: &'s State<'a>,
        new: &'s State<'a>,
        known: HashSet<(SourceId, SourceId)>,
        left: u64,
    ) -> Changes<'s, 'a> {
        let (parts, facts) = (HashMap::new(), HashMap::new());
        Changes { old, new, all: Vec::new(), beside: false, known, parts, facts, met: BTreeMap::new(), left }
    }

    /// What is told of two schemas, with what is left of the steps.
    pub fn compared(&mut self, one: Option<&Place>, other: Option<&Place>, mode: Mode) -> Option<Comparison> {
        let comparison = compared(self.old, self.new, one, other, mode, self.left > 0)?;
        self.left = self.left.saturating_sub(comparison.steps);
        Some(comparison)
    }

    /// Whether two schemas are told by themselves, being documents.
    pub fn is_known(&self, old: &Place, new: &Place) -> bool {
        self.known.contains(&(old.source, new.source)) && old.pointer == new.pointer
    }

    /// Remembers schemas that are to be told by themselves.
    pub fn meet(&mut self, places: impl IntoIterator<Item = (Place, Place)>, sides: Sides) {
        for (one, other) in places {
            let is_document = |state: &State<'a>, place: &Place| state.resolved.schema_of(place.source).is_some();
            if !is_document(self.old, &one) && !is_document(self.new, &other) {
                let known = self.met.entry((one, other)).or_default();
                *known = known.with(sides);
            }
        }
    }

    /// Adds a change, if it has facts that are not told yet, and gives its number. What is told already reaches whom it reaches here as well.
    pub fn add(
        &mut self,
        side: &Side<'_, '_>,
        found: Found,
        sides: Sides,
        facts: Vec<Fact>,
        reach: Reach,
    ) -> Option<usize> {
        let key = (found.old.clone(), found.new.clone());
        let number = self.all.len();
        let reach = reach.finish(side.state.resolved, side.document.catalog);
        if let Some(known) = self.parts.get(&key).copied() {
            self.reaches(known?, &reach);
            return None;
        }
        let mut own = Vec::new();
        for fact in facts {
            let known = fact.place.as_ref().map(|place| (Some(place.clone()), fact.message.clone()));
            match known.as_ref().and_then(|known| self.facts.get(known).copied()) {
                Some(known) => self.reaches(known, &reach),
                None => {
                    self.facts.extend(known.map(|known| (known, number)));
                    own.push(fact);
                }
            }
        }
        self.parts.insert(key, (!own.is_empty()).then_some(number));
        if own.is_empty() {
            return None;
        }
        let compatibility = compatibility(side.state, side.document.catalog);
        let display = |state: &State<'a>, place: &Place| state.resolved.project.sources.display(place);
        let (old, new) = (found.old.as_ref(), found.new.as_ref());
        let (old, new) = (old.map(|it| display(self.old, it)), new.map(|it| display(self.new, it)));
        let mut change = Change::new(found.kind, found.name, old, new);
        change.verdicts = rulings(sides, &own);
        change.facts = own;
        change.reaches = reach;
        change.place = found.new;
        change.mode = sides.mode(&compatibility);
        change.strict = compatibility.strict;
        self.all.push(change);
        Some(number)
    }

    fn reaches(&mut self, number: usize, other: &Reach) {
        let Some(change) = self.all.get_mut(number) else { return };
        change.reaches.add(other);
    }

    /// The facts in which two objects differ by their values.
    pub fn values(&mut self, old: &Leaves, new: &Leaves, sides: Sides, mode: Mode) -> Vec<Fact> {
        let mut facts = Vec::new();
        for it in changed(old, new) {
            let tokens = it.pointer.split('/').skip(1).map(|token| unescape_token(token).into_owned());
            let label = tokens.collect::<Vec<_>>().join(".");
            let place = it.new.map(|leaf| leaf.place.clone());
            if let (Some(one), Some(other)) = (it.old.filter(|it| it.is_schema), it.new.filter(|it| it.is_schema)) {
                let Some(comparison) = self.compared(Some(&one.place), Some(&other.place), mode) else {
                    continue;
                };
                facts.extend(comparison.facts.into_iter().map(|fact| below(fact, it.pointer, &label)));
                self.meet(comparison.met, sides);
                continue;
            }
            let (message, breaks) = sentence(&label, it.old, it.new);
            facts.push(Fact { pointer: it.pointer.to_owned(), place, ..Fact::new(message, breaks) });
        }
        facts
    }

    /// The schemas within documents that parts refer to, and those that they refer to.
    pub fn schemas(&mut self) {
        let mut seen: HashSet<(Place, Place)> = HashSet::new();
        while let Some((places, sides)) = self.met.pop_first() {
            if !seen.insert(places.clone()) {
                continue;
            }
            let (one, other) = places;
            let users = Users::of(self.new.resolved, [other.clone()]);
            let first = users.messages.first().map(|(document, _)| *document);
            let project = &self.new.resolved.project;
            let own = project.documents.iter().find(|it| it.source == other.source);
            let owner = own.or(first.and_then(|number| project.documents.get(number)));
            let catalog = owner.map(|document| document.catalog).unwrap_or_default();
            let compatibility = compatibility(self.new, catalog);
            let mode = sides.mode(&compatibility);
            let Some(comparison) = self.compared(Some(&one), Some(&other), mode) else { continue };
            self.meet(comparison.met, sides);
            if comparison.facts.is_empty() && comparison.verdicts.is_empty() {
                continue;
            }
            let (from, to) = (project_display(self.old, &one), project_display(self.new, &other));
            let places: Vec<Place> = comparison.facts.iter().filter_map(|fact| fact.place.clone()).collect();
            let users = if places.is_empty() { users } else { Users::of(self.new.resolved, places) };
            self.all.push(Change {
                facts: comparison.facts,
                verdicts: comparison.verdicts,
                reaches: users.reach(self.new.resolved, catalog),
                place: Some(other),
                mode,
                strict: compatibility.strict,
                ..Change::new("schema", to.clone(), Some(from), Some(to))
            });
        }
    }
}

fn project_display(state: &State<'_>, place: &Place) -> String {
    state.resolved.project.sources.display(place)
}

/// A fact of a schema that stands at a pointer of an object.
pub fn below(fact: Fact, pointer: &str, label: &str) -> Fact {
    let message = match fact.message.strip_prefix('`') {
        Some(rest) => format!("`{label}.{rest}"),
        None => format!("`{label}`: {}", fact.message),
    };
    Fact { pointer: format!("{pointer}{}", fact.pointer), message, ..fact }
}

/// The sentence on a value that is another, and whether that breaks.
fn sentence(label: &str, old: Option<&Leaf>, new: Option<&Leaf>) -> (String, Option<bool>) {
    let bearing = old.or(new).map_or(Bearing::Unknown, |leaf| leaf.bearing);
    let shown = |leaf: &Leaf| super::super::shown::shown(&leaf.value);
    let message = match (old, new) {
        (Some(one), Some(other)) => format!("{label} {} → {}", shown(one), shown(other)),
        (None, Some(other)) => format!("{label} {}, which is new", shown(other)),
        (Some(one), None) => format!("{label} {} is gone", shown(one)),
        (None, None) => String::new(),
    };
    let breaks = match bearing {
        Bearing::Words | Bearing::Own => Some(false),
        Bearing::Unknown => None,
        Bearing::Shared => match (old.map(|it| &it.value), new.map(|it| &it.value)) {
            // Of several that may be chosen, none may be gone.
            (Some(serde_json::Value::Array(one)), Some(serde_json::Value::Array(other))) => {
                Some(one.iter().any(|value| !other.contains(value)))
            }
            (Some(_), Some(_)) => Some(true),
            // Where nobody said what it was, or is, others may do as before.
            _ => None,
        },
    };
    (message, breaks)
}
