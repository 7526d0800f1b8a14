//! How many parts of documents, and definitions of schemas, have pages of their own.
//!
//! A page is some thousand bytes before it says anything, and a file may have thousands of parts that say next to nothing. So that a site stays
//! in proportion to its project, they have pages of their own as long as there is room, in the order of files; those after them share pages.

use super::types;
use crate::model::{Document, Project};
use crate::resolve::Resolved;

/// About what a page costs, with its Markdown, and what a part takes of lists and of shared pages, whether it has a page or not.
const PAGE: usize = 7_000;
const PART: usize = 2_000;

/// How much may go into both, for each byte of the project and for each of its files: most of the 50 bytes and of the 100 kB that all may be.
const PER_BYTE: usize = 40;
const PER_FILE: usize = 80_000;

/// About what a row of a list of parts costs, and how many such a list has at least and at most: where all carry all, each of many pages has one.
const ROW: usize = 1_500;
const ROWS: [usize; 4] = [50, 20, 10, 5];

/// How many parts share a page, and how long their texts are.
pub const SHARING: usize = 100;
pub const SHARED: usize = 40_000;

/// How many pages there may be yet.
struct Room(usize);

impl Room {
    /// The room that a project of so many parts has.
    fn of(project: &Project, parts: usize) -> Room {
        let files = project.sources.iter().filter(|(_, source)| source.holder.is_none());
        let most: usize = files.map(|(_, source)| PER_BYTE * source.text.len() + PER_FILE).sum();
        Room(most.saturating_sub(PART * parts) / PAGE)
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
    /// How many parts a document has.
    fn all(project: &Project, document: &Document) -> Own {
        Own {
            channels: document.channels.len(),
            messages: document.messages.len(),
            schemas: super::sheet::schemas(project, document).len(),
            operations: document.operations.len(),
        }
    }

    fn sum(self) -> usize {
        self.channels + self.messages + self.schemas + self.operations
    }

    /// Those of them that there is room for, what is looked up most first.
    fn within(self, room: &mut Room) -> Own {
        Own {
            channels: room.take(self.channels),
            messages: room.take(self.messages),
            schemas: room.take(self.schemas),
            operations: room.take(self.operations),
        }
    }
}

/// The same of all documents, and how many event types and definitions may have pages of their own then.
#[derive(Debug)]
pub struct OwnPages {
    pub documents: Vec<Own>,
    pub types: usize,
    pub definitions: usize,
    /// How many operations or messages the page of a part of a document lists.
    pub rows: usize,
}

impl OwnPages {
    /// What there is room for in a project.
    pub fn of(resolved: &Resolved) -> OwnPages {
        let project = &resolved.project;
        let documents: Vec<Own> = project.documents.iter().map(|document| Own::all(project, document)).collect();
        let types = types::count(resolved);
        let mut room = Room::of(project, documents.iter().map(|all| all.sum()).sum::<usize>() + types);
        let documents = documents.into_iter().map(|all| all.within(&mut room)).collect();
        let types = room.take(types);
        let lists: Vec<usize> = project.documents.iter().flat_map(|document| lists(document)).collect();
        let listed = |rows: usize| lists.iter().map(|all| rows.min(*all)).sum::<usize>();
        let has_room = |rows: &usize| ROW * listed(*rows) <= PAGE * room.0;
        let rows = ROWS.into_iter().find(has_room).unwrap_or(ROWS[ROWS.len() - 1]);
        OwnPages { documents, types, definitions: room.0, rows }
    }

    /// Whether that comes to the same, where there are so many definitions.
    pub fn are(&self, other: &OwnPages, definitions: usize) -> bool {
        let of_definitions = |own: &OwnPages| own.definitions.min(definitions);
        (&self.documents, self.types, of_definitions(self), self.rows)
            == (&other.documents, other.types, of_definitions(other), other.rows)
    }
}

/// How many there are in each list of the pages of a document: the messages of channels and operations, the operations of channels and messages.
fn lists(document: &Document) -> Vec<usize> {
    let (mut on, mut carrying) = (vec![0; document.channels.len()], vec![0; document.messages.len()]);
    for operation in &document.operations {
        operation.channel.into_iter().for_each(|channel| on[channel] += 1);
        operation.messages.iter().for_each(|message| carrying[*message] += 1);
    }
    let of_channels = document.channels.iter().map(|channel| channel.messages.len());
    let of_operations = document.operations.iter().map(|operation| operation.messages.len());
    of_channels.chain(of_operations).chain(on).chain(carrying).collect()
}
