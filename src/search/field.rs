//! Fields by their names and dotted paths, and the values that they may have.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::entry::{Entry, Kind};
use super::extent::Extent;
use super::term::terms;
use crate::keyword::dotted;
use crate::model::{Field, FieldUse};
use crate::page::{Links, place_title};
use crate::source::{Node, Place};

/// How many schemas a path leads to directly; the dictionary has the others.
const PLACES: usize = 3;

/// How many types of a name are told.
const KINDS: usize = 3;

/// The longest value that somebody would type, in bytes.
const LONGEST: usize = 80;

/// Each name leads to the dictionary, if it is used more than once; each path to the property in the first schemas that have it.
pub fn fields(links: &Links<'_>, extent: Extent) -> Vec<Entry> {
    let fields = links.site.proved.resolved.fields.par_iter().enumerate();
    let entries = fields.flat_map_iter(|(number, field)| {
        let name = uses(field).nth(1).map(|_| {
            let href = links.to(&links.site.field_address(number));
            Entry::new(Kind::Field, &field.name, &summary(field), href)
        });
        let places = match (extent, &name) {
            (Extent::Everything, _) => places(links, field),
            (Extent::FirstPlaces, _) => first_places(links, field),
            (Extent::Dictionary | Extent::WithoutValues, None) => first_places(links, field),
            _ => Vec::new(),
        };
        name.into_iter().chain(places)
    });
    entries.collect()
}

/// The first places of a name, filed under its own words and the whole path: other words of a path are found beside them.
fn first_places(links: &Links<'_>, field: &Field) -> Vec<Entry> {
    let own = terms(&field.name).len();
    let mut found: Vec<&FieldUse> = uses(field).take(PLACES).collect();
    found.dedup_by_key(|found| &found.place);
    let entries = found.into_iter().map(|found| {
        let schema = place_title(links.site, &found.root);
        let href = links.to_place(&found.place).unwrap_or_default();
        Entry::new(Kind::Field, &dotted(found.below()), &schema, href).under(own)
    });
    entries.collect()
}

/// `string, integer, in 12 schemas`
fn summary(field: &Field) -> String {
    let kinds = field.readings.iter().map(|found| found.reading.types.names().join(" or "));
    let mut words: Vec<String> = kinds.filter(|kind| !kind.is_empty()).collect();
    words.dedup();
    words.truncate(KINDS);
    let schemas: BTreeSet<&Place> = uses(field).map(|found| &found.root).collect();
    words.push(match schemas.len() {
        1 => "several times in 1 schema".to_owned(),
        count => format!("in {count} schemas"),
    });
    words.join(", ")
}

fn places(links: &Links<'_>, field: &Field) -> Vec<Entry> {
    let mut paths: BTreeMap<String, Vec<&FieldUse>> = BTreeMap::new();
    for found in uses(field) {
        paths.entry(dotted(found.below())).or_default().push(found);
    }
    let mut entries = Vec::new();
    for (path, found) in paths {
        let more = found.len().saturating_sub(PLACES);
        for (index, found) in found.into_iter().take(PLACES).enumerate() {
            let schema = place_title(links.site, &found.root);
            let is_last = index + 1 == PLACES && more > 0;
            let context = if is_last { format!("{schema} and {more} more") } else { schema };
            entries.push(Entry::new(Kind::Field, &path, &context, links.to_place(&found.place).unwrap_or_default()));
        }
    }
    entries
}

/// Each value with the field that may have it, once; it leads to the first of the properties, or where room is short to the dictionary.
/// Names of event types are found as such.
pub fn values(links: &Links<'_>, extent: Extent) -> Vec<Entry> {
    if extent > Extent::Dictionary {
        return Vec::new();
    }
    let site = links.site;
    let entries = site.proved.resolved.fields.par_iter().enumerate().flat_map_iter(|(number, field)| {
        let entry = (extent == Extent::Dictionary && uses(field).nth(1).is_some())
            .then(|| links.to(&site.field_address(number)));
        let mut values: BTreeMap<&str, (&FieldUse, usize)> = BTreeMap::new();
        for found in uses(field) {
            for value in constants(links, &found.place) {
                values.entry(value).or_insert((found, 0)).1 += 1;
            }
        }
        let typed = values.into_iter().filter(|(value, _)| !site.routes.types.contains_key(*value));
        typed
            .map(|(value, (found, count))| {
                if let Some(href) = &entry {
                    return Entry::new(Kind::Value, value, &field.name, href.clone());
                }
                let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
                let context = format!("{} · {}{more}", dotted(found.below()), place_title(site, &found.root));
                Entry::new(Kind::Value, value, &context, links.to_place(&found.place).unwrap_or_default())
            })
            .collect::<Vec<_>>()
    });
    entries.collect()
}

fn uses(field: &Field) -> impl Iterator<Item = &FieldUse> {
    field.readings.iter().flat_map(|reading| &reading.uses).map(|found| &**found)
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
