//! One file per kind of page: typed view-models, fully resolved, made when the page is asked for.

mod address_list;
mod catalog;
mod changes;
mod claim;
mod code;
mod coverage;
mod definition;
mod dictionary;
mod document;
mod event;
mod event_type;
mod example;
mod facts;
mod fields;
mod folder;
mod front;
mod guide;
mod home;
mod link;
mod machine;
mod map;
mod navigation;
mod parts;
mod problem;
mod properties;
mod rows;
mod schema;
mod sheet;
mod types;
mod used_by;
mod words;

use serde::Serialize;

use crate::diagnostic::Findings;
use crate::prose::plain;
use crate::route::{CHANGES, PROBLEMS, Site, changes_of};
use crate::source::Place;

pub use address_list::{has_twin, llms_txt, sitemap};
pub use changes::{FEED, feed};
pub use claim::footer as claim_of_examples;
pub use link::Links;
pub use machine::{CATALOG_SCHEMA, catalog_json};
pub use map::{Focus, Picture, focus, overview, ways};
pub use navigation::Navigation;

use navigation::{Neighbours, Section};

/// A page of the site: its address, its kind, what it is about.
#[derive(Clone, Debug)]
pub struct Page {
    pub url: String,
    pub title: String,
    pub subject: Subject,
}

/// What a page is about, by number or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Home,
    /// The catalog of event types, or a further page of it.
    Types(usize),
    Type(String),
    Catalog(usize),
    /// The schemas of one folder of a large catalog.
    Folder(usize),
    Schema(usize),
    /// A definition of a schema that is too long for one page.
    Definition(usize),
    Document(usize),
    /// Another page of a document: document and page, by number.
    Sheet(usize, usize, &'static str),
    Guide(usize),
    /// The channel map, or the part of it that shows a group.
    Map(Option<usize>),
    /// What changed between versions: of all catalogs, or of one.
    Changes(Option<usize>),
    /// The versions of one thing.
    History(usize),
    /// The front of the field dictionary.
    Fields,
    /// The names of one of its pages.
    FieldNames(usize),
    Problems,
    NotFound,
}

impl Subject {
    /// The word of catalog.json, which is the name of the template as well.
    pub fn kind(&self) -> &'static str {
        match self {
            Subject::Home => "home",
            Subject::Types(_) => "types",
            Subject::Type(_) => "type",
            Subject::Catalog(_) => "catalog",
            Subject::Folder(_) => "folder",
            Subject::Schema(_) => "schema",
            Subject::Definition(_) => "definition",
            Subject::Document(_) => "document",
            Subject::Sheet(_, _, kind) => kind,
            Subject::Guide(_) => "guide",
            Subject::Map(_) => "map",
            Subject::Changes(_) => "changes",
            Subject::History(_) => "history",
            Subject::Fields | Subject::FieldNames(_) => "fields",
            Subject::Problems => "problems",
            Subject::NotFound => "404",
        }
    }
}

/// What a template gets: one view-model, by the kind of the page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum View {
    Home(home::HomeView),
    Types(types::TypesView),
    Type(event_type::TypeView),
    Catalog(catalog::CatalogView),
    Folder(folder::FolderView),
    Schema(Box<schema::SchemaView>),
    Definition(definition::DefinitionView),
    Document(Box<document::DocumentView>),
    Sheet(Box<sheet::SheetView>),
    Guide(guide::GuideView),
    Map(map::MapView),
    Changes(changes::ChangesView),
    History(Box<changes::HistoryView>),
    Fields(dictionary::FieldsView),
    Problems(problem::ProblemsView),
    NotFound {},
}

/// The page that servers show where there is none.
const NOT_FOUND: &str = "404.html";

