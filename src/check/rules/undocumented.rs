//! Properties that say nothing about what they hold.

use std::collections::{HashMap, HashSet};

use crate::check::words::listed;
use crate::check::{Check, Find};
use crate::diagnostic::{At, Finding, Part, Rule, Severity};
use crate::keyword::Key;
use crate::resolve::Resolved;
use crate::resolve::{Visit, Walk};
use crate::source::{Node, Place};

static RULE: Rule = Rule {
    code: "undocumented",
    severity: Severity::Note,
    summary: "properties without a description",
    explanation: r##"A name and a type seldom say what a value means, in which unit it is, or who sets it. A property counts as documented if it
has a `description` or a `title`, beside it, in a part of an `allOf` that speaks of the same property, or at the target of
its `$ref`. There is one finding for each schema document, at the first property that lacks it.

Bad:

```json
{ "properties": { "timeout": { "type": "integer" } } }
```

Good:

```json
{ "properties": { "timeout": { "type": "integer", "description": "Milliseconds until the store gives up." } } }
```
"##,
};

pub const CHECK: Check = Check { rule: &RULE, finds: &[Find::Schema(find)] };

fn find(resolved: &Resolved, walk: &Walk) -> Vec<Finding> {
    let found = if walk.root.is_document { finding(resolved, walk) } else { None };
    found.into_iter().collect()
}

fn finding(resolved: &Resolved, walk: &Walk<'_>) -> Option<Finding> {
    let is_silent = |visit: &Visit| visit.keyword == "properties" && !is_documented(visit.node);
    // Most of what says nothing itself is documented by what its own object is composed of.
    let mut composed_of: HashMap<usize, Vec<Place>> = HashMap::new();
    let by_object = |visit: &Visit| {
        let Key::Name(name) = visit.key else { return false };
        let object = composed_of.entry(visit.parent);
        let object = object.or_insert_with(|| composed(resolved, walk.place(visit.parent)));
        object.iter().any(|base| documents_property(resolved, base, name))
    };
    if walk.visits.iter().filter(|visit| is_silent(visit)).all(by_object) {
        return None;
    }
    let mut silent = Locations::of(walk).silent(resolved, walk);
    silent.sort_by_key(|(_, number)| walk.visits[*number].node.span);
    let (_, first) = *silent.first()?;
    let at = At::place(&resolved.project.sources, &walk.place(first), Part::Key);
    let names = listed(silent.iter().map(|(name, _)| *name));
    let message = match silent.len() {
        1 => format!("the property {names} has no description"),
        count => format!("{count} properties have no description: {names}"),
    };
    Some(Finding::new(&RULE, at, message).with_help("say in `description` what each holds"))
}

/// What a document says about one location of an instance, wherever it says it.
#[derive(Default)]
struct Location<'a> {
    /// The location of the object that this one is a member of.
    parent: usize,
    documented: bool,
    /// The schemas that refer to another.
    referring: Vec<usize>,
    /// The name under which a schema declares it as a property, and that schema.
    declared: Option<(&'a str, usize)>,
}

impl<'a> Location<'a> {
    fn add(&mut self, walk: &Walk<'a>, number: usize, narrows: bool) {
        let visit = &walk.visits[number];
        self.documented |= is_documented(visit.node);
        if visit.node.get("$ref").is_some() {
            self.referring.push(number);
        }
        if let ("properties", Key::Name(name), false) = (visit.keyword, visit.key, narrows) {
            self.declared.get_or_insert((name, number));
        }
    }
}

/// The locations of an instance: the parts of an `allOf` speak of one location, and so does a condition.
struct Locations<'a>(Vec<Location<'a>>);

