//! The schemas that speak of the same objects: what stands in one another by `allOf`, `if` and their like, and what refers to it or is referred to.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Change, New};
use crate::lsp::words::code;
use crate::model::Target;
use crate::resolve::Resolved;
use crate::source::{Node, Place, SourceId, join};

/// What holds schemas that apply to the same value, in a list and by itself.
const LISTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];
const SINGLE: [&str; 4] = ["if", "then", "else", "not"];
const BY_NAME: [&str; 2] = ["dependentSchemas", "dependencies"];

/// The schemas of one place that speak of an object, and those elsewhere that do.
pub struct Group<'a> {
    resolved: &'a Resolved,
    /// Those that stand in one another: what they say of a property is one thing.
    own: Vec<Place>,
    /// Those that refer to these.
    above: Vec<Place>,
    /// Those that these refer to, and those above.
    beside: Vec<Place>,
}

impl<'a> Group<'a> {
    /// The group of a schema.
    pub fn of(resolved: &'a Resolved, schema: &Place) -> Group<'a> {
        let own = within(resolved, &outermost(resolved, schema));
        let mut known: HashSet<Place> = own.iter().cloned().collect();
        let mut holders: HashMap<&Place, Vec<&Place>> = HashMap::new();
        for reference in resolved.references.iter() {
            if let Target::Place(target) = &reference.target {
                holders.entry(target).or_default().push(&reference.holder);
            }
        }
        let mut above: Vec<Place> = Vec::new();
        let mut open = own.clone();
        while let Some(place) = open.pop() {
            for holder in holders.get(&place).into_iter().flatten() {
                if known.contains(*holder) || resolved.schema_around(holder).as_ref() != Some(*holder) {
                    continue;
                }
                for found in within(resolved, &outermost(resolved, holder)) {
                    if known.insert(found.clone()) {
                        open.push(found.clone());
                        above.push(found);
                    }
                }
            }
        }
        let mut beside = Vec::new();
        open = own.iter().chain(&above).cloned().collect();
        while let Some(place) = open.pop() {
            let targets = resolved.references_at(&place).iter().filter_map(|reference| match &reference.target {
                Target::Place(target) => Some(target.clone()),
                _ => None,
            });
            for found in targets.flat_map(|target| within(resolved, &target)) {
                if known.insert(found.clone()) {
                    open.push(found.clone());
                    beside.push(found);
                }
            }
        }
        Group { resolved, own, above, beside }
    }

    /// Whether it speaks of whole events, or of what a document says them to carry.
    pub fn is_of_root(&self) -> bool {
        let mut all = self.own.iter().chain(&self.above);
        all.any(|place| place.pointer.is_empty() || place.pointer.ends_with("/payload"))
    }

    /// Those of one place.
    pub fn own(&self) -> impl Iterator<Item = &Place> {
        self.own.iter()
    }

    /// Those of one place, and those of the same document that refer to them.
    pub fn of_document(&self) -> impl Iterator<Item = &Place> {
        let source = self.own.first().map(|place| place.source);
        self.own.iter().chain(self.above.iter().filter(move |place| Some(place.source) == source))
    }

    fn node(&self, place: &Place) -> Option<&'a Node> {
        self.resolved.project.sources.node(place)
    }

    fn has(&self, place: &Place, name: &str) -> bool {
        self.node(place).and_then(|node| node.get("properties")).is_some_and(|list| list.get(name).is_some())
    }

    /// Those of one place that have a property.
    pub fn owners(&self, name: &str) -> impl Iterator<Item = &Place> {
        self.own.iter().filter(move |place| self.has(place, name))
    }

    /// The schemas of the property.
    pub fn properties(&self, name: &str) -> impl Iterator<Item = Place> {
        self.owners(name)
            .map(move |owner| Place::new(owner.source, join(&format!("{}/properties", owner.pointer), name)))
    }

    /// The schemas elsewhere that say what the same property is: those that refer to these, and those that apply wherever these do.
    pub fn others(&self, name: &str) -> impl Iterator<Item = &Place> {
        let above = self.above.iter().filter(move |place| self.has(place, name));
        let beside = self.beside.iter().filter(move |place| self.has(place, name) && self.is_applied_by_own(place));
        above.chain(beside)
    }

    /// What names the property in schemas beside its own key; of properties it is known which ones are renamed.
    ///
    /// # Errors
    /// Another schema speaks of it as well, or has one of the new name.
    pub fn changes(&self, renamed: &HashSet<Place>, name: &str, new: &str) -> Result<Vec<Change>, String> {
        let sources = &self.resolved.project.sources;
        let shown = |place: &Place| sources.display(place);
        let mut all = self.own.iter().chain(&self.above).chain(&self.beside);
        if let Some(other) = all.find(|place| self.has(place, new)) {
            return Err(format!("{} is the name of another property: {}", code(new), shown(other)));
        }
        let mut changes: Vec<Change> =
            self.own.iter().flat_map(|place| mentions(self.resolved, place, name, new)).collect();
        let above: Vec<Change> =
            self.above.iter().flat_map(|place| mentions(self.resolved, place, name, new)).collect();
        let is_known = |place: &Place| {
            let property = Place::new(place.source, join(&join(&place.pointer, "properties"), name));
            !self.has(place, name) || renamed.contains(&property)
        };
        for place in &self.beside {
            let mentions = mentions(self.resolved, place, name, new);
            let is_own = !mentions.is_empty() && self.has(place, name) && is_known(place);
            let is_named = !is_known(place) || (!mentions.is_empty() && !is_own);
            if is_named && (!above.is_empty() || self.is_applied_by_own(place)) {
                return Err(format!("{} speaks of {} as well", shown(place), code(name)));
            }
        }
        changes.extend(above);
        Ok(changes)
    }

