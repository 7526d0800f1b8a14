//! What a link in Markdown leads to: a page, what is published beside the pages, a file of the repository, or nothing.

use super::Site;
use crate::config::Config;
use crate::load::{FOLDER_PAGES, Linked, linked};
use crate::model::Link;
use crate::prose::is_web;
use crate::source::SourceId;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// An address on the web that a page may link to.
    Web,
    /// A source of the project and what the anchor names in it, if anything.
    Source(SourceId, String),
    /// An address of the site.
    Address(String),
    /// A file or folder of the project that is no part of the site.
    Path(String),
    /// A scheme that no page may have, or what hides one.
    Scheme,
    /// Something out of the project.
    Outside,
}

/// What the link `to` leads to that is written in `file`.
pub fn destination(site: &Site, file: &str, to: &str) -> Destination {
    if is_web(to) {
        return Destination::Web;
    }
    let project = &site.proved.resolved.project;
    let (path, anchor) = match linked(file, to) {
        Linked::Elsewhere => return Destination::Scheme,
        Linked::Outside => return Destination::Outside,
        Linked::Path(path, anchor) => (path, anchor),
    };
    let found = |name: &str| project.sources.find(name).filter(|_| name != crate::config::FILE);
    // A fence of a page that is a schema has a page of its own; other anchors are headings.
    let fence = found(&format!("{path}#{anchor}")).filter(|source| site.page_of(*source).is_some());
    if let Some(fence) = fence {
        return Destination::Source(fence, String::new());
    }
    if let Some(source) = found(&path) {
        return Destination::Source(source, anchor);
    }
    let below = |name: &&str| found(&if path.is_empty() { (*name).to_owned() } else { format!("{path}/{name}") });
    if let Some(source) = FOLDER_PAGES.iter().find_map(below) {
        return Destination::Source(source, anchor);
    }
    let catalog = project.config.catalogs.iter().position(|catalog| catalog.path == path);
    match (catalog, published(&project.config, &path)) {
        (Some(catalog), _) if !path.is_empty() => Destination::Address(site.routes.catalogs[catalog].clone()),
        _ if path.is_empty() => Destination::Address(String::new()),
        (_, Some(address)) => Destination::Address(address),
        _ => Destination::Path(path),
    }
}

/// Where a file below the folder of static files is published.
fn published(config: &Config, path: &str) -> Option<String> {
    let rest = path.strip_prefix(config.build.statics.as_str())?.strip_prefix('/')?;
    Some(rest.strip_prefix("root/").map_or_else(|| format!("static/{rest}"), str::to_owned))
}

/// The address at which people read a file or folder of the project in its repository, if site.toml says where that is: by the way to edit a
/// file, which names the branch, else at the head of the repository.
pub fn in_repository(config: &Config, path: &str) -> Option<String> {
    let path = super::url_path(path);
    let edit = config.site.edit_url.as_deref().filter(|url| url.contains("/edit/") && url.contains("{file}"));
    if let Some(edit) = edit {
        return Some(edit.replacen("/edit/", "/blob/", 1).replace("{file}", &path));
    }
    let repository = config.site.repository.as_deref()?.trim_end_matches('/').trim_end_matches(".git");
    let host = repository.split("//").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let way = match host {
        _ if host.contains("gitlab") => "-/blob/HEAD",
        _ if host.contains("bitbucket") => "src/HEAD",
        _ => "blob/HEAD",
    };
    Some(format!("{repository}/{way}/{path}"))
}

/// The address of a picture that pages show. Names that not every system can hold get a hash, so that no two have one address.
pub fn picture_address(file: &str) -> String {
    let plain = super::path::segments(file);
    if plain == file {
        return format!("{}images/{file}", super::RAW);
    }
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((&plain, ""));
    format!("{}images/{stem}-{}.{ending}", super::RAW, super::short_hash(file))
}

/// The links of a page that lead to files of its project, inputs or not, as they are written.
pub fn links_to_files(links: &[Link]) -> impl Iterator<Item = &str> {
    links.iter().filter(|link| link.is_there).map(|link| link.to.as_str())
}
