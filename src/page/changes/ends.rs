//! Which event types end, and when: by the dates that the registries name, never by a clock.

use serde::Serialize;

use crate::page::Anchor;
use crate::page::link::Links;

/// An event type that ends.
#[derive(Debug, Serialize)]
pub struct End {
    pub link: Anchor,
    pub catalog: String,
    pub sunset: String,
    pub since: Option<String>,
    pub replaced_by: Option<Anchor>,
}

/// The types for which a day is named from which on they may be gone, the soonest first; those of some names, or of all.
pub fn ends(links: &Links<'_>, is_meant: impl Fn(&str) -> bool) -> Vec<End> {
    let site = links.site;
    let project = &site.proved.resolved.project;
    let type_link = |name: &str| Anchor {
        text: name.to_owned(),
        href: site.routes.types.get(name).map(|url| links.to(url)).unwrap_or_default(),
    };
    let mut found: Vec<_> = project
        .registered
        .iter()
        .filter(|entry| is_meant(&entry.name))
        .filter_map(|entry| Some((entry.deprecated.as_ref()?.sunset?, entry)))
        .collect();
    found.sort_by(|(one, a), (other, b)| (one, &a.name).cmp(&(other, &b.name)));
    let rows = found.into_iter().map(|(sunset, entry)| End {
        link: type_link(&entry.name),
        catalog: project.config.catalogs.get(entry.catalog).map(|catalog| catalog.title.clone()).unwrap_or_default(),
        sunset: sunset.to_string(),
        since: entry.deprecated.as_ref().and_then(|it| it.since).map(|date| date.to_string()),
        replaced_by: entry.replaced_by.as_deref().map(type_link),
    });
    rows.collect()
}
