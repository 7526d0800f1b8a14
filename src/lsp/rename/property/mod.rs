//! Another name for a property: in its schema, in the examples that it governs, in reasons, runtime expressions and guides.

mod group;
mod paths;
mod pointers;

use std::collections::HashSet;

use super::definition::{self, Definition};
use super::texts::code_in;
use crate::diagnostic::{Change, New};
use crate::load::TYPE_FIELDS;
use crate::lsp::cursor::Cursor;
use crate::lsp::governed::{Members, members, property_at};
use crate::lsp::governing::{example_at, governing};
use crate::lsp::words::code;
use crate::resolve::Resolved;
use crate::route::Site;
use crate::source::{Place, join};
use group::Group;

/// A property that may have another name.
pub struct Property {
    /// The schema that has it.
    owner: Place,
    pub name: String,
}

/// The property under the cursor: its name in a schema or in the list of those that are required, or in an example that the schema governs.
pub fn named(resolved: &Resolved, cursor: &Cursor<'_>) -> Option<Property> {
    let place = &cursor.place;
    if !cursor.in_key {
        let name = cursor.located.node.as_str()?;
        let owner = place.pointer.rsplit_once('/')?.0.strip_suffix("/required")?;
        return property(resolved, &Place::new(place.source, join(&format!("{owner}/properties"), name)));
    }
    let of_example = || {
        let found = governing(resolved, example_at(resolved, place)?, place);
        found.iter().find_map(|place| property(resolved, place))
    };
    property(resolved, place).or_else(of_example)
}

fn property(resolved: &Resolved, place: &Place) -> Option<Property> {
    let (owner, name) = property_at(resolved, place)?;
    Some(Property { owner, name })
}

/// What gives a property another name everywhere.
///
/// # Errors
/// Says why it can't have that name everywhere.
pub fn changes_of(site: &Site, property: &Property, new: &str) -> Result<Vec<Change>, String> {
    let resolved = &site.proved.resolved;
    let name = &property.name;
    let Whole { groups, properties, renamed } = whole(resolved, property, new)?;
    let mut changes = Vec::new();
    for group in &groups {
        is_free(resolved, group, name, new)?;
        changes.extend(group.changes(&properties, name, new)?);
    }
    for place in &properties {
        let definition = Definition { place: place.clone(), name: name.clone() };
        changes.extend(definition::changes_of(site, &definition, new)?);
    }
    for place in &renamed {
        let span = resolved.project.sources.locate(place).and_then(|found| found.key_span);
        let span = span.ok_or("a name stands nowhere")?;
        changes.push(Change { source: place.source, span, new: New::Value(new.into()) });
    }
    changes.extend(pointers::in_reasons(resolved, &renamed, new)?);
    changes.extend(pointers::in_expressions(resolved, &properties, name, new)?);
    // Guides may mean any property of that name.
    let mut fields = resolved.fields.iter().filter(|field| field.name == *name);
    let is_only = fields.all(|field| {
        field.readings.iter().flat_map(|reading| &reading.uses).all(|used| properties.contains(&used.place))
    });
    if is_only && resolved.types_named(name).next().is_none() && !new.contains('`') {
        changes.extend(code_in(site, name, new));
    }
    Ok(changes)
}

/// All that is one property.
struct Whole<'a> {
    groups: Vec<Group<'a>>,
    /// The schemas of the property.
    properties: HashSet<Place>,
    /// The members of examples that are it.
    renamed: Vec<Place>,
}

/// What a property is as a whole: within one document other schemas may say of the same members what they are, on another way.
fn whole<'a>(resolved: &'a Resolved, property: &Property, new: &str) -> Result<Whole<'a>, String> {
    let sources = &resolved.project.sources;
    let name = &property.name;
    let (mut groups, mut properties, mut seen) = (Vec::new(), HashSet::new(), HashSet::new());
    let mut open = vec![property.owner.clone()];
    loop {
        while let Some(owner) = open.pop() {
            if seen.contains(&owner) {
                continue;
            }
            let group = Group::of(resolved, &owner);
            seen.extend(group.own().cloned());
            properties.extend(group.properties(name));
            for other in group.others(name) {
                if other.source != owner.source {
                    return Err(format!("{} speaks of {} as well", sources.display(other), code(name)));
                }
                open.push(other.clone());
            }
            open.extend(group.of_document().flat_map(|schema| paths::elsewhere(resolved, schema, name)));
            groups.push(group);
        }
        let Members { places: renamed, others } = members(resolved, &properties, name, new)?;
        for (other, member) in others {
            let owner = other.pointer.rsplit_once("/properties/").map_or("", |(owner, _)| owner);
            if other.source != property.owner.source {
                return Err(format!("{} says what {} is as well", sources.display(&other), sources.display(&member)));
            }
            open.push(Place::new(other.source, owner));
        }
        if open.is_empty() {
            return Ok(Whole { groups, properties, renamed });
        }
    }
}

/// Whether neither name is one by which events are told.
fn is_free(resolved: &Resolved, group: &Group<'_>, name: &str, new: &str) -> Result<(), String> {
    if !group.is_of_root() {
        return Ok(());
    }
    let usual = TYPE_FIELDS.iter().chain(&["version", "schema_version", "$schema", "dataschema"]);
    let is_usual = |name: &str| usual.clone().any(|usual| *usual == name);
    let catalogs = resolved.project.config.catalogs.iter();
    let mut stated = catalogs.flat_map(|catalog| {
        let types = &catalog.types;
        let version = types.version.as_ref().map(|version| &version.at);
        types.field.iter().chain(&types.data).chain(version).chain(&types.unwrap)
    });
    let mut is_told = |name: &str| {
        let first = join("", name);
        is_usual(name) || stated.any(|pointer| crate::source::pointer_holds(&first, pointer))
    };
    match (is_told(name), is_usual(new)) {
        (false, false) => Ok(()),
        (true, _) => Err(format!("{} is what events are told by", code(name))),
        (_, true) => Err(format!("{} is what events are told by", code(new))),
    }
}
