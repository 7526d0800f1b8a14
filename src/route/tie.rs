//! Which guides and schemas belong together: a page and the only schema of its folder.

use std::collections::HashMap;

use crate::model::Project;
use crate::source::SourceId;

/// The pages that lie in one folder with a schema, and with no other, by their numbers: page and schema. What lies at the root of a catalog
/// with several schemas speaks of all of them.
pub fn ties(project: &Project) -> Vec<(usize, usize)> {
    let folder_of = |id: SourceId| {
        let source = project.sources.get(id);
        (source.name == source.file).then(|| super::folder(&source.file))
    };
    let mut only: HashMap<&str, Option<usize>> = HashMap::new();
    for (number, schema) in project.schemas.iter().enumerate() {
        let Some(folder) = folder_of(schema.source) else { continue };
        only.entry(folder).and_modify(|only| *only = None).or_insert(Some(number));
    }
    let mut schemas = vec![0_usize; project.config.catalogs.len()];
    project.schemas.iter().for_each(|schema| schemas[schema.catalog] += 1);
    let speaks_of_all =
        |folder: &str, catalog: usize| schemas[catalog] > 1 && project.config.catalogs[catalog].path == folder;
    let pages = project.pages.iter().enumerate();
    let pages = pages.filter(|(_, page)| !folder_of(page.source).is_some_and(|it| speaks_of_all(it, page.catalog)));
    pages.filter_map(|(number, page)| Some((number, (*only.get(folder_of(page.source)?)?)?))).collect()
}
