//! The fields of an event as its type has them: one tree of all schemas that hold together, envelope and data alike, without the alternatives
//! that the type's own name rules out.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::keyword::{Subschema, dotted, subschemas};
use crate::page::link::Links;
use crate::page::words::Context;
use crate::resolve::Resolved;
use crate::source::{Node, Place};

/// How many fields are listed: on one page, for all types together, and for one however many types there are. The page of the schema has all.
const ROWS: usize = 400;
const ALL_ROWS: usize = 200_000;
const FEW: usize = 24;

/// How deep they nest.
pub(super) const DEPTH: usize = 12;

/// How many schemas may hold for one value.
const HOLDERS: usize = 64;

impl<'a> Walk<'a> {
    /// Walks through the fields of the events that the schema at `root` describes, in the order of the event `shown`. `names` are the members
    /// that may name the type, in one section of a page.
    pub(super) fn through(
        links: &'a Links<'a>,
        section: usize,
        root: &'a Place,
        names: &'a [Named<'a>],
        shown: Option<&'a Node>,
    ) -> Walk<'a> {
        let walk = Walk { names, ..Walk::new(links, section, root, DEPTH) };
        walk.from(std::slice::from_ref(root), shown)
    }

    /// The same for a value that several schemas describe together, as the traits of a message do its headers, to a depth.
    pub(super) fn through_all(
        links: &'a Links<'a>,
        section: usize,
        roots: &'a [Place],
        shown: Option<&'a Node>,
        deepest: usize,
    ) -> Option<Walk<'a>> {
        Some(Walk::new(links, section, roots.first()?, deepest).from(roots, shown))
    }

    fn new(links: &'a Links<'a>, section: usize, root: &'a Place, deepest: usize) -> Walk<'a> {
        let resolved = &links.site.proved.resolved;
        let room = (ALL_ROWS / resolved.types.len().max(1)).clamp(FEW, ROWS);
        Walk {
            resolved,
            links,
            section,
            root,
            names: &[],
            found: Vec::new(),
            listed: HashMap::new(),
            depth: 0,
            deepest,
            room,
            more: false,
            titles: RefCell::default(),
            formats: RefCell::default(),
        }
    }

    fn from(mut self, roots: &[Place], shown: Option<&'a Node>) -> Walk<'a> {
        let holders = roots.iter().map(|place| Holder { place: place.clone(), within: String::new(), shapes: 0 });
        self.value(&holders.collect::<Vec<_>>(), "", shown, &mut roots.to_vec());
        self.name_ends();
        self
    }

    /// Gives each field the shortest end of its path that no field less deep has, nor one before it.
    fn name_ends(&mut self) {
        let mut taken = HashSet::with_capacity(self.found.len());
        let mut numbers: Vec<usize> = (0..self.found.len()).collect();
        numbers.sort_by_key(|number| self.found[*number].depth);
        for number in numbers {
            let path = &self.found[number].path;
            let ends = path.match_indices('.').rev().map(|(at, _)| &path[at + 1..]).chain([&**path]);
            let end = ends.filter(|end| !end.is_empty()).find(|end| !taken.contains(*end));
            // Where a name holds a dot, two paths may be the same.
            let end = end.map_or_else(|| format!("{path} {number}"), str::to_owned);
            taken.insert(end.clone());
            self.found[number].end = end;
        }
    }
}

/// What an event is named by: the tokens of a member's pointer, and what stands there.
pub struct Named<'a> {
    pub tokens: Vec<&'a str>,
    pub name: &'a str,
}

/// A schema that holds for a value, and the words for the part that has to apply for it, as HTML.
#[derive(Clone)]
pub(super) struct Holder {
    pub(super) place: Place,
    pub(super) within: String,
    /// Of how many alternatives it is one, if it is one of the value's own.
    pub(super) shapes: usize,
}

