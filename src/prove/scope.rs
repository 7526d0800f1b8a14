//! Where a `$dynamicRef` or a `$recursiveRef` leads by the way that led to it: the resources that were entered on it (JSON Schema 2020-12,
//! section 8.2.3.2; 2019-09, section 8.2.4.2).

use std::collections::{BTreeMap, HashMap};

use crate::dialect::Dialect;
use crate::model::Reference;
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// How many ways are told apart; a schema that needs more can't be compiled in reasonable time.
const SCOPES: usize = 1_000;

/// What counts of the way to a schema.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
struct Scope {
    /// The schema that each dynamic anchor means: the first on the way.
    anchors: BTreeMap<String, Place>,
    /// The schema that `$recursiveRef` means: the first of those on the way that have a `$recursiveAnchor` and none without one between.
    recursive: Option<Place>,
}

/// The ways that were met, by number; the first is the one on which nothing was entered.
pub struct Scopes<'a> {
    resolved: &'a Resolved,
    all: Vec<Scope>,
    numbers: HashMap<Scope, usize>,
    /// The resources that were looked at, each with its dynamic anchors and whether it has a `$recursiveAnchor`.
    resources: HashMap<Place, (Vec<(String, Place)>, bool)>,
    pub is_full: bool,
}

impl<'a> Scopes<'a> {
    /// Knows the empty way.
    pub fn new(resolved: &'a Resolved) -> Scopes<'a> {
        let numbers = HashMap::from([(Scope::default(), 0)]);
        Scopes { resolved, all: vec![Scope::default()], numbers, resources: HashMap::new(), is_full: false }
    }

    /// The way that goes on to the schema at `place`, in whatever resource that is.
    pub fn enter(&mut self, scope: usize, place: &Place) -> usize {
        let Some(facts) = self.resolved.facts.get(&place.source) else { return scope };
        let has_recursive = self.all[scope].recursive.is_some();
        if facts.anchors.is_empty() && facts.dialect != Dialect::Draft201909 && !has_recursive {
            return scope;
        }
        let resource = Place::new(place.source, facts.resource_of(&place.pointer));
        let resolved = self.resolved;
        let (anchors, is_recursive) = self.resources.entry(resource.clone()).or_insert_with(|| of(resolved, &resource));
        let mut next = self.all[scope].clone();
        for (name, place) in anchors.iter() {
            next.anchors.entry(name.clone()).or_insert_with(|| place.clone());
        }
        next.recursive = if *is_recursive { next.recursive.or(Some(resource)) } else { None };
        if let Some(number) = self.numbers.get(&next) {
            return *number;
        }
        if self.all.len() == SCOPES {
            self.is_full = true;
            return scope;
        }
        self.all.push(next.clone());
        self.numbers.insert(next, self.all.len() - 1);
        self.all.len() - 1
    }

    /// Where a reference leads on a way; `place` is where it leads by itself.
    pub fn target(&self, scope: usize, reference: &Reference, place: &Place) -> Place {
        let dynamic = match reference.keyword {
            "$dynamicRef" => reference.text.split_once('#').and_then(|(_, name)| {
                let node = self.resolved.project.sources.node(place)?;
                let is_dynamic = node.get("$dynamicAnchor").and_then(Node::as_str) == Some(name);
                self.all[scope].anchors.get(name).filter(|_| is_dynamic)
            }),
            "$recursiveRef" => self.all[scope].recursive.as_ref(),
            _ => None,
        };
        dynamic.unwrap_or(place).clone()
    }
}

/// The dynamic anchors of a resource, and whether it has a `$recursiveAnchor`.
fn of(resolved: &Resolved, resource: &Place) -> (Vec<(String, Place)>, bool) {
    let sources = &resolved.project.sources;
    let anchors = resolved.facts.get(&resource.source).map(|facts| facts.anchors.iter());
    let anchors = anchors.into_iter().flatten().filter_map(|((holder, name), pointer)| {
        let place = Place::new(resource.source, pointer.as_str());
        let node = sources.node(&place).filter(|_| *holder == resource.pointer)?;
        (node.get("$dynamicAnchor").and_then(Node::as_str) == Some(name)).then(|| (name.clone(), place))
    });
    let root = sources.node(resource);
    let is_recursive = root.and_then(|root| root.get("$recursiveAnchor")?.as_bool()) == Some(true);
    (anchors.collect(), is_recursive)
}
