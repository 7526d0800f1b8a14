//! What is looked up by the file that it stands in: examples, and the files of schemas that a site holds beside its pages, if site.toml wants
//! them.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::Site;
use super::carriers::Carriers;
use crate::code::{Language, Names};
use crate::model::Schema;
use crate::prove::Shelf;
use crate::source::SourceId;

/// The folders of the schemas as they were written, and self-contained.
pub const RAW: &str = "raw/";
pub const BUNDLED: &str = "bundled/";

/// The folder of event types as code.
pub const CODE: &str = "code/";

/// How much all bundles may be made of, in bytes of what is embedded: so many for each byte of the project, and so many for each of its sources. A
/// bundle holds all that its schema refers to, and what many refer to is there as often.
const EMBEDDED: usize = 20;
const EMBEDDED_EACH: usize = 20 << 10;

/// What many pages look up, and is worked out when the first does.
#[derive(Debug, Default)]
pub struct Kept {
    /// Documents of many schemas, of which samples are made.
    pub shelf: Shelf,
    /// The examples in each source, by number.
    examples: OnceLock<HashMap<SourceId, Vec<usize>>>,
    /// What the code of each catalog calls its event types.
    names: OnceLock<Vec<Names>>,
    /// Whether each schema has a bundle, by number.
    bundled: OnceLock<Vec<bool>>,
    /// What carries messages, by the number of the document.
    pub(super) carriers: OnceLock<Vec<Carriers>>,
    /// Where schemas stand by their `$id`s, by number.
    registry: OnceLock<BTreeMap<usize, String>>,
}

impl Site {
    /// The examples that stand in a file or fence, in a text there included, by number.
    pub fn examples_in(&self, source: SourceId) -> &[usize] {
        let by_source = self.kept.examples.get_or_init(|| {
            let project = &self.proved.resolved.project;
            let named: HashMap<&str, SourceId> =
                project.sources.iter().map(|(id, source)| (source.name.as_str(), id)).collect();
            let mut by_source: HashMap<SourceId, Vec<usize>> = HashMap::new();
            for (number, example) in project.examples.iter().enumerate() {
                let own = example.place.source;
                let holder = project.sources.get(own).holder.as_ref();
                let holder = holder.and_then(|holder| named.get(holder.name.as_str())).filter(|holder| **holder != own);
                for source in [own].into_iter().chain(holder.copied()) {
                    by_source.entry(source).or_default().push(number);
                }
            }
            by_source
        });
        by_source.get(&source).map(Vec::as_slice).unwrap_or_default()
    }

    /// The file of a schema document, by number, as it was written; none where the site has none.
    pub fn raw(&self, schema: usize) -> Option<&str> {
        let is_wanted = self.proved.resolved.project.config.build.raw;
        is_wanted.then(|| self.routes.raws[schema].as_str())
    }

    /// The same of its self-contained form, which what could not be read has none of.
    pub fn bundle(&self, schema: usize) -> Option<&str> {
        let is_there = self.wants_bundle(schema) && self.is_bundled(schema);
        is_there.then(|| self.routes.bundles[schema].as_str())
    }

    /// Whether a schema has no self-contained form since those before it are as much as there may be.
    pub fn is_unbundled(&self, schema: usize) -> bool {
        self.wants_bundle(schema) && !self.is_bundled(schema)
    }

    fn wants_bundle(&self, schema: usize) -> bool {
        let project = &self.proved.resolved.project;
        project.config.build.bundled && project.sources.get(project.schemas[schema].source).root().is_some()
    }

    /// Whether there is room for the bundle of a schema: in the order of schemas each takes what its sources have.
    fn is_bundled(&self, schema: usize) -> bool {
        let all = self.kept.bundled.get_or_init(|| {
            let resolved = &self.proved.resolved;
            let sources = &resolved.project.sources;
            let bytes = |id: SourceId| sources.get(id).own_text().len();
            let written: usize = sources.iter().map(|(id, _)| bytes(id)).sum();
            let mut left = EMBEDDED * written + EMBEDDED_EACH * sources.len();
            let has_room = |schema: &Schema| {
                let size = resolved.closure(schema.source).sources.iter().map(|id| bytes(*id)).sum();
                let has_room = left >= size;
                left -= if has_room { size } else { 0 };
                has_room
            };
            resolved.project.schemas.iter().map(has_room).collect()
        });
        all.get(schema).copied().unwrap_or_default()
    }

    /// Where each schema document, by number, stands by its `$id` as well: those whose `$id`s lie under the address of the site.
    pub fn registry(&self) -> &BTreeMap<usize, String> {
        self.kept.registry.get_or_init(|| super::registry::addresses(self))
    }

    /// The file of a catalog's event types as code, by the catalog's number; none where it has no types, or site.toml wants none.
    pub fn code(&self, catalog: usize, language: &Language) -> Option<String> {
        let resolved = &self.proved.resolved;
        let has_types = || resolved.types.iter().any(|found| found.catalog == catalog);
        let folder = self.routes.catalogs[catalog].trim_end_matches('/');
        (resolved.project.config.build.code && has_types()).then(|| format!("{CODE}{folder}.{}", language.ending))
    }

    /// What the code of a catalog calls its event types.
    pub fn names(&self, catalog: usize) -> &Names {
        let resolved = &self.proved.resolved;
        let all = || (0..resolved.project.config.catalogs.len()).map(|catalog| Names::of(resolved, catalog)).collect();
        &self.kept.names.get_or_init(all)[catalog]
    }
}
