//! The page of an event type: a section for each catalog that has it.

use serde::Serialize;

use super::changes::{VersionsView, versions_of};
use super::event::{EventFields, EventView, OfType, event};
use super::example::{self, ExampleView};
use super::link::Links;
use super::map::Row;
use super::problem::{ProblemsHere, problems_at};
use super::rows::{channel_link, message_link};
use super::{Anchor, Focus, Picture, focus, ways};
use crate::code::{LANGUAGES, in_each_language, sending};
use crate::diagnostic::Findings;
use crate::model::{Deprecation, EventType};
use crate::prose::{Html, inline};
use crate::resolve::{Resolved, place_of_type};
use crate::route::{Site, percent_encoded};

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct TypeView {
    pub name: String,
    /// The name's segments, so that a long one may break between them.
    pub segments: Vec<String>,
    /// Whether some section has a picture.
    pub has_map: bool,
    pub sections: Vec<Section>,
}

/// What one catalog says of the type.
#[derive(Debug, Serialize)]
pub struct Section {
    pub catalog: Anchor,
    pub summary: Html,
    pub registered: bool,
    pub owner: Option<String>,
    pub since: Option<String>,
    pub is_deprecated: bool,
    /// Since when, why and until when, in words; empty where nothing says so.
    pub deprecated: String,
    pub replaced_by: Option<Anchor>,
    pub tags: Vec<String>,
    pub schemas: Vec<SchemaRow>,
    /// The versions of its schemas, if they have any.
    pub versions: Vec<VersionsView>,
    /// The messages and channels that nobody sends or receives.
    pub messages: Vec<Anchor>,
    pub channels: Vec<Anchor>,
    /// Who sends it and who receives it, on which channels; how many more do so, and the part of the map around it.
    pub ways: Vec<Row>,
    pub more_ways: usize,
    pub picture: Option<Picture>,
    /// Where code that uses it is found.
    pub code: Option<String>,
    /// The event that shows best what such events are, and their fields.
    pub event: Option<EventView>,
    pub fields: EventFields,
    /// The type as code, and how an event of it is sent.
    pub languages: Vec<InLanguage>,
    /// Examples that are shown on their schema's page, with their verdicts.
    pub examples: Vec<ExampleLink>,
    /// Those that no schema page shows.
    pub unpaired: Vec<ExampleView>,
    /// What is not proved of such events, where no schema speaks of them.
    pub unproved: Option<&'static str>,
    pub problems: ProblemsHere,
}

/// The type in one language.
#[derive(Debug, Serialize)]
pub struct InLanguage {
    pub name: &'static str,
    /// `None` where it is too long for the page.
    pub code: Option<Html>,
    /// The file that has all types of the catalog.
    pub file: Option<Anchor>,
}

/// An example that another page shows.
#[derive(Debug, Serialize)]
pub struct ExampleLink {
    pub link: Anchor,
    pub state: &'static str,
    pub label: &'static str,
}

/// A schema of the type.
#[derive(Debug, Serialize)]
pub struct SchemaRow {
    pub link: Anchor,
    pub version: Option<String>,
    pub deprecated: bool,
}

