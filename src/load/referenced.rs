//! Reads files outside the catalogs that something in a catalog refers to.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::cache::{Cache, Cached, address};
use super::paths::{decode, relative_to, within};
use super::{markdown, read_source};
use crate::config::Config;
use crate::model::{Project, Skipped};
use crate::source::{Format, Source, SourceId};
use crate::tree::Tree;

/// Follows references of sources, of entries in site.toml and of registries to files that the walk did not read, until there are no new
/// ones. Each becomes a part; of a page, each fence of JSON or YAML does.
/// Dot-files are never inputs, whoever names them: secrets are kept in them.
pub fn load_referenced(cache: &mut Cache, files: &mut HashMap<String, Cached>, project: &mut Project, tree: &Tree) {
    let mut cached = HashMap::new();
    let mut open = named(project);
    let mut tried = HashSet::new();
    let mut next = 0;
    loop {
        while let Some(path) = open.pop() {
            // Most of what is referred to has been read.
            if project.sources.find(&path).is_some() || !tried.insert(path.clone()) {
                continue;
            }
            let hidden = path.split('/').any(|part| part.starts_with('.'));
            if !hidden && tree.has_file(&path) {
                add_part(cache, files, project, tree, &path);
            }
        }
        if next == project.sources.len() {
            cache.referred = cached;
            return;
        }
        let source = project.sources.share(SourceId(next as u32));
        let found = cache.referred(source).cloned();
        let found = found.unwrap_or_else(|| (Arc::clone(source), referred(project, source).into()));
        open.extend(found.1.iter().filter(|path| project.sources.find(path).is_none()).cloned());
        cached.insert(address(source), found);
        next += 1;
    }
}

/// The files that entries of site.toml and registries name.
fn named(project: &Project) -> Vec<String> {
    let catalogs = &project.config.catalogs;
    let file = |catalog, name: &str| within(catalog, name.split('#').next().unwrap_or_default());
    let entries = catalogs.iter().flat_map(|catalog| {
        let names = catalog.examples.iter().flat_map(|entry| &entry.schema);
        names.filter_map(move |name| file(catalog, name))
    });
    let registered = project.registered.iter();
    let registered =
        registered.flat_map(|entry| entry.schemas().filter_map(|name| file(&catalogs[entry.catalog], name)));
    let envelopes = catalogs.iter().filter_map(|catalog| file(catalog, catalog.types.envelope.as_deref()?));
    entries.chain(registered).chain(envelopes).collect()
}

/// The files that the references of a source lead to, each once: by their path, or by the map of a catalog.
pub fn referred(project: &Project, source: &Source) -> Vec<String> {
    referred_by(&project.config, source, true)
}

/// The same; of a schema that is asked for `data` as well, those that stand in values which it gives: then a file may be read for nothing, which
/// does no harm.
pub fn referred_by(config: &Config, source: &Source, data: bool) -> Vec<String> {
    let named = source.named().iter().filter(|named| data || !named.is_data);
    let mut names: Vec<&str> = named.map(|named| &*named.document).collect();
    let mut seen = HashSet::new();
    names.reverse();
    names.retain(|name| seen.insert(*name));
    names.reverse();
    let mut files = Vec::new();
    for name in names {
        if !name.contains(':') && !name.starts_with("//") {
            let path = decode(name);
            match path.as_deref().and_then(|path| path.strip_prefix('/')) {
                Some(path) => files.extend(from_roots(config, path)),
                None => files.extend(path.and_then(|path| relative_to(&source.file, &path))),
            }
        }
        let catalogs = config.catalogs.iter();
        files.extend(catalogs.filter_map(|catalog| within(catalog, &catalog.local_file(name)?)));
    }
    files
}

/// The paths that `/path` may mean: from the project's root, or from that of a catalog.
pub fn from_roots<'a>(config: &'a Config, path: &'a str) -> impl Iterator<Item = String> + 'a {
    let catalogs = config.catalogs.iter().filter(|catalog| !catalog.path.is_empty());
    relative_to("", path).into_iter().chain(catalogs.filter_map(move |catalog| within(catalog, path)))
}

fn add_part(cache: &Cache, files: &mut HashMap<String, Cached>, project: &mut Project, tree: &Tree, path: &str) {
    let format = match Format::of_path(path) {
        Some(Format::Toml | Format::JsonLines) | None => Format::Text,
        Some(format) => format,
    };
    match read_source(cache, tree, path, format, false) {
        Ok(cached) => {
            let source = Arc::clone(&cached.source);
            files.insert(path.to_owned(), cached);
            let fences = if format == Format::Markdown { markdown::fences(&source) } else { Vec::new() };
            let id = project.sources.add(source);
            if format != Format::Markdown {
                Arc::make_mut(&mut project.parts).push(id);
            }
            for fence in fences {
                let id = project.sources.add(fence);
                Arc::make_mut(&mut project.parts).push(id);
            }
            project.files += 1;
        }
        Err(Skipped { file, why }) => Arc::make_mut(&mut project.skipped).push(Skipped { file, why }),
    }
}
