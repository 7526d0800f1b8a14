//! The schemas of one folder, where a catalog has too many for its own page; and the links between the pages of a long list.

use serde::Serialize;

use super::Anchor;
use super::catalog::{Row, schema_row};
use super::link::Links;
use crate::route::Site;
use crate::words::counted;

/// What the template shows.
#[derive(Debug, Serialize)]
pub struct FolderView {
    pub title: String,
    /// How many schemas the folder has, in words.
    pub count: String,
    pub rows: Vec<Row>,
    pub pager: Vec<ListLink>,
}

/// A page of a long list.
#[derive(Debug, Serialize)]
pub struct ListLink {
    pub link: Anchor,
    pub is_current: bool,
}

/// The view of the folder page `number`.
pub fn view(site: &Site, number: usize, links: &Links<'_>) -> FolderView {
    let folders = &site.routes.folders;
    let page = &folders[number];
    let same = folders.iter().filter(|other| (other.catalog, &other.folder) == (page.catalog, &page.folder));
    let count: usize = same.clone().map(|other| other.schemas.len()).sum();
    let urls: Vec<&str> = same.map(|other| other.url.as_str()).collect();
    FolderView {
        title: title(site, number),
        count: counted(count, "schema"),
        rows: page.schemas.iter().map(|schema| schema_row(site, *schema, links)).collect(),
        pager: pager(links, &urls, page.part),
    }
}

/// The folder's name.
pub fn title(site: &Site, number: usize) -> String {
    let folder = &site.routes.folders[number].folder;
    if folder.is_empty() { "Schemas".to_owned() } else { folder.clone() }
}

/// Links to the pages of a list; none if there is but one.
pub fn pager(links: &Links<'_>, urls: &[&str], current: usize) -> Vec<ListLink> {
    let link = |(number, url): (usize, &&str)| ListLink {
        link: Anchor { text: (number + 1).to_string(), href: links.to(url) },
        is_current: number == current,
    };
    if urls.len() < 2 { Vec::new() } else { urls.iter().enumerate().map(link).collect() }
}
