//! Finds the target of each reference, pairs examples with schemas, types with schemas, messages with channels; "used by".

mod asyncapi;
mod cache;
mod cached;
mod circle;
mod closure;
mod embedded;
mod enclosing;
mod event_types;
mod fields;
mod fingerprint;
mod followed;
mod graph;
mod incremental;
mod index;
mod lineage;
mod message_types;
mod near;
mod own_dialect;
mod pairing;
mod part;
mod parts;
mod past;
mod recent;
mod reference;
mod schema_walk;
mod stale;
mod stated;
mod type_place;
mod uri;
mod values;
mod versions;
mod walk;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::dialect::Dialect;
use crate::model::{DefaultValue, EventType, Field, Graph, Lineage, Project, Reference, Target, Use};
use crate::source::{Place, SourceId};
use stale::Ties;

pub use cache::Cache;
pub use cached::Cached;
pub use circle::leads_in_circle;
pub use closure::{Closure, reaches};
pub use fields::excluded;
pub use graph::servers_of;
pub use near::Paths;
pub use pairing::{Found, Recorded, Schemas};
pub use past::{Past, PastVersion, Since, Whole};
pub use recent::Recent;
pub use schema_walk::{Root, Visit, Walk};
pub use stale::{Mark, Stale};
pub use type_place::{place_of_type, stated_in, type_in_example, type_pointers};
pub use uri::{decode as percent_decoded, fragment, of_file as uri_of_file};
pub use values::{Settled, listed_values, settled};
pub use versions::Followed;
pub use walk::{Facts, LONG_NUMBERS, is_schema_position};

/// The project with everything that belongs together tied together. A copy shares everything.
#[derive(Clone, Debug)]
pub struct Resolved {
    pub project: Project,
    /// All references, ordered by source and pointer of their holder.
    pub references: Arc<[Arc<Reference>]>,
    /// What each source that holds schemas is made of.
    pub facts: Arc<HashMap<SourceId, Arc<Facts>>>,
    /// What uses the schemas of a source, by the pointer that is used.
    pub uses: Arc<BTreeMap<Place, Vec<Use>>>,
    pub types: Arc<Vec<EventType>>,
    /// Schemas, and AsyncAPI documents, that are versions of one thing, in the order of catalogs and names.
    pub lineages: Arc<[Lineage]>,
    /// What they were, if the history of the repository is asked.
    pub past: Arc<Past>,
    /// The channels of all documents and who uses them.
    pub graph: Arc<Graph>,
    /// The defaults of all schemas, by place.
    pub defaults: Arc<Vec<DefaultValue>>,
    /// Every property name of every schema, in alphabetical order.
    pub fields: Arc<[Field]>,
    /// Root `$id`s that several documents claim; the first of the list answers.
    pub duplicate_ids: Arc<Vec<(String, Vec<SourceId>)>>,
    /// All schemas that are not part of another: schema documents first, in the order of their names.
    pub roots: Arc<Vec<Root>>,
    ties: Ties,
    /// The sources that schemas elsewhere refer to.
    referred: Arc<HashSet<SourceId>>,
    by_source: Arc<HashMap<SourceId, usize>>,
    /// What the schemas of each source need, by its number.
    closures: Arc<[Closure]>,
    fingerprints: Arc<Vec<u64>>,
    /// Where the references of each source begin, by its number; at the end, how many there are.
    starts: Arc<Vec<usize>>,
}

/// Resolves a project. What leads nowhere is recorded, never dropped.
pub fn resolve(project: Project) -> Resolved {
    resolve_with(&mut Cache::default(), project)
}

/// The same with what earlier runs have found.
pub fn resolve_with(cache: &mut Cache, project: Project) -> Resolved {
    let incremental = incremental::resolve_again(cache, &project).filter(lineage::has_versions_of_documents);
    incremental.unwrap_or_else(|| resolve_anew(cache, project))
}

fn resolve_anew(cache: &mut Cache, project: Project) -> Resolved {
    let loaded = project.clone();
    let mut facts = cache.facts(&project, walk::roots(&project));
    let index = Arc::new(index::Index::new(&project, &facts));
    let references = cache.references(&project, &index, &mut facts);
    let starts = Arc::new(starts(&project, &references));
    part::adopt_dialects(&project, &references, &mut facts);
    let by_source = project.schemas.iter().enumerate().map(|(number, schema)| (schema.source, number));
    let mut resolved = Resolved {
        by_source: Arc::new(by_source.collect()),
        duplicate_ids: Arc::new(index.duplicates()),
        project,
        references,
        facts: Arc::new(facts),
        uses: Arc::default(),
        types: Arc::default(),
        lineages: Arc::new([]),
        past: Arc::default(),
        graph: Arc::default(),
        defaults: Arc::default(),
        fields: Arc::new([]),
        roots: Arc::default(),
        ties: Ties::default(),
        referred: Arc::default(),
        closures: Arc::new([]),
        fingerprints: Arc::default(),
        starts,
    };
    resolved.referred = Arc::new(referred(&resolved));
    resolved.closures = cache.closures(&resolved);
    resolved.fingerprints = cache.fingerprints(&resolved);
    cache.read_documents(&mut resolved);
    cache.state_types(&mut resolved);
    embedded::add_embedded(&mut resolved);
    pairing::pair(&mut resolved, cache.pairs());
    event_types::collect(&mut resolved);
    resolved.lineages = lineage::lineages(&resolved).into();
    cache.settle_documents(&mut resolved);
    (resolved.graph, resolved.uses) = cache.graph_and_uses(&resolved);
    resolved.roots = Arc::new(schema_walk::roots(&resolved));
    resolved.fields = cache.fields(&resolved, None);
    cache.keep(loaded, &resolved);
    resolved
}

