//! The dictionary of fields: what each property name is said to hold, and where its schemas exclude one another.

mod reading;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::Resolved;
use super::schema_walk::Walk;
use crate::keyword::dotted;
use crate::model::{Disagreement, Field, FieldReading, FieldUse, Reading};
use crate::source::{Place, join};
use reading::{exclude, reading};

/// How many readings of a name are compared with each other; nobody reads a list of more.
const COMPARED: usize = 100;

/// Every property name, in alphabetical order, out of what each schema declares.
pub fn dictionary<'a>(declared: impl Iterator<Item = &'a [Property]>) -> Arc<[Field]> {
    let mut names: BTreeMap<&str, BTreeMap<&Reading, Vec<Arc<FieldUse>>>> = BTreeMap::new();
    for property in declared.flatten() {
        let uses = names.entry(&property.name).or_default().entry(&property.reading).or_default();
        uses.push(Arc::clone(&property.found));
    }
    let mut fields: Vec<Field> = names.into_iter().map(|(name, readings)| field(name, readings)).collect();
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, field) in fields.iter().enumerate() {
        alike.entry(bare(&field.name)).or_default().push(number);
    }
    for numbers in alike.values().filter(|numbers| numbers.len() > 1) {
        for number in numbers {
            fields[*number].also = numbers.iter().copied().filter(|other| other != number).take(COMPARED).collect();
        }
    }
    fields.into()
}

/// A name without case and separators.
fn bare(name: &str) -> String {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.is_empty() { name.to_owned() } else { letters }
}

/// A property that a schema declares.
#[derive(Debug, PartialEq, Eq)]
pub struct Property {
    name: Box<str>,
    reading: Reading,
    found: Arc<FieldUse>,
}

/// The properties of a schema, each path once for each reading that differs. What stands under `if` and `not` declares nothing.
pub fn declared(resolved: &Resolved, walk: &Walk<'_>) -> Vec<Property> {
    let mut declares: Vec<bool> = Vec::with_capacity(walk.visits.len());
    let mut found: Vec<Property> = Vec::new();
    let mut known: HashMap<(bool, String), Vec<usize>> = HashMap::new();
    for (number, visit) in walk.visits.iter().enumerate() {
        let above = declares.get(visit.parent).copied().unwrap_or(true);
        declares.push(above && !matches!(visit.keyword, "if" | "not"));
        let members = visit.node.get("properties").map_or(&[][..], |properties| properties.members());
        if !declares[number] || members.is_empty() {
            continue;
        }
        let holder = walk.place(number);
        let properties = format!("{}/properties", holder.pointer);
        for member in members.iter().filter(|member| member.value.as_bool() != Some(false)) {
            let place = Place::new(holder.source, join(&properties, &member.key));
            let reading = reading(resolved, &place);
            // The path of what stands in a definition begins with that one's name, which may be a property's name as well.
            let below = &place.pointer[walk.root.place.pointer.len()..];
            let in_definition = below.contains("/$defs/") || below.contains("/definitions/");
            let same = known.entry((in_definition, dotted(below))).or_default();
            if same.iter().any(|other| settled(&mut found[*other], &reading)) {
                continue;
            }
            same.push(found.len());
            let found_here = FieldUse { catalog: walk.root.catalog, root: walk.root.place.clone(), place };
            found.push(Property { name: member.key.clone(), reading, found: Arc::new(found_here) });
        }
    }
    found
}

/// Whether a reading adds nothing to what is said of the same path elsewhere, or only makes that more exact.
fn settled(known: &mut Property, reading: &Reading) -> bool {
    let types = if known.reading.types.is_empty() { reading.types } else { known.reading.types };
    let same_types = reading.types.is_empty() || reading.types == types;
    let same_format =
        known.reading.format.is_none() || reading.format.is_none() || known.reading.format == reading.format;
    if same_types && same_format {
        known.reading.types = types;
        known.reading.format = known.reading.format.take().or_else(|| reading.format.clone());
    }
    same_types && same_format
}

fn field(name: &str, readings: BTreeMap<&Reading, Vec<Arc<FieldUse>>>) -> Field {
    let readings = readings.into_iter().map(|(reading, uses)| FieldReading { reading: reading.clone(), uses });
    let mut readings: Vec<FieldReading> = readings.collect();
    for reading in &mut readings {
        reading.uses.sort_by(|a, b| a.catalog.cmp(&b.catalog).then_with(|| a.place.cmp(&b.place)));
    }
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.uses.len()));
    Field { name: name.to_owned(), disagreements: disagreements(&readings), readings, also: Vec::new() }
}

/// The catalogs in which two readings of a name exclude each other.
fn disagreements(readings: &[FieldReading]) -> Vec<Disagreement> {
    let readings = &readings[..readings.len().min(COMPARED)];
    let exclusive = |a: &FieldReading, b: &FieldReading| exclude(&a.reading, &b.reading);
    if !readings.iter().enumerate().any(|(number, a)| readings[..number].iter().any(|b| exclusive(a, b))) {
        return Vec::new();
    }
    let mut catalogs: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, reading) in readings.iter().enumerate().filter(|(_, known)| !known.reading.types.is_empty()) {
        let mut schemas: BTreeMap<usize, BTreeSet<&Place>> = BTreeMap::new();
        for found in &reading.uses {
            schemas.entry(found.catalog).or_default().insert(&found.root);
        }
        for (catalog, schemas) in schemas {
            catalogs.entry(catalog).or_default().push((number, schemas.len()));
        }
    }
    let disagree = |numbers: &[(usize, usize)]| {
        numbers.iter().any(|(a, _)| numbers.iter().any(|(b, _)| exclusive(&readings[*a], &readings[*b])))
    };
    let catalogs = catalogs.into_iter().filter(|(_, numbers)| disagree(numbers));
    let disagreements = catalogs.map(|(catalog, mut readings)| {
        readings.sort_by_key(|(_, schemas)| std::cmp::Reverse(*schemas));
        Disagreement { catalog, readings }
    });
    disagreements.collect()
}

/// Those of `readings`, each with how many schemas have it, that `reading` excludes.
pub fn excluded(field: &Field, readings: &[(usize, usize)], reading: usize) -> Vec<(usize, usize)> {
    let own = &field.readings[reading].reading;
    let others = readings.iter().filter(|(other, _)| exclude(own, &field.readings[*other].reading));
    others.copied().collect()
}
