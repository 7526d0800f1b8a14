//! Every page's path and every anchor; the only maker of URLs.

mod anchor;
mod carriers;
mod claim;
mod destination;
mod fields;
mod files;
mod guide;
mod list;
mod path;
mod registry;
mod room;
mod rule;
mod sheet;
mod shown;
mod split;
mod tie;
mod types;
mod versions;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use crate::coverage::Coverage;
use crate::differ::{Difference, History};
use crate::model::{Field, Weight};
use crate::prove::Proved;
use crate::resolve::{Mark, Resolved};
use crate::sample::Extracts;
use crate::source::{Place, SourceId};

pub use anchor::{example_anchor, field_anchor, folder_anchor, name_anchor, pointer_anchor, row_anchor, type_anchor};
pub use claim::Clash;
pub use destination::{Destination, destination, in_repository, links_to_files, picture_address};
pub use fields::{FieldPage, FieldRoutes, READINGS, USES};
pub use files::{BUNDLED, CODE, Kept, RAW};
pub use list::{FolderPage, ROWS};
pub use path::{is_device, percent_encoded, relative, segment, short_hash, url_path};
pub use rule::{PROBLEMS, rule_address, rule_anchor};
pub use sheet::{About, Part, Sheet};
pub use split::{DefinitionPage, SplitOff};
use versions::ending;
pub use versions::{CHANGES, changes_of};

use claim::Claims;
use room::OwnPages;
use sheet::Roots;

/// The proved project with the addresses of its pages.
#[derive(Debug)]
pub struct Site {
    pub proved: Proved,
    pub routes: Arc<Routes>,
    pub fields: Arc<FieldRoutes>,
    /// What has changed since an earlier state, if it is held against one.
    pub since: Option<Arc<Difference>>,
    /// Why there is none though one was asked for: what the clone lacks of it.
    pub lacking: Option<String>,
    /// Values that the examples have, for samples.
    pub values: Extracts,
    /// What is worked out when it is first asked for.
    pub kept: Kept,
    /// What the examples exercise; worked out where it is asked for.
    pub coverage: Coverage,
    /// What has changed between versions that stand side by side.
    pub history: Arc<History>,
    /// How large the site is, where site.toml names a host: the pages have been made for that.
    pub weight: OnceLock<Weight>,
}

/// The addresses of all pages but those of the dictionary of fields.
#[derive(Debug)]
pub struct Routes {
    /// The address of each catalog's page, by number. Addresses of pages end in `/` and are relative to the site's root.
    pub catalogs: Vec<String>,
    /// The address of each schema's page, by number.
    pub schemas: Vec<String>,
    /// The file below `raw/` of each schema, by number.
    pub raws: Vec<String>,
    /// The pages of the definitions of documents that are too long for one.
    pub definitions: Vec<DefinitionPage>,
    /// The file below `bundled/` of each schema, by number.
    pub bundles: Vec<String>,
    /// Where each event type stands, by name: the address of its page, or of its row in a list of all.
    pub types: BTreeMap<String, String>,
    /// The addresses of the pages that list the event types, and those of folders of schemas where a catalog has too many for one page.
    pub type_lists: Vec<String>,
    pub folders: Vec<FolderPage>,
    /// The address of each AsyncAPI document's page, by number.
    pub documents: Vec<String>,
    /// The address of each group of the channel map, by number.
    pub groups: Vec<String>,
    /// The address of each page of versions, by the number of the lineage.
    pub lineages: Vec<String>,
    /// The file below `raw/` of what a schema document was, by the number of that.
    pub past: BTreeMap<usize, String>,
    /// The other pages of each AsyncAPI document, by number; how many of its parts have pages of their own, and where each part stands.
    pub sheets: Vec<Vec<Sheet>>,
    own_pages: OwnPages,
    parts: Vec<HashMap<About, String>>,
    /// The address of each guide, by number.
    pub guides: Vec<String>,
    /// Guides and schemas that belong together, by their numbers.
    pub ties: Vec<(usize, usize)>,
    /// Sources that claim one path.
    pub clashes: Vec<Clash>,
    by_source: HashMap<SourceId, String>,
    /// The number of the page of a definition that stands on one, by its place.
    by_definition: HashMap<Place, usize>,
    /// The page that shows a place of a document or of a part of one.
    roots: Roots,
    /// The page of each example that stands in a document or in a part of one.
    shown: HashMap<usize, String>,
    /// The same by page.
    shown_on: HashMap<String, Vec<usize>>,
    /// The examples of each schema document, by number.
    examples: HashMap<SourceId, Vec<usize>>,
}

