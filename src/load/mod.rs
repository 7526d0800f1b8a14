//! Reads the tree, tells kinds of file apart by their content, makes sources of fences.

mod alone;
mod cache;
mod collect;
mod delivered;
mod event_type;
mod iglu;
mod incremental;
mod kind;
mod linked;
mod markdown;
mod metaschema;
mod naming;
mod paths;
mod pointers;
mod recognise;
mod referenced;
mod registry;
mod relisted;
mod schema;
mod shape;
mod texts;
mod well_known;
mod wrapped;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::model::{Project, Schema, Skip, Skipped};
use crate::source::{Format, Node, Source, SourceId};
use crate::tree::{Found, ReadError, Tree};
use cache::{Cached, Listing, Trust};
use recognise::Recognised;

pub use alone::alone;
pub use cache::{Cache, address};
pub use delivered::{Delivered, delivered};
pub use event_type::{TYPE_FIELDS, event_type, has_segments, is_counted_type};
pub use iglu::describes_itself;
pub use kind::{FOLDERS, expects_invalid, is_schema};
pub use linked::{Linked, PICTURE_LIMIT, linked};
pub use naming::{FOLDER_PAGES, beginnings, file_name, is_folder_page, stem, version_order, without_endings};
pub use paths::{decode, relative_to, within};
pub use recognise::modeline;
pub use referenced::{from_roots, referred};
pub use registry::read as read_registry;
pub use shape::{is_unversioned, part_shape};

/// A file that was read, before anything is made of it.
struct Read {
    catalog: usize,
    /// The path below the catalog.
    relative: String,
    source: Arc<Source>,
    kind: kind::Kind,
    /// The schema document that it is, if it is one.
    schema: Option<Arc<Schema>>,
    /// Whether another file says the same.
    is_twin: bool,
}

/// Reads everything that the configuration names, on all cores. What could not be read is recorded, nothing is dropped.
///
/// `out` is the output's folder relative to the tree, if it lies in it: it is never an input, and neither is the usual one beside it.
pub fn load(config: Config, tree: &Tree, out: Option<&str>) -> Project {
    load_with(&mut Cache::default(), config, tree, out).0
}

/// The same with what earlier runs have read; and whether anything that was read is another than in the last run.
pub fn load_with(cache: &mut Cache, config: Config, tree: &Tree, out: Option<&str>) -> (Project, bool) {
    cache.begin(&config);
    if let Some(loaded) = incremental::load_again(cache, tree) {
        return loaded;
    }
    let (files, mut skipped) = cache.listing.take().unwrap_or_else(|| inputs(&config, tree, out));
    let listing = (files.clone(), skipped.clone());
    let outcomes: Vec<Result<(Read, Cached), Skipped>> =
        files.into_par_iter().filter_map(|(catalog, path)| read(cache, &config, tree, catalog, &path)).collect();
    let mut reads = Vec::with_capacity(outcomes.len());
    let mut files = HashMap::with_capacity(outcomes.len());
    for outcome in outcomes {
        match outcome {
            Ok((read, cached)) => {
                files.insert(read.source.file.clone(), cached);
                reads.push(read);
            }
            Err(skip) => skipped.push(skip),
        }
    }
    let Recognised { reads, foreign, decided } = recognise::recognise(&config, reads);
    recognise::forget_decided(&mut files, &decided);
    let mut project = collect::collect(Arc::new(config), tree, reads, skipped);
    project.foreign = Arc::new(foreign);
    referenced::load_referenced(cache, &mut files, &mut project, tree);
    texts::add_texts(&mut project);
    // site.toml is no input, but findings may speak of it.
    let settings: Vec<Arc<Source>> = project.config.sources.all().cloned().collect();
    for source in settings {
        project.sources.add(source);
    }
    cache.listing = Some(listing);
    let changed = cache.end(files, &mut project);
    (project, changed)
}

/// Whether a path is none of the catalogs' inputs, whatever it holds: the output, the theme, what is excluded.
pub fn is_skipped(config: &Config, out: Option<&str>, path: &str) -> bool {
    let build = &config.build;
    build.exclude.matches(path)
        || Some(path) == out
        || path == build.out
        || path == crate::config::FILE
        || path == build.templates
        || path == build.statics
}

/// The files below the catalogs, each with the catalog it belongs to.
fn inputs(config: &Config, tree: &Tree, out: Option<&str>) -> Listing {
    let skip = |path: &str| is_skipped(config, out, path);
    let mut skipped = Vec::new();
    let mut files = std::collections::BTreeMap::new();
    for (index, catalog) in config.catalogs.iter().enumerate() {
        for entry in tree.walk(&catalog.path, &skip) {
            if nearest(config, &entry.path).is_some_and(|nearest| nearest != index) {
                continue;
            }
            let why = match entry.found {
                Found::File => {
                    files.insert(entry.path, index);
                    continue;
                }
                Found::Link { inside } => Skip::Link { inside },
                Found::Special => Skip::Special,
                Found::OddName => Skip::OddName,
                Found::Unreadable(cause) => Skip::Unreadable(cause),
                Found::LeftOut(why) => Skip::Made(why),
            };
            skipped.push(Skipped { file: entry.path, why });
        }
    }
    (files.into_iter().map(|(path, catalog)| (catalog, path)).collect(), skipped)
}

