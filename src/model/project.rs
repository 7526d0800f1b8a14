//! What `load` finds in the tree: schemas, pages, AsyncAPI documents, registries, and what it could not read.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Example, Image, Page, Picture};
use crate::asyncapi::typed::Action;
use crate::asyncapi::{Object, Version};
use crate::config::Config;
use crate::config::table::Mistake;
use crate::date::Date;
use crate::dialect::Dialect;
use crate::source::{Place, SourceId, Sources};

/// Everything that was read, before any reference is followed. Projects that differ in a few texts share their lists.
#[derive(Clone, Debug)]
pub struct Project {
    pub config: Arc<Config>,
    pub sources: Sources,
    /// In the order of their names.
    pub schemas: Arc<Vec<Schema>>,
    pub examples: Arc<Vec<Example>>,
    pub documents: Arc<Vec<Arc<Document>>>,
    pub pages: Arc<Vec<Page>>,
    pub registered: Arc<Vec<Registered>>,
    pub skipped: Arc<Vec<Skipped>>,
    /// Files of JSON or YAML that are none of the kinds; a reference may still lead into them.
    pub parts: Arc<Vec<SourceId>>,
    /// Files that are none of the kinds, and that nothing refers to, but those that everybody knows to be something else.
    pub foreign: Arc<Vec<String>>,
    /// Mistakes in registries and front matter.
    pub mistakes: Arc<Vec<(SourceId, Mistake)>>,
    /// How many files were read.
    pub files: usize,
}

impl Project {
    /// The documents that are whole: their numbers are the first.
    pub fn whole_documents(&self) -> &[Arc<Document>] {
        &self.documents[..self.documents.partition_point(|document| !document.is_part)]
    }

    /// The catalog of a schema document or of what an AsyncAPI document holds.
    pub fn catalog_of(&self, source: SourceId) -> Option<usize> {
        let schema = self.schemas.iter().find(|schema| schema.source == source).map(|schema| schema.catalog);
        let document = || self.documents.iter().find(|document| document.source == source);
        schema.or_else(|| document().map(|document| document.catalog))
    }

    /// The pictures that pages show, each once.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        let mut seen = HashSet::new();
        let images = self.pages.iter().flat_map(|page| &page.links).filter_map(|link| match &link.image {
            Some(Image::Shown(picture)) => Some(&**picture),
            _ => None,
        });
        images.filter(move |picture| seen.insert(picture.file.as_str()))
    }

    /// Whether both are the same but for what readers alone are told, the texts, titles and pages: each source has the same name and
    /// number, each list is the same one.
    pub fn has_lists_of(&self, other: &Project) -> bool {
        let same_schemas = || {
            let mut pairs = self.schemas.iter().zip(other.schemas.iter());
            self.schemas.len() == other.schemas.len() && pairs.all(|(one, other)| one.is_same_but_for_words(other))
        };
        Arc::ptr_eq(&self.config, &other.config)
            && self.sources.has_names_of(&other.sources)
            && (Arc::ptr_eq(&self.schemas, &other.schemas) || same_schemas())
            && Arc::ptr_eq(&self.examples, &other.examples)
            && Arc::ptr_eq(&self.documents, &other.documents)
            && Arc::ptr_eq(&self.registered, &other.registered)
            && Arc::ptr_eq(&self.skipped, &other.skipped)
            && Arc::ptr_eq(&self.parts, &other.parts)
            && Arc::ptr_eq(&self.mistakes, &other.mistakes)
    }
}

/// A schema document: a file or a fence whose root is a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    pub source: SourceId,
    /// The number of its catalog in the configuration.
    pub catalog: usize,
    pub dialect: Dialect,
    /// The `$schema` that names no dialect we know.
    pub unknown_dialect: Option<String>,
    /// The root `$id` (`id` in draft-04) as written.
    pub id: Option<String>,
    pub title: Option<String>,
    pub version: Option<String>,
    pub deprecated: bool,
    /// The file name without its endings, or the slug of a fence.
    pub name: String,
    /// The path from the catalog's root or its `schemas/` folder, without endings; pairing and URLs use it.
    pub path: String,
    /// The event types that it states, in its order.
    pub types: Vec<String>,
    /// The event types that the file names it for in which it stands.
    pub named_types: Vec<String>,
    /// The schema that is its dialect, where that is one of the project's own.
    pub own_dialect: Option<SourceId>,
    /// Whether it describes schemas.
    pub is_metaschema: bool,
}

impl Schema {
    /// Whether both are the same but for what readers alone are told.
    pub fn is_same_but_for_words(&self, other: &Schema) -> bool {
        let Schema { source, catalog, dialect, unknown_dialect, id, version, name, path, types, is_metaschema, .. } =
            self;
        (*source, *catalog, *dialect) == (other.source, other.catalog, other.dialect)
            && (unknown_dialect, id, version) == (&other.unknown_dialect, &other.id, &other.version)
            && (name, path, types, *is_metaschema) == (&other.name, &other.path, &other.types, other.is_metaschema)
    }

    /// The folder of its path; empty at the top.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// An AsyncAPI document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub source: SourceId,
    pub catalog: usize,
    /// Whether it is no document, but a file that is a part of documents which the project does not have. These stand last.
    pub is_part: bool,
    /// The path from the catalog's root without the ending.
    pub path: String,
    /// The version as written.
    pub version: String,
    /// The version, if it is one that is read.
    pub asyncapi: Option<Version>,
    pub title: String,
    pub description: Option<String>,
    pub info_version: String,
    pub channels: Vec<Channel>,
    pub operations: Vec<Operation>,
    pub messages: Vec<Message>,
    /// Every object that it is made of, references followed, each once.
    pub parts: Vec<Part>,
    /// Every schema that stands in it or in a part of it and in no other schema.
    pub schemas: Vec<Place>,
}

