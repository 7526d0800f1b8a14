//! What may stand in a schema: keywords of its dialect, what they take, and what it may refer to.

use serde_json::{Value, json};

use super::example::{last, samples};
use super::item::{FILE, Item, KEYWORD, REFERENCE, VALUE};
use super::{Kind, MOST, Typed};
use crate::dialect::Dialect;
use crate::keyword::{all, formats, is_unchecked_format, lookup};
use crate::model::Target;
use crate::resolve::{fragment, is_schema_position};
use crate::route::relative;
use crate::source::{Node, Place, join};

/// How many steps a reference may lead on before it is no longer followed.
const STEPS: usize = 32;

/// Where documents keep what is referred to.
const KEPT: [&str; 3] = ["/$defs", "/definitions", "/components/schemas"];

const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "object", "array", "null"];

/// What may stand at a place of a schema, which begins at a pointer of the text; `None` where no schema is known to be.
pub fn items(typed: &Typed<'_>, root: &str) -> Option<Vec<Item>> {
    let resolved = &typed.site.proved.resolved;
    let facts = resolved.facts.get(&typed.source)?;
    let own = typed.spot.pointer.strip_prefix(root)?;
    let schema = typed.root.pointer(root)?;
    if root.is_empty() && !facts.is_schema {
        return None;
    }
    let dialect = resolved.dialect_of(&typed.place());
    let is_schema = |pointer: &str| is_schema_position(schema, pointer);
    match typed.spot.kind {
        Kind::Key => Some(if is_schema(own) { keywords(typed, dialect) } else { Vec::new() }),
        Kind::Either if is_schema(own) => Some(keywords(typed, dialect)),
        Kind::Value | Kind::Either => {
            let (above, keyword) = own.rsplit_once('/')?;
            let node = schema.pointer(above)?;
            if is_schema(above) {
                return Some(values(typed, (root, above), &last(&format!("/{keyword}")), node, dialect));
            }
            let (above, keyword) = above.rsplit_once('/')?;
            let node = schema.pointer(above).filter(|_| is_schema(above))?;
            Some(listed(typed, &format!("{root}{above}"), keyword, node))
        }
    }
}

/// The keywords of a draft, with what each is for.
fn keywords(typed: &Typed<'_>, dialect: Dialect) -> Vec<Item> {
    let own =
        all().filter(|keyword| keyword.is_in(dialect) && !typed.spot.present.iter().any(|name| name == keyword.name));
    let item = |keyword: &'static crate::keyword::Keyword| {
        let with = match keyword.expects {
            "an object that holds schemas" => Some(json!({})),
            "true or false" if keyword.name != "exclusiveMinimum" => Some(Value::Bool(true)),
            _ => None,
        };
        Item::name(keyword.name, with, KEYWORD, keyword.label).saying(format!("Takes {}.", keyword.expects))
    };
    own.map(item).collect()
}

/// What a keyword takes.
fn values(typed: &Typed<'_>, (root, above): (&str, &str), keyword: &str, schema: &Node, dialect: Dialect) -> Vec<Item> {
    let resolved = &typed.site.proved.resolved;
    match keyword {
        "type" => TYPES.iter().map(|name| Item::of(*name, VALUE, "")).collect(),
        "format" => {
            let own = resolved.project.config.check.own_formats.keys().map(String::as_str);
            let known = formats().filter(|name| !is_unchecked_format(name));
            own.map(|name| Item::of(name, VALUE, "of site.toml"))
                .chain(known.map(|name| Item::of(name, VALUE, "")))
                .collect()
        }
        "$schema" if above.is_empty() => {
            Dialect::ALL.iter().rev().map(|dialect| Item::of(dialect.uri(), VALUE, dialect.title())).collect()
        }
        "$ref" => references(typed),
        "required" if dialect == Dialect::Draft4 => Vec::new(),
        _ if lookup(keyword).expects == "true or false" => {
            [true, false].into_iter().map(|value| Item::of(value, VALUE, "")).collect()
        }
        "default" | "example" => samples(typed.site, &Place::new(typed.source, format!("{root}{above}"))),
        _ => listed(typed, &format!("{root}{above}"), keyword, schema),
    }
}

