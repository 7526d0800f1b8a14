//! Finds what each reference leads to, in the order of the contract: a file, a root `$id`, the map.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::asyncapi::{Position, walk as walk_document};
use super::index::{Index, mapped};
use super::walk::{Facts, Link, Visit, is_schema_position, walk_schema};
use super::{near, uri};
use crate::asyncapi::Shape;
use crate::load::{from_roots, relative_to};
use crate::model::{Project, RefFault, Reference, Schema, Target};
use crate::source::{Format, Place, SourceId};
use crate::spelling::nearest;

/// What the links of a source lead to.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// In the order of their holders.
    references: Vec<Arc<Reference>>,
    /// The targets that no keyword leads to, in the order of the links: they are walked as well.
    unwalked: Vec<(Place, Option<Position>)>,
    /// The sources that were looked into.
    asked: Vec<SourceId>,
}

impl Found {
    /// The sources that were looked into: the links lead to the same as long as these are the same.
    pub fn asked(&self) -> &[SourceId] {
        &self.asked
    }
}

/// All references, and what may be kept of how they were found.
pub struct AllFound {
    pub references: Vec<Arc<Reference>>,
    /// What is found by the keywords alone.
    pub first: HashMap<SourceId, Arc<Found>>,
    /// The sources that were looked into for what was found after that.
    pub asked_later: HashSet<SourceId>,
}

/// Resolves the links of the facts of all sources. A target that no keyword leads to is walked as well, until there is nothing new. What the
/// links of a source lead to may be `kept`.
pub fn resolve_all(
    project: &Project,
    index: &Index,
    facts: &mut HashMap<SourceId, Arc<Facts>>,
    kept: impl Fn(SourceId) -> Option<Arc<Found>> + Sync,
) -> AllFound {
    let mut sources: Vec<SourceId> = facts.keys().copied().collect();
    sources.sort();
    let finder = Finder::new(project, index, facts);
    let find = |source: &SourceId| (*source, kept(*source).unwrap_or_else(|| Arc::new(finder.find(*source, 0))));
    let mut new: Vec<(SourceId, Arc<Found>)> = sources.par_iter().map(find).collect();
    let first = new.iter().cloned().collect();
    let mut references: Vec<Arc<Reference>> = Vec::new();
    let mut asked_later = HashSet::new();
    let mut done: HashMap<SourceId, usize> = HashMap::new();
    let mut walked: HashSet<Place> = HashSet::new();
    loop {
        let is_first = done.is_empty();
        references.extend(new.iter().flat_map(|(_, found)| &found.references).cloned());
        for source in &sources {
            done.insert(*source, facts[source].links.len());
        }
        for (place, position) in new.iter().flat_map(|(_, found)| &found.unwalked) {
            walk_target(project, facts, place, *position, &mut walked);
        }
        let finder = Finder::new(project, index, facts);
        let grown = sources.iter().filter(|source| facts[source].links.len() > done[source]);
        new = grown.map(|source| (*source, Arc::new(finder.find(*source, done[source])))).collect();
        if new.is_empty() {
            if !is_first {
                references.par_sort_by(|a, b| in_order(a, b));
            }
            return AllFound { references, first, asked_later };
        }
        asked_later.extend(new.iter().flat_map(|(_, found)| &found.asked).copied());
    }
}

/// The order of references, by source and pointer of their holder.
fn in_order(a: &Reference, b: &Reference) -> std::cmp::Ordering {
    a.holder.cmp(&b.holder).then(a.keyword.cmp(b.keyword))
}

