//! Pages through templates to the output; the only user of tera.

mod accent;
mod markdown;
mod theme;
mod twin;
mod wrong;

use std::sync::Arc;

use tera::Context;

use crate::bundle::bundle;
use crate::diagnostic::Findings;
use crate::output::{Content, Output};
use crate::page::{Navigation, Page, View, catalog_json, chrome, has_twin, llms_txt, pages, sitemap, view};
use crate::route::{BUNDLED, RAW, Site};
use crate::search;

pub use theme::Theme;
pub use wrong::ThemeError;

/// Everything that the producers of the output share.
struct Press {
    site: Arc<Site>,
    findings: Arc<Findings>,
    theme: Arc<Theme>,
    /// In the order of addresses.
    pages: Vec<Page>,
    navigation: Navigation,
}

/// The output: every page, the schemas as they were written and self-contained, `catalog.json`, the theme's files. Pages are rendered when asked for.
pub fn render(site: &Arc<Site>, findings: &Arc<Findings>, theme: Arc<Theme>) -> Output {
    let mut output = Output::new();
    // What the project publishes itself stands before what would be made.
    for (path, bytes) in theme.files() {
        put(&mut output, path.to_owned(), Content::bytes(Arc::clone(bytes)));
    }
    // The preview makes a site for each save; who saves seldom searches, or reads a schema as a file.
    for (folder, files) in [(search::FOLDER, index as fn(&Arc<Site>) -> Output), (RAW, raws), (BUNDLED, bundles)] {
        let site = Arc::clone(site);
        let _ = output.insert_folder(folder, move || files(&site));
    }
    let pages = pages(site);
    let navigation = Navigation::new(site, &pages);
    let press = Press { site: Arc::clone(site), findings: Arc::clone(findings), theme, pages, navigation };
    let press = Arc::new(press);
    put(&mut output, ".nojekyll".to_owned(), Content::bytes(Vec::new()));
    for (number, page) in press.pages.iter().enumerate() {
        let path = if page.url.is_empty() || page.url.ends_with('/') {
            format!("{}index.html", page.url)
        } else {
            page.url.clone()
        };
        if has_twin(&page.subject) {
            let press = Arc::clone(&press);
            let path = format!("{}index.md", page.url);
            put(&mut output, path, Content::made(move || Ok(twin::twin(&press.page(number)?).into_bytes())));
        }
        let press = Arc::clone(&press);
        put(&mut output, path, Content::made(move || press.page(number).map(String::into_bytes)));
    }
    put(&mut output, "llms.txt".to_owned(), {
        let site = Arc::clone(site);
        Content::made(move || Ok(llms_txt(&site).into_bytes()))
    });
    if !site.proved.resolved.project.config.site.base_url.is_empty() {
        let site = Arc::clone(site);
        let text = move || Ok(sitemap(&site).into_bytes());
        put(&mut output, "sitemap.xml".to_owned(), Content::made(text));
    }
    put(&mut output, "catalog.json".to_owned(), {
        let press = Arc::clone(&press);
        Content::made(move || Ok(catalog_json(&press.site, &press.findings, &press.pages).into_bytes()))
    });
    output
}

/// The search index.
fn index(site: &Arc<Site>) -> Output {
    let mut index = Output::new();
    for (path, text) in search::files(site) {
        put(&mut index, path, Content::bytes(text.into_bytes()));
    }
    index
}

/// The schemas as they were written.
fn raws(site: &Arc<Site>) -> Output {
    let mut raws = Output::new();
    for (schema, path) in site.proved.resolved.project.schemas.iter().zip(&site.routes.raws) {
        let (site, source) = (Arc::clone(site), schema.source);
        let text = move || Ok(site.proved.resolved.project.sources.get(source).text.as_bytes().to_vec());
        put(&mut raws, path.clone(), Content::made(text));
    }
    raws
}

/// The schemas, each self-contained.
fn bundles(site: &Arc<Site>) -> Output {
    let mut bundles = Output::new();
    for (schema, path) in site.proved.resolved.project.schemas.iter().zip(&site.routes.bundles) {
        let (site, source) = (Arc::clone(site), schema.source);
        let text = move || Ok(bundle(&site.proved.resolved, source).into_bytes());
        put(&mut bundles, path.clone(), Content::made(text));
    }
    bundles
}

/// Paths come from `route`, which hands out each once; where the project publishes a file of its own at one, that was put first and stands.
fn put(output: &mut Output, path: String, content: Content) {
    let _ = output.insert(path, content);
}

impl Press {
    /// The page with this number.
    fn page(&self, number: usize) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
        let page = &self.pages[number];
        let view: View = view(&self.site, &self.findings, page);
        let mut context = Context::from_serialize(&view)?;
        context.insert("page", &chrome(&self.site, &self.navigation, page));
        context.insert("schemabook", env!("CARGO_PKG_VERSION"));
        Ok(self.theme.render(&format!("{}.html", page.subject.kind()), &context)?)
    }
}
