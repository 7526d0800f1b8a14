//! Rungs 4, 5 and 7: an example's path mirrors the path of its schema, or stands beside the only schema there is.

use std::collections::HashMap;

use super::Answer;
use crate::load::{FOLDERS, file_name, stem, without_endings};
use crate::model::Example;
use crate::resolve::Resolved;
use crate::source::{Place, SourceId};

/// Schema files by catalog and path.
#[derive(Debug)]
pub struct Paths {
    /// By the path without endings, from the catalog's root and from each folder `schemas/` on it.
    by_path: HashMap<(usize, String), Vec<SourceId>>,
    /// By folder: the names of the schemas in it.
    pub by_folder: HashMap<(usize, String), Vec<(String, SourceId)>>,
    by_name: HashMap<(usize, String), Vec<SourceId>>,
}

impl Paths {
    /// The paths of all schema files.
    pub fn new(resolved: &Resolved) -> Paths {
        let mut paths = Paths { by_path: HashMap::new(), by_folder: HashMap::new(), by_name: HashMap::new() };
        for schema in resolved.project.schemas.iter() {
            let source = resolved.project.sources.get(schema.source);
            // A fence has no path; what stands in a file of another kind has one that is made of its own.
            let relative = match &source.holder {
                Some(_) => schema.path.as_str(),
                None if source.name == source.file => relative(resolved, schema.catalog, &source.file),
                None => continue,
            };
            let path = without_endings(relative);
            let mut keys = vec![path];
            let mut from = 0;
            while let Some(at) = path[from..].find("schemas/") {
                let start = from + at;
                from = start + "schemas/".len();
                if start == 0 || path.as_bytes()[start - 1] == b'/' {
                    keys.push(&path[from..]);
                }
            }
            for key in keys {
                paths.by_path.entry((schema.catalog, key.to_owned())).or_default().push(schema.source);
            }
            paths.by_name.entry((schema.catalog, schema.name.clone())).or_default().push(schema.source);
            let folder = folder(relative).to_owned();
            paths.by_folder.entry((schema.catalog, folder)).or_default().push((schema.name.clone(), schema.source));
        }
        paths
    }

    /// Rung 4: `examples/<path of the schema>/<name>.json`.
    pub fn mirrored_folder(&self, resolved: &Resolved, example: &Example) -> Answer {
        let file = &resolved.project.sources.get(example.place.source).file;
        let relative = relative(resolved, example.catalog, file);
        let mirrored = mirrors(relative).into_iter().map(|(base, path)| (base, path.trim_end_matches('/').to_owned()));
        self.nearest(resolved, example.catalog, relative, mirrored.filter(|(_, path)| !path.is_empty()))
    }

    /// Rung 5: `examples/<path of the schema>.json`.
    pub fn mirrored_file(&self, resolved: &Resolved, example: &Example) -> Answer {
        let file = &resolved.project.sources.get(example.place.source).file;
        let relative = relative(resolved, example.catalog, file);
        let name = stem(file_name(relative));
        let mirrored = mirrors(relative).into_iter().map(|(base, path)| (base, format!("{path}{name}")));
        self.nearest(resolved, example.catalog, relative, mirrored)
    }

    /// Rung 7: the only schema in the example's own folder, or in the folder that holds its `examples/`, `valid/` and the like.
    pub fn only_schema(&self, resolved: &Resolved, example: &Example) -> Answer {
        let file = &resolved.project.sources.get(example.place.source).file;
        let own = folder(relative(resolved, example.catalog, file));
        // The folders that hold a telling one on the way to the file, innermost first.
        let ends = own.rmatch_indices('/').map(|(at, _)| at).chain([0].into_iter().filter(|_| !own.is_empty()));
        let holding = ends.filter(|at| {
            let name = own[*at..].trim_start_matches('/').split('/').next();
            name.is_some_and(|name| FOLDERS.contains(&name))
        });
        for folder in [own].into_iter().chain(holding.map(|at| &own[..at])) {
            match self.by_folder.get(&(example.catalog, folder.to_owned())).map(Vec::as_slice) {
                Some([(_, only)]) => return Answer::One(Place::root(*only)),
                Some(_) => return Answer::None,
                None => {}
            }
        }
        Answer::None
    }

    /// The schemas of this name in a catalog, wherever they lie.
    pub fn of_name(&self, catalog: usize, name: &str) -> &[SourceId] {
        self.by_name.get(&(catalog, name.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }

    /// The schemas at one of the mirrored paths; of several with one path, the nearest to the example.
    fn nearest(
        &self,
        resolved: &Resolved,
        catalog: usize,
        example: &str,
        mirrored: impl Iterator<Item = (String, String)>,
    ) -> Answer {
        for (base, path) in mirrored {
            let from_base = [format!("{base}{path}"), format!("{base}schemas/{path}"), path];
            for key in from_base {
                let Some(found) = self.by_path.get(&(catalog, key)) else { continue };
                let distance = |source: &SourceId| {
                    let file = &resolved.project.sources.get(*source).file;
                    std::cmp::Reverse(common_folders(relative(resolved, catalog, file), example))
                };
                let best = found.iter().map(distance).min();
                let places = found.iter().filter(|source| Some(distance(source)) == best);
                return Answer::of(places.map(|source| Place::root(*source)).collect());
            }
        }
        Answer::None
    }
}

/// The path of a file below its catalog.
pub fn relative<'a>(resolved: &'a Resolved, catalog: usize, file: &'a str) -> &'a str {
    resolved.project.config.catalogs[catalog].relative(file).unwrap_or(file)
}

/// The folder of a path, without a trailing slash.
pub fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..slash])
}

/// For each telling folder of a path: what stands before it, and the folders below it (with a trailing slash); first all of them, since a
/// schema may be called `valid` as well, then without those that are telling.
pub fn mirrors(path: &str) -> Vec<(String, String)> {
    let folders: Vec<&str> = folder(path).split('/').filter(|part| !part.is_empty()).collect();
    let telling = folders.iter().enumerate().filter(|(_, part)| FOLDERS.contains(*part));
    let join = |parts: &mut dyn Iterator<Item = &&str>| parts.map(|part| format!("{part}/")).collect::<String>();
    let before = |index: usize| join(&mut folders[..index].iter());
    let literal = telling.clone().map(|(index, _)| (before(index), join(&mut folders[index + 1..].iter())));
    let plain = telling.map(|(index, _)| {
        (before(index), join(&mut folders[index + 1..].iter().filter(|part| !FOLDERS.contains(*part))))
    });
    literal.chain(plain).collect()
}

fn common_folders(a: &str, b: &str) -> usize {
    folder(a).split('/').zip(folder(b).split('/')).take_while(|(a, b)| a == b).count()
}
