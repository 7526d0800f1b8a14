//! A schema as nested fields: each fact in words, each subschema below what it belongs to, each with its anchor.
//!
//! A field is an item of a list: its name, its type, whether it is required, and what else is said of it. What stands beside the name is not
//! said again below it, and only fields and what a root says have anchors: a link to a keyword leads to the field that says it.
//!
//! This tree is written in Rust and not by a template, since it nests without bound. A reference is a link, never a copy, so that
//! recursion and fan-out cost nothing.

mod row;
mod tree;
mod writer;

use std::collections::HashMap;

use super::link::Links;
use crate::dialect::Dialect;
use crate::keyword::{Key, Subschema, subschemas};
use crate::prose::Html;
use crate::source::{Node, Place, Source};

use row::Beside;
use writer::Writer;

/// The anchors of the event in view by what they belong to: the pointer of a field, or the anchor of its row.
pub type InView = HashMap<String, String>;

/// Everything that the schema at `place` says, as HTML; definitions of a root are left to [`definitions`]. The names of the fields that the
/// event in view has lead there.
pub fn fields(links: &Links<'_>, place: &Place, dialect: Dialect, in_view: &InView) -> Html {
    let Some((source, node)) = schema_at(links, place) else { return Html::default() };
    let mut writer = Writer::new(links, source, place, in_view);
    writer.schema(node, &place.pointer, dialect, Beside::Nothing);
    writer.finish()
}

/// A definition of a schema.
pub struct Definition {
    pub name: String,
    pub pointer: String,
}

/// The definitions of the schema at `place`; nested ones are part of their own.
pub fn definitions(links: &Links<'_>, place: &Place, dialect: Dialect) -> Vec<Definition> {
    let Some((_, node)) = schema_at(links, place) else { return Vec::new() };
    let below = subschemas(node, dialect).into_iter().filter(is_definition);
    let named = below.map(|definition| {
        let name = match definition.key {
            Key::Name(name) => name,
            _ => definition.keyword.name,
        };
        Definition { name: name.to_owned(), pointer: format!("{}{}", place.pointer, definition.pointer()) }
    });
    named.collect()
}

/// Everything that the definition at `place` says, its type and what uses it first.
pub fn definition(links: &Links<'_>, place: &Place, dialect: Dialect, in_view: &InView) -> Html {
    part(links, place, dialect, true, in_view)
}

/// Everything that a schema says which is part of a document of another kind, its type first. The page around it says what it is for.
pub fn embedded(links: &Links<'_>, place: &Place, dialect: Dialect) -> Html {
    part(links, place, dialect, false, &InView::new())
}

fn part(links: &Links<'_>, place: &Place, dialect: Dialect, with_uses: bool, in_view: &InView) -> Html {
    let Some((source, node)) = schema_at(links, place) else { return Html::default() };
    let mut writer = Writer::new(links, source, place, in_view);
    writer.headline(node, &place.pointer, dialect);
    if with_uses {
        writer.used_by(place);
    }
    writer.schema(node, &place.pointer, dialect, Beside::Type);
    writer.finish()
}

fn schema_at<'a>(links: &Links<'a>, place: &Place) -> Option<(&'a Source, &'a Node)> {
    let source = links.site.proved.resolved.project.sources.get(place.source);
    Some((source, source.root()?.pointer(&place.pointer)?))
}

fn is_definition(subschema: &Subschema<'_>) -> bool {
    matches!(subschema.keyword.name, "$defs" | "definitions")
}