impl Resolved {
    /// How often schemas and messages use a source or what stands in it.
    pub fn count_of_uses(&self, source: SourceId) -> usize {
        let (from, to) = (Place::root(source), Place::root(SourceId(source.0 + 1)));
        self.uses.range(from..to).map(|(_, uses)| uses.len()).sum()
    }

    /// The event types of a name by their numbers, one for each catalog that has it: they are sorted by name.
    pub fn types_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (usize, &'a EventType)> {
        let start = self.types.partition_point(|found| found.name.as_str() < name);
        self.types.iter().enumerate().skip(start).take_while(move |(_, found)| found.name == name)
    }

    /// The references that the object at `holder` makes.
    pub fn references_at(&self, holder: &Place) -> &[Arc<Reference>] {
        &self.references[self.numbers_at(holder)]
    }

    /// The same by their numbers.
    pub fn numbers_at(&self, holder: &Place) -> Range<usize> {
        let own = self.references_of(holder.source);
        let start = own.partition_point(|reference| reference.holder.pointer < holder.pointer);
        // Of one holder there are few.
        let end =
            start + own[start..].iter().take_while(|reference| reference.holder.pointer == holder.pointer).count();
        let first = self.numbers_of(holder.source).start;
        first + start..first + end
    }

    /// The references of one source.
    pub fn references_of(&self, source: SourceId) -> &[Arc<Reference>] {
        &self.references[self.numbers_of(source)]
    }

    /// The same by their numbers.
    pub fn numbers_of(&self, source: SourceId) -> Range<usize> {
        let number = source.0 as usize;
        self.starts[number]..self.starts[number + 1]
    }

    /// The target of the `$ref` at `holder`, if it has one that leads somewhere.
    pub fn target(&self, holder: &Place) -> Option<&Place> {
        self.references_at(holder).iter().find(|reference| reference.keyword == "$ref").and_then(|reference| {
            match &reference.target {
                Target::Place(place) => Some(place),
                _ => None,
            }
        })
    }

    /// Where a chain of `$ref`s from `place` ends; `None` if it leads nowhere, or back to itself.
    pub fn follow(&self, place: &Place) -> Option<Place> {
        let mut place = place.clone();
        for _ in 0..CHAIN_LIMIT {
            let has_ref = self.project.sources.node(&place)?.get("$ref").is_some();
            if !has_ref {
                return Some(place);
            }
            place = self.target(&place)?.clone();
        }
        None
    }

    /// All that the meaning of a source's schemas depends on, as one number: see `fingerprint.rs`.
    pub fn fingerprint(&self, source: SourceId) -> u64 {
        self.fingerprints[source.0 as usize]
    }

    /// What the schemas in `source` need, by whole sources.
    pub fn closure(&self, source: SourceId) -> &Closure {
        &self.closures[source.0 as usize]
    }

    /// The number of the schema document that is this source.
    pub fn schema_of(&self, source: SourceId) -> Option<usize> {
        self.by_source.get(&source).copied()
    }

    /// The schema document that is the dialect of another one, where that is one of the project's own.
    pub fn own_dialect(&self, source: SourceId) -> Option<SourceId> {
        self.project.schemas[self.schema_of(source)?].own_dialect
    }

    /// The dialect that a schema at `place` is read in.
    pub fn dialect_of(&self, place: &Place) -> Dialect {
        self.facts.get(&place.source).map_or(Dialect::Draft202012, |facts| facts.dialect_at(&place.pointer))
    }

    /// Whether a source stands in an OpenAPI document of version 3.0, which has a keyword of its own for null.
    pub fn is_openapi_3_0(&self, source: SourceId) -> bool {
        let sources = &self.project.sources;
        let holder = sources.get(source).holder.as_ref().and_then(|holder| sources.find(&holder.name));
        let version = holder.and_then(|holder| sources.get(holder).root()?.get("openapi")?.as_str());
        version.is_some_and(|version| version.starts_with("3.0"))
    }
}

/// The longest chain of references that is followed (contract, section 7).
pub const CHAIN_LIMIT: usize = 256;

fn starts(project: &Project, references: &[Arc<Reference>]) -> Vec<usize> {
    let mut starts = vec![0; project.sources.len() + 1];
    for reference in references {
        starts[reference.holder.source.0 as usize + 1] += 1;
    }
    for number in 1..starts.len() {
        starts[number] += starts[number - 1];
    }
    starts
}

/// The sources that schemas in other sources refer to.
fn referred(resolved: &Resolved) -> HashSet<SourceId> {
    let is_schema = |source: SourceId| resolved.facts.get(&source).is_some_and(|facts| facts.is_schema);
    let references = resolved.references.iter().filter(|reference| is_schema(reference.holder.source));
    let targets = references.filter_map(|reference| match &reference.target {
        Target::Place(place) => Some(place.source).filter(|source| *source != reference.holder.source),
        _ => None,
    });
    targets.collect()
}

/// "Used by", both ways: from each target to what refers to it.
fn uses(resolved: &Resolved) -> BTreeMap<Place, Vec<Use>> {
    let mut uses: BTreeMap<Place, Vec<Use>> = BTreeMap::new();
    for reference in resolved.references.iter() {
        if let Target::Place(target) = &reference.target {
            uses.entry(target.clone()).or_default().push(Use::Schema(reference.holder.clone()));
        }
    }
    for (number, document) in resolved.project.documents.iter().enumerate() {
        for (index, message) in document.messages.iter().enumerate() {
            for place in [&message.payload, &message.headers].into_iter().flatten() {
                uses.entry(place.clone()).or_default().push(Use::Message(number, index));
            }
        }
    }
    for list in uses.values_mut() {
        list.sort();
        list.dedup();
    }
    uses
}
