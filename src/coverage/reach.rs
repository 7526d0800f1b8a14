//! Where a schema applies from: whether a valid event can exercise it, and whether a failure of it is told by its own name.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::keyword::{Subschemas, lookup};
use crate::model::Use;
use crate::resolve::{Resolved, Walk};
use crate::sample::Scope;
use crate::source::{Place, SourceId, unescape_token};

/// What only tests: what stands below is exercised by what it chooses.
const TESTS: [&str; 3] = ["if", "not", "propertyNames"];

/// What rejects for what stands below it, so that a failure there is told by its name; or uses it only to choose.
const WHOLE: [&str; 6] = ["anyOf", "contains", "if", "not", "oneOf", "propertyNames"];

/// Where definitions stand, which apply where something refers to them.
const DEFINITIONS: [&str; 2] = ["$defs", "definitions"];

/// One of the two questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    Met,
    Told,
}

impl Way {
    fn leads_through(self, keyword: &str) -> bool {
        let blocks: &[&str] = if self == Way::Met { &TESTS } else { &WHOLE };
        !blocks.contains(&keyword) && !DEFINITIONS.contains(&keyword)
    }
}

/// The answers for the schemas of a project.
pub struct Reach<'a> {
    resolved: &'a Resolved,
    /// What is applied to whole values.
    starts: Cow<'a, HashSet<Place>>,
    /// The source that alone is looked at, if it is one.
    only: Option<SourceId>,
    known: RefCell<HashMap<(Place, Way), bool>>,
}

impl<'a> Reach<'a> {
    /// From these schemas, which are applied to whole events.
    pub fn new(resolved: &'a Resolved, starts: &'a HashSet<Place>) -> Reach<'a> {
        Reach { resolved, starts: Cow::Borrowed(starts), only: None, known: RefCell::default() }
    }

    /// The same as far as the text of one schema document tells: what nothing in it refers to is there for others.
    pub fn within(resolved: &'a Resolved, source: SourceId) -> Reach<'a> {
        let starts = Cow::Owned(HashSet::from([Place::root(source)]));
        Reach { resolved, starts, only: Some(source), known: RefCell::default() }
    }

    /// The uses of a schema, and whether it is one that an event as a whole is held against.
    fn uses(&self, place: &Place) -> (bool, Vec<&'a Place>) {
        let uses = self.resolved.uses.get(place).map(Vec::as_slice).unwrap_or_default();
        let is_message = uses.iter().any(|used| matches!(used, Use::Message(..)));
        let holders = uses.iter().filter_map(|used| match used {
            Use::Schema(holder) => Some(holder).filter(|holder| self.only.is_none_or(|only| holder.source == only)),
            Use::Message(..) => None,
        });
        let holders: Vec<&Place> = holders.collect();
        let is_for_others = self.only.is_some() && holders.is_empty() && is_definition(place);
        (is_for_others || self.starts.contains(place) || (is_message && self.only.is_none()), holders)
    }

    /// The scope of each schema of a walk.
    pub fn scopes(&self, walk: &Walk<'_>) -> Vec<Scope> {
        let mut scopes: Vec<Scope> = Vec::with_capacity(walk.visits.len());
        for (number, visit) in walk.visits.iter().enumerate() {
            let above = scopes.get(visit.parent).copied().filter(|_| number > 0);
            let is = |way: Way| {
                let of_parent = above.is_some_and(|above| match way {
                    Way::Met => above.is_met,
                    Way::Told => above.is_told,
                });
                if of_parent && way.leads_through(visit.keyword) {
                    return true;
                }
                // What nothing refers to applies by what it stands in alone.
                let place = walk.place(number);
                let is_entry = self.starts.contains(&place)
                    || self.resolved.uses.contains_key(&place)
                    || (self.only.is_some() && is_definition(&place));
                is_entry && self.is_reached(place, way)
            };
            scopes.push(Scope { is_met: is(Way::Met), is_told: is(Way::Told) });
        }
        scopes
    }

    /// Whether a failure of each schema of a walk is told by its own name.
    pub fn told(&self, walk: &Walk<'_>) -> Vec<bool> {
        self.scopes(walk).iter().map(|scope| scope.is_told).collect()
    }

    /// Whether a way leads to a schema from something that is applied to a whole event. What is learnt on the way is known of all that it
    /// leads through: definitions may follow one another by the thousand.
    fn is_reached(&self, place: Place, way: Way) -> bool {
        let mut open = vec![place.clone()];
        // By each schema the one that it holds on the way.
        let mut seen: HashMap<Place, Option<Place>> = HashMap::from([(place, None)]);
        let mut start = None;
        while let Some(here) = open.pop() {
            let known = self.known.borrow().get(&(here.clone(), way)).copied();
            let (is_start, holders) = match known {
                Some(false) => continue,
                Some(true) => (true, Vec::new()),
                None => self.uses(&here),
            };
            if is_start {
                start = Some(here);
                break;
            }
            for next in self.above(&here, way).into_iter().chain(holders.into_iter().cloned()) {
                if let Entry::Vacant(entry) = seen.entry(next.clone()) {
                    entry.insert(Some(here.clone()));
                    open.push(next);
                }
            }
        }
        let mut known = self.known.borrow_mut();
        if start.is_none() {
            known.extend(seen.into_keys().map(|place| ((place, way), false)));
            return false;
        }
        while let Some(here) = start {
            start = seen.get(&here).cloned().flatten();
            known.insert((here, way), true);
        }
        true
    }

    /// The schema that holds another, where the way leads through what joins them.
    fn above(&self, place: &Place, way: Way) -> Option<Place> {
        let root = self.root_of(place)?;
        let below = place.pointer.strip_prefix(root.as_str())?;
        let mut tokens = below.split('/').skip(1);
        let mut pointer = root;
        let mut above = None;
        while let Some(token) = tokens.next() {
            let keyword = lookup(&unescape_token(token)).name;
            let list = format!("{pointer}/{token}");
            let takes_key = match lookup(keyword).subschemas {
                Subschemas::One => false,
                Subschemas::OneOrList => {
                    let node = self.resolved.project.sources.node(&Place::new(place.source, list.as_str()))?;
                    node.is_array()
                }
                Subschemas::None => return None,
                _ => true,
            };
            above = way.leads_through(keyword).then(|| Place::new(place.source, pointer.as_str()));
            pointer = list;
            if takes_key {
                pointer = format!("{pointer}/{}", tokens.next()?);
            }
        }
        above
    }

    /// The pointer of the schema that is no part of another and holds this one.
    fn root_of(&self, place: &Place) -> Option<String> {
        if self.resolved.schema_of(place.source).is_some() {
            return Some(String::new());
        }
        let mut pointer = place.pointer.as_str();
        loop {
            let here = Place::new(place.source, pointer);
            if self.starts.contains(&here) {
                return Some(here.pointer);
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }
}

/// Whether a schema stands among definitions.
fn is_definition(place: &Place) -> bool {
    let mut tokens = place.pointer.rsplit('/');
    tokens.nth(1).is_some_and(|list| DEFINITIONS.contains(&list))
}
