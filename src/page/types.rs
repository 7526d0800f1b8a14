//! The type catalog: every event type of every catalog.

use serde::Serialize;

use super::Anchor;
use super::folder::{ListLink, pager};
use super::link::Links;
use super::rows::message_link;
use crate::model::{Deprecation, EventType};
use crate::route::{ROWS, Site, folder_anchor, percent_encoded, type_anchor};

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct TypesView {
    pub catalogs: Vec<CatalogTypes>,
    pub total: usize,
    /// The pages of the list, where it is too long for one.
    pub pager: Vec<ListLink>,
}

/// The types of one catalog.
#[derive(Debug, Serialize)]
pub struct CatalogTypes {
    pub anchor: String,
    pub catalog: Anchor,
    pub groups: Vec<TypeGroup>,
}

/// Types whose names begin with the same segments.
#[derive(Debug, Serialize)]
pub struct TypeGroup {
    /// What the names begin with; empty where names have no segments.
    pub prefix: String,
    pub anchor: String,
    pub types: Vec<TypeRow>,
}

/// One event type in a table.
#[derive(Debug, Serialize)]
pub struct TypeRow {
    pub link: Anchor,
    /// The name in two parts: the segments that it may share with its neighbours, and its last one.
    pub prefix: Vec<String>,
    pub last: String,
    pub summary: String,
    pub owner: String,
    pub schemas: Vec<Anchor>,
    pub versions: Vec<String>,
    pub examples: usize,
    /// By segments, between which a name may break.
    pub channels: Vec<Vec<String>>,
    /// Whether it is in use, as far as registry and schemas tell.
    pub state: &'static str,
    /// The row's anchor and what else is said of the type, where it has no page.
    pub anchor: String,
    pub facts: Vec<Fact>,
}

/// What is said of a type, in a word and links or words.
#[derive(Debug, Serialize)]
pub struct Fact {
    pub label: &'static str,
    pub values: Vec<Anchor>,
}

/// The view of a page of the type catalog.
pub fn view(site: &Site, part: usize, links: &Links<'_>) -> TypesView {
    let resolved = &site.proved.resolved;
    // The list goes on from catalog to catalog; of each the page has what lies in its part.
    let mut before = 0;
    let catalogs = resolved.project.config.catalogs.iter().enumerate().filter_map(|(number, catalog)| {
        let types: Vec<&EventType> = resolved.types.iter().filter(|found| found.catalog == number).collect();
        let depth = telling_depth(&types);
        let within = |row: usize| row.saturating_sub(before).min(types.len());
        let shown = within(part * ROWS)..within((part + 1) * ROWS);
        before += types.len();
        let mut groups: Vec<TypeGroup> = Vec::new();
        for found in &types[shown] {
            let Some(row) = row(site, links, found) else { continue };
            let prefix = beginning(&found.name, depth);
            match groups.iter_mut().find(|group| group.prefix == prefix) {
                Some(group) => group.types.push(row),
                None => groups.push(TypeGroup {
                    prefix: prefix.to_owned(),
                    anchor: folder_anchor(&format!("{number}/{prefix}")),
                    types: vec![row],
                }),
            }
        }
        let catalog = Anchor { text: catalog.title.clone(), href: links.to(&site.routes.catalogs[number]) };
        (!groups.is_empty()).then(|| CatalogTypes { anchor: format!("c-{number}"), catalog, groups })
    });
    let catalogs = catalogs.collect();
    let urls: Vec<&str> = site.routes.type_lists.iter().map(String::as_str).collect();
    TypesView { catalogs, total: site.routes.types.len(), pager: pager(links, &urls, part) }
}

/// How many segments names have to be told by so that they fall into groups: those that all share say nothing.
fn telling_depth(types: &[&EventType]) -> usize {
    let Some(first) = types.first() else { return 1 };
    let segments = first.name.matches(SEPARATORS).count();
    let shared =
        |depth: &usize| types.iter().all(|found| beginning(&found.name, *depth) == beginning(&first.name, *depth));
    let shared = (1..=segments).take_while(shared).count();
    if shared >= segments { 1 } else { shared + 1 }
}

