//! What schemas and AsyncAPI documents were before, as versions beside those that stand in the tree.

use std::collections::{BTreeMap, BTreeSet};

use super::{PastVersion, Resolved, Since, Whole};
use crate::model::{Document, Lineage, LineageVersion, Schema, Standing};
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

/// The same of an AsyncAPI document.
pub fn stated_by(document: &Document) -> Option<String> {
    Some(&document.info_version).filter(|text| Version::read(text).is_some()).map(|text| plain(text))
}

/// The path of an AsyncAPI document as in the addresses of its pages.
pub fn document_path(document: &Document) -> &str {
    document.path.strip_prefix("asyncapi/").unwrap_or(&document.path)
}

/// A version without the `v` before it.
pub fn plain(version: &str) -> String {
    version.strip_prefix(['v', 'V']).unwrap_or(version).to_owned()
}

/// What each source was by number, the oldest first. A file that was a schema once and is a document now is two things.
fn by_name(resolved: &Resolved) -> BTreeMap<(&str, bool), Vec<usize>> {
    let mut names: BTreeMap<(&str, bool), Vec<usize>> = BTreeMap::new();
    for (number, version) in resolved.past.versions.iter().enumerate() {
        let is_schema = matches!(version.whole, Whole::Schema(_));
        names.entry((&version.name, is_schema)).or_default().push(number);
    }
    names
}

/// The schema or the document of the tree that is the source of this name.
fn head(resolved: &Resolved, (name, is_schema): (&str, bool)) -> Option<Standing> {
    let standing = resolved.whole_of(resolved.project.sources.find(name)?)?;
    Some(standing).filter(|standing| standing.now().is_some() == is_schema)
}

/// What the sources last were that the tree no longer has: they may be versions of what it has.
fn last(resolved: &Resolved) -> impl Iterator<Item = Standing> {
    let names = by_name(resolved).into_iter().filter(|(key, _)| head(resolved, *key).is_none());
    names.filter_map(|(_, numbers)| numbers.last().copied().map(Standing::Past))
}

/// The schemas of these.
pub fn gone(resolved: &Resolved) -> impl Iterator<Item = (Standing, &Schema)> {
    last(resolved).filter_map(|last| Some((last, resolved.standing(last)?.1)))
}

/// The AsyncAPI documents of these.
pub fn gone_documents(resolved: &Resolved) -> impl Iterator<Item = (Standing, &Document)> {
    last(resolved).filter_map(|last| Some((last, resolved.document_standing(last)?.1)))
}

/// The version that something states, where it is one that can be ordered.
fn label(resolved: &Resolved, standing: Standing) -> Option<String> {
    match resolved.standing(standing) {
        Some((_, schema)) => stated(schema),
        None => stated_by(resolved.document_standing(standing)?.1),
    }
}

/// The catalog of something, and what it is called where it has no version beside it.
fn alone(resolved: &Resolved, standing: Standing) -> Option<(usize, String)> {
    match resolved.standing(standing) {
        Some((_, schema)) => Some((schema.catalog, schema.path.clone())),
        None => {
            let (_, document) = resolved.document_standing(standing)?;
            Some((document.catalog, document_path(document).to_owned()))
        }
    }
}

/// Puts before each version what its source was before, and gives each a name of its own.
pub fn followed(resolved: &Resolved, lineages: &mut Vec<Lineage>) {
    for (key, mut numbers) in by_name(resolved) {
        let now = head(resolved, key);
        let head = now.unwrap_or_else(|| Standing::Past(numbers.pop().unwrap_or_default()));
        // Of a copy of another version nothing is told by itself.
        let is_copy = |it: &LineageVersion| now.and_then(Standing::now).is_some_and(|number| it.also.contains(&number));
        if lineages.iter().any(|it| it.versions.iter().any(is_copy)) {
            continue;
        }
        let mut at = lineages.iter().enumerate().filter_map(|(number, lineage)| {
            Some((number, lineage.versions.iter().position(|version| version.schema == head)?))
        });
        let (number, at) = at.next().unwrap_or((lineages.len(), 0));
        if number == lineages.len() {
            let Some((catalog, name)) = alone(resolved, head) else { continue };
            lineages.push(Lineage { catalog, name, versions: vec![version(label(resolved, head), head)] });
        }
        let Some(lineage) = lineages.get_mut(number) else { continue };
        let others: BTreeSet<String> = lineage.versions.iter().filter_map(|version| version.label.clone()).collect();
        let own = lineage.versions.get(at).and_then(|version| version.label.clone());
        let before = numbers.into_iter().filter_map(|number| {
            let was = Standing::Past(number);
            let label = label(resolved, was);
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
        Standing::Now(_) | Standing::Document(_) => resolved.past.heads.get(&resolved.source_of(standing)?.name),
    }
}
