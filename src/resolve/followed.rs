//! What schema documents were before, as versions beside those that stand in the tree.

use std::collections::{BTreeMap, BTreeSet};

use super::{PastVersion, Resolved, Since};
use crate::model::{Lineage, LineageVersion, Schema, Standing};
use crate::source::SourceId;
use crate::version::Version;

/// Names of files that stand for the newest version.
pub const CURRENT: [&str; 2] = ["current", "latest"];

/// A version of which its number is all that is known.
pub fn version(label: Option<String>, schema: Standing) -> LineageVersion {
    let name = label.clone().unwrap_or_else(|| CURRENT[0].to_owned());
    LineageVersion { label, name, schema, also: Vec::new(), dated: None }
}

/// The version that a text states, where it is one that can be ordered.
pub fn stated(schema: &Schema) -> Option<String> {
    schema.version.as_deref().filter(|text| Version::read(text).is_some()).map(plain)
}

/// A version without the `v` before it.
pub fn plain(version: &str) -> String {
    version.strip_prefix(['v', 'V']).unwrap_or(version).to_owned()
}

/// The numbers of what each file was, the oldest first.
fn by_file(resolved: &Resolved) -> BTreeMap<&str, Vec<usize>> {
    let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, version) in resolved.past.versions.iter().enumerate() {
        files.entry(&version.file).or_default().push(number);
    }
    files
}

/// The schema document of the tree that is the file of this name.
fn head(resolved: &Resolved, file: &str) -> Option<usize> {
    let source: SourceId = resolved.project.sources.find(file)?;
    resolved.schema_of(source)
}

/// What the files last were that the tree no longer has: they may be versions of what it has.
pub fn gone(resolved: &Resolved) -> Vec<(Standing, &Schema)> {
    let files = by_file(resolved).into_iter().filter(|(file, _)| head(resolved, file).is_none());
    let last = files.filter_map(|(_, numbers)| numbers.last().copied().map(Standing::Past));
    last.filter_map(|last| Some((last, resolved.standing(last)?.1))).collect()
}

/// Puts before each version what its file was before, and gives each a name of its own.
pub fn followed(resolved: &Resolved, lineages: &mut Vec<Lineage>) {
    for (file, mut numbers) in by_file(resolved) {
        let now = head(resolved, file);
        let head = match now {
            Some(number) => Standing::Now(number),
            None => Standing::Past(numbers.pop().unwrap_or_default()),
        };
        let Some((_, schema)) = resolved.standing(head) else { continue };
        // Of a copy of another version nothing is told by itself.
        let is_copy = |it: &LineageVersion| now.is_some_and(|number| it.also.contains(&number));
        if lineages.iter().any(|it| it.versions.iter().any(is_copy)) {
            continue;
        }
        let mut at = lineages.iter().enumerate().filter_map(|(number, lineage)| {
            Some((number, lineage.versions.iter().position(|version| version.schema == head)?))
        });
        let (number, at) = at.next().unwrap_or((lineages.len(), 0));
        if number == lineages.len() {
            let versions = vec![version(stated(schema), head)];
            lineages.push(Lineage { catalog: schema.catalog, name: schema.path.clone(), versions });
        }
        let Some(lineage) = lineages.get_mut(number) else { continue };
        let others: BTreeSet<String> = lineage.versions.iter().filter_map(|version| version.label.clone()).collect();
        let own = lineage.versions.get(at).and_then(|version| version.label.clone());
        let before = numbers.into_iter().filter_map(|number| {
            let was = Standing::Past(number);
            let label = stated(resolved.standing(was)?.1);
            // What stands beside it under that number is that version.
            let is_beside = label != own && label.as_ref().is_some_and(|label| others.contains(label));
            (!is_beside).then(|| version(label, was))
        });
        lineage.versions.splice(at..at, before.collect::<Vec<_>>());
    }
    lineages.retain(|lineage| lineage.versions.len() > 1);
    lineages.iter_mut().for_each(|lineage| name(resolved, lineage));
}

/// Names the versions of a lineage by their numbers, and by revisions where several have one number, or none.
fn name(resolved: &Resolved, lineage: &mut Lineage) {
    let mut seen = BTreeSet::new();
    for version in lineage.versions.iter_mut().rev() {
        let Some(since) = since(resolved, version.schema) else {
            seen.insert(version.label.clone());
            continue;
        };
        version.dated = Some(since.date);
        let is_new = seen.insert(version.label.clone());
        version.name = match (&version.label, &since.revision) {
            (Some(label), Some(revision)) if !is_new => format!("{label} at {revision}"),
            (None, Some(revision)) => revision.clone(),
            (Some(label), _) => label.clone(),
            (None, None) => version.name.clone(),
        };
    }
}

/// Since when a version is what it is, where the history of the repository says that.
fn since(resolved: &Resolved, standing: Standing) -> Option<&Since> {
    match standing {
        Standing::Past(number) => resolved.past.versions.get(number).map(|PastVersion { since, .. }| since),
        Standing::Document(_) => None,
        Standing::Now(number) => {
            let source = resolved.project.schemas.get(number)?.source;
            resolved.past.heads.get(&resolved.project.sources.get(source).name)
        }
    }
}
