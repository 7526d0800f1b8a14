//! One file out of many pages: every page is a section of it, links between them lead within the file, and nothing is asked of anywhere.
//!
//! The pages are those of the site, so that a file says what the site says; their frames, sources and scripts are left out.

mod chosen;
mod rewrite;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rayon::prelude::*;

use crate::digest::digest;
use crate::output::{Output, ProducerError};
use crate::page::{Page, claim_of_examples};
use crate::prose::escape;
use crate::render::{Tag, split};
use crate::route::Site;
use crate::words::counted;

pub use chosen::{Unknown, chosen};
use rewrite::Rewriting;

/// The longest file that is made, in bytes: what is longer opens slowly and is refused by mail.
const LONGEST: usize = 25_000_000;

/// Why there is no file.
#[derive(Debug)]
pub enum Refusal {
    /// It would have so many bytes.
    TooLong { bytes: usize, pages: usize },
    /// A page could not be made: its path, and why.
    Page(String, ProducerError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::TooLong { bytes, pages } => write!(
                f,
                "{} would make a file of {} MB, and one of more than {} MB is not made",
                counted(*pages, "page"),
                bytes / 1_000_000,
                LONGEST / 1_000_000
            ),
            Refusal::Page(path, error) => write!(f, "{error} (while `{path}` was made)"),
        }
    }
}

/// The pages as one document of HTML.
///
/// # Errors
/// It would be too long, or a page could not be made.
pub fn export(site: &Site, output: &Output, pages: &[Page], title: &str) -> Result<String, Refusal> {
    let targets: HashMap<&str, usize> =
        pages.iter().enumerate().map(|(number, page)| (page.url.as_str(), number)).collect();
    let base_url = &site.proved.resolved.project.config.site.base_url;
    let made: Vec<Section> = pages
        .par_iter()
        .enumerate()
        .map(|(number, page)| {
            let path = format!("{}index.html", page.url);
            let html = text_of(output, &path)?;
            let rewriting = Rewriting { url: &page.url, number, targets: &targets, base_url, output };
            Ok(Section { styles: styles(&html, &page.url), html: rewriting.section(&html) })
        })
        .collect::<Result<_, _>>()?;
    let mut styles: Vec<&str> = Vec::new();
    for style in made.iter().flat_map(|section| &section.styles) {
        if !styles.contains(&style.as_str()) {
            styles.push(style);
        }
    }
    let styles = styles.into_iter().map(|path| text_of(output, path)).collect::<Result<Vec<_>, _>>()?.concat();
    let mut html = head(title, &styles);
    html.push_str(&contents(pages));
    for (page, section) in pages.iter().zip(made) {
        let kind = page.subject.kind();
        html.push_str(&format!(
            "<article class=\"kind-{kind}\" id=\"{}\" aria-label=\"{}\"><div class=\"page\"><div>{}</div></div></article>\n",
            page.url,
            escape(&page.title),
            section.html
        ));
    }
    html.push_str(&format!(
        "</main>\n<footer><p>{} Made with schemabook {}.</p></footer>\n</body>\n</html>\n",
        escape(claim_of_examples(&site.proved)),
        env!("CARGO_PKG_VERSION")
    ));
    if html.len() > LONGEST {
        return Err(Refusal::TooLong { bytes: html.len(), pages: pages.len() });
    }
    Ok(html)
}

/// What a page gives to the file.
struct Section {
    html: String,
    /// The stylesheets that it needs, by path.
    styles: Vec<String>,
}

fn text_of(output: &Output, path: &str) -> Result<String, Refusal> {
    let missing = || Refusal::Page(path.to_owned(), "it is not there".into());
    let made = output.get(path).ok_or_else(missing)?.make().map_err(|error| Refusal::Page(path.to_owned(), error))?;
    Ok(String::from_utf8_lossy(&made).into_owned())
}

/// The paths of the stylesheets that a page asks for.
fn styles(html: &str, url: &str) -> Vec<String> {
    let head = html.split("</head>").next().unwrap_or_default();
    let tags = head.split('<').filter_map(|text| split(text, b'>')).map(|(tag, _)| Tag::read(tag));
    let links = tags.filter(|tag| tag.name == "link" && tag.attribute("rel") == Some("stylesheet"));
    links.filter_map(|tag| rewrite::path_from(url, tag.attribute("href")?)).collect()
}

fn head(title: &str, styles: &str) -> String {
    let hash = STANDARD.encode(digest(styles.as_bytes()));
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{styles}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n\
         <header class=\"top\"><span class=\"brand\"><bdi>{title}</bdi></span></header>\n<main id=\"main\" tabindex=\"-1\">\n"
    )
}

/// The list of the pages, by kind, folded: a reader may look for something else first.
fn contents(pages: &[Page]) -> String {
    let mut kinds: BTreeMap<usize, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        kinds.entry(chosen::rank(&page.subject)).or_default().push(page);
    }
    let mut html = String::from("<div class=\"page\"><nav aria-label=\"Contents\">");
    for (rank, pages) in kinds {
        html.push_str(&format!("<details><summary>{} ({})</summary><ul>", chosen::KINDS[rank], pages.len()));
        for page in pages {
            html.push_str(&format!("<li><a href=\"#{}\"><bdi>{}</bdi></a></li>", page.url, escape(&page.title)));
        }
        html.push_str("</ul></details>");
    }
    html + "</nav></div>\n"
}