/// Every page of the site, in the order of addresses.
pub fn pages(site: &Site) -> Vec<Page> {
    let project = &site.proved.resolved.project;
    let page =
        |url: &str, title: &str, subject: Subject| Page { url: url.to_owned(), title: title.to_owned(), subject };
    let mut pages = vec![
        page("", &project.config.site.title, Subject::Home),
        page("fields/", "Fields", Subject::Fields),
        page(PROBLEMS, "Problems", Subject::Problems),
        page(NOT_FOUND, "Page not found", Subject::NotFound),
    ];
    for (number, catalog) in project.config.catalogs.iter().enumerate() {
        pages.push(page(&site.routes.catalogs[number], &catalog.title, Subject::Catalog(number)));
    }
    for (number, url) in site.routes.type_lists.iter().enumerate() {
        pages.push(page(url, "Event types", Subject::Types(number)));
    }
    for (number, list) in site.routes.folders.iter().enumerate() {
        pages.push(page(&list.url, &folder::title(site, number), Subject::Folder(number)));
    }
    for number in 0..project.schemas.len() {
        pages.push(page(&site.routes.schemas[number], &schema_title(site, number), Subject::Schema(number)));
    }
    for (number, definition) in site.routes.definitions.iter().enumerate() {
        pages.push(page(&definition.url, &definition::title(definition), Subject::Definition(number)));
    }
    for (number, document) in project.documents.iter().enumerate() {
        let title = sheet::document_title(document);
        pages.push(page(&site.routes.documents[number], title, Subject::Document(number)));
        for (index, found) in site.routes.sheets[number].iter().enumerate() {
            let title = sheet::title(document, found);
            pages.push(page(&found.url, &title, Subject::Sheet(number, index, sheet::kind(found))));
        }
    }
    for (number, guide) in project.pages.iter().enumerate() {
        pages.push(page(&site.routes.guides[number], &guide.title, Subject::Guide(number)));
    }
    if !project.whole_documents().is_empty() {
        pages.push(page("map/", "Channel map", Subject::Map(None)));
    }
    add_changes(site, &mut pages);
    for (number, group) in site.proved.resolved.graph.groups.iter().enumerate() {
        pages.push(page(&site.routes.groups[number], &group.name, Subject::Map(Some(number))));
    }
    for (number, names) in site.fields.pages.iter().enumerate().filter(|(_, names)| !names.letter.is_empty()) {
        pages.push(page(&names.url, &dictionary::title(site, number), Subject::FieldNames(number)));
    }
    for (name, url) in site.routes.types.iter().filter(|(_, url)| url.ends_with('/')) {
        pages.push(page(url, name, Subject::Type(name.clone())));
    }
    pages.sort_by(|a, b| a.url.cmp(&b.url));
    pages
}

/// The pages of versions, where there are any.
fn add_changes(site: &Site, pages: &mut Vec<Page>) {
    let resolved = &site.proved.resolved;
    if resolved.lineages.is_empty() {
        return;
    }
    let page = |url: String, title: String, subject: Subject| Page { url, title, subject };
    pages.push(page(CHANGES.to_owned(), "Changes".to_owned(), Subject::Changes(None)));
    for (number, catalog) in resolved.project.config.catalogs.iter().enumerate() {
        if resolved.lineages.iter().any(|lineage| lineage.catalog == number) {
            let title = format!("Changes of {}", catalog.title);
            pages.push(page(changes_of(catalog), title, Subject::Changes(Some(number))));
        }
    }
    for (number, url) in site.routes.lineages.iter().enumerate() {
        pages.push(page(url.clone(), changes::title(site, number), Subject::History(number)));
    }
}

/// The view-model of a page.
pub fn view(site: &Site, findings: &Findings, page: &Page) -> View {
    let links = Links::new(site, &page.url);
    match &page.subject {
        Subject::Home => View::Home(home::view(site, findings, &links)),
        Subject::Types(number) => View::Types(types::view(site, *number, &links)),
        Subject::Type(name) => View::Type(event_type::view(site, findings, name, &links)),
        Subject::Catalog(number) => View::Catalog(catalog::view(site, *number, &links)),
        Subject::Folder(number) => View::Folder(folder::view(site, *number, &links)),
        Subject::Schema(number) => View::Schema(Box::new(schema::view(site, findings, *number, &links))),
        Subject::Definition(number) => View::Definition(definition::view(site, findings, *number, &links)),
        Subject::Document(number) => View::Document(Box::new(document::view(site, findings, *number, &links))),
        Subject::Sheet(number, index, _) => View::Sheet(Box::new(sheet::view(site, findings, *number, *index, &links))),
        Subject::Guide(number) => View::Guide(guide::view(site, *number, &links)),
        Subject::Map(group) => View::Map(map::view(&links, *group)),
        Subject::Changes(None) => View::Changes(changes::front(&links)),
        Subject::Changes(Some(number)) => View::Changes(changes::catalog(&links, *number)),
        Subject::History(number) => match changes::view(&links, *number) {
            Some(view) => View::History(Box::new(view)),
            None => View::NotFound {},
        },
        Subject::Fields => View::Fields(dictionary::front(site, &links)),
        Subject::FieldNames(number) => View::Fields(dictionary::names(site, *number, &links)),
        Subject::Problems => View::Problems(problem::view(site, findings, &links)),
        Subject::NotFound => View::NotFound {},
    }
}

