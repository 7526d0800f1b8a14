//! The fields of an event as its type has them: one tree of all schemas that hold together, envelope and data alike, without the alternatives
//! that the type's own name rules out.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use crate::keyword::{Subschema, applies, dotted, subschemas};
use crate::page::link::Links;
use crate::page::words::Context;
use crate::resolve::{Resolved, listed_values};
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
        let (found, formats) = (Vec::new(), RefCell::default());
        Walk { resolved, links, section, root, names: &[], found, depth: 0, deepest, room, more: false, formats }
    }

    fn from(mut self, roots: &[Place], shown: Option<&'a Node>) -> Walk<'a> {
        let holders = roots.iter().map(|place| Holder { place: place.clone(), within: String::new() });
        self.value(&holders.collect::<Vec<_>>(), "", shown, &mut roots.to_vec());
        self
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
}

/// A field that was found.
pub(super) struct Found<'s> {
    pub(super) path: String,
    /// How many fields it lies in.
    pub(super) depth: usize,
    pub(super) required: bool,
    /// Where it stands among the members of the value that is shown, and what stands there.
    order: usize,
    shown: Option<&'s Node>,
    pub(super) holders: Vec<Holder>,
}

/// The walk through the schemas of an event.
pub(super) struct Walk<'a> {
    pub(super) resolved: &'a Resolved,
    pub(super) links: &'a Links<'a>,
    pub(super) section: usize,
    pub(super) root: &'a Place,
    pub(super) names: &'a [Named<'a>],
    pub(super) found: Vec<Found<'a>>,
    depth: usize,
    /// How many fields a field that is listed may lie in.
    deepest: usize,
    room: usize,
    pub(super) more: bool,
    /// The formats that were explained: each is once.
    pub(super) formats: RefCell<BTreeSet<String>>,
}

