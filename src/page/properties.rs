//! All properties of a schema by their dotted paths, those of the schemas that it is made of included: names, types and links only.

use serde::Serialize;

use super::Anchor;
use super::link::Links;
use super::words::Context;
use crate::dialect::Dialect;
use crate::keyword::{Key, Subschema, dotted, subschemas, type_phrase};
use crate::prose::Html;
use crate::resolve::Resolved;
use crate::source::{Node, Place, join};

/// How many schemas a schema may be made of before the rest is left to their own pages.
const PARTS: usize = 256;

/// How many rows the view has at most; a longer one is not read, and the fields above it have everything.
const ROWS: usize = 2_000;

/// The view.
#[derive(Debug, Default, Serialize)]
pub struct PropertiesView {
    /// By the schema that states them.
    pub groups: Vec<PropertyGroup>,
    /// Whether several schemas state them, so that their origin is worth a line.
    pub several: bool,
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
    pub kind: Html,
    pub required: bool,
    /// The part that has to apply for the property to be meant: `shape 1 of 2`, `then`.
    pub within: Html,
}

/// The properties that hold for the schema at `place`, also through `allOf` and `$ref`, and those nested in them; what is nested in
/// another document is left to its page. Empty if the fields of the schema show the same: one schema without nested properties.
pub fn properties(links: &Links<'_>, place: &Place, dialect: Dialect) -> PropertiesView {
    let resolved = &links.site.proved.resolved;
    let parts = parts(resolved, place, dialect);
    let node = |place: &Place| resolved.project.sources.node(place);
    let required: Vec<&str> = parts
        .iter()
        .filter_map(|part| node(part)?.get("required"))
        .flat_map(|list| list.items().iter().filter_map(Node::as_str))
        .collect();
    let mut view = PropertiesView::default();
    let (mut nested, mut shown) = (false, 0);
    for part in &parts {
        let file = &resolved.project.sources.get(part.source).file;
        let context = Context { links, file };
        let origin = Anchor { text: context.name_of(part, place), href: links.to_place(part).unwrap_or_default() };
        let room = ROWS - shown;
        let mut walk =
            Walk { context, part, place, required: &required, rows: Vec::new(), room, more: 0, nested: false };
        if let Some(node) = node(part) {
            walk.schema(node, "", resolved.dialect_of(part), "");
        }
        nested |= walk.nested;
        shown += walk.rows.len();
        view.more += walk.more;
        if !walk.rows.is_empty() {
            view.groups.push(PropertyGroup { origin, rows: walk.rows });
        }
    }
    view.several = parts.len() > 1;
    if view.several || nested { view } else { PropertiesView::default() }
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
    nested: bool,
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
        self.nested |= path.contains(['.', '[', '*', '{']);
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
            href: self.context.links.to_place(&place).unwrap_or_default(),
            kind: Html::trusted(kind),
            required: matches!(property.key, Key::Name(name) if property.keyword.name == "properties" && demanded(name)),
            within: Html::trusted(within.to_owned()),
        });
    }
}

/// The schema itself and every schema that applies with it through `allOf` and `$ref`, each once, in the order in which they are named.
pub fn parts(resolved: &Resolved, place: &Place, dialect: Dialect) -> Vec<Place> {
    let mut open = vec![place.clone()];
    let mut found: Vec<Place> = Vec::new();
    while let Some(place) = open.pop() {
        if found.contains(&place) || found.len() >= PARTS {
            continue;
        }
        let Some(node) = resolved.project.sources.node(&place) else { continue };
        let target = resolved.target(&place).cloned();
        let alone = dialect.ref_hides_siblings() && target.is_some();
        let list = if alone { 0 } else { node.get("allOf").map_or(0, |list| list.items().len()) };
        open.extend(
            (0..list)
                .rev()
                .map(|index| Place::new(place.source, join(&format!("{}/allOf", place.pointer), &index.to_string()))),
        );
        open.extend(target);
        found.push(place);
    }
    found
}
