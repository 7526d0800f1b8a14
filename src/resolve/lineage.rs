//! Which schema documents are versions of one thing: by the registry, by their paths, by their `$id`s, by the event types that they state. AsyncAPI
//! documents are by their paths.

use std::collections::{BTreeMap, BTreeSet};

use super::Resolved;
use super::followed::{CURRENT, document_path, followed, gone, gone_documents, plain, stated, stated_by, version};
use crate::model::{Lineage, LineageVersion, Schema, Standing};
use crate::version::{Version, in_segment};

/// A schema document as a version of something.
struct Member {
    schema: Standing,
    label: Option<String>,
    /// Whether its path names the version, rather than the text or nothing.
    by_path: bool,
}

/// The lineages of all catalogs, in the order of catalogs and names.
pub fn lineages(resolved: &Resolved) -> Vec<Lineage> {
    let schemas = resolved.project.schemas.iter().enumerate();
    let schemas = schemas.filter(|(_, it)| !it.is_metaschema).map(|(number, schema)| (Standing::Now(number), schema));
    let schemas: Vec<(Standing, &Schema)> = schemas.chain(gone(resolved)).collect();
    let mut lineages = registered(resolved);
    let mut known: BTreeSet<Standing> =
        lineages.iter().flat_map(|it| &it.versions).map(|version| version.schema).collect();
    for key in [by_path, by_id, by_types_and_name, by_types_and_folder] {
        let mut groups: BTreeMap<(usize, String), Vec<Member>> = BTreeMap::new();
        for (number, schema) in schemas.iter().filter(|(number, _)| !known.contains(number)) {
            if let Some((name, label, by_path)) = key(schema) {
                let member = Member { schema: *number, label, by_path };
                groups.entry((schema.catalog, name)).or_default().push(member);
            }
        }
        for ((catalog, name), members) in groups {
            let name = name.split('\n').next().unwrap_or_default().to_owned();
            if let Some(lineage) = lineage(resolved, catalog, name, members) {
                let also = lineage.versions.iter().flat_map(LineageVersion::schemas).map(Standing::Now);
                known.extend(lineage.versions.iter().map(|version| version.schema).chain(also));
                lineages.push(lineage);
            }
        }
    }
    lineages.extend(documents(resolved));
    followed(resolved, &mut lineages);
    lineages.sort_by(|one, other| (one.catalog, &one.name).cmp(&(other.catalog, &other.name)));
    lineages
}

/// The AsyncAPI documents of which the paths name versions.
fn documents(resolved: &Resolved) -> Vec<Lineage> {
    let mut groups: BTreeMap<(usize, String), Vec<Member>> = BTreeMap::new();
    let now = resolved.project.whole_documents().iter().enumerate();
    let now = now.map(|(number, document)| (Standing::Document(number), &**document));
    for (schema, document) in now.chain(gone_documents(resolved)) {
        if let Some((name, label, by_path)) = key_of_path(document_path(document), stated_by(document)) {
            let member = Member { schema, label, by_path };
            groups.entry((document.catalog, name)).or_default().push(member);
        }
    }
    let groups = groups.into_iter();
    groups.filter_map(|((catalog, name), members)| lineage(resolved, catalog, name, members)).collect()
}

/// Whether the AsyncAPI documents are the versions that they were told to be: their texts say which, and may be others since.
pub fn has_versions_of_documents(resolved: &Resolved) -> bool {
    let known = resolved.lineages.iter();
    let known = known.filter(|it| it.versions.iter().any(|version| matches!(version.schema, Standing::Document(_))));
    let mut now = documents(resolved);
    now.sort_by(|one, other| (one.catalog, &one.name).cmp(&(other.catalog, &other.name)));
    known.eq(&now)
}

/// What the registries name for the versions of event types; types that share their schemas are one thing.
fn registered(resolved: &Resolved) -> Vec<Lineage> {
    let schemas = &resolved.project.schemas;
    let mut found: Vec<Lineage> = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in resolved.project.registered.iter().filter(|entry| entry.versions.len() > 1) {
        let members = entry.versions.iter().filter_map(|(version, name)| {
            Version::read(version)?;
            let place = resolved.find_in_catalog(entry.catalog, name)?;
            let schema = resolved.schema_of(place.source).filter(|_| place.pointer.is_empty())?;
            Some((schema, plain(version)))
        });
        let (numbers, labels): (Vec<usize>, Vec<String>) = members.unzip();
        if !seen.insert((entry.catalog, numbers.clone())) {
            continue;
        }
        // What stands at one path but for the version is called after it.
        let paths = numbers.iter().filter_map(|number| schemas.get(*number));
        let paths: BTreeSet<String> =
            paths.map(|schema| by_path(schema).map_or_else(|| schema.path.clone(), |(path, ..)| path)).collect();
        let one = paths.first().filter(|_| paths.len() == 1);
        let name = one.unwrap_or(&entry.name).clone();
        let members = numbers.into_iter().zip(labels);
        let members = members.map(|(schema, label)| {
            let schema = Standing::Now(schema);
            Member { schema, label: Some(label), by_path: true }
        });
        found.extend(lineage(resolved, entry.catalog, name, members.collect()));
    }
    found
}

