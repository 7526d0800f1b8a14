//! Istanbul's JSON: by file, statements for what is exercised or not, branches for what is one of several.

use serde_json::{Map, Value, json};

use super::{Line, by_file, is_branch};
use crate::coverage::{Coverage, Kind};
use crate::prove::Proved;
use crate::report::Text;

/// The report.
pub fn istanbul(coverage: &Coverage, proved: &Proved, prefix: &str) -> Text {
    let files = by_file(coverage, proved, prefix);
    let files = files.iter().map(|(file, lines)| (file.clone(), of_file(file, lines)));
    super::super::json::text(&Value::Object(files.collect()))
}

fn of_file(file: &str, lines: &[Line<'_>]) -> Value {
    let (mut statements, mut hits) = (Map::new(), Map::new());
    let (mut branches, mut taken) = (Map::new(), Map::new());
    for line in lines.iter().filter(|line| !is_branch(line.item)) {
        let key = statements.len().to_string();
        statements.insert(key.clone(), range(line));
        hits.insert(key, line.item.hits.into());
    }
    // Those of one schema and one kind are the branches of one place; of a property, being there and not.
    let mut open: Vec<&Line<'_>> = lines.iter().filter(|line| is_branch(line.item)).collect();
    let group = |line: &Line<'_>| {
        let kind = Kind::of(&line.item.thing);
        let of = if kind == Kind::Properties { line.item.place.pointer.as_str() } else { parent(line) };
        (line.item.schema.clone(), kind, of.to_owned())
    };
    open.sort_by_cached_key(|line| (group(line), line.start.line, line.start.column));
    for same in open.chunk_by(|one, other| group(one) == group(other)) {
        let Some(first) = same.first() else { continue };
        let key = branches.len().to_string();
        let kind = match Kind::of(&first.item.thing) {
            Kind::Members => "switch",
            Kind::Properties => "if",
            _ => "cond-expr",
        };
        let locations: Vec<Value> = same.iter().map(|line| range(line)).collect();
        let branch = json!({ "line": first.start.line, "type": kind, "loc": range(first), "locations": locations });
        branches.insert(key.clone(), branch);
        taken.insert(key, same.iter().map(|line| line.item.hits).collect::<Vec<_>>().into());
    }
    json!({
        "path": file, "statementMap": statements, "fnMap": {}, "branchMap": branches, "s": hits, "f": {}, "b": taken,
    })
}

/// The keyword that a branch or a listed value stands below.
fn parent<'a>(line: &'a Line<'_>) -> &'a str {
    let pointer = &line.item.place.pointer;
    pointer.rsplit_once('/').map_or(pointer.as_str(), |(parent, _)| parent)
}

/// Lines count from one, columns from zero.
fn range(line: &Line<'_>) -> Value {
    let place = |position: crate::source::Position| json!({ "line": position.line, "column": position.column.saturating_sub(1) });
    json!({ "start": place(line.start), "end": place(line.end) })
}
