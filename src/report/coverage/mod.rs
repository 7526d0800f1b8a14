//! What the examples exercise, by line of the schemas, as tools for the coverage of code read it.

mod istanbul;
mod lcov;

use std::collections::BTreeMap;

use super::harmless;
use crate::coverage::{Coverage, Item, Kind};
use crate::prove::Proved;
use crate::source::Position;

pub use istanbul::istanbul;
pub use lcov::lcov;

/// A thing of a schema with its lines.
struct Line<'a> {
    item: &'a Item,
    start: Position,
    end: Position,
}

/// The things of all schemas by their files, each file's in its order. `prefix` stands before the names, so that they are found from the
/// working directory.
fn by_file<'a>(coverage: &'a Coverage, proved: &Proved, prefix: &str) -> BTreeMap<String, Vec<Line<'a>>> {
    let sources = &proved.resolved.project.sources;
    let mut files: BTreeMap<String, Vec<Line<'a>>> = BTreeMap::new();
    for (source, list) in coverage.lists(proved) {
        let source = sources.get(source);
        let position = |offset| source.position(offset);
        let lines =
            list.items.iter().map(|item| Line { item, start: position(item.span.start), end: position(item.span.end) });
        files.entry(harmless(&format!("{prefix}{}", source.file))).or_default().extend(lines);
    }
    for lines in files.values_mut() {
        lines.sort_by_key(|line| (line.start.line, line.start.column));
    }
    files.retain(|_, lines| !lines.is_empty());
    files
}

/// Things of which one schema has several, as branches of code are: what is there or not, alternatives, listed values.
fn is_branch(item: &Item) -> bool {
    matches!(Kind::of(&item.thing), Kind::Properties | Kind::Branches | Kind::Members)
}