/// The lineage of these, if there are two versions at least.
fn lineage(resolved: &Resolved, catalog: usize, name: String, members: Vec<Member>) -> Option<Lineage> {
    let mut versions: Vec<(Option<Version>, bool, LineageVersion)> = Vec::new();
    if !members.iter().any(|member| member.by_path) && !are_alike(resolved, &members) {
        return None;
    }
    for Member { schema, label, by_path } in members {
        let order = label.as_deref().and_then(Version::read);
        match versions.iter_mut().find(|(other, ..)| *other == order) {
            // What the tree has says what a version is, whatever it was.
            Some((_, is_named, known)) if by_path && !*is_named && schema.now().is_some() => {
                known.also.extend(std::mem::replace(&mut known.schema, schema).now());
                *is_named = true;
            }
            Some((_, _, known)) => known.also.extend(schema.now()),
            None => versions.push((order, by_path, version(label, schema))),
        }
    }
    // What is called the current one and has no number is the newest.
    versions.sort_by(|(one, ..), (other, ..)| (one.is_none(), one).cmp(&(other.is_none(), other)));
    let versions: Vec<LineageVersion> = versions.into_iter().map(|(_, _, version)| version).collect();
    (versions.len() > 1).then_some(Lineage { catalog, name, versions })
}

/// Whether some schemas that only their texts call versions have a name in common.
fn are_alike(resolved: &Resolved, members: &[Member]) -> bool {
    let mut own = members.iter().filter_map(|member| Some(resolved.standing(member.schema)?.1));
    let first = own.next().map(|schema| (schema.types.clone(), schema.id.as_deref().and_then(base_of_id)));
    let Some((types, id)) = first else { return false };
    own.all(|schema| {
        let same_id = id.is_some() && schema.id.as_deref().and_then(base_of_id) == id;
        same_id || (!types.is_empty() && schema.types == types)
    })
}

type Key = Option<(String, Option<String>, bool)>;

fn by_path(schema: &Schema) -> Key {
    key_of_path(&schema.path, stated(schema))
}

/// The path without the version, the version, and whether the path is what names it; the text may state a version as well.
fn key_of_path(path: &str, stated: Option<String>) -> Key {
    let segments: Vec<&str> = path.split('/').collect();
    let (file, folders) = segments.split_last()?;
    let above = folders.join("/");
    let joined = |name: &str| if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
    if CURRENT.contains(file) {
        return (!above.is_empty()).then_some((above, stated, false));
    }
    let current = CURRENT.iter().find_map(|word| file.strip_suffix(word)?.strip_suffix(['.', '-', '_']));
    if let Some(name) = current {
        return Some((joined(name), stated, false));
    }
    if let Some((before, version)) = in_segment(file) {
        let name = if before.is_empty() { above.clone() } else { joined(before) };
        // A number by itself may count anything: what is numbered has to have more in common.
        let is_number = before.is_empty() && !file.contains(['.', '-', 'v', 'V']);
        let is_deep = name.is_empty();
        return (!is_deep).then(|| (name, Some(finer(version, stated)), !is_number));
    }
    let versioned = folders.iter().rposition(|folder| {
        in_segment(folder).is_some_and(|(before, version)| before.is_empty() && version != *folder)
            || (folder.contains(['.', '-']) && in_segment(folder).is_some_and(|(before, _)| before.is_empty()))
    });
    if let Some(at) = versioned {
        let (_, version) = in_segment(folders.get(at)?)?;
        let rest = segments.iter().enumerate().filter(|(number, _)| *number != at).map(|(_, segment)| *segment);
        return Some((rest.collect::<Vec<_>>().join("/"), Some(finer(version, stated)), true));
    }
    // Beside numbered ones it is another version if it says of which number it is.
    Some((joined(file), Some(stated?), false))
}

/// The version that the text states, where it says more than the path: `2.1.3` in `order-v2.json`.
fn finer(version: &str, stated: Option<String>) -> String {
    let is_finer = |stated: &String| {
        let versions = Version::read(stated).zip(Version::read(version));
        versions.is_some_and(|(stated, coarse)| stated.is_one_of(&coarse))
    };
    stated.filter(is_finer).unwrap_or_else(|| plain(version))
}

/// The `$id` without the version in its last two segments.
fn base_of_id(id: &str) -> Option<String> {
    let id = crate::load::without_endings(id.trim_end_matches('#'));
    let segments: Vec<&str> = id.split('/').collect();
    let at =
        (0..segments.len()).rev().take(2).find(|at| segments.get(*at).is_some_and(|it| in_segment(it).is_some()))?;
    let parts = segments.iter().enumerate().filter_map(|(number, segment)| match in_segment(segment) {
        Some((before, _)) if number == at => (!before.is_empty()).then_some(before),
        _ => Some(*segment),
    });
    Some(parts.collect::<Vec<_>>().join("/"))
}

fn by_id(schema: &Schema) -> Key {
    let base = base_of_id(schema.id.as_deref()?)?;
    let version = schema.version.as_deref().filter(|text| Version::read(text).is_some())?;
    let name = base.rsplit('/').next().unwrap_or(&base).to_owned();
    // What is behind the line end tells apart what has one name.
    Some((format!("{name}\n{base}"), Some(plain(version)), true))
}

/// What states the same event types under one name, in another folder.
fn by_types_and_name(schema: &Schema) -> Key {
    by_types(schema, &schema.name)
}

/// What states the same event types beside it.
fn by_types_and_folder(schema: &Schema) -> Key {
    by_types(schema, schema.folder())
}

/// An envelope may state the types of what it carries, so that these alone are not enough.
fn by_types(schema: &Schema, also: &str) -> Key {
    let version = schema.version.as_deref().filter(|text| Version::read(text).is_some())?;
    let first = schema.types.first()?;
    Some((format!("{first}\n{}\n{also}", schema.types.join("\n")), Some(plain(version)), true))
}
