//! Pairs examples with schemas by the rungs of the contract: the first that answers.

mod by_name;
mod by_path;
mod by_type;
mod instances;
mod named;
mod pairs;
mod recorded;
mod section;
mod split;

pub use by_type::newest_first;
pub use pairs::{Pairs, are_paired_again, pair};
pub use recorded::{Found, Recorded, Schemas};

use named::Named;

use super::Resolved;
use crate::model::{Example, ExampleKind, Instance, Pairing, Rung};
use crate::source::{Node, Place};

/// What a rung answers: nothing, one schema, or several.
enum Answer {
    None,
    One(Place),
    Several(Vec<Place>),
}

impl Answer {
    fn of(mut places: Vec<Place>) -> Answer {
        places.sort();
        places.dedup();
        match places.len() {
            0 => Answer::None,
            1 => places.pop().map_or(Answer::None, Answer::One),
            _ => Answer::Several(places),
        }
    }
}

/// All the names that examples know schemas by.
#[derive(Debug)]
struct Names {
    ids: named::Ids,
    paths: by_path::Paths,
    types: by_type::Types,
}

impl Names {
    fn new(resolved: &Resolved) -> Names {
        let (ids, paths) = (named::Ids::of(resolved), by_path::Paths::new(resolved));
        Names { ids, paths, types: by_type::Types::new(resolved) }
    }
}

/// Finds the schemas of examples.
struct Finder<'a> {
    resolved: &'a Resolved,
    names: &'a Names,
}

impl<'a> Finder<'a> {
    fn pairing(&self, example: &Example) -> Pairing {
        let mut hint = None;
        if !example.unparsed && self.node(example).is_none() {
            return Pairing::Orphan { hint: Some(format!("there is nothing at `{}`", example.place.pointer)) };
        }
        if let Some(candidates) = &example.entry_schemas {
            return match self.entry(example, candidates) {
                Some(place) => paired(Rung::Entry, place),
                None => Pairing::Orphan {
                    hint: Some(format!("site.toml names {}, which is not there", candidates.join(", "))),
                },
            };
        }
        let is_file = example.kind == ExampleKind::File;
        if let Some(Named::Parts(instances)) = self.named_by(example) {
            return Pairing::Paired { rung: Rung::Named, instances };
        }
        let rungs: [(Rung, bool, &dyn Fn() -> Answer); 8] = [
            (Rung::Named, true, &|| self.named(example)),
            (Rung::OnlySchema, !is_file, &|| section::only_schema(self.resolved, example)),
            (Rung::MirroredFolder, is_file, &|| self.names.paths.mirrored_folder(self.resolved, example)),
            (Rung::MirroredFile, is_file, &|| self.names.paths.mirrored_file(self.resolved, example)),
            (Rung::Beside, is_file, &|| by_name::beside(&self.names.paths, self.resolved, example)),
            (Rung::OnlySchema, is_file, &|| self.names.paths.only_schema(self.resolved, example)),
            (Rung::NamePrefix, is_file, &|| by_name::prefix(&self.names.paths, self.resolved, example)),
            (Rung::EventType, true, &|| self.names.types.answer(self.resolved, example)),
        ];
        for (rung, applies, ask) in rungs {
            if !applies {
                continue;
            }
            match ask() {
                Answer::None => {}
                Answer::One(place) if rung == Rung::OnlySchema => {
                    let pointer = section::pointer(self.resolved, example, &place).to_owned();
                    return Pairing::Paired { rung, instances: vec![Instance { pointer, schema: place }] };
                }
                Answer::One(place) => return paired(rung, place),
                Answer::Several(candidates) => return Pairing::Ambiguous { rung, candidates },
            }
        }
        let event_type = self.event_type(example);
        if event_type.is_some()
            && let Some(envelope) = self.names.types.envelope(example.catalog)
        {
            return paired(Rung::Envelope, envelope.clone());
        }
        if let Some(name) = &example.named_schema {
            hint = Some(format!("it names the schema `{name}`, which is not there"));
        } else if let Some(name) = event_type {
            hint = Some(format!("no schema states its event type `{name}`"));
        }
        Pairing::Orphan { hint }
    }

    /// Tells an example its event type, and what of it is proved.
    fn finish(&self, example: &mut Example) {
        example.event_type = self.event_type(example);
        self.divide(example);
    }

    /// An event is proved where its own schema applies, which may be its data alone, and by the envelope of its catalog.
    fn divide(&self, example: &mut Example) {
        let types = &self.resolved.project.config.catalogs[example.catalog].types;
        if types.data.is_none() && types.envelope.is_none() {
            return;
        }
        let (Some(event), Some(schema)) = (self.node(example), example.schema().cloned()) else { return };
        let own = self.names.types.answer(self.resolved, example);
        if let Pairing::Paired { rung, instances } = &mut example.pairing
            && *rung != Rung::Entry
        {
            // Who names the schema of the data has said what that is.
            if instances.iter().any(|instance| !instance.pointer.is_empty()) {
                let envelope = self.names.types.envelope(example.catalog);
                let envelope = envelope.filter(|schema| !instances.iter().any(|known| known.schema == **schema));
                instances.extend(envelope.map(|schema| Instance { pointer: String::new(), schema: schema.clone() }));
                return;
            }
            let parts = self.names.types.parts(self.resolved, example.catalog, &schema, &own, event, false);
            let parts = parts.into_iter().map(|(schema, pointer)| Instance { pointer: pointer.to_owned(), schema });
            *instances = parts.collect();
        }
    }