impl<'a> Walk<'a> {
    /// Finds the fields of a value for which these schemas hold, in the order of the value that is shown. `above` has the schemas of the values
    /// around it: one that is met again is not entered again.
    fn value(&mut self, holders: &[Holder], path: &str, shown: Option<&'a Node>, above: &mut Vec<Place>) {
        let all = self.all_that_hold(holders, path.is_empty());
        for mut found in self.members(&all, path, shown) {
            if self.found.len() >= self.room || self.depth >= self.deepest {
                self.more = true;
                return;
            }
            let (path, known, row) = (found.path.clone(), above.len(), self.found.len());
            let inside: Vec<Holder> =
                found.holders.iter().filter(|it| !above.contains(&self.target(&it.place))).cloned().collect();
            above.extend(inside.iter().map(|holder| self.target(&holder.place)));
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
    fn members(&self, all: &[Holder], path: &str, shown: Option<&'a Node>) -> Vec<Found<'a>> {
        let mut members: Vec<Found<'a>> = Vec::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for holder in all {
            let Some(node) = self.node(&holder.place) else { continue };
            for below in subschemas(node, self.resolved.dialect_of(&holder.place)).iter().filter(|it| is_member(it)) {
                let step = dotted(&below.pointer());
                let dot = if path.is_empty() || step.starts_with('[') { "" } else { "." };
                let number = *numbers.entry(step.clone()).or_insert(members.len());
                if number == members.len() {
                    let name = if step == "\"\"" { "" } else { step.as_str() };
                    let order = shown.and_then(|node| node.members().iter().position(|member| *member.key == *name));
                    let shown = match step.as_str() {
                        "[]" => shown.and_then(|node| node.items().first()),
                        _ => shown.and_then(|node| node.get(name)),
                    };
                    let order = order.unwrap_or(usize::MAX);
                    members.push(Found {
                        path: format!("{path}{dot}{step}"),
                        depth: self.depth,
                        order,
                        shown,
                        required: false,
                        holders: Vec::new(),
                    });
                }
                let place = Place::new(holder.place.source, format!("{}{}", holder.place.pointer, below.pointer()));
                members[number].holders.push(Holder { place, within: holder.within.clone() });
            }
        }
        for holder in all {
            let list = self.node(&holder.place).and_then(|node| node.get("required")).map(Node::items);
            for name in list.unwrap_or_default().iter().filter_map(Node::as_str) {
                let Some(found) = numbers.get(name).map(|number| &mut members[*number]) else { continue };
                // What is demanded under a condition is required where the field is meant under the same one only.
                found.required |=
                    found.holders.iter().all(|other| other.within == holder.within) || holder.within.is_empty();
            }
        }
        members.sort_by_key(|found| found.order);
        members
    }

    /// The schemas that hold with these, alternatives included but for those that the type's name rules out.
    fn all_that_hold(&mut self, holders: &[Holder], is_root: bool) -> Vec<Holder> {
        let mut open: Vec<Holder> = holders.iter().rev().cloned().collect();
        let mut all: Vec<Holder> = Vec::new();
        while let Some(holder) = open.pop() {
            for place in self.resolved.parts(&holder.place, self.resolved.dialect_of(&holder.place)) {
                if all.iter().any(|known| known.place == place) {
                    continue;
                }
                if all.len() >= HOLDERS {
                    self.more = true;
                    return all;
                }
                let part = Holder { place, within: holder.within.clone() };
                open.extend(self.branches(&part, is_root).into_iter().rev());
                all.push(part);
            }
        }
        all
    }

    /// The alternatives of a schema, each with the words for the part that has to apply.
    fn branches(&self, holder: &Holder, is_root: bool) -> Vec<Holder> {
        let Some(node) = self.node(&holder.place) else { return Vec::new() };
        let rules = |pointer: &str| {
            self.ruled(&Place::new(holder.place.source, format!("{}{pointer}", holder.place.pointer)), is_root)
        };
        let mut branches: Vec<Holder> = Vec::new();
        let below = subschemas(node, self.resolved.dialect_of(&holder.place));
        let stays = |it: &&Subschema<'_>| rules(&it.pointer()) != Ruled::Out;
        for keyword in ["oneOf", "anyOf"] {
            let left: Vec<&Subschema<'_>> =
                below.iter().filter(|it| it.keyword.name == keyword).filter(stays).collect();
            let is_settled = left.len() == 1;
            branches.extend(left.into_iter().map(|it| self.branch(holder, it, is_settled)));
        }
        for it in below.iter().filter(|it| it.ignored.is_none()) {
            let settled = match (it.keyword.name, rules("/if")) {
                ("then", Ruled::Out) | ("else", Ruled::In) => continue,
                ("then", ruled) => ruled == Ruled::In,
                ("else", ruled) => ruled == Ruled::Out,
                ("dependentSchemas", _) => false,
                _ => continue,
            };
            branches.push(self.branch(holder, it, settled));
        }
        branches
    }

    fn branch(&self, holder: &Holder, branch: &Subschema<'_>, is_settled: bool) -> Holder {
        let place = Place::new(holder.place.source, format!("{}{}", holder.place.pointer, branch.pointer()));
        let mut within = holder.within.clone();
        if !is_settled {
            if !within.is_empty() {
                within.push_str(", ");
            }
            let digits = self.resolved.project.sources.get(place.source);
            self.context(&place).write(&mut within, &applies(branch, digits), &place);
        }
        Holder { place, within }
    }

    /// What the name of the type says of a test or an alternative.
    fn ruled(&self, place: &Place, is_root: bool) -> Ruled {
        let names = self.names.iter().filter(|_| is_root);
        let mut listed = names.filter_map(|named| Some((listed_values(self.resolved, place, &named.tokens)?, named)));
        match listed.next() {
            None => Ruled::Open,
            Some((values, named)) if !values.contains(&serde_json::Value::from(named.name).to_string()) => Ruled::Out,
            // Whether it holds is known where nothing else is asked.
            Some(_) => {
                let members =
                    self.node(place).and_then(|node| node.get("properties")).map_or(0, |it| it.members().len());
                let others = self.node(place).map_or(0, |node| {
                    node.members().iter().filter(|it| !matches!(&*it.key, "properties" | "required")).count()
                });
                if members == 1 && others == 0 { Ruled::In } else { Ruled::Open }
            }
        }
    }

    /// The schema that is meant where one only refers to it.
    fn target(&self, place: &Place) -> Place {
        self.resolved.target(place).unwrap_or(place).clone()
    }

    pub(super) fn node(&self, place: &Place) -> Option<&'a Node> {
        self.resolved.project.sources.node(place)
    }

    pub(super) fn context(&self, place: &Place) -> Context<'a> {
        Context { links: self.links, file: &self.resolved.project.sources.get(place.source).file }
    }
}

/// Whether the type's name makes an alternative hold, rules it out, or leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ruled {
    In,
    Out,
    Open,
}

/// Whether a subschema is about a member or an item of the value.
fn is_member(subschema: &Subschema<'_>) -> bool {
    let is_one = matches!(
        subschema.keyword.name,
        "properties" | "patternProperties" | "additionalProperties" | "items" | "prefixItems"
    );
    is_one && subschema.ignored.is_none()
}