impl Document {
    /// Whether both are the same but for what readers alone are told.
    pub fn is_same_but_for_words(&self, other: &Document) -> bool {
        self == other || self.without_words() == other.without_words()
    }

    fn without_words(&self) -> Document {
        let mut document = Document { description: None, info_version: String::new(), ..self.clone() };
        for channel in &mut document.channels {
            (channel.title, channel.summary) = (None, None);
        }
        for operation in &mut document.operations {
            (operation.title, operation.summary) = (None, None);
        }
        for message in &mut document.messages {
            message.summary = None;
        }
        document
    }
}

/// An object of a document, by what the table says that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub place: Place,
    pub object: &'static Object,
}

/// A channel of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    pub id: String,
    pub address: Option<String>,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub place: Place,
    /// The messages it carries, by their number in the document.
    pub messages: Vec<usize>,
}

/// An operation of a document, as the application sees it: 2.x `publish` is `receive`, `subscribe` is `send`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    pub id: String,
    /// `None` for a word that is none of the specification's.
    pub action: Option<Action>,
    pub title: Option<String>,
    pub summary: Option<String>,
    /// The channel's number in the document.
    pub channel: Option<usize>,
    pub messages: Vec<usize>,
    pub place: Place,
    /// The word of the source: `publish` or `subscribe` in 2.x.
    pub stated: &'static str,
    /// Its fields after traits; empty if it has none.
    pub merged: Vec<Merged>,
    pub reply: Option<Reply>,
}

/// What answers an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub place: Place,
    /// The channel's number in the document.
    pub channel: Option<usize>,
    pub messages: Vec<usize>,
}

/// A value of an operation or a message after its traits were merged into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Where it is in the merged object.
    pub pointer: String,
    /// Where it stands.
    pub place: Place,
    /// The object or trait that states it.
    pub layer: Place,
}

/// A message object; one per distinct object after following references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: String,
    pub name: Option<String>,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub place: Place,
    /// Where the schema of the payload stands, references followed.
    pub payload: Option<Place>,
    pub headers: Option<Place>,
    /// Schemas of traits that the headers have to fit as well.
    pub more_headers: Vec<Place>,
    /// The format of a payload that is no JSON Schema.
    pub foreign_format: Option<String>,
    /// The same of headers.
    pub foreign_headers: Option<String>,
    /// Its fields after traits; empty if it has none.
    pub merged: Vec<Merged>,
    /// Where its examples stand: its own, or those of a trait.
    pub examples: Option<Place>,
    /// Where its correlation id is said to be found, as written.
    pub correlation: Option<String>,
    /// The event types that the payload's schema states where it is no schema document, which states them itself.
    pub stated: Vec<String>,
    /// Event types that the payload's schema or the message's name state.
    pub types: Vec<String>,
}

/// An event type of a registry.
#[derive(Clone, Debug)]
pub struct Registered {
    pub catalog: usize,
    pub name: String,
    pub place: Place,
    pub summary: Option<String>,
    /// The schema as written, relative to the catalog.
    pub schema: Option<String>,
    /// The schemas of its versions as written, newest first.
    pub versions: Vec<(String, String)>,
    pub since: Option<String>,
    pub deprecated: Option<Deprecation>,
    pub replaced_by: Option<String>,
    pub owner: Option<String>,
    pub tags: Vec<String>,
}

impl Registered {
    /// The schemas that the entry names, as written: the one for all versions, then those of versions.
    pub fn schemas(&self) -> impl Iterator<Item = &str> {
        self.schema.iter().chain(self.versions.iter().map(|(_, schema)| schema)).map(String::as_str)
    }
}

/// What a registry says of the end of an event type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// Since when or why, in the registry's own words.
    pub text: Option<String>,
    /// The first day on which nobody should begin to use it.
    pub since: Option<Date>,
    /// The first day on which it may be gone.
    pub sunset: Option<Date>,
}

impl Deprecation {
    /// What it says, in words; empty where it says no more than that.
    pub fn words(&self) -> String {
        let since = self.since.map(|date| format!("since {date}"));
        let sunset = self.sunset.map(|date| format!("may be gone from {date} on"));
        self.text.clone().into_iter().chain(since).chain(sunset).collect::<Vec<_>>().join(", ")
    }
}

/// A file that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub file: String,
    pub why: Skip,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skip {
    Link {
        inside: bool,
    },
    Special,
    OddName,
    Unreadable(String),
    TooLarge(u64),
    /// A folder that a tool made; the words say by what that is told.
    Made(&'static str),
}

/// An event type of the whole site: what its catalogs know of it.
#[derive(Clone, Debug)]
pub struct EventType {
    pub catalog: usize,
    pub name: String,
    /// Schemas that state it, by number, newest version first.
    pub schemas: Vec<usize>,
    /// Its entry in the registry, by number.
    pub registered: Option<usize>,
    /// Its examples, by number.
    pub examples: Vec<usize>,
    /// Channels whose messages carry it: document and channel, by number.
    pub channels: Vec<(usize, usize)>,
    /// Messages that carry it: document and message, by number.
    pub messages: Vec<(usize, usize)>,
}
