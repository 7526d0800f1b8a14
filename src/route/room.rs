//! How many parts of documents have pages of their own.
//!
//! A page is some thousand bytes before it says anything, and a document may have thousands of parts that say next to nothing. So that a site
//! stays in proportion to its project, parts have pages of their own as long as there is room, in the order of documents; those after them share pages.

use crate::model::{Document, Project};

/// About what a page costs, with its entries in lists of all pages.
const PAGE: usize = 5_000;

/// How much may go into such pages: half of the 50 bytes for each byte of the project and of the 100 kB for each of its files that all may be.
const PER_BYTE: usize = 25;
const PER_FILE: usize = 50_000;

/// How many pages there may be yet.
pub struct Room(usize);

impl Room {
    /// The room that a project has.
    pub fn of(project: &Project) -> Room {
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
    pub fn of(document: &Document, schemas: usize, room: &mut Room) -> Own {
        Own {
            channels: room.take(document.channels.len()),
            messages: room.take(document.messages.len()),
            schemas: room.take(schemas),
            operations: room.take(document.operations.len()),
        }
    }
}

/// The same of all documents.
pub fn own_pages(project: &Project) -> Vec<Own> {
    let mut room = Room::of(project);
    let schemas = |document| super::sheet::schemas(project, document).len();
    project.documents.iter().map(|document| Own::of(document, schemas(document), &mut room)).collect()
}