/// The first segments of a name with the sign after them; never the last segment.
fn beginning(name: &str, depth: usize) -> &str {
    let end = name.match_indices(SEPARATORS).take(depth).last();
    end.map_or("", |(at, sign)| &name[..at + sign.len()])
}

const SEPARATORS: [char; 3] = ['.', ':', '/'];

fn row(site: &Site, links: &Links<'_>, found: &EventType) -> Option<TypeRow> {
    let project = &site.proved.resolved.project;
    let entry = found.registered.map(|index| &project.registered[index]);
    let schemas = found.schemas.iter().map(|schema| Anchor {
        text: project.schemas[*schema].name.clone(),
        href: links.to(&site.routes.schemas[*schema]),
    });
    let channels = found.channels.iter().map(|(document, channel)| {
        let channel = &project.documents[*document].channels[*channel];
        channel.address.clone().unwrap_or_else(|| channel.id.clone())
    });
    let mut channels: Vec<String> = channels.collect();
    channels.sort();
    channels.dedup();
    let split = found.name.rfind(SEPARATORS).map_or(0, |at| at + 1);
    let deprecated = entry.is_some_and(|entry| entry.deprecated.is_some())
        || (!found.schemas.is_empty() && found.schemas.iter().all(|schema| project.schemas[*schema].deprecated));
    let owner = entry.and_then(|entry| entry.owner.clone());
    let url = site.routes.types.get(&found.name)?;
    let has_page = url.ends_with('/');
    Some(TypeRow {
        prefix: found.name[..split].split_inclusive(SEPARATORS).map(str::to_owned).collect(),
        last: found.name[split..].to_owned(),
        link: Anchor { text: found.name.clone(), href: links.to(url) },
        summary: entry.and_then(|entry| entry.summary.clone()).unwrap_or_default(),
        owner: owner.or_else(|| project.config.catalogs[found.catalog].owner.clone()).unwrap_or_default(),
        schemas: schemas.collect(),
        versions: found.schemas.iter().filter_map(|schema| project.schemas[*schema].version.clone()).collect(),
        examples: found.examples.len(),
        channels: channels.iter().map(|it| it.split_inclusive(SEPARATORS).map(str::to_owned).collect()).collect(),
        state: match (deprecated, entry) {
            (true, _) => "deprecated",
            (false, Some(_)) => "registered",
            (false, None) => "not registered",
        },
        anchor: if has_page { String::new() } else { type_anchor(found.catalog, &found.name) },
        facts: if has_page { Vec::new() } else { facts(links, found) },
    })
}

/// What the page of a type says that its row does not.
fn facts(links: &Links<'_>, found: &EventType) -> Vec<Fact> {
    let project = &links.site.proved.resolved.project;
    let entry = found.registered.map(|index| &project.registered[index]);
    let word = |text: String| Anchor { text, href: String::new() };
    let deprecated = entry.and_then(|entry| entry.deprecated.as_ref()).map(Deprecation::words);
    let replaced_by = entry.and_then(|entry| entry.replaced_by.clone()).map(|name| Anchor {
        href: links.site.routes.types.get(&name).map(|url| links.to(url)).unwrap_or_default(),
        text: name,
    });
    let code = project.config.catalogs[found.catalog].code_url.as_ref();
    let code = code.map(|url| Anchor {
        text: "where it is used".to_owned(),
        href: url.replace("{type}", &percent_encoded(&found.name)),
    });
    let messages = found.messages.iter().map(|(document, index)| message_link(links, *document, *index));
    let facts = [
        ("Messages", messages.collect()),
        ("Since", entry.and_then(|entry| entry.since.clone()).map(word).into_iter().collect()),
        ("Deprecated", deprecated.filter(|words| !words.is_empty()).map(word).into_iter().collect()),
        ("Replaced by", replaced_by.into_iter().collect()),
        ("Tags", entry.into_iter().flat_map(|entry| &entry.tags).cloned().map(word).collect()),
        ("Code", code.into_iter().collect()),
    ];
    let facts = facts.into_iter().map(|(label, values): (_, Vec<Anchor>)| Fact { label, values });
    facts.filter(|fact| !fact.values.is_empty()).collect()
}
