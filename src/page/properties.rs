//! The properties that a schema has of the schemas that it is made of, by their dotted paths: names, types and links only. Its own stand
//! among the fields of its page.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Anchor;
use super::fields::InView;
use super::link::Links;
use super::words::Context;
use crate::dialect::Dialect;
use crate::keyword::{Key, Subschema, dotted, subschemas, type_phrase};
use crate::prose::Html;
use crate::route::row_anchor;
use crate::source::{Node, Place};

/// How many rows the view has at most; a longer one is not read, and the fields above it have everything.
const ROWS: usize = 2_000;

/// The view.
#[derive(Debug, Default, Serialize)]
pub struct PropertiesView {
    /// By the schema that states them.
    pub groups: Vec<PropertyGroup>,
    /// How many rows are left out.
    pub more: usize,
}

/// The properties that one schema states.
#[derive(Debug, Serialize)]
pub struct PropertyGroup {
    pub origin: Anchor,
    pub rows: Vec<PropertyView>,
}

/// A property of the schema or of one that it is made of.
#[derive(Debug, Serialize)]
pub struct PropertyView {
    /// `order.lines[].price`
    pub path: String,
    pub href: String,
    /// The anchor of the row, and of its name in the event in view; empty where the event lacks it.
    pub anchor: String,
    pub shown: String,
    pub kind: Html,
    pub required: bool,
    /// The part that has to apply for the property to be meant: `shape 1 of 2`, `then`.
    pub within: Html,
}

/// The properties that hold for the schema at `place` through `allOf` and `$ref` and stand on other pages; what is nested there is left to
/// these. `in_view` has the anchors of those that the event in view has.
pub fn properties(links: &Links<'_>, place: &Place, dialect: Dialect, in_view: &InView) -> PropertiesView {
    let own = (place.source, links.site.definition_at(place));
    let mut view = stated(links, place, dialect, |part| (part.source, links.site.definition_at(part)) != own);
    let mut seen = BTreeSet::new();
    for row in view.groups.iter_mut().flat_map(|group| &mut group.rows) {
        let anchor = row_anchor(0, &row.path);
        if let Some(shown) = in_view.get(&anchor).filter(|_| seen.insert(anchor.clone())) {
            (row.anchor, row.shown) = (anchor, shown.clone());
        }
    }
    view
}

/// The properties that those of the parts of a schema state which are `asked`.
fn stated(links: &Links<'_>, place: &Place, dialect: Dialect, asked: impl Fn(&Place) -> bool) -> PropertiesView {
    let resolved = &links.site.proved.resolved;
    let parts = resolved.parts(place, dialect);
    let node = |place: &Place| resolved.project.sources.node(place);
    let required: Vec<&str> = parts
        .iter()
        .filter_map(|part| node(part)?.get("required"))
        .flat_map(|list| list.items().iter().filter_map(Node::as_str))
        .collect();
    let mut view = PropertiesView::default();
    let mut shown = 0;
    for part in parts.iter().filter(|part| asked(part)) {
        let file = &resolved.project.sources.get(part.source).file;
        let context = Context { links, file };
        let room = ROWS - shown;
        let mut walk = Walk { context, part, place, required: &required, rows: Vec::new(), room, more: 0 };
        if let Some(node) = node(part) {
            walk.schema(node, "", resolved.dialect_of(part), "");
        }
        shown += walk.rows.len();
        view.more += walk.more;
        let rows = walk.rows;
        // Naming a part takes longer than looking at it, and most have no rows of their own.
        if !rows.is_empty() {
            let href = links.to_place(part).unwrap_or_default();
            let origin = Anchor { text: Context { links, file }.name_of(part, place), href };
            view.groups.push(PropertyGroup { origin, rows });
        }
    }
    view
}

struct Walk<'a> {
    context: Context<'a>,
    part: &'a Place,
    /// The schema that the view is of.
    place: &'a Place,
    /// What any of the parts demands at its root.
    required: &'a [&'a str],
    rows: Vec<PropertyView>,
    /// How many rows there may be, and how many more there would be.
    room: usize,
    more: usize,
}

impl Walk<'_> {
    /// The rows of a schema at `pointer` below the part; `within` says which alternatives it belongs to.
    fn schema(&mut self, node: &Node, pointer: &str, dialect: Dialect, within: &str) {
        for below in subschemas(node, dialect) {
            let at = format!("{pointer}{}", below.pointer());
            match below.keyword.name {
                "$defs" | "definitions" | "not" | "propertyNames" | "contentSchema" => {}
                // Those of the root are parts of their own.
                "allOf" if pointer.is_empty() => {}
                "properties" | "patternProperties" | "additionalProperties" | "unevaluatedProperties" => {
                    self.row(node, &below, &at, within);
                    if self.part.source == self.place.source {
                        self.schema(below.node, &at, dialect, within);
                    }
                }
                "allOf" | "items" | "prefixItems" | "additionalItems" | "unevaluatedItems" | "contains" => {
                    self.schema(below.node, &at, dialect, within);
                }
                _ => {
                    let place = Place::new(self.part.source, format!("{}{at}", self.part.pointer));
                    let mut role = if within.is_empty() { String::new() } else { format!("{within}, ") };
                    self.context.write(&mut role, &below.role(), &place);
                    self.schema(below.node, &at, dialect, &role);
                }
            }
        }
    }

    fn row(&mut self, parent: &Node, property: &Subschema<'_>, at: &str, within: &str) {
        let path = dotted(at);
        if self.rows.len() >= self.room {
            self.more += 1;
            return;
        }
        let place = Place::new(self.part.source, format!("{}{at}", self.part.pointer));
        let resolved = &self.context.links.site.proved.resolved;
        let source = resolved.project.sources.get(place.source);
        let mut kind = String::new();
        self.context.write(&mut kind, &type_phrase(property.node, property.dialect, source), &place);
        let demanded = |name: &str| {
            let own = parent.get("required").map(Node::items).unwrap_or_default();
            let at_root = at.rmatches('/').count() == 2 && self.required.contains(&name);
            at_root || own.iter().any(|item| item.as_str() == Some(name))
        };
        self.rows.push(PropertyView {
            path,
            anchor: String::new(),
            shown: String::new(),
            href: self.context.links.to_place(&place).unwrap_or_default(),
            kind: Html::trusted(kind),
            required: matches!(property.key, Key::Name(name) if property.keyword.name == "properties" && demanded(name)),
            within: Html::trusted(within.to_owned()),
        });
    }
}
