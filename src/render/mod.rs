//! Pages through templates to the output; the only user of tera.

mod accent;
mod lately;
mod markdown;
mod tag;
mod theme;
mod twin;
mod wrong;

use std::fmt;
use std::sync::Arc;

use tera::Context;

use crate::bundle::bundle;
use crate::code::LANGUAGES;
use crate::diagnostic::Findings;
use crate::keyword::{AsJson, pretty_json};
use crate::model::{self, Document, Schema, Standing};
use crate::output::{Content, Output, Paths, ProducerError};
use crate::page::{
    CATALOG_SCHEMA, FEED, Navigation, Page, View, catalog_json, chrome, claim_of_examples, feed, has_twin, llms_txt,
    pages, sitemap, view,
};
use crate::route::{BUNDLED, CODE, FieldRoutes, RAW, Routes, Site, picture_address};
use crate::search;
use crate::source::Format;

use lately::Lately;

pub use tag::{Tag, split};
pub use theme::Theme;
pub use wrong::ThemeError;

/// Everything that the producers of the output share.
struct Press {
    site: Arc<Site>,
    findings: Arc<Findings>,
    theme: Arc<Theme>,
    contents: Arc<Contents>,
    /// What every page says of the examples.
    claim: &'static str,
    lately: Lately,
}

/// Which pages there are, and the ways between them.
struct Contents {
    /// In the order of addresses.
    pages: Vec<Page>,
    navigation: Navigation,
    /// The files of the pages: each by its number and, with the number of all pages added, its twin in Markdown.
    files: Arc<Paths<usize>>,
}

/// The contents of the last site; the next one has the same if it has the same addresses and titles.
#[derive(Default)]
pub struct Cache {
    last: Option<(Titled, Arc<Contents>)>,
}

/// What addresses and titles are told by.
struct Titled {
    routes: Arc<Routes>,
    fields: Arc<FieldRoutes>,
    schemas: Arc<Vec<Schema>>,
    documents: Arc<Vec<Arc<Document>>>,
    pages: Arc<Vec<model::Page>>,
}

impl Titled {
    fn of(site: &Site) -> Titled {
        let project = &site.proved.resolved.project;
        Titled {
            routes: Arc::clone(&site.routes),
            fields: Arc::clone(&site.fields),
            schemas: Arc::clone(&project.schemas),
            documents: Arc::clone(&project.documents),
            pages: Arc::clone(&project.pages),
        }
    }

    fn is_same(&self, other: &Titled) -> bool {
        Arc::ptr_eq(&self.routes, &other.routes)
            && Arc::ptr_eq(&self.fields, &other.fields)
            && Arc::ptr_eq(&self.schemas, &other.schemas)
            && Arc::ptr_eq(&self.documents, &other.documents)
            && Arc::ptr_eq(&self.pages, &other.pages)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}

impl Cache {
    fn contents(&mut self, site: &Site) -> Arc<Contents> {
        let titled = Titled::of(site);
        let known = self.last.take().filter(|(last, _)| last.is_same(&titled));
        let contents = known.map_or_else(|| Arc::new(Contents::of(site)), |(_, contents)| contents);
        self.last = Some((titled, Arc::clone(&contents)));
        contents
    }
}

impl Contents {
    fn of(site: &Site) -> Contents {
        let pages = pages(site);
        let (navigation, files) = rayon::join(|| Navigation::new(site, &pages), || Contents::files(site, &pages));
        Contents { pages, navigation, files: Arc::new(files) }
    }