/// What the last run gave, and what that depended on.
#[derive(Debug, Default)]
pub struct Cache {
    last: Option<(Mark, Arc<Routes>)>,
    fields: Option<(Arc<[Field]>, Arc<FieldRoutes>)>,
}

/// Gives every page its address.
pub fn route(proved: Proved) -> Site {
    route_with(&mut Cache::default(), proved)
}

/// The same with the addresses of the last run: they stay as long as nothing is tied together in another way and no text is another that
/// says which pages there are.
pub fn route_with(cache: &mut Cache, proved: Proved) -> Site {
    let resolved = &proved.resolved;
    let known = cache.last.take().filter(|(mark, routes)| {
        let stale = resolved.stale_since(mark);
        stale.is_some_and(|stale| routes.are_those_of(resolved, &stale.changed))
    });
    let is_known = known.is_some();
    let routes = known.map_or_else(|| Arc::new(routes(&proved)), |(_, routes)| routes);
    let fields = match cache.fields.take() {
        Some((of, known)) if is_known && Arc::ptr_eq(&of, &resolved.fields) => known,
        known => {
            let length = |source| routes.by_source.get(&source).map_or(0, String::len);
            let made = FieldRoutes::of(&resolved.fields, length);
            known.map(|(_, known)| known).filter(|known| **known == made).unwrap_or_else(|| Arc::new(made))
        }
    };
    cache.last = Some((resolved.mark(), Arc::clone(&routes)));
    cache.fields = Some((Arc::clone(&resolved.fields), Arc::clone(&fields)));
    let (values, coverage) = (Extracts::of(&proved), Coverage::of(&proved));
    let (history, weight, kept) = (Arc::default(), OnceLock::new(), Kept::default());
    Site { proved, routes, fields, since: None, lacking: None, history, weight, values, kept, coverage }
}

