//! Reads the tree, tells kinds of file apart by their content, makes sources of fences.

mod collect;
mod kind;
mod markdown;
mod naming;
mod referenced;
mod registry;
mod schema;

use rayon::prelude::*;

use crate::config::Config;
use crate::model::{Project, Skip, Skipped};
use crate::source::{Format, Source};
use crate::tree::{Found, ReadError, Tree};

pub use kind::{expects_invalid, is_schema};
pub use markdown::event_type;
pub use naming::{file_name, stem, without_endings};
pub use referenced::{decode, referred, relative_to, within};
pub use schema::is_counted_type;

/// A file that was read, before anything is made of it.
struct Read {
    catalog: usize,
    /// The path below the catalog.
    relative: String,
    source: Source,
    kind: kind::Kind,
}

/// Reads everything that the configuration names, on all cores. What could not be read is recorded, nothing is dropped.
///
/// `out` is the output's folder relative to the tree, if it lies in it: it is never an input, and neither is the usual one beside it.
pub fn load(config: Config, tree: &Tree, out: Option<&str>) -> Project {
    let mut skipped = Vec::new();
    let files = inputs(&config, tree, out, &mut skipped);
    let outcomes: Vec<Result<Read, Skipped>> =
        files.into_par_iter().filter_map(|(catalog, path)| read(&config, tree, catalog, &path)).collect();
    let mut reads = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        match outcome {
            Ok(read) => reads.push(read),
            Err(skip) => skipped.push(skip),
        }
    }
    let mut project = collect::collect(config, reads, skipped);
    referenced::load_referenced(&mut project, tree);
    // site.toml is no input, but findings may speak of it.
    for (_, source) in project.config.sources.iter() {
        project.sources.add(source.clone());
    }
    project
}

/// The files below the catalogs, each with the catalog it belongs to: the one with the longest path.
fn inputs(config: &Config, tree: &Tree, out: Option<&str>, skipped: &mut Vec<Skipped>) -> Vec<(usize, String)> {
    let build = &config.build;
    let skip = |path: &str| {
        build.exclude.matches(path)
            || Some(path) == out
            || path == build.out
            || path == crate::config::FILE
            || path == build.templates
            || path == build.statics
    };
    let mut files = std::collections::BTreeMap::new();
    for (index, catalog) in config.catalogs.iter().enumerate() {
        for entry in tree.walk(&catalog.path, &skip) {
            let nearest = config.catalogs.iter().enumerate();
            let nearest = nearest.filter(|(_, other)| other.relative(&entry.path).is_some());
            if nearest.max_by_key(|(_, other)| other.path.len()).is_some_and(|(nearest, _)| nearest != index) {
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
            };
            skipped.push(Skipped { file: entry.path, why });
        }
    }
    files.into_iter().map(|(path, catalog)| (catalog, path)).collect()
}

/// Reads one file and tells its kind; `None` for what is no input: a picture, a licence, a script.
fn read(config: &Config, tree: &Tree, catalog: usize, path: &str) -> Option<Result<Read, Skipped>> {
    let settings = &config.catalogs[catalog];
    let relative = settings.relative(path).unwrap_or(path);
    let claimed = kind::claimed(settings, relative);
    let format = match Format::of_path(path) {
        Some(Format::Toml) if relative == registry::file(settings) => Format::Toml,
        Some(Format::Toml) | None if claimed.is_none() => return None,
        Some(Format::Toml) | None => Format::Json,
        Some(format) => format,
    };
    Some(read_source(tree, path, format, claimed.is_some() && Format::of_path(path).is_none()).map(|source| {
        let kind = kind::of(settings, relative, &source, claimed);
        Read { catalog, relative: relative.to_owned(), source, kind }
    }))
}

/// Reads a source, again once if it vanished between walk and read (an editor's atomic save). A file without an ending is tried as YAML
/// where it is no JSON.
fn read_source(tree: &Tree, path: &str, format: Format, guess: bool) -> Result<Source, Skipped> {
    let bytes = match tree.read(path) {
        Err(ReadError::Missing) => tree.read(path),
        other => other,
    };
    let bytes = bytes.map_err(|error| Skipped { file: path.to_owned(), why: skip_reason(error) })?;
    if guess && !matches!(bytes.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'[')) {
        return Ok(Source::from_file(path, Format::Yaml, bytes));
    }
    Ok(Source::from_file(path, format, bytes))
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
