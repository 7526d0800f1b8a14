//! Links of one page to others, and what the links of an author's Markdown become.

use crate::load::relative_to;
use crate::prose::{LinkTarget, Resolve, is_web};
use crate::route::{Site, relative};
use crate::source::Place;

/// Makes links from one page.
pub struct Links<'a> {
    pub site: &'a Site,
    from: &'a str,
    portable: bool,
}

impl<'a> Links<'a> {
    /// The links of the page at `from`.
    pub fn new(site: &'a Site, from: &'a str) -> Links<'a> {
        let portable = site.proved.resolved.project.config.site.base_url.is_empty();
        Links { site, from, portable }
    }

    /// The link to an address.
    pub fn to(&self, address: &str) -> String {
        if self.is_anywhere() {
            return format!("{}{address}", self.root());
        }
        relative(self.from, address, self.portable)
    }

    /// The way to the site's root: empty, or ends in `/`.
    pub fn root(&self) -> String {
        if !self.is_anywhere() {
            return "../".repeat(self.from.matches('/').count());
        }
        let base_url = &self.site.proved.resolved.project.config.site.base_url;
        let path = base_url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        format!("/{path}")
    }

    /// Whether the page is shown at any address at all, as servers show the one that says that there is none: its links begin at the
    /// host. Without a `base_url` the site is taken to lie at the root of a host, as it does in the preview.
    fn is_anywhere(&self) -> bool {
        self.from == super::NOT_FOUND
    }

    /// The link to what stands at a place, if it has a page.
    pub fn to_place(&self, place: &Place) -> Option<String> {
        self.site.address(place).map(|address| self.to(&address))
    }

    /// What Markdown written in `file` links to.
    pub fn prose<'b>(&'b self, file: &'b str) -> ProseLinks<'b, 'a> {
        ProseLinks { links: self, file }
    }
}

/// Resolves the links of Markdown that was written in one file.
pub struct ProseLinks<'b, 'a> {
    links: &'b Links<'a>,
    file: &'b str,
}

impl Resolve for ProseLinks<'_, '_> {
    fn link(&self, to: &str) -> LinkTarget {
        if is_web(to) {
            return LinkTarget::External(to.to_owned());
        }
        let (path, anchor) = to.split_once('#').map_or((to, ""), |(path, anchor)| (path, anchor));
        let site = self.links.site;
        let sources = &site.proved.resolved.project.sources;
        let file = if path.is_empty() { Some(self.file.to_owned()) } else { relative_to(self.file, path) };
        let Some(file) = file else { return LinkTarget::None };
        // A fence of a page that is a schema has a page of its own; other anchors are headings.
        let fence = sources.find(&format!("{file}#{anchor}")).and_then(|source| site.page_of(source));
        if let Some(url) = fence {
            return LinkTarget::Internal(self.links.to(url));
        }
        let names = [file.clone(), format!("{file}/README.md"), format!("{file}/index.md")];
        let url = names.iter().find_map(|name| site.page_of(sources.find(name)?));
        match (url, anchor) {
            (Some(url), "") => LinkTarget::Internal(self.links.to(url)),
            (Some(url), anchor) if anchor.starts_with('/') => {
                LinkTarget::Internal(self.links.to(&format!("{url}#{}", crate::route::pointer_anchor(anchor))))
            }
            (Some(url), anchor) => LinkTarget::Internal(self.links.to(&format!("{url}#h-{anchor}"))),
            (None, _) => self.example(&file),
        }
    }
}

impl ProseLinks<'_, '_> {
    /// An example file has no page; it is shown on its schema's.
    fn example(&self, file: &str) -> LinkTarget {
        let site = self.links.site;
        let project = &site.proved.resolved.project;
        let source = project.sources.find(file);
        match source.and_then(|source| project.examples_in(source).next()) {
            Some(number) => LinkTarget::Internal(self.links.to(&site.example_address(number))),
            None => LinkTarget::None,
        }
    }
}
