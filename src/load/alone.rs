//! A project of one schema that no folder holds.

use std::sync::Arc;

use super::{collect, schema};
use crate::config::Config;
use crate::dialect::Dialect;
use crate::model::Project;
use crate::source::{Source, SourceId};

/// The project whose only file is this schema, of a dialect where it names none.
pub fn alone(source: Source, dialect: Dialect) -> Project {
    let mut config = Config::defaults();
    for catalog in &mut config.catalogs {
        catalog.dialect = dialect;
    }
    let mut project = collect::empty(Arc::new(config), 1);
    let file = source.file.clone();
    let id: SourceId = project.sources.add(Arc::new(source));
    if let Some(settings) = project.config.catalogs.first() {
        let document = schema::document(id, project.sources.get(id), 0, settings, &file);
        project.schemas = Arc::new(vec![document]);
    }
    project
}