/// Walks a place if no keyword leads there: below an unknown keyword, or in a part.
fn walk_target(
    project: &Project,
    facts: &mut HashMap<SourceId, Arc<Facts>>,
    place: &Place,
    position: Option<Position>,
    walked: &mut HashSet<Place>,
) {
    let Some(root) = project.sources.get(place.source).root() else { return };
    let Some(facts) = facts.get_mut(&place.source) else { return };
    if let (false, Some(position), Some(node)) = (facts.is_schema, position, root.pointer(&place.pointer)) {
        let shape = match position.shape {
            Shape::Reference(object) => Shape::Object(object),
            other => other,
        };
        walk_document(Arc::make_mut(facts), node, &place.pointer, Position { shape, ..position });
    }
    if !facts.is_schema || !walked.insert(place.clone()) {
        return;
    }
    if let Some(node) = root.pointer(&place.pointer) {
        let facts = Arc::make_mut(facts);
        let (dialect, base) = (facts.dialect, facts.base.clone());
        let known: HashSet<(String, &'static str)> =
            facts.links.iter().map(|link| (link.holder.clone(), link.keyword)).collect();
        let before = facts.links.len();
        let start = Visit { pointer: place.pointer.clone(), dialect, resource: String::new(), base };
        walk_schema(facts, node, start);
        let added = facts.links.split_off(before);
        facts.links.extend(added.into_iter().filter(|link| !known.contains(&(link.holder.clone(), link.keyword))));
    }
}

/// Finds what links lead to.
pub struct Finder<'a> {
    pub project: &'a Project,
    pub index: &'a Index,
    pub facts: &'a HashMap<SourceId, Arc<Facts>>,
    /// The names of schemas, once a reference leads to none.
    paths: OnceLock<near::Paths<'a>>,
}

