//! Fields by their names and dotted paths, and the values that they may have.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::entry::{Entry, Kind};
use crate::keyword::dotted;
use crate::model::{Field, FieldUse};
use crate::page::{Links, place_title};
use crate::source::{Node, Place};

/// How many schemas a path leads to directly; the dictionary has the others.
const PLACES: usize = 3;

/// The longest value that somebody would type, in bytes.
const LONGEST: usize = 80;

/// Each name leads to the dictionary, if it is used more than once; each path to the property in the first schemas that have it.
pub fn fields(links: &Links<'_>) -> Vec<Entry> {
    let fields = links.site.proved.resolved.fields.par_iter().enumerate();
    let entries = fields.flat_map_iter(|(number, field)| {
        let mut paths: BTreeMap<String, Vec<&FieldUse>> = BTreeMap::new();
        for found in uses(field) {
            paths.entry(dotted(found.below())).or_default().push(found);
        }
        let schemas: BTreeSet<&Place> = uses(field).map(|found| &found.root).collect();
        let several = uses(field).nth(1).is_some();
        let name = several.then(|| {
            let kinds: Vec<String> =
                field.readings.iter().take(PLACES).map(|found| found.reading.types.names().join(" or ")).collect();
            let kinds: Vec<&str> = kinds.iter().map(String::as_str).filter(|kind| !kind.is_empty()).collect();
            let count = match schemas.len() {
                1 => "several times in 1 schema".to_owned(),
                count => format!("in {count} schemas"),
            };
            let context = if kinds.is_empty() { count } else { format!("{}, {count}", kinds.join(", ")) };
            Entry::new(Kind::Field, &field.name, &context, links.to(&links.site.field_address(number)))
        });
        let places = paths.into_iter().flat_map(move |(path, found)| {
            let more = found.len().saturating_sub(PLACES);
            found
                .into_iter()
                .take(PLACES)
                .enumerate()
                .map(move |(index, found)| {
                    let mut context = place_title(links.site, &found.root);
                    if index + 1 == PLACES && more > 0 {
                        context.push_str(&format!(" and {more} more"));
                    }
                    Entry::new(Kind::Field, &path, &context, links.to_place(&found.place).unwrap_or_default())
                })
                .collect::<Vec<_>>()
        });
        name.into_iter().chain(places).collect::<Vec<_>>()
    });
    entries.collect()
}

/// Each value with the field that may have it, once; it leads to the first of the properties. Names of event types are found as such.
pub fn values(links: &Links<'_>) -> Vec<Entry> {
    let site = links.site;
    let entries = site.proved.resolved.fields.par_iter().flat_map_iter(|field| {
        let mut values: BTreeMap<&str, (&FieldUse, usize)> = BTreeMap::new();
        for found in uses(field) {
            for value in constants(links, &found.place) {
                values.entry(value).or_insert((found, 0)).1 += 1;
            }
        }
        let typed = values.into_iter().filter(|(value, _)| !site.types.contains_key(*value));
        typed
            .map(|(value, (found, count))| {
                let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
                let context = format!("{} · {}{more}", dotted(found.below()), place_title(site, &found.root));
                Entry::new(Kind::Value, value, &context, links.to_place(&found.place).unwrap_or_default())
            })
            .collect::<Vec<_>>()
    });
    entries.collect()
}

fn uses(field: &Field) -> impl Iterator<Item = &FieldUse> {
    field.readings.iter().flat_map(|reading| &reading.uses)
}

/// The strings that a property may be, or the items of one that is a list; references are followed.
fn constants<'a>(links: &Links<'a>, place: &Place) -> Vec<&'a str> {
    let resolved = &links.site.proved.resolved;
    let own = |place: &Place| {
        let node = resolved.project.sources.node(place)?;
        let listed = node.get("enum").map(Node::items).unwrap_or_default().iter().chain(node.get("const"));
        Some(listed.filter_map(Node::as_str).filter(|text| text.len() <= LONGEST).collect::<Vec<_>>())
    };
    let items = Place::new(place.source, format!("{}/items", place.pointer));
    let places = [place.clone(), items]
        .into_iter()
        .flat_map(|place| [Some(place.clone()), resolved.follow(&place).filter(|end| *end != place)]);
    places.flatten().filter_map(|place| own(&place)).flatten().collect()
}
