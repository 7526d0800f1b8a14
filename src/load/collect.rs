//! Puts what was read together into a [`Project`], in the order of the paths.

use std::collections::HashMap;
use std::sync::Arc;

use super::delivered::add_events;
use super::kind::{Claim, Kind, claimed, expects_invalid};
use super::markdown::{self, Sidecar};
use super::paths::relative_to;
use super::pointers::members;
use super::wrapped::add_holder;
use super::{Read, naming, registry, schema};
use crate::config::{Config, Entry};
use crate::model::{Document, Example, ExampleKind, Pairing, Project, Schema, Skipped};
use crate::source::{Format, Kind as NodeKind, Node, Place, SourceId, Sources, Span};
use crate::tree::Tree;

/// A project of so many files, of which none is in it yet.
pub fn empty(config: Arc<Config>, files: usize) -> Project {
    Project {
        config,
        sources: Sources::with_capacity(files),
        schemas: Arc::default(),
        examples: Arc::default(),
        documents: Arc::default(),
        pages: Arc::default(),
        registered: Arc::default(),
        skipped: Arc::default(),
        parts: Arc::default(),
        foreign: Arc::default(),
        mistakes: Arc::default(),
        files,
    }
}

/// The project made of what was read.
pub fn collect(config: Arc<Config>, tree: &Tree, reads: Vec<Read>, mut skipped: Vec<Skipped>) -> Project {
    skipped.sort_by(|a, b| a.file.cmp(&b.file));
    let mut project = Project { skipped: Arc::new(skipped), ..empty(config, reads.len()) };
    let has_pages = reads.iter().any(|read| read.kind == Kind::Page);
    let stems: std::collections::HashSet<String> = reads
        .iter()
        .filter(|read| has_pages && read.kind == Kind::Example)
        .map(|read| naming::stem(&read.source.file).to_owned())
        .collect();
    let mut sidecars: HashMap<String, Sidecar> = HashMap::new();
    for read in reads {
        let is_sidecar = read.kind == Kind::Page && stems.contains(naming::stem(&read.source.file));
        match read.kind {
            Kind::Page if is_sidecar => {
                let stem = naming::stem(&read.source.file).to_owned();
                let sidecar = markdown::sidecar(&mut project, read.source);
                sidecars.insert(stem, sidecar);
            }
            Kind::Page => markdown::add_page(&mut project, tree, read),
            Kind::Schema => {
                let settings = &project.config.catalogs[read.catalog];
                let id = SourceId(project.sources.len() as u32);
                let schema = match read.schema {
                    Some(schema) => Schema { source: id, ..Schema::clone(&schema) },
                    None => schema::document(id, &read.source, read.catalog, settings, &read.relative),
                };
                project.sources.add(read.source);
                Arc::make_mut(&mut project.schemas).push(schema);
            }
            Kind::Example => add_example(&mut project, read),
            Kind::AsyncApi => add_document(&mut project, read),
            Kind::Registry => add_registry(&mut project, read),
            Kind::Holder => add_holder(&mut project, read),
            Kind::AsyncApiPart => add_document(&mut project, read),
            Kind::Part | Kind::Other => {
                let id = project.sources.add(read.source);
                Arc::make_mut(&mut project.parts).push(id);
            }
        }
    }
    settle_own_dialects(&mut project);
    Arc::make_mut(&mut project.documents).sort_by_key(|document| document.is_part);
    for example in Arc::make_mut(&mut project.examples).iter_mut().filter(|_| !sidecars.is_empty()) {
        let file = &project.sources.get(example.place.source).file;
        if let Some(sidecar) = sidecars.get(naming::stem(file)) {
            example.description = Some((sidecar.source, sidecar.body));
            example.expect_invalid = sidecar.expect_invalid.unwrap_or(example.expect_invalid);
            example.because.clone_from(&sidecar.because);
        }
    }
    if sidecars.values().any(|sidecar| sidecar.is_generated) {
        let sources = &project.sources;
        let is_generated = |example: &Example| {
            let sidecar = sidecars.get(naming::stem(&sources.get(example.place.source).file));
            sidecar.is_some_and(|sidecar| sidecar.is_generated)
        };
        Arc::make_mut(&mut project.examples).retain(|example| !is_generated(example));
    }
    project
}

/// How many dialects of a project's own may be based on one another.
const BASES: usize = 8;

