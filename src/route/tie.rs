//! Which guides and schemas belong together: a page and the only schema of its folder.

use std::collections::HashMap;

use crate::model::Project;
use crate::source::SourceId;

/// The pages that lie in one folder with a schema, and with no other, by their numbers: page and schema.
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
    let pages = project.pages.iter().enumerate();
    pages.filter_map(|(number, page)| Some((number, (*only.get(folder_of(page.source)?)?)?))).collect()
}