/// What a list of a keyword holds, of the schema at a pointer.
fn listed(typed: &Typed<'_>, pointer: &str, keyword: &str, schema: &Node) -> Vec<Item> {
    let known = schema.get(keyword).map(Node::items).unwrap_or_default();
    let is_free = |name: &&str| !known.iter().any(|item| item.as_str() == Some(name));
    match keyword {
        "type" => TYPES.into_iter().filter(is_free).map(|name| Item::of(name, VALUE, "")).collect(),
        "required" => {
            let names = schema.get("properties").map(Node::members).unwrap_or_default();
            names.iter().map(|member| &*member.key).filter(is_free).map(|name| Item::of(name, VALUE, "")).collect()
        }
        "examples" => samples(typed.site, &Place::new(typed.source, pointer)),
        _ => Vec::new(),
    }
}

/// The schemas that may be referred to: of this document, of others, and in another one once its name is typed.
pub fn references(typed: &Typed<'_>) -> Vec<Item> {
    let resolved = &typed.site.proved.resolved;
    let project = &resolved.project;
    let sources = &project.sources;
    let holder = typed.spot.pointer.strip_suffix("/$ref").unwrap_or_default();
    let mut items = Vec::new();
    // Of many schemas those count whose name has what is typed; a path goes on behind its `#`.
    let path = typed.prefix.split('#').next().unwrap_or_default().to_lowercase();
    let mut add = |text: String, title: Option<&str>, kind: u32, place: &Place| {
        let detail = title.unwrap_or_default().to_owned();
        let is_wanted = path.is_empty() || text.to_lowercase().contains(&path);
        if items.len() <= MOST && is_wanted && !leads_to(typed, place, holder) {
            items.push(Item::of(text, kind, detail));
        }
    };
    for (pointer, node) in kept(typed.root) {
        let place = Place::new(typed.source, pointer.as_str());
        add(format!("#{}", fragment(&pointer)), title(node), REFERENCE, &place);
    }
    let own = sources.get(typed.source);
    let catalog = project.catalog_of(typed.source);
    let is_near = |number: Option<usize>| catalog.is_none() || number == catalog;
    let schemas =
        project.schemas.iter().filter(|schema| schema.source != typed.source && is_near(Some(schema.catalog)));
    for schema in schemas {
        let other = sources.get(schema.source);
        let (root, schema_title) = (Place::root(schema.source), schema.title.as_deref());
        // A fence has no path of its own that a validator would know.
        let path = (!other.name.contains('#')).then(|| relative(&own.file, &other.file, false));
        if let Some(path) = &path {
            add(path.clone(), schema_title, FILE, &root);
        }
        let id =
            schema.id.as_deref().filter(|id| id.contains(':') && resolved.find_named_schema(id) == Some(root.clone()));
        if let Some(id) = id {
            add(id.trim_end_matches('#').to_owned(), schema_title, REFERENCE, &root);
        }
        for name in [path.as_deref(), id].into_iter().flatten().filter(|name| typed.prefix.starts_with(*name)) {
            for (pointer, node) in other.root().map(kept).unwrap_or_default() {
                let place = Place::new(schema.source, pointer.as_str());
                add(format!("{name}#{}", fragment(&pointer)), title(node), REFERENCE, &place);
            }
        }
    }
    items
}

/// The definitions of a document with their pointers.
fn kept(root: &Node) -> Vec<(String, &Node)> {
    let held = KEPT.iter().filter_map(|pointer| Some((pointer, root.pointer(pointer)?)));
    held.flat_map(|(pointer, holder)| holder.members().iter().map(|member| (join(pointer, &member.key), &member.value)))
        .collect()
}

fn title(node: &Node) -> Option<&str> {
    node.get("title").and_then(Node::as_str)
}

/// Whether a schema is the one that refers, or leads back to it by nothing but references.
fn leads_to(typed: &Typed<'_>, place: &Place, holder: &str) -> bool {
    let resolved = &typed.site.proved.resolved;
    let mut place = place.clone();
    for _ in 0..STEPS {
        if place.source == typed.source && place.pointer == holder {
            return true;
        }
        let next = resolved.references_at(&place).iter().find_map(|reference| match &reference.target {
            Target::Place(target) if reference.keyword == "$ref" => Some(target.clone()),
            _ => None,
        });
        match next {
            Some(next) => place = next,
            None => return false,
        }
    }
    true
}
