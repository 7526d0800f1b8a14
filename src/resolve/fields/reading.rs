//! What sort of value a schema describes: its types and its format, through references and the parts of the schema.

use crate::model::{Reading, Types};
use crate::resolve::Resolved;
use crate::source::{Kind, Node, Place};

/// How many schemas are looked at for one reading; what is made of more is read as far as that.
const ENOUGH: usize = 64;

/// How deep they nest.
const LEVELS: usize = 16;

/// Reads the schema at `place`.
pub fn reading(resolved: &Resolved, place: &Place) -> Reading {
    Reader { resolved, left: ENOUGH }.read(place, LEVELS).reading
}

/// Formats that exclude one another, unless they stand in one line: there a value may have several.
const FAMILIES: [&[&str]; 11] = [
    &["date-time"],
    &["date"],
    &["time"],
    &["duration"],
    &["email", "idn-email"],
    &["hostname", "idn-hostname"],
    &["ipv4"],
    &["ipv6"],
    &["iri", "iri-reference", "uri", "uri-reference"],
    &["uuid"],
    &["json-pointer"],
];

/// Whether no value fits both readings. What one of them leaves open excludes nothing; formats that are not of the specification may
/// narrow any other, so they exclude none.
pub fn exclude(a: &Reading, b: &Reading) -> bool {
    if a.types.is_empty() || b.types.is_empty() {
        return false;
    }
    let common = a.types.and(b.types);
    let family = |reading: &Reading| {
        let format = reading.format.as_deref()?;
        FAMILIES.iter().position(|family| family.contains(&format))
    };
    match (family(a), family(b)) {
        (Some(one), Some(other)) if one != other => common.is_empty() || common == Types::of("string"),
        _ => common.is_empty(),
    }
}

/// A reading, and whether only `null` fits the schema.
#[derive(Default)]
struct Read {
    reading: Reading,
    is_null: bool,
}

struct Reader<'a> {
    resolved: &'a Resolved,
    left: usize,
}

impl Reader<'_> {
    fn read(&mut self, place: &Place, levels: usize) -> Read {
        let Some(node) = self.resolved.project.sources.node(place) else { return Read::default() };
        if self.left == 0 || levels == 0 {
            return Read::default();
        }
        self.left -= 1;
        let target = self.resolved.target(place).cloned();
        let hidden = target.is_some() && self.resolved.dialect_of(place).ref_hides_siblings();
        let mut read = if hidden { Read::default() } else { own(node) };
        let mut parts: Vec<Place> = target.into_iter().collect();
        if !hidden {
            parts.extend(below(place, node, "allOf"));
        }
        for part in parts {
            let part = self.read(&part, levels - 1);
            read.is_null |= part.is_null;
            narrow(&mut read.reading, part.reading);
        }
        for keyword in ["oneOf", "anyOf"].into_iter().filter(|_| !hidden) {
            if let Some(either) = self.either(below(place, node, keyword), levels - 1) {
                narrow(&mut read.reading, either);
            }
        }
        read
    }

    /// What holds whichever of the alternatives applies; `None` if one of them does not say.
    fn either(&mut self, alternatives: Vec<Place>, levels: usize) -> Option<Reading> {
        let read: Vec<Read> = alternatives.iter().map(|place| self.read(place, levels)).collect();
        let mut readings = read.into_iter().filter(|read| !read.is_null).map(|read| read.reading);
        let first = readings.next()?;
        let either = readings.try_fold(first, |either, next| {
            let format = if either.format == next.format { either.format } else { None };
            (!next.types.is_empty()).then(|| Reading { types: either.types.or(next.types), format })
        })?;
        (!either.types.is_empty()).then_some(either)
    }
}

/// The places of a list of subschemas.
fn below(place: &Place, node: &Node, keyword: &str) -> Vec<Place> {
    let count = node.get(keyword).map_or(0, |list| list.items().len()).min(ENOUGH);
    (0..count).map(|index| Place::new(place.source, format!("{}/{keyword}/{index}", place.pointer))).collect()
}

/// What the schema says itself: by `type`, else by the values that it lists.
fn own(node: &Node) -> Read {
    let names: Vec<&str> = match node.get("type").map(|value| (value, value.items())) {
        Some((value, [])) => value.as_str().into_iter().collect(),
        Some((_, list)) => list.iter().filter_map(Node::as_str).collect(),
        None => match (node.get("const"), node.get("enum")) {
            (Some(value), _) => vec![type_of(value)],
            (None, Some(list)) => list.items().iter().map(type_of).collect(),
            (None, None) => Vec::new(),
        },
    };
    let types = names.iter().fold(Types::default(), |types, name| types.or(Types::of(name)));
    let format = node.get("format").and_then(Node::as_str).map(Box::from);
    Read { reading: Reading { types, format }, is_null: !names.is_empty() && names.iter().all(|name| *name == "null") }
}

fn type_of(value: &Node) -> &'static str {
    match &value.kind {
        Kind::Number(number) if number.is_integer_literal() => "integer",
        _ => value.type_name(),
    }
}

fn narrow(reading: &mut Reading, by: Reading) {
    let common = reading.types.and(by.types);
    if reading.types.is_empty() {
        reading.types = by.types;
    } else if !common.is_empty() {
        reading.types = common;
    }
    if reading.format.is_none() {
        reading.format = by.format;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_exclude_each_other_where_no_value_fits_both() {
        let reading = |types: &[&str], format: &str| Reading {
            types: types.iter().fold(Types::default(), |set, name| set.or(Types::of(name))),
            format: Some(format).filter(|format| !format.is_empty()).map(Box::from),
        };
        for (one, other, expected) in [
            (reading(&["string"], ""), reading(&["integer"], ""), true),
            (reading(&["string", "integer"], ""), reading(&["integer"], ""), false),
            (reading(&["number"], ""), reading(&["integer"], ""), false),
            (reading(&[], ""), reading(&["integer"], ""), false),
            (reading(&["object"], ""), reading(&["array"], ""), true),
            (reading(&["string"], "date"), reading(&["string"], "date-time"), true),
            (reading(&["string"], "uri"), reading(&["string"], "uri-reference"), false),
            (reading(&["string"], "uuid"), reading(&["string"], ""), false),
            (reading(&["string"], "uuid"), reading(&["string"], "uuid-v7"), false),
            (reading(&["integer"], "int32"), reading(&["integer"], "int64"), false),
        ] {
            assert_eq!(exclude(&one, &other), expected, "{one:?} {other:?}");
            assert_eq!(exclude(&other, &one), expected, "{other:?} {one:?}");
        }
    }
}
