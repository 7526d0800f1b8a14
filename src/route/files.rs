//! The files of schemas that a site holds beside its pages, if site.toml wants them.

use super::Site;

impl Site {
    /// The file of a schema document, by number, as it was written; none where the site has none.
    pub fn raw(&self, schema: usize) -> Option<&str> {
        let is_wanted = self.proved.resolved.project.config.build.raw;
        is_wanted.then(|| self.routes.raws[schema].as_str())
    }

    /// The same of its self-contained form, which what could not be read has none of.
    pub fn bundle(&self, schema: usize) -> Option<&str> {
        let project = &self.proved.resolved.project;
        let is_readable = project.sources.get(project.schemas[schema].source).root().is_some();
        (project.config.build.bundled && is_readable).then(|| self.routes.bundles[schema].as_str())
    }
}