impl Holder {
    /// The same for what is stated at a pointer below it.
    fn at(&self, pointer: &str) -> Holder {
        let place = Place::new(self.place.source, [&self.place.pointer, pointer].concat());
        Holder { place, within: self.within.clone(), shapes: self.shapes }
    }
}

/// One of all the schemas that hold for a value, with what stands there.
pub(super) struct Part<'a> {
    pub(super) holder: Holder,
    pub(super) node: &'a Node,
    pub(super) below: Vec<Subschema<'a>>,
}

/// A field that was found.
pub(super) struct Found<'s> {
    pub(super) path: String,
    /// The end of the path that its anchor is made of; set once all are found.
    pub(super) end: String,
    /// How many fields it lies in.
    pub(super) depth: usize,
    pub(super) required: bool,
    /// Where it stands among the members of the value that is shown, and what stands there.
    order: usize,
    shown: Option<&'s Node>,
    pub(super) holders: Vec<Holder>,
    /// What lies in it, where that is listed at another field of which the same schemas say it.
    pub(super) like: Option<Like>,
}

/// The field at which the members are listed that several fields have, and their names.
pub(super) struct Like {
    pub(super) path: String,
    pub(super) names: Vec<String>,
}

/// A schema that names members, and the words for the part that has to apply for it.
type Key = (Place, String);

/// The walk through the schemas of an event.
pub(super) struct Walk<'a> {
    pub(super) resolved: &'a Resolved,
    pub(super) links: &'a Links<'a>,
    pub(super) section: usize,
    pub(super) root: &'a Place,
    pub(super) names: &'a [Named<'a>],
    pub(super) found: Vec<Found<'a>>,
    /// Where the members are listed that these schemas name.
    listed: HashMap<Vec<Key>, String>,
    depth: usize,
    /// How many fields a field that is listed may lie in.
    deepest: usize,
    room: usize,
    pub(super) more: bool,
    /// What values are called, by the number of the field and the value as JSON.
    pub(super) titles: RefCell<HashMap<usize, HashMap<String, String>>>,
    /// The formats that were explained: each is once.
    pub(super) formats: RefCell<BTreeSet<String>>,
}

impl<'a> Walk<'a> {
    /// Finds the fields of a value for which these schemas hold, in the order of the value that is shown. `above` has the schemas of the values
    /// around it: one that is met again is not entered again.
    fn value(&mut self, holders: &[Holder], path: &str, shown: Option<&'a Node>, above: &mut Vec<Place>) {
        let all = self.all_that_hold(holders, path.is_empty());
        let members = self.members(&all, path, shown);
        if let Some(field) = self.found.last_mut().filter(|field| field.path == path && !members.is_empty()) {
            let key = key(&all);
            if let Some(path) = self.listed.get(&key) {
                let names =
                    members.iter().map(|member| member.path[field.path.len()..].trim_start_matches('.').to_owned());
                field.like = Some(Like { path: path.clone(), names: names.collect() });
                return;
            }
            if self.depth < self.deepest {
                self.listed.insert(key, path.to_owned());
            }
        }
        for mut found in members {
            if self.found.len() >= self.room || self.depth >= self.deepest {
                self.more = true;
                return;
            }
            let (path, known, row) = (found.path.clone(), above.len(), self.found.len());
            let inside: Vec<Holder> =
                found.holders.iter().filter(|it| !above.contains(self.target(&it.place))).cloned().collect();
            above.extend(inside.iter().map(|holder| self.target(&holder.place).clone()));
            let below = found.shown.take();
            self.found.push(found);
            self.depth += 1;
            self.value(&inside, &path, below, above);
            self.depth -= 1;
            above.truncate(known);
            // An item with members is shown by them.
            if path.ends_with("[]") && self.found.len() > row + 1 {
                self.found.remove(row);
            }
        }
    }