/// A schema whose `$schema` is the `$id` or the path of a metaschema of the project is read in the dialect on which that is based.
fn settle_own_dialects(project: &mut Project) {
    if project.schemas.iter().all(|schema| schema.unknown_dialect.is_none()) {
        return;
    }
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (number, schema) in project.schemas.iter().enumerate().filter(|(_, schema)| schema.is_metaschema) {
        by_name.insert(project.sources.get(schema.source).file.clone(), number);
        by_name.extend(schema.id.as_deref().map(|id| (id.trim_end_matches('#').to_owned(), number)));
    }
    let base = |number: usize| {
        let schema = &project.schemas[number];
        let name = schema.unknown_dialect.as_deref()?.trim_end_matches('#');
        let path = || relative_to(&project.sources.get(schema.source).file, name);
        let found = by_name.get(name).copied().or_else(|| by_name.get(&path()?).copied());
        found.filter(|found| *found != number)
    };
    let settled: Vec<(usize, usize, usize)> = (0..project.schemas.len())
        .filter_map(|number| {
            let own = base(number)?;
            let last = std::iter::successors(Some(own), |number| base(*number)).take(BASES).last()?;
            Some((number, own, last))
        })
        .collect();
    for (number, own, last) in settled {
        let (own, dialect) = (project.schemas[own].source, project.schemas[last].dialect);
        let schema = &mut Arc::make_mut(&mut project.schemas)[number];
        (schema.own_dialect, schema.dialect, schema.unknown_dialect) = (Some(own), dialect, None);
    }
}

fn add_registry(project: &mut Project, read: Read) {
    let id = SourceId(project.sources.len() as u32);
    let (registered, mistakes) = registry::read(id, &read.source, read.catalog);
    project.sources.add(read.source);
    Arc::make_mut(&mut project.registered).extend(registered);
    Arc::make_mut(&mut project.mistakes).extend(mistakes.into_iter().map(|mistake| (id, mistake)));
}

/// The document as it was found; `resolve` reads its channels, operations and messages.
fn add_document(project: &mut Project, read: Read) {
    let path = naming::without_endings(&read.relative).to_owned();
    let is_part = read.kind == Kind::AsyncApiPart;
    let source = project.sources.add(read.source);
    Arc::make_mut(&mut project.documents).push(Arc::new(Document {
        source,
        catalog: read.catalog,
        is_part,
        path,
        version: String::new(),
        asyncapi: None,
        title: String::new(),
        description: None,
        info_version: String::new(),
        channels: Vec::new(),
        operations: Vec::new(),
        messages: Vec::new(),
        parts: Vec::new(),
        schemas: Vec::new(),
    }));
}

fn add_example(project: &mut Project, read: Read) {
    let settings = &project.config.catalogs[read.catalog];
    let entry = match claimed(settings, &read.relative) {
        Some(Claim::Example(entry)) => Some(&settings.examples[entry]),
        _ => None,
    };
    let mut source = read.source;
    let stream = source.format == Format::JsonLines || (source.format == Format::Yaml && source.documents.len() > 1);
    if stream {
        // The documents of a stream, or its lines, are the items of one array, so that a pointer names each of them.
        let span = Span { start: 0, end: source.text.len() as u32 };
        let source = Arc::make_mut(&mut source);
        let documents = std::mem::take(&mut source.documents);
        if source.refusal().is_none() {
            source.documents = vec![Node { span, kind: NodeKind::Array(documents) }];
        }
    }
    let base = Example {
        place: Place::root(SourceId(project.sources.len() as u32)),
        catalog: read.catalog,
        kind: ExampleKind::File,
        expect_invalid: entry.and_then(|entry| entry.expect_invalid).unwrap_or_else(|| expects_invalid(&read.relative)),
        because: None,
        description: None,
        entry_schemas: entry.map(|entry| entry.schema.clone()).filter(|schemas| !schemas.is_empty()),
        named_schema: None,
        unparsed: source.root().is_none(),
        pairing: Pairing::Open,
        event_type: None,
        foreign: None,
    };
    let pointers = match (source.root(), entry) {
        (Some(root), _) if stream => (0..root.items().len()).map(|index| format!("/{index}")).collect(),
        (Some(root), Some(Entry { at: Some(at), .. })) => members(root, at),
        _ => vec![String::new()],
    };
    project.sources.add(Arc::clone(&source));
    let is_named = entry.is_some_and(|entry| entry.at.is_some());
    for pointer in pointers {
        let example = Example { place: Place::new(base.place.source, pointer), ..base.clone() };
        if is_named {
            // Whoever says where the instance stands means that value, and not what was delivered in it.
            Arc::make_mut(&mut project.examples).push(example);
        } else {
            add_events(project, &source, example);
        }
    }
}