impl<'a> Locations<'a> {
    fn of(walk: &Walk<'a>) -> Locations<'a> {
        let mut locations = vec![Location::default()];
        // The schemas of each location, with whether they only narrow what others declare.
        let mut placed: Vec<Vec<(usize, bool)>> = vec![vec![(0, false)]];
        let mut here = 0;
        while here < locations.len() {
            let mut schemas = std::mem::take(&mut placed[here]);
            let mut members = Vec::new();
            let mut next = 0;
            while let Some(&(number, narrows)) = schemas.get(next) {
                next += 1;
                locations[here].add(walk, number, narrows);
                for child in walk.children(number) {
                    match walk.visits[child].keyword {
                        "allOf" | "anyOf" | "oneOf" => schemas.push((child, narrows)),
                        "if" | "then" | "else" | "not" | "dependentSchemas" => schemas.push((child, true)),
                        // What `contains` says holds for one of the items, and `items` describes them all.
                        keyword => members.push((child, narrows || keyword == "contains")),
                    }
                }
            }
            // What one schema says of its members is each of another one; only several may speak of the same.
            let mut known: HashMap<_, usize> = HashMap::new();
            for (child, narrows) in members {
                let visit = &walk.visits[child];
                let new = locations.len();
                let location = match schemas.len() {
                    1 => new,
                    _ => *known.entry((visit.keyword, step(visit))).or_insert(new),
                };
                if location == new {
                    locations.push(Location { parent: here, ..Location::default() });
                    placed.push(Vec::new());
                }
                placed[location].push((child, narrows));
            }
            here += 1;
        }
        Locations(locations)
    }

    /// The properties that nothing documents, with the schemas that declare them.
    fn silent(&self, resolved: &Resolved, walk: &Walk<'a>) -> Vec<(&'a str, usize)> {
        // What an object's references lead to is asked for each of its members, so it is looked up once.
        let mut inherited: HashMap<usize, Vec<Place>> = HashMap::new();
        let targets = |location: &Location| {
            let places = location.referring.iter().map(|number| walk.place(*number));
            places.flat_map(|place| composed(resolved, place)).collect::<Vec<_>>()
        };
        let undocumented = self.0.iter().filter(|location| !location.documented);
        let silent = undocumented.filter_map(|location| {
            let (name, visit) = location.declared?;
            let sources = &resolved.project.sources;
            let by_reference = || targets(location).iter().filter_map(|place| sources.node(place)).any(is_documented);
            let bases = inherited.entry(location.parent).or_insert_with(|| targets(&self.0[location.parent]));
            let by_base = || bases.iter().any(|base| documents_property(resolved, base, name));
            (!by_reference() && !by_base()).then_some((name, visit))
        });
        silent.collect()
    }
}

fn step<'a>(visit: &Visit<'a>) -> (&'a str, usize) {
    match visit.key {
        Key::Whole => ("", 0),
        Key::Name(name) => (name, 0),
        Key::Index(index) => ("", index),
    }
}

fn is_documented(node: &Node) -> bool {
    ["description", "title"]
        .iter()
        .any(|key| node.get(key).and_then(Node::as_str).is_some_and(|text| !text.trim().is_empty()))
}

fn documents_property(resolved: &Resolved, base: &Place, name: &str) -> bool {
    let sources = &resolved.project.sources;
    let Some(node) = sources.node(base).and_then(|node| node.get("properties")?.get(name)) else { return false };
    let place = Place::new(base.source, crate::source::join(&format!("{}/properties", base.pointer), name));
    is_documented(node) || composed(resolved, place).iter().filter_map(|place| sources.node(place)).any(is_documented)
}

/// The schema at `place` and those that it is composed of, over references and `allOf`.
fn composed(resolved: &Resolved, place: Place) -> Vec<Place> {
    const ENOUGH: usize = 64;
    let mut known = HashSet::from([place.clone()]);
    let mut all = vec![place];
    let mut next = 0;
    while next < all.len() && all.len() < ENOUGH {
        let place = all[next].clone();
        next += 1;
        let parts = resolved
            .project
            .sources
            .node(&place)
            .and_then(|node| node.get("allOf"))
            .map_or(0, |list| list.items().len());
        let parts = (0..parts).map(|index| Place::new(place.source, format!("{}/allOf/{index}", place.pointer)));
        let new = resolved.target(&place).cloned().into_iter().chain(parts);
        all.extend(new.filter(|place| place.pointer.len() < 4096 && known.insert(place.clone())));
    }
    all
}
