//! Completion: what may stand where somebody types, as the checks have it.

mod document;
mod example;
mod item;
mod keys;
mod schema;
mod settings;

use serde_json::{Value, json};

use super::fence::fence;
use super::position::Encoding;
use super::project::Project;
use super::protocol::{Position, TextDocumentPositionParams};
use super::spot::{Kind, Spot, spot};
use crate::config::FILE;
use crate::route::Site;
use crate::source::{Format, Node, Place, Source, SourceId};
use item::{Item, Written};

pub use example::{Judged, names, values};

/// How many things are offered.
const MOST: usize = 500;

/// Where one types in a source of the project.
struct Typed<'a> {
    site: &'a Site,
    spot: &'a Spot,
    source: SourceId,
    /// The text as it is typed, repaired.
    text: &'a Source,
    root: &'a Node,
    /// What is typed so far.
    prefix: &'a str,
}

impl Typed<'_> {
    /// The place in the source as it was when it could be read.
    fn place(&self) -> Place {
        Place::new(self.source, self.spot.pointer.as_str())
    }
}

impl Project {
    /// What may stand at a position of a file: a list, and whether there is more of it once more is typed.
    pub(super) fn completions(&self, site: &Site, asked: &TextDocumentPositionParams) -> Option<Value> {
        let file = self.addresses.path(&asked.text_document.uri)?;
        let sources = &site.proved.resolved.project.sources;
        let known = sources.find(&file)?;
        let text = self.buffers.get(&file).unwrap_or_else(|| sources.get(known).text.clone());
        let cursor = offset(&text, asked.position, self.encoding)?;
        let written = |start: usize, end: usize| Written { text: &text, start, end, encoding: self.encoding };
        let project = &site.proved.resolved.project;
        let registry = project.registered.iter().find(|entry| entry.place.source == known);
        if file == FILE || registry.is_some() {
            let (items, start, end) = match registry {
                Some(entry) => settings::of_registry(&site.proved.resolved, entry.catalog, &text, cursor)?,
                None => settings::items(&project.config, &text, cursor)?,
            };
            let items: Vec<Value> = items.iter().map(|item| item.toml(&written(start, end))).collect();
            return Some(json!({ "isIncomplete": false, "items": items }));
        }
        let (source, own, from) = match sources.get(known).format {
            Format::Markdown => fence(sources, &file, &text, cursor)?,
            _ => (known, &*text, 0),
        };
        let format = sources.get(source).format;
        let spot = spot(format, own, cursor - from)?;
        let repaired = spot.source(&sources.get(source).name)?;
        let root = repaired.root()?;
        let prefix = spot.typed(own, cursor - from);
        let typed = Typed { site, spot: &spot, source, text: &repaired, root, prefix };
        let items = items(&typed);
        let written = written(from + spot.start, from + spot.end);
        let shown = items.iter().take(MOST).enumerate();
        let shown: Vec<Value> = shown.filter_map(|(number, item)| item.value(&typed, &written, number)).collect();
        Some(json!({ "isIncomplete": items.len() > MOST, "items": shown }))
    }
}

/// What may stand there: as data of an example, as a field of a document, as part of a schema.
fn items(typed: &Typed<'_>) -> Vec<Item> {
    let found = example::items(typed).or_else(|| document::items(typed)).or_else(|| schema::items(typed, ""));
    found.unwrap_or_default()
}

/// The offset of a position; past the end of a line is its end.
fn offset(text: &str, at: Position, encoding: Encoding) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let start: usize = lines.by_ref().take(at.line as usize).map(str::len).sum();
    let line = text.get(start..)?.split(['\n', '\r']).next()?;
    let mut left = at.character;
    let within = line.chars().take_while(|c| {
        let units = match encoding {
            Encoding::Utf8 => c.len_utf8() as u32,
            Encoding::Utf16 => c.len_utf16() as u32,
        };
        let is_before = units <= left;
        left = left.saturating_sub(units);
        is_before
    });
    Some(start + within.map(char::len_utf8).sum::<usize>())
}