/// The view of the type `name`.
pub fn view(site: &Site, findings: &Findings, name: &str, links: &Links<'_>) -> TypeView {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let sections = resolved.types_named(name).enumerate().map(|(number, (index, found))| {
        let catalog = &project.config.catalogs[found.catalog];
        let entry = found.registered.map(|index| &project.registered[index]);
        let file = entry.map_or("site.toml", |entry| project.sources.get(entry.place.source).file.as_str());
        let schemas = found.schemas.iter().map(|number| SchemaRow {
            link: Anchor { text: super::schema_title(site, *number), href: links.to(&site.routes.schemas[*number]) },
            version: project.schemas[*number].version.clone(),
            deprecated: project.schemas[*number].deprecated,
        });
        let messages = found.messages.iter().map(|(document, index)| {
            let message = &project.documents[*document].messages[*index];
            let title = message.title.as_ref().or(message.name.as_ref()).unwrap_or(&message.id);
            Anchor {
                text: format!("{title} in {}", project.documents[*document].title),
                ..message_link(links, *document, *index)
            }
        });
        let (ways, more_ways) = ways(links, index);
        let is_used = !ways.is_empty();
        let channels = found.channels.iter().map(|(document, index)| {
            let link = channel_link(links, *document, *index);
            Anchor { text: format!("{} in {}", link.text, project.documents[*document].title), ..link }
        });
        let replaced_by = entry.and_then(|entry| entry.replaced_by.clone()).map(|name| Anchor {
            href: site.routes.types.get(&name).map(|url| links.to(url)).unwrap_or_default(),
            text: name,
        });
        let has_schema = |number: &&usize| project.examples[**number].schema().is_some();
        let paired = found.examples.iter().filter(has_schema);
        let unpaired = found.examples.iter().filter(|number| !has_schema(number));
        let OfType { event, text, fields } = event(links, number, found);
        Section {
            catalog: Anchor { text: catalog.title.clone(), href: links.to(&site.routes.catalogs[found.catalog]) },
            summary: entry
                .and_then(|e| e.summary.as_deref())
                .map(|text| inline(text, &links.prose(file)))
                .unwrap_or_default(),
            registered: entry.is_some(),
            owner: entry.and_then(|entry| entry.owner.clone()).or_else(|| catalog.owner.clone()),
            since: entry.and_then(|entry| entry.since.clone()),
            is_deprecated: entry.is_some_and(|entry| entry.deprecated.is_some()),
            deprecated: entry.and_then(|entry| entry.deprecated.as_ref()).map(Deprecation::words).unwrap_or_default(),
            replaced_by,
            tags: entry.map(|entry| entry.tags.clone()).unwrap_or_default(),
            schemas: schemas.collect(),
            versions: versions_of(links, &found.schemas).into_iter().collect(),
            messages: if is_used { Vec::new() } else { messages.collect() },
            channels: if is_used { Vec::new() } else { channels.collect() },
            ways,
            more_ways,
            picture: if is_used { focus(links, Focus::Type(index)) } else { None },
            code: catalog.code_url.as_ref().map(|url| url.replace("{type}", &percent_encoded(name))),
            event,
            fields,
            languages: languages(links, found, text.as_deref()),
            examples: paired.map(|number| link(links, *number)).collect(),
            unpaired: unpaired.map(|number| example::view(links, *number)).collect(),
            unproved: unproved(resolved, found),
            problems: problems(links, findings, found),
        }
    });
    let segments = name.split_inclusive(['.', ':', '/', '_']).map(str::to_owned).collect();
    let sections: Vec<Section> = sections.collect();
    let has_map = sections.iter().any(|section| section.picture.is_some());
    TypeView { name: name.to_owned(), segments, has_map, sections }
}

/// The type in each language, and the lines of shell that send the event `text`.
fn languages(links: &Links<'_>, found: &EventType, text: Option<&str>) -> Vec<InLanguage> {
    let (site, resolved) = (links.site, &links.site.proved.resolved);
    if !resolved.project.config.build.code {
        return Vec::new();
    }
    let texts = in_each_language(resolved, site.names(found.catalog), found);
    let in_files = LANGUAGES.iter().zip(texts).map(|(language, text)| {
        let path = site.code(found.catalog, language);
        let name = |path: &String| path.rsplit('/').next().unwrap_or(path).to_owned();
        let file = path.map(|path| Anchor { text: name(&path), href: links.to(&path) });
        InLanguage { name: language.name, code: (!text.is_empty()).then(|| Html::text(&text)), file }
    });
    let senders = text.map(|text| sending(resolved, found, text)).unwrap_or_default();
    in_files
        .chain(senders.into_iter().map(|it| InLanguage {
            name: it.program,
            code: Some(Html::text(&it.text)),
            file: None,
        }))
        .collect()
}

/// What is not proved of such events, where no schema speaks of them.
fn unproved(resolved: &Resolved, found: &EventType) -> Option<&'static str> {
    let documents = &resolved.project.documents;
    let has_payload = |(document, message): &(usize, usize)| documents[*document].messages[*message].payload.is_some();
    if !found.schemas.is_empty() || found.messages.iter().any(has_payload) {
        return None;
    }
    Some(match resolved.project.config.catalogs[found.catalog].types.envelope {
        Some(_) => "none: the envelope alone is held against such an event",
        None => "none: nothing checks what such an event carries",
    })
}

/// What was found about the type itself: at its entry in the registry, or where it is named else.
fn problems(links: &Links<'_>, findings: &Findings, found: &EventType) -> ProblemsHere {
    let resolved = &links.site.proved.resolved;
    let entry = found.registered.map(|number| resolved.project.registered[number].place.clone());
    let place = entry.or_else(|| place_of_type(resolved, found));
    place.map(|place| problems_at(links, findings, [&place])).unwrap_or_default()
}

fn link(links: &Links<'_>, number: usize) -> ExampleLink {
    let (state, label) = example::outcome(&links.site.proved, number);
    let link = Anchor { text: example::name(links.site, number), href: links.to(&links.site.example_address(number)) };
    ExampleLink { link, state, label }
}
