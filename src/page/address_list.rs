//! The addresses of a site for programs: `llms.txt` and `sitemap.xml`, and which pages have a Markdown twin.

use std::fmt::Write as _;

use super::{Page, Subject, changes, pages, schema_title};
use crate::prose::{escape, plain};
use crate::route::{About, CHANGES, Site};
use crate::source::visible;

/// How many schemas and how many types of a catalog `llms.txt` names: it is read whole, and catalog.json has all.
const LISTED: usize = 200;

/// Whether a page is there as Markdown as well.
pub fn has_twin(site: &Site, subject: &Subject) -> bool {
    if !site.proved.resolved.project.config.build.twins {
        return false;
    }
    match subject {
        Subject::Schema(_) | Subject::Definition(_) | Subject::Type(_) | Subject::History(_) => true,
        Subject::Sheet(number, index, _) => {
            let mut parts = site.routes.sheets[*number][*index].parts();
            parts.any(|(about, _)| matches!(about, About::Message(_)))
        }
        Subject::Changes(_) => tells_history(site),
        _ => false,
    }
}

/// Whether the site tells the history of a repository: then what changed last is told to programs as well.
fn tells_history(site: &Site) -> bool {
    let resolved = &site.proved.resolved;
    resolved.project.config.changes.from_git.is_some() && !resolved.lineages.is_empty()
}

/// `llms.txt` (llmstxt.org): what the site is, and where its pages are as Markdown.
pub fn llms_txt(site: &Site) -> String {
    let resolved = &site.proved.resolved;
    let project = &resolved.project;
    let config = &project.config;
    let mut text = format!("# {}\n\n", line(&config.site.title));
    if let Some(description) = &config.site.description {
        let _ = writeln!(text, "> {}\n", line(&plain(description)));
    }
    let has_twins = config.build.twins;
    if has_twins {
        text.push_str(
            "Pages of schemas, event types, messages and versions are Markdown at `index.md` beside `index.html`. ",
        );
    }
    text.push_str("Addresses are relative to this file.\n\n");
    text.push_str(
        "- [catalog.json](catalog.json): every schema, event type, example with its verdict, channel and message\n",
    );
    let file = if has_twins { "index.md" } else { "index.html" };
    if tells_history(site) {
        let _ = writeln!(text, "- [Changes]({CHANGES}{file}): what changed with each version, the newest first");
    }
    for (number, catalog) in config.catalogs.iter().enumerate() {
        let _ = writeln!(text, "\n## {}\n", line(&catalog.title));
        let _ = writeln!(text, "- [Overview]({}index.html)", site.routes.catalogs[number]);
        let schemas = project.schemas.iter().enumerate().filter(|(_, schema)| schema.catalog == number);
        let schemas = schemas.map(|(schema, _)| (schema_title(site, schema), &site.routes.schemas[schema]));
        list(&mut text, "Schema", file, schemas);
        let types = resolved.types.iter().filter(|found| found.catalog == number);
        let types = types.filter_map(|found| Some((found.name.clone(), site.routes.types.get(&found.name)?)));
        let types = types.filter(|(_, url)| url.ends_with('/'));
        list(&mut text, "Event type", file, types);
        if tells_history(site) {
            let versions = resolved.lineages.iter().zip(&site.routes.lineages).enumerate();
            let versions = versions.filter(|(_, (lineage, _))| lineage.catalog == number);
            let versions = versions.map(|(lineage, (_, url))| (changes::title(site, lineage), url));
            list(&mut text, "Versions of", file, versions);
        }
    }
    text
}

fn list<'a>(text: &mut String, what: &str, file: &str, entries: impl Iterator<Item = (String, &'a String)>) {
    let mut entries = entries.fuse();
    for (name, url) in entries.by_ref().take(LISTED) {
        let _ = writeln!(text, "- [{what} {}]({url}{file})", line(&name));
    }
    let more = entries.count();
    if more > 0 {
        let _ = writeln!(text, "- {more} more are in catalog.json");
    }
}

/// A name on one line, with nothing that ends a link or hides.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" ")).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// `sitemap.xml` (sitemaps.org): the address of every page. It has no dates, which would differ from build to build.
pub fn sitemap(site: &Site) -> String {
    let base_url = &site.proved.resolved.project.config.site.base_url;
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let is_listed = |page: &Page| !matches!(page.subject, Subject::NotFound | Subject::Problems);
    for page in pages(site).iter().filter(|page| is_listed(page)) {
        let _ = writeln!(xml, "<url><loc>{}</loc></url>", escape(&format!("{base_url}{}", page.url)));
    }
    xml.push_str("</urlset>\n");
    xml
}
