//! Guides and their headings.

use super::entry::{Entry, Kind};
use crate::page::Links;

pub fn guides(links: &Links<'_>) -> Vec<Entry> {
    let project = &links.site.proved.resolved.project;
    let guides = project.pages.iter().zip(&links.site.routes.guides);
    let entries = guides.map(|(page, url)| {
        Entry::new(Kind::Guide, &page.title, &project.config.catalogs[page.catalog].title, links.to(url)).or(&page.path)
    });
    entries.collect()
}

pub fn headings(links: &Links<'_>) -> Vec<Entry> {
    let guides = links.site.proved.resolved.project.pages.iter().zip(&links.site.routes.guides);
    let entries = guides.flat_map(|(page, url)| {
        let below = page.headings.iter().filter(|heading| heading.level > 1);
        below.map(move |heading| {
            let href = links.to(&format!("{url}#h-{}", heading.slug));
            Entry::new(Kind::Heading, &heading.text, &page.title, href)
        })
    });
    entries.collect()
}