impl<'a> Finder<'a> {
    /// Finds in these.
    pub fn new(project: &'a Project, index: &'a Index, facts: &'a HashMap<SourceId, Arc<Facts>>) -> Finder<'a> {
        Finder { project, index, facts, paths: OnceLock::new() }
    }

    /// What the links of a source lead to, from one of them on.
    pub fn find(&self, source: SourceId, from: usize) -> Found {
        let links = &self.facts[&source].links[from..];
        let mut found =
            Found { references: Vec::with_capacity(links.len()), unwalked: Vec::new(), asked: vec![source] };
        for link in links {
            let reference = self.reference(source, link);
            let asked = match &reference.target {
                Target::Place(place) | Target::Unresolved(RefFault::NoPlace { document: place, .. }) => {
                    Some(place.source)
                }
                Target::Unresolved(RefFault::Unparsed(place)) => Some(place.source),
                // These are told by the reference and by names alone.
                Target::Metaschema(_) | Target::Unresolved(_) => None,
            };
            found.asked.extend(asked);
            if let Target::Place(place) = &reference.target
                && self.is_unwalked(place, link.position)
            {
                found.unwalked.push((place.clone(), link.position));
            }
            found.references.push(Arc::new(reference));
        }
        found.asked.sort();
        found.asked.dedup();
        found.references.sort_by(|a, b| in_order(a, b));
        found
    }

    /// Whether no keyword leads to a place. The plain walk of a part has met all its references already.
    fn is_unwalked(&self, place: &Place, position: Option<Position>) -> bool {
        let Some(facts) = self.facts.get(&place.source) else { return false };
        let root = self.project.sources.get(place.source).root();
        match position {
            _ if facts.is_schema => !root.is_some_and(|root| is_schema_position(root, &place.pointer)),
            Some(_) => !facts.seen.contains(&place.pointer),
            None => false,
        }
    }

    fn reference(&self, source: SourceId, link: &Link) -> Reference {
        let target = self.target(source, link).unwrap_or_else(Target::Unresolved);
        let is_schema = match link.position {
            Some(position) => matches!(position.shape, Shape::Schema),
            None => self.facts[&source].is_schema,
        };
        let target = if is_schema { self.only_schema(target) } else { target };
        Reference {
            holder: Place::new(source, link.holder.clone()),
            keyword: link.keyword,
            text: link.text.clone(),
            target,
        }
    }

    /// What a schema refers to is a schema; a list or a text can't be one, so the reference leads nowhere.
    fn only_schema(&self, target: Target) -> Target {
        match &target {
            Target::Place(place) => match self.project.sources.node(place) {
                Some(node) if node.is_object() || node.as_bool().is_some() => target,
                _ => Target::Unresolved(RefFault::NoPlace { document: Place::root(place.source), near: Vec::new() }),
            },
            _ => target,
        }
    }

    fn target(&self, source: SourceId, link: &Link) -> Result<Target, RefFault> {
        let (document, fragment) = link.text.split_once('#').unwrap_or((&link.text, ""));
        if document.is_empty() {
            let resource = Place::new(source, link.resource.clone());
            let own = self.within(&resource, fragment);
            // An embedded resource may mean its document: generators write `#/definitions/…` wherever they stand.
            let holder = self.project.sources.get(source).holder.as_ref();
            let holder = holder.and_then(|holder| self.project.sources.find(&holder.name));
            return match (own, holder) {
                (Err(fault), _) if !link.resource.is_empty() => {
                    self.within(&Place::root(source), fragment).or(Err(fault))
                }
                // What stands in a file of another kind may mean that file: `#/components/schemas/…`.
                (Err(fault), Some(holder)) => self.within(&Place::root(holder), fragment).or(Err(fault)),
                (own, _) => own,
            };
        }
        let (resource, fragment) = self.document(source, link, document, fragment)?;
        match resource {
            Resource::Place(place) => self.within(&place, fragment),
            Resource::Metaschema(uri) => Ok(Target::Metaschema(uri)),
        }
    }

    /// The document or embedded resource that the part before `#` names, and what is left of the fragment.
    fn document<'t>(
        &self,
        source: SourceId,
        link: &Link,
        document: &str,
        fragment: &'t str,
    ) -> Result<(Resource, &'t str), RefFault> {
        let file = &self.project.sources.get(source).file;
        let path = uri::decode(document).filter(|path| !uri::has_scheme(path) && !path.starts_with('/'));
        let beside = path.as_deref().map(|path| relative_to(file, path));
        if let Some(Some(path)) = &beside
            && let Some((found, rest)) = self.file(path, fragment)
        {
            return Ok((Resource::Place(Place::root(found)), rest));
        }
        let resolved = uri::resolve(&link.base, document);
        // The document itself, another by its root `$id`, what is embedded here: a nested `$id` loses to a root one.
        let resources = self.facts[&source].resources.iter().filter(|(_, id)| uri::without_fragment(id) == resolved);
        let own = resources.map(|(pointer, _)| pointer).min_by_key(|pointer| pointer.len());
        let itself = own.filter(|pointer| pointer.is_empty()).map(|_| Place::root(source));
        let found = itself
            .or_else(|| self.index.by_id(&resolved).map(Place::root))
            .or_else(|| own.map(|pointer| Place::new(source, pointer.clone())))
            .or_else(|| self.index.by_id(document).map(Place::root));
        if let Some(found) = found {
            return Ok((Resource::Place(found), fragment));
        }
        if let Some(path) = mapped(self.project, self.index.catalog_of(source), &[&resolved, document]) {
            return match self.file(&path, fragment) {
                Some((found, rest)) => Ok((Resource::Place(Place::root(found)), rest)),
                None => Err(RefFault::NoDocument { near: vec![path] }),
            };
        }
        // What begins with `/` is meant from the root by whoever serves the files, and by editors.
        let absolute = uri::decode(document).filter(|path| path.starts_with('/') && !path.starts_with("//"));
        let from_root: Vec<String> =
            absolute.iter().flat_map(|path| from_roots(&self.project.config, &path[1..])).collect();
        if let Some((found, rest)) = from_root.iter().find_map(|path| self.file(path, fragment)) {
            return Ok((Resource::Place(Place::root(found)), rest));
        }
        if is_metaschema(&resolved) {
            return Ok((Resource::Metaschema(format!("{resolved}#{fragment}")), fragment));
        }
        if uri::has_scheme(document) || document.starts_with("//") {
            return Err(RefFault::Remote);
        }
        if document.contains('\\') || matches!(beside, Some(None)) {
            return Err(RefFault::Outside);
        }
        let paths = beside.flatten().map_or(from_root, |path| vec![path]);
        let near: Vec<String> = paths.iter().flat_map(|path| self.near(&resolved, path)).collect();
        // A path of the system's own, such as `/etc/passwd`, is near nothing.
        Err(if absolute.is_some() && near.is_empty() { RefFault::Outside } else { RefFault::NoDocument { near } })
    }