/// The catalog that a path belongs to, of those that hold it the one with the longest path.
fn nearest(config: &Config, path: &str) -> Option<usize> {
    let holding = config.catalogs.iter().enumerate().filter(|(_, catalog)| catalog.relative(path).is_some());
    holding.max_by_key(|(_, catalog)| catalog.path.len()).map(|(number, _)| number)
}

/// Reads one file and tells its kind; `None` for what is no input: a picture, a licence, a script.
fn read(
    cache: &Cache,
    config: &Config,
    tree: &Tree,
    catalog: usize,
    path: &str,
) -> Option<Result<(Read, Cached), Skipped>> {
    let settings = &config.catalogs[catalog];
    let relative = settings.relative(path).unwrap_or(path);
    let claimed = kind::claimed(settings, relative);
    let format = match Format::of_path(path) {
        Some(Format::Toml) if relative == registry::file(settings) => Format::Toml,
        None if claimed.is_none() && is_schema_without_ending(tree, path) => Format::Json,
        Some(Format::Toml) | None if claimed.is_none() => return None,
        Some(Format::Toml) | None => Format::Json,
        Some(format) => format,
    };
    let guess = claimed.is_some() && Format::of_path(path).is_none();
    Some(read_source(cache, tree, path, format, guess).map(|mut cached| {
        let kind = cached.kind.unwrap_or_else(|| kind::of(relative, &cached.source, claimed));
        cached.kind = Some(kind);
        if kind == kind::Kind::Schema && cached.schema.is_none() {
            // The source has no number yet.
            let document = schema::document(SourceId(0), &cached.source, catalog, settings, relative);
            cached.schema = Some(Arc::new(document));
        }
        let (source, schema) = (Arc::clone(&cached.source), cached.schema.clone());
        (Read { catalog, relative: relative.to_owned(), source, kind, schema, is_twin: false }, cached)
    }))
}

/// So many bytes tell what a file is.
const HEAD: usize = 4096;

/// Whether a file has no ending, and begins like a schema that says what it is.
fn is_schema_without_ending(tree: &Tree, path: &str) -> bool {
    !naming::file_name(path).contains('.') && tree.head(path, HEAD).is_some_and(|head| iglu::may_be_schema(&head))
}

/// Reads a source, again once if it vanished between walk and read (an editor's atomic save). A file without an ending is tried as YAML
/// where it is no JSON.
fn read_source(cache: &Cache, tree: &Tree, path: &str, format: Format, guess: bool) -> Result<Cached, Skipped> {
    let cached = cache.cached(path, format);
    if let Some((cached, Trust::Blindly)) = cached {
        return Ok(cached.clone());
    }
    // Before it is read: what is written meanwhile is noted as a change.
    let stamp = tree.stamp(path);
    if let Some((cached, Trust::IfStamped)) = cached
        && stamp.is_some()
        && cached.stamp == stamp
    {
        return Ok(cached.clone());
    }
    let bytes = match tree.read(path) {
        Err(ReadError::Missing) => tree.read(path),
        other => other,
    };
    let bytes = bytes.map_err(|error| Skipped { file: path.to_owned(), why: skip_reason(error) })?;
    if let Some((cached, _)) = cached.filter(|(cached, _)| Cache::is_same(cached, &bytes)) {
        return Ok(Cached { stamp, ..cached.clone() });
    }
    let length = bytes.len();
    let yaml = guess && !matches!(bytes.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'['));
    let source = match format {
        Format::Text => of_any_format(cache, path, bytes),
        _ => Source::from_file_with(cache.duplicates, path, if yaml { Format::Yaml } else { format }, bytes),
    };
    Ok(Cached { stamp, length, format, source: Arc::new(source), kind: None, schema: None })
}

/// Reads a file whose name does not tell how it is written: as an object of JSON or YAML if it is one, else as a text.
fn of_any_format(cache: &Cache, path: &str, bytes: Vec<u8>) -> Source {
    let read = |format, bytes| Source::from_file_with(cache.duplicates, path, format, bytes);
    let sources = [Format::Json, Format::Yaml].into_iter().map(|format| read(format, bytes.clone()));
    let object = sources.into_iter().find(|source| source.root().is_some_and(Node::is_object));
    object.unwrap_or_else(|| read(Format::Text, bytes))
}

fn skip_reason(error: ReadError) -> Skip {
    match error {
        ReadError::Missing => Skip::Unreadable("it vanished while it was read".to_owned()),
        ReadError::Outside => Skip::Link { inside: false },
        ReadError::NotAFile => Skip::Special,
        ReadError::TooLarge(size) => Skip::TooLarge(size),
        ReadError::System(cause) => Skip::Unreadable(cause.to_string()),
    }
}