    fn node(&self, example: &Example) -> Option<&'a Node> {
        self.resolved.project.sources.node(&example.place)
    }

    fn event_type(&self, example: &Example) -> Option<String> {
        self.names.types.name(self.resolved, example.catalog, self.node(example)?).map(str::to_owned)
    }

    /// Rung 1: the first candidate of the entry that exists, captures and pointers filled in.
    fn entry(&self, example: &Example, candidates: &[String]) -> Option<Place> {
        let project = &self.resolved.project;
        let settings = &project.config.catalogs[example.catalog];
        let file = &project.sources.get(example.place.source).file;
        let relative = settings.relative(file).unwrap_or(file);
        let captures = settings.examples.iter().find_map(|entry| entry.files.captures(relative))?;
        candidates.iter().find_map(|candidate| {
            let mut name = String::new();
            let mut rest = candidate.as_str();
            while let Some((before, after)) = rest.split_once('{') {
                let (inner, after) = after.split_once('}')?;
                name.push_str(before);
                if inner.starts_with('/') {
                    name.push_str(&self.scalar(example, inner)?);
                } else {
                    name.push_str(captures.get(inner.trim_end_matches("/**"))?);
                }
                rest = after;
            }
            name.push_str(rest);
            self.resolved.find_in_catalog(example.catalog, &name)
        })
    }

    /// The text or number at a pointer of the instance.
    fn scalar(&self, example: &Example, pointer: &str) -> Option<String> {
        let source = self.resolved.project.sources.get(example.place.source);
        let node = self.node(example)?.pointer(pointer)?;
        match &node.kind {
            crate::source::Kind::String(text) => Some(text.to_string()),
            crate::source::Kind::Number(_) => Some(source.digits(node).into_owned()),
            _ => None,
        }
    }

    /// Rung 3: the schema that a fence names, else the one that the example itself names for the whole.
    fn named(&self, example: &Example) -> Answer {
        if let Some(name) = &example.named_schema {
            return Answer::of(self.resolved.find_schema(example, name).into_iter().collect());
        }
        match self.named_by(example) {
            Some(Named::Whole(answer)) => answer,
            _ => Answer::None,
        }
    }

    fn named_by(&self, example: &Example) -> Option<Named> {
        let node = self.node(example).filter(|_| example.named_schema.is_none())?;
        Some(self.names.ids.named_by(self.resolved, example, node))
    }
}

fn paired(rung: Rung, schema: Place) -> Pairing {
    Pairing::Paired { rung, instances: vec![Instance { pointer: String::new(), schema }] }
}

impl Resolved {
    /// The place that `name` (`path`, `path#slug`, `path#/pointer`) names, relative to a catalog.
    pub fn find_in_catalog(&self, catalog: usize, name: &str) -> Option<Place> {
        let settings = self.project.config.catalogs.get(catalog)?;
        let (path, fragment) = name.split_once('#').map_or((name, None), |(path, fragment)| (path, Some(fragment)));
        let path = crate::load::within(settings, path)?;
        self.find_place(&fragment.map_or(path.clone(), |fragment| format!("{path}#{fragment}")))
    }

    /// The place that a source name of the contract names: relative to the project.
    pub fn find_place(&self, name: &str) -> Option<Place> {
        let sources = &self.project.sources;
        if let Some(source) = sources.find(name) {
            return Some(Place::root(source));
        }
        let (file, fragment) = name.split_once('#')?;
        let slash = fragment.find('/').unwrap_or(fragment.len());
        let source = if slash == 0 { file.to_owned() } else { format!("{file}#{}", &fragment[..slash]) };
        let place = Place::new(sources.find(&source)?, &fragment[slash..]);
        sources.node(&place).map(|_| place)
    }

    /// The schema that a fence means by `name`: a place relative to the project, to the catalog or to the page, an `$id`, or a schema's
    /// own name in the catalog.
    fn find_schema(&self, example: &Example, name: &str) -> Option<Place> {
        let page = &self.project.sources.get(example.place.source).file;
        let beside = || {
            let (path, fragment) = name.split_once('#').map_or((name, None), |(path, fragment)| (path, Some(fragment)));
            let path = if path.is_empty() { page.clone() } else { crate::load::relative_to(page, path)? };
            self.find_place(&fragment.map_or(path.clone(), |fragment| format!("{path}#{fragment}")))
        };
        let by_name = || {
            let mut named = self.project.schemas.iter().filter(|schema| {
                schema.catalog == example.catalog && schema.name == crate::load::without_endings(name)
            });
            let first = named.next()?;
            named.next().is_none().then(|| Place::root(first.source))
        };
        self.find_place(name)
            .or_else(|| self.find_in_catalog(example.catalog, name))
            .or_else(beside)
            .or_else(|| self.find_by_id(name))
            .or_else(by_name)
    }

    /// The schema document whose `$id` is `name`.
    fn find_by_id(&self, name: &str) -> Option<Place> {
        let same = |id: &str| id.trim_end_matches('#') == name.trim_end_matches('#');
        let found = self.project.schemas.iter().find(|schema| schema.id.as_deref().is_some_and(same));
        found.map(|schema| Place::root(schema.source))
    }
}