fn routes(proved: &Proved) -> Routes {
    let project = &proved.resolved.project;
    let mut claims = Claims::default();
    for fixed in ["", "types/", PROBLEMS, "guides/", "map/", "fields/", CHANGES] {
        claims.reserve(fixed);
    }
    let ids: Vec<&str> = project.config.catalogs.iter().map(|catalog| catalog.id.as_str()).collect();
    let catalogs: Vec<String> = ids.iter().map(|id| format!("{id}/")).collect();
    for url in &catalogs {
        claims.reserve(url);
    }
    let mut schemas = Vec::new();
    let mut raws = Vec::new();
    let mut bundles = Vec::new();
    let mut by_source = HashMap::new();
    for schema in project.schemas.iter() {
        let source = project.sources.get(schema.source);
        let id = ids[schema.catalog];
        let url = claims.claim(schema.source, &format!("{id}/{}/", path::segments(&schema.path)), ending(&source.file));
        by_source.insert(schema.source, url.clone());
        raws.push(versions::raw_path(&url, source));
        bundles.push(format!("{BUNDLED}{}.json", url.trim_end_matches('/')));
        schemas.push(url);
    }
    let own_pages = OwnPages::of(&proved.resolved);
    let definitions = split::pages(&proved.resolved, &schemas, own_pages.definitions, &mut claims);
    let by_definition = definitions.iter().enumerate();
    let by_definition =
        by_definition.flat_map(|(number, page)| page.parts.iter().map(move |part| (part.place.clone(), number)));
    let by_definition = by_definition.collect();
    let mut documents = Vec::new();
    for document in project.documents.iter() {
        let source = project.sources.get(document.source);
        let path = document.path.strip_prefix("asyncapi/").unwrap_or(&document.path);
        let url = format!("{}/api/{}/", ids[document.catalog], path::segments(path));
        let url = claims.claim(document.source, &url, ending(&source.file));
        by_source.insert(document.source, url.clone());
        documents.push(url);
    }
    let (sheets, roots) = sheet::sheets(project, &documents, &own_pages.documents, &mut claims);
    let parts = sheets.iter().map(|sheets| sheet::addresses(sheets)).collect();
    let guides = guide::guides(project, &ids, &mut claims);
    by_source.extend(project.pages.iter().map(|page| page.source).zip(guides.iter().cloned()));
    let (types, type_lists) = types::types(&proved.resolved, own_pages.types, &mut claims);
    let folders = list::folder_pages(project, &ids, &mut claims);
    let groups = proved.resolved.graph.groups.iter().map(|group| {
        let beginning = group.name.trim_end_matches(|c: char| !c.is_alphanumeric());
        let name = format!("{}-{beginning}", group.protocol);
        // Many groups may begin alike; no two have the same first channel.
        let first = group.vertices.first().map_or("", |vertex| &proved.resolved.graph.vertices[*vertex].name);
        claims.claim_distinct(&format!("map/{}/", segment(&name)), &format!("{name} {first}"))
    });
    let groups = groups.collect();
    let lineages = versions::lineages(proved, &mut claims);
    let past = versions::past(proved, &lineages);
    let mut examples: HashMap<SourceId, Vec<usize>> = HashMap::new();
    for (number, example) in project.examples.iter().enumerate() {
        if let Some(schema) = example.schema() {
            examples.entry(schema.source).or_default().push(number);
        }
    }
    let clashes = claims.clashes;
    let mut routes = Routes {
        catalogs,
        schemas,
        raws,
        bundles,
        definitions,
        types,
        type_lists,
        folders,
        documents,
        sheets,
        own_pages,
        parts,
        lineages,
        past,
        groups,
        guides,
        ties: tie::ties(project),
        clashes,
        by_source,
        by_definition,
        roots,
        shown: HashMap::new(),
        shown_on: HashMap::new(),
        examples,
    };
    for (number, example) in project.examples.iter().enumerate() {
        if let Some(definition) = example.schema().and_then(|schema| routes.definition_at(schema)) {
            routes.definitions[definition].examples.push(number);
        }
    }
    for (number, url) in shown::shown(&proved.resolved, &routes) {
        routes.shown_on.entry(url.clone()).or_default().push(number);
        routes.shown.insert(number, url);
    }
    routes
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Routes {
    /// Whether the texts that have changed say of the pages that there are what they said.
    fn are_those_of(&self, resolved: &Resolved, changed: &[SourceId]) -> bool {
        let project = &resolved.project;
        let definitions = |number: usize| {
            let own = self.definitions.iter().filter(move |page| page.schema == number);
            own.flat_map(|page| page.parts.iter().map(|part| (part.name.clone(), part.place.pointer.clone())))
        };
        let is_split: HashSet<usize> = self.definitions.iter().map(|definition| definition.schema).collect();
        let mut schemas = project.schemas.iter().enumerate().map(|(number, schema)| {
            // What is used by many may be split, or may be one page, since others have changed.
            let uses = resolved.count_of_uses(schema.source);
            if !changed.contains(&schema.source) && !is_split.contains(&number) && !split::is_used_much(uses) {
                return true;
            }
            let now = split::definitions(project.sources.get(schema.source), schema.dialect, uses);
            now.into_iter().eq(definitions(number))
        });
        let documents = project.documents.iter().zip(&self.sheets);
        let mut documents = documents.filter(|(document, _)| changed.contains(&document.source));
        schemas.all(|same| same)
            && documents.all(|(document, sheets)| sheet::are_stated(project, document, sheets))
            && OwnPages::of(resolved).are(&self.own_pages, self.by_definition.len())
    }

    /// The number of the page of the definition that holds a place, if it has one.
    pub fn definition_at(&self, place: &Place) -> Option<usize> {
        if self.by_definition.is_empty() {
            return None;
        }
        // `/$defs/name` and perhaps more.
        let end = place.pointer.match_indices('/').nth(2).map_or(place.pointer.len(), |(end, _)| end);
        self.by_definition.get(&Place::new(place.source, &place.pointer[..end])).copied()
    }
}

impl Site {
    /// The address of what stands at a place: a schema's page and the anchor in it, or a document's, or a guide's.
    pub fn address(&self, place: &Place) -> Option<String> {
        if let Some(address) = self.routes.roots.address(place) {
            return Some(address);
        }
        let url = self.page_at(place)?;
        Some(if place.pointer.is_empty() { url.to_owned() } else { anchor::pointer_address(url, &place.pointer) })
    }

    /// The address of the page that shows a place: that of the part of a document which holds it, or as `page_at` says.
    pub fn page_holding(&self, place: &Place) -> Option<&str> {
        self.routes.roots.holder(place).or_else(|| self.page_at(place))
    }

    /// The address of the page that shows a place: its source's, or that of the definition which holds it.
    pub fn page_at(&self, place: &Place) -> Option<&str> {
        match self.definition_at(place) {
            Some(number) => Some(&self.routes.definitions[number].url),
            None => self.page_of(place.source),
        }
    }

    /// The number of the page of the definition that holds a place, if it has one.
    pub fn definition_at(&self, place: &Place) -> Option<usize> {
        self.routes.definition_at(place)
    }

    /// The page of the channel map that shows a vertex: that of its group, or the map itself.
    pub fn map_of(&self, vertex: usize) -> &str {
        let group = self.proved.resolved.graph.group_of.get(&vertex);
        group.and_then(|group| self.routes.groups.get(*group)).map_or("map/", String::as_str)
    }

    /// The address of a source's page.
    pub fn page_of(&self, source: SourceId) -> Option<&str> {
        self.routes.by_source.get(&source).map(String::as_str)
    }

    /// The address of a field in the dictionary, by its number.
    pub fn field_address(&self, number: usize) -> String {
        let url = self.fields.pages.get(self.fields.by_field[number]).map_or("fields/", |page| &page.url);
        format!("{url}#{}", field_anchor(&self.proved.resolved.fields[number].name))
    }

    /// The examples whose schemas stand in this document.
    pub fn examples_of(&self, schema: SourceId) -> &[usize] {
        self.routes.examples.get(&schema).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where an example is shown: on its schema's page; without one, on its guide, else among the problems.
    pub fn example_address(&self, number: usize) -> String {
        let project = &self.proved.resolved.project;
        let example = &project.examples[number];
        let anchor = example_anchor(&project.sources, &example.place);
        if let Some(url) = self.routes.shown.get(&number) {
            return format!("{url}#{anchor}");
        }
        let schema = example.schema().and_then(|schema| self.page_at(schema));
        match schema {
            Some(url) => format!("{url}#{anchor}"),
            None => {
                let file = &project.sources.get(example.place.source).file;
                let guide = project.sources.find(file).and_then(|source| self.page_of(source));
                guide.map_or_else(|| PROBLEMS.to_owned(), str::to_owned)
            }
        }
    }

    /// The examples that are shown on the page of a document at `url`.
    pub fn shown_on(&self, url: &str) -> &[usize] {
        self.routes.shown_on.get(url).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a place has a page of its own.
    pub fn has_page(&self, place: &Place) -> bool {
        self.routes.roots.has(place)
    }

    /// How many operations or messages the page of a part of a document lists.
    pub fn rows(&self) -> usize {
        self.routes.own_pages.rows
    }

    /// Where a document's pages show something: a page of its own, or its place on one that others share.
    pub fn sheet(&self, document: usize, about: &About) -> Option<&str> {
        self.routes.parts[document].get(about).map(String::as_str)
    }
}
