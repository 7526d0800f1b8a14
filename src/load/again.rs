//! Loads a project again of which a few files were saved: those are read, and all else is as it was.

use std::sync::Arc;

use super::kind::{Claim, Kind, claimed};
use super::memory::{Kept, Memory, address};
use super::referenced::referred;
use super::{read, read_source};
use crate::model::Project;
use crate::source::Format;
use crate::tree::Tree;

/// What is loaded and whether it is another project than before. `None` if it is not known which files may have changed, or one of them is
/// to the project what it was not before: then everything is put together anew.
pub fn load_again(memory: &mut Memory, tree: &Tree) -> Option<(Project, bool)> {
    let touched = memory.touched.as_ref()?;
    let mut project = memory.last.clone()?;
    let mut saved = Vec::new();
    for path in touched {
        let id = project.sources.find(path)?;
        let before = memory.files.get(path)?;
        let now = read_again(memory, &project, tree, path)?;
        if Arc::ptr_eq(&now.source, &before.source) {
            continue;
        }
        let leads_to = referred(&project, &now.source);
        if !Arc::ptr_eq(project.sources.share(id), &before.source)
            || !is_alike(before, &now)
            || *memory.referred(&before.source)?.1 != *leads_to
        {
            return None;
        }
        saved.push((id, path.clone(), now, leads_to));
    }
    let changed = !saved.is_empty();
    for (id, path, now, leads_to) in saved {
        project.sources.set(id, Arc::clone(&now.source));
        memory.referred.insert(address(&now.source), (Arc::clone(&now.source), leads_to.into()));
        if let Some(before) = memory.files.insert(path, now) {
            memory.referred.remove(&address(&before.source));
        }
    }
    memory.touched = None;
    memory.last = Some(project.clone());
    Some((project, changed))
}

/// The file as it is now, if it is one of those of which nothing is made but a source and what `is_alike` looks at.
fn read_again(memory: &Memory, project: &Project, tree: &Tree, path: &str) -> Option<Kept> {
    let (files, _) = memory.listing.as_ref()?;
    match files.binary_search_by(|(_, known)| known.as_str().cmp(path)) {
        Ok(number) => {
            let catalog = files[number].0;
            let (read, kept) = read(memory, &project.config, tree, catalog, path)?.ok()?;
            // A file of which a part is the example may have more such parts than before.
            let settings = &project.config.catalogs[catalog];
            let is_whole = match claimed(settings, &read.relative) {
                Some(Claim::Example(entry)) => settings.examples[entry].at.is_none(),
                _ => true,
            };
            let is_one = matches!(read.kind, Kind::Schema | Kind::Example | Kind::AsyncApi | Kind::Part);
            (is_whole && is_one).then_some(kept)
        }
        Err(_) => {
            let format = memory.files.get(path)?.format;
            (format != Format::Markdown).then(|| read_source(memory, tree, path, format, false).ok()).flatten()
        }
    }
}

/// Whether a file is to the project what it was before, beside its text.
fn is_alike(before: &Kept, now: &Kept) -> bool {
    before.kind == now.kind
        && before.schema == now.schema
        && before.source.format == now.source.format
        && [before, now].iter().all(|kept| kept.source.root().is_some() && kept.source.documents.len() == 1)
}