    /// A file by its path; in Markdown the fragment begins with the fence's slug.
    fn file<'t>(&self, path: &str, fragment: &'t str) -> Option<(SourceId, &'t str)> {
        let slug_end = fragment.find('/').unwrap_or(fragment.len());
        let fence = || self.project.sources.find(&format!("{path}#{}", &fragment[..slug_end]));
        if Format::of_path(path) == Some(Format::Markdown) && !fragment.is_empty() {
            return fence().map(|found| (found, &fragment[slug_end..]));
        }
        self.project.sources.find(path).map(|found| (found, fragment))
    }

    /// The place that a fragment names in a resource.
    fn within(&self, resource: &Place, fragment: &str) -> Result<Target, RefFault> {
        // What is wrong with the reference itself is told first: it does not depend on what the document holds.
        let fragment = uri::decode(fragment).ok_or(RefFault::BadPointer)?;
        if fragment.starts_with('/') && fragment.replace("~0", "").replace("~1", "").contains('~') {
            return Err(RefFault::BadPointer);
        }
        let source = self.project.sources.get(resource.source);
        // A page has no value; what leads to it as a whole leads to its text.
        if fragment.is_empty() && (source.root().is_some() || source.format == Format::Markdown) {
            return Ok(Target::Place(resource.clone()));
        }
        let Some(root) = source.root() else {
            return Err(RefFault::Unparsed(resource.clone()));
        };
        if fragment.starts_with('/') {
            let pointer = format!("{}{fragment}", resource.pointer);
            return match root.pointer(&pointer) {
                Some(_) => Ok(Target::Place(self.index.settled(Place::new(resource.source, pointer)))),
                None => Err(RefFault::NoPlace { document: resource.clone(), near: near::pointers(root, &pointer) }),
            };
        }
        let anchors = self.facts.get(&resource.source).map(|facts| &facts.anchors);
        let here = anchors.and_then(|anchors| anchors.get(&(resource.pointer.clone(), fragment.clone())));
        let anywhere = || anchors?.iter().find(|((_, name), _)| *name == fragment).map(|(_, pointer)| pointer);
        match here.or_else(anywhere) {
            Some(pointer) => Ok(Target::Place(Place::new(resource.source, pointer.clone()))),
            None => {
                let names = anchors.into_iter().flatten().map(|((_, name), _)| name.as_str());
                let near = nearest(&fragment, names).map(|name| format!("#{name}")).into_iter().collect();
                // A pointer whose first sign was forgotten is the commonest of these.
                let pointer = format!("{}/{fragment}", resource.pointer);
                let near = match root.pointer(&pointer) {
                    Some(_) => vec![format!("#/{fragment}")],
                    None => near,
                };
                Err(RefFault::NoPlace { document: resource.clone(), near })
            }
        }
    }

    /// The names that a reference to a document may have meant.
    fn near(&self, resolved: &str, path: &str) -> Vec<String> {
        let name = |schema: &'a Schema| self.project.sources.get(schema.source).name.as_str();
        let paths = self.paths.get_or_init(|| near::Paths::new(self.project.schemas.iter().map(name)));
        let by_path = paths.near(path);
        let by_id = nearest(resolved, self.index.ids());
        by_path.into_iter().chain(by_id).map(str::to_owned).collect()
    }
}

enum Resource {
    Place(Place),
    Metaschema(String),
}

/// Whether a URI is one of JSON Schema's own documents, which the validator knows.
fn is_metaschema(uri: &str) -> bool {
    let Some(path) =
        uri.strip_prefix("http://json-schema.org/").or_else(|| uri.strip_prefix("https://json-schema.org/"))
    else {
        return false;
    };
    let drafts = ["draft-04/schema", "draft-06/schema", "draft-07/schema"];
    let vocabularies = [
        "core",
        "applicator",
        "unevaluated",
        "validation",
        "meta-data",
        "format",
        "format-annotation",
        "format-assertion",
        "content",
    ];
    drafts.contains(&path)
        || ["draft/2019-09/", "draft/2020-12/"].iter().any(|draft| {
            path.strip_prefix(draft).is_some_and(|rest| {
                rest == "schema" || rest.strip_prefix("meta/").is_some_and(|name| vocabularies.contains(&name))
            })
        })
}
