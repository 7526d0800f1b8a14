//! Reads a type registry, `types.toml`.

use crate::config::Catalog;
use crate::config::table::{Mistake, Table};
use crate::model::Registered;
use crate::source::{Node, Place, Source, SourceId};

/// The path of a catalog's registry, relative to the catalog.
pub fn file(catalog: &Catalog) -> &str {
    catalog.types.registry.as_deref().unwrap_or("types.toml")
}

/// The event types of a registry, and the mistakes in it.
pub fn read(id: SourceId, source: &Source, catalog: usize) -> (Vec<Registered>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let Some(root) = source.root() else { return (Vec::new(), mistakes) };
    let mut table = Table::new("the registry", root, &mut mistakes);
    let types = table.tables("type", &mut mistakes);
    table.finish(&mut mistakes);
    let mut registered: Vec<Registered> = Vec::new();
    let mut names = std::collections::HashSet::new();
    for (index, node) in types.iter().enumerate() {
        let Some(entry) = read_entry(node, Place::new(id, format!("/type/{index}")), catalog, &mut mistakes) else {
            continue;
        };
        if !names.insert(entry.name.clone()) {
            let span = node.get("name").map_or(node.span, |name| name.span);
            let help = Some("an event type is registered once".to_owned());
            mistakes.push(Mistake { span, message: format!("`{}` is registered twice", entry.name), help });
            continue;
        }
        registered.push(entry);
    }
    (registered, mistakes)
}

fn read_entry(node: &Node, place: Place, catalog: usize, mistakes: &mut Vec<Mistake>) -> Option<Registered> {
    let mut table = Table::new("[[type]]", node, mistakes);
    let name = table.string("name", mistakes);
    let entry = Registered {
        catalog,
        name: name.clone().unwrap_or_default(),
        place,
        summary: table.string("summary", mistakes),
        schema: table.string("schema", mistakes),
        since: table.string("since", mistakes),
        deprecated: deprecation(&mut table, mistakes),
        replaced_by: table.string("replaced_by", mistakes),
        owner: table.string("owner", mistakes),
        tags: table.strings("tags", mistakes).into_iter().map(|(tag, _)| tag).collect(),
    };
    table.finish(mistakes);
    if name.as_deref().unwrap_or_default().is_empty() {
        let help = Some("say which event type it is: name = \"order.created\"".to_owned());
        mistakes.push(Mistake { span: node.span, message: "a [[type]] without `name`".to_owned(), help });
        return None;
    }
    Some(entry)
}

/// `deprecated = true` or a text that says since when or why.
fn deprecation(table: &mut Table<'_>, mistakes: &mut Vec<Mistake>) -> Option<String> {
    let member = table.take("deprecated")?;
    match (member.value.as_bool(), member.value.as_str()) {
        (Some(true), _) => Some("deprecated".to_owned()),
        (Some(false), _) => None,
        (_, Some(text)) => Some(text.to_owned()),
        _ => {
            crate::config::table::wrong_type(mistakes, &member.value, "deprecated", "true, false or a text");
            None
        }
    }
}
