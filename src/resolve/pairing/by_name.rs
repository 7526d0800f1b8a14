//! Rungs 6 and 8: the example's file name starts with the schema's name.

use super::Answer;
use super::by_path::{Paths, folder, mirrors, relative};
use crate::load::{beginnings, file_name};
use crate::model::Example;
use crate::resolve::Resolved;
use crate::source::Place;

/// Rung 6: `<schema>.<name>.example.json` beside the schema.
pub fn beside(paths: &Paths, resolved: &Resolved, example: &Example) -> Answer {
    let file = &resolved.project.sources.get(example.place.source).file;
    let relative = relative(resolved, example.catalog, file);
    longest(paths, example.catalog, &[folder(relative).to_owned()], file_name(relative), &['.'])
}

/// Rung 8: the longest schema name, ended by `.`, `_`, `-` or `$`, that starts the file name, in its folder or the mirrored one, else in its
/// catalog if only one schema has that name.
pub fn prefix(paths: &Paths, resolved: &Resolved, example: &Example) -> Answer {
    let file = &resolved.project.sources.get(example.place.source).file;
    let relative = relative(resolved, example.catalog, file);
    let mut folders = vec![folder(relative).to_owned()];
    for (base, path) in mirrors(relative) {
        for folder in
            [format!("{base}{path}"), format!("{base}schemas/{path}"), path.clone(), format!("schemas/{path}")]
        {
            folders.push(folder.trim_end_matches('/').to_owned());
        }
    }
    match longest(paths, example.catalog, &folders, file_name(relative), ENDS) {
        Answer::None => only_of_its_name(paths, example.catalog, file_name(relative)),
        answer => answer,
    }
}

/// What may end a schema's name in the name of a file.
const ENDS: &[char] = &['.', '_', '-', '$'];

/// The only schema of the longest name that a file is called after.
fn only_of_its_name(paths: &Paths, catalog: usize, name: &str) -> Answer {
    let longest = beginnings(name).map(|name| paths.of_name(catalog, name)).find(|schemas| !schemas.is_empty());
    match longest {
        Some([only]) => Answer::One(Place::root(*only)),
        _ => Answer::None,
    }
}

/// The schema with the longest name that starts `name` and is ended by one of `ends`, in the first of the folders that has one.
fn longest(paths: &Paths, catalog: usize, folders: &[String], name: &str, ends: &[char]) -> Answer {
    for folder in folders {
        let schemas = paths.by_folder.get(&(catalog, folder.clone())).map(Vec::as_slice).unwrap_or_default();
        let starts = |schema: &str| name.strip_prefix(schema).is_some_and(|rest| rest.starts_with(ends));
        let fitting = schemas.iter().filter(|(schema, _)| starts(schema));
        let Some(length) = fitting.clone().map(|(schema, _)| schema.len()).max() else { continue };
        let best = fitting.filter(|(schema, _)| schema.len() == length);
        return Answer::of(best.map(|(_, source)| Place::root(*source)).collect());
    }
    Answer::None
}