    /// Whether a schema applies wherever one of the group's own does.
    fn is_applied_by_own(&self, place: &Place) -> bool {
        let mut known: HashSet<Place> = self.own.iter().cloned().collect();
        let mut open = self.own.clone();
        while let Some(from) = open.pop() {
            for reference in self.resolved.references_at(&from) {
                let Target::Place(target) = &reference.target else { continue };
                let found = within(self.resolved, target);
                if found.contains(place) {
                    return true;
                }
                open.extend(found.into_iter().filter(|found| known.insert(found.clone())));
            }
        }
        false
    }
}

/// Whether a schema names a property of what it describes.
pub fn speaks(resolved: &Resolved, place: &Place, name: &str) -> bool {
    let properties = resolved.project.sources.node(place).and_then(|node| node.get("properties"));
    properties.is_some_and(|list| list.get(name).is_some()) || !mentions(resolved, place, name, name).is_empty()
}

/// Where a schema names a property beside `properties`.
fn mentions(resolved: &Resolved, place: &Place, name: &str, new: &str) -> Vec<Change> {
    let Some(node) = resolved.project.sources.node(place) else { return Vec::new() };
    let mut changes = Vec::new();
    let change = |span| Change { source: place.source, span, new: New::Value(new.into()) };
    let listed = |list: Option<&Node>| -> Vec<Change> {
        let items = list.map(Node::items).unwrap_or_default();
        items.iter().filter(|item| item.as_str() == Some(name)).map(|item| change(item.span)).collect()
    };
    changes.extend(listed(node.get("required")));
    changes.extend(listed(node.get("propertyNames").and_then(|names| names.get("enum"))));
    for keyword in ["dependentRequired", "dependentSchemas", "dependencies"] {
        for member in node.get(keyword).map(Node::members).unwrap_or_default() {
            changes.extend((&*member.key == name).then(|| change(member.key_span)));
            changes.extend(listed(Some(&member.value)));
        }
    }
    let discriminator = node.get("discriminator");
    let discriminator = discriminator.and_then(|told| told.get("propertyName").or(Some(told)));
    changes.extend(discriminator.filter(|told| told.as_str() == Some(name)).map(|told| change(told.span)));
    changes
}

/// The outermost schema that applies to the same value and in which a schema stands.
fn outermost(resolved: &Resolved, schema: &Place) -> Place {
    let mut schema = schema.clone();
    while let Some(above) = holder(resolved, &schema) {
        schema = above;
    }
    schema
}

fn holder(resolved: &Resolved, schema: &Place) -> Option<Place> {
    let (above, last) = schema.pointer.rsplit_once('/')?;
    let is_schema = |pointer: &str| {
        let place = Place::new(schema.source, pointer);
        (resolved.schema_around(&place).as_ref() == Some(&place)).then_some(place)
    };
    if SINGLE.contains(&last) {
        return is_schema(above);
    }
    let (holder, keyword) = above.rsplit_once('/')?;
    let is_in_place = (LISTS.contains(&keyword) && last.parse::<usize>().is_ok()) || BY_NAME.contains(&keyword);
    is_in_place.then(|| is_schema(holder)).flatten()
}

/// A schema and those that stand in it and apply to the same value.
fn within(resolved: &Resolved, schema: &Place) -> Vec<Place> {
    let mut found = Vec::new();
    let mut open = vec![schema.clone()];
    while let Some(place) = open.pop() {
        let Some(node) = resolved.project.sources.node(&place) else { continue };
        let source: SourceId = place.source;
        let below = |keyword: &str, step: &str| Place::new(source, join(&join(&place.pointer, keyword), step));
        for keyword in LISTS {
            let count = node.get(keyword).map_or(0, |list| list.items().len());
            open.extend((0..count).map(|index| below(keyword, &index.to_string())));
        }
        let single = SINGLE.iter().filter(|keyword| node.get(keyword).is_some_and(Node::is_object));
        open.extend(single.map(|keyword| Place::new(source, join(&place.pointer, keyword))));
        for keyword in BY_NAME {
            let members = node.get(keyword).map(Node::members).unwrap_or_default();
            let schemas = members.iter().filter(|member| member.value.is_object());
            open.extend(schemas.map(|member| below(keyword, &member.key)));
        }
        found.push(place);
    }
    found
}
