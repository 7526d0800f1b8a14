//! Links of one page to others, and what the links of an author's Markdown become.

use crate::keyword::stated_at;
use crate::model::Page;
use crate::prose::{LinkTarget, Resolve};
use crate::route::{Destination, Site, destination, relative};
use crate::source::{Place, SourceId};

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

    /// The link to what a keyword at a place says: to the field that says it, or to the keyword of a root.
    pub fn to_stated(&self, keyword: &Place) -> Option<String> {
        let field = keyword.pointer.rsplit_once('/').map_or("", |(field, _)| field);
        let is_of_root = field.is_empty() && self.site.proved.resolved.schema_of(keyword.source).is_some();
        if is_of_root { self.to_place(keyword) } else { self.to_place(&Place::new(keyword.source, field)) }
    }

    /// The link to where the page of a schema document, by number, says what stands at a pointer in it.
    pub fn to_words(&self, schema: usize, pointer: &str) -> Option<String> {
        let project = &self.site.proved.resolved.project;
        let schema = &project.schemas[schema];
        let source = project.sources.get(schema.source);
        let stated = stated_at(source.root()?, schema.dialect, source, pointer);
        self.to_place(&Place::new(schema.source, stated))
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
        let site = self.links.site;
        match destination(site, self.file, to) {
            Destination::Web => LinkTarget::External(to.to_owned()),
            Destination::Address(address) => LinkTarget::Internal(self.links.to(&address)),
            Destination::Source(source, anchor) => match self.source(source, &anchor) {
                Some(address) => LinkTarget::Internal(self.links.to(&address)),
                None => LinkTarget::None,
            },
            Destination::Path(_) | Destination::Scheme | Destination::Outside => LinkTarget::None,
        }
    }
}

impl ProseLinks<'_, '_> {
    /// The address of what an anchor names in a source: a heading, or a place that raw HTML names; in a schema it is a JSON Pointer.
    fn source(&self, source: SourceId, anchor: &str) -> Option<String> {
        let site = self.links.site;
        let project = &site.proved.resolved.project;
        let Some(url) = site.page_of(source) else {
            // An example file has no page; it is shown on its schema's.
            return site.examples_in(source).first().map(|number| site.example_address(*number));
        };
        let is_named = || {
            let page = project.pages.iter().find(|page| page.source == source);
            let is_heading = |page: &Page| page.headings.iter().any(|heading| heading.slug == anchor);
            page.is_some_and(|page| !is_heading(page) && page.anchors.iter().any(|name| name == anchor))
        };
        Some(match anchor {
            "" => url.to_owned(),
            anchor if anchor.starts_with('/') => format!("{url}#{}", crate::route::pointer_anchor(anchor)),
            anchor if is_named() => format!("{url}#a-{anchor}"),
            anchor => format!("{url}#h-{anchor}"),
        })
    }
}