    /// The members and items that these schemas name for one value.
    fn members(&self, all: &[Part<'a>], path: &str, shown: Option<&'a Node>) -> Vec<Found<'a>> {
        let mut members: Vec<Found<'a>> = Vec::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for Part { holder, below, .. } in all {
            for below in below.iter().filter(|it| is_member(it)) {
                let pointer = below.pointer();
                let step = dotted(&pointer);
                let known = numbers.get(&step).copied();
                let number = known.unwrap_or(members.len());
                if known.is_none() {
                    let dot = if path.is_empty() || step.starts_with('[') { "" } else { "." };
                    let name = if step == "\"\"" { "" } else { step.as_str() };
                    let order = shown.and_then(|node| node.position_of(name));
                    let shown = match step.as_str() {
                        "[]" => shown.and_then(|node| node.items().first()),
                        _ => shown.zip(order).map(|(node, order)| &node.members()[order].value),
                    };
                    members.push(Found {
                        path: format!("{path}{dot}{step}"),
                        end: String::new(),
                        depth: self.depth,
                        order: order.unwrap_or(usize::MAX),
                        shown,
                        required: false,
                        holders: Vec::new(),
                        like: None,
                    });
                    numbers.insert(step, number);
                }
                members[number].holders.push(holder.at(&pointer));
            }
        }
        let mut demanded: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); members.len()];
        for Part { holder, node, .. } in all {
            let list = node.get("required").map(Node::items);
            for name in list.unwrap_or_default().iter().filter_map(Node::as_str) {
                if let Some(number) = numbers.get(name) {
                    demanded[*number].insert(&holder.within);
                }
            }
        }
        // What is demanded under conditions is required where the field is meant under the same ones only.
        for (found, demanded) in members.iter_mut().zip(demanded) {
            let is_met = |holder: &Holder| demanded.contains(&*holder.within);
            found.required = demanded.contains("") || found.holders.iter().all(is_met);
        }
        members.sort_by_key(|found| found.order);
        members
    }

    /// The schemas that hold with these, alternatives included but for those that the type's name rules out.
    fn all_that_hold(&mut self, holders: &[Holder], is_root: bool) -> Vec<Part<'a>> {
        let mut open: Vec<Holder> = holders.iter().rev().cloned().collect();
        let mut all: Vec<Part<'a>> = Vec::new();
        while let Some(holder) = open.pop() {
            let resolved: &'a Resolved = self.resolved;
            for (place, node) in resolved.parts_with_nodes(&holder.place, resolved.dialect_of(&holder.place)) {
                if all.iter().any(|known| known.holder.place == place) {
                    continue;
                }
                if all.len() >= HOLDERS {
                    self.more = true;
                    return all;
                }
                let below = subschemas(node, resolved.dialect_of(&place));
                let part = Part { holder: Holder { place, within: holder.within.clone(), ..holder }, node, below };
                open.extend(self.branches(&part, is_root).into_iter().rev());
                all.push(part);
            }
        }
        all
    }

    /// The schema that is meant where one only refers to it.
    fn target<'p>(&'p self, place: &'p Place) -> &'p Place {
        self.resolved.target(place).unwrap_or(place)
    }

    pub(super) fn node(&self, place: &Place) -> Option<&'a Node> {
        self.resolved.project.sources.node(place)
    }

    pub(super) fn context(&self, place: &Place) -> Context<'a> {
        Context { links: self.links, file: &self.resolved.project.sources.get(place.source).file }
    }
}

/// Those of these schemas that name members or demand them: where they are the same, the members are.
fn key(all: &[Part<'_>]) -> Vec<Key> {
    let says = |part: &&Part<'_>| part.node.get("required").is_some() || part.below.iter().any(is_member);
    all.iter().filter(says).map(|Part { holder, .. }| (holder.place.clone(), holder.within.clone())).collect()
}

/// Whether a subschema is about a member or an item of the value.
fn is_member(subschema: &Subschema<'_>) -> bool {
    let is_one = matches!(
        subschema.keyword.name,
        "properties" | "patternProperties" | "additionalProperties" | "items" | "prefixItems"
    );
    is_one && subschema.ignored.is_none()
}