    fn files(site: &Site, pages: &[Page]) -> Paths<usize> {
        let mut files = Paths::default();
        for (number, page) in pages.iter().enumerate() {
            // Addresses come from `route`, which hands out each once.
            if has_twin(site, &page.subject) {
                let _ = files.insert(format!("{}index.md", page.url), pages.len() + number);
            }
            let is_folder = page.url.is_empty() || page.url.ends_with('/');
            let path = if is_folder { format!("{}index.html", page.url) } else { page.url.clone() };
            let _ = files.insert(path, number);
        }
        files
    }
}

/// The output: every page, the schemas as they were written and self-contained, `catalog.json`, the theme's files. Pages are rendered when asked for.
pub fn render(cache: &mut Cache, site: &Arc<Site>, findings: &Arc<Findings>, theme: Arc<Theme>) -> Output {
    let mut output = Output::new();
    // What the project publishes itself stands before what would be made.
    for (path, bytes) in theme.files() {
        put(&mut output, path.to_owned(), Content::bytes(Arc::clone(bytes)));
    }
    // The preview makes a site for each save; who saves seldom searches, or reads a schema as a file.
    let folders = [(search::FOLDER, index as fn(&Arc<Site>) -> Output), (RAW, raws), (BUNDLED, bundles), (CODE, code)];
    for (folder, files) in folders {
        let site = Arc::clone(site);
        let _ = output.insert_folder(folder, move || files(&site));
    }
    let contents = cache.contents(site);
    let claim = claim_of_examples(&site.proved);
    let press = Press {
        site: Arc::clone(site),
        findings: Arc::clone(findings),
        theme,
        contents,
        claim,
        lately: Lately::default(),
    };
    let press = Arc::new(press);
    put(&mut output, ".nojekyll".to_owned(), Content::bytes(Vec::new()));
    output.insert_list(Arc::clone(&press.contents.files), {
        let press = Arc::clone(&press);
        Box::new(move |number| press.file(number))
    });
    put(&mut output, "llms.txt".to_owned(), {
        let site = Arc::clone(site);
        Content::made(move || Ok(llms_txt(&site).into_bytes()))
    });
    if !site.proved.resolved.project.config.site.base_url.is_empty() {
        let site = Arc::clone(site);
        let text = move || Ok(sitemap(&site).into_bytes());
        put(&mut output, "sitemap.xml".to_owned(), Content::made(text));
    }
    if let Some(text) = feed(site) {
        put(&mut output, FEED.to_owned(), Content::bytes(text.into_bytes()));
    }
    put(&mut output, "catalog.json".to_owned(), {
        let press = Arc::clone(&press);
        Content::made(move || Ok(catalog_json(&press.site, &press.findings, &press.contents.pages)))
    });
    put(&mut output, "catalog.schema.json".to_owned(), Content::bytes(CATALOG_SCHEMA.as_bytes().to_vec()));
    for (number, path) in site.registry() {
        let (site, number) = (Arc::clone(site), *number);
        put(&mut output, path.clone(), Content::made(move || Ok(as_json(&site, number))));
    }
    output
}

/// A schema document, by number, as JSON: as it was written, if that is what it was.
fn as_json(site: &Site, number: usize) -> Vec<u8> {
    let project = &site.proved.resolved.project;
    let source = project.sources.get(project.schemas[number].source);
    match source.root() {
        Some(root) if source.format != Format::Json => format!("{}\n", pretty_json(root, &AsJson(source))).into_bytes(),
        _ => source.own_text().as_bytes().to_vec(),
    }
}

/// The search index.
fn index(site: &Arc<Site>) -> Output {
    let mut index = Output::new();
    for (path, text) in search::files(site) {
        put(&mut index, path, Content::bytes(text.into_bytes()));
    }
    index
}

/// The schemas as they were written, what they were in versions that the tree no longer has, and the pictures of pages.
fn raws(site: &Arc<Site>) -> Output {
    let mut raws = Output::new();
    for (number, schema) in site.proved.resolved.project.schemas.iter().enumerate() {
        let Some(path) = site.raw(number) else { continue };
        let (path, site, source) = (path.to_owned(), Arc::clone(site), schema.source);
        let text = move || Ok(site.proved.resolved.project.sources.get(source).own_text().as_bytes().to_vec());
        put(&mut raws, path, Content::made(text));
    }
    for (number, path) in &site.routes.past {
        let (site, standing) = (Arc::clone(site), Standing::Past(*number));
        let text = move || {
            let source = site.proved.resolved.source_of(standing);
            Ok(source.map(|source| source.own_text().as_bytes().to_vec()).unwrap_or_default())
        };
        put(&mut raws, path.clone(), Content::made(text));
    }
    for picture in site.proved.resolved.project.pictures() {
        put(&mut raws, picture_address(&picture.file), Content::bytes(Arc::clone(&picture.bytes)));
    }
    raws
}

/// The schemas, each self-contained.
fn bundles(site: &Arc<Site>) -> Output {
    let mut bundles = Output::new();
    for (number, schema) in site.proved.resolved.project.schemas.iter().enumerate() {
        let Some(path) = site.bundle(number) else { continue };
        let (path, site, source) = (path.to_owned(), Arc::clone(site), schema.source);
        let text = move || Ok(bundle(&site.proved.resolved, source).unwrap_or_default().into_bytes());
        put(&mut bundles, path, Content::made(text));
    }
    bundles
}

/// The event types of each catalog as code.
fn code(site: &Arc<Site>) -> Output {
    let mut files = Output::new();
    for catalog in 0..site.routes.catalogs.len() {
        for language in &LANGUAGES {
            let Some(path) = site.code(catalog, language) else { continue };
            let site = Arc::clone(site);
            let text = move || Ok(language.file(&site.proved.resolved, site.names(catalog), catalog).into_bytes());
            put(&mut files, path, Content::made(text));
        }
    }
    files
}

/// Paths come from `route`, which hands out each once; where the project publishes a file of its own at one, that was put first and stands.
fn put(output: &mut Output, path: String, content: Content) {
    let _ = output.insert(path, content);
}

impl Press {
    /// The bytes of the file with this number.
    fn file(&self, number: usize) -> Result<Vec<u8>, ProducerError> {
        match number.checked_sub(self.contents.pages.len()) {
            Some(page) => {
                let page = self.lately.take(page).map_or_else(|| self.page(page), Ok)?;
                Ok(twin::twin(&page).into_bytes())
            }
            None => {
                let page = self.page(number)?;
                if has_twin(&self.site, &self.contents.pages[number].subject) {
                    self.lately.keep(number, page.clone());
                }
                Ok(page.into_bytes())
            }
        }
    }

    /// The page with this number.
    fn page(&self, number: usize) -> Result<String, ProducerError> {
        let page = &self.contents.pages[number];
        let view: View = view(&self.site, &self.findings, page);
        let mut context = Context::from_serialize(&view)?;
        context.insert("page", &chrome(&self.site, &self.contents.navigation, self.claim, page));
        context.insert("schemabook", env!("CARGO_PKG_VERSION"));
        Ok(self.theme.render(&format!("{}.html", page.subject.kind()), &context)?)
    }
}
