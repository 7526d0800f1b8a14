//! How many parts of documents, and definitions of schemas, have pages of their own.
//!
//! A page is some thousand bytes before it says anything, and a file may have thousands of parts that say next to nothing. So that a site stays
//! in proportion to its project, they have pages of their own as long as there is room, in the order of files; those after them share pages.

use super::types;
use crate::model::{Document, Project};
use crate::resolve::Resolved;

/// About what a page costs, with its entries in lists of all pages.
const PAGE: usize = 5_000;

/// How much may go into such pages: half of the 50 bytes for each byte of the project and of the 100 kB for each of its files that all may be.
const PER_BYTE: usize = 25;
const PER_FILE: usize = 50_000;

/// How many parts share a page, and how long their texts are.
pub const SHARING: usize = 100;
pub const SHARED: usize = 40_000;

/// How many pages there may be yet.
struct Room(usize);

impl Room {
    /// The room that a project has.
    fn of(project: &Project) -> Room {
        let files = project.sources.iter().filter(|(_, source)| source.holder.is_none());
        Room(files.map(|(_, source)| PER_BYTE * source.text.len() + PER_FILE).sum::<usize>() / PAGE)
    }

    fn take(&mut self, wanted: usize) -> usize {
        let taken = wanted.min(self.0);
        self.0 -= taken;
        taken
    }
}

/// How many of the parts of a document have pages of their own: the first so many of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Own {
    pub channels: usize,
    pub messages: usize,
    pub schemas: usize,
    pub operations: usize,
}

impl Own {
    /// Takes what a document needs of the room, what is looked up most first.
    fn of(document: &Document, schemas: usize, room: &mut Room) -> Own {
        Own {
            channels: room.take(document.channels.len()),
            messages: room.take(document.messages.len()),
            schemas: room.take(schemas),
            operations: room.take(document.operations.len()),
        }
    }
}

/// The same of all documents, and how many event types and definitions may have pages of their own then.
#[derive(Debug)]
pub struct OwnPages {
    pub documents: Vec<Own>,
    pub types: usize,
    pub definitions: usize,
}

impl OwnPages {
    /// What there is room for in a project.
    pub fn of(resolved: &Resolved) -> OwnPages {
        let project = &resolved.project;
        let mut room = Room::of(project);
        let schemas = |document| super::sheet::schemas(project, document).len();
        let documents = project.documents.iter();
        let documents = documents.map(|document| Own::of(document, schemas(document), &mut room)).collect();
        OwnPages { documents, types: room.take(types::count(resolved)), definitions: room.0 }
    }

    /// Whether that comes to the same, where there are so many definitions.
    pub fn are(&self, other: &OwnPages, definitions: usize) -> bool {
        let of_definitions = |own: &OwnPages| own.definitions.min(definitions);
        (&self.documents, self.types, of_definitions(self)) == (&other.documents, other.types, of_definitions(other))
    }
}
