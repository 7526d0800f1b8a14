//! Loads a project again of which a few files were saved: those are read, and all else is as it was.

use std::sync::Arc;

use super::cache::{Cache, Cached, address};
use super::kind::{Claim, Kind, claimed};
use super::referenced::referred;
use super::texts::holds_texts;
use super::{Read, collect, read, read_source};
use crate::model::{Fence, FenceUse, Project};
use crate::source::{Format, Source, SourceId};
use crate::tree::Tree;

/// What is loaded and whether it is another project than before. `None` if it is not known which files may have changed, or one of them is
/// to the project what it was not before: then everything is put together anew.
pub fn load_again(cache: &mut Cache, tree: &Tree) -> Option<(Project, bool)> {
    let touched = cache.touched.as_ref()?;
    let before = cache.last.clone()?;
    let mut project = before.clone();
    let mut saved = Vec::new();
    for path in touched {
        let known = cache.files.get(path)?;
        let (cached, read) = read_again(cache, &project, tree, path)?;
        if Arc::ptr_eq(&cached.source, &known.source) {
            continue;
        }
        match read {
            Some(read) if read.kind == Kind::Page => put_page(&mut project, tree, read)?,
            _ => put_file(&mut project, known, &cached)?,
        }
        saved.push((path.clone(), cached));
    }
    let others = project.sources.changed_since(&before.sources);
    let mut leading = Vec::new();
    for id in &others {
        let source = project.sources.share(*id);
        let leads_to = referred(&project, source);
        let before = before.sources.share(*id);
        let led_to = cache.referred(before).map_or_else(|| referred(&project, before).into(), |led| Arc::clone(&led.1));
        // Another file may have to be read.
        if *led_to != *leads_to {
            return None;
        }
        leading.push((Arc::clone(source), leads_to.into()));
    }
    for (id, led) in others.iter().zip(leading) {
        let (source, before) = (&led.0, before.sources.share(*id));
        if cache.made.contains_key(&source.name) {
            cache.made.insert(source.name.clone(), Arc::clone(source));
        }
        cache.referred.remove(&address(before));
        cache.referred.insert(address(source), led);
    }
    cache.files.extend(saved);
    cache.touched = None;
    cache.last = Some(project.clone());
    Some((project, !others.is_empty()))
}

/// The file as it is now, and what it is to the catalogs, if that is no more than `put_file` and `put_page` look at.
fn read_again(cache: &Cache, project: &Project, tree: &Tree, path: &str) -> Option<(Cached, Option<Read>)> {
    let (files, _) = cache.listing.as_ref()?;
    let Ok(number) = files.binary_search_by(|(_, known)| known.as_str().cmp(path)) else {
        let format = cache.files.get(path)?.format;
        let cached = (format != Format::Markdown).then(|| read_source(cache, tree, path, format, false).ok());
        return Some((cached.flatten()?, None));
    };
    let catalog = files[number].0;
    let (read, cached) = read(cache, &project.config, tree, catalog, path)?.ok()?;
    // A file of which a part is the example may have more such parts than before.
    let settings = &project.config.catalogs[catalog];
    let is_whole = match claimed(settings, &read.relative) {
        Some(Claim::Example(entry)) => settings.examples[entry].at.is_none(),
        _ => settings.types.unwrap.is_empty(),
    };
    (is_whole && read.kind != Kind::Registry).then_some((cached, Some(read)))
}

/// Puts a file in the place of what it was; `None` if it is to the project what it was not, beside its text and title.
fn put_file(project: &mut Project, known: &Cached, now: &Cached) -> Option<()> {
    let id = project.sources.find(&now.source.file)?;
    let is_one = |source: &Source| source.root().is_some() && source.documents.len() == 1 && !holds_texts(source);
    let is_alike = known.kind == now.kind
        && known.source.format == now.source.format
        && is_one(&known.source)
        && is_one(&now.source)
        && Arc::ptr_eq(project.sources.share(id), &known.source);
    if !is_alike {
        return None;
    }
    match (&known.schema, &now.schema) {
        (Some(known), Some(now)) if known.is_same_but_for_words(now) => {
            if (&known.title, known.deprecated) != (&now.title, now.deprecated) {
                let schema = Arc::make_mut(&mut project.schemas).iter_mut().find(|schema| schema.source == id)?;
                (schema.title, schema.deprecated) = (now.title.clone(), now.deprecated);
            }
        }
        (None, None) => {}
        _ => return None,
    }
    project.sources.set(id, Arc::clone(&now.source));
    Some(())
}

/// Puts a page in the place of what it was; `None` if it was no page, or a fence of it is or was an input.
fn put_page(project: &mut Project, tree: &Tree, read: Read) -> Option<()> {
    let id = project.sources.find(&read.source.file)?;
    let number = project.pages.iter().position(|page| page.source == id)?;
    let mut alone = collect::collect(Arc::clone(&project.config), tree, vec![read], Vec::new());
    let mut page = Arc::make_mut(&mut alone.pages).pop()?;
    let is_code = |fence: &Fence| fence.used == FenceUse::Code;
    // Its front matter stands before it.
    let first = (id.0 + 1).checked_sub(alone.sources.len() as u32)?;
    let ids = || (first..=id.0).map(SourceId);
    let file = &project.sources.get(id).file;
    let same_names = ids().zip(alone.sources.iter()).all(|(id, (_, now))| project.sources.get(id).name == now.name);
    let is_all = first == 0 || project.sources.get(SourceId(first - 1)).file != *file;
    let is_alike = page.fences.iter().chain(&project.pages[number].fences).all(is_code)
        && alone.mistakes.is_empty()
        && !project.mistakes.iter().any(|(source, _)| ids().any(|id| id == *source))
        && same_names
        && is_all;
    if !is_alike {
        return None;
    }
    for (id, source) in ids().zip(alone.sources.all()) {
        if !project.sources.get(id).is_same(source) {
            project.sources.set(id, Arc::clone(source));
        }
    }
    (page.source, page.front) = (id, page.front.map(|front| SourceId(first + front.0)));
    Arc::make_mut(&mut project.pages)[number] = page;
    Some(())
}