/// What every page shows around its own content.
#[derive(Debug, Serialize)]
pub struct Chrome {
    pub title: String,
    pub site_title: String,
    pub description: String,
    /// The way from this page to the site's root: empty, or ends in `/`.
    pub root: String,
    /// The project's own picture, and whether it has a colour of its own.
    pub logo: Option<String>,
    pub has_accent: bool,
    pub home: String,
    pub types: String,
    pub fields: String,
    pub problems: String,
    /// The channel map, where there is one.
    pub map: Option<String>,
    /// What changed between versions, where there are any.
    pub changes: Option<String>,
    pub kind: &'static str,
    /// The same page as Markdown, if there is one.
    pub twin: Option<&'static str>,
    /// Its address on the web, where that is known.
    pub canonical: Option<String>,
    /// The pages above this one, and itself.
    pub crumbs: Vec<Anchor>,
    /// The catalog that the page belongs to, and the sections of its page.
    pub catalog: Option<Anchor>,
    pub sections: Vec<Section>,
    pub neighbours: Option<Neighbours>,
    pub previous: Option<Anchor>,
    pub next: Option<Anchor>,
    pub nav: Vec<Anchor>,
    pub repository: Option<String>,
    /// What can be said of all examples; empty where there are none.
    pub claim: &'static str,
}

/// A link with its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Anchor {
    pub text: String,
    pub href: String,
}

/// The chrome of a page, with what the site claims of its examples.
pub fn chrome(site: &Site, navigation: &Navigation, claim: &'static str, page: &Page) -> Chrome {
    let config = &site.proved.resolved.project.config;
    let links = Links::new(site, &page.url);
    let catalog = catalog_of(site, &page.subject);
    let base_url = &config.site.base_url;
    let (previous, next) = navigation.turn(&links, &page.url);
    let anchor = |number: usize| Anchor {
        text: config.catalogs[number].title.clone(),
        href: links.to(&site.routes.catalogs[number]),
    };
    let above = catalog.filter(|_| !matches!(page.subject, Subject::Catalog(_)));
    Chrome {
        title: page.title.clone(),
        site_title: config.site.title.clone(),
        description: plain(config.site.description.as_deref().unwrap_or_default()),
        root: links.root(),
        logo: config.logo_address().map(|address| format!("{}{address}", links.root())),
        has_accent: config.site.accent.is_some(),
        home: links.to(""),
        types: links.to("types/"),
        fields: links.to("fields/"),
        problems: links.to(PROBLEMS),
        map: (!site.proved.resolved.project.whole_documents().is_empty()).then(|| links.to("map/")),
        changes: (!site.proved.resolved.lineages.is_empty()).then(|| links.to(CHANGES)),
        kind: page.subject.kind(),
        twin: has_twin(site, &page.subject).then_some("index.md"),
        canonical: (!base_url.is_empty() && page.subject != Subject::NotFound)
            .then(|| format!("{base_url}{}", page.url)),
        crumbs: navigation::crumbs(&links, page, above),
        catalog: above.map(anchor),
        sections: above.map(|number| navigation.sections(&links, number)).unwrap_or_default(),
        neighbours: navigation.neighbours(&links, &page.url),
        previous,
        next,
        nav: config.site.nav.iter().map(|link| Anchor { text: link.title.clone(), href: link.url.clone() }).collect(),
        repository: config.site.repository.clone(),
        claim,
    }
}

/// The number of the catalog that a page belongs to, if it belongs to one.
pub fn catalog_of(site: &Site, subject: &Subject) -> Option<usize> {
    let project = &site.proved.resolved.project;
    match subject {
        Subject::Catalog(number) => Some(*number),
        Subject::Folder(number) => Some(site.routes.folders[*number].catalog),
        Subject::Schema(number) => Some(project.schemas[*number].catalog),
        Subject::Definition(number) => Some(project.schemas[site.routes.definitions[*number].schema].catalog),
        Subject::Document(number) | Subject::Sheet(number, ..) => Some(project.documents[*number].catalog),
        Subject::Guide(number) => Some(project.pages[*number].catalog),
        _ => None,
    }
}

/// What to call what holds a place: the title of a schema, or of an AsyncAPI document.
pub fn place_title(site: &Site, place: &Place) -> String {
    let resolved = &site.proved.resolved;
    let document = || resolved.project.documents.iter().find(|document| document.source == place.source);
    match resolved.schema_of(place.source) {
        Some(number) => schema_title(site, number),
        None => match document().filter(|document| !document.title.is_empty()) {
            Some(document) => document.title.clone(),
            None => resolved.project.sources.get(place.source).name.clone(),
        },
    }
}

/// A schema's title, or its name, as long as other pages may show it.
pub fn schema_title(site: &Site, number: usize) -> String {
    let schema = &site.proved.resolved.project.schemas[number];
    match schema.title.as_deref().map(str::trim) {
        Some(title) if !title.is_empty() => words::short(title).to_owned(),
        _ => words::short(&schema.name).to_owned(),
    }
}
