//! What a file holds that has versions: a schema, an AsyncAPI document, or several schemas, such as the fences of a Markdown file.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use crate::model::{Document, Part};
use crate::resolve::{Resolved, Whole};
use crate::source::SourceId;

/// What of a state has versions, by the file that it stands in.
pub struct Held<'a> {
    resolved: &'a Resolved,
    files: BTreeMap<&'a str, Vec<(Whole, SourceId)>>,
}

/// How the text of a file is to be read: what it holds may be what it was in another text of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// It is one schema or document, and what was committed, with the files that this is made of.
    Committed,
    /// It is one schema or document, and another than what was committed.
    Edited,
    /// It holds several, of which each has a text of its own; the number stands for these.
    Several(u64),
}

impl<'a> Held<'a> {
    pub fn of(resolved: &'a Resolved) -> Held<'a> {
        let project = &resolved.project;
        let schemas = project.schemas.iter().enumerate().filter(|(_, schema)| !schema.is_metaschema);
        let schemas = schemas.map(|(number, schema)| (Whole::Schema(number), schema.source));
        let documents = project.whole_documents().iter().enumerate();
        let documents = documents.map(|(number, document)| (Whole::Document(number), document.source));
        let mut files: BTreeMap<&str, Vec<(Whole, SourceId)>> = BTreeMap::new();
        for (whole, source) in schemas.chain(documents) {
            files.entry(&project.sources.get(source).file).or_default().push((whole, source));
        }
        Held { resolved, files }
    }

    /// What a file holds.
    pub fn in_file(&self, file: &str) -> &[(Whole, SourceId)] {
        self.files.get(file).map(Vec::as_slice).unwrap_or_default()
    }

    /// How a file is to be read, where `committed` has what was committed of each; `None` if it holds nothing that has versions.
    pub fn text(&self, file: &str, committed: impl Fn(&str) -> Option<Arc<[u8]>>) -> Option<Text> {
        let sources = &self.resolved.project.sources;
        match self.in_file(file) {
            [] => None,
            [(_, source)] if sources.get(*source).name == file => {
                let is_committed = |file: &str| {
                    let text = sources.find(file).map(|source| &sources.get(source).text);
                    text.zip(committed(file)).is_some_and(|(text, committed)| is_same(text, &committed))
                };
                let is_committed = is_committed(file) && self.parts(file).into_iter().all(is_committed);
                Some(if is_committed { Text::Committed } else { Text::Edited })
            }
            several => {
                let mut hasher = DefaultHasher::new();
                for (_, source) in several {
                    let source = sources.get(*source);
                    (&source.name, source.own_text()).hash(&mut hasher);
                }
                Some(Text::Several(hasher.finish()))
            }
        }
    }

    /// The files that what stands in a file refers to.
    pub fn refers_to(&self, file: &str) -> BTreeSet<String> {
        let sources = &self.resolved.project.sources;
        let closures = self.in_file(file).iter().flat_map(|(_, source)| &self.resolved.closure(*source).sources);
        closures.map(|id| sources.get(*id).file.clone()).collect()
    }

    /// The other files that the AsyncAPI document in a file is made of. A schema document is a thing of its own.
    pub fn parts(&self, file: &str) -> BTreeSet<&'a str> {
        let project = &self.resolved.project;
        let documents = self.in_file(file).iter().filter_map(|(whole, _)| match whole {
            Whole::Document(number) => project.documents.get(*number),
            Whole::Schema(_) => None,
        });
        let sources = documents.flat_map(|document| {
            let Document { parts, schemas, .. } = &**document;
            parts.iter().map(|Part { place, .. }| place).chain(schemas).map(|place| place.source)
        });
        let own: BTreeSet<SourceId> = sources.filter(|source| self.resolved.schema_of(*source).is_none()).collect();
        own.into_iter().map(|source| project.sources.get(source).file.as_str()).filter(|part| *part != file).collect()
    }
}

/// Whether a text is what was committed, however its lines end.
fn is_same(text: &str, committed: &[u8]) -> bool {
    let committed = committed.strip_prefix("\u{feff}".as_bytes()).unwrap_or(committed);
    let lines = |bytes: &[u8]| {
        bytes
            .split(|byte| *byte == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
            .eq(text.as_bytes().split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)))
    };
    text.as_bytes() == committed || lines(committed)
}
