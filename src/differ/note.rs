//! Migration notes: the pages `changes/<name>/<version>.md` of a catalog, which tell readers of a version what to do, and since when it is there.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::model::{Lineage, Page};
use crate::resolve::Resolved;
use crate::source::{Kind, Node, Place};

/// The folder of a catalog that holds them.
const FOLDER: &str = "changes/";

/// What a page says of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The page, by number.
    pub page: usize,
    /// The day that its front matter names.
    pub date: Option<Date>,
    /// Where its front matter says how an event of the version before becomes one of this.
    pub lift: Option<Place>,
}

/// The notes of all versions, by lineage and version.
pub fn notes(resolved: &Resolved) -> BTreeMap<(usize, usize), Note> {
    let mut notes = BTreeMap::new();
    for (number, page) in resolved.project.pages.iter().enumerate() {
        let Some((name, version)) = page.path.strip_prefix(FOLDER).and_then(|path| path.rsplit_once('/')) else {
            continue;
        };
        let own = resolved.lineages.iter().enumerate().filter(|(_, it)| it.catalog == page.catalog);
        let version = version.strip_prefix(['v', 'V']).unwrap_or(version);
        for (lineage, found) in own.filter(|(_, lineage)| is_called(resolved, lineage, name)) {
            let at = found.versions.iter().position(|it| it.name() == version);
            if let Some(at) = at {
                notes.entry((lineage, at)).or_insert_with(|| note(resolved, number, page));
            }
        }
    }
    notes
}

/// Whether a note may call a lineage so: by its name, the last part of it, or an event type of its newest version.
fn is_called(resolved: &Resolved, lineage: &Lineage, name: &str) -> bool {
    let is_end = || lineage.name.strip_suffix(name).is_some_and(|above| above.ends_with('/'));
    lineage.name == name || is_end() || types(resolved, lineage).any(|own| own == name)
}

/// The event types of the newest version of a lineage.
pub fn types<'a>(resolved: &'a Resolved, lineage: &'a Lineage) -> impl Iterator<Item = &'a str> {
    let newest = lineage.newest();
    let own = resolved.types.iter().filter(move |found| {
        found.catalog == lineage.catalog && newest.is_some_and(|newest| found.schemas.contains(&newest))
    });
    own.map(|found| found.name.as_str())
}

fn note(resolved: &Resolved, number: usize, page: &Page) -> Note {
    let front = page.front.and_then(|id| Some((id, resolved.project.sources.get(id).root()?)));
    let date = front.and_then(|(_, root)| match &root.get("date")?.kind {
        Kind::String(text) => Date::read(text),
        _ => None,
    });
    let lift = front.filter(|(_, root)| root.get("lift").is_some_and(Node::is_array));
    Note { page: number, date, lift: lift.map(|(id, _)| Place::new(id, "/lift")) }
}
