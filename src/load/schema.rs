//! Makes a schema document of a source.

use super::iglu::self_description;
use super::naming::{file_name, version_in, without_endings};
use crate::config::Catalog;
use crate::dialect::Dialect;
use crate::model::Schema;
use crate::source::{Node, Source, SourceId};

/// The schema document of a source of `catalog`; `relative` is its path (with `#slug` for a fence) below the catalog.
pub fn document(id: SourceId, source: &Source, catalog: usize, settings: &Catalog, relative: &str) -> Schema {
    let root = source.root();
    let stated = root.and_then(|root| root.get("$schema")).and_then(Node::as_str);
    let described = root.and_then(self_description);
    // Iglu's schemas are of draft-04, whatever they call their metaschema.
    let known = stated.and_then(Dialect::from_schema_uri).or(described.as_ref().map(|_| Dialect::Draft4));
    let dialect = known.unwrap_or(settings.dialect);
    let text = |key: &str| root.and_then(|root| root.get(key)).and_then(Node::as_str).map(str::to_owned);
    let own_uri = described.as_ref().map(|described| described.uri.clone());
    let identifier = text(dialect.id_keyword()).or_else(|| text("$id")).or(own_uri);
    let (path, name) = match relative.split_once('#') {
        Some((page, slug)) => (format!("{}/{slug}", super::stem(page)), slug.to_owned()),
        None => {
            let path = without_endings(relative);
            (path.to_owned(), file_name(path).to_owned())
        }
    };
    let stated_version = root.and_then(|root| root.get("version")).and_then(|node| match &node.kind {
        crate::source::Kind::String(text) => Some(text.to_string()),
        crate::source::Kind::Number(_) => Some(source.digits(node).into_owned()),
        _ => None,
    });
    let version = stated_version
        .or_else(|| described.as_ref().map(|described| described.version.to_owned()))
        .or_else(|| identifier.as_deref().and_then(version_in))
        .or_else(|| version_in(relative.split('#').next().unwrap_or(relative)));
    Schema {
        source: id,
        catalog,
        dialect,
        unknown_dialect: if known.is_none() { stated.map(str::to_owned) } else { None },
        id: identifier,
        title: text("title").or_else(|| described.as_ref().map(|described| described.name.to_owned())),
        version,
        deprecated: root.and_then(|root| root.get("deprecated")).and_then(Node::as_bool).unwrap_or(false),
        name,
        path: path.strip_prefix("schemas/").unwrap_or(&path).to_owned(),
        types: Vec::new(),
        named_types: Vec::new(),
        own_dialect: None,
        is_metaschema: root.is_some_and(super::metaschema::is_one),
    }
}
